//! A sign-in on another device, through the facade and against the sandbox (RFC 8628): from the code that is shown to a credential that
//! renews itself. How often is asked, and what two processes do, is tested with a clock in hand in `engine/tests/device.rs`.

use std::time::Duration;

use crate::support::custom::{self, OWN, own_user};
use crate::support::look::{HOUR, soon};
use crate::support::{App, code, member, tenant};
use authpipe::{
    Authpipe, CallOptions, Credential, DeviceAuth, DevicePoll, DeviceRequest, DeviceStatus, EventType, Options, ProviderId,
    Result, SessionId, SessionStatus, UserId,
};
use authpipe_sandbox::{Decision, DeviceSettings, GENERIC_SECRET, Scripted, ScriptedResponse, World, demo};
use serde_json::{Value, json};

const INTERVAL: Duration = Duration::from_secs(5);
const CODES: &str = r#"{"device_code":"dc","user_code":"WDJB-MJHT","verification_uri":"https://own.example/","expires_in":900}"#;

/// A provider with a device flow, at the paths of the sandbox's generic server.
pub(crate) fn definition(origin: &str) -> Value {
    let mut definition = custom::definition(origin, "strict");
    definition["oauth"]["device_authorization_endpoint"] = json!(format!("{origin}/oauth/device_authorization"));
    definition["identity"] = json!({ "url": format!("{origin}/oauth/api/me"), "person": "/user_id", "display": "/username" });
    definition
}

pub(crate) fn add(options: &mut Options) {
    let definition = definition(&custom::sandbox_origin(options));
    custom::add(options, "generic-strict", GENERIC_SECRET, definition);
}

pub(crate) async fn start_app(settings: DeviceSettings) -> App {
    let mut world = World::demo();
    world.generic.device = settings;
    App::start_with(world, add).await
}

fn request(user_id: &str) -> DeviceRequest {
    DeviceRequest::new(ProviderId::parse(OWN).unwrap(), tenant("acme"), UserId::parse(user_id).unwrap())
}

async fn start(authpipe: &Authpipe) -> Result<DeviceAuth> {
    soon(authpipe.start_device_auth(request("ben"))).await
}

async fn poll(authpipe: &Authpipe, id: &SessionId) -> Result<DevicePoll> {
    soon(authpipe.poll_device_auth(tenant("acme"), UserId::parse("ben").unwrap(), id.clone())).await
}

/// The person opens the page that the device shows, signs in and decides.
pub(crate) async fn decide(app: &App, page: &str, login: &demo::Person, decision: Decision) {
    app.sandbox.browser().sign_in(page, login, decision).await.unwrap();
}

async fn read(app: &App) -> Result<Credential> {
    soon(app.authpipe.get_credential(&own_user("ben"), CallOptions::default())).await
}

#[tokio::test]
async fn a_person_signs_in_on_another_device_and_the_credential_renews_itself() {
    let app = start_app(DeviceSettings::default()).await;
    let started = start(&app.authpipe).await.unwrap();
    assert_eq!(started.verification_uri, format!("{}/oauth/device", app.sandbox.http_origin()));
    assert_eq!((started.interval, started.user_code.len()), (INTERVAL, 9));
    assert_eq!(poll(&app.authpipe, &started.session_id).await.unwrap().status, DeviceStatus::Pending);
    assert_eq!(app.token_requests(), 0, "nobody is asked before the interval is over");
    // The person types the code, in small letters and without its hyphen (RFC 8628 §6.1).
    let typed = started.user_code.replace('-', "").to_lowercase();
    decide(&app, &format!("{}?user_code={typed}", started.verification_uri), &demo::BOB, Decision::Accept).await;
    app.advance(INTERVAL);
    let found = poll(&app.authpipe, &started.session_id).await.unwrap();
    let connection = app.only_connection().await;
    assert_eq!((found.status, found.connection_id), (DeviceStatus::Complete, Some(connection.id.clone())));
    assert_eq!(connection.account.and_then(|account| account.person).as_deref(), Some(demo::BOB.id));
    assert_eq!(app.count_events(EventType::ConnectionCreated).await, 1);
    let view = app.authpipe.get_session(tenant("acme"), started.session_id.clone()).await.unwrap();
    assert_eq!((view.status, view.connection.map(|grant| grant.id)), (SessionStatus::Complete, Some(connection.id)));
    let first = read(&app).await.unwrap().value.clone();
    app.advance(2 * HOUR);
    assert_ne!(read(&app).await.unwrap().value.expose(), first.expose());
}

