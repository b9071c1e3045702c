//! A pasted key at a provider whose definition can tell whether it works: tried before it is stored, and checked afterwards. It goes to the
//! provider's API and nowhere else (SR-30, SR-33, SR-34).

use std::time::Duration;

use authpipe::{
    Authpipe, CallOptions, CredentialType, Error, GrantStatus, Health, Mode, Options, ProviderInput, Result, Retry, Secret,
    StoreCredential, Subject,
};
use authpipe_sandbox::{Scripted, ScriptedBody, ScriptedResponse, ServerCertificate, World};
use serde_json::{Value, json};

use crate::support::look::soon;
use crate::support::{App, code, tenant};

const DAY: Duration = Duration::from_secs(86_400);
const KEY: &str = "sk-canary-1";

fn keys(origin: &str, probe: &str) -> Value {
    json!({ "name": "Keys", "auth": ["api_key"], "api": { "origins": [origin] }, "probe": { "url": probe } })
}

fn add(options: &mut Options, definition: Value) {
    let input = ProviderInput { definition: Some(definition), ..ProviderInput::default() };
    options.providers.insert("keys".into(), input);
}

async fn app(server: &Scripted) -> App {
    App::start_with(World::demo(), |options| add(options, keys(&server.origin(), &server.url("/me")))).await
}

fn subject() -> Subject {
    Subject::user("keys", "acme", "ben").unwrap()
}

fn row(fields: &[(&str, &str)]) -> StoreCredential {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), Secret::from(*value))).collect();
    StoreCredential { subject: subject(), credential_type: CredentialType::ApiKey, fields, variables: Default::default() }
}

async fn store(authpipe: &Authpipe) -> Result<()> {
    soon(authpipe.store_credential(row(&[("value", KEY)]))).await.map(drop)
}

async fn read(authpipe: &Authpipe) -> Result<String> {
    soon(authpipe.get_credential(&subject(), CallOptions::default())).await.map(|read| read.value.expose().clone())
}

async fn assert_untouched(authpipe: &Authpipe, error: &Error) {
    assert!(!format!("{error} {error:?}").contains("canary"));
    assert_eq!(code(read(authpipe).await), "not_connected", "nothing is stored");
}

async fn check(app: &App) -> Health {
    let id = app.only_connection().await.id;
    soon(app.authpipe.check_connection(tenant("acme"), id)).await.unwrap()
}

fn live() -> ScriptedResponse {
    ScriptedResponse::json(200, "{}")
}

fn rejects() -> ScriptedResponse {
    ScriptedResponse::json(401, "{}")
}

#[tokio::test]
async fn a_definition_whose_probe_is_elsewhere_is_refused() {
    let server = Scripted::start().await;
    let app = app(&server).await;
    for (origin, probe) in [
        ("https://api.keys.example", "https://probe.keys.example/me"),
        ("https://api.keys.example", "https://api.keys.example:8443/me"),
        ("https://api.keys.example", "https://api.keys.example.evil.example/me"),
        ("https://api.keys.example", "https://api.keys.example@evil.example/me"),
    ] {
        let mut options = app.options();
        add(&mut options, keys(origin, probe));
        let error = Authpipe::new(options).unwrap_err();
        assert_eq!(error.code().as_str(), "config_invalid", "{probe}");
        assert!(error.message().contains("probe.url"), "{error}");
    }
    assert_eq!(server.connections(), 0);
}

/// A value that a config gives for the host stays inside of what the definition lists.
#[tokio::test]
async fn a_host_from_a_variable_is_within_its_grammar() {
    let server = Scripted::start().await;
    let app = app(&server).await;
    let mut definition = keys("https://{shop}.keys.example", "https://{shop}.keys.example/me");
    definition["variables"] = json!({ "shop": { "kind": "dns_label" } });
    for (shop, fits) in [
        ("acme", true),
        ("evil.example/", false),
        ("evil.example#", false),
        ("127.0.0.1", false),
        ("a.b", false),
        ("a@b", false),
        ("a:1", false),
        ("", false),
        ("-a", false),
        ("ACME", false),
    ] {
        let mut options = app.options();
        let variables = [("shop".to_owned(), Secret::from(shop))].into();
        let input = ProviderInput { definition: Some(definition.clone()), variables, ..ProviderInput::default() };
        options.providers.insert("keys".into(), input);
        let made = Authpipe::new(options);
        assert_eq!(made.is_ok(), fits, "{shop}");
        if let Err(error) = made {
            assert_eq!(error.code().as_str(), "config_invalid", "{shop}");
        }
    }
}

