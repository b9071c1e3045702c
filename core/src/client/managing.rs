//! The methods that list and end connections and installations, list events, and do the work that is due.

use std::time::Duration;

use super::Authpipe;
#[cfg(feature = "cli")]
use crate::base::UserId;
use crate::base::{ConfigId, GrantId, ProviderId, Result, TenantId, Timestamp};
use crate::engine::{AuditQuery, AuditRecord, EventQuery, Health, ListQuery, MaintenanceReport, Page, RegistrationCheck};
#[cfg(feature = "cli")]
use crate::engine::{DeletedMany, ErasedWith, Many};
use crate::model::event::Event;
use crate::model::grant::{GrantStatus, GrantView};
use crate::model::revocation::Deletion;
#[cfg(feature = "cli")]
use crate::model::rows::ErasureRow;
#[cfg(feature = "cli")]
use crate::repo::{
    AuditDropping, KeyRotation, OpenedSoFar, ProcessStatus, ResealProgress, RewrapProgress, RootKeyStatus, Verification,
};

impl Authpipe {
    /// Lists connections: one tenant's, or with `all_tenants` an operator's view. They are ordered by id.
    ///
    /// # Errors
    /// - `invalid_request`: neither a tenant nor `all_tenants`, or a wrong limit.
    /// - `provider_unknown`, `provider_not_configured`: there are none, and the provider or the config is called nearly as one that is known.
    pub async fn list_connections(&self, query: ListQuery) -> Result<Page<GrantView>> {
        self.run(move |engine| async move { engine.manager.list_connections(&query).await }).await
    }

    /// One connection of a tenant.
    ///
    /// # Errors
    /// - `not_connected`: also for a connection of another tenant.
    pub async fn get_connection(&self, tenant_id: TenantId, id: GrantId) -> Result<GrantView> {
        self.run(move |engine| async move { engine.manager.get_connection(&tenant_id, &id).await }).await
    }

    /// Deletes a connection. Reads are denied at once, and its secrets are gone but for what the provider is to revoke: its tokens are
    /// sealed in a queue until it has, for three days at most. It is asked at once, and waited for for up to five seconds.
    ///
    /// # Errors
    /// - `not_connected`: also for a connection of another tenant.
    pub async fn delete_connection(&self, tenant_id: TenantId, id: GrantId) -> Result<Deletion> {
        self.run(move |engine| async move { engine.manager.delete_connection(&tenant_id, &id, None).await }).await
    }

    /// Asks the provider now whether the connection still works. An installation too.
    ///
    /// # Errors
    /// - `not_connected`, `installation_not_found`.
    pub async fn check_connection(&self, tenant_id: TenantId, id: GrantId) -> Result<Health> {
        self.run(move |engine| async move { engine.checker.check(&tenant_id, &id).await }).await
    }

    /// Asks a provider whether it takes the client of a config, by a code that was never issued. Nothing is stored, and no connection is
    /// touched. Nobody has to sign in; not every provider looks at the client first, and then its answer tells nothing.
    ///
    /// # Errors
    /// - `provider_not_configured`, `ambiguous_config`; `invalid_request`: nobody signs in at this provider, or a variable has no value.
    /// - `base_url_missing`: the redirect URI is part of what is asked.
    /// - `provider_unavailable`, and what else a provider that does not answer is told as.
    pub async fn check_registration(&self, provider: ProviderId, config: Option<ConfigId>) -> Result<RegistrationCheck> {
        self.run(move |engine| async move { engine.checker.check_registration(&provider, config.as_ref()).await }).await
    }

    /// Lists installations: one tenant's, or with `all_tenants` an operator's view. They are ordered by id.
    ///
    /// # Errors
    /// - `invalid_request`: neither a tenant nor `all_tenants`, or a wrong limit.
    /// - `provider_unknown`, `provider_not_configured`: there are none, and the provider or the config is called nearly as one that is known.
    pub async fn list_installations(&self, query: ListQuery) -> Result<Page<GrantView>> {
        self.run(move |engine| async move { engine.manager.list_installations(&query).await }).await
    }

