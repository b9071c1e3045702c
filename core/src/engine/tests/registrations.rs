//! What a provider says of the application's client belongs to that registration: to no grant, and to no other one (SR-63).

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::base::{Clock as _, GrantId, UserId};
use crate::engine::{CallOptions, Engine, EventQuery};
use crate::model::client::Client;
use crate::model::config::ProviderConfig;
use crate::model::config_status::ConfigStatus;
use crate::model::event::EventType;
use crate::model::grant::{Grant, GrantStatus};
use crate::model::rows::Schedule;
use crate::model::subject::Subject;
use crate::protocol::errors::RegisteredError;

use super::stage::{Answer, START, Stage, config, connect, load, sample, soon, subject, write_over};

const REJECTED: Answer = Answer::Status(401, r#"{"error":"invalid_client"}"#);
const RENEWED: Answer = Answer::Tokens("at-2", Some("rt-2"));
/// No pause is longer.
const PAUSE: Duration = Duration::from_secs(61);

async fn with_secret(stage: &Stage, secret: &str) -> Arc<Engine> {
    stage.process_as(Client::Secret(secret.into()), |_| {}).await
}

/// The token, or the code of the error.
async fn forced(engine: &Arc<Engine>, subject: &Subject) -> String {
    let force = CallOptions { force_refresh: true, ..CallOptions::default() };
    match soon(engine.reader.get_credential(subject, &force)).await {
        Ok(credential) => credential.value.expose().clone(),
        Err(error) => error.code().as_str().to_owned(),
    }
}

async fn status(engine: &Arc<Engine>, id: &GrantId) -> ConfigStatus {
    let view = engine.manager.get_connection(&subject().tenant_id, id).await.unwrap();
    assert_eq!(view.status, GrantStatus::Active, "nobody is disconnected");
    view.config_status
}

/// What the application hears of its configs.
async fn alerts(engine: &Arc<Engine>) -> Vec<EventType> {
    let all = engine.manager.list_events(&EventQuery::default()).await.unwrap().data;
    let kinds = all.into_iter().map(|event| event.event_type);
    kinds.filter(|kind| matches!(kind, EventType::ConfigError | EventType::ConfigRecovered)).collect()
}

/// With another secret the provider is asked at once, in another process and after a restart too.
#[tokio::test]
async fn another_secret_is_another_try() {
    let stage = Stage::new("strict");
    let wrong = with_secret(&stage, "wrong").await;
    let id = connect(&wrong).await;
    stage.provider.will([REJECTED, RENEWED]);
    for _ in 0..3 {
        assert_eq!(forced(&wrong, &subject()).await, "provider_config_rejected");
    }
    assert_eq!(stage.provider.presented().len(), 1, "the same registration waits");
    let repaired = with_secret(&stage, "right").await;
    assert_eq!(status(&repaired, &id).await, ConfigStatus::Ok, "nobody has rejected this one");
    assert_eq!(forced(&repaired, &subject()).await, "at-2");
    assert_eq!(stage.provider.presented(), ["rt-1", "rt-1"]);
}

/// What the provider has asked of everybody holds for every registration.
#[tokio::test]
async fn a_pause_that_the_provider_asked_for_holds_for_another_secret() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let id = connect(&engine).await;
    stage.provider.will([Answer::Status(429, "")]);
    for engine in [engine, with_secret(&stage, "another").await] {
        assert_eq!(forced(&engine, &subject()).await, "rate_limited");
        assert_eq!(status(&engine, &id).await, ConfigStatus::Throttled);
    }
    assert_eq!(stage.provider.presented().len(), 1);
    stage.clock.advance(PAUSE);
    assert_eq!(status(&stage.process().await, &id).await, ConfigStatus::Ok);
}

/// While a release is rolled out, processes have two secrets, and both may be wrong: each is tried once in a pause, in turns or not.
#[tokio::test]
async fn two_rejected_secrets_do_not_take_turns() {
    let stage = Stage::new("strict");
    let old = with_secret(&stage, "old").await;
    connect(&old).await;
    let new = with_secret(&stage, "new").await;
    stage.provider.will([REJECTED; 20]);
    for _ in 0..5 {
        for engine in [&old, &new, &with_secret(&stage, "old").await] {
            assert_eq!(forced(engine, &subject()).await, "provider_config_rejected");
        }
    }
    assert_eq!(stage.provider.presented().len(), 2);
    stage.clock.advance(PAUSE);
    assert_eq!(forced(&old, &subject()).await, "provider_config_rejected");
    assert_eq!(forced(&new, &subject()).await, "provider_config_rejected");
    assert_eq!(stage.provider.presented().len(), 3, "the new pause is for both: both have failed");
}