/// Names that lead to this machine or a private network are not dialled, and the key is not stored untried.
#[tokio::test]
async fn a_probe_at_an_address_that_is_not_public_is_not_asked() {
    let server = Scripted::start_tls(ServerCertificate::Valid).await;
    let base = App::start().await;
    let mut options = base.options();
    options.mode = Some(Mode::Production);
    options.environment = Some("test".into());
    options.test_clock = None;
    options.danger_origins.clear();
    options.allowed_private_hosts.clear();
    options.providers.clear();
    options.vault = Some("memory:".into());
    options.base_url = None;
    add(&mut options, keys(&server.origin(), &server.url("/me")));
    let authpipe = Authpipe::new(options).unwrap();
    let error = store(&authpipe).await.unwrap_err();
    assert_eq!(error.code().as_str(), "config_invalid");
    assert!(error.message().contains("does not dial"), "{error}");
    assert_untouched(&authpipe, &error).await;
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn no_redirect_of_a_key_test_is_followed_with_the_key() {
    for status in [301, 302, 303, 307, 308] {
        let (server, elsewhere) = (Scripted::start().await, Scripted::start().await);
        elsewhere.respond("*", live());
        let app = app(&server).await;
        for to in [elsewhere.url("/me"), server.url("/other")] {
            server.respond("/me", ScriptedResponse::redirect(status, &to));
            let error = store(&app.authpipe).await.unwrap_err();
            assert_eq!(error.code().as_str(), "provider_error", "{status}");
            assert_untouched(&app.authpipe, &error).await;
        }
        assert_eq!(elsewhere.connections(), 0, "{status}");
        assert!(server.requests().iter().all(|request| request.path == "/me"), "{status}");
    }
}

/// Answers that do not say whether the key works store nothing, and are told as what they are.
#[tokio::test]
async fn an_answer_that_tells_nothing_stores_nothing() {
    let server = Scripted::start().await;
    let app = app(&server).await;
    let endless = ScriptedResponse::with_body(200, ScriptedBody::Endless { announced: false });
    for silent in [ScriptedResponse::Close, ScriptedResponse::json(500, "{}"), ScriptedResponse::json(408, "{}"), endless] {
        server.respond("/me", silent);
        let error = store(&app.authpipe).await.unwrap_err();
        assert_eq!((error.code().as_str(), error.retry()), ("provider_unavailable", Retry::Later), "{error}");
        assert_untouched(&app.authpipe, &error).await;
    }
}

/// What no other try would change is not told as "later": the definition asks at the wrong place, or in the wrong way.
#[tokio::test]
async fn a_probe_that_asks_wrongly_is_the_definitions_fault() {
    let server = Scripted::start().await;
    let app = app(&server).await;
    for status in [301, 400, 404, 405, 406, 410, 415, 422] {
        server.respond("/me", ScriptedResponse::json(status, "{}"));
        let error = store(&app.authpipe).await.unwrap_err();
        assert_eq!(
            (error.code().as_str(), error.retry(), error.retry_after()),
            ("provider_error", Retry::Never, None),
            "{error}"
        );
        assert!(error.message().starts_with("This key could not be tested: the probe of Keys"), "{error}");
        assert!(error.hint().unwrap().contains("definition") && !error.hint().unwrap().contains("later"), "{error}");
        assert_untouched(&app.authpipe, &error).await;
    }
}

/// A provider that asks for a pause says how long.
#[tokio::test]
async fn a_pause_that_the_provider_asks_for_is_told() {
    let server = Scripted::start().await;
    let app = app(&server).await;
    for (status, code) in [(429, "rate_limited"), (503, "provider_unavailable")] {
        for (header, seconds) in [(Some("17"), Some(17)), (Some("0"), None), (None, None)] {
            let mut answer = ScriptedResponse::json(status, "{}");
            if let Some(header) = header {
                answer = answer.header("retry-after", header);
            }
            server.respond("/me", answer);
            let error = store(&app.authpipe).await.unwrap_err();
            assert_eq!((error.code().as_str(), error.retry()), (code, Retry::Later), "{error}");
            assert_eq!(error.retry_after().map(|pause| pause.as_secs()), seconds, "{status} {header:?}");
            assert_untouched(&app.authpipe, &error).await;
        }
    }
}

/// What cannot be tried is not stored as though it had been.
#[tokio::test]
async fn fields_that_make_no_header_are_refused_where_keys_are_tried() {
    let server = Scripted::start().await;
    server.respond("/me", live());
    let app = app(&server).await;
    let error = app.authpipe.store_credential(row(&[("id", "i"), ("secret", KEY)])).await.unwrap_err();
    assert_eq!(error.code().as_str(), "invalid_request");
    assert!(error.message().contains("does not say how these fields are sent"), "{error}");
    assert_untouched(&app.authpipe, &error).await;
    assert_eq!(server.connections(), 0);
}

/// HTTP libraries repeat a header that they refuse (SR-79).
#[tokio::test]
async fn a_key_that_no_header_can_carry_is_refused_without_being_told() {
    let server = Scripted::start().await;
    let app = app(&server).await;
    for key in [
        "sk-canary\n",
        "sk-canary\r\nX-Admin: 1",
        " sk-canary",
        "sk-canary ",
        "sk-c\u{e4}nary",
        "sk-\0canary",
        "sk-canary\u{7f}",
        "\u{feff}sk-canary",
    ] {
        let error = app.authpipe.store_credential(row(&[("value", key)])).await.unwrap_err();
        assert_eq!(error.code().as_str(), "invalid_request", "{key:?}");
        assert!(error.message().contains("characters that no HTTP header can carry"), "{key:?}: {error}");
        assert!(!format!("{error} {error:?}").contains("nary"), "{key:?}");
        assert_untouched(&app.authpipe, &error).await;
    }
    assert_eq!(server.connections(), 0);
}

/// RFC 7617 §2: another user than the one that was meant would be asked for.
#[tokio::test]
async fn a_user_name_with_a_colon_is_refused_where_it_is_sent_with_its_password() {
    let server = Scripted::start().await;
    server.respond("/me", live());
    let mut definition = keys(&server.origin(), &server.url("/me"));
    definition["api"]["placement"] = json!({ "basic": { "username": "name", "password": "word" } });
    let app = App::start_with(World::demo(), |options| add(options, definition)).await;
    for (name, word, is_taken) in [("ann:b", KEY, false), (":", KEY, false), ("ann", "c:d", true), ("ann%3Ab", KEY, true)] {
        let stored = app.authpipe.store_credential(row(&[("name", name), ("word", word)])).await;
        match stored {
            Ok(_) => assert!(is_taken, "{name}"),
            Err(error) => {
                assert!(!is_taken && error.code().as_str() == "invalid_request", "{error}");
                assert!(error.message().contains("The field name of the credential has a colon"), "{error}");
                assert_eq!(server.connections(), 0);
            }
        }
    }
}

#[tokio::test]
async fn a_check_asks_with_the_key_and_a_second_no_ends_it() {
    let server = Scripted::start().await;
    server.respond("/me", live());
    let app = app(&server).await;
    store(&app.authpipe).await.unwrap();
    let health = check(&app).await;
    assert_eq!((health.status, health.live), (GrantStatus::Active, Some(true)));
    assert_eq!(server.requests().last().unwrap().header("authorization"), Some(format!("Bearer {KEY}").as_str()));

    server.respond("/me", rejects());
    let health = check(&app).await;
    assert_eq!((health.status, health.live), (GrantStatus::Degraded, Some(false)), "one no may be a gateway's");
    assert_eq!(read(&app.authpipe).await.unwrap(), KEY, "it is still given");
    app.advance(DAY);
    let health = check(&app).await;
    assert_eq!((health.status, health.live), (GrantStatus::NeedsReauth, Some(false)));
    assert_eq!(health.reason.unwrap().as_str(), "rejected");
    assert_eq!(app.health_events().await, [1, 0, 1]);
    let error = read(&app.authpipe).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.message()), ("reauth_required", "Keys has rejected the stored key."));
    assert_eq!(error.hint(), Some("Store a new key: nothing can renew one that somebody has pasted."));

    // Another key, which is tried again.
    assert_eq!(code(store(&app.authpipe).await), "credential_rejected");
    server.respond("/me", live());
    store(&app.authpipe).await.unwrap();
    assert_eq!(check(&app).await.status, GrantStatus::Active);
    assert_eq!(read(&app.authpipe).await.unwrap(), KEY);
}

