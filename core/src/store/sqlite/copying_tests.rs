//! A copy takes every column that it does not name as one that stays behind, and waits for whoever may bring something still.

use std::collections::BTreeSet;
use std::sync::Arc;

use rusqlite::Connection;

use super::{SqliteStore, copying, migrations};
use crate::base::{SystemClock, Timestamp};
use crate::model::rows::{Batch, Write};
use crate::store::copying::{CopySource as _, Kind, LEFT_BEHIND, OF_ONE_STORE, TABLES};
use crate::store::{Store as _, suite};

fn columns(db: &Connection, table: &str) -> BTreeSet<String> {
    let mut statement = db.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
    statement.query_map([table], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn every_table_and_column_is_copied_or_named_as_one_that_stays() {
    let db = Connection::open_in_memory().unwrap();
    migrations::migrate(&db).unwrap();
    let mut tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").unwrap();
    let tables: BTreeSet<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let known = TABLES.iter().map(|table| table.name).chain(LEFT_BEHIND.iter().copied());
    let known: BTreeSet<String> = known.map(str::to_owned).collect();
    assert_eq!(tables.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "tables of which a copy says nothing");
    for table in TABLES {
        let copied: BTreeSet<String> =
            table.columns.iter().filter(|column| column.kind != Kind::Length).map(|column| column.name.to_owned()).collect();
        let stay: BTreeSet<String> = OF_ONE_STORE.iter().map(|name| (*name).to_owned()).collect();
        let there: BTreeSet<String> = columns(&db, table.name).difference(&stay).cloned().collect();
        assert_eq!(there, copied, "{}", table.name);
    }
}

/// One that was stopped in the middle of an exchange wakes behind the end of its lease, and stores what it was given.
#[tokio::test]
async fn a_holder_that_lives_and_is_behind_its_lease_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("v.db");
    let store = SqliteStore::new(&file, "sqlite:./v.db".to_owned(), Arc::new(SystemClock));
    store.open().await.unwrap();
    let (grant, _) = suite::two_grants();
    let claims = grant.account_hash.into_iter().collect();
    let insert = Write::InsertGrant { row: Box::new(grant.clone()), claims, now: Timestamp::EPOCH };
    let lease = Write::AcquireLease(suite::lease_acquisition(&grant));
    store.commit(Batch { writes: vec![insert, lease] }).await.unwrap();
    let mut source = copying::open_source(&store.life.given(), "sqlite:./v.db", Arc::new(SystemClock)).unwrap();
    let db = Connection::open(&file).unwrap();
    for (later, counted) in [(0, 1), (61_000, 1), (100_000, 1), (30_000, 0)] {
        let sql = format!("UPDATE grants SET lease_ends = lease_ends - {later}, lease_until = lease_until - {later}");
        db.execute(&sql, []).unwrap();
        assert_eq!(source.count_leases().await.unwrap(), counted, "{later}");
    }
    // One whose clock a test has moved ahead: it is waited for while it lives.
    let ahead = "UPDATE grants SET lease_began = lease_began + 9000000000, lease_ends = lease_ends + 9000000000";
    db.execute(ahead, []).unwrap();
    assert_eq!(source.count_leases().await.unwrap(), 1);
    store.close().await;
}
