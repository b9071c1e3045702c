//! Writes: one statement each, its guard in the WHERE. They run inside the writer's transaction.

use rusqlite::{Connection, ErrorCode};

use crate::base::Timestamp;
use crate::base::giving_way::Steps;
use crate::model::lease::LeaseHolder;
use crate::model::rows::{Batch, Conflict, MetaRow, Outcome, Write};

use super::claims::Claiming;
use super::errors::Failure;
use super::machine::Now;
use super::statement::{blob, count, execute, insert, integer, text, time};
use super::writer::Written;
use super::{audit, erasures, events, grants, jobs, keys, keysets, leases, pauses, query, sessions};

/// Applies a batch up to its first conflict; the writer takes back what is not to be kept.
pub(super) fn apply(db: &Connection, batch: &Batch, now: &Now) -> Result<Written<Outcome>, Failure> {
    let (mut epochs, mut steps) = (Vec::new(), Steps::long());
    for write in &batch.writes {
        match apply_one(db, write, now, &mut epochs) {
            Ok(()) => steps.made(),
            Err(Failure::Conflict(conflict)) => return Ok(Written { answer: Outcome::Conflict(conflict), keep: false }),
            Err(failure) => return Err(explain(db, failure)),
        }
    }
    Ok(Written { answer: Outcome::Applied { epochs }, keep: true })
}

/// SQLite calls the disk full as well where a table has no number left for a row, which no vault comes to by itself.
fn explain(db: &Connection, failure: Failure) -> Failure {
    let is_full = matches!(&failure, Failure::Sqlite(error) if error.sqlite_error_code() == Some(ErrorCode::DiskFull));
    let spent = is_full.then(|| db.query_row(SPENT, [], |row| row.get::<_, String>(0)).ok()).flatten();
    match spent.as_deref() {
        Some("events") => Failure::Damaged("events"),
        Some("changes") => Failure::Damaged("changes"),
        Some(_) => Failure::Damaged("sqlite_sequence"),
        None => failure,
    }
}

const SPENT: &str = "SELECT name FROM (
    SELECT 'events' AS name, max(seq) AS seq FROM events
    UNION ALL SELECT 'changes', max(seq) FROM changes
    UNION ALL SELECT 'sqlite_sequence', max(seq) FROM sqlite_sequence) WHERE seq = 9223372036854775807";

