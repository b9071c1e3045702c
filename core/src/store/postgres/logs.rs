//! What is read in the order of commits: events, and notes of changed grants.
//!
//! Numbers are given out by the last statement of a batch, under the lock of the one row of `positions`, which is held until the commit.
//! So a reader who has seen a number has seen all before it: what commits late has a later number. The price is that commits which
//! append wait for each other, for about as long as one commit takes; so those of a process that wait at the same time go as one (`queue`).

use std::collections::HashSet;
use std::sync::LazyLock;

use tokio_postgres::Row;

use crate::base::{ConfigId, GrantId, ProviderId, SessionId, TenantId, Timestamp, UserId};
use crate::model::event::{Event, EventType};
use crate::model::grant::{GrantStatus, StatusReason};
use crate::model::rows::{Changes, Conflict, EventFilter, Position};
use crate::store::sequence;
use crate::store::texts::{read_failure, write_failure};

use super::audit::{self, Waiting};
use super::columns::Cells;
use super::errors::Failure;
use super::fence;
use super::readable::readable;
use super::session::Db;
use super::statement::{Named, Param, Select, at_most, count, integer, integers, text, texts, time};
use super::transaction;

/// A note that a grant has changed.
#[derive(Clone, Debug)]
pub(super) struct Change {
    tenant_id: TenantId,
    grant_id: GrantId,
    at: Timestamp,
}

/// What a batch appends with its last statement.
#[derive(Default)]
pub(super) struct Notes<'a> {
    changes: Vec<Change>,
    events: Vec<&'a Event>,
    audit: Vec<Waiting<'a>>,
}

impl<'a> Notes<'a> {
    /// Notes that a grant has changed.
    pub(super) fn note(&mut self, tenant_id: &TenantId, grant_id: &GrantId, at: Timestamp) {
        self.changes.push(Change { tenant_id: tenant_id.clone(), grant_id: grant_id.clone(), at });
    }

    /// Appends an event. `is_last`: nothing that could be refused follows in the batch. Otherwise it is looked up here whether the event
    /// is there already: a batch says why its first write was refused.
    pub(super) async fn append(&mut self, db: &Db, event: &'a Event, is_last: bool) -> Result<(), Failure> {
        let is_known = self.events.iter().any(|known| known.id == event.id);
        if is_known || (!is_last && db.exists(EVENT_EXISTS, &[(":id", text(&event.id))]).await?) {
            return Err(Conflict::Exists.into());
        }
        self.events.push(event);
        Ok(())
    }

    /// Appends to the audit log.
    pub(super) fn audit(&mut self, entry: Waiting<'a>) {
        self.audit.push(entry);
    }

