//! What was under way when a provider asked for a pause is not called back; what is sent behind that is one request too many (SR-66). Between
//! its turn and its first byte a renewal waits for its lease, and perhaps for a connection.

use std::sync::Arc;
use std::time::Duration;

use crate::base::UserId;
use crate::engine::{CallOptions, Engine};
use crate::model::subject::Subject;
use crate::store::Store as _;

use super::stage::{Answer, Gate, LIFETIME, Stage, sample, soon, subject};

const USERS: usize = 12;
const BEYOND_PAUSE: Duration = Duration::from_secs(61);

async fn stage_that_tells(told_unsent: Duration) -> (Stage, Arc<Engine>) {
    let mut stage = Stage::new("reusable");
    stage.told_unsent = told_unsent;
    let engine = stage.process().await;
    for user in 0..USERS {
        engine.repo.insert_grant(&sample("acme", &user.to_string()), vec![], None).await.unwrap().unwrap();
    }
    stage.clock.advance(LIFETIME);
    (stage, engine)
}

fn spawn_all(engine: &Arc<Engine>) -> Vec<tokio::task::JoinHandle<&'static str>> {
    let ask = |user: usize| {
        let engine = engine.clone();
        tokio::spawn(async move {
            let subject = Subject { user_id: Some(UserId::parse(&user.to_string()).unwrap()), ..subject() };
            let read = engine.reader.get_credential(&subject, &CallOptions::default()).await;
            read.map_or_else(|error| error.code().as_str(), |_| "served")
        })
    };
    (0..USERS).map(ask).collect()
}

async fn all_are(told: &str, callers: Vec<tokio::task::JoinHandle<&'static str>>) {
    for caller in callers {
        assert_eq!(soon(caller).await.unwrap(), told);
    }
}

/// All wait at the gate; the first one goes on and is told 429, then the others go on.
async fn one_is_told(stage: &Stage, engine: &Arc<Engine>, gate: impl Fn(&Stage) -> &Gate) {
    gate(stage).shut();
    stage.provider.will([Answer::Status(429, "")]);
    let callers = spawn_all(engine);
    gate(stage).reached(USERS).await;
    gate(stage).admit(1);
    let is_told = async {
        while stage.store.list_endpoint_pauses().await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    soon(is_told).await;
    gate(stage).open();
    all_are("rate_limited", callers).await;
    assert_eq!(stage.provider.presented().len(), 1);
    // No lease is left, and no grant has failed but the one that was told.
    let mut failures = 0;
    for user in 0..USERS {
        let grant = engine.repo.find_grant(&sample("acme", &user.to_string()).key).await.unwrap().unwrap();
        assert!(grant.open_intent.is_none());
        failures += grant.failures;
    }
    assert_eq!(failures, 1);
    stage.clock.advance(BEYOND_PAUSE);
    stage.provider.will((0..USERS).map(|_| Answer::Tokens("at-2", None)));
    all_are("served", spawn_all(engine)).await;
    assert_eq!(stage.provider.presented().len(), 1 + USERS);
}

#[tokio::test]
async fn whoever_has_waited_for_a_lease_meanwhile_does_not_even_ask_for_a_connection() {
    let (stage, engine) = stage_that_tells(LIFETIME).await;
    stage.provider.connecting.shut();
    stage.provider.connecting.open();
    one_is_told(&stage, &engine, |stage| &stage.store.leases).await;
    assert_eq!(stage.provider.connecting.came(), 1 + USERS);
}

/// Whether the row says by then that nothing has been sent, or does not.
#[tokio::test]
async fn whoever_has_waited_for_a_connection_meanwhile_sends_nothing() {
    for told_unsent in [LIFETIME, Duration::ZERO] {
        let (stage, engine) = stage_that_tells(told_unsent).await;
        one_is_told(&stage, &engine, |stage| &stage.provider.connecting).await;
    }
}
