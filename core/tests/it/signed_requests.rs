//! Providers that take signed requests (OAuth 1.0a, RFC 5849): the flow, what a callback may bring, and what a grant ends for.

use std::time::Duration;

use authpipe::{CallOptions, CredentialType, Error, GrantStatus, NativeRequest, RequestToSign, SecretHeader};
use authpipe_sandbox::{Decision, Kind, OAUTH1_SECRET, Scripted, ScriptedResponse, World, demo};
use http::header::AUTHORIZATION;
use serde_json::{Value, json};

use crate::support::custom::{self, OWN, own_user};
use crate::support::flow::{parameter, problem, with_parameter};
use crate::support::look::{HOUR, soon};
use crate::support::{App, admin, code, member, sign_in, tenant, text};

/// The sandbox's server of OAuth 1.0a, or one with its paths.
fn definition(origin: &str) -> Value {
    json!({
        "name": "Own",
        "auth": ["user"],
        "oauth1": {
            "temporary_credentials_endpoint": format!("{origin}/oauth1/initiate"),
            "authorization_endpoint": format!("{origin}/oauth1/authorize"),
            "token_endpoint": format!("{origin}/oauth1/token"),
            "scope_parameter": "scope",
            "person_parameter": "user_id",
            "display_parameter": "screen_name",
        },
        "api": { "origins": [origin] },
        "probe": { "url": format!("{origin}/oauth1/api/me") },
    })
}

async fn start_with(secret: &str, change: impl FnOnce(&mut Value)) -> App {
    App::start_with(World::demo(), |options| {
        let mut definition = definition(&custom::sandbox_origin(options));
        change(&mut definition);
        custom::add(options, "oauth1-demo", secret, definition);
    })
    .await
}

async fn start() -> App {
    start_with(OAUTH1_SECRET, |_| {}).await
}

async fn connected(change: impl FnOnce(&mut Value)) -> App {
    let app = start_with(OAUTH1_SECRET, change).await;
    connect(&app).await;
    app
}

async fn connect(app: &App) {
    let mut browser = app.browser();
    let (_, url) = browser.start_own(&member()).await;
    let back = sign_in(&app.sandbox.browser(), url.as_str(), &demo::BOB).await;
    let page = browser.callback(&back, Some(&member())).await;
    assert_eq!(page.status, 200, "{}", text(&page));
}

async fn read(app: &App) -> Result<authpipe::Credential, Error> {
    soon(app.authpipe.get_credential(&own_user("ben"), CallOptions::default())).await
}

/// A signed request to the sandbox's API, as an application sends it: its status.
async fn send(app: &App, header: &SecretHeader, url: &str) -> u16 {
    let headers = [(AUTHORIZATION.as_str(), header.value.expose().as_str())];
    app.sandbox.client().send("GET", url, &headers, bytes::Bytes::new()).await.expect("an answer").status
}

fn api(app: &App) -> String {
    format!("{}/oauth1/api/me?file=a%20b", app.sandbox.http_origin())
}

/// How often each endpoint was asked.
fn asked(app: &App, path: &str) -> usize {
    app.sandbox.ledger().entries().iter().filter(|entry| entry.path.as_deref() == Some(path)).count()
}

async fn check(app: &App) -> (GrantStatus, Option<bool>) {
    let id = app.only_connection().await.id;
    let health = soon(app.authpipe.check_connection(tenant("acme"), id)).await.unwrap();
    (health.status, health.live)
}

#[tokio::test]
async fn a_credential_signs_each_request_and_has_no_header_of_its_own() {
    for method in ["HMAC-SHA1", "HMAC-SHA256", "PLAINTEXT"] {
        let app = connected(|definition| {
            definition["oauth1"]["signature_method"] = method.into();
            definition["oauth1"]["realm"] = "Photos".into();
        })
        .await;
        let view = app.only_connection().await;
        assert_eq!((view.credential_type, view.scopes.as_slice()), (CredentialType::OAuth1Token, &["read".to_owned()][..]));
        assert_eq!(view.account.and_then(|account| account.person).as_deref(), Some(demo::BOB.id));
        let credential = read(&app).await.unwrap();
        assert_eq!((credential.credential_type.as_str(), credential.expires_at), ("oauth1_token", None));
        let refused = credential.headers().unwrap_err();
        assert!(refused.code().as_str() == "invalid_request" && refused.hint().is_some_and(|hint| hint.contains("sign")));
        let url = api(&app);
        let sign = |url: &str| credential.sign(&RequestToSign { method: "get", url, form: "" });
        let header = sign(&url).unwrap();
        assert_eq!(send(&app, &header, &url).await, 200, "{method}");
        assert_eq!(send(&app, &header, &url).await, 401, "{method}: the provider takes no nonce twice");
        if method != "PLAINTEXT" {
            // PLAINTEXT signs nothing of the request.
            let other = sign(&url).unwrap();
            assert_eq!(send(&app, &other, &format!("{url}&more=1")).await, 401, "{method}: another request");
            assert!(!other.value.expose().contains(OAUTH1_SECRET));
        }
        assert_eq!(send(&app, &sign(&url).unwrap(), &url).await, 200, "{method}: each request has its own");
        for elsewhere in ["https://elsewhere.example/", "http://127.0.0.1:1/", "ftp://x/", "no address"] {
            assert_eq!(sign(elsewhere).unwrap_err().code().as_str(), "invalid_request", "{elsewhere}");
        }
        assert_eq!(check(&app).await, (GrantStatus::Active, Some(true)), "{method}: probes are signed too");
        assert_eq!((asked(&app, "/oauth1/initiate"), asked(&app, "/oauth1/token")), (1, 1));
    }
}

