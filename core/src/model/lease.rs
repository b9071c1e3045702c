//! The right to spend a refresh token.

use std::time::Duration;

use crate::base::{GrantId, TenantId};

/// Proof that the store holds a lease with its intent for this process: a provider call that may spend a refresh token takes
/// one. It is made by the engine's claim only; a test checks the call site.
#[derive(Debug)]
pub(crate) struct Lease {
    tenant_id: TenantId,
    grant_id: GrantId,
    generation: u64,
    fence: u64,
    owner: [u8; 16],
    epoch: u64,
    /// On the clock that runs through suspend: the moment from which nothing may be sent any more.
    ends_at: Duration,
}

impl Lease {
    /// Wraps what the store has just granted.
    pub(crate) fn from_claim(
        (tenant_id, grant_id): (TenantId, GrantId),
        (generation, fence): (u64, u64),
        (owner, epoch): ([u8; 16], u64),
        ends_at: Duration,
    ) -> Self {
        Lease { tenant_id, grant_id, generation, fence, owner, epoch, ends_at }
    }

    /// The tenant whose grant it is.
    pub(crate) fn tenant_id(&self) -> &TenantId {
        &self.tenant_id
    }

    /// The grant.
    pub(crate) fn grant_id(&self) -> &GrantId {
        &self.grant_id
    }

    /// The generation whose refresh token may be spent.
    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    /// The fence seen at the claim.
    pub(crate) fn fence(&self) -> u64 {
        self.fence
    }

    /// The process that holds it.
    pub(crate) fn owner(&self) -> [u8; 16] {
        self.owner
    }

    /// Counts the claims of this grant.
    pub(crate) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// How much of it is left, given the clock's [`elapsed`](crate::base::Clock::elapsed) time.
    pub(crate) fn remaining(&self, elapsed: Duration) -> Duration {
        self.ends_at.saturating_sub(elapsed)
    }
}