fn apply_one(db: &Connection, write: &Write, now: &Now, epochs: &mut Vec<u64>) -> Result<(), Failure> {
    match write {
        Write::InitMeta(row) => init_meta(db, row),
        Write::ConfirmRestore => execute(db, CONFIRM_RESTORE, &[]).map(drop),
        Write::NoteEarlier(epoch) => execute(db, NOTE_EARLIER, &[(":epoch", count(*epoch)?)]).map(drop),
        Write::AddRootKey(row) => keys::add_root_key(db, row),
        Write::RegisterProcess(process) => keys::register(db, process),
        Write::ForgetProcess(id) => keys::forget(db, id),
        Write::PromoteRootKey(root_key_id) => keys::promote(db, root_key_id),
        Write::RetireRootKey(root_key_id) => keys::retire(db, root_key_id),
        Write::RewrapKeysets(changes) => keysets::rewrap(db, changes),
        Write::RenewSentinel { root_key_id, was, sentinel } => keys::renew_sentinel(db, root_key_id, was, sentinel),
        Write::ResealGrants(resealed) => grants::reseal(db, resealed),
        Write::ReplaceKeyset { change, ended, destroyed, now } => keysets::replace(db, change, ended, destroyed, *now),
        Write::Erase { erasure, now } => erasures::erase(db, erasure, *now),
        Write::ConfirmErasure { tenant_id, now } => erasures::confirm(db, tenant_id, *now),
        Write::AddKeyset { row, legacy } => keysets::add(db, row, legacy),
        #[cfg(test)]
        Write::AddLegacyKey(row) => keysets::add_legacy(db, row),
        Write::InsertGrant { row, claims, now: noted_at } => grants::insert(db, row, claims, now, *noted_at),
        Write::UpdateGrant { row, claims, guard, schedule, release_lease, now: noted_at } => {
            grants::update(db, Claiming { row, claims }, guard, *schedule, *release_lease, now, *noted_at)
        }
        Write::AcquireLease(wanted) => {
            epochs.push(leases::acquire(db, wanted, now)?);
            Ok(())
        }
        Write::ReleaseLease { tenant_id, grant_id, owner, epoch, intent } => {
            let holder = LeaseHolder { owner: *owner, epoch: *epoch };
            leases::release(db, tenant_id, grant_id, holder, intent.as_ref(), now)
        }
        Write::ReviseIntent { tenant_id, grant_id, holder, from, digest } => {
            leases::revise(db, tenant_id, grant_id, *holder, *from, digest, now)
        }
        Write::TouchGrant { tenant_id, grant_id, at } => {
            let values = [(":tenant_id", text(tenant_id.as_str())), (":id", text(grant_id.as_str())), (":at", time(*at))];
            execute(db, grants::TOUCH, &values).map(drop)
        }
        Write::PauseEndpoint { endpoint, length, is_asked } => pauses::pause(db, endpoint, *length, *is_asked, now),
        Write::ProbeEndpoint { endpoint, hold } => pauses::probe(db, endpoint, *hold, now),
        Write::ResumeEndpoint(endpoint) => pauses::resume(db, endpoint),
        Write::InsertSession { row, limit, kept, now } => sessions::insert(db, row, *limit, *kept, *now),
        Write::UpdateSession(row) => sessions::update(db, row),
        Write::AppendEvent(event) => events::append(db, event),
        Write::Audit { entry, link } => audit::append(db, entry, &**link),
        Write::DropAudit { up_to, mac } => audit::drop_until(db, *up_to, mac),
        Write::BlankEntries(entries) => audit::blank(db, entries),
        Write::BlankAudit { of, link } => audit::blank_all(db, of, &**link),
        Write::QueueJob(job) => jobs::queue(db, job),
        Write::CompleteJob(job) => jobs::complete(db, job),
        Write::PostponeJob { job, due_at } => jobs::postpone(db, job, *due_at),
        Write::Purge { seals_before, sessions_before, ended_before, events_before, changes_before } => {
            for (sql, before) in [
                (sessions::PURGE_SEALS, seals_before),
                (sessions::PURGE, sessions_before),
                (sessions::PURGE_ENDED, ended_before),
                (PURGE_EVENTS, events_before),
            ] {
                execute(db, sql, &[(":before", time(*before))])?;
            }
            purge_changes(db, *changes_before)?;
            pauses::purge(db, now)
        }
    }
}

/// Up to an old note, so that what is kept has no holes and the oldest position kept tells what is lost. It is looked for among the oldest
/// notes, some at a time: what is kept is not walked, however much was written within the hour.
pub(super) fn purge_changes(db: &Connection, before: Timestamp) -> Result<(), Failure> {
    while execute(db, PURGE_CHANGES, &[(":before", time(before))])? > 0 {}
    Ok(())
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

const INIT_META: &str = "INSERT INTO meta (only_row, schema_version, oldest_reader, environment_hash, store_epoch)
    VALUES (1, :schema_version, :oldest_reader, :environment_hash, :store_epoch)";
const CONFIRM_RESTORE: &str = "UPDATE meta SET store_epoch = store_epoch + 1";
const NOTE_EARLIER: &str = "UPDATE meta SET earlier_epoch = store_epoch WHERE store_epoch = :epoch";
const PURGE_EVENTS: &str = "DELETE FROM events WHERE at < :before";
// No index by time is worth its writes. What a clock has written that was a day ahead is old too: whoever stood before it reads anew.
const PURGE_CHANGES: &str = "DELETE FROM changes WHERE seq <= (SELECT max(seq) FROM
    (SELECT seq, at FROM changes ORDER BY seq LIMIT 100) WHERE at < :before OR at > :before + 90000000)";

/// Every statement that looks something up to write it, for the test of their plans.
#[cfg(test)]
pub(super) fn planned_statements() -> Vec<String> {
    let own = [PURGE_EVENTS, PURGE_CHANGES].map(str::to_owned).to_vec();
    [
        own,
        audit::planned_statements(),
        sessions::planned_statements(),
        erasures::planned_statements(),
        keysets::planned_statements(),
        super::claims::planned_statements(),
        grants::planned_statements(),
        keys::planned_statements(),
        leases::planned_statements(),
        pauses::planned_statements(),
        jobs::planned_statements(),
    ]
    .concat()
}
