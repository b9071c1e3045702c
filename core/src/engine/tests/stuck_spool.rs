//! The spool's disk does not do what it should: what has been stored is stored, and nobody waits for the disk.

use std::sync::atomic::Ordering;

use crate::model::http::NetFailure;

use super::late::BEYOND_LEASE;
use super::spool::{files, refresh_token, stage, until};
use super::stage::{Answer, LIFETIME, connect, load, soon, spawn_caller, value};

/// The folder can be read and no longer written: a file whose content is stored is found at each attempt.
#[tokio::test]
async fn a_file_that_cannot_be_removed_keeps_nobody_from_an_exchange() {
    let (_folder, stage) = stage("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.store.updates.shut();
    let caller = spawn_caller(&engine);
    until(|| !files(&stage).is_empty()).await;
    stage.spool.as_ref().unwrap().faults.keeps_files.store(true, Ordering::SeqCst);
    stage.store.updates.open();
    assert_eq!((soon(caller).await.unwrap(), files(&stage).len()), ("at-2".to_owned(), 1));
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Failure(NetFailure::TimedOut), Answer::Tokens("at-3", Some("rt-3"))]);
    assert_eq!(value(&engine).await, "provider_unavailable");
    assert!(load(&engine).await.open_intent.is_some(), "the spool is looked into");
    stage.clock.advance(BEYOND_LEASE);
    assert_eq!(value(&engine).await, "at-3");
    assert_eq!(stage.provider.presented(), ["rt-1", "rt-2", "rt-2"]);
    soon(engine.close()).await.unwrap();
}

/// The commit is slow at first, so the successor goes to a disk that hangs; then the commit is made.
#[tokio::test]
async fn a_disk_that_hangs_keeps_nobody_whose_successor_is_stored() {
    let (_folder, stage) = stage("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    let faults = stage.spool.as_ref().unwrap().faults.clone();
    let hangs = faults.disk.lock().await;
    stage.store.updates.shut();
    let caller = spawn_caller(&engine);
    until(|| faults.waiting.load(Ordering::SeqCst) == 1).await;
    stage.store.updates.open();
    assert_eq!(soon(caller).await.unwrap(), "at-2");
    soon(engine.close()).await.unwrap();
    drop(hangs);
    // Whatever the disk did in the end, nothing stays there that is stored.
    until(|| faults.waiting.load(Ordering::SeqCst) == 0).await;
    until(|| files(&stage).is_empty()).await;
    assert_eq!(refresh_token(&load(&engine).await), "rt-2");
}
