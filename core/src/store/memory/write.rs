//! Applies a batch to a copy of the tables; a conflict throws the copy away.

use std::sync::Arc;
use std::time::Duration;

use crate::base::{ConfigId, GrantId, TenantId, Timestamp};
use crate::model::grant::AccountHash;
use crate::model::rows::{
    AuditRow, Batch, Conflict, DueJob, GrantGuard, GrantJob, GrantRow, HeldJob, JobKind, JobRequest, LeaseAcquisition,
    LeaseColumns, QueuedJob, Schedule, SessionRow, Write,
};
use crate::model::session::SessionStatus;

use super::guards::{is_current, is_free};
use super::{Change, Grant, Instant, Intent, Job, JobKey, Lease, Tables, claims, erasing, keys, pauses};

/// A job that nobody holds.
const NOT_HELD: Instant = Instant(i64::MIN);

/// Applies a batch up to its first conflict; the epochs of the leases it acquires.
pub(super) fn apply(tables: &mut Tables, batch: &Batch, at: Instant) -> Result<Vec<u64>, Conflict> {
    let mut epochs = Vec::new();
    for write in &batch.writes {
        match write {
            Write::InitMeta(row) => {
                is_free(tables.meta.is_none())?;
                if keys::is_in_use(tables) {
                    return Err(Conflict::Orphaned);
                }
                tables.meta = Some(row.clone());
            }
            Write::ConfirmRestore => {
                if let Some(meta) = &mut tables.meta {
                    meta.store_epoch += 1;
                }
            }
            Write::NoteEarlier(epoch) => {
                if let Some(meta) = tables.meta.as_mut().filter(|meta| meta.store_epoch == *epoch) {
                    meta.earlier_epoch = Some(*epoch);
                }
            }
            Write::AddRootKey(row) => {
                is_free(!tables.root_keys.contains_key(&row.root_key_id))?;
                tables.root_keys.insert(row.root_key_id.clone(), row.clone());
            }
            Write::RegisterProcess(process) => keys::register(tables, process)?,
            Write::ForgetProcess(id) => drop(tables.processes.remove(id)),
            Write::PromoteRootKey(root_key_id) => keys::promote(tables, root_key_id)?,
            Write::RetireRootKey(root_key_id) => keys::retire(tables, root_key_id)?,
            Write::RewrapKeysets(changes) => keys::rewrap(tables, changes),
            Write::RenewSentinel { root_key_id, was, sentinel } => keys::renew_sentinel(tables, root_key_id, was, sentinel)?,
            Write::ResealGrants(resealed) => {
                for grant in resealed {
                    erasing::check_key(tables, &grant.key_id)?;
                    grant.account_hash.and_then(|hash| hash.key_id()).map_or(Ok(()), |id| claims::check_key(tables, &id))?;
                    let is_it = |row: &GrantRow| row.revision == grant.revision && row.sealed == grant.was;
                    let rivals: Vec<_> = tables.grants.values().filter_map(|other| held(&other.row)).collect();
                    if let Ok(stored) = find(tables, &grant.tenant_id, &grant.grant_id)
                        && is_it(&stored.row)
                    {
                        let resealed = GrantRow { account_hash: grant.account_hash, ..stored.row.clone() };
                        let is_held =
                            held(&resealed) != held(&stored.row) && held(&resealed).is_some_and(|own| rivals.contains(&own));
                        if !is_held {
                            stored.row = GrantRow { key_id: grant.key_id, sealed: Some(grant.sealed.clone()), ..resealed };
                        }
                    }
                }
            }
            Write::ReplaceKeyset { change, ended, destroyed, .. } => keys::replace(tables, change, ended, destroyed)?,
            Write::Erase { erasure, now } => erasing::erase(tables, erasure, *now),
            Write::ConfirmErasure { tenant_id, now } => erasing::confirm(tables, tenant_id, *now)?,
            Write::AddKeyset { row, legacy } => keys::add(tables, row, legacy)?,
            #[cfg(test)]
            Write::AddLegacyKey(row) => {
                is_free(!tables.legacy_keys.contains_key(&row.key_id))?;
                tables.legacy_keys.insert(row.key_id, row.clone());
            }
            Write::InsertGrant { row, claims, now } => {
                check_key(tables, row)?;
                let is_claim = claims::check(tables, row, claims)?;
                insert_grant(tables, row, at, *now)?;
                if is_claim {
                    claims::check_rivals(tables, row, claims)?;
                }
            }
            Write::UpdateGrant { row, claims, guard, schedule, release_lease, now } => {
                check_key(tables, row)?;
                let is_claim = claims::check(tables, row, claims)?;
                let stored = find(tables, &row.tenant_id, &row.id)?;
                is_current(guard_holds(stored, guard))?;
                if *release_lease {
                    stored.lease = Lease::free(stored.lease.epoch);
                }
                let row = merge(&stored.row, row, *schedule);
                put_grant(tables, &row, *schedule, at, *now)?;
                if is_claim {
                    claims::check_rivals(tables, &row, claims)?;
                }
            }
            Write::AcquireLease(wanted) => epochs.push(acquire_lease(tables, wanted, at)?),
            Write::ReleaseLease { tenant_id, grant_id, owner, epoch, intent } => {
                let lease = &mut find(tables, tenant_id, grant_id)?.lease;
                is_current(lease.owner == Some(*owner) && lease.epoch == *epoch)?;
                *lease = Lease::free(*epoch);
                if let Some(intent) = intent {
                    lease.ends = at.minus(intent.ended);
                    let (digest, is_recovery) = (intent.digest, intent.is_recovery);
                    lease.intent = Some(Intent { since: at.minus(intent.age), digest, is_recovery });
                }
            }
            Write::ReviseIntent { tenant_id, grant_id, holder, from, digest } => {
                let lease = &mut find(tables, tenant_id, grant_id)?.lease;
                let is_theirs = lease.owner == Some(holder.owner) && lease.epoch == holder.epoch && !lease.left(at).is_zero();
                let intent = lease.intent.as_mut().filter(|intent| is_theirs && from.is_none_or(|from| from == intent.digest));
                intent.ok_or(Conflict::Stale)?.digest = *digest;
            }
            Write::TouchGrant { tenant_id, grant_id, at } => {
                if let Ok(grant) = find(tables, tenant_id, grant_id) {
                    grant.row.last_used_at = grant.row.last_used_at.max(Some(*at));
                }
            }
            Write::InsertSession { row, limit, kept, now } => {
                erasing::check_key(tables, &row.key_id)?;
                insert_session(tables, row, *limit, *kept, *now)?;
            }
            Write::UpdateSession(row) => {
                erasing::check_key(tables, &row.key_id)?;
                let stored = tables.sessions.get(&row.id).ok_or(Conflict::Stale)?;
                is_current(stored.tenant_id == row.tenant_id && Some(stored.revision) == row.revision.checked_sub(1))?;
                put_session(tables, row)?;
            }
            Write::AppendEvent(event) => {
                is_free(tables.events.entries.values().all(|known| known.id != event.id))?;
                tables.events.append(event.clone());
            }
            Write::Audit { entry, link } => {
                let has_ended = |row: &AuditRow| {
                    row.signer.as_slice().try_into().is_ok_and(|id: [u8; 16]| tables.ended_keys.contains_key(&id))
                };
                tables.audit.append(entry, &**link, has_ended)?;
            }
            Write::DropAudit { up_to, mac } => tables.audit.drop_until(*up_to, mac)?,
            Write::BlankEntries(entries) => tables.audit.blank(entries),
            Write::BlankAudit { of, link } => tables.audit.blank_all(of, &**link),
            Write::QueueJob(job) => queue_job(tables, job)?,
            Write::CompleteJob(held) => {
                held_job(tables, held)?;
                tables.jobs.remove(&key_of(held));
            }
            Write::PostponeJob { job: held, due_at } => {
                let job = held_job(tables, held)?;
                (job.due_at, job.held_until) = (*due_at, NOT_HELD);
            }
            Write::PauseEndpoint { endpoint, length, is_asked } => pauses::pause(tables, *endpoint, *length, *is_asked, at),
            Write::ProbeEndpoint { endpoint, hold } => pauses::probe(tables, *endpoint, *hold, at)?,
            Write::ResumeEndpoint(endpoint) => drop(tables.pauses.remove(endpoint)),
            Write::Purge { seals_before, sessions_before, ended_before, events_before, changes_before } => {
                let is_unfinished = |session: &&mut Arc<SessionRow>| session.status != SessionStatus::Complete;
                for session in tables.sessions.values_mut().filter(is_unfinished) {
                    if session.expires_at < *seals_before {
                        Arc::make_mut(session).sealed = None;
                    }
                }
                tables.sessions.retain(|_, session| {
                    let ended = session.status.is_over_in_vain() && session.expires_at < *ended_before;
                    session.expires_at >= *sessions_before && !ended
                });
                tables.events.entries.retain(|_, event| event.at >= *events_before);
                purge_changes(tables, *changes_before);
                pauses::purge(tables, at);
            }
        }
    }
    Ok(epochs)
}

