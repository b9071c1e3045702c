//! Sessions of native apps (RFC 8252; SR-29): custom schemes, no web server, no client secret.

use crate::support;
use std::sync::Arc;
use std::time::Duration;

use crate::support::flow::{add_generic, cancel, parameter, problem, state_of, with_parameter};
use crate::support::{App, PROVIDER, code, get, member, sign_in, tenant, text, user};
use authpipe::{
    Authpipe, CallOptions, Error, ErrorCode, GrantStatus, HttpRequest, Mode, NativeRequest, NativeSession, Options, ProviderId,
    ProviderInput, Secret, UserId,
};
use authpipe_sandbox::{Endpoint, Fault, World, demo};
use serde_json::json;
use url::Url;

const HOUR: Duration = Duration::from_secs(3600);

/// A public registration, no handler, no base URL.
fn as_app(options: &mut Options) {
    options.base_url = None;
    let input = ProviderInput {
        client_id: demo::PUBLIC_CLIENT_ID.into(),
        client_secret: None,
        redirect_uri: Some(demo::NATIVE_REDIRECT.into()),
        ..options.providers[PROVIDER].clone()
    };
    options.providers.insert(PROVIDER.into(), input);
}

/// The provider compares redirect URIs strictly.
fn world() -> World {
    let mut world = World::demo();
    world.app_mut(demo::PUBLIC_CLIENT_ID).unwrap().any_loopback_redirect = false;
    world
}

async fn start() -> App {
    App::start_with(world(), as_app).await
}

fn request() -> NativeRequest {
    NativeRequest::new(ProviderId::parse(PROVIDER).unwrap(), tenant("acme"), UserId::parse("ben").unwrap())
}

async fn begin(app: &App) -> NativeSession {
    app.authpipe.create_native_session(request()).await.unwrap()
}

/// The person signs in as Bob; gives what the system hands to the app.
async fn answer(app: &App, session: &NativeSession) -> Url {
    sign_in(&app.sandbox.browser(), session.authorization_url(), &demo::BOB).await
}

async fn refused(app: &App, session: &NativeSession, url: &str) -> &'static str {
    code(app.authpipe.complete_native_session(session, url).await)
}

#[tokio::test]
async fn an_app_connects_by_its_own_scheme_with_pkce_and_without_a_secret() {
    let mut app = start().await;
    let session = begin(&app).await;
    assert_eq!((session.redirect_uri(), session.callback_scheme()), (demo::NATIVE_REDIRECT, "msauth.com.acme.notes"));
    let url = session.authorization_url();
    assert_eq!(parameter(url, "redirect_uri").as_deref(), Some(demo::NATIVE_REDIRECT));
    assert_eq!(parameter(url, "code_challenge_method").as_deref(), Some("S256"));
    assert_eq!(parameter(url, "client_id").as_deref(), Some(demo::PUBLIC_CLIENT_ID));
    let back = answer(&app, &session).await;
    assert!(back.as_str().starts_with("msauth.com.acme.notes://auth?"), "{back}");

    let grant = app.authpipe.complete_native_session(&session, back.as_str()).await.unwrap();
    assert_eq!(grant.status, GrantStatus::Active);
    assert_eq!(grant.account.unwrap().display.as_deref(), Some(demo::BOB.username));
    let exchange = app.sandbox.ledger().token_requests().pop().unwrap();
    assert_eq!(exchange.client_auth, Some("none"));
    assert_eq!(exchange.params["client_id"], demo::PUBLIC_CLIENT_ID);
    assert!(exchange.params["code_verifier"].len() >= 43);
    let events = app.authpipe.list_events(Default::default()).await.unwrap();
    assert_eq!(events.data.len(), 1);

    // The refresh of a public client names the client in the body, also after a restart.
    app.advance(2 * HOUR);
    let credential = app.user_credential().await.unwrap();
    assert!(credential.refreshed);
    app.advance(2 * HOUR);
    let mut options = app.options();
    as_app(&mut options);
    app.authpipe.close().await;
    app.authpipe = Authpipe::new(options).unwrap();
    assert_eq!(app.user_credential().await.unwrap().generation, 3);
    let refreshes = app.sandbox.ledger().refreshes();
    assert_eq!(refreshes.len(), 2);
    for refresh in refreshes {
        assert_eq!((refresh.client_auth, refresh.params["client_id"].as_str()), (Some("none"), demo::PUBLIC_CLIENT_ID));
    }
}

