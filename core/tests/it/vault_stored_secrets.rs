//! Pasted secrets: kept, replaced, given back as they came, and refused where they make no sense.

use crate::support;
use crate::support::custom;
use crate::support::custom::own_user;
use crate::support::look::{HOUR, soon};
use crate::support::{App, code, tenant, user};
use authpipe::{CallOptions, CredentialType, ErrorCode, EventType, Label, Secret, StoreCredential, Subject};

async fn with_api_keys() -> App {
    App::start_with(authpipe_sandbox::World::demo(), add_keys).await
}

fn add_keys(options: &mut authpipe::Options) {
    let mut definition = custom::definition(&custom::sandbox_origin(options), "strict");
    definition["auth"] = serde_json::json!(["user", "api_key"]);
    custom::add(options, "generic-strict", authpipe_sandbox::GENERIC_SECRET, definition);
}

/// The options with which the same vault is opened again.
fn with_keys(app: &App) -> authpipe::Options {
    let mut options = app.options();
    add_keys(&mut options);
    options
}

fn keep(subject: Subject, fields: &[(&str, &str)]) -> StoreCredential {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), Secret::from(*value))).collect();
    StoreCredential { subject, credential_type: CredentialType::ApiKey, fields, variables: Default::default() }
}

fn labelled(label: &str) -> Subject {
    Subject { label: Label::parse(label).unwrap(), ..own_user("ben") }
}

/// HTTP libraries repeat a header that they refuse, secret and all (SR-79). A webhook's secret goes into no header.
#[tokio::test]
async fn a_key_that_no_header_can_carry_is_refused_and_not_repeated() {
    let app = with_api_keys().await;
    for odd in
        ["sk_canary\n", "sk_canary\r\nX: y", " sk_canary", "sk_canary ", "sk\u{0}canary", "sk_canary\u{2603}", "sk\tcanary"]
    {
        let error = app.authpipe.store_credential(keep(labelled("odd"), &[("value", odd)])).await.unwrap_err();
        assert_eq!(error.code(), authpipe::ErrorCode::InvalidRequest, "{odd:?}");
        assert!(!format!("{error} {error:?}").contains("canary"));
        let hook =
            StoreCredential { credential_type: CredentialType::WebhookSecret, ..keep(labelled("hook"), &[("value", odd)]) };
        app.authpipe.store_credential(hook).await.unwrap();
    }
    assert!(app.authpipe.get_credential(&labelled("odd"), CallOptions::default()).await.is_err(), "nothing is stored");
}

