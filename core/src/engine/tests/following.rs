//! Whoever follows events is woken by them, whoever has written them, and asks the store for nothing while nothing happens.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::base::{Clock as _, ErrorCode, GrantId, Result, Timestamp};
use crate::engine::{Engine, EventPlace, EventQuery};
use crate::model::event::{Event, EventType};

use super::stage::{Stage, connect, sample, soon, subject, value};

/// Follows from a place on: what comes first.
async fn first(engine: &Engine, mut place: EventPlace) -> Result<Vec<Event>> {
    loop {
        let page = engine.manager.follow_events(place, || true).await?;
        if !page.data.is_empty() {
            return Ok(page.data);
        }
        place = EventPlace::Behind(page.next.unwrap());
    }
}

/// Follows from the beginning: the type of the first event.
fn follow(engine: &Arc<Engine>) -> JoinHandle<Result<EventType>> {
    let engine = engine.clone();
    tokio::spawn(async move { Ok(first(&engine, EventPlace::Since(Timestamp::EPOCH)).await?[0].event_type) })
}

/// Something happens that an event tells of, to somebody else each time.
async fn tell(engine: &Arc<Engine>) {
    let user = format!("u{}", GrantId::make_connection().as_str());
    let grant = sample("acme", &user);
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    engine.manager.delete_connection(&subject().tenant_id, &grant.id, None).await.unwrap();
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

/// Where the end of what is there is asked for now, a commit of any host's clock comes behind it, and nothing that was before.
#[tokio::test(start_paused = true)]
async fn from_the_end_on_no_hosts_clock_hides_what_is_committed_or_brings_back_what_was() {
    let stage = Stage::new("strict");
    let (writer, reader) = (stage.process().await, stage.process().await);
    for skew in [-600, 600] {
        let written = async || {
            stage.clock.jump(skew);
            tell(&writer).await;
            stage.clock.jump(-skew);
        };
        written().await;
        let end = reader.manager.follow_events(EventPlace::End(stage.clock.now()), || true).await.unwrap();
        assert!(end.data.is_empty(), "{skew}: {:?}", end.data);
        written().await;
        let told = soon(first(&reader, EventPlace::Behind(end.next.unwrap()))).await.unwrap();
        assert_eq!(told.len(), 1, "{skew}");
        assert_eq!(told[0].at.since(stage.clock.now()).is_zero(), skew < 0, "by its own clock");
    }
}

/// A vault in which nothing has happened has no newest event.
#[tokio::test(start_paused = true)]
async fn from_the_end_of_nothing_on_everything_is_told() {
    let stage = Stage::new("strict");
    let reader = stage.process().await;
    let end = reader.manager.follow_events(EventPlace::End(stage.clock.now()), || true).await.unwrap();
    stage.clock.jump(-600);
    tell(&reader).await;
    assert_eq!(soon(first(&reader, EventPlace::Behind(end.next.unwrap()))).await.unwrap().len(), 1);
}

/// Between the call and the first question there may be more than is read at once.
#[tokio::test(start_paused = true)]
async fn whoever_asks_late_is_told_of_all_that_happened_since_the_call() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    tell(&engine).await;
    stage.clock.advance(Duration::from_secs(1));
    let called = stage.clock.now();
    for expected in [199, 200, 201] {
        tell(&engine).await;
        while engine.manager.list_events(&since(called)).await.unwrap().data.len() < expected.min(200) {
            tell(&engine).await;
        }
        let mut place = EventPlace::End(called);
        let mut told = 0;
        while told < expected {
            let page = soon(engine.manager.follow_events(place, || true)).await.unwrap();
            told += page.data.len();
            assert!(page.data.iter().all(|event| event.at >= called));
            place = EventPlace::Behind(page.next.unwrap());
        }
        assert_eq!(told, expected);
    }
}

fn since(time: Timestamp) -> EventQuery {
    EventQuery { since: Some(time), limit: Some(200), ..EventQuery::default() }
}

/// It is of before the vault was put back to an earlier state, or of another one: what comes in up to there would never be told.
#[tokio::test(start_paused = true)]
async fn a_cursor_ahead_of_all_events_is_refused_and_one_of_an_event_that_is_gone_is_not() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    tell(&engine).await;
    let after = |cursor: &str| EventQuery { after: Some(cursor.to_owned()), ..EventQuery::default() };
    let told = engine.manager.list_events(&after("0")).await.unwrap().data;
    let last = told.last().unwrap().cursor.clone().unwrap();
    let ahead = (last.parse::<u64>().unwrap() + 1).to_string();
    let refused = soon(engine.manager.follow_events(EventPlace::Behind(ahead.clone()), || true)).await.unwrap_err();
    assert_eq!(refused.code(), ErrorCode::InvalidRequest);
    assert!(engine.manager.list_events(&after(&ahead)).await.is_err());
    stage.clock.jump(40 * 24 * 3600);
    engine.repo.housekeeping().purge().await.unwrap();
    let other = stage.process().await;
    assert!(other.manager.list_events(&after("0")).await.unwrap().data.is_empty(), "it is gone");
    assert!(other.manager.list_events(&after(&last)).await.unwrap().data.is_empty());
    assert!(other.manager.list_events(&after(&ahead)).await.is_err());
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
