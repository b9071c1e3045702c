//! Writes: one statement each, its guard in the WHERE, inside the transaction of their batch.

use crate::model::lease::LeaseHolder;
use crate::model::rows::{Batch, Conflict, Outcome, Write};

use super::audit::{self, Waiting};
use super::errors::{Broken, Failure};
use super::logs::{self, Notes, Proof};
use super::session::Db;
use super::statement::{count, text, time};
use super::{erasures, grants, jobs, keys, keysets, leases, pauses, sessions};

/// What became of a batch inside its transaction.
#[derive(Debug)]
pub(super) enum Applied {
    /// All of it, with what tells later whether it was committed: a batch that only acquires or ends leases, or writes sessions or
    /// keys, has none.
    All { outcome: Outcome, proof: Option<Proof> },
    /// None of it shall be kept.
    Conflict(Conflict),
}

/// Applies a batch up to its first conflict; who called takes back what is not to be kept.
pub(super) async fn apply(db: &Db, batch: &Batch) -> Result<Applied, Failure> {
    if batch.writes.iter().any(concerns_keys) {
        keys::lock(db).await?;
    }
    let (mut epochs, mut notes) = (Vec::new(), Notes::default());
    for (n, write) in batch.writes.iter().enumerate() {
        let is_last = batch.writes[n..].iter().all(|write| matches!(write, Write::AppendEvent(_) | Write::Audit { .. }));
        match apply_one(db, write, &mut notes, &mut epochs, is_last).await {
            Ok(()) => {}
            Err(Failure::Conflict(conflict)) => return Ok(Applied::Conflict(conflict)),
            Err(failure) => return explain(write, failure),
        }
    }
    match notes.write(db).await {
        Ok(proof) => Ok(Applied::All { outcome: Outcome::Applied { epochs }, proof }),
        Err(Failure::Conflict(conflict)) => Ok(Applied::Conflict(conflict)),
        Err(failure) if failure.broken().is_some() => Ok(Applied::Conflict(Conflict::Exists)),
        Err(failure) => Err(failure),
    }
}

/// What a broken rule of uniqueness means.
fn explain(write: &Write, failure: Failure) -> Result<Applied, Failure> {
    match (failure.broken(), write) {
        (Some(Broken::Organisation), Write::InsertGrant { row, .. } | Write::UpdateGrant { row, .. }) => {
            Err(Failure::OrganisationHeld(row.clone()))
        }
        (Some(_), _) => Ok(Applied::Conflict(Conflict::Exists)),
        (None, _) => Err(failure),
    }
}

fn concerns_keys(write: &Write) -> bool {
    matches!(
        write,
        Write::InitMeta(_)
            | Write::AddRootKey(_)
            | Write::RegisterProcess(_)
            | Write::ForgetProcess(_)
            | Write::PromoteRootKey(_)
            | Write::RetireRootKey(_)
            | Write::RewrapKeysets(_)
            | Write::RenewSentinel { .. }
            | Write::ReplaceKeyset { .. }
            | Write::Erase { .. }
            | Write::ConfirmErasure { .. }
            | Write::AddKeyset { .. }
    )
}

const CONFIRM_RESTORE: &str = "UPDATE @meta SET store_epoch = store_epoch + 1";
const NOTE_EARLIER: &str = "UPDATE @meta SET earlier_epoch = store_epoch WHERE store_epoch = :epoch";

