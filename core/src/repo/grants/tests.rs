//! What is compared of a grant's row, each part by itself; and rows of before that somebody puts back (SR-42, SR-44).

use std::path::Path;

use rusqlite::Connection;

use super::super::GrantUpdate;
use super::super::testing::{fill, grant, open, tenant, update, value};
use super::*;
use crate::base::ConfigId;
use crate::model::rows::{GrantGuard, IntentColumns, LeaseGuard};
use crate::vault::LocalRootKey;

#[tokio::test]
async fn each_part_of_a_grants_place_is_bound_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let repo = open(&folder.path().join("v.db"), &LocalRootKey::make()).await;
    let stored = fill(&repo, 1..2).await.remove(0);
    let query = GrantQuery::Id(stored.key.tenant_id.clone(), stored.id.clone());
    let row = repo.store.find_grant(query).await.unwrap().unwrap();
    type Change = fn(&mut GrantRow);
    let changes: [(&str, Change); 6] = [
        ("tenant", |row| row.tenant_id = tenant(2)),
        ("id", |row| row.id = GrantId::make_connection()),
        ("config", |row| row.config = ConfigId::parse("other").unwrap()),
        ("an installation's", |row| row.subject = SubjectKind::Installation),
        ("a tenant's", |row| row.subject = SubjectKind::Tenant),
        ("generation", |row| row.generation += 1),
    ];
    for (what, change) in changes {
        let mut other = row.clone();
        change(&mut other);
        assert_ne!(repo.grant_context(&other).encode(), repo.grant_context(&row).encode(), "{what}");
    }
    repo.close().await;
}

/// A row as it is now, in a file beside the vault.
fn keep(file: &Path, grant: &Grant) {
    let sql = format!(
        "ATTACH '{}' AS beside; CREATE TABLE beside.kept AS SELECT * FROM main.grants WHERE id = '{}'",
        file.with_extension("kept").display(),
        grant.id.as_str()
    );
    Connection::open(file).unwrap().execute_batch(&sql).unwrap();
}

/// Puts it back over what is there.
fn put_back(file: &Path) {
    let sql = format!(
        "ATTACH '{}' AS beside; DELETE FROM main.grants WHERE id = (SELECT id FROM beside.kept);
            INSERT INTO main.grants SELECT * FROM beside.kept",
        file.with_extension("kept").display()
    );
    Connection::open(file).unwrap().execute_batch(&sql).unwrap();
}

/// Whoever remembers more is not deceived, wherever it knows that from. For the others there is the anchor.
#[tokio::test]
async fn a_row_of_before_is_not_opened_by_whoever_has_stored_or_opened_a_later_one() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let (stores, opens) = (open(&file, &key).await, open(&file, &key).await);
    let first = grant(1);
    stores.insert_grant(&first, vec![], None).await.unwrap().unwrap();
    keep(&file, &first);
    stores.replace_value(&first, "second").await;
    let load = async |repo: &Repo| repo.load_grant(&first.key.tenant_id, &first.id).await;
    assert_eq!(value(&load(&opens).await.unwrap().unwrap()), "second");
    put_back(&file);
    for process in [&stores, &opens] {
        assert!(load(process).await.is_err());
        let listed = process.list_grants(GrantFilter { limit: 9, ..GrantFilter::default() }).await.unwrap();
        assert_eq!(listed.len(), 1);
        assert!(matches!(&listed[0].secrets.material, Material::Fields(fields) if fields.is_empty()), "nor in a list");
    }
    // Whoever deletes it goes on from what was seen.
    let husk = stores.load_grant_to_delete(&first.key.tenant_id, &first.id).await.unwrap().unwrap();
    let secrets = GrantSecrets { status: GrantStatus::Revoked, ..GrantSecrets::unreadable() };
    let ended = Grant { secrets, ..husk.clone() };
    let ended = stores.replace_grant(GrantUpdate { grant: &ended, ..update(&husk) }).await.unwrap().unwrap();
    assert_eq!((husk.revision, ended.revision), (1, 3));
    put_back(&file);
    let new = open(&file, &key).await;
    assert_eq!(value(&load(&new).await.unwrap().unwrap()), "secret-1", "it is whole, for who knows no better");
    for process in [stores, opens, new] {
        process.close().await;
    }
}

