//! What was under way when a provider asked for a pause is not called back; what is sent behind that is one request too many (SR-66). Between
//! its turn and its first byte a renewal waits for its lease, and perhaps for a connection.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::base::{Clock as _, UserId};
use crate::engine::{CallOptions, Engine};
use crate::model::http::{Cut, NetFailure, OutboundRequest, OutboundResponse};
use crate::model::subject::Subject;
use crate::net::{Budget, HttpClient};
use crate::store::Store as _;

use super::stage::{Answer, Gate, HeldClock, LIFETIME, Provider, Stage, config, sample, soon, subject};

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

fn spawn_all(engine: &Arc<Engine>) -> Callers {
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

async fn all_are(told: &str, callers: Callers) {
    for caller in callers {
        assert_eq!(soon(caller).await.unwrap(), told);
    }
}

type Callers = Vec<tokio::task::JoinHandle<&'static str>>;

/// All wait at the gate; the first one goes on and is told 429, then the others go on.
async fn one_is_told(stage: &Stage, engine: &Arc<Engine>, gate: impl Fn(&Stage) -> &Gate) {
    gate(stage).shut();
    let callers = spawn_all(engine);
    gate(stage).reached(USERS).await;
    one_goes_on(stage, engine, gate(stage), callers).await;
}

async fn one_goes_on(stage: &Stage, engine: &Arc<Engine>, gate: &Gate, callers: Callers) {
    stage.provider.will([Answer::Status(429, "")]);
    gate.admit(1);
    let is_told = async {
        while stage.store.list_endpoint_pauses().await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    soon(is_told).await;
    gate.open();
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

/// A vault that is slow is where a pause is told meanwhile.
#[tokio::test]
async fn whoever_has_waited_for_the_vault_to_note_that_it_sends_does_not() {
    let (stage, engine) = stage_that_tells(Duration::ZERO).await;
    stage.provider.connecting.shut();
    let callers = spawn_all(&engine);
    stage.provider.connecting.reached(USERS).await;
    let revised = || stage.store.asked.lock().unwrap().iter().filter(|what| what.starts_with("ReviseIntent")).count();
    let all_have_said_that_nothing_is_sent = async {
        while revised() < USERS {
            tokio::task::yield_now().await;
        }
    };
    soon(all_have_said_that_nothing_is_sent).await;
    stage.store.revisions.shut();
    stage.provider.connecting.open();
    stage.store.revisions.reached(USERS).await;
    one_goes_on(&stage, &engine, &stage.store.revisions, callers).await;
}

#[tokio::test]
async fn a_pause_that_has_stopped_one_is_why_also_when_it_is_over_by_then() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let (config, grant) = (config("acme", "reusable"), sample("acme", "0"));
    let throttles = &engine.refresher.throttles;
    let watch = throttles.admit(&config, &grant).await.unwrap().watch();
    assert!(!watch.is_stopped() && watch.refusal(&config, &grant).is_none());
    throttles.heard(&config, &grant, stage.clock.elapsed() + Duration::from_secs(1));
    assert!(watch.is_stopped());
    stage.clock.advance(Duration::from_secs(2));
    assert!(!watch.is_stopped());
    let error = watch.refusal(&config, &grant).unwrap();
    assert_eq!(error.code().as_str(), "rate_limited");
    assert!(error.retry_after().is_some_and(|wait| !wait.is_zero()));
}

/// A way to the provider that takes its time to say that nothing was sent.
struct Slow {
    provider: Arc<Provider>,
    clock: Arc<HeldClock>,
}

#[async_trait]
impl HttpClient for Slow {
    async fn send(&self, request: OutboundRequest, total: Duration) -> Result<OutboundResponse, NetFailure> {
        self.provider.send(request, total).await
    }

    async fn send_keeping(&self, request: OutboundRequest, budget: &Arc<Budget>) -> Result<OutboundResponse, Cut> {
        let sent = self.provider.send_keeping(request, budget).await;
        self.clock.advance(Duration::from_secs(2));
        sent
    }
}

/// It is remembered why nothing was sent: the grant has not failed for that.
#[tokio::test]
async fn who_was_stopped_has_not_failed_also_where_the_pause_is_over_by_then() {
    let stage = Stage::new("reusable");
    let slow = Slow { provider: stage.provider.clone(), clock: stage.clock.clone() };
    let engine = stage.process_with(Arc::new(slow), false).await;
    let grant = sample("acme", "0");
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    stage.clock.advance(LIFETIME);
    stage.provider.connecting.shut();
    let caller = tokio::spawn({
        let (engine, subject) = (engine.clone(), Subject { user_id: grant.key.user_id.clone(), ..subject() });
        async move { engine.reader.get_credential(&subject, &CallOptions::default()).await.map(drop) }
    });
    stage.provider.connecting.reached(1).await;
    let until = stage.clock.elapsed() + Duration::from_secs(1);
    engine.refresher.throttles.heard(&config("acme", "reusable"), &grant, until);
    stage.provider.connecting.open();
    assert_eq!(soon(caller).await.unwrap().unwrap_err().code().as_str(), "rate_limited");
    let left = engine.repo.find_grant(&grant.key).await.unwrap().unwrap();
    assert_eq!((left.failures, left.open_intent, stage.provider.presented().len()), (0, None, 0));
}
