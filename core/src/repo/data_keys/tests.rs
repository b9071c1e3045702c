//! Rotations of a tenant's key beside other processes, which write and may die.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use rusqlite::{Connection, params};

use super::super::testing::{
    Refusing, ends_within, ends_within_writes, gives_way, grant, open, open_elsewhere, open_refusing, successor, tenant, update,
    value,
};
use super::super::{GrantUpdate, Repo};
use super::*;
use crate::base::Secret;
use crate::model::grant::{Grant, GrantSecrets, GrantStatus, Material};
use crate::model::rows::GrantQuery;
use crate::vault::LocalRootKey;

mod ended;

/// Grants of one tenant, more than a page of them; the last is revoked.
async fn vault(repo: &Repo) -> Vec<Grant> {
    let mut grants: Vec<Grant> = (0..PAGE + 5).map(|n| grant(7 * n)).collect();
    for grant in &grants {
        repo.insert_grant(grant, vec![], None).await.unwrap().unwrap();
    }
    let last = grants.pop().unwrap();
    let secrets = GrantSecrets { status: GrantStatus::Revoked, ..GrantSecrets::unreadable() };
    let ended = Grant { secrets, generation: 2, fence: 1, ..last.clone() };
    repo.replace_grant(GrantUpdate { grant: &ended, ..update(&last) }).await.unwrap().unwrap();
    grants
}

async fn rotate(repo: &Arc<Repo>, tenant_id: &TenantId) -> KeyRotation {
    repo.housekeeping().rotate_tenant_key(tenant_id, |_| true).await.unwrap()
}

async fn finish(repo: &Arc<Repo>) {
    repo.housekeeping().finish_key_rotations(|_| true).await.unwrap();
}

async fn check(repo: &Repo, grants: &[Grant]) {
    for grant in grants {
        let found = repo.load_grant(&grant.key.tenant_id, &grant.id).await.unwrap().unwrap();
        assert_eq!((value(&found), found.generation, found.revision), (value(grant), grant.generation, grant.revision));
    }
}

/// Keys of the tenants, by how many rows each has sealed.
fn keys(file: &Path) -> Vec<i64> {
    let database = Connection::open(file).unwrap();
    let mut query =
        database.prepare("SELECT key_ids FROM keysets WHERE tenant_id NOT IN ('', ' audit') ORDER BY tenant_id").unwrap();
    let keysets: Vec<Vec<u8>> = query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let count =
        |key_id: &[u8]| database.query_row("SELECT count(*) FROM grants WHERE key_id = ?1", [key_id], |row| row.get(0)).unwrap();
    keysets.iter().flat_map(|ids| ids.chunks(16)).map(count).collect()
}

#[tokio::test]
async fn everything_is_sealed_under_the_next_key_and_the_one_before_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let (repo, other) = (open(&file, &key).await, open(&file, &key).await);
    let grants = vault(&repo).await;
    let of_another = grant(1);
    repo.insert_grant(&of_another, vec![], None).await.unwrap().unwrap();
    check(&other, &grants).await;
    let tenant_id = &grants[0].key.tenant_id;
    let old: (Vec<u8>, Vec<u8>) = Connection::open(&file)
        .unwrap()
        .query_row("SELECT key_id, sealed FROM grants WHERE id = ?1", [grants[0].id.as_str()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    let done = gives_way(rotate(&repo, tenant_id)).await;
    assert_eq!((done.resealed, done.unreadable, done.destroyed, done.waiting), (PAGE as u64 + 5, 0, 1, 0));
    let mut counts = keys(&file);
    counts.sort_unstable();
    assert_eq!(counts, [1, PAGE as i64 + 5], "what is left of the revoked one is among them");
    check(&repo, &grants).await;
    check(&other, &grants).await;
    check(&repo, &[of_another]).await;
    // The envelope of before, and with it the key's id: nobody has that key.
    let values = params![old.0, old.1, grants[0].id.as_str()];
    Connection::open(&file).unwrap().execute("UPDATE grants SET key_id = ?1, sealed = ?2 WHERE id = ?3", values).unwrap();
    other.housekeeping().purge().await.unwrap();
    for process in [&repo, &other] {
        assert!(process.load_grant(tenant_id, &grants[0].id).await.is_err());
    }
    let nobody = TenantId::parse("nobody").unwrap();
    let error = repo.housekeeping().rotate_tenant_key(&nobody, |_| true).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidRequest);
    repo.close().await;
    other.close().await;
}

