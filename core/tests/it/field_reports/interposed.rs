//! What proxies, firewalls and portals say in the place of a server: it is about whoever asks, and ends no token, key or connection.

use std::time::Duration;

use authpipe::{CallOptions, CredentialType, Options, ProviderInput, Secret, StoreCredential, Subject};
use authpipe_sandbox::{Scripted, ScriptedResponse, World};
use serde_json::json;

use super::stage::{Row, answer, play, played, renewed, usual};
use crate::support::look::soon;
use crate::support::{App, tenant};

const A_MINUTE: Duration = Duration::from_secs(61);
const PAGE: &str = "<!DOCTYPE html><title>Proxy</title>";
const HTML: &str = "Content-Type: text/html";
const BASIC: &str = r#"WWW-Authenticate: Basic realm="Corp Proxy""#;

fn says(status: u16, headers: &[&str], body: &str) -> ScriptedResponse {
    played(&format!("HTTP/1.1 {status} No"), headers, body)
}

/// A token without an end, which nothing renews.
fn for_ever() -> ScriptedResponse {
    answer(200, r#"{"access_token":"for-ever","token_type":"Bearer"}"#)
}

/// Checks as an application that checks every minute.
fn checked(name: &'static str, response: ScriptedResponse) -> Row {
    Row::new(name).signs_in(for_ever()).api_answers(response).times(3, |row| row.checks().later(A_MINUTE))
}

#[tokio::test]
async fn what_stands_before_an_api_ends_no_connection() {
    let stays =
        |name, response| checked(name, response).stands("active", None).api_answers(answer(200, "{}")).checks().reads("for-ever");
    let ends = |name, response| checked(name, response).stands("needs_reauth", Some("revoked")).fails("reauth_required", "");
    play(vec![
        stays("a proxy's page", says(401, &[BASIC, HTML, "Via: 1.1 squid"], "<html>ERR_CACHE_ACCESS_DENIED")),
        stays("a page without a challenge", says(401, &[HTML], PAGE)),
        stays("NTLM", says(401, &["WWW-Authenticate: NTLM", "WWW-Authenticate: Negotiate"], "")),
        stays("Basic alone", says(401, &[BASIC], "")),
        stays("Cloudflare's challenge", says(403, &["cf-mitigated: challenge", HTML], PAGE)),
        stays("a firewall's page", says(403, &[HTML], PAGE)),
        stays("407", says(407, &["Proxy-Authenticate: Basic realm=x", HTML], PAGE)),
        ends("JSON", answer(401, r#"{"error":"no"}"#)),
        ends("nothing", says(401, &[], "")),
        ends("a text that calls itself HTML", says(401, &[HTML], "Access denied.")),
        ends("JSON beside a challenge for Basic", says(401, &[BASIC, "Content-Type: application/json"], "{}")),
        ends("a page beside a challenge for Bearer", says(401, &["WWW-Authenticate: Bearer realm=x", HTML], PAGE)),
    ])
    .await;
}

/// The token is good (RFC 6750 §3.1): nothing is renewed for it, and nothing is wrong with the connection.
#[tokio::test]
async fn a_scope_that_the_probe_lacks_says_that_the_token_lives() {
    let insufficient = r#"WWW-Authenticate: Bearer error="insufficient_scope", scope="admin""#;
    let lives = |name, status| {
        Row::new(name)
            .signs_in(usual())
            .answers(renewed())
            .api_answers(says(status, &[insufficient], ""))
            .checks()
            .stands("active", None)
            .reads("at-1")
    };
    play(vec![lives("under 401", 401), lives("under 403", 403)]).await;
}

const KEY: &str = "sk-canary-1";

async fn with_keys(server: &Scripted, placement: serde_json::Value) -> App {
    let origin = server.origin();
    let api = json!({ "origins": [origin], "placement": placement });
    let definition = json!({ "name": "Keys", "auth": ["api_key"], "api": api, "probe": { "url": server.url("/me") } });
    let add = |options: &mut Options| {
        let input = ProviderInput { definition: Some(definition), ..ProviderInput::default() };
        options.providers.insert("keys".into(), input);
    };
    App::start_with(World::demo(), add).await
}

async fn store(app: &App) -> authpipe::Result<()> {
    let fields = vec![("value".to_owned(), Secret::from(KEY))];
    let subject = Subject::user("keys", "acme", "ben").unwrap();
    let row = StoreCredential { subject, credential_type: CredentialType::ApiKey, fields, variables: Default::default() };
    soon(app.authpipe.store_credential(row)).await.map(drop)
}

#[tokio::test]
async fn what_stands_before_an_api_says_nothing_of_a_key() {
    let server = Scripted::start().await;
    let app = with_keys(&server, json!({ "header": "x-api-key" })).await;
    for response in [
        says(401, &[BASIC, HTML], PAGE),
        says(401, &[HTML], PAGE),
        says(401, &["WWW-Authenticate: Negotiate"], ""),
        says(403, &["cf-mitigated: challenge", HTML], PAGE),
    ] {
        server.respond("/me", response);
        let error = store(&app).await.unwrap_err();
        assert_eq!(error.code().as_str(), "provider_unavailable", "{error}");
        assert!(error.message().contains("somebody in between answered in its place"), "{error}");
        assert!(error.hint().unwrap().contains("proxy") && error.hint().unwrap().contains("check the key"), "{error}");
    }
    server.respond("/me", ScriptedResponse::json(200, "{}"));
    store(&app).await.unwrap();
    let id = app.only_connection().await.id;
    server.respond("/me", says(401, &[BASIC, HTML], PAGE));
    for _ in 0..3 {
        let health = soon(app.authpipe.check_connection(tenant("acme"), id.clone())).await.unwrap();
        assert_eq!((health.status.as_str(), health.live), ("active", None));
        app.advance(A_MINUTE);
    }
    let subject = Subject::user("keys", "acme", "ben").unwrap();
    let read = soon(app.authpipe.get_credential(&subject, CallOptions::default())).await.unwrap();
    assert_eq!(read.value.expose(), KEY);
}

/// A challenge of the scheme in which a key is sent is about that key, whatever page is beside it.
#[tokio::test]
async fn a_challenge_for_basic_is_about_a_key_that_is_sent_so() {
    let server = Scripted::start().await;
    let app = with_keys(&server, json!({ "basic": { "username": "value" } })).await;
    for (response, code) in [
        (says(401, &[r#"WWW-Authenticate: Basic realm="api""#, HTML], PAGE), "credential_rejected"),
        (says(401, &[r#"WWW-Authenticate: Basic realm="api""#], ""), "credential_rejected"),
        (says(401, &["WWW-Authenticate: NTLM", HTML], PAGE), "provider_unavailable"),
    ] {
        server.respond("/me", response);
        assert_eq!(store(&app).await.unwrap_err().code().as_str(), code);
    }
}
