//! Installations without a browser: the organisation's credential is minted with what the application holds, and renewed in the
//! same way.

use std::collections::BTreeMap;

use crate::support::custom::{self, OWN};
use crate::support::look::{HOUR, soon};
use crate::support::{App, admin, code, json as body_of, tenant};
use authpipe::{
    CallOptions, ConfigStatus, CreateInstallation, Credential, EventType, GrantView, ListQuery, ProviderId, ProviderInput,
    Result, Secret, Subject,
};
use authpipe_sandbox::{Scripted, ScriptedRequest, ScriptedResponse, World};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey};
use rcgen::{KeyPair, PKCS_RSA_SHA256};
use serde_json::{Value, json};

/// A provider whose installation is minted so.
fn definition(origin: &str, credential: &Value) -> Value {
    json!({
        "name": "Own",
        "auth": ["installation"],
        "oauth": { "token_endpoint": format!("{origin}/oauth/token") },
        "variables": {
            "domain": { "kind": "path_segment", "from_user": true },
            "delegate": { "kind": "email_address", "from_user": true },
        },
        "install": { "kind": "by_mint", "credential": credential, "organisation": "{domain}" },
        "api": { "origins": [origin] },
    })
}

fn key() -> (KeyPair, Secret<String>) {
    let pair = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
    let pem = Secret::new(pair.serialize_pem());
    (pair, pem)
}

async fn start(credential: impl FnOnce(&str) -> Value, input: ProviderInput) -> (Scripted, App) {
    let server = Scripted::start().await;
    let definition = definition(&server.origin(), &credential(&server.origin()));
    let input = ProviderInput { client_id: "id".into(), definition: Some(definition), ..input };
    let app = App::start_with(World::demo(), |options| {
        options.providers.insert(OWN.into(), input);
    })
    .await;
    (server, app)
}

async fn create(app: &App, tenant_id: &str, variables: &[(&str, &str)]) -> Result<GrantView> {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let request = CreateInstallation {
        provider: ProviderId::parse(OWN).unwrap(),
        config: None,
        tenant_id: tenant(tenant_id),
        user_id: None,
        variables: variables.collect::<BTreeMap<_, _>>(),
    };
    soon(app.authpipe.create_installation(request)).await
}

async fn read(app: &App) -> Result<Credential> {
    soon(app.authpipe.get_credential(&Subject::installation(OWN, "acme").unwrap(), CallOptions::default())).await
}

async fn value(app: &App) -> String {
    read(app).await.unwrap().value.expose().clone()
}

fn token(name: &str) -> ScriptedResponse {
    ScriptedResponse::json(200, json!({ "access_token": name, "token_type": "Bearer", "expires_in": 3600 }).to_string())
}

fn form(request: &ScriptedRequest) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(&request.body).into_owned().collect()
}

/// Header and claims of an assertion whose signature the public half verifies.
fn verified(assertion: &str, pair: &KeyPair, algorithm: Algorithm) -> (Value, Value) {
    let (message, signature) = assertion.rsplit_once('.').unwrap();
    let public = DecodingKey::from_rsa_pem(pair.public_key_pem().as_bytes()).unwrap();
    assert!(jsonwebtoken::crypto::verify(signature, message.as_bytes(), &public, algorithm).unwrap(), "{assertion}");
    let (header, claims) = message.split_once('.').unwrap();
    let decode = |part: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    (decode(header), decode(claims))
}

async fn assert_nothing_installed(app: &App) {
    let query = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    assert!(app.authpipe.list_installations(query).await.unwrap().data.is_empty());
}

#[tokio::test]
async fn client_credentials_install_without_a_browser_and_renew() {
    let input = ProviderInput { client_secret: Some(Secret::from("a-client-secret")), ..ProviderInput::default() };
    let (server, app) = start(|_| json!({ "kind": "client_credentials", "scope": "all" }), input).await;
    server.respond_next("/oauth/token", token("first"));
    let created = create(&app, "acme", &[("domain", "acme.example")]).await.unwrap();
    assert_eq!((created.status.as_str(), created.key.subject.as_str()), ("active", "installation"));
    assert_eq!(created.account.unwrap().organisation.as_deref(), Some("acme.example"));
    assert_eq!(value(&app).await, "first");
    assert_eq!(app.count_events(EventType::InstallationCreated).await, 1);
    app.advance(2 * HOUR);
    server.respond_next("/oauth/token", token("second"));
    assert_eq!(value(&app).await, "second");
    assert!(server.requests().iter().all(|request| form(request)["grant_type"] == "client_credentials"));
    // The organisation is one tenant's.
    server.respond_next("/oauth/token", token("third"));
    assert_eq!(code(create(&app, "other", &[("domain", "acme.example")]).await), "installation_claimed");
    server.respond_next("/oauth/token", token("fourth"));
    assert_eq!(code(create(&app, "acme", &[("domain", "elsewhere.example")]).await), "account_mismatch");
    assert_eq!(value(&app).await, "second");
}

