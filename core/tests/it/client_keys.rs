//! Clients that prove who they are by a private key (RFC 7523 §2.2), and keys that are given wrongly.

use std::collections::BTreeMap;

use crate::support::custom::{self, OWN, own_user};
use crate::support::look::{HOUR, soon};
use crate::support::{App, member, text};
use authpipe::{Authpipe, CallOptions, Mode, Options, ProviderInput, Secret};
use authpipe_sandbox::{Scripted, ScriptedResponse, World};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

fn options(definition: Value, input: ProviderInput) -> Options {
    let input = ProviderInput { client_id: "id".into(), scopes: vec!["read".into()], definition: Some(definition), ..input };
    Options {
        vault: Some("memory:".into()),
        mode: Some(Mode::Development),
        providers: BTreeMap::from([(OWN.to_owned(), input)]),
        ..Options::default()
    }
}

fn with_key(text: impl Into<String>) -> ProviderInput {
    ProviderInput { private_key: Some(Secret::new(text.into())), ..ProviderInput::default() }
}

fn definition(origin: &str, assertion: Value) -> Value {
    let mut definition = custom::definition(origin, "strict");
    definition["oauth"]["client_assertion"] = assertion;
    definition
}

#[tokio::test]
async fn a_client_with_a_key_signs_a_new_assertion_for_each_request_and_sends_no_secret() {
    for (algorithm, name) in [(&PKCS_RSA_SHA256, "PS256"), (&PKCS_ECDSA_P256_SHA256, "ES256")] {
        let server = Scripted::start().await;
        let pair = KeyPair::generate_for(algorithm).unwrap();
        let certificate = CertificateParams::default().self_signed(&pair).unwrap();
        let mut input = with_key(format!("{}{}", pair.serialize_pem(), certificate.pem()));
        input.client_secret = Some(Secret::from("a-client-secret"));
        input.private_key_id = Some("key-1".into());
        let definition = definition(&server.origin(), json!({ "rsa_algorithm": "PS256", "needs_certificate": true }));
        let app = App::start_with(World::demo(), |given| given.providers.extend(options(definition, input).providers)).await;
        let answer = r#"{"access_token":"at","refresh_token":"rt","expires_in":3600,"scope":"read"}"#;
        server.respond("/oauth/token", ScriptedResponse::json(200, answer));
        let (_, page) = app.browser().connect_scripted(&member(), "a-code").await;
        assert_eq!(page.status, 200, "{}", text(&page));
        app.advance(2 * HOUR);
        soon(app.authpipe.get_credential(&own_user("ben"), CallOptions::default())).await.unwrap();
        let mut ids = Vec::new();
        for request in server.requests() {
            assert_eq!(request.header("authorization"), None);
            let form: BTreeMap<_, _> = url::form_urlencoded::parse(&request.body).into_owned().collect();
            assert_eq!(form["client_id"], "id");
            assert_eq!(form["client_assertion_type"], "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            assert!(!form.contains_key("client_secret"), "exactly one client authentication (SR-18)");
            let mut parts = form["client_assertion"].split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap());
            let header: Value = serde_json::from_slice(&parts.next().unwrap()).unwrap();
            let claims: Value = serde_json::from_slice(&parts.next().unwrap()).unwrap();
            let thumbprint = URL_SAFE_NO_PAD.encode(Sha256::digest(certificate.der()));
            assert_eq!(header, json!({ "alg": name, "typ": "JWT", "kid": "key-1", "x5t#S256": thumbprint }));
            let endpoint = format!("{}/oauth/token", server.origin());
            assert_eq!((&claims["iss"], &claims["sub"], &claims["aud"]), (&json!("id"), &json!("id"), &json!(endpoint)));
            ids.push(claims["jti"].as_str().unwrap().to_owned());
        }
        assert_eq!(ids.len(), 2);
        assert_ne!(ids[0], ids[1]);
    }
}

#[test]
fn a_key_is_read_from_text_from_a_variable_and_from_a_key_file() {
    let pem = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap().serialize_pem();
    let origin = "https://as.example";
    for given in [pem.clone(), pem.replace('\n', "\\n"), pem.replace('\n', "\r\n"), format!("  \n{pem}")] {
        Authpipe::new(options(definition(origin, json!({})), with_key(given))).unwrap();
    }
    // Cargo sets this one for tests, and it holds no key.
    let error = Authpipe::new(options(definition(origin, json!({})), with_key("env:CARGO_PKG_NAME"))).unwrap_err();
    assert!(error.to_string().contains("private_key (from CARGO_PKG_NAME) must be PEM text"), "{error}");
}

