//! Writes: one statement each, its guard in the WHERE. They run inside the writer's transaction.

use std::sync::LazyLock;

use rusqlite::Connection;

use crate::base::Timestamp;
use crate::model::event::Event;
use crate::model::grant::StatusReason;
use crate::model::rows::{
    Batch, Conflict, Due, DueClaim, GrantGuard, GrantRow, KeyRow, LeaseClaim, MetaRow, Outcome, RootKeyRow, Schedule, SessionRow,
    Write,
};

use super::columns::{self, GRANT_COLUMNS, LEASE_COLUMNS, SESSION_COLUMNS};
use super::errors::Failure;
use super::statement::{Named, Param, at_most, blob, count, execute, exists, flag, integer, optional, select, text, time, user};
use super::writer::Written;

/// Applies a batch up to its first conflict; the writer takes back what is not to be kept.
pub(super) fn apply(db: &Connection, batch: &Batch) -> Result<Written<Outcome>, Failure> {
    let mut epochs = Vec::new();
    for write in &batch.writes {
        match apply_one(db, write, &mut epochs) {
            Ok(()) => {}
            Err(Failure::Conflict(conflict)) => return Ok(Written { answer: Outcome::Conflict(conflict), keep: false }),
            Err(failure) => return Err(failure),
        }
    }
    Ok(Written { answer: Outcome::Applied { epochs }, keep: true })
}

/// Hands out due grants, earliest first, and defers them.
pub(super) fn claim_due(db: &Connection, claim: &DueClaim) -> Result<Written<Vec<GrantRow>>, Failure> {
    let statements: &DueStatements = match claim.due {
        Due::Refresh => &REFRESH_DUE,
        Due::Check => &CHECK_DUE,
    };
    // The grammar of config ids has no character that JSON would escape.
    let except: Vec<_> = claim.except.iter().map(|config| format!("\"{config}\"")).collect();
    let except = format!("[{}]", except.join(","));
    let mut values = vec![(":now", time(claim.now)), (":limit", at_most(claim.limit))];
    let find = if claim.except.is_empty() {
        &statements.find
    } else {
        values.push((":except", text(&except)));
        &statements.find_except
    };
    let rows = select(db, find, &values, |row| Ok(row.get::<_, i64>(0)?))?;
    let mut answer = Vec::new();
    for row in rows {
        let values = [(":until", time(claim.defer_until)), (":row", integer(row))];
        answer.extend(select(db, &statements.defer, &values, columns::read_grant)?);
    }
    Ok(Written { keep: !answer.is_empty(), answer })
}