/// Another process has the key in memory and goes on sealing under it.
#[tokio::test]
async fn who_has_the_key_before_seals_under_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let (repo, writer) = (open(&file, &key).await, open(&file, &key).await);
    let mut grants = vault(&repo).await;
    check(&writer, &grants).await;
    let tenant_id = grants[0].key.tenant_id.clone();
    // Interrupted after its first page: both keys are there.
    let mut pages = 0;
    let first_page = |_| {
        pages += 1;
        pages > 1
    };
    let begun = repo.housekeeping().rotate_tenant_key(&tenant_id, first_page).await.unwrap();
    assert_eq!((begun.resealed, begun.destroyed), (PAGE as u64, 0));
    let mut changed = grants[0].clone();
    changed.secrets.material = Material::Fields(vec![("value".to_owned(), Secret::from("changed"))]);
    changed.generation += 1;
    grants[0] = writer.replace_grant(GrantUpdate { grant: &changed, ..update(&grants[0]) }).await.unwrap().unwrap();
    let fresh = Grant { id: GrantId::make_connection(), ..grant(7 * 1000) };
    writer.insert_grant(&fresh, vec![], None).await.unwrap().unwrap();
    grants.push(fresh);
    check(&repo, &grants).await;
    finish(&writer).await;
    assert_eq!(keys(&file), [PAGE as i64 + 6], "one key, and all under it");
    check(&repo, &grants).await;
    check(&writer, &grants).await;
    repo.close().await;
    writer.close().await;
}

#[tokio::test]
async fn a_rotation_of_a_data_key_that_dies_at_any_step_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (base, key) = (folder.path().join("base.db"), LocalRootKey::make());
    let repo = open(&base, &key).await;
    let grants = vault(&repo).await;
    let tenant_id = &grants[0].key.tenant_id;
    repo.close().await;
    let mut deaths = 0;
    for steps in 0.. {
        let file = folder.path().join(format!("{steps}.db"));
        std::fs::copy(&base, &file).unwrap();
        let repo = open(&file, &key).await;
        let ended = ends_within_writes(steps, rotate(&repo, tenant_id)).await;
        // It is not closed: it died.
        drop(repo);
        let next = open(&file, &key).await;
        check(&next, &grants).await;
        finish(&next).await;
        assert_eq!(keys(&file), [PAGE as i64 + 5], "after {steps} steps");
        check(&next, &grants).await;
        next.close().await;
        if ended {
            break;
        }
        deaths += 1;
    }
    assert!(deaths >= 15, "{deaths}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_processes_rotate_one_tenant_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    let grants = vault(&repo).await;
    let tenant_id = grants[0].key.tenant_id.clone();
    let mut rotating = Vec::new();
    for _ in 0..3 {
        let (process, tenant_id) = (open(&file, &key).await, tenant_id.clone());
        rotating.push(tokio::spawn(async move {
            let done = process.housekeeping().rotate_tenant_key(&tenant_id, |_| true).await;
            process.close().await;
            // Who is overtaken again and again before it has begun says so, and the others go on.
            done.map_or_else(|error| assert!(error.message().contains("let another key follow"), "{error}"), drop);
        }));
    }
    for _ in 0..3 {
        check(&repo, &grants).await;
    }
    for rotation in rotating {
        rotation.await.unwrap();
    }
    finish(&repo).await;
    assert_eq!(keys(&file), [PAGE as i64 + 5]);
    check(&repo, &grants).await;
    repo.close().await;
}

/// The row of a tenant's keyset, and what it has ended.
fn keyset_row(file: &Path) -> (i64, Vec<u8>, Vec<u8>) {
    let database = Connection::open(file).unwrap();
    let sql = "SELECT keyset_version, key_ids, sealed FROM keysets WHERE tenant_id = 't0'";
    database.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap()
}

fn put_back(file: &Path, (version, key_ids, sealed): &(i64, Vec<u8>, Vec<u8>)) {
    let database = Connection::open(file).unwrap();
    let sql = "UPDATE keysets SET keyset_version = ?1, key_ids = ?2, sealed = ?3 WHERE tenant_id = 't0'";
    assert_eq!(database.execute(sql, params![version, key_ids, sealed]).unwrap(), 1);
    database.execute("DELETE FROM ended_keys", []).unwrap();
}

