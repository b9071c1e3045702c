//! Clients and service accounts that sign, at the generic server (RFC 7523).

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use std::time::{Duration, UNIX_EPOCH};

use authpipe_sandbox::{HttpAnswer, KeyKind, MadeKey, Sandbox, World};
use common::text;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

const CLIENT: &str = "generic-key";
const ROBOT: &str = "robot@project.example";
const ANN: &str = "ann@acme.example";
const CLIENT_ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

fn now(sandbox: &Sandbox) -> u64 {
    sandbox.clock().now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// Good claims of the client, patched: `null` removes one.
fn claims(sandbox: &Sandbox, id: &str, more: Value) -> Value {
    let now = now(sandbox);
    let mut claims = json!({
        "iss": CLIENT, "sub": CLIENT, "aud": format!("{}/oauth/token", sandbox.http_origin()), "iat": now, "exp": now + 300, "jti": id,
    });
    for (name, value) in more.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    claims
}

fn sign(pem: &str, algorithm: Algorithm, id: Option<&str>, claims: &Value) -> String {
    let _ = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
    let key = match algorithm {
        Algorithm::ES256 => EncodingKey::from_ec_pem(pem.as_bytes()),
        _ => EncodingKey::from_rsa_pem(pem.as_bytes()),
    };
    let header = Header { kid: id.map(str::to_owned), ..Header::new(algorithm) };
    jsonwebtoken::encode(&header, claims, &key.unwrap()).unwrap()
}

async fn post(sandbox: &Sandbox, form: &[(&str, &str)]) -> HttpAnswer {
    sandbox.client().post_form(&format!("{}/oauth/token", sandbox.http_origin()), form, &[]).await.unwrap()
}

async fn present(sandbox: &Sandbox, assertion: &str, more: &[(&str, &str)]) -> HttpAnswer {
    let mut form = vec![
        ("grant_type", "client_credentials"),
        ("scope", "read"),
        ("client_assertion_type", CLIENT_ASSERTION),
        ("client_assertion", assertion),
    ];
    form.extend_from_slice(more);
    post(sandbox, &form).await
}

/// What an answer says is wrong.
fn refusal(answer: &HttpAnswer) -> (u16, String, String) {
    let body = answer.json();
    (answer.status, text(&body, "error"), text(&body, "error_description"))
}

async fn start() -> (Sandbox, MadeKey) {
    let sandbox = Sandbox::start(World::demo()).await;
    let key = sandbox.add_client_key(CLIENT, KeyKind::Rsa).unwrap();
    (sandbox, key)
}

#[tokio::test]
async fn every_kind_of_key_proves_its_client_and_each_assertion_does_it_once() {
    let (sandbox, rsa) = start().await;
    let p256 = sandbox.add_client_key(CLIENT, KeyKind::P256).unwrap();
    for (key, algorithm) in [(&rsa, Algorithm::RS256), (&rsa, Algorithm::PS256), (&p256, Algorithm::ES256)] {
        for id in [None, Some(key.public.id.as_str())] {
            let jti = format!("{algorithm:?} {id:?}");
            let assertion = sign(&key.private_key_pem, algorithm, id, &claims(&sandbox, &jti, json!({})));
            let answer = present(&sandbox, &assertion, &[("client_id", CLIENT)]).await;
            assert_eq!(answer.status, 200, "{jti}: {}", answer.text());
            let again = refusal(&present(&sandbox, &assertion, &[]).await);
            assert_eq!(again, (401, "invalid_client".into(), "the assertion was presented before (jti)".into()), "{jti}");
        }
    }
    let entry = &sandbox.ledger().token_requests()[0];
    assert_eq!((entry.client_auth, entry.client_id.as_deref()), (Some("assertion"), Some(CLIENT)));
    // Both the assertion and the private key are what a scan of logs looks for, whatever became of its line ends.
    let line = rsa.private_key_pem.lines().nth(1).unwrap().to_owned();
    let secrets = sandbox.secret_values();
    assert!(secrets.contains(&line) && secrets.contains(entry.client_credential.as_ref().unwrap()));
}

#[tokio::test]
async fn an_assertion_that_is_not_the_clients_or_not_for_this_server_proves_nothing() {
    let (sandbox, key) = start().await;
    let now = now(&sandbox);
    for (number, (more, problem)) in [
        (json!({ "iss": "generic-strict" }), "issuer, subject and client_id differ (iss, sub)"),
        (json!({ "iss": "somebody", "sub": "somebody" }), "unknown client"),
        (json!({ "iss": "generic-strict", "sub": "generic-strict" }), "no registered key has signed the assertion"),
        (json!({ "sub": null }), "the assertion has no subject (sub)"),
        (json!({ "aud": null }), "the assertion is for somebody else (aud)"),
        (json!({ "aud": "https://elsewhere.example/token" }), "the assertion is for somebody else (aud)"),
        (json!({ "aud": ["https://elsewhere.example/token"] }), "the assertion is for somebody else (aud)"),
        (json!({ "exp": null }), "the assertion has no end (exp)"),
        (json!({ "exp": now - 1 }), "the assertion has expired (exp)"),
        (json!({ "exp": now + 3600 }), "the assertion is good for too long (exp)"),
        (json!({ "nbf": now + 600 }), "the assertion is not good yet (nbf, iat)"),
        (json!({ "iat": now + 600 }), "the assertion is not good yet (nbf, iat)"),
        (json!({ "jti": null }), "the assertion has no id (jti)"),
    ]
    .into_iter()
    .enumerate()
    {
        let assertion = sign(&key.private_key_pem, Algorithm::RS256, None, &claims(&sandbox, &number.to_string(), more));
        let answer = refusal(&present(&sandbox, &assertion, &[]).await);
        assert_eq!(answer, (401, "invalid_client".into(), problem.into()));
    }
    // What was refused has not been used up, and the issuer's name is as good as the endpoint's.
    let issuer = json!({ "aud": ["https://elsewhere.example", format!("{}/oauth", sandbox.tls_origin())] });
    let assertion = sign(&key.private_key_pem, Algorithm::RS256, None, &claims(&sandbox, "3", issuer));
    assert_eq!(present(&sandbox, &assertion, &[]).await.status, 200);
}

#[tokio::test]
async fn only_the_registered_key_signs_by_its_own_algorithm() {
    let (sandbox, key) = start().await;
    let other = sandbox.add_client_key("generic-strict", KeyKind::Rsa).unwrap();
    let unsigned = |header: Value| {
        use base64::Engine as _;
        let part = |value: &Value| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.", part(&header), part(&claims(&sandbox, "unsigned", json!({}))))
    };
    let good = sign(&key.private_key_pem, Algorithm::RS256, None, &claims(&sandbox, "good", json!({})));
    let public = EncodingKey::from_secret(&key.public.public);
    let hmac = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims(&sandbox, "hmac", json!({})), &public).unwrap();
    let other = sign(&other.private_key_pem, Algorithm::RS256, None, &claims(&sandbox, "other", json!({})));
    for assertion in [
        other.clone(),
        sign(&key.private_key_pem, Algorithm::RS256, Some("another id"), &claims(&sandbox, "kid", json!({}))),
        unsigned(json!({ "alg": "none" })),
        unsigned(json!({ "alg": "RS256" })),
        hmac,
        // The signature of another message.
        format!("{}.{}", other.rsplit_once('.').unwrap().0, good.rsplit_once('.').unwrap().1),
    ] {
        let answer = present(&sandbox, &assertion, &[]).await;
        assert_eq!((answer.status, text(&answer.json(), "error")), (401, "invalid_client".to_owned()), "{assertion}");
    }
    for assertion in ["", "a.b", "a.b.c"] {
        assert_ne!(present(&sandbox, assertion, &[]).await.status, 200);
    }
    assert_eq!(present(&sandbox, &good, &[]).await.status, 200);
}

