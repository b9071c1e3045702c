//! Answers the store's questions by SELECT. Every look-up by id carries its tenant (SR-38), and every look-up goes through an index.

use std::collections::HashSet;
use std::sync::LazyLock;

use rusqlite::Connection;

use crate::base::{GrantId, TenantId, Timestamp};
use crate::model::credential_type::Purpose;
use crate::model::event::{Event, EventType};
use crate::model::grant::GrantStatus;
use crate::model::rows::{Changes, EventFilter, GrantFilter, GrantQuery, GrantRow, MetaRow, Position, RecordCounts};
use crate::model::subject::SubjectKind;
use crate::store::sequence;
use crate::store::texts::subject_name;

use super::columns::{self, Cells, GRANT_COLUMNS, TIMED_COLUMNS};
use super::errors::Failure;
use super::events;
use super::machine::Now;
use super::readable::{Keyed, page, readable};
use super::statement::{Named, at_most, blob, count, select, text, text_of, time, user};

/// What the vault says of itself.
pub(super) fn find_meta(db: &Connection) -> Result<Option<MetaRow>, Failure> {
    Ok(select(db, META, &[], columns::read_meta)?.pop())
}

/// Several grants, in the order in which they are asked for.
pub(super) fn find_grants(db: &Connection, queries: &[GrantQuery], now: &Now) -> Result<Vec<Option<GrantRow>>, Failure> {
    queries.iter().map(|query| find_grant(db, query, now)).collect()
}

/// One grant.
pub(super) fn find_grant(db: &Connection, query: &GrantQuery, now: &Now) -> Result<Option<GrantRow>, Failure> {
    let read = |row: &rusqlite::Row<'_>| columns::read_grant(row, now);
    let mut found = match query {
        GrantQuery::Id(tenant, id) => {
            let values = [(":tenant_id", text(tenant.as_str())), (":id", text(id.as_str()))];
            select(db, &GRANT, &values, read)?
        }
        GrantQuery::Key(key) => {
            let values = [
                (":tenant_id", text(key.tenant_id.as_str())),
                (":config", text(key.config.as_str())),
                (":subject", text(subject_name(key.subject, key.purpose))),
                (":user_id", user(key.user_id.as_ref())),
                (":label", text(key.label.as_str())),
            ];
            select(db, &GRANT_BY_KEY, &values, read)?
        }
    };
    Ok(found.pop())
}

/// A page of grants.
pub(super) fn list_grants(db: &Connection, filter: &GrantFilter, now: &Now) -> Result<Vec<GrantRow>, Failure> {
    page(filter.limit, |after: Option<&Vec<u8>>, limit| {
        let after = after.map_or_else(|| filter.after.as_ref().map_or("", GrantId::as_str).as_bytes(), Vec::as_slice);
        let built = build_grants(filter, after, limit);
        select(db, &built.sql, &built.values, |row| {
            // Whatever its id is: the next page begins behind it.
            let key = row.get_ref(0)?.as_bytes().map(<[u8]>::to_vec).unwrap_or_default();
            Ok(Keyed { key, row: readable(columns::read_grant(row, now))? })
        })
    })
}

/// How many grants there are in each state.
pub(super) fn count_grants(db: &Connection) -> Result<Vec<(GrantStatus, u64)>, Failure> {
    let mut counts = select(db, GRANT_COUNTS, &[], |row| {
        let mut cells = Cells::new(row, "grants");
        readable(cells.parsed(GrantStatus::parse).and_then(|status| Ok((status, cells.count()?))))
    })?
    .into_iter()
    .flatten()
    .collect::<Vec<_>>();
    counts.sort_by_key(|(status, _)| GrantStatus::ALL.iter().position(|known| known == status));
    Ok(counts)
}

/// How many grants there are, and how many of them are to be sealed again.
pub(super) fn count_records(db: &Connection) -> Result<RecordCounts, Failure> {
    let counts = select(db, RECORD_COUNTS, &[], |row| {
        let mut cells = Cells::new(row, "grants");
        Ok(RecordCounts { grants: cells.count()?, outdated: cells.count()? })
    })?;
    Ok(counts.into_iter().next().unwrap_or_default())
}

