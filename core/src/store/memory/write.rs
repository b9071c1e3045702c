//! Writes, on a copy of the tables.

use std::sync::Arc;

use crate::base::{GrantId, TenantId, Timestamp};
use crate::model::rows::{
    Batch, Conflict, Due, DueClaim, GrantGuard, GrantRow, KeyPurpose, KeyRow, KeyState, LeaseClaim, LeaseColumns, Schedule,
    SessionRow, Write,
};
use crate::model::session::SessionStatus;
use crate::model::subject::SubjectKind;

use super::{Change, Tables};

/// Applies a batch up to its first conflict; the epochs of its claims.
pub(super) fn apply(tables: &mut Tables, batch: &Batch) -> Result<Vec<u64>, Conflict> {
    let mut epochs = Vec::new();
    for write in &batch.writes {
        match write {
            Write::InitMeta(row) => is_free(tables.meta.is_none()).map(|()| tables.meta = Some(row.clone()))?,
            Write::AddRootKey(row) => {
                is_free(!tables.root_keys.contains_key(&row.root_key_id))?;
                tables.root_keys.insert(row.root_key_id.clone(), row.clone());
            }
            Write::AddKey(row) => add_key(tables, row)?,
            Write::InsertGrant { row, now } => insert_grant(tables, row, *now)?,
            Write::UpdateGrant { row, guard, schedule, release_lease, now } => {
                update_grant(tables, row, guard, *schedule, *release_lease, *now)?;
            }
            Write::ClaimLease(claim) => epochs.push(claim_lease(tables, claim)?),
            Write::ReleaseLease { tenant_id, grant_id, owner, epoch } => {
                let grant = find(tables, tenant_id, grant_id)?;
                is_current(grant.lease.owner == Some(*owner) && grant.lease.epoch == *epoch)?;
                release(grant);
            }
            Write::TouchGrant { tenant_id, grant_id, at } => {
                if let Ok(grant) = find(tables, tenant_id, grant_id) {
                    grant.last_used_at = grant.last_used_at.max(Some(*at));
                }
            }
            Write::InsertSession { row, limit, now } => insert_session(tables, row, *limit, *now)?,
            Write::UpdateSession(row) => {
                let stored = tables.sessions.get(&row.id).ok_or(Conflict::Stale)?;
                is_current(stored.tenant_id == row.tenant_id && Some(stored.revision) == row.revision.checked_sub(1))?;
                put_session(tables, row)?;
            }
            Write::AppendEvent(event) => {
                is_free(tables.events.entries.values().all(|known| known.id != event.id))?;
                tables.events.append(event.clone());
            }
            Write::Purge { seals_before, sessions_before, events_before, changes_before } => {
                for session in tables.sessions.values_mut().filter(|session| session.expires_at < *seals_before) {
                    Arc::make_mut(session).sealed = None;
                }
                tables.sessions.retain(|_, session| session.expires_at >= *sessions_before);
                tables.events.entries.retain(|_, event| event.at >= *events_before);
                purge_changes(tables, *changes_before);
            }
        }
    }
    Ok(epochs)
}

/// Hands out due grants, earliest first, and defers them.
pub(super) fn claim_due(tables: &mut Tables, claim: &DueClaim) -> Vec<GrantRow> {
    let due_at = |grant: &GrantRow| match claim.due {
        Due::Refresh => grant.refresh_at,
        Due::Check => grant.next_check_at,
    };
    let mut due: Vec<_> = tables
        .grants
        .values()
        .filter(|grant| !claim.except.contains(&grant.config))
        .filter_map(|grant| due_at(grant).filter(|at| *at <= claim.now).map(|at| (at, grant.id.clone())))
        .collect();
    due.sort();
    let mut handed_out = Vec::new();
    for (_, id) in due.into_iter().take(claim.limit) {
        if let Some(grant) = tables.grants.get_mut(&id).map(Arc::make_mut) {
            match claim.due {
                Due::Refresh => grant.refresh_at = Some(claim.defer_until),
                Due::Check => grant.next_check_at = Some(claim.defer_until),
            }
            handed_out.push(grant.clone());
        }
    }
    handed_out
}

fn add_key(tables: &mut Tables, row: &KeyRow) -> Result<(), Conflict> {
    let is_single = |key: &KeyRow| key.purpose == KeyPurpose::Index || key.state == KeyState::Primary;
    let is_second =
        |known: &KeyRow| is_single(row) && is_single(known) && (known.purpose, &known.tenant_id) == (row.purpose, &row.tenant_id);
    is_free(!tables.keys.contains_key(&row.key_id) && !tables.keys.values().any(is_second))?;
    tables.keys.insert(row.key_id, row.clone());
    Ok(())
}

fn insert_grant(tables: &mut Tables, row: &GrantRow, now: Timestamp) -> Result<(), Conflict> {
    is_free(!tables.grants.contains_key(&row.id))?;
    put_grant(tables, row, LeaseColumns::default(), now)
}

