//! The right to spend a refresh token, between processes (SR-56): acquired with the intent before the provider is touched, released
//! with the result, or with none. The one place where a [`Lease`] comes from.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::base::waiting::{self, Awaited};
use crate::base::{GrantId, Result};
use crate::model::grant::{Grant, OpenIntent};
use crate::model::lease::{CommitRight, Lease, LeaseHolder};
use crate::net::Budget;
use crate::repo::{LeaseGrant, LeaseRequest, SealingKey};

use super::Grants;
use super::departure::Departure;

/// What became of an attempt to acquire a lease.
#[expect(clippy::large_enum_variant, reason = "there is one for each exchange, and it is taken apart at once")]
pub(in crate::engine) enum Acquired {
    /// Ours: the intent is durable, the provider may be asked.
    Ours(Held),
    /// Another process is at it.
    HeldByOther,
    /// The grant has changed: read it again.
    Stale,
}

/// A lease of ours, with the intent that was announced under it.
pub(in crate::engine) struct Held {
    pub(in crate::engine) lease: Lease,
    pub(in crate::engine) intent: OpenIntent,
    pub(in crate::engine) departure: Arc<Departure>,
    pub(super) key: SealingKey,
}

impl Held {
    /// Gives up sending: what is left is to commit what was given.
    pub(in crate::engine) fn into_owed(self) -> Owed {
        Owed { right: self.lease.into_right(), key: self.key }
    }
}

/// What the vault is owed after an exchange: under which right it is committed, and a key that seals it whatever is away by then.
pub(in crate::engine) struct Owed {
    pub(in crate::engine) right: CommitRight,
    pub(in crate::engine) key: SealingKey,
}

/// Of which grants a lease may be ours that the store has not told us of, or has not ended: from which epoch on, and that nothing was
/// sent under it. What is forgotten counts as sent.
#[derive(Default)]
pub(super) struct Unsent(Mutex<HashMap<GrantId, u64>>);

impl Unsent {
    /// Each costs a failure of the store, so beyond so many there was a long one.
    const MOST: usize = 4096;

    fn note(&self, grant_id: &GrantId, from_epoch: u64) {
        let mut unsent = self.lock();
        if unsent.len() >= Unsent::MOST {
            unsent.clear();
        }
        unsent.insert(grant_id.clone(), from_epoch);
    }

    /// Another lease is ours.
    fn forget(&self, grant_id: &GrantId) {
        self.lock().remove(grant_id);
    }

