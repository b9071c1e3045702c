//! What the provider said about a failure reaches the developer, in closed fields: in the error, the session, the event and the log; and
//! nothing secret that it repeats does.

use std::sync::Arc;

use authpipe::{
    Authpipe, CallOptions, CredentialType, Error, Event, EventQuery, EventType, LogValue, Logger, ProviderDetails, Secret,
    SessionId, StoreCredential,
};
use authpipe_sandbox::{Scripted, ScriptedResponse, World, demo};
use serde_json::{Value, json};

use crate::logging::Kept;
use crate::support::canary::assert_none;
use crate::support::custom::{self, own_user};
use crate::support::flow::{cancel, words};
use crate::support::look::soon;
use crate::support::{App, Browser, member, tenant};

const TRACE: &str = "6d0a1b2c-0000-4000-8000-00000000abcd";
const HOUR: std::time::Duration = std::time::Duration::from_secs(3700);
const USUAL: &str = r#"{"access_token":"at-9c1e44","token_type":"Bearer","expires_in":3600,"refresh_token":"rt-77aa01"}"#;

fn refusal(status: u16, error: &str) -> ScriptedResponse {
    let body = json!({
        "error": error, "error_description": "CANARY text", "error_codes": [7_000_215], "trace_id": TRACE,
        "correlation_id": "b9f3b9f3-b9f3", "timestamp": "2026-01-05 10:11:12Z",
    });
    let line = format!("HTTP/1.1 {status} Whatever");
    ScriptedResponse::played(&line, &["content-type: application/json", "x-ms-request-id: C0FE-1A2B-0001"], body.to_string())
}

fn assert_said(details: Option<&ProviderDetails>, status: Option<u16>, error: &str) {
    let details = details.expect("what the provider said");
    assert_eq!((details.status, details.error.as_deref()), (status, Some(error)));
    if status.is_some() {
        assert_eq!(details.error_codes, [7_000_215]);
        let texts = [&details.trace_id, &details.correlation_id, &details.request_id, &details.timestamp];
        let texts = texts.map(|text| text.as_deref().unwrap_or_default());
        assert_eq!(texts, [TRACE, "b9f3b9f3-b9f3", "C0FE-1A2B-0001", "2026-01-05 10:11:12Z"]);
        assert_eq!((&details.error_description, &details.error_uri), (&None, &None));
    }
}

async fn start(patch: &Value) -> (App, Scripted, Arc<Kept>) {
    let (server, kept) = (Scripted::start().await, Arc::new(Kept::default()));
    let logger: Arc<dyn Logger> = kept.clone();
    let mut definition = custom::definition(&server.origin(), "strict");
    for (name, value) in patch.as_object().unwrap() {
        definition[name] = value.clone();
    }
    let app = App::start_with(World::demo(), |options| {
        options.logger = Some(logger);
        custom::add(options, "id", "a-client-secret", definition);
    })
    .await;
    (app, server, kept)
}

async fn read(app: &App) -> Error {
    soon(app.authpipe.get_credential(&own_user("ben"), CallOptions::default())).await.unwrap_err()
}

async fn events(authpipe: &Authpipe, event_type: EventType) -> Vec<Event> {
    let query = EventQuery { event_type: Some(event_type), ..EventQuery::default() };
    authpipe.list_events(query).await.unwrap().data
}

async fn session_error(app: &App, id: &str) -> Error {
    let view = app.authpipe.get_session(tenant("acme"), SessionId::parse(id).unwrap()).await.unwrap();
    view.error.unwrap()
}

#[tokio::test]
async fn a_failed_sign_in_says_what_the_provider_said_in_session_event_and_log_and_to_no_person() {
    let (app, server, kept) = start(&json!({})).await;
    server.respond("/oauth/token", refusal(401, "invalid_client"));
    let mut browser: Browser<'_> = app.browser();
    let (id, page) = browser.connect_scripted(&member(), "a-code").await;
    let error = session_error(&app, &id).await;
    assert_said(error.context().provider_details.as_deref(), Some(401), "invalid_client");
    assert!(error.to_string().contains(TRACE), "{error}");

    let told = events(&app.authpipe, EventType::SessionFailed).await;
    assert_eq!(told.len(), 1);
    let event = &told[0];
    assert_eq!(event.session_id.as_ref().map(SessionId::as_str), Some(id.as_str()));
    assert_eq!((&event.grant_id, &event.status, event.tenant_id.as_str()), (&None, &None, "acme"));
    let in_event = event.error().unwrap();
    assert_eq!((in_event.code(), in_event.message(), in_event.hint()), (error.code(), error.message(), error.hint()));
    assert_eq!(in_event.context(), error.context());

    let lines = kept.find("a sign-in ended without a grant");
    let fields: Vec<_> = lines[0].fields.iter().filter(|(name, _)| name.starts_with("provider_details.")).collect();
    let text = |text: &str| LogValue::Text(text.to_owned());
    for (name, value) in [("status", LogValue::Whole(401)), ("error_codes", text("7000215")), ("trace_id", text(TRACE))] {
        assert!(fields.iter().any(|(known, said)| *known == format!("provider_details.{name}") && *said == value), "{fields:?}");
    }
    assert_eq!(fields.len(), 7, "what it did not say is in no field: {fields:?}");
    // The person, and the page that the person sees.
    let shown = format!("{} {}", words(&page), browser.session(&id, &member()).await);
    assert!(!shown.contains(TRACE) && !shown.contains("7000215"), "{shown}");
    assert!(!format!("{error:?}{in_event:?}{lines:?}").contains("CANARY"));
}