/// Somebody puts the keyset of before the rotation back, and whatever speaks against it away.
#[tokio::test]
async fn an_earlier_keyset_is_not_believed_by_who_has_seen_a_newer_one() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let (repo, other) = (open(&file, &key).await, open(&file, &key).await);
    let grants = vault(&repo).await;
    let tenant_id = grants[0].key.tenant_id.clone();
    repo.insert_grant(&grant(1), vec![], None).await.unwrap().unwrap();
    let before = keyset_row(&file);
    rotate(&repo, &tenant_id).await;
    check(&other, &grants).await;
    let after = keyset_row(&file);
    put_back(&file, &before);
    for process in [&repo, &other] {
        process.keyring.clear();
        let error = process.load_grant(&tenant_id, &grants[0].id).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::KeyMismatch);
        assert!(error.message().contains("older than this process knows them"), "{error}");
        let error = process.insert_grant(&grant(7 * 1000), vec![], None).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::KeyMismatch, "and nothing is sealed under the key of before");
        let error = process.housekeeping().rotate_tenant_key(&tenant_id, |_| true).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::KeyMismatch);
        let found = process.housekeeping().verify().await.unwrap();
        assert_eq!((found.unreadable_keys.len(), found.grants), (1, 1), "and it hides no other tenant");
    }
    put_back(&file, &after);
    assert!(gives_way(repo.housekeeping().verify()).await.unwrap().is_whole());
    check(&other, &grants).await;
    // A version of its own choice: it is sealed with the keys.
    for version in [before.0, after.0 + 1] {
        put_back(&file, &(version, before.1.clone(), after.2.clone()));
        other.keyring.clear();
        assert!(other.load_grant(&tenant_id, &grants[0].id).await.is_err());
    }
    put_back(&file, &after);
    // Keys that the row does not name would outlive an erasure.
    put_back(&file, &(after.0, before.1.clone(), after.2.clone()));
    other.keyring.clear();
    assert_eq!(other.load_grant(&tenant_id, &grants[0].id).await.unwrap_err().code(), ErrorCode::KeyMismatch);
    put_back(&file, &after);
    check(&other, &grants).await;
    // Erased and begun anew, its keys are later ones for everybody.
    repo.erasures().erase_tenant(&tenant_id, false).await.unwrap();
    let anew = grant(7 * 2000);
    repo.insert_grant(&anew, vec![], None).await.unwrap().unwrap();
    other.keyring.clear();
    check(&other, &[anew]).await;
    repo.close().await;
    other.close().await;
}

/// What does not open, or waits, keeps its key.
#[tokio::test]
async fn no_key_is_destroyed_that_something_needs() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    let grants = vault(&repo).await;
    let tenant_id = &grants[0].key.tenant_id;
    Connection::open(&file).unwrap().execute("UPDATE grants SET fence = 9 WHERE id = ?1", [grants[0].id.as_str()]).unwrap();
    let done = rotate(&repo, tenant_id).await;
    assert_eq!((done.unreadable, done.destroyed, done.waiting), (1, 0, 1));
    // It was an accident, and is put right.
    Connection::open(&file).unwrap().execute("UPDATE grants SET fence = 0 WHERE id = ?1", [grants[0].id.as_str()]).unwrap();
    check(&repo, &grants).await;
    let row = repo.store.find_grant(GrantQuery::Id(tenant_id.clone(), grants[0].id.clone())).await.unwrap().unwrap();
    let spooled = successor(&grants[1], 5);
    // Sealed under the key of before: by a process that has not heard of the next one.
    repo.put_in_spool_under(&spooled, row.key_id).await;
    // A disk of its own has folders of its own.
    std::fs::create_dir(file.with_extension("spool").join("lost+found")).unwrap();
    finish(&repo).await;
    assert_eq!(keys(&file).len(), 2, "the spool needs it");
    assert_eq!(repo.list_spool(None).await.unwrap().len(), 1);
    repo.remove_from_spool(&grants[1].id, 5).await;
    finish(&repo).await;
    assert_eq!(keys(&file), [PAGE as i64 + 5]);
    check(&repo, &grants).await;
    repo.close().await;
}