/// Hands out due jobs, earliest first, and holds them.
pub(super) fn take_jobs(tables: &mut Tables, request: &JobRequest, at: Instant) -> Vec<DueJob> {
    let is_due = |key: &JobKey, job: &Job| {
        request.kinds.contains(&key.kind)
            && job.due_at <= request.now
            && request.after.is_none_or(|after| job.due_at > after)
            && job.held_until <= at
            && !request.except.contains(&job.config)
    };
    let mut due: Vec<_> =
        tables.jobs.iter().filter(|(key, job)| is_due(key, job)).map(|(key, job)| (job.due_at, key.clone())).collect();
    due.sort_by_key(|(due_at, key)| (*due_at, key.kind.as_str(), key.id.clone()));
    let mut handed_out = Vec::new();
    for (_, key) in due.into_iter().take(request.limit) {
        let Some(job) = tables.jobs.get_mut(&key) else { continue };
        job.held_until = at.plus(request.hold);
        job.attempts += 1;
        match (key.kind, &job.queued) {
            (JobKind::Queued(_), Some(queued)) => {
                handed_out.push(DueJob::Queued(QueuedJob { due_at: job.due_at, attempts: job.attempts, ..queued.clone() }));
            }
            (JobKind::Grant(kind), _) => {
                let grant = tables.grants.values().find(|grant| grant.row.id.as_str() == key.id);
                handed_out.extend(grant.map(|grant| DueJob::Grant(kind, Box::new(grant.seen_at(at)))));
            }
            (JobKind::Queued(_), None) => {}
        }
    }
    handed_out
}