/// A page of events that come after the `after`th in the order in which they are asked for.
pub(super) fn list_events(db: &Connection, after: Option<u64>, filter: &EventFilter) -> Result<Vec<(Position, Event)>, Failure> {
    // Whoever asks from a time on does not walk through all that was before. Whoever goes on where a page ended is behind it already.
    let before = match filter.since {
        Some(since) if filter.newest_first => count_before_recent(db, since)?,
        Some(since) if after.is_none() => count_before(db, since)?,
        _ => 0,
    };
    page(filter.limit, |behind: Option<&u64>, limit| {
        let built = build_events(before, behind.copied().or(after), filter, limit);
        select(db, &built.sql, &built.values, |row| {
            let mut cells = Cells::new(row, "events");
            let key = cells.count()?;
            Ok(Keyed { key, row: readable(events::read(&mut cells))?.map(|event| (sequence::position(key), event)) })
        })
    })
}

/// The position before the first event that happened from this time on, or that of the last event.
pub(super) fn find_event_position(db: &Connection, since: Timestamp) -> Result<Position, Failure> {
    count_before(db, since).map(sequence::position)
}

/// The last position before the first event that happened from a time on, where that is soon found. Otherwise 0: newest first, the
/// pages are full until the last one, and only that one looks for an end.
fn count_before_recent(db: &Connection, since: Timestamp) -> Result<u64, Failure> {
    const MOST: u64 = 200;
    let values = [(":since", time(since)), (":limit", count(MOST)?)];
    let found = select(db, EVENTS_FROM, &values, |row| {
        let mut cells = Cells::new(row, "events");
        Ok((cells.count()?, cells.optional(Cells::count)?))
    })?;
    Ok(match found.into_iter().next() {
        Some((number, first)) if number < MOST => first.map_or(u64::MAX, |first| first.saturating_sub(1)),
        _ => 0,
    })
}

fn count_before(db: &Connection, since: Timestamp) -> Result<u64, Failure> {
    let found = select(db, EVENT_POSITION, &[(":since", time(since))], |row| Cells::new(row, "events").count())?;
    Ok(found.into_iter().next().unwrap_or_default())
}

/// The last note of a change, by its number.
pub(super) fn find_last_change(db: &Connection) -> Result<u64, Failure> {
    Ok(select(db, LAST_CHANGE, &[], |row| Cells::new(row, "changes").count())?.pop().unwrap_or(0))
}

/// Reads notes of changes, in one snapshot.
pub(super) fn changes_since(db: &Connection, position: Option<&Position>, limit: usize) -> Result<Changes, Failure> {
    // Read-only: dropping it rolls back nothing.
    let _snapshot = db.unchecked_transaction()?;
    let last = find_last_change(db)?;
    let newest = |lost| Ok(Changes { grants: Vec::new(), position: sequence::position(last), lost });
    let Some(position) = position else { return newest(false) };
    let oldest = select(db, OLDEST_CHANGE, &[], |row| Cells::new(row, "changes").count())?.pop();
    let oldest = oldest.unwrap_or(last.saturating_add(1));
    // A position ahead of ours was given out before this vault was put back to an earlier state.
    let Some(mut seen) = sequence::count(position).ok().filter(|count| (oldest.saturating_sub(1)..=last).contains(count)) else {
        return newest(true);
    };
    let mut grants = Vec::new();
    let notes = select(db, CHANGES, &[(":after", count(seen)?), (":limit", at_most(limit))], |row| readable(read_change(row)))?;
    // Which grant it was about is not known, so it was about every one. One behind the last number was not written by a vault.
    if notes.iter().any(|note| note.as_ref().is_none_or(|note| note.seq > last)) {
        return newest(true);
    }
    let mut told = HashSet::new();
    for change in notes.into_iter().flatten() {
        seen = change.seq;
        let grant = (change.tenant_id, change.grant_id);
        if told.insert(grant.clone()) {
            grants.push(grant);
        }
    }
    Ok(Changes { grants, position: sequence::position(seen), lost: false })
}

