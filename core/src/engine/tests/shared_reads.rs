//! Whoever comes while a grant is renewed that another caller waits for reads nothing: one read, one record that is opened and one use that is
//! noted serve all of them, and so does one read where the renewal was in vain.

use std::sync::Arc;

use super::stage::{Answer, LIFETIME, Stage, connect, soon, spawn_caller, subject, value};
use crate::engine::{CallOptions, Engine};

const CALLERS: usize = 200;

/// What was asked of the store since this was asked last.
fn asked(stage: &Stage) -> Vec<String> {
    std::mem::take(&mut *stage.store.asked.lock().unwrap())
}

fn spawn_callers(engine: &Arc<Engine>) -> Vec<tokio::task::JoinHandle<String>> {
    (0..CALLERS).map(|_| spawn_caller(engine)).collect()
}

async fn have_begun() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn many_who_want_the_same_renewal_read_it_once() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(2 * LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let first = spawn_caller(&engine);
    stage.provider.gate.reached(1).await;
    asked(&stage);
    let others = spawn_callers(&engine);
    have_begun().await;
    assert_eq!(asked(&stage), Vec::<String>::new(), "the first one has read for all");
    stage.provider.gate.open();
    for caller in std::iter::once(first).chain(others) {
        assert_eq!(soon(caller).await.unwrap(), "at-2");
    }
    // One commit of the successor, and one note that the grant is in use.
    let written = asked(&stage);
    assert!(written.len() <= 4, "{written:?}");
    assert_eq!(stage.provider.presented(), ["rt-1"]);
}

/// Each of them finds out what may be served instead: the first one does.
#[tokio::test]
async fn many_who_waited_in_vain_read_once_what_is_left() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(2 * LIFETIME);
    stage.provider.will([Answer::Status(500, "")]);
    stage.provider.gate.shut();
    let first = spawn_caller(&engine);
    stage.provider.gate.reached(1).await;
    let others = spawn_callers(&engine);
    have_begun().await;
    let before = stage.reads_by_id();
    stage.provider.gate.open();
    for caller in std::iter::once(first).chain(others) {
        assert_eq!(soon(caller).await.unwrap(), "provider_unavailable");
    }
    assert!(stage.reads_by_id() - before <= 2, "{} reads", stage.reads_by_id() - before);
}

/// What has changed meanwhile is read by whoever comes then: somebody has deleted it, here or in another process.
#[tokio::test]
async fn nobody_shares_what_was_changed_meanwhile() {
    for is_here in [true, false] {
        let stage = Stage::new("strict");
        let (engine, other) = (stage.process().await, stage.process().await);
        let id = connect(&engine).await;
        engine.grants.look().await.unwrap();
        stage.clock.advance(2 * LIFETIME);
        stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
        stage.provider.gate.shut();
        let first = spawn_caller(&engine);
        stage.provider.gate.reached(1).await;
        let deleting = if is_here { &engine } else { &other };
        deleting.manager.delete_connection(&subject().tenant_id, &id, None).await.unwrap();
        engine.grants.look().await.unwrap();
        assert_eq!(value(&engine).await, "not_connected", "{is_here}: it waits for nothing that others wait for");
        stage.provider.gate.open();
        assert_eq!(soon(first).await.unwrap(), "not_connected");
    }
}

/// A caller that goes away, whose read the others share, takes nothing along.
#[tokio::test]
async fn a_caller_that_goes_away_leaves_what_it_has_read_to_the_others() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(2 * LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let first = spawn_caller(&engine);
    stage.provider.gate.reached(1).await;
    let others = spawn_callers(&engine);
    have_begun().await;
    first.abort();
    stage.provider.gate.open();
    for caller in others {
        assert_eq!(soon(caller).await.unwrap(), "at-2");
    }
    assert_eq!(value(&engine).await, "at-2", "and whoever comes later reads what is stored");
    assert_eq!(stage.provider.presented(), ["rt-1"]);
}

/// What a caller wants besides is judged at once, and not when the renewal has ended that others wait for.
#[tokio::test]
async fn a_caller_that_wants_more_than_was_granted_is_told_while_others_wait() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(2 * LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let first = spawn_caller(&engine);
    stage.provider.gate.reached(1).await;
    let wants_more = CallOptions { scopes: vec!["more".to_owned()], ..CallOptions::default() };
    let error = soon(engine.reader.get_credential(&subject(), &wants_more)).await.unwrap_err();
    assert_ne!(error.code().as_str(), "timeout", "{error}");
    stage.provider.gate.open();
    assert_eq!(soon(first).await.unwrap(), "at-2");
}
