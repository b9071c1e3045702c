//! Writes: one statement each, its guard in the WHERE. They run inside the writer's transaction.

use std::sync::LazyLock;

use rusqlite::{Connection, params, params_from_iter};

use crate::base::Timestamp;
use crate::model::event::Event;
use crate::model::rows::{
    Batch, Conflict, Due, DueClaim, GrantGuard, GrantRow, KeyRow, LeaseClaim, MetaRow, Outcome, RootKeyRow, Schedule, SessionRow,
    Write,
};

use super::columns::{self, GRANT_COLUMNS, LEASE_COLUMNS, SESSION_COLUMNS, blob, count, integer, optional, text, time};
use super::errors::Failure;
use super::query::{limit, select};
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
    let mut values = vec![time(claim.now), integer(limit(claim.limit))];
    let find = if claim.except.is_empty() {
        &statements.find
    } else {
        values.push(text(&except));
        &statements.find_except
    };
    let rows = select(db, find, values, |row| Ok(row.get::<_, i64>(0)?))?;
    let mut answer = Vec::new();
    for row in rows {
        answer.extend(select(db, &statements.defer, [time(claim.defer_until), integer(row)], columns::read_grant)?);
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
            let values = [text(tenant_id.as_str()), text(grant_id.as_str()), blob(owner), count(*epoch)?];
            one_row(db.prepare_cached(&RELEASE_LEASE)?.execute(params_from_iter(values))?)
        }
        Write::TouchGrant { tenant_id, grant_id, at } => {
            db.prepare_cached(TOUCH_GRANT)?.execute(params![tenant_id.as_str(), grant_id.as_str(), at.unix_millis()])?;
            Ok(())
        }
        Write::InsertSession { row, limit, now } => insert_session(db, row, *limit, *now),
        Write::UpdateSession(row) => update_session(db, row),
        Write::AppendEvent(event) => append_event(db, event),
        Write::Purge { seals_before, sessions_before, events_before, changes_before } => {
            db.prepare_cached(PURGE_SEALS)?.execute([seals_before.unix_millis()])?;
            db.prepare_cached(PURGE_SESSIONS)?.execute([sessions_before.unix_millis()])?;
            db.prepare_cached(PURGE_EVENTS)?.execute([events_before.unix_millis()])?;
            db.prepare_cached(PURGE_CHANGES)?.execute([changes_before.unix_millis()])?;
            Ok(())
        }
    }
}

fn init_meta(db: &Connection, row: &MetaRow) -> Result<(), Failure> {
    let values = [
        integer(i64::from(row.schema_version)),
        integer(i64::from(row.oldest_reader)),
        blob(&row.environment_hash),
        count(row.store_epoch)?,
    ];
    insert(db, INIT_META, values)
}

fn add_root_key(db: &Connection, row: &RootKeyRow) -> Result<(), Failure> {
    insert(db, ADD_ROOT_KEY, [text(&row.root_key_id), blob(row.sentinel.as_bytes()), time(row.created_at)])
}

fn add_key(db: &Connection, row: &KeyRow) -> Result<(), Failure> {
    let values = [
        blob(&row.key_id),
        text(row.purpose.as_str()),
        optional(row.tenant_id.as_ref(), |id| text(id.as_str())),
        text(row.state.as_str()),
        text(&row.root_key_id),
        blob(row.wrapped.as_bytes()),
        time(row.created_at),
    ];
    insert(db, ADD_KEY, values)
}

