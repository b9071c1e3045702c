//! Sign-ins that end while the vault takes no writes: whoever waits is told, and the vault learns it when it can.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::base::SessionId;
use crate::engine::common::policy::Policy;
use crate::engine::{CallbackInput, Engine, EventQuery};

use super::device::{self, TOKENS, polls, seconds, with_device_flow};
use super::endings::{code, connections, creator, finish, start};
use super::stage::{Answer, Stage, soon};

/// A sign-in whose answer came while the vault was away: its session, and the callback once more.
async fn ends_unstored(stage: &Stage, engine: &Arc<Engine>) -> (SessionId, CallbackInput) {
    let (id, input) = start(engine).await;
    let again = CallbackInput {
        config: input.config.clone(),
        raw: input.raw.clone(),
        cookies: input.cookies.clone(),
        principal: input.principal.clone(),
    };
    stage.provider.will([Answer::Tokens("at-new", Some("rt-new"))]);
    stage.provider.gate.shut();
    let first = finish(engine, input);
    stage.provider.gate.reached(1).await;
    stage.store.go_away(true);
    // From here on each attempt to store a session is counted.
    stage.store.sessions.shut();
    stage.store.sessions.open();
    stage.provider.gate.open();
    assert_eq!(code(&soon(first).await.unwrap()), Some("vault_unavailable"));
    assert_eq!(stage.store.sessions.came(), 1);
    (id, again)
}

/// How the vault has it, as another process reads it.
async fn stored(stage: &Stage, id: &SessionId) -> &'static str {
    let other = stage.process().await;
    other.connector.view_session(id, &creator()).await.unwrap().status.as_str()
}

/// How often it was told that a session has failed.
async fn told(engine: &Arc<Engine>) -> usize {
    let page = engine.manager.list_events(&EventQuery::default()).await.unwrap();
    page.data.iter().filter(|event| event.event_type.as_str() == "session.failed").count()
}

#[tokio::test(start_paused = true)]
async fn the_vault_is_asked_again_when_a_pause_is_over_and_not_at_each_wake() {
    let stage = Stage::new("reusable");
    let engine = stage.process_with(stage.provider.clone(), true).await;
    let (id, _) = ends_unstored(&stage, &engine).await;
    for _ in 0..200 {
        engine.tasks.wake();
        tokio::task::yield_now().await;
    }
    assert_eq!(stage.store.sessions.came(), 1, "no time has passed");
    // After 1 s, 2 s, 4 s and so on, up to 30 s.
    let (a_moment, two) = (Duration::from_millis(20), Duration::from_millis(40));
    tokio::time::sleep(a_moment).await;
    for (pause, count) in [(1, 2), (2, 3), (4, 4), (8, 5), (16, 6), (30, 7), (30, 8)] {
        tokio::time::sleep(seconds(pause) - two).await;
        assert_eq!(stage.store.sessions.came(), count - 1, "{pause} s are not over");
        tokio::time::sleep(two).await;
        assert_eq!(stage.store.sessions.came(), count, "{pause} s are over");
    }
    stage.store.go_away(false);
    assert_eq!(stored(&stage, &id).await, "pending");
    tokio::time::sleep(seconds(31)).await;
    assert_eq!((stored(&stage, &id).await, told(&engine).await, connections(&engine).await), ("failed", 1, 0));
    // Four of the longest pauses.
    tokio::time::sleep(seconds(120)).await;
    assert_eq!((stage.store.sessions.came(), told(&engine).await), (9, 1), "once it is stored, nobody asks any more");
}

/// A machine that slept, or a clock that a test moves: the pause is over by the clock that counts that, for whatever wakes the process.
#[tokio::test(start_paused = true)]
async fn a_pause_that_is_over_by_the_clock_is_over() {
    let stage = Stage::new("reusable");
    let engine = stage.process_with(stage.provider.clone(), true).await;
    let (id, _) = ends_unstored(&stage, &engine).await;
    stage.store.go_away(false);
    stage.clock.advance(Duration::from_millis(999));
    for _ in 0..100 {
        engine.tasks.wake();
        tokio::task::yield_now().await;
    }
    assert_eq!(stage.store.sessions.came(), 1);
    let start = tokio::time::Instant::now();
    stage.clock.advance(Duration::from_millis(1));
    engine.tasks.wake();
    soon(stage.store.sessions.reached(2)).await;
    assert!(start.elapsed() < Duration::from_millis(500));
    soon(engine.idle()).await;
    assert_eq!(stored(&stage, &id).await, "failed");
}

