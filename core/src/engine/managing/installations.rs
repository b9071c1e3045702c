//! Installations: approval by the operator, and their end.

use std::sync::Arc;

use crate::base::{Error, ErrorCode, GrantId, Result, TenantId};
use crate::model::grant::{Grant, GrantStatus, GrantView};
use crate::model::rows::{Conflict, Schedule};
use crate::model::subject::SubjectKind;
use crate::repo::GrantUpdate;

use crate::engine::Engine;
use crate::engine::common::failure;
use crate::engine::grants::status;

impl Engine {
    /// One installation of a tenant.
    ///
    /// # Errors
    /// - `installation_not_found`: no such installation in this tenant; a foreign id is like an absent one.
    pub(crate) async fn get_installation(&self, tenant_id: &TenantId, id: &GrantId) -> Result<GrantView> {
        self.check_open()?;
        self.installation_of(tenant_id, id).await.map(|grant| GrantView::of(&grant))
    }

    /// Takes responsibility for an installation whose installer did not prove to be an administrator. It claims the
    /// organisation now, and is probed at once.
    ///
    /// # Errors
    /// - `installation_not_found`.
    /// - `installation_claimed`: the organisation is another tenant's meanwhile.
    /// - `invalid_request`: it does not wait for approval.
    pub(crate) async fn approve_installation(self: &Arc<Self>, tenant_id: &TenantId, id: &GrantId) -> Result<GrantView> {
        self.check_open()?;
        let mut grant = self.installation_of(tenant_id, id).await?;
        let config = self.config_of(&grant)?;
        if grant.secrets.status != GrantStatus::PendingApproval {
            let error = Error::new(
                ErrorCode::InvalidRequest,
                format!("The installation is {}, it does not wait for approval.", grant.secrets.status.as_str()),
            );
            return Err(failure::with_grant(error, &config, &grant));
        }
        let now = self.clock.now();
        let guard = status::guard(&grant);
        let events = status::change(&mut grant, GrantStatus::Pending, None, now).into_iter().collect();
        grant.secrets.pending_since = Some(now);
        grant.next_check_at = Some(now.plus(self.settings.policy.spread_poll));
        let update = GrantUpdate { grant: &grant, guard, schedule: Schedule::Check, release_lease: false, events };
        let approved = match self.repo.update_grant(update).await? {
            Ok(approved) => approved,
            Err(Conflict::Claimed) => return Err(failure::claimed(&config)),
            Err(_) => return Err(failure::interrupted()),
        };
        let probe = self.check_grant(config, approved);
        let _ = tokio::time::timeout(self.settings.policy.callback_probe, probe).await;
        self.get_installation(tenant_id, id).await
    }

    /// Deletes an installation and lets go of its organisation. Users' own connections stay.
    ///
    /// # Errors
    /// - `installation_not_found`.
    pub(crate) async fn delete_installation(self: &Arc<Self>, tenant_id: &TenantId, id: &GrantId) -> Result<()> {
        self.check_open()?;
        let grant = self.repo.load_grant_to_delete(tenant_id, id).await?;
        let grant = grant
            .filter(|grant| grant.key.subject == SubjectKind::Installation)
            .ok_or_else(|| failure::no_installation(tenant_id))?;
        self.revoke(grant).await
    }

    async fn installation_of(&self, tenant_id: &TenantId, id: &GrantId) -> Result<Grant> {
        let grant = self.repo.load_grant(tenant_id, id).await?;
        grant.filter(|grant| grant.key.subject == SubjectKind::Installation).ok_or_else(|| failure::no_installation(tenant_id))
    }
}
