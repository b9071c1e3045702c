//! Refresh tokens that rotate: successors are kept, and a lost answer leads to one flagged recovery at most.

use crate::support;
use crate::support::custom;
use std::time::Duration;

use crate::support::custom::{own_user, start_generic};
use crate::support::look::{HOUR, soon};
use crate::support::{App, code, member};
use authpipe::{CallOptions, EventType, GrantStatus, Result, Retry};
use authpipe_sandbox::{Endpoint, Fault, Scripted, ScriptedResponse, World};

/// Why a grant is degraded that nobody has heard of.
const UNANSWERED: Option<&str> = Some("refresh_unanswered");

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

async fn connected(rotation: &str) -> App {
    let app = start_generic(rotation).await;
    app.browser().connect_generic(&member()).await;
    app
}

async fn read(app: &App) -> Result<authpipe::Credential> {
    soon(app.authpipe.get_credential(&own_user("ben"), CallOptions::default())).await
}

fn fault(app: &App, fault: Fault) -> authpipe_sandbox::FaultHandle {
    app.sandbox.faults().add(fault.grant_type("refresh_token"))
}

/// How often each refresh token was presented, in the order of first presentation.
fn presentations(app: &App) -> Vec<usize> {
    let mut counted: Vec<(String, usize)> = Vec::new();
    for entry in app.sandbox.ledger().refreshes() {
        let token = entry.refresh_token.expect("a refresh token");
        match counted.iter_mut().find(|(known, _)| *known == token) {
            Some((_, count)) => *count += 1,
            None => counted.push((token, 1)),
        }
    }
    counted.into_iter().map(|(_, count)| count).collect()
}

#[tokio::test]
async fn every_profile_survives_ordinary_refreshes() {
    for rotation in ["none", "reusable", "strict", "grace"] {
        let app = connected(rotation).await;
        for generation in 2..6 {
            app.advance(2 * HOUR);
            assert_eq!(read(&app).await.unwrap().generation, generation, "{rotation}");
        }
        let expected = if rotation == "none" { vec![4] } else { vec![1, 1, 1, 1] };
        assert_eq!(presentations(&app), expected, "{rotation}");
    }
}

/// A proxy repeats a request, and may give the answers in the wrong order: what the provider forgives costs nothing, and what it does not is told
/// by its own word, once.
#[tokio::test]
async fn a_request_that_arrives_twice_costs_what_the_provider_makes_of_it() {
    for rotation in ["none", "reusable", "grace", "strict"] {
        for out_of_order in [false, true] {
            let app = connected(rotation).await;
            app.advance(2 * HOUR);
            let twice = if out_of_order { Fault::twice_out_of_order(Endpoint::Token) } else { Fault::twice(Endpoint::Token) };
            let repeated = fault(&app, twice);
            let first = read(&app).await;
            assert_eq!(repeated.hits(), 1);
            if rotation != "strict" {
                assert_eq!(first.unwrap().generation, 2, "{rotation}");
                app.advance(2 * HOUR);
                assert_eq!(read(&app).await.unwrap().generation, 3, "{rotation} {out_of_order}");
                continue;
            }
            // It takes the second for theft, and ends the grant.
            let told = if out_of_order {
                first
            } else {
                assert_eq!(first.unwrap().generation, 2);
                app.advance(2 * HOUR);
                read(&app).await
            };
            assert_eq!(code(told), "reauth_required", "{out_of_order}");
            let own: usize = presentations(&app).iter().sum::<usize>() - repeated.hits();
            assert!(own <= 2, "{out_of_order}: nothing is tried again and again: {own}");
        }
    }
}

