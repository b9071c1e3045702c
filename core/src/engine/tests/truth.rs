//! What a connection tells of its refreshes: who is at it since when, what the last one came to, what is in doubt, what waits in the spool.

use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::base::{Clock as _, ErrorCode, GrantId};
use crate::engine::Engine;
use crate::engine::managing::connections::ListQuery;
use crate::model::grant::{Material, RefreshState};
use crate::model::http::NetFailure;
use crate::model::renewal::Renewal;
use crate::model::rows::Schedule;
use crate::store::{SpoolFolder, Store as _};

use super::stage::{
    Answer, INVALID_GRANT, LIFETIME, START, Stage, connect, load, sample, soon, spawn_caller, subject, value, write_over,
};

async fn shown(engine: &Engine, id: &GrantId) -> RefreshState {
    engine.manager.get_connection(&subject().tenant_id, id).await.unwrap().refresh
}

/// As the one connection and the list tell it, which is the same as long as nothing happens.
async fn told(engine: &Engine, id: &GrantId) -> RefreshState {
    let told = shown(engine, id).await;
    let query = ListQuery { tenant_id: Some(subject().tenant_id), ..ListQuery::default() };
    let listed = engine.manager.list_connections(&query).await.unwrap().data;
    assert_eq!(listed.iter().find(|view| view.id == *id).map(|view| &view.refresh), Some(&told));
    told
}

#[tokio::test]
async fn everybody_sees_who_is_at_it_and_since_when() {
    let stage = Stage::new("strict");
    let (holder, other) = (stage.process().await, stage.process().await);
    let id = connect(&holder).await;
    assert_eq!(told(&other, &id).await.held_since, None);
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let began = stage.clock.now();
    let caller = spawn_caller(&holder);
    stage.provider.gate.reached(1).await;
    stage.clock.advance(Duration::from_secs(7));
    let seen = told(&other, &id).await;
    assert_eq!((seen.held_since, seen.in_doubt_since, seen.is_spooled), (Some(began), None, false));
    assert_eq!((seen.succeeded_at, seen.failed_at), (Some(START), None));
    assert_eq!(seen.held_by, told(&holder, &id).await.held_by);
    assert!(seen.held_by.is_some_and(|name| name.len() == 32));
    stage.provider.gate.open();
    assert_eq!(soon(caller).await.unwrap(), "at-2");
    let seen = told(&other, &id).await;
    assert_eq!((seen.held_since, &seen.held_by, seen.failures, seen.error), (None, &None, 0, None));
    assert_eq!(seen.succeeded_at, Some(began));
    assert_eq!(seen.next_at, load(&other).await.refresh_at);
    assert!(seen.next_at.is_some_and(|next| next > stage.clock.now()), "{seen:?}");
}

#[tokio::test]
async fn what_failed_and_what_is_in_doubt_is_told_with_when_it_is_asked_again() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let id = connect(&engine).await;
    stage.clock.advance(LIFETIME);
    let began = stage.clock.now();
    stage.provider.will([Answer::Failure(NetFailure::TimedOut)]);
    assert_eq!(value(&engine).await, "provider_unavailable");
    let seen = told(&engine, &id).await;
    assert_eq!((seen.failures, seen.error, seen.failed_at), (1, Some(ErrorCode::ProviderUnavailable), Some(began)));
    assert_eq!((seen.in_doubt_since, seen.held_since), (Some(began), None));
    assert!(seen.not_before.is_some_and(|time| time > began), "{seen:?}");
    // What was to repair it is lost as well: it is left alone for a minute, and is as old as it was.
    stage.clock.advance(Duration::from_secs(61));
    stage.provider.will([Answer::Failure(NetFailure::TimedOut)]);
    assert_eq!(value(&engine).await, "provider_unavailable");
    let seen = told(&engine, &id).await;
    assert_eq!((seen.failures, seen.in_doubt_since), (2, Some(began)));
    assert!(seen.not_before.is_some_and(|time| time > stage.clock.now()), "{seen:?}");
    stage.clock.advance(Duration::from_secs(181));
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    assert_eq!(value(&engine).await, "at-2");
    let seen = told(&engine, &id).await;
    assert_eq!((seen.failures, seen.error, seen.failed_at), (0, None, None));
    assert_eq!((seen.in_doubt_since, seen.not_before), (None, None));
}

#[tokio::test]
async fn what_waits_in_the_spool_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = Stage::new("strict");
    stage.spool = Some(SpoolFolder::new(folder.path().join("spool")));
    let engine = stage.process().await;
    let id = connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.store.failing.store(1, Ordering::SeqCst);
    stage.store.updates.shut();
    let caller = spawn_caller(&engine);
    stage.store.updates.reached(1).await;
    let is_spooled = async {
        while !shown(&engine, &id).await.is_spooled {
            tokio::task::yield_now().await;
        }
    };
    soon(is_spooled).await;
    stage.store.updates.open();
    assert_eq!(soon(caller).await.unwrap(), "at-2");
    assert!(!told(&engine, &id).await.is_spooled);
}

