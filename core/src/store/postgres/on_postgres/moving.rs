//! A copy takes every column that it does not name as one that stays behind.

use std::collections::BTreeSet;

use crate::store::Store as _;
use crate::store::copying::{Kind, LEFT_BEHIND, OF_ONE_STORE, TABLES};
use crate::store::postgres::testing::{Way, postgres_vault};

#[tokio::test]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn every_table_and_column_is_copied_or_named_as_one_that_stays() {
    let vault = postgres_vault(Way::Direct);
    vault.store().open().await.unwrap();
    let client = vault.client().await;
    let sql = "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = $1";
    let rows = client.query(sql, &[&vault.schema]).await.unwrap();
    let names: Vec<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let tables: BTreeSet<&str> = names.iter().map(|(table, _)| table.as_str()).collect();
    let known: BTreeSet<&str> = TABLES.iter().map(|table| table.name).chain(LEFT_BEHIND.iter().copied()).collect();
    assert_eq!(tables.difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new(), "tables of which a copy says nothing");
    for table in TABLES {
        let copied: BTreeSet<&str> =
            table.columns.iter().filter(|column| column.kind != Kind::Length).map(|column| column.name).collect();
        let there = names.iter().filter(|(of, name)| of == table.name && !OF_ONE_STORE.contains(&name.as_str()));
        assert_eq!(there.map(|(_, name)| name.as_str()).collect::<BTreeSet<_>>(), copied, "{}", table.name);
    }
}
