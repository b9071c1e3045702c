//! What a definition says about requests: how token requests are written, and what a probe sends and looks for.

use crate::support::custom;
use crate::support::look::soon;
use crate::support::{App, member, tenant, text};
use authpipe::{GrantStatus, Health};
use authpipe_sandbox::{Scripted, ScriptedRequest, ScriptedResponse, World};
use serde_json::{Value, json};

const TOKENS: &str = r#"{"access_token":"at","token_type":"bearer","scope":"read"}"#;

/// An application connected to a provider whose definition has been changed so.
async fn connected(change: impl FnOnce(&mut Value)) -> (Scripted, App) {
    let server = Scripted::start().await;
    let mut definition = custom::definition(&server.origin(), "strict");
    change(&mut definition);
    server.respond("/oauth/token", ScriptedResponse::json(200, TOKENS));
    let app = App::start_with(World::demo(), |options| custom::add(options, "id", "a-client-secret", definition)).await;
    let (_, page) = app.browser().connect_scripted(&member(), "a-code").await;
    assert_eq!(page.status, 200, "{}", text(&page));
    (server, app)
}

fn last(server: &Scripted, path: &str) -> ScriptedRequest {
    server.requests().into_iter().rfind(|request| request.path == path).unwrap()
}

async fn check(app: &App) -> Health {
    let id = app.only_connection().await.id;
    soon(app.authpipe.check_connection(tenant("acme"), id)).await.unwrap()
}

#[tokio::test]
async fn a_token_request_is_written_as_the_definition_says() {
    let (server, _app) = connected(|definition| {
        definition["oauth"]["client_authentication"] = json!("client_secret_post");
        definition["oauth"]["token_request"] = json!({ "encoding": "json", "headers": { "Own-Version": "2026-01-01" } });
    })
    .await;
    let request = last(&server, "/oauth/token");
    assert_eq!((request.method.as_str(), request.header("content-type")), ("POST", Some("application/json")));
    assert_eq!((request.header("own-version"), request.header("accept")), (Some("2026-01-01"), Some("application/json")));
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(
        (&body["code"], &body["client_id"], &body["client_secret"]),
        (&json!("a-code"), &json!("id"), &json!("a-client-secret"))
    );
    assert_eq!(request.header("authorization"), None, "one client authentication (SR-18)");
}

#[tokio::test]
async fn a_probe_believes_what_the_definition_looks_for_in_json() {
    let (server, app) = connected(|definition| {
        definition["api"]["headers"] = json!({ "Own-Version": "2" });
        definition["probe"]["method"] = json!("post");
        definition["probe"]["live_when"] = json!({ "pointer": "/ok", "values": [true] });
        definition["probe"]["rejected_when"] = json!({ "pointer": "/error", "values": ["token_revoked"] });
    })
    .await;
    for (body, live, status) in [
        (r#"{"ok":true}"#, Some(true), GrantStatus::Active),
        (r#"{"ok":false,"error":"ratelimited"}"#, None, GrantStatus::Active),
        ("<html>", None, GrantStatus::Active),
        (r#"{"ok":false,"error":"token_revoked"}"#, Some(false), GrantStatus::Degraded),
        (r#"{"ok":true}"#, Some(true), GrantStatus::Active),
    ] {
        server.respond("/oauth/api/me", ScriptedResponse::json(200, body.to_owned()));
        let health = check(&app).await;
        assert_eq!((health.live, health.status), (live, status), "{body}");
    }
    let request = last(&server, "/oauth/api/me");
    assert_eq!((request.method.as_str(), request.header("own-version")), ("POST", Some("2")));
    assert_eq!(request.header("authorization"), Some("Bearer at"));
    assert!(request.body.is_empty());
}