/// Who rotates cannot ask a machine that is away: what waits there opens with the key that it carries.
#[tokio::test]
async fn what_waits_on_another_machine_outlives_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let (file, spool, key) = (folder.path().join("v.db"), folder.path().join("elsewhere"), LocalRootKey::make());
    let (repo, other) = (open(&file, &key).await, open_elsewhere(&file, &spool, &key).await);
    let grants = vault(&repo).await;
    let tenant_id = &grants[0].key.tenant_id;
    for grant in &grants[..2] {
        other.spool(&successor(grant, 5)).await;
    }
    assert_eq!(rotate(&repo, tenant_id).await.destroyed, 1);
    // It has the key before in memory: what it seals is refused, and sealed again.
    other.replace_grant(update(&grants[2])).await.unwrap().unwrap();
    // Whoever holds a successor in memory takes a file that is gone for one that somebody has stored.
    assert!(other.is_in_spool(&grants[0].id, 5).await);
    other.housekeeping().purge().await.unwrap();
    assert_eq!(other.list_spool(None).await.unwrap().len(), 2);
    other.close().await;
    let next = open_elsewhere(&file, &spool, &key).await;
    next.housekeeping().purge().await.unwrap();
    let found = next.list_spool(Some(&grants[0].id)).await.unwrap();
    let token = found[0].tokens.renewal.refresh_token().unwrap();
    assert_eq!((found.len(), found[0].right.epoch, token.expose().as_str()), (1, 5, "rt-2"));
    // Erased, it is gone for that machine too, and nothing else is.
    let user_id = grants[0].key.user_id.clone().unwrap();
    repo.erasures().erase_user(tenant_id, &user_id).await.unwrap();
    next.housekeeping().purge().await.unwrap();
    let left: Vec<_> = next.list_spool(None).await.unwrap().into_iter().map(|found| found.right.grant_id).collect();
    assert_eq!(left, [grants[1].id.clone()]);
    repo.erasures().erase_tenant(tenant_id, false).await.unwrap();
    next.housekeeping().purge().await.unwrap();
    assert_eq!(std::fs::read_dir(&spool).unwrap().count(), 1, "the reserve alone");
    repo.close().await;
    next.close().await;
}

/// A row is read, and its key destroyed before it is opened: everything is sealed under the next one by then.
#[tokio::test]
async fn who_reads_while_a_key_is_replaced_reads() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    let grants = [grant(0), grant(7)];
    for grant in &grants {
        repo.insert_grant(grant, vec![], None).await.unwrap().unwrap();
    }
    let (tenant_id, mut beside_reads, mut beside_looks) = (&grants[0].key.tenant_id, 0, 0);
    for steps in 0.. {
        // It has no key in memory yet.
        let reader = open(&file, &key).await;
        let reading = async {
            let one = reader.load_grant(tenant_id, &grants[0].id).await.unwrap().unwrap();
            let all = reader.list_grants(GrantFilter { limit: 10, ..GrantFilter::default() }).await.unwrap();
            [one].into_iter().chain(all).map(|grant| value(&grant).to_owned()).collect::<Vec<_>>()
        };
        let verifier = open(&file, &key).await;
        let housekeeping = verifier.housekeeping();
        let mut reading = std::pin::pin!(reading);
        let mut verifying = std::pin::pin!(housekeeping.verify());
        let (has_read, has_verified) = (ends_within(steps, reading.as_mut()).await, ends_within(steps, verifying.as_mut()).await);
        assert_eq!(rotate(&repo, tenant_id).await.destroyed, 1);
        if !has_read {
            let mut found = reading.await;
            found[1..].sort();
            assert_eq!(found, ["secret-0", "secret-0", "secret-7"], "after {steps} steps");
            beside_reads += 1;
        }
        if !has_verified {
            let found = verifying.await.unwrap();
            assert!(found.unreadable_grants.is_empty(), "after {steps} steps: {found:?}");
            beside_looks += 1;
        }
        reader.close().await;
        verifier.close().await;
        if has_read && has_verified {
            break;
        }
    }
    assert!(beside_reads >= 3 && beside_looks >= 17, "{beside_reads}, {beside_looks}: also between the row and its key");
    repo.close().await;
}

/// A rotation that waits is looked at in every round: nobody else asks a root key for that, who may be away by the next write.
#[tokio::test]
async fn a_rotation_that_waits_costs_nobody_a_root_key() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key, root) = (folder.path().join("v.db"), LocalRootKey::make(), Refusing::new());
    open(&file, &key).await.close().await;
    let repo = open_refusing(&file, &key, &root).await;
    for n in [0, 1] {
        repo.insert_grant(&grant(n), vec![], None).await.unwrap().unwrap();
    }
    let held = grant(7);
    repo.insert_grant(&held, vec![], None).await.unwrap().unwrap();
    let row = repo.store.find_grant(GrantQuery::Id(tenant(0), held.id.clone())).await.unwrap().unwrap();
    repo.put_in_spool_under(&successor(&held, 5), row.key_id).await;
    assert_eq!(rotate(&repo, &tenant(0)).await.waiting, 1);
    repo.insert_grant(&grant(14), vec![], None).await.unwrap().unwrap();
    finish(&repo).await;
    root.left.store(0, Ordering::SeqCst);
    // Its own tenant's key that follows is not one that has ended.
    for n in [8, 21] {
        repo.insert_grant(&grant(n), vec![], None).await.unwrap().unwrap();
    }
    repo.close().await;
}