/// A note that a grant has changed.
struct Change {
    seq: u64,
    tenant_id: TenantId,
    grant_id: GrantId,
}

fn read_change(row: &rusqlite::Row<'_>) -> Result<Change, Failure> {
    let mut cells = Cells::new(row, "changes");
    Ok(Change {
        seq: cells.count()?,
        tenant_id: cells.parsed(|text| TenantId::stored(text).ok())?,
        grant_id: cells.parsed(|text| GrantId::parse(text).ok())?,
    })
}

/// The unary plus keeps the planner on an index that ends in `id`, so that a page is read in order and no further.
fn build_grants<'a>(filter: &'a GrantFilter, after: &'a [u8], limit: usize) -> Select<'a> {
    // Of few among many: the planner does not know how few.
    let table = match (filter.is_outdated, filter.to_hash_under) {
        (true, _) => "grants INDEXED BY grants_outdated",
        (false, Some(_)) => "grants INDEXED BY grants_with_hash",
        (false, None) => "grants",
    };
    let select = format!("SELECT {} FROM {table}", *WHOLE_GRANT);
    let mut sql = Filter::new(select.clone());
    restrict_grants(&mut sql, filter, after, filter.user_id.as_ref().map(|id| (":user_id", user(Some(id)))));
    if filter.or_no_user && filter.user_id.is_some() {
        // Both halves come in the order of ids and are merged as they are read: no sort, and no further than the page.
        sql.union(&select);
        restrict_grants(&mut sql, filter, after, Some((":no_user", user(None))));
    }
    sql.finish("ORDER BY id", limit)
}

fn restrict_grants<'a>(sql: &mut Filter<'a>, filter: &'a GrantFilter, after: &'a [u8], owner: Option<Named<'a>>) {
    // Every id is greater than empty text, and the range keeps the operator's list on the index.
    sql.and("id >", (":after", text_of(after)));
    if filter.is_outdated {
        sql.and_text(OUTDATED);
    }
    if filter.is_troubled {
        sql.and_text("(+status NOT IN ('active', 'pending') OR failed_attempts > 0 OR intent_digest IS NOT NULL)");
    }
    if let Some(key_id) = &filter.to_hash_under {
        sql.and_text("account_hash IS NOT NULL AND (+subject <> 'installation' OR substr(account_hash, 1, 16) <> :key_id)");
        sql.values.push((":key_id", blob(key_id)));
    }
    sql.and_some("tenant_id =", filter.tenant_id.as_ref().map(|id| (":tenant_id", text(id.as_str()))));
    sql.and_some("user_id =", owner);
    sql.and_some("+provider =", filter.provider.as_ref().map(|id| (":provider", text(id.as_str()))));
    sql.and_some("+config =", filter.config.as_ref().map(|id| (":config", text(id.as_str()))));
    // Over all tenants the state has an index of its own: those that need somebody are few.
    let status = if filter.tenant_id.is_none() { "status =" } else { "+status =" };
    sql.and_some(status, filter.status.map(|status| (":status", text(status.as_str()))));
    if !filter.include_revoked {
        sql.and("+status <>", (":revoked", text(GrantStatus::Revoked.as_str())));
    }
    if !filter.subjects.is_empty() {
        let place = |subject, purpose| match (subject, purpose) {
            (SubjectKind::Installation, Purpose::Api) => ":installation",
            (SubjectKind::Installation, Purpose::Webhook) => ":installation_hook",
            (SubjectKind::User, Purpose::Api) => ":user",
            (SubjectKind::User, Purpose::Webhook) => ":user_hook",
            (SubjectKind::Tenant, Purpose::Api) => ":tenant",
            (SubjectKind::Tenant, Purpose::Webhook) => ":tenant_hook",
        };
        let kept = filter.subjects.iter().flat_map(|subject| Purpose::ALL.map(|purpose| (*subject, purpose)));
        let value = |(subject, purpose)| (place(subject, purpose), text(subject_name(subject, purpose)));
        sql.and_any("+subject =", kept.map(value));
    }
}