    /// One installation of a tenant.
    ///
    /// # Errors
    /// - `installation_not_found`: also for an installation of another tenant.
    pub async fn get_installation(&self, tenant_id: TenantId, id: GrantId) -> Result<GrantView> {
        self.run(move |engine| async move { engine.manager.get_installation(&tenant_id, &id).await }).await
    }

    /// Approves an installation whose installer did not prove to be an administrator.
    ///
    /// # Errors
    /// - `installation_not_found`, `installation_claimed`, `invalid_request` (it does not wait for approval).
    pub async fn approve_installation(&self, tenant_id: TenantId, id: GrantId) -> Result<GrantView> {
        self.run(move |engine| async move { engine.manager.approve_installation(&tenant_id, &id).await }).await
    }

    /// Deletes an installation and lets go of its organisation. The provider is asked to revoke its tokens, as with a connection.
    ///
    /// # Errors
    /// - `installation_not_found`: also for an installation of another tenant.
    pub async fn delete_installation(&self, tenant_id: TenantId, id: GrantId) -> Result<Deletion> {
        self.run(move |engine| async move { engine.manager.delete_installation(&tenant_id, &id, None).await }).await
    }

    /// Lists events, unless asked otherwise in the order in which they were committed. They are of every process and kept 30 days.
    ///
    /// # Errors
    /// - `invalid_request`: a wrong cursor or limit.
    pub async fn list_events(&self, query: EventQuery) -> Result<Page<Event>> {
        self.run(move |engine| async move { engine.manager.list_events(&query).await }).await
    }

    /// Lists the audit log, oldest first: what was done to connections, keys and the vault. It is of every process and kept until
    /// `authpipe audit retain` drops what is older than you keep it.
    ///
    /// What is done and its entry are one commit. Reads are not in it: a connection's `last_used_at` tells of them. Each entry is linked to
    /// the one before by a key of the vault; `authpipe vault verify` follows the links.
    ///
    /// # Errors
    /// - `invalid_request`: a wrong cursor or limit.
    pub async fn list_audit(&self, query: AuditQuery) -> Result<Page<AuditRecord>> {
        self.run(move |engine| async move { engine.manager.list_audit(&query).await }).await
    }

    /// The cursor after which everything that happened from a time on stands: where somebody begins to read who wants what is new.
    /// Where commits of processes have crossed, an older event may be among it.
    ///
    /// # Errors
    /// - As [`Authpipe::ready`].
    pub async fn event_cursor(&self, since: Timestamp) -> Result<String> {
        self.run(move |engine| async move { engine.manager.event_cursor(since).await }).await
    }

    /// How many grants there are in each state.
    ///
    /// # Errors
    /// - As [`Authpipe::ready`].
    pub async fn count_grants(&self) -> Result<Vec<(GrantStatus, u64)>> {
        self.run(|engine| async move { engine.manager.count_grants().await }).await
    }

    /// Lists connections and installations of all tenants of whose refreshes there may be something to say, without opening the others.
    #[cfg(feature = "cli")]
    pub(crate) async fn list_troubled(&self, query: ListQuery) -> Result<Page<GrantView>> {
        self.run(move |engine| async move { engine.manager.list_troubled(&query).await }).await
    }

    /// Opens everything that is sealed in the vault, and tells what does not open.
    #[cfg(feature = "cli")]
    pub(crate) async fn verify_vault(&self, after_page: impl FnMut(OpenedSoFar) + Send + 'static) -> Result<Verification> {
        self.run(move |engine| async move { engine.scheduler.verify(after_page).await }).await
    }

