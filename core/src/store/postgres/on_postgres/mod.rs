//! What only a vault in PostgreSQL must do, against the server that `cargo xtask test postgres` starts, or one of a test's own.

use std::sync::Arc;
use std::time::Duration;

use authpipe_postgres::{Cluster, Role};

use super::testing::{InSchema, Way, place_at, postgres_vault};
use super::*;
use crate::base::SystemClock;
use crate::model::rows::{Conflict, Write};
use crate::store::suite;

mod altered;
mod breaking;
mod clocks;
mod commits;
mod encrypted;
mod erasing;
mod fencing;
mod gathering;
mod indexes;
#[cfg(unix)]
mod killed;
mod locked;
mod many;
mod moving;
mod names;
mod refusing;
mod replaced;
mod schema;
mod together;
mod uncounted;

/// A new vault, and a store that has it open by the server's clock.
async fn open_vault() -> (InSchema, PostgresStore) {
    let vault = postgres_vault(Way::Direct);
    let store = vault.store();
    store.open().await.unwrap();
    (vault, store)
}

fn insert(row: &GrantRow) -> Write {
    Write::InsertGrant { row: Box::new(row.clone()), claims: row.account_hash.into_iter().collect(), now: Timestamp::EPOCH }
}

async fn apply(store: &PostgresStore, writes: Vec<Write>) -> Outcome {
    store.commit(Batch { writes }).await.unwrap()
}

async fn find(store: &PostgresStore, row: &GrantRow) -> Option<GrantRow> {
    store.find_grant(GrantQuery::Id(row.tenant_id.clone(), row.id.clone())).await.unwrap()
}

/// Whether somebody waits for a lock of this vault, with such a statement.
async fn is_waiting(vault: &InSchema, statement: &str) -> bool {
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%' || $1 || '%' || $2 || '%'";
    vault.client().await.query_one(sql, &[&vault.schema, &statement]).await.unwrap().get::<_, i64>(0) > 0
}
