//! A process dies during an exchange: its lease ends, by time or at once where its death is known (SR-57, SR-61).

use std::time::Duration;

use super::stage::{Answer, Heard, LIFETIME, Stage, connect, load, soon, spawn_caller};

const LEASE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn the_lease_of_a_dead_process_ends() {
    for (rotation, presented) in [("reusable", 2), ("strict", 2), ("none", 2), ("unknown", 2)] {
        let stage = Stage::new(rotation);
        let (dying, other) = (stage.process().await, stage.process().await);
        connect(&dying).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Tokens("never-seen", None), Answer::Tokens("at-2", Some("rt-2"))]);
        stage.provider.gate.shut();
        let lost = spawn_caller(&dying);
        stage.provider.gate.reached(1).await;
        let caller = spawn_caller(&other);
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert_eq!(stage.provider.presented().len(), 1, "{rotation}: not while the lease runs");
        stage.clock.advance(LEASE + Duration::from_secs(1));
        stage.provider.gate.reached(2).await;
        let recovers = load(&other).await.open_intent.expect("an intent").is_recovery;
        assert_eq!(recovers, matches!(rotation, "strict" | "unknown"), "{rotation}");
        lost.abort();
        stage.provider.gate.admit(2);
        assert_eq!(soon(caller).await.unwrap(), "at-2", "{rotation}");
        assert_eq!(stage.provider.presented().len(), presented, "{rotation}");
    }
}

/// No time passes: that the holder is dead is known on its machine at once.
#[tokio::test]
async fn the_lease_of_a_process_that_is_known_to_be_dead_ends_at_once() {
    let stage = Stage::new("strict");
    let (dying, other) = (stage.process().await, stage.process().await);
    let heard = Heard::of(&other);
    connect(&dying).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("never-seen", None), Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let lost = spawn_caller(&dying);
    stage.provider.gate.reached(1).await;
    let caller = spawn_caller(&other);
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(stage.provider.presented().len(), 1, "not while it may live");
    heard.names_the_grant("another process is renewing this grant");
    lost.abort();
    stage.store.holder_died.store(true, std::sync::atomic::Ordering::SeqCst);
    soon(stage.provider.gate.reached(2)).await;
    let intent = load(&other).await.open_intent.expect("an intent");
    assert!(intent.is_recovery, "what the dead one announced may have been sent");
    stage.provider.gate.admit(2);
    assert_eq!(soon(caller).await.unwrap(), "at-2");
    heard.names_the_grant("whoever was renewing this grant has died; its lease is ended");
}
