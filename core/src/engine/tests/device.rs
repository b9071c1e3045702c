//! A device flow against a provider and a clock in hand (RFC 8628, SR-26): how often is asked, by however many processes, and what becomes of
//! it where one of them dies, or where nobody answers.

use std::sync::Arc;
use std::time::Duration;

use crate::base::{Clock as _, ErrorCode, Result, SessionId};
use crate::engine::{DevicePoll, DeviceRequest, DeviceStatus, Engine};
use crate::model::http::NetFailure;
use crate::model::principal::{Principal, Role};
use crate::model::session::SessionStatus;

use super::stage::{Answer, Stage, soon, subject};

const CODES: Answer = Answer::Status(
    200,
    r#"{"device_code":"dc-1","user_code":"WDJB-MJHT","verification_uri":"https://id.acme.example/device","expires_in":900,"interval":5}"#,
);
const PENDING: Answer = Answer::Status(400, r#"{"error":"authorization_pending"}"#);
const SLOW_DOWN: Answer = Answer::Status(400, r#"{"error":"slow_down"}"#);
pub(super) const TOKENS: Answer = Answer::Tokens("at-1", Some("rt-1"));

pub(super) fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(super) fn creator() -> Principal {
    Principal { tenant_id: subject().tenant_id, user_id: subject().user_id.unwrap(), role: Role::Member }
}

async fn process(stage: &Stage) -> Arc<Engine> {
    stage.process_changed(with_device_flow).await
}

pub(super) fn with_device_flow(definition: &mut serde_json::Value) {
    definition["oauth"]["device_authorization_endpoint"] = "https://id.acme.example/device_authorization".into();
    definition["oauth"]["public_clients"] = true.into();
}

pub(super) async fn start(stage: &Stage, engine: &Arc<Engine>) -> SessionId {
    stage.provider.will([CODES]);
    let request = DeviceRequest::new(subject().provider, creator().tenant_id, creator().user_id);
    soon(engine.connector.start_device(request)).await.unwrap().session_id
}

pub(super) async fn poll(engine: &Arc<Engine>, id: &SessionId) -> Result<DevicePoll> {
    soon(engine.connector.poll_device(id, &creator())).await
}

pub(super) async fn status(engine: &Arc<Engine>, id: &SessionId) -> &'static str {
    match poll(engine, id).await {
        Ok(found) => found.status.as_str(),
        Err(error) => error.code().as_str(),
    }
}

/// How often the token endpoint was polled.
pub(super) fn polls(stage: &Stage) -> usize {
    stage.provider.presented().iter().filter(|presented| *presented == "dc-1").count()
}

#[tokio::test]
async fn a_device_flow_polls_no_faster_than_the_provider_wants() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    let id = start(&stage, &engine).await;
    stage.provider.will([PENDING, PENDING, TOKENS]);
    assert_eq!((status(&engine, &id).await, polls(&stage)), ("pending", 0), "the first one waits too");
    for asked in 1..=2 {
        stage.clock.advance(Duration::from_millis(4999));
        assert_eq!((status(&engine, &id).await, polls(&stage)), ("pending", asked - 1));
        stage.clock.advance(Duration::from_millis(1));
        assert_eq!((status(&engine, &id).await, polls(&stage)), ("pending", asked));
        assert_eq!((status(&engine, &id).await, polls(&stage)), ("pending", asked));
    }
    stage.clock.advance(seconds(5));
    let found = poll(&engine, &id).await.unwrap();
    assert_eq!((found.status, found.interval), (DeviceStatus::Complete, None));
    let again = poll(&engine, &id).await.unwrap();
    assert_eq!((again, polls(&stage)), (found, 3), "and is told so again, without anybody being asked");
}

