//! Sweeps by several processes, which may die, over records of version 1. Each process is a repository with a store of its own on one
//! file.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use rusqlite::{Connection, params};

use super::super::record;
use super::super::testing::{Refusing, ends_within_writes, gives_way, grant, open, open_refusing, process_with, update, value};
use super::super::{GrantUpdate, Repo};
use super::*;
use crate::base::{Secret, TenantId};
use crate::model::grant::{Grant, GrantSecrets, Material, StatusReason};
use crate::model::rows::GrantQuery;
use crate::vault::LocalRootKey;

/// More than a page.
const GRANTS: usize = PAGE + 5;

/// What a program before schema 9 has left: records of version 1, revoked grants with nothing sealed, a sentinel that retires
/// nothing. The last grant is revoked.
async fn old_vault(file: &Path, key: &Secret<String>) -> Vec<Grant> {
    let repo = open(file, key).await;
    let mut grants = Vec::new();
    for n in 0..GRANTS {
        let grant = grant(n);
        repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
        grants.push(grant);
    }
    let last = grants.pop().unwrap();
    let status = GrantStatus::Revoked;
    let secrets = GrantSecrets { status, reason: Some(StatusReason::Deleted), ..GrantSecrets::unreadable() };
    let ended = Grant { secrets, generation: 2, fence: 1, ..last.clone() };
    repo.replace_grant(GrantUpdate { grant: &ended, ..update(&last) }).await.unwrap().unwrap();
    let database = Connection::open(file).unwrap();
    database.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
    for grant in &grants {
        let sealed = version_1(&repo, &grant.key.tenant_id, &grant.id).await;
        database.execute("UPDATE grants SET sealed = ?1 WHERE id = ?2", params![sealed, grant.id.as_str()]).unwrap();
    }
    database.execute("UPDATE grants SET sealed = NULL WHERE status = 'revoked'", []).unwrap();
    database.execute("UPDATE grants SET record_version = 1", []).unwrap();
    let root = LocalRootKey::parse(key.expose()).unwrap();
    let says = crate::vault::Sentinel { oldest_form: 1, vault_id: None };
    let sentinel = repo.keyring.roots().make_sentinel(&repo.environment, root.id(), says).await.unwrap();
    database.execute("UPDATE root_keys SET sentinel = ?1", [sentinel.as_bytes()]).unwrap();
    repo.close().await;
    grants
}

/// The same content as a version of before has sealed it.
async fn version_1(repo: &Repo, tenant_id: &TenantId, id: &GrantId) -> Vec<u8> {
    let row = repo.store.find_grant(GrantQuery::Id(tenant_id.clone(), id.clone())).await.unwrap().unwrap();
    let Opened::Live(secrets) = repo.open_row(&row).await.unwrap() else { panic!("it opens") };
    let plaintext = record::write_grant(&secrets, super::super::grants::columns(&row));
    let mut content: serde_json::Value = serde_json::from_slice(&plaintext).unwrap();
    content["v"] = 1.into();
    content.as_object_mut().unwrap().remove("columns");
    let key = repo.keyring.tenant_key(tenant_id).await.unwrap();
    key.seal(&repo.grant_context(&row), content.to_string().as_bytes()).as_bytes().to_vec()
}

async fn sweep(repo: &Arc<Repo>) -> ResealProgress {
    repo.housekeeping().reseal_records(|_| true).await.unwrap()
}

/// All of them open, with what was in them.
async fn check(repo: &Repo, grants: &[Grant]) {
    for grant in grants {
        let found = repo.load_grant(&grant.key.tenant_id, &grant.id).await.unwrap().unwrap();
        assert_eq!((value(&found), found.generation), (value(grant), grant.generation));
    }
}