    fn has(&self, grant_id: &GrantId, epoch: u64) -> bool {
        self.lock().get(grant_id).is_some_and(|from| epoch >= *from)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<GrantId, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Grants {
    /// Refuses to spend a refresh token of an earlier state of the vault.
    ///
    /// # Errors
    /// - `restore_unconfirmed`.
    pub(in crate::engine) async fn check_not_restored(&self) -> Result<()> {
        self.repo.check_not_earlier().await
    }

    /// Acquires the right to renew a grant, and announces the exchange, in one durable statement (SR-57). It also proves that the
    /// store can be written before the provider is touched. The key that will seal the answer is had by then.
    ///
    /// # Errors
    /// - `key_mismatch`, `key_service_unavailable`, `vault_unavailable`: what the provider gave could not be kept, so nothing is asked of it.
    pub(in crate::engine) async fn acquire(&self, grant: &Grant, is_recovery: bool) -> Result<Acquired> {
        let policy = &self.settings.policy;
        let key = self.repo.sealing_key(&grant.key.tenant_id).await?;
        // Measured before the store is asked: the lease we believe in ends before the one in the store.
        let now = self.clock.elapsed();
        let since = grant.open_intent.as_ref().filter(|_| is_recovery).map_or(now, |earlier| earlier.since);
        let intent = OpenIntent { since, is_recovery, lease_until: now + policy.lease, holder: None, digest: digest(grant) };
        let granted = self
            .repo
            .acquire_lease(LeaseRequest {
                grant,
                owner: self.owner,
                length: policy.lease,
                intent_age: now.saturating_sub(since),
                intent_digest: intent.digest,
                is_recovery,
            })
            .await
            .inspect_err(|_| self.unsent.note(&grant.id, grant.lease_epoch + 1))?;
        Ok(match granted {
            LeaseGrant::HeldByOther => Acquired::HeldByOther,
            LeaseGrant::Stale => Acquired::Stale,
            LeaseGrant::Granted(epoch) => {
                self.unsent.forget(&grant.id);
                self.watched.forget(&grant.id);
                let right = CommitRight {
                    tenant_id: grant.key.tenant_id.clone(),
                    grant_id: grant.id.clone(),
                    generation: grant.generation,
                    fence: grant.fence,
                    owner: self.owner,
                    epoch,
                };
                let departure = Departure::announced(self.repo.clone(), right.clone(), intent.digest);
                Acquired::Ours(Held { lease: Lease::acquired(right, intent.lease_until), intent, departure, key })
            }
        })
    }

    /// Whether who announced an exchange has certainly died. Where that cannot be told, it has not.
    pub(in crate::engine) async fn is_holder_dead(&self, intent: &OpenIntent) -> bool {
        match intent.holder.filter(|holder| holder.owner != self.owner) {
            Some(holder) => self.repo.is_gone(holder.owner).await.unwrap_or(false),
            None => false,
        }
    }

    /// Ends the lease of a holder that has died, where the store can tell, or that this process has seen for as long as a lease runs,
    /// whatever the store's clock says of it: whether it has been ended. What was announced under it stays in doubt from now on, as if
    /// its time had run out.
    async fn end_lease_of_dead(&self, grant: &Grant) -> Result<bool> {
        let Some(intent) = &grant.open_intent else { return Ok(false) };
        let Some(holder) = intent.holder.filter(|holder| holder.owner != self.owner) else { return Ok(false) };
        let now = self.clock.elapsed();
        // Its holder goes by its own clock too, from before the store gave it: nothing is sent under it any more.
        let is_over = self.see_lease(grant, intent, holder, now) >= self.settings.policy.lease;
        if !is_over && !self.repo.is_gone(holder.owner).await? {
            return Ok(false);
        }
        self.watched.forget(&grant.id);
        tracing::info!(
            connection_id = grant.id.as_str(),
            provider = grant.provider.as_str(),
            config = grant.key.config.as_str(),
            tenant_id = grant.key.tenant_id.as_str(),
            "{}",
            if is_over { LEASE_OVER } else { HOLDER_DEAD }
        );
        let parked = OpenIntent { lease_until: now, ..intent.clone() };
        self.repo.park_intent(grant, holder.owner, holder.epoch, &parked).await?;
        Ok(true)
    }

    /// For how long this process has seen a lease unchanged. It lasts no longer than any, whatever the store's clock has been set to.
    pub(super) fn see_lease(&self, grant: &Grant, intent: &OpenIntent, holder: LeaseHolder, now: Duration) -> Duration {
        let until = intent.lease_until.min(now.saturating_add(self.settings.policy.lease));
        self.watched.see(&grant.id, holder, until, now)
    }

    /// Ends a lease of this process that was left behind: the store did not say that it was ours, or whoever had it has failed. Nobody is
    /// at it: in a process, one renewal of a grant goes at a time. In doubt is only what may have been sent. Whether there was one.
    async fn end_own_lease(&self, grant: &Grant) -> Result<bool> {
        let now = self.clock.elapsed();
        let Some(intent) = grant.open_intent.as_ref().filter(|intent| intent.lease_until > now) else { return Ok(false) };
        let Some(holder) = intent.holder.filter(|holder| holder.owner == self.owner) else { return Ok(false) };
        let was_sent = !self.unsent.has(&grant.id, holder.epoch) && !intent.is_unsent();
        if was_sent || intent.is_recovery {
            // What was to repair an earlier exchange, and was not sent, leaves that one as it was.
            let is_recovery = intent.is_recovery && (was_sent || intent.is_unsent());
            let parked = OpenIntent { lease_until: now, is_recovery, ..intent.clone() };
            self.repo.park_intent(grant, holder.owner, holder.epoch, &parked).await?;
        } else {
            self.repo.release_lease(grant, holder.owner, holder.epoch).await?;
        }
        Ok(true)
    }

    /// Somebody holds the lease: waits a moment for its end. It ends by itself, so whoever repeats this ends too; at once where its
    /// holder is known to have died. `is_under_way`: it is an exchange of this process, and somebody is at it.
    ///
    /// # Errors
    /// - `closed`: the end of this process waits for exchanges of its own. It need not wait for another process, nor for a lease of
    ///   its own that was left behind.
    pub(in crate::engine) async fn wait_for_holder(&self, grant: &Grant, provider_name: &str, is_under_way: bool) -> Result<()> {
        // Made before the look at `closed`: a wake in between is not lost.
        let woken = self.tasks.woken();
        let holder = grant.open_intent.as_ref().and_then(|intent| intent.holder);
        if !is_under_way || holder.is_none_or(|holder| holder.owner != self.owner) {
            self.tasks.check_open()?;
        }
        if (!is_under_way && self.end_own_lease(grant).await?) || self.end_lease_of_dead(grant).await? {
            return Ok(());
        }
        tracing::debug!(
            connection_id = grant.id.as_str(),
            provider = grant.provider.as_str(),
            config = grant.key.config.as_str(),
            tenant_id = grant.key.tenant_id.as_str(),
            "another process is renewing this grant"
        );
        let is_unsent = grant.open_intent.as_ref().is_some_and(OpenIntent::is_unsent);
        let other = if is_unsent { Awaited::UnsentOther } else { Awaited::OtherProcess };
        waiting::set_purpose(Some(other(provider_name.to_owned())));
        let _ = tokio::time::timeout(self.settings.policy.lease_poll, woken).await;
        Ok(())
    }

    /// How long an exchange under this lease may take; `None` if a whole one no longer fits. It ends before the lease, and nothing is sent
    /// behind its end.
    pub(in crate::engine) fn budget(&self, held: &Held) -> Option<Arc<Budget>> {
        let (budget, now) = (self.settings.policy.exchange, self.clock.elapsed());
        let door = held.departure.clone();
        (held.lease.remaining(now) >= budget).then(|| Budget::behind(&self.clock, now + budget, door))
    }

    /// Frees a grant of whoever holds its lease: what [`Rule::Lease`](crate::base::mutations::Rule) is about, for the test that
    /// leaves it out.
    pub(in crate::engine) async fn break_lease(&self, grant: &Grant) -> Result<()> {
        let Some(holder) = grant.open_intent.as_ref().and_then(|intent| intent.holder) else { return Ok(()) };
        self.repo.release_lease(grant, holder.owner, holder.epoch).await
    }

    /// Ends a lease under which nothing was sent; what it was to repair stays in doubt.
    pub(in crate::engine) async fn released_unused(&self, grant: &Grant, held: &Held) -> Result<()> {
        let earlier = grant.open_intent.as_ref().filter(|_| held.intent.is_recovery);
        let right = held.lease.right();
        self.end_lease(grant, right, earlier).await.inspect_err(|_| self.unsent.note(&right.grant_id, right.epoch))
    }

    /// Ends our lease on a grant whose result is stored. It is the next holder's, or nobody's, where somebody has taken or freed
    /// it; where it cannot be ended now, it ends by itself.
    pub(super) async fn release_after(&self, stored: &Grant, right: &CommitRight, in_doubt: Option<&OpenIntent>) {
        // First: no read gives what came before.
        self.cache.remove(&right.grant_id);
        if let Err(error) = self.end_lease(stored, right, in_doubt).await {
            tracing::warn!(
                connection_id = right.grant_id.as_str(),
                provider = stored.provider.as_str(),
                config = stored.key.config.as_str(),
                tenant_id = right.tenant_id.as_str(),
                code = error.code().as_str(),
                "a lease could not be released"
            );
        }
    }

    /// Ends a lease, and leaves an intent open that is in doubt: whoever comes next knows that an answer may have been lost.
    pub(super) async fn end_lease(&self, grant: &Grant, right: &CommitRight, in_doubt: Option<&OpenIntent>) -> Result<()> {
        match in_doubt {
            Some(intent) => self.repo.park_intent(grant, right.owner, right.epoch, intent).await,
            None => self.repo.release_lease(grant, right.owner, right.epoch).await,
        }
    }
}

const HOLDER_DEAD: &str = "whoever was renewing this grant has died; its lease is ended";
const LEASE_OVER: &str = "a lease is over that the vault's clock goes on with, so it is ended; was that clock set back?";

/// Names what will be spent without telling it: enough to see later whether the same token was announced twice.
fn digest(grant: &Grant) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"authpipe intent 1\0");
    if let Some(token) = grant.secrets.material.presented() {
        hash.update(token.expose().as_bytes());
    }
    hash.finalize().into()
}
