//! Keeps out of a vault a program that a newer version has shut out while it ran: which versions may still use the vault is asked when it
//! is opened, again by every transaction that writes, behind the lock that a migration needs, and behind every read.

use rusqlite::Connection;

use super::errors::Failure;
use super::migrations;

/// Refuses where a newer version lets this one do nothing any more.
pub(super) fn check(db: &Connection) -> Result<(), Failure> {
    judge(db, db.prepare_cached(VERSION)?.query_row([], |row| row.get(0))?)
}

const VERSION: &str = "PRAGMA user_version";

fn judge(db: &Connection, version: i64) -> Result<(), Failure> {
    // A step of ours cannot be missing: the vault was opened.
    if version <= i64::from(migrations::SCHEMA_VERSION) { Ok(()) } else { migrations::is_current(db).map(drop) }
}

/// An answer of the vault, if the vault lets this program read when it was given.
pub(super) fn checked<T>(db: &Connection, answer: Result<T, Failure>) -> Result<T, Failure> {
    judged(check(db), answer)
}

fn judged<T>(is_let: Result<(), Failure>, answer: Result<T, Failure>) -> Result<T, Failure> {
    match is_let {
        Err(Failure::Newer(version)) => Err(Failure::Newer(version)),
        is_let => answer.and_then(|answer| is_let.map(|()| answer)),
    }
}

