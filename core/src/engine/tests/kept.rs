//! A sign-in whose answer leaves the refresh token out keeps the one that is stored, which nobody may spend meanwhile.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::base::Result;
use crate::engine::{CallOptions, Engine};
use crate::model::grant::{ExternalAccount, Grant, Material};
use crate::model::renewal::Renewal;

use super::late::{BEYOND_LEASE, commit_late, die_before_the_commit, refresh_tokens};
use super::stage::{Answer, INVALID_GRANT, LIFETIME, START, Stage, load, sample, soon, subject, value};

/// The connection of somebody whose account is known.
fn of_account() -> Grant {
    let mut grant = sample("acme", "u");
    grant.secrets.account =
        Some(ExternalAccount { organisation: None, person: Some("p".to_owned()), display: None, organisation_display: None });
    grant
}

pub(super) async fn connect_account(engine: &Engine) {
    engine.repo.insert_grant(&of_account(), vec![], None).await.unwrap().unwrap();
}

/// The same person signs in again, and is given no refresh token.
pub(super) fn sign_in(engine: &Arc<Engine>) -> tokio::task::JoinHandle<Result<Grant>> {
    sign_in_with(engine, None)
}

/// The same person signs in again for one more scope, and is given this refresh token.
fn sign_in_with(engine: &Arc<Engine>, refresh_token: Option<&'static str>) -> tokio::task::JoinHandle<Result<Grant>> {
    sign_in_as(engine, anew(refresh_token))
}

/// What that brings.
fn anew(refresh_token: Option<&'static str>) -> Grant {
    let mut fresh = of_account();
    let Material::OAuth(tokens) = &mut fresh.secrets.material else { panic!("tokens") };
    tokens.access_token = Some("at-new".into());
    tokens.renewal = refresh_token.map_or(Renewal::Never, |token| Renewal::RefreshToken(token.into()));
    tokens.scopes = vec!["more".to_owned()];
    fresh
}

fn sign_in_as(engine: &Arc<Engine>, fresh: Grant) -> tokio::task::JoinHandle<Result<Grant>> {
    let engine = engine.clone();
    tokio::spawn(async move {
        let config = engine.configs().resolve(&fresh.provider, None).unwrap().clone();
        let connector = engine.connector.clone();
        engine.tasks.see_through(async move { connector.put_grant(&config, fresh, None).await }).await
    })
}

/// Another process renews; its exchange is held at the provider.
async fn renew(stage: &Stage, other: &Arc<Engine>) -> tokio::task::JoinHandle<bool> {
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let renewal = tokio::spawn({
        let (engine, force) = (other.clone(), CallOptions { force_refresh: true, ..CallOptions::default() });
        async move { engine.reader.get_credential(&subject(), &force).await.is_ok() }
    });
    stage.provider.gate.reached(1).await;
    renewal
}

async fn tokens(engine: &Engine) -> (String, String) {
    let Material::OAuth(tokens) = load(engine).await.secrets.material else { panic!("tokens") };
    (tokens.access_token.unwrap().expose().clone(), tokens.renewal.refresh_token().unwrap().expose().clone())
}

