//! Providers without refresh tokens, whose first token ends soon: it is exchanged at once for one that lasts, and that one renews itself.

use std::time::Duration;

use crate::support::custom::{self, own_user};
use crate::support::look::{HOUR, soon};
use crate::support::{App, code, member, text};
use authpipe::{Authpipe, CallOptions, Clock as _, Credential, GrantStatus, Result};
use authpipe_sandbox::{Scripted, ScriptedRequest, ScriptedResponse, World};
use serde_json::{Value, json};

const DAY: Duration = Duration::from_secs(86_400);
const SHORT: &str = r#"{"data":[{"access_token":"short","user_id":7,"permissions":["read"],"expires_in":3600}]}"#;

fn lasting(token: &str) -> ScriptedResponse {
    ScriptedResponse::json(200, json!({ "access_token": token, "token_type": "bearer", "expires_in": 60 * 86_400 }).to_string())
}

fn definition(origin: &str) -> Value {
    let mut definition = custom::definition(origin, "reusable");
    definition["oauth"]["client_authentication"] = json!("client_secret_post");
    definition["oauth"]["token_response"] = json!({
        "wrapped_in": "/data/0",
        "ends_grant": [{ "pointer": "/error/code", "values": [190] }],
    });
    definition["oauth"]["credentials"] =
        json!([{ "subject": "user", "access_token": "/access_token", "scope": "/permissions", "person": "/user_id" }]);
    definition["oauth"]["further_exchange"] = json!({
        "endpoint": format!("{origin}/oauth/exchange"), "method": "get", "grant": "own_exchange", "client": ["client_secret"],
    });
    definition["oauth"]["renewal_by_access_token"] = json!({
        "minimum_age_seconds": 86_400,
        "exchange": { "endpoint": format!("{origin}/oauth/renew"), "method": "get", "grant": "own_renewal" },
    });
    definition["lifetime"]["access_seconds"] = json!(60 * 86_400);
    definition
}

async fn start(change: impl FnOnce(&mut Value)) -> (Scripted, App, Value) {
    let server = Scripted::start().await;
    let mut definition = definition(&server.origin());
    change(&mut definition);
    server.respond("/oauth/token", ScriptedResponse::json(200, SHORT));
    server.respond("/oauth/exchange", lasting("long-1"));
    server.respond("/oauth/renew", lasting("long-2"));
    let own = definition.clone();
    let app = App::start_with(World::demo(), |options| custom::add(options, "id", "a-client-secret", own)).await;
    (server, app, definition)
}

async fn connected(change: impl FnOnce(&mut Value)) -> (Scripted, App, Value) {
    let (server, app, definition) = start(change).await;
    let (_, page) = app.browser().connect_scripted(&member(), "a-code").await;
    assert_eq!(page.status, 200, "{}", text(&page));
    (server, app, definition)
}

async fn read(app: &App, force_refresh: bool) -> Result<Credential> {
    let options = CallOptions { force_refresh, ..CallOptions::default() };
    soon(app.authpipe.get_credential(&own_user("ben"), options)).await
}

fn asked(server: &Scripted, path: &str) -> Vec<ScriptedRequest> {
    server.requests().into_iter().filter(|request| request.path == path).collect()
}

#[tokio::test]
async fn the_token_that_lasts_is_kept_and_the_first_one_is_not() {
    let (server, app, _) = connected(|_| {}).await;
    let credential = read(&app, false).await.unwrap();
    assert_eq!((credential.value.expose().as_str(), credential.scopes.as_slice()), ("long-1", &["read".to_owned()][..]));
    let left = credential.expires_at.unwrap().since(app.clock.now());
    assert!(left > 59 * DAY && left <= 60 * DAY, "{left:?}");
    let person = app.only_connection().await.account.unwrap().person;
    assert_eq!(person.as_deref(), Some("7"), "what only the first answer tells is kept");
    let [exchange] = &asked(&server, "/oauth/exchange")[..] else { panic!("{:?}", server.requests()) };
    assert_eq!(
        (exchange.method.as_str(), exchange.query.as_str(), exchange.header("authorization")),
        ("GET", "grant_type=own_exchange&client_secret=a-client-secret&access_token=short", None)
    );
}

