//! The store is away: what is known is served for a while, and what the provider has given is not lost (SR-60 in memory, SR-67).

use std::time::Duration;

use crate::engine::CallOptions;
use crate::engine::grants::rejections::Rejection;
use crate::model::credential_type::CredentialType;
use crate::model::grant::{Material, StatusReason};
use crate::model::subject::{CredentialFor, Subject};

use super::stage::{Answer, LIFETIME, Stage, connect, get, load, sample, soon, spawn_caller, subject, value};

#[tokio::test]
async fn known_credentials_are_served_for_a_quarter_of_an_hour() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    assert!(!get(&engine).await.unwrap().degraded);
    stage.store.go_away(true);
    // Within the few seconds in which a look is believed, nothing shows.
    stage.clock.advance(Duration::from_secs(4));
    assert!(!get(&engine).await.unwrap().degraded);
    stage.clock.advance(Duration::from_secs(10 * 60));
    let served = get(&engine).await.unwrap();
    assert!(served.degraded && served.value.expose() == "at-1");
    stage.clock.advance(Duration::from_secs(5 * 60));
    assert_eq!(value(&engine).await, "vault_unavailable");
    stage.store.go_away(false);
    assert!(!get(&engine).await.unwrap().degraded);
}

#[tokio::test]
async fn an_outage_prolongs_nothing() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME - Duration::from_secs(120));
    assert_eq!(value(&engine).await, "at-1");
    stage.store.go_away(true);
    // It cannot be renewed now, so it is served to its end, and not beyond.
    stage.clock.advance(Duration::from_secs(119));
    let last = get(&engine).await.unwrap();
    assert!(last.degraded && last.value.expose() == "at-1");
    stage.clock.advance(Duration::from_secs(1));
    let error = get(&engine).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.retry().as_str()), ("vault_unavailable", "later"));
    assert!(stage.provider.presented().is_empty(), "the provider is not asked where the answer could not be kept");
}

#[tokio::test]
async fn what_was_never_read_is_not_known() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.store.go_away(true);
    assert_eq!(value(&engine).await, "vault_unavailable");
}

#[tokio::test]
async fn the_provider_is_not_touched_while_the_store_cannot_be_written() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.store.go_away(true);
    assert_eq!(value(&engine).await, "vault_unavailable");
    assert!(stage.provider.presented().is_empty());
}

#[tokio::test]
async fn a_successor_survives_a_store_that_is_away_when_it_arrives() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let caller = spawn_caller(&engine);
    stage.provider.gate.reached(1).await;
    stage.store.go_away(true);
    stage.store.updates.shut();
    stage.provider.gate.open();
    // Two attempts have failed before the store comes back.
    stage.store.updates.reached(1).await;
    stage.store.updates.admit(2);
    stage.store.updates.reached(3).await;
    assert!(!caller.is_finished());
    stage.store.go_away(false);
    stage.store.updates.open();
    assert_eq!(soon(caller).await.unwrap(), "at-2");
    assert_eq!((load(&engine).await.generation, stage.provider.presented()), (2, vec!["rt-1".to_owned()]));
}

/// However they name it, and whatever it must be able to do: it lies in memory, and says itself whether it can.
#[tokio::test]
async fn an_outage_serves_all_who_mean_what_is_known() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let mut grant = sample("acme", "u");
    let Material::OAuth(tokens) = &mut grant.secrets.material else { panic!("tokens") };
    tokens.scopes = vec!["granted".to_owned()];
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    let id = grant.id;
    assert_eq!(value(&engine).await, "at-1");
    stage.store.go_away(true);
    stage.clock.advance(Duration::from_secs(60));
    let by_id = |id: &crate::base::GrantId| Subject { grant_id: Some(id.clone()), ..subject() };
    let scopes = |scopes: &[&str]| CallOptions {
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        ..CallOptions::default()
    };
    let lives = |seconds| CallOptions { min_validity: Some(Duration::from_secs(seconds)), ..CallOptions::default() };
    let plain = CallOptions::default();
    let force = CallOptions { force_refresh: true, ..CallOptions::default() };
    let other = Subject { user_id: Some(crate::base::UserId::parse("other").unwrap()), ..by_id(&id) };
    let other_tenant = Subject { tenant_id: crate::base::TenantId::parse("other").unwrap(), ..by_id(&id) };
    let unknown = by_id(&crate::base::GrantId::make_connection());
    for (subject, options, expected) in [
        (by_id(&id), &plain, "at-1"),
        (Subject { user_id: None, credential_for: Some(CredentialFor::Any), ..by_id(&id) }, &plain, "at-1"),
        (subject(), &scopes(&["granted"]), "at-1"),
        (by_id(&id), &scopes(&["granted"]), "at-1"),
        (subject(), &scopes(&["other"]), "vault_unavailable"),
        (subject(), &lives(300), "at-1"),
        // As everywhere where nothing can be renewed: one that still works is better than none.
        (subject(), &lives(36_000), "at-1"),
        (subject(), &force, "vault_unavailable"),
        (other, &plain, "vault_unavailable"),
        (other_tenant, &plain, "vault_unavailable"),
        (unknown, &plain, "vault_unavailable"),
    ] {
        let answer = soon(engine.reader.get_credential(&subject, options)).await;
        let told = answer.as_ref().map_or_else(|error| error.code().as_str(), |found| found.value.expose());
        assert_eq!(told, expected, "{subject:?} {options:?}");
        assert!(answer.is_err() || answer.unwrap().degraded);
    }
}

