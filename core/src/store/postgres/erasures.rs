//! Erases everything of a tenant or of a user in one transaction.

use tokio_postgres::Row;

use crate::base::{GrantId, TenantId, Timestamp, UserId};
use crate::model::rows::{Conflict, Erasure, ErasureRow};

use super::columns::Cells;
use super::errors::Failure;
use super::keysets;
use super::logs::{self, Notes};
use super::readable::readable;
use super::session::Db;
use super::statement::{Param, blob, flag, one_row, text, time};

/// Erases. What is left of it are notes of changes.
pub(super) async fn erase(db: &Db, erasure: &Erasure, notes: &mut Notes<'_>, now: Timestamp) -> Result<(), Failure> {
    // What this batch has appended is erased too.
    notes.write(db).await?;
    match erasure {
        Erasure::Tenant { tenant_id, is_backup_proof, note } => {
            erase_tenant(db, tenant_id, *is_backup_proof, notes, now).await?;
            notes.note(tenant_id, note, now);
            Ok(())
        }
        Erasure::User { tenant_id, user_id } => erase_user(db, tenant_id, user_id, notes, now).await,
    }
}

async fn erase_tenant(
    db: &Db,
    tenant_id: &TenantId,
    is_backup_proof: bool,
    notes: &mut Notes<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    end_tenant(db, tenant_id, is_backup_proof, now).await?;
    let of = (":tenant_id", text(tenant_id.as_str()));
    db.execute(FORGET_JOBS, std::slice::from_ref(&of)).await?;
    note_each(tenant_id, db.select(FORGET_GRANTS, std::slice::from_ref(&of), read_id).await?, notes, now);
    db.execute(FORGET_SESSIONS, std::slice::from_ref(&of)).await?;
    logs::wait_for_numbers(db).await?;
    db.execute(FORGET_EVENTS, &[of]).await.map(drop)
}

/// Destroys a tenant's keys, and notes that it was erased.
pub(super) async fn end_tenant(db: &Db, tenant_id: &TenantId, is_backup_proof: bool, now: Timestamp) -> Result<(), Failure> {
    let values = [(":tenant_id", text(tenant_id.as_str())), (":at", time(now)), (":is_backup_proof", flag(is_backup_proof))];
    db.execute(REMEMBER, &values).await?;
    keysets::erase(db, tenant_id, now).await
}

async fn erase_user(
    db: &Db,
    tenant_id: &TenantId,
    user_id: &UserId,
    notes: &mut Notes<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    let of = [(":tenant_id", text(tenant_id.as_str())), (":user_id", text(user_id.as_str()))];
    // Waits for whoever is writing something sealed of this tenant, and holds up who comes: what they write is there afterwards, and
    // goes. Each statement sees what was committed before itself, so without this a sign-in in between would leave its grant.
    keysets::hold_all(db, tenant_id).await?;
    let ids = db.select(FORGET_GRANTS_OF_USER, &of, read_id).await?;
    let own = (":ids", Param::Texts(ids.iter().map(|id| Some(id.as_str())).collect()));
    db.execute(FORGET_JOBS_OF_GRANTS, &[of[0].clone(), own.clone()]).await?;
    db.execute(FORGET_SESSIONS_OF_USER, &of).await?;
    logs::wait_for_numbers(db).await?;
    db.execute(FORGET_EVENTS_OF_USER, &[&of[..], &[own]].concat()).await?;
    note_each(tenant_id, ids, notes, now);
    Ok(())
}

fn read_id(row: &Row) -> Result<String, Failure> {
    Cells::new(row, "grants").text()
}

/// In the order of ids. One that is no id was in no cache.
fn note_each(tenant_id: &TenantId, mut ids: Vec<String>, notes: &mut Notes<'_>, now: Timestamp) {
    ids.sort_unstable();
    for id in ids.iter().filter_map(|id| GrantId::parse(id).ok()) {
        notes.note(tenant_id, &id, now);
    }
}

/// Notes that nothing opens any more that an earlier backup holds, where every root key that it needs has retired.
pub(super) async fn confirm(db: &Db, tenant_id: &TenantId, now: Timestamp) -> Result<(), Failure> {
    let changed = db.execute(CONFIRM, &[(":tenant_id", text(tenant_id.as_str())), (":at", time(now))]).await?;
    one_row(changed.min(1))
}