#[tokio::test]
async fn a_denial_is_told_apart_from_a_failure_and_so_is_what_the_application_cancels() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let back = cancel(&app, &url, &demo::BOB).await;
    browser.callback(&back, Some(&member())).await;
    let told = events(&app.authpipe, EventType::SessionCancelled).await;
    assert_eq!(told.iter().map(|event| event.session_id.as_ref().unwrap().as_str()).collect::<Vec<_>>(), [id.as_str()]);
    let error = told[0].error().unwrap();
    assert_eq!(error.code().as_str(), "access_denied");
    assert_said(error.context().provider_details.as_deref(), None, "access_denied");

    let (second, _) = browser.start(&member()).await;
    browser.delete(&format!("/oauth/sessions/{second}"), Some(&member())).await;
    let told = events(&app.authpipe, EventType::SessionCancelled).await;
    assert_eq!((told.len(), told[1].error().map(|error| error.code())), (2, None));
    assert!(events(&app.authpipe, EventType::SessionFailed).await.is_empty());
    let foreign = EventQuery { tenant_id: Some(tenant("other")), ..EventQuery::default() };
    assert!(app.authpipe.list_events(foreign).await.unwrap().data.is_empty());
}

/// A late answer is a failure, and an event; also where the session itself is all that is left of it.
#[tokio::test]
async fn a_late_answer_has_its_event() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (_, url) = browser.start(&member()).await;
    let back = crate::support::sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    app.advance(HOUR);
    browser.callback(&back, Some(&member())).await;
    let told = events(&app.authpipe, EventType::SessionFailed).await;
    assert_eq!(told.iter().map(|event| event.error().unwrap().code().as_str()).collect::<Vec<_>>(), ["session_expired"]);
}

#[tokio::test]
async fn a_failed_refresh_says_what_the_provider_said_now_in_the_pause_and_in_the_event() {
    for (status, error, code, kind) in [
        (401, "invalid_client", "provider_config_rejected", EventType::ConfigError),
        (400, "invalid_grant", "reauth_required", EventType::ConnectionNeedsReauth),
        (503, "temporarily_unavailable", "provider_unavailable", EventType::HealthFailed),
        (400, "unsupported_grant_type", "provider_error", EventType::HealthFailed),
    ] {
        let (mut app, server, kept) = start(&json!({})).await;
        server.respond_next("/oauth/token", ScriptedResponse::json(200, USUAL.to_owned()));
        app.browser().connect_scripted(&member(), "a-code").await;
        server.respond("/oauth/token", refusal(status, error));
        app.advance(HOUR);
        let first = read(&app).await;
        let again = read(&app).await;
        for told in [&first, &again] {
            assert_eq!(told.code().as_str(), code, "{told}");
            assert_said(told.context().provider_details.as_deref(), Some(status), error);
        }
        let told = events(&app.authpipe, kind).await;
        assert_eq!(told.len(), 1, "{error}");
        let in_event = told[0].error().unwrap();
        assert_eq!(in_event.code().as_str(), code);
        assert_said(in_event.context().provider_details.as_deref(), Some(status), error);
        assert!(format!("{:?}", kept.find("a refresh failed")).contains(TRACE));
        // Another process reads it from the vault.
        app.authpipe.close().await.unwrap();
        let mut options = app.options();
        custom::add(&mut options, "id", "a-client-secret", custom::definition(&server.origin(), "strict"));
        app.authpipe = Authpipe::new(options).unwrap();
        assert_said(read(&app).await.context().provider_details.as_deref(), Some(status), error);
    }
}