/// Waits until the sign-in has looked at the grant once more.
async fn looks_again(stage: &Stage) {
    let looks = || stage.store.asked.lock().unwrap().iter().filter(|what| what.starts_with("grant by Key")).count();
    let before = looks();
    soon(async {
        while looks() < before + 2 {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    })
    .await;
}

/// The renewal begins after the sign-in has read the grant, and before it is stored.
#[tokio::test]
async fn a_renewal_that_begins_before_a_sign_in_is_stored_comes_first() {
    let stage = Stage::new("strict");
    let (engine, other) = (stage.process().await, stage.process().await);
    connect_account(&engine).await;
    stage.store.updates.shut();
    let signed_in = sign_in(&engine);
    stage.store.updates.reached(1).await;
    let renewal = renew(&stage, &other).await;
    stage.store.updates.open();
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(!signed_in.is_finished(), "it waits for what it is to keep");
    stage.provider.gate.open();
    assert!(soon(renewal).await.unwrap());
    soon(signed_in).await.unwrap().unwrap();
    assert_eq!(tokens(&engine).await, ("at-new".to_owned(), "rt-2".to_owned()), "what the provider has rotated is not lost");
    assert_eq!(load(&engine).await.open_intent, None);
}

#[tokio::test]
async fn closing_does_not_wait_for_another_process_that_a_sign_in_waits_for() {
    let stage = Stage::new("strict");
    let (engine, other) = (stage.process().await, stage.process().await);
    connect_account(&engine).await;
    let renewal = renew(&stage, &other).await;
    let signed_in = sign_in(&engine);
    looks_again(&stage).await;
    soon(engine.close()).await.unwrap();
    assert_eq!(soon(signed_in).await.unwrap().unwrap_err().code().as_str(), "closed");
    stage.provider.gate.open();
    assert!(soon(renewal).await.unwrap());
    assert_eq!(tokens(&other).await, ("at-2".to_owned(), "rt-2".to_owned()));
}

/// A close waits for exchanges of its own, and so does the sign-in that keeps what they bring.
#[tokio::test]
async fn a_sign_in_that_waits_for_its_own_process_is_seen_through() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect_account(&engine).await;
    let renewal = renew(&stage, &engine).await;
    let signed_in = sign_in(&engine);
    looks_again(&stage).await;
    let closing = tokio::spawn({
        let engine = engine.clone();
        async move { engine.close().await }
    });
    looks_again(&stage).await;
    assert!(!closing.is_finished() && !signed_in.is_finished());
    stage.provider.gate.open();
    soon(closing).await.unwrap().unwrap();
    assert!(soon(renewal).await.unwrap());
    soon(signed_in).await.unwrap().unwrap();
    let next = stage.process().await;
    assert_eq!(tokens(&next).await, ("at-new".to_owned(), "rt-2".to_owned()));
}

/// Whether the provider has rotated what the dead one has sent, nobody knows; a sign-in that keeps it knows no more (SR-61).
#[tokio::test]
async fn a_sign_in_does_not_wait_for_the_dead_and_what_they_left_stays_in_doubt() {
    let stage = Stage::new("strict");
    let (engine, dying) = (stage.process().await, stage.process().await);
    connect_account(&engine).await;
    let lost = renew(&stage, &dying).await;
    stage.store.holder_died.store(true, Ordering::SeqCst);
    soon(sign_in(&engine)).await.unwrap().unwrap();
    lost.abort();
    assert_eq!(tokens(&engine).await, ("at-new".to_owned(), "rt-1".to_owned()));
    let stored = load(&engine).await;
    assert!(stored.open_intent.is_some());
    // It is presented as late as can be, and not before.
    let before = stage.provider.presented().len();
    let force = CallOptions { force_refresh: true, ..CallOptions::default() };
    let error = soon(engine.reader.get_credential(&subject(), &force)).await.unwrap_err();
    assert_eq!((error.code().as_str(), stage.provider.presented().len()), ("provider_unavailable", before));
    assert_eq!(stored.created_at, START);
}

/// The lease has run out before the sign-in looks, but whoever held it lives: the provider has rotated what the sign-in keeps.
#[tokio::test]
async fn a_renewal_that_outlives_its_lease_hands_its_successor_to_a_sign_in_that_keeps() {
    for dies in [false, true] {
        let stage = Stage::new("strict");
        let (engine, slow) = (stage.process().await, stage.process().await);
        connect_account(&engine).await;
        let (mut renewal, mut remains) = (None, None);
        match dies {
            false => renewal = Some(renew(&stage, &slow).await),
            true => remains = Some(die_before_the_commit(&slow).await),
        }
        stage.clock.advance(BEYOND_LEASE);
        soon(sign_in(&engine)).await.unwrap().unwrap();
        stage.provider.gate.open();
        if let Some(renewal) = renewal {
            assert!(soon(renewal).await.unwrap());
        }
        let successor = match remains {
            Some(remains) => refresh_tokens(&commit_late(&stage.process().await, remains).await).remove(0),
            None => "rt-2".to_owned(),
        };
        assert_eq!(tokens(&engine).await, ("at-new".to_owned(), successor.clone()), "dies: {dies}");
        let stored = load(&engine).await;
        assert_eq!((refresh_tokens(&stored), stored.open_intent.is_none()), (vec![successor.clone()], true));
        let Material::OAuth(current) = &stored.secrets.material else { panic!("tokens") };
        assert_eq!(current.scopes, ["more"], "what the person has agreed to");
        assert_eq!(value(&engine).await, "at-new");
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Tokens("at-3", Some("rt-3"))]);
        assert_eq!(value(&engine).await, "at-3");
        assert_eq!(stage.provider.presented().last(), Some(&successor));
    }
}

