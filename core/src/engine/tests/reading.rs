//! What a read starts behind its answer, a due refresh and the note of a use: once, whoever has looked before it.

use std::sync::Arc;
use std::time::Duration;

use crate::engine::{CallOptions, Engine, Validity};
use crate::model::config::{Attachment, ProviderConfig};
use crate::model::credential_type::CredentialType;
use crate::model::grant::{Grant, Material};
use crate::model::subject::{CredentialFor, Subject, SubjectKind};

use super::stage::{Answer, START, Stage, config, get, load, sample, soon, spawn_caller, subject, value};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

/// A process that starts refreshes behind its answers, and in which nothing else does due work.
async fn process(stage: &Stage) -> Arc<Engine> {
    let engine = stage.unopened(stage.provider.clone(), true);
    engine.repo.open().await.unwrap();
    engine.grants.look().await.unwrap();
    engine
}

async fn connect(engine: &Engine, change: impl FnOnce(&mut Grant)) {
    let mut grant = sample("acme", "u");
    change(&mut grant);
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    engine.grants.look().await.unwrap();
}

/// Time passes; the process has looked, so that the cache may answer.
async fn pass(stage: &Stage, engine: &Engine, time: Duration) {
    stage.clock.advance(time);
    engine.grants.look().await.unwrap();
}

fn touches(stage: &Stage) -> usize {
    stage.store.asked.lock().unwrap().iter().filter(|what| what.as_str() == "TouchGrant").count()
}

/// Waits for what was started behind.
async fn settle(engine: &Engine) {
    soon(async {
        while !engine.tasks.is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn peek_and_get_while_due_start_one_refresh() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    connect(&engine, |grant| grant.refresh_at = Some(START.plus(HOUR / 2))).await;
    assert_eq!(value(&engine).await, "at-1");
    pass(&stage, &engine, HOUR / 2).await;
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    for _ in 0..3 {
        assert!(engine.reader.peek(&subject()).unwrap().is_some(), "a token that is due is handed out");
    }
    settle(&engine).await;
    assert!(stage.provider.presented().is_empty(), "a look starts nothing");
    stage.provider.gate.shut();
    for _ in 0..3 {
        assert_eq!(value(&engine).await, "at-1", "nobody waits");
    }
    soon(stage.provider.gate.reached(1)).await;
    stage.provider.gate.open();
    settle(&engine).await;
    assert_eq!(stage.provider.presented(), ["rt-1"]);
    assert_eq!(value(&engine).await, "at-2");
}

#[tokio::test]
async fn two_who_ask_at_once_start_one_refresh_and_note_one_use() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    connect(&engine, |grant| (grant.refresh_at, grant.last_used_at) = (Some(START), None)).await;
    stage.provider.gate.shut();
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    for callers in [8, 8] {
        let callers: Vec<_> = (0..callers).map(|_| spawn_caller(&engine)).collect();
        for caller in callers {
            assert_eq!(caller.await.unwrap(), "at-1", "nobody waits");
        }
    }
    stage.provider.gate.open();
    settle(&engine).await;
    assert_eq!((stage.provider.presented(), touches(&stage)), (vec!["rt-1".to_owned()], 1));
}

#[tokio::test]
async fn a_use_is_noted_although_somebody_has_looked_before() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    connect(&engine, |grant| live_for(grant, 60 * DAY)).await;
    assert_eq!((value(&engine).await, touches(&stage)), ("at-1".to_owned(), 0));
    for day in 1..=3 {
        pass(&stage, &engine, DAY - Duration::from_secs(1)).await;
        assert!(engine.reader.peek(&subject()).unwrap().is_some());
        for _ in 0..3 {
            get(&engine).await.unwrap();
        }
        settle(&engine).await;
        assert_eq!(touches(&stage), day, "noted once");
    }
}

