//! Events: in the order of what happened, once each, by cursor and by filter.

use crate::support::look::{HOUR, soon};
use crate::support::{App, code, principal, tenant, user};
use authpipe::{CallOptions, Event, EventQuery, EventType, Role};
use authpipe_sandbox::{Endpoint, Fault, demo};

async fn all(app: &App, query: EventQuery) -> Vec<Event> {
    app.authpipe.list_events(query).await.unwrap().data
}

fn names(events: &[Event]) -> Vec<&'static str> {
    events.iter().map(|event| event.event_type.as_str()).collect()
}

/// Installs, connects, refreshes, fails, recovers, and deletes.
async fn a_life() -> App {
    let app = App::start().await;
    app.install().await;
    app.connect().await;
    app.advance(2 * HOUR);
    app.user_credential().await.unwrap();
    app.advance(2 * HOUR);
    app.sandbox.faults().add(Fault::status(Endpoint::Token, 503));
    assert_eq!(code(app.user_credential().await), "provider_unavailable");
    app.advance(HOUR);
    app.user_credential().await.unwrap();
    app.browser().connect(&principal("beta", "ben", Role::Member), &demo::GUS).await;
    let id = app.only_connection().await.id;
    app.authpipe.delete_connection(tenant("acme"), id).await.unwrap();
    app
}

#[tokio::test]
async fn events_tell_a_life_in_order() {
    let app = a_life().await;
    let events = all(&app, EventQuery { tenant_id: Some(tenant("acme")), limit: Some(200), ..EventQuery::default() }).await;
    let connection: Vec<Event> = events.iter().filter(|event| event.user_id.is_some()).cloned().collect();
    assert_eq!(
        names(&connection),
        ["connection.created", "token.refreshed", "health.failed", "health.recovered", "token.refreshed", "connection.deleted"]
    );
    let states: Vec<_> = connection
        .iter()
        .map(|event| (event.status.unwrap().as_str(), event.reason.as_ref().map(authpipe::StatusReason::as_str)))
        .collect();
    assert_eq!(
        states,
        [
            ("active", None),
            ("active", None),
            ("degraded", Some("refresh_failed")),
            ("active", None),
            ("active", None),
            ("revoked", Some("deleted"))
        ]
    );
    assert!(events.windows(2).all(|pair| pair[0].at <= pair[1].at));
    let mut ids: Vec<&str> = events.iter().map(|event| event.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), events.len());
    assert_eq!(names(&events)[0], "installation.created");
}

#[tokio::test]
async fn a_cursor_goes_on_where_the_page_ended() {
    let app = a_life().await;
    let whole = all(&app, EventQuery { limit: Some(200), ..EventQuery::default() }).await;
    let mut paged = Vec::new();
    let mut after = None;
    loop {
        let query = EventQuery { after: after.clone(), limit: Some(2), ..EventQuery::default() };
        let page = app.authpipe.list_events(query).await.unwrap();
        if page.data.is_empty() {
            assert_eq!(page.next, after, "nothing more now; the cursor stays good");
            break;
        }
        assert!(page.data.len() <= 2);
        paged.extend(page.data);
        after = page.next;
    }
    assert_eq!(paged, whole);
    // What happens later is found from the last cursor on.
    app.connect().await;
    let later = all(&app, EventQuery { after, ..EventQuery::default() }).await;
    assert_eq!(names(&later), ["connection.created"]);
}

#[tokio::test]
async fn filters_choose_and_wrong_ones_are_refused() {
    let app = a_life().await;
    let whole = all(&app, EventQuery { limit: Some(200), ..EventQuery::default() }).await;
    let of_type = all(&app, EventQuery { event_type: Some(EventType::TokenRefreshed), ..EventQuery::default() }).await;
    assert!(of_type.len() >= 2 && of_type.iter().all(|event| event.event_type == EventType::TokenRefreshed));
    let beta = all(&app, EventQuery { tenant_id: Some(tenant("beta")), ..EventQuery::default() }).await;
    assert_eq!(names(&beta), ["connection.created"]);
    let nobody = all(&app, EventQuery { tenant_id: Some(tenant("Acme")), ..EventQuery::default() }).await;
    assert!(nobody.is_empty());
    let id = beta[0].grant_id.clone().unwrap();
    let of_grant = all(&app, EventQuery { connection_id: Some(id.clone()), ..EventQuery::default() }).await;
    assert_eq!(of_grant, beta);
    let foreign = EventQuery { connection_id: Some(id), tenant_id: Some(tenant("acme")), ..EventQuery::default() };
    assert!(all(&app, foreign).await.is_empty());
    assert_eq!(
        whole.len(),
        all(&app, EventQuery { tenant_id: Some(tenant("acme")), limit: Some(200), ..EventQuery::default() }).await.len() + 1
    );
    for (after, limit) in [(Some("x"), None), (Some("-1"), None), (None, Some(0)), (None, Some(201))] {
        let query = EventQuery { after: after.map(str::to_owned), limit, ..EventQuery::default() };
        assert_eq!(code(app.authpipe.list_events(query).await), "invalid_request");
    }
}

#[tokio::test]
async fn a_failed_and_a_conflicting_change_leave_no_event() {
    let app = App::start().await;
    app.connect().await;
    app.advance(2 * HOUR);
    let id = app.only_connection().await.id;
    let held = app.sandbox.faults().add(Fault::hold(Endpoint::Token).grant_type("refresh_token"));
    let authpipe = app.authpipe.clone();
    let caller = tokio::spawn(async move { authpipe.get_credential(&user("ben"), CallOptions::default()).await });
    soon(held.wait_until_reached()).await;
    app.authpipe.delete_connection(tenant("acme"), id.clone()).await.unwrap();
    assert_eq!(code(app.authpipe.delete_connection(tenant("acme"), id).await), "not_connected");
    held.release();
    assert_eq!(code(soon(caller).await.unwrap()), "not_connected");
    let events = all(&app, EventQuery::default()).await;
    assert_eq!(names(&events), ["connection.created", "connection.deleted"]);
}

#[tokio::test]
async fn events_hold_no_secret() {
    let app = a_life().await;
    let events = all(&app, EventQuery { limit: Some(200), ..EventQuery::default() }).await;
    let text = format!("{events:?}");
    for secret in app.sandbox.secret_values() {
        assert!(!text.contains(&secret));
    }
}
