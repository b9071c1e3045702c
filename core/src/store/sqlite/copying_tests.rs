//! A copy takes every column that it does not name as one that stays behind.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::migrations;
use crate::store::copying::{Kind, LEFT_BEHIND, OF_ONE_STORE, TABLES};

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
