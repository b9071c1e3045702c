//! Erasures beside other processes, and backups of before.

mod dying;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;

use super::super::testing::{
    ends_within, ends_within_writes, fill_told, grant, open, open_at, process_with, session, successor, tenant, update, value,
};
use super::super::{GrantUpdate, Repo};
use super::*;
use crate::model::grant::Grant;
use crate::model::rows::RootState;
use crate::vault::LocalRootKey;

/// Grants of seven tenants.
async fn vault(repo: &Repo, count: usize) -> Vec<Grant> {
    let grants: Vec<Grant> = (0..count).map(grant).collect();
    for grant in &grants {
        repo.insert_grant(grant, vec![], None).await.unwrap().unwrap();
    }
    grants
}

async fn opens(repo: &Repo, grant: &Grant) -> bool {
    let found = repo.load_grant(&grant.key.tenant_id, &grant.id).await;
    found.is_ok_and(|found| found.is_some_and(|found| value(&found) == value(grant)))
}

fn count(file: &Path, table: &str, tenant_id: &TenantId) -> i64 {
    let database = Connection::open(file).unwrap();
    let sql = format!("SELECT count(*) FROM {table} WHERE tenant_id = ?1");
    database.query_row(&sql, [tenant_id.as_str()], |row| row.get(0)).unwrap()
}

/// Whether some bytes are in the vault's file or in its log.
fn holds(file: &Path, needle: &[u8]) -> bool {
    ["", "-wal"].iter().any(|end| {
        let path = PathBuf::from(format!("{}{end}", file.display()));
        let content = std::fs::read(path).unwrap_or_default();
        content.windows(needle.len()).any(|window| window == needle)
    })
}

#[tokio::test]
async fn nothing_of_an_erased_tenant_is_left_and_all_of_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    let grants = vault(&repo, 21).await;
    let (erased, other) = (tenant(3), tenant(4));
    let (of_erased, others): (Vec<_>, Vec<_>) = grants.iter().partition(|grant| grant.key.tenant_id == erased);
    for grant in [of_erased[0], others[0]] {
        repo.spool(&successor(grant, 5)).await;
    }
    let database = Connection::open(&file).unwrap();
    let read = |sql: &str| database.query_row(sql, [erased.as_str()], |row| row.get::<_, Vec<u8>>(0)).unwrap();
    let needles =
        [read("SELECT sealed FROM keysets WHERE tenant_id = ?1"), read("SELECT sealed FROM grants WHERE tenant_id = ?1 LIMIT 1")];
    drop(database);
    assert!(needles.iter().all(|needle| holds(&file, needle)));

    let done = repo.erasures().erase_tenant(&erased, false).await.unwrap();
    assert_eq!((done.grants, done.wiped, done.root_key_ids.len()), (3, Wiped::Everywhere, 1));
    for table in ["grants", "keysets", "sessions", "events", "jobs"] {
        assert_eq!(count(&file, table, &erased), 0, "{table}");
    }
    assert_eq!(count(&file, "grants", &other), 3);
    assert!(!needles.iter().any(|needle| holds(&file, needle)), "neither in the file nor in its log");
    for grant in &others {
        assert!(opens(&repo, grant).await);
    }
    for grant in &of_erased {
        assert!(repo.load_grant(&erased, &grant.id).await.unwrap().is_none());
    }
    assert_eq!(repo.list_spool(None).await.unwrap().len(), 1, "what waits for others waits on");
    assert!(!repo.is_in_spool(&of_erased[0].id, 5).await);
    assert!(repo.housekeeping().verify().await.unwrap().is_whole());
    // Once more is harmless, and the tenant begins anew.
    assert_eq!(repo.erasures().erase_tenant(&erased, false).await.unwrap().grants, 0);
    let anew = grant(3);
    repo.insert_grant(&anew, vec![], None).await.unwrap().unwrap();
    assert!(opens(&repo, &anew).await);
    repo.close().await;
}