#[tokio::test]
async fn a_probe_that_fails_says_what_the_provider_said_in_the_event() {
    let (app, server, _) = start(&json!({})).await;
    server.respond_next("/oauth/token", ScriptedResponse::json(200, USUAL.to_owned()));
    app.browser().connect_scripted(&member(), "a-code").await;
    server.respond("/oauth/api/me", refusal(403, "insufficient_scope"));
    let id = app.only_connection().await.id;
    app.authpipe.check_connection(tenant("acme"), id).await.unwrap();
    let told = events(&app.authpipe, EventType::HealthFailed).await;
    let error = told[0].error().unwrap();
    assert_said(error.context().provider_details.as_deref(), Some(403), "insufficient_scope");
    assert!(error.message().contains("HTTP status 403"), "{error}");
}

#[tokio::test]
async fn words_of_the_providers_own_are_shown_where_its_definition_says_that_they_are_safe() {
    for (diagnosis, error, description) in [
        (json!({}), "other", None),
        (json!({ "safe_members": ["error", "error_description"] }), "their_own_word", Some("CANARY text")),
    ] {
        let (app, server, _) = start(&json!({ "diagnosis": diagnosis })).await;
        server.respond("/oauth/token", refusal(400, "their_own_word"));
        let (id, _) = app.browser().connect_scripted(&member(), "a-code").await;
        let told = session_error(&app, &id).await;
        let details = told.context().provider_details.as_deref().unwrap();
        assert_eq!((details.error.as_deref(), details.error_description.as_deref()), (Some(error), description));
        assert_eq!(told.context().provider_error.as_deref(), Some("other"));
    }
}

/// A provider that writes what it was sent into every field of its error: code, refresh token, client secret, access token, key.
#[tokio::test]
async fn nothing_that_was_sent_comes_back_in_anything() {
    let (code, refresh, access, secret, key) = ("c0de-11-22-33", "rt-77aa01", "at-9c1e44", "a-client-secret", "key-0123456789ab");
    let echo_under = |line: &str, secret: &str| {
        let body = json!({
            "error": secret, "error_codes": [1], "trace_id": secret, "correlation_id": secret, "timestamp": secret, "suberror": secret,
            "error_description": format!("no {secret}"), "error_uri": format!("https://id.example/{secret}"), "claims": secret,
        });
        let header = format!("x-request-id: {secret}");
        ScriptedResponse::played(line, &["content-type: application/json", &header], body.to_string())
    };
    let echo = |secret: &str| echo_under("HTTP/1.1 400 Bad Request", secret);
    let safe = json!({ "diagnosis": { "safe_members": ["error", "error_description", "error_uri"] } });
    let secrets = [code, refresh, access, secret, key].map(str::to_owned);
    for echoed in [code, secret] {
        let (app, server, kept) = start(&safe).await;
        server.respond("/oauth/token", echo(echoed));
        let (id, page) = app.browser().connect_scripted(&member(), code).await;
        let error = session_error(&app, &id).await;
        let events = app.authpipe.list_events(EventQuery::default()).await.unwrap().data;
        assert!(!events.is_empty());
        assert_none("a sign-in", &format!("{error} {error:?} {events:?} {} {}", kept.text(), words(&page)), &secrets);
    }
    for echoed in [refresh, secret] {
        let (app, server, kept) = start(&safe).await;
        server.respond_next("/oauth/token", ScriptedResponse::json(200, USUAL.to_owned()));
        app.browser().connect_scripted(&member(), code).await;
        server.respond("/oauth/token", echo(echoed));
        server.respond("/oauth/api/me", echo(access));
        let id = app.only_connection().await.id;
        app.authpipe.check_connection(tenant("acme"), id).await.unwrap();
        app.advance(HOUR);
        let (first, again) = (read(&app).await, read(&app).await);
        let events = app.authpipe.list_events(EventQuery::default()).await.unwrap().data;
        assert_none("a refresh", &format!("{first} {first:?} {again} {again:?} {events:?} {}", kept.text()), &secrets);
    }
    let keys = json!({ "auth": ["api_key"], "diagnosis": safe["diagnosis"] });
    let (app, server, kept) = start(&keys).await;
    server.respond("/oauth/api/me", echo_under("HTTP/1.1 401 Unauthorized", key));
    let store = StoreCredential {
        subject: own_user("ben"),
        credential_type: CredentialType::ApiKey,
        fields: vec![("value".into(), Secret::from(key))],
        variables: Default::default(),
    };
    let error = app.authpipe.store_credential(store).await.unwrap_err();
    assert_eq!(error.code().as_str(), "credential_rejected");
    assert_eq!(error.context().provider_details.as_ref().and_then(|details| details.status), Some(401));
    assert_none("a key", &format!("{error} {error:?} {}", kept.text()), &secrets);
}
