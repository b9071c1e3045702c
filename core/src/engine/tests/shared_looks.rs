//! Where nobody has looked for a while what other processes have changed, one look is made for all who ask at that moment.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::stage::{Stage, connect, soon, spawn_caller, subject, value};

/// Longer than a look is believed.
const BEYOND_BELIEF: Duration = Duration::from_secs(6);

#[tokio::test]
async fn many_who_come_at_once_share_a_look_and_who_comes_later_does_not_wait_for_one_that_hangs() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    connect(&engine).await;
    engine.grants.look().await.unwrap();
    stage.clock.advance(BEYOND_BELIEF);
    stage.store.looks.shut();
    let callers: Vec<_> = (0..50).map(|_| spawn_caller(&engine)).collect();
    stage.store.looks.reached(1).await;
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
    assert_eq!(stage.store.looks.came(), 1);
    stage.clock.advance(Duration::from_secs(1));
    let later = spawn_caller(&engine);
    stage.store.looks.reached(2).await;
    stage.store.looks.open();
    for caller in callers.into_iter().chain([later]) {
        assert_eq!(soon(caller).await.unwrap(), "at-1");
    }
}

/// Others may change more than anybody can read on: a look ends all the same, and what it has not read of is not believed.
#[tokio::test]
async fn a_look_at_more_than_it_can_read_ends_and_forgets_what_is_kept() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    connect(&engine).await;
    engine.grants.look().await.unwrap();
    assert_eq!(value(&engine).await, "at-1");
    let reads = || stage.store.asked.lock().unwrap().iter().filter(|asked| asked.starts_with("grant by")).count();
    let before = reads();
    assert_eq!((value(&engine).await.as_str(), reads()), ("at-1", before), "it is kept");
    stage.store.pages.store(10_000, Ordering::SeqCst);
    engine.grants.look().await.unwrap();
    assert!(stage.store.pages.load(Ordering::SeqCst) > 9_900);
    stage.store.pages.store(0, Ordering::SeqCst);
    assert_eq!(value(&engine).await, "at-1");
    assert!(reads() > before, "it is read again");
    engine.grants.look().await.unwrap();
}

/// A read that shows nothing newer leaves what is kept where it is.
#[tokio::test]
async fn who_reads_what_is_kept_already_removes_nothing() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let id = connect(&engine).await;
    engine.grants.look().await.unwrap();
    assert_eq!(value(&engine).await, "at-1");
    engine.grants.load(&subject().tenant_id, &id).await.unwrap().unwrap();
    let reads = || stage.store.asked.lock().unwrap().iter().filter(|asked| asked.starts_with("grant by")).count();
    let before = reads();
    assert_eq!((value(&engine).await.as_str(), reads()), ("at-1", before));
}
