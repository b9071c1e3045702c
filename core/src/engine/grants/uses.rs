//! Notes in the vault that somebody has asked for a grant: behind the caller, who does not wait for a write; or, in a process in which
//! nothing goes on behind calls, before the end of the next call that has to do with the vault anyway.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::base::{GrantId, TenantId, waiting};
use crate::repo::{Repo, UsedGrant};

use super::Grants;

/// Uses that are still to be noted.
#[derive(Default)]
pub(super) struct Uses(Mutex<Vec<UsedGrant>>);

impl Uses {
    fn take(&self) -> Vec<UsedGrant> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Grants {
    /// Somebody has asked for it.
    pub(in crate::engine) fn used(&self, tenant_id: TenantId, id: GrantId) {
        let used = UsedGrant { tenant_id, id, at: self.clock.now() };
        if self.settings.background {
            let repo = self.repo.clone();
            self.tasks.spawn(async move { note(&repo, vec![used]).await });
        } else {
            self.uses.0.lock().unwrap_or_else(PoisonError::into_inner).push(used);
        }
    }

    /// Notes what has not been noted behind its caller, who waits no longer than this. While the vault was not reached a moment ago,
    /// nobody waits for it.
    pub(in crate::engine) async fn note_uses(&self, limit: Duration) {
        if self.cache.is_fresh(self.clock.elapsed()) {
            let uses = self.uses.take();
            if !uses.is_empty() {
                let repo = self.repo.clone();
                // Seen through: what is cut would be forgotten.
                let noting = self.tasks.see_through(async move {
                    note(&repo, uses).await;
                    Ok(())
                });
                drop(waiting::limited(limit, Box::pin(noting)).await);
            }
        }
    }
}

async fn note(repo: &Repo, uses: Vec<UsedGrant>) {
    if let Err(error) = repo.touch_grants(uses).await {
        tracing::debug!(code = error.code().as_str(), "could not note the use of grants");
    }
}