fn outdated(file: &Path) -> i64 {
    let database = Connection::open(file).unwrap();
    database.query_row("SELECT count(*) FROM grants WHERE record_version < 2", [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn records_of_version_1_are_sealed_again_and_then_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let grants = old_vault(&file, &key).await;
    let repo = open(&file, &key).await;
    check(&repo, &grants).await;
    assert_eq!(repo.housekeeping().count_outdated().await.unwrap(), GRANTS as u64);
    let one = &grants[3];
    let earlier = version_1(&repo, &one.key.tenant_id, &one.id).await;
    let put_back = || {
        let database = Connection::open(&file).unwrap();
        database
            .execute("UPDATE grants SET sealed = ?1, record_version = 1 WHERE id = ?2", params![earlier, one.id.as_str()])
            .unwrap()
    };
    // Until the sweep it opens, whoever has put it there.
    put_back();
    check(&repo, &grants).await;
    let sentinels = || {
        let database = Connection::open(&file).unwrap();
        database.query_row("SELECT sentinel FROM root_keys", [], |row| row.get::<_, Vec<u8>>(0)).unwrap()
    };
    let old_sentinel = sentinels();

    let mut told = Vec::new();
    let tell = |progress| {
        told.push(progress);
        true
    };
    let progress = gives_way(repo.housekeeping().reseal_records(tell)).await.unwrap();
    assert_eq!((progress.done, progress.left, progress.unreadable), (GRANTS as u64, 0, 0));
    assert_eq!((told[0].done, told[0].left), (PAGE as u64, GRANTS as u64 - PAGE as u64), "it says how far it is");
    assert_eq!((outdated(&file), repo.housekeeping().count_outdated().await.unwrap()), (0, 0));
    check(&repo, &grants).await;
    assert_eq!(sweep(&repo).await, ResealProgress::default(), "once is enough");

    put_back();
    assert!(repo.load_grant(&one.key.tenant_id, &one.id).await.is_err(), "here");
    let other = open(&file, &key).await;
    assert!(other.load_grant(&one.key.tenant_id, &one.id).await.is_err(), "and in a process that begins");
    // Who puts the sentinel back as well is believed by none that lives.
    Connection::open(&file).unwrap().execute("UPDATE root_keys SET sentinel = ?1", [&old_sentinel]).unwrap();
    for living in [&repo, &other] {
        sweep(living).await;
        assert!(living.load_grant(&one.key.tenant_id, &one.id).await.is_err());
    }
    repo.close().await;
    other.close().await;
}

#[tokio::test]
async fn a_new_vault_never_takes_a_record_of_version_1() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    let grant = grant(0);
    repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    let sealed = version_1(&repo, &grant.key.tenant_id, &grant.id).await;
    Connection::open(&file).unwrap().execute("UPDATE grants SET sealed = ?1, record_version = 1", [&sealed]).unwrap();
    assert!(repo.load_grant(&grant.key.tenant_id, &grant.id).await.is_err());
    repo.close().await;
    let repo = open(&file, &key).await;
    sweep(&repo).await;
    assert!(repo.load_grant(&grant.key.tenant_id, &grant.id).await.is_err());
    repo.close().await;
}

#[tokio::test]
async fn a_sweep_that_dies_at_any_step_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (base, key) = (folder.path().join("base.db"), LocalRootKey::make());
    let grants = old_vault(&base, &key).await;
    let mut deaths = 0;
    for steps in 0.. {
        let file = folder.path().join(format!("{steps}.db"));
        std::fs::copy(&base, &file).unwrap();
        let repo = open(&file, &key).await;
        let ended = ends_within_writes(steps, sweep(&repo)).await;
        // It is not closed: it died.
        drop(repo);
        let next = open(&file, &key).await;
        check(&next, &grants).await;
        let progress = sweep(&next).await;
        assert_eq!((progress.left, progress.unreadable, outdated(&file)), (0, 0, 0), "after {steps} steps");
        assert_eq!(next.oldest_record(), RECORD_VERSION);
        check(&next, &grants).await;
        next.close().await;
        let last = open(&file, &key).await;
        assert_eq!(last.oldest_record(), RECORD_VERSION, "after {steps} steps");
        check(&last, &grants).await;
        last.close().await;
        if ended {
            break;
        }
        deaths += 1;
    }
    assert!(deaths >= 9, "{deaths}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_processes_sweep_at_once_while_others_write() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let mut grants = old_vault(&file, &key).await;
    let mut sweeping = Vec::new();
    for _ in 0..3 {
        let repo = open(&file, &key).await;
        sweeping.push(tokio::spawn(async move {
            let done = sweep(&repo).await;
            repo.close().await;
            done
        }));
    }
    let writer = open(&file, &key).await;
    for (n, grant) in grants.iter_mut().enumerate().filter(|(n, _)| n % 3 == 0) {
        let mut changed = writer.load_grant(&grant.key.tenant_id, &grant.id).await.unwrap().unwrap();
        changed.secrets.material = Material::Fields(vec![("value".to_owned(), Secret::from(format!("new-{n}").as_str()))]);
        changed.generation += 1;
        let before = writer.load_grant(&grant.key.tenant_id, &grant.id).await.unwrap().unwrap();
        // Nobody disturbs it: what is sealed again is the same grant, of the same revision.
        *grant = writer.replace_grant(GrantUpdate { grant: &changed, ..update(&before) }).await.unwrap().unwrap();
    }
    for sweep in sweeping {
        sweep.await.unwrap();
    }
    assert_eq!(outdated(&file), 0);
    check(&writer, &grants).await;
    writer.close().await;
}

#[tokio::test]
async fn a_record_that_does_not_open_holds_up_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let grants = old_vault(&file, &key).await;
    let (bad, good) = grants.split_first().unwrap();
    let damages = [
        format!("UPDATE grants SET sealed = zeroblob(200) WHERE id = '{}'", bad.id.as_str()),
        format!("UPDATE grants SET status = 'of_a_newer_version' WHERE id = '{}'", good[0].id.as_str()),
    ];
    Connection::open(&file).unwrap().execute_batch(&damages.join(";")).unwrap();
    let repo = open(&file, &key).await;
    let progress = sweep(&repo).await;
    assert_eq!((progress.done, progress.unreadable), (GRANTS as u64 - 2, 1));
    assert_eq!(repo.oldest_record(), RECORD_VERSION);
    check(&repo, &good[1..]).await;
    let found = repo.housekeeping().verify().await.unwrap();
    assert_eq!((found.unreadable_grants, found.unreadable_rows), (vec![bad.id.clone()], 1));
    repo.close().await;
}

