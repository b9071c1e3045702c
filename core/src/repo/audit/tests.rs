//! What a writer of the database does to the audit log is found, at the entry where it begins.

use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;

use super::super::Repo;
use super::super::testing::{fill_told, grant, open, process, tenant, update};
use super::*;
use crate::base::Secret;
use crate::model::grant::{GrantStatus, StatusReason};
use crate::repo::{GrantUpdate, GrantWrite};
use crate::store::AnchorFile;
use crate::vault::{Chain, Judged, Linking, LocalRootKey};

mod acknowledged;
mod dropped;
mod keys;
mod own_key;
mod very_many;

fn act(kind: AuditKind) -> Option<Act> {
    Some(Act { kind, actor: UserId::parse("ben").ok() })
}

async fn delete(repo: &Repo, stored: &Grant) -> Result<()> {
    let mut ended = stored.clone();
    (ended.secrets.status, ended.secrets.reason) = (GrantStatus::Revoked, Some(StatusReason::Deleted));
    let deletion = GrantUpdate { act: act(AuditKind::ConnectionDeleted), ..update(stored) };
    repo.replace_grant(GrantUpdate { grant: &ended, ..deletion }).await.map(|deleted| drop(deleted.unwrap()))
}

/// Stores a key, which is told.
async fn store(repo: &Repo, n: usize) -> Result<()> {
    let write = GrantWrite::Insert { grant: &grant(n), events: vec![], act: act(AuditKind::CredentialStored) };
    repo.write_grants(vec![write], None).await.map(|stored| drop(stored.unwrap()))
}

async fn broken(repo: &Repo) -> Option<u64> {
    repo.verify_audit().await.unwrap().broken
}

fn edit(file: &Path, sql: &str) {
    Connection::open(file).unwrap().execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

struct Vault {
    folder: tempfile::TempDir,
    key: Secret<String>,
}

impl Vault {
    fn make() -> Vault {
        Vault { folder: tempfile::tempdir().unwrap(), key: LocalRootKey::make() }
    }

    fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("v.db")
    }

    async fn open(&self) -> Arc<Repo> {
        open(&self.file(), &self.key).await
    }

    /// A process that remembers how far the vault was.
    async fn open_anchored(&self) -> Arc<Repo> {
        let anchor = AnchorFile::new(self.folder.path().join("anchor"));
        let repo = Arc::into_inner(process(&self.file(), &self.key)).unwrap().anchored_to(Some(Arc::new(anchor)));
        repo.open().await.unwrap();
        Arc::new(repo)
    }
}

#[tokio::test]
async fn what_is_done_is_told_with_who_and_what_and_no_secret() {
    let vault = Vault::make();
    let repo = vault.open().await;
    let stored = fill_told(&repo, 1..2).await.pop().unwrap();
    let rows = repo.audit_log().list(AuditFilter { limit: 9, ..AuditFilter::default() }).await.unwrap();
    assert_eq!(rows.len(), 1);
    let about = &rows[0].about;
    let told = [&about.tenant_id, &about.user_id, &about.grant_id, &about.actor].map(|id| id.clone().unwrap());
    assert_eq!(told, ["t1", "u1", stored.id.as_str(), "ben"]);
    let dump = format!("{rows:?}");
    assert!(!dump.contains("secret-1"), "{dump}");
    assert_eq!(repo.verify_audit().await.unwrap(), AuditVerification { entries: 1, dropped: 0, unvouched: vec![], broken: None });
    // What is refused is not told, and what nobody told is not done.
    let again = GrantWrite::Insert { grant: &stored, events: vec![], act: act(AuditKind::CredentialStored) };
    assert!(repo.write_grants(vec![again], None).await.unwrap().is_err());
    delete(&repo, &stored).await.unwrap();
    assert_eq!(repo.verify_audit().await.unwrap(), AuditVerification { entries: 2, dropped: 0, unvouched: vec![], broken: None });
    repo.close().await;
}