fn insert_grant(db: &Connection, row: &GrantRow, now: Timestamp) -> Result<(), Failure> {
    let inserted =
        db.prepare_cached(&INSERT_GRANT)?.execute(params_from_iter(columns::grant_values(row)?)).map_err(Failure::from);
    match inserted {
        Ok(_) => note_change(db, row, now),
        // Ids are unique over all tenants; this asks why an insert failed and shows nobody a row.
        Err(failure) if failure.is_unique_violation() => {
            if db.prepare_cached(GRANT_ID_EXISTS)?.exists([row.id.as_str()])? {
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
    values.push(count(guard.generation)?);
    values.push(count(guard.fence)?);
    values.push(guard.revision.map(count).transpose()?.unwrap_or(NULL));
    values.push(optional(owner.as_ref(), |owner| blob(owner)));
    values.push(epoch.map(count).transpose()?.unwrap_or(NULL));
    values.extend([Due::Refresh, Due::Check].map(|due| integer(i64::from(schedule.writes(due)))));
    let sql = if release_lease { &UPDATE_AND_RELEASE_GRANT } else { &UPDATE_GRANT };
    match db.prepare_cached(sql)?.execute(params_from_iter(values)).map_err(Failure::from) {
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
        text(row.tenant_id.as_str()),
        text(row.config.as_str()),
        text(row.subject.as_str()),
        columns::user(row.user_id.as_ref()),
        text(row.label.as_str()),
        text(row.id.as_str()),
    ];
    let same_key = db.prepare_cached(GRANT_KEY_EXISTS)?.exists(params_from_iter(values))?;
    Ok(if same_key { Conflict::Exists } else { Conflict::Claimed })
}

fn note_change(db: &Connection, row: &GrantRow, now: Timestamp) -> Result<(), Failure> {
    db.prepare_cached(NOTE_CHANGE)?.execute(params![row.tenant_id.as_str(), row.id.as_str(), now.unix_millis()])?;
    Ok(())
}

fn claim_lease(db: &Connection, claim: &LeaseClaim) -> Result<u64, Failure> {
    let values = [
        text(claim.tenant_id.as_str()),
        text(claim.grant_id.as_str()),
        count(claim.generation)?,
        count(claim.fence)?,
        blob(&claim.owner),
        time(claim.now),
        time(claim.until),
        blob(&claim.intent_digest),
        integer(i64::from(claim.intent_is_recovery)),
        time(claim.intent_sent_at),
    ];
    if let Some(epoch) = select(db, CLAIM_LEASE, values, |row| columns::Cells::new(row, "grants").count())?.pop() {
        return Ok(epoch);
    }
    let values = [text(claim.tenant_id.as_str()), text(claim.grant_id.as_str()), count(claim.generation)?, count(claim.fence)?];
    let is_current = db.prepare_cached(GRANT_IS_CURRENT)?.exists(params_from_iter(values))?;
    Err(if is_current { Conflict::Leased } else { Conflict::Stale }.into())
}

fn insert_session(db: &Connection, row: &SessionRow, most: usize, now: Timestamp) -> Result<(), Failure> {
    let mut values = columns::session_values(row)?;
    values.extend([time(now), integer(limit(most))]);
    match db.prepare_cached(&INSERT_SESSION)?.execute(params_from_iter(values)) {
        Ok(1) => Ok(()),
        Ok(_) => Err(Conflict::Full.into()),
        Err(error) => exists_if_not_unique(Err(error)),
    }
}

fn update_session(db: &Connection, row: &SessionRow) -> Result<(), Failure> {
    let updated = db.prepare_cached(&UPDATE_SESSION)?.execute(params_from_iter(columns::session_values(row)?));
    match updated {
        Ok(changed) => one_row(changed),
        Err(error) => exists_if_not_unique(Err(error)),
    }
}

fn append_event(db: &Connection, event: &Event) -> Result<(), Failure> {
    let values = [
        text(&event.id),
        text(event.event_type.as_str()),
        text(event.grant_id.as_str()),
        text(event.tenant_id.as_str()),
        columns::user(event.user_id.as_ref()),
        text(event.config.as_str()),
        text(event.provider.as_str()),
        text(&event.status),
        optional(event.reason.as_deref(), text),
        time(event.at),
    ];
    insert(db, APPEND_EVENT, values)
}

fn insert<const N: usize>(db: &Connection, sql: &str, values: [columns::Param<'_>; N]) -> Result<(), Failure> {
    exists_if_not_unique(db.prepare_cached(sql)?.execute(params_from_iter(values)).map(drop))
}

fn exists_if_not_unique(written: Result<(), rusqlite::Error>) -> Result<(), Failure> {
    written
        .map_err(Failure::from)
        .map_err(|failure| if failure.is_unique_violation() { Conflict::Exists.into() } else { failure })
}

/// A guarded write that found no row has met a guard that no longer holds, a foreign tenant, or nothing at all: all the same.
fn one_row(changed: usize) -> Result<(), Failure> {
    if changed == 1 { Ok(()) } else { Err(Conflict::Stale.into()) }
}

const NULL: columns::Param<'static> = columns::Param::Owned(rusqlite::types::Value::Null);

const INIT_META: &str =
    "INSERT INTO meta (only_row, schema_version, oldest_reader, environment_hash, store_epoch) VALUES (1, ?1, ?2, ?3, ?4)";
const ADD_ROOT_KEY: &str = "INSERT INTO root_keys (root_key_id, sentinel, created_at) VALUES (?1, ?2, ?3)";
const ADD_KEY: &str = "INSERT INTO tenant_keys (key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
const APPEND_EVENT: &str =
    "INSERT INTO events (id, event_type, grant_id, tenant_id, user_id, config, provider, status, reason, at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
const NOTE_CHANGE: &str = "INSERT INTO changes (tenant_id, grant_id, at) VALUES (?1, ?2, ?3)";

const GRANT_ID_EXISTS: &str = "SELECT 1 FROM grants WHERE id = ?1";
const GRANT_KEY_EXISTS: &str =
    "SELECT 1 FROM grants WHERE tenant_id = ?1 AND config = ?2 AND subject = ?3 AND user_id = ?4 AND label = ?5 AND id <> ?6";
const GRANT_IS_CURRENT: &str = "SELECT 1 FROM grants WHERE tenant_id = ?1 AND id = ?2 AND generation = ?3 AND fence = ?4";

const FREE_LEASE: &str =
    "lease_owner = NULL, lease_until = NULL, intent_sent_at = NULL, intent_digest = NULL, intent_is_recovery = 0";
const CLAIM_LEASE: &str = "UPDATE grants SET lease_owner = ?5, lease_epoch = lease_epoch + 1, lease_until = ?7,
        intent_sent_at = ?10, intent_digest = ?8, intent_is_recovery = ?9
    WHERE tenant_id = ?1 AND id = ?2 AND generation = ?3 AND fence = ?4 AND (lease_owner IS NULL OR lease_until < ?6)
    RETURNING lease_epoch";
static RELEASE_LEASE: LazyLock<String> = LazyLock::new(|| {
    format!("UPDATE grants SET {FREE_LEASE} WHERE tenant_id = ?1 AND id = ?2 AND lease_owner = ?3 AND lease_epoch = ?4")
});
const TOUCH_GRANT: &str = "UPDATE grants SET last_used_at = max(coalesce(last_used_at, ?3), ?3) WHERE tenant_id = ?1 AND id = ?2";

const PURGE_SEALS: &str = "UPDATE sessions SET sealed = NULL WHERE expires_at < ?1 AND sealed IS NOT NULL";
const PURGE_SESSIONS: &str = "DELETE FROM sessions WHERE expires_at < ?1";
const PURGE_EVENTS: &str = "DELETE FROM events WHERE at < ?1";
// Up to the last old note, so that what is kept has no holes and the oldest position kept tells what is lost. It is found from
// the newest note backwards, over what is kept: no index by time is worth its writes.
const PURGE_CHANGES: &str = "DELETE FROM changes WHERE seq <= (SELECT max(seq) FROM changes WHERE at < ?1)";

static INSERT_GRANT: LazyLock<String> = LazyLock::new(|| build_insert("grants", &GRANT_COLUMNS));
// The count stands in the insert itself: there is one writer at a time, over all processes, so nobody inserts between the two.
static INSERT_SESSION: LazyLock<String> = LazyLock::new(|| {
    format!(
        "INSERT INTO sessions ({}) SELECT {} WHERE (SELECT count(*) FROM (SELECT 1 FROM sessions
            WHERE tenant_id = ?2 AND user_id = ?4 AND status = 'pending' AND expires_at > ?20 LIMIT ?21)) < ?21",
        SESSION_COLUMNS.join(", "),
        places(SESSION_COLUMNS.len())
    )
});
static UPDATE_GRANT: LazyLock<String> = LazyLock::new(|| build_grant_update(""));
static UPDATE_AND_RELEASE_GRANT: LazyLock<String> = LazyLock::new(|| build_grant_update(&format!(", {FREE_LEASE}")));
static UPDATE_SESSION: LazyLock<String> = LazyLock::new(|| {
    let set = build_set(&SESSION_COLUMNS);
    format!("UPDATE sessions SET {set} WHERE id = ?1 AND tenant_id = ?2 AND revision = ?13 - 1")
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
            find: format!("SELECT rowid FROM grants WHERE {column} <= ?1 ORDER BY {column}, id LIMIT ?2"),
            find_except: format!(
                "SELECT rowid FROM grants WHERE {column} <= ?1 AND config NOT IN (SELECT value FROM json_each(?3))
                    ORDER BY {column}, id LIMIT ?2"
            ),
            defer: format!(
                "UPDATE grants SET {column} = ?1 WHERE rowid = ?2 RETURNING {}, {}",
                GRANT_COLUMNS.join(", "),
                LEASE_COLUMNS.join(", ")
            ),
        }
    }
}

fn build_insert(table: &str, columns: &[&str]) -> String {
    format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places(columns.len()))
}