/// Who sets the numbers of a revoked grant back, so that what was sealed earlier would open again in the grant that takes over.
#[tokio::test]
async fn a_grant_that_takes_over_is_not_behind_what_was() {
    for (edit, is_vouched_for) in [
        ("revision = 1, fence = 0", true),
        ("sealed = NULL, generation = 1, revision = 1, fence = 0", false),
        ("key_id = zeroblob(16), revision = 1, fence = 0", false),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
        let repo = open(&file, &key).await;
        let first = grant(0);
        repo.insert_grant(&first, vec![], None).await.unwrap().unwrap();
        let secrets = GrantSecrets { status: GrantStatus::Revoked, ..GrantSecrets::unreadable() };
        let ended = Grant { secrets, generation: 2, fence: 1, ..first.clone() };
        repo.replace_grant(GrantUpdate { grant: &ended, ..update(&first) }).await.unwrap().unwrap();
        repo.close().await;
        Connection::open(&file).unwrap().execute(&format!("UPDATE grants SET {edit}"), []).unwrap();
        let repo = open(&file, &key).await;
        assert!(repo.find_grant(&first.key).await.unwrap().is_none(), "{edit}");
        let tombstone = repo.find_tombstones([&first.key].into_iter()).await.unwrap().pop().flatten().unwrap();
        if is_vouched_for {
            assert_eq!((tombstone.next_revision, tombstone.next_fence), (2, 1), "{edit}");
        } else {
            assert!(tombstone.next_fence > 1_000_000_000_000, "{edit}: the clock is ahead of every count");
        }
        repo.close().await;
    }
}