#[tokio::test]
async fn an_answer_without_a_refresh_token_keeps_the_old_one() {
    let server = Scripted::start().await;
    let origin = server.origin();
    let app = App::start_with(World::demo(), |options| {
        custom::add(options, "id", "a-client-secret", custom::definition(&origin, "strict"));
    })
    .await;
    let answer = |extra: &str| {
        ScriptedResponse::json(200, format!(r#"{{"access_token":"at","token_type":"Bearer","expires_in":3600{extra}}}"#))
    };
    server.respond_next("/oauth/token", answer(r#","refresh_token":"rt-first""#));
    let answers = ["", r#","refresh_token":"""#, r#","refresh_token":null"#, r#","refresh_token":"rt-second""#, ""];
    for extra in answers {
        server.respond_next("/oauth/token", answer(extra));
    }
    let (_, page) = app.browser().connect_scripted(&member(), "a-code").await;
    assert_eq!(page.status, 200, "{}", support::text(&page));
    for _ in answers {
        app.advance(2 * HOUR);
        read(&app).await.unwrap();
    }
    let presented: Vec<String> = server.requests()[1..]
        .iter()
        .map(|request| {
            let pairs = url::form_urlencoded::parse(&request.body).into_owned();
            pairs.into_iter().find(|(name, _)| name == "refresh_token").expect("a refresh token").1
        })
        .collect();
    assert_eq!(presented, ["rt-first", "rt-first", "rt-first", "rt-first", "rt-second"]);
}

#[tokio::test]
async fn a_request_that_was_never_processed_is_recovered() {
    let app = connected("strict").await;
    app.advance(2 * HOUR);
    fault(&app, Fault::drop_before(Endpoint::Token));
    assert_eq!(code(read(&app).await), "provider_unavailable");
    assert_eq!(code(read(&app).await), "provider_unavailable");
    assert_eq!(presentations(&app), [1], "no blind repetition");
    app.advance(seconds(61));
    assert!(read(&app).await.unwrap().refreshed);
    assert_eq!(presentations(&app), [2]);
    app.advance(2 * HOUR);
    assert!(read(&app).await.unwrap().refreshed);
    assert_eq!(presentations(&app), [2, 1]);
}

#[tokio::test]
async fn a_rotated_token_whose_answer_is_lost_is_presented_once_more_and_never_again() {
    let app = connected("strict").await;
    app.advance(2 * HOUR);
    fault(&app, Fault::drop_after(Endpoint::Token));
    assert_eq!(code(read(&app).await), "provider_unavailable");
    app.advance(seconds(61));
    let error = read(&app).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.context().reason.as_deref()), ("reauth_required", Some("revoked")));
    for _ in 0..5 {
        app.advance(seconds(61));
        assert_eq!(code(read(&app).await), "reauth_required");
    }
    assert_eq!(presentations(&app), [2]);
    assert_eq!(app.count_events(EventType::ConnectionNeedsReauth).await, 1);
}

/// The provider is silent twice. It is asked again a minute later, and what it says then counts.
#[tokio::test]
async fn a_recovery_that_is_lost_too_is_visible_and_ends_by_the_providers_word() {
    for (lost, lives) in [(Fault::drop_before(Endpoint::Token), true), (Fault::drop_after(Endpoint::Token), false)] {
        let app = connected("strict").await;
        app.advance(2 * HOUR);
        fault(&app, lost.times(2));
        assert_eq!(code(read(&app).await), "provider_unavailable");
        app.advance(seconds(61));
        for _ in 0..5 {
            let error = read(&app).await.unwrap_err();
            let reason = error.context().reason.as_deref();
            assert_eq!((error.code().as_str(), error.retry(), reason), ("provider_unavailable", Retry::Later, UNANSWERED));
            assert_eq!(app.status().await, (GrantStatus::Degraded, UNANSWERED.map(str::to_owned)));
            app.advance(seconds(10));
        }
        assert_eq!(presentations(&app), [2]);
        assert_eq!(app.health_events().await, [1, 0, 0]);
        app.advance(seconds(11));
        if lives {
            assert!(read(&app).await.unwrap().refreshed);
            assert_eq!(app.status().await, (GrantStatus::Active, None));
            assert_eq!(app.health_events().await, [1, 1, 0]);
        } else {
            let error = read(&app).await.unwrap_err();
            assert_eq!((error.code().as_str(), error.context().reason.as_deref()), ("reauth_required", Some("revoked")));
            assert_eq!(app.health_events().await, [1, 0, 1]);
        }
        assert_eq!(presentations(&app), [3]);
    }
}

#[tokio::test]
async fn a_strict_provider_is_not_asked_again_while_the_token_lives() {
    let app = connected("strict").await;
    let first = read(&app).await.unwrap();
    app.advance_to(first.expires_at.unwrap(), seconds(300));
    fault(&app, Fault::drop_before(Endpoint::Token));
    soon(app.authpipe.run_maintenance(None)).await.unwrap();
    assert_eq!(presentations(&app), [1]);
    // 125 s later the lease is over and the work is due again; the token lives for some minutes still.
    app.advance(seconds(125));
    soon(app.authpipe.run_maintenance(None)).await.unwrap();
    let served = read(&app).await.unwrap();
    assert!(served.degraded);
    assert_eq!((served.value.expose(), presentations(&app)), (first.value.expose(), vec![1]));
    app.advance(seconds(130));
    assert!(read(&app).await.unwrap().refreshed, "about to expire: now is the time");
    assert_eq!(presentations(&app), [2]);
}

#[tokio::test]
async fn within_its_grace_a_lost_successor_is_given_again() {
    let app = connected("grace").await;
    app.advance(2 * HOUR);
    fault(&app, Fault::drop_after(Endpoint::Token));
    assert_eq!(code(read(&app).await), "provider_unavailable");
    app.advance(seconds(10));
    assert!(read(&app).await.unwrap().refreshed);
    assert_eq!(presentations(&app), [2]);
    assert_eq!(app.status().await.0, GrantStatus::Active);
}

/// Closes the library and opens the vault again with the own provider.
async fn reopen(app: &mut App) {
    app.authpipe.close().await.unwrap();
    let mut options = app.options();
    custom::add_generic(&mut options, "strict");
    app.authpipe = authpipe::Authpipe::new(options).unwrap();
    app.handler = support::handler(&app.authpipe);
}

#[tokio::test]
async fn a_lost_answer_is_remembered_over_a_restart() {
    let mut app = connected("strict").await;
    app.advance(2 * HOUR);
    fault(&app, Fault::drop_before(Endpoint::Token).times(2));
    assert_eq!(code(read(&app).await), "provider_unavailable");
    reopen(&mut app).await;
    assert_eq!(code(read(&app).await), "provider_unavailable");
    app.advance(seconds(61));
    assert_eq!(code(read(&app).await), "provider_unavailable");
    reopen(&mut app).await;
    app.advance(seconds(50));
    assert_eq!(read(&app).await.unwrap_err().context().reason.as_deref(), UNANSWERED);
    app.advance(seconds(11));
    // Known over the restart: asked a third time a minute after the second, and not before.
    assert_eq!(presentations(&app), [2]);
    assert!(read(&app).await.unwrap().refreshed);
    assert_eq!(presentations(&app), [3]);
}

/// A client of the sandbox, how its definition describes it, and how long after a lost answer somebody asks again.
struct Lost {
    client: &'static str,
    rotation: &'static str,
    grace_seconds: u64,
    asked_after: u64,
    /// Whether the grant lives.
    survives: bool,
}

/// The provider has exchanged the token, and its answer got lost: what is lost with it is what the provider gives to nobody again, and no
/// more. What the provider really does is one thing, what its definition says of it another.
#[tokio::test]
async fn a_lost_answer_costs_what_the_provider_gives_to_nobody_again() {
    let lost =
        |client, rotation, grace_seconds, asked_after, survives| Lost { client, rotation, grace_seconds, asked_after, survives };
    for case in [
        lost("generic-none", "reusable", 0, 61, true),
        lost("generic-reusable", "reusable", 0, 61, true),
        lost("generic-reusable", "strict", 0, 61, true),
        lost("generic-strict", "strict", 0, 61, false),
        lost("generic-companion", "strict", 0, 61, false),
        lost("generic-newest", "strict", 0, 61, false),
        lost("generic-grace-5s", "grace", 5, 4, true),
        lost("generic-grace-5s", "grace", 5, 61, false),
        lost("generic-grace", "grace", 30, 29, true),
        lost("generic-grace-10min", "grace", 600, 590, true),
        lost("generic-grace-10min", "strict", 0, 61, true),
    ] {
        let Lost { client, rotation, grace_seconds, asked_after, survives } = case;
        let app = App::start_with(World::demo(), |options| {
            let mut definition = custom::definition(&custom::sandbox_origin(options), rotation);
            definition["lifetime"]["grace_seconds"] = grace_seconds.into();
            custom::add(options, client, authpipe_sandbox::GENERIC_SECRET, definition);
        })
        .await;
        app.browser().connect_generic(&member()).await;
        app.advance(2 * HOUR);
        fault(&app, Fault::drop_after(Endpoint::Token));
        assert_eq!(code(read(&app).await), "provider_unavailable", "{client}");
        app.advance(seconds(asked_after));
        let found = read(&app).await;
        let what = format!("{client} described as {rotation}, asked after {asked_after} s");
        if survives {
            assert!(found.unwrap_or_else(|error| panic!("{what}: {error}")).refreshed, "{what}");
        } else {
            assert_eq!(found.unwrap_err().code().as_str(), "reauth_required", "{what}");
        }
        assert_eq!(presentations(&app), [2], "{what}: presented once more, and never again");
    }
}