/// Another process has the tenant's key in memory, writes under it, and somebody puts a row back.
#[tokio::test]
async fn who_has_the_key_still_brings_nothing_back() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let (repo, other) = (open(&file, &key).await, open(&file, &key).await);
    let grants = vault(&repo, 8).await;
    let old = &grants[0];
    assert!(opens(&other, old).await, "the other process has the key");
    let row: (Vec<u8>, Vec<u8>) = Connection::open(&file)
        .unwrap()
        .query_row("SELECT key_id, sealed FROM grants WHERE id = ?1", [old.id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    repo.erasures().erase_tenant(&old.key.tenant_id, false).await.unwrap();

    // A late change finds nothing to change; what is new is sealed under a new key.
    let late = other.replace_grant(GrantUpdate { grant: old, ..update(old) }).await.unwrap();
    assert_eq!(late.unwrap_err(), Conflict::Stale);
    assert!(!other.keyring.has_key(&old.key.tenant_id).await.unwrap(), "no key is made for it");
    let anew = Grant { id: GrantId::make_connection(), ..old.clone() };
    other.insert_grant(&anew, vec![], None).await.unwrap().unwrap();
    assert!(opens(&other, &anew).await && opens(&repo, &anew).await);

    // Back from the log: nobody opens it, the process that had the key neither.
    let put_back = "UPDATE grants SET key_id = ?1, sealed = ?2, id = ?3 WHERE id = ?4";
    let values = rusqlite::params![row.0, row.1, old.id.as_str(), anew.id.as_str()];
    assert_eq!(Connection::open(&file).unwrap().execute(put_back, values).unwrap(), 1);
    for process in [&repo, &other] {
        assert!(process.load_grant(&old.key.tenant_id, &old.id).await.is_err());
    }
    repo.close().await;
    other.close().await;
}

/// Whoever erases has the key in memory, and forgets it before it says that it is done.
#[tokio::test]
async fn who_has_erased_opens_nothing_that_is_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    let grants = vault(&repo, 1).await;
    assert!(opens(&repo, &grants[0]).await);
    let beside = file.with_extension("kept");
    let attached = |sql: &str| {
        let sql = format!("ATTACH '{}' AS beside; {sql}", beside.display());
        Connection::open(&file).unwrap().execute_batch(&sql).unwrap();
    };
    attached("CREATE TABLE beside.kept AS SELECT * FROM main.grants");
    repo.erasures().erase_tenant(&grants[0].key.tenant_id, false).await.unwrap();
    attached("INSERT INTO main.grants SELECT * FROM beside.kept");
    assert!(!opens(&repo, &grants[0]).await);
    repo.close().await;
}

/// A sign-in under way goes with its tenant, and what is written of it late makes the tenant no new keys.
#[tokio::test]
async fn a_late_word_on_a_sign_in_of_an_erased_tenant_makes_no_key() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let (repo, other) = (open(&file, &key).await, open(&file, &key).await);
    let mut begun = session(tenant(3));
    assert!(repo.sessions().insert_session(&begun, 9).await.unwrap());
    vault(&other, 4).await;
    other.erasures().erase_tenant(&tenant(3), false).await.unwrap();
    assert!(!repo.sessions().update_session(&mut begun).await.unwrap());
    assert_eq!((count(&file, "keysets", &tenant(3)), count(&file, "sessions", &tenant(3))), (0, 0));
    for process in [repo, other] {
        process.close().await;
    }
}

#[tokio::test]
async fn a_process_that_does_nothing_forgets_the_key_with_its_housekeeping() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let (repo, idle) = (open(&file, &key).await, open(&file, &key).await);
    let grants = vault(&repo, 1).await;
    let tenant_id = &grants[0].key.tenant_id;
    let key_id = idle.keyring.tenant_key(tenant_id).await.unwrap().id();
    idle.spool(&successor(&grants[0], 9)).await;
    let position = idle.changes_since(None).await.unwrap().position;
    repo.erasures().erase_tenant(tenant_id, false).await.unwrap();
    assert!(idle.keyring.key_by_id(tenant_id, key_id).await.unwrap().is_some(), "it has not heard of it");
    assert!(!idle.changes_since(Some(position)).await.unwrap().grants.is_empty(), "and can");
    // Of another machine, with a folder of its own.
    idle.spool(&successor(&grants[0], 9)).await;
    idle.housekeeping().purge().await.unwrap();
    assert!(idle.keyring.key_by_id(tenant_id, key_id).await.unwrap().is_none());
    assert!(!idle.is_in_spool(&grants[0].id, 9).await);
    repo.close().await;
    idle.close().await;
}

