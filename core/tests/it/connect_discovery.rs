//! A definition that names an issuer only: its endpoints are what the issuer publishes (RFC 8414, OpenID Connect Discovery), where that is
//! its own document and names hosts that the definition allows.

use crate::support::custom;
use crate::support::look::{HOUR, soon};
use crate::support::{App, code, member, tenant, text};
use authpipe::{Authpipe, CallOptions, DeviceRequest, HttpResponse, Result, RevocationOutcome};
use authpipe_sandbox::{Scripted, ScriptedResponse, World};
use serde_json::{Value, json};

const TOKENS: &str = r#"{"access_token":"at","token_type":"bearer","refresh_token":"rt","expires_in":3600,"scope":"read"}"#;
const OAUTH: &str = "/.well-known/oauth-authorization-server/oauth/acme";
const OPENID: &str = "/oauth/acme/.well-known/openid-configuration";

async fn start(kind: &str) -> (Scripted, App) {
    let server = Scripted::start().await;
    let definition = definition(&server, kind, &issuer(&server));
    server.respond("/oauth/token", ScriptedResponse::json(200, TOKENS));
    let app = App::start_with(World::demo(), |options| custom::add(options, "id", "a-client-secret", definition)).await;
    (server, app)
}

fn definition(server: &Scripted, kind: &str, issuer: &str) -> Value {
    let mut definition = custom::definition(&server.origin(), "strict");
    let oauth = definition["oauth"].as_object_mut().unwrap();
    oauth.remove("authorization_endpoint");
    oauth.remove("token_endpoint");
    oauth.insert("issuer".into(), json!(issuer));
    oauth.insert("discovery".into(), json!({ "kind": kind }));
    definition
}

fn issuer(server: &Scripted) -> String {
    format!("{}/oauth/acme", server.origin())
}

fn document(server: &Scripted) -> Value {
    json!({
        "issuer": issuer(server),
        "authorization_endpoint": format!("{}/oauth/authorize", server.origin()),
        "token_endpoint": format!("{}/oauth/token", server.origin()),
        "response_types_supported": ["code"],
    })
}

fn publish(server: &Scripted, path: &str, document: &Value) {
    server.respond(path, ScriptedResponse::json(200, document.to_string()));
}

fn count(server: &Scripted, path: &str) -> usize {
    server.requests().iter().filter(|request| request.path == path).count()
}

async fn start_session(app: &App) -> HttpResponse {
    app.browser().post("/oauth/sessions", json!({ "provider": custom::OWN }), &member()).await
}

async fn read(app: &App) -> Result<String> {
    let read = soon(app.authpipe.get_credential(&custom::own_user("ben"), CallOptions::default())).await;
    read.map(|credential| credential.value.expose().clone())
}

#[tokio::test]
async fn an_issuer_alone_is_enough_to_connect_and_to_refresh() {
    for (kind, path) in [("oauth", OAUTH), ("openid", OPENID)] {
        let (server, app) = start(kind).await;
        publish(&server, path, &document(&server));
        app.browser().connect_scripted(&member(), "a-code").await;
        assert_eq!(read(&app).await.unwrap(), "at", "{kind}");
        assert_eq!((count(&server, path), server.requests().len()), (1, 2), "{kind}: looked up once for both steps");
        let sent = server.requests().remove(0);
        assert!(sent.header("authorization").is_none() && sent.query.is_empty(), "nothing of ours goes there");
        // A refresh goes where the refresh token came from, whatever is published meanwhile (SR-17).
        let mut moved = document(&server);
        moved["token_endpoint"] = json!(format!("{}/oauth/elsewhere", server.origin()));
        publish(&server, path, &moved);
        app.advance(25 * HOUR);
        server.respond("/oauth/token", ScriptedResponse::json(200, TOKENS.replace("\"at\"", "\"at-2\"")));
        assert_eq!(read(&app).await.unwrap(), "at-2", "{kind}");
        assert_eq!((count(&server, "/oauth/elsewhere"), count(&server, path)), (0, 1), "{kind}");
        // A day later whoever signs in is led by the new document.
        let (_, url) = app.browser().start_own(&member()).await;
        assert_eq!((url.path(), count(&server, path)), ("/oauth/authorize", 2), "{kind}");
    }
}

