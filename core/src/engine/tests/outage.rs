//! The store is away: what is known is served for a while, and what the provider has given is not lost (SR-60 in memory, SR-67).

use std::time::Duration;

use super::stage::{Answer, LIFETIME, Stage, connect, get, load, soon, spawn_caller, value};

#[tokio::test]
async fn known_credentials_are_served_for_a_quarter_of_an_hour() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    assert!(!get(&engine).await.unwrap().degraded);
    stage.store.go_away(true);
    // Within the few seconds in which a look is believed, nothing shows.
    stage.clock.advance(Duration::from_secs(4));
    assert!(!get(&engine).await.unwrap().degraded);
    stage.clock.advance(Duration::from_secs(10 * 60));
    let served = get(&engine).await.unwrap();
    assert!(served.degraded && served.value.expose() == "at-1");
    stage.clock.advance(Duration::from_secs(5 * 60));
    assert_eq!(value(&engine).await, "vault_unavailable");
    stage.store.go_away(false);
    assert!(!get(&engine).await.unwrap().degraded);
}

#[tokio::test]
async fn an_outage_prolongs_nothing() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME - Duration::from_secs(120));
    assert_eq!(value(&engine).await, "at-1");
    stage.store.go_away(true);
    // It cannot be renewed now, so it is served to its end, and not beyond.
    stage.clock.advance(Duration::from_secs(119));
    let last = get(&engine).await.unwrap();
    assert!(last.degraded && last.value.expose() == "at-1");
    stage.clock.advance(Duration::from_secs(1));
    let error = get(&engine).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.retry().as_str()), ("vault_unavailable", "later"));
    assert!(stage.provider.presented().is_empty(), "the provider is not asked where the answer could not be kept");
}

#[tokio::test]
async fn what_was_never_read_is_not_known() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.store.go_away(true);
    assert_eq!(value(&engine).await, "vault_unavailable");
}

#[tokio::test]
async fn the_provider_is_not_touched_while_the_store_cannot_be_written() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.store.go_away(true);
    assert_eq!(value(&engine).await, "vault_unavailable");
    assert!(stage.provider.presented().is_empty());
}

#[tokio::test]
async fn a_successor_survives_a_store_that_is_away_when_it_arrives() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let caller = spawn_caller(&engine);
    stage.provider.gate.reached(1).await;
    stage.store.go_away(true);
    stage.store.updates.shut();
    stage.provider.gate.open();
    // Two attempts have failed before the store comes back.
    stage.store.updates.reached(1).await;
    stage.store.updates.admit(2);
    stage.store.updates.reached(3).await;
    assert!(!caller.is_finished());
    stage.store.go_away(false);
    stage.store.updates.open();
    assert_eq!(soon(caller).await.unwrap(), "at-2");
    assert_eq!((load(&engine).await.generation, stage.provider.presented()), (2, vec!["rt-1".to_owned()]));
}
