//! Tests of vaults of before there were keysets: opened, gathered by several processes that may die, and believed no more.

use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, params};

use super::super::keyring::{OpenKeyset, Stored};
use super::super::testing::{Refusing, ends_within_writes, grant, open, open_refusing, process_of, tenant, value};
use super::*;
use crate::base::{Environment, Secret};
use crate::model::grant::Grant;
use crate::model::rows::{KeysetQuery, KeysetRow};
use crate::vault::{Context, DataKey, LocalRootKey, RecordType, Root, RootKeys};

fn roots(key: &Secret<String>) -> RootKeys {
    RootKeys::new(vec![LocalRootKey::parse(key.expose()).unwrap().into()]).unwrap()
}

/// Wraps a key as vaults before schema 12 have it.
async fn wrap(roots: &RootKeys, owner: &KeyOwner, data_key: &DataKey) -> Vec<u8> {
    let environment = Environment::parse("test").unwrap();
    let text = super::super::keyring::id_text(&data_key.id());
    let context = Context {
        environment: &environment,
        tenant_id: owner.tenant(),
        record_type: if owner.tenant().is_some() { RecordType::TenantKey } else { RecordType::IndexKey },
        record_id: &text,
        config: None,
        field: "key",
        generation: 0,
    };
    roots.wrap_key(roots.primary_id(), &context, data_key).await.unwrap().as_bytes().to_vec()
}

/// Grants of seven tenants and the index key, in a closed vault as an earlier version leaves it: each key in a row of its own, of which
/// one tenant has two.
async fn legacy_vault(file: &Path, key: &Secret<String>) -> Vec<Grant> {
    legacy_vault_of(open(file, key).await, file, &roots(key)).await
}

async fn legacy_vault_of(repo: Arc<Repo>, file: &Path, roots: &RootKeys) -> Vec<Grant> {
    let grants: Vec<Grant> = (0..PAGE + 9).map(grant).collect();
    for grant in &grants {
        repo.insert_grant(grant, vec![], None).await.unwrap().unwrap();
    }
    repo.keyring.index_keys().await.unwrap();
    // Interrupted before anything is sealed again: two keys.
    repo.housekeeping().rotate_tenant_key(&tenant(3), |_| false).await.unwrap();
    let query = KeysetQuery { root_key_id: None, is_rotating: false, after: None, limit: 100 };
    let database = Connection::open(file).unwrap();
    let before = |row: &KeysetRow| row.owner != KeyOwner::Audit;
    for row in repo.store.list_keysets(query).await.unwrap().into_iter().filter(before) {
        let Stored::Keyset(OpenKeyset { row, keyset }) = repo.keyring.stored(&row.owner).await.unwrap() else {
            panic!("a keyset")
        };
        for (at, data_key) in keyset.keys().enumerate() {
            let state = if data_key.id() == keyset.primary().id() { "primary" } else { "decrypt_only" };
            let (purpose, owner) = (if row.owner.tenant().is_some() { "tenant" } else { "index" }, &row.owner);
            let wrapped = wrap(roots, owner, data_key).await;
            let values = params![
                data_key.id(),
                purpose,
                owner.tenant().map(crate::base::TenantId::as_str),
                state,
                row.root_key_id,
                wrapped,
                at as i64
            ];
            database.execute("INSERT INTO legacy_keys VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", values).unwrap();
        }
    }
    // Nor had it a log.
    let forget = "DELETE FROM keysets; DELETE FROM audit; DELETE FROM sqlite_sequence WHERE name = 'audit'";
    database.execute_batch(forget).unwrap();
    let says = crate::vault::Sentinel { oldest_form: RECORD_VERSION, vault_id: None };
    let sentinel = roots.make_sentinel(&Environment::parse("test").unwrap(), roots.primary_id(), says).await.unwrap();
    let update = "UPDATE root_keys SET sentinel = ?1 WHERE root_key_id = ?2";
    assert_eq!(database.execute(update, params![sentinel.as_bytes(), roots.primary_id()]).unwrap(), 1);
    repo.close().await;
    grants
}

async fn check(repo: &Repo, grants: &[Grant]) {
    for grant in grants {
        let found = repo.load_grant(&grant.key.tenant_id, &grant.id).await.unwrap().unwrap();
        assert_eq!(value(&found), value(grant));
    }
}

async fn gather(repo: &Arc<Repo>) {
    repo.housekeeping().rotate_root_keys(|_| true).await.unwrap();
}