/// Meanwhile somebody has spent what the sign-in has kept, and was told no: it was spent already. The successor lives.
#[tokio::test]
async fn a_late_successor_revives_what_a_sign_in_has_kept() {
    let stage = Stage::new("strict");
    let (engine, slow) = (stage.process().await, stage.process().await);
    connect_account(&engine).await;
    let remains = die_before_the_commit(&slow).await;
    stage.clock.advance(BEYOND_LEASE);
    soon(sign_in(&engine)).await.unwrap().unwrap();
    stage.clock.advance(LIFETIME);
    stage.provider.will([INVALID_GRANT, Answer::Tokens("at-3", Some("rt-3"))]);
    assert_eq!(value(&engine).await, "reauth_required");
    let stored = commit_late(&slow, remains).await;
    assert!(stored.refresh_at.is_some_and(|at| at <= START.plus(LIFETIME + BEYOND_LEASE)), "it is due");
    engine.grants.invalidate_all();
    assert_eq!(value(&engine).await, "at-3");
    assert_eq!(stage.provider.presented(), ["rt-1", "rt-late"]);
}

/// Deleted, and signed in anew, while a renewal is under way: what that brings belongs to neither.
#[tokio::test]
async fn a_renewal_that_ends_behind_a_deletion_and_a_new_sign_in_is_nobodys() {
    let stage = Stage::new("strict");
    let (engine, other) = (stage.process().await, stage.process().await);
    connect_account(&engine).await;
    let deleted = load(&engine).await.id;
    let renewal = renew(&stage, &other).await;
    soon(engine.manager.delete_connection(&subject().tenant_id, &deleted, None)).await.unwrap();
    soon(sign_in_with(&engine, Some("rt-new"))).await.unwrap().unwrap();
    stage.provider.gate.open();
    soon(renewal).await.unwrap();
    for process in [&engine, &other] {
        assert_eq!(value(process).await, "at-new");
    }
    assert_eq!(tokens(&engine).await, ("at-new".to_owned(), "rt-new".to_owned()));
    assert_eq!(stage.provider.presented(), ["rt-1"]);
}

/// What the person has brought replaces what was stored, and no late result takes its place.
#[tokio::test]
async fn a_sign_in_that_brings_a_refresh_token_is_overwritten_by_no_late_renewal() {
    let stage = Stage::new("strict");
    let (engine, slow) = (stage.process().await, stage.process().await);
    connect_account(&engine).await;
    let remains = die_before_the_commit(&slow).await;
    stage.clock.advance(BEYOND_LEASE);
    soon(sign_in_with(&engine, Some("rt-new"))).await.unwrap().unwrap();
    commit_late(&slow, remains).await;
    assert_eq!(tokens(&engine).await, ("at-new".to_owned(), "rt-new".to_owned()));
    assert_eq!(refresh_tokens(&load(&engine).await), ["rt-new"]);
}

/// A refresh token goes back to where it came from, and stays with the account that it is of (SR-13, SR-17).
#[tokio::test]
async fn nothing_is_kept_for_another_endpoint_client_or_account() {
    type Change = fn(&mut Grant);
    let changes: [(&str, Change); 4] = [
        ("the same", |_| {}),
        ("another endpoint", |fresh| fresh.secrets.destination.token_endpoint.push('2')),
        ("another client", |fresh| fresh.secrets.destination.client_id.push('2')),
        ("nobody says of whom", |fresh| fresh.secrets.account = None),
    ];
    for (what, change) in changes {
        let stage = Stage::new("strict");
        let engine = stage.process().await;
        connect_account(&engine).await;
        let mut fresh = anew(None);
        change(&mut fresh);
        // Refused, or stored without.
        drop(soon(sign_in_as(&engine, fresh)).await.unwrap());
        let Material::OAuth(tokens) = load(&engine).await.secrets.material else { panic!("tokens") };
        let is_kept = tokens.renewal.refresh_token().is_some_and(|token| token.expose() == "rt-1");
        assert_eq!(tokens.access_token.unwrap().expose() == "at-new" && is_kept, what == "the same", "{what}");
    }
}

/// The answer to the commit is lost, so the sign-in fails; but it may have been stored, and then another account is there.
#[tokio::test]
async fn what_a_sign_in_may_have_replaced_is_served_no_more() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect_account(&engine).await;
    assert_eq!(value(&engine).await, "at-1");
    stage.store.answer_is_lost.store(true, Ordering::SeqCst);
    let told = soon(sign_in_with(&engine, Some("rt-new"))).await.unwrap();
    assert_eq!(told.unwrap_err().code().as_str(), "vault_unavailable");
    assert_eq!(value(&engine).await, "at-new");
}