/// As a sign-in's token is: about daily, by itself.
#[tokio::test]
async fn a_key_that_dies_is_found_before_its_user_finds_it() {
    let server = Scripted::start().await;
    server.respond("/me", live());
    let app = app(&server).await;
    store(&app.authpipe).await.unwrap();
    server.respond("/me", rejects());
    for checked in [1, 1, 0] {
        app.advance(DAY + DAY / 4);
        assert_eq!(soon(app.authpipe.run_maintenance(None)).await.unwrap().checked, checked);
    }
    assert_eq!(app.only_connection().await.status, GrantStatus::NeedsReauth);
}

/// An API that says no to what the probe's address accepts has not ended the key.
#[tokio::test]
async fn a_report_asks_before_it_ends_a_key() {
    let server = Scripted::start().await;
    server.respond("/me", live());
    let app = app(&server).await;
    store(&app.authpipe).await.unwrap();
    let report = async || soon(app.authpipe.report_rejected(&subject(), 1, None, CallOptions::default())).await.unwrap_err();
    let error = report().await;
    assert_eq!(error.code().as_str(), "reauth_required");
    assert!(error.message().starts_with("Nothing can renew a key of Keys"), "{error}");
    assert_eq!(read(&app.authpipe).await.unwrap(), KEY);
    server.respond("/me", rejects());
    app.advance(DAY);
    assert_eq!(report().await.message(), "Keys has rejected the stored key.");
    assert_eq!(code(read(&app.authpipe).await), "reauth_required");
}

