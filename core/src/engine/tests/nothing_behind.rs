//! A process without background work: a call has ended when its answer is there, and nothing of it goes on.

use std::sync::Arc;
use std::time::Duration;

use super::stage::{Answer, LIFETIME, Stage, connect, load, soon, spawn_caller, subject, value};
use crate::base::Clock as _;
use crate::engine::{CallOptions, Engine};
use crate::repo::UsedGrant;
use crate::store::Store as _;

const HOUR: Duration = Duration::from_secs(3600);
const LASTING: &str = r#"{"access_token":"at-2","token_type":"Bearer","expires_in":36000}"#;

async fn yield_often() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

/// A caller whose use of the grant is to be noted gets no answer before it is.
#[tokio::test]
async fn the_use_of_a_grant_is_noted_before_the_call_ends() {
    let stage = Stage::new("none");
    let engine = stage.process().await;
    connect(&engine).await;
    // A renewal that somebody waits for, and a read of what the store has.
    for (what, renewed) in [("renewal", true), ("read", false)] {
        stage.clock.advance(HOUR);
        if renewed {
            stage.provider.will([Answer::Status(200, LASTING)]);
        }
        let before = load(&engine).await.last_used_at;
        engine.grants.invalidate_all();
        stage.store.notes.shut();
        let caller = spawn_caller(&engine);
        stage.store.notes.reached(1).await;
        yield_often().await;
        assert!(!caller.is_finished(), "{what}");
        stage.store.notes.open();
        assert_eq!(soon(caller).await.unwrap(), "at-2", "{what}");
        assert_eq!(load(&engine).await.last_used_at, Some(stage.clock.now()), "{what}: after {before:?}");
    }
}

/// An answer without I/O waits for nothing: the next call that has to do with the vault notes it, or the end.
#[tokio::test]
async fn what_an_answer_from_memory_leaves_is_noted_by_the_next_call() {
    for end in ["call", "maintenance", "close"] {
        let stage = Stage::new("none");
        let engine = stage.process().await;
        connect(&engine).await;
        stage.clock.advance(HOUR);
        stage.provider.will([Answer::Status(200, LASTING)]);
        assert_eq!(value(&engine).await, "at-2");
        engine.grants.look().await.unwrap();
        assert_eq!(value(&engine).await, "at-2", "it is in memory now");
        stage.clock.advance(HOUR);
        engine.grants.look().await.unwrap();
        let used_at = stage.clock.now();
        let peer = stage.process().await;
        stage.store.notes.shut();
        let answer = engine.reader.answer(&subject(), &CallOptions::default()).unwrap();
        assert!(answer.is_some());
        yield_often().await;
        assert!(engine.tasks.is_empty(), "{end}: nothing goes on");
        stage.store.notes.open();
        assert!(load(&peer).await.last_used_at < Some(used_at));
        match end {
            "call" => drop(value(&engine).await),
            "maintenance" => drop(engine.scheduler.run_maintenance(None).await.unwrap()),
            _ => engine.close().await.unwrap(),
        }
        assert_eq!(load(&peer).await.last_used_at, Some(used_at), "{end}");
    }
}

/// What a provider says to all processes is told before its caller is.
#[tokio::test]
async fn other_processes_have_been_told_of_a_pause_when_the_call_ends() {
    let stage = Stage::new("none");
    let engine: Arc<Engine> = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    // Its use has just been noted, so that nothing else is.
    let (grant, now) = (load(&engine).await, stage.clock.now());
    engine.repo.touch_grants(vec![UsedGrant { tenant_id: grant.key.tenant_id, id: grant.id, at: now }]).await.unwrap();
    stage.provider.will([Answer::Status(429, "{}")]);
    stage.store.notes.shut();
    let caller = spawn_caller(&engine);
    stage.store.notes.reached(1).await;
    yield_often().await;
    assert!(!caller.is_finished());
    stage.store.notes.open();
    assert_eq!(soon(caller).await.unwrap(), "rate_limited");
    assert_eq!(stage.store.list_endpoint_pauses().await.unwrap().len(), 1);
}

/// The vault is away: nobody waits for a note, which is made when it is back.
#[tokio::test]
async fn no_caller_waits_for_a_note_while_the_vault_is_away() {
    let stage = Stage::new("none");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(HOUR);
    stage.provider.will([Answer::Status(200, LASTING)]);
    assert_eq!(value(&engine).await, "at-2");
    engine.grants.look().await.unwrap();
    assert_eq!(value(&engine).await, "at-2", "it is in memory now");
    stage.clock.advance(HOUR);
    engine.grants.look().await.unwrap();
    let used_at = stage.clock.now();
    assert!(engine.reader.answer(&subject(), &CallOptions::default()).unwrap().is_some());
    stage.store.go_away(true);
    stage.clock.advance(Duration::from_secs(10));
    stage.store.notes.shut();
    assert_eq!(value(&engine).await, "at-2");
    stage.store.notes.open();
    stage.store.go_away(false);
    assert_eq!(value(&engine).await, "at-2");
    assert_eq!(load(&engine).await.last_used_at, Some(used_at));
}
