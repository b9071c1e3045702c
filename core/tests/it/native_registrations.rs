//! What the registration of a native app may hold: redirect URIs that nobody else receives, and no secret (RFC 8252; SR-29).

use crate::support;
use crate::support::flow::{add_generic, problem};
use crate::support::native::{answer, as_app, refused, request, start, world};
use crate::support::{App, PROVIDER, code};
use authpipe::{Authpipe, ErrorCode, Mode, NativeRequest, Options, ProviderId, ProviderInput, Secret};
use authpipe_sandbox::demo;
use serde_json::json;

/// SR-29: whoever has the app has its secret.
#[tokio::test]
async fn a_client_secret_in_an_app_is_refused() {
    let app = start().await;
    let with = |change: &dyn Fn(&mut Options)| {
        let mut options = app.options();
        change(&mut options);
        Authpipe::new(options)
    };
    let provider = |options: &mut Options, change: &dyn Fn(&mut ProviderInput)| {
        change(options.providers.get_mut(PROVIDER).unwrap());
    };
    for redirect in [demo::NATIVE_REDIRECT, "https://app.acme.example/callback"] {
        let error = with(&|options| provider(options, &|input| input.redirect_uri = Some(redirect.into()))).unwrap_err();
        assert_eq!(
            error.message(),
            "providers[\"microsoft-onedrive\"].client_secret must be absent where the redirect URI leads into an app: everybody who has \
             the app would have the secret.",
        );
        assert_eq!(error.code(), ErrorCode::ConfigInvalid);
    }
    // A phone has no other programs: there a secret is refused whatever it is for.
    let error = with(&|options| options.public_clients_only = true).unwrap_err();
    assert_eq!(error.code(), ErrorCode::ConfigInvalid);
    assert_eq!(
        error.message(),
        "providers[\"microsoft-onedrive\"].client_secret must be absent in an app: everybody who has the app would have it."
    );
    assert!(!format!("{error:?}").contains(demo::CLIENT_SECRET));
    // The redirect URI of a single session counts too.
    let confidential = with(&|_| {}).unwrap();
    let asks = NativeRequest { redirect_uri: Some(demo::NATIVE_REDIRECT.into()), ..request() };
    assert_eq!(code(confidential.create_native_session(asks).await), "config_invalid");
    assert_eq!(app.token_requests(), 0);
}

/// SR-29: a program that is given away has no secret either. A script of the developer's own may.
#[tokio::test]
async fn a_client_secret_with_a_loopback_redirect_is_for_development_only() {
    let app = start().await;
    let with = |mode: Mode, secret: bool, redirect: Option<&str>| {
        let mut options = app.options();
        options.mode = Some(mode);
        options.vault = Some("memory:".into());
        options.environment = Some("test".into());
        options.base_url = None;
        options.test_clock = options.test_clock.filter(|_| mode == Mode::Development);
        if mode == Mode::Production {
            options.danger_origins.clear();
        }
        let input = options.providers.get_mut(PROVIDER).unwrap();
        input.client_secret = input.client_secret.take().filter(|_| secret);
        input.redirect_uri = redirect.map(str::to_owned);
        Authpipe::new(options)
    };
    let loopback = "http://127.0.0.1/cb";
    let error = with(Mode::Production, true, Some(loopback)).unwrap_err();
    assert_eq!(error.code(), ErrorCode::ConfigInvalid);
    assert!(error.message().contains("client_secret must be absent where a sign-in comes back to a loopback port"), "{error}");
    let confidential = with(Mode::Production, true, None).unwrap();
    assert_eq!(code(confidential.start_loopback_flow(request()).await), "config_invalid");
    let asks = NativeRequest { redirect_uri: Some("http://127.0.0.1:49152/cb".into()), ..request() };
    assert_eq!(code(confidential.create_native_session(asks.clone()).await), "config_invalid");
    // The same without a secret, and with one on the developer's own machine.
    assert!(with(Mode::Production, false, Some(loopback)).unwrap().start_loopback_flow(request()).await.is_ok());
    assert!(with(Mode::Development, true, Some(loopback)).unwrap().start_loopback_flow(request()).await.is_ok());
    assert!(with(Mode::Development, true, None).unwrap().create_native_session(asks).await.is_ok());
}

