//! A provider that means harm, through the whole library: it gets no bytes that are not its own (SR-22 to SR-24, SR-30, SR-32,
//! SR-33). What its answers cost is measured in `hostile_answers.rs`.

use crate::support;
use crate::support::custom;
use std::collections::BTreeMap;
use std::time::Duration;

use crate::support::custom::own_user;
use crate::support::hostile::{connected, get, good};
use crate::support::look::{HOUR, soon};
use crate::support::{App, code, member, tenant};
use authpipe::{Authpipe, CallOptions, GrantStatus, Mode, Options};
use authpipe_sandbox::{Scripted, ScriptedBody, ScriptedResponse, ServerCertificate, World};

#[tokio::test]
async fn no_redirect_of_the_token_endpoint_is_followed() {
    for status in [301, 302, 303, 307, 308] {
        let (server, elsewhere) = (Scripted::start().await, Scripted::start().await);
        elsewhere.respond("*", good());
        let app = connected(&server).await;
        app.advance(2 * HOUR);
        server.respond_next("/oauth/token", ScriptedResponse::redirect(status, &elsewhere.url("/oauth/token")));
        assert_eq!(code(get(&app).await), "provider_unavailable", "{status}");
        // At the exchange of a code as well.
        server.respond_next("/oauth/token", ScriptedResponse::redirect(status, &elsewhere.url("/oauth/token")));
        let mut browser = app.browser();
        let (id, _) = browser.connect_scripted(&member(), "a-code").await;
        assert_eq!(browser.session(&id, &member()).await["status"], "failed");
        assert_eq!(elsewhere.connections(), 0, "{status}");
        assert_eq!(server.requests().len(), 3, "{status}");
    }
}

#[tokio::test]
async fn no_redirect_of_a_probe_is_followed_with_the_token() {
    for status in [301, 302, 303, 307, 308] {
        let (server, elsewhere) = (Scripted::start().await, Scripted::start().await);
        elsewhere.respond("*", ScriptedResponse::json(200, "{}"));
        let app = connected(&server).await;
        server.respond("/oauth/api/me", ScriptedResponse::redirect(status, &elsewhere.url("/me")));
        let id = app.only_connection().await.id;
        let health = soon(app.authpipe.check_connection(tenant("acme"), id)).await.unwrap();
        assert_eq!((health.status, health.live), (GrantStatus::Active, None), "{status}");
        assert_eq!(elsewhere.connections(), 0, "{status}");
    }
}