#[tokio::test]
async fn a_kept_credential_sends_its_reader_to_the_core_when_a_use_is_to_be_noted_or_a_refresh_is_due() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    connect(&engine, |grant| live_for(grant, 60 * DAY)).await;
    get(&engine).await.unwrap();
    let keep = || engine.reader.answer_with_validity(&subject()).unwrap().unwrap().validity;
    let mut kept = keep();
    for noted in 1..=24 {
        pass(&stage, &engine, HOUR - Duration::from_secs(1)).await;
        assert!(kept.answers(), "the core has nothing to do");
        pass(&stage, &engine, Duration::from_secs(1)).await;
        assert!(!kept.answers());
        let peeked = engine.reader.peek_with_validity(&subject()).unwrap().unwrap().validity;
        assert!(!peeked.answers(), "whoever only looks notes nothing");
        (kept, _) = (keep(), keep());
        assert!(kept.answers(), "one call to the core, and no more until there is something to do again");
        settle(&engine).await;
        assert_eq!(touches(&stage), noted);
    }
    let stored = load(&engine).await.last_used_at.unwrap();
    assert_eq!(stored, START.plus(24 * HOUR));

    // The last moment for a refresh of tokens that live for sixty days.
    pass(&stage, &engine, 53 * DAY).await;
    stage.provider.gate.shut();
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    let kept = [keep(), keep()];
    assert!(kept.iter().all(Validity::answers), "also while the refresh is under way");
    soon(stage.provider.gate.reached(1)).await;
    stage.provider.gate.open();
    settle(&engine).await;
    assert!(kept.iter().all(|kept| !kept.answers()), "another token has taken its place");
    assert_eq!(value(&engine).await, "at-2");
    assert_eq!(stage.provider.presented(), ["rt-1"]);
}

/// Without background work nothing is renewed ahead, so that a token that would be due sends nobody to the core.
#[tokio::test]
async fn without_background_work_a_kept_credential_answers_until_its_use_is_to_be_noted() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine, |grant| grant.refresh_at = Some(START)).await;
    get(&engine).await.unwrap();
    let kept = engine.reader.answer_with_validity(&subject()).unwrap().unwrap().validity;
    assert!(kept.answers());
    assert_eq!(kept.ends_at(), START.plus(HOUR - Duration::from_secs(60)), "usable until then");
    settle(&engine).await;
    assert!(stage.provider.presented().is_empty());
}

/// The plan of a grant that nobody asked for is put off for good; who asks for it again does not wait at its end.
#[tokio::test]
async fn a_grant_that_is_read_again_after_it_was_idle_is_renewed_before_it_ends() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    connect(&engine, |grant| {
        live_for(grant, 60 * DAY);
        grant.refresh_at = Some(START.plus(40 * DAY));
    })
    .await;
    pass(&stage, &engine, 40 * DAY).await;
    engine.scheduler.run_maintenance(None).await.unwrap();
    assert_eq!(load(&engine).await.refresh_at, None, "idle");
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    for _ in 45..54 {
        pass(&stage, &engine, DAY).await;
        assert_eq!(value(&engine).await, "at-1");
    }
    pass(&stage, &engine, 5 * DAY).await;
    assert_eq!(value(&engine).await, "at-1", "renewed behind");
    settle(&engine).await;
    assert_eq!(value(&engine).await, "at-2");
}

/// A refresh that came to nothing is started again by a read a minute later, and not by every read.
#[tokio::test]
async fn a_refresh_that_came_to_nothing_is_started_again() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    connect(&engine, |grant| grant.refresh_at = Some(START)).await;
    let read = async |times: usize| {
        for _ in 0..times {
            assert_eq!(value(&engine).await, "at-1");
        }
        settle(&engine).await;
    };
    stage.provider.will([Answer::Status(503, "{}")]);
    read(5).await;
    assert_eq!(stage.provider.presented().len(), 1);
    // Whatever the pause is, it ends within this time, and the token still lives.
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    pass(&stage, &engine, Duration::from_secs(301)).await;
    read(1).await;
    assert_eq!((stage.provider.presented().len(), value(&engine).await), (2, "at-2".to_owned()));
}

