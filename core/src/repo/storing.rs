//! Writes grants, one or several, with the session that led to them: all or nothing.

use crate::base::Result;
use crate::model::event::Event;
use crate::model::grant::Grant;
use crate::model::rows::{Conflict, GrantGuard, KeyOwner, Schedule, Write};
use crate::model::session::Session;

use super::hashing::{Hashed, Hashing};
use super::{Act, NewRevocation, Repo, SealingKey, keyring};

/// So often a write is made again because a key of it has ended, before it is made for the last time.
const ATTEMPTS: usize = 2;

/// A change of a grant: its new content, what must still be true, and the events that tell of it.
pub(crate) struct GrantUpdate<'a> {
    /// The new content. Its revision is set by the repository.
    pub(crate) grant: &'a Grant,
    /// What must still be true in the store.
    pub(crate) guard: GrantGuard,
    /// Which of its due times it decides.
    pub(crate) schedule: Schedule,
    /// Frees the lease in the same statement.
    pub(crate) release_lease: bool,
    /// Appended in the same transaction.
    pub(crate) events: Vec<Event>,
    /// Seals it where the tenant's key cannot be had.
    pub(crate) held: Option<SealingKey>,
    /// Told in the audit log in the same transaction.
    pub(crate) act: Option<Act>,
    /// Tokens that it gives up: queued in the same transaction, to be revoked at the provider.
    pub(crate) revocation: Option<NewRevocation>,
}

/// One write of a grant.
#[expect(clippy::large_enum_variant, reason = "it lives as long as one commit")]
pub(crate) enum GrantWrite<'a> {
    /// A new grant, the events that tell of it, and the act.
    Insert { grant: &'a Grant, events: Vec<Event>, act: Option<Act> },
    /// A change of one that is there.
    Replace(GrantUpdate<'a>),
}

impl Repo {
    /// Stores a new grant with its events, and with the session that led to it as it is then: all or nothing.
    #[cfg(test)]
    pub(crate) async fn insert_grant(
        &self,
        grant: &Grant,
        events: Vec<Event>,
        session: Option<&Session>,
    ) -> Result<Result<(), Conflict>> {
        Ok(self.write_grants(vec![GrantWrite::Insert { grant, events, act: None }], session).await?.map(drop))
    }

    /// Replaces a grant under a guard. Gives back the grant as it now stands, but for due times that the change leaves alone.
    pub(crate) async fn replace_grant(&self, update: GrantUpdate<'_>) -> Result<Result<Grant, Conflict>> {
        let grant = self.changed(&update);
        Ok(self.write_grants(vec![GrantWrite::Replace(update)], None).await?.map(|_| grant))
    }

    /// Stores several grants, new ones and changed ones, with the session that led to them as it is then: all or nothing. Gives
    /// back the grants as they now stand, in the same order, but for due times that a change leaves alone.
    ///
    /// # Errors
    /// - `vault_unavailable`: an organisation is claimed, and another one of the config is held by a hash whose key is gone: it may be the same.
    /// - What the store and the root key say.
    pub(crate) async fn write_grants(
        &self,
        grants: Vec<GrantWrite<'_>>,
        session: Option<&Session>,
    ) -> Result<Result<Vec<Grant>, Conflict>> {
        let mut hashing = Hashing::AsKept;
        for _ in 0..ATTEMPTS {
            let outcome = self.try_write_grants(&grants, session, hashing).await?;
            match outcome.as_ref().err() {
                // A moment ago another key has followed, or a tenant was erased: what is new is sealed under the next key.
                Some(Conflict::KeyEnded) if self.is_any_erased(&grants).await? => return Ok(Err(Conflict::Stale)),
                Some(Conflict::KeyEnded | Conflict::AuditKeyEnded) => {}
                // The same of an index key. Or an organisation is claimed that was not claimed before.
                Some(Conflict::IndexKeyEnded) => hashing = Hashing::Anew,
                _ => return Ok(outcome),
            }
        }
        self.try_write_grants(&grants, session, hashing).await
    }

    /// Whether the tenant of one that is to be changed was erased, and with it what was to be changed: nobody makes a key for that.
    async fn is_any_erased(&self, grants: &[GrantWrite<'_>]) -> Result<bool> {
        for write in grants {
            if let GrantWrite::Replace(update) = write
                && !self.keyring.has_key(&update.grant.key.tenant_id).await?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn try_write_grants(
        &self,
        grants: &[GrantWrite<'_>],
        session: Option<&Session>,
        hashing: Hashing,
    ) -> Result<Result<Vec<Grant>, Conflict>> {
        let now = self.clock.now();
        let tenants = grants.iter().map(|write| match write {
            GrantWrite::Insert { grant, .. } => &grant.key.tenant_id,
            GrantWrite::Replace(update) => &update.grant.key.tenant_id,
        });
        self.keyring.prepare(tenants).await?;
        let (mut writes, mut written, mut audited, mut queued) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for write in grants {
            let (grant, events, act, write) = match write {
                GrantWrite::Insert { grant, events, act } => {
                    let Hashed { grant, claims } = self.hashed(Grant::clone(grant), hashing).await?;
                    let row = Box::new(self.seal_grant(&grant, None).await?);
                    (grant, events, act, Write::InsertGrant { row, claims, now })
                }
                GrantWrite::Replace(update) => {
                    let Hashed { grant, claims } = self.hashed(self.changed(update), hashing).await?;
                    let row = Box::new(self.seal_grant(&grant, update.held.as_ref()).await?);
                    let GrantUpdate { guard, schedule, release_lease, events, act, revocation, .. } = update;
                    if let Some(revocation) = revocation {
                        queued.push(self.queue_write(revocation).await?);
                    }
                    let (guard, schedule, release_lease) = (guard.clone(), *schedule, *release_lease);
                    (grant, events, act, Write::UpdateGrant { row, claims, guard, schedule, release_lease, now })
                }
            };
            writes.push(write);
            writes.extend(events.iter().cloned().map(Write::AppendEvent));
            if let Some(act) = act {
                audited.push(self.audit_of(act, &grant, session, now).await?);
            }
            written.push(grant);
        }
        writes.extend(queued);
        writes.extend(self.session_write(session).await?);
        writes.extend(audited);
        let outcome = self.commit(writes).await?;
        if outcome == Err(Conflict::Orphaned) {
            // No look and no other write of this process helps against it.
            return Err(keyring::lost(&KeyOwner::Index));
        }
        if outcome.is_ok() {
            written.iter().for_each(|grant| self.seen.note(&grant.id, grant.revision));
        }
        Ok(outcome.map(|_| written))
    }

    /// The grant as it stands once the update is stored. Its revision goes beyond whatever this process has seen of it, so that what is
    /// stored over a row of before is believed.
    fn changed(&self, update: &GrantUpdate<'_>) -> Grant {
        let mut grant = update.grant.clone();
        grant.revision = grant.revision.max(self.seen.newest(&grant.id).unwrap_or(0)) + 1;
        if update.release_lease {
            grant.open_intent = None;
        }
        grant
    }
}