/// What is polled with is in the vault, and sealed there.
#[tokio::test]
async fn a_device_flow_survives_a_restart_between_two_polls() {
    let mut app = start_app(DeviceSettings::default()).await;
    let id = start(&app.authpipe).await.unwrap().session_id;
    let issued = app.sandbox.ledger().entries().into_iter().find(|entry| entry.what == Some("device_code")).unwrap();
    let device_code = issued.value.unwrap();
    app.advance(INTERVAL);
    assert_eq!(poll(&app.authpipe, &id).await.unwrap().status, DeviceStatus::Pending);
    for (file, bytes) in app.vault_bytes() {
        let found = bytes.windows(device_code.len()).any(|part| part == device_code.as_bytes());
        assert!(!found, "{} has the device code", file.display());
    }
    app.authpipe.close().await.unwrap();
    let mut options = app.options();
    add(&mut options);
    app.authpipe = Authpipe::new(options).unwrap();
    assert_eq!(poll(&app.authpipe, &id).await.unwrap().status, DeviceStatus::Pending);
    assert_eq!(app.token_requests(), 1, "the interval goes on where it was");
    app.advance(INTERVAL);
    assert_eq!(poll(&app.authpipe, &id).await.unwrap().status, DeviceStatus::Pending);
    assert_eq!(app.token_requests(), 2);
}

#[tokio::test]
async fn a_no_and_an_end_are_told_as_such() {
    let app = start_app(DeviceSettings::default()).await;
    let started = start(&app.authpipe).await.unwrap();
    decide(&app, started.verification_uri_complete.as_deref().unwrap(), &demo::BOB, Decision::Cancel).await;
    app.advance(INTERVAL);
    for _ in 0..2 {
        let found = poll(&app.authpipe, &started.session_id).await.unwrap();
        assert_eq!((found.status, found.connection_id, found.interval), (DeviceStatus::Denied, None, None));
    }
    let error = app.authpipe.get_session(tenant("acme"), started.session_id).await.unwrap().error.unwrap();
    assert_eq!(error.code().as_str(), "access_denied");
    assert_eq!(error.context().provider_error.as_deref(), Some("access_denied"));

    let late = start(&app.authpipe).await.unwrap();
    app.advance(Duration::from_secs(890));
    assert_eq!(poll(&app.authpipe, &late.session_id).await.unwrap().status, DeviceStatus::Pending);
    app.advance(Duration::from_secs(10));
    let asked = app.token_requests();
    for _ in 0..2 {
        assert_eq!(poll(&app.authpipe, &late.session_id).await.unwrap().status, DeviceStatus::Expired);
    }
    assert_eq!(app.token_requests(), asked, "it stops at its end");
    assert_eq!(app.grant_lines(), []);
    // An end of which nobody has asked is one all the same.
    let unasked = start(&app.authpipe).await.unwrap().session_id;
    app.advance(Duration::from_secs(901));
    let view = app.authpipe.get_session(tenant("acme"), unasked).await.unwrap();
    assert_eq!(view.status, SessionStatus::Expired);
    assert!(view.error.unwrap().message().contains("Nobody has signed in with the code in time."));
}

/// SR-26: the sandbox slows down for good, and the library keeps to that.
#[tokio::test]
async fn an_endless_slow_down_ends_with_the_code() {
    let app = start_app(DeviceSettings { always_slow_down: true, ..DeviceSettings::default() }).await;
    let id = start(&app.authpipe).await.unwrap().session_id;
    let mut statuses = Vec::new();
    for _ in 0..181 {
        app.advance(INTERVAL);
        statuses.push(poll(&app.authpipe, &id).await.unwrap().status);
    }
    assert_eq!(statuses.iter().filter(|status| **status == DeviceStatus::Expired).count(), 2);
    // 5 + 10 + … + 90 = 855 seconds: eighteen polls, where every five seconds would have been 180.
    assert_eq!(app.token_requests(), 18);
}

