//! Keys that somebody has pasted, beside what somebody has signed in for.

use crate::support::custom::{self, own_user};
use crate::support::look::soon;
use crate::support::{App, code, member};
use authpipe::{
    AuthRequest, CallOptions, CredentialType, DeviceRequest, Label, ProviderId, ProviderInput, Secret, StoreCredential, Subject,
    UserId,
};
use authpipe_sandbox::{Scripted, World};

async fn app() -> (App, Scripted) {
    let server = Scripted::start().await;
    let mut definition = custom::definition(&server.origin(), "strict");
    definition["auth"] = serde_json::json!(["user", "api_key"]);
    let app = App::start_with(World::demo(), |options| custom::add(options, "id", "a-client-secret", definition)).await;
    (app, server)
}

async fn store(app: &App, credential_type: CredentialType) -> authpipe::GrantId {
    let request = StoreCredential {
        subject: own_user("ben"),
        credential_type,
        fields: vec![("value".into(), Secret::from("canary-key"))],
        variables: Default::default(),
    };
    app.authpipe.store_credential(request).await.unwrap().connection_id
}

/// Nobody consents at a provider to what cannot be stored then.
#[tokio::test]
async fn a_key_in_the_way_of_a_sign_in_is_told_before_the_consent() {
    let (app, _server) = app().await;
    store(&app, CredentialType::ApiKey).await;
    let who = member();
    let request = AuthRequest::from(DeviceRequest::new(ProviderId::parse("own").unwrap(), who.tenant_id, who.user_id));
    let error = app.authpipe.create_auth_session(request.clone()).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.message()), ("invalid_request", "Under this label there is an API key already."));
    let beside = AuthRequest { label: Label::parse("signed-in").unwrap(), ..request.clone() };
    assert!(app.authpipe.create_auth_session(beside).await.is_ok());
    app.authpipe.delete_connection(own_user("ben").tenant_id, app.only_connection().await.id).await.unwrap();
    store(&app, CredentialType::WebhookSecret).await;
    assert!(app.authpipe.create_auth_session(request).await.is_ok(), "a webhook's secret is in nobody's way");
}

/// SR-44: an id is no reason to hand out, for the API, what checks webhooks; and no API can have rejected it.
#[tokio::test]
async fn a_webhook_secret_is_nobodys_credential_for_the_api_and_ends_by_no_report() {
    let (app, _server) = app().await;
    let id = store(&app, CredentialType::WebhookSecret).await;
    let by_id = Subject { grant_id: Some(id), ..own_user("ben") };
    let asked = Subject { credential_type: Some(CredentialType::WebhookSecret), ..by_id.clone() };
    let read = async |subject: &Subject| soon(app.authpipe.get_credential(subject, CallOptions::default())).await;
    assert_eq!(code(read(&by_id).await), "not_connected");
    let secret = read(&asked).await.unwrap();
    assert_eq!(secret.value.expose(), "canary-key");
    for subject in [&asked, &Subject { grant_id: None, ..asked.clone() }] {
        let reported = app.authpipe.report_rejected(subject, secret.generation, None, CallOptions::default());
        assert_eq!(code(soon(reported).await), "invalid_request");
    }
    assert_eq!(read(&asked).await.unwrap().value.expose(), "canary-key", "it stays readable");
}

/// What programs write where there is no key, and pages where they hide one, is none.
#[tokio::test]
async fn the_text_of_no_key_is_not_stored() {
    let (app, _server) = app().await;
    for text in [
        "None",
        "undefined",
        "null",
        "${KEY}",
        "$ACME_KEY",
        "[object Object]",
        "********",
        "••••",
        "<your key>",
        "changeme",
        // `String(flag && key)`, and who is nobody.
        "true",
        "false",
        "anonymous",
    ] {
        let error = store_text(&app, text).await.unwrap_err();
        assert_eq!(error.code().as_str(), "invalid_request", "{text}");
        assert!(error.message().starts_with("The credential is the text of a value that is not there"), "{}", error.message());
    }
    store(&app, CredentialType::ApiKey).await;
    // Beside a secret stands what says yes or no, or who.
    let fields = |text: &str| [("key", "canary-key"), ("more", text)].map(|(name, value)| (name.to_owned(), Secret::from(value)));
    for (text, is_stored) in [
        ("false", true),
        ("True", true),
        ("anonymous", true),
        ("{eu}", true),
        ("none", true),
        ("undefined", false),
        ("None", false),
        ("nil", false),
        ("(null)", false),
        ("********", false),
        ("changeme", false),
        ("$ACME_KEY", false),
        ("${KEY}", false),
        ("{{key}}", false),
        ("{}", false),
        ("<your key>", false),
    ] {
        let request = StoreCredential {
            subject: own_user("ben"),
            credential_type: CredentialType::ApiKey,
            fields: fields(text).into(),
            variables: Default::default(),
        };
        let stored = app.authpipe.store_credential(request).await;
        assert_eq!(stored.as_ref().err().map(|error| error.code().as_str()), (!is_stored).then_some("invalid_request"), "{text}");
    }
}

