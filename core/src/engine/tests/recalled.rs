//! What a process before this one has told of a config's client is looked up where that matters, and by one for all.

use std::sync::Arc;

use super::stage::{Answer, LIFETIME, START, Stage, sample, soon, subject};
use crate::base::{ConfigId, TenantId, UserId};
use crate::engine::grants::status;
use crate::engine::{CallOptions, Engine};
use crate::model::event::{Event, EventType};
use crate::model::rows::EventFilter;
use crate::model::subject::Subject;

const USERS: usize = 12;

/// What a sign-in has told of a rejected client.
fn alarm(config: &str) -> Event {
    Event { grant_id: None, ..status::event(EventType::ConfigError, &sample(config, "nobody"), START) }
}

/// A vault in which users are connected, and these events are told, in this order.
async fn stage_with(told: impl IntoIterator<Item = Event>) -> Stage {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let mut told = Some(told.into_iter().collect());
    for user in 0..USERS {
        let told = told.take().unwrap_or_default();
        engine.repo.insert_grant(&sample("acme", &user.to_string()), told, None).await.unwrap().unwrap();
    }
    engine.close().await.unwrap();
    stage.clock.advance(LIFETIME);
    stage
}

async fn renew(engine: Arc<Engine>, user: usize) {
    let subject = Subject { user_id: Some(UserId::parse(&user.to_string()).unwrap()), ..subject() };
    let renewed = engine.reader.get_credential(&subject, &CallOptions::default()).await.unwrap();
    assert_eq!(renewed.value.expose(), "at-2");
}

async fn recoveries(engine: &Engine) -> usize {
    let filter = EventFilter { event_type: Some(EventType::ConfigRecovered), limit: 10, ..EventFilter::default() };
    engine.repo.events().list_events(filter).await.unwrap().len()
}

#[tokio::test]
async fn many_who_are_due_at_the_start_look_once() {
    let stage = stage_with([alarm("acme")]).await;
    let engine = stage.process().await;
    stage.provider.will((0..USERS).map(|_| Answer::Tokens("at-2", None)));
    stage.store.events.shut();
    let callers: Vec<_> = (0..USERS).map(|user| tokio::spawn(renew(engine.clone(), user))).collect();
    stage.store.events.reached(1).await;
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
    assert_eq!(stage.store.events.came(), 1);
    stage.store.events.open();
    for caller in callers {
        soon(caller).await.unwrap();
    }
    assert_eq!(stage.store.events.came(), 2, "the alarm, and what was told since");
    assert_eq!(recoveries(&engine).await, 1);
}

/// Neither is the start put off by however many alarms there are, nor is one forgotten for that.
#[tokio::test]
async fn an_alarm_behind_thousands_of_others_is_found_when_it_matters() {
    let others = std::iter::repeat_with(|| alarm("bravo")).take(2_000);
    let stage = stage_with([alarm("acme")].into_iter().chain(others)).await;
    stage.store.events.shut();
    stage.store.events.open();
    let engine = stage.process().await;
    assert_eq!(stage.store.events.came(), 10, "no more than so many pages");
    stage.provider.will([Answer::Tokens("at-2", None)]);
    renew(engine.clone(), 0).await;
    assert_eq!(recoveries(&engine).await, 1);
}

/// Where each tenant has a host of its own, thousands ask, each for itself.
#[tokio::test]
async fn what_a_tenant_was_told_is_found_whatever_all_others_were() {
    let tenant = |name: &str| TenantId::parse(name).unwrap();
    let other = || Event { tenant_id: tenant("other"), ..alarm("acme") };
    let stage = stage_with([alarm("acme")].into_iter().chain(std::iter::repeat_with(other).take(2_000))).await;
    let (engine, config) = (stage.process().await, ConfigId::parse("acme").unwrap());
    stage.store.events.shut();
    stage.store.events.open();
    assert!(engine.grants.is_alarmed(&config, Some(&subject().tenant_id)).await.unwrap());
    assert_eq!(stage.store.events.came(), 2, "the alarm, and what was told since");
    assert!(!engine.grants.is_alarmed(&config, Some(&tenant("third"))).await.unwrap());
    assert_eq!(stage.store.events.came(), 3);
}

/// The vault could not say: who renews first asks.
#[tokio::test]
async fn what_could_not_be_told_at_the_start_is_told_later() {
    let stage = stage_with([alarm("acme")]).await;
    let engine = stage.unopened(stage.provider.clone(), false);
    stage.store.events.shut();
    let opening = tokio::spawn({
        let engine = engine.clone();
        async move { engine.open().await }
    });
    stage.store.events.reached(1).await;
    stage.store.go_away(true);
    stage.store.events.open();
    soon(opening).await.unwrap().unwrap();
    stage.store.go_away(false);
    stage.provider.will([Answer::Tokens("at-2", None)]);
    renew(engine.clone(), 0).await;
    assert_eq!(recoveries(&engine).await, 1);
}
