//! The right to spend a refresh token.

use std::time::Duration;

use crate::base::{GrantId, TenantId};

/// What the store has granted.
#[derive(Debug)]
pub(crate) struct LeaseTerms {
    /// The tenant whose grant it is.
    pub(crate) tenant_id: TenantId,
    /// The grant.
    pub(crate) grant_id: GrantId,
    /// The generation whose refresh token may be spent.
    pub(crate) generation: u64,
    /// The fence seen when it was acquired.
    pub(crate) fence: u64,
    /// The process that holds it.
    pub(crate) owner: [u8; 16],
    /// Counts the leases of this grant.
    pub(crate) epoch: u64,
    /// On the clock that runs through suspend: the moment from which nothing may be sent any more.
    pub(crate) ends_at: Duration,
}

/// Proof that the store holds a lease with its intent for this process: a provider call that may spend a refresh token takes
/// one. It is made where the engine acquires leases only; a test checks the call site.
#[derive(Debug)]
pub(crate) struct Lease(LeaseTerms);

impl Lease {
    /// Wraps what the store has just granted.
    pub(crate) fn acquired(terms: LeaseTerms) -> Self {
        Lease(terms)
    }

    /// The tenant whose grant it is.
    pub(crate) fn tenant_id(&self) -> &TenantId {
        &self.0.tenant_id
    }

    /// The grant.
    pub(crate) fn grant_id(&self) -> &GrantId {
        &self.0.grant_id
    }

    /// The generation whose refresh token may be spent.
    pub(crate) fn generation(&self) -> u64 {
        self.0.generation
    }

    /// The fence seen when it was acquired.
    pub(crate) fn fence(&self) -> u64 {
        self.0.fence
    }

    /// The process that holds it.
    pub(crate) fn owner(&self) -> [u8; 16] {
        self.0.owner
    }

    /// Counts the leases of this grant.
    pub(crate) fn epoch(&self) -> u64 {
        self.0.epoch
    }

    /// How much of it is left, given the clock's [`elapsed`](crate::base::Clock::elapsed) time.
    pub(crate) fn remaining(&self, elapsed: Duration) -> Duration {
        self.0.ends_at.saturating_sub(elapsed)
    }
}
