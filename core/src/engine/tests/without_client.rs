//! A config of a provider that has keys and a sign-in, where the client is no longer given: what somebody has connected waits for it.

use std::sync::Arc;

use super::stage::{Refusal, Stage, config_with, connect, soon, subject};
use crate::base::ErrorCode;
use crate::engine::{CallOptions, Engine};
use crate::model::client::Client;
use crate::model::config::ProviderConfig;
use crate::model::grant::GrantStatus;
use crate::model::revocation::RevocationOutcome;

fn config() -> ProviderConfig {
    config_with("acme", "strict", |definition| {
        definition["auth"] = serde_json::json!(["user", "api_key"]);
        definition["revocation"] = serde_json::json!({ "endpoint": "https://id.acme.example/revoke", "scope": "grant" });
    })
}

async fn without_client(stage: &Stage) -> Arc<Engine> {
    stage.process_of(vec![ProviderConfig { client_id: String::new(), client: Client::Public, ..config() }]).await
}

/// Nobody is sent to sign in again where a variable of the environment is missing.
#[tokio::test]
async fn a_renewal_without_a_client_says_that_there_is_none() {
    let stage = Stage::new("strict");
    let id = connect(&*stage.process_of(vec![config()]).await).await;
    let engine = without_client(&stage).await;
    let force = CallOptions { force_refresh: true, ..CallOptions::default() };
    let error = soon(engine.reader.get_credential(&subject(), &force)).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::ProviderNotConfigured, "{error}");
    assert!(error.message().contains("has no client id"), "{error}");
    assert!(stage.provider.presented().is_empty(), "nothing is sent");
    let view = engine.manager.get_connection(&subject().tenant_id, &id).await.unwrap();
    assert_eq!(view.status, GrantStatus::Active);
}

/// Tokens to be revoked wait for the client that they are of, and are revoked once it is there again.
#[tokio::test]
async fn a_revocation_waits_for_the_client() {
    let stage = Stage::new("strict");
    let before = stage.process_of(vec![config()]).await;
    let id = connect(&before).await;
    stage.provider.will_refuse([Refusal { status: 503, body: "", retry_after: None }]);
    let engine = without_client(&stage).await;
    let deleted = soon(engine.manager.delete_connection(&subject().tenant_id, &id, None)).await.unwrap();
    assert_eq!(deleted.revocation, RevocationOutcome::Pending);
    assert!(stage.provider.revoked().is_empty(), "nothing is sent without a client");
    for _ in 0..2 {
        stage.clock.advance(std::time::Duration::from_secs(3600));
        soon(before.scheduler.run_maintenance(None)).await.unwrap();
    }
    assert_eq!(stage.provider.revoked(), ["rt-1", "rt-1", "at-1"], "asked by whoever has it");
}