    /// Notes that an operator knows of the entries of the audit log up to this one for which nobody vouches. How many those are.
    #[cfg(feature = "cli")]
    pub(crate) async fn acknowledge_audit(&self, up_to: u64) -> Result<u64> {
        self.run(move |engine| async move { engine.scheduler.acknowledge_audit(up_to).await }).await
    }

    /// Tells that the vault is copied to another place.
    #[cfg(feature = "cli")]
    pub(crate) async fn tell_of_copy(&self) -> Result<()> {
        self.run(|engine| async move { engine.scheduler.tell_of_copy().await }).await
    }

    /// The root keys that the vault knows or needs, whichever were given.
    #[cfg(feature = "cli")]
    pub(crate) async fn list_root_keys(&self) -> Result<Vec<RootKeyStatus>> {
        let core = self.core()?.clone();
        let engine = core.engine.clone();
        core.run(self.log().clone().scope(async move { engine.scheduler.list_root_keys().await })).await
    }

    /// Who else has the vault open, those included that have ended and were not seen to.
    #[cfg(feature = "cli")]
    pub(crate) async fn list_processes(&self) -> Result<Vec<ProcessStatus>> {
        let core = self.core()?.clone();
        let engine = core.engine.clone();
        core.run(self.log().clone().scope(async move { engine.scheduler.list_processes().await })).await
    }

    /// Waits for a process no longer, because somebody says that it has ended.
    #[cfg(feature = "cli")]
    pub(crate) async fn forget_process(&self, id: String) -> Result<()> {
        self.run(|engine| async move { engine.scheduler.forget_process(&id).await }).await
    }

    /// Lets the first root key wrap and wraps everything again that another one wraps. `after_page` is told how it stands.
    #[cfg(feature = "cli")]
    pub(crate) async fn rotate_root_keys(
        &self,
        mut after_page: impl FnMut(RewrapProgress) + Send + 'static,
    ) -> Result<RewrapProgress> {
        let goes_on = move |progress| {
            after_page(progress);
            true
        };
        self.run(move |engine| async move { engine.scheduler.rotate_root_keys(goes_on).await }).await
    }

    /// Lets another key of a tenant seal, and seals again what the ones before have sealed. `after_page` is told how it stands.
    #[cfg(feature = "cli")]
    pub(crate) async fn rotate_tenant_key(
        &self,
        tenant_id: TenantId,
        mut after_page: impl FnMut(KeyRotation) + Send + 'static,
    ) -> Result<KeyRotation> {
        let goes_on = move |progress| {
            after_page(progress);
            true
        };
        self.run(move |engine| async move { engine.scheduler.rotate_tenant_key(&tenant_id, goes_on).await }).await
    }

    /// Lets another index key hash accounts, and hashes again what the ones before have hashed. `after_page` is told how it stands.
    #[cfg(feature = "cli")]
    pub(crate) async fn rotate_index_key(&self, mut after_page: impl FnMut(KeyRotation) + Send + 'static) -> Result<KeyRotation> {
        let goes_on = move |progress| {
            after_page(progress);
            true
        };
        self.run(move |engine| async move { engine.scheduler.rotate_index_key(goes_on).await }).await
    }

    /// Lets another key link the audit log from now on.
    #[cfg(feature = "cli")]
    pub(crate) async fn rotate_audit_key(&self) -> Result<()> {
        self.run(move |engine| async move { engine.scheduler.rotate_audit_key().await }).await
    }

    /// Drops the entries of the audit log that are older than this time. `after_slice` is told how it stands.
    #[cfg(feature = "cli")]
    pub(crate) async fn drop_audit(
        &self,
        before: Timestamp,
        mut after_slice: impl FnMut(AuditDropping) + Send + 'static,
    ) -> Result<AuditDropping> {
        let goes_on = move |dropping| {
            after_slice(dropping);
            true
        };
        self.run(move |engine| async move { engine.scheduler.drop_audit(before, goes_on).await }).await
    }