fn count(file: &Path, table: &str) -> i64 {
    let database = Connection::open(file).unwrap();
    database.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn keys_of_an_earlier_version_open_and_are_gathered() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let grants = legacy_vault(&file, &key).await;
    assert_eq!((count(&file, "keysets"), count(&file, "legacy_keys")), (0, 9));
    let (repo, other) = (open(&file, &key).await, open(&file, &key).await);
    check(&repo, &grants).await;
    check(&other, &grants).await;
    assert!(repo.housekeeping().verify().await.unwrap().is_whole());
    // A tenant that begins now has a keyset; one whose keys are rotated as well, and the log that tells of it.
    let fresh = Grant { key: crate::model::subject::GrantKey { tenant_id: tenant_of("fresh"), ..grant(0).key }, ..grant(0) };
    repo.insert_grant(&fresh, vec![], None).await.unwrap().unwrap();
    repo.housekeeping().rotate_tenant_key(&tenant(1), |_| true).await.unwrap();
    assert_eq!((count(&file, "keysets"), count(&file, "legacy_keys")), (3, 8));
    check(&other, &grants).await;
    gather(&repo).await;
    assert_eq!((count(&file, "keysets"), count(&file, "legacy_keys")), (10, 0));
    assert_eq!(repo.keyring.oldest_form(), FORM);
    for process in [&repo, &other] {
        process.keyring.clear();
        check(process, &grants).await;
        assert!(process.housekeeping().verify().await.unwrap().is_whole());
    }
    // What was interrupted goes on.
    repo.housekeeping().finish_key_rotations(|_| true).await.unwrap();
    check(&other, &grants).await;
    let ids: i64 = Connection::open(&file)
        .unwrap()
        .query_row("SELECT count(*) FROM keysets WHERE length(key_ids) > 16", [], |row| row.get(0))
        .unwrap();
    assert_eq!(ids, 0);
    repo.close().await;
    other.close().await;
}

fn tenant_of(id: &str) -> crate::base::TenantId {
    crate::base::TenantId::parse(id).unwrap()
}

#[tokio::test]
async fn gathering_that_dies_at_any_step_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (base, key) = (folder.path().join("base.db"), LocalRootKey::make());
    let grants = legacy_vault(&base, &key).await;
    let mut deaths = 0;
    for steps in 0.. {
        let file = folder.path().join(format!("{steps}.db"));
        std::fs::copy(&base, &file).unwrap();
        let repo = open(&file, &key).await;
        let ended = ends_within_writes(steps, gather(&repo)).await;
        // It is not closed: it died.
        drop(repo);
        let next = open(&file, &key).await;
        check(&next, &grants[..9]).await;
        gather(&next).await;
        assert_eq!((count(&file, "keysets"), count(&file, "legacy_keys")), (8, 0), "after {steps} steps");
        check(&next, &grants[..9]).await;
        next.close().await;
        if ended {
            break;
        }
        deaths += 1;
    }
    assert!(deaths >= 27, "{deaths}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_processes_gather_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let grants = legacy_vault(&file, &key).await;
    let reader = open(&file, &key).await;
    let mut gathering = Vec::new();
    for _ in 0..3 {
        let process = open(&file, &key).await;
        gathering.push(tokio::spawn(async move {
            gather(&process).await;
            process.close().await;
        }));
    }
    for _ in 0..3 {
        reader.keyring.clear();
        check(&reader, &grants[..20]).await;
    }
    for gathering in gathering {
        gathering.await.unwrap();
    }
    gather(&reader).await;
    assert_eq!((count(&file, "keysets"), count(&file, "legacy_keys")), (8, 0));
    check(&reader, &grants).await;
    reader.close().await;
}

/// Somebody has kept the rows of before, and puts them back in the place of the keyset.
#[tokio::test]
async fn keys_in_no_keyset_are_refused_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let grants = legacy_vault(&file, &key).await;
    let old: (Vec<u8>, String, Vec<u8>) = Connection::open(&file)
        .unwrap()
        .query_row("SELECT key_id, root_key_id, wrapped FROM legacy_keys WHERE tenant_id = 't0'", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    let (repo, other) = (open(&file, &key).await, open(&file, &key).await);
    check(&other, &grants).await;
    gather(&repo).await;
    // It sees the keyset, and has not heard yet that no keys of before are believed any more.
    other.keyring.clear();
    check(&other, &grants).await;
    assert!(other.keyring.oldest_form() < FORM);
    let database = Connection::open(&file).unwrap();
    database.execute("DELETE FROM keysets WHERE tenant_id = 't0'", []).unwrap();
    let values = params![old.0, old.1, old.2];
    let insert = "INSERT INTO legacy_keys VALUES (?1, 'tenant', 't0', 'primary', ?2, ?3, 1)";
    database.execute(insert, values).unwrap();
    let late = open(&file, &key).await;
    for process in [&repo, &other, &late] {
        process.keyring.clear();
        if Arc::ptr_eq(process, &other) {
            let error = process.load_grant(&grants[0].key.tenant_id, &grants[0].id).await.unwrap_err();
            assert_eq!(error.code(), ErrorCode::KeyMismatch, "what it has seen is enough");
            // It hears of the end with its next round.
            gather(process).await;
        }
        let error = process.load_grant(&grants[0].key.tenant_id, &grants[0].id).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::VaultUnavailable);
        assert!(process.insert_grant(&grant(7 * 1000), vec![], None).await.is_err(), "no key is made in its place");
        check(process, &grants[1..4]).await;
        let found = process.housekeeping().verify().await.unwrap();
        assert_eq!(found.unreadable_keys.len(), 1, "the operator is told");
    }
    for process in [repo, other, late] {
        process.close().await;
    }
}

