//! Answers reads from the tables. It states for every backend what each question means.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::base::{ConfigId, Label, TenantId, Timestamp, UserId};
use crate::model::credential_type::Purpose;
use crate::model::event::Event;
use crate::model::grant::GrantStatus;
use crate::model::rows::{
    Changes, EventFilter, GrantFilter, GrantQuery, GrantRow, Position, QueueEntry, QueuePlace, QueuedJob, SessionFilter,
    SessionQuery, SessionRow,
};
use crate::model::subject::{GrantKey, SubjectKind};

use super::{Grant, Instant, Job, JobKey, Tables, keys};
use crate::store::sequence;

/// One grant.
pub(super) fn find_grant(tables: &Tables, query: &GrantQuery, now: Instant) -> Option<GrantRow> {
    let found = match query {
        GrantQuery::Id(tenant, id) => tables.grants.get(id).filter(|grant| grant.row.tenant_id == *tenant),
        GrantQuery::Key(key) => tables.grants.values().find(|grant| key_of(&grant.row) == parts(key)),
    };
    found.map(|grant| grant.seen_at(now))
}

/// Several grants: one walk through all of them, however many are asked for.
pub(super) fn find_grants(tables: &Tables, queries: &[GrantQuery], now: Instant) -> Vec<Option<GrantRow>> {
    let by_key: HashMap<_, _> = tables.grants.values().map(|grant| (key_of(&grant.row), grant)).collect();
    let find = |query: &GrantQuery| match query {
        GrantQuery::Id(..) => find_grant(tables, query, now),
        GrantQuery::Key(key) => by_key.get(&parts(key)).map(|grant| grant.seen_at(now)),
    };
    queries.iter().map(find).collect()
}

/// What is unique among grants.
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    tenant_id: &'a TenantId,
    config: &'a ConfigId,
    subject: SubjectKind,
    user_id: Option<&'a UserId>,
    label: &'a Label,
    purpose: Purpose,
}

fn key_of(row: &GrantRow) -> Key<'_> {
    Key {
        tenant_id: &row.tenant_id,
        config: &row.config,
        subject: row.subject,
        user_id: row.user_id.as_ref(),
        label: &row.label,
        purpose: row.credential_type.purpose(),
    }
}

fn parts(key: &GrantKey) -> Key<'_> {
    Key {
        tenant_id: &key.tenant_id,
        config: &key.config,
        subject: key.subject,
        user_id: key.user_id.as_ref(),
        label: &key.label,
        purpose: key.purpose,
    }
}

/// A page of grants.
pub(super) fn list_grants(tables: &Tables, filter: &GrantFilter, now: Instant) -> Vec<GrantRow> {
    let found = tables
        .grants
        .values()
        .filter(|grant| is_wanted(&grant.row, filter) && (!filter.is_troubled || is_troubled(grant)))
        .take(filter.limit);
    found.map(|grant| grant.seen_at(now)).collect()
}

/// How many grants there are in each state.
pub(super) fn count_grants(tables: &Tables) -> Vec<(GrantStatus, u64)> {
    let count = |status| tables.grants.values().filter(|grant| grant.row.status == status).count() as u64;
    GrantStatus::ALL.into_iter().map(|status| (status, count(status))).filter(|(_, n)| *n > 0).collect()
}

/// A page of sessions.
pub(super) fn list_sessions(tables: &Tables, filter: &SessionFilter) -> Vec<SessionRow> {
    let mut found: Vec<_> = tables.sessions.values().map(|session| SessionRow::clone(session)).collect();
    found.sort_by(|one, other| one.id.as_str().cmp(other.id.as_str()));
    found.retain(|session| filter.after.as_ref().is_none_or(|after| session.id.as_str() > after.as_str()));
    found.truncate(filter.limit);
    found
}

/// A page of what is queued.
pub(super) fn list_queue(tables: &Tables, after: &QueuePlace, limit: usize) -> Vec<QueueEntry> {
    let entry = |(key, job): (&JobKey, &Job)| {
        let queued = job.queued.clone()?;
        let place = QueuePlace { kind: key.kind.as_str().as_bytes().to_vec(), id: key.id.clone().into_bytes() };
        let job = QueuedJob { due_at: job.due_at, attempts: job.attempts, ..queued };
        Some(QueueEntry { place, job: Some(job) })
    };
    let mut found: Vec<_> = tables.jobs.iter().filter_map(entry).filter(|entry| entry.place > *after).collect();
    found.sort_by(|one, other| one.place.cmp(&other.place));
    found.truncate(limit);
    found
}

