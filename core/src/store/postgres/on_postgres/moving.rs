//! A copy takes every column that it does not name as one that stays behind.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::SystemClock;
use crate::store::copying::{Kind, LEFT_BEHIND, OF_ONE_STORE, Rows as _, TABLES};
use crate::store::postgres::copying::open_source;
use crate::store::postgres::testing::{Way, postgres_vault};
use crate::store::{CopySource as _, Store as _};

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

/// One that was stopped in the middle of an exchange wakes behind the end of its lease, and stores what it was given.
#[tokio::test]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_holder_that_is_behind_its_lease_is_waited_for() {
    use super::*;
    let (vault, store) = open_vault().await;
    let (grant, _) = suite::two_grants();
    apply(&store, vec![insert(&grant), Write::AcquireLease(suite::lease_acquisition(&grant))]).await;
    let mut source = open_source(&vault.place(), Arc::new(SystemClock)).await.unwrap();
    let client = vault.client().await;
    for (later, counted) in [(0, 1), (61_000, 1), (100_000, 1), (30_000, 0)] {
        let sql = format!("UPDATE {}.grants SET lease_ends = lease_ends - {later}", vault.schema);
        client.batch_execute(&sql).await.unwrap();
        assert_eq!(source.count_leases().await.unwrap(), counted, "{later}");
    }
}

/// A server that ends idle sessions, or a firewall, does so while the other vault is read or leases are waited for.
#[tokio::test]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_copy_whose_idle_connection_was_ended_goes_on() {
    use super::*;
    let (vault, store) = open_vault().await;
    let (grant, _) = suite::two_grants();
    apply(&store, vec![insert(&grant)]).await;
    let grants = TABLES.iter().find(|table| table.name == "grants").unwrap();
    let mut source = open_source(&vault.place(), Arc::new(SystemClock)).await.unwrap();
    let client = vault.client().await;
    let cut = async || {
        let sql = "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity
            WHERE pid <> pg_backend_pid() AND query LIKE '%' || $1 || '%'";
        assert_ne!(client.query_one(sql, &[&vault.schema]).await.unwrap().get::<_, i64>(0), 0);
        // Whatever was said to this process has come when a later connection has been answered.
        vault.client().await.simple_query("SELECT 1").await.unwrap();
    };
    assert_eq!(source.count(grants).await.unwrap(), 1);
    cut().await;
    assert_eq!(source.count(grants).await.unwrap(), 1, "read outside a transaction");
    cut().await;
    source.hold_leases().await.unwrap();
    assert_eq!(source.count(grants).await.unwrap(), 1);
    cut().await;
    // What a transaction held is not taken anew in silence.
    assert!(source.count(grants).await.is_err());
}

/// A writer who has begun with the first, and goes on with the second while a move waits for this table.
async fn move_meets_writer(begun: &str, waits_for: &str, goes_on: &str) {
    let vault = postgres_vault(Way::Direct);
    vault.store().open().await.unwrap();
    let (writer, watcher) = (vault.client().await, vault.client().await);
    writer.batch_execute(&format!("SET search_path TO {}; BEGIN; {begun}", vault.schema)).await.unwrap();
    let mut source = open_source(&vault.place(), Arc::new(SystemClock)).await.unwrap();
    let moving = tokio::spawn(async move {
        source.hold_leases().await?;
        source.hold_writes().await?;
        source.let_go().await
    });
    let waits =
        "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'ExclusiveLock' AND relation = $1::text::regclass)";
    let table = format!("{}.{waits_for}", vault.schema);
    while !watcher.query_one(waits, &[&table]).await.unwrap().get::<_, bool>(0) {
        assert!(!moving.is_finished(), "nobody was waited for");
        tokio::task::yield_now().await;
    }
    writer.batch_execute(&format!("{goes_on}; COMMIT")).await.unwrap();
    moving.await.unwrap().unwrap();
}

/// An erasure notes that it was made before it takes the keys. A move that comes in between waits for all of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_move_waits_for_an_erasure_that_has_not_come_to_the_keys() {
    use super::*;
    let vault = postgres_vault(Way::Direct);
    let store = Arc::new(vault.store());
    store.open().await.unwrap();
    let (key, grant, ..) = suite::sign_in();
    apply(&store, vec![key, insert(&grant)]).await;
    let client = vault.client().await;
    // The erasure waits for this one, in its first statement.
    let at = "greatest(0, (SELECT keyset_version FROM keysets WHERE tenant_id = 't'))";
    let note =
        format!("INSERT INTO erasures (tenant_id, erased_at, root_key_ids, is_backup_proof) SELECT 't', {at}, '{{}}', false");
    client.batch_execute(&format!("SET search_path TO {}; BEGIN; {note}", vault.schema)).await.unwrap();
    let erasing = tokio::spawn({
        let store = store.clone();
        let erase = Write::Erase { erasure: erasing::of_tenant(), now: Timestamp::EPOCH };
        async move { store.commit(Batch { writes: vec![erase] }).await }
    });
    while !is_waiting(&vault, ".erasures").await {
        assert!(!erasing.is_finished(), "it has not waited");
        tokio::task::yield_now().await;
    }
    let mut source = open_source(&vault.place(), Arc::new(SystemClock)).await.unwrap();
    let moving = tokio::spawn(async move {
        source.hold_leases().await?;
        source.hold_writes().await?;
        source.let_go().await
    });
    while !is_waiting(&vault, "SHARE ROW EXCLUSIVE").await {
        assert!(!moving.is_finished(), "it has not waited");
        tokio::task::yield_now().await;
    }
    client.batch_execute("ROLLBACK").await.unwrap();
    assert!(matches!(erasing.await.unwrap().unwrap(), Outcome::Applied { .. }));
    moving.await.unwrap().unwrap();
}

/// A writer who holds its key and changes a grant next is waited for, and waits for nobody; so is one who notes what was done.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_move_waits_for_a_writer_who_has_begun_and_blocks_none() {
    let sealed = "UPDATE grants SET provider = provider; UPDATE sessions SET id = id";
    move_meets_writer("SELECT 1 FROM keysets FOR SHARE", "keysets", sealed).await;
    let noted = "UPDATE changes SET at = at; UPDATE events SET at = at; UPDATE audit SET at = at";
    move_meets_writer("SELECT 1 FROM positions FOR UPDATE", "positions", noted).await;
}