/// What the second answer leaves open stands in the first one: scopes, and who has signed in.
#[tokio::test]
async fn what_the_first_answer_says_counts_where_the_second_one_is_silent() {
    let answer = SHORT.replace(r#"["read"]"#, r#"["read","publish"]"#);
    let (server, app, _) = start(|_| {}).await;
    server.respond("/oauth/token", ScriptedResponse::json(200, answer));
    app.browser().connect_scripted(&member(), "a-code").await;
    assert_eq!(read(&app, false).await.unwrap().scopes, ["read", "publish"]);

    // Its ID token is judged, for which the keys are looked up: and where there is none, nobody is known.
    let (server, app, _) = start(|definition| {
        let origin = definition["api"]["origins"][0].clone();
        definition["oauth"].as_object_mut().unwrap().remove("credentials");
        definition["oauth"]["token_response"].as_object_mut().unwrap().remove("wrapped_in");
        definition["oauth"]["always_scopes"] = json!(["openid"]);
        definition["id_token"] = json!({
            "issuer": origin, "jwks_uri": format!("{}/keys", origin.as_str().unwrap()), "algorithms": ["RS256"], "person_claim": "sub",
        });
    })
    .await;
    let mut browser = app.browser();
    for (token, is_asked) in [(Value::Null, false), (json!("a.b.c"), true)] {
        let answer = json!({ "access_token": "short", "expires_in": 3600, "id_token": token });
        server.respond("/oauth/token", ScriptedResponse::json(200, answer.to_string()));
        let (id, _) = browser.connect_scripted(&member(), "a-code").await;
        let session = browser.session(&id, &member()).await;
        let has_asked = !asked(&server, "/keys").is_empty();
        assert_eq!((&session["error"]["code"], has_asked), (&json!("provider_error"), is_asked), "{session}");
    }
    assert_eq!(asked(&server, "/oauth/exchange").len(), 2, "and only then");
}

/// Nothing is half stored: a sign-in whose token ends within the hour is none.
#[tokio::test]
async fn where_the_further_exchange_fails_the_sign_in_fails() {
    let (server, app, _) = start(|_| {}).await;
    let refusal = |error: &str| json!({ "error": error }).to_string();
    for (answer, expected) in [
        (ScriptedResponse::json(400, refusal("invalid_request")), "provider_error"),
        (ScriptedResponse::json(401, refusal("invalid_client")), "provider_config_rejected"),
        (ScriptedResponse::json(503, "{}"), "provider_unavailable"),
        (ScriptedResponse::json(429, "{}").header("retry-after", "30"), "rate_limited"),
        (ScriptedResponse::json(200, "{}"), "provider_error"),
    ] {
        server.respond("/oauth/exchange", answer);
        let mut browser = app.browser();
        let (id, _) = browser.connect_scripted(&member(), "a-code").await;
        let session = browser.session(&id, &member()).await;
        assert_eq!((&session["status"], &session["error"]["code"]), (&json!("failed"), &json!(expected)), "{session}");
        assert_eq!(code(read(&app, false).await), "not_connected", "{expected}");
    }
    assert!(asked(&server, "/oauth/renew").is_empty());
}

#[tokio::test]
async fn a_token_renews_itself_once_it_is_old_enough() {
    let (server, app, definition) = connected(|_| {}).await;
    let error = read(&app, true).await.unwrap_err();
    assert_eq!(error.code().as_str(), "rate_limited", "{error}");
    let wait = error.retry_after().unwrap();
    assert!(wait > DAY - HOUR && wait <= DAY, "{wait:?}");
    assert!(asked(&server, "/oauth/renew").is_empty(), "the provider would refuse it");
    assert_eq!(read(&app, false).await.unwrap().value.expose(), "long-1");
    assert_eq!(app.status().await, (GrantStatus::Active, None), "nothing is wrong with it");
    app.advance(DAY);
    // How it renews is sealed with it: the next process knows it too.
    app.authpipe.close().await.unwrap();
    let mut options = app.options();
    custom::add(&mut options, "id", "a-client-secret", definition);
    let next = Authpipe::new(options).unwrap();
    let forced = CallOptions { force_refresh: true, ..CallOptions::default() };
    let renewed = soon(next.get_credential(&own_user("ben"), forced.clone())).await.unwrap();
    assert_eq!((renewed.value.expose().as_str(), renewed.scopes.as_slice()), ("long-2", &["read".to_owned()][..]));
    let [request] = &asked(&server, "/oauth/renew")[..] else { panic!("{:?}", server.requests()) };
    assert_eq!(
        (request.method.as_str(), request.query.as_str()),
        ("GET", "grant_type=own_renewal&access_token=long-1"),
        "nothing of the client"
    );
    // The successor is as young as the first one was, and is what is presented next.
    assert_eq!(code(soon(next.get_credential(&own_user("ben"), forced.clone())).await), "rate_limited");
    app.advance(DAY);
    server.respond("/oauth/renew", lasting("long-3"));
    assert_eq!(soon(next.get_credential(&own_user("ben"), forced)).await.unwrap().value.expose(), "long-3");
    assert!(asked(&server, "/oauth/renew")[1].query.ends_with("access_token=long-2"));
}

/// There is nothing else that could renew it: it is renewed before its end whether somebody uses it or not.
#[tokio::test]
async fn a_token_that_nobody_uses_is_renewed_before_its_end() {
    let (server, app, _) = connected(|_| {}).await;
    app.advance(55 * DAY);
    soon(app.authpipe.run_maintenance(None)).await.unwrap();
    assert_eq!(asked(&server, "/oauth/renew").len(), 1);
    app.advance(30 * DAY);
    assert_eq!(read(&app, false).await.unwrap().value.expose(), "long-2");
}

#[tokio::test]
async fn a_token_that_has_ended_renews_nothing() {
    let (server, app, _) = connected(|_| {}).await;
    app.advance(61 * DAY);
    let error = read(&app, false).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.context().reason.as_deref()), ("reauth_required", Some("expired")), "{error}");
    assert!(asked(&server, "/oauth/renew").is_empty());
}

