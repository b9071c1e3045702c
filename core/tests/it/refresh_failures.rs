//! Refreshes that fail: what a failure says about the grant, what is served meanwhile, and which events tell of it.

use crate::support::custom;
use std::time::Duration;

use crate::support::look::{HOUR, soon};
use crate::support::{App, code, installation, member, principal, user};
use authpipe::{CallOptions, Error, EventType, GrantStatus, Retry, Subject};
use authpipe_sandbox::{Body, Endpoint, Fault, World, demo};

async fn connected() -> App {
    let mut world = World::demo();
    world.settings.access_token_lifetime = (HOUR, HOUR);
    let app = App::start_with(world, |_| {}).await;
    app.connect().await;
    app
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// The catalogue's provider, and one for each thing that a provider of one's own may do with refresh tokens.
const PROVIDERS: [&str; 5] = ["microsoft-onedrive", "reusable", "grace", "strict", "unknown"];

/// A connected application, and whose credential it asks for.
async fn connected_at(provider: &str) -> (App, Subject) {
    if provider == "microsoft-onedrive" {
        return (connected().await, user("ben"));
    }
    let app = App::start_with(World::demo(), |options| match provider {
        "unknown" => {
            let mut definition = custom::definition(&custom::sandbox_origin(options), "unknown");
            definition.as_object_mut().unwrap().remove("lifetime");
            custom::add(options, "generic-strict", authpipe_sandbox::GENERIC_SECRET, definition);
        }
        rotation => custom::add_generic(options, rotation),
    })
    .await;
    app.browser().connect_generic(&member()).await;
    (app, custom::own_user("ben"))
}

/// Failures that say nothing about the grant: it is served while its token lives, and healthy again when the provider is (SR-23).
async fn check_transient(name: &str, fault: Fault, providers: &[&str]) {
    for provider in providers {
        let (app, subject) = connected_at(provider).await;
        check_kept_at(&format!("{name}, {provider}"), (&app, &subject), fault.clone(), LATER).await;
    }
}

/// How callers are told of it.
#[derive(Clone, Copy)]
struct Told {
    code: &'static str,
    retry: Retry,
    words: &'static str,
}

const LATER: Told = Told { code: "provider_unavailable", retry: Retry::Later, words: "" };

async fn check_kept_at(name: &str, (app, subject): (&App, &Subject), fault: Fault, told: Told) {
    let check = |error: &Error| {
        assert_eq!((error.code().as_str(), error.retry()), (told.code, told.retry), "{name}: {error}");
        assert!(format!("{error} {}", error.hint().unwrap_or_default()).contains(told.words), "{name}: {error}");
        let pause = error.retry_after();
        assert_eq!(
            pause.is_some(),
            told.retry == Retry::Later,
            "{name}: also the first error says when, or that waiting is no use"
        );
        assert!(pause.is_none_or(|pause| pause.subsec_nanos() % 1_000_000 == 0), "{name}: {pause:?} is in whole milliseconds");
        assert!(pause.is_none_or(|pause| pause <= seconds(300)), "{name}: {pause:?}");
    };
    let read = || soon(app.authpipe.get_credential(subject, CallOptions::default()));
    let first = read().await.unwrap();
    let fault = app.sandbox.faults().add(fault.grant_type("refresh_token").always());

    // Within the minimal validity the refresh fails, and what is left is served.
    app.advance_to(first.expires_at.unwrap(), seconds(30));
    let left = read().await.unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(left.degraded && !left.needs_reauth && !left.refreshed, "{name}");
    assert_eq!(left.value.expose(), first.value.expose(), "{name}");
    assert_eq!(app.status().await.0, GrantStatus::Degraded, "{name}");
    assert_eq!(app.health_events().await, [1, 0, 0], "{name}");
    // The next attempt waits.
    assert!(read().await.unwrap().degraded, "{name}");
    assert_eq!(fault.hits(), 1, "{name}");

    // After expiry nothing is served, and the error says when to come back.
    app.advance(seconds(60));
    check(&read().await.unwrap_err());
    assert_eq!(fault.hits(), 2, "{name}");
    check(&read().await.unwrap_err());
    let shown = app.only_connection().await;
    assert_eq!(shown.refresh.error.map(|code| code.as_str()), Some(told.code), "{name}");
    assert_eq!((fault.hits(), app.health_events().await), (2, [1, 0, 0]), "{name}");

    // Nor does it end a grant that nothing else comes for hours.
    for _ in 0..6 {
        app.advance(HOUR);
        check(&read().await.unwrap_err());
        assert_eq!(app.status().await.0, GrantStatus::Degraded, "{name}");
    }
    assert_eq!(app.health_events().await, [1, 0, 0], "{name}");
    fault.remove();
    app.advance(24 * HOUR);
    let healthy = read().await.unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(healthy.refreshed && !healthy.degraded, "{name}");
    assert_eq!(app.status().await, (GrantStatus::Active, None), "{name}");
    assert_eq!(app.health_events().await, [1, 1, 0], "{name}");
    assert_eq!(app.count_events(EventType::TokenRefreshed).await, 1, "{name}");
}

#[tokio::test]
async fn outages_leave_the_grant_alone() {
    for status in [500, 502, 503, 504, 408] {
        check_transient(&status.to_string(), Fault::status(Endpoint::Token, status), &PROVIDERS).await;
    }
}

#[tokio::test]
async fn a_proxys_403_leaves_the_grant_alone() {
    let refusal = |content_type: &str, body: &'static str| Fault::raw(Endpoint::Token, 403, content_type, body.as_bytes());
    for (name, fault) in [
        ("an empty 403", Fault::status(Endpoint::Token, 403).body(Body::Empty)),
        ("HTML under 403", Fault::status(Endpoint::Token, 403).body(Body::Html)),
        ("a firewall's 403", refusal("application/json", r#"{"error":"forbidden"}"#)),
        ("access_denied under 403", refusal("application/json", r#"{"error":"access_denied"}"#)),
        ("login_required under 403", refusal("application/json", r#"{"error":"login_required"}"#)),
    ] {
        check_transient(name, fault, &PROVIDERS).await;
    }
}

#[tokio::test]
async fn pages_instead_of_answers_leave_the_grant_alone() {
    let html = |status| Fault::status(Endpoint::Token, status).body(Body::Html);
    check_transient("HTML under 200", html(200), &PROVIDERS).await;
    check_transient("HTML under 400", html(400), &PROVIDERS).await;
    check_transient("HTML under 502", html(502), &PROVIDERS).await;
    // Beyond what is read of any answer: the status is what tells.
    let large = Fault::raw(Endpoint::Token, 503, "text/html", "x".repeat(300 * 1024));
    check_transient("a large page under 503", large, &PROVIDERS).await;
    let large = Fault::raw(Endpoint::Token, 200, "text/html", format!("<html>{}", "x".repeat(300 * 1024)));
    check_transient("a large page under 200", large, &PROVIDERS).await;
    check_transient("empty 200", Fault::status(Endpoint::Token, 200).body(Body::Empty), &PROVIDERS).await;
    let redirect = Fault::redirect(Endpoint::Token, 307, "http://127.0.0.1:1/token");
    check_transient("redirect", redirect, &PROVIDERS).await;
}

#[tokio::test]
async fn answers_that_are_none_leave_the_grant_alone() {
    let raw = |body: &'static str| Fault::raw(Endpoint::Token, 200, "application/json", body.as_bytes());
    for (name, fault) in [
        ("malformed JSON", Fault::malformed_json(Endpoint::Token)),
        ("ok: false", raw(r#"{"ok":false,"error":"token_revoked"}"#)),
        ("an error object", raw(r#"{"error":{"message":"expired","type":"OAuthException","code":190}}"#)),
        ("no token", raw(r#"{"token_type":"Bearer","expires_in":3600}"#)),
    ] {
        check_transient(name, fault, &PROVIDERS).await;
    }
}

/// A token in a shape that the definition does not say will be in it again: waiting is no use, and what was found is told, as at a sign-in. The
/// grant lives all the same, whatever its provider does with refresh tokens, and is renewed as soon as the shape is right.
#[tokio::test]
async fn answers_of_another_shape_are_told_as_such_and_leave_the_grant_alone() {
    let raw = |content_type: &str, body: &str| Fault::raw(Endpoint::Token, 200, content_type, body.as_bytes().to_vec());
    let json = |body: &str| raw("application/json", body);
    let large = format!(r#"{{"access_token":"a","token_type":"Bearer","filler":"{}"}}"#, "x".repeat(300 * 1024));
    for (words, fault) in [
        ("\"form\"", raw("application/x-www-form-urlencoded", "access_token=a&token_type=bearer&expires_in=3600")),
        ("it is XML", raw("application/xml", "<r><access_token>a</access_token></r>")),
        ("wrapped_in", json(r#"{"data":{"access_token":"a","token_type":"Bearer","expires_in":3600}}"#)),
        ("accessToken", json(r#"{"accessToken":"a","tokenType":"Bearer","expiresIn":3600}"#)),
        ("several values for access_token", json(r#"{"access_token":"a","access_token":"b","token_type":"Bearer"}"#)),
        ("access_token has a value", json(r#"{"access_token":"a b","token_type":"Bearer"}"#)),
        ("is too large", json(&large)),
    ] {
        let told = Told { code: "provider_error", retry: Retry::Never, words };
        for provider in PROVIDERS {
            let (app, subject) = connected_at(provider).await;
            check_kept_at(&format!("{words}, {provider}"), (&app, &subject), fault.clone(), told).await;
        }
    }
}

#[tokio::test]
async fn broken_connections_leave_the_grant_alone() {
    check_transient("dropped before", Fault::drop_before(Endpoint::Token), &PROVIDERS).await;
    // Where the provider has rotated, only it can tell what became of the grant.
    check_transient("dropped after", Fault::drop_after(Endpoint::Token), &PROVIDERS[..2]).await;
}

/// What a provider calls an error under 200 is a refusal, and no outage; no end of the grant either, and nothing is in doubt.
#[tokio::test]
async fn an_error_under_200_is_a_refusal() {
    for body in [r#"{"error":"bad_verification_code"}"#, r#"{"error":"login_required","error_description":"canary"}"#] {
        for provider in PROVIDERS {
            let (app, subject) = connected_at(provider).await;
            app.advance(2 * HOUR);
            let fault = app.sandbox.faults().add(Fault::raw(Endpoint::Token, 200, "application/json", body.as_bytes()).times(4));
            for _ in 0..4 {
                let error = soon(app.authpipe.get_credential(&subject, CallOptions::default())).await.unwrap_err();
                assert_eq!((error.code().as_str(), error.retry()), ("provider_error", Retry::Never), "{provider}: {error}");
                assert!(error.message().contains("refused the request (") && !error.message().contains("bad_"), "{error}");
                assert_eq!(app.status().await, (GrantStatus::Degraded, Some("refresh_failed".into())), "{provider}");
                app.advance(seconds(301));
            }
            assert_eq!(fault.hits(), 4);
            assert!(soon(app.authpipe.get_credential(&subject, CallOptions::default())).await.unwrap().refreshed, "{provider}");
            assert_eq!(app.health_events().await, [1, 1, 0], "{provider}");
        }
    }
}

/// A policy that refuses this request does not say that the grant is gone.
#[tokio::test]
async fn access_denied_at_the_token_endpoint_ends_nothing() {
    let app = connected().await;
    app.advance(2 * HOUR);
    let refusal = Fault::raw(Endpoint::Token, 400, "application/json", &br#"{"error":"access_denied"}"#[..]);
    app.sandbox.faults().add(refusal);
    for _ in 0..2 {
        let error = soon(app.user_credential()).await.unwrap_err();
        assert_eq!((error.code().as_str(), error.context().provider_error.as_deref()), ("provider_error", Some("access_denied")));
    }
    assert_eq!(app.status().await, (GrantStatus::Degraded, Some("refresh_failed".into())));
    app.advance(seconds(301));
    assert!(soon(app.user_credential()).await.unwrap().refreshed);
    assert_eq!(app.health_events().await, [1, 1, 0]);
}

/// Some providers answer a dead refresh token so.
#[tokio::test]
async fn invalid_grant_in_json_under_403_is_believed() {
    for provider in PROVIDERS {
        let (app, subject) = connected_at(provider).await;
        app.advance(2 * HOUR);
        let body = r#"{"error":"invalid_grant","error_description":"Unknown or invalid refresh token."}"#;
        app.sandbox.faults().add(Fault::raw(Endpoint::Token, 403, "application/json; charset=utf-8", body));
        let error = soon(app.authpipe.get_credential(&subject, CallOptions::default())).await.unwrap_err();
        assert_eq!((error.code().as_str(), error.context().reason.as_deref()), ("reauth_required", Some("revoked")));
        assert_eq!(app.health_events().await, [0, 0, 1], "{provider}");
    }
}

#[tokio::test]
async fn a_pause_that_the_provider_asks_for_is_kept() {
    let mut app = connected().await;
    app.advance(2 * HOUR);
    let fault = app.sandbox.faults().add(Fault::status(Endpoint::Token, 429).retry_after(120).always());
    let error = soon(app.user_credential()).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.retry(), error.retry_after()), ("rate_limited", Retry::Later, Some(seconds(120))));
    // The end waits for what tells the other processes: their pause begins before the clocks move.
    app.restart().await;
    app.advance(seconds(100));
    for _ in 0..3 {
        let error = soon(app.user_credential()).await.unwrap_err();
        assert_eq!((error.code().as_str(), error.retry()), ("rate_limited", Retry::Later));
        assert!(error.retry_after().is_some_and(|after| after <= seconds(20)));
    }
    soon(app.authpipe.run_maintenance(None)).await.unwrap();
    assert_eq!(fault.hits(), 1, "no request before the time");
    assert_eq!((app.status().await.0, app.health_events().await), (GrantStatus::Active, [0, 0, 0]));
    fault.remove();
    app.advance(seconds(21));
    assert!(soon(app.user_credential()).await.unwrap().refreshed);
}

#[tokio::test]
async fn a_pause_is_at_most_an_hour() {
    let app = connected().await;
    app.advance(2 * HOUR);
    app.sandbox.faults().add(Fault::status(Endpoint::Token, 429).retry_after(1_000_000));
    let error = soon(app.user_credential()).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(HOUR));
}

#[tokio::test]
async fn a_revoked_refresh_token_needs_a_new_sign_in() {
    let app = connected().await;
    app.sandbox.revoke_user_tokens(demo::BOB.id);
    // While the access token lives it is served, and says that it is the last one.
    let force = CallOptions { force_refresh: true, ..CallOptions::default() };
    let error = soon(app.authpipe.get_credential(&user("ben"), force)).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.retry()), ("reauth_required", Retry::AfterReauth));
    let last = app.user_credential().await.unwrap();
    assert!(last.needs_reauth && !last.degraded);
    assert_eq!(app.status().await, (GrantStatus::NeedsReauth, Some("revoked".into())));

    app.advance(2 * HOUR);
    let asked = app.refreshes();
    for _ in 0..3 {
        let error = soon(app.user_credential()).await.unwrap_err();
        assert_eq!(error.code().as_str(), "reauth_required");
        assert_eq!(error.context().reason.as_deref(), Some("revoked"));
        assert_eq!(error.context().connection_id.as_deref(), Some(app.only_connection().await.id.as_str()));
        let text = "reauth_required: OneDrive needs ben to sign in again: the refresh token was revoked (invalid_grant). \
                    Let the user connect again: create_auth_session(). Other users are not affected. [status=400 ";
        assert!(error.to_string().starts_with(text), "{error}");
    }
    soon(app.authpipe.run_maintenance(None)).await.unwrap();
    assert_eq!((app.refreshes(), app.health_events().await), (asked, [0, 0, 1]), "a dead grant is not asked about again");

    app.connect().await;
    assert_eq!(app.status().await, (GrantStatus::Active, None));
    assert!(!app.user_credential().await.unwrap().needs_reauth);
}

#[tokio::test]
async fn withdrawn_consent_needs_a_new_sign_in() {
    let app = connected().await;
    app.sandbox.revoke_user_consent(demo::CONTOSO, demo::BOB.id, demo::CLIENT_ID);
    app.advance(2 * HOUR);
    let error = soon(app.user_credential()).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.context().reason.as_deref()), ("reauth_required", Some("consent")));
    assert_eq!(app.status().await, (GrantStatus::NeedsReauth, Some("consent".into())));
    assert_eq!(app.health_events().await, [0, 0, 1]);
}

#[tokio::test]
async fn a_changed_client_secret_disconnects_nobody() {
    let app = connected().await;
    app.install().await;
    for (who, login) in [("cat", &demo::CARLA), ("ann", &demo::ADA)] {
        app.browser().connect(&principal("acme", who, authpipe::Role::Member), login).await;
    }
    app.sandbox.change_secret(demo::CLIENT_ID, "another-secret-of-the-operator");
    app.advance(2 * HOUR);
    let everybody = [user("ben"), user("cat"), user("ann"), installation()];
    for subject in &everybody {
        let error = soon(app.authpipe.get_credential(subject, CallOptions::default())).await.unwrap_err();
        assert_eq!((error.code().as_str(), error.retry()), ("provider_config_rejected", Retry::Never), "{error}");
        assert!(error.message().contains("Microsoft rejected the client secret"), "{error}");
    }
    let counts = app.authpipe.count_grants().await.unwrap();
    assert_eq!(counts, vec![(GrantStatus::Active, 4)]);
    assert_eq!(app.health_events().await, [0, 0, 0]);

    app.sandbox.change_secret(demo::CLIENT_ID, demo::CLIENT_SECRET);
    app.advance(seconds(301));
    for subject in &everybody {
        assert!(soon(app.authpipe.get_credential(subject, CallOptions::default())).await.unwrap().refreshed);
    }
}

#[tokio::test]
async fn an_app_that_was_removed_or_disabled_is_the_operators_matter() {
    for removed in [true, false] {
        let app = connected().await;
        if removed {
            app.sandbox.remove_app_from_organisation(demo::CONTOSO, demo::CLIENT_ID);
        } else {
            app.sandbox.disable_app(demo::CLIENT_ID);
        }
        app.advance(2 * HOUR);
        assert_eq!(code(soon(app.user_credential()).await), "provider_config_rejected", "removed: {removed}");
        assert_eq!((app.status().await.0, app.health_events().await), (GrantStatus::Active, [0, 0, 0]));
    }
}

#[tokio::test]
async fn an_unreachable_provider_costs_one_attempt() {
    let app = connected().await;
    app.advance(2 * HOUR);
    let fault = app.sandbox.faults().add(Fault::status(Endpoint::Token, 503).always());
    let callers: Vec<_> = (0..50)
        .map(|_| {
            let authpipe = app.authpipe.clone();
            tokio::spawn(async move { authpipe.get_credential(&user("ben"), CallOptions::default()).await })
        })
        .collect();
    for caller in callers {
        assert_eq!(code(soon(caller).await.unwrap()), "provider_unavailable");
    }
    assert_eq!(fault.hits(), 1);
}
