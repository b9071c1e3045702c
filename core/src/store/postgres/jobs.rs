//! Moves, hands out, queues and ends jobs. All kinds stand in one index by due time; who takes some passes over those that another one is
//! taking.

use std::sync::LazyLock;

use crate::base::{ConfigId, TenantId, Timestamp};
use crate::model::rows::{
    Conflict, DueJob, GrantJob, GrantRow, HeldJob, JobKind, JobRequest, QueueEntry, QueuePlace, QueuedJob, Schedule,
};

use super::columns::{self, Cells};
use super::erasures;
use super::errors::Failure;
use super::fence;
use super::many::{Many, ROWS};
use super::query;
use super::readable::readable;
use super::session::Db;
use super::statement::{Named, at_most, blob, count, integer, one_row, text, texts, time};
use super::time::millis;

/// A job that has been taken.
struct Taken {
    kind: JobKind,
    id: String,
    tenant_id: TenantId,
    queued: Option<QueuedJob>,
}

/// Hands out due jobs, earliest first, and holds them.
pub(super) async fn take(db: &Db, request: &JobRequest) -> Result<Vec<DueJob>, Failure> {
    let values = name_request(request);
    // One that cannot be read is held like the others: it is not asked for again and again.
    let taken = db.select(&TAKE, &values, |row| readable(read_taken(row))).await?;
    let mut taken: Vec<_> = taken.into_iter().flatten().flatten().collect();
    let grants: Vec<_> = taken.iter().filter(|job| job.queued.is_none()).map(|job| job.id.as_str()).collect();
    let rows = if grants.is_empty() {
        Vec::new()
    } else {
        let values = [(":ids", texts(grants.into_iter()))];
        let found = db.select(&query::GRANTS_BY_IDS, &values, |row| readable(columns::read_grant(row)));
        let found = fence::checked(db.clone(), found).await?;
        found.into_iter().flatten().collect::<Vec<_>>()
    };
    let mut answer = Vec::new();
    for job in &mut taken {
        match (job.kind, job.queued.take()) {
            (JobKind::Queued(_), Some(queued)) => answer.push(DueJob::Queued(queued)),
            (JobKind::Grant(kind), _) => {
                let row = rows.iter().find(|row| row.id.as_str() == job.id && row.tenant_id == job.tenant_id);
                answer.extend(row.map(|row| DueJob::Grant(kind, Box::new(row.clone()))));
            }
            (JobKind::Queued(_), None) => {}
        }
    }
    Ok(answer)
}

/// The values of [`TAKE`].
pub(super) fn name_request(request: &JobRequest) -> Vec<Named<'_>> {
    vec![
        (":due", time(request.now)),
        (":after", integer(request.after.map_or(i64::MIN, Timestamp::unix_millis))),
        (":kinds", texts(request.kinds.iter().map(|kind| kind.as_str()))),
        (":except", texts(request.except.iter().map(ConfigId::as_str))),
        (":hold", integer(millis(request.hold))),
        (":limit", at_most(request.limit)),
    ]
}

/// `None`: nothing is due, which is a row too.
fn read_taken(row: &tokio_postgres::Row) -> Result<Option<Taken>, Failure> {
    let mut cells = Cells::new(row, "jobs");
    fence::read(&mut cells)?;
    read_job(&mut cells)
}

fn read_job(cells: &mut Cells<'_>) -> Result<Option<Taken>, Failure> {
    let Some(kind) = cells.optional_parsed(JobKind::parse)? else { return Ok(None) };
    let id = cells.text()?;
    let tenant_id = cells.parsed(|text| TenantId::stored(text).ok())?;
    let queued = match kind {
        JobKind::Grant(_) => None,
        JobKind::Queued(kind) => Some(QueuedJob {
            kind,
            id: id.clone(),
            tenant_id: tenant_id.clone(),
            config: cells.parsed(|text| ConfigId::parse(text).ok())?,
            due_at: cells.time()?,
            attempts: cells.count()?,
            key_id: cells.bytes()?,
            sealed: cells.sealed()?,
        }),
    };
    Ok(Some(Taken { kind, id, tenant_id, queued }))
}

