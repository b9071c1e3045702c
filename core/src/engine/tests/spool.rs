//! What the provider has given and the store does not take: it outlives the process that was given it (SR-60).

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::runtime::Runtime;

use crate::base::GrantId;
use crate::engine::{Engine, EventQuery};
use crate::model::event::EventType;
use crate::model::grant::{Grant, GrantStatus, Material};
use crate::store::SpoolFolder;

use super::late::BEYOND_LEASE;
use super::stage::{Answer, GIVEN_UP, Heard, INVALID_GRANT, LIFETIME, Stage, connect, load, soon, spawn_caller, subject, value};

/// A stage whose processes have a spool.
pub(super) fn stage(rotation: &'static str) -> (tempfile::TempDir, Stage) {
    let folder = tempfile::tempdir().unwrap();
    let spool = SpoolFolder::new(folder.path().join("v.db-spool"));
    let mut stage = Stage::new(rotation);
    stage.spool = Some(spool);
    (folder, stage)
}

pub(super) fn files(stage: &Stage) -> Vec<PathBuf> {
    let spool = stage.spool.as_ref().unwrap();
    spool.list().unwrap().into_iter().map(|name| spool.path().join(name)).collect()
}

pub(super) fn refresh_token(grant: &Grant) -> &str {
    let Material::OAuth(tokens) = &grant.secrets.material else { panic!("tokens") };
    tokens.renewal.refresh_token().unwrap().expose()
}

/// A process that renews, whose store goes away while the provider answers, and that is killed when what it was given is on disk.
pub(super) async fn die_with_a_successor(stage: &Stage) {
    die_with(stage, Answer::Tokens("at-2", Some("rt-2"))).await;
}

async fn die_with(stage: &Stage, answer: Answer) {
    // Its tasks run here, and end in the middle of whatever they do.
    let process = Runtime::new().unwrap();
    let engine = {
        let _here = process.enter();
        stage.unopened(stage.provider.clone(), false)
    };
    engine.open().await.unwrap();
    stage.provider.will([answer]);
    stage.provider.gate.shut();
    let caller = spawn_caller(&engine);
    let presented = stage.provider.presented().len();
    stage.provider.gate.reached(1).await;
    stage.store.go_away(true);
    stage.provider.gate.open();
    until(|| !files(stage).is_empty()).await;
    process.shutdown_background();
    caller.abort();
    drop(engine);
    stage.store.go_away(false);
    assert_eq!(stage.provider.presented().len(), presented + 1);
}

