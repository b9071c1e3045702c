//! Rotations of the index key beside other processes, which write and may die.

use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;

use super::super::testing::{Refusing, ends_within_writes, gives_way, grant, installation, open, open_refusing, update, value};
use super::*;
use crate::base::{ErrorCode, Secret};
use crate::model::grant::{AccountHash, ExternalAccount, Grant, GrantSecrets, GrantStatus, Material};
use crate::model::rows::GrantQuery;
use crate::repo::{GrantUpdate, LeaseGrant, LeaseRequest};
use crate::vault::LocalRootKey;

mod at_once;

/// More than a page of installations; one is of Contoso, and one is revoked.
async fn vault(repo: &Repo) -> Vec<Grant> {
    let mut grants: Vec<Grant> = (0..PAGE + 5).map(claiming).collect();
    grants.push(installation(9_000, "contoso"));
    for grant in &grants {
        repo.insert_grant(grant, vec![], None).await.unwrap().unwrap();
    }
    let last = grants.remove(0);
    let secrets = GrantSecrets { status: GrantStatus::Revoked, ..GrantSecrets::unreadable() };
    let ended = Grant { secrets, generation: 2, fence: 1, ..last.clone() };
    repo.replace_grant(GrantUpdate { grant: &ended, ..update(&last) }).await.unwrap().unwrap();
    grants
}

fn claiming(n: usize) -> Grant {
    installation(n, &format!("organisation-{n}"))
}

fn connection(n: usize) -> Grant {
    let mut grant = grant(n);
    let (organisation, person) = (Some("contoso".to_owned()), Some(format!("person-{n}")));
    grant.secrets.account = Some(ExternalAccount { organisation, person, display: None, organisation_display: None });
    grant
}

async fn check(repo: &Repo, grants: &[Grant]) {
    for grant in grants {
        let found = repo.load_grant(&grant.key.tenant_id, &grant.id).await.unwrap().unwrap();
        assert_eq!((value(&found), found.generation, found.revision), (value(grant), grant.generation, grant.revision));
    }
    let rival = installation(9_001, "contoso");
    assert_eq!(repo.insert_grant(&rival, vec![], None).await.unwrap(), Err(Conflict::OrganisationHeld));
}

/// Index keys, oldest first, by how many hashes each has made.
fn keys(file: &Path) -> Vec<i64> {
    let database = Connection::open(file).unwrap();
    let ids: Vec<u8> = database.query_row("SELECT key_ids FROM keysets WHERE tenant_id = ''", [], |row| row.get(0)).unwrap();
    let count = "SELECT count(*) FROM grants WHERE substr(account_hash, 1, 16) = ?1";
    ids.chunks(16).map(|id| database.query_row(count, [id], |row| row.get(0)).unwrap()).collect()
}

async fn finish(repo: &Arc<Repo>) -> KeyRotation {
    repo.housekeeping().finish_index_rotation(|_| true).await.unwrap()
}

#[tokio::test]
async fn every_hash_is_made_anew_and_the_key_before_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let (repo, other) = (open(&file, &key).await, open(&file, &key).await);
    let error = repo.housekeeping().rotate_index_key(|_| true).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidRequest, "nothing is hashed yet");
    let grants = vault(&repo).await;
    check(&other, &grants).await;
    let count = grants.len() as u64;
    assert_eq!(keys(&file), [grants.len() as i64]);
    let done = gives_way(repo.housekeeping().rotate_index_key(|_| true)).await.unwrap();
    assert_eq!((done.resealed, done.unreadable, done.destroyed, done.waiting), (count, 0, 1, 0));
    assert_eq!(keys(&file), [grants.len() as i64]);
    check(&repo, &grants).await;
    check(&other, &grants).await;
    assert_eq!(finish(&other).await, KeyRotation::default(), "nothing is left to do");
    repo.close().await;
    other.close().await;
}

