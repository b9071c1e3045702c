//! Reads.

use crate::model::grant::GrantStatus;
use crate::model::rows::{Changes, EventFilter, GrantFilter, GrantRow, KeyPurpose, KeyRow, Query, Rows, SessionRow};

use super::Tables;

/// Answers a question.
pub(super) fn read(tables: &Tables, query: &Query) -> Rows {
    let mut rows = Rows::default();
    match query {
        Query::Meta => rows.meta = tables.meta.clone(),
        Query::RootKeys => rows.root_keys = tables.root_keys.values().cloned().collect(),
        Query::TenantKeys(tenant) => {
            rows.keys = keys(tables, |key| key.purpose == KeyPurpose::Tenant && key.tenant_id.as_ref() == Some(tenant));
        }
        Query::IndexKey => rows.keys = keys(tables, |key| key.purpose == KeyPurpose::Index),
        Query::Grant(tenant, id) => {
            let grant = tables.grants.get(id).filter(|grant| grant.tenant_id == *tenant);
            rows.grants = grant.map(|grant| GrantRow::clone(grant)).into_iter().collect();
        }
        Query::GrantByKey(key) => {
            let found = tables.grants.values().find(|grant| {
                (&grant.tenant_id, &grant.config, grant.subject, &grant.user_id, &grant.label)
                    == (&key.tenant_id, &key.config, key.subject, &key.user_id, &key.label)
            });
            rows.grants = found.map(|grant| GrantRow::clone(grant)).into_iter().collect();
        }
        Query::Grants(filter) => {
            let found = tables.grants.values().filter(|grant| is_wanted(grant, filter)).take(filter.limit);
            rows.grants = found.map(|grant| GrantRow::clone(grant)).collect();
        }
        Query::Session(tenant, user, id) => {
            rows.sessions = sessions(tables, |session| (&session.tenant_id, &session.user_id, &session.id) == (tenant, user, id));
        }
        Query::SessionByState(hash) => rows.sessions = sessions(tables, |session| session.state_hash == *hash),
        Query::SessionByResume(hash) => {
            rows.sessions = sessions(tables, |session| session.resume_hash == Some(*hash));
            rows.sessions.truncate(1);
        }
        Query::Events(filter) => rows.events = events(tables, filter),
        Query::EventPosition(since) => {
            let first = tables.events.after(0).find(|(_, event)| event.at >= *since);
            let last = || tables.events.entries.keys().next_back().copied();
            rows.position = first.map(|(position, _)| position - 1).or_else(last).unwrap_or_default();
        }
        Query::GrantCounts => {
            let count = |status| tables.grants.values().filter(|grant| grant.status == status).count() as u64;
            rows.counts = GrantStatus::ALL.into_iter().map(|status| (status, count(status))).filter(|(_, n)| *n > 0).collect();
        }
    }
    rows
}

/// Reads notes of changes.
pub(super) fn changes_since(tables: &Tables, position: Option<u64>, limit: usize) -> Changes {
    let log = &tables.changes;
    let Some(position) = position else { return Changes { position: log.last, ..Changes::default() } };
    let oldest = log.entries.keys().next().copied().unwrap_or(log.last + 1);
    // A position ahead of ours was given out before this vault was put back to an earlier state.
    if position > log.last || position + 1 < oldest {
        return Changes { position: log.last, lost: true, ..Changes::default() };
    }
    let mut changes = Changes { position, ..Changes::default() };
    for (position, change) in log.after(position).take(limit) {
        changes.position = position;
        let grant = (change.tenant_id.clone(), change.grant_id.clone());
        if !changes.grants.contains(&grant) {
            changes.grants.push(grant);
        }
    }
    changes
}

fn keys(tables: &Tables, wanted: impl Fn(&KeyRow) -> bool) -> Vec<KeyRow> {
    let mut keys: Vec<_> = tables.keys.values().filter(|key| wanted(key)).cloned().collect();
    keys.sort_by_key(|key| (key.created_at, key.key_id));
    keys
}

fn sessions(tables: &Tables, wanted: impl Fn(&SessionRow) -> bool) -> Vec<SessionRow> {
    tables.sessions.values().filter(|session| wanted(session)).map(|session| SessionRow::clone(session)).collect()
}

fn events(tables: &Tables, filter: &EventFilter) -> Vec<(u64, crate::model::event::Event)> {
    let found = tables.events.after(filter.after.unwrap_or(0)).filter(|(_, event)| {
        filter.tenant_id.as_ref().is_none_or(|tenant| event.tenant_id == *tenant)
            && filter.event_type.is_none_or(|kind| event.event_type == kind)
            && filter.grant_id.as_ref().is_none_or(|grant| event.grant_id == *grant)
    });
    found.take(filter.limit).map(|(position, event)| (position, event.clone())).collect()
}

fn is_wanted(grant: &GrantRow, filter: &GrantFilter) -> bool {
    filter.after.as_ref().is_none_or(|after| grant.id > *after)
        && filter.tenant_id.as_ref().is_none_or(|tenant| grant.tenant_id == *tenant)
        && filter.user_id.as_ref().is_none_or(|user| grant.user_id.as_ref().map_or(filter.or_no_user, |owner| owner == user))
        && (filter.subjects.is_empty() || filter.subjects.contains(&grant.subject))
        && filter.provider.as_ref().is_none_or(|provider| grant.provider == *provider)
        && filter.config.as_ref().is_none_or(|config| grant.config == *config)
        && (filter.include_revoked || grant.status != GrantStatus::Revoked)
}
