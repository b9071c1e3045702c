//! Two writes of one grant at once: neither takes back what the other has noted.

use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::engine::{EventQuery, Policy};
use crate::model::event::EventType;
use crate::model::grant::{Grant, GrantStatus};
use crate::model::rows::{GrantGuard, GrantJob, Schedule};
use crate::repo::GrantUpdate;

use super::stage::{Answer, INVALID_GRANT, LIFETIME, START, Stage, connect, load, soon, spawn_caller, subject};

const LATER: Duration = Duration::from_secs(900);

/// A connection whose check is due, at the end of its token's life.
async fn due_for_a_check(stage: &Stage) -> std::sync::Arc<crate::engine::Engine> {
    let engine = stage.process().await;
    connect(&engine).await;
    let grant = load(&engine).await;
    let guard = GrantGuard { generation: 1, revision: None, fence: 0, lease: None };
    let due = Grant { next_check_at: Some(START), ..grant };
    let update = GrantUpdate { grant: &due, guard, schedule: Schedule::Check, release_lease: false, events: vec![] };
    engine.repo.replace_grant(update).await.unwrap().unwrap();
    stage.clock.advance(LIFETIME);
    engine
}

async fn events_of(engine: &crate::engine::Engine) -> Vec<EventType> {
    engine.manager.list_events(&EventQuery::default()).await.unwrap().data.iter().map(|event| event.event_type).collect()
}

#[tokio::test]
async fn what_is_noted_while_a_renewal_is_under_way_survives_its_outcome() {
    // A success, a failure that is tried again, and a refusal of one token where another is left.
    for answers in [
        vec![Answer::Tokens("at-2", Some("rt-2"))],
        vec![Answer::Status(503, "")],
        vec![Answer::Status(429, "")],
        vec![INVALID_GRANT],
    ] {
        let ends = matches!(answers[0], Answer::Status(400, _));
        let stage = Stage::new("reusable");
        let engine = due_for_a_check(&stage).await;
        stage.provider.will(answers);
        stage.provider.gate.shut();
        let caller = spawn_caller(&engine);
        stage.provider.gate.reached(1).await;
        // The exchange is under way: another process notes a use, and takes the due check upon itself.
        let (now, at) = (START.plus(LIFETIME), START.plus(LIFETIME + LATER));
        let id = load(&engine).await.id;
        engine.repo.touch_grant(&subject().tenant_id, &id, at).await.unwrap();
        let claims_check = async || {
            let claimed = engine.repo.claim_jobs(now, LATER, 10, vec![]).await.unwrap();
            claimed.iter().any(|due| due.job == GrantJob::Check)
        };
        assert!(claims_check().await);
        stage.provider.gate.open();
        let told = soon(caller).await.unwrap();
        let stored = load(&engine).await;
        assert_eq!(stored.last_used_at, Some(at), "{told}");
        // What has ended is looked at no more; all else stays with whoever has taken it.
        assert_eq!(stored.next_check_at, (!ends).then_some(START), "{told}");
        assert!(!claims_check().await, "{told}");
    }
}

#[tokio::test]
async fn what_is_noted_while_a_grant_is_probed_survives_the_verdict() {
    for status in [200, 403, 500] {
        let stage = Stage::new("reusable");
        let engine = stage.process().await;
        let id = connect(&engine).await;
        stage.provider.probes.store(status, Ordering::SeqCst);
        stage.store.updates.shut();
        let (tenant_id, at) = (subject().tenant_id, START.plus(LATER));
        let check = tokio::spawn({
            let (engine, tenant_id, id) = (engine.clone(), tenant_id.clone(), id.clone());
            async move { engine.checker.check(&tenant_id, &id).await }
        });
        stage.store.updates.reached(1).await;
        engine.repo.touch_grant(&tenant_id, &id, at).await.unwrap();
        stage.store.updates.open();
        soon(check).await.unwrap().unwrap();
        assert_eq!(load(&engine).await.last_used_at, Some(at), "{status}");
    }
}

