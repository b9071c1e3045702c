//! Health: probes find what has ended, spend nothing, and change a state only on evidence.

use crate::support;
use crate::support::custom;
use std::time::Duration;

use crate::support::look::{HOUR, soon};
use crate::support::{App, code, tenant, user};
use authpipe::{CallOptions, GrantId, GrantStatus, Health, MaintenanceReport};
use authpipe_sandbox::{Endpoint, Fault, World, demo};

const DAY: Duration = Duration::from_secs(86_400);

async fn connected() -> App {
    let mut world = World::demo();
    world.settings.access_token_lifetime = (HOUR, HOUR);
    let app = App::start_with(world, |_| {}).await;
    app.connect().await;
    app
}

async fn check(app: &App) -> Health {
    let id = app.only_connection().await.id;
    soon(app.authpipe.check_connection(tenant("acme"), id)).await.unwrap()
}

async fn maintain(app: &App) -> MaintenanceReport {
    soon(app.authpipe.run_maintenance(None)).await.unwrap()
}

#[tokio::test]
async fn a_probe_spends_nothing_while_the_token_lives() {
    let app = connected().await;
    for asked in 1..4 {
        let health = check(&app).await;
        assert_eq!((health.status, health.reason, health.live), (GrantStatus::Active, None, Some(true)));
        assert_eq!((app.sandbox.ledger().graph_calls().len(), app.refreshes()), (asked, 0));
    }
    let probe = app.sandbox.ledger().graph_calls().remove(0);
    assert_eq!((probe.path.as_deref(), probe.method.as_deref()), (Some("/v1.0/me"), Some("GET")));
    assert_eq!(probe.bearer.as_ref(), Some(app.user_credential().await.unwrap().value.expose()));
    assert_eq!(app.health_events().await, [0, 0, 0]);
}

#[tokio::test]
async fn maintenance_checks_about_daily() {
    let app = connected().await;
    // Not due yet: nothing is asked.
    assert_eq!(maintain(&app).await.checked, 0);
    app.advance(DAY / 4);
    let refreshed_early = maintain(&app).await;
    assert_eq!(refreshed_early.checked, 0, "not within the first hours");
    for _ in 0..3 {
        app.advance(DAY + DAY / 4);
        let before = (app.sandbox.ledger().graph_calls().len(), app.refreshes());
        let report = maintain(&app).await;
        assert_eq!((report.checked, report.failed, report.complete), (1, 0, true));
        let after = (app.sandbox.ledger().graph_calls().len(), app.refreshes());
        assert_eq!(after, (before.0 + 1, before.1 + 1), "one probe, and one leased renewal for the token that had ended");
        assert_eq!(maintain(&app).await, MaintenanceReport { complete: true, ..MaintenanceReport::default() });
    }
}

#[tokio::test]
async fn revoked_access_is_found_before_its_user_finds_it() {
    let app = connected().await;
    app.sandbox.revoke_user_tokens(demo::BOB.id);
    app.advance(DAY + DAY / 4);
    maintain(&app).await;
    assert_eq!(app.status().await, (GrantStatus::NeedsReauth, Some("revoked".into())));
    assert_eq!(app.health_events().await, [0, 0, 1]);
    assert_eq!(code(app.user_credential().await), "reauth_required");
    // Found once; from here on nothing is asked and nothing is due.
    let asked = app.sandbox.ledger().len();
    for _ in 0..3 {
        app.advance(DAY);
        assert_eq!(maintain(&app).await, MaintenanceReport { complete: true, ..MaintenanceReport::default() });
    }
    assert_eq!((app.sandbox.ledger().len(), app.health_events().await), (asked, [0, 0, 1]));
}

#[tokio::test]
async fn a_rejected_token_leads_to_one_renewal() {
    let app = connected().await;
    // The provider forgot the token, not the grant.
    app.sandbox.faults().add(Fault::status(Endpoint::Graph, 401));
    let health = check(&app).await;
    assert_eq!((health.status, health.live), (GrantStatus::Active, Some(true)));
    assert_eq!((app.refreshes(), app.sandbox.ledger().graph_calls().len()), (1, 2));
    assert_eq!(app.user_credential().await.unwrap().generation, 2);

    // It ended the grant as well.
    app.sandbox.revoke_user_tokens(demo::BOB.id);
    app.sandbox.faults().add(Fault::status(Endpoint::Graph, 401));
    let health = check(&app).await;
    assert_eq!(
        (health.status, health.reason.as_ref().map(authpipe::StatusReason::as_str), health.live),
        (GrantStatus::NeedsReauth, Some("revoked"), Some(false))
    );
    assert_eq!((app.refreshes(), app.health_events().await), (2, [0, 0, 1]));
}

