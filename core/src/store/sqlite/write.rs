//! Writes: one statement each, its guard in the WHERE. They run inside the writer's transaction.

use std::sync::LazyLock;

use rusqlite::Connection;

use crate::base::Timestamp;
use crate::model::lease::LeaseHolder;
use crate::model::rows::{Batch, Conflict, MetaRow, Outcome, SessionRow, Write};

use super::columns::{self, SESSION_COLUMNS};
use super::errors::Failure;
use super::machine::Now;
use super::statement::{at_most, blob, count, execute, exists_if_not_unique, insert, integer, one_row, text, time};
use super::writer::Written;
use super::{events, grants, jobs, keys, leases, query};

/// Applies a batch up to its first conflict; the writer takes back what is not to be kept.
pub(super) fn apply(db: &Connection, batch: &Batch, now: &Now) -> Result<Written<Outcome>, Failure> {
    let mut epochs = Vec::new();
    for write in &batch.writes {
        match apply_one(db, write, now, &mut epochs) {
            Ok(()) => {}
            Err(Failure::Conflict(conflict)) => return Ok(Written { answer: Outcome::Conflict(conflict), keep: false }),
            Err(failure) => return Err(failure),
        }
    }
    Ok(Written { answer: Outcome::Applied { epochs }, keep: true })
}

fn apply_one(db: &Connection, write: &Write, now: &Now, epochs: &mut Vec<u64>) -> Result<(), Failure> {
    match write {
        Write::InitMeta(row) => init_meta(db, row),
        Write::AddRootKey(row) => keys::add_root_key(db, row),
        Write::RegisterProcess(process) => keys::register(db, process),
        Write::ForgetProcess(id) => keys::forget(db, id),
        Write::PromoteRootKey(root_key_id) => keys::promote(db, root_key_id),
        Write::RetireRootKey(root_key_id) => keys::retire(db, root_key_id),
        Write::RewrapKeys(rewrapped) => keys::rewrap(db, rewrapped),
        Write::AddKey(row) => keys::add_key(db, row),
        Write::InsertGrant { row, now: noted_at } => grants::insert(db, row, now, *noted_at),
        Write::UpdateGrant { row, guard, schedule, release_lease, now: noted_at } => {
            grants::update(db, row, guard, *schedule, *release_lease, now, *noted_at)
        }
        Write::AcquireLease(wanted) => {
            epochs.push(leases::acquire(db, wanted, now)?);
            Ok(())
        }
        Write::ReleaseLease { tenant_id, grant_id, owner, epoch, intent } => {
            let holder = LeaseHolder { owner: *owner, epoch: *epoch };
            leases::release(db, tenant_id, grant_id, holder, intent.as_ref(), now)
        }
        Write::TouchGrant { tenant_id, grant_id, at } => {
            let values = [(":tenant_id", text(tenant_id.as_str())), (":id", text(grant_id.as_str())), (":at", time(*at))];
            execute(db, grants::TOUCH, &values).map(drop)
        }
        Write::InsertSession { row, limit, kept, now } => insert_session(db, row, *limit, *kept, *now),
        Write::UpdateSession(row) => update_session(db, row),
        Write::AppendEvent(event) => events::append(db, event),
        Write::QueueJob(job) => jobs::queue(db, job),
        Write::CompleteJob(job) => jobs::complete(db, job),
        Write::PostponeJob { job, due_at } => jobs::postpone(db, job, *due_at),
        Write::Purge { seals_before, sessions_before, ended_before, events_before, changes_before } => {
            for (sql, before) in [
                (PURGE_SEALS, seals_before),
                (PURGE_SESSIONS, sessions_before),
                (PURGE_ENDED, ended_before),
                (PURGE_EVENTS, events_before),
                (PURGE_CHANGES, changes_before),
            ] {
                execute(db, sql, &[(":before", time(*before))])?;
            }
            Ok(())
        }
    }
}