/// The same of one row, read of the same state of the vault as what that lets: a statement that has given a row keeps it for all that is asked
/// before its end, and so it is locked once for both, with no transaction that would have to be begun.
pub(super) fn checked_at_once<T>(
    db: &Connection,
    question: impl FnOnce(&Connection) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut asked = db.prepare_cached(VERSION)?;
    let mut given = asked.raw_query();
    let version = given.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?.get(0)?;
    let answer = question(db);
    let answer = judged(judge(db, version), answer);
    drop(given);
    answer
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::base::{ErrorCode, SystemClock, Timestamp};
    use crate::model::rows::{Batch, GrantQuery, GrantRow, MetaRow, OLDEST_READER, VAULT_VERSION, Write};
    use crate::store::sqlite::SqliteStore;
    use crate::store::{Store as _, suite};

    /// A vault in which a grant is due, a store that has it open, and a connection of another program.
    async fn with_due_grant() -> (tempfile::TempDir, Arc<SqliteStore>, Connection, GrantRow) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("v.db");
        let store = SqliteStore::new(&file, "sqlite:./v.db".to_owned(), Arc::new(SystemClock));
        store.open().await.unwrap();
        let meta = MetaRow {
            schema_version: VAULT_VERSION,
            oldest_reader: OLDEST_READER,
            environment_hash: [1; 32],
            store_epoch: 0,
            earlier_epoch: None,
        };
        let (grant, _) = suite::two_grants();
        let grant = GrantRow { refresh_at: Some(Timestamp::from_unix_seconds(5)), ..grant };
        let claims = grant.account_hash.into_iter().collect();
        let insert = Write::InsertGrant { row: Box::new(grant.clone()), claims, now: Timestamp::EPOCH };
        store.commit(Batch { writes: vec![Write::InitMeta(meta), insert] }).await.unwrap();
        (folder, Arc::new(store), Connection::open(file).unwrap(), grant)
    }

    fn say_version(other: &Connection, version: u32, oldest_reader: u32) {
        let meta = format!("UPDATE meta SET schema_version = {version}, oldest_reader = {oldest_reader}");
        other.execute_batch(&format!("PRAGMA user_version = {version}; {meta}")).unwrap();
    }

    fn touch(grant: &GrantRow) -> Write {
        Write::TouchGrant { tenant_id: grant.tenant_id.clone(), grant_id: grant.id.clone(), at: Timestamp::EPOCH }
    }

    #[tokio::test]
    async fn a_program_that_is_shut_out_while_it_runs_does_nothing_any_more() {
        let (_folder, store, other, grant) = with_due_grant().await;
        let id = GrantQuery::Id(grant.tenant_id.clone(), grant.id.clone());
        say_version(&other, VAULT_VERSION + 1, VAULT_VERSION);
        assert!(store.find_grant(id.clone()).await.unwrap().is_some(), "the next version lets this one go on");
        store.commit(Batch { writes: vec![touch(&grant)] }).await.unwrap();

        say_version(&other, VAULT_VERSION + 2, VAULT_VERSION + 1);
        let acquire = Write::AcquireLease(suite::lease_acquisition(&grant));
        let told = [
            ("acquire", store.commit(Batch { writes: vec![acquire] }).await.map(drop)),
            ("touch", store.commit(Batch { writes: vec![touch(&grant)] }).await.map(drop)),
            ("jobs", store.take_jobs(suite::due_jobs()).await.map(drop)),
            ("find", store.find_grant(id.clone()).await.map(drop)),
            ("changes", store.changes_since(None, 1).await.map(drop)),
            ("meta", store.find_meta().await.map(drop)),
        ];
        for (what, told) in told {
            let error = told.expect_err(what);
            assert_eq!(error.code(), ErrorCode::VaultNewer, "{what}: {error}");
            let expected = format!("A newer version of Authpipe wrote ./v.db (schema {}).", VAULT_VERSION + 2);
            assert_eq!((error.message(), error.hint()), (expected.as_str(), Some("Upgrade Authpipe.")));
        }
        let held: i64 = other.query_row("SELECT count(*) FROM jobs WHERE attempts > 0", [], |row| row.get(0)).unwrap();
        assert_eq!(held, 0, "nor has it kept the work from others");
        other.execute_batch("ALTER TABLE grants RENAME COLUMN config TO settings").unwrap();
        assert_eq!(store.find_grant(id).await.unwrap_err().code(), ErrorCode::VaultNewer, "nor is it told of damage");
        store.close().await;
    }

    /// What somebody else commits in between is not seen by half of the answer, and no transaction was begun for that.
    #[tokio::test]
    async fn a_row_and_what_lets_it_be_read_are_of_one_state() {
        let (folder, store, other, _) = with_due_grant().await;
        let db = Connection::open(folder.path().join("v.db")).unwrap();
        let count = |db: &Connection| Ok(db.query_row("SELECT count(*) FROM grants", [], |row| row.get::<_, i64>(0))?);
        let asked = checked_at_once(&db, |db| {
            assert!(db.is_autocommit());
            other.execute_batch("DELETE FROM grants").unwrap();
            say_version(&other, VAULT_VERSION + 2, VAULT_VERSION + 1);
            count(db)
        });
        assert_eq!(asked.unwrap(), 1, "as it was when the version was read");
        assert!(matches!(checked_at_once(&db, count), Err(Failure::Newer(_))));
        let is_busy = other.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0));
        assert!(!is_busy.unwrap(), "nothing is kept behind the answer");
        store.close().await;
    }

    /// What was acknowledged is what the migration has found.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn nothing_is_committed_behind_a_migration_that_comes_between_live_commits() {
        let (_folder, store, other, _) = with_due_grant().await;
        let [event, ..] = suite::three_events();
        let (begun, mut has_begun) = tokio::sync::mpsc::channel(1);
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let (store, event, begun) = (store.clone(), event.clone(), begun.clone());
                tokio::spawn(async move {
                    for n in 0_u32.. {
                        let event = crate::model::event::Event { id: format!("evt_{writer}_{n}"), ..event.clone() };
                        if let Err(error) = store.commit(Batch { writes: vec![Write::AppendEvent(event)] }).await {
                            return (n, error.code());
                        }
                        let _ = begun.try_send(());
                    }
                    unreachable!("a writer that is never refused")
                })
            })
            .collect();
        has_begun.recv().await.unwrap();
        other.busy_timeout(std::time::Duration::from_secs(20)).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let count = |other: &Connection| -> u32 { other.query_row("SELECT count(*) FROM events", [], |row| row.get(0)).unwrap() };
        let found = count(&other);
        say_version(&other, VAULT_VERSION + 1, VAULT_VERSION + 1);
        other.execute_batch("COMMIT").unwrap();
        let mut acknowledged = 0;
        for writer in writers {
            let (committed, code) = writer.await.unwrap();
            assert_eq!(code, ErrorCode::VaultNewer);
            acknowledged += committed;
        }
        assert!(found > 0);
        assert_eq!((acknowledged, count(&other)), (found, found));
        store.close().await;
    }
}
