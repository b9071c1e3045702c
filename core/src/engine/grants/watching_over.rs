//! A lease that is over by the store's clock alone. Somebody may have set that clock forward in the middle of an exchange: then its holder
//! still waits for its answer, and whoever believes the clock presents the same token (SR-68). So a process takes such a lease once it has seen
//! it for as long as an exchange takes, by a clock that nobody sets. One that sees it for the first time has the grant left alone for that long, in
//! the row: whoever comes next need not begin to wait again, also where this process is gone by then.

use crate::base::Result;
use crate::model::grant::{Grant, OpenIntent};
use crate::model::lease::LeaseHolder;
use crate::repo::{LeaseGrant, LeaseRequest};

use super::Grants;

impl Grants {
    /// Whether the holder of a lease that seems to be over may still be at it, and the grant is left alone for now, or has changed: it is to be
    /// read again. Where its end is beyond doubt, nothing is done.
    pub(in crate::engine) async fn is_watched_over(&self, grant: &Grant) -> Result<bool> {
        let Some(intent) = grant.open_intent.as_ref() else { return Ok(false) };
        let Some(holder) = intent.holder.filter(|holder| holder.owner != self.owner) else { return Ok(false) };
        if !self.repo.has_settable_clock() || self.is_holder_dead(intent).await {
            return Ok(false);
        }
        let now = self.clock.elapsed();
        if intent.is_unsent() {
            // As a lease of nobody's, which a clock that is set forward once more ends before its time. Whoever has seen it knows when that is.
            return Ok(self.watched.until(&grant.id, holder).is_some_and(|until| now < until));
        }
        let seen_for = self.see_lease(grant, intent, holder, now);
        let length = self.settings.policy.exchange.saturating_sub(seen_for);
        if length.is_zero() {
            return Ok(false);
        }
        tracing::info!(
            connection_id = grant.id.as_str(),
            provider = grant.provider.as_str(),
            config = grant.key.config.as_str(),
            tenant_id = grant.key.tenant_id.as_str(),
            wait_ms = u64::try_from(length.as_millis()).unwrap_or(u64::MAX),
            "a lease is over by the vault's clock alone: its holder is waited for, as for an exchange that may still be under way"
        );
        let given = self
            .repo
            .acquire_for_nobody(LeaseRequest {
                grant,
                owner: self.nobody,
                length,
                intent_age: now.saturating_sub(intent.since),
                // Nothing is sent under it; what it stands for stays in doubt.
                intent_digest: OpenIntent::NOTHING_SENT,
                is_recovery: true,
            })
            .await?;
        if let LeaseGrant::Granted(epoch) = given {
            self.watched.see(&grant.id, LeaseHolder { owner: self.nobody, epoch }, now.saturating_add(length), now);
        }
        Ok(true)
    }
}