/// Each part of what is sent proves something, but the name beside a password.
#[tokio::test]
async fn the_text_of_no_key_is_no_part_of_one() {
    let template = "OAuth oauth_consumer_key=\"{key}\", oauth_token=\"{token}\"";
    for (placement, is_stored) in [
        (serde_json::json!({ "template": template }), false),
        (serde_json::json!({ "query": { "key": "key", "token": "token" } }), false),
        (serde_json::json!({ "basic": { "username": "key", "password": "token" } }), false),
        (serde_json::json!({ "basic": { "username": "token", "password": "key" } }), true),
    ] {
        let server = Scripted::start().await;
        let mut definition = custom::definition(&server.origin(), "strict");
        definition["auth"] = serde_json::json!(["user", "api_key"]);
        definition["api"]["placement"] = placement.clone();
        let app = App::start_with(World::demo(), |options| custom::add(options, "id", "a-client-secret", definition)).await;
        let request = StoreCredential {
            subject: own_user("ben"),
            credential_type: CredentialType::ApiKey,
            fields: [("key", "canary-key"), ("token", "false")]
                .map(|(name, value)| (name.to_owned(), Secret::from(value)))
                .into(),
            variables: Default::default(),
        };
        let stored = app.authpipe.store_credential(request).await;
        assert_eq!(stored.err().map(|error| code(Err::<(), _>(error))), (!is_stored).then_some("invalid_request"), "{placement}");
    }
}

/// Where a provider has both, and the application takes keys alone, it has no client: it starts, stores keys, and nobody is sent to sign in.
#[tokio::test]
async fn a_config_without_a_client_is_for_keys() {
    let server = Scripted::start().await;
    let mut definition = custom::definition(&server.origin(), "strict");
    definition["auth"] = serde_json::json!(["user", "api_key"]);
    let keys_alone = ProviderInput { definition: Some(definition), ..ProviderInput::default() };
    let app = App::start_with(World::demo(), move |options| {
        options.providers.insert(custom::OWN.into(), keys_alone);
    });
    let app = app.await;
    app.authpipe.ready().await.unwrap();
    store(&app, CredentialType::ApiKey).await;
    let read = soon(app.authpipe.get_credential(&own_user("ben"), CallOptions::default())).await.unwrap();
    assert_eq!(read.value.expose(), "canary-key");
    let who = member();
    let request = || DeviceRequest::new(ProviderId::parse("own").unwrap(), who.tenant_id.clone(), UserId::parse("eve").unwrap());
    let error = app.authpipe.create_auth_session(AuthRequest::from(request())).await.unwrap_err();
    assert_eq!(error.message(), "The config \"own\" has no client id: it is absent or empty.");
    assert_eq!(code(app.authpipe.start_device_auth(request()).await), "provider_not_configured");
    assert!(server.requests().iter().all(|request| !request.path.contains("authorize")), "nobody was sent there");
}

/// A client that the application names, and that is absent where this process runs, is found before the first click: nobody has said that the
/// config is for keys alone.
#[tokio::test]
async fn a_client_that_is_named_and_absent_is_told_by_ready() {
    let from_variable = ProviderInput { private_key: Some(Secret::from("env:AUTHPIPE_NO_SUCH_KEY")), ..ProviderInput::default() };
    let named = ProviderInput { names_client: true, ..ProviderInput::default() };
    for (input, says) in [(named, "has no client id"), (from_variable, "AUTHPIPE_NO_SUCH_KEY, that is not set")] {
        let mut definition = custom::definition("https://id.keys.example", "strict");
        definition["auth"] = serde_json::json!(["user", "api_key"]);
        let input = ProviderInput { definition: Some(definition), ..input };
        let app = App::start_with(World::demo(), move |options| {
            options.providers.insert(custom::OWN.into(), input);
        });
        let error = app.await.authpipe.ready().await.unwrap_err();
        assert_eq!(error.code().as_str(), "provider_not_configured", "{error}");
        assert!(error.message().contains(says), "{error}");
    }
}

/// What was copied with its scheme would be sent with two.
#[tokio::test]
async fn a_key_is_stored_without_what_is_put_before_it() {
    let (app, _server) = app().await;
    for text in ["Bearer canary-key", "bearer canary-key"] {
        let error = store_text(&app, text).await.unwrap_err();
        assert_eq!(error.code().as_str(), "invalid_request");
        assert!(error.message().contains("begins with Bearer, which is put before it"), "{}", error.message());
        assert!(!error.message().contains("canary"), "{}", error.message());
    }
    store_text(&app, "Bearer-canary-key").await.unwrap();
}

async fn store_text(app: &App, text: &str) -> authpipe::Result<authpipe::StoredCredential> {
    let request = StoreCredential {
        subject: own_user("ben"),
        credential_type: CredentialType::ApiKey,
        fields: vec![("value".into(), Secret::from(text))],
        variables: Default::default(),
    };
    app.authpipe.store_credential(request).await
}
