//! Credentials that nothing can renew: tokens without an end are served until the provider has rejected them, and told when it
//! has.

use crate::support::custom;
use std::time::Duration;

use crate::support::custom::own_user;
use crate::support::look::{HOUR, soon};
use crate::support::{App, code, member, tenant, text};
use authpipe::{CallOptions, Credential, GrantStatus, Health, MaintenanceReport, Result, Retry};
use authpipe_sandbox::{Scripted, ScriptedResponse, World};

const DAY: Duration = Duration::from_secs(86_400);
const LASTING: &str = r#"{"access_token":"at","token_type":"bearer","scope":"read"}"#;

/// An application connected to a provider that has answered so, with this change of its definition.
async fn connected(answer: &str, change: impl FnOnce(&mut serde_json::Value)) -> (Scripted, App) {
    let server = Scripted::start().await;
    let mut definition = custom::definition(&server.origin(), "strict");
    change(&mut definition);
    server.respond("/oauth/token", ScriptedResponse::json(200, answer.to_owned()));
    server.respond("/oauth/api/me", ScriptedResponse::json(200, "{}"));
    let app = App::start_with(World::demo(), |options| custom::add(options, "id", "a-client-secret", definition)).await;
    let (_, page) = app.browser().connect_scripted(&member(), "a-code").await;
    assert_eq!(page.status, 200, "{}", text(&page));
    (server, app)
}

async fn read(app: &App) -> Result<Credential> {
    soon(app.authpipe.get_credential(&own_user("ben"), CallOptions::default())).await
}

async fn check(app: &App) -> Health {
    let id = app.only_connection().await.id;
    soon(app.authpipe.check_connection(tenant("acme"), id)).await.unwrap()
}

async fn report(app: &App) -> authpipe::Error {
    soon(app.authpipe.report_rejected(&own_user("ben"), 1, None, CallOptions::default())).await.unwrap_err()
}

fn probe(server: &Scripted, status: u16) {
    server.respond("/oauth/api/me", ScriptedResponse::json(status, "{}"));
}

/// How often the token endpoint and the probe were asked.
fn asked(server: &Scripted) -> (usize, usize) {
    let requests = server.requests();
    let of = |path: &str| requests.iter().filter(|request| request.path == path).count();
    (of("/oauth/token"), of("/oauth/api/me"))
}

#[tokio::test]
async fn a_token_without_an_end_is_served_for_years() {
    for lifetime in ["", r#","expires_in":null"#, r#","expires_in":0"#, r#","expires_in":"never""#] {
        let (server, app) = connected(&LASTING.replace('}', &format!("{lifetime}}}")), |_| {}).await;
        for _ in 0..3 {
            let credential = read(&app).await.unwrap();
            assert_eq!((credential.value.expose().as_str(), credential.expires_at), ("at", None), "{lifetime}");
            assert!(!credential.degraded && !credential.needs_reauth && !credential.refreshed);
            assert!(app.authpipe.peek_credential(&own_user("ben")).unwrap().is_some_and(|peeked| peeked.expires_at.is_none()));
            assert_eq!(app.only_connection().await.expires_at, None);
            app.advance(400 * DAY);
            let report = soon(app.authpipe.run_maintenance(None)).await.unwrap();
            assert_eq!((report.refreshed, report.failed), (0, 0));
        }
        assert_eq!(app.status().await, (GrantStatus::Active, None));
        assert_eq!((asked(&server).0, app.health_events().await), (1, [0, 0, 0]), "{lifetime}");
    }
}

/// Where the definition says how long tokens live, that counts; where they can be renewed, an hour does.
#[tokio::test]
async fn an_end_that_is_known_counts() {
    let two_hours = |definition: &mut serde_json::Value| definition["lifetime"]["access_seconds"] = 7200.into();
    let (_server, app) = connected(LASTING, two_hours).await;
    app.advance(HOUR);
    assert!(read(&app).await.unwrap().expires_at.is_some());
    app.advance(HOUR);
    let error = read(&app).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.context().reason.as_deref()), ("reauth_required", Some("expired")));

    let renewable = LASTING.replace('}', r#","refresh_token":"rt"}"#);
    let (server, app) = connected(&renewable, |_| {}).await;
    let first = read(&app).await.unwrap().expires_at.unwrap();
    // The next answer has no refresh token: the old one stays, and so does the hour.
    server.respond("/oauth/token", ScriptedResponse::json(200, LASTING));
    app.advance(2 * HOUR);
    assert!(read(&app).await.unwrap().expires_at.unwrap() > first);
    assert_eq!(asked(&server).0, 2);
}

#[tokio::test]
async fn what_nothing_renews_says_so_and_is_served_on() {
    let (server, app) = connected(LASTING, |_| {}).await;
    let force = CallOptions { force_refresh: true, ..CallOptions::default() };
    let error = soon(app.authpipe.get_credential(&own_user("ben"), force)).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.retry()), ("reauth_required", Retry::AfterReauth));
    assert_eq!(error.message(), "Own gave no refresh token, so this credential cannot be renewed.");
    assert_eq!(error.hint(), Some("For another one, let the user connect again."));
    assert_eq!(read(&app).await.unwrap().value.expose(), "at");
    assert_eq!((app.status().await, asked(&server).0), ((GrantStatus::Active, None), 1));
}