fn init_meta(db: &Connection, row: &MetaRow) -> Result<(), Failure> {
    if query::find_meta(db)?.is_none() && keys::is_in_use(db)? {
        return Err(Conflict::Orphaned.into());
    }
    let values = [
        (":schema_version", integer(i64::from(row.schema_version))),
        (":oldest_reader", integer(i64::from(row.oldest_reader))),
        (":environment_hash", blob(&row.environment_hash)),
        (":store_epoch", count(row.store_epoch)?),
    ];
    insert(db, INIT_META, &values)
}

fn insert_session(db: &Connection, row: &SessionRow, limit: usize, kept: usize, now: Timestamp) -> Result<(), Failure> {
    let mut values = columns::session_values(row)?;
    values.extend([(":now", time(now)), (":limit", at_most(limit))]);
    match execute(db, &INSERT_SESSION, &values) {
        Ok(1) => {
            let of = [(":tenant_id", text(row.tenant_id.as_str())), (":user_id", text(row.user_id.as_str()))];
            execute(db, FORGET_SESSIONS, &[&of[..], &[(":kept", at_most(kept))]].concat()).map(drop)
        }
        Ok(_) => Err(Conflict::Full.into()),
        Err(failure) => Err(exists_if_not_unique(failure)),
    }
}

fn update_session(db: &Connection, row: &SessionRow) -> Result<(), Failure> {
    one_row(execute(db, &UPDATE_SESSION, &columns::session_values(row)?).map_err(exists_if_not_unique)?)
}

const INIT_META: &str = "INSERT INTO meta (only_row, schema_version, oldest_reader, environment_hash, store_epoch)
    VALUES (1, :schema_version, :oldest_reader, :environment_hash, :store_epoch)";
const PURGE_SEALS: &str = "UPDATE sessions SET sealed = NULL WHERE expires_at < :before AND sealed IS NOT NULL";
const PURGE_SESSIONS: &str = "DELETE FROM sessions WHERE expires_at < :before";
const PURGE_ENDED: &str = "DELETE FROM sessions WHERE expires_at < :before AND status IN ('cancelled', 'failed', 'expired')";
const FORGET_SESSIONS: &str = "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions
    WHERE tenant_id = :tenant_id AND user_id = :user_id AND status <> 'pending'
    ORDER BY expires_at DESC, id DESC LIMIT -1 OFFSET :kept)";
const PURGE_EVENTS: &str = "DELETE FROM events WHERE at < :before";
// Up to the last old note, so that what is kept has no holes and the oldest position kept tells what is lost. It is found from
// the newest note backwards, over what is kept: no index by time is worth its writes.
const PURGE_CHANGES: &str = "DELETE FROM changes WHERE seq <= (SELECT max(seq) FROM changes WHERE at < :before)";

// The count stands in the insert itself: there is one writer at a time, over all processes, so nobody inserts between the two.
static INSERT_SESSION: LazyLock<String> = LazyLock::new(|| {
    format!(
        "INSERT INTO sessions ({}) SELECT {} WHERE (SELECT count(*) FROM (SELECT 1 FROM sessions WHERE tenant_id = :tenant_id
            AND user_id = :user_id AND status = 'pending' AND expires_at > :now LIMIT :limit)) < :limit",
        columns::columns(&SESSION_COLUMNS),
        SESSION_COLUMNS.join(", ")
    )
});
static UPDATE_SESSION: LazyLock<String> = LazyLock::new(|| {
    let set: Vec<_> = SESSION_COLUMNS[2..].iter().map(|place| format!("{} = {place}", columns::column(place))).collect();
    format!("UPDATE sessions SET {} WHERE id = :id AND tenant_id = :tenant_id AND revision = :revision - 1", set.join(", "))
});
/// Every statement that looks something up to write it, for the test of their plans.
#[cfg(test)]
pub(super) fn planned_statements() -> Vec<String> {
    let own = [
        PURGE_SEALS,
        PURGE_SESSIONS,
        PURGE_ENDED,
        FORGET_SESSIONS,
        PURGE_EVENTS,
        PURGE_CHANGES,
        &UPDATE_SESSION,
        &INSERT_SESSION,
    ]
    .map(str::to_owned)
    .to_vec();
    [own, grants::planned_statements(), keys::planned_statements(), leases::planned_statements(), jobs::planned_statements()]
        .concat()
}