/// A page of all that is queued with something sealed.
pub(super) async fn list_queue(db: &Db, after: &QueuePlace, limit: usize) -> Result<Vec<QueueEntry>, Failure> {
    // What was read there is UTF-8.
    let (kind, id) = (String::from_utf8_lossy(&after.kind), String::from_utf8_lossy(&after.id));
    let values = [(":kind", text(&kind)), (":id", text(&id)), (":limit", at_most(limit))];
    let read = |row: &tokio_postgres::Row| {
        let mut cells = Cells::new(row, "jobs");
        let (kind, id) = (cells.text()?, cells.text()?);
        let job = match JobKind::parse(&kind) {
            Some(JobKind::Queued(_)) => {
                readable(read_job(&mut Cells::new(row, "jobs")))?.flatten().and_then(|taken| taken.queued)
            }
            Some(JobKind::Grant(_)) | None => None,
        };
        Ok(QueueEntry { place: QueuePlace { kind: kind.into_bytes(), id: id.into_bytes() }, job })
    };
    db.select(LIST_QUEUE, &values, read).await
}

/// Moves the jobs of a grant to where its columns say; one that stays where it was stays held.
pub(super) async fn follow(db: &Db, row: &GrantRow, schedule: Schedule) -> Result<(), Failure> {
    let kinds = GrantJob::ALL.into_iter().filter(|kind| schedule.writes(*kind));
    let written: Vec<_> = kinds.map(|kind| (kind, row.due_at(kind))).collect();
    let name = |kind: GrantJob| JobKind::Grant(kind).as_str();
    let ended = || written.iter().filter(|(_, due_at)| due_at.is_none()).map(|(kind, _)| name(*kind));
    if ended().next().is_some() {
        db.execute(END_GRANTS, &[(":kinds", texts(ended())), (":id", text(row.id.as_str()))]).await?;
    }
    for (kind, due_at) in written.iter().filter_map(|(kind, due_at)| due_at.map(|due_at| (*kind, due_at))) {
        let values = [
            (":kind", text(name(kind))),
            (":id", text(row.id.as_str())),
            (":tenant_id", text(row.tenant_id.as_str())),
            (":config", text(row.config.as_str())),
            (":due_at", time(due_at)),
        ];
        db.execute(&MOVE_GRANTS, &values).await?;
    }
    Ok(())
}

/// The same of several grants.
pub(super) async fn follow_all(db: &Db, rows: impl Iterator<Item = Scheduled<'_>>) -> Result<(), Failure> {
    let (mut ended, mut moved) = (Many::default(), Many::default());
    for Scheduled { row, schedule } in rows {
        for kind in GrantJob::ALL.into_iter().filter(|kind| schedule.writes(*kind)) {
            let of = vec![(":kind", text(JobKind::Grant(kind).as_str())), (":id", text(row.id.as_str()))];
            match row.due_at(kind) {
                None => ended.push(of)?,
                Some(due_at) => {
                    let (tenant_id, config) = (text(row.tenant_id.as_str()), text(row.config.as_str()));
                    let more = vec![(":tenant_id", tenant_id), (":config", config), (":due_at", time(due_at))];
                    moved.push([of, more].concat())?;
                }
            }
        }
    }
    for (sql, many) in [(&END_ALL, ended), (&MOVE_ALL, moved)] {
        if !many.is_empty() {
            let sql = many.place(sql);
            db.execute_kept(&sql, &many.into_values()).await?;
        }
    }
    Ok(())
}

/// A grant, and which of its jobs follow.
pub(super) struct Scheduled<'a> {
    pub(super) row: &'a GrantRow,
    pub(super) schedule: Schedule,
}

/// Queues a job.
pub(super) async fn queue(db: &Db, job: &QueuedJob) -> Result<(), Failure> {
    erasures::check_key(db, Some(&job.tenant_id), &job.key_id).await?;
    let values = [
        (":kind", text(JobKind::Queued(job.kind).as_str())),
        (":id", text(&job.id)),
        (":tenant_id", text(job.tenant_id.as_str())),
        (":config", text(job.config.as_str())),
        (":due_at", time(job.due_at)),
        (":key_id", blob(&job.key_id)),
        (":sealed", blob(job.sealed.as_bytes())),
    ];
    if db.execute(QUEUE, &values).await? == 0 { Err(Conflict::Exists.into()) } else { Ok(()) }
}

/// Ends a queued job that is done.
pub(super) async fn complete(db: &Db, job: &HeldJob) -> Result<(), Failure> {
    one_row(db.execute(END_QUEUED, &name_held(job)?).await?)
}

/// Lets go of a queued job that is due again later.
pub(super) async fn postpone(db: &Db, job: &HeldJob, due_at: Timestamp) -> Result<(), Failure> {
    let mut values = name_held(job)?;
    values.push((":due_at", time(due_at)));
    one_row(db.execute(POSTPONE_QUEUED, &values).await?)
}

fn name_held(job: &HeldJob) -> Result<Vec<Named<'_>>, Failure> {
    Ok(vec![
        (":kind", text(JobKind::Queued(job.kind).as_str())),
        (":id", text(&job.id)),
        (":tenant_id", text(job.tenant_id.as_str())),
        (":attempts", count(job.attempts)?),
    ])
}