#[tokio::test]
async fn a_pasted_key_comes_back_as_it_was() {
    let mut app = with_api_keys().await;
    let longest = "k".repeat(64 * 1024);
    for (label, fields, expected) in [
        ("one", vec![("value", "sk_live_0123456789")], "sk_live_0123456789"),
        ("odd", vec![("value", "two  spaces, ~tilde!, \"quotes\"")], "two  spaces, ~tilde!, \"quotes\""),
        ("long", vec![("value", longest.as_str())], longest.as_str()),
        ("two", vec![("secret", "b"), ("id", "a")], r#"{"id":"a","secret":"b"}"#),
    ] {
        let stored = app.authpipe.store_credential(keep(labelled(label), &fields)).await.unwrap();
        assert!(stored.created, "{label}");
        let credential = app.authpipe.get_credential(&labelled(label), CallOptions::default()).await.unwrap();
        assert_eq!(credential.value.expose(), expected, "{label}");
        assert_eq!((credential.expires_at, credential.credential_type), (None, CredentialType::ApiKey));
        assert_eq!(credential.grant_id, stored.connection_id);
    }
    // Nothing renews it, nothing checks it, and a restart keeps it.
    app.advance(100 * 24 * HOUR);
    let report = soon(app.authpipe.run_maintenance(None)).await.unwrap();
    assert_eq!((report.refreshed, report.checked, report.failed), (0, 0, 0));
    app.authpipe.close().await.unwrap();
    app.authpipe = authpipe::Authpipe::new(with_keys(&app)).unwrap();
    let again = app.authpipe.get_credential(&labelled("one"), CallOptions::default()).await.unwrap();
    assert_eq!(again.value.expose(), "sk_live_0123456789");
}

#[tokio::test]
async fn a_second_one_takes_the_place_of_the_first_at_once() {
    let app = with_api_keys().await;
    let first = app.authpipe.store_credential(keep(own_user("ben"), &[("value", "first-key")])).await.unwrap();
    assert_eq!(app.authpipe.get_credential(&own_user("ben"), CallOptions::default()).await.unwrap().value.expose(), "first-key");
    let second = app.authpipe.store_credential(keep(own_user("ben"), &[("value", "second-key")])).await.unwrap();
    assert_eq!((second.created, &second.connection_id), (false, &first.connection_id));
    let now = app.authpipe.get_credential(&own_user("ben"), CallOptions::default()).await.unwrap();
    assert_eq!((now.value.expose().as_str(), now.generation), ("second-key", 2));
    app.authpipe.delete_connection(tenant("acme"), first.connection_id).await.unwrap();
    assert!(app.authpipe.peek_credential(&own_user("ben")).unwrap().is_none());
    assert_eq!(code(app.authpipe.get_credential(&own_user("ben"), CallOptions::default()).await), "not_connected");
    assert_eq!(app.count_events(EventType::ConnectionCreated).await, 1);
    assert_eq!(app.count_events(EventType::ConnectionUpdated).await, 1);
    assert_eq!(app.count_events(EventType::ConnectionDeleted).await, 1);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let app = with_api_keys().await;
    let too_long = "k".repeat(64 * 1024 + 1);
    let many: Vec<(String, String)> = (0..33).map(|at| (format!("f{at}"), "v".to_owned())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for fields in [&[][..], &[("value", "")], &[("", "v")], &[("a b", "v")], &[("value", &too_long)], &many] {
        assert_eq!(code(app.authpipe.store_credential(keep(own_user("ben"), fields)).await), "invalid_request");
    }
    // A key of nobody, where keys are users': nothing could ask for it.
    let nobodys = Subject { user_id: None, ..own_user("ben") };
    assert_eq!(code(app.authpipe.store_credential(keep(nobodys, &[("value", "v")])).await), "user_id_required");
    assert_eq!(app.count_events(EventType::ConnectionCreated).await, 0);
    // A provider without API keys, and a token that no session has brought.
    assert_eq!(code(app.authpipe.store_credential(keep(user("ben"), &[("value", "v")])).await), "invalid_request");
    let token = StoreCredential { credential_type: CredentialType::OAuthToken, ..keep(own_user("ben"), &[("value", "v")]) };
    assert_eq!(code(app.authpipe.store_credential(token).await), "invalid_request");
    // A pasted key does not take the place of an OAuth connection.
    app.browser().connect_generic(&support::member()).await;
    assert_eq!(code(app.authpipe.store_credential(keep(own_user("ben"), &[("value", "v")])).await), "invalid_request");
    assert_eq!(app.only_connection().await.credential_type, CredentialType::OAuthToken);
}

fn stored(subject: &Subject, credential_type: CredentialType, value: &str) -> StoreCredential {
    StoreCredential {
        subject: subject.clone(),
        credential_type,
        fields: vec![("value".into(), Secret::from(value))],
        variables: Default::default(),
    }
}

/// A webhook's secret has a key of its own: it answers for nothing else, and stands in nobody's way (issue 9, 25).
#[tokio::test]
async fn a_webhook_secret_answers_only_to_whoever_asks_for_one() {
    let app = with_api_keys().await;
    let ben = own_user("ben");
    let hook = ben.clone().with_type(CredentialType::WebhookSecret);
    let read = async |subject: &Subject| app.authpipe.get_credential(subject, CallOptions::default()).await;
    assert_eq!(code(read(&hook).await), "not_connected");
    let stored_hook = app.authpipe.store_credential(stored(&ben, CredentialType::WebhookSecret, "whsec_2")).await.unwrap();
    for asked in [ben.clone(), ben.clone().with_type(CredentialType::ApiKey), ben.clone().with_type(CredentialType::OAuthToken)] {
        assert_eq!(code(read(&asked).await), "not_connected", "{asked:?}");
        assert!(app.authpipe.peek_credential(&asked).unwrap().is_none());
    }
    let mine = read(&hook).await.unwrap();
    assert_eq!((mine.value.expose().as_str(), &mine.grant_id), ("whsec_2", &stored_hook.connection_id));
    let error = mine.headers().unwrap_err();
    assert_eq!(
        (error.code(), error.message()),
        (ErrorCode::InvalidRequest, "The secret of a webhook is sent to nobody, so it has no headers.")
    );
    // The user's sign-in is not in its way, nor it in the sign-in's.
    app.browser().connect_generic(&support::member()).await;
    let token = read(&ben).await.unwrap();
    assert_eq!((token.credential_type, token.headers().is_ok()), (CredentialType::OAuthToken, true));
    assert_eq!(read(&hook).await.unwrap().value.expose(), "whsec_2");
    assert_eq!(read(&ben.clone().with_type(CredentialType::OAuthToken)).await.unwrap().grant_id, token.grant_id);
    assert_eq!(code(read(&ben.clone().with_type(CredentialType::ApiKey)).await), "not_connected", "a token is no API key");
    assert!(app.authpipe.peek_credential(&ben.with_type(CredentialType::ApiKey)).unwrap().is_none());
    // Another one takes the place of the first, and deleting it leaves the connection.
    let again = app.authpipe.store_credential(stored(&hook, CredentialType::WebhookSecret, "whsec_3")).await.unwrap();
    assert_eq!((again.created, &again.connection_id), (false, &stored_hook.connection_id));
    app.authpipe.delete_connection(tenant("acme"), again.connection_id).await.unwrap();
    assert_eq!(code(read(&hook).await), "not_connected");
    assert_eq!(read(&own_user("ben")).await.unwrap().grant_id, token.grant_id);
}

#[tokio::test]
async fn a_tenants_webhook_secret_is_read_without_its_id() {
    let app = with_api_keys().await;
    app.install().await;
    let organisation = Subject::installation(crate::support::PROVIDER, "acme").unwrap();
    let hook = organisation.clone().with_type(CredentialType::WebhookSecret);
    app.authpipe.store_credential(stored(&organisation, CredentialType::WebhookSecret, "whsec-org")).await.unwrap();
    let read = async |subject: &Subject| app.authpipe.get_credential(subject, CallOptions::default()).await;
    assert_eq!(read(&hook).await.unwrap().value.expose(), "whsec-org");
    assert_eq!(app.authpipe.peek_credential(&hook).unwrap().unwrap().value.expose(), "whsec-org");
    assert_eq!(read(&organisation).await.unwrap().credential_type, CredentialType::OAuthToken, "the installation's own");
    let labelled = organisation.clone().with_label("second").unwrap();
    app.authpipe.store_credential(stored(&labelled, CredentialType::WebhookSecret, "whsec-2nd")).await.unwrap();
    assert_eq!(read(&labelled.with_type(CredentialType::WebhookSecret)).await.unwrap().value.expose(), "whsec-2nd");
    assert_eq!(read(&hook).await.unwrap().value.expose(), "whsec-org");
    let nobody = Subject { credential_for: None, ..hook };
    assert_eq!(code(read(&nobody).await), "user_id_required");
}

/// A vault's file whose columns somebody has changed: a webhook's secret does not become what goes to the API (SR-44).
#[tokio::test]
async fn a_webhook_secret_does_not_become_an_api_key_by_an_edit_of_the_file() {
    let mut app = with_api_keys().await;
    let ben = own_user("ben");
    app.authpipe.store_credential(stored(&ben, CredentialType::WebhookSecret, "whsec_canary")).await.unwrap();
    app.authpipe.close().await.unwrap();
    let changed = app.open_database().execute("UPDATE grants SET subject = 'user', credential_type = 'api_key'", []).unwrap();
    assert_eq!(changed, 1);
    app.authpipe = authpipe::Authpipe::new(with_keys(&app)).unwrap();
    assert_eq!(code(app.authpipe.get_credential(&ben, CallOptions::default()).await), "vault_unavailable");
}

/// Several fields are given as such, and make a header only where the definition says how.
#[tokio::test]
async fn fields_make_a_header_where_the_definition_says_how() {
    let start = async |placement: serde_json::Value| {
        App::start_with(authpipe_sandbox::World::demo(), |options| {
            let definition = serde_json::json!({
                "name": "Keys", "auth": ["api_key"],
                "api": { "origins": ["https://api.keys.example"], "placement": placement },
            });
            let input = authpipe::ProviderInput { definition: Some(definition), ..authpipe::ProviderInput::default() };
            options.providers.insert("keys".into(), input);
        })
        .await
    };
    let subject = Subject::user("keys", "acme", "ben").unwrap();
    let two = [("id", "a"), ("secret", "b")];
    for (placement, fields, expected) in [
        (serde_json::json!({}), &two[..], None),
        (serde_json::json!({}), &[("value", "k")], Some(("Authorization", "Bearer k"))),
        (serde_json::json!({ "header": "X-Api-Key" }), &[("value", "k")], Some(("X-Api-Key", "k"))),
        (serde_json::json!({ "header": "X-Api-Key", "prefix": "Key " }), &[("value", "k")], Some(("X-Api-Key", "Key k"))),
        (serde_json::json!({ "basic": { "username": "id", "password": "secret" } }), &two, Some(("Authorization", "Basic YTpi"))),
        (serde_json::json!({ "basic": { "username": "value" } }), &[("value", "k")], Some(("Authorization", "Basic azo="))),
        (serde_json::json!({ "header": "X-Auth", "template": "{id}/{secret}" }), &two, Some(("X-Auth", "a/b"))),
    ] {
        let app = start(placement.clone()).await;
        let error = app.authpipe.get_credential(&subject, CallOptions::default()).await.unwrap_err();
        assert_eq!(error.message(), "No Keys API key for tenant \"acme\", user \"ben\".");
        assert!(error.hint().unwrap().contains("store_credential"), "{error:?}");
        app.authpipe.store_credential(keep(subject.clone(), fields)).await.unwrap();
        let credential = app.authpipe.get_credential(&subject, CallOptions::default()).await.unwrap();
        let given: Vec<_> = credential.fields.iter().map(|(name, value)| (name.as_str(), value.expose().as_str())).collect();
        assert_eq!(given, fields, "{placement}");
        let sent = credential.headers().ok().map(|header| (header.name, header.value.expose().clone()));
        assert_eq!(sent, expected.map(|(name, value)| (name.to_owned(), value.to_owned())), "{placement}");
        let makes = placement.get("basic").or(placement.get("template")).is_some();
        let other = app.authpipe.store_credential(keep(subject.clone(), &[("other", "x")])).await;
        assert_eq!(other.is_err(), makes, "{placement}: what the header is made of is told when it is stored");
    }
}
