//! An installation that the operator approves, while something else happens to it.

use std::sync::Arc;

use crate::base::{GrantId, Result};
use crate::engine::Engine;
use crate::model::grant::{Grant, GrantStatus, GrantView};
use crate::model::rows::Schedule;
use crate::model::subject::SubjectKind;

use super::stage::{Stage, sample, soon, subject, write_over};

/// An installation that waits for its approval.
async fn install(engine: &Engine) -> Grant {
    let mut grant = sample("acme", "u");
    grant.id = GrantId::make_installation();
    (grant.key.subject, grant.key.user_id) = (SubjectKind::Installation, None);
    grant.secrets.status = GrantStatus::PendingApproval;
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    engine.repo.load_grant(&subject().tenant_id, &grant.id).await.unwrap().unwrap()
}

fn approve(engine: &Arc<Engine>, id: &GrantId) -> tokio::task::JoinHandle<Result<GrantView>> {
    let (engine, id) = (engine.clone(), id.clone());
    tokio::spawn(async move { engine.manager.approve_installation(&subject().tenant_id, &id).await })
}

fn told(approval: Result<GrantView>) -> String {
    approval.map_or_else(|error| error.code().as_str().to_owned(), |view| view.status.as_str().to_owned())
}

#[tokio::test]
async fn what_is_noted_of_an_installation_meanwhile_does_not_stop_its_approval() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let before = install(&engine).await;
    stage.store.updates.shut();
    let first = tokio::spawn({
        let (engine, before) = (engine.clone(), before.clone());
        async move { write_over(&engine, &before, Schedule::Kept, |grant| grant.failures = 1).await }
    });
    stage.store.updates.reached(1).await;
    let approval = approve(&engine, &before.id);
    stage.store.updates.reached(2).await;
    stage.store.updates.admit(1);
    soon(first).await.unwrap();
    stage.store.updates.open();
    assert_eq!(told(soon(approval).await.unwrap()), "pending");
}

#[tokio::test]
async fn an_approval_that_comes_second_is_told_what_has_happened() {
    for deletes in [false, true] {
        let stage = Stage::new("strict");
        let engine = stage.process().await;
        let id = install(&engine).await.id;
        stage.store.updates.shut();
        let first = tokio::spawn({
            let (engine, id) = (engine.clone(), id.clone());
            async move {
                let tenant_id = subject().tenant_id;
                match deletes {
                    true => engine.manager.delete_installation(&tenant_id, &id, None).await.map(drop),
                    false => engine.manager.approve_installation(&tenant_id, &id).await.map(drop),
                }
            }
        });
        stage.store.updates.reached(1).await;
        let second = approve(&engine, &id);
        stage.store.updates.reached(2).await;
        stage.store.updates.open();
        soon(first).await.unwrap().unwrap();
        let expected = if deletes { "installation_not_found" } else { "invalid_request" };
        assert_eq!(told(soon(second).await.unwrap()), expected);
    }
}
