//! Exchanges without an answer, by what the provider does with refresh tokens (SR-61, SR-72).

use std::sync::Arc;
use std::time::Duration;

use crate::base::{ErrorCode, Retry};
use crate::engine::Engine;
use crate::model::grant::GrantStatus;
use crate::model::http::{NetFailure, TlsFailure};

use super::pauses::TLS;
use super::stage::{Answer, INVALID_GRANT, LIFETIME, Stage, connect, get, load, soon, spawn_caller, value};

const BEYOND_BACKOFF: Duration = Duration::from_secs(61);
const ALL: [NetFailure; 8] = [
    NetFailure::Blocked,
    NetFailure::NotConnected,
    NetFailure::TimedOut,
    NetFailure::Broken,
    NetFailure::TooLarge,
    NetFailure::NotSent,
    NetFailure::NameUnknown,
    NetFailure::Tls(TlsFailure::UnknownAuthority),
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
        (Answer::Status(400, r#"{"error":"invalid_scope"}"#), "scope_unavailable"),
        (Answer::Status(400, r#"{"error":"invalid_target"}"#), "provider_error"),
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

/// What stays open says what the next one must reckon with (SR-57, SR-61): a success that brings nothing as much as none, and whatever was
/// open before, unless the provider says that it is over.
#[tokio::test]
async fn what_may_have_rotated_stays_in_doubt_until_it_is_repaired_or_over() {
    type Case = (&'static str, fn() -> Answer, bool, bool);
    const CASES: [Case; 9] = [
        ("a success without a token", || Answer::Status(200, r#"{"token_type":"bearer"}"#), true, true),
        ("a success without anything", || Answer::Status(200, " \r\n"), true, true),
        ("a page of somebody in between", || Answer::Status(200, "<html>"), false, true),
        ("a gateway without its origin", || Answer::Status(502, ""), true, true),
        ("silence", || Answer::Failure(NetFailure::TimedOut), true, true),
        ("not sent", || Answer::Failure(NetFailure::NotConnected), false, true),
        ("throttled", || Answer::Status(429, ""), false, true),
        ("the client is refused", || Answer::Status(401, r#"{"error":"invalid_client"}"#), false, true),
        ("the end", || INVALID_GRANT, false, false),
    ];
    for is_in_doubt in [false, true] {
        for (what, answer, leaves_one, keeps_one) in CASES {
            let stage = Stage::new("strict");
            let engine = stage.process().await;
            connect(&engine).await;
            if is_in_doubt {
                engine.repo.leave_in_doubt(&load(&engine).await).await;
            }
            stage.clock.advance(LIFETIME);
            stage.provider.will([answer()]);
            drop(get(&engine).await);
            assert_eq!(stage.provider.presented(), ["rt-1"], "{what}");
            let is_open = load(&engine).await.open_intent.is_some();
            assert_eq!(is_open, leaves_one || (is_in_doubt && keeps_one), "{what}, in doubt before: {is_in_doubt}");
        }
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
    // Sent, and lost: now it is.
    stage.clock.advance(BEYOND_BACKOFF);
    stage.provider.will([Answer::Failure(NetFailure::TimedOut)]);
    assert_eq!(value(&engine).await, "provider_unavailable");
    assert!(load(&engine).await.open_intent.expect("in doubt").is_recovery);
}

/// What is in doubt stays so, whatever else comes in between; only tokens and an end resolve it.
#[tokio::test]
async fn only_the_providers_word_ends_a_doubt() {
    for between in [
        Answer::Status(503, ""),
        Answer::Status(200, "<html>"),
        Answer::Status(200, r#"{"error":"no"}"#),
        Answer::Status(307, ""),
        Answer::Status(429, ""),
        Answer::Status(401, r#"{"error":"invalid_client"}"#),
        Answer::Status(400, r#"{"error":"invalid_scope"}"#),
        Answer::Status(400, r#"{"error":"access_denied"}"#),
    ] {
        let stage = Stage::new("strict");
        let engine = stage.process().await;
        connect(&engine).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Failure(NetFailure::Broken), between]);
        value(&engine).await;
        let first = load(&engine).await.open_intent.expect("in doubt");
        stage.clock.advance(BEYOND_BACKOFF);
        value(&engine).await;
        assert_eq!(load(&engine).await.open_intent, Some(first), "not repaired, and not used up");
        stage.clock.advance(BEYOND_BACKOFF);
        stage.provider.will([Answer::Tokens("at-2", None)]);
        assert_eq!(value(&engine).await, "at-2");
        assert_eq!(load(&engine).await.open_intent, None);
        assert_eq!(stage.provider.presented(), ["rt-1"; 3]);
    }
}

/// A doubt about a renewal whose challenge the provider then refuses: the refusal is the caller's, the doubt stays.
#[tokio::test]
async fn a_refused_challenge_leaves_a_doubt_as_it_was() {
    let stage = Stage::new("strict");
    let engine = stage.process_changed(|definition| definition["oauth"]["claims_parameter"] = true.into()).await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Failure(NetFailure::Broken), Answer::Status(400, r#"{"error":"invalid_request"}"#)]);
    value(&engine).await;
    let first = load(&engine).await.open_intent.expect("in doubt");
    stage.clock.advance(BEYOND_BACKOFF);
    let options = crate::engine::CallOptions::default();
    let report = soon(engine.reader.report_rejected(&super::stage::subject(), 1, Some(r#"{"a":1}"#), &options)).await;
    assert_eq!(report.unwrap_err().code().as_str(), "provider_error");
    assert_eq!(load(&engine).await.open_intent, Some(first));
}

/// A day of silence: what was to repair a lost answer is lost too, again and again.
async fn keep_silent(rotation: &'static str) -> (Stage, Arc<Engine>) {
    let stage = Stage::new(rotation);
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    let minute = Duration::from_secs(60);
    let mut asked_at = Vec::new();
    // Four hours.
    for passed in 0..4 * 60 {
        let before = stage.provider.presented().len();
        stage.provider.will([Answer::Failure(NetFailure::TimedOut)]);
        let error = get(&engine).await.unwrap_err();
        assert_eq!(
            (error.code().as_str(), error.retry()),
            ("provider_unavailable", Retry::Later),
            "{rotation} {passed}: {error}"
        );
        match stage.provider.presented().len() - before {
            0 => stage.provider.forget(),
            count => {
                assert_eq!(count, 1);
                asked_at.push(passed);
            }
        }
        if asked_at.len() > 1 {
            assert!(error.retry_after().is_some_and(|after| after <= minute), "{error:?}");
            let expected = "Acme answered neither the last refresh nor the attempt to repair it: the refresh token may be spent.";
            assert_eq!(error.message(), expected);
            assert_eq!(
                error.hint().unwrap(),
                "Authpipe asks again by itself, every minute, until Acme answers. To end it now, let u connect again."
            );
            assert!(error.retry_after().is_some_and(|after| after > Duration::ZERO), "{error:?}");
            let stored = load(&engine).await;
            let reason = stored.secrets.reason.as_ref().map(crate::model::grant::StatusReason::as_str);
            assert_eq!((stored.secrets.status, reason), (GrantStatus::Degraded, Some("refresh_unanswered")));
            assert_eq!(error.context().reason.as_deref(), reason);
            assert_eq!(error.context().connection_id.as_deref(), Some(stored.id.as_str()));
        }
        stage.clock.advance(minute);
    }
    // However long it has been silent: it may be well at any time, and nobody shall wait for more than two minutes then (I6).
    for pair in asked_at.windows(2) {
        assert!((1..=2).contains(&(pair[1] - pair[0])), "{rotation}: {asked_at:?}");
    }
    (stage, engine)
}

/// SR-23 and SR-61: silence ends no grant, and a token is presented once a minute at most.
#[tokio::test]
async fn silence_is_answered_with_patience() {
    for rotation in ["strict", "unknown", "grace"] {
        let (stage, engine) = keep_silent(rotation).await;
        stage.clock.advance(Duration::from_secs(60));
        stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
        assert_eq!(value(&engine).await, "at-2", "{rotation}");
        let stored = load(&engine).await;
        assert_eq!((stored.secrets.status, stored.secrets.reason, stored.open_intent), (GrantStatus::Active, None, None));
        // It starts from nothing: a doubt later is a first one.
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Failure(NetFailure::TimedOut), Answer::Tokens("at-3", Some("rt-3"))]);
        assert_eq!(value(&engine).await, "provider_unavailable");
        stage.clock.advance(BEYOND_BACKOFF);
        assert_eq!(value(&engine).await, "at-3", "{rotation}");
    }
}

/// The provider breaks its silence and says that it has ended the grant: that is believed.
#[tokio::test]
async fn silence_ends_with_the_providers_word() {
    let (stage, engine) = keep_silent("strict").await;
    stage.clock.advance(Duration::from_secs(86_400));
    stage.provider.will([INVALID_GRANT]);
    let error = get(&engine).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.context().reason.as_deref()), ("reauth_required", Some("revoked")));
    let asked = stage.provider.presented().len();
    for _ in 0..3 {
        stage.clock.advance(Duration::from_secs(86_400));
        assert_eq!(value(&engine).await, "reauth_required");
    }
    assert_eq!(stage.provider.presented().len(), asked);
}

/// That the access token still works says nothing about the refresh token.
#[tokio::test]
async fn a_live_token_resolves_no_doubt() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let id = connect(&engine).await;
    stage.clock.advance(LIFETIME - Duration::from_secs(60));
    for reason in ["refresh_failed", "refresh_unanswered"] {
        stage.provider.will([Answer::Failure(NetFailure::TimedOut)]);
        assert!(get(&engine).await.unwrap().degraded);
        let health = soon(engine.checker.check(&super::stage::subject().tenant_id, &id)).await.unwrap();
        assert_eq!(
            (health.live, health.status, health.reason.as_ref().map(crate::model::grant::StatusReason::as_str)),
            (Some(true), GrantStatus::Degraded, Some(reason))
        );
        stage.clock.advance(Duration::from_secs(10));
    }
    assert_eq!(stage.provider.presented().len(), 2);
}

/// A process that dies during the repair leaves its lease and no note: the next one waits all the same.
#[tokio::test]
async fn a_repair_that_dies_with_its_process_is_waited_out() {
    let stage = Stage::new("strict");
    let (dying, other) = (stage.process().await, stage.process().await);
    connect(&dying).await;
    stage.clock.advance(LIFETIME);
    let late = [Answer::Tokens("never-seen", None), Answer::Tokens("at-2", Some("rt-2"))];
    stage.provider.will([Answer::Failure(NetFailure::TimedOut)].into_iter().chain(late));
    assert_eq!(value(&dying).await, "provider_unavailable");
    stage.clock.advance(BEYOND_BACKOFF);
    stage.provider.gate.shut();
    let lost = spawn_caller(&dying);
    stage.provider.gate.reached(1).await;
    stage.clock.advance(Duration::from_secs(61));
    for _ in 0..2 {
        let error = get(&other).await.unwrap_err();
        assert_eq!(error.context().reason.as_deref(), Some("refresh_unanswered"));
    }
    assert_eq!(stage.provider.presented().len(), 2);
    stage.clock.advance(BEYOND_BACKOFF * 2);
    let caller = spawn_caller(&other);
    stage.provider.gate.reached(2).await;
    lost.abort();
    stage.provider.gate.admit(2);
    assert_eq!(soon(caller).await.unwrap(), "at-2");
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
        assert_eq!(soon(caller).await.unwrap(), "internal");
    }
    // Its lease is this process's own, and ended by whoever comes next.
    assert_eq!(value(&engine).await, "at-2");
}

/// Who could do something is told what, also while the grant waits for its next attempt; "later" is no advice where it cannot help.
#[tokio::test]
async fn a_failure_of_tls_says_what_it_is_and_what_to_do() {
    for problem in TLS {
        let stage = Stage::new("reusable");
        let engine = stage.process().await;
        connect(&engine).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Failure(NetFailure::Tls(problem))]);
        let first = get(&engine).await.unwrap_err();
        let again = get(&engine).await.unwrap_err();
        for error in [&first, &again] {
            assert!(error.message().contains(&problem.to_string()), "{error}");
            assert_eq!((error.code(), error.retry(), error.retry_after()), (ErrorCode::TlsFailed, Retry::Never, None), "{error}");
            assert!(!error.hint().unwrap().contains("later"), "{error}");
            assert_eq!(error.context().provider_error, None, "it is not the provider's word");
        }
        assert_eq!(first.hint(), again.hint());
        assert_eq!(first.hint().unwrap().contains("extra_ca_file"), problem == TlsFailure::UnknownAuthority);
    }
}
