//! Erases a tenant or a user, and then looks at the changes, so that nothing of it is served from the cache.

use crate::base::{Result, TenantId, UserId};
use crate::repo::{Erased, Erasures};

use super::Grants;

impl Grants {
    pub(in crate::engine) fn erasures(&self) -> Erasures {
        self.repo.erasures()
    }

    /// Erases a tenant, and looks at the changes: reads are denied at once.
    pub(in crate::engine) async fn erased_tenant(&self, tenant_id: &TenantId, is_backup_proof: bool) -> Result<Erased> {
        let erased = self.erasures().erase_tenant(tenant_id, is_backup_proof).await;
        // Whatever the answer: it may have happened.
        self.look().await.and(erased)
    }

    /// The same of what is a user's own.
    pub(in crate::engine) async fn erased_user(&self, tenant_id: &TenantId, user_id: &UserId) -> Result<Erased> {
        let erased = self.erasures().erase_user(tenant_id, user_id).await;
        self.look().await.and(erased)
    }
}