#[tokio::test(start_paused = true)]
async fn while_suspended_no_ending_is_stored_and_behind_that_it_is() {
    let stage = Stage::new("reusable");
    let engine = stage.process_with(stage.provider.clone(), true).await;
    let (id, _) = ends_unstored(&stage, &engine).await;
    engine.suspend().await;
    stage.store.go_away(false);
    tokio::time::sleep(seconds(3600)).await;
    engine.tasks.wake();
    tokio::time::sleep(seconds(3600)).await;
    assert_eq!(stage.store.sessions.came(), 1);
    engine.resume();
    soon(stage.store.sessions.reached(2)).await;
    soon(engine.idle()).await;
    assert_eq!((stored(&stage, &id).await, told(&engine).await), ("failed", 1));
}

#[tokio::test(start_paused = true)]
async fn an_ending_that_no_vault_will_take_is_given_up() {
    // Its time is over; and the vault is another version's.
    for is_newer in [false, true] {
        let stage = Stage::new("reusable");
        let engine = stage.process_with(stage.provider.clone(), true).await;
        let (id, _) = ends_unstored(&stage, &engine).await;
        if is_newer {
            stage.store.shut_out(true);
            tokio::time::sleep(seconds(2)).await;
        } else {
            stage.clock.advance(Policy::default().session);
            soon(stage.store.sessions.reached(2)).await;
        }
        assert_eq!(stage.store.sessions.came(), 2, "{is_newer}");
        stage.store.shut_out(false);
        // Longer than the longest pause.
        tokio::time::sleep(seconds(60)).await;
        assert_eq!(stage.store.sessions.came(), 2, "{is_newer}");
        if is_newer {
            stage.clock.advance(Policy::default().session);
        }
        assert_eq!((stored(&stage, &id).await, told(&engine).await), ("expired", 0), "{is_newer}");
    }
}

/// Nothing goes on behind a call: the next one that has to do with it stores it.
#[tokio::test(start_paused = true)]
async fn without_background_work_the_next_call_stores_an_ending() {
    for how in ["maintenance", "asked", "asked by the server", "closed"] {
        let stage = Stage::new("reusable");
        let engine = stage.process().await;
        let (id, _) = ends_unstored(&stage, &engine).await;
        // A round that finds the vault away leaves it for the next one.
        assert!(engine.scheduler.run_maintenance(None).await.is_err());
        stage.store.go_away(false);
        tokio::time::sleep(seconds(3600)).await;
        assert_eq!((stored(&stage, &id).await, stage.store.sessions.came()), ("pending", 1), "{how}");
        match how {
            "maintenance" => drop(engine.scheduler.run_maintenance(None).await.unwrap()),
            "asked" => drop(engine.connector.view_session(&id, &creator()).await.unwrap()),
            "asked by the server" => drop(engine.connector.view_session_of_tenant(&creator().tenant_id, &id).await.unwrap()),
            _ => engine.close().await.unwrap(),
        }
        assert_eq!((stored(&stage, &id).await, stage.store.sessions.came()), ("failed", 2), "{how}");
    }
}

/// At the end of the process there is no pause left.
#[tokio::test(start_paused = true)]
async fn the_end_of_the_process_tries_once_more_and_waits_for_nothing() {
    for is_away in [false, true] {
        let stage = Stage::new("reusable");
        let engine = stage.process_with(stage.provider.clone(), true).await;
        let (id, _) = ends_unstored(&stage, &engine).await;
        stage.store.go_away(is_away);
        let start = tokio::time::Instant::now();
        engine.close().await.unwrap();
        assert_eq!((start.elapsed() < seconds(1), stage.store.sessions.came()), (true, 2));
        stage.store.go_away(false);
        assert_eq!(stored(&stage, &id).await, if is_away { "pending" } else { "failed" });
    }
}

/// The same browser is told at once, before the vault knows.
#[tokio::test(start_paused = true)]
async fn a_callback_that_comes_again_is_told_what_the_vault_does_not_know_yet() {
    let stage = Stage::new("reusable");
    let engine = stage.process_with(stage.provider.clone(), true).await;
    let (id, again) = ends_unstored(&stage, &engine).await;
    stage.store.go_away(false);
    assert_eq!(stored(&stage, &id).await, "pending");
    assert_eq!(code(&soon(finish(&engine, again)).await.unwrap()), Some("vault_unavailable"));
    assert_eq!(stage.store.sessions.came(), 1);
}

