//! Moves, hands out, queues and ends jobs. All kinds stand in one index by due time.

use rusqlite::Connection;
use std::sync::LazyLock;

use crate::base::{ConfigId, GrantId, TenantId, Timestamp};
use crate::model::rows::{
    Conflict, DueJob, GrantJob, GrantQuery, GrantRow, HeldJob, JobKind, JobRequest, QueueEntry, QueuePlace, QueuedJob,
    QueuedKind, Schedule,
};

use super::columns::Cells;
use super::erasures;
use super::errors::Failure;
use super::machine::Now;
use super::query;
use super::readable::readable;
use super::statement::{Named, at_most, blob, count, execute, exists, integer, one_row, select, text, text_of, time};
use super::writer::Written;

/// Hands out due jobs, earliest first, and holds them.
pub(super) fn take(db: &Connection, request: &JobRequest, now: &Now) -> Result<Written<Vec<DueJob>>, Failure> {
    let kinds = json(request.kinds.iter().map(|kind| kind.as_str()));
    let except = json(request.except.iter().map(ConfigId::as_str));
    let values = [
        now.boot(),
        now.at(),
        (":now", time(request.now)),
        (":after", integer(request.after.map_or(i64::MIN, Timestamp::unix_millis))),
        (":kinds", text(&kinds)),
        (":except", text(&except)),
        (":limit", at_most(request.limit)),
    ];
    let due = select(db, &DUE, &values, |row| {
        let mut cells = Cells::new(row, "jobs");
        // Whatever the id is: what cannot be read is held as well, and not in front for ever.
        Ok((cells.parsed(JobKind::parse)?, row.get_ref(1)?.as_bytes().map(<[u8]>::to_vec).unwrap_or_default()))
    })?;
    let ends = now.after(request.hold).at;
    let mut answer = Vec::new();
    let keep = !due.is_empty();
    for (kind, id) in due {
        let values = [now.boot(), now.at(), (":ends", integer(ends)), (":kind", text(kind.as_str())), (":id", text_of(&id))];
        match kind {
            JobKind::Grant(kind) => {
                for tenant_id in select(db, HOLD_GRANTS, &values, |row| readable(read_tenant(row)))?.into_iter().flatten() {
                    let found = read_id(&id).and_then(|id| query::find_grant(db, &GrantQuery::Id(tenant_id, id), now));
                    // One that cannot be read is held like the others: it is not asked for again and again.
                    let row = readable(found)?.flatten();
                    answer.extend(row.map(|row| DueJob::Grant(kind, Box::new(row))));
                }
            }
            JobKind::Queued(kind) => {
                let found =
                    select(db, HOLD_QUEUED, &values, |row| readable(read_text(&id).and_then(|id| read_queued(row, kind, id))))?;
                answer.extend(found.into_iter().flatten().map(DueJob::Queued));
            }
        }
    }
    Ok(Written { keep, answer })
}

/// A page of all that is queued with something sealed.
pub(super) fn list_queue(db: &Connection, after: &QueuePlace, limit: usize) -> Result<Vec<QueueEntry>, Failure> {
    let values = [(":kind", text_of(&after.kind)), (":id", text_of(&after.id)), (":limit", at_most(limit))];
    select(db, LIST_QUEUE, &values, |row| {
        let bytes = |at: &str| Ok::<_, Failure>(row.get_ref(at)?.as_bytes().map(<[u8]>::to_vec).unwrap_or_default());
        let place = QueuePlace { kind: bytes("kind")?, id: bytes("id")? };
        let kind = std::str::from_utf8(&place.kind).ok().and_then(JobKind::parse);
        let job = match kind {
            Some(JobKind::Queued(kind)) => readable(read_text(&place.id).and_then(|id| read_queued(row, kind, id)))?,
            Some(JobKind::Grant(_)) | None => None,
        };
        Ok(QueueEntry { place, job })
    })
}

/// Moves the jobs of a grant to where its columns say; one that stays where it was stays held.
pub(super) fn follow(db: &Connection, row: &GrantRow, schedule: Schedule) -> Result<(), Failure> {
    for kind in GrantJob::ALL.into_iter().filter(|kind| schedule.writes(*kind)) {
        let job = [(":kind", text(JobKind::Grant(kind).as_str())), (":id", text(row.id.as_str()))];
        match row.due_at(kind) {
            None => execute(db, END_GRANTS, &job)?,
            Some(due_at) => {
                let [kind, id] = job;
                let tenant_id = (":tenant_id", text(row.tenant_id.as_str()));
                let config = (":config", text(row.config.as_str()));
                execute(db, MOVE_GRANTS, &[kind, id, tenant_id, config, (":due_at", time(due_at))])?
            }
        };
    }
    Ok(())
}

/// Queues a job.
pub(super) fn queue(db: &Connection, job: &QueuedJob) -> Result<(), Failure> {
    let name = [(":kind", text(JobKind::Queued(job.kind).as_str())), (":id", text(&job.id))];
    erasures::check_key(db, &job.key_id)?;
    if exists(db, EXISTS, &name)? {
        return Err(Conflict::Exists.into());
    }
    let mut values = name.to_vec();
    values.extend([
        (":tenant_id", text(job.tenant_id.as_str())),
        (":config", text(job.config.as_str())),
        (":due_at", time(job.due_at)),
        (":key_id", blob(&job.key_id)),
        (":sealed", blob(job.sealed.as_bytes())),
    ]);
    execute(db, QUEUE, &values).map(drop)
}