#[tokio::test]
async fn a_probe_at_a_foreign_host_is_never_asked() {
    let (server, elsewhere) = (Scripted::start().await, Scripted::start().await);
    elsewhere.respond("*", ScriptedResponse::json(200, "{}"));
    let (origin, foreign) = (server.origin(), elsewhere.url("/me"));
    let mut definition = custom::definition(&origin, "reusable");
    definition["probe"]["url"] = foreign.into();
    let app = App::start().await;
    let mut options = app.options();
    custom::add(&mut options, "id", "a-client-secret", definition);
    assert_eq!(code(Authpipe::new(options)), "config_invalid");
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn a_slow_answer_costs_its_callers_no_more_than_their_time() {
    let server = Scripted::start().await;
    let app = connected(&server).await;
    app.advance(2 * HOUR);
    let held = ScriptedResponse::with_body(200, ScriptedBody::Held((&b"{\"access_token\":"[..]).into()));
    for slow in [ScriptedResponse::Silence, held] {
        server.respond_next("/oauth/token", slow);
    }
    let options = CallOptions { timeout: Some(Duration::from_millis(500)), ..CallOptions::default() };
    for _ in 0..3 {
        assert_eq!(code(soon(app.authpipe.get_credential(&own_user("ben"), options.clone())).await), "timeout");
    }
    assert_eq!(server.requests().len(), 2, "callers share the one request");
    server.release();
}

#[tokio::test]
async fn shapes_of_token_responses_are_judged() {
    // Each with the lifetime that results, or none where there is no credential in it.
    let cases: [(&str, Option<Option<u64>>); 15] = [
        (r#"{"access_token":"new","token_type":"bearer","expires_in":1800}"#, Some(Some(1800))),
        (r#"{"access_token":"new","token_type":"BEARER","expires_in":"1800"}"#, Some(Some(1800))),
        (r#"{"access_token":"new","token_type":"Bearer"}"#, Some(Some(3600))),
        (r#"{"access_token":"new","token_type":"Bearer","expires_in":null}"#, Some(Some(3600))),
        (r#"{"access_token":"new","token_type":"Bearer","expires_in":99999999999,"unknown":{"a":[1]}}"#, Some(None)),
        (r#"{"access_token":"new","token_type":"mac","expires_in":1800}"#, None),
        (r#"{"access_token":"new","token_type":"DPoP","expires_in":1800}"#, None),
        (r#"{"access_token":"","token_type":"Bearer"}"#, None),
        (r#"{"access_token":null,"token_type":"Bearer"}"#, None),
        (r#"{"access_token":7,"token_type":"Bearer"}"#, None),
        (r#"{"access_token":"a b","token_type":"Bearer"}"#, None),
        (r#"{"access_token":"a\r\nX-Evil: 1","token_type":"Bearer"}"#, None),
        (r#"{"access_token":"new","access_token":"new","token_type":"Bearer"}"#, Some(Some(3600))),
        (r#"{"access_token":"new","access_token":"newer","token_type":"Bearer"}"#, None),
        (r#"{"error":"invalid_grant","access_token":"new","token_type":"Bearer"}"#, None),
    ];
    let server = Scripted::start().await;
    let app = connected(&server).await;
    for (body, expected) in cases {
        app.advance(2 * HOUR);
        server.respond_next("/oauth/token", ScriptedResponse::json(200, body));
        match (get(&app).await, expected) {
            (Ok(credential), Some(lifetime)) => {
                assert_eq!(credential.value.expose(), "new", "{body}");
                use authpipe::Clock as _;
                let left = credential.expires_at.map(|end| end.since(app.clock.now()).as_secs());
                match lifetime {
                    Some(lifetime) => {
                        assert!(left.is_some_and(|left| left <= lifetime && left + 60 > lifetime), "{body}: {left:?}")
                    }
                    None => assert!(left.is_none_or(|left| left > 86_400), "{body}: {left:?}"),
                }
            }
            (Err(error), None) => {
                // A token is there, in a shape that nobody can use: another answer will be the same.
                let shapes = [r#""mac""#, r#""DPoP""#, ":7", r#""a b""#, "X-Evil", r#""newer""#];
                let is_of_shape = shapes.iter().any(|shape| body.contains(shape));
                let code = if is_of_shape { "provider_error" } else { "provider_unavailable" };
                assert_eq!(error.code().as_str(), code, "{body}: {error}");
            }
            (answer, _) => panic!("{body}: {answer:?}"),
        }
        if expected == Some(None) {
            // A token of this lifetime would not be renewed within the test.
            app.connect_again(&server).await;
        }
    }
    assert_ne!(app.status().await.0, GrantStatus::NeedsReauth);
}

impl App {
    async fn connect_again(&self, server: &Scripted) {
        server.respond_next("/oauth/token", good());
        let (_, page) = self.browser().connect_scripted(&member(), "a-code").await;
        assert_eq!(page.status, 200, "{}", support::text(&page));
    }
}

/// What a sign-in at a provider that is reached by TLS came to.
struct ByTls {
    session: serde_json::Value,
    /// What the developer reads of a failure.
    told: String,
    app: App,
}

async fn sign_in_by_tls(server: &Scripted, trust: bool) -> ByTls {
    let origin = server.origin();
    let folder = tempfile::tempdir().unwrap();
    let ca = folder.path().join("ca.pem");
    std::fs::write(&ca, server.ca_pem()).unwrap();
    server.respond("/oauth/token", good());
    let app = App::start_with(World::demo(), |options| {
        custom::add(options, "id", "a-client-secret", custom::definition(&origin, "reusable"));
        options.extra_ca_file = trust.then_some(ca);
    })
    .await;
    let mut browser = app.browser();
    let (id, _) = browser.connect_scripted(&member(), "a-code").await;
    let session = browser.session(&id, &member()).await;
    let told = if session["status"] == "failed" { browser.told(&id, &member()).await } else { String::new() };
    drop(browser);
    ByTls { session, told, app }
}

#[tokio::test]
async fn tls_is_verified() {
    let valid = Scripted::start_tls(ServerCertificate::Valid).await;
    let ByTls { session, app: _app, .. } = sign_in_by_tls(&valid, true).await;
    assert_eq!(session["status"], "complete", "{session}");
    assert_eq!(valid.requests().len(), 1);
    for (certificate, trust) in [
        (ServerCertificate::Valid, false),
        (ServerCertificate::SelfSigned, true),
        (ServerCertificate::Expired, true),
        (ServerCertificate::WrongHost, true),
    ] {
        let name = format!("{certificate:?}, authority trusted: {trust}");
        let server = Scripted::start_tls(certificate).await;
        let is_untrusted = !trust;
        let ByTls { session, told, app } = sign_in_by_tls(&server, trust).await;
        assert_eq!(
            (&session["status"], &session["error"]["code"]),
            (&"failed".into(), &"tls_failed".into()),
            "{name}: {session}"
        );
        // Who operates the application reads whose file is missing; the person reads nothing of it.
        assert_eq!(told.contains("not trusted here, \"CN="), is_untrusted, "{name}: {told}");
        assert!(!session.to_string().contains("CN="), "{name}: {session}");
        assert_eq!(server.requests().len(), 0, "{name}: not a byte of a request");
        assert_eq!(code(get(&app).await), "not_connected", "{name}");
    }
}

#[tokio::test]
async fn production_reaches_no_loopback_and_no_plain_http() {
    let server = Scripted::start().await;
    server.respond("*", good());
    let app = App::start().await;
    let production = |change: &dyn Fn(&mut Options)| {
        let mut options = Options {
            mode: Some(Mode::Production),
            environment: Some("production".into()),
            base_url: Some("https://app.example.test/authpipe".into()),
            danger_origins: BTreeMap::new(),
            test_clock: None,
            vault: Some("memory:".into()),
            ..app.options()
        };
        change(&mut options);
        Authpipe::new(options)
    };
    assert!(production(&|_| {}).is_ok());
    let plain = server.origin();
    for (name, refused) in [
        (
            "a definition with plain http",
            production(&|options| custom::add(options, "id", "secret", custom::definition(&plain, "reusable"))),
        ),
        ("dangerOrigins", production(&|options| options.danger_origins = app.options().danger_origins)),
        ("a test clock", production(&|options| options.test_clock = Some(app.clock.clone()))),
        ("a base URL with plain http", production(&|options| options.base_url = Some(support::BASE_URL.into()))),
    ] {
        assert_eq!(refused.expect_err(name).code().as_str(), "config_invalid", "{name}");
    }
    assert_eq!(server.connections(), 0);
}