/// Another process has the key in memory and goes on hashing under it.
#[tokio::test]
async fn who_has_the_key_before_hashes_under_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let (repo, writer) = (open(&file, &key).await, open(&file, &key).await);
    let mut grants = vault(&repo).await;
    check(&writer, &grants).await;
    let mut read = vec![];
    for n in [0, 3, PAGE + 2] {
        read.extend(writer.load_grant(&grants[n].key.tenant_id, &grants[n].id).await.unwrap());
    }
    // Interrupted after its first page: both keys are there.
    let begun = repo.housekeeping().rotate_index_key(|_| false).await.unwrap();
    assert_eq!((begun.resealed, begun.destroyed), (PAGE as u64, 0));
    assert_eq!(keys(&file).len(), 2);
    let fresh = claiming(5000);
    writer.insert_grant(&fresh, vec![], None).await.unwrap().unwrap();
    // Changes of what was read before the rotation put no hash of before back.
    for (n, before) in [0, 3, PAGE + 2].into_iter().zip(&read) {
        let mut changed = before.clone();
        changed.secrets.material = Material::Fields(vec![("value".to_owned(), Secret::from("changed"))]);
        grants[n] = writer.replace_grant(GrantUpdate { grant: &changed, ..update(before) }).await.unwrap().unwrap();
    }
    grants.push(fresh);
    check(&repo, &grants).await;
    finish(&writer).await;
    assert_eq!(keys(&file), [grants.len() as i64], "one key, and all under it");
    check(&repo, &grants).await;
    check(&writer, &grants).await;
    repo.close().await;
    writer.close().await;
}

#[tokio::test]
async fn a_rotation_of_the_index_key_that_dies_at_any_step_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (base, key) = (folder.path().join("base.db"), LocalRootKey::make());
    let repo = open(&base, &key).await;
    let grants = vault(&repo).await;
    repo.close().await;
    let mut deaths = 0;
    for steps in 0.. {
        let file = folder.path().join(format!("{steps}.db"));
        std::fs::copy(&base, &file).unwrap();
        let repo = open(&file, &key).await;
        let housekeeping = repo.housekeeping();
        let ended = ends_within_writes(steps, housekeeping.rotate_index_key(|_| true)).await;
        // It is not closed: it died.
        drop(repo);
        let next = open(&file, &key).await;
        check(&next, &grants).await;
        finish(&next).await;
        assert_eq!(keys(&file), [grants.len() as i64], "after {steps} steps");
        check(&next, &grants).await;
        next.close().await;
        if ended {
            break;
        }
        deaths += 1;
    }
    assert!(deaths >= 15, "{deaths}");
}

#[tokio::test]
async fn several_rotations_at_once_leave_every_hash_under_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let processes = [open(&file, &key).await, open(&file, &key).await, open(&file, &key).await];
    let grants = vault(&processes[0]).await;
    let rotations = processes.iter().map(|repo| {
        let housekeeping = repo.housekeeping();
        tokio::spawn(async move { housekeeping.rotate_index_key(|_| true).await })
    });
    for rotation in rotations.collect::<Vec<_>>() {
        rotation.await.unwrap().unwrap();
    }
    finish(&processes[0]).await;
    // Those before have linked what tells of them, and hash nothing.
    let keys = keys(&file);
    let (newest, before) = keys.split_last().unwrap();
    assert!(*newest == grants.len() as i64 && before.iter().all(|count| *count == 0), "{keys:?}");
    for repo in &processes {
        check(repo, &grants).await;
    }
    for repo in &processes {
        repo.close().await;
    }
}

/// One that does not open keeps its key, and holds up none of the others.
#[tokio::test]
async fn what_does_not_open_keeps_the_key_before() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    let grants = vault(&repo).await;
    let database = Connection::open(&file).unwrap();
    database.execute("UPDATE grants SET sealed = x'00' WHERE id = ?1", [grants[2].id.as_str()]).unwrap();
    let done = repo.housekeeping().rotate_index_key(|_| true).await.unwrap();
    assert_eq!((done.resealed, done.unreadable, done.destroyed, done.waiting), (grants.len() as u64 - 1, 1, 0, 1));
    assert_eq!(keys(&file), [1, grants.len() as i64 - 1]);
    database.execute("DELETE FROM grants WHERE id = ?1", [grants[2].id.as_str()]).unwrap();
    assert_eq!(finish(&repo).await.destroyed, 1);
    repo.close().await;
}