/// The columns are asked of the schema: a new one is edited too.
#[tokio::test]
async fn every_edit_of_an_entry_is_found_where_it_is() {
    let vault = Vault::make();
    let repo = vault.open().await;
    fill_told(&repo, 0..6).await;
    let columns: Vec<(String, String)> = {
        let database = Connection::open(vault.file()).unwrap();
        let mut query = database.prepare("SELECT name, type FROM pragma_table_info('audit') ORDER BY cid").unwrap();
        query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    assert!(columns.len() >= 14);
    let mut edits = 0;
    for (name, kind) in &columns {
        let values = match kind.as_str() {
            "INTEGER" => vec![format!("{name} + 1000"), format!("-{name}"), "0".to_owned()],
            "BLOB" => vec!["x''".to_owned(), "zeroblob(32)".to_owned(), format!("(SELECT {name} FROM audit WHERE number = 2)")],
            _ => vec!["'eve'".to_owned(), "''".to_owned(), format!("(SELECT {name} FROM audit WHERE number = 2)")],
        };
        for value in values.iter().map(String::as_str).chain(["NULL"]) {
            edit(&vault.file(), "CREATE TABLE kept AS SELECT * FROM audit");
            let database = Connection::open(vault.file()).unwrap();
            let is_other = format!("SELECT {name} IS NOT {value} FROM audit WHERE number = 4");
            let is_other: bool = database.query_row(&is_other, [], |row| row.get(0)).unwrap();
            // What the schema does not take is no edit.
            if is_other && database.execute(&format!("UPDATE audit SET {name} = {value} WHERE number = 4"), []).is_ok() {
                edits += 1;
                assert_eq!(broken(&repo).await, Some(4), "{name} = {value}");
            }
            drop(database);
            edit(&vault.file(), "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept; DROP TABLE kept");
            assert_eq!(broken(&repo).await, None, "{name} = {value}");
        }
    }
    assert!(edits > 40, "{edits}");
    repo.close().await;
}

#[tokio::test]
async fn entries_that_go_come_or_change_places_are_found() {
    let vault = Vault::make();
    let repo = vault.open().await;
    fill_told(&repo, 0..6).await;
    let other = Vault::make();
    let of_other = other.open().await;
    fill_told(&of_other, 0..6).await;
    of_other.close().await;
    let swap = "UPDATE audit SET number = 100 WHERE number = 2; UPDATE audit SET number = 2 WHERE number = 3;
        UPDATE audit SET number = 3 WHERE number = 100";
    // All that follows is moved up, so that no number is missing.
    let close_up = "DELETE FROM audit WHERE number = 3; UPDATE audit SET number = number - 1 WHERE number > 3;
        UPDATE sqlite_sequence SET seq = 5 WHERE name = 'audit'";
    let insert = "UPDATE audit SET number = number + 100 WHERE number > 3; UPDATE audit SET number = number - 99 WHERE number > 100;
        INSERT INTO audit SELECT 4, kind, at, tenant_id, user_id, grant_id, actor, request, key_id, salt, content, signer, mac, erased
            FROM audit WHERE number = 3; UPDATE sqlite_sequence SET seq = 7 WHERE name = 'audit'";
    let copy = format!(
        "ATTACH '{}' AS other; DELETE FROM audit WHERE number = 3; INSERT INTO audit SELECT * FROM other.audit WHERE number = 3;
        DETACH other",
        other.file().display()
    );
    let whole = format!(
        "ATTACH '{}' AS other; DELETE FROM audit; INSERT INTO audit SELECT * FROM other.audit; DETACH other",
        other.file().display()
    );
    let of_tenant =
        "UPDATE audit SET (tenant_id, user_id, grant_id) = (SELECT tenant_id, user_id, grant_id FROM audit WHERE number = 2)
        WHERE number = 3";
    for (sql, at) in [
        ("DELETE FROM audit WHERE number = 3", 3),
        ("DELETE FROM audit WHERE number = 1", 1),
        ("DELETE FROM audit", 1),
        // Whoever takes the end away without what counts is found without an anchor.
        ("DELETE FROM audit WHERE number > 4", 5),
        (swap, 2),
        (close_up, 3),
        (insert, 4),
        (&copy, 3),
        (&whole, 1),
        (of_tenant, 3),
    ] {
        edit(&vault.file(), "CREATE TABLE kept AS SELECT * FROM audit");
        edit(&vault.file(), sql);
        assert_eq!(broken(&repo).await, Some(at), "{sql}");
        // What is done later heals nothing.
        fill_told(&repo, 50..51).await;
        assert_eq!(broken(&repo).await, Some(at), "{sql}");
        repo.erasures().erase_user(&tenant(50), &UserId::parse("u50").unwrap()).await.unwrap();
        let back = "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept; DROP TABLE kept;
            UPDATE sqlite_sequence SET seq = (SELECT max(number) FROM audit) WHERE name = 'audit'";
        edit(&vault.file(), back);
        assert_eq!(broken(&repo).await, None, "{sql}");
    }
    repo.close().await;
}

/// Without the key an entry can be emptied, and is named for it.
#[tokio::test]
async fn an_entry_that_somebody_has_emptied_is_named() {
    let vault = Vault::make();
    let repo = vault.open().await;
    fill_told(&repo, 0..6).await;
    let empty = "UPDATE audit SET tenant_id = NULL, user_id = NULL, grant_id = NULL, actor = NULL, salt = NULL, erased = PROOF WHERE number = 3";
    edit(&vault.file(), &empty.replace("PROOF", "zeroblob(32)"));
    assert_eq!(
        repo.verify_audit().await.unwrap(),
        AuditVerification { entries: 6, dropped: 0, unvouched: vec![3], broken: None }
    );
    for proof in ["mac", "content", "x''", "zeroblob(31)"] {
        edit(&vault.file(), &empty.replace("PROOF", proof));
        assert_eq!(broken(&repo).await, Some(3), "{proof}");
    }
    repo.close().await;
}

const CUT: &str = "DELETE FROM audit WHERE number > 4; UPDATE sqlite_sequence SET seq = 4 WHERE name = 'audit'";

/// Without an anchor the end may be taken away by whoever also edits what counts; with one it is found, also when the log goes on.
#[tokio::test]
async fn an_end_that_is_gone_is_found_as_far_as_the_anchor_remembers() {
    let vault = Vault::make();
    let repo = vault.open().await;
    fill_told(&repo, 0..6).await;
    repo.close().await;
    edit(&vault.file(), CUT);
    let repo = vault.open().await;
    assert_eq!(broken(&repo).await, None, "nothing outside of the vault says how long it was");
    repo.close().await;

    let vault = Vault::make();
    let repo = vault.open_anchored().await;
    fill_told(&repo, 0..6).await;
    repo.close().await;
    edit(&vault.file(), CUT);
    let repo = vault.open_anchored().await;
    assert_eq!(broken(&repo).await, Some(5));
    // Others in their place, and an anchor that is brought up to date.
    fill_told(&repo, 10..14).await;
    assert_eq!(broken(&repo).await, Some(6));
    repo.close().await;
    let repo = vault.open_anchored().await;
    assert_eq!(broken(&repo).await, Some(6), "what is remembered is not given up for another end");
    // A restore that somebody confirms is one end of the story.
    repo.close().await;
}

/// Two processes on one vault, with several tasks each.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_make_one_chain() {
    let vault = Vault::make();
    let (one, other) = (vault.open().await, vault.open().await);
    let tasks: Vec<_> = [(&one, 0..12), (&other, 20..32), (&one, 40..52), (&other, 60..72)]
        .into_iter()
        .map(|(repo, numbers)| {
            let repo = repo.clone();
            tokio::spawn(async move { fill_told(&repo, numbers).await.len() })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), 12);
    }
    for repo in [one, other] {
        assert_eq!(
            repo.verify_audit().await.unwrap(),
            AuditVerification { entries: 48, dropped: 0, unvouched: vec![], broken: None }
        );
        repo.close().await;
    }
}

