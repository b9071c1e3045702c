//! A lease of this process behind which nobody stands: it is ended by the next who finds it, and not waited for.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::engine::{CallOptions, Engine};
use crate::model::http::NetFailure;

use super::stage::{Answer, LIFETIME, Stage, connect, get, load, soon, spawn_caller, subject, value};

/// Beyond each pause after a failure, and beyond a lease.
const BEYOND_BACKOFF: Duration = Duration::from_secs(61);

async fn stage(rotation: &'static str) -> (Stage, Arc<Engine>) {
    let stage = Stage::new(rotation);
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    (stage, engine)
}

/// The connection to the vault breaks behind the commit: the lease is ours, and nothing was sent under it.
#[tokio::test]
async fn a_lease_whose_grant_was_not_heard_of_is_ended_and_leaves_no_doubt() {
    let (stage, engine) = stage("strict").await;
    stage.store.lease_is_lost.store(true, Ordering::SeqCst);
    assert_eq!(value(&engine).await, "vault_unavailable");
    assert!(load(&engine).await.open_intent.is_some(), "it was made");
    stage.provider.will([Answer::Failure(NetFailure::NotConnected)]);
    assert_eq!(value(&engine).await, "provider_unavailable");
    assert_eq!(load(&engine).await.open_intent, None, "nothing is in doubt");
    stage.clock.advance(BEYOND_BACKOFF);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    assert_eq!(value(&engine).await, "at-2");
}

/// The same where it was to repair an exchange: that one stays in doubt, and nothing was asked twice.
#[tokio::test]
async fn a_repair_that_was_not_heard_of_is_made_at_once() {
    let (stage, engine) = stage("strict").await;
    stage.provider.will([Answer::Failure(NetFailure::TimedOut)]);
    assert_eq!(value(&engine).await, "provider_unavailable");
    stage.clock.advance(BEYOND_BACKOFF);
    stage.store.lease_is_lost.store(true, Ordering::SeqCst);
    assert_eq!(value(&engine).await, "vault_unavailable");
    assert!(load(&engine).await.open_intent.unwrap().is_recovery);
    stage.provider.will([Answer::Failure(NetFailure::NotConnected)]);
    assert_eq!(value(&engine).await, "provider_unavailable");
    let intent = load(&engine).await.open_intent.expect("the first one is still in doubt");
    assert!(!intent.is_recovery);
    stage.clock.advance(BEYOND_BACKOFF);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    assert_eq!(value(&engine).await, "at-2");
}

/// The same where it has said that it has sent nothing, and the vault was away when its lease was to be ended.
#[tokio::test]
async fn a_repair_that_has_sent_nothing_leaves_the_doubt_where_its_lease_could_not_be_ended() {
    let mut stage = Stage::new("strict");
    stage.told_unsent = Duration::from_millis(1);
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Failure(NetFailure::TimedOut)]);
    assert_eq!(value(&engine).await, "provider_unavailable");
    stage.clock.advance(BEYOND_BACKOFF);
    stage.provider.connecting.shut();
    let caller = spawn_caller(&engine);
    stage.provider.connecting.reached(1).await;
    let has_said_so = async {
        while !load(&engine).await.open_intent.is_some_and(|intent| intent.is_unsent()) {
            tokio::task::yield_now().await;
        }
    };
    soon(has_said_so).await;
    stage.store.go_away(true);
    stage.provider.connecting.open();
    assert_eq!(soon(caller).await.unwrap(), "vault_unavailable");
    stage.store.go_away(false);
    stage.provider.will([Answer::Failure(NetFailure::NotConnected)]);
    assert_eq!(value(&engine).await, "provider_unavailable");
    assert!(load(&engine).await.open_intent.is_some_and(|intent| intent.is_doubtful()), "the first one is still in doubt");
}

/// What was sent, and whose outcome could not be noted, is in doubt; nobody else is at it.
#[tokio::test]
async fn a_failure_that_could_not_be_noted_is_in_doubt_and_of_no_other_process() {
    let (stage, engine) = stage("strict").await;
    stage.provider.will([Answer::Failure(NetFailure::TimedOut)]);
    stage.store.failing.store(1, Ordering::SeqCst);
    assert_eq!(value(&engine).await, "vault_unavailable");
    stage.provider.will([Answer::Failure(NetFailure::TimedOut)]);
    assert_eq!(value(&engine).await, "provider_unavailable");
    assert!(load(&engine).await.open_intent.unwrap().is_recovery, "it was sent: this was to repair it");
    assert_eq!(stage.provider.presented(), ["rt-1", "rt-1"]);
}

/// While the access token lives, what is in doubt waits for its end, and says so: no other process is named.
#[tokio::test]
async fn a_panic_behind_the_send_is_told_as_a_lost_answer() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    let force = CallOptions { force_refresh: true, ..CallOptions::default() };
    stage.provider.will([Answer::Panic]);
    let first = soon(engine.reader.get_credential(&subject(), &force)).await.unwrap_err();
    assert_eq!(first.code().as_str(), "internal");
    let error = soon(engine.reader.get_credential(&subject(), &force)).await.unwrap_err();
    assert_eq!(error.message(), "The answer of Acme to the last refresh is lost, and the refresh may have been made.");
    assert_eq!(stage.provider.presented().len(), 1);
    assert_eq!(get(&engine).await.unwrap().value.expose(), "at-1");
}