/// Ends a queued job that is done.
pub(super) fn complete(db: &Connection, job: &HeldJob) -> Result<(), Failure> {
    one_row(execute(db, END_QUEUED, &name_held(job)?)?)
}

/// Lets go of a queued job that is due again later.
pub(super) fn postpone(db: &Connection, job: &HeldJob, due_at: Timestamp) -> Result<(), Failure> {
    let mut values = name_held(job)?;
    values.push((":due_at", time(due_at)));
    one_row(execute(db, POSTPONE_QUEUED, &values)?)
}

fn name_held(job: &HeldJob) -> Result<Vec<Named<'_>>, Failure> {
    Ok(vec![
        (":kind", text(JobKind::Queued(job.kind).as_str())),
        (":id", text(&job.id)),
        (":tenant_id", text(job.tenant_id.as_str())),
        (":attempts", count(job.attempts)?),
    ])
}

fn read_text(id: &[u8]) -> Result<&str, Failure> {
    std::str::from_utf8(id).map_err(|_| Failure::Damaged("jobs"))
}

fn read_id(id: &[u8]) -> Result<GrantId, Failure> {
    GrantId::parse(read_text(id)?).map_err(|_| Failure::Damaged("jobs"))
}

fn read_tenant(row: &rusqlite::Row<'_>) -> Result<TenantId, Failure> {
    Cells::new(row, "jobs").parsed(|text| TenantId::stored(text).ok())
}

fn read_queued(row: &rusqlite::Row<'_>, kind: QueuedKind, id: &str) -> Result<QueuedJob, Failure> {
    let mut cells = Cells::new(row, "jobs");
    Ok(QueuedJob {
        kind,
        id: id.to_owned(),
        tenant_id: cells.parsed(|text| TenantId::stored(text).ok())?,
        config: cells.parsed(|text| ConfigId::parse(text).ok())?,
        due_at: cells.time()?,
        attempts: cells.count()?,
        key_id: cells.bytes()?,
        sealed: cells.sealed()?,
    })
}

/// A list for `json_each`. The grammars of what is in it have no character that JSON would escape.
fn json<'a>(words: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(","))
}

// The unary plus keeps the planner on the index by due time: jobs that are held are due, and passed over.
static DUE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT kind, id FROM jobs WHERE due_at <= :now AND due_at > :after AND NOT ({HELD})
            AND +kind IN (SELECT value FROM json_each(:kinds)) AND +config NOT IN (SELECT value FROM json_each(:except))
        ORDER BY due_at, kind, id LIMIT :limit"
    )
});
const HELD: &str = "held_boot IS NOT NULL AND held_boot = :boot AND held_since <= :at AND held_until > :at";
const HOLD_GRANTS: &str = "UPDATE jobs SET held_boot = :boot, held_since = :at, held_until = :ends, attempts = attempts + 1
    WHERE kind = :kind AND id = :id RETURNING tenant_id";
const HOLD_QUEUED: &str = "UPDATE jobs SET held_boot = :boot, held_since = :at, held_until = :ends, attempts = attempts + 1
    WHERE kind = :kind AND id = :id RETURNING tenant_id, config, due_at, attempts, key_id, sealed";
const LIST_QUEUE: &str = "SELECT tenant_id, config, due_at, attempts, key_id, sealed, kind, id FROM jobs
    WHERE sealed IS NOT NULL AND (kind, id) > (:kind, :id) ORDER BY kind, id LIMIT :limit";
const END_GRANTS: &str = "DELETE FROM jobs WHERE kind = :kind AND id = :id";
const MOVE_GRANTS: &str = "INSERT INTO jobs (kind, id, tenant_id, config, due_at)
    VALUES (:kind, :id, :tenant_id, :config, :due_at)
    ON CONFLICT (kind, id) DO UPDATE SET due_at = excluded.due_at, config = excluded.config, attempts = 0,
        held_boot = NULL, held_since = NULL, held_until = NULL
    WHERE due_at <> excluded.due_at OR config <> excluded.config";
const EXISTS: &str = "SELECT 1 FROM jobs WHERE kind = :kind AND id = :id";
const QUEUE: &str = "INSERT INTO jobs (kind, id, tenant_id, config, due_at, key_id, sealed)
    VALUES (:kind, :id, :tenant_id, :config, :due_at, :key_id, :sealed)";
const END_QUEUED: &str = "DELETE FROM jobs WHERE kind = :kind AND id = :id AND tenant_id = :tenant_id AND attempts = :attempts";
const POSTPONE_QUEUED: &str = "UPDATE jobs SET due_at = :due_at, held_boot = NULL, held_since = NULL, held_until = NULL
    WHERE kind = :kind AND id = :id AND tenant_id = :tenant_id AND attempts = :attempts";

/// Every statement of this file that looks something up.
#[cfg(test)]
pub(super) fn planned_statements() -> Vec<String> {
    [&*DUE, LIST_QUEUE, HOLD_GRANTS, HOLD_QUEUED, END_GRANTS, MOVE_GRANTS, EXISTS, END_QUEUED, POSTPONE_QUEUED]
        .map(str::to_owned)
        .to_vec()
}
