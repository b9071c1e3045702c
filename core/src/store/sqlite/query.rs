//! Reads. Every look-up by id carries its tenant (SR-38), and every look-up goes through an index.

use std::sync::LazyLock;

use rusqlite::{Connection, params_from_iter};

use crate::base::{GrantId, TenantId};
use crate::model::grant::GrantStatus;
use crate::model::rows::{Changes, EventFilter, GrantFilter, Query, Rows};

use super::columns::{self, Cells, GRANT_COLUMNS, LEASE_COLUMNS, Param, SESSION_COLUMNS, blob, integer, text};
use super::errors::Failure;

/// Answers a question.
pub(super) fn read(db: &Connection, query: &Query) -> Result<Rows, Failure> {
    let mut rows = Rows::default();
    match query {
        Query::Meta => rows.meta = select(db, META, [], columns::read_meta)?.pop(),
        Query::RootKeys => rows.root_keys = select(db, ROOT_KEYS, [], columns::read_root_key)?,
        Query::TenantKeys(tenant) => rows.keys = select(db, TENANT_KEYS, [text(tenant.as_str())], columns::read_key)?,
        Query::IndexKey => rows.keys = select(db, INDEX_KEY, [], columns::read_key)?,
        Query::Grant(tenant, id) => {
            rows.grants = select(db, &GRANT, [text(tenant.as_str()), text(id.as_str())], columns::read_grant)?;
        }
        Query::GrantByKey(key) => {
            let values = [
                text(key.tenant_id.as_str()),
                text(key.config.as_str()),
                text(key.subject.as_str()),
                columns::user(key.user_id.as_ref()),
                text(key.label.as_str()),
            ];
            rows.grants = select(db, &GRANT_BY_KEY, values, columns::read_grant)?;
        }
        Query::Grants(filter) => {
            let (sql, values) = build_grants(filter);
            rows.grants = select(db, &sql, values, columns::read_grant)?;
        }
        Query::Session(tenant, user, id) => {
            let values = [text(id.as_str()), text(tenant.as_str()), text(user.as_str())];
            rows.sessions = select(db, &SESSION, values, columns::read_session)?;
        }
        Query::SessionByState(hash) => rows.sessions = select(db, &SESSION_BY_STATE, [blob(hash)], columns::read_session)?,
        Query::SessionByResume(hash) => rows.sessions = select(db, &SESSION_BY_RESUME, [blob(hash)], columns::read_session)?,
        Query::Events(filter) => {
            let (sql, values) = build_events(filter);
            rows.events = select(db, &sql, values, columns::read_event)?;
        }
        Query::EventPosition(since) => {
            let found = select(db, EVENT_POSITION, [columns::time(*since)], |row| Cells::new(row, "events").count())?;
            rows.position = found.into_iter().next().unwrap_or_default();
        }
        Query::GrantCounts => {
            rows.counts = select(db, GRANT_COUNTS, [], |row| {
                let mut cells = Cells::new(row, "grants");
                Ok((cells.parsed(GrantStatus::parse)?, cells.count()?))
            })?;
            rows.counts.sort_by_key(|(status, _)| GrantStatus::ALL.iter().position(|known| known == status));
        }
    }
    Ok(rows)
}

/// Reads notes of changes, in one snapshot.
pub(super) fn changes_since(db: &Connection, position: Option<u64>, limit_to: usize) -> Result<Changes, Failure> {
    // Read-only: dropping it rolls back nothing.
    let _snapshot = db.unchecked_transaction()?;
    let last = select(db, LAST_CHANGE, [], |row| Cells::new(row, "changes").count())?.pop().unwrap_or(0);
    let Some(position) = position else { return Ok(Changes { position: last, ..Changes::default() }) };
    let oldest = select(db, OLDEST_CHANGE, [], |row| Cells::new(row, "changes").count())?.pop();
    // A position ahead of ours was given out before this vault was put back to an earlier state.
    if position > last || position.saturating_add(1) < oldest.unwrap_or(last.saturating_add(1)) {
        return Ok(Changes { position: last, lost: true, ..Changes::default() });
    }
    let values = [columns::count(position)?, integer(limit(limit_to))];
    let mut changes = Changes { position, ..Changes::default() };
    for (seq, grant) in select(db, CHANGES, values, read_change)? {
        changes.position = seq;
        if !changes.grants.contains(&grant) {
            changes.grants.push(grant);
        }
    }
    Ok(changes)
}