/// Whoever dies in between has done nothing and told nothing, or both.
#[tokio::test]
async fn whoever_dies_in_between_has_told_what_was_done() {
    let vault = Vault::make();
    let mut steps = 0;
    loop {
        let repo = vault.open().await;
        let ended = super::super::testing::ends_within_writes(steps, fill_told(&repo, steps..=steps)).await;
        repo.close().await;
        let database = Connection::open(vault.file()).unwrap();
        let count = |sql: &str| u64::try_from(database.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap()).unwrap();
        let (grants, told) = (count("SELECT count(*) FROM grants"), count("SELECT count(*) FROM audit"));
        assert_eq!(grants, told, "after {steps} steps");
        let repo = vault.open().await;
        assert_eq!(
            repo.verify_audit().await.unwrap(),
            AuditVerification { entries: told, dropped: 0, unvouched: vec![], broken: None }
        );
        repo.close().await;
        if ended {
            break;
        }
        steps += 1;
    }
    assert!(steps >= 6, "{steps}");
}

#[tokio::test]
async fn an_erasure_leaves_a_chain_that_is_whole_and_says_nothing_of_whom() {
    let vault = Vault::make();
    let repo = vault.open().await;
    fill_told(&repo, [1, 2, 8, 9, 15].into_iter()).await;
    // Of tenant 1: entries 1, 3, 5. Users u1, u8, u15.
    repo.erasures().erase_user(&tenant(1), &UserId::parse("u8").unwrap()).await.unwrap();
    let list = async || repo.audit_log().list(AuditFilter { limit: 99, ..AuditFilter::default() }).await.unwrap();
    let rows = list().await;
    assert_eq!(rows.iter().filter(|row| row.erased.is_some()).map(|row| row.number).collect::<Vec<_>>(), [3]);
    assert!(!format!("{rows:?}").contains("\"u8\""), "{rows:?}");
    let told = |row: &AuditRow| (row.kind.clone(), row.about.tenant_id.clone().unwrap());
    let expected = |kind: &str| (kind.to_owned(), "t1".to_owned());
    assert_eq!([told(&rows[5]), told(&rows[6])], ["user.erasure_begun", "user.erased"].map(expected));
    repo.erasures().erase_tenant(&tenant(1), false).await.unwrap();
    let rows = list().await;
    assert_eq!(rows.iter().filter(|row| row.erased.is_some()).map(|row| row.number).collect::<Vec<_>>(), [1, 3, 5]);
    assert_eq!([told(&rows[7]), told(&rows[8])], ["tenant.erasure_begun", "tenant.erased"].map(expected));
    for gone in ["\"u1\"", "\"u15\""] {
        assert!(!format!("{rows:?}").contains(gone), "{gone}");
    }
    assert_eq!(repo.verify_audit().await.unwrap(), AuditVerification { entries: 9, dropped: 0, unvouched: vec![], broken: None });
    assert!(repo.housekeeping().verify().await.unwrap().is_whole());
    // Nobody erases without the key, and what was erased is not written anew.
    edit(&vault.file(), "UPDATE audit SET tenant_id = 't1', user_id = 'u9' WHERE number = 3");
    assert_eq!(broken(&repo).await, Some(3));
    repo.close().await;
}
