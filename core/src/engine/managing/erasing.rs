//! Hands the operator's erasures over to `grants`, and lists them. What the provider can revoke is revoked before, for as long as the
//! operator lets it: afterwards nobody has the tokens any more.

use std::time::Duration;

use super::Manager;
use super::many::Many;
use crate::base::{Result, TenantId, UserId};
use crate::model::rows::ErasureRow;
use crate::repo::Erased;

/// What an erasure has reached, at the providers too.
pub(crate) struct ErasedWith {
    /// What is gone here.
    pub(crate) erased: Erased,
    /// Connections and installations whose tokens were not revoked in time: they live until they end at their provider.
    pub(crate) unrevoked: u64,
}

impl Manager {
    /// Erases a tenant. Other processes forget what they have of it within a minute.
    pub(crate) async fn erase_tenant(&self, tenant_id: &TenantId, is_backup_proof: bool, within: Duration) -> Result<ErasedWith> {
        self.tasks.check_open()?;
        let unrevoked = self.revoke_before(tenant_id, None, within).await?;
        Ok(ErasedWith { erased: self.grants.erased_tenant(tenant_id, is_backup_proof).await?, unrevoked })
    }

    /// Erases what is a user's own in a tenant.
    pub(crate) async fn erase_user(&self, tenant_id: &TenantId, user_id: &UserId, within: Duration) -> Result<ErasedWith> {
        self.tasks.check_open()?;
        let unrevoked = self.revoke_before(tenant_id, Some(user_id), within).await?;
        Ok(ErasedWith { erased: self.grants.erased_user(tenant_id, user_id).await?, unrevoked })
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

    /// Deletes what can be revoked, and waits until it is, here or by a process that has the clients of these providers. How many are
    /// not when the time is over.
    async fn revoke_before(&self, tenant_id: &TenantId, user_id: Option<&UserId>, within: Duration) -> Result<u64> {
        let many = Many { tenant_id: Some(tenant_id.clone()), user_id: user_id.cloned(), goes_anyway: true, ..Many::default() };
        Ok(self.delete_many(&many, within).await?.unrevoked)
    }
}