#[tokio::test]
async fn redirect_uris_that_others_could_receive_are_refused() {
    let app = start().await;
    for redirect in [
        "http://localhost:49152/callback",
        "http://app.acme.example/callback",
        "http://192.168.0.7:49152/callback",
        "https://localhost/callback",
        "acme://auth",
        "javascript:alert(1)",
        // Not the config's.
        "com.acme.other://auth",
        "http://127.0.0.1:49152/callback",
    ] {
        let asks = NativeRequest { redirect_uri: Some(redirect.into()), ..request() };
        let error = app.authpipe.create_native_session(asks).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidRequest, "{redirect}");
        assert!(!error.to_string().contains(redirect), "{error}");
        let mut options = app.options();
        as_app(&mut options);
        let input = options.providers.get_mut(PROVIDER).unwrap();
        input.redirect_uri = Some(redirect.into());
        if redirect != "com.acme.other://auth" {
            assert_eq!(code(Authpipe::new(options)), "config_invalid", "{redirect}");
        }
    }
}

#[tokio::test]
async fn an_app_with_a_listener_of_its_own_names_the_port() {
    let app = App::start_with(world(), |options| {
        as_app(options);
        options.providers.get_mut(PROVIDER).unwrap().redirect_uri = Some(format!("http://127.0.0.1/oauth/callback/{PROVIDER}"));
    })
    .await;
    assert_eq!(code(app.authpipe.create_native_session(request()).await), "invalid_request");
    let address = format!("http://127.0.0.1:49152/oauth/callback/{PROVIDER}");
    let asks = NativeRequest { redirect_uri: Some(address.clone()), ..request() };
    let session = app.authpipe.create_native_session(asks).await.unwrap();
    assert_eq!((session.redirect_uri(), session.callback_scheme()), (address.as_str(), "http"));
    let back = answer(&app, &session).await;
    // Another port is another program.
    let elsewhere = back.as_str().replace(":49152", ":49153");
    assert_eq!(refused(&app, &session, &elsewhere).await, "state_invalid");
    app.authpipe.complete_native_session(&session, back.as_str()).await.unwrap();
}

/// A redirect to a web server needs a registration that keeps a secret.
#[tokio::test]
async fn a_public_client_has_no_web_sessions() {
    let app = App::start_with(world(), |options| options.providers.get_mut(PROVIDER).unwrap().client_secret = None).await;
    let mut browser = app.browser();
    for path in ["/oauth/sessions", "/oauth/installs"] {
        let refused = browser.post(path, json!({ "provider": PROVIDER }), &support::admin()).await;
        assert_eq!(problem(&refused), "provider_not_configured");
    }
}

#[tokio::test]
async fn a_provider_without_pkce_has_no_native_sessions() {
    let app = App::start_with(world(), |options| {
        add_generic(options, "acme", |definition| {
            definition["oauth"]["pkce"] = json!({ "off": { "reason": "its token endpoint fails with a verifier" } });
            definition["oauth"]["client_authentication"] = json!("none");
        });
        let input = options.providers.get_mut("acme").unwrap();
        input.client_secret = None::<Secret<String>>;
        input.redirect_uri = Some("com.acme.notes:/cb".into());
    })
    .await;
    let asks = NativeRequest { provider: ProviderId::parse("acme").unwrap(), ..request() };
    let error = app.authpipe.create_native_session(asks).await.unwrap_err();
    assert_eq!((error.code(), error.message()), (ErrorCode::InvalidRequest, "Acme has no PKCE, which native apps need."));
}
