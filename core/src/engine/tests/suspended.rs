//! An app that its system suspends: nothing happens by itself, and nothing is lost (SR-87).

use std::pin::pin;
use std::sync::atomic::Ordering;
use std::task::{Context, Waker};
use std::time::Duration;

use super::stage::{Answer, LIFETIME, Stage, connect, load, soon, spawn_caller, value};

#[tokio::test(start_paused = true)]
async fn while_suspended_nothing_touches_the_store_by_itself() {
    let stage = Stage::new("strict");
    let engine = stage.process_with(stage.provider.clone(), true).await;
    let touches = || stage.store.scheduled.load(Ordering::SeqCst);
    let before = touches();
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert!(touches() > before + 5, "the scheduler runs");
    engine.suspend().await;
    assert!(stage.store.is_suspended.load(Ordering::SeqCst));
    let before = touches();
    tokio::time::sleep(Duration::from_secs(3600)).await;
    engine.tasks.wake();
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert_eq!(touches(), before);
    engine.resume();
    assert!(!stage.store.is_suspended.load(Ordering::SeqCst));
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert!(touches() > before + 5, "the scheduler goes on");
    // An engine that is closed while it is suspended does not wait for its loops for ever.
    engine.suspend().await;
    engine.close().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_engine_paused_before_it_is_opened_starts_paused() {
    let stage = Stage::new("strict");
    let engine = stage.unopened(stage.provider.clone(), true);
    engine.pause();
    engine.open().await.unwrap();
    assert!(stage.store.is_suspended.load(Ordering::SeqCst));
    let before = stage.store.scheduled.load(Ordering::SeqCst);
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert_eq!(stage.store.scheduled.load(Ordering::SeqCst), before);
}

#[tokio::test]
async fn a_resume_while_the_store_is_being_suspended_has_the_last_word() {
    let stage = Stage::new("strict");
    let engine = stage.unopened(stage.provider.clone(), false);
    engine.pause();
    stage.store.suspensions.shut();
    let opening = tokio::spawn({
        let engine = engine.clone();
        async move { engine.open().await }
    });
    stage.store.suspensions.reached(1).await;
    engine.resume();
    stage.store.suspensions.open();
    soon(opening).await.unwrap().unwrap();
    assert!(!stage.store.is_suspended.load(Ordering::SeqCst), "opened");
    stage.store.suspensions.shut();
    let suspending = tokio::spawn({
        let engine = engine.clone();
        async move { engine.suspend().await }
    });
    stage.store.suspensions.reached(1).await;
    engine.resume();
    stage.store.suspensions.open();
    soon(suspending).await.unwrap();
    assert!(!stage.store.is_suspended.load(Ordering::SeqCst), "suspended");
}

#[tokio::test]
async fn a_refresh_under_way_is_stored_while_suspended() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let caller = spawn_caller(&engine);
    stage.provider.gate.reached(1).await;
    engine.suspend().await;
    assert!(!caller.is_finished(), "an exchange is not interrupted, and nobody waits for it");
    stage.provider.gate.open();
    assert_eq!(soon(caller).await.unwrap(), "at-2");
    assert_eq!(load(&engine).await.generation, 2);
    // Explicit calls work as ever.
    assert_eq!(value(&engine).await, "at-2");
}

#[tokio::test]
async fn idle_is_when_what_a_provider_has_answered_is_stored() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    soon(engine.idle()).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let caller = spawn_caller(&engine);
    stage.provider.gate.reached(1).await;
    let mut idle = pin!(engine.idle());
    assert!(idle.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending(), "an exchange is under way");
    // Whoever goes away does not end it.
    caller.abort();
    assert!(idle.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    stage.provider.gate.open();
    soon(idle).await;
    assert_eq!(load(&engine).await.generation, 2);
}
