//! A config's id that is given to another provider (SR-30): each way to what was stored under it is closed by itself.

use std::sync::Arc;

use super::device::{creator, with_device_flow};
use super::stage::{Stage, config_with, sample, soon, subject};
use crate::base::{ErrorCode, GrantId, ProviderId, Result};
use crate::engine::{CallOptions, DeviceRequest, Engine};
use crate::model::client::Client;
use crate::model::config::ProviderConfig;
use crate::model::grant::{ExternalAccount, Grant};
use crate::model::subject::{CredentialFor, Subject, SubjectKind};

/// A process whose config `acme` is one of `acme`, and was one of `bravo`.
async fn process(stage: &Stage) -> Arc<Engine> {
    let config = config_with("acme", "strict", with_device_flow);
    stage.process_of(vec![ProviderConfig { client: Client::Public, ..config }]).await
}

async fn store(engine: &Engine, change: impl FnOnce(&mut Grant)) -> GrantId {
    let mut grant = sample("acme", "u");
    grant.provider = ProviderId::parse("bravo").unwrap();
    change(&mut grant);
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    grant.id
}

fn installed(grant: &mut Grant) {
    (grant.key.subject, grant.key.user_id) = (SubjectKind::Installation, None);
    grant.secrets.account =
        Some(ExternalAccount { organisation: Some("o-1".into()), person: None, display: None, organisation_display: None });
}

async fn read(engine: &Arc<Engine>, subject: Subject) -> Result<()> {
    soon(engine.reader.get_credential(&subject, &CallOptions::default())).await.map(drop)
}

async fn sign_in(engine: &Arc<Engine>) -> Result<()> {
    let request = DeviceRequest::new(subject().provider, creator().tenant_id, creator().user_id);
    soon(engine.connector.start_device(request)).await.map(drop)
}

#[track_caller]
fn assert_told(answer: Result<()>, stage: &Stage) {
    let error = answer.unwrap_err();
    assert_eq!(error.code(), ErrorCode::ConfigInvalid, "{error}");
    assert!(error.message().contains("was one of \"bravo\""), "{error}");
    assert!(stage.provider.presented().is_empty() && stage.provider.asked().is_empty(), "nobody is asked");
}

#[tokio::test]
async fn no_read_leads_to_what_another_provider_gave() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    let id = store(&engine, |_| {}).await;
    assert_told(read(&engine, subject()).await, &stage);
    assert_told(read(&engine, Subject { grant_id: Some(id.clone()), ..subject() }).await, &stage);
    let checked = soon(engine.checker.check(&subject().tenant_id, &id)).await;
    assert_told(checked.map(drop), &stage);
}

/// Whoever takes what there is finds the organisation's where the person has none.
#[tokio::test]
async fn no_read_leads_to_what_another_provider_gave_the_organisation() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    store(&engine, installed).await;
    assert_told(read(&engine, Subject { credential_for: Some(CredentialFor::Any), ..subject() }).await, &stage);
}

/// Told before anybody is sent to a provider, be it the person's own connection or the organisation's installation.
#[tokio::test]
async fn no_sign_in_begins_where_another_providers_stands() {
    type Change = fn(&mut Grant);
    let whose: [Change; 2] = [|_| {}, installed];
    for change in whose {
        let stage = Stage::new("strict");
        let engine = process(&stage).await;
        store(&engine, change).await;
        assert_told(sign_in(&engine).await, &stage);
    }
}
