//! Erasures: everything of a tenant or of a user goes, with one transaction.

use rusqlite::Connection;

use crate::base::{GrantId, TenantId, Timestamp, UserId};
use crate::model::rows::{Conflict, Erasure, ErasureRow};

use super::columns::Cells;
use super::errors::Failure;
use super::keysets;
use super::readable::readable;
use super::statement::{blob, execute, exists, flag, one_row, select, text, time};

/// Erases.
pub(super) fn erase(db: &Connection, erasure: &Erasure, now: Timestamp) -> Result<(), Failure> {
    match erasure {
        Erasure::Tenant { tenant_id, is_backup_proof, note } => erase_tenant(db, tenant_id, *is_backup_proof, note, now),
        Erasure::User { tenant_id, user_id } => erase_user(db, tenant_id, user_id, now),
    }
}

fn erase_tenant(
    db: &Connection,
    tenant_id: &TenantId,
    is_backup_proof: bool,
    note: &GrantId,
    now: Timestamp,
) -> Result<(), Failure> {
    let of = (":tenant_id", text(tenant_id.as_str()));
    let at = (":now", time(now));
    execute(db, REMEMBER, &[of.clone(), at.clone(), (":is_backup_proof", flag(is_backup_proof))])?;
    keysets::erase(db, tenant_id, now)?;
    execute(db, NOTE_GRANTS, &[of.clone(), at.clone()])?;
    execute(db, NOTE, &[of.clone(), at, (":grant_id", text(note.as_str()))])?;
    for sql in [FORGET_JOBS, FORGET_GRANTS, FORGET_SESSIONS, FORGET_EVENTS] {
        execute(db, sql, std::slice::from_ref(&of))?;
    }
    Ok(())
}

fn erase_user(db: &Connection, tenant_id: &TenantId, user_id: &UserId, now: Timestamp) -> Result<(), Failure> {
    let of = [(":tenant_id", text(tenant_id.as_str())), (":user_id", text(user_id.as_str()))];
    execute(db, NOTE_GRANTS_OF_USER, &[&of[..], &[(":now", time(now))]].concat())?;
    for sql in [FORGET_JOBS_OF_USER, FORGET_EVENTS_OF_USER, FORGET_GRANTS_OF_USER, FORGET_SESSIONS_OF_USER] {
        execute(db, sql, &of)?;
    }
    Ok(())
}

/// Notes that nothing opens any more that an earlier backup holds, where every root key that it needs has retired.
pub(super) fn confirm(db: &Connection, tenant_id: &TenantId, now: Timestamp) -> Result<(), Failure> {
    let changed = execute(db, CONFIRM, &[(":tenant_id", text(tenant_id.as_str())), (":now", time(now))])?;
    one_row(changed.min(1))
}

/// Refuses what is sealed under a key that has ended.
pub(super) fn check_key(db: &Connection, key_id: &[u8; 16]) -> Result<(), Failure> {
    if exists(db, IS_ENDED, &[(":key_id", blob(key_id))])? { Err(Conflict::KeyEnded.into()) } else { Ok(()) }
}

/// Those of these keys that are destroyed.
pub(super) fn find_destroyed_keys(db: &Connection, key_ids: &[[u8; 16]]) -> Result<Vec<[u8; 16]>, Failure> {
    let mut found = Vec::new();
    for key_id in key_ids {
        found.extend(select(db, DESTROYED, &[(":key_id", blob(key_id))], |_| Ok(*key_id))?);
    }
    Ok(found)
}

/// The erasures of tenants.
pub(super) fn list(db: &Connection) -> Result<Vec<ErasureRow>, Failure> {
    let read = |row: &rusqlite::Row<'_>| {
        let mut cells = Cells::new(row, "erasures");
        Ok(ErasureRow {
            tenant_id: cells.parsed(|text| TenantId::stored(text).ok())?,
            erased_at: cells.time()?,
            root_key_ids: cells.parsed(|text| serde_json::from_str(text).ok())?,
            is_backup_proof: cells.integer()? != 0,
            confirmed_at: cells.optional(Cells::time)?,
        })
    };
    Ok(select(db, ERASURES, &[], |row| readable(read(row)))?.into_iter().flatten().collect())
}

/// When a tenant was last erased.
pub(super) fn find_last(db: &Connection, tenant_id: &TenantId) -> Result<Option<Timestamp>, Failure> {
    let of = [(":tenant_id", text(tenant_id.as_str()))];
    Ok(select(db, LAST, &of, |row| Cells::new(row, "erasures").time())?.pop())
}

