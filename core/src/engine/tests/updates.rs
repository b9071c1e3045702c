//! Two writes of one grant at once: neither takes back what the other has noted.

use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::engine::EventQuery;
use crate::model::event::EventType;
use crate::model::grant::{Grant, GrantStatus};
use crate::model::rows::{GrantJob, JobKind, Schedule};
use crate::repo::UsedGrant;

use super::stage::{Answer, INVALID_GRANT, LIFETIME, START, Stage, connect, load, soon, spawn_caller, subject, write_over};

const LATER: Duration = Duration::from_secs(900);

/// A connection whose check is due, at the end of its token's life.
async fn due_for_a_check(stage: &Stage) -> std::sync::Arc<crate::engine::Engine> {
    let engine = stage.process().await;
    connect(&engine).await;
    write_over(&engine, &load(&engine).await, Schedule::Check, |grant| grant.next_check_at = Some(START)).await;
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
        let used = UsedGrant { tenant_id: subject().tenant_id, id, at };
        engine.repo.touch_grants(vec![used]).await.unwrap();
        let takes_check = async || {
            let taken = engine.repo.take_jobs(&[JobKind::Grant(GrantJob::Check)], now, LATER, 10, vec![]).await.unwrap();
            !taken.is_empty()
        };
        assert!(takes_check().await);
        stage.provider.gate.open();
        let told = soon(caller).await.unwrap();
        let stored = load(&engine).await;
        assert_eq!(stored.last_used_at, Some(at), "{told}");
        // What has ended is looked at no more; all else stays with whoever has taken it.
        assert_eq!(stored.next_check_at, (!ends).then_some(START), "{told}");
        assert!(!takes_check().await, "{told}");
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
        let used = UsedGrant { tenant_id: tenant_id.clone(), id: id.clone(), at };
        engine.repo.touch_grants(vec![used]).await.unwrap();
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
        stage.clock.advance(LIFETIME - Duration::from_secs(60));
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
    let due = write_over(&engine, &load(&engine).await, Schedule::Check, |grant| grant.next_check_at = Some(START)).await;
    stage.store.updates.shut();
    let first = tokio::spawn({
        let (engine, due) = (engine.clone(), due.clone());
        async move { write_over(&engine, &due, Schedule::Check, |_| {}).await }
    });
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
    write_over(&engine, &load(&engine).await, Schedule::Kept, |_| {}).await;
    stage.provider.gate.open();
    assert_eq!(soon(caller).await.unwrap(), "reauth_required");
    let wanted = load(&engine).await.secrets.pending_claims.expect("what the provider wants");
    assert_eq!(wanted.expose(), WANTED);
}

/// A check and another write of the same token at once: what the check has found is stored, and told as it is stored.
#[tokio::test]
async fn what_a_check_has_found_survives_a_write_that_comes_first() {
    for (probe, status) in [(403, GrantStatus::Degraded), (200, GrantStatus::Active)] {
        let stage = Stage::new("reusable");
        let engine = stage.process().await;
        let id = connect(&engine).await;
        stage.provider.probes.store(probe, Ordering::SeqCst);
        let before = load(&engine).await;
        stage.store.updates.shut();
        let first = tokio::spawn({
            let (engine, before) = (engine.clone(), before.clone());
            async move { write_over(&engine, &before, Schedule::Kept, |grant| grant.failures = 7).await }
        });
        stage.store.updates.reached(1).await;
        let check = tokio::spawn({
            let engine = engine.clone();
            async move { engine.checker.check(&subject().tenant_id, &id).await.unwrap().status }
        });
        stage.store.updates.reached(2).await;
        stage.store.updates.admit(1);
        soon(first).await.unwrap();
        stage.store.updates.open();
        assert_eq!(soon(check).await.unwrap(), status);
        let stored = load(&engine).await;
        assert_eq!((stored.secrets.status, stored.failures), (status, 7));
        assert!(stored.next_check_at.is_some(), "{probe}");
    }
}

/// A grant that has ended, or another token, while a check is under way: what it has found is not about them.
#[tokio::test]
async fn what_a_check_has_found_of_an_earlier_state_changes_nothing() {
    for ends in [true, false] {
        let stage = Stage::new("reusable");
        let engine = stage.process().await;
        let id = connect(&engine).await;
        stage.provider.probes.store(if ends { 200 } else { 403 }, Ordering::SeqCst);
        let before = load(&engine).await;
        stage.store.updates.shut();
        let first = tokio::spawn({
            let (engine, before) = (engine.clone(), before.clone());
            async move {
                let change = |grant: &mut Grant| match ends {
                    true => grant.secrets.status = GrantStatus::NeedsReauth,
                    false => grant.generation += 1,
                };
                write_over(&engine, &before, Schedule::Kept, change).await
            }
        });
        stage.store.updates.reached(1).await;
        let check = tokio::spawn({
            let engine = engine.clone();
            async move { engine.checker.check(&subject().tenant_id, &id).await.unwrap().status }
        });
        stage.store.updates.reached(2).await;
        stage.store.updates.admit(1);
        let first = soon(first).await.unwrap();
        stage.store.updates.open();
        assert_eq!(soon(check).await.unwrap(), first.secrets.status);
        let stored = load(&engine).await;
        assert_eq!((stored.secrets.status, stored.revision), (first.secrets.status, first.revision));
    }
}