#[tokio::test]
async fn a_client_that_signs_has_no_other_way_and_uses_one_at_a_time() {
    let (sandbox, key) = start().await;
    let form = |more: &'static [(&'static str, &'static str)]| {
        [&[("grant_type", "client_credentials"), ("client_id", CLIENT)][..], more].concat()
    };
    for more in [&[][..], &[("client_secret", authpipe_sandbox::GENERIC_SECRET)]] {
        assert_eq!(text(&post(&sandbox, &form(more)).await.json(), "error"), "invalid_client");
    }
    let assertion = sign(&key.private_key_pem, Algorithm::RS256, None, &claims(&sandbox, "1", json!({})));
    for (more, error) in
        [(&[("client_secret", "x")][..], "invalid_request"), (&[("client_id", "generic-strict")], "invalid_client")]
    {
        assert_eq!(text(&present(&sandbox, &assertion, more).await.json(), "error"), error);
    }
    let wrong_type =
        [("grant_type", "client_credentials"), ("client_assertion", assertion.as_str()), ("client_assertion_type", "saml")];
    assert_eq!(text(&post(&sandbox, &wrong_type).await.json(), "error"), "invalid_request");
    assert_eq!(present(&sandbox, &assertion, &[]).await.status, 200);
}

#[tokio::test]
async fn a_service_account_acts_for_itself_and_for_those_who_have_delegated() {
    let sandbox = Sandbox::start(World::demo()).await;
    let file: Value = serde_json::from_str(&sandbox.add_service_account(ROBOT, &[ANN]).unwrap()).unwrap();
    assert_eq!((&file["type"], &file["client_email"]), (&json!("service_account"), &json!(ROBOT)));
    let pem = text(&file, "private_key");
    let ask = async |id: &str, more: Value| {
        let mut given = json!({ "iss": ROBOT, "sub": ANN, "scope": "drive mail" });
        for (name, value) in more.as_object().unwrap() {
            given[name] = value.clone();
        }
        let assertion = sign(&pem, Algorithm::RS256, file["private_key_id"].as_str(), &claims(&sandbox, id, given));
        post(&sandbox, &[("grant_type", JWT_BEARER), ("assertion", &assertion)]).await
    };
    let body = ask("1", json!({})).await.json();
    assert_eq!((&body["scope"], body["refresh_token"].is_null()), (&json!("drive mail"), true));
    let me = sandbox.client().get_bearer(&format!("{}/oauth/api/me", sandbox.http_origin()), &text(&body, "access_token")).await;
    assert_eq!(me.unwrap().json()["client_id"], ROBOT);
    assert_eq!(ask("2", json!({ "sub": ROBOT })).await.status, 200);
    for (number, (more, problem)) in [
        (json!({ "sub": "eve@acme.example" }), "nobody of that name has delegated to the service account (sub)"),
        (json!({ "sub": null }), "the assertion has no subject (sub)"),
        (json!({ "iss": CLIENT, "sub": CLIENT }), "unknown issuer (iss)"),
        (json!({ "aud": "https://elsewhere.example" }), "the assertion is for somebody else (aud)"),
        (json!({ "exp": now(&sandbox) + 7200 }), "the assertion is good for too long (exp)"),
        (json!({ "jti": "1" }), "the assertion was presented before (jti)"),
    ]
    .into_iter()
    .enumerate()
    {
        let answer = refusal(&ask(&format!("bad {number}"), more).await);
        assert_eq!(answer, (400, "invalid_grant".into(), problem.into()));
    }
    // A client that is named besides must prove itself.
    let assertion = sign(&pem, Algorithm::RS256, None, &claims(&sandbox, "3", json!({ "iss": ROBOT, "sub": ROBOT })));
    let named = [("grant_type", JWT_BEARER), ("assertion", assertion.as_str()), ("client_id", "generic-strict")];
    assert_eq!(text(&post(&sandbox, &named).await.json(), "error"), "invalid_client");
    // Long after, nobody takes the first one, and its id is free again.
    sandbox.clock().advance(Duration::from_secs(7200));
    assert_eq!(ask("1", json!({})).await.status, 200);
}

