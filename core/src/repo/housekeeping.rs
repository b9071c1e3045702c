//! Purges expired sessions, events after 30 days, notes of changes after an hour, and idle keys in memory.

use std::sync::Arc;
use std::time::Duration;

use crate::base::{Result, Timestamp};
#[cfg(feature = "cli")]
use crate::model::audit::AuditKind;
use crate::model::rows::Write;

use super::{Repo, unexpected};

/// The housekeeping of a repository, for whoever shall reach nothing else of it.
pub(crate) struct Housekeeping {
    pub(super) repo: Arc<Repo>,
}

impl Housekeeping {
    /// Forgets the keys of erased tenants, and removes what is past its time: what is sealed in a session with its expiry (SR-2), sessions a day after they end or expire, notes
    /// of changes after an hour, events after 30 days.
    pub(crate) async fn purge(&self) -> Result<()> {
        const MINUTE: u64 = 60;
        self.repo.keyring.sweep();
        self.repo.drop_destroyed_keys().await?;
        let now = self.repo.shared_now().await?;
        let seals_before = self.repo.unmoved_now(now);
        let ago = |time: Timestamp, minutes: u64| time.minus(Duration::from_secs(minutes * MINUTE));
        // What is gone comes back by no clock that is right again.
        let settled = self.repo.settled.judge(now, self.repo.clock.elapsed());
        let purge = Write::Purge {
            seals_before,
            sessions_before: ago(settled, 24 * 60),
            ended_before: settled,
            events_before: ago(settled, 30 * 24 * 60),
            changes_before: ago(now, 60),
        };
        self.repo.commit(vec![purge]).await?.map(drop).map_err(|conflict| unexpected(conflict, "purge"))?;
        if let Err(error) = self.repo.seal_link_start().await {
            tracing::warn!(code = error.code().as_str(), "from where on the key of the audit log links is not sealed yet");
        }
        Ok(())
    }

    /// Notes that an operator knows of the entries of the audit log up to this one for which nobody vouches. How many those are.
    #[cfg(feature = "cli")]
    pub(crate) async fn acknowledge_audit(&self, up_to: u64) -> Result<u64> {
        self.repo.acknowledge_audit(up_to).await
    }

    /// Tells that the vault is copied to another place.
    #[cfg(feature = "cli")]
    pub(crate) async fn tell_of_copy(&self) -> Result<()> {
        self.repo.tell(AuditKind::CopyBegun).await
    }
}

impl Repo {
    /// Its housekeeping.
    pub(crate) fn housekeeping(self: &Arc<Self>) -> Housekeeping {
        Housekeeping { repo: self.clone() }
    }
}

#[cfg(test)]
mod tests;