#[tokio::test]
async fn a_damaged_key_of_before_stays_and_stops_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let grants = legacy_vault(&file, &key).await;
    let damage = "UPDATE legacy_keys SET wrapped = zeroblob(132) WHERE tenant_id = 't0'";
    assert_eq!(Connection::open(&file).unwrap().execute(damage, []).unwrap(), 1);
    let repo = open(&file, &key).await;
    gather(&repo).await;
    assert_eq!((count(&file, "keysets"), count(&file, "legacy_keys")), (7, 1));
    check(&repo, &grants[1..7]).await;
    assert!(repo.load_grant(&grants[0].key.tenant_id, &grants[0].id).await.is_err());
    repo.close().await;
}

fn damage(file: &Path, state: &str) {
    let database = Connection::open(file).unwrap();
    let sql = "UPDATE legacy_keys SET wrapped = zeroblob(132) WHERE tenant_id = 't3' AND state = ?1";
    assert_eq!(database.execute(sql, [state]).unwrap(), 1);
}

#[tokio::test]
async fn an_owner_one_of_whose_keys_is_damaged_keeps_what_opens() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let grants = legacy_vault(&file, &key).await;
    damage(&file, "decrypt_only");
    let repo = open(&file, &key).await;
    check(&repo, &grants).await;
    gather(&repo).await;
    assert_eq!((count(&file, "keysets"), count(&file, "legacy_keys"), repo.keyring.oldest_form()), (8, 0, FORM));
    repo.keyring.clear();
    check(&repo, &grants).await;
    repo.close().await;
}

/// Whoever refuses keys of before takes those from an owner who can read with one of them.
#[tokio::test]
async fn nobody_is_cut_off_from_what_a_key_of_before_opens() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let grants = legacy_vault(&file, &key).await;
    damage(&file, "primary");
    let sql = "SELECT key_id FROM legacy_keys WHERE tenant_id = 't3' AND state = 'decrypt_only'";
    let opening: [u8; 16] = Connection::open(&file).unwrap().query_row(sql, [], |row| row.get(0)).unwrap();
    let repo = open(&file, &key).await;
    gather(&repo).await;
    repo.keyring.clear();
    assert!(repo.keyring.key_by_id(&tenant(3), opening).await.unwrap().is_some());
    assert_eq!((count(&file, "keysets"), count(&file, "legacy_keys")), (7, 2));
    assert!(repo.keyring.oldest_form() < FORM);
    check(&repo, &grants[..3]).await;
    repo.close().await;
}

/// A service that says no for a moment has damaged nothing.
#[tokio::test]
async fn who_is_denied_for_a_moment_while_keys_are_gathered_loses_none() {
    let folder = tempfile::tempdir().unwrap();
    let (base, key, root) = (folder.path().join("base.db"), LocalRootKey::make(), Refusing::new());
    open(&base, &key).await.close().await;
    let repo = open_refusing(&base, &key, &root).await;
    let roots = RootKeys::new(vec![Root::Service(root.clone())]).unwrap();
    let grants = legacy_vault_of(repo, &base, &roots).await;
    root.is_for_a_moment.store(true, std::sync::atomic::Ordering::SeqCst);
    let mut denied = 0;
    for left in 0..30 {
        let file = folder.path().join(format!("{left}.db"));
        std::fs::copy(&base, &file).unwrap();
        root.left.store(usize::MAX, std::sync::atomic::Ordering::SeqCst);
        let repo = process_of(&file, vec![Root::Service(root.clone())]);
        repo.open().await.unwrap();
        root.left.store(left, std::sync::atomic::Ordering::SeqCst);
        denied += usize::from(repo.housekeeping().rotate_root_keys(|_| true).await.is_err());
        root.left.store(usize::MAX, std::sync::atomic::Ordering::SeqCst);
        gather(&repo).await;
        assert_eq!((count(&file, "keysets"), count(&file, "legacy_keys")), (8, 0), "denied after {left}");
        repo.keyring.clear();
        check(&repo, &grants[..9]).await;
        repo.close().await;
    }
    assert!(denied > 8, "{denied}");
}