#[tokio::test]
async fn an_ill_resource_server_says_nothing_about_the_grant() {
    for status in [429, 500, 502, 503, 302, 404] {
        let app = connected().await;
        app.sandbox.faults().add(Fault::status(Endpoint::Graph, status).always());
        let health = check(&app).await;
        assert_eq!((health.status, health.reason, health.live), (GrantStatus::Active, None, None), "{status}");
        assert_eq!((app.refreshes(), app.health_events().await), (0, [0, 0, 0]), "{status}");
    }
    for fault in [Fault::drop_before(Endpoint::Graph), Fault::drop_after(Endpoint::Graph)] {
        let app = connected().await;
        app.sandbox.faults().add(fault.always());
        let health = check(&app).await;
        assert_eq!((health.status, health.live), (GrantStatus::Active, None));
        assert_eq!((app.refreshes(), app.health_events().await), (0, [0, 0, 0]));
    }
}

/// A round says of each check whether it got an answer: one that learnt nothing is no check made.
#[tokio::test]
async fn a_check_that_nobody_answers_is_counted_as_failed() {
    let answers = [(500, [0, 1]), (429, [0, 1]), (403, [1, 0]), (200, [1, 0])];
    for (status, counted) in answers {
        let app = connected().await;
        if status != 200 {
            app.sandbox.faults().add(Fault::status(Endpoint::Graph, status).always());
        }
        app.advance(DAY + DAY / 4);
        let report = maintain(&app).await;
        assert_eq!(([report.checked, report.failed], report.complete), (counted, true), "{status}");
    }
    let app = connected().await;
    app.sandbox.faults().add(Fault::drop_before(Endpoint::Graph).always());
    app.advance(DAY + DAY / 4);
    assert_eq!(maintain(&app).await.failed, 1, "no answer at all");
    let app = connected().await;
    app.sandbox.faults().add(Fault::status(Endpoint::Token, 503).always());
    app.advance(DAY + DAY / 4);
    let report = maintain(&app).await;
    assert!(report.checked == 0 && report.failed >= 1, "the check had to renew, and could not: {report:?}");
}

#[tokio::test]
async fn a_forbidden_probe_degrades_once_and_recovers_once() {
    let app = connected().await;
    let fault = app.sandbox.faults().add(Fault::status(Endpoint::Graph, 403).always());
    for _ in 0..3 {
        let health = check(&app).await;
        assert_eq!(
            (health.status, health.reason.as_ref().map(authpipe::StatusReason::as_str), health.live),
            (GrantStatus::Degraded, Some("probe_refused"), Some(false))
        );
    }
    assert_eq!(app.health_events().await, [1, 0, 0]);
    assert!(app.user_credential().await.unwrap().degraded, "still served");
    fault.remove();
    for _ in 0..3 {
        assert_eq!(check(&app).await.status, GrantStatus::Active);
    }
    assert_eq!(app.health_events().await, [1, 1, 0]);
    assert!(!app.user_credential().await.unwrap().degraded);
}

#[tokio::test]
async fn a_degraded_grant_is_looked_at_again_within_hours() {
    let app = connected().await;
    app.sandbox.faults().add(Fault::status(Endpoint::Graph, 403));
    assert_eq!(check(&app).await.status, GrantStatus::Degraded);
    app.advance(2 * HOUR);
    assert_eq!(maintain(&app).await.checked, 1);
    assert_eq!(app.status().await, (GrantStatus::Active, None));
}

#[tokio::test]
async fn an_outage_of_the_token_endpoint_degrades_what_a_check_had_to_renew() {
    let app = connected().await;
    let fault = app.sandbox.faults().add(Fault::status(Endpoint::Token, 503).always());
    app.advance(DAY + DAY / 4);
    let health = check(&app).await;
    assert_eq!((health.status, health.live), (GrantStatus::Degraded, None));
    assert_eq!(app.health_events().await, [1, 0, 0]);
    fault.remove();
    app.advance(2 * HOUR);
    assert_eq!(check(&app).await.live, Some(true));
    assert_eq!(app.health_events().await, [1, 1, 0]);
}

#[tokio::test]
async fn an_installation_is_probed_with_its_own_credential() {
    let app = connected().await;
    let session = app.install().await;
    let id = GrantId::parse(session["installation"]["id"].as_str().unwrap()).unwrap();
    app.sandbox.ledger().clear();
    let health = soon(app.authpipe.check_connection(tenant("acme"), id.clone())).await.unwrap();
    assert_eq!((health.status, health.live), (GrantStatus::Active, Some(true)));
    assert_eq!(app.sandbox.ledger().token_requests().len(), 0);

    // The organisation withdraws its consent: new tokens come without roles.
    app.sandbox.revoke_tenant_consent(demo::CONTOSO, demo::CLIENT_ID);
    app.advance(2 * HOUR);
    let health = soon(app.authpipe.check_connection(tenant("acme"), id)).await.unwrap();
    assert_ne!((health.status, health.live), (GrantStatus::Active, Some(true)), "{health:?}");
}

