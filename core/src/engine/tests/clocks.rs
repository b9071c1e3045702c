//! Somebody sets the wall clock, either way, while tokens live: nobody is given one that has ended (SR-68, I4).

use std::time::Duration;

use super::stage::{Answer, LIFETIME, Stage, connect, load, soon, spawn_caller, subject, value};
use crate::engine::CallOptions;
use crate::model::http::NetFailure;

const JUMPS: [i64; 4] = [900, -900, 86_400, -86_400];
/// A credential counts as ended this long before its end.
const MARGIN: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_token_that_was_got_while_the_wall_clock_was_wrong_ends_in_time() {
    for jump in JUMPS {
        let stage = Stage::new("reusable");
        let (one, other) = (stage.process().await, stage.process().await);
        connect(&one).await;
        stage.clock.advance(LIFETIME);
        stage.clock.jump(jump);
        stage.provider.will([Answer::Tokens("at-2", None)]);
        assert_eq!(value(&one).await, "at-2", "{jump}");
        stage.clock.jump(-jump);
        stage.clock.advance(LIFETIME);
        for (number, process) in [one, other, stage.process().await].into_iter().enumerate() {
            let before = load(&process).await.generation;
            if number == 0 {
                stage.provider.will([Answer::Tokens("at-3", None)]);
            }
            assert_eq!(value(&process).await, "at-3", "{jump} {number}");
            assert_eq!(load(&process).await.generation, 3, "{jump}: renewed once, before it was {before}");
        }
    }
}

#[tokio::test]
async fn a_wall_clock_that_is_set_back_lets_nothing_live_longer() {
    // As a read has cached it, and as the store has it: got by this process, or before anybody noted when.
    for (renewed, cached) in [(true, true), (true, false), (false, true), (false, false)] {
        let stage = Stage::new("reusable");
        let engine = stage.process().await;
        connect(&engine).await;
        if renewed {
            stage.clock.advance(LIFETIME);
            stage.provider.will([Answer::Tokens("at-2", None)]);
            value(&engine).await;
        }
        let lives = if renewed { "at-2" } else { "at-1" };
        stage.clock.advance(LIFETIME - MARGIN - SECOND);
        assert_eq!(value(&engine).await, lives);
        stage.clock.jump(-900);
        if !cached {
            engine.grants.invalidate_all();
        }
        assert_eq!(value(&engine).await, lives, "nor shorter: {renewed} {cached}");
        stage.clock.advance(2 * SECOND);
        stage.provider.will([Answer::Tokens("at-3", None)]);
        assert_eq!(value(&engine).await, "at-3", "{renewed} {cached}");
        assert_eq!(value(&engine).await, "at-3");
    }
}

/// It is the end of the access token that the repair of a lost answer waits for.
#[tokio::test]
async fn a_wall_clock_that_is_set_back_puts_no_repair_off() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME - MARGIN);
    stage.provider.will([Answer::Failure(NetFailure::Broken), Answer::Tokens("at-2", Some("rt-2"))]);
    // What is left of it is served.
    assert_eq!(value(&engine).await, "at-1");
    stage.clock.jump(-900);
    stage.clock.advance(MARGIN + SECOND);
    assert_eq!(value(&engine).await, "at-2");
}

/// Ahead and back again before the next look at what others have changed: what was waited for is followed by nothing older (I3).
#[tokio::test]
async fn a_wall_clock_that_comes_back_brings_no_older_token_back() {
    let stage = Stage::new("reusable");
    let (one, other) = (stage.process().await, stage.process().await);
    connect(&one).await;
    for process in [&one, &other] {
        assert_eq!(value(process).await, "at-1");
    }
    let ahead = i64::try_from(LIFETIME.as_secs()).unwrap();
    stage.clock.jump(ahead);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let first = spawn_caller(&one);
    stage.provider.gate.reached(1).await;
    let second = spawn_caller(&other);
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(!second.is_finished(), "it waits for what the first one asks for");
    stage.provider.gate.open();
    for caller in [first, second] {
        assert_eq!(soon(caller).await.unwrap(), "at-2");
    }
    stage.clock.jump(-ahead);
    for process in [&one, &other] {
        assert_eq!(value(process).await, "at-2");
    }
    assert_eq!(stage.provider.presented(), ["rt-1"]);
}

/// Whichever way somebody has read the later state: by its id, by its key, or among others.
#[tokio::test]
async fn whoever_has_read_a_later_state_is_given_nothing_older() {
    for way in ["id", "key", "many"] {
        let stage = Stage::new("reusable");
        let (one, other) = (stage.process().await, stage.process().await);
        let id = connect(&one).await;
        let key = load(&one).await.key;
        assert_eq!(value(&one).await, "at-1");
        stage.provider.will([Answer::Tokens("at-2", None)]);
        let force = CallOptions { force_refresh: true, ..CallOptions::default() };
        soon(other.reader.get_credential(&subject(), &force)).await.unwrap();
        assert_eq!(value(&one).await, "at-1", "{way}: it has looked for changes a moment ago");
        match way {
            "id" => drop(one.grants.load(&key.tenant_id, &id).await.unwrap()),
            "key" => drop(one.grants.find(&key).await.unwrap()),
            _ => drop(one.grants.find_all([&key].into_iter()).await.unwrap()),
        }
        assert_eq!(value(&one).await, "at-2", "{way}");
    }
}