// What an update gives back has no order of its own. Whether anything is due is said by the first of all: a server that has not counted the
// table yet would look at every job of these kinds.
pub(super) static TAKE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "WITH due AS (SELECT kind, id FROM @jobs WHERE due_at <= :due AND due_at > :after AND {FREE} AND kind = ANY (:kinds)
                AND config <> ALL (:except) AND {may_write} AND (SELECT due_at FROM @jobs ORDER BY due_at LIMIT 1) <= :due
                ORDER BY due_at, kind, id LIMIT :limit FOR UPDATE SKIP LOCKED),
            taken AS (UPDATE @jobs AS job SET held_until = :now + :hold, attempts = job.attempts + 1
                FROM due WHERE job.kind = due.kind AND job.id = due.id
                RETURNING job.kind, job.id, job.tenant_id, job.config, job.due_at, job.attempts, job.key_id, job.sealed)
        SELECT {lets}, kind, id, tenant_id, config, due_at, attempts, key_id, sealed
            FROM (SELECT 1) AS always LEFT JOIN taken ON true ORDER BY due_at, kind, id",
        lets = *fence::LETS,
        may_write = *fence::MAY_WRITE
    )
});
// Nobody holds one for longer than a hold from now on: where it seems so, the server's clock has been set back.
const FREE: &str = "(held_until IS NULL OR held_until <= :now OR held_until > :now + :hold)";
const LIST_QUEUE: &str = "SELECT kind, id, tenant_id, config, due_at, attempts, key_id, sealed FROM @jobs
    WHERE sealed IS NOT NULL AND (kind, id) > (:kind, :id) ORDER BY kind, id LIMIT :limit";
const END_GRANTS: &str = "DELETE FROM @jobs WHERE kind = ANY (:kinds) AND id = :id";
static END_ALL: LazyLock<String> =
    LazyLock::new(|| format!("DELETE FROM @jobs USING {ROWS} WHERE kind = new_kind AND id = new_id"));
static MOVE_GRANTS: LazyLock<String> = LazyLock::new(|| {
    format!(
        "INSERT INTO @jobs AS job (kind, id, tenant_id, config, due_at) VALUES (:kind, :id, :tenant_id, :config, :due_at) {FOLLOWED}"
    )
});
static MOVE_ALL: LazyLock<String> = LazyLock::new(|| {
    format!(
        "INSERT INTO @jobs AS job (kind, id, tenant_id, config, due_at)
            SELECT new_kind, new_id, new_tenant_id, new_config, new_due_at FROM {ROWS} {FOLLOWED}"
    )
});
/// The jobs of several grants (`many`) that are to follow them, and that nobody else has locked; these are then.
pub(super) const FREE_TO_FOLLOW: &str = "SELECT job.kind AS free_kind, job.id AS free_id
    FROM unnest(:id, :writes_refresh, :writes_check) AS moved (moved_id, moves_refresh, moves_check)
        JOIN @jobs AS job ON job.id = moved_id
            AND job.kind = ANY (ARRAY[CASE WHEN moves_refresh THEN 'refresh' END, CASE WHEN moves_check THEN 'check' END])
    FOR UPDATE OF job SKIP LOCKED";
/// Those that are not among these, of one grant.
pub(super) const KEPT_FROM_US: &str = "SELECT 1 FROM @jobs AS job WHERE job.id = new_id
        AND job.kind = ANY (ARRAY[CASE WHEN new_writes_refresh THEN 'refresh' END, CASE WHEN new_writes_check THEN 'check' END])
        AND NOT EXISTS (SELECT 1 FROM free WHERE free_kind = job.kind AND free_id = job.id)";
const FOLLOWED: &str =
    "ON CONFLICT (kind, id) DO UPDATE SET due_at = excluded.due_at, config = excluded.config, attempts = 0, held_until = NULL
    WHERE job.due_at <> excluded.due_at OR job.config <> excluded.config";
const QUEUE: &str = "INSERT INTO @jobs (kind, id, tenant_id, config, due_at, key_id, sealed)
    VALUES (:kind, :id, :tenant_id, :config, :due_at, :key_id, :sealed) ON CONFLICT (kind, id) DO NOTHING";
const END_QUEUED: &str = "DELETE FROM @jobs WHERE kind = :kind AND id = :id AND tenant_id = :tenant_id AND attempts = :attempts";
const POSTPONE_QUEUED: &str = "UPDATE @jobs SET due_at = :due_at, held_until = NULL
    WHERE kind = :kind AND id = :id AND tenant_id = :tenant_id AND attempts = :attempts";