/// A poll that the provider answers while the vault is away.
async fn polled_unstored(stage: &Stage, engine: &Arc<Engine>, answer: Answer) -> (SessionId, &'static str) {
    let id = device::start(stage, engine).await;
    stage.provider.will([answer]);
    stage.clock.advance(seconds(5));
    stage.provider.gate.shut();
    let asking = tokio::spawn({
        let (engine, id) = (engine.clone(), id.clone());
        async move { device::status(&engine, &id).await }
    });
    stage.provider.gate.reached(1).await;
    stage.store.go_away(true);
    stage.provider.gate.open();
    (id, soon(asking).await.unwrap())
}

#[tokio::test(start_paused = true)]
async fn the_end_of_a_device_flow_that_cannot_be_stored_is_told_and_stored_later() {
    let refusal = |body| Answer::Status(400, body);
    for (number, expected, status) in [
        (0, "denied", "cancelled"),
        (1, "expired", "expired"),
        (2, "provider_error", "failed"),
        // What the answer brought is lost with the vault: nobody presents a code that is spent.
        (3, "vault_unavailable", "failed"),
    ] {
        for is_working in [false, true] {
            let stage = Stage::new("strict");
            let engine = match is_working {
                true => stage.process_working(with_device_flow).await,
                false => stage.process_changed(with_device_flow).await,
            };
            let answer = match number {
                0 => refusal(r#"{"error":"access_denied"}"#),
                1 => refusal(r#"{"error":"expired_token"}"#),
                2 => refusal(r#"{"error":"invalid_grant"}"#),
                _ => TOKENS,
            };
            let (id, told) = polled_unstored(&stage, &engine, answer).await;
            assert_eq!(told, expected, "{is_working}");
            stage.store.go_away(false);
            assert_eq!(stored(&stage, &id).await, "pending");
            assert_eq!((device::status(&engine, &id).await, polls(&stage)), (expected, 1), "{is_working}");
            tokio::time::sleep(seconds(2)).await;
            stage.clock.advance(seconds(60));
            assert_eq!((device::status(&engine, &id).await, polls(&stage)), (expected, 1), "{is_working}");
            assert_eq!((stored(&stage, &id).await, connections(&engine).await), (status, 0), "{is_working}");
        }
    }
}

/// Its commit was made, and the vault was away before the answer came: what the vault says counts.
#[tokio::test]
async fn a_device_flow_that_is_complete_in_the_vault_is_told_so_whatever_its_poll_was_told() {
    let stage = Stage::new("strict");
    let engine = stage.process_changed(with_device_flow).await;
    let id = device::start(&stage, &engine).await;
    stage.provider.will([TOKENS]);
    stage.clock.advance(seconds(5));
    stage.store.updates.shut();
    stage.store.answer_is_lost.store(true, Ordering::SeqCst);
    let asking = tokio::spawn({
        let (engine, id) = (engine.clone(), id.clone());
        async move { device::status(&engine, &id).await }
    });
    stage.store.updates.reached(1).await;
    stage.store.sessions.shut();
    stage.store.updates.open();
    stage.store.sessions.reached(1).await;
    stage.store.go_away(true);
    stage.store.sessions.open();
    assert_eq!(soon(asking).await.unwrap(), "vault_unavailable");
    stage.store.go_away(false);
    assert_eq!((device::status(&engine, &id).await, connections(&engine).await), ("complete", 1));
}

/// At the end of the process one finds out for all of them that the vault is away.
#[tokio::test(start_paused = true)]
async fn very_many_endings_try_once_at_the_end_where_the_vault_is_away() {
    const MANY: usize = 5;
    for is_away in [true, false] {
        let stage = Stage::new("reusable");
        let engine = stage.process_with(stage.provider.clone(), true).await;
        let mut begun = Vec::new();
        for _ in 0..MANY {
            begun.push(start(&engine).await);
        }
        stage.provider.will((0..MANY).map(|_| Answer::Tokens("at-new", Some("rt-new"))));
        stage.provider.gate.shut();
        let (ids, asked): (Vec<_>, Vec<_>) = begun.into_iter().map(|(id, input)| (id, finish(&engine, input))).unzip();
        stage.provider.gate.reached(MANY).await;
        stage.store.go_away(true);
        stage.provider.gate.open();
        for asked in asked {
            assert_eq!(code(&soon(asked).await.unwrap()), Some("vault_unavailable"));
        }
        stage.store.go_away(is_away);
        // From here on each attempt to store a session is counted.
        stage.store.sessions.shut();
        stage.store.sessions.open();
        engine.close().await.unwrap();
        assert_eq!(stage.store.sessions.came(), if is_away { 1 } else { MANY });
        stage.store.go_away(false);
        for id in &ids {
            assert_eq!(stored(&stage, id).await, if is_away { "pending" } else { "failed" });
        }
    }
}