async fn apply_one<'a>(
    db: &Db,
    write: &'a Write,
    notes: &mut Notes<'a>,
    epochs: &mut Vec<u64>,
    is_last: bool,
) -> Result<(), Failure> {
    match write {
        Write::InitMeta(row) => keys::init_meta(db, row).await,
        Write::ConfirmRestore => db.execute(CONFIRM_RESTORE, &[]).await.map(drop),
        Write::NoteEarlier(epoch) => db.execute(NOTE_EARLIER, &[(":epoch", count(*epoch)?)]).await.map(drop),
        Write::AddRootKey(row) => keys::add_root_key(db, row).await,
        Write::RegisterProcess(process) => keys::register(db, process).await,
        Write::ForgetProcess(id) => keys::forget(db, id).await,
        Write::PromoteRootKey(root_key_id) => keys::promote(db, root_key_id).await,
        Write::RetireRootKey(root_key_id) => keys::retire(db, root_key_id).await,
        Write::RewrapKeysets(changes) => keysets::rewrap(db, changes).await,
        Write::RenewSentinel { root_key_id, was, sentinel } => keys::renew_sentinel(db, root_key_id, was, sentinel).await,
        Write::ResealGrants(resealed) => grants::reseal(db, resealed).await,
        Write::ReplaceKeyset { change, ended, destroyed, now } => keysets::replace(db, change, ended, destroyed, *now).await,
        Write::Erase { erasure, now } => erasures::erase(db, erasure, notes, *now).await,
        Write::ConfirmErasure { tenant_id, now } => erasures::confirm(db, tenant_id, *now).await,
        Write::AddKeyset { row, legacy } => keysets::add(db, row, legacy).await,
        #[cfg(test)]
        Write::AddLegacyKey(row) => keysets::add_legacy(db, row).await,
        Write::InsertGrant { row, claims, now } => {
            grants::insert(db, row, claims).await?;
            notes.note(&row.tenant_id, &row.id, *now);
            Ok(())
        }
        Write::UpdateGrant { row, claims, guard, schedule, release_lease, now } => {
            grants::update(db, row, claims, guard, *schedule, *release_lease).await?;
            notes.note(&row.tenant_id, &row.id, *now);
            Ok(())
        }
        Write::AcquireLease(wanted) => {
            epochs.push(leases::acquire(db, wanted).await?);
            Ok(())
        }
        Write::ReleaseLease { tenant_id, grant_id, owner, epoch, intent } => {
            let holder = LeaseHolder { owner: *owner, epoch: *epoch };
            leases::release(db, tenant_id, grant_id, holder, intent.as_ref()).await
        }
        Write::ReviseIntent { tenant_id, grant_id, holder, from, digest } => {
            leases::revise(db, tenant_id, grant_id, *holder, *from, digest).await
        }
        Write::TouchGrant { tenant_id, grant_id, at } => {
            let values = [(":tenant_id", text(tenant_id.as_str())), (":id", text(grant_id.as_str())), (":at", time(*at))];
            db.execute(grants::TOUCH, &values).await.map(drop)
        }
        Write::PauseEndpoint { endpoint, length, is_asked } => pauses::pause(db, endpoint, *length, *is_asked).await,
        Write::ProbeEndpoint { endpoint, hold } => pauses::probe(db, endpoint, *hold).await,
        Write::ResumeEndpoint(endpoint) => pauses::resume(db, endpoint).await,
        Write::InsertSession { row, limit, kept, now } => sessions::insert(db, row, *limit, *kept, *now).await,
        Write::UpdateSession(row) => sessions::update(db, row).await,
        Write::AppendEvent(event) => notes.append(db, event, is_last).await,
        Write::Audit { entry, link } => {
            notes.audit(Waiting { entry, link });
            Ok(())
        }
        Write::DropAudit { up_to, mac } => audit::drop_until(db, *up_to, mac).await,
        Write::BlankEntries(entries) => audit::blank(db, entries).await,
        Write::BlankAudit { of, link } => {
            notes.write(db).await?;
            logs::wait_for_numbers(db).await?;
            audit::blank_all(db, of, &**link).await
        }
        Write::QueueJob(job) => jobs::queue(db, job).await,
        Write::CompleteJob(job) => jobs::complete(db, job).await,
        Write::PostponeJob { job, due_at } => jobs::postpone(db, job, *due_at).await,
        Write::Purge { seals_before, sessions_before, ended_before, events_before, changes_before } => {
            // What this batch has noted may be old too.
            notes.write(db).await?;
            sessions::purge(db, *seals_before, *sessions_before, *ended_before).await?;
            pauses::purge(db).await?;
            logs::purge(db, *events_before, *changes_before).await
        }
    }
}