/// What cannot be done is tried once, and again when something has changed: not every half minute, by every process, at the price of a call
/// of the root key's service.
#[tokio::test]
async fn what_does_not_open_is_looked_at_again_when_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key, service) = (folder.path().join("v.db"), LocalRootKey::make(), Refusing::new());
    open(&file, &key).await.close().await;
    let repo = open_refusing(&file, &key, &service).await;
    let grants = vault(&repo).await;
    let database = Connection::open(&file).unwrap();
    let id = grants[2].id.as_str();
    let sealed: Vec<u8> = database.query_row("SELECT sealed FROM grants WHERE id = ?1", [id], |row| row.get(0)).unwrap();
    database.execute("UPDATE grants SET sealed = x'00' WHERE id = ?1", [id]).unwrap();
    let done = repo.housekeeping().rotate_index_key(|_| true).await.unwrap();
    assert_eq!((done.unreadable, done.destroyed, done.waiting), (1, 0, 1));
    // From here on whoever asks the service is refused.
    service.left.store(0, std::sync::atomic::Ordering::SeqCst);
    let mut pages = 0;
    let mut count = |_: KeyRotation| {
        pages += 1;
        true
    };
    let again = repo.housekeeping().finish_index_rotation(&mut count).await.unwrap();
    assert_eq!((again.resealed, again.unreadable, again.waiting, pages), (0, 1, 1, 0));
    service.left.store(usize::MAX, std::sync::atomic::Ordering::SeqCst);
    database.execute("UPDATE grants SET sealed = ?1 WHERE id = ?2", rusqlite::params![sealed, id]).unwrap();
    let done = finish(&repo).await;
    assert_eq!((done.resealed, done.unreadable), (1, 0));
    repo.close().await;
}

/// A key that has ended although it is the newest: somebody has edited the vault, or put half of it back.
#[tokio::test]
async fn a_key_that_has_ended_and_is_the_newest_ends_the_sweep() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    vault(&repo).await;
    repo.housekeeping().rotate_index_key(|_| false).await.unwrap();
    let database = Connection::open(&file).unwrap();
    let end = "INSERT INTO ended_keys (key_id, ended_at) SELECT substr(key_ids, -16), 1 FROM keysets WHERE tenant_id = ''";
    database.execute(end, []).unwrap();
    let mut pages = 0;
    let housekeeping = repo.housekeeping();
    let told = housekeeping.finish_index_rotation(|_| {
        pages += 1;
        true
    });
    let error = told.await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::VaultUnavailable, "{error}");
    assert!(pages > 0, "whoever closes meanwhile is asked");
    repo.housekeeping().finish_index_rotation(|_| false).await.unwrap();
    repo.close().await;
}

/// Whoever is in the middle of an exchange has read the hash of before.
#[tokio::test]
async fn a_grant_that_is_being_renewed_is_hashed_later() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    let grants = vault(&repo).await;
    let request = LeaseRequest {
        grant: &grants[0],
        owner: [9; 16],
        length: Duration::from_secs(60),
        intent_digest: [7; 32],
        intent_age: Duration::ZERO,
        is_recovery: false,
    };
    let LeaseGrant::Granted(epoch) = repo.acquire_lease(request).await.unwrap() else { panic!("no lease") };
    let count = grants.len() as i64;
    let done = repo.housekeeping().rotate_index_key(|_| true).await.unwrap();
    assert_eq!((done.resealed, done.unreadable, done.destroyed), (grants.len() as u64 - 1, 0, 0));
    assert_eq!(keys(&file), [1, count - 1]);
    repo.release_lease(&grants[0], [9; 16], epoch).await.unwrap();
    let done = finish(&repo).await;
    assert_eq!((done.resealed, done.destroyed), (1, 1));
    assert_eq!(keys(&file), [count]);
    repo.close().await;
}