#[tokio::test]
async fn a_key_that_is_given_wrongly_is_told_in_a_sentence_without_it() {
    let pem = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap().serialize_pem();
    let takes_keys = || definition("https://as.example", json!({}));
    let plain = || custom::definition("https://as.example", "strict");
    let keys_only = || {
        let mut definition = plain();
        definition["oauth"]["client_authentication"] = json!("private_key_jwt");
        definition
    };
    let secret = |input: ProviderInput| ProviderInput { client_secret: Some(Secret::from("canary")), ..input };
    let id = |input: ProviderInput, id: &str| ProviderInput { private_key_id: Some(id.into()), ..input };
    let cases = [
        (takes_keys(), with_key("canary"), "config_invalid", "private_key must be PEM text"),
        (takes_keys(), with_key(""), "config_invalid", "private_key must be PEM text"),
        (takes_keys(), with_key(r#"{"canary":1}"#), "config_invalid", "is JSON, but no key file of a service account"),
        (takes_keys(), id(with_key(pem.clone()), "a b"), "config_invalid", "private_key_id must be"),
        (takes_keys(), id(ProviderInput::default(), "k"), "config_invalid", "private_key_id must be absent"),
        (plain(), secret(with_key(pem.clone())), "config_invalid", "private_key must be absent: this provider takes no key"),
        (keys_only(), secret(with_key(pem.clone())), "config_invalid", "client_secret must be absent"),
        (
            definition("https://as.example", json!({ "needs_certificate": true })),
            with_key(pem.clone()),
            "config_invalid",
            "private_key must hold the certificate too",
        ),
        (
            takes_keys(),
            with_key(json!({ "client_email": "robot@own.example", "private_key": pem }).to_string()),
            "config_invalid",
            "this provider has no service accounts",
        ),
    ];
    let body = pem.lines().nth(1).unwrap();
    for (definition, input, code, message) in cases {
        let error = Authpipe::new(options(definition, input)).unwrap_err();
        let told = format!("{error} {error:?}");
        assert_eq!(error.code().as_str(), code, "{told}");
        assert!(told.contains(message) && !told.contains("canary") && !told.contains(body), "{message}: {told}");
    }
    // What is absent may come later.
    for (definition, input, message) in [
        (
            takes_keys(),
            with_key("env:AUTHPIPE_NO_SUCH_KEY"),
            "names a variable of the environment, AUTHPIPE_NO_SUCH_KEY, that is not set",
        ),
        // What may be a key that stands in the wrong place is not repeated.
        (takes_keys(), with_key("env:canary"), "names a variable of the environment that is not set"),
        (takes_keys(), with_key("env:$CANARY"), "names a variable of the environment that is not set"),
        (takes_keys(), with_key(format!("env:{pem}")), "names a variable of the environment that is not set"),
        (takes_keys(), with_key(format!("env:{}", "A".repeat(65))), "names a variable of the environment that is not set"),
        (takes_keys(), with_key("env:"), "names a variable of the environment"),
        (keys_only(), ProviderInput::default(), "has no private key"),
    ] {
        let given = options(definition, input);
        let given = Options { keys: vec![authpipe::make_root_key()], environment: Some("test".into()), ..given };
        let given = Options { vault: Some("memory:".into()), ..given };
        let error = Authpipe::new(given).unwrap().ready().await.unwrap_err();
        assert_eq!(error.code().as_str(), "provider_not_configured", "{error}");
        let told = format!("{error} {error:?}");
        assert!(told.contains(message), "{message}: {told}");
        assert!(!told.contains("canary") && !told.contains("CANARY") && !told.contains(body), "{told}");
    }
    let options = Options { public_clients_only: true, ..options(takes_keys(), with_key(pem.clone())) };
    let error = Authpipe::new(options).unwrap_err();
    assert!(error.to_string().contains("private_key must be absent in an app"), "{error}");
}

#[test]
fn a_key_is_never_printed() {
    let pem = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap().serialize_pem();
    let body = pem.lines().nth(1).unwrap().to_owned();
    let options = options(definition("https://as.example", json!({})), with_key(pem));
    assert!(!format!("{options:?}").contains(&body));
    assert!(!format!("{:?}", Authpipe::new(options).unwrap()).contains(&body));
}
