//! Exchanges without an answer, by what the provider does with refresh tokens (SR-61, SR-72).

use std::time::Duration;

use crate::model::grant::GrantStatus;
use crate::model::http::NetFailure;

use super::stage::{Answer, LIFETIME, Stage, connect, get, load, soon, spawn_caller, value};

const BEYOND_BACKOFF: Duration = Duration::from_secs(301);
const ALL: [NetFailure; 6] = [
    NetFailure::Blocked,
    NetFailure::NotConnected,
    NetFailure::TimedOut,
    NetFailure::Broken,
    NetFailure::TooLarge,
    NetFailure::NotSent,
];

#[tokio::test]
async fn no_failure_of_the_network_ends_a_grant() {
    for failure in ALL {
        for rotation in ["none", "reusable", "grace", "strict", "unknown"] {
            let stage = Stage::new(rotation);
            let engine = stage.process().await;
            connect(&engine).await;
            // Half a minute before its end the token is still served.
            stage.clock.advance(LIFETIME - Duration::from_secs(30));
            stage.provider.will([Answer::Failure(failure), Answer::Tokens("at-2", None)]);
            let served = get(&engine).await.unwrap();
            assert!(served.degraded && served.value.expose() == "at-1", "{failure:?} {rotation}");
            stage.clock.advance(Duration::from_secs(40));
            assert_eq!(load(&engine).await.secrets.status, GrantStatus::Degraded);
            stage.clock.advance(BEYOND_BACKOFF);
            assert_eq!(value(&engine).await, "at-2", "{failure:?} {rotation}");
            assert_eq!(load(&engine).await.secrets.status, GrantStatus::Active, "{failure:?} {rotation}");
            assert_eq!(stage.provider.presented(), ["rt-1", "rt-1"]);
        }
    }
}

#[tokio::test]
async fn a_pause_is_told_by_what_caused_it() {
    for (answer, code) in [
        (Answer::Status(429, ""), "rate_limited"),
        (Answer::Status(503, ""), "provider_unavailable"),
        (Answer::Status(401, r#"{"error":"invalid_client"}"#), "provider_config_rejected"),
        (Answer::Status(400, r#"{"error":"invalid_scope"}"#), "provider_error"),
        (Answer::Failure(NetFailure::Blocked), "config_invalid"),
        (Answer::Failure(NetFailure::TimedOut), "provider_unavailable"),
    ] {
        let stage = Stage::new("reusable");
        let (engine, other) = (stage.process().await, stage.process().await);
        connect(&engine).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([answer]);
        let first = get(&engine).await.unwrap_err();
        assert_eq!(first.code().as_str(), code);
        // Another process knows it too, and nobody asks the provider.
        for process in [&engine, &other, &engine] {
            let again = get(process).await.unwrap_err();
            assert_eq!((again.code(), again.retry()), (first.code(), first.retry()));
            assert_eq!(again.context().connection_id, first.context().connection_id);
            let waits = matches!(code, "rate_limited" | "provider_unavailable");
            assert_eq!(again.retry_after().is_some(), waits, "{code}");
        }
        assert_eq!(stage.provider.presented().len(), 1, "{code}");
        stage.clock.advance(BEYOND_BACKOFF);
        stage.provider.will([Answer::Tokens("at-2", None)]);
        assert_eq!(value(&engine).await, "at-2");
        assert_eq!(load(&engine).await.secrets.paused_by, None);
    }
}

#[tokio::test]
async fn what_was_not_sent_can_be_sent_as_often_as_needed() {
    for rotation in ["strict", "unknown"] {
        let stage = Stage::new(rotation);
        let engine = stage.process().await;
        connect(&engine).await;
        stage.clock.advance(LIFETIME);
        for _ in 0..5 {
            stage.provider.will([Answer::Failure(NetFailure::NotConnected)]);
            assert_eq!(value(&engine).await, "provider_unavailable");
            assert_eq!(load(&engine).await.open_intent, None);
            stage.clock.advance(BEYOND_BACKOFF);
        }
        stage.provider.will([Answer::Tokens("at-2", None)]);
        assert_eq!(value(&engine).await, "at-2");
    }
}

#[tokio::test]
async fn a_recovery_that_was_not_sent_is_not_used_up() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Failure(NetFailure::Broken)]);
    assert_eq!(value(&engine).await, "provider_unavailable");
    for _ in 0..3 {
        stage.clock.advance(BEYOND_BACKOFF);
        stage.provider.will([Answer::Failure(NetFailure::NotConnected)]);
        assert_eq!(value(&engine).await, "provider_unavailable");
        let intent = load(&engine).await.open_intent.expect("the first one is still in doubt");
        assert!(!intent.is_recovery);
    }
    // The one recovery; lost, it was the last.
    stage.clock.advance(BEYOND_BACKOFF);
    stage.provider.will([Answer::Failure(NetFailure::TimedOut)]);
    assert_eq!(value(&engine).await, "provider_unavailable");
    assert!(load(&engine).await.open_intent.expect("in doubt").is_recovery);
    stage.clock.advance(BEYOND_BACKOFF);
    assert_eq!(value(&engine).await, "reauth_required");
    assert_eq!(load(&engine).await.secrets.reason.as_deref(), Some("lost"));
}

#[tokio::test]
async fn where_nothing_rotates_a_lost_answer_costs_nothing() {
    for rotation in ["none", "reusable"] {
        let stage = Stage::new(rotation);
        let engine = stage.process().await;
        connect(&engine).await;
        stage.clock.advance(LIFETIME);
        for _ in 0..6 {
            stage.provider.will([Answer::Failure(NetFailure::TimedOut)]);
            assert_eq!(value(&engine).await, "provider_unavailable");
            stage.clock.advance(BEYOND_BACKOFF);
        }
        stage.provider.will([Answer::Tokens("at-2", None)]);
        assert_eq!(value(&engine).await, "at-2");
    }
}

#[tokio::test]
async fn a_panic_in_a_flight_blocks_nothing() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Panic, Answer::Tokens("at-2", None)]);
    stage.provider.gate.shut();
    let callers: Vec<_> = (0..5).map(|_| spawn_caller(&engine)).collect();
    stage.provider.gate.reached(1).await;
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
    stage.provider.gate.open();
    for caller in callers {
        assert_eq!(soon(caller).await.unwrap(), "vault_unavailable");
    }
    // The lease runs on until its end, like that of a dead process; then everything works.
    stage.clock.advance(Duration::from_secs(61));
    assert_eq!(value(&engine).await, "at-2");
}