/// Ten thousand connections of a config whose secret has run out are one request and one alert, and one when it is over.
#[tokio::test]
async fn one_grant_is_enough_to_find_out() {
    let stage = Stage::new("strict");
    let engine = with_secret(&stage, "wrong").await;
    let mut grants = Vec::new();
    for number in 0..100 {
        let grant = sample("acme", &format!("user-{number}"));
        engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
        grants.push(grant);
    }
    let of = |number: usize| Subject { user_id: Some(UserId::parse(&format!("user-{number}")).unwrap()), ..subject() };
    stage.provider.will([REJECTED, REJECTED, RENEWED, RENEWED]);
    for number in 0..100 {
        assert_eq!(forced(&engine, &of(number)).await, "provider_config_rejected");
    }
    assert_eq!(stage.provider.presented().len(), 1);
    assert_eq!(status(&engine, &grants[99].id).await, ConfigStatus::ConfigError);
    stage.clock.advance(PAUSE);
    assert_eq!(forced(&engine, &of(1)).await, "provider_config_rejected");
    assert_eq!(stage.provider.presented().len(), 2, "somebody tries again after the pause");
    let health = engine.checker.check(&subject().tenant_id, &grants[7].id).await.unwrap();
    assert_eq!((health.status, health.config_status), (GrantStatus::Active, ConfigStatus::ConfigError));
    assert_eq!(alerts(&engine).await, [EventType::ConfigError]);

    let repaired = with_secret(&stage, "right").await;
    assert_eq!(forced(&repaired, &of(0)).await, "at-2");
    assert_eq!(forced(&repaired, &of(1)).await, "at-2");
    assert_eq!(status(&repaired, &grants[99].id).await, ConfigStatus::Ok);
    assert_eq!(alerts(&repaired).await, [EventType::ConfigError, EventType::ConfigRecovered]);
}