/// Another index key is no other key of a tenant: whoever meets it asks the root key's service for no tenant's keys again.
#[tokio::test]
async fn an_index_key_that_has_ended_lets_no_tenants_key_be_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let (repo, writer) = (open(&file, &key).await, open(&file, &key).await);
    let holder = installation(0, "contoso");
    writer.insert_grant(&holder, vec![], None).await.unwrap().unwrap();
    repo.housekeeping().rotate_index_key(|_| true).await.unwrap();
    let before = writer.keyring.sealing_tenants();
    assert_eq!(before.len(), 1);
    let row = writer.store.find_grant(GrantQuery::Id(holder.key.tenant_id.clone(), holder.id.clone())).await.unwrap().unwrap();
    let outdated = AccountHash::named([3; 16], [3; 32]);
    let stale = GrantRow { account_hash: Some(outdated), revision: row.revision + 1, ..row.clone() };
    let guard = update(&holder).guard;
    let write = Write::UpdateGrant {
        row: Box::new(stale),
        claims: vec![],
        guard: crate::model::rows::GrantGuard { revision: None, ..guard },
        schedule: crate::model::rows::Schedule::Kept,
        release_lease: false,
        now: crate::base::Timestamp::EPOCH,
    };
    assert_eq!(writer.commit(vec![write]).await.unwrap(), Err(Conflict::IndexKeyEnded));
    assert_eq!(writer.keyring.sealing_tenants(), before);
    repo.close().await;
    writer.close().await;
}

/// As versions before 17 have stored it: of a connection, under the key of now.
#[tokio::test]
async fn a_hash_that_claims_nothing_is_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    let (swept, renewed) = (connection(1), connection(2));
    repo.insert_grant(&installation(0, "contoso"), vec![], None).await.unwrap().unwrap();
    let newest = repo.keyring.index_keys().await.unwrap()[0].id();
    for grant in [&swept, &renewed] {
        repo.insert_grant(grant, vec![], None).await.unwrap().unwrap();
        assert_eq!(repo.load_grant(&grant.key.tenant_id, &grant.id).await.unwrap().unwrap().account_hash, None);
        let query = GrantQuery::Id(grant.key.tenant_id.clone(), grant.id.clone());
        let row = repo.store.find_grant(query).await.unwrap().unwrap();
        let hash = AccountHash::named(newest, [5; 32]);
        let hashed = GrantRow { account_hash: Some(hash), ..row };
        let tenant_key = repo.keyring.tenant_key(&hashed.tenant_id).await.unwrap();
        let secrets = repo.load_grant(&grant.key.tenant_id, &grant.id).await.unwrap().unwrap().secrets;
        let sealed = repo.seal_row(&tenant_key, &hashed, Some(&secrets));
        let values = rusqlite::params![hash.as_bytes(), sealed.as_bytes(), hashed.id.as_str()];
        let database = Connection::open(&file).unwrap();
        database.execute("UPDATE grants SET account_hash = ?1, sealed = ?2 WHERE id = ?3", values).unwrap();
    }
    let before = repo.load_grant(&renewed.key.tenant_id, &renewed.id).await.unwrap().unwrap();
    assert!(before.account_hash.is_some());
    repo.replace_grant(update(&before)).await.unwrap().unwrap();
    let after = repo.load_grant(&renewed.key.tenant_id, &renewed.id).await.unwrap().unwrap();
    assert_eq!(after.account_hash, None, "whoever writes it takes it away");
    assert_eq!(finish(&repo).await.resealed, 1);
    for grant in [&swept, &renewed] {
        let found = repo.load_grant(&grant.key.tenant_id, &grant.id).await.unwrap().unwrap();
        assert_eq!((found.account_hash, value(&found)), (None, value(grant)));
    }
    assert_eq!(finish(&repo).await, KeyRotation::default());
    repo.close().await;
}