/// Of the events behind the `before`th, those that come after the `after`th.
fn build_events(before: u64, after: Option<u64>, filter: &EventFilter, limit: usize) -> Select<'_> {
    let mut sql = Filter::new(format!("SELECT {} FROM events", events::COLUMNS));
    let first = after.filter(|_| !filter.newest_first).map_or(before, |after| after.max(before));
    sql.and("seq >", (":first", at_most(first)));
    sql.and_some("seq <", after.filter(|_| filter.newest_first).map(|last| (":last", at_most(last))));
    sql.and_some("tenant_id =", filter.tenant_id.as_ref().map(|id| (":tenant_id", text(id.as_str()))));
    sql.and_some("grant_id =", filter.grant_id.as_ref().map(|id| (":grant_id", text(id.as_str()))));
    sql.and_some("grant_id =", filter.of_no_grant.then(|| (":no_grant", text(""))));
    match filter.event_type {
        Some(kind) => sql.and("event_type =", (":event_type", text(kind.as_str()))),
        // A newer version beside this one may tell of more. The unary plus keeps SQLite from sorting by position what it finds by kind.
        None => sql.and_text(&KNOWN_KINDS),
    }
    // Times follow the order of commits only roughly.
    sql.and_some("+at >=", filter.since.map(|since| (":since", time(since))));
    sql.finish(if filter.newest_first { "ORDER BY seq DESC" } else { "ORDER BY seq" }, limit)
}

/// A whole statement with the values of its parameters.
struct Select<'a> {
    sql: String,
    values: Vec<Named<'a>>,
}

/// A SELECT whose conditions depend on the question. Text enters as values only.
struct Filter<'a> {
    sql: String,
    values: Vec<Named<'a>>,
    /// What comes before the next condition.
    joint: &'static str,
}

impl<'a> Filter<'a> {
    fn new(select: String) -> Self {
        Filter { sql: select, values: Vec::new(), joint: WHERE }
    }

    fn and(&mut self, condition: &str, value: Named<'a>) {
        self.and_any(condition, [value]);
    }

    fn and_some(&mut self, condition: &str, value: Option<Named<'a>>) {
        if let Some(value) = value {
            self.and(condition, value);
        }
    }

    fn and_any(&mut self, condition: &str, values: impl IntoIterator<Item = Named<'a>>) {
        let mut alternatives = Vec::new();
        self.sql.push_str(std::mem::replace(&mut self.joint, " AND ("));
        for (place, value) in values {
            alternatives.push(format!("{condition} {place}"));
            // The second half of a union asks for much the same as the first.
            if self.values.iter().all(|(known, _)| *known != place) {
                self.values.push((place, value));
            }
        }
        self.sql.push_str(&alternatives.join(" OR "));
        self.sql.push(')');
    }

    /// A condition of our own words only.
    fn and_text(&mut self, condition: &str) {
        self.sql.push_str(std::mem::replace(&mut self.joint, " AND ("));
        self.sql.push_str(condition);
        self.sql.push(')');
    }

    /// A second SELECT, whose rows come besides those of the first.
    fn union(&mut self, select: &str) {
        self.sql.push_str(" UNION ALL ");
        self.sql.push_str(select);
        self.joint = WHERE;
    }

    fn finish(mut self, order: &str, limit: usize) -> Select<'a> {
        self.values.push((":limit", at_most(limit)));
        Select { sql: format!("{} {order} LIMIT :limit", self.sql), values: self.values }
    }
}

const WHERE: &str = " WHERE (";
/// Times follow the order of commits only roughly, so the first of the new ones counts, not the last of the old ones. The unary plus
/// keeps SQLite from looking for the smallest position where those begin, and so walking over all that was before.
const EVENT_POSITION: &str =
    "SELECT coalesce((SELECT min(+seq) - 1 FROM events WHERE at >= :since), (SELECT max(seq) FROM events), 0)";
