//! Installations: approval by the operator, and their end.

use crate::base::{Error, ErrorCode, GrantId, Result, TenantId, UserId};
use crate::model::grant::{Grant, GrantView};
use crate::model::revocation::Deletion;
use crate::model::subject::SubjectKind;

use super::Manager;
use crate::engine::common::errors;
use crate::engine::grants::changes::Approval;

impl Manager {
    /// One installation of a tenant.
    ///
    /// # Errors
    /// - `installation_not_found`: no such installation in this tenant; a foreign id is like an absent one.
    pub(crate) async fn get_installation(&self, tenant_id: &TenantId, id: &GrantId) -> Result<GrantView> {
        self.tasks.check_open()?;
        let grant = self.installation_of(tenant_id, id).await?;
        Ok(self.checker.view(&grant).await)
    }

    /// Takes responsibility for an installation whose installer did not prove to be an administrator. It holds the
    /// organisation from now on, and is probed at once.
    ///
    /// # Errors
    /// - `installation_not_found`.
    /// - `installation_claimed`: the organisation is another tenant's meanwhile.
    /// - `invalid_request`: it does not wait for approval.
    pub(crate) async fn approve_installation(&self, tenant_id: &TenantId, id: &GrantId) -> Result<GrantView> {
        self.tasks.check_open()?;
        let grant = self.installation_of(tenant_id, id).await?;
        let config = self.configs.of(&grant)?.clone();
        let approved = match self.grants.approved(grant).await? {
            Approval::Approved(approved) => approved,
            Approval::OrganisationHeld => return Err(errors::organisation_held(&config)),
            Approval::NotAwaited(grant) => {
                let error = Error::new(
                    ErrorCode::InvalidRequest,
                    format!("The installation is {}, it does not wait for approval.", grant.secrets.status.as_str()),
                );
                return Err(errors::with_grant(error, &config, &grant));
            }
            Approval::Gone => return Err(errors::no_installation(tenant_id)),
        };
        let probe = self.checker.check_grant(&config, approved);
        let _ = tokio::time::timeout(self.settings.policy.callback_probe, probe).await;
        self.get_installation(tenant_id, id).await
    }

    /// Deletes an installation and lets go of its organisation. Users' own connections stay.
    ///
    /// # Errors
    /// - `installation_not_found`.
    pub(crate) async fn delete_installation(
        &self,
        tenant_id: &TenantId,
        id: &GrantId,
        actor: Option<&UserId>,
    ) -> Result<Deletion> {
        self.tasks.check_open()?;
        let grant = self.grants.load_to_delete(tenant_id, id).await?;
        let grant = grant
            .filter(|grant| grant.key.subject == SubjectKind::Installation)
            .ok_or_else(|| errors::no_installation(tenant_id))?;
        Ok(self.revoker.finish(self.grants.deleted(grant, actor).await?).await)
    }

    async fn installation_of(&self, tenant_id: &TenantId, id: &GrantId) -> Result<Grant> {
        let grant = self.grants.load(tenant_id, id).await?;
        grant.filter(|grant| grant.key.subject == SubjectKind::Installation).ok_or_else(|| errors::no_installation(tenant_id))
    }
}