#[tokio::test]
async fn a_status_that_a_check_has_set_meanwhile_gets_its_counterpart() {
    for (answer, status, events) in [
        (
            Answer::Tokens("at-2", None),
            GrantStatus::Active,
            vec![EventType::HealthFailed, EventType::HealthRecovered, EventType::TokenRefreshed],
        ),
        (Answer::Status(503, ""), GrantStatus::Degraded, vec![EventType::HealthFailed]),
        (INVALID_GRANT, GrantStatus::NeedsReauth, vec![EventType::HealthFailed, EventType::ConnectionNeedsReauth]),
    ] {
        let stage = Stage::new("reusable");
        let engine = stage.process().await;
        let id = connect(&engine).await;
        // The token still lives, so that a check needs no renewal of its own.
        stage.clock.advance(LIFETIME - Policy::default().min_validity);
        stage.provider.will([answer]);
        stage.provider.gate.shut();
        let caller = spawn_caller(&engine);
        stage.provider.gate.reached(1).await;
        stage.provider.probes.store(403, Ordering::SeqCst);
        soon(engine.checker.check(&subject().tenant_id, &id)).await.unwrap();
        assert_eq!(load(&engine).await.secrets.status, GrantStatus::Degraded);
        stage.provider.gate.open();
        soon(caller).await.unwrap();
        let stored = load(&engine).await;
        assert_eq!((stored.secrets.status, stored.open_intent), (status, None));
        assert_eq!(events_of(&engine).await, events);
    }
}

/// What has no probe is looked at once, also where something else is stored at that moment.
#[tokio::test]
async fn a_check_that_asks_nobody_is_the_last_one() {
    let stage = Stage::new("reusable");
    let without_probe = |definition: &mut serde_json::Value| drop(definition.as_object_mut().unwrap().remove("probe"));
    let engine = stage.process_changed(without_probe).await;
    connect(&engine).await;
    let grant = load(&engine).await;
    let due = Grant { next_check_at: Some(START), ..grant.clone() };
    let change = |grant: Grant, revision: u64| {
        let engine = engine.clone();
        tokio::spawn(async move {
            let guard = GrantGuard { generation: 1, revision: Some(revision), fence: 0, lease: None };
            let update = GrantUpdate { grant: &grant, guard, schedule: Schedule::Check, release_lease: false, events: vec![] };
            engine.repo.replace_grant(update).await.unwrap().unwrap()
        })
    };
    let due = soon(change(due, 1)).await.unwrap();
    stage.store.updates.shut();
    let first = change(due.clone(), due.revision);
    stage.store.updates.reached(1).await;
    let check = tokio::spawn({
        let (engine, id) = (engine.clone(), due.id.clone());
        async move { engine.checker.check(&subject().tenant_id, &id).await.unwrap().live }
    });
    stage.store.updates.reached(2).await;
    stage.store.updates.admit(1);
    soon(first).await.unwrap();
    stage.store.updates.open();
    assert_eq!(soon(check).await.unwrap(), None);
    assert_eq!(load(&engine).await.next_check_at, None);
}

/// What the provider wants of the person is not lost with the first try to store it.
#[tokio::test]
async fn a_challenge_survives_a_write_that_loses_its_race() {
    const WANTED: &str = r#"{"access_token":{"a":null}}"#;
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Status(400, r#"{"error":"interaction_required","claims":"{\"access_token\":{\"a\":null}}"}"#)]);
    stage.provider.gate.shut();
    let caller = spawn_caller(&engine);
    stage.provider.gate.reached(1).await;
    let grant = load(&engine).await;
    let guard = GrantGuard { generation: 1, revision: Some(grant.revision), fence: 0, lease: None };
    let update = GrantUpdate { grant: &grant, guard, schedule: Schedule::Kept, release_lease: false, events: vec![] };
    engine.repo.replace_grant(update).await.unwrap().unwrap();
    stage.provider.gate.open();
    assert_eq!(soon(caller).await.unwrap(), "reauth_required");
    let wanted = load(&engine).await.secrets.pending_claims.expect("what the provider wants");
    assert_eq!(wanted.expose(), WANTED);
}
