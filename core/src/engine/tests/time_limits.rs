//! A caller is answered within its time, whatever is slow; what was begun goes on. The clock jumps to whatever is waited for.

use std::time::Duration;

use tokio::time::Instant;

use crate::base::{Clock as _, Result};
use crate::engine::CallOptions;
use crate::model::credential::Credential;

use super::stage::{Answer, LIFETIME, Stage, connect, sample, soon, subject};

const LIMIT: Duration = Duration::from_millis(500);
const DAYS: Duration = Duration::from_secs(2 * 86_400);

async fn timed(call: impl Future<Output = Result<Credential>>) -> Result<Credential> {
    let begins = Instant::now();
    let answer = call.await;
    assert!(begins.elapsed() <= LIMIT, "{:?}: {answer:?}", begins.elapsed());
    answer
}

fn options() -> CallOptions {
    CallOptions { timeout: Some(LIMIT), ..CallOptions::default() }
}

fn notes(stage: &Stage) -> usize {
    stage.store.asked.lock().unwrap().iter().filter(|what| what.as_str() == "TouchGrant").count()
}

/// In a process without background work the note of a use is waited for, and no longer than there is time.
#[tokio::test(start_paused = true)]
async fn the_note_of_a_use_keeps_no_answer_back() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let mut grant = sample("acme", "u");
    let crate::model::grant::Material::OAuth(tokens) = &mut grant.secrets.material else { panic!() };
    tokens.expires_at = Some(tokens.issued_at.plus(10 * DAYS));
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    stage.clock.advance(DAYS);
    engine.grants.look().await.unwrap();
    stage.store.notes.shut();
    assert_eq!(timed(engine.reader.get_credential(&subject(), &options())).await.unwrap().value.expose(), "at-1");
    assert_eq!(notes(&stage), 0, "it is still under way");
    stage.store.notes.open();
    engine.tasks.idle().await;
    assert_eq!(notes(&stage), 1, "what was begun goes on");
}

/// The provider is silent, and what is left of the time is enough to serve the token that still lives.
#[tokio::test(start_paused = true)]
async fn what_still_lives_is_served_within_the_time() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    engine.grants.look().await.unwrap();
    stage.clock.advance(LIFETIME - Duration::from_secs(30));
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let served = timed(engine.reader.get_credential(&subject(), &options())).await.unwrap();
    assert_eq!((served.value.expose().as_str(), served.degraded), ("at-1", true));
    stage.clock.advance(Duration::from_secs(31));
    let error = timed(engine.reader.get_credential(&subject(), &options())).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.message()), ("timeout", "Acme has not answered in time; the refresh goes on."));
    let error = timed(engine.reader.report_rejected(&subject(), 1, None, &options())).await.unwrap_err();
    assert_eq!(error.code().as_str(), "timeout");
    stage.provider.gate.open();
    engine.tasks.idle().await;
}

/// The vault is silent: what is known is served within the time, and the look goes on, so that the store learns of a dead connection.
#[tokio::test(start_paused = true)]
async fn a_silent_vault_keeps_nobody_and_is_waited_for_behind_the_answer() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    assert_eq!(timed(engine.reader.get_credential(&subject(), &options())).await.unwrap().value.expose(), "at-1");
    stage.clock.advance(Duration::from_secs(60));
    stage.store.looks.shut();
    let served = soon(timed(engine.reader.get_credential(&subject(), &options()))).await.unwrap();
    assert_eq!((served.value.expose().as_str(), served.degraded), ("at-1", true));
    stage.store.looks.open();
    engine.tasks.idle().await;
    assert!(engine.grants.cache().is_fresh(stage.clock.elapsed()), "the look that nobody waited for has ended");
}

/// The provider is silent, and so is the vault when it is asked what is left.
#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_in_time_is_not_served_instead() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    engine.grants.look().await.unwrap();
    stage.clock.advance(LIFETIME - Duration::from_secs(30));
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let asking = {
        let engine = engine.clone();
        tokio::spawn(async move { timed(engine.reader.get_credential(&subject(), &options())).await })
    };
    stage.provider.gate.reached(1).await;
    stage.store.reads.shut();
    let error = soon(asking).await.unwrap().unwrap_err();
    assert_eq!(error.code().as_str(), "timeout");
    stage.store.reads.open();
    stage.provider.gate.open();
    engine.tasks.idle().await;
}