    /// Whether there is nothing to write.
    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.events.is_empty() && self.audit.is_empty()
    }

    /// Writes them, and empties this. What is returned tells later whether the transaction was committed.
    pub(super) async fn write(&mut self, db: &Db) -> Result<Option<Proof>, Failure> {
        if self.is_empty() {
            return Ok(None);
        }
        let audited = audit::append(db, &std::mem::take(&mut self.audit)).await?;
        let audited = audited.map(|row| Proof::Audit { number: row.number, mac: row.mac });
        let (changes, events) = (std::mem::take(&mut self.changes), std::mem::take(&mut self.events));
        if changes.is_empty() && events.is_empty() {
            return Ok(audited);
        }
        let failures: Vec<_> = events.iter().map(|event| event.failure.as_ref().and_then(write_failure)).collect();
        let counts = [(":changes", at_most(changes.len())), (":events", at_most(events.len()))];
        let mut values: Vec<Named<'_>> = counts.to_vec();
        let mut sql = NUMBERED.to_owned();
        if !changes.is_empty() {
            values.extend([
                (":tenants", texts(changes.iter().map(|change| change.tenant_id.as_str()))),
                (":grants", texts(changes.iter().map(|change| change.grant_id.as_str()))),
                (":times", integers(changes.iter().map(|change| change.at.unix_millis()))),
            ]);
            sql.push_str(NOTED);
        }
        if !events.is_empty() {
            let all = |read: fn(&Event) -> Option<&str>| Param::Texts(events.iter().map(|event| read(event)).collect());
            values.extend([
                (":event_ids", all(|event| Some(&event.id))),
                (":event_types", all(|event| Some(event.event_type.as_str()))),
                (":event_grants", all(|event| Some(event.grant_id.as_ref().map_or("", GrantId::as_str)))),
                (":event_tenants", all(|event| Some(event.tenant_id.as_str()))),
                (":event_users", all(|event| Some(event.user_id.as_ref().map_or("", UserId::as_str)))),
                (":event_configs", all(|event| Some(event.config.as_str()))),
                (":event_providers", all(|event| Some(event.provider.as_str()))),
                (":event_statuses", all(|event| Some(event.status.map_or("", GrantStatus::as_str)))),
                (":event_reasons", all(|event| event.reason.as_ref().map(StatusReason::as_str))),
                (":event_times", integers(events.iter().map(|event| event.at.unix_millis()))),
                (":event_sessions", all(|event| event.session_id.as_ref().map(SessionId::as_str))),
                (":event_failures", Param::Texts(failures.iter().map(Option::as_deref).collect())),
            ]);
            sql.push_str(APPENDED);
        }
        sql.push_str(" SELECT event, change FROM numbered");
        let read = |row: &Row| {
            let mut cells = Cells::new(row, "positions");
            Ok((cells.integer()?, cells.integer()?))
        };
        let (event, change) = db.select_kept(&sql, &values, read).await?.pop().ok_or(Failure::Emptied("positions"))?;
        Ok(match (events.first(), changes.first()) {
            (Some(first), _) => Some(Proof::Event { number: event + 1, id: first.id.clone() }),
            (None, Some(first)) => Some(Proof::Change { number: change + 1, change: first.clone() }),
            (None, None) => None,
        })
    }
}

/// What a batch has appended under a number of its own: it is there if and only if the batch was committed.
#[derive(Debug)]
pub(super) enum Proof {
    Event { number: i64, id: String },
    Change { number: i64, change: Change },
    Audit { number: u64, mac: Vec<u8> },
}

/// Waits until nobody else appends; nobody else does until the transaction ends.
pub(super) async fn wait_for_numbers(db: &Db) -> Result<(), Failure> {
    db.select(WAIT_FOR_NUMBERS, &[], |_| Ok(())).await.map(drop)
}

impl Proof {
    /// Whether the batch was committed. It waits until the server has made up its mind: the numbers are locked until then.
    pub(super) async fn holds(&self, db: &Db) -> Result<bool, Failure> {
        transaction::begin(db).await?;
        wait_for_numbers(db).await?;
        let found = match self {
            Proof::Event { number, id } => db.exists(EVENT_AT, &[(":number", integer(*number)), (":id", text(id))]).await?,
            Proof::Change { number, change } => {
                let values = [
                    (":number", integer(*number)),
                    (":tenant_id", text(change.tenant_id.as_str())),
                    (":grant_id", text(change.grant_id.as_str())),
                    (":at", time(change.at)),
                ];
                db.exists(CHANGE_AT, &values).await?
            }
            Proof::Audit { number, mac } => audit::holds(db, *number, mac).await?,
        };
        db.client()?.batch_execute("ROLLBACK").await?;
        Ok(found)
    }
}

