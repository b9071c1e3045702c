//! Rows of sessions, read and written.

use std::sync::LazyLock;

use rusqlite::Connection;

use crate::base::{SessionId, Timestamp};
use crate::model::rows::{Conflict, SessionFilter, SessionQuery, SessionRow};

use super::columns::{self, SESSION_COLUMNS};
use super::erasures;
use super::errors::Failure;
use super::readable::{Keyed, page, readable};
use super::statement::{at_most, blob, execute, exists_if_not_unique, one_row, select, text, text_of, time};

/// A page of sessions.
pub(super) fn list(db: &Connection, filter: &SessionFilter) -> Result<Vec<SessionRow>, Failure> {
    page(filter.limit, |after: Option<&Vec<u8>>, limit| {
        let after = after.map_or_else(|| filter.after.as_ref().map_or("", SessionId::as_str).as_bytes(), Vec::as_slice);
        select(db, &SESSIONS, &[(":after", text_of(after)), (":limit", at_most(limit))], |row| {
            let key = row.get_ref(0)?.as_bytes().map(<[u8]>::to_vec).unwrap_or_default();
            Ok(Keyed { key, row: readable(columns::read_session(row))? })
        })
    })
}

/// One session.
pub(super) fn find(db: &Connection, query: &SessionQuery) -> Result<Option<SessionRow>, Failure> {
    let mut found = match query {
        SessionQuery::Id(tenant, owner, id) => {
            let values = [(":id", text(id.as_str())), (":tenant_id", text(tenant.as_str())), (":user_id", text(owner.as_str()))];
            select(db, &SESSION, &values, columns::read_session)?
        }
        SessionQuery::OfTenant(tenant, id) => {
            let values = [(":id", text(id.as_str())), (":tenant_id", text(tenant.as_str()))];
            select(db, &SESSION_OF_TENANT, &values, columns::read_session)?
        }
        SessionQuery::State(hash) => select(db, &SESSION_BY_STATE, &[(":hash", blob(hash))], columns::read_session)?,
        SessionQuery::Resume(hash) => select(db, &SESSION_BY_RESUME, &[(":hash", blob(hash))], columns::read_session)?,
    };
    Ok(found.pop())
}

/// Adds a session.
pub(super) fn insert(db: &Connection, row: &SessionRow, limit: usize, kept: usize, now: Timestamp) -> Result<(), Failure> {
    erasures::check_key(db, &row.key_id)?;
    let mut values = columns::session_values(row)?;
    values.extend([(":now", time(now)), (":limit", at_most(limit))]);
    match execute(db, &INSERT, &values) {
        Ok(1) => {
            let of = [(":tenant_id", text(row.tenant_id.as_str())), (":user_id", text(row.user_id.as_str()))];
            execute(db, FORGET, &[&of[..], &[(":kept", at_most(kept))]].concat()).map(drop)
        }
        Ok(_) => Err(Conflict::Full.into()),
        Err(failure) => Err(exists_if_not_unique(failure)),
    }
}

/// Replaces a session.
pub(super) fn update(db: &Connection, row: &SessionRow) -> Result<(), Failure> {
    erasures::check_key(db, &row.key_id)?;
    one_row(execute(db, &UPDATE, &columns::session_values(row)?).map_err(exists_if_not_unique)?)
}

/// Takes what is sealed in what nobody can finish any more.
pub(super) const PURGE_SEALS: &str = "UPDATE sessions SET sealed = NULL WHERE expires_at < :before AND sealed IS NOT NULL
    AND status <> 'complete'";
/// Removes what is past its time.
pub(super) const PURGE: &str = "DELETE FROM sessions WHERE expires_at < :before";
/// Removes what has ended without a grant.
pub(super) const PURGE_ENDED: &str =
    "DELETE FROM sessions WHERE expires_at < :before AND status IN ('cancelled', 'failed', 'expired')";
// The first condition of the status is that of the index. Whoever is under way, or reads what came of their session, keeps it.
const FORGET: &str = "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions
    WHERE tenant_id = :tenant_id AND user_id = :user_id AND status <> 'pending' AND status IN ('cancelled', 'failed', 'expired')
    ORDER BY expires_at DESC, id DESC LIMIT -1 OFFSET :kept)";

static SESSIONS: LazyLock<String> = LazyLock::new(|| build_session("id > :after ORDER BY id LIMIT :limit"));
static SESSION: LazyLock<String> = LazyLock::new(|| build_session("id = :id AND tenant_id = :tenant_id AND user_id = :user_id"));
static SESSION_OF_TENANT: LazyLock<String> = LazyLock::new(|| build_session("id = :id AND tenant_id = :tenant_id"));
static SESSION_BY_STATE: LazyLock<String> = LazyLock::new(|| build_session("state_hash = :hash"));
static SESSION_BY_RESUME: LazyLock<String> = LazyLock::new(|| build_session("resume_hash = :hash LIMIT 1"));

// The count stands in the insert itself: there is one writer at a time, over all processes, so nobody inserts between the two.
static INSERT: LazyLock<String> = LazyLock::new(|| {
    format!(
        "INSERT INTO sessions ({}) SELECT {} WHERE (SELECT count(*) FROM (SELECT 1 FROM sessions WHERE tenant_id = :tenant_id
            AND user_id = :user_id AND status = 'pending' AND expires_at > :now LIMIT :limit)) < :limit",
        columns::columns(&SESSION_COLUMNS),
        SESSION_COLUMNS.join(", ")
    )
});
static UPDATE: LazyLock<String> = LazyLock::new(|| {
    let set: Vec<_> = SESSION_COLUMNS[2..].iter().map(|place| format!("{} = {place}", columns::column(place))).collect();
    format!("UPDATE sessions SET {} WHERE id = :id AND tenant_id = :tenant_id AND revision = :revision - 1", set.join(", "))
});

fn build_session(condition: &str) -> String {
    format!("SELECT {} FROM sessions WHERE {condition}", columns::columns(&SESSION_COLUMNS))
}

/// Every statement of this file that looks something up.
#[cfg(test)]
pub(super) fn planned_statements() -> Vec<String> {
    let all: [&str; 11] = [
        &SESSIONS,
        &SESSION,
        &SESSION_BY_STATE,
        &SESSION_BY_RESUME,
        &SESSION_OF_TENANT,
        PURGE_SEALS,
        PURGE,
        PURGE_ENDED,
        FORGET,
        &UPDATE,
        &INSERT,
    ];
    all.map(str::to_owned).to_vec()
}
