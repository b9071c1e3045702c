//! Reads and writes sessions.

use std::sync::LazyLock;

use tokio_postgres::Row;

use crate::base::{SessionId, Timestamp};
use crate::model::rows::{Conflict, SessionFilter, SessionQuery, SessionRow};

use super::columns::{self, Cells, SESSION_COLUMNS};
use super::erasures;
use super::errors::Failure;
use super::readable::readable;
use super::session::Db;
use super::statement::{Named, at_most, blob, one_row, text, time};
use super::transaction;

/// A page of sessions.
pub(super) async fn list(db: &Db, filter: &SessionFilter) -> Result<Vec<SessionRow>, Failure> {
    let (mut found, mut after) = (Vec::new(), filter.after.as_ref().map_or("", SessionId::as_str).to_owned());
    loop {
        let wanted = filter.limit.saturating_sub(found.len());
        let values = [(":after", text(&after)), (":limit", at_most(wanted))];
        let read = |row: &Row| Ok((Cells::new(row, "sessions").text()?, readable(columns::read_session(row))?));
        let rows = db.select(&SESSIONS, &values, read).await?;
        let is_last = rows.len() < wanted;
        for (id, row) in rows {
            found.extend(row);
            after = id;
        }
        if is_last || found.len() >= filter.limit {
            return Ok(found);
        }
    }
}

/// One session.
pub(super) async fn find(db: &Db, query: &SessionQuery) -> Result<Option<SessionRow>, Failure> {
    let (sql, values): (&str, Vec<Named<'_>>) = match query {
        SessionQuery::Id(tenant, owner, id) => (
            &SESSION,
            vec![(":id", text(id.as_str())), (":tenant_id", text(tenant.as_str())), (":user_id", text(owner.as_str()))],
        ),
        SessionQuery::OfTenant(tenant, id) => {
            (&SESSION_OF_TENANT, vec![(":id", text(id.as_str())), (":tenant_id", text(tenant.as_str()))])
        }
        SessionQuery::State(hash) => (&SESSION_BY_STATE, vec![(":hash", blob(hash))]),
        SessionQuery::Resume(hash) => (&SESSION_BY_RESUME, vec![(":hash", blob(hash))]),
    };
    Ok(db.select(sql, &values, columns::read_session).await?.pop())
}

/// Adds a session, if its principal has not too many that wait; of the others the last ones are kept.
pub(super) async fn insert(db: &Db, row: &SessionRow, limit: usize, kept: usize, now: Timestamp) -> Result<(), Failure> {
    erasures::check_key(db, Some(&row.tenant_id), &row.key_id).await?;
    let owner = [(":tenant_id", text(row.tenant_id.as_str())), (":user_id", text(row.user_id.as_str()))];
    // One insert of a principal after the other: two that count at once would pass the limit together. Held until the transaction ends.
    let name = format!("sessions/{}/{}", row.tenant_id.as_str(), row.user_id.as_str());
    transaction::lock(db, &name).await?;
    let mut values = columns::session_values(row)?;
    values.extend([(":from", time(now)), (":limit", at_most(limit))]);
    match db.execute(&INSERT, &values).await? {
        1 => db.execute(FORGET, &[&owner[..], &[(":kept", at_most(kept))]].concat()).await.map(drop),
        _ => Err(Conflict::Full.into()),
    }
}

/// Replaces a session.
pub(super) async fn update(db: &Db, row: &SessionRow) -> Result<(), Failure> {
    erasures::check_key(db, Some(&row.tenant_id), &row.key_id).await?;
    one_row(db.execute(&UPDATE, &columns::session_values(row)?).await?)
}

/// Removes what is past its time.
pub(super) async fn purge(db: &Db, seals: Timestamp, sessions: Timestamp, ended: Timestamp) -> Result<(), Failure> {
    db.execute(&format!("UPDATE @sessions SET sealed = NULL WHERE {UNSEALED}"), &[(":before", time(seals))]).await?;
    for (of, before) in [(OLD, sessions), (ENDED, ended)] {
        db.execute(&format!("DELETE FROM @sessions WHERE {of}"), &[(":before", time(before))]).await?;
    }
    Ok(())
}

/// Sessions that are over, whose content nobody needs.
pub(super) const UNSEALED: &str = "expires_at < :before AND sealed IS NOT NULL AND status <> 'complete'";
/// Sessions that are past their time.
pub(super) const OLD: &str = "expires_at < :before";
/// Of these, those that have led to nothing.
pub(super) const ENDED: &str = "expires_at < :before AND status IN ('cancelled', 'failed', 'expired')";
const FORGET: &str = "DELETE FROM @sessions WHERE id = ANY (ARRAY (SELECT id FROM @sessions
    WHERE tenant_id = :tenant_id AND user_id = :user_id AND status <> 'pending' AND status IN ('cancelled', 'failed', 'expired')
    ORDER BY expires_at DESC, id DESC OFFSET :kept))";

static SESSIONS: LazyLock<String> = LazyLock::new(|| build_session("id > :after ORDER BY id LIMIT :limit"));
static SESSION: LazyLock<String> = LazyLock::new(|| build_session("id = :id AND tenant_id = :tenant_id AND user_id = :user_id"));
static SESSION_OF_TENANT: LazyLock<String> = LazyLock::new(|| build_session("id = :id AND tenant_id = :tenant_id"));
static SESSION_BY_STATE: LazyLock<String> = LazyLock::new(|| build_session("state_hash = :hash"));
static SESSION_BY_RESUME: LazyLock<String> = LazyLock::new(|| build_session("resume_hash = :hash LIMIT 1"));

fn build_session(condition: &str) -> String {
    format!("SELECT {} FROM @sessions WHERE {condition}", columns::columns(&SESSION_COLUMNS))
}

static INSERT: LazyLock<String> = LazyLock::new(|| {
    format!(
        "INSERT INTO @sessions ({}) SELECT {} WHERE (SELECT count(*) FROM (SELECT 1 FROM @sessions WHERE tenant_id = :tenant_id
            AND user_id = :user_id AND status = 'pending' AND expires_at > :from LIMIT :limit) AS waiting) < :limit",
        columns::columns(&SESSION_COLUMNS),
        SESSION_COLUMNS.join(", ")
    )
});
static UPDATE: LazyLock<String> = LazyLock::new(|| {
    let set: Vec<_> = SESSION_COLUMNS[2..].iter().map(|place| format!("{} = {place}", columns::column(place))).collect();
    format!("UPDATE @sessions SET {} WHERE id = :id AND tenant_id = :tenant_id AND revision = :revision - 1", set.join(", "))
});