/// A page of events that come after the `after`th in the order in which they are asked for.
pub(super) async fn list_events(db: &Db, after: Option<u64>, filter: &EventFilter) -> Result<Vec<(Position, Event)>, Failure> {
    // Whoever asks from a time on does not walk through all that was before. Whoever goes on where a page ended is behind it already.
    let before = match filter.since {
        Some(since) if filter.newest_first => count_before_recent(db, since).await?,
        Some(since) if after.is_none() => count_before(db, since).await?,
        _ => 0,
    };
    let (mut found, mut behind) = (Vec::new(), after);
    loop {
        let wanted = filter.limit.saturating_sub(found.len());
        let rows = {
            let built = build_events(before, behind, filter, wanted);
            let read = |row: &Row| {
                let mut cells = Cells::new(row, "events");
                Ok((cells.count()?, readable(read_event(&mut cells))?))
            };
            db.select(&built.sql, &built.values, read).await?
        };
        let is_last = rows.len() < wanted;
        for (number, event) in rows {
            found.extend(event.map(|event| (sequence::position(number), event)));
            behind = Some(number);
        }
        // What was left out is made up for: a short page is the last one for whoever asked.
        if is_last || found.len() >= filter.limit {
            return Ok(found);
        }
    }
}

fn read_event(cells: &mut Cells<'_>) -> Result<Event, Failure> {
    Ok(Event {
        id: cells.text()?,
        event_type: cells.parsed(EventType::parse)?,
        grant_id: cells.parsed(|text| or_nothing(text, |text| GrantId::parse(text).ok()))?,
        tenant_id: cells.parsed(|text| TenantId::stored(text).ok())?,
        user_id: cells.user()?,
        config: cells.parsed(|text| ConfigId::parse(text).ok())?,
        provider: cells.parsed(|text| ProviderId::parse(text).ok())?,
        status: cells.parsed(|text| or_nothing(text, GrantStatus::parse))?,
        reason: cells.optional_text()?.map(StatusReason::read),
        at: cells.time()?,
        session_id: cells.optional_parsed(|text| SessionId::parse(text).ok())?,
        failure: cells.optional_parsed(read_failure)?.flatten(),
        cursor: None,
    })
}

fn or_nothing<T>(text: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
    if text.is_empty() { Some(None) } else { parse(text).map(Some) }
}

/// Of the events behind the `before`th, those that come after the `after`th.
fn build_events(before: u64, after: Option<u64>, filter: &EventFilter, limit: usize) -> Select<'_> {
    let first = after.filter(|_| !filter.newest_first).map_or(before, |after| after.max(before));
    let mut values: Vec<Named<'_>> = vec![(":first", at_most(first)), (":limit", at_most(limit))];
    let mut conditions = vec!["seq > :first"];
    let mut restrict = |condition, value| {
        conditions.push(condition);
        values.push(value);
    };
    if let Some(last) = after.filter(|_| filter.newest_first) {
        restrict("seq < :last", (":last", at_most(last)));
    }
    if let Some(id) = &filter.tenant_id {
        restrict("tenant_id = :tenant_id", (":tenant_id", text(id.as_str())));
    }
    if let Some(id) = &filter.grant_id {
        restrict("grant_id = :grant_id", (":grant_id", text(id.as_str())));
    }
    if filter.of_no_grant {
        restrict("grant_id = :no_grant", (":no_grant", text("")));
    }
    match filter.event_type {
        Some(kind) => restrict("event_type = :event_type", (":event_type", text(kind.as_str()))),
        // A newer version beside this one may tell of more.
        None => {
            restrict("event_type = ANY (:event_types)", (":event_types", texts(EventType::ALL.iter().map(|kind| kind.as_str()))))
        }
    }
    if let Some(since) = filter.since {
        // Times follow the order of commits only roughly.
        restrict("at >= :since", (":since", time(since)));
    }
    let order = if filter.newest_first { "DESC" } else { "ASC" };
    let sql = format!("SELECT {COLUMNS} FROM @events WHERE {} ORDER BY seq {order} LIMIT :limit", conditions.join(" AND "));
    Select { sql, values }
}

/// The position before the first event that happened from this time on, or that of the last event.
pub(super) async fn find_event_position(db: &Db, since: Timestamp) -> Result<Position, Failure> {
    count_before(db, since).await.map(sequence::position)
}