/// SR-26: each `slow_down` is five seconds more for good, and it stops at expiry.
#[tokio::test]
async fn an_endless_slow_down_is_asked_ever_more_slowly_and_not_beyond_its_end() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    let id = start(&stage, &engine).await;
    stage.provider.will((0..200).map(|_| SLOW_DOWN));
    let (mut at, mut gaps, mut last) = (0, Vec::new(), 0);
    while status(&engine, &id).await == "pending" {
        if polls(&stage) > gaps.len() {
            gaps.push(at - last);
            last = at;
        }
        stage.clock.advance(seconds(1));
        at += 1;
    }
    let expected: Vec<u64> = (1..=gaps.len() as u64).map(|n| 5 * n).collect();
    assert_eq!((gaps.clone(), at), (expected, 900), "5, 10, 15, … and the end after 900 s");
    assert_eq!(status(&engine, &id).await, "expired");
    stage.clock.advance(seconds(3600));
    assert_eq!((status(&engine, &id).await, polls(&stage)), ("expired", gaps.len()));
}

/// RFC 8628 §3.5: a poll without an answer lengthens the wait, and an answer ends that.
#[tokio::test]
async fn silence_doubles_the_wait_until_somebody_answers() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    let id = start(&stage, &engine).await;
    stage.provider.will([
        Answer::Failure(NetFailure::TimedOut),
        Answer::Failure(NetFailure::Broken),
        Answer::Status(503, "{}"),
        PENDING,
        TOKENS,
    ]);
    stage.clock.advance(seconds(5));
    for (asked, wait) in [(1, 10), (2, 20), (3, 40)] {
        let found = poll(&engine, &id).await.unwrap();
        assert_eq!((found.status, found.interval, polls(&stage)), (DeviceStatus::Pending, Some(seconds(wait)), asked));
        stage.clock.advance(seconds(wait) - Duration::from_millis(1));
        assert_eq!((status(&engine, &id).await, polls(&stage)), ("pending", asked));
        stage.clock.advance(Duration::from_millis(1));
    }
    assert_eq!(poll(&engine, &id).await.unwrap().interval, Some(seconds(5)));
    stage.clock.advance(seconds(5));
    assert_eq!((status(&engine, &id).await, polls(&stage)), ("complete", 5));
}