fn apply_one(db: &Connection, write: &Write, epochs: &mut Vec<u64>) -> Result<(), Failure> {
    match write {
        Write::InitMeta(row) => init_meta(db, row),
        Write::AddRootKey(row) => add_root_key(db, row),
        Write::AddKey(row) => add_key(db, row),
        Write::InsertGrant { row, now } => insert_grant(db, row, *now),
        Write::UpdateGrant { row, guard, schedule, release_lease, now } => {
            update_grant(db, row, guard, *schedule, *release_lease, *now)
        }
        Write::ClaimLease(claim) => {
            epochs.push(claim_lease(db, claim)?);
            Ok(())
        }
        Write::ReleaseLease { tenant_id, grant_id, owner, epoch } => {
            let values = [
                (":tenant_id", text(tenant_id.as_str())),
                (":id", text(grant_id.as_str())),
                (":owner", blob(owner)),
                (":epoch", count(*epoch)?),
            ];
            one_row(execute(db, &RELEASE_LEASE, &values)?)
        }
        Write::TouchGrant { tenant_id, grant_id, at } => {
            let values = [(":tenant_id", text(tenant_id.as_str())), (":id", text(grant_id.as_str())), (":at", time(*at))];
            execute(db, TOUCH_GRANT, &values).map(drop)
        }
        Write::InsertSession { row, limit, now } => insert_session(db, row, *limit, *now),
        Write::UpdateSession(row) => update_session(db, row),
        Write::AppendEvent(event) => append_event(db, event),
        Write::Purge { seals_before, sessions_before, events_before, changes_before } => {
            for (sql, before) in [
                (PURGE_SEALS, seals_before),
                (PURGE_SESSIONS, sessions_before),
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
    let values = [
        (":schema_version", integer(i64::from(row.schema_version))),
        (":oldest_reader", integer(i64::from(row.oldest_reader))),
        (":environment_hash", blob(&row.environment_hash)),
        (":store_epoch", count(row.store_epoch)?),
    ];
    insert(db, INIT_META, &values)
}

fn add_root_key(db: &Connection, row: &RootKeyRow) -> Result<(), Failure> {
    let values = [
        (":root_key_id", text(&row.root_key_id)),
        (":sentinel", blob(row.sentinel.as_bytes())),
        (":created_at", time(row.created_at)),
    ];
    insert(db, ADD_ROOT_KEY, &values)
}

fn add_key(db: &Connection, row: &KeyRow) -> Result<(), Failure> {
    let values = [
        (":key_id", blob(&row.key_id)),
        (":purpose", text(row.purpose.as_str())),
        (":tenant_id", optional(row.tenant_id.as_ref(), |id| text(id.as_str()))),
        (":state", text(row.state.as_str())),
        (":root_key_id", text(&row.root_key_id)),
        (":wrapped", blob(row.wrapped.as_bytes())),
        (":created_at", time(row.created_at)),
    ];
    insert(db, ADD_KEY, &values)
}

fn insert_grant(db: &Connection, row: &GrantRow, now: Timestamp) -> Result<(), Failure> {
    match execute(db, &INSERT_GRANT, &columns::grant_values(row)?) {
        Ok(_) => note_change(db, row, now),
        // Ids are unique over all tenants; this asks why an insert failed and shows nobody a row.
        Err(failure) if failure.is_unique_violation() => {
            if exists(db, GRANT_ID_EXISTS, &[(":id", text(row.id.as_str()))])? {
                return Err(Conflict::Exists.into());
            }
            Err(explain_grant_conflict(db, row)?.into())
        }
        Err(failure) => Err(failure),
    }
}

fn update_grant(
    db: &Connection,
    row: &GrantRow,
    guard: &GrantGuard,
    schedule: Schedule,
    release_lease: bool,
    now: Timestamp,
) -> Result<(), Failure> {
    let (owner, epoch) = guard.lease.unzip();
    let mut values = columns::grant_values(row)?;
    values.extend([
        (":guard_generation", count(guard.generation)?),
        (":guard_fence", count(guard.fence)?),
        (":guard_revision", guard.revision.map(count).transpose()?.unwrap_or(NULL)),
        (":guard_owner", optional(owner.as_ref(), |owner| blob(owner))),
        (":guard_epoch", epoch.map(count).transpose()?.unwrap_or(NULL)),
        (":writes_refresh", flag(schedule.writes(Due::Refresh))),
        (":writes_check", flag(schedule.writes(Due::Check))),
    ]);
    let sql = if release_lease { &UPDATE_AND_RELEASE_GRANT } else { &UPDATE_GRANT };
    match execute(db, sql, &values) {
        Ok(changed) => {
            one_row(changed)?;
            note_change(db, row, now)
        }
        Err(failure) if failure.is_unique_violation() => Err(explain_grant_conflict(db, row)?.into()),
        Err(failure) => Err(failure),
    }
}

/// Which of the two uniqueness rules of grants a row violates.
fn explain_grant_conflict(db: &Connection, row: &GrantRow) -> Result<Conflict, Failure> {
    let values = [
        (":tenant_id", text(row.tenant_id.as_str())),
        (":config", text(row.config.as_str())),
        (":subject", text(row.subject.as_str())),
        (":user_id", user(row.user_id.as_ref())),
        (":label", text(row.label.as_str())),
        (":id", text(row.id.as_str())),
    ];
    Ok(if exists(db, GRANT_KEY_EXISTS, &values)? { Conflict::Exists } else { Conflict::Claimed })
}

fn note_change(db: &Connection, row: &GrantRow, now: Timestamp) -> Result<(), Failure> {
    let values = [(":tenant_id", text(row.tenant_id.as_str())), (":grant_id", text(row.id.as_str())), (":at", time(now))];
    execute(db, NOTE_CHANGE, &values).map(drop)
}

fn claim_lease(db: &Connection, claim: &LeaseClaim) -> Result<u64, Failure> {
    let found = [
        (":tenant_id", text(claim.tenant_id.as_str())),
        (":id", text(claim.grant_id.as_str())),
        (":generation", count(claim.generation)?),
        (":fence", count(claim.fence)?),
    ];
    let mut values = found.to_vec();
    values.extend([
        (":owner", blob(&claim.owner)),
        (":now", time(claim.now)),
        (":until", time(claim.until)),
        (":digest", blob(&claim.intent_digest)),
        (":is_recovery", flag(claim.intent_is_recovery)),
        (":sent_at", time(claim.intent_sent_at)),
    ]);
    if let Some(epoch) = select(db, CLAIM_LEASE, &values, |row| columns::Cells::new(row, "grants").count())?.pop() {
        return Ok(epoch);
    }
    let is_current = exists(db, GRANT_IS_CURRENT, &found)?;
    Err(if is_current { Conflict::Leased } else { Conflict::Stale }.into())
}

fn insert_session(db: &Connection, row: &SessionRow, limit: usize, now: Timestamp) -> Result<(), Failure> {
    let mut values = columns::session_values(row)?;
    values.extend([(":now", time(now)), (":limit", at_most(limit))]);
    match execute(db, &INSERT_SESSION, &values) {
        Ok(1) => Ok(()),
        Ok(_) => Err(Conflict::Full.into()),
        Err(failure) => Err(exists_if_not_unique(failure)),
    }
}

fn update_session(db: &Connection, row: &SessionRow) -> Result<(), Failure> {
    one_row(execute(db, &UPDATE_SESSION, &columns::session_values(row)?).map_err(exists_if_not_unique)?)
}

fn append_event(db: &Connection, event: &Event) -> Result<(), Failure> {
    let values = [
        (":id", text(&event.id)),
        (":event_type", text(event.event_type.as_str())),
        (":grant_id", text(event.grant_id.as_str())),
        (":tenant_id", text(event.tenant_id.as_str())),
        (":user_id", user(event.user_id.as_ref())),
        (":config", text(event.config.as_str())),
        (":provider", text(event.provider.as_str())),
        (":status", text(event.status.as_str())),
        (":reason", optional(event.reason.as_ref().map(StatusReason::as_str), text)),
        (":at", time(event.at)),
    ];
    insert(db, APPEND_EVENT, &values)
}

fn insert(db: &Connection, sql: &str, values: &[Named<'_>]) -> Result<(), Failure> {
    execute(db, sql, values).map(drop).map_err(exists_if_not_unique)
}

fn exists_if_not_unique(failure: Failure) -> Failure {
    if failure.is_unique_violation() { Conflict::Exists.into() } else { failure }
}

/// A guarded write that found no row has met a guard that no longer holds, a foreign tenant, or nothing at all: all the same.
fn one_row(changed: usize) -> Result<(), Failure> {
    if changed == 1 { Ok(()) } else { Err(Conflict::Stale.into()) }
}

const NULL: Param<'static> = Param::Owned(rusqlite::types::Value::Null);

const INIT_META: &str = "INSERT INTO meta (only_row, schema_version, oldest_reader, environment_hash, store_epoch)
    VALUES (1, :schema_version, :oldest_reader, :environment_hash, :store_epoch)";
const ADD_ROOT_KEY: &str =
    "INSERT INTO root_keys (root_key_id, sentinel, created_at) VALUES (:root_key_id, :sentinel, :created_at)";
const ADD_KEY: &str = "INSERT INTO tenant_keys (key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at)
    VALUES (:key_id, :purpose, :tenant_id, :state, :root_key_id, :wrapped, :created_at)";
const APPEND_EVENT: &str =
    "INSERT INTO events (id, event_type, grant_id, tenant_id, user_id, config, provider, status, reason, at)
    VALUES (:id, :event_type, :grant_id, :tenant_id, :user_id, :config, :provider, :status, :reason, :at)";
const NOTE_CHANGE: &str = "INSERT INTO changes (tenant_id, grant_id, at) VALUES (:tenant_id, :grant_id, :at)";

const GRANT_ID_EXISTS: &str = "SELECT 1 FROM grants WHERE id = :id";
const GRANT_KEY_EXISTS: &str = "SELECT 1 FROM grants WHERE tenant_id = :tenant_id AND config = :config AND subject = :subject
    AND user_id = :user_id AND label = :label AND id <> :id";
const GRANT_IS_CURRENT: &str =
    "SELECT 1 FROM grants WHERE tenant_id = :tenant_id AND id = :id AND generation = :generation AND fence = :fence";

const FREE_LEASE: &str =
    "lease_owner = NULL, lease_until = NULL, intent_sent_at = NULL, intent_digest = NULL, intent_is_recovery = 0";
const CLAIM_LEASE: &str = "UPDATE grants SET lease_owner = :owner, lease_epoch = lease_epoch + 1, lease_until = :until,
        intent_sent_at = :sent_at, intent_digest = :digest, intent_is_recovery = :is_recovery
    WHERE tenant_id = :tenant_id AND id = :id AND generation = :generation AND fence = :fence
        AND (lease_owner IS NULL OR lease_until < :now)
    RETURNING lease_epoch";
static RELEASE_LEASE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "UPDATE grants SET {FREE_LEASE}
            WHERE tenant_id = :tenant_id AND id = :id AND lease_owner = :owner AND lease_epoch = :epoch"
    )
});
const TOUCH_GRANT: &str =
    "UPDATE grants SET last_used_at = max(coalesce(last_used_at, :at), :at) WHERE tenant_id = :tenant_id AND id = :id";

const PURGE_SEALS: &str = "UPDATE sessions SET sealed = NULL WHERE expires_at < :before AND sealed IS NOT NULL";
const PURGE_SESSIONS: &str = "DELETE FROM sessions WHERE expires_at < :before";
const PURGE_EVENTS: &str = "DELETE FROM events WHERE at < :before";
// Up to the last old note, so that what is kept has no holes and the oldest position kept tells what is lost. It is found from
// the newest note backwards, over what is kept: no index by time is worth its writes.
const PURGE_CHANGES: &str = "DELETE FROM changes WHERE seq <= (SELECT max(seq) FROM changes WHERE at < :before)";

static INSERT_GRANT: LazyLock<String> =
    LazyLock::new(|| format!("INSERT INTO grants ({}) VALUES ({})", columns::columns(&GRANT_COLUMNS), GRANT_COLUMNS.join(", ")));
// The count stands in the insert itself: there is one writer at a time, over all processes, so nobody inserts between the two.
static INSERT_SESSION: LazyLock<String> = LazyLock::new(|| {
    format!(
        "INSERT INTO sessions ({}) SELECT {} WHERE (SELECT count(*) FROM (SELECT 1 FROM sessions WHERE tenant_id = :tenant_id
            AND user_id = :user_id AND status = 'pending' AND expires_at > :now LIMIT :limit)) < :limit",
        columns::columns(&SESSION_COLUMNS),
        SESSION_COLUMNS.join(", ")
    )
});
static UPDATE_GRANT: LazyLock<String> = LazyLock::new(|| build_grant_update(""));
static UPDATE_AND_RELEASE_GRANT: LazyLock<String> = LazyLock::new(|| build_grant_update(&format!(", {FREE_LEASE}")));
static UPDATE_SESSION: LazyLock<String> = LazyLock::new(|| {
    let set: Vec<_> = SESSION_COLUMNS[2..].iter().map(|place| format!("{} = {place}", columns::column(place))).collect();
    format!("UPDATE sessions SET {} WHERE id = :id AND tenant_id = :tenant_id AND revision = :revision - 1", set.join(", "))
});
static REFRESH_DUE: LazyLock<DueStatements> = LazyLock::new(|| DueStatements::build("refresh_at"));
static CHECK_DUE: LazyLock<DueStatements> = LazyLock::new(|| DueStatements::build("next_check_at"));

