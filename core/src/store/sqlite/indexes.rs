//! Whether the file's indexes have the rows of its tables, and its pages their order.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::store::IndexCheck;

use super::errors::Failure;
use super::statement::select;

/// What SQLite finds wrong. It reads all of the file.
pub(super) fn check(db: &Connection) -> Result<IndexCheck, Failure> {
    let found: Vec<String> = select(db, CHECK, &[], |row| Ok(row.get(0)?))?;
    let damaged: BTreeSet<String> = found.iter().filter(|line| *line != "ok").map(|line| name(line)).collect();
    Ok(IndexCheck { damaged: damaged.into_iter().collect(), unchecked: Vec::new() })
}

/// The index that a line is about. What else is said is about the file as a whole.
fn name(line: &str) -> String {
    let is_name = |name: &&str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let of_index = line.rsplit_once(" index ").map(|(_, name)| name).filter(is_name);
    of_index.unwrap_or("pages of the file").to_owned()
}

/// More lines than there are indexes say nothing more.
const CHECK: &str = "PRAGMA integrity_check(1000)";

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::base::{SystemClock, Timestamp};
    use crate::model::rows::{Batch, GrantQuery, GrantRow, Write};
    use crate::store::sqlite::SqliteStore;
    use crate::store::{Store as _, suite};

    #[test]
    fn a_line_names_its_index_or_none() {
        for (line, expected) in [
            ("row 1 missing from index sqlite_autoindex_grants_2", "sqlite_autoindex_grants_2"),
            ("wrong # of entries in index grants_by_user", "grants_by_user"),
            ("non-unique entry in index grants_claim", "grants_claim"),
            ("Tree 12 page 7: btreeInitPage() returns error code 11", "pages of the file"),
            ("row 1 missing from index no name", "pages of the file"),
        ] {
            assert_eq!(name(line), expected);
        }
    }

    /// Whoever writes the file past its indexes hides a grant from those who ask for it.
    #[tokio::test]
    async fn a_row_that_an_index_hides_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v.db");
        let store = SqliteStore::new(&path, "sqlite:./v.db".to_owned(), Arc::new(SystemClock));
        store.open().await.unwrap();
        let (one, other) = suite::two_grants();
        let insert = |row: &GrantRow| Write::InsertGrant { row: Box::new(row.clone()), claims: vec![], now: Timestamp::EPOCH };
        store.commit(Batch { writes: vec![insert(&one), insert(&other)] }).await.unwrap();
        assert_eq!(store.check_indexes().await.unwrap(), IndexCheck::default());
        store.close().await;
        // An index of another table's pages for a moment: what is written meanwhile is in none of its own.
        let database = Connection::open(&path).unwrap();
        database
            .execute_batch(
                "PRAGMA writable_schema = ON;
                CREATE TABLE aside (tenant_id TEXT, config TEXT, subject TEXT, user_id TEXT, label TEXT,
                    UNIQUE (tenant_id, config, subject, user_id, label));
                UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_aside_1')
                    WHERE name = 'sqlite_autoindex_grants_2';
                DELETE FROM sqlite_schema WHERE name = 'aside' OR tbl_name = 'aside';
                PRAGMA writable_schema = RESET;",
            )
            .unwrap();
        drop(database);
        let store = SqliteStore::new(&path, "sqlite:./v.db".to_owned(), Arc::new(SystemClock));
        store.open().await.unwrap();
        let by_id = GrantQuery::Id(one.tenant_id.clone(), one.id.clone());
        assert!(store.find_grant(by_id).await.unwrap().is_some());
        let damaged = store.check_indexes().await.unwrap().damaged;
        assert!(damaged.contains(&"sqlite_autoindex_grants_2".to_owned()), "{damaged:?}");
        store.close().await;
    }
}
