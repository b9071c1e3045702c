//! Removes very many rows in transactions of their own, before a batch removes the rest: a tenant with a million connections, or what has
//! grown old while nobody purged, is more than one statement can do while others wait for it. Who dies in between has removed rows that were
//! to go; the same batch goes on from there.
//!
//! The rows of a slice are named by an array, not by `IN (SELECT …)`: that is a join, and where the server believes the table to be nearly
//! empty (it was counted while very many rows were being written) it compares each row with each.

use tokio_postgres::Row;

use crate::base::{GrantId, TenantId, Timestamp};
use crate::model::rows::{Batch, Erasure, Write};

use super::columns::Cells;
use super::errors::Failure;
use super::logs::{self, Notes};
use super::session::Db;
use super::statement::{Named, Param, at_most, text, time};
use super::{erasures, fence, keys, sessions, transaction};

/// So many rows are removed at once.
const SLICE: usize = 5_000;

/// Whether a batch is one that removes rows without a bound.
pub(super) fn may_be_many(batch: &Batch) -> bool {
    matches!(&batch.writes[..], [Write::Erase { .. } | Write::Purge { .. }, ..])
}

/// Removes a slice of what a batch is to remove, if that is more than one; whether it has.
pub(super) async fn take(db: &Db, batch: &Batch) -> Result<bool, Failure> {
    fence::check(db).await?;
    match &batch.writes[..] {
        [Write::Erase { erasure, now }, ..] => erase(db, erasure, *now).await,
        [Write::Purge { seals_before, sessions_before, ended_before, events_before, changes_before }, ..] => {
            let mut is_more = unseal(db, &[(":before", time(*seals_before))]).await?;
            for (table, key, of, before) in [
                ("sessions", "id", sessions::OLD, *sessions_before),
                ("sessions", "id", sessions::ENDED, *ended_before),
                ("events", "seq", "at < :before", *events_before),
            ] {
                is_more |= remove(db, table, key, of, &[(":before", time(before))]).await?;
            }
            Ok(is_more | forget_changes(db, *changes_before).await?)
        }
        _ => Ok(false),
    }
}

async fn erase(db: &Db, erasure: &Erasure, now: Timestamp) -> Result<bool, Failure> {
    let (tenant_id, user_id) = match erasure {
        Erasure::Tenant { tenant_id, .. } => (tenant_id, None),
        Erasure::User { tenant_id, user_id } => (tenant_id, Some(user_id)),
    };
    let mut values = vec![(":tenant_id", text(tenant_id.as_str()))];
    values.extend(user_id.map(|id| (":user_id", text(id.as_str()))));
    let of = if user_id.is_some() { "tenant_id = :tenant_id AND user_id = :user_id" } else { "tenant_id = :tenant_id" };
    let is_many = is_more(db, "events", of, &values).await?
        || is_more(db, "sessions", of, &values).await?
        || is_more(db, "grants", of, &values).await?;
    if !is_many {
        return Ok(false);
    }
    if let Erasure::Tenant { is_backup_proof, .. } = erasure {
        // Who dies before the last slice leaves what nobody opens any more, and a note that the tenant was erased.
        transaction::begin(db).await?;
        keys::lock(db).await?;
        erasures::end_tenant(db, tenant_id, *is_backup_proof, now).await?;
        transaction::end(db).await?;
    }
    remove(db, "events", "seq", of, &values).await?;
    remove(db, "sessions", "id", of, &values).await?;
    if is_more(db, "grants", of, &values).await? {
        erase_grants(db, tenant_id, of, &values, now).await?;
    }
    Ok(true)
}

/// Erases a slice of grants, with what is told of them: the last statement finds only what its own grants have left.
async fn erase_grants(db: &Db, tenant_id: &TenantId, of: &str, values: &[Named<'_>], now: Timestamp) -> Result<(), Failure> {
    transaction::begin(db).await?;
    let limited = [values, &[(":slice", at_most(SLICE))]].concat();
    let sql = format!(
        "DELETE FROM @grants WHERE {of} AND id = ANY (ARRAY (SELECT id FROM @grants WHERE {of} LIMIT :slice)) RETURNING id"
    );
    let ids = db.select(&sql, &limited, |row: &Row| Cells::new(row, "grants").text()).await?;
    let own = (":ids", Param::Texts(ids.iter().map(|id| Some(id.as_str())).collect()));
    db.execute("DELETE FROM @jobs WHERE id = ANY (:ids)", std::slice::from_ref(&own)).await?;
    logs::wait_for_numbers(db).await?;
    let of_grants = [(":tenant_id", text(tenant_id.as_str())), own];
    db.execute("DELETE FROM @events WHERE tenant_id = :tenant_id AND grant_id = ANY (:ids)", &of_grants).await?;
    let mut notes = Notes::default();
    for id in ids.iter().filter_map(|id| GrantId::parse(id).ok()) {
        notes.note(tenant_id, &id, now);
    }
    notes.write(db).await?;
    transaction::end(db).await
}

/// Removes a slice of a table, if more than one is to go.
async fn remove(db: &Db, table: &str, key: &str, of: &str, values: &[Named<'_>]) -> Result<bool, Failure> {
    if !is_more(db, table, of, values).await? {
        return Ok(false);
    }
    let limited = [values, &[(":slice", at_most(SLICE))]].concat();
    let sql = format!("DELETE FROM @{table} WHERE {key} = ANY (ARRAY (SELECT {key} FROM @{table} WHERE {of} LIMIT :slice))");
    db.execute(&sql, &limited).await?;
    Ok(true)
}

/// Takes what is sealed from a slice of the sessions that need it no more, if those are more than one.
async fn unseal(db: &Db, before: &[Named<'_>]) -> Result<bool, Failure> {
    if !is_more(db, "sessions", sessions::UNSEALED, before).await? {
        return Ok(false);
    }
    let limited = [before, &[(":slice", at_most(SLICE))]].concat();
    let of = sessions::UNSEALED;
    let sql =
        format!("UPDATE @sessions SET sealed = NULL WHERE id = ANY (ARRAY (SELECT id FROM @sessions WHERE {of} LIMIT :slice))");
    db.execute(&sql, &limited).await?;
    Ok(true)
}

/// Removes the first notes of changes up to the last old one among a slice of them, so that what is kept has no holes.
async fn forget_changes(db: &Db, before: Timestamp) -> Result<bool, Failure> {
    let values = [(":before", time(before)), (":slice", at_most(SLICE))];
    Ok(db.execute(FORGET_CHANGES, &values).await? > 0)
}

async fn is_more(db: &Db, table: &str, of: &str, values: &[Named<'_>]) -> Result<bool, Failure> {
    let behind = [values, &[(":slice", at_most(SLICE))]].concat();
    db.exists(&format!("SELECT 1 FROM @{table} WHERE {of} OFFSET :slice LIMIT 1"), &behind).await
}

const FORGET_CHANGES: &str = "DELETE FROM @changes WHERE seq <= (SELECT max(seq) FROM
    (SELECT seq, at FROM @changes ORDER BY seq LIMIT :slice) AS lowest WHERE at < :before)";