struct DueStatements {
    find: String,
    /// The same without some configs: each of their due rows is looked at and passed over.
    find_except: String,
    defer: String,
}

impl DueStatements {
    fn build(column: &str) -> Self {
        DueStatements {
            find: format!("SELECT rowid FROM grants WHERE {column} <= :now ORDER BY {column}, id LIMIT :limit"),
            find_except: format!(
                "SELECT rowid FROM grants WHERE {column} <= :now AND config NOT IN (SELECT value FROM json_each(:except))
                    ORDER BY {column}, id LIMIT :limit"
            ),
            defer: format!(
                "UPDATE grants SET {column} = :until WHERE rowid = :row RETURNING {}, {}",
                columns::columns(&GRANT_COLUMNS),
                LEASE_COLUMNS.join(", ")
            ),
        }
    }
}

fn build_grant_update(more: &str) -> String {
    let set: Vec<_> = GRANT_COLUMNS[2..].iter().map(|place| set_in_update(columns::column(place), place)).collect();
    format!(
        "UPDATE grants SET {}{more}
            WHERE id = :id AND tenant_id = :tenant_id AND generation = :guard_generation AND fence = :guard_fence
                AND (:guard_revision IS NULL OR revision = :guard_revision)
                AND (:guard_owner IS NULL OR (lease_owner = :guard_owner AND lease_epoch = :guard_epoch))",
        set.join(", ")
    )
}

