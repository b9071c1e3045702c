//! Rotations of the index key beside other processes, which write and may die.

use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;

use super::super::testing::{ends_within, grant, installation, open, update, value};
use super::*;
use crate::base::{ErrorCode, Secret};
use crate::model::grant::{ExternalAccount, Grant, GrantSecrets, GrantStatus, Material};
use crate::repo::GrantUpdate;
use crate::vault::LocalRootKey;

mod at_once;

/// More than a page of grants with accounts; one is an installation, and one is revoked.
async fn vault(repo: &Repo) -> Vec<Grant> {
    let mut grants: Vec<Grant> = (0..PAGE + 5).map(connection).collect();
    grants.push(installation(0, "contoso"));
    for grant in &grants {
        repo.insert_grant(grant, vec![], None).await.unwrap().unwrap();
    }
    let last = grants.remove(0);
    let secrets = GrantSecrets { status: GrantStatus::Revoked, ..GrantSecrets::unreadable() };
    let ended = Grant { secrets, generation: 2, fence: 1, ..last.clone() };
    repo.replace_grant(GrantUpdate { grant: &ended, ..update(&last) }).await.unwrap().unwrap();
    grants
}

fn connection(n: usize) -> Grant {
    let mut grant = grant(n);
    let person = Some(format!("person-{n}"));
    grant.secrets.account = Some(ExternalAccount { organisation: None, person, display: None, organisation_display: None });
    grant
}

async fn check(repo: &Repo, grants: &[Grant]) {
    for grant in grants {
        let found = repo.load_grant(&grant.key.tenant_id, &grant.id).await.unwrap().unwrap();
        assert_eq!((value(&found), found.generation, found.revision), (value(grant), grant.generation, grant.revision));
    }
    let rival = installation(1, "contoso");
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
    let done = repo.housekeeping().rotate_index_key(|_| true).await.unwrap();
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
    let fresh = connection(5000);
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
        let ended = ends_within(steps, housekeeping.rotate_index_key(|_| true)).await;
        // It is not closed: it died.
        drop(repo);
        let next = open(&file, &key).await;
        check(&next, &grants).await;
        finish(&next).await;
        assert_eq!(keys(&file), [grants.len() as i64], "after {steps} steps");
        check(&next, &grants).await;
        next.close().await;
        deaths += 1;
        if ended {
            break;
        }
    }
    assert!(deaths > 5, "{deaths} deaths are no table");
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