/// SR-29: another program that has taken the scheme gets the callback. It may even share the vault.
#[tokio::test]
async fn a_squatted_callback_finishes_nothing() {
    let app = start().await;
    let session = begin(&app).await;
    let back = answer(&app, &session).await;

    let mut options = app.options();
    as_app(&mut options);
    let squatter = Authpipe::new(options).unwrap();
    let its_own = squatter.create_native_session(request()).await.unwrap();
    // Its own session with the victim's answer, and the victim's code under its own state.
    for url in [back.clone(), with_parameter(&back, "state", Some(&state_of(its_own.authorization_url())))] {
        let outcome = squatter.complete_native_session(&its_own, url.as_str()).await;
        if url == back {
            assert_eq!(code(outcome), "state_invalid");
            assert_eq!(app.token_requests(), 0);
        } else {
            // The code belongs to another verifier (RFC 7636 §4.6).
            assert_eq!(code(outcome), "provider_error");
            assert_eq!(app.sandbox.ledger().token_requests()[0].status, Some(400));
        }
    }
    assert!(app.grant_lines().is_empty());
    // The one that started it is not disturbed.
    app.authpipe.complete_native_session(&session, back.as_str()).await.unwrap();
}

/// The verifier is in this process only: not even whoever reads the vault, with its key, has it.
#[tokio::test]
async fn the_web_handler_cannot_finish_a_native_session() {
    let app = App::start_with(world(), |options| {
        let base_url = options.base_url.clone();
        as_app(options);
        options.base_url = base_url;
    })
    .await;
    let session = begin(&app).await;
    let back = answer(&app, &session).await;
    let mut browser = app.browser();
    let query = back.query().unwrap().to_owned();
    let page = browser.send(HttpRequest { query, ..get(&format!("/oauth/callback/{PROVIDER}")) }, Some(member())).await;
    assert_eq!(page.status, 403, "{}", text(&page));
    app.assert_untouched(session.session_id().as_str());
    app.authpipe.complete_native_session(&session, back.as_str()).await.unwrap();
}

#[tokio::test]
async fn an_answer_to_another_address_or_state_burns_nothing() {
    let app = start().await;
    let (session, other) = (begin(&app).await, begin(&app).await);
    let back = answer(&app, &session).await;
    let query = back.query().unwrap();
    let long = format!("{back}&x={}", "x".repeat(20_000));
    for url in [
        format!("msauth.com.acme.notez://auth?{query}"),
        format!("msauth.com.acme.notes://other?{query}"),
        format!("msauth.com.acme.notes://auth/more?{query}"),
        format!("msauth.com.acme.notes://u:p@auth?{query}"),
        format!("https://auth?{query}"),
        format!("http://127.0.0.1:1/oauth/callback/{PROVIDER}?{query}"),
        "msauth.com.acme.notes://auth".to_owned(),
        "not a url".to_owned(),
        String::new(),
        with_parameter(&back, "state", Some(&"A".repeat(43))).into(),
        with_parameter(&back, "state", None).into(),
        with_parameter(&back, "state", Some(&state_of(other.authorization_url()))).into(),
        format!("{back}&state=second"),
        format!("{back}&code=second"),
        format!("{back}&iss=a&iss=b"),
        format!("{back}&error=access_denied&error=access_denied"),
        // Nobody who only knows the scheme can end the session with an error.
        "msauth.com.acme.notes://auth?error=access_denied&state=guessed".to_owned(),
        long,
    ] {
        assert_eq!(refused(&app, &session, &url).await, "state_invalid", "{url}");
    }
    app.assert_untouched(session.session_id().as_str());
    app.assert_untouched(other.session_id().as_str());
    // Some providers put a slash after a host, and a fragment behind everything.
    let url = format!("msauth.com.acme.notes://auth/?{query}#_=_");
    app.authpipe.complete_native_session(&session, &url).await.unwrap();
}