/// Whoever is not answered starts nothing: what he took would be lost to all others until it is due again.
#[tokio::test]
async fn whoever_asks_for_another_type_leaves_the_work_to_whoever_is_answered() {
    let stage = Stage::new("strict");
    let engine = process(&stage).await;
    connect(&engine, |grant| {
        live_for(grant, 60 * DAY);
        grant.refresh_at = Some(START.plus(HOUR));
    })
    .await;
    assert_eq!(value(&engine).await, "at-1");
    pass(&stage, &engine, HOUR).await;
    let key = Subject { credential_type: Some(CredentialType::ApiKey), ..subject() };
    let error = soon(engine.reader.get_credential(&key, &CallOptions::default())).await.unwrap_err();
    settle(&engine).await;
    assert_eq!((error.code().as_str(), touches(&stage)), ("not_connected", 0));
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    assert_eq!(value(&engine).await, "at-1");
    settle(&engine).await;
    assert_eq!((stage.provider.presented(), touches(&stage)), (vec!["rt-1".to_owned()], 1));
}

/// It was deleted while its renewal was under way, and a key was stored under the same name.
#[tokio::test]
async fn what_takes_the_place_of_a_grant_under_renewal_is_no_answer_to_who_asked_for_a_token() {
    for options in [
        CallOptions::default(),
        CallOptions { force_refresh: true, ..CallOptions::default() },
        CallOptions { claims: Some(r#"{"access_token":{}}"#.to_owned()), ..CallOptions::default() },
    ] {
        let stage = Stage::new("strict");
        let engine = stage.process().await;
        let id = super::stage::connect(&engine).await;
        stage.clock.advance(HOUR - Duration::from_secs(30));
        stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
        stage.provider.gate.shut();
        let caller = tokio::spawn({
            let token = Subject { credential_type: Some(CredentialType::OAuthToken), ..subject() };
            let engine = engine.clone();
            async move { engine.reader.get_credential(&token, &options).await }
        });
        stage.provider.gate.reached(1).await;
        engine.manager.delete_connection(&subject().tenant_id, &id, None).await.unwrap();
        let mut key = sample("acme", "u");
        key.credential_type = CredentialType::ApiKey;
        key.secrets.material = Material::Fields(vec![("value".to_owned(), "key".into())]);
        let config = engine.configs().resolve(&key.provider, None).unwrap().clone();
        engine.connector.put_grant(&config, key, None).await.unwrap();
        stage.provider.gate.open();
        let told = soon(caller).await.unwrap().map(|found| found.credential_type);
        assert_eq!(told.unwrap_err().code().as_str(), "not_connected");
        assert_eq!(value(&engine).await, "key", "whoever asks for no type gets what is there");
    }
}

/// Gives a grant tokens that live this long, and no plan of their renewal.
fn live_for(grant: &mut Grant, lifetime: Duration) {
    if let Material::OAuth(tokens) = &mut grant.secrets.material {
        tokens.expires_at = Some(START.plus(lifetime));
    }
}

/// Where a tenant has one connection for all, nobody gets it who names no user and does not say that it is meant (SR-96).
#[tokio::test]
async fn what_all_of_a_tenant_share_is_for_whoever_says_so() {
    let stage = Stage::new("strict");
    let shared = ProviderConfig { attachment: Attachment::Tenant, ..config("acme", "strict") };
    let engine = stage.process_of(vec![shared]).await;
    connect(&engine, |grant| (grant.key.subject, grant.key.user_id) = (SubjectKind::Tenant, None)).await;
    let ask = async |named: Subject| {
        let found = soon(engine.reader.get_credential(&named, &CallOptions::default())).await;
        found.map(|credential| credential.value.expose().clone()).map_err(|error| error.code().as_str())
    };
    let nobody = Subject { user_id: None, credential_for: None, ..subject() };
    assert_eq!(ask(nobody.clone()).await, Err("user_id_required"));
    assert_eq!(ask(Subject { credential_for: Some(CredentialFor::User), ..nobody }).await, Ok("at-1".to_owned()));
    assert_eq!(ask(Subject { credential_for: None, ..subject() }).await, Ok("at-1".to_owned()), "whoever of its users asks");
}