/// Its lease has time left, but nobody holds it any more.
#[tokio::test]
async fn a_holder_that_is_known_to_be_dead_holds_nothing() {
    let stage = Stage::new("strict");
    let (dying, other) = (stage.process().await, stage.process().await);
    let id = connect(&dying).await;
    stage.clock.advance(LIFETIME);
    let began = stage.clock.now();
    stage.provider.will([Answer::Tokens("never-seen", None)]);
    stage.provider.gate.shut();
    let lost = spawn_caller(&dying);
    stage.provider.gate.reached(1).await;
    lost.abort();
    stage.store.holder_died.store(true, Ordering::SeqCst);
    let seen = told(&other, &id).await;
    assert_eq!((seen.held_since, seen.held_by, seen.in_doubt_since, seen.not_before), (None, None, Some(began), None));
}

/// Where a second presentation costs nothing, a lost answer leaves no doubt.
#[tokio::test]
async fn nothing_is_in_doubt_where_nothing_can_be_lost() {
    for (rotation, is_in_doubt) in [("none", false), ("reusable", false), ("grace", true), ("strict", true), ("unknown", true)] {
        let stage = Stage::new(rotation);
        let (dying, other) = (stage.process().await, stage.process().await);
        let id = connect(&dying).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Tokens("never-seen", None)]);
        stage.provider.gate.shut();
        let lost = spawn_caller(&dying);
        stage.provider.gate.reached(1).await;
        lost.abort();
        stage.clock.advance(Duration::from_secs(61));
        assert_eq!(told(&other, &id).await.in_doubt_since.is_some(), is_in_doubt, "{rotation}");
    }
}

#[tokio::test]
async fn a_pause_of_the_endpoint_is_told_of_each_of_its_grants_by_every_process() {
    let stage = Stage::new("reusable");
    let (engine, other) = (stage.process().await, stage.process().await);
    let id = connect(&engine).await;
    let neighbour = sample("acme", "neighbour");
    engine.repo.insert_grant(&neighbour, vec![], None).await.unwrap().unwrap();
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Status(429, "")]);
    assert_eq!(value(&engine).await, "rate_limited");
    while stage.store.list_endpoint_pauses().await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    stage.clock.advance(Duration::from_secs(1));
    for process in [&engine, &other] {
        let seen = told(process, &neighbour.id).await;
        assert!(seen.endpoint_paused_until.is_some_and(|until| until > stage.clock.now()), "{seen:?}");
        assert_eq!((seen.not_before, seen.failures, seen.error), (seen.endpoint_paused_until, 0, None));
    }
    assert_eq!(told(&other, &id).await.error, Some(ErrorCode::RateLimited));
}

#[tokio::test]
async fn what_has_ended_is_told_as_ended_and_not_by_what_failed_before() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let id = connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Status(500, ""), INVALID_GRANT]);
    assert_eq!(value(&engine).await, "provider_unavailable");
    stage.clock.advance(Duration::from_secs(240));
    assert_eq!(value(&engine).await, "reauth_required");
    let seen = told(&engine, &id).await;
    assert_eq!((seen.error, seen.failed_at), (Some(ErrorCode::ReauthRequired), Some(stage.clock.now())));
    assert_eq!((seen.next_at, seen.in_doubt_since, seen.held_since), (None, None, None));
}

/// Somebody has stored a newer generation while the provider said no to the one before: theirs is the answer, and nobody is at it any more
/// (SR-62).
#[tokio::test]
async fn who_is_overtaken_while_refused_holds_nothing() {
    for refusal in [INVALID_GRANT, Answer::Status(503, "")] {
        let stage = Stage::new("strict");
        let engine = stage.process().await;
        let id = connect(&engine).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([refusal]);
        stage.provider.gate.shut();
        let caller = spawn_caller(&engine);
        stage.provider.gate.reached(1).await;
        let before = load(&engine).await;
        write_over(&engine, &before, Schedule::Both, |grant| {
            grant.generation += 1;
            let Material::OAuth(tokens) = &mut grant.secrets.material else { panic!("tokens") };
            (tokens.access_token, tokens.renewal) = (Some("at-2".into()), Renewal::RefreshToken("rt-2".into()));
            (tokens.issued_at, tokens.expires_at) = (stage.clock.now(), Some(stage.clock.now().plus(LIFETIME)));
        })
        .await;
        stage.provider.gate.open();
        assert_eq!(soon(caller).await.unwrap(), "at-2");
        assert_eq!(stage.provider.presented(), ["rt-1"]);
        let told = told(&engine, &id).await;
        assert_eq!((told.held_since, told.in_doubt_since, told.failures), (None, None, 0));
    }
}