fn queue_job(tables: &mut Tables, queued: &QueuedJob) -> Result<(), Conflict> {
    let key = JobKey { kind: JobKind::Queued(queued.kind), id: queued.id.clone() };
    erasing::check_key(tables, &queued.key_id)?;
    is_free(!tables.jobs.contains_key(&key))?;
    let job = Job {
        due_at: queued.due_at,
        config: queued.config.clone(),
        tenant_id: queued.tenant_id.clone(),
        attempts: 0,
        held_until: NOT_HELD,
        queued: Some(queued.clone()),
    };
    tables.jobs.insert(key, job);
    Ok(())
}

/// Moves the jobs of a grant to where its columns say. One that stays where it was stays held.
fn move_jobs(tables: &mut Tables, row: &GrantRow, schedule: Schedule) {
    for kind in GrantJob::ALL.into_iter().filter(|kind| schedule.writes(*kind)) {
        let key = JobKey { kind: JobKind::Grant(kind), id: row.id.as_str().to_owned() };
        let Some(due_at) = row.due_at(kind) else {
            tables.jobs.remove(&key);
            continue;
        };
        if tables.jobs.get(&key).is_none_or(|job| job.due_at != due_at || job.config != row.config) {
            let (config, tenant_id) = (row.config.clone(), row.tenant_id.clone());
            tables.jobs.insert(key, Job { due_at, config, tenant_id, attempts: 0, held_until: NOT_HELD, queued: None });
        }
    }
}

fn check_key(tables: &Tables, row: &GrantRow) -> Result<(), Conflict> {
    if row.sealed.is_some() { erasing::check_key(tables, &row.key_id) } else { Ok(()) }
}

fn insert_grant(tables: &mut Tables, row: &GrantRow, at: Instant, now: Timestamp) -> Result<(), Conflict> {
    is_free(!tables.grants.contains_key(&row.id))?;
    put_grant(tables, row, Schedule::Both, at, now)
}

fn guard_holds(stored: &Grant, guard: &GrantGuard) -> bool {
    let (row, lease) = (&stored.row, &stored.lease);
    let (owner, epoch) = (guard.lease.owner(), guard.lease.epoch());
    row.generation == guard.generation
        && guard.revision.is_none_or(|revision| row.revision == revision)
        && row.fence == guard.fence
        && owner.is_none_or(|owner| lease.owner == Some(owner))
        && epoch.is_none_or(|epoch| lease.epoch == epoch)
}

/// The new content, but for what others may have written since it was read.
fn merge(stored: &GrantRow, row: &GrantRow, schedule: Schedule) -> GrantRow {
    GrantRow {
        refresh_at: if schedule.writes(GrantJob::Refresh) { row.refresh_at } else { stored.refresh_at },
        next_check_at: if schedule.writes(GrantJob::Check) { row.next_check_at } else { stored.next_check_at },
        last_used_at: row.last_used_at.max(stored.last_used_at),
        last_ok_at: row.last_ok_at.max(stored.last_ok_at),
        ..row.clone()
    }
}