const EVENTS_FROM: &str = "SELECT count(*), min(seq) FROM (SELECT seq FROM events WHERE at >= :since LIMIT :limit)";
const META: &str =
    "SELECT schema_version, oldest_reader, environment_hash, store_epoch, earlier_epoch FROM meta WHERE only_row = 1";
// As the index has it, which a parameter would not match.
const OUTDATED: &str = "record_version < 2";
const RECORD_COUNTS: &str =
    "SELECT (SELECT count(*) FROM grants), (SELECT count(*) FROM grants INDEXED BY grants_outdated WHERE record_version < 2)";
const GRANT_COUNTS: &str = "SELECT status, count(*) FROM grants GROUP BY status";
// It asks for a table of ours too: a vault that has moved has none, and its numbers say nothing any more.
const LAST_CHANGE: &str =
    "SELECT seq FROM sqlite_sequence WHERE name = 'changes' AND (SELECT count(*) FROM meta WHERE only_row = 1) >= 0";
const OLDEST_CHANGE: &str = "SELECT seq FROM changes ORDER BY seq LIMIT 1";
const CHANGES: &str = "SELECT seq, tenant_id, grant_id FROM changes WHERE seq > :after ORDER BY seq LIMIT :limit";

pub(super) static WHOLE_GRANT: LazyLock<String> =
    LazyLock::new(|| format!("{}, {}", columns::columns(&GRANT_COLUMNS), TIMED_COLUMNS.join(", ")));
static KNOWN_KINDS: LazyLock<String> =
    LazyLock::new(|| format!("+event_type IN ('{}')", EventType::ALL.map(EventType::as_str).join("', '")));
/// Through the tenant's index, so that the row of a foreign id is not touched: it takes the same time as an absent one (SR-38).
static GRANT: LazyLock<String> = LazyLock::new(|| {
    format!("SELECT {} FROM grants INDEXED BY grants_by_tenant WHERE tenant_id = :tenant_id AND id = :id", *WHOLE_GRANT)
});
static GRANT_BY_KEY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {} FROM grants
            WHERE tenant_id = :tenant_id AND config = :config AND subject = :subject AND user_id = :user_id AND label = :label",
        *WHOLE_GRANT
    )
});
/// Every statement of this file, for the test of their plans. The two whole-table answers (sentinels, counts) and the
/// one row of `sqlite_sequence` are not look-ups.
#[cfg(test)]
pub(super) fn planned_statements() -> Vec<String> {
    use crate::base::{ConfigId, ProviderId, UserId};

    let mut all: Vec<String> =
        [META, OLDEST_CHANGE, CHANGES, EVENT_POSITION, EVENTS_FROM, &GRANT, &GRANT_BY_KEY].map(str::to_owned).to_vec();
    for bits in 0..256_u32 {
        let on = |bit: u32| bits & (1 << bit) != 0;
        let filter = GrantFilter {
            tenant_id: on(0).then(|| TenantId::parse("t").unwrap()),
            user_id: on(1).then(|| UserId::parse("u").unwrap()),
            subjects: if on(2) { vec![SubjectKind::User, SubjectKind::Tenant] } else { vec![] },
            provider: on(3).then(|| ProviderId::parse("p").unwrap()),
            config: on(4).then(|| ConfigId::parse("c").unwrap()),
            include_revoked: on(5),
            or_no_user: on(6),
            status: on(7).then_some(GrantStatus::Active),
            ..GrantFilter::default()
        };
        all.push(build_grants(&filter, b"", filter.limit).sql);
        let filter = GrantFilter { is_outdated: true, ..filter };
        all.push(build_grants(&filter, b"", filter.limit).sql);
        let filter = EventFilter {
            tenant_id: on(0).then(|| TenantId::parse("t").unwrap()),
            event_type: on(1).then_some(EventType::TokenRefreshed),
            grant_id: on(2).then(GrantId::make_connection),
            newest_first: on(3),
            since: on(4).then_some(Timestamp::EPOCH),
            of_no_grant: on(6),
            ..EventFilter::default()
        };
        all.push(build_events(0, on(5).then_some(1), &filter, filter.limit).sql);
    }
    all
}

#[cfg(test)]
mod steps;