#[tokio::test]
async fn a_signed_app_gets_tokens_of_its_installations_only() {
    let (sandbox, key) = start().await;
    sandbox.change(|world| world.generic.client_mut(CLIENT).unwrap().installations.push("77".into()));
    let ask = async |installation: &str, bearer: &str| {
        let url = format!("{}/oauth/app/installations/{installation}/access_tokens", sandbox.http_origin());
        sandbox.client().post_form(&url, &[], &[("authorization", &format!("Bearer {bearer}"))]).await.unwrap()
    };
    let token = |more: Value| sign(&key.private_key_pem, Algorithm::RS256, None, &claims(&sandbox, "1", more));
    // Such an API knows neither audience nor id, and takes a token until its end.
    let good = token(json!({ "aud": null, "sub": null, "jti": null }));
    for _ in 0..2 {
        let answer = ask("77", &good).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let body = answer.json();
        assert!(text(&body, "expires_at").ends_with('Z') && body["token"].is_string());
    }
    assert_eq!(ask("78", &good).await.status, 404);
    for bad in [
        "nonsense".to_owned(),
        token(json!({ "iss": null })),
        token(json!({ "iss": "generic-strict" })),
        token(json!({ "exp": 1 })),
    ] {
        assert_eq!(ask("77", &bad).await.status, 401);
    }
    assert_eq!(sandbox.ledger().token_requests()[0].client_auth, Some("assertion"));
}

#[tokio::test]
async fn keys_are_registered_over_the_control_interface_too() {
    let sandbox = Sandbox::start(World::demo()).await;
    let control = async |path: &str, body: Value| {
        let url = format!("{}/_sandbox/generic/{path}", sandbox.http_origin());
        sandbox.client().send("POST", &url, &[("content-type", "application/json")], body.to_string().into()).await.unwrap()
    };
    let made = control(&format!("clients/{CLIENT}/key"), json!({ "algorithm": "ES256" })).await.json();
    let assertion =
        sign(&text(&made, "private_key_pem"), Algorithm::ES256, made["key_id"].as_str(), &claims(&sandbox, "1", json!({})));
    assert_eq!(present(&sandbox, &assertion, &[]).await.status, 200);
    let file = control("service_accounts", json!({ "email": ROBOT, "delegates": [ANN] })).await.json();
    assert!(text(&file, "key_file").contains("-----BEGIN PRIVATE KEY-----"));
    let installed = control(&format!("clients/{CLIENT}/installations"), json!({ "installation": "77" })).await.json();
    assert_eq!(installed["installations"], json!(["77"]));
    let removed = json!({ "installation": "77", "installed": false });
    assert_eq!(control(&format!("clients/{CLIENT}/installations"), removed).await.json()["installations"], json!([]));
    for (path, body) in [
        ("clients/nobody/key", json!({})),
        ("clients/generic-key/key", json!({ "algorithm": "HS256" })),
        ("clients/nobody/installations", json!({ "installation": "1" })),
        ("service_accounts", json!({})),
    ] {
        assert_eq!(control(path, body).await.status, 400, "{path}");
    }
}
