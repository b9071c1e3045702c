//! The one place where a lease comes from.

use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::base::Result;
use crate::model::grant::{Grant, OpenIntent};
use crate::model::lease::Lease;
use crate::repo::{LeaseGrant, LeaseRequest};

use crate::engine::Engine;

/// What became of a claim.
pub(in crate::engine) enum Claimed {
    /// Ours: the intent is durable, the provider may be asked.
    Ours(Lease, OpenIntent),
    /// Another process is at it.
    Busy,
    /// The grant has changed: read it again.
    Stale,
}

impl Engine {
    /// Claims the right to renew a grant, and announces the exchange, in one durable statement. It also proves that the store
    /// can be written before the provider is touched.
    pub(in crate::engine) async fn claim(&self, grant: &Grant, is_recovery: bool) -> Result<Claimed> {
        let policy = &self.settings.policy;
        let now = self.clock.now();
        // Measured before the store is asked: the lease we believe in ends before the one in the store.
        let ends_at = self.clock.elapsed() + policy.lease;
        let since = grant.open_intent.as_ref().filter(|_| is_recovery).map_or(now, |earlier| earlier.since);
        let intent = OpenIntent { since, is_recovery, lease_until: now.plus(policy.lease), digest: digest(grant) };
        let granted = self
            .repo
            .claim_lease(LeaseRequest {
                grant,
                owner: self.owner,
                now,
                until: intent.lease_until,
                intent_digest: intent.digest,
                since,
                is_recovery,
            })
            .await?;
        Ok(match granted {
            LeaseGrant::HeldByOther => Claimed::Busy,
            LeaseGrant::Stale => Claimed::Stale,
            LeaseGrant::Granted(epoch) => {
                let lease = Lease::from_claim(
                    (grant.key.tenant_id.clone(), grant.id.clone()),
                    (grant.generation, grant.fence),
                    (self.owner, epoch),
                    ends_at,
                );
                Claimed::Ours(lease, intent)
            }
        })
    }

    /// How long an exchange under this lease may take; `None` if a whole one no longer fits.
    pub(in crate::engine) fn budget(&self, lease: &Lease) -> Option<Duration> {
        let budget = self.settings.policy.exchange;
        (lease.remaining(self.clock.elapsed()) >= budget).then_some(budget)
    }
}

/// Names what will be spent without telling it: enough to see later whether the same token was announced twice.
fn digest(grant: &Grant) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"authpipe intent 1\0");
    if let Some(token) = grant.secrets.material.renewal().refresh_token() {
        hash.update(token.expose().as_bytes());
    }
    hash.finalize().into()
}
