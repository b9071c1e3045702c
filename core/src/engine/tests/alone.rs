//! Whether a no to a grant's refreshes is about that grant: others of its config tell, those that are renewed at the same place (SR-23).

use std::time::Duration;

use super::stage::{Stage, sample};
use crate::base::{Clock as _, GrantId, TenantId, Timestamp};
use crate::engine::Engine;
use crate::model::grant::{Evidence, Grant, GrantStatus, Material};
use crate::repo::GrantWrite;

const DAY: Duration = Duration::from_secs(86_400);
const HERE: &str = "https://id.acme.example/here/token";
const ELSEWHERE: &str = "https://id.acme.example/elsewhere/token";

fn standing(name: &str, status: GrantStatus, place: &str) -> Grant {
    let mut grant = sample("acme", name);
    grant.secrets.status = status;
    grant.secrets.destination.token_endpoint = place.to_owned();
    grant
}

/// Refused for eight days, the last time half a day ago.
fn refused(name: &str, place: &str, now: Timestamp) -> Grant {
    let mut grant = standing(name, GrantStatus::Degraded, place);
    let (since, counted_at) = (now.minus(DAY * 8), now.minus(DAY / 2));
    grant.secrets.evidence = Some(Evidence { since, refusals: 9, counted_at, is_rejected: false });
    grant
}

/// Renewed a day ago.
fn through(name: &str, place: &str, now: Timestamp) -> Grant {
    let mut grant = standing(name, GrantStatus::Active, place);
    let Material::OAuth(tokens) = &mut grant.secrets.material else { panic!("tokens") };
    tokens.issued_at = now.minus(DAY);
    grant
}

async fn store(engine: &Engine, grants: &[Grant]) {
    let inserts = grants.iter().map(|grant| GrantWrite::Insert { grant, events: vec![], act: None }).collect();
    engine.repo.write_grants(inserts, None).await.unwrap().unwrap();
}

#[tokio::test]
async fn of_many_who_have_left_none_hides_those_who_are_refused_too() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    stage.clock.advance(DAY * 10);
    let now = stage.clock.now();
    let grant = refused("one", HERE, now);
    assert!(engine.grants.is_about_itself(&grant).await, "nobody else is there");
    let left: Vec<Grant> = (0..100).map(|n| standing(&format!("left-{n}"), GrantStatus::NeedsReauth, HERE)).collect();
    store(&engine, &left).await;
    store(&engine, std::slice::from_ref(&grant)).await;
    assert!(engine.grants.is_about_itself(&grant).await, "those who have left say nothing");
    store(&engine, &[refused("two", HERE, now)]).await;
    assert!(!engine.grants.is_about_itself(&grant).await);
    store(&engine, &[through("three", HERE, now)]).await;
    assert!(engine.grants.is_about_itself(&grant).await, "another one gets through");
}

#[tokio::test]
async fn what_another_place_says_is_about_none_of_this_one() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    stage.clock.advance(DAY * 10);
    let now = stage.clock.now();
    let grant = refused("one", HERE, now);
    store(&engine, &[grant.clone(), refused("two", ELSEWHERE, now)]).await;
    assert!(engine.grants.is_about_itself(&grant).await, "who is refused elsewhere is refused by somebody else");
    store(&engine, &[refused("three", HERE, now), through("four", ELSEWHERE, now)]).await;
    assert!(!engine.grants.is_about_itself(&grant).await, "who gets through elsewhere shows nothing of this place");
}

/// So many ids, in the order in which they are read.
fn ids(count: usize) -> std::vec::IntoIter<GrantId> {
    let mut ids: Vec<GrantId> = (0..count).map(|_| GrantId::make_connection()).collect();
    ids.sort();
    ids.into_iter()
}

/// They are looked through page by page.
#[tokio::test]
async fn others_are_found_behind_many_who_say_nothing() {
    const SILENT: usize = 130;
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    stage.clock.advance(DAY * 10);
    let now = stage.clock.now();
    let grant = refused("one", HERE, now);
    let mut ids = ids(2 * SILENT + 2);
    let silent = |status: GrantStatus, n: usize| standing(&format!("{status:?}-{n}"), status, HERE);
    let mut all: Vec<Grant> = [GrantStatus::Degraded, GrantStatus::Active]
        .into_iter()
        .flat_map(|status| (0..SILENT).map(move |n| silent(status, n)))
        .chain([refused("two", HERE, now), through("three", HERE, now)])
        .collect();
    all.iter_mut().for_each(|grant| grant.id = ids.next().unwrap());
    let (through, others) = all.split_last().unwrap();
    store(&engine, others).await;
    assert!(!engine.grants.is_about_itself(&grant).await, "another one is refused too");
    store(&engine, std::slice::from_ref(through)).await;
    assert!(engine.grants.is_about_itself(&grant).await, "another one gets through");
}

/// With more of them than are looked through, nobody knows; but what a tenant's own say is found before that.
#[tokio::test]
async fn where_more_say_nothing_than_are_looked_through_nothing_ends_and_a_tenants_own_are_found() {
    // One more than fill all pages but the last.
    const SILENT: usize = 15 * 64 + 1;
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    stage.clock.advance(DAY * 10);
    let now = stage.clock.now();
    let grant = refused("one", HERE, now);
    let elsewhere = TenantId::parse("other").unwrap();
    let mut ids = ids(SILENT + 2);
    let mut silent: Vec<Grant> = (0..SILENT).map(|n| standing(&format!("silent-{n}"), GrantStatus::Degraded, HERE)).collect();
    for silent in &mut silent {
        silent.id = ids.next().unwrap();
        silent.key.tenant_id = elsewhere.clone();
    }
    store(&engine, &silent[1..]).await;
    assert!(engine.grants.is_about_itself(&grant).await, "all were looked at, and nobody else is refused");
    store(&engine, &silent[..1]).await;
    assert!(!engine.grants.is_about_itself(&grant).await, "there may be more");
    let mut own = [refused("two", HERE, now), through("three", HERE, now)];
    own.iter_mut().for_each(|grant| grant.id = ids.next().unwrap());
    store(&engine, &own).await;
    assert!(engine.grants.is_about_itself(&grant).await);
}