#[tokio::test]
async fn a_user_is_erased_and_nobody_else_of_the_tenant() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    let grants = vault(&repo, 15).await;
    let (mine, theirs) = (&grants[0], &grants[7]);
    assert_eq!(mine.key.tenant_id, theirs.key.tenant_id);
    for grant in [mine, theirs] {
        repo.spool(&successor(grant, 5)).await;
    }
    let user_id = mine.key.user_id.clone().unwrap();
    let done = repo.erasures().erase_user(&mine.key.tenant_id, &user_id).await.unwrap();
    assert_eq!((done.grants, done.wiped), (1, Wiped::Everywhere));
    assert!(repo.load_grant(&mine.key.tenant_id, &mine.id).await.unwrap().is_none());
    assert!(!repo.is_in_spool(&mine.id, 5).await && repo.is_in_spool(&theirs.id, 5).await);
    for grant in &grants[1..] {
        assert!(opens(&repo, grant).await);
    }
    let left: i64 = Connection::open(&file)
        .unwrap()
        .query_row("SELECT count(*) FROM grants WHERE user_id = ?1", [user_id.as_str()], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 0);
    repo.close().await;
}

async fn rotate(repo: &Arc<Repo>) {
    repo.housekeeping().rotate_root_keys(|_| true).await.unwrap();
}

/// Backups of every moment before the end open nothing of the tenant once the old root key is destroyed, whatever else is known.
#[tokio::test]
async fn after_a_backup_proof_erasure_no_earlier_backup_opens_anything_of_the_tenant() {
    for erased in 0..7 {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("v.db");
        let (old, new) = (LocalRootKey::make(), LocalRootKey::make());
        let mut backups = Vec::new();
        let mut back_up = async |repo: &Repo| {
            let to = folder.path().join(format!("backup-{}.db", backups.len()));
            repo.back_up(&to).await.unwrap();
            backups.push(to);
        };
        let repo = process_with(&file, &[&old]);
        repo.open().await.unwrap();
        let grants = vault(&repo, 7 + erased).await;
        let tenant_id = tenant(erased);
        back_up(&repo).await;
        repo.erasures().erase_tenant(&tenant_id, true).await.unwrap();
        back_up(&repo).await;
        let early = repo.erasures().confirm(&tenant_id).await.unwrap_err();
        assert_eq!(early.code(), ErrorCode::InvalidRequest, "the old root key is needed still");
        repo.close().await;
        for keys in [[&old, &new], [&new, &old]] {
            let repo = process_with(&file, &keys);
            repo.open().await.unwrap();
            back_up(&repo).await;
            assert!(repo.erasures().confirm(&tenant_id).await.is_err());
            rotate(&repo).await;
            repo.close().await;
        }
        let repo = process_with(&file, &[&new]);
        repo.open().await.unwrap();
        let roots = repo.housekeeping().list_root_keys().await.unwrap();
        assert!(roots.iter().any(|root| root.state == RootState::Retired));
        repo.erasures().confirm(&tenant_id).await.unwrap();
        let remembered = repo.erasures().list().await.unwrap();
        assert!(remembered.len() == 1 && remembered[0].confirmed_at.is_some());
        for grant in grants.iter().filter(|grant| grant.key.tenant_id != tenant_id) {
            assert!(opens(&repo, grant).await, "the others go on");
        }
        repo.close().await;
        assert_eq!(backups.len(), 4);
        for backup in &backups {
            // The old root key is destroyed.
            let process = process_with(backup, &[&new]);
            if process.open().await.is_err() {
                continue;
            }
            for grant in grants.iter().filter(|grant| grant.key.tenant_id == tenant_id) {
                assert!(!opens(&process, grant).await, "{}", backup.display());
            }
            process.close().await;
        }
        // With it, the first backup opens: that is why it must be destroyed, and what the other variant leaves.
        let process = process_with(&backups[0], &[&old]);
        process.open().await.unwrap();
        for grant in &grants {
            assert!(opens(&process, grant).await);
        }
        process.close().await;
    }
}

#[tokio::test]
async fn an_erasure_that_is_not_backup_proof_is_not_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    vault(&repo, 1).await;
    repo.erasures().erase_tenant(&tenant(0), false).await.unwrap();
    let error = repo.erasures().confirm(&tenant(0)).await.unwrap_err();
    assert!(error.message().contains("No backup-proof erasure"), "{error}");
    repo.close().await;
}

