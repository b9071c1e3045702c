//! A claims challenge goes along with the renewal that answers it: with the next attempt where the first came to nothing, and whoever
//! insists on it is not given what somebody else has renewed without it.

use std::sync::Arc;

use crate::engine::{CallOptions, Engine};
use crate::model::grant::Material;
use crate::model::rows::Schedule;

use super::late::BEYOND_LEASE;
use super::stage::{Answer, INVALID_GRANT, Stage, connect, load, soon, subject, write_over};

const CLAIMS: &str = r#"{"access_token":{"a":null}}"#;

async fn process(stage: &Stage) -> Arc<Engine> {
    stage.process_changed(|definition| definition["oauth"]["claims_parameter"] = true.into()).await
}

/// Somebody whose API has asked for these claims.
fn challenged(engine: &Arc<Engine>) -> tokio::task::JoinHandle<String> {
    let options = CallOptions { claims: Some(CLAIMS.to_owned()), ..CallOptions::default() };
    ask(engine, options)
}

fn ask(engine: &Arc<Engine>, options: CallOptions) -> tokio::task::JoinHandle<String> {
    let engine = engine.clone();
    tokio::spawn(async move {
        let answer = engine.reader.get_credential(&subject(), &options).await;
        answer.map_or_else(|error| error.code().as_str().to_owned(), |credential| credential.value.expose().clone())
    })
}

fn forced(engine: &Arc<Engine>) -> tokio::task::JoinHandle<String> {
    ask(engine, CallOptions { force_refresh: true, ..CallOptions::default() })
}

fn claims() -> Option<String> {
    Some(CLAIMS.to_owned())
}

/// A lost race has left another token, which is tried at once: with the challenge.
#[tokio::test]
async fn a_challenge_goes_along_with_the_token_that_a_lost_race_has_left() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    connect(&engine).await;
    let leave_candidate = |grant: &mut crate::model::grant::Grant| {
        let Material::OAuth(tokens) = &mut grant.secrets.material else { panic!("tokens") };
        tokens.candidates = vec!["rt-left".into()];
    };
    write_over(&engine, &load(&engine).await, Schedule::Kept, leave_candidate).await;
    stage.provider.will([INVALID_GRANT, Answer::Tokens("at-2", Some("rt-2"))]);
    assert_eq!(soon(challenged(&engine)).await.unwrap(), "at-2");
    assert_eq!(stage.provider.presented(), ["rt-1", "rt-left"]);
    assert_eq!(stage.provider.challenges(), [claims(), claims()]);
}

/// The lease has ended and is another process's, whose exchange knows of no challenge: what that brings is no answer.
#[tokio::test]
async fn a_challenge_is_not_lost_with_the_lease() {
    let stage = Stage::new("strict");
    let (slow, next) = (process(&stage).await, process(&stage).await);
    connect(&slow).await;
    stage.provider.will([Answer::Status(503, ""), Answer::Tokens("at-2", Some("rt-2")), Answer::Tokens("at-3", Some("rt-3"))]);
    stage.provider.gate.shut();
    let late = challenged(&slow);
    stage.provider.gate.reached(1).await;
    // Until the access token is about to end, nobody else repairs what may be lost.
    stage.clock.advance(super::stage::LIFETIME + BEYOND_LEASE);
    let holder = forced(&next);
    stage.provider.gate.reached(2).await;
    let reads = stage.reads_by_id();
    stage.provider.gate.admit(1);
    while stage.reads_by_id() == reads {
        tokio::task::yield_now().await;
    }
    stage.provider.gate.open();
    assert_eq!(soon(holder).await.unwrap(), "at-2");
    assert_eq!(soon(late).await.unwrap(), "at-3");
    assert_eq!(stage.provider.challenges(), [claims(), None, claims()]);
}

/// The same where the other process has been faster.
#[tokio::test]
async fn a_failure_that_was_overtaken_is_no_answer_to_a_challenge() {
    let stage = Stage::new("reusable");
    let (slow, next) = (process(&stage).await, process(&stage).await);
    connect(&slow).await;
    stage.provider.will([Answer::Status(503, ""), Answer::AtOnce("at-2", Some("rt-2")), Answer::AtOnce("at-3", Some("rt-3"))]);
    stage.provider.gate.shut();
    let late = challenged(&slow);
    stage.provider.gate.reached(1).await;
    stage.clock.advance(BEYOND_LEASE);
    assert_eq!(soon(forced(&next)).await.unwrap(), "at-2");
    stage.provider.gate.open();
    assert_eq!(soon(late).await.unwrap(), "at-3");
    assert_eq!(stage.provider.challenges(), [claims(), None, claims()]);
}

/// A late success, too, may be only a candidate beside what a later exchange has brought.
#[tokio::test]
async fn a_success_that_was_overtaken_is_no_answer_to_a_challenge() {
    let stage = Stage::new("reusable");
    let (slow, next) = (process(&stage).await, process(&stage).await);
    connect(&slow).await;
    stage.provider.will([
        Answer::Tokens("at-late", Some("rt-late")),
        Answer::AtOnce("at-2", Some("rt-2")),
        Answer::AtOnce("at-3", Some("rt-3")),
    ]);
    stage.provider.gate.shut();
    let late = challenged(&slow);
    stage.provider.gate.reached(1).await;
    stage.clock.advance(BEYOND_LEASE);
    assert_eq!(soon(forced(&next)).await.unwrap(), "at-2");
    stage.provider.gate.open();
    assert_eq!(soon(late).await.unwrap(), "at-3");
    assert_eq!(stage.provider.challenges(), [claims(), None, claims()]);
}

/// Whoever does not insist takes the newer token: the API says whether it is enough.
#[tokio::test]
async fn a_report_is_answered_by_what_somebody_else_has_renewed() {
    let stage = Stage::new("reusable");
    let (slow, next) = (process(&stage).await, process(&stage).await);
    connect(&slow).await;
    stage.provider.will([Answer::Status(503, ""), Answer::AtOnce("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let report = tokio::spawn({
        let (slow, options) = (slow.clone(), CallOptions::default());
        async move { slow.reader.report_rejected(&subject(), 1, Some(CLAIMS), &options).await.map(|answer| answer.generation) }
    });
    stage.provider.gate.reached(1).await;
    stage.clock.advance(BEYOND_LEASE);
    assert_eq!(soon(forced(&next)).await.unwrap(), "at-2");
    stage.provider.gate.open();
    assert_eq!(soon(report).await.unwrap().unwrap(), 2);
    assert_eq!(stage.provider.presented().len(), 2);
}