#[tokio::test]
async fn what_is_no_signed_credential_signs_nothing() {
    let app = App::start().await;
    app.connect().await;
    let credential = app.user_credential().await.unwrap();
    let url = format!("{}/v1.0/me", app.sandbox.http_origin());
    let error = credential.sign(&RequestToSign { method: "GET", url: &url, form: "" }).unwrap_err();
    assert_eq!((error.code().as_str(), error.hint()), ("invalid_request", Some("Send its headers.")));
}

#[tokio::test]
async fn temporary_and_token_secrets_are_sealed() {
    let app = start().await;
    let mut browser = app.browser();
    let (_, url) = browser.start_own(&member()).await;
    let back = sign_in(&app.sandbox.browser(), url.as_str(), &demo::BOB).await;
    let sealed = |app: &App| {
        let issued = app.sandbox.ledger().of_kind(Kind::Issued);
        let tokens: Vec<_> = issued.iter().filter(|entry| entry.what == Some("access_token")).collect();
        let bytes = app.vault_bytes();
        for value in tokens.iter().filter_map(|entry| entry.value.as_deref()) {
            let shown = bytes.iter().any(|(_, bytes)| bytes.windows(value.len()).any(|window| window == value.as_bytes()));
            assert!(!shown, "a secret stands in the vault");
        }
        tokens.len()
    };
    assert_eq!(sealed(&app), 1, "the secret of the temporary token");
    let page = browser.callback(&back, Some(&member())).await;
    assert_eq!(page.status, 200, "{}", text(&page));
    assert_eq!(sealed(&app), 3);
}

#[tokio::test]
async fn a_callback_is_taken_once_from_its_browser_and_person() {
    let app = start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start_own(&member()).await;
    let back = sign_in(&app.sandbox.browser(), url.as_str(), &demo::BOB).await;

    // A stranger's browser, and answers that name another session or none.
    let stranger = app.browser().callback(&back, Some(&member())).await;
    assert_eq!(stranger.status, 403, "{}", text(&stranger));
    for (name, value) in [("oauth_token", Some("another")), ("oauth_token", None), ("oauth_token", Some(""))] {
        let page = browser.callback(&with_parameter(&back, name, value), Some(&member())).await;
        assert_eq!(page.status, 400, "{name} {value:?}: {}", text(&page));
    }
    let twice = format!("{}&oauth_token=x", back.query().unwrap());
    assert_eq!(browser.answer(OWN, &twice, Some(&member())).await.status, 400, "a token that is there twice");
    assert_eq!(app.session_line(&id).status, "pending", "nothing of that touches the session");
    // Another config's path finds no session.
    assert_eq!(browser.answer(crate::support::PROVIDER, back.query().unwrap(), Some(&member())).await.status, 400);

    let page = browser.callback(&back, Some(&member())).await;
    assert_eq!(page.status, 200, "{}", text(&page));
    let again = browser.callback(&back, Some(&member())).await;
    assert_eq!((again.status, asked(&app, "/oauth1/token")), (200, 1), "the end is told again, and nothing is exchanged twice");

    let (id, url) = browser.start_own(&member()).await;
    let back = sign_in(&app.sandbox.browser(), url.as_str(), &demo::BOB).await;
    browser.callback(&back, Some(&admin())).await;
    app.assert_ended(&id, "failed", "identity_mismatch");
    assert_eq!(asked(&app, "/oauth1/token"), 1);
}