/// One session.
pub(super) fn find_session(tables: &Tables, query: &SessionQuery) -> Option<SessionRow> {
    let is_it = |session: &&Arc<SessionRow>| match query {
        SessionQuery::Id(tenant, user, id) => (&session.tenant_id, &session.user_id, &session.id) == (tenant, user, id),
        SessionQuery::OfTenant(tenant, id) => (&session.tenant_id, &session.id) == (tenant, id),
        SessionQuery::State(hash) => session.state_hash == *hash,
        SessionQuery::Resume(hash) => session.resume_hash == Some(*hash),
    };
    tables.sessions.values().find(is_it).map(|session| SessionRow::clone(session))
}

/// A page of events that come after the `after`th in the order in which they are asked for.
pub(super) fn list_events(tables: &Tables, after: Option<u64>, filter: &EventFilter) -> Vec<(Position, Event)> {
    let is_wanted = |(_, event): &(u64, &Event)| {
        filter.tenant_id.as_ref().is_none_or(|tenant| event.tenant_id == *tenant)
            && filter.event_type.is_none_or(|kind| event.event_type == kind)
            && filter.grant_id.as_ref().is_none_or(|grant| event.grant_id.as_ref() == Some(grant))
            && (!filter.of_no_grant || event.grant_id.is_none())
            && filter.since.is_none_or(|since| event.at >= since)
    };
    let give = |(count, event): (u64, &Event)| (sequence::position(count), event.clone());
    if filter.newest_first {
        let found = tables.events.before(after.unwrap_or(u64::MAX)).filter(is_wanted);
        found.take(filter.limit).map(give).collect()
    } else {
        let found = tables.events.after(after.unwrap_or_default()).filter(is_wanted);
        found.take(filter.limit).map(give).collect()
    }
}

/// The position before the first event that happened from this time on, or that of the last event.
pub(super) fn find_event_position(tables: &Tables, since: Timestamp) -> Position {
    let first = tables.events.after(0).find(|(_, event)| event.at >= since);
    let last = || tables.events.entries.keys().next_back().copied();
    sequence::position(first.map(|(count, _)| count - 1).or_else(last).unwrap_or_default())
}

/// Reads notes of changes.
pub(super) fn changes_since(tables: &Tables, position: Option<&Position>, limit: usize) -> Changes {
    let log = &tables.changes;
    let newest = |lost| Changes { grants: Vec::new(), position: sequence::position(log.last), lost };
    let Some(position) = position else { return newest(false) };
    let oldest = log.entries.keys().next().copied().unwrap_or(log.last + 1);
    // A position ahead of ours was given out before this vault was put back to an earlier state.
    let Some(mut count) = sequence::count(position).ok().filter(|count| (oldest - 1..=log.last).contains(count)) else {
        return newest(true);
    };
    let (mut grants, mut told) = (Vec::new(), HashSet::new());
    for (next, change) in log.after(count).take(limit) {
        count = next;
        let grant = (change.tenant_id.clone(), change.grant_id.clone());
        if told.insert(grant.clone()) {
            grants.push(grant);
        }
    }
    Changes { grants, position: sequence::position(count), lost: false }
}

fn is_troubled(grant: &Grant) -> bool {
    let is_ordinary = matches!(grant.row.status, GrantStatus::Active | GrantStatus::Pending);
    !is_ordinary || grant.row.failures > 0 || grant.lease.intent.is_some()
}

fn is_wanted(grant: &GrantRow, filter: &GrantFilter) -> bool {
    filter.after.as_ref().is_none_or(|after| grant.id > *after)
        && filter.tenant_id.as_ref().is_none_or(|tenant| grant.tenant_id == *tenant)
        && filter.user_id.as_ref().is_none_or(|user| grant.user_id.as_ref().map_or(filter.or_no_user, |owner| owner == user))
        && (filter.subjects.is_empty() || filter.subjects.contains(&grant.subject))
        && filter.provider.as_ref().is_none_or(|provider| grant.provider == *provider)
        && filter.config.as_ref().is_none_or(|config| grant.config == *config)
        && filter.status.is_none_or(|status| grant.status == status)
        && !filter.is_outdated
        && filter.to_hash_under.is_none_or(|id| keys::is_to_be_hashed(grant, &id))
        && (filter.include_revoked || grant.status != GrantStatus::Revoked)
}