/// A limit for SQLite, to which a negative one would mean none.
pub(super) fn limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// Runs a statement to its end and reads every row it gives.
pub(super) fn select<'p, T>(
    db: &Connection,
    sql: &str,
    values: impl IntoIterator<Item = Param<'p>>,
    read: impl Fn(&rusqlite::Row<'_>) -> Result<T, Failure>,
) -> Result<Vec<T>, Failure> {
    let mut statement = db.prepare_cached(sql)?;
    let mut found = statement.query(params_from_iter(values))?;
    let mut out = Vec::new();
    while let Some(row) = found.next()? {
        out.push(read(row)?);
    }
    Ok(out)
}

fn read_change(row: &rusqlite::Row<'_>) -> Result<(u64, (TenantId, GrantId)), Failure> {
    let mut cells = Cells::new(row, "changes");
    let seq = cells.count()?;
    let tenant = cells.parsed(|text| TenantId::parse(text).ok())?;
    Ok((seq, (tenant, cells.parsed(|text| GrantId::parse(text).ok())?)))
}

/// The unary plus keeps the planner on an index that ends in `id`, so that a page is read in order and no further.
fn build_grants(filter: &GrantFilter) -> (String, Vec<Param<'_>>) {
    let select = format!("SELECT {} FROM grants", *GRANT_AND_LEASE);
    let mut sql = Filter::new(select.clone());
    restrict_grants(&mut sql, filter, filter.user_id.as_ref().map(|id| columns::user(Some(id))));
    if filter.or_no_user && filter.user_id.is_some() {
        // Both halves come in the order of ids and are merged as they are read: no sort, and no further than the page.
        sql.union(&select);
        restrict_grants(&mut sql, filter, Some(columns::user(None)));
    }
    sql.finish("ORDER BY id", filter.limit)
}

fn restrict_grants<'a>(sql: &mut Filter<'a>, filter: &'a GrantFilter, user: Option<Param<'a>>) {
    // Every id is greater than empty text, and the range keeps the operator's list on the index.
    sql.and("id > ", text(filter.after.as_ref().map_or("", GrantId::as_str)));
    sql.and_some("tenant_id = ", filter.tenant_id.as_ref().map(|id| text(id.as_str())));
    sql.and_some("user_id = ", user);
    sql.and_some("+provider = ", filter.provider.as_ref().map(|id| text(id.as_str())));
    sql.and_some("+config = ", filter.config.as_ref().map(|id| text(id.as_str())));
    if !filter.include_revoked {
        sql.and("+status <> ", text(GrantStatus::Revoked.as_str()));
    }
    if !filter.subjects.is_empty() {
        sql.and_any("+subject = ", filter.subjects.iter().map(|subject| text(subject.as_str())));
    }
}

fn build_events(filter: &EventFilter) -> (String, Vec<Param<'_>>) {
    let after = filter.after.map_or(0, |after| i64::try_from(after).unwrap_or(i64::MAX));
    let mut sql = Filter::new(format!("SELECT {EVENT} FROM events"));
    sql.and("seq > ", integer(after));
    sql.and_some("tenant_id = ", filter.tenant_id.as_ref().map(|id| text(id.as_str())));
    sql.and_some("grant_id = ", filter.grant_id.as_ref().map(|id| text(id.as_str())));
    sql.and_some("event_type = ", filter.event_type.map(|kind| text(kind.as_str())));
    sql.finish("ORDER BY seq", filter.limit)
}

/// A SELECT whose conditions depend on the question. Text enters as parameters only.
struct Filter<'a> {
    sql: String,
    values: Vec<Param<'a>>,
    /// What comes before the next condition.
    joint: &'static str,
}

impl<'a> Filter<'a> {
    fn new(select: String) -> Self {
        Filter { sql: select, values: Vec::new(), joint: WHERE }
    }

    fn and(&mut self, condition: &str, value: Param<'a>) {
        self.and_any(condition, [value]);
    }

    fn and_some(&mut self, condition: &str, value: Option<Param<'a>>) {
        if let Some(value) = value {
            self.and(condition, value);
        }
    }

    fn and_any(&mut self, condition: &str, values: impl IntoIterator<Item = Param<'a>>) {
        let mut alternatives = Vec::new();
        self.sql.push_str(std::mem::replace(&mut self.joint, " AND ("));
        for value in values {
            self.values.push(value);
            alternatives.push(format!("{condition}?{}", self.values.len()));
        }
        self.sql.push_str(&alternatives.join(" OR "));
        self.sql.push(')');
    }

    /// A second SELECT, whose rows come besides those of the first.
    fn union(&mut self, select: &str) {
        self.sql.push_str(" UNION ALL ");
        self.sql.push_str(select);
        self.joint = WHERE;
    }