#[tokio::test]
async fn a_person_who_says_no_and_a_wrong_verifier_store_nothing() {
    let app = start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start_own(&member()).await;
    let back = app.sandbox.browser().sign_in(url.as_str(), &demo::BOB, Decision::Cancel).await.unwrap();
    assert!(back.query().is_some_and(|query| query.starts_with("denied=")));
    browser.callback(&back, Some(&member())).await;
    app.assert_ended_with_nothing(&id, "cancelled", "access_denied");

    // Other providers come back without a verifier.
    let (id, url) = browser.start_own(&member()).await;
    let back = sign_in(&app.sandbox.browser(), url.as_str(), &demo::BOB).await;
    browser.callback(&with_parameter(&back, "oauth_verifier", None), Some(&member())).await;
    app.assert_ended_with_nothing(&id, "cancelled", "access_denied");
    assert_eq!(asked(&app, "/oauth1/token"), 0);

    let (id, url) = browser.start_own(&member()).await;
    let back = sign_in(&app.sandbox.browser(), url.as_str(), &demo::BOB).await;
    browser.callback(&with_parameter(&back, "oauth_verifier", Some("guessed")), Some(&member())).await;
    app.assert_ended_with_nothing(&id, "failed", "provider_error");
    let told = browser.told(&id, &member()).await;
    assert!(told.contains("(verifier_invalid)") && !told.contains("guessed"), "{told}");
}

#[tokio::test]
async fn a_provider_that_does_not_confirm_the_callback_is_refused() {
    let app = start().await;
    app.sandbox.change(|world| world.oauth1.omit_confirmation = true);
    let answer = app.browser().post("/oauth/sessions", json!({ "provider": OWN }), &member()).await;
    assert_eq!((answer.status, problem(&answer).as_str()), (502, "provider_error"));
    assert!(text(&answer).contains("oauth_callback_confirmed"), "{}", text(&answer));
}

#[tokio::test]
async fn a_wrong_secret_or_clock_is_told_before_anybody_is_sent_anywhere() {
    let app = start_with("wrong", |_| {}).await;
    let answer = app.browser().post("/oauth/sessions", json!({ "provider": OWN }), &member()).await;
    assert_eq!((answer.status, problem(&answer).as_str()), (502, "provider_config_rejected"));
    assert!(text(&answer).contains("(signature_invalid)") && !text(&answer).contains("wrong"), "{}", text(&answer));

    let app = start().await;
    app.sandbox.clock().advance(HOUR);
    let answer = app.browser().post("/oauth/sessions", json!({ "provider": OWN }), &member()).await;
    assert_eq!((answer.status, problem(&answer).as_str()), (502, "provider_error"));
    assert!(text(&answer).contains("(timestamp_refused)") && text(&answer).contains("clock"), "{}", text(&answer));
}

#[tokio::test]
async fn a_token_that_names_its_end_has_one() {
    let app = start().await;
    app.sandbox.change(|world| world.oauth1.token_lifetime = Some(HOUR));
    connect(&app).await;
    assert!(read(&app).await.unwrap().expires_at.is_some());
    app.advance(HOUR);
    let error = read(&app).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.context().reason.as_deref()), ("reauth_required", Some("expired")));
}

/// Once the provider has taken away what it gave, a probe shows it; the second one is believed.
#[tokio::test]
async fn a_revoked_token_ends_its_grant() {
    let app = connected(|_| {}).await;
    app.sandbox.revoke_access_tokens(demo::BOB.id);
    assert_eq!(check(&app).await, (GrantStatus::Degraded, Some(false)));
    app.advance(Duration::from_secs(61));
    assert_eq!(check(&app).await, (GrantStatus::NeedsReauth, Some(false)));
    assert_eq!(code(read(&app).await), "reauth_required");
    connect(&app).await;
    assert_eq!(check(&app).await, (GrantStatus::Active, Some(true)), "a new sign-in revives it");
}

/// With a wrong client secret, or a wrong clock, every signature is refused, and no grant ends for that (SR-63).
#[tokio::test]
async fn a_wrong_secret_or_clock_ends_no_grant() {
    for has_probe in [true, false] {
        let app = connected(|definition| {
            if !has_probe {
                definition.as_object_mut().unwrap().remove("probe");
            }
        })
        .await;
        let set = |secret: &str| {
            let secret = secret.to_owned();
            app.sandbox.change(|world| world.oauth1.client_mut("oauth1-demo").unwrap().secret = secret);
        };
        for round in 0..2 {
            if round == 0 {
                set("rotated");
            } else {
                app.sandbox.clock().advance(HOUR);
            }
            for _ in 0..3 {
                let ben = own_user("ben");
                let report = app.authpipe.report_rejected(&ben, 1, None, CallOptions::default());
                assert_eq!(code(soon(report).await), "reauth_required");
                check(&app).await;
                app.clock.advance(Duration::from_secs(61));
                app.sandbox.clock().advance(Duration::from_secs(61));
            }
            let status = app.only_connection().await.status;
            assert_ne!(status, GrantStatus::NeedsReauth, "{has_probe} {round}");
            set(OAUTH1_SECRET);
        }
    }
}