/// The number that was given last, whatever has become of the event.
pub(super) async fn last_event(db: &Db) -> Result<u64, Failure> {
    let found = db.select(LAST_EVENT, &[], |row| Cells::new(row, "positions").count()).await?;
    found.into_iter().next().ok_or(Failure::Emptied("positions"))
}

async fn count_before(db: &Db, since: Timestamp) -> Result<u64, Failure> {
    let found = db.select(EVENT_POSITION, &[(":since", time(since))], |row| Cells::new(row, "events").count()).await?;
    Ok(found.into_iter().next().unwrap_or_default())
}

/// The last position before the first event that happened from a time on, where that is soon found; otherwise 0. Newest first, the pages
/// are full until the last one, and only that one looks for an end.
async fn count_before_recent(db: &Db, since: Timestamp) -> Result<u64, Failure> {
    const MOST: u64 = 200;
    let read = |row: &Row| {
        let mut cells = Cells::new(row, "events");
        Ok((cells.count()?, cells.take::<Option<i64>>()?))
    };
    let found = db.select(EVENTS_FROM, &[(":since", time(since)), (":limit", count(MOST)?)], read).await?;
    Ok(match found.into_iter().next() {
        Some((number, first)) if number < MOST => {
            first.map_or(u64::MAX, |first| u64::try_from(first).unwrap_or_default().saturating_sub(1))
        }
        _ => 0,
    })
}

/// Reads notes of changes, in one statement and so in one snapshot.
pub(super) async fn changes_since(db: &Db, position: Option<&Position>, limit: usize) -> Result<Changes, Failure> {
    let after = position.and_then(|position| sequence::count(position).ok());
    // No note is behind the last number that fits.
    let values = [(":after", at_most(after.unwrap_or(u64::MAX))), (":limit", at_most(limit))];
    let read = |row: &Row| {
        let mut cells = Cells::new(row, "changes");
        fence::read(&mut cells)?;
        let (last, oldest) = (cells.count()?, cells.take::<Option<i64>>()?);
        let Some(seq) = cells.take::<Option<i64>>()? else { return Ok((last, oldest, None)) };
        let tenant_id = cells.parsed(|text| TenantId::stored(text).ok());
        let grant = tenant_id.and_then(|tenant_id| Ok((tenant_id, cells.parsed(|text| GrantId::parse(text).ok())?)));
        Ok((last, oldest, Some((seq, readable(grant)?))))
    };
    let rows = db.select(&CHANGES, &values, read).await?;
    let (last, oldest) = rows.first().map_or((0, None), |(last, oldest, _)| (*last, *oldest));
    let newest = |lost| Ok(Changes { grants: Vec::new(), position: sequence::position(last), lost });
    if position.is_none() {
        return newest(false);
    }
    let oldest = oldest.and_then(|oldest| u64::try_from(oldest).ok()).unwrap_or(last.saturating_add(1));
    // A position ahead of ours was given out before this vault was put back to an earlier state.
    let Some(mut seen) = after.filter(|count| (oldest.saturating_sub(1)..=last).contains(count)) else { return newest(true) };
    // Which grant it was about is not known, so it was about every one. One behind the last number was not written by a vault.
    let is_none = |(seq, grant): &(i64, Option<_>)| grant.is_none() || u64::try_from(*seq).is_ok_and(|seq| seq > last);
    if rows.iter().filter_map(|(_, _, note)| note.as_ref()).any(is_none) {
        return newest(true);
    }
    let (mut grants, mut told) = (Vec::new(), HashSet::new());
    for (seq, grant) in rows.into_iter().filter_map(|(_, _, change)| change) {
        seen = u64::try_from(seq).unwrap_or(seen);
        grants.extend(grant.filter(|grant| told.insert(grant.clone())));
    }
    Ok(Changes { grants, position: sequence::position(seen), lost: false })
}

