//! Whoever follows events is woken by them, whoever has written them, and asks the store for nothing while nothing happens.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::base::{ErrorCode, Result, Timestamp};
use crate::engine::Engine;
use crate::model::event::EventType;

use super::stage::{Stage, connect, soon, subject, value};

/// Follows from the beginning: the type of the first event.
fn follow(engine: &Arc<Engine>) -> JoinHandle<Result<EventType>> {
    let engine = engine.clone();
    tokio::spawn(async move {
        let page = engine.manager.follow_events(Timestamp::from_unix_millis(0), None, || true).await?;
        Ok(page.data[0].event_type)
    })
}

/// Something happens that an event tells of.
async fn tell(engine: &Arc<Engine>) {
    let id = connect(engine).await;
    engine.manager.delete_connection(&subject().tenant_id, &id, None).await.unwrap();
}

fn times_asked_for_events(stage: &Stage) -> usize {
    stage.store.asked.lock().unwrap().iter().filter(|asked| asked.starts_with("events:")).count()
}

/// Time stands still unless everybody waits: no look of anybody's was waited for.
#[tokio::test(start_paused = true)]
async fn a_commit_of_its_own_process_wakes_who_follows_at_once() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let follower = follow(&engine);
    tokio::task::yield_now().await;
    let before = tokio::time::Instant::now();
    tell(&engine).await;
    let event = soon(follower).await.unwrap().unwrap();
    assert_eq!(event, EventType::ConnectionDeleted);
    assert_eq!(before.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_look_wakes_who_follows_what_another_process_has_written() {
    let stage = Stage::new("strict");
    let (writer, reader) = (stage.process().await, stage.process_with(stage.provider.clone(), true).await);
    let follower = follow(&reader);
    tokio::time::sleep(Duration::from_secs(1)).await;
    tell(&writer).await;
    assert_eq!(soon(follower).await.unwrap().unwrap(), EventType::ConnectionDeleted);
}

#[tokio::test(start_paused = true)]
async fn without_background_work_who_follows_looks_by_itself() {
    let stage = Stage::new("strict");
    let (writer, reader) = (stage.process().await, stage.process().await);
    let follower = follow(&reader);
    tokio::time::sleep(Duration::from_secs(1)).await;
    tell(&writer).await;
    assert_eq!(soon(follower).await.unwrap().unwrap(), EventType::ConnectionDeleted);
}

#[tokio::test(start_paused = true)]
async fn while_the_vault_is_let_go_who_follows_touches_nothing() {
    let stage = Stage::new("strict");
    let (writer, reader) = (stage.process().await, stage.process().await);
    reader.suspend().await;
    let follower = follow(&reader);
    tell(&writer).await;
    let before = times_asked_for_events(&stage);
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert_eq!(times_asked_for_events(&stage), before);
    assert!(!follower.is_finished());
    reader.resume();
    assert_eq!(soon(follower).await.unwrap().unwrap(), EventType::ConnectionDeleted);
}

#[tokio::test(start_paused = true)]
async fn nobody_is_asked_for_events_where_nobody_follows() {
    let stage = Stage::new("strict");
    let engine = stage.process_with(stage.provider.clone(), true).await;
    // Whoever begins asks once for alarms.
    let begun = times_asked_for_events(&stage);
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(times_asked_for_events(&stage), begun);
    engine.close().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_end_of_the_engine_ends_the_wait() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let follower = follow(&engine);
    tokio::time::sleep(Duration::from_secs(1)).await;
    engine.close().await.unwrap();
    assert_eq!(soon(follower).await.unwrap().unwrap_err().code(), ErrorCode::Closed);
}

/// The notes of what was changed are gone: whatever is cached may be of before.
#[tokio::test]
async fn a_look_that_finds_no_notes_any_more_believes_nothing_that_is_cached() {
    let stage = Stage::new("strict");
    let (reader, deleter) = (stage.process().await, stage.process().await);
    let id = connect(&reader).await;
    assert_eq!(value(&reader).await, "at-1");
    deleter.manager.delete_connection(&subject().tenant_id, &id, None).await.unwrap();
    assert!(reader.reader.peek(&subject()).unwrap().is_some(), "it has not looked yet");
    // By the wall clock they are old.
    stage.clock.jump(7200);
    deleter.repo.housekeeping().purge().await.unwrap();
    stage.clock.jump(-7200);
    reader.grants.look().await.unwrap();
    assert!(reader.reader.peek(&subject()).unwrap().is_none());
}