/// What is denied for a moment is not what never opens: nothing is given up.
#[tokio::test]
async fn a_service_that_says_no_during_a_sweep_costs_no_record() {
    // Of living grants alone, and of what is left of one. The root key is proven, some keys are unwrapped, then none.
    for (gone, unwrapped) in [("status = 'revoked'", 3), ("status <> 'revoked'", 1)] {
        let folder = tempfile::tempdir().unwrap();
        let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
        let mut grants = old_vault(&file, &key).await;
        Connection::open(&file).unwrap().execute(&format!("DELETE FROM grants WHERE {gone}"), []).unwrap();
        grants.retain(|_| gone == "status = 'revoked'");
        let root = Refusing::new();
        let repo = open_refusing(&file, &key, &root).await;
        root.left.store(unwrapped, Ordering::SeqCst);
        let error = repo.housekeeping().reseal_records(|_| true).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::KeyMismatch, "{gone}");
        assert_eq!(repo.oldest_record(), 1, "{gone}");
        root.left.store(usize::MAX, Ordering::SeqCst);
        let progress = sweep(&repo).await;
        assert_eq!((progress.left, progress.unreadable), (0, 0), "{gone}");
        check(&repo, &grants).await;
        repo.close().await;
    }
}

/// A list is of people who would be told to sign in again.
#[tokio::test]
async fn a_service_that_says_no_makes_nobody_unreadable() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    old_vault(&file, &key).await;
    let root = Refusing::new();
    let repo = open_refusing(&file, &key, &root).await;
    root.left.store(0, Ordering::SeqCst);
    let everybody = || GrantFilter { limit: 10, ..GrantFilter::default() };
    assert_eq!(repo.list_grants(everybody()).await.unwrap_err().code(), ErrorCode::KeyMismatch);
    root.left.store(usize::MAX, Ordering::SeqCst);
    assert!(repo.list_grants(everybody()).await.unwrap().iter().all(|grant| grant.secrets.status == GrantStatus::Active));
    repo.close().await;
}

/// A root key whose sentinel was made before, and which wraps only afterwards, loosens nothing.
#[tokio::test]
async fn a_root_key_that_was_offered_before_retires_as_much() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key, next) = (folder.path().join("v.db"), LocalRootKey::make(), LocalRootKey::make());
    let grants = old_vault(&file, &key).await;
    let both = process_with(&file, &[&key, &next]);
    both.open().await.unwrap();
    assert_eq!(both.oldest_record(), 1);
    both.close().await;
    let repo = open(&file, &key).await;
    sweep(&repo).await;
    repo.close().await;
    let turned = process_with(&file, &[&next, &key]);
    turned.open().await.unwrap();
    turned.housekeeping().rotate_root_keys(|_| true).await.unwrap();
    turned.close().await;
    let last = open(&file, &next).await;
    assert_eq!(last.oldest_record(), RECORD_VERSION);
    check(&last, &grants).await;
    last.close().await;
}

/// A key that has ended although it is the newest of its tenant: somebody has edited the vault, or put half of it back.
#[tokio::test]
async fn a_key_that_has_ended_and_is_the_newest_ends_the_sweep() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let grants = old_vault(&file, &key).await;
    let end = "INSERT INTO ended_keys (key_id, ended_at) SELECT substr(key_ids, -16), 1 FROM keysets WHERE tenant_id <> ''";
    assert!(Connection::open(&file).unwrap().execute(end, []).unwrap() > 0);
    let repo = open(&file, &key).await;
    let mut pages = 0;
    let housekeeping = repo.housekeeping();
    let told = housekeeping.reseal_records(|_| {
        pages += 1;
        true
    });
    let error = told.await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::VaultUnavailable, "{error}");
    assert!(pages > 0, "whoever closes meanwhile is asked");
    check(&repo, &grants).await;
    repo.close().await;
}
