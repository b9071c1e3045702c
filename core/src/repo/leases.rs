//! Leases of grants: acquired with an intent, released with or without one left in doubt; and the key that seals what they bring.

use std::sync::Arc;
use std::time::Duration;

use crate::base::{Error, ErrorCode, Result, TenantId};
use crate::model::grant::{Grant, OpenIntent};
use crate::model::lease::{CommitRight, LeaseHolder};
use crate::model::rows::{Conflict, IntentColumns, LeaseAcquisition, Write};

use super::Repo;
use crate::vault::DataKey;

/// A tenant's key that seals, in the hand of whoever is about to exchange something: what the provider gives is sealed under it where no
/// other key can be had by then. It outlasts what the process would otherwise forget, for as long as the exchange and its commit take.
#[derive(Clone, Debug)]
pub(crate) struct SealingKey(pub(super) Arc<DataKey>);

/// A request for the lease of a grant.
pub(crate) struct LeaseRequest<'a> {
    /// The grant as it was read.
    pub(crate) grant: &'a Grant,
    /// The asking process.
    pub(crate) owner: [u8; 16],
    /// For how long it shall run.
    pub(crate) length: Duration,
    /// The hash of what will be spent.
    pub(crate) intent_digest: [u8; 32],
    /// For how long an exchange has been unresolved: none, or the age of the one that this recovers.
    pub(crate) intent_age: Duration,
    /// Whether it recovers an unresolved exchange.
    pub(crate) is_recovery: bool,
}

/// What became of a request for a lease.
pub(crate) enum LeaseGrant {
    /// Ours, under this epoch.
    Granted(u64),
    /// Another process holds it.
    HeldByOther,
    /// The grant has changed since it was read.
    Stale,
}

impl Repo {
    /// The key that seals what an exchange for this tenant will bring. Had before the exchange: afterwards the store and the root key may
    /// both be away.
    ///
    /// # Errors
    /// - `key_mismatch`: it does not open.
    /// - `key_service_unavailable`, `vault_unavailable` (retry later).
    pub(crate) async fn sealing_key(&self, tenant_id: &TenantId) -> Result<SealingKey> {
        self.keyring.tenant_key(tenant_id).await.map(SealingKey)
    }

    /// Acquires the lease and announces the exchange, durably, before the provider is touched (SR-57).
    pub(crate) async fn acquire_lease(&self, request: LeaseRequest<'_>) -> Result<LeaseGrant> {
        self.announce(request.owner).await;
        self.give_lease(request).await
    }

    /// Has a grant left alone for a while under a name that nobody is known to live or to have died by.
    pub(crate) async fn acquire_for_nobody(&self, request: LeaseRequest<'_>) -> Result<LeaseGrant> {
        self.give_lease(request).await
    }

    /// Whether the clock by which leases run may be set while they do.
    pub(crate) fn has_settable_clock(&self) -> bool {
        self.store.has_settable_clock()
    }

    async fn give_lease(&self, request: LeaseRequest<'_>) -> Result<LeaseGrant> {
        let acquire = Write::AcquireLease(LeaseAcquisition {
            tenant_id: request.grant.key.tenant_id.clone(),
            grant_id: request.grant.id.clone(),
            generation: request.grant.generation,
            revision: request.grant.revision,
            fence: request.grant.fence,
            owner: request.owner,
            length: request.length,
            intent_age: request.intent_age,
            intent_digest: request.intent_digest,
            intent_is_recovery: request.is_recovery,
        });
        Ok(match self.commit(vec![acquire]).await? {
            Ok(epochs) => epochs.first().map_or(LeaseGrant::Stale, |epoch| LeaseGrant::Granted(*epoch)),
            Err(Conflict::Leased) => LeaseGrant::HeldByOther,
            // Whatever has changed since it was read, a pause too: who reads it again learns what.
            Err(_) => LeaseGrant::Stale,
        })
    }

    /// Shows the other processes of this machine that this one is alive as `owner`, where there is a place for it and the store does not do so
    /// by itself: before anything of it can be seen in the vault.
    pub(super) async fn announce(&self, owner: [u8; 16]) {
        if let Some(presence) = &self.presence {
            presence.announce(owner).await;
        }
    }

    /// Whether the process that acquires leases as `owner`, or is registered so, has certainly ended.
    pub(crate) async fn is_gone(&self, owner: [u8; 16]) -> Result<bool> {
        if self.store.is_gone(owner).await? {
            return Ok(true);
        }
        Ok(match &self.presence {
            Some(presence) => presence.is_gone(owner).await,
            None => false,
        })
    }

    /// Whether that process certainly lives.
    pub(super) async fn is_alive(&self, owner: [u8; 16]) -> Result<bool> {
        if self.store.is_alive(owner).await? {
            return Ok(true);
        }
        Ok(match &self.presence {
            Some(presence) => presence.is_alive(owner).await,
            None => false,
        })
    }

    /// Gives a lease back without a result. A lease that is no longer ours is left alone.
    pub(crate) async fn release_lease(&self, grant: &Grant, owner: [u8; 16], epoch: u64) -> Result<()> {
        self.end_lease(grant, owner, epoch, None).await
    }

    /// Ends a lease at once but leaves an intent open: whoever comes next knows that an answer may have been lost. A lease that
    /// is no longer ours is left alone.
    pub(crate) async fn park_intent(&self, grant: &Grant, owner: [u8; 16], epoch: u64, intent: &OpenIntent) -> Result<()> {
        let now = self.clock.elapsed();
        // One whose lease has ended before keeps its end, which tells when it was sent.
        let (age, ended) = (now.saturating_sub(intent.since), now.saturating_sub(intent.lease_until));
        let intent = IntentColumns { age, ended, digest: intent.digest, is_recovery: intent.is_recovery };
        self.end_lease(grant, owner, epoch, Some(intent)).await
    }

    /// Says in an intent under a lease of ours that runs what is spent, in place of `from` where that is given.
    ///
    /// # Errors
    /// - `vault_unavailable`: the store is away; or the lease is not ours any more, or the intent says something else.
    pub(crate) async fn revise_intent(&self, right: &CommitRight, from: Option<[u8; 32]>, digest: [u8; 32]) -> Result<()> {
        let holder = LeaseHolder { owner: right.owner, epoch: right.epoch };
        let (tenant_id, grant_id) = (right.tenant_id.clone(), right.grant_id.clone());
        let revised = self.commit(vec![Write::ReviseIntent { tenant_id, grant_id, holder, from, digest }]).await?;
        revised
            .map(drop)
            .map_err(|_| Error::new(ErrorCode::VaultUnavailable, "The lease of this refresh is another process's by now."))
    }

    async fn end_lease(&self, grant: &Grant, owner: [u8; 16], epoch: u64, intent: Option<IntentColumns>) -> Result<()> {
        let (tenant_id, grant_id) = (grant.key.tenant_id.clone(), grant.id.clone());
        self.commit(vec![Write::ReleaseLease { tenant_id, grant_id, owner, epoch, intent }]).await.map(drop)
    }
}