/// A root key that was offered and has wrapped nothing opens no backup: nobody is told to destroy it.
#[tokio::test]
async fn a_root_key_that_is_only_offered_is_not_among_those_to_destroy() {
    let folder = tempfile::tempdir().unwrap();
    let (file, old, new) = (folder.path().join("v.db"), LocalRootKey::make(), LocalRootKey::make());
    let repo = process_with(&file, &[&old, &new]);
    repo.open().await.unwrap();
    vault(&repo, 1).await;
    let done = repo.erasures().erase_tenant(&tenant(0), true).await.unwrap();
    assert_eq!(done.root_key_ids, [LocalRootKey::parse(old.expose()).unwrap().id()]);
    assert_eq!(repo.erasures().list().await.unwrap()[0].root_key_ids, done.root_key_ids);
    repo.close().await;
}

/// Somebody who mistypes the name hears of it, and no erasure is noted.
#[tokio::test]
async fn a_tenant_or_user_that_never_was_is_not_erased() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    let grants = vault(&repo, 1).await;
    let nobody = TenantId::parse("nobody").unwrap();
    let tenant_id = &grants[0].key.tenant_id;
    let error = repo.erasures().erase_tenant(&nobody, false).await.unwrap_err();
    assert_eq!((error.code(), error.message()), (ErrorCode::InvalidRequest, "Nothing is stored of the tenant nobody."));
    assert!(repo.erasures().list().await.unwrap().is_empty());
    let (user_id, stranger) = (grants[0].key.user_id.clone().unwrap(), UserId::parse("stranger").unwrap());
    let told =
        || Connection::open(&file).unwrap().query_row("SELECT count(*) FROM audit", [], |row| row.get::<_, i64>(0)).unwrap();
    let before = told();
    for (tenant_id, user_id) in [(tenant_id, &stranger), (&nobody, &user_id)] {
        let done = repo.erasures().erase_user(tenant_id, user_id).await.unwrap();
        assert!(!done.found && done.grants == 0);
    }
    assert_eq!(told(), before, "nothing is told of whom nobody knows");
    assert!(repo.erasures().erase_user(tenant_id, &user_id).await.unwrap().found);
    assert!(!repo.erasures().erase_user(tenant_id, &user_id).await.unwrap().found, "nothing is left of them");
    // Again is harmless: an answer that was lost may be asked for once more.
    for _ in 0..2 {
        repo.erasures().erase_tenant(tenant_id, false).await.unwrap();
    }
    repo.close().await;
}

/// What is erased while everything is opened is not missing.
#[tokio::test]
async fn an_erasure_beside_a_verification_is_no_damage() {
    let mut steps = 0;
    loop {
        let folder = tempfile::tempdir().unwrap();
        let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
        let repo = open(&file, &key).await;
        vault(&repo, 14).await;
        let housekeeping = repo.housekeeping();
        let mut verifying = std::pin::pin!(housekeeping.verify());
        if ends_within(steps, verifying.as_mut()).await {
            repo.close().await;
            break;
        }
        repo.erasures().erase_tenant(&tenant(3), false).await.unwrap();
        let found = verifying.await.unwrap();
        assert_eq!(found.unreadable_rows, 0, "after {steps} steps");
        repo.close().await;
        steps += 1;
    }
    assert!(steps >= 15, "{steps}");
}

/// Versions of keysets begin with a clock, and each machine has its own.
#[tokio::test]
async fn a_tenant_begins_anew_for_everybody_on_a_machine_whose_clock_is_behind() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let now = crate::base::Timestamp::from_unix_seconds(1_800_000_000);
    let right = open_at(&file, &key, now).await;
    let (first, tenant_id) = (grant(0), tenant(0));
    right.insert_grant(&first, vec![], None).await.unwrap().unwrap();
    let reader = open_at(&file, &key, now).await;
    assert!(opens(&reader, &first).await);
    let behind = open_at(&file, &key, now.minus(Duration::from_secs(15 * 60))).await;
    for round in 1..3 {
        // It has never seen a key of that tenant, and neither process has been told of anything.
        behind.erasures().erase_tenant(&tenant_id, false).await.unwrap();
        let again = grant(7 * round);
        behind.insert_grant(&again, vec![], None).await.unwrap().unwrap();
        for process in [&right, &reader, &behind] {
            assert!(opens(process, &again).await, "round {round}");
            process.insert_grant(&grant(7 * (10 * round + 1)), vec![], None).await.unwrap().map_or_else(drop, drop);
        }
    }
    for process in [right, reader, behind] {
        process.close().await;
    }
}