    /// Deletes many connections and installations. Their tokens are revoked as far as `within` lets it, and behind it.
    #[cfg(feature = "cli")]
    pub(crate) async fn delete_many(&self, many: Many, within: Duration) -> Result<DeletedMany> {
        self.run(move |engine| async move { engine.manager.delete_many(&many, within).await }).await
    }

    /// Erases a tenant. Its tokens are revoked before, as far as `within` lets it.
    #[cfg(feature = "cli")]
    pub(crate) async fn erase_tenant(&self, tenant_id: TenantId, is_backup_proof: bool, within: Duration) -> Result<ErasedWith> {
        self.run(move |engine| async move { engine.manager.erase_tenant(&tenant_id, is_backup_proof, within).await }).await
    }

    /// Erases what is a user's own in a tenant; as with a tenant.
    #[cfg(feature = "cli")]
    pub(crate) async fn erase_user(&self, tenant_id: TenantId, user_id: UserId, within: Duration) -> Result<ErasedWith> {
        self.run(move |engine| async move { engine.manager.erase_user(&tenant_id, &user_id, within).await }).await
    }

    /// Notes that the root keys are destroyed which earlier backups of an erased tenant need.
    #[cfg(feature = "cli")]
    pub(crate) async fn confirm_erasure(&self, tenant_id: TenantId) -> Result<()> {
        self.run(move |engine| async move { engine.manager.confirm_erasure(&tenant_id).await }).await
    }

    /// The tenants that were erased.
    #[cfg(feature = "cli")]
    pub(crate) async fn list_erasures(&self) -> Result<Vec<ErasureRow>> {
        self.run(|engine| async move { engine.manager.list_erasures().await }).await
    }

    /// Seals everything again that an earlier version has sealed. `after_page` is told how it stands.
    #[cfg(feature = "cli")]
    pub(crate) async fn reseal_records(
        &self,
        mut after_page: impl FnMut(ResealProgress) + Send + 'static,
    ) -> Result<ResealProgress> {
        let goes_on = move |progress| {
            after_page(progress);
            true
        };
        self.run(move |engine| async move { engine.scheduler.reseal_records(goes_on).await }).await
    }

    /// Whether the vault is in an earlier state than is remembered, which nobody has confirmed.
    #[cfg(feature = "cli")]
    pub(crate) async fn is_earlier(&self) -> Result<bool> {
        self.run(|engine| async move { engine.scheduler.is_earlier().await }).await
    }

    /// Says that an earlier copy of the vault was put in its place on purpose, which refreshes wait for (`restore_unconfirmed`). From
    /// then on what is in it counts, for every process; connections that were refreshed since the copy was made must be connected again.
    /// Whether there was anything to confirm. `authpipe vault confirm-restore` does the same.
    ///
    /// # Errors
    /// - `vault_unavailable` (retry later).
    pub async fn confirm_restore(&self) -> Result<bool> {
        self.run(|engine| async move { engine.scheduler.confirm_restore().await }).await
    }

    /// Whether refresh tokens may be presented, as far as what is remembered of the vault says.
    ///
    /// # Errors
    /// - `restore_unconfirmed`; `vault_unavailable`: what is remembered cannot be read.
    #[cfg(feature = "cli")]
    pub(crate) async fn check_not_earlier(&self) -> Result<()> {
        self.run(|engine| async move { engine.scheduler.check_not_earlier().await }).await
    }

    /// How many records an earlier version may have sealed.
    #[cfg(feature = "cli")]
    pub(crate) async fn count_outdated(&self) -> Result<u64> {
        self.run(|engine| async move { engine.scheduler.count_outdated().await }).await
    }

    /// Does what is due: refreshes, health checks and revocations. One round, for programs with `background: false`.
    ///
    /// # Errors
    /// - `vault_unavailable`.
    pub async fn run_maintenance(&self, budget: Option<Duration>) -> Result<MaintenanceReport> {
        self.run(move |engine| async move { engine.scheduler.run_maintenance(budget).await }).await
    }
}