/// How an update writes a column: a due column only where the change owns it, and times that only grow never back.
fn set_in_update(column: &str, place: &str) -> String {
    match column {
        "refresh_at" => format!("{column} = CASE WHEN :writes_refresh THEN {place} ELSE {column} END"),
        "next_check_at" => format!("{column} = CASE WHEN :writes_check THEN {place} ELSE {column} END"),
        // `max` of two values is NULL where one of them is.
        "last_used_at" | "last_ok_at" => format!("{column} = max(coalesce({column}, {place}), coalesce({place}, {column}))"),
        _ => format!("{column} = {place}"),
    }
}

/// Every statement of this file that looks something up, for the test of their plans.
#[cfg(test)]
pub(super) fn planned_statements() -> Vec<String> {
    let mut all: Vec<String> = [
        GRANT_ID_EXISTS,
        GRANT_KEY_EXISTS,
        GRANT_IS_CURRENT,
        CLAIM_LEASE,
        &RELEASE_LEASE,
        TOUCH_GRANT,
        PURGE_SEALS,
        PURGE_SESSIONS,
        PURGE_EVENTS,
        PURGE_CHANGES,
        &UPDATE_GRANT,
        &UPDATE_AND_RELEASE_GRANT,
        &UPDATE_SESSION,
        &INSERT_SESSION,
    ]
    .map(str::to_owned)
    .to_vec();
    for due in [&*REFRESH_DUE, &*CHECK_DUE] {
        all.extend([due.find.clone(), due.find_except.clone(), due.defer.clone()]);
    }
    all
}