/// SR-26: an address that is not https is shown to nobody, and repeated nowhere.
#[tokio::test]
async fn a_hostile_verification_uri_is_shown_to_nobody() {
    for hostile in ["http://evil.example/device", "javascript:alert(1)", "https://id.example@evil.example:x/"] {
        let settings =
            DeviceSettings { verification_uri: Some(hostile.into()), omit_complete: true, ..DeviceSettings::default() };
        let app = start_app(settings).await;
        let error = start(&app.authpipe).await.unwrap_err();
        assert_eq!(error.code().as_str(), "provider_error", "{hostile}");
        let told = format!("{error} {error:?} {} {:?}", error.hint().unwrap_or_default(), error.context());
        assert!(!told.contains("evil") && !told.contains("alert"), "{told}");
        assert_eq!(app.count_events(EventType::SessionFailed).await, 1, "{hostile}");
    }
}

/// A person signs in as somebody else than the account that is connected again.
#[tokio::test]
async fn another_account_is_refused_on_a_device_too() {
    let app = start_app(DeviceSettings::default()).await;
    for (login, expected) in [(&demo::BOB, Ok(DeviceStatus::Complete)), (&demo::CARLA, Err("account_mismatch"))] {
        let started = start(&app.authpipe).await.unwrap();
        decide(&app, started.verification_uri_complete.as_deref().unwrap(), login, Decision::Accept).await;
        app.advance(INTERVAL);
        for _ in 0..2 {
            let found = poll(&app.authpipe, &started.session_id).await;
            assert_eq!(found.map(|found| found.status).map_err(|error| error.code().as_str()), expected);
        }
    }
    let account = app.only_connection().await.account.unwrap();
    assert_eq!(account.person.as_deref(), Some(demo::BOB.id));
}

/// Whoever starts many sign-ins is stopped before the provider is asked.
#[tokio::test]
async fn open_device_flows_are_limited_before_the_provider_is_asked() {
    let app = start_app(DeviceSettings::default()).await;
    for _ in 0..20 {
        start(&app.authpipe).await.unwrap();
    }
    let asked = app.sandbox.ledger().len();
    assert_eq!(code(start(&app.authpipe).await), "rate_limited");
    assert_eq!(app.sandbox.ledger().len(), asked);
}

#[tokio::test]
async fn a_provider_without_a_device_flow_says_so() {
    let app = App::start_with(World::demo(), |options| custom::add_generic(options, "strict")).await;
    let error = start(&app.authpipe).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.message()), ("invalid_request", "Own has no device flow (RFC 8628)."));
    // A session of a browser is none of a device.
    let (id, _) = app.browser().start_own(&member()).await;
    assert_eq!(code(poll(&app.authpipe, &SessionId::parse(&id).unwrap()).await), "not_found");
}

/// RFC 8628 §4: an issuer publishes its endpoint with the others.
#[tokio::test]
async fn an_issuer_publishes_its_device_flow() {
    let app = App::start_with(World::demo(), |options| {
        let origin = custom::sandbox_origin(options);
        let mut definition = definition(&origin);
        definition["oauth"] = json!({ "issuer": format!("{origin}/oauth"), "discovery": { "kind": "oauth" } });
        custom::add(options, "generic-strict", GENERIC_SECRET, definition);
    })
    .await;
    let started = start(&app.authpipe).await.unwrap();
    decide(&app, started.verification_uri_complete.as_deref().unwrap(), &demo::BOB, Decision::Accept).await;
    app.advance(INTERVAL);
    assert_eq!(poll(&app.authpipe, &started.session_id).await.unwrap().status, DeviceStatus::Complete);
}