fn update_grant(
    tables: &mut Tables,
    row: &GrantRow,
    guard: &GrantGuard,
    schedule: Schedule,
    release_lease: bool,
    now: Timestamp,
) -> Result<(), Conflict> {
    let stored = find(tables, &row.tenant_id, &row.id)?;
    is_current(
        stored.generation == guard.generation
            && guard.revision.is_none_or(|revision| stored.revision == revision)
            && stored.fence == guard.fence
            && guard.lease.is_none_or(|(owner, epoch)| stored.lease.owner == Some(owner) && stored.lease.epoch == epoch),
    )?;
    if release_lease {
        release(stored);
    }
    let lease = stored.lease.clone();
    let row = GrantRow {
        refresh_at: if schedule.writes(Due::Refresh) { row.refresh_at } else { stored.refresh_at },
        next_check_at: if schedule.writes(Due::Check) { row.next_check_at } else { stored.next_check_at },
        last_used_at: row.last_used_at.max(stored.last_used_at),
        last_ok_at: row.last_ok_at.max(stored.last_ok_at),
        ..row.clone()
    };
    put_grant(tables, &row, lease, now)
}

fn put_grant(tables: &mut Tables, row: &GrantRow, lease: LeaseColumns, now: Timestamp) -> Result<(), Conflict> {
    let others = || tables.grants.values().filter(|other| other.id != row.id);
    let key = |grant: &GrantRow| {
        (grant.tenant_id.clone(), grant.config.clone(), grant.subject, grant.user_id.clone(), grant.label.clone())
    };
    // An installation that holds its organisation keeps all others of the config out, whatever their tenant.
    let claim = |grant: &GrantRow| {
        let holds = grant.subject == SubjectKind::Installation && grant.status.holds_claim();
        grant.account_hash.filter(|_| holds).map(|hash| (grant.config.clone(), hash))
    };
    is_free(!others().any(|other| key(other) == key(row)))?;
    if claim(row).is_some() && others().any(|other| claim(other) == claim(row)) {
        return Err(Conflict::Claimed);
    }
    tables.grants.insert(row.id.clone(), Arc::new(GrantRow { lease, ..row.clone() }));
    tables.changes.append(Change { tenant_id: row.tenant_id.clone(), grant_id: row.id.clone(), at: now });
    Ok(())
}

fn claim_lease(tables: &mut Tables, claim: &LeaseClaim) -> Result<u64, Conflict> {
    let grant = find(tables, &claim.tenant_id, &claim.grant_id)?;
    is_current(grant.generation == claim.generation && grant.fence == claim.fence)?;
    if grant.lease.owner.is_some() && grant.lease.until.is_none_or(|until| until >= claim.now) {
        return Err(Conflict::Leased);
    }
    grant.lease = LeaseColumns {
        owner: Some(claim.owner),
        epoch: grant.lease.epoch + 1,
        until: Some(claim.until),
        intent_sent_at: Some(claim.intent_sent_at),
        intent_digest: Some(claim.intent_digest),
        intent_is_recovery: claim.intent_is_recovery,
    };
    Ok(grant.lease.epoch)
}

fn release(grant: &mut GrantRow) {
    grant.lease = LeaseColumns { epoch: grant.lease.epoch, ..LeaseColumns::default() };
}

fn insert_session(tables: &mut Tables, row: &SessionRow, limit: usize, now: Timestamp) -> Result<(), Conflict> {
    let is_pending = |other: &&Arc<SessionRow>| {
        (&other.tenant_id, &other.user_id) == (&row.tenant_id, &row.user_id)
            && other.status == SessionStatus::Pending
            && other.expires_at > now
    };
    if tables.sessions.values().filter(is_pending).count() >= limit {
        return Err(Conflict::Full);
    }
    is_free(!tables.sessions.contains_key(&row.id))?;
    put_session(tables, row)
}

fn put_session(tables: &mut Tables, row: &SessionRow) -> Result<(), Conflict> {
    is_free(!tables.sessions.values().any(|other| other.id != row.id && other.state_hash == row.state_hash))?;
    tables.sessions.insert(row.id.clone(), Arc::new(row.clone()));
    Ok(())
}

/// Up to the last old note, so that what is kept has no holes and the oldest position kept tells what is lost.
fn purge_changes(tables: &mut Tables, before: Timestamp) {
    let log = &mut tables.changes;
    let last_old = log.after(0).filter(|(_, change)| change.at < before).map(|(position, _)| position).last();
    log.entries.retain(|position, _| last_old.is_none_or(|last_old| *position > last_old));
}

/// A grant of another tenant is as absent as one that never was.
fn find<'a>(tables: &'a mut Tables, tenant: &TenantId, id: &GrantId) -> Result<&'a mut GrantRow, Conflict> {
    tables.grants.get_mut(id).map(Arc::make_mut).filter(|grant| grant.tenant_id == *tenant).ok_or(Conflict::Stale)
}

fn is_current(condition: bool) -> Result<(), Conflict> {
    if condition { Ok(()) } else { Err(Conflict::Stale) }
}

fn is_free(condition: bool) -> Result<(), Conflict> {
    if condition { Ok(()) } else { Err(Conflict::Exists) }
}