/// A time that the provider names is waited for, whatever the interval is.
#[tokio::test]
async fn a_slow_down_that_names_an_interval_is_kept_to() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    let id = start(&stage, &engine).await;
    stage.provider.will([Answer::Status(200, r#"{"error":"slow_down","interval":30}"#), TOKENS]);
    stage.clock.advance(seconds(5));
    assert_eq!(poll(&engine, &id).await.unwrap().interval, Some(seconds(30)));
    stage.clock.advance(seconds(29));
    assert_eq!(polls(&stage), 1);
    assert_eq!(status(&engine, &id).await, "pending");
    stage.clock.advance(seconds(1));
    assert_eq!(status(&engine, &id).await, "complete");
}

/// Whoever is asked more slowly by a word besides the interval (RFC 9110 §10.2.3) is asked so.
#[tokio::test]
async fn a_pause_that_an_answer_to_a_poll_names_is_kept() {
    for body in [r#"{"error":"authorization_pending"}"#, r#"{"error":"slow_down"}"#] {
        let stage = Stage::new("strict");
        let engine = process(&stage).await;
        let id = start(&stage, &engine).await;
        stage.provider.will([Answer::Later(400, body, "60"), TOKENS]);
        stage.clock.advance(seconds(5));
        assert_eq!((status(&engine, &id).await, polls(&stage)), ("pending", 1));
        stage.clock.advance(seconds(59));
        assert_eq!((status(&engine, &id).await, polls(&stage)), ("pending", 1), "{body}");
        stage.clock.advance(seconds(1));
        assert_eq!((status(&engine, &id).await, polls(&stage)), ("complete", 2), "{body}");
    }
}

#[tokio::test]
async fn pollers_of_several_processes_ask_once_in_an_interval() {
    let stage = Stage::new("strict");
    let processes = [process(&stage).await, process(&stage).await];
    let id = start(&stage, &processes[0]).await;
    stage.provider.will([PENDING, TOKENS]);
    stage.clock.advance(seconds(5));
    // One of them asks; while it waits for its answer, everybody else is told what is known.
    stage.provider.gate.shut();
    let first = {
        let (engine, id) = (processes[0].clone(), id.clone());
        tokio::spawn(async move { status(&engine, &id).await })
    };
    stage.provider.gate.reached(1).await;
    for engine in &processes {
        for _ in 0..10 {
            assert_eq!(status(engine, &id).await, "pending");
        }
        // Nor does anybody ask beside it because the answer takes longer than the interval.
        stage.clock.advance(seconds(6));
        assert_eq!(status(engine, &id).await, "pending");
    }
    assert_eq!(polls(&stage), 1);
    stage.provider.gate.open();
    assert_eq!(soon(first).await.unwrap(), "pending");
    // The interval counts from the answer.
    stage.clock.advance(seconds(4));
    assert_eq!((status(&processes[1], &id).await, polls(&stage)), ("pending", 1));
    stage.clock.advance(seconds(1));
    assert_eq!((status(&processes[1], &id).await, polls(&stage)), ("complete", 2));
    assert_eq!((status(&processes[0], &id).await, polls(&stage)), ("complete", 2));
}

#[tokio::test]
async fn simultaneous_polls_ask_once() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    let id = start(&stage, &engine).await;
    stage.provider.will([PENDING]);
    stage.clock.advance(seconds(5));
    let callers: Vec<_> = (0..50)
        .map(|_| {
            let (engine, id) = (engine.clone(), id.clone());
            tokio::spawn(async move { status(&engine, &id).await })
        })
        .collect();
    for caller in callers {
        assert_eq!(soon(caller).await.unwrap(), "pending");
    }
    assert_eq!(polls(&stage), 1);
}

/// The one that was asking is no more: another one asks once even a late answer would have come.
#[tokio::test]
async fn a_poller_that_died_holds_nobody_up_for_long() {
    let stage = Stage::new("strict");
    let (dead, alive) = (process(&stage).await, process(&stage).await);
    let id = start(&stage, &dead).await;
    stage.provider.will([Answer::Panic, TOKENS]);
    stage.clock.advance(seconds(5));
    assert_eq!(status(&dead, &id).await, ErrorCode::Internal.as_str());
    stage.clock.advance(seconds(24));
    assert_eq!((status(&alive, &id).await, polls(&stage)), ("pending", 1));
    stage.clock.advance(seconds(1));
    assert_eq!((status(&alive, &id).await, polls(&stage)), ("complete", 2));
}

#[tokio::test]
async fn each_end_of_a_device_flow_is_told_and_told_again() {
    for (answer, told) in [
        (Answer::Status(400, r#"{"error":"access_denied"}"#), "denied"),
        (Answer::Status(400, r#"{"error":"expired_token"}"#), "expired"),
        (Answer::Status(400, r#"{"error":"invalid_grant"}"#), "provider_error"),
        (Answer::Status(401, r#"{"error":"invalid_client"}"#), "provider_config_rejected"),
        (Answer::Failure(NetFailure::Blocked), "config_invalid"),
    ] {
        let stage = Stage::new("strict");
        let engine = process(&stage).await;
        let id = start(&stage, &engine).await;
        stage.provider.will([answer]);
        stage.clock.advance(seconds(5));
        assert_eq!(status(&engine, &id).await, told);
        stage.clock.advance(seconds(60));
        assert_eq!((status(&engine, &id).await, polls(&stage)), (told, 1));
    }
}

/// Whoever cancels while the provider is asked is told that it is cancelled, and nothing is connected.
#[tokio::test]
async fn a_device_flow_cancelled_while_it_is_polled_connects_nothing() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    let id = start(&stage, &engine).await;
    stage.provider.will([TOKENS]);
    stage.clock.advance(seconds(5));
    stage.provider.gate.shut();
    let asking = {
        let (engine, id) = (engine.clone(), id.clone());
        tokio::spawn(async move { status(&engine, &id).await })
    };
    stage.provider.gate.reached(1).await;
    engine.connector.cancel_session(&id, &creator()).await.unwrap();
    stage.provider.gate.open();
    assert_eq!(soon(asking).await.unwrap(), "denied");
    assert_eq!(status(&engine, &id).await, "denied");
    let query = crate::engine::ListQuery { all_tenants: true, ..Default::default() };
    assert_eq!(engine.manager.list_connections(&query).await.unwrap().data.len(), 0);
}

/// A process had its token and died before the connection was stored: nobody waits for that for longer than for any answer.
#[tokio::test]
async fn a_device_flow_that_nobody_finishes_ends() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    let id = start(&stage, &engine).await;
    let sessions = engine.repo.sessions();
    let found = sessions.load_session(&creator().tenant_id, &creator().user_id, &id).await.unwrap();
    let mut received = found.unwrap();
    (received.status, received.expires_at) = (SessionStatus::Received, stage.clock.now().plus(seconds(60)));
    assert!(sessions.update_session(&mut received).await.unwrap());
    stage.clock.advance(seconds(59));
    assert_eq!((status(&engine, &id).await, polls(&stage)), ("pending", 0), "and nobody polls for it");
    stage.clock.advance(seconds(1));
    assert_eq!((status(&engine, &id).await, polls(&stage)), ("expired", 0));
}

/// A clock that somebody sets neither hurries the polls nor ends the flow.
#[tokio::test]
async fn a_clock_that_is_set_changes_nothing_of_a_device_flow() {
    for jump in [-7200, 7200] {
        let stage = Stage::new("strict");
        let engine = process(&stage).await;
        let id = start(&stage, &engine).await;
        stage.clock.jump(jump);
        assert_eq!((status(&engine, &id).await, polls(&stage)), ("pending", 0), "{jump}");
        stage.provider.will([PENDING, TOKENS]);
        stage.clock.advance(seconds(5));
        assert_eq!((status(&engine, &id).await, polls(&stage)), ("pending", 1), "{jump}");
        stage.clock.jump(-jump);
        stage.clock.advance(seconds(5));
        assert_eq!((status(&engine, &id).await, polls(&stage)), ("complete", 2), "{jump}");
    }
}

#[tokio::test]
async fn nobody_else_may_poll() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    let id = start(&stage, &engine).await;
    stage.clock.advance(seconds(5));
    let other = |tenant_id: &str, user_id: &str| Principal {
        tenant_id: crate::base::TenantId::parse(tenant_id).unwrap(),
        user_id: crate::base::UserId::parse(user_id).unwrap(),
        role: Role::Admin,
    };
    for who in [other("t", "v"), other("other", "u")] {
        let error = soon(engine.connector.poll_device(&id, &who)).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::NotFound);
    }
    assert_eq!(polls(&stage), 0);
}

/// A provider that cannot be asked begins no session, and one whose answer may not be shown neither.
#[tokio::test]
async fn a_start_without_usable_codes_leaves_nothing_to_poll() {
    let hostile = r#"{"device_code":"dc-1","user_code":"A","verification_uri":"http://id.acme.example/device","expires_in":900}"#;
    for (answer, code) in [
        (Answer::Status(200, hostile), ErrorCode::ProviderError),
        (Answer::Status(400, r#"{"error":"unauthorized_client"}"#), ErrorCode::ProviderConfigRejected),
        (Answer::Status(400, r#"{"error":"invalid_scope"}"#), ErrorCode::ScopeUnavailable),
        (Answer::Status(429, "{}"), ErrorCode::RateLimited),
        (Answer::Failure(NetFailure::TimedOut), ErrorCode::ProviderUnavailable),
    ] {
        let stage = Stage::new("strict");
        let engine = process(&stage).await;
        stage.provider.will([answer]);
        let request = DeviceRequest::new(subject().provider, creator().tenant_id, creator().user_id);
        let error = soon(engine.connector.start_device(request)).await.unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(!format!("{error} {error:?} {:?}", error.hint()).contains("http://"), "{error:?}");
    }
}