pub(super) async fn until(holds: impl Fn() -> bool) {
    soon(async {
        while !holds() {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn the_next_process_stores_what_a_killed_one_was_given() {
    let (_folder, stage) = stage("strict");
    let first = stage.process().await;
    connect(&first).await;
    stage.clock.advance(LIFETIME);
    die_with_a_successor(&stage).await;
    let next = stage.process().await;
    assert_eq!(value(&next).await, "at-2");
    let grant = load(&next).await;
    assert_eq!((grant.generation, refresh_token(&grant), grant.open_intent.is_none()), (2, "rt-2", true));
    assert_eq!(stage.provider.presented(), ["rt-1"], "the spent token is presented once");
    assert!(files(&stage).is_empty());
}

/// The answer had no access token: what it brought is the next refresh token, and nobody is told of a renewal.
#[tokio::test]
async fn the_next_process_presents_what_a_killed_one_was_given_beside_no_access_token() {
    let (_folder, stage) = stage("strict");
    let first = stage.process().await;
    connect(&first).await;
    stage.clock.advance(LIFETIME);
    die_with(&stage, Answer::Status(200, r#"{"refresh_token":"rt-2"}"#)).await;
    let next = stage.process().await;
    let grant = load(&next).await;
    assert_eq!((grant.generation, refresh_token(&grant), files(&stage).len()), (1, "rt-2", 0));
    let Material::OAuth(tokens) = &grant.secrets.material else { panic!("tokens") };
    assert_eq!(tokens.access_token.as_ref().map(|token| token.expose().as_str()), Some("at-1"), "what was there before");
    let renewals = EventQuery { event_type: Some(EventType::TokenRefreshed), ..EventQuery::default() };
    assert!(next.manager.list_events(&renewals).await.unwrap().data.is_empty());
    stage.provider.will([Answer::Tokens("at-3", Some("rt-3"))]);
    assert_eq!(value(&next).await, "at-3");
    assert_eq!(stage.provider.presented(), ["rt-1", "rt-2"]);
}

/// A process that runs already looks for the answer before it presents the token once more.
#[tokio::test]
async fn another_process_looks_on_disk_before_it_repeats_an_exchange() {
    for holder_is_known_to_be_dead in [true, false] {
        let (_folder, stage) = stage("strict");
        let first = stage.process().await;
        connect(&first).await;
        stage.clock.advance(LIFETIME);
        die_with_a_successor(&stage).await;
        stage.store.holder_died.store(holder_is_known_to_be_dead, std::sync::atomic::Ordering::SeqCst);
        if !holder_is_known_to_be_dead {
            stage.clock.advance(BEYOND_LEASE);
        }
        stage.provider.will([INVALID_GRANT]);
        assert_eq!(value(&first).await, "at-2", "known to be dead: {holder_is_known_to_be_dead}");
        assert_eq!(stage.provider.presented(), ["rt-1"]);
        assert!(files(&stage).is_empty());
    }
}

#[tokio::test]
async fn scheduled_work_stores_what_is_found() {
    let (_folder, stage) = stage("strict");
    let first = stage.process().await;
    connect(&first).await;
    stage.clock.advance(LIFETIME);
    die_with_a_successor(&stage).await;
    soon(first.scheduler.run_maintenance(None)).await.unwrap();
    assert_eq!((refresh_token(&load(&first).await), files(&stage).len()), ("rt-2", 0));
}

#[tokio::test]
async fn what_was_deleted_meanwhile_is_not_revived() {
    let (_folder, stage) = stage("strict");
    let first = stage.process().await;
    let id = connect(&first).await;
    stage.clock.advance(LIFETIME);
    die_with_a_successor(&stage).await;
    first.manager.delete_connection(&subject().tenant_id, &id, None).await.unwrap();
    let next = stage.process().await;
    assert_eq!(value(&next).await, "not_connected");
    assert!(files(&stage).is_empty());
}

#[tokio::test]
async fn a_store_that_is_still_away_leaves_it_on_disk() {
    let (_folder, stage) = stage("strict");
    let first = stage.process().await;
    connect(&first).await;
    stage.clock.advance(LIFETIME);
    die_with_a_successor(&stage).await;
    stage.store.failing.store(1, std::sync::atomic::Ordering::SeqCst);
    let next = stage.process().await;
    assert_eq!(files(&stage).len(), 1);
    soon(next.scheduler.run_maintenance(None)).await.unwrap();
    assert_eq!((refresh_token(&load(&next).await), files(&stage).len()), ("rt-2", 0));
}

/// What cannot be stored yet keeps no round from the rest of its work.
#[tokio::test]
async fn a_round_goes_on_where_something_stays_on_disk() {
    let (_folder, stage) = stage("strict");
    let first = stage.process().await;
    connect(&first).await;
    stage.clock.advance(LIFETIME);
    die_with_a_successor(&stage).await;
    stage.store.failing.store(1, std::sync::atomic::Ordering::SeqCst);
    soon(first.scheduler.run_maintenance(None)).await.unwrap();
    soon(first.scheduler.run_maintenance(None)).await.unwrap();
    assert_eq!((refresh_token(&load(&first).await), files(&stage).len()), ("rt-2", 0));
}

/// One that cannot be stored holds up none of the others.
#[tokio::test]
async fn each_file_is_tried_whatever_became_of_the_one_before() {
    let (_folder, stage) = stage("strict");
    let first = stage.process().await;
    connect(&first).await;
    stage.clock.advance(LIFETIME);
    die_with_a_successor(&stage).await;
    let mut other = first.repo.list_spool(None).await.unwrap().remove(0);
    other.right.grant_id = GrantId::make_connection();
    other.right.epoch += 1;
    first.repo.spool(&other).await;
    assert_eq!(files(&stage).len(), 2);
    // The first commit fails; the other file is of a grant that is gone, and needs none.
    stage.store.failing.store(1, std::sync::atomic::Ordering::SeqCst);
    let _next = stage.process().await;
    assert_eq!(files(&stage).len(), 1);
}

/// What was spooled first is what the process goes on with; nothing stays behind.
#[tokio::test]
async fn a_process_that_lives_stores_it_itself() {
    let (_folder, stage) = stage("strict");
    let engine = stage.process().await;
    let heard = Heard::of(&engine);
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let caller = spawn_caller(&engine);
    stage.provider.gate.reached(1).await;
    stage.store.go_away(true);
    stage.provider.gate.open();
    until(|| !files(&stage).is_empty()).await;
    assert!(!caller.is_finished());
    stage.store.go_away(false);
    assert_eq!(soon(caller).await.unwrap(), "at-2");
    heard.has("the vault did not take a successor; trying again", &["connection_id", "tenant_id", "code", "is_on_disk"]);
    until(|| files(&stage).is_empty()).await;
    soon(engine.close()).await.unwrap();
}

/// A commit that hangs: the process may not live to see its end.
#[tokio::test]
async fn a_commit_that_takes_long_is_not_waited_for() {
    let (_folder, stage) = stage("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.store.updates.shut();
    let caller = spawn_caller(&engine);
    until(|| !files(&stage).is_empty()).await;
    stage.store.updates.open();
    assert_eq!(soon(caller).await.unwrap(), "at-2");
    until(|| files(&stage).is_empty()).await;
}

/// The service of the root key is silent while the store is slow. The commit, which may hold locks that all processes wait for, goes on.
#[tokio::test]
async fn a_commit_goes_on_while_its_successor_is_put_on_disk() {
    let (_folder, mut stage) = stage("strict");
    let service = stage.with_service();
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.store.updates.shut();
    service.wraps.shut();
    let caller = spawn_caller(&engine);
    service.wraps.reached(1).await;
    until(|| !files(&stage).is_empty()).await;
    stage.store.updates.open();
    assert_eq!(soon(caller).await.unwrap(), "at-2");
    until(|| files(&stage).is_empty()).await;
    let asked = stage.store.asked.lock().unwrap().clone();
    let at = |what: &str| asked.iter().rposition(|asked| asked.contains(what)).unwrap_or_else(|| panic!("{what}: {asked:?}"));
    assert!(at("UpdateGrant") < at(GIVEN_UP), "{asked:?}");
}

/// The root key was away when it was put on disk: another machine may destroy the tenant's key before this one can store it.
#[tokio::test]
async fn a_file_that_was_written_without_its_key_is_given_it_later() {
    let (_folder, mut stage) = stage("strict");
    let service = stage.with_service();
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let caller = spawn_caller(&engine);
    stage.provider.gate.reached(1).await;
    stage.store.go_away(true);
    service.go_away(true);
    stage.provider.gate.open();
    until(|| !files(&stage).is_empty()).await;
    let has_key = || files(&stage).iter().any(|file| fs::read_to_string(file).is_ok_and(|text| text.contains("\"key\":")));
    assert!(!has_key());
    service.go_away(false);
    until(has_key).await;
    stage.store.go_away(false);
    assert_eq!(soon(caller).await.unwrap(), "at-2");
    until(|| files(&stage).is_empty()).await;
}

async fn close_while_the_store_is_away(stage: &Stage, engine: &Arc<Engine>) -> Result<(), String> {
    connect(engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let caller = spawn_caller(engine);
    stage.provider.gate.reached(1).await;
    stage.store.go_away(true);
    stage.provider.gate.open();
    let closed = soon(engine.close()).await;
    assert_eq!(soon(caller).await.unwrap(), "vault_unavailable");
    closed.map_err(|error| error.to_string())
}

#[tokio::test]
async fn a_close_that_loses_something_says_so() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let told = close_while_the_store_is_away(&stage, &engine).await.unwrap_err();
    let wanted = "The vault could not be written, and a renewed token that only this process held is lost.";
    assert!(told.contains(wanted), "{told}");
    assert!(soon(engine.close()).await.is_err(), "whoever asks again hears the same");
}

#[tokio::test]
async fn a_close_that_leaves_it_on_disk_loses_nothing() {
    let (_folder, stage) = stage("strict");
    let engine = stage.process().await;
    assert_eq!(close_while_the_store_is_away(&stage, &engine).await, Ok(()));
    assert_eq!(files(&stage).len(), 1);
}

/// Where the provider gives the same refresh token again, or none, the next exchange brings another access token.
#[tokio::test]
async fn what_can_be_had_again_is_not_written_down() {
    let (_folder, stage) = stage("reusable");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", None)]);
    stage.provider.gate.shut();
    let caller = spawn_caller(&engine);
    stage.provider.gate.reached(1).await;
    stage.store.go_away(true);
    stage.provider.gate.open();
    assert!(soon(engine.close()).await.is_ok());
    assert_eq!((soon(caller).await.unwrap(), files(&stage).len()), ("vault_unavailable".to_owned(), 0));
}

/// Somebody who can write to the folder, but has no key.
#[tokio::test]
async fn a_file_opens_in_its_own_place_only_and_holds_no_token() {
    let (_folder, stage) = stage("strict");
    let first = stage.process().await;
    connect(&first).await;
    stage.clock.advance(LIFETIME);
    die_with_a_successor(&stage).await;
    let file = files(&stage).remove(0);
    let text = fs::read_to_string(&file).unwrap();
    assert!(!text.contains("rt-2") && !text.contains("at-2") && text.contains("\"tenant_id\""), "{text}");
    let name = file.file_name().unwrap().to_str().unwrap();
    let (id, _) = name.split_once('.').unwrap();
    fs::remove_file(&file).unwrap();
    let folder = file.parent().unwrap();
    let damaged = text.replacen("\"sealed\":\"", "\"sealed\":\"B", 1);
    for (name, text) in [(format!("{id}.2"), &text), (name.to_owned(), &damaged), (name.to_owned(), &"{}".to_owned())] {
        fs::write(folder.join(&name), text).unwrap();
        let next = stage.process().await;
        assert_eq!((load(&next).await.generation, files(&stage).len()), (1, 0), "{name}");
        fs::remove_file(folder.join(format!("{name}.unreadable"))).unwrap();
    }
    // One of a later version is that version's.
    let newer = text.replacen("\"v\":1", "\"v\":2", 1);
    fs::write(&file, &newer).unwrap();
    let next = stage.process().await;
    assert_eq!((load(&next).await.generation, fs::read_to_string(&file).unwrap()), (1, newer.clone()));
    let presented = stage.provider.presented();
    stage.clock.advance(BEYOND_LEASE);
    assert_eq!(value(&next).await, "vault_newer");
    assert_eq!(stage.provider.presented(), presented, "the token before it is spent");
    assert_eq!(fs::read_to_string(&file).unwrap(), newer);
    // The true one still opens.
    fs::write(&file, &text).unwrap();
    assert_eq!(load(&*stage.process().await).await.generation, 2);
    assert_eq!(load(&first).await.secrets.status, GrantStatus::Active);
}

/// An old file that is put back changes nothing that is current.
#[tokio::test]
async fn a_file_that_is_put_back_is_history() {
    let (_folder, stage) = stage("strict");
    let first = stage.process().await;
    connect(&first).await;
    stage.clock.advance(LIFETIME);
    die_with_a_successor(&stage).await;
    let file = files(&stage).remove(0);
    let text = fs::read(&file).unwrap();
    let next = stage.process().await;
    stage.provider.will([Answer::Tokens("at-3", Some("rt-3"))]);
    stage.clock.advance(LIFETIME);
    assert_eq!(value(&next).await, "at-3");
    let mut seen = Vec::new();
    for _ in 0..3 {
        fs::write(&file, &text).unwrap();
        let last = stage.process().await;
        assert_eq!((value(&last).await, files(&stage).len()), ("at-3".to_owned(), 0));
        let grant = load(&last).await;
        let Material::OAuth(tokens) = &grant.secrets.material else { panic!("tokens") };
        let candidates: Vec<_> = tokens.candidates.iter().map(|token| token.expose().to_owned()).collect();
        seen.push((refresh_token(&grant).to_owned(), candidates, grant.generation));
    }
    // Whether it was stored before cannot be told, so it is kept as a candidate; once, however often it is found.
    let once = ("rt-3".to_owned(), vec!["rt-2".to_owned()], 4);
    assert_eq!(seen, [once.clone(), once.clone(), once]);
}