/// A client that may not do something may be told so of one organisation alone: others are asked for all the same.
#[tokio::test]
async fn what_one_organisation_forbids_holds_nobody_else_up() {
    let stage = Stage::new("strict");
    let engine = with_secret(&stage, "right").await;
    let id = connect(&engine).await;
    let other = sample("acme", "other");
    engine.repo.insert_grant(&other, vec![], None).await.unwrap().unwrap();
    stage.provider.will([Answer::Status(400, r#"{"error":"unauthorized_client"}"#), RENEWED]);
    assert_eq!(forced(&engine, &subject()).await, "provider_config_rejected");
    assert_eq!(status(&engine, &id).await, ConfigStatus::ConfigError);
    let theirs = Subject { user_id: other.key.user_id, ..subject() };
    assert_eq!(forced(&engine, &theirs).await, "at-2");
}

/// The vault has not taken what failed, so nobody was told of the client: the next failure tells, and only one does.
#[tokio::test]
async fn an_alert_that_was_not_stored_is_told_with_the_next_failure() {
    let stage = Stage::new("reusable");
    let engine = with_secret(&stage, "wrong").await;
    connect(&engine).await;
    stage.provider.will([REJECTED, REJECTED, REJECTED]);
    stage.store.failing.store(1, Ordering::SeqCst);
    assert_eq!(forced(&engine, &subject()).await, "vault_unavailable");
    assert_eq!(alerts(&engine).await, []);
    for _ in 0..2 {
        stage.clock.advance(PAUSE);
        assert_eq!(forced(&engine, &subject()).await, "provider_config_rejected");
        assert_eq!(alerts(&engine).await, [EventType::ConfigError]);
    }
}

/// Two grants are told at once that the client is not taken, and the one that was to tell the application could not store it. The other
/// has stored its own failure as something that somebody tells: it tells it the next time.
#[tokio::test]
async fn an_alert_that_one_of_two_could_not_store_is_told_by_the_other() {
    const MAY_NOT: Answer = Answer::Status(400, r#"{"error":"unauthorized_client"}"#);
    let stage = Stage::new("reusable");
    let engine = with_secret(&stage, "wrong").await;
    connect(&engine).await;
    let other = sample("acme", "other");
    engine.repo.insert_grant(&other, vec![], None).await.unwrap().unwrap();
    let theirs = Subject { user_id: other.key.user_id, ..subject() };
    stage.provider.will([MAY_NOT, MAY_NOT, MAY_NOT]);
    stage.store.updates.shut();
    let ask = |subject: Subject| {
        let engine = engine.clone();
        tokio::spawn(async move { forced(&engine, &subject).await })
    };
    let first = ask(subject());
    stage.store.updates.reached(1).await;
    let second = ask(theirs.clone());
    stage.store.updates.reached(2).await;
    stage.store.failing.store(1, Ordering::SeqCst);
    stage.store.updates.admit(1);
    assert_eq!(soon(first).await.unwrap(), "vault_unavailable");
    stage.store.updates.open();
    assert_eq!(soon(second).await.unwrap(), "provider_config_rejected");
    assert_eq!(alerts(&engine).await, []);
    stage.clock.advance(PAUSE);
    assert_eq!(forced(&engine, &theirs).await, "provider_config_rejected");
    assert_eq!(alerts(&engine).await, [EventType::ConfigError]);
}

/// Somebody else has changed the grant while the renewal was under way that shows that the client is taken again.
#[tokio::test]
async fn a_recovery_is_told_by_a_renewal_that_is_merged() {
    let stage = Stage::new("reusable");
    let engine = with_secret(&stage, "slow").await;
    connect(&engine).await;
    stage.provider.will([REJECTED, RENEWED]);
    assert_eq!(forced(&engine, &subject()).await, "provider_config_rejected");
    stage.clock.advance(PAUSE);
    stage.provider.gate.shut();
    let renewal = tokio::spawn({
        let engine = engine.clone();
        async move { forced(&engine, &subject()).await }
    });
    stage.provider.gate.reached(1).await;
    write_over(&engine, &load(&engine).await, Schedule::Kept, |grant| grant.last_ok_at = Some(START)).await;
    stage.provider.gate.open();
    assert_eq!(soon(renewal).await.unwrap(), "at-2");
    assert_eq!(alerts(&engine).await, [EventType::ConfigError, EventType::ConfigRecovered]);
}

/// The user has signed in anew meanwhile, so nothing of that renewal is stored: the next one tells.
#[tokio::test]
async fn a_recovery_that_was_not_stored_is_told_by_the_next_renewal() {
    let stage = Stage::new("reusable");
    let engine = with_secret(&stage, "slow").await;
    connect(&engine).await;
    stage.provider.will([REJECTED, RENEWED, Answer::Tokens("at-3", Some("rt-3"))]);
    assert_eq!(forced(&engine, &subject()).await, "provider_config_rejected");
    stage.clock.advance(PAUSE);
    stage.provider.gate.shut();
    let renewal = tokio::spawn({
        let engine = engine.clone();
        async move { forced(&engine, &subject()).await }
    });
    stage.provider.gate.reached(1).await;
    let sign_in = |grant: &mut Grant| {
        (grant.generation, grant.fence) = (grant.generation + 1, grant.fence + 1);
    };
    write_over(&engine, &load(&engine).await, Schedule::Kept, sign_in).await;
    stage.provider.gate.open();
    soon(renewal).await.unwrap();
    assert_eq!(alerts(&engine).await, [EventType::ConfigError]);
    stage.clock.advance(PAUSE);
    assert_eq!(forced(&engine, &subject()).await, "at-3");
    assert_eq!(alerts(&engine).await, [EventType::ConfigError, EventType::ConfigRecovered]);
}

/// Where each customer has a registration of its own, what a process knows of them stays bounded: each new one forgets who is unused.
#[tokio::test]
async fn a_process_forgets_the_registrations_that_nobody_uses() {
    const MORE_THAN_ARE_KNOWN: usize = 4097;
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let (registrations, grant) = (&engine.refresher.registrations, sample("acme", "u"));
    let of = |number: usize| ProviderConfig { client_id: format!("client-{number}"), ..config("acme", "strict") };
    let is_known = |number: usize| registrations.check(&of(number), &grant).is_err();
    let reject = |number: usize| {
        let until = stage.clock.elapsed() + Duration::from_secs(48 * 3600);
        if let Some(news) = registrations.rejected(&of(number), &grant, RegisteredError::InvalidClient, until) {
            news.told();
        }
    };
    for number in 0..MORE_THAN_ARE_KNOWN {
        reject(number);
        stage.clock.advance(Duration::from_millis(1));
    }
    assert!(!is_known(0) && !is_known(1), "the longest unused");
    assert!(is_known(MORE_THAN_ARE_KNOWN - 2) && is_known(MORE_THAN_ARE_KNOWN - 1));
    stage.clock.advance(Duration::from_secs(24 * 3600));
    reject(0);
    assert!(is_known(0) && !is_known(MORE_THAN_ARE_KNOWN - 1), "unused for a day");
}