fn put_grant(tables: &mut Tables, row: &GrantRow, schedule: Schedule, at: Instant, now: Timestamp) -> Result<(), Conflict> {
    let others = || tables.grants.values().map(|other| &other.row).filter(|other| other.id != row.id);
    let key = |grant: &GrantRow| {
        let purpose = grant.credential_type.purpose();
        (grant.tenant_id.clone(), grant.config.clone(), grant.subject, grant.user_id.clone(), grant.label.clone(), purpose)
    };
    is_free(!others().any(|other| key(other) == key(row)))?;
    if held(row).is_some() && others().any(|other| held(other) == held(row)) {
        return Err(Conflict::OrganisationHeld);
    }
    let before = tables.grants.get(&row.id);
    let lease = before.map_or_else(|| Lease::free(0), |stored| stored.lease.clone());
    let stored_at = before.filter(|stored| stored.row.generation == row.generation).map_or(at, |stored| stored.stored_at);
    let paused_until = at.plus(row.paused_for);
    let bare = GrantRow { lease: LeaseColumns::default(), paused_for: Duration::ZERO, stored_for: Duration::ZERO, ..row.clone() };
    tables.grants.insert(row.id.clone(), Arc::new(Grant { row: bare, lease, pause_began: at, paused_until, stored_at }));
    tables.changes.append(Change { tenant_id: row.tenant_id.clone(), grant_id: row.id.clone(), at: now });
    move_jobs(tables, row, schedule);
    Ok(())
}

/// What an installation keeps all others of the config out of, whatever their tenant.
#[derive(PartialEq, Eq)]
struct Held {
    config: ConfigId,
    hash: AccountHash,
}

fn held(grant: &GrantRow) -> Option<Held> {
    grant.account_hash.filter(|_| grant.claims_organisation()).map(|hash| Held { config: grant.config.clone(), hash })
}

fn key_of(held: &HeldJob) -> JobKey {
    JobKey { kind: JobKind::Queued(held.kind), id: held.id.clone() }
}

/// A queued job that nobody else has been handed since.
fn held_job<'a>(tables: &'a mut Tables, held: &HeldJob) -> Result<&'a mut Job, Conflict> {
    let job = tables.jobs.get_mut(&key_of(held)).ok_or(Conflict::Stale)?;
    is_current(job.tenant_id == held.tenant_id && job.attempts == held.attempts)?;
    Ok(job)
}

fn acquire_lease(tables: &mut Tables, wanted: &LeaseAcquisition, at: Instant) -> Result<u64, Conflict> {
    let grant = find(tables, &wanted.tenant_id, &wanted.grant_id)?;
    let seen = (wanted.generation, wanted.revision, wanted.fence);
    is_current((grant.row.generation, grant.row.revision, grant.row.fence) == seen)?;
    if !grant.lease.left(at).is_zero() {
        return Err(Conflict::Leased);
    }
    if !grant.paused_for(at).is_zero() {
        return Err(Conflict::Paused);
    }
    let intent =
        Intent { since: at.minus(wanted.intent_age), digest: wanted.intent_digest, is_recovery: wanted.intent_is_recovery };
    let (epoch, ends) = (grant.lease.epoch + 1, at.plus(wanted.length));
    grant.lease = Lease { owner: Some(wanted.owner), epoch, ends, intent: Some(intent) };
    Ok(epoch)
}

fn insert_session(tables: &mut Tables, row: &SessionRow, limit: usize, kept: usize, now: Timestamp) -> Result<(), Conflict> {
    let is_own = |other: &SessionRow| (&other.tenant_id, &other.user_id) == (&row.tenant_id, &row.user_id);
    let is_pending = |other: &&Arc<SessionRow>| is_own(other) && other.status == SessionStatus::Pending && other.expires_at > now;
    if tables.sessions.values().filter(is_pending).count() >= limit {
        return Err(Conflict::Full);
    }
    is_free(!tables.sessions.contains_key(&row.id))?;
    put_session(tables, row)?;
    let ended = |other: &&Arc<SessionRow>| is_own(other) && other.status.is_over_in_vain();
    let mut past: Vec<_> = tables.sessions.values().filter(ended).map(|other| (other.expires_at, other.id.clone())).collect();
    past.sort_unstable_by(|a, b| (b.0, b.1.as_str()).cmp(&(a.0, a.1.as_str())));
    for (_, id) in past.into_iter().skip(kept) {
        tables.sessions.remove(&id);
    }
    Ok(())
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
fn find<'a>(tables: &'a mut Tables, tenant: &TenantId, id: &GrantId) -> Result<&'a mut Grant, Conflict> {
    tables.grants.get_mut(id).map(Arc::make_mut).filter(|grant| grant.row.tenant_id == *tenant).ok_or(Conflict::Stale)
}