/// Removes events and notes of changes that are older.
pub(super) async fn purge(db: &Db, events_before: Timestamp, changes_before: Timestamp) -> Result<(), Failure> {
    // In the order of those who append, and of a move, which locks both.
    db.execute(PURGE_CHANGES, &[(":before", integer(changes_before.unix_millis()))]).await?;
    db.execute(PURGE_EVENTS, &[(":before", time(events_before))]).await.map(drop)
}

const COLUMNS: &str =
    "seq, id, event_type, grant_id, tenant_id, user_id, config, provider, status, reason, at, session_id, failure";
const WAIT_FOR_NUMBERS: &str = "SELECT 1 FROM @positions FOR UPDATE";
const EVENT_AT: &str = "SELECT 1 FROM @events WHERE seq = :number AND id = :id";
const CHANGE_AT: &str =
    "SELECT 1 FROM @changes WHERE seq = :number AND tenant_id = :tenant_id AND grant_id = :grant_id AND at = :at";
const LAST_EVENT: &str = "SELECT events FROM @positions WHERE only_row = 1";
const EVENT_EXISTS: &str = "SELECT 1 FROM @events WHERE id = :id";
// By its key, wherever more is joined to the one row: a server that has not counted the table expects hundreds, and compiles the plan for what
// it takes all of them to cost (`jit_above_cost`), which takes a hundred times as long as the answer.
const NUMBERED: &str = "WITH numbered AS (UPDATE @positions SET events = events + :events, changes = changes + :changes
    WHERE only_row = 1 RETURNING events - :events AS event, changes - :changes AS change)";
const NOTED: &str = ", noted AS (INSERT INTO @changes (seq, tenant_id, grant_id, at)
    SELECT numbered.change + new.number, new.tenant_id, new.grant_id, new.at
    FROM numbered, unnest(:tenants, :grants, :times) WITH ORDINALITY AS new (tenant_id, grant_id, at, number))";
const APPENDED: &str = ", appended AS (INSERT INTO @events
    (seq, id, event_type, grant_id, tenant_id, user_id, config, provider, status, reason, at, session_id, failure)
    SELECT numbered.event + new.number, new.id, new.event_type, new.grant_id, new.tenant_id, new.user_id, new.config,
        new.provider, new.status, new.reason, new.at, new.session_id, new.failure
    FROM numbered, unnest(:event_ids, :event_types, :event_grants, :event_tenants, :event_users, :event_configs,
        :event_providers, :event_statuses, :event_reasons, :event_times, :event_sessions, :event_failures)
        WITH ORDINALITY AS new (id, event_type, grant_id, tenant_id, user_id, config, provider, status, reason, at, session_id,
            failure, number))";
// Times follow the order of commits only roughly, so the first of the new ones counts, not the last of the old ones. The sum keeps the
// server from looking for the smallest position where those begin, and so walking over all that was before.
const EVENT_POSITION: &str =
    "SELECT coalesce((SELECT min(seq + 0) - 1 FROM @events WHERE at >= :since), (SELECT max(seq) FROM @events), 0)";
const EVENTS_FROM: &str = "SELECT count(*), min(seq) FROM (SELECT seq FROM @events WHERE at >= :since LIMIT :limit) AS found";
// Most looks find nothing, which the count of changes says before the notes are read.
pub(super) static CHANGES: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {lets}, known.changes, known.oldest, note.seq, note.tenant_id, note.grant_id
            FROM (SELECT changes, (SELECT min(seq) FROM @changes) AS oldest FROM @positions WHERE only_row = 1) AS known
                LEFT JOIN LATERAL (SELECT seq, tenant_id, grant_id FROM @changes
                    WHERE seq > :after AND known.changes > :after ORDER BY seq LIMIT :limit) AS note
                ON true ORDER BY note.seq",
        lets = *fence::LETS
    )
});
const PURGE_EVENTS: &str = "DELETE FROM @events WHERE at < :before";
// Up to the last old note, so that what is kept has no holes and the oldest position kept tells what is lost.
const PURGE_CHANGES: &str = "DELETE FROM @changes WHERE seq <= (SELECT max(seq) FROM @changes WHERE at < :before)";