/// Moves the log into the file and empties it: what was deleted is in neither then, as pages are overwritten. Whether that is done;
/// somebody who reads holds it up.
pub(super) fn empty_log(db: &Connection) -> Result<bool, Failure> {
    let found = select(db, "PRAGMA wal_checkpoint(TRUNCATE)", &[], |row| {
        let mut cells = Cells::new(row, "wal_checkpoint");
        let (is_busy, frames) = (cells.integer()? != 0, cells.integer()?);
        Ok(!is_busy && frames == 0)
    })?;
    Ok(found.into_iter().all(|is_done| is_done))
}

// Not before the keys that end, whose version began with somebody's clock. Every root key that has ever wrapped: a key was wrapped again by each of them, and backups of each time may exist.
const REMEMBER: &str = "INSERT OR REPLACE INTO erasures (tenant_id, erased_at, root_key_ids, is_backup_proof)
    SELECT :tenant_id, max(:now, coalesce((SELECT keyset_version FROM keysets WHERE tenant_id = :tenant_id), 0)),
        coalesce((SELECT json_group_array(root_key_id) FROM root_keys WHERE state <> 'offered'), '[]'),
        :is_backup_proof";
const NOTE_GRANTS: &str =
    "INSERT INTO changes (tenant_id, grant_id, at) SELECT tenant_id, id, :now FROM grants WHERE tenant_id = :tenant_id";
const NOTE: &str = "INSERT INTO changes (tenant_id, grant_id, at) VALUES (:tenant_id, :grant_id, :now)";
const FORGET_JOBS: &str = "DELETE FROM jobs WHERE tenant_id = :tenant_id";
const FORGET_GRANTS: &str = "DELETE FROM grants WHERE tenant_id = :tenant_id";
const FORGET_SESSIONS: &str = "DELETE FROM sessions WHERE tenant_id = :tenant_id";
const FORGET_EVENTS: &str = "DELETE FROM events WHERE tenant_id = :tenant_id";
const NOTE_GRANTS_OF_USER: &str = "INSERT INTO changes (tenant_id, grant_id, at)
    SELECT tenant_id, id, :now FROM grants WHERE tenant_id = :tenant_id AND user_id = :user_id";
const FORGET_JOBS_OF_USER: &str = "DELETE FROM jobs WHERE tenant_id = :tenant_id AND substr(id, 1, instr(id || '.', '.') - 1)
        IN (SELECT id FROM grants WHERE tenant_id = :tenant_id AND user_id = :user_id)";
const FORGET_EVENTS_OF_USER: &str = "DELETE FROM events WHERE tenant_id = :tenant_id AND (user_id = :user_id
    OR grant_id IN (SELECT id FROM grants WHERE tenant_id = :tenant_id AND user_id = :user_id))";
const FORGET_GRANTS_OF_USER: &str = "DELETE FROM grants WHERE tenant_id = :tenant_id AND user_id = :user_id";
const FORGET_SESSIONS_OF_USER: &str = "DELETE FROM sessions WHERE tenant_id = :tenant_id AND user_id = :user_id";
const CONFIRM: &str = "UPDATE erasures SET confirmed_at = :now WHERE tenant_id = :tenant_id AND is_backup_proof <> 0
    AND confirmed_at IS NULL AND NOT EXISTS (SELECT 1 FROM root_keys WHERE state <> 'retired'
        AND root_key_id IN (SELECT value FROM json_each(erasures.root_key_ids)))";
const LAST: &str = "SELECT erased_at FROM erasures WHERE tenant_id = :tenant_id ORDER BY erased_at DESC LIMIT 1";
const IS_ENDED: &str = "SELECT 1 FROM ended_keys WHERE key_id = :key_id";
const DESTROYED: &str = "SELECT 1 FROM ended_keys WHERE key_id = :key_id AND destroyed_at IS NOT NULL";
const ERASURES: &str =
    "SELECT tenant_id, erased_at, root_key_ids, is_backup_proof, confirmed_at FROM erasures ORDER BY tenant_id, erased_at";

/// The statements that every write of a record runs, for the test of their plans. An erasure may walk over a table.
#[cfg(test)]
pub(super) fn planned_statements() -> Vec<String> {
    [IS_ENDED, LAST].map(str::to_owned).to_vec()
}
