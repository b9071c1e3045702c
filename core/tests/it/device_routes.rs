//! The routes of a sign-in on another device: guarded as those of a sign-in in a browser are, and without anything that finishes one.

use std::time::Duration;

use crate::device_flow::{decide, start_app};
use crate::support::custom::OWN;
use crate::support::flow::problem;
use crate::support::{App, ORIGIN, admin, json as body_of, member, post, principal, text};
use authpipe::{HttpRequest, HttpResponse, Principal, Role};
use authpipe_sandbox::{Decision, DeviceSettings, demo};
use serde_json::{Value, json};

async fn send(app: &App, request: HttpRequest, who: Option<Principal>) -> HttpResponse {
    app.handler.handle(request, who).await
}

async fn start(app: &App, who: &Principal) -> Value {
    let started = send(app, post("/oauth/device/start", &json!({ "provider": OWN })), Some(who.clone())).await;
    assert_eq!(started.status, 201, "{}", text(&started));
    body_of(&started)
}

async fn poll(app: &App, id: &Value, who: &Principal) -> HttpResponse {
    send(app, post("/oauth/device/poll", &json!({ "session_id": id })), Some(who.clone())).await
}

#[tokio::test]
async fn a_page_shows_a_code_and_learns_of_the_connection() {
    let app = start_app(DeviceSettings::default()).await;
    let started = start(&app, &member()).await;
    let names: Vec<&String> = started.as_object().unwrap().keys().collect();
    assert_eq!(names, ["expires_in", "interval", "session_id", "user_code", "verification_uri", "verification_uri_complete"]);
    assert!(started["expires_in"].as_u64().is_some_and(|left| (890..=900).contains(&left)), "{started}");
    assert_eq!(started["interval"], 5);
    let pending = poll(&app, &started["session_id"], &member()).await;
    assert_eq!((pending.status, body_of(&pending)), (200, json!({ "status": "pending", "interval": 5 })));
    decide(&app, started["verification_uri_complete"].as_str().unwrap(), &demo::BOB, Decision::Accept).await;
    app.advance(Duration::from_secs(5));
    let found = body_of(&poll(&app, &started["session_id"], &member()).await);
    let connection = app.only_connection().await;
    assert_eq!(found, json!({ "status": "complete", "connection_id": connection.id }));
    let session = app.browser().session(started["session_id"].as_str().unwrap(), &member()).await;
    assert_eq!((&session["status"], &session["connection"]["id"]), (&json!("complete"), &json!(connection.id)));
}

/// The creator ends it by the route of sessions; nobody polls from then on.
#[tokio::test]
async fn a_page_cancels_a_device_flow() {
    let app = start_app(DeviceSettings::default()).await;
    let started = start(&app, &member()).await;
    let id = started["session_id"].as_str().unwrap();
    let request = HttpRequest { method: "DELETE".into(), body: Vec::new(), ..post(&format!("/oauth/sessions/{id}"), &json!({})) };
    assert_eq!(send(&app, request, Some(member())).await.status, 204);
    app.advance(Duration::from_secs(5));
    assert_eq!(body_of(&poll(&app, &started["session_id"], &member()).await), json!({ "status": "denied" }));
    assert_eq!(app.token_requests(), 0);
}

#[tokio::test]
async fn nobody_but_its_creator_polls() {
    let app = start_app(DeviceSettings::default()).await;
    let id = start(&app, &member()).await["session_id"].clone();
    app.advance(Duration::from_secs(5));
    for other in [admin(), principal("acme", "cat", Role::Member), principal("other", "ben", Role::Admin)] {
        let refused = poll(&app, &id, &other).await;
        assert_eq!((refused.status, problem(&refused).as_str()), (404, "not_found"));
    }
    assert_eq!(app.token_requests(), 0);
}

/// SR-9: as every change, from our own pages only, with the header that no form can send, and by somebody who is signed in.
#[tokio::test]
async fn no_other_page_starts_or_polls() {
    let app = start_app(DeviceSettings::default()).await;
    let id = start(&app, &member()).await["session_id"].clone();
    let asked = app.sandbox.ledger().len();
    for (path, body) in [("/oauth/device/start", json!({ "provider": OWN })), ("/oauth/device/poll", json!({ "session_id": id }))]
    {
        assert!(app.handler.needs_principal("POST", path));
        let request = || post(path, &body);
        let with = |name: &str, value: &str| {
            let mut request = request();
            request.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            if !value.is_empty() {
                request.headers.push((name.into(), value.into()));
            }
            request
        };
        let refused = [
            (with("Origin", "https://evil.example"), Some(member())),
            (with("Origin", "null"), Some(member())),
            (with("X-Authpipe", ""), Some(member())),
            (with("Content-Type", "text/plain"), Some(member())),
            (request(), None),
            (HttpRequest { method: "GET".into(), ..request() }, Some(member())),
        ];
        for (request, who) in refused {
            let shown = format!("{path} {:?} {who:?}", request.headers);
            let answer = send(&app, request, who).await;
            assert!((400..=405).contains(&answer.status), "{shown}: {}", text(&answer));
        }
        let mut misspelt = body.clone();
        misspelt["sesion_id"] = json!("x");
        assert_eq!(send(&app, post(path, &misspelt), Some(member())).await.status, 400);
        let mut foreign = body.clone();
        foreign["user_id"] = json!("ann");
        assert_eq!(problem(&send(&app, post(path, &foreign), Some(member())).await), "identity_mismatch");
    }
    assert_eq!(app.sandbox.ledger().len(), asked, "nobody was asked");
    assert_eq!(ORIGIN, "http://localhost:3000");
}

#[tokio::test]
async fn malformed_ids_are_absent_ones() {
    let app = start_app(DeviceSettings::default()).await;
    for id in [json!("x"), json!("ses_AAAAAAAAAAAAAAAAAAAAAA")] {
        assert_eq!(poll(&app, &id, &member()).await.status, 404, "{id}");
    }
    for id in [json!(null), json!(7)] {
        assert_eq!(poll(&app, &id, &member()).await.status, 400, "{id}");
    }
}
