//! Hands the operator's erasures over to `grants`, and lists them.

use super::Manager;
use crate::base::{Result, TenantId, UserId};
use crate::model::rows::ErasureRow;
use crate::repo::Erased;

impl Manager {
    /// Erases a tenant. Other processes forget what they have of it within a minute.
    pub(crate) async fn erase_tenant(&self, tenant_id: &TenantId, is_backup_proof: bool) -> Result<Erased> {
        self.tasks.check_open()?;
        self.grants.erased_tenant(tenant_id, is_backup_proof).await
    }

    /// Erases what is a user's own in a tenant.
    pub(crate) async fn erase_user(&self, tenant_id: &TenantId, user_id: &UserId) -> Result<Erased> {
        self.tasks.check_open()?;
        self.grants.erased_user(tenant_id, user_id).await
    }

    /// Notes that the root keys are destroyed which earlier backups of an erased tenant need.
    pub(crate) async fn confirm_erasure(&self, tenant_id: &TenantId) -> Result<()> {
        self.tasks.check_open()?;
        self.grants.erasures().confirm(tenant_id).await
    }

    /// The tenants that were erased.
    pub(crate) async fn list_erasures(&self) -> Result<Vec<ErasureRow>> {
        self.tasks.check_open()?;
        self.grants.erasures().list().await
    }
}
