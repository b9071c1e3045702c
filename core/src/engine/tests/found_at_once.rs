//! What a killed process has left beside the vault is found by two others at once (SR-60).

use super::late::BEYOND_LEASE;
use super::spool::{die_with_a_successor, files, stage};
use super::stage::{LIFETIME, connect, load, soon, spawn_caller};

#[tokio::test]
async fn two_who_find_it_at_once_store_it_once() {
    let (_folder, stage) = stage("strict");
    let (first, second) = (stage.process().await, stage.process().await);
    connect(&first).await;
    stage.clock.advance(LIFETIME);
    die_with_a_successor(&stage).await;
    stage.clock.advance(BEYOND_LEASE);
    stage.store.updates.shut();
    let callers = [spawn_caller(&first), spawn_caller(&second)];
    stage.store.updates.reached(2).await;
    stage.store.updates.open();
    for caller in callers {
        assert_eq!(soon(caller).await.unwrap(), "at-2");
    }
    assert_eq!((load(&first).await.generation, stage.provider.presented().len()), (2, 1));
    assert!(files(&stage).is_empty());
}