/// What is minted from what the application holds has no grant that could be over: it works again as soon as the provider does.
#[tokio::test]
async fn refusals_over_days_end_nothing_that_is_minted() {
    let input = ProviderInput { client_secret: Some(Secret::from("a-client-secret")), ..ProviderInput::default() };
    let (server, app) = start(|_| json!({ "kind": "client_credentials", "scope": "all" }), input).await;
    server.respond_next("/oauth/token", token("first"));
    create(&app, "acme", &[("domain", "acme.example")]).await.unwrap();
    server.respond("/oauth/token", ScriptedResponse::json(403, r#"{"error":"access_denied"}"#));
    for _ in 0..10 {
        app.advance(24 * HOUR);
        assert_eq!(code(read(&app).await), "provider_unavailable");
    }
    server.respond("/oauth/token", token("again"));
    app.advance(HOUR);
    assert_eq!(value(&app).await, "again");
}

/// A service account acts in the name of a person of the domain. Its key file is all that the application gives.
#[tokio::test]
async fn a_service_account_signs_each_request_in_the_name_of_its_delegate() {
    let (pair, pem) = key();
    let file = json!({
        "type": "service_account", "client_email": "robot@project.example", "private_key": pem.expose(),
        "private_key_id": "key-7", "token_uri": "https://elsewhere.example/token",
    });
    let input = ProviderInput { private_key: Some(Secret::new(file.to_string())), ..ProviderInput::default() };
    let mint = json!({ "kind": "jwt_bearer", "scopes": ["drive", "mail"], "scope_in": "assertion", "subject": "{delegate}" });
    let (server, app) = start(|_| mint, input).await;
    let given = [("domain", "acme.example"), ("delegate", "ann@acme.example")];
    server.respond_next("/oauth/token", token("first"));
    create(&app, "acme", &given).await.unwrap();
    app.advance(2 * HOUR);
    server.respond_next("/oauth/token", token("second"));
    assert_eq!(value(&app).await, "second");
    let mut ids = Vec::new();
    for request in server.requests() {
        let form = form(&request);
        assert_eq!(form["grant_type"], "urn:ietf:params:oauth:grant-type:jwt-bearer");
        assert_eq!(form.keys().collect::<Vec<_>>(), ["assertion", "grant_type"], "no client and no secret");
        let (header, claims) = verified(&form["assertion"], &pair, Algorithm::RS256);
        assert_eq!(header, json!({ "alg": "RS256", "typ": "JWT", "kid": "key-7" }));
        assert_eq!(claims["iss"], "robot@project.example");
        assert_eq!((&claims["sub"], &claims["scope"]), (&json!("ann@acme.example"), &json!("drive mail")));
        assert_eq!(claims["aud"], format!("{}/oauth/token", server.origin()), "the definition's, not the key file's");
        assert!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap() <= 600);
        ids.push((claims["jti"].as_str().unwrap().to_owned(), claims["iat"].as_i64().unwrap()));
    }
    assert_ne!(ids[0].0, ids[1].0);
    assert!(ids[1].1 - ids[0].1 >= 7200, "time is the library's clock");

    // What is refused says nothing about the installation: it stays, and the next assertion may be a good one.
    app.advance(2 * HOUR);
    server.respond_next("/oauth/token", ScriptedResponse::json(400, r#"{"error":"invalid_grant"}"#));
    assert_eq!(code(read(&app).await), "provider_error");
    app.advance(HOUR);
    server.respond_next("/oauth/token", token("third"));
    assert_eq!(value(&app).await, "third");
}

/// A signed app asks an address of the API for an installation's token, and gets it with a time of day.
#[tokio::test]
async fn a_signed_app_asks_for_the_token_of_an_installation() {
    let (pair, pem) = key();
    let input = ProviderInput {
        client_secret: Some(Secret::from("a-client-secret")),
        private_key: Some(pem),
        ..ProviderInput::default()
    };
    let mint = |origin: &str| {
        json!({
            "kind": "app_jwt", "url": format!("{origin}/app/installations/{{domain}}/access_tokens"),
            "headers": { "Accept": "application/vnd.own+json" }, "token": "/token", "expires_at": "/expires_at", "ended": [404],
        })
    };
    let (server, app) = start(mint, input).await;
    let path = "/app/installations/77/access_tokens";
    let answer = |name: &str| {
        use authpipe::Clock as _;
        let end = app.clock.now().plus(HOUR).to_rfc3339();
        ScriptedResponse::json(
            201,
            json!({ "token": name, "expires_at": end, "permissions": { "contents": "read" } }).to_string(),
        )
    };
    server.respond_next(path, ScriptedResponse::json(404, r#"{"message":"Not Found"}"#));
    assert_eq!(code(create(&app, "acme", &[("domain", "77")]).await), "access_denied");
    assert_nothing_installed(&app).await;
    server.respond_next(path, answer("first"));
    create(&app, "acme", &[("domain", "77")]).await.unwrap();
    assert_eq!(value(&app).await, "first");
    app.advance(2 * HOUR);
    server.respond_next(path, answer("second"));
    assert_eq!(value(&app).await, "second");
    for request in server.requests() {
        assert_eq!((request.method.as_str(), request.header("accept")), ("POST", Some("application/vnd.own+json")));
        let bearer = request.header("authorization").unwrap().strip_prefix("Bearer ").unwrap();
        let (_, claims) = verified(bearer, &pair, Algorithm::RS256);
        assert_eq!((&claims["iss"], request.body.is_empty()), (&json!("id"), true), "no secret is sent");
    }
    // The app's own signature is refused: that ends nothing. The installation is gone: that does.
    app.advance(2 * HOUR);
    server.respond_next(path, ScriptedResponse::json(401, r#"{"message":"exp"}"#));
    assert_eq!(code(read(&app).await), "provider_config_rejected");
    app.advance(HOUR);
    server.respond_next(path, ScriptedResponse::json(404, r#"{"message":"Not Found"}"#));
    assert_eq!(code(read(&app).await), "reauth_required");
    let ended = create_again(&app, &server, path, answer("third")).await;
    assert_eq!((ended.as_str(), value(&app).await.as_str()), ("active", "third"));
}

async fn create_again(app: &App, server: &Scripted, path: &str, answer: ScriptedResponse) -> String {
    server.respond_next(path, answer);
    create(app, "acme", &[("domain", "77")]).await.unwrap().status.as_str().to_owned()
}

#[tokio::test]
async fn what_cannot_be_minted_installs_nothing_and_says_why() {
    let secret = || ProviderInput { client_secret: Some(Secret::from("a-client-secret")), ..ProviderInput::default() };
    let (server, app) = start(|_| json!({ "kind": "client_credentials", "scope": "all" }), secret()).await;
    for (answer, expected) in [
        (ScriptedResponse::json(401, r#"{"error":"invalid_client"}"#), "provider_config_rejected"),
        (ScriptedResponse::json(400, r#"{"error":"invalid_grant"}"#), "access_denied"),
        (ScriptedResponse::json(503, "{}"), "provider_unavailable"),
        (ScriptedResponse::Close, "provider_unavailable"),
    ] {
        server.respond_next("/oauth/token", answer);
        assert_eq!(code(create(&app, "acme", &[("domain", "acme.example")]).await), expected);
        assert_nothing_installed(&app).await;
    }
    for variables in [&[][..], &[("domain", "a/b")], &[("domain", "a"), ("other", "b")]] {
        assert_eq!(code(create(&app, "acme", variables).await), "invalid_request", "{variables:?}");
    }
    let session = app.browser().post("/oauth/installs", json!({ "provider": OWN }), &admin()).await;
    assert_eq!((session.status, &body_of(&session)["code"]), (400, &json!("invalid_request")));
    let app = custom::start_generic("strict").await;
    assert_eq!(code(create(&app, "acme", &[]).await), "invalid_request", "this provider has no installations");
}

/// Without a session there is no end that could tell it: the status of what is there already does (SR-63).
#[tokio::test]
async fn a_client_that_an_installation_shows_rejected_is_seen_in_the_status_of_the_others() {
    let input = ProviderInput { client_secret: Some(Secret::from("a-client-secret")), ..ProviderInput::default() };
    let (server, app) = start(|_| json!({ "kind": "client_credentials", "scope": "all" }), input).await;
    server.respond_next("/oauth/token", token("first"));
    create(&app, "acme", &[("domain", "acme.example")]).await.unwrap();
    let status = async || {
        let query = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
        app.authpipe.list_installations(query).await.unwrap().data.remove(0).config_status
    };
    assert_eq!(status().await, ConfigStatus::Ok);
    server.respond_next("/oauth/token", ScriptedResponse::json(401, r#"{"error":"invalid_client"}"#));
    assert_eq!(code(create(&app, "other", &[("domain", "other.example")]).await), "provider_config_rejected");
    assert_eq!(status().await, ConfigStatus::ConfigError);
}