#[tokio::test]
async fn a_hundred_completions_of_one_session_make_one_token_request() {
    let app = Arc::new(start().await);
    let session = Arc::new(begin(&app).await);
    let back = answer(&app, &session).await;
    let mut parallel = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let (app, session, back) = (app.clone(), session.clone(), back.to_string());
        parallel.spawn(async move { app.authpipe.complete_native_session(&session, &back).await });
    }
    let results = parallel.join_all().await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let codes = |error: &Error| error.code() == ErrorCode::StateInvalid;
    assert_eq!(results.iter().filter_map(|result| result.as_ref().err()).filter(|error| codes(error)).count(), 99);
    assert_eq!(app.token_requests(), 1);
}

#[tokio::test]
async fn a_denial_ends_the_session_once() {
    let app = start().await;
    let session = begin(&app).await;
    let back = cancel(&app, session.authorization_url(), &demo::BOB).await;
    assert_eq!(refused(&app, &session, back.as_str()).await, "access_denied");
    app.assert_ended_with_nothing(session.session_id().as_str(), "cancelled", "access_denied");
    assert_eq!(refused(&app, &session, back.as_str()).await, "state_invalid");
    assert_eq!(app.token_requests(), 0);
}

#[tokio::test]
async fn a_session_ends_after_ten_minutes_or_when_the_app_says_so() {
    let app = start().await;
    let (late, cancelled) = (begin(&app).await, begin(&app).await);
    let (late_answer, cancelled_answer) = (answer(&app, &late).await, answer(&app, &cancelled).await);
    app.authpipe.cancel_native_session(&cancelled).await.unwrap();
    app.authpipe.cancel_native_session(&cancelled).await.unwrap();
    assert_eq!(refused(&app, &cancelled, cancelled_answer.as_str()).await, "state_invalid");
    app.advance(Duration::from_secs(601));
    assert_eq!(refused(&app, &late, late_answer.as_str()).await, "session_expired");
    assert_eq!(refused(&app, &late, late_answer.as_str()).await, "state_invalid");
    assert_eq!(app.token_requests(), 0);
}

/// SR-59: a sheet that goes away with its view does not lose the code that is being exchanged.
#[tokio::test]
async fn a_completion_outlives_its_caller_and_shutdown_waits_for_it() {
    let app = Arc::new(start().await);
    let session = begin(&app).await;
    let back = answer(&app, &session).await;
    let held = app.sandbox.faults().add(Fault::hold(Endpoint::Token));
    let other = app.clone();
    let caller = tokio::spawn(async move { other.authpipe.complete_native_session(&session, back.as_str()).await });
    held.wait_until_reached().await;
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    held.release();
    app.authpipe.close().await;
    let mut options = app.options();
    as_app(&mut options);
    let again = Authpipe::new(options).unwrap();
    assert_eq!(again.get_credential(&user("ben"), CallOptions::default()).await.unwrap().generation, 1);
}

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

#[tokio::test]
async fn a_connection_is_renewed_by_its_account_only() {
    let app = start().await;
    let first = begin(&app).await;
    let back = answer(&app, &first).await;
    let grant = app.authpipe.complete_native_session(&first, back.as_str()).await.unwrap();
    let renews = || NativeRequest { connection_id: Some(grant.id.clone()), ..request() };

    let session = app.authpipe.create_native_session(renews()).await.unwrap();
    let back = sign_in(&app.sandbox.browser(), session.authorization_url(), &demo::CARLA).await;
    assert_eq!(refused(&app, &session, back.as_str()).await, "account_mismatch");
    assert_eq!(app.user_credential().await.unwrap().generation, 1, "the old grant stands");

    let session = app.authpipe.create_native_session(renews()).await.unwrap();
    let back = answer(&app, &session).await;
    assert_eq!(app.authpipe.complete_native_session(&session, back.as_str()).await.unwrap().id, grant.id);
    for (tenant_id, user_id) in [("other", "ben"), ("acme", "eve")] {
        let foreign = NativeRequest { tenant_id: tenant(tenant_id), user_id: UserId::parse(user_id).unwrap(), ..renews() };
        assert_eq!(code(app.authpipe.create_native_session(foreign).await), "not_connected");
    }
}

#[tokio::test]
async fn a_native_session_prints_neither_state_nor_secrets() {
    let app = start().await;
    let session = begin(&app).await;
    let printed = format!("{session:?}");
    assert!(printed.contains(session.session_id().as_str()));
    assert!(!printed.contains(&state_of(session.authorization_url())) && !printed.contains("code_challenge"), "{printed}");
}