fn places(count: usize) -> String {
    let places: Vec<_> = (1..=count).map(|n| format!("?{n}")).collect();
    places.join(", ")
}

/// Sets all columns but the first two, by which the row is found.
fn build_set(columns: &[&str]) -> String {
    let set: Vec<_> = columns.iter().enumerate().skip(2).map(|(n, column)| format!("{column} = ?{}", n + 1)).collect();
    set.join(", ")
}

fn build_grant_update(more: &str) -> String {
    let set: Vec<_> = GRANT_COLUMNS.iter().enumerate().skip(2).map(|(n, column)| set_in_update(column, n + 1)).collect();
    format!(
        "UPDATE grants SET {}{more} WHERE id = ?1 AND tenant_id = ?2 AND generation = ?27 AND fence = ?28
            AND (?29 IS NULL OR revision = ?29) AND (?30 IS NULL OR (lease_owner = ?30 AND lease_epoch = ?31))",
        set.join(", ")
    )
}

/// How an update writes a column: a due column only where the change owns it, and times that only grow never back.
fn set_in_update(column: &str, n: usize) -> String {
    match column {
        "refresh_at" => format!("{column} = CASE WHEN ?32 THEN ?{n} ELSE {column} END"),
        "next_check_at" => format!("{column} = CASE WHEN ?33 THEN ?{n} ELSE {column} END"),
        // `max` of two values is NULL where one of them is.
        "last_used_at" | "last_ok_at" => format!("{column} = max(coalesce({column}, ?{n}), coalesce(?{n}, {column}))"),
        _ => format!("{column} = ?{n}"),
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