/// The definition names another issuer now. What both publish is the same, and does not make them one (SR-17).
#[tokio::test]
async fn another_issuer_gets_no_refresh_token() {
    let (server, mut app) = start("oauth").await;
    publish(&server, OAUTH, &document(&server));
    app.browser().connect_scripted(&member(), "a-code").await;
    let other = format!("{}/oauth/other", server.origin());
    let mut same = document(&server);
    same["issuer"] = json!(other);
    publish(&server, "/.well-known/oauth-authorization-server/oauth/other", &same);
    app.authpipe.close().await.unwrap();
    let mut options = app.options();
    custom::add(&mut options, "id", "a-client-secret", definition(&server, "oauth", &other));
    app.authpipe = Authpipe::new(options).unwrap();
    app.advance(2 * HOUR);
    let asked = count(&server, "/oauth/token");
    assert_eq!(code(read(&app).await), "config_invalid");
    assert_eq!(count(&server, "/oauth/token"), asked);
}

/// Another issuer's document, and endpoints that the definition does not allow: nobody is sent anywhere.
#[tokio::test]
async fn a_document_that_is_not_the_issuers_or_leads_away_is_not_followed() {
    let (server, app) = start("oauth").await;
    let origin = server.origin();
    let issuer = issuer(&server);
    let mut cases = vec![("issuer", json!(format!("{issuer}/"))), ("issuer", json!(origin)), ("issuer", Value::Null)];
    for member in ["authorization_endpoint", "token_endpoint"] {
        for address in [
            "https://evil.example/oauth/token".to_owned(),
            "http://evil.example/oauth/token".to_owned(),
            origin.replace("http://", "http://evil@"),
            format!("{origin}/{{person}}"),
            format!("{origin}/a#b"),
            format!("{origin}.evil.example/"),
            "javascript:alert(1)".to_owned(),
        ] {
            cases.push((member, json!(address)));
        }
    }
    cases.push(("token_endpoint", Value::Null));
    cases.push(("token_endpoint", json!(7)));
    for (member, value) in cases {
        let mut bent = document(&server);
        bent[member] = value.clone();
        publish(&server, OAUTH, &bent);
        let answer = start_session(&app).await;
        let told = crate::support::json(&answer);
        assert_eq!(told["code"], "provider_error", "{member} {value}: {}", text(&answer));
    }
    // Where none is known, the address may be what is wrong.
    server.respond(OAUTH, ScriptedResponse::new(200, "text/html", "<!DOCTYPE html>"));
    assert_eq!(crate::support::json(&start_session(&app).await)["code"], "provider_error", "a page");
    for (status, expected) in [(404, "provider_error"), (503, "provider_unavailable"), (429, "provider_unavailable")] {
        server.respond(OAUTH, ScriptedResponse::json(status, document(&server).to_string()));
        assert_eq!(crate::support::json(&start_session(&app).await)["code"], expected, "{status}");
    }
    assert!(server.requests().iter().all(|request| request.path == OAUTH), "nobody else was asked");
    // An honest document is used at once: what failed is not kept.
    publish(&server, OAUTH, &document(&server));
    assert_eq!(start_session(&app).await.status, 201);
}

/// What it has said of its endpoints stands while it cannot be asked; what nobody uses of it does not matter.
#[tokio::test]
async fn an_issuer_that_is_away_keeps_nobody_from_signing_in_and_neither_does_what_nobody_uses() {
    let (server, app) = start("oauth").await;
    server.respond(OAUTH, ScriptedResponse::json(503, "{}".to_owned()));
    assert_eq!(crate::support::json(&start_session(&app).await)["code"], "provider_unavailable", "nothing is known yet");
    let whole = document(&server).to_string();
    let with = |more: &[u8]| [&whole.as_bytes()[..whole.len() - 1], more, b"}"].concat();
    for more in [&b",\"x\":1,\"x\":2"[..], b",\"name\":\"J\xf6rg\"", b""] {
        server.respond(OAUTH, ScriptedResponse::played("HTTP/1.1 200 OK", &["Content-Type: application/json"], with(more)));
        app.advance(25 * HOUR);
        assert_eq!(start_session(&app).await.status, 201, "{}", String::from_utf8_lossy(more));
    }
    const PAGE: &str = "<!DOCTYPE html><title>Sign in to the network</title>";
    let page = |status| ScriptedResponse::new(status, "text/html", PAGE);
    for (name, away) in [
        ("an outage", ScriptedResponse::json(503, "{}".to_owned())),
        ("a portal's page", page(200)),
        ("a proxy's page", page(401)),
        ("a firewall's page", page(403)),
        ("a page that is missing", page(404)),
        ("a portal", ScriptedResponse::redirect(302, "http://portal.example/")),
        ("a proxy", ScriptedResponse::json(407, "")),
    ] {
        server.respond(OAUTH, away);
        app.advance(HOUR);
        assert_eq!(start_session(&app).await.status, 201, "{name}: it was there not long ago");
        app.advance(25 * HOUR);
        assert_eq!(start_session(&app).await.status, 201, "{name}: it was there yesterday");
        publish(&server, OAUTH, &document(&server));
        app.advance(HOUR);
        assert_eq!(start_session(&app).await.status, 201, "{name}: it is there again");
    }
    // What it says now counts.
    app.advance(25 * HOUR);
    server.respond(OAUTH, ScriptedResponse::json(404, "{}".to_owned()));
    let told = crate::support::json(&start_session(&app).await);
    assert_eq!(told["code"], "provider_error", "{told}");
}

