//! Who has signed in on another device, where the API is asked that; and what is kept of the session meanwhile.

use std::sync::Arc;

use super::device::{TOKENS, creator, poll, polls, seconds, start, status, with_device_flow};
use super::stage::{Stage, config_with, sample, soon};
use crate::engine::{DeviceStatus, Engine};
use crate::model::client::Client;
use crate::model::config::ProviderConfig;
use crate::model::definition::Template;
use crate::model::grant::{ExternalAccount, Grant};
use crate::model::http::{NetFailure, TlsFailure};
use crate::model::session::SessionStatus;
use crate::model::subject::SubjectKind;

/// A provider whose API says who has signed in, and of which organisation.
fn config() -> ProviderConfig {
    let config = config_with("acme", "strict", |definition| {
        with_device_flow(definition);
        let url = "https://api.acme.example/whoami";
        definition["identity"] = serde_json::json!({ "url": url, "organisation": ["/team"], "person": "/id" });
    });
    ProviderConfig { client: Client::Public, ..config }
}

fn says(stage: &Stage, body: &'static str) {
    *stage.provider.says.lock().unwrap() = body;
}

async fn connections(engine: &Arc<Engine>) -> usize {
    let query = crate::engine::ListQuery { all_tenants: true, ..Default::default() };
    engine.manager.list_connections(&query).await.unwrap().data.len()
}

/// It was answered once: whoever has the vault later has nothing to poll with.
#[tokio::test]
async fn a_device_code_that_was_answered_is_kept_no_longer() {
    let stage = Stage::new("strict");
    let engine = stage.process_of(vec![config()]).await;
    let id = start(&stage, &engine).await;
    says(&stage, r#"{"id":"p-1","team":"o-1"}"#);
    stage.provider.will([TOKENS]);
    stage.provider.look_ups.shut();
    stage.clock.advance(seconds(5));
    let asking = {
        let (engine, id) = (engine.clone(), id.clone());
        tokio::spawn(async move { poll(&engine, &id).await })
    };
    stage.provider.look_ups.reached(1).await;
    let sessions = engine.repo.sessions();
    let found = sessions.load_session(&creator().tenant_id, &creator().user_id, &id).await.unwrap().unwrap();
    assert_eq!(found.status, SessionStatus::Received);
    assert!(found.secrets.expect("what goes on").device.is_none());
    stage.provider.look_ups.open();
    assert_eq!(soon(asking).await.unwrap().unwrap().status, DeviceStatus::Complete);
    assert_eq!((connections(&engine).await, polls(&stage)), (1, 1));
}

/// Where the app is installed in one organisation, nobody of another one connects an account in it (SR-13).
#[tokio::test]
async fn an_account_of_another_organisation_than_the_installed_one_connects_nothing() {
    for (said, told) in [(r#"{"id":"p-1","team":"o-2"}"#, "account_mismatch"), (r#"{"id":"p-1","team":"o-1"}"#, "complete")] {
        let stage = Stage::new("strict");
        let engine = stage.process_of(vec![config()]).await;
        let mut installed: Grant = sample("acme", "u");
        (installed.key.subject, installed.key.user_id) = (SubjectKind::Installation, None);
        installed.secrets.account =
            Some(ExternalAccount { organisation: Some("o-1".into()), person: None, display: None, organisation_display: None });
        engine.repo.insert_grant(&installed, vec![], None).await.unwrap().unwrap();
        let id = start(&stage, &engine).await;
        says(&stage, said);
        stage.provider.will([TOKENS]);
        stage.clock.advance(seconds(5));
        assert_eq!(status(&engine, &id).await, told, "{said}");
        let connected = engine.repo.find_grant(&sample("acme", "u").key).await.unwrap();
        assert_eq!(connected.is_some(), told == "complete", "{said}");
    }
}

/// A definition that nobody has validated sends the new token nowhere either (SR-30).
#[tokio::test]
async fn a_new_token_goes_to_no_host_that_is_not_the_apis() {
    let stage = Stage::new("strict");
    let mut elsewhere = config();
    Arc::make_mut(&mut elsewhere.definition).api.origins = vec![Template("https://other.acme.example".into())];
    let engine = stage.process_of(vec![elsewhere]).await;
    let id = start(&stage, &engine).await;
    says(&stage, r#"{"id":"p-1","team":"o-1"}"#);
    stage.provider.will([TOKENS]);
    stage.clock.advance(seconds(5));
    assert_eq!(status(&engine, &id).await, "config_invalid");
    assert!(stage.provider.asked().is_empty(), "nobody was shown the token");
    assert_eq!(connections(&engine).await, 0);
}

/// An issuer that cannot be asked where it is to be polled, by a process that does not know it yet, ends no sign-in: it may be in a moment,
/// or by another process.
#[tokio::test]
async fn an_issuer_that_cannot_be_asked_ends_no_sign_in() {
    const PUBLISHED: &str = r#"{"issuer":"https://id.acme.example","authorization_endpoint":"https://id.acme.example/authorize",
        "token_endpoint":"https://id.acme.example/token","device_authorization_endpoint":"https://id.acme.example/device_authorization",
        "response_types_supported":["code"],"code_challenge_methods_supported":["S256"]}"#;
    for failure in [NetFailure::Tls(TlsFailure::UnknownAuthority), NetFailure::TimedOut] {
        let config = || {
            let config = config_with("acme", "strict", |definition| {
                let discovery = serde_json::json!({ "kind": "oauth" });
                let issuer = "https://id.acme.example";
                definition["oauth"] = serde_json::json!({ "issuer": issuer, "discovery": discovery, "public_clients": true });
            });
            ProviderConfig { client: Client::Public, ..config }
        };
        let stage = Stage::new("strict");
        says(&stage, PUBLISHED);
        let id = start(&stage, &stage.process_of(vec![config()]).await).await;
        let other = stage.process_of(vec![config()]).await;
        *stage.provider.cut.lock().unwrap() = Some(failure);
        stage.clock.advance(seconds(5));
        assert_eq!((status(&other, &id).await, polls(&stage)), ("pending", 0), "{failure:?}");
        *stage.provider.cut.lock().unwrap() = None;
        stage.provider.will([TOKENS]);
        stage.clock.advance(seconds(10));
        assert_eq!((status(&other, &id).await, polls(&stage)), ("complete", 1), "{failure:?}");
    }
}