#[tokio::test]
async fn an_outage_gives_nobody_another_type_than_was_asked_for() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    assert_eq!(value(&engine).await, "at-1");
    stage.store.go_away(true);
    stage.clock.advance(Duration::from_secs(60));
    let mut told = Vec::new();
    for asked in [CredentialType::ApiKey, CredentialType::OAuthToken] {
        let subject = Subject { credential_type: Some(asked), ..subject() };
        let answer = soon(engine.reader.get_credential(&subject, &CallOptions::default())).await;
        told.push(answer.map_or_else(|error| error.code().as_str(), |found| found.credential_type.as_str()));
    }
    assert_eq!(told, ["vault_unavailable", "oauth_token"]);
}

/// The store goes away while a renewal ahead of expiry is under way: the token that it is to replace still lives.
#[tokio::test]
async fn a_successor_that_cannot_be_stored_takes_nothing_away() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    assert_eq!(value(&engine).await, "at-1");
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let renewal = tokio::spawn({
        let (engine, force) = (engine.clone(), CallOptions { force_refresh: true, ..CallOptions::default() });
        async move { engine.reader.get_credential(&subject(), &force).await }
    });
    stage.provider.gate.reached(1).await;
    stage.store.go_away(true);
    stage.store.updates.shut();
    stage.provider.gate.open();
    stage.store.updates.reached(1).await;
    stage.store.updates.admit(1);
    stage.store.updates.reached(2).await;
    stage.clock.advance(Duration::from_secs(60));
    let served = get(&engine).await.unwrap();
    assert!(served.degraded && served.value.expose() == "at-1");
    stage.store.go_away(false);
    stage.store.updates.open();
    assert_eq!(soon(renewal).await.unwrap().unwrap().value.expose(), "at-2");
    assert_eq!(value(&engine).await, "at-2");
}

/// A newer version migrates the vault while a renewal is under way.
#[tokio::test]
async fn who_is_shut_out_by_a_newer_version_serves_what_it_has_and_leaves_the_successor_to_it() {
    let (_folder, stage) = super::spool::stage("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    assert_eq!(value(&engine).await, "at-1");
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let renewal = tokio::spawn({
        let (engine, force) = (engine.clone(), CallOptions { force_refresh: true, ..CallOptions::default() });
        async move { engine.reader.get_credential(&subject(), &force).await.map(drop) }
    });
    stage.provider.gate.reached(1).await;
    stage.store.shut_out(true);
    stage.provider.gate.open();
    super::spool::until(|| !super::spool::files(&stage).is_empty()).await;
    stage.clock.advance(Duration::from_secs(60));
    let served = get(&engine).await.unwrap();
    assert!(served.degraded && served.value.expose() == "at-1");
    stage.clock.advance(Duration::from_secs(15 * 60));
    assert_eq!(value(&engine).await, "vault_newer");
    soon(engine.close()).await.unwrap();
    assert_eq!(soon(renewal).await.unwrap().unwrap_err().code().as_str(), "vault_newer");
    stage.store.shut_out(false);
    let next = stage.process().await;
    assert_eq!(value(&next).await, "at-2");
    assert_eq!(stage.provider.presented(), ["rt-1"], "the spent token is presented once");
}

/// The deletion is made and its answer is lost; somebody has read the grant in between.
#[tokio::test]
async fn what_may_have_been_deleted_is_served_no_more() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let id = connect(&engine).await;
    assert_eq!(value(&engine).await, "at-1");
    stage.store.answer_is_lost.store(true, std::sync::atomic::Ordering::SeqCst);
    stage.store.updates.shut();
    let deletion = tokio::spawn({
        let engine = engine.clone();
        async move { engine.manager.delete_connection(&subject().tenant_id, &id, None).await }
    });
    stage.store.updates.reached(1).await;
    assert_eq!(value(&engine).await, "at-1", "nothing is deleted yet");
    stage.store.updates.open();
    assert_eq!(soon(deletion).await.unwrap().unwrap_err().code().as_str(), "vault_unavailable");
    assert_eq!(value(&engine).await, "not_connected");
}

/// That a token is dead is known here, also where it cannot be written down.
#[tokio::test]
async fn what_is_known_to_be_dead_is_served_no_more_although_the_store_does_not_hear_of_it() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    assert_eq!(value(&engine).await, "at-1");
    let grant = load(&engine).await;
    stage.store.go_away(true);
    let told = engine.grants.rejected(&grant, &Rejection::Shown(StatusReason::Rejected)).await;
    assert_eq!(told.unwrap_err().code().as_str(), "vault_unavailable");
    assert_eq!(value(&engine).await, "vault_unavailable");
}