/// Refuses what is sealed under a key that has ended, also by a transaction that this one has waited for.
pub(super) async fn check_key(db: &Db, tenant_id: Option<&TenantId>, key_id: &[u8; 16]) -> Result<(), Failure> {
    if keysets::hold(db, tenant_id, key_id).await? || !db.exists(IS_ENDED, &[(":key_id", blob(key_id))]).await? {
        Ok(())
    } else {
        Err(Conflict::KeyEnded.into())
    }
}

/// The erasures of tenants.
pub(super) async fn list(db: &Db) -> Result<Vec<ErasureRow>, Failure> {
    Ok(db.select(ERASURES, &[], |row| readable(read_erasure(row))).await?.into_iter().flatten().collect())
}

/// When a tenant was last erased.
pub(super) async fn find_last(db: &Db, tenant_id: &TenantId) -> Result<Option<Timestamp>, Failure> {
    let of = [(":tenant_id", text(tenant_id.as_str()))];
    Ok(db.select(LAST, &of, |row| Cells::new(row, "erasures").time()).await?.pop())
}

fn read_erasure(row: &Row) -> Result<ErasureRow, Failure> {
    let mut cells = Cells::new(row, "erasures");
    Ok(ErasureRow {
        tenant_id: cells.parsed(|text| TenantId::stored(text).ok())?,
        erased_at: cells.time()?,
        root_key_ids: cells.take()?,
        is_backup_proof: cells.take()?,
        confirmed_at: cells.take::<Option<i64>>()?.map(Timestamp::from_unix_millis),
    })
}

// Not before the keys that end, whose version began with somebody's clock. Every root key that has ever wrapped: a key was wrapped again by each of them, and backups of each time may exist.
const REMEMBER: &str = "INSERT INTO @erasures (tenant_id, erased_at, root_key_ids, is_backup_proof)
    SELECT :tenant_id, greatest(:at, coalesce((SELECT keyset_version FROM @keysets WHERE tenant_id = :tenant_id), 0)),
        coalesce((SELECT array_agg(root_key_id ORDER BY root_key_id) FROM @root_keys WHERE state <> 'offered'), '{}'),
        :is_backup_proof
    ON CONFLICT (tenant_id, erased_at) DO UPDATE SET root_key_ids = excluded.root_key_ids,
        is_backup_proof = excluded.is_backup_proof, confirmed_at = NULL";
const LAST: &str = "SELECT erased_at FROM @erasures WHERE tenant_id = :tenant_id ORDER BY erased_at DESC LIMIT 1";
const FORGET_JOBS: &str = "DELETE FROM @jobs WHERE tenant_id = :tenant_id";
const FORGET_GRANTS: &str = "DELETE FROM @grants WHERE tenant_id = :tenant_id RETURNING id";
const FORGET_SESSIONS: &str = "DELETE FROM @sessions WHERE tenant_id = :tenant_id";
const FORGET_EVENTS: &str = "DELETE FROM @events WHERE tenant_id = :tenant_id";
const FORGET_GRANTS_OF_USER: &str = "DELETE FROM @grants WHERE tenant_id = :tenant_id AND user_id = :user_id RETURNING id";
const FORGET_JOBS_OF_GRANTS: &str = "DELETE FROM @jobs WHERE tenant_id = :tenant_id AND split_part(id, '.', 1) = ANY (:ids)";
const FORGET_SESSIONS_OF_USER: &str = "DELETE FROM @sessions WHERE tenant_id = :tenant_id AND user_id = :user_id";
const FORGET_EVENTS_OF_USER: &str =
    "DELETE FROM @events WHERE tenant_id = :tenant_id AND (user_id = :user_id OR grant_id = ANY (:ids))";
const CONFIRM: &str = "UPDATE @erasures AS erasure SET confirmed_at = :at WHERE tenant_id = :tenant_id AND is_backup_proof
    AND confirmed_at IS NULL AND NOT EXISTS (SELECT 1 FROM @root_keys AS root WHERE root.state <> 'retired'
        AND root.root_key_id = ANY (erasure.root_key_ids))";
const IS_ENDED: &str = "SELECT 1 FROM @ended_keys WHERE key_id = :key_id";
const ERASURES: &str =
    "SELECT tenant_id, erased_at, root_key_ids, is_backup_proof, confirmed_at FROM @erasures ORDER BY tenant_id, erased_at";
