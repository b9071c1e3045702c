//! Late commits: a successor is committed after its lease has ended, and a wall clock jumps while a lease runs.

use std::sync::Arc;
use std::time::Duration;

use crate::base::{Secret, Timestamp};
use crate::engine::common::exchange::Exchanged;
use crate::engine::grants::leases::{Acquired, Owed};
use crate::engine::{CallOptions, Engine, EventQuery};
use crate::model::event::EventType;
use crate::model::grant::{Grant, GrantStatus, Material};
use crate::model::lease::CommitRight;
use crate::model::renewal::Renewal;
use crate::protocol::token::TokenAnswer;

use super::stage::{Answer, INVALID_GRANT, LIFETIME, START, Stage, connect, load, sample, soon, spawn_caller, subject, value};

pub(super) const BEYOND_LEASE: Duration = Duration::from_secs(61);

/// What a process had in its hand when it died: the grant as it was, and its right, written down.
#[derive(Clone)]
pub(super) struct Remains {
    grant: Grant,
    right: String,
}

pub(super) async fn die_before_the_commit(engine: &Engine) -> Remains {
    let grant = load(engine).await;
    let Acquired::Ours(held) = engine.grants.acquire(&grant, false).await.unwrap() else { panic!("no lease") };
    Remains { grant, right: serde_json::to_string(held.lease.right()).unwrap() }
}

/// The next process commits what it finds.
pub(super) async fn commit_late(engine: &Arc<Engine>, remains: Remains) -> Grant {
    let right: CommitRight = serde_json::from_str(&remains.right).unwrap();
    let Material::OAuth(tokens) = remains.grant.secrets.material.clone() else { panic!("tokens") };
    let answer = TokenAnswer {
        access_token: Secret::from("at-late"),
        token_secret: None,
        expires_in: Some(LIFETIME),
        expires_at: None,
        refresh_in: None,
        refresh_expires_in: None,
        refresh_token: Some(Secret::from("rt-late")),
        is_refresh_token_unusable: false,
        scopes: None,
        id_token: None,
    };
    let started_at: Timestamp = START;
    let config = engine.configs().of(&remains.grant).cloned().unwrap();
    soon(engine.checker.refresher.commit_renewal(
        &config,
        remains.grant,
        tokens,
        Owed { key: engine.repo.sealing_key(&right.tenant_id).await.unwrap(), right },
        Exchanged { answer, started_at, started_on: None, told: Default::default() },
    ))
    .await
    .unwrap()
}

pub(super) fn refresh_tokens(grant: &Grant) -> Vec<String> {
    let Material::OAuth(tokens) = &grant.secrets.material else { panic!("tokens") };
    tokens.renewal.refresh_token().into_iter().chain(&tokens.candidates).map(|token| token.expose().clone()).collect()
}

#[tokio::test]
async fn a_successor_that_nobody_has_overtaken_becomes_the_next_generation() {
    let stage = Stage::new("strict");
    let first = stage.process().await;
    connect(&first).await;
    let remains = die_before_the_commit(&first).await;
    stage.clock.advance(BEYOND_LEASE);
    let stored = commit_late(&stage.process().await, remains).await;
    assert_eq!((stored.generation, stored.committed_epoch), (2, 1));
    assert_eq!(refresh_tokens(&load(&first).await), ["rt-late"]);
}

#[tokio::test]
async fn a_successor_is_current_while_the_next_holder_is_still_at_it() {
    let stage = Stage::new("reusable");
    let (first, second) = (stage.process().await, stage.process().await);
    connect(&first).await;
    let remains = die_before_the_commit(&first).await;
    stage.clock.advance(BEYOND_LEASE);
    let read = load(&second).await;
    let Acquired::Ours(next) = second.grants.acquire(&read, false).await.unwrap() else { panic!("no lease") };
    let stored = commit_late(&stage.process().await, remains).await;
    assert_eq!((stored.generation, stored.committed_epoch), (2, 1));
    let intent = load(&second).await.open_intent.expect("the next holder is under way");
    assert_eq!(next.lease.right().epoch, 2);
    assert!(!intent.is_recovery);
}

#[tokio::test]
async fn a_successor_of_an_earlier_exchange_is_a_candidate() {
    let stage = Stage::new("reusable");
    let (first, second) = (stage.process().await, stage.process().await);
    connect(&first).await;
    let remains = die_before_the_commit(&first).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    assert_eq!(value(&second).await, "at-2");
    let current = load(&second).await;
    let stored = commit_late(&stage.process().await, remains).await;
    assert_eq!((stored.generation, stored.committed_epoch), (3, 2));
    let merged = load(&first).await;
    assert_eq!(refresh_tokens(&merged), ["rt-2", "rt-late"]);
    // The token is the same, so its plan stays and nobody is told of another one.
    assert_eq!((merged.refresh_at, merged.last_ok_at), (current.refresh_at, current.last_ok_at));
    let renewals = EventQuery { event_type: Some(EventType::TokenRefreshed), ..EventQuery::default() };
    assert_eq!(first.manager.list_events(&renewals).await.unwrap().data.len(), 1);
    assert_eq!(value(&first).await, "at-2");
}

/// A file that cannot be removed is found again and again: what is a candidate already changes nothing any more.
#[tokio::test]
async fn a_candidate_that_is_found_again_changes_nothing() {
    let stage = Stage::new("reusable");
    let (first, second) = (stage.process().await, stage.process().await);
    connect(&first).await;
    let remains = die_before_the_commit(&first).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    assert_eq!(value(&second).await, "at-2");
    let kept = commit_late(&stage.process().await, remains.clone()).await;
    for _ in 0..2 {
        let again = commit_late(&stage.process().await, remains.clone()).await;
        assert_eq!((again.generation, again.revision), (kept.generation, kept.revision));
        assert_eq!(refresh_tokens(&load(&first).await), ["rt-2", "rt-late"]);
    }
}