#[tokio::test]
async fn a_token_that_was_taken_back_ends_the_connection() {
    let (server, app, _) = connected(|_| {}).await;
    app.advance(2 * DAY);
    server.respond("/oauth/renew", ScriptedResponse::json(400, r#"{"error":{"message":"no","code":190}}"#));
    assert_eq!(code(read(&app, true).await), "reauth_required");
    // An API that has rejected it is asked by the probe, and not by a renewal with what it has rejected.
    let (server, app, _) = connected(|_| {}).await;
    app.advance(2 * DAY);
    server.respond("/oauth/api/me", ScriptedResponse::json(401, "{}"));
    let generation = read(&app, false).await.unwrap().generation;
    let reported = soon(app.authpipe.report_rejected(&own_user("ben"), generation, None, CallOptions::default())).await;
    assert_eq!(code(reported), "reauth_required");
    assert_eq!(code(read(&app, false).await), "reauth_required");
    assert!(asked(&server, "/oauth/renew").is_empty());
}

/// An outage takes nothing away: the token serves on, and is presented again.
#[tokio::test]
async fn a_renewal_that_fails_is_tried_again() {
    let (server, app, _) = connected(|_| {}).await;
    app.advance(55 * DAY);
    server.respond("/oauth/renew", ScriptedResponse::json(503, "{}"));
    assert_eq!(read(&app, false).await.unwrap().value.expose(), "long-1");
    soon(app.authpipe.run_maintenance(None)).await.unwrap();
    assert!(!asked(&server, "/oauth/renew").is_empty());
    server.respond("/oauth/renew", lasting("long-2"));
    app.advance(HOUR);
    assert_eq!(read(&app, true).await.unwrap().value.expose(), "long-2");
}

/// Where the token that lasts is all there is, its end is the connection's.
#[tokio::test]
async fn without_a_renewal_the_connection_ends_with_its_token() {
    let (server, app, _) = connected(|definition| definition["oauth"]["renewal_by_access_token"] = Value::Null).await;
    assert_eq!(read(&app, false).await.unwrap().value.expose(), "long-1");
    app.advance(61 * DAY);
    assert_eq!(code(read(&app, false).await), "reauth_required");
    assert!(asked(&server, "/oauth/renew").is_empty() && asked(&server, "/oauth/token").len() == 1);
}

/// A definition that says it no more leaves the connection alone: nobody has asked the provider.
#[tokio::test]
async fn a_definition_that_renews_otherwise_since_is_named() {
    let (server, app, mut definition) = connected(|_| {}).await;
    app.advance(2 * DAY);
    app.authpipe.close().await.unwrap();
    let exchange = definition["oauth"]["renewal_by_access_token"]["exchange"]["endpoint"].clone();
    definition["oauth"]["renewal_by_access_token"] = Value::Null;
    definition["oauth"]["refresh_endpoint"] = exchange;
    let mut options = app.options();
    custom::add(&mut options, "id", "a-client-secret", definition);
    let next = Authpipe::new(options).unwrap();
    let forced = CallOptions { force_refresh: true, ..CallOptions::default() };
    assert_eq!(code(soon(next.get_credential(&own_user("ben"), forced)).await), "config_invalid");
    assert_eq!(soon(next.get_credential(&own_user("ben"), CallOptions::default())).await.unwrap().value.expose(), "long-1");
    assert!(asked(&server, "/oauth/renew").is_empty());
}
