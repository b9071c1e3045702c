//! The queue of tokens that are to be revoked at their provider (SR-27): sealed when they are put there, with the commit that takes them
//! from their grant, and opened for whoever asks the provider.

use crate::base::{Result, Timestamp};
use crate::model::event::Event;
use crate::model::revocation::Revocation;
use crate::model::rows::{Conflict, HeldJob, QueuedJob, QueuedKind, Write};
use crate::vault::{Context, RecordType};

use super::{Repo, record, unexpected};

/// So often it is tried to queue what no grant is written with: a key may have ended a moment ago.
const ATTEMPTS: usize = 3;

/// A revocation that is to be queued.
#[derive(Clone, Debug)]
pub(crate) struct NewRevocation {
    /// What.
    pub(crate) revocation: Revocation,
    /// Not before this. Whoever queues it may be at it until then.
    pub(crate) due_at: Timestamp,
}

impl NewRevocation {
    /// It, as whoever queues it holds it until it is due.
    pub(crate) fn held(&self) -> HeldRevocation {
        let job = HeldJob {
            kind: QueuedKind::Revoke,
            id: self.revocation.id.clone(),
            tenant_id: self.revocation.tenant_id.clone(),
            // Nobody has been handed it yet.
            attempts: 0,
        };
        HeldRevocation { revocation: self.revocation.clone(), job }
    }
}

/// A revocation in the hand of whoever does it.
pub(crate) struct HeldRevocation {
    /// What.
    pub(crate) revocation: Revocation,
    job: HeldJob,
}

impl HeldRevocation {
    /// How often somebody has begun it before, with this time.
    pub(crate) const fn attempts(&self) -> u64 {
        self.job.attempts
    }
}

impl Repo {
    /// The write that queues it, sealed under the tenant's key.
    pub(super) async fn queue_write(&self, new: &NewRevocation) -> Result<Write> {
        let NewRevocation { revocation, due_at } = new;
        let key = self.keyring.tenant_key(&revocation.tenant_id).await?;
        let plaintext = record::write_revocation(revocation);
        let mut job = QueuedJob {
            kind: QueuedKind::Revoke,
            id: revocation.id.clone(),
            tenant_id: revocation.tenant_id.clone(),
            config: revocation.config.clone(),
            due_at: *due_at,
            attempts: 0,
            key_id: key.id(),
            sealed: crate::model::sealed::SealedBytes::from_stored(Vec::new()),
        };
        job.sealed = key.seal(&self.revocation_context(&job), &plaintext);
        Ok(Write::QueueJob(job))
    }

    /// Queues what is written with no grant: its grant is gone already. Nothing where it is queued, or where its tenant was erased.
    pub(crate) async fn queue_revocation(&self, new: &NewRevocation) -> Result<()> {
        for _ in 0..ATTEMPTS {
            if !self.keyring.has_key(&new.revocation.tenant_id).await? {
                return Ok(());
            }
            match self.commit(vec![self.queue_write(new).await?]).await? {
                Ok(_) | Err(Conflict::Exists) => return Ok(()),
                Err(Conflict::KeyEnded) => {}
                Err(conflict) => return Err(unexpected(conflict, "queue a revocation")),
            }
        }
        Err(unexpected(Conflict::KeyEnded, "queue a revocation"))
    }

    /// Opens one that was handed out. `None`: its key cannot be had now, it is of a newer version, or it never opens: that is told in the
    /// log, and it is handed out no more.
    pub(super) async fn open_due_revocation(&self, row: QueuedJob) -> Option<HeldRevocation> {
        let (tenant_id, config, id) = (row.tenant_id.clone(), row.config.clone(), row.id.clone());
        match self.open_revocation(row).await {
            Ok(held) => held,
            Err(error) => {
                tracing::warn!(
                    tenant_id = tenant_id.as_str(),
                    config = config.as_str(),
                    job = id,
                    code = error.code().as_str(),
                    "tokens that are to be revoked cannot be opened now"
                );
                None
            }
        }
    }

    /// Whether one opens that nobody has been handed.
    pub(super) async fn opens_revocation(&self, row: &QueuedJob) -> Result<bool> {
        let key = self.keyring.key_by_id(&row.tenant_id, row.key_id).await?;
        let opened = key.and_then(|key| key.open(&self.revocation_context(row), &row.sealed).ok());
        Ok(opened.is_some_and(|plaintext| record::read_revocation(&plaintext, row).is_ok()))
    }

    async fn open_revocation(&self, row: QueuedJob) -> Result<Option<HeldRevocation>> {
        let key = self.keyring.key_by_id(&row.tenant_id, row.key_id).await?;
        let opened = key.and_then(|key| key.open(&self.revocation_context(&row), &row.sealed).ok());
        let Some(plaintext) = opened else {
            let job = held_job(&row);
            self.write_held(vec![Write::CompleteJob(job)]).await?;
            tracing::error!(
                tenant_id = row.tenant_id.as_str(),
                config = row.config.as_str(),
                job = row.id,
                "tokens that were to be revoked do not open: they were changed outside Authpipe, and live until they end"
            );
            return Ok(None);
        };
        let read = record::read_revocation(&plaintext, &row).ok();
        if read.is_none() {
            tracing::warn!(job = row.id, "a newer version has queued tokens to be revoked; a process of that version does it");
        }
        let job = held_job(&row);
        Ok(read.map(|revocation| HeldRevocation { revocation, job }))
    }

    /// Ends one, with the event that tells how; `false`: somebody else has got it since, who will.
    pub(crate) async fn complete_revocation(&self, held: &HeldRevocation, event: Event) -> Result<bool> {
        self.write_held(vec![Write::CompleteJob(held.job.clone()), Write::AppendEvent(event)]).await
    }

    /// Lets go of one until then; `false`: somebody else has got it since.
    pub(crate) async fn postpone_revocation(&self, held: &HeldRevocation, due_at: Timestamp) -> Result<bool> {
        self.write_held(vec![Write::PostponeJob { job: held.job.clone(), due_at }]).await
    }

    async fn write_held(&self, writes: Vec<Write>) -> Result<bool> {
        match self.commit(writes).await? {
            Ok(_) => Ok(true),
            Err(Conflict::Stale) => Ok(false),
            Err(conflict) => Err(unexpected(conflict, "change what is queued")),
        }
    }

    fn revocation_context<'a>(&'a self, row: &'a QueuedJob) -> Context<'a> {
        Context {
            environment: &self.environment,
            tenant_id: Some(&row.tenant_id),
            record_type: RecordType::Revocation,
            record_id: &row.id,
            config: Some(&row.config),
            field: "revocation",
            generation: 0,
        }
    }
}

fn held_job(row: &QueuedJob) -> HeldJob {
    HeldJob { kind: row.kind, id: row.id.clone(), tenant_id: row.tenant_id.clone(), attempts: row.attempts }
}

#[cfg(test)]
mod tests;
