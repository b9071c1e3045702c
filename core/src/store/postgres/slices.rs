//! Removes very many rows in transactions of their own, before a batch removes the rest: a tenant with a million connections, or what has
//! grown old while nobody purged, is more than one statement can do while others wait for it. Who dies in between has removed rows that were
//! to go; the same batch goes on from there.

use tokio_postgres::Row;

use crate::base::{GrantId, TenantId, Timestamp};
use crate::model::rows::{Batch, Erasure, Write};

use super::columns::Cells;
use super::errors::Failure;
use super::logs::Notes;
use super::session::Db;
use super::statement::{Named, Param, at_most, text, time};
use super::transaction;

/// So many rows are removed at once.
const SLICE: usize = 5_000;

/// Whether a batch is one that removes rows without a bound.
pub(super) fn may_be_many(batch: &Batch) -> bool {
    matches!(&batch.writes[..], [Write::Erase { .. } | Write::Purge { .. }])
}

/// Removes a slice of what a batch is to remove, if that is more than one; whether it has.
pub(super) async fn take(db: &Db, batch: &Batch) -> Result<bool, Failure> {
    match &batch.writes[..] {
        [Write::Erase { erasure: Erasure::Tenant { tenant_id, .. }, now }] => {
            let of = [(":tenant_id", text(tenant_id.as_str()))];
            erase(db, tenant_id, "tenant_id = :tenant_id", &of, *now).await
        }
        [Write::Erase { erasure: Erasure::User { tenant_id, user_id }, now }] => {
            let of = [(":tenant_id", text(tenant_id.as_str())), (":user_id", text(user_id.as_str()))];
            erase(db, tenant_id, "tenant_id = :tenant_id AND user_id = :user_id", &of, *now).await
        }
        [Write::Purge { sessions_before, events_before, .. }] => {
            let sessions = remove(db, "sessions", "id", "expires_at < :before", &[(":before", time(*sessions_before))]).await?;
            let events = remove(db, "events", "seq", "at < :before", &[(":before", time(*events_before))]).await?;
            Ok(sessions || events)
        }
        _ => Ok(false),
    }
}

async fn erase(db: &Db, tenant_id: &TenantId, of: &str, values: &[Named<'_>], now: Timestamp) -> Result<bool, Failure> {
    let events = remove(db, "events", "seq", of, values).await?;
    let sessions = remove(db, "sessions", "id", of, values).await?;
    if !is_more(db, "grants", of, values).await? {
        return Ok(events || sessions);
    }
    transaction::begin(db).await?;
    let limited = [values, &[(":slice", at_most(SLICE))]].concat();
    let sql = format!("DELETE FROM @grants WHERE id IN (SELECT id FROM @grants WHERE {of} LIMIT :slice) RETURNING id");
    let ids = db.select(&sql, &limited, |row: &Row| Cells::new(row, "grants").text()).await?;
    let own = (":ids", Param::Texts(ids.iter().map(|id| Some(id.as_str())).collect()));
    db.execute("DELETE FROM @jobs WHERE id = ANY (:ids)", &[own]).await?;
    let mut notes = Notes::default();
    for id in ids.iter().filter_map(|id| GrantId::parse(id).ok()) {
        notes.note(tenant_id, &id, now);
    }
    notes.write(db).await?;
    transaction::end(db).await?;
    Ok(true)
}

/// Removes a slice of a table, if more than one is to go.
async fn remove(db: &Db, table: &str, key: &str, of: &str, values: &[Named<'_>]) -> Result<bool, Failure> {
    if !is_more(db, table, of, values).await? {
        return Ok(false);
    }
    let limited = [values, &[(":slice", at_most(SLICE))]].concat();
    let sql = format!("DELETE FROM @{table} WHERE {key} IN (SELECT {key} FROM @{table} WHERE {of} LIMIT :slice)");
    db.execute(&sql, &limited).await?;
    Ok(true)
}

async fn is_more(db: &Db, table: &str, of: &str, values: &[Named<'_>]) -> Result<bool, Failure> {
    let behind = [values, &[(":slice", at_most(SLICE))]].concat();
    db.exists(&format!("SELECT 1 FROM @{table} WHERE {of} OFFSET :slice LIMIT 1"), &behind).await
}
