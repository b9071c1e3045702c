//! What remembers how far the vault is may lie on a disk that does not answer: nothing but the next presentation waits for it.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;

use super::stage::{Gate, Stage, connect, soon, value};
use crate::store::Anchor;

/// An anchor is brought up to date so often at most.
const DUE: Duration = Duration::from_secs(10);

/// One whose answers are held.
struct Held {
    gate: Gate,
    given_up: AtomicUsize,
    written: AtomicUsize,
}

/// A question that nobody waits for any more.
struct Asked<'a>(&'a Held);

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        self.0.given_up.fetch_add(1, Ordering::SeqCst);
    }
}

#[async_trait]
impl Anchor for Held {
    async fn read(&self) -> Result<Option<String>, Box<dyn Error + Send + Sync>> {
        let asked = Asked(self);
        self.gate.pass().await;
        std::mem::forget(asked);
        Ok(None)
    }

    async fn write(&self, _: &str) -> Result<(), Box<dyn Error + Send + Sync>> {
        self.written.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

/// A vault that is remembered there.
fn remembered() -> (Stage, Arc<Held>) {
    let held = Arc::new(Held { gate: Gate::new(), given_up: AtomicUsize::default(), written: AtomicUsize::default() });
    let mut stage = Stage::new("reusable");
    stage.anchor = Some(held.clone());
    (stage, held)
}

/// A second passes, and whoever can go on has gone on.
async fn a_second_later() {
    tokio::time::advance(Duration::from_secs(1)).await;
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_look_does_not_wait_for_an_anchor_that_does_not_answer() {
    let (stage, held) = remembered();
    let engine = stage.process_with(stage.provider.clone(), true).await;
    connect(&engine).await;
    stage.clock.advance(DUE);
    let written = held.written.load(Ordering::SeqCst);
    held.gate.shut();
    assert_eq!(value(&engine).await, "at-1");
    assert_eq!((held.gate.came(), held.given_up.load(Ordering::SeqCst)), (1, 0), "it is still asked");
    // Nor does the next one, and it is asked one thing at a time.
    stage.clock.advance(DUE);
    soon(engine.grants.look()).await.unwrap();
    assert_eq!((held.gate.came(), held.given_up.load(Ordering::SeqCst)), (1, 0));
    held.gate.open();
    // Whoever lets go of the vault does wait.
    soon(engine.idle()).await;
    assert!(held.written.load(Ordering::SeqCst) > written, "it is brought up to date all the same");
    soon(engine.close()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_look_leaves_nothing_behind_where_nothing_goes_on_behind_a_call() {
    for is_suspended in [false, true] {
        let (stage, held) = remembered();
        let engine = stage.process_with(stage.provider.clone(), is_suspended).await;
        if is_suspended {
            engine.suspend().await;
        }
        stage.clock.advance(DUE);
        let written = held.written.load(Ordering::SeqCst);
        held.gate.shut();
        let look = tokio::spawn({
            let engine = engine.clone();
            async move { engine.grants.look().await }
        });
        held.gate.reached(1).await;
        a_second_later().await;
        assert!(!look.is_finished(), "{is_suspended}");
        held.gate.open();
        soon(look).await.unwrap().unwrap();
        assert!(held.written.load(Ordering::SeqCst) > written, "{is_suspended}");
        soon(engine.close()).await.unwrap();
    }
}

/// Whoever does due work and nothing else has time for it.
#[tokio::test(start_paused = true)]
async fn a_round_of_due_work_ends_when_the_vault_is_remembered() {
    let (stage, held) = remembered();
    let engine = stage.process().await;
    stage.clock.advance(DUE);
    held.gate.shut();
    let round = tokio::spawn({
        let engine = engine.clone();
        async move { engine.scheduler.run_maintenance(None).await }
    });
    held.gate.reached(1).await;
    a_second_later().await;
    assert!(!round.is_finished());
    held.gate.open();
    soon(round).await.unwrap().unwrap();
    engine.close().await.unwrap();
}