/// What the issuer publishes for revocation is asked too (RFC 8414 §2, RFC 7009), and nothing where it publishes nothing usable.
#[tokio::test]
async fn tokens_are_revoked_where_the_issuer_publishes_it() {
    for (published, is_defined, expected) in [
        (Some("/oauth/revoke"), false, RevocationOutcome::Revoked),
        (Some("/oauth/revoke"), true, RevocationOutcome::Revoked),
        (None, false, RevocationOutcome::Unsupported),
        (None, true, RevocationOutcome::Unsupported),
        // Its tokens live on, so nobody is told that there is nothing to revoke.
        (Some("https://evil.example/revoke"), false, RevocationOutcome::Pending),
        (Some("https://evil.example/revoke"), true, RevocationOutcome::Pending),
    ] {
        let server = Scripted::start().await;
        let mut definition = definition(&server, "oauth", &issuer(&server));
        if is_defined {
            definition["revocation"] = json!({ "scope": "grant" });
        }
        server.respond("/oauth/token", ScriptedResponse::json(200, TOKENS));
        let app = App::start_with(World::demo(), |options| custom::add(options, "id", "a-client-secret", definition)).await;
        let mut document = document(&server);
        if let Some(published) = published {
            let at = if published.starts_with('/') { format!("{}{published}", server.origin()) } else { published.to_owned() };
            document["revocation_endpoint"] = json!(at);
        }
        publish(&server, OAUTH, &document);
        server.respond("/oauth/revoke", ScriptedResponse::json(200, "{}"));
        app.browser().connect_scripted(&member(), "a-code").await;
        let id = app.only_connection().await.id;
        let deletion = soon(app.authpipe.delete_connection(tenant("acme"), id)).await.unwrap();
        assert_eq!(deletion.revocation, expected, "{published:?}");
        let sent: Vec<String> = server
            .requests()
            .into_iter()
            .filter(|request| request.path == "/oauth/revoke")
            .map(|request| String::from_utf8_lossy(&request.body).into_owned())
            .collect();
        let both = ["token=rt&token_type_hint=refresh_token", "token=at&token_type_hint=access_token"];
        assert_eq!(sent, if expected == RevocationOutcome::Revoked { &both[..] } else { &[] }, "{published:?}");
    }
}

/// An endpoint that does not work, or does more than is wanted, is published all the same.
#[tokio::test]
async fn a_definition_leaves_out_what_its_issuer_publishes() {
    for published in ["/oauth/revoke", "https://evil.example/revoke"] {
        let server = Scripted::start().await;
        let mut definition = definition(&server, "oauth", &issuer(&server));
        definition["oauth"]["discovery"]["leaves_out"] = json!(["revocation_endpoint", "device_authorization_endpoint"]);
        server.respond("/oauth/token", ScriptedResponse::json(200, TOKENS));
        let app = App::start_with(World::demo(), |options| custom::add(options, "id", "a-client-secret", definition)).await;
        let mut document = document(&server);
        let at = if published.starts_with('/') { format!("{}{published}", server.origin()) } else { published.to_owned() };
        document["revocation_endpoint"] = json!(at);
        document["device_authorization_endpoint"] = json!(format!("{}/oauth/device", server.origin()));
        publish(&server, OAUTH, &document);
        app.browser().connect_scripted(&member(), "a-code").await;
        let id = app.only_connection().await.id;
        let deletion = soon(app.authpipe.delete_connection(tenant("acme"), id)).await.unwrap();
        assert_eq!((deletion.revocation, count(&server, "/oauth/revoke")), (RevocationOutcome::Unsupported, 0), "{published}");
        let request = DeviceRequest::new(custom::own_user("ben").provider, member().tenant_id, member().user_id);
        let error = soon(app.authpipe.start_device_auth(request)).await.unwrap_err();
        assert!(error.message().contains("has no device flow"), "{error}");
        assert_eq!(count(&server, "/oauth/device"), 0);
    }
}