/// Where people sign in too, keys have a probe of their own: what a sign-in brings is not asked about there, nor keys at the other one.
#[tokio::test]
async fn keys_have_a_probe_of_their_own_where_people_sign_in_too() {
    let server = Scripted::start().await;
    server.respond("/key", rejects());
    server.respond("/me", rejects());
    let mut definition = crate::support::custom::definition(&server.origin(), "reusable");
    definition["auth"] = json!(["user", "api_key"]);
    definition["probe"] = json!({ "url": server.url("/me") });
    definition["key_probe"] = json!({ "url": server.url("/key") });
    let app = App::start_with(World::demo(), |options| {
        let input = ProviderInput {
            definition: Some(definition.clone()),
            client_id: "id".into(),
            client_secret: Some(Secret::from("s")),
            ..ProviderInput::default()
        };
        options.providers.insert("keys".into(), input);
    })
    .await;
    assert_eq!(code(store(&app.authpipe).await), "credential_rejected");
    server.respond("/key", live());
    store(&app.authpipe).await.unwrap();
    assert_eq!(check(&app).await.live, Some(true));
    assert!(server.requests().iter().all(|request| request.path == "/key"));
    assert_eq!(server.requests().last().unwrap().header("authorization"), Some(format!("Bearer {KEY}").as_str()));
}

#[tokio::test]
async fn a_probe_of_keys_is_judged_as_every_probe_is() {
    let server = Scripted::start().await;
    let app = app(&server).await;
    for (auth, key_probe, said) in [
        (json!(["api_key"]), json!({ "url": "https://elsewhere.example/me" }), "key_probe.url must be at one of api.origins"),
        (json!(["api_key"]), json!({ "url": "https://api.keys.example/me", "live": [] }), "key_probe.live must list"),
        (json!(["user"]), json!({ "url": "https://api.keys.example/me" }), "key_probe is for keys"),
    ] {
        let mut definition = crate::support::custom::definition("https://api.keys.example", "reusable");
        definition["auth"] = auth;
        definition["key_probe"] = key_probe;
        let mut options = app.options();
        add(&mut options, definition);
        let error = Authpipe::new(options).unwrap_err();
        assert_eq!(error.code().as_str(), "config_invalid");
        assert!(error.message().contains(said), "{error}");
    }
}

/// A provider where people sign in too has its probe for that, and nobody is asked about a key there.
#[tokio::test]
async fn a_probe_of_sign_ins_is_not_asked_about_keys() {
    let server = Scripted::start().await;
    server.respond("*", rejects());
    let app = App::start_with(World::demo(), |options| {
        let mut definition = crate::support::custom::definition(&server.origin(), "reusable");
        definition["auth"] = json!(["user", "api_key"]);
        let input = ProviderInput {
            definition: Some(definition),
            client_id: "id".into(),
            client_secret: Some(Secret::from("s")),
            ..ProviderInput::default()
        };
        options.providers.insert("keys".into(), input);
    })
    .await;
    store(&app.authpipe).await.unwrap();
    assert_eq!((check(&app).await.status, check(&app).await.live), (GrantStatus::Active, None));
    assert_eq!(server.connections(), 0);
}