    fn finish(mut self, order: &str, limit_to: usize) -> (String, Vec<Param<'a>>) {
        self.values.push(integer(limit(limit_to)));
        let sql = format!("{} {order} LIMIT ?{}", self.sql, self.values.len());
        (sql, self.values)
    }
}

const WHERE: &str = " WHERE (";
const EVENT: &str = "seq, id, event_type, grant_id, tenant_id, user_id, config, provider, status, reason, at";
/// Times follow the order of commits only roughly, so the first of the new ones counts, not the last of the old ones.
const EVENT_POSITION: &str =
    "SELECT coalesce((SELECT min(seq) - 1 FROM events WHERE at >= ?1), (SELECT max(seq) FROM events), 0)";
const META: &str = "SELECT schema_version, oldest_reader, environment_hash, store_epoch FROM meta WHERE only_row = 1";
const ROOT_KEYS: &str = "SELECT root_key_id, sentinel, created_at FROM root_keys ORDER BY root_key_id";
const TENANT_KEYS: &str = "SELECT key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at FROM tenant_keys
    WHERE tenant_id = ?1 ORDER BY created_at, key_id";
const INDEX_KEY: &str =
    "SELECT key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at FROM tenant_keys WHERE purpose = 'index'";
const GRANT_COUNTS: &str = "SELECT status, count(*) FROM grants GROUP BY status";
const LAST_CHANGE: &str = "SELECT seq FROM sqlite_sequence WHERE name = 'changes'";
const OLDEST_CHANGE: &str = "SELECT seq FROM changes ORDER BY seq LIMIT 1";
const CHANGES: &str = "SELECT seq, tenant_id, grant_id FROM changes WHERE seq > ?1 ORDER BY seq LIMIT ?2";

static GRANT_AND_LEASE: LazyLock<String> =
    LazyLock::new(|| format!("{}, {}", GRANT_COLUMNS.join(", "), LEASE_COLUMNS.join(", ")));
static GRANT: LazyLock<String> =
    LazyLock::new(|| format!("SELECT {} FROM grants WHERE tenant_id = ?1 AND id = ?2", *GRANT_AND_LEASE));
static GRANT_BY_KEY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {} FROM grants WHERE tenant_id = ?1 AND config = ?2 AND subject = ?3 AND user_id = ?4 AND label = ?5",
        *GRANT_AND_LEASE
    )
});
static SESSION: LazyLock<String> = LazyLock::new(|| build_session("id = ?1 AND tenant_id = ?2 AND user_id = ?3"));
static SESSION_BY_STATE: LazyLock<String> = LazyLock::new(|| build_session("state_hash = ?1"));
static SESSION_BY_RESUME: LazyLock<String> = LazyLock::new(|| build_session("resume_hash = ?1 LIMIT 1"));

fn build_session(condition: &str) -> String {
    format!("SELECT {} FROM sessions WHERE {condition}", SESSION_COLUMNS.join(", "))
}

/// Every statement of this file, for the test of their plans. The two whole-table answers (`RootKeys`, `GrantCounts`) and the
/// one row of `sqlite_sequence` are not look-ups.
#[cfg(test)]
pub(super) fn planned_statements() -> Vec<String> {
    use crate::base::{ConfigId, ProviderId, UserId};
    use crate::model::subject::SubjectKind;

    let mut all: Vec<String> = [
        META,
        TENANT_KEYS,
        INDEX_KEY,
        OLDEST_CHANGE,
        CHANGES,
        EVENT_POSITION,
        &GRANT,
        &GRANT_BY_KEY,
        &SESSION,
        &SESSION_BY_STATE,
        &SESSION_BY_RESUME,
    ]
    .map(str::to_owned)
    .to_vec();
    for bits in 0..128_u32 {
        let on = |bit: u32| bits & (1 << bit) != 0;
        let filter = GrantFilter {
            tenant_id: on(0).then(|| TenantId::parse("t").unwrap()),
            user_id: on(1).then(|| UserId::parse("u").unwrap()),
            subjects: if on(2) { vec![SubjectKind::User, SubjectKind::Tenant] } else { vec![] },
            provider: on(3).then(|| ProviderId::parse("p").unwrap()),
            config: on(4).then(|| ConfigId::parse("c").unwrap()),
            include_revoked: on(5),
            or_no_user: on(6),
            ..GrantFilter::default()
        };
        all.push(build_grants(&filter).0);
        let filter = EventFilter {
            tenant_id: on(0).then(|| TenantId::parse("t").unwrap()),
            event_type: on(1).then_some(crate::model::event::EventType::TokenRefreshed),
            grant_id: on(2).then(GrantId::make_connection),
            ..EventFilter::default()
        };
        all.push(build_events(&filter).0);
    }
    all
}
