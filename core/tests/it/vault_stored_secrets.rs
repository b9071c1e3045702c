//! Pasted secrets: kept, replaced, given back as they came, and refused where they make no sense.

use crate::support;
use crate::support::custom;
use crate::support::custom::own_user;
use crate::support::look::{HOUR, soon};
use crate::support::{App, code, tenant, user};
use authpipe::{CallOptions, CredentialType, EventType, Label, Secret, StoreCredential, Subject};

async fn with_api_keys() -> App {
    App::start_with(authpipe_sandbox::World::demo(), |options| {
        let mut definition = custom::definition(&custom::sandbox_origin(options), "strict");
        definition["auth"] = serde_json::json!(["user", "api_key"]);
        custom::add(options, "generic-strict", authpipe_sandbox::GENERIC_SECRET, definition);
    })
    .await
}

fn keep(subject: Subject, fields: &[(&str, &str)]) -> StoreCredential {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), Secret::from(*value))).collect();
    StoreCredential { subject, credential_type: CredentialType::ApiKey, fields }
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
    app.authpipe.close().await;
    let mut options = app.options();
    let mut definition = custom::definition(&custom::sandbox_origin(&options), "strict");
    definition["auth"] = serde_json::json!(["user", "api_key"]);
    custom::add(&mut options, "generic-strict", authpipe_sandbox::GENERIC_SECRET, definition);
    app.authpipe = authpipe::Authpipe::new(options).unwrap();
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