/// One no may be a gateway's mistake; a second one a minute later is the provider's word.
#[tokio::test]
async fn a_token_that_is_rejected_twice_has_ended() {
    let (server, app) = connected(LASTING, |_| {}).await;
    probe(&server, 401);
    for _ in 0..3 {
        let health = check(&app).await;
        assert_eq!(
            (health.status, health.reason.as_ref().map(authpipe::StatusReason::as_str), health.live),
            (GrantStatus::Degraded, Some("rejected"), Some(false))
        );
        assert!(read(&app).await.unwrap().degraded, "served, and visibly doubtful");
        app.advance(Duration::from_secs(15));
    }
    assert_eq!(app.health_events().await, [1, 0, 0]);
    app.advance(Duration::from_secs(20));
    // Due by now, so that it is found whether or not somebody asks.
    assert_eq!(soon(app.authpipe.run_maintenance(None)).await.unwrap().checked, 1);
    assert_eq!(app.status().await, (GrantStatus::NeedsReauth, Some("revoked".into())));
    for _ in 0..2 {
        let error = read(&app).await.unwrap_err();
        assert_eq!((error.code().as_str(), error.context().reason.as_deref()), ("reauth_required", Some("revoked")));
        assert_eq!(error.message(), "Own needs ben to sign in again: the access was revoked.");
        app.advance(DAY);
        assert_eq!(
            soon(app.authpipe.run_maintenance(None)).await.unwrap(),
            MaintenanceReport { complete: true, ..MaintenanceReport::default() }
        );
    }
    assert_eq!((asked(&server), app.health_events().await), ((1, 4), [1, 0, 1]), "found once");

    probe(&server, 200);
    app.browser().connect_scripted(&member(), "another-code").await;
    assert!(!read(&app).await.unwrap().needs_reauth);
    assert_eq!(check(&app).await.live, Some(true));
}

#[tokio::test]
async fn a_gateways_mistake_disconnects_nobody() {
    let (server, app) = connected(LASTING, |_| {}).await;
    for _ in 0..3 {
        probe(&server, 401);
        assert_eq!(check(&app).await.status, GrantStatus::Degraded);
        app.advance(Duration::from_secs(61));
        // In between it was accepted, or nobody could be asked.
        probe(&server, 200);
        assert_eq!(check(&app).await.status, GrantStatus::Active);
        app.advance(Duration::from_secs(61));
    }
    probe(&server, 401);
    check(&app).await;
    probe(&server, 503);
    app.advance(Duration::from_secs(61));
    assert_eq!(check(&app).await.status, GrantStatus::Degraded);
    assert_eq!((app.count_needs_reauth().await, asked(&server).0), (0, 1));
}

impl App {
    async fn count_needs_reauth(&self) -> usize {
        self.health_events().await[2]
    }
}

/// Whoever reports gets no credential for it. The provider is asked whether it has ended, and not at every report.
#[tokio::test]
async fn a_report_has_the_provider_asked() {
    let (server, app) = connected(LASTING, |_| {}).await;
    app.advance(Duration::from_secs(61));
    for _ in 0..20 {
        assert_eq!(report(&app).await.message(), "Own gave no refresh token, so this credential cannot be renewed.");
    }
    assert_eq!(asked(&server), (1, 1), "a broken caller is no storm on the provider");
    assert_eq!((app.status().await, read(&app).await.unwrap().degraded), ((GrantStatus::Active, None), false), "it lives");

    probe(&server, 401);
    app.advance(Duration::from_secs(61));
    for _ in 0..20 {
        assert_eq!(report(&app).await.code().as_str(), "reauth_required");
    }
    // The API and the provider's probe say the same: that is believed at once.
    assert_eq!((asked(&server), app.status().await), ((1, 2), (GrantStatus::NeedsReauth, Some("revoked".into()))));
    for _ in 0..20 {
        let error = report(&app).await;
        assert_eq!((error.code().as_str(), error.context().reason.as_deref()), ("reauth_required", Some("revoked")));
    }
    assert_eq!((asked(&server), app.health_events().await), ((1, 2), [0, 0, 1]));
    assert_eq!(code(read(&app).await), "reauth_required");
}

/// The provider is asked at the first report, however young the connection is.
#[tokio::test]
async fn a_report_of_a_new_connection_has_the_provider_asked() {
    let (server, app) = connected(LASTING, |_| {}).await;
    probe(&server, 401);
    assert_eq!(report(&app).await.context().reason.as_deref(), Some("revoked"));
    assert_eq!((code(read(&app).await), asked(&server)), ("reauth_required", (1, 1)));
}

/// The provider could not be asked: the report is noted, and ends nothing until the provider says the same.
#[tokio::test]
async fn a_report_that_nobody_confirms_ends_nothing() {
    let (server, app) = connected(LASTING, |_| {}).await;
    probe(&server, 503);
    assert_eq!(report(&app).await.code().as_str(), "reauth_required");
    assert_eq!(read(&app).await.unwrap().value.expose(), "at");
    // It lives after all: what was heard is forgotten, and a single no is one again.
    probe(&server, 200);
    assert_eq!(check(&app).await.live, Some(true));
    probe(&server, 401);
    assert_eq!(check(&app).await.status, GrantStatus::Degraded);
    probe(&server, 200);
    check(&app).await;
    probe(&server, 503);
    app.advance(Duration::from_secs(61));
    report(&app).await;
    probe(&server, 401);
    assert_eq!(check(&app).await.status, GrantStatus::NeedsReauth, "two have said so");
    assert_eq!(code(read(&app).await), "reauth_required");
}