/// Nobody was told that the commit had happened: it is known by its exchange, also where no refresh token tells (`renewal_by_access_token`).
#[tokio::test]
async fn a_commit_of_ones_own_that_nobody_answered_is_known_by_its_exchange() {
    let stage = Stage::new("reusable");
    let first = stage.process().await;
    let mut grant = sample("acme", "u");
    let Material::OAuth(tokens) = &mut grant.secrets.material else { panic!("tokens") };
    tokens.renewal = Renewal::AccessToken;
    first.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    let remains = die_before_the_commit(&first).await;
    let stored = commit_late(&first, remains.clone()).await;
    assert_eq!((stored.generation, stored.committed_epoch), (2, 1));
    let again = commit_late(&first, remains).await;
    assert_eq!((again.generation, again.revision), (2, stored.revision), "it is this very exchange");
}

#[tokio::test]
async fn a_successor_of_what_was_deleted_revives_nothing() {
    let stage = Stage::new("strict");
    let (first, second) = (stage.process().await, stage.process().await);
    let id = connect(&first).await;
    let remains = die_before_the_commit(&first).await;
    second.manager.delete_connection(&subject().tenant_id, &id, None).await.unwrap();
    let right: CommitRight = serde_json::from_str(&remains.right).unwrap();
    let Material::OAuth(tokens) = remains.grant.secrets.material.clone() else { panic!("tokens") };
    let answer = TokenAnswer {
        access_token: Secret::from("at-late"),
        token_secret: None,
        expires_in: None,
        expires_at: None,
        refresh_in: None,
        refresh_expires_in: None,
        refresh_token: None,
        is_refresh_token_unusable: false,
        scopes: None,
        id_token: None,
    };
    let config = second.configs().of(&remains.grant).cloned().unwrap();
    let exchanged = Exchanged { answer, started_at: START, started_on: None, told: Default::default() };
    let owed = Owed { key: second.repo.sealing_key(&right.tenant_id).await.unwrap(), right };
    let late = soon(second.checker.refresher.commit_renewal(&config, remains.grant, tokens, owed, exchanged)).await;
    assert_eq!(late.unwrap_err().code().as_str(), "not_connected");
    assert_eq!(value(&first).await, "not_connected");
}

/// A quarter of an hour either way while an exchange is under way (SR-68): a second process neither presents the token again nor
/// waits longer than the first one takes.
#[tokio::test]
async fn a_wall_clock_that_jumps_lets_nobody_into_an_exchange() {
    for jump in [900, -900] {
        let stage = Stage::new("strict");
        let (slow, other) = (stage.process().await, stage.process().await);
        connect(&slow).await;
        stage.clock.advance(LIFETIME * 2);
        stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
        stage.provider.gate.shut();
        let first = spawn_caller(&slow);
        stage.provider.gate.reached(1).await;
        stage.clock.jump(jump);
        let second = spawn_caller(&other);
        // The other process has asked for the lease, or has seen it, by the time it has read the grant twice.
        let reads = stage.reads_by_id();
        while stage.reads_by_id() < reads + 2 {
            tokio::task::yield_now().await;
        }
        assert!(!second.is_finished(), "{jump}");
        stage.provider.gate.open();
        assert_eq!(soon(first).await.unwrap(), "at-2", "{jump}");
        assert_eq!(soon(second).await.unwrap(), "at-2", "{jump}");
        assert_eq!(stage.provider.presented().len(), 1, "{jump}");
    }
}

/// Its lease has ended and is another process's, whose exchange tells: what the late one has heard is stored nowhere, and no answer.
#[tokio::test]
async fn a_late_failure_waits_for_whoever_holds_the_lease_now() {
    for failure in [INVALID_GRANT, Answer::Status(503, "")] {
        let stage = Stage::new("strict");
        let (slow, next) = (stage.process().await, stage.process().await);
        connect(&slow).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([failure, Answer::Tokens("at-2", Some("rt-2"))]);
        stage.provider.gate.shut();
        let late = spawn_caller(&slow);
        stage.provider.gate.reached(1).await;
        stage.clock.advance(BEYOND_LEASE);
        let holder = spawn_caller(&next);
        stage.provider.gate.reached(2).await;
        let reads = stage.reads_by_id();
        stage.provider.gate.admit(1);
        while stage.reads_by_id() == reads {
            tokio::task::yield_now().await;
        }
        stage.provider.gate.open();
        assert_eq!(soon(late).await.unwrap(), "at-2");
        assert_eq!(soon(holder).await.unwrap(), "at-2");
        let stored = load(&next).await;
        assert_eq!((stored.secrets.status, stored.failures), (GrantStatus::Active, 0));
    }
}

/// Somebody else was first: what this process has read before is no longer what stands.
#[tokio::test]
async fn a_conflict_invalidates_what_was_read() {
    let stage = Stage::new("strict");
    let (first, second) = (stage.process().await, stage.process().await);
    connect(&first).await;
    let before = load(&first).await;
    assert_eq!(value(&first).await, "at-1");
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    let force = CallOptions { force_refresh: true, ..CallOptions::default() };
    soon(second.reader.get_credential(&subject(), &force)).await.unwrap();
    assert_eq!(value(&first).await, "at-1", "nobody has looked yet");
    first.grants.resumed(&before).await.unwrap();
    assert_eq!(value(&first).await, "at-2");
}