/// A proxy, a firewall or a portal in the place of an endpoint is an outage: no registration is wrong for it, and neither is the clock.
#[tokio::test]
async fn what_stands_before_an_endpoint_blames_no_client() {
    let server = Scripted::start().await;
    let app = App::start_with(World::demo(), |options| custom::add(options, "id", "secret", definition(&server.origin()))).await;
    let says =
        |status: u16, headers: &[&str], body: &str| ScriptedResponse::played(&format!("HTTP/1.1 {status} Answer"), headers, body);
    let basic = "WWW-Authenticate: Basic realm=\"Corp Proxy\"";
    let long_ago = "Date: Sun, 06 Nov 1994 08:49:37 GMT";
    let page = "<!DOCTYPE html><title>Proxy</title>";
    for (name, answer) in [
        ("a page", says(401, &["Content-Type: text/html", long_ago], page)),
        ("the same as a success", says(200, &["Content-Type: text/html"], page)),
        ("a challenge for somebody's account", says(401, &[basic], "")),
        ("a firewall's mark", says(403, &["cf-mitigated: challenge"], "{}")),
    ] {
        server.respond("/oauth1/initiate", answer);
        let answer = app.browser().post("/oauth/sessions", json!({ "provider": OWN }), &member()).await;
        assert_eq!(problem(&answer), "provider_unavailable", "{name}: {}", text(&answer));
    }
    server.respond("/oauth1/initiate", says(401, &["WWW-Authenticate: OAuth realm=\"x\""], ""));
    let answer = app.browser().post("/oauth/sessions", json!({ "provider": OWN }), &member()).await;
    assert_eq!(problem(&answer), "provider_config_rejected", "{}", text(&answer));
}

#[tokio::test]
async fn temporary_credentials_that_were_given_before_are_refused() {
    let server = Scripted::start().await;
    let given = "oauth_token=same&oauth_token_secret=s&oauth_callback_confirmed=true";
    server.respond("/oauth1/initiate", ScriptedResponse::new(200, "application/x-www-form-urlencoded", given));
    let app = App::start_with(World::demo(), |options| custom::add(options, "id", "secret", definition(&server.origin()))).await;
    let mut browser = app.browser();
    let (_, url) = browser.start_own(&member()).await;
    assert_eq!(parameter(url.as_str(), "oauth_token").as_deref(), Some("same"));
    assert_eq!(parameter(url.as_str(), "scope").as_deref(), Some("read"));
    assert_eq!(parameter(url.as_str(), "state"), None);
    let answer = browser.post("/oauth/sessions", json!({ "provider": OWN }), &member()).await;
    assert_eq!((answer.status, problem(&answer).as_str()), (502, "provider_error"));
}

/// The API names the account where the answer does not: the look-up is signed.
#[tokio::test]
async fn an_account_is_looked_up_with_a_signed_request() {
    let app = connected(|definition| {
        let origin = definition["api"]["origins"][0].as_str().unwrap().to_owned();
        let oauth1 = definition["oauth1"].as_object_mut().unwrap();
        oauth1.remove("person_parameter");
        oauth1.remove("display_parameter");
        definition["identity"] =
            json!({ "url": format!("{origin}/oauth1/api/me"), "person": "/user_id", "display": "/username" });
    })
    .await;
    let account = app.only_connection().await.account.unwrap();
    assert_eq!((account.person.as_deref(), account.display.as_deref()), (Some(demo::BOB.id), Some(demo::BOB.username)));
    // Another account does not take its place.
    let mut browser = app.browser();
    let (_, url) = browser.start_own(&member()).await;
    let back = sign_in(&app.sandbox.browser(), url.as_str(), &demo::CARLA).await;
    browser.callback(&back, Some(&member())).await;
    assert_eq!(app.only_connection().await.account.unwrap().person.as_deref(), Some(demo::BOB.id));
}

#[tokio::test]
async fn an_app_without_a_server_cannot_keep_the_secret() {
    let app = start().await;
    let (provider, user) = (authpipe::ProviderId::parse(OWN).unwrap(), authpipe::UserId::parse("ben").unwrap());
    let request = NativeRequest::new(provider, tenant("acme"), user);
    let error = app.authpipe.create_native_session(request).await.unwrap_err();
    assert_eq!(error.code().as_str(), "invalid_request");
    assert!(error.message().contains("OAuth 1.0a"), "{error}");
}

#[tokio::test]
async fn a_client_is_tried_without_anybody_who_signs_in() {
    let tried = async |app: &App| {
        let provider = authpipe::ProviderId::parse(OWN).unwrap();
        app.authpipe.check_registration(provider, None).await.unwrap().as_str()
    };
    assert_eq!(tried(&start().await).await, "accepted");
    assert_eq!(tried(&start_with("wrong", |_| {}).await).await, "rejected");
    let app = start().await;
    app.sandbox.clock().advance(HOUR);
    assert_eq!(tried(&app).await, "untold", "a wrong clock says nothing of the client");
}