/// SR-24: neither request follows a redirect.
#[tokio::test]
async fn no_redirect_of_a_device_flow_is_followed() {
    for status in [301, 302, 303, 307, 308] {
        let (server, elsewhere) = (Scripted::start().await, Scripted::start().await);
        elsewhere.respond("*", ScriptedResponse::json(200, CODES));
        let origin = server.origin();
        let app = App::start_with(World::demo(), |options| custom::add(options, "id", "a-secret", definition(&origin))).await;
        let away = || ScriptedResponse::redirect(status, &elsewhere.url("/x"));
        server.respond_next("/oauth/device_authorization", away());
        assert_eq!(code(start(&app.authpipe).await), "provider_error", "{status}");
        server.respond_next("/oauth/device_authorization", ScriptedResponse::json(200, CODES));
        let id = start(&app.authpipe).await.unwrap().session_id;
        server.respond_next("/oauth/token", away());
        app.advance(INTERVAL);
        assert_eq!(poll(&app.authpipe, &id).await.unwrap().status, DeviceStatus::Pending, "{status}");
        assert_eq!((elsewhere.connections(), server.requests().len()), (0, 3), "{status}");
    }
}

/// A provider that is away for a while ends the sign-in; how long another one has to wait is told by each poll, and counts down.
#[tokio::test]
async fn a_failed_device_flow_says_how_long_to_wait() {
    let server = Scripted::start().await;
    let origin = server.origin();
    let app = App::start_with(World::demo(), |options| custom::add(options, "id", "a-secret", definition(&origin))).await;
    server.respond("/oauth/device_authorization", ScriptedResponse::json(200, CODES));
    server
        .respond("/oauth/token", ScriptedResponse::json(200, r#"{"access_token":"at","token_type":"Bearer","expires_in":3600}"#));
    server.respond("/oauth/api/me", ScriptedResponse::played("HTTP/1.1 503 Away", &["retry-after: 90"], String::new()));
    let id = start(&app.authpipe).await.unwrap().session_id;
    app.advance(INTERVAL);
    for (waited, expected) in [(0, Some(60..=90)), (30, Some(30..=60)), (60, None)] {
        app.advance(Duration::from_secs(waited));
        let error = poll(&app.authpipe, &id).await.unwrap_err();
        assert_eq!(error.code().as_str(), "provider_unavailable", "{error}");
        let left = error.retry_after().map(|left| left.as_secs());
        assert!(left.is_some() == expected.is_some() && left.is_none_or(|left| expected.unwrap().contains(&left)), "{left:?}");
    }
}

/// The tenant's own server ends a device flow; for another tenant's there is none.
#[tokio::test]
async fn a_server_cancels_a_device_flow() {
    let app = start_app(DeviceSettings::default()).await;
    let started = start(&app.authpipe).await.unwrap();
    let cancel = async |tenant_id: &str| app.authpipe.cancel_session(tenant(tenant_id), started.session_id.clone()).await;
    assert_eq!(code(cancel("other").await), "not_found");
    assert_eq!(poll(&app.authpipe, &started.session_id).await.unwrap().status, DeviceStatus::Pending);
    for _ in 0..2 {
        let view = cancel("acme").await.unwrap();
        assert_eq!((view.status, view.connection.is_some(), view.error.is_some()), (SessionStatus::Cancelled, false, false));
    }
    assert_eq!(app.count_events(EventType::SessionCancelled).await, 1);
    decide(&app, started.verification_uri_complete.as_deref().unwrap(), &demo::BOB, Decision::Accept).await;
    app.advance(INTERVAL);
    assert_eq!(poll(&app.authpipe, &started.session_id).await.unwrap().status, DeviceStatus::Denied);
    assert_eq!((app.token_requests(), app.grant_lines()), (0, vec![]));
}

/// What is wrong with the request for a code is not looked for at the token endpoint.
#[tokio::test]
async fn a_device_request_that_fails_names_its_own_address() {
    for (status, body, words) in [
        (404, "<html>", "device_authorization_endpoint"),
        (302, "", "device_authorization_endpoint"),
        (200, "device_code=dc&user_code=A&expires_in=900", "device_authorization_endpoint"),
        (200, r#"{"device_code":"dc","user_code":"A","verification_uri":"https://own.example/"}"#, "expires_in cannot be used"),
    ] {
        let server = Scripted::start().await;
        server.respond("/oauth/device_authorization", ScriptedResponse::new(status, "text/plain", body));
        let definition = definition(&server.origin());
        let app = App::start_with(World::demo(), |options| custom::add(options, "id", "secret", definition)).await;
        let told = start(&app.authpipe).await.unwrap_err().to_string();
        assert!(told.contains(words) && !told.contains("token_endpoint in"), "{status} {body}: {told}");
    }
}
