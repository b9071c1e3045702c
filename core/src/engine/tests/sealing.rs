//! The key that seals what an exchange brings is had before the exchange, whatever is away afterwards (SR-60).

use super::spool::{files, refresh_token, stage, until};
use super::stage::{Answer, LIFETIME, RootService, Stage, connect, load, sample, soon, spawn_caller, subject, value};

/// A stage whose root key is in a service.
fn stage_with_service() -> (tempfile::TempDir, Stage, std::sync::Arc<RootService>) {
    let (folder, mut stage) = stage("strict");
    let service = stage.with_service();
    (folder, stage, service)
}

/// While the provider answers, the process forgets its keys, and both the store and the root key go away.
#[tokio::test]
async fn what_an_exchange_has_brought_is_kept_without_the_store_and_the_root_key() {
    let failed = Answer::Status(503, r#"{"error":"server_error","refresh_token":"rt-2"}"#);
    for (answer, told) in [(Answer::Tokens("at-2", Some("rt-2")), "at-2"), (failed, "provider_unavailable")] {
        let (_folder, stage, service) = stage_with_service();
        let engine = stage.process().await;
        connect(&engine).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([answer]);
        stage.provider.gate.shut();
        let caller = spawn_caller(&engine);
        stage.provider.gate.reached(1).await;
        engine.repo.forget_keys();
        stage.store.go_away(true);
        service.go_away(true);
        stage.provider.gate.open();
        until(|| !files(&stage).is_empty()).await;
        assert_eq!(files(&stage).len(), 1);
        // The store is back, and the root key is not: what is at hand seals the row too.
        stage.store.go_away(false);
        assert_eq!(soon(caller).await.unwrap(), told);
        until(|| files(&stage).is_empty()).await;
        service.go_away(false);
        assert_eq!(refresh_token(&load(&*stage.process().await).await), "rt-2", "{told}");
    }
}

#[tokio::test]
async fn nothing_is_spent_whose_successor_could_not_be_sealed() {
    let (_folder, stage, service) = stage_with_service();
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    // The key that opens is in memory still.
    engine.repo.forget_sealing_key(&subject().tenant_id).await;
    service.go_away(true);
    assert_eq!(value(&engine).await, "key_service_unavailable");
    assert_eq!((stage.provider.presented().len(), stage.acquisitions()), (0, 0));
    service.go_away(false);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    assert_eq!(value(&engine).await, "at-2");
}

/// Another process has let another key of the tenant seal. Which of its keys are destroyed is another question.
#[tokio::test]
async fn what_a_key_has_ended_for_is_sealed_again_whatever_else_cannot_be_asked() {
    let stage = Stage::new("reusable");
    let (one, other) = (stage.process().await, stage.process().await);
    connect(&other).await;
    one.repo.housekeeping().rotate_tenant_key(&subject().tenant_id, |_| true).await.unwrap();
    stage.store.hides_destroyed.store(true, std::sync::atomic::Ordering::SeqCst);
    let ended = other.repo.insert_grant(&sample("acme", "v"), vec![], None).await;
    assert!(ended.as_ref().is_ok_and(Result::is_ok), "{ended:?}");
}