#[tokio::test]
async fn what_has_no_probe_falls_due_once() {
    let app = App::start_with(World::demo(), |options| {
        let mut definition = custom::definition(&custom::sandbox_origin(options), "strict");
        definition.as_object_mut().unwrap().remove("probe");
        custom::add(options, "generic-strict", authpipe_sandbox::GENERIC_SECRET, definition);
    })
    .await;
    app.browser().connect_generic(&support::member()).await;
    app.advance(DAY + DAY / 4);
    maintain(&app).await;
    for _ in 0..3 {
        app.advance(HOUR / 6);
        assert_eq!(maintain(&app).await.checked, 0);
    }
    assert_eq!(check(&app).await.live, None);
}

#[tokio::test]
async fn idle_grants_are_left_in_peace() {
    let app = connected().await;
    app.advance(8 * DAY);
    let report = maintain(&app).await;
    assert_eq!(report.failed, 0);
    // The daily check may renew; the refresh ahead of expiry does not happen for a grant that nobody has asked for.
    let after_check = app.refreshes();
    assert!(after_check <= 1);
    app.advance(HOUR);
    maintain(&app).await;
    assert_eq!(app.refreshes(), after_check);
    // Before its refresh token dies of idleness it is renewed.
    let _ = soon(app.authpipe.get_credential(&user("ben"), CallOptions::default())).await.unwrap();
}

#[tokio::test]
async fn one_unreadable_grant_does_not_stop_the_work_on_others() {
    let mut app = connected().await;
    app.browser().connect(&support::principal("acme", "cat", authpipe::Role::Member), &demo::CARLA).await;
    app.authpipe.close().await.unwrap();
    let database = app.open_database();
    let changed = database.execute("UPDATE grants SET sealed = zeroblob(length(sealed)) WHERE user_id = 'ben'", []).unwrap();
    assert_eq!(changed, 1);
    drop(database);
    app.restart().await;
    app.advance(HOUR - Duration::from_secs(300));
    let report = maintain(&app).await;
    assert_eq!((report.refreshed, report.failed), (1, 0));
    assert_eq!(code(app.user_credential().await), "vault_unavailable");
    assert_eq!(soon(app.authpipe.get_credential(&user("cat"), CallOptions::default())).await.unwrap().generation, 2);

    // It is listed as what it is, can be deleted, and connected again.
    let query = authpipe::ListQuery { tenant_id: Some(tenant("acme")), ..Default::default() };
    let listed = app.authpipe.list_connections(query).await.unwrap().data;
    assert_eq!(listed.len(), 2);
    let broken = listed.iter().find(|view| view.reason == Some(authpipe::StatusReason::Unreadable)).expect("the broken one");
    assert_eq!(broken.status, GrantStatus::NeedsReauth);
    app.authpipe.delete_connection(tenant("acme"), broken.id.clone()).await.unwrap();
    assert_eq!(code(app.user_credential().await), "not_connected");
    app.connect().await;
    assert!(!app.user_credential().await.unwrap().needs_reauth);
}

#[tokio::test]
async fn an_expired_token_that_nothing_can_renew_is_told_once() {
    use authpipe_sandbox::{Scripted, ScriptedResponse};
    let server = Scripted::start().await;
    let origin = server.origin();
    let answer = r#"{"access_token":"at","token_type":"Bearer","expires_in":3600}"#;
    server.respond("/oauth/token", ScriptedResponse::json(200, answer));
    let app = App::start_with(World::demo(), |options| {
        custom::add(options, "id", "a-client-secret", custom::definition(&origin, "strict"));
    })
    .await;
    app.browser().connect_scripted(&support::member(), "a-code").await;
    let mine = custom::own_user("ben");
    app.authpipe.get_credential(&mine, CallOptions::default()).await.unwrap();
    app.advance(2 * HOUR);
    for _ in 0..3 {
        let error = soon(app.authpipe.get_credential(&mine, CallOptions::default())).await.unwrap_err();
        assert_eq!((error.code().as_str(), error.context().reason.as_deref()), ("reauth_required", Some("expired")));
    }
    assert_eq!(app.status().await, (GrantStatus::NeedsReauth, Some("expired".into())));
    assert_eq!(app.health_events().await, [0, 0, 1]);
    assert_eq!(server.requests().len(), 1);
}