/// What is left of a deleted grant says which numbers were given out, so that what comes next is beyond all of them.
#[tokio::test]
async fn numbers_go_on_from_what_was_sealed_and_from_what_was_seen() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    let first = grant(1);
    repo.insert_grant(&first, vec![], None).await.unwrap().unwrap();
    let later = repo.replace_value(&first, "second").await;
    let secrets = GrantSecrets { status: GrantStatus::Revoked, ..GrantSecrets::unreadable() };
    let ended = Grant { secrets, generation: later.generation + 1, fence: later.fence + 1, ..later.clone() };
    let ended = repo.replace_grant(GrantUpdate { grant: &ended, ..update(&later) }).await.unwrap().unwrap();
    let left = async |repo: &Repo| {
        let found = repo.find_tombstones(std::iter::once(&first.key)).await.unwrap();
        found.into_iter().next().flatten().unwrap()
    };
    // Somebody sets the numbers of the row back: one that has never seen it goes by what is sealed.
    let edit = "UPDATE grants SET revision = 0 WHERE id = ?1";
    keep(&file, &first);
    Connection::open(&file).unwrap().execute(edit, [first.id.as_str()]).unwrap();
    let new = open(&file, &key).await;
    assert_eq!(left(&new).await.next_revision, ended.revision);
    new.close().await;
    put_back(&file);
    // The user connects again, and somebody puts back what was left before that: this process has seen more.
    let tombstone = left(&repo).await;
    let anew = Grant {
        id: tombstone.id.clone(),
        generation: tombstone.generation + 1,
        revision: tombstone.next_revision,
        fence: tombstone.next_fence,
        ..first.clone()
    };
    let guard = GrantGuard {
        generation: tombstone.generation,
        revision: Some(tombstone.revision),
        fence: tombstone.fence,
        lease: LeaseGuard::Any,
    };
    let anew = repo.replace_grant(GrantUpdate { grant: &anew, guard, ..update(&anew) }).await.unwrap().unwrap();
    assert!(anew.revision > ended.revision);
    put_back(&file);
    assert_eq!(left(&repo).await.next_revision, anew.revision);
    repo.close().await;
}

/// It is there, and cannot be read: whoever took it for deleted would connect anew beside it.
#[tokio::test]
async fn a_grant_whose_key_is_gone_is_not_taken_for_a_deleted_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("v.db");
    let repo = open(&file, &LocalRootKey::make()).await;
    let stored = fill(&repo, 1..2).await.remove(0);
    Connection::open(&file).unwrap().execute("UPDATE grants SET key_id = zeroblob(16)", []).unwrap();
    assert!(repo.load_grant(&stored.key.tenant_id, &stored.id).await.is_err());
    Connection::open(&file).unwrap().execute("UPDATE grants SET status = 'revoked'", []).unwrap();
    assert!(repo.load_grant(&stored.key.tenant_id, &stored.id).await.unwrap().is_none());
    repo.close().await;
}

/// A lease under which nothing is sent stands for an exchange that it was to repair: its holder may come late, and store the answer. What was sent
/// to repair it was sent all the same.
#[test]
fn a_repair_is_over_once_what_it_was_to_repair_is_stored_and_nothing_was_sent() {
    const SENT: [u8; 32] = [7; 32];
    for (digest, committed_epoch, is_recovery) in [
        (OpenIntent::NOTHING_SENT, 4, false),
        (OpenIntent::NOTHING_SENT, 3, true),
        (OpenIntent::NOTHING_SENT, 5, true),
        (SENT, 4, true),
        (SENT, 3, true),
    ] {
        let intent = IntentColumns { age: Duration::ZERO, ended: Duration::ZERO, digest, is_recovery: true };
        let lease = LeaseColumns { owner: Some([1; 16]), epoch: 5, left: Duration::ZERO, intent: Some(intent) };
        let found = open_intent(lease, committed_epoch, Duration::from_secs(9)).unwrap();
        assert_eq!(found.is_recovery, is_recovery, "{digest:?} {committed_epoch}");
    }
}
