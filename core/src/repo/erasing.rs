//! Erasures: what a tenant or a user has in the vault is destroyed, and nobody who still has a key of it in memory brings any of it back
//! (SR-48).

use std::sync::Arc;
use std::time::Duration;

use super::{Repo, asked, unexpected};
use crate::base::{Error, ErrorCode, GrantId, Result, TenantId, UserId};
use crate::model::audit::{AuditEntry, AuditKind};
use crate::model::rows::{
    AuditScope, BlankedEntry, Conflict, Erasure, ErasureRow, EventFilter, GrantFilter, KeyOwner, RootState, SessionFilter, Write,
};
use crate::store::Wiped;
use crate::vault::Chain;

/// How often it is tried to remove from the store's log what was deleted, and how long is waited in between: reads hold it up, for moments.
const ATTEMPTS: u32 = 100;
const PAUSE: Duration = Duration::from_millis(50);
/// So many rows are read at once.
const PAGE: usize = 1000;

/// The erasures of a repository, for whoever shall reach nothing else of it.
pub(crate) struct Erasures {
    repo: Arc<Repo>,
}

/// What an erasure has reached.
#[derive(Clone, Debug)]
pub(crate) struct Erased {
    /// How many connections and installations there were, revoked ones too.
    pub(crate) grants: u64,
    /// Whether anything was stored of whom it was about.
    pub(crate) found: bool,
    /// Whether nothing of it waits in this process's spool any more. Other processes clear theirs with their next round.
    pub(crate) spool_cleared: Result<()>,
    /// Where what was deleted is still. Held up, it is in the vault's log until the vault is next closed by all.
    pub(crate) wiped: Wiped,
    /// The root keys that have ever wrapped: with one of them every earlier backup opens.
    pub(crate) root_key_ids: Vec<String>,
}

impl Erasures {
    /// Erases a tenant: its keys end, and everything that is stored of it is gone. Earlier backups stay readable with the root keys of
    /// their time; where they are not to, these must be rotated away and destroyed, which [`Erasures::confirm`] notes.
    ///
    /// # Errors
    /// - `invalid_request`: nothing is stored of this tenant, and nothing ever was.
    /// - `vault_unavailable` (retry later): an erasure that has not answered may have happened; erasing twice is harmless.
    pub(crate) async fn erase_tenant(&self, tenant_id: &TenantId, is_backup_proof: bool) -> Result<Erased> {
        let repo = &self.repo;
        let grants = repo.ids_of(tenant_id, None).await?;
        if grants.is_empty() && !repo.knows(tenant_id).await? {
            return Err(Error::new(ErrorCode::InvalidRequest, format!("Nothing is stored of the tenant {tenant_id}."))
                .with_hint("Ids are compared byte by byte."));
        }
        let erasure = Erasure::Tenant { tenant_id: tenant_id.clone(), is_backup_proof, note: GrantId::make_connection() };
        repo.erase(erasure).await?;
        repo.drop_destroyed_keys().await?;
        self.finish(tenant_id, grants, true).await
    }

    /// Erases what is a user's own in a tenant. The tenant's keys stay: earlier backups stay readable. Of somebody of whom nothing is stored
    /// nothing is told, and what an erasure that has died has left beside the vault goes all the same.
    ///
    /// # Errors
    /// - `vault_unavailable` (retry later): an erasure that has not answered may have happened; erasing twice is harmless.
    pub(crate) async fn erase_user(&self, tenant_id: &TenantId, user_id: &UserId) -> Result<Erased> {
        let grants = self.repo.ids_of(tenant_id, Some(user_id)).await?;
        let found = !grants.is_empty() || self.repo.knows_user(tenant_id, user_id).await?;
        if found {
            self.repo.erase(Erasure::User { tenant_id: tenant_id.clone(), user_id: user_id.clone() }).await?;
        }
        self.finish(tenant_id, grants, found).await
    }

    /// Notes that the root keys are destroyed with which earlier backups of an erased tenant open: now they open for nobody.
    ///
    /// # Errors
    /// - `invalid_request`: no such erasure waits, or one of these root keys is needed still.
    pub(crate) async fn confirm(&self, tenant_id: &TenantId) -> Result<()> {
        let confirm = Write::ConfirmErasure { tenant_id: tenant_id.clone(), now: self.repo.clock.now() };
        let told = AuditEntry::of_tenant(AuditKind::ErasureConfirmed, tenant_id, self.repo.clock.now());
        match self.repo.commit_told(vec![confirm], told).await? {
            Ok(()) => Ok(()),
            Err(Conflict::Stale) => Err(self.not_confirmed(tenant_id).await?),
            Err(conflict) => Err(unexpected(conflict, "confirm an erasure")),
        }
    }

    /// The erasures of tenants.
    pub(crate) async fn list(&self) -> Result<Vec<ErasureRow>> {
        self.repo.store.list_erasures().await
    }

    async fn not_confirmed(&self, tenant_id: &TenantId) -> Result<Error> {
        let waiting = self
            .list()
            .await?
            .into_iter()
            .rfind(|row| row.tenant_id == *tenant_id && row.is_backup_proof && row.confirmed_at.is_none());
        Ok(match waiting {
            Some(row) => Error::new(
                ErrorCode::InvalidRequest,
                format!("The vault still needs one of the root keys {}.", row.root_key_ids.join(", ")),
            )
            .with_hint(
                "Rotate them away: give [new, old] everywhere, wait until \"⟨command key status⟩\" says that the old one may go.",
            ),
            None => {
                Error::new(ErrorCode::InvalidRequest, format!("No backup-proof erasure of {tenant_id} waits to be confirmed."))
                    .with_hint("Erase the tenant with --backup-proof first.")
            }
        })
    }

    async fn finish(&self, tenant_id: &TenantId, grants: Vec<GrantId>, found: bool) -> Result<Erased> {
        let count = grants.len() as u64;
        let spool_cleared = match self.repo.clear_spool_of(grants).await {
            Ok(()) => self.repo.clear_spool_of_gone(Some(tenant_id)).await,
            failed => failed,
        };
        let roots = self.repo.store.list_root_keys().await?;
        Ok(Erased {
            grants: count,
            found,
            spool_cleared,
            wiped: self.repo.wipe_deleted().await?,
            root_key_ids: roots
                .into_iter()
                .filter(|root| root.state != RootState::Offered)
                .map(|root| root.root_key_id)
                .collect(),
        })
    }
}

/// What is left of a scope, and the keys that prove its erasure.
struct Blanked {
    of: AuditScope,
    chain: Chain,
}

impl Repo {
    /// Its erasures.
    pub(crate) fn erasures(self: &Arc<Self>) -> Erasures {
        Erasures { repo: self.clone() }
    }

    /// Erases, in slices where it is very much: who dies in between has told that it had begun, and the same once more goes on from there.
    async fn erase(&self, erasure: Erasure) -> Result<()> {
        let (begun, done, tenant_id, user_id) = match &erasure {
            Erasure::Tenant { tenant_id, .. } => {
                (AuditKind::TenantErasureBegun, AuditKind::TenantErased, tenant_id.clone(), None)
            }
            // Whom it was about is what is to go.
            Erasure::User { tenant_id, user_id } => {
                (AuditKind::UserErasureBegun, AuditKind::UserErased, tenant_id.clone(), Some(user_id.clone()))
            }
        };
        let told = |kind| AuditEntry::of_tenant(kind, &tenant_id, self.clock.now());
        let refused = |conflict| unexpected(conflict, "erase");
        self.commit_told(vec![], told(begun)).await?.map_err(refused)?;
        let of = AuditScope { tenant_id: tenant_id.clone(), user_id, after: 0 };
        let Blanked { of, chain } = self.blank_entries(of).await?;
        let writes = vec![Write::Erase { erasure, now: self.clock.now() }, Write::BlankAudit { of, link: Arc::new(chain) }];
        self.commit_told(writes, told(done)).await?.map_err(refused)
    }

    /// Empties what the log says of whom is erased, in slices beside which everybody goes on writing; what is left of the scope is what
    /// was appended meanwhile.
    async fn blank_entries(&self, mut of: AuditScope) -> Result<Blanked> {
        let mut chain = self.chain().await?;
        loop {
            // Whatever is appended from here on is behind this end.
            let end = self.store.find_audit_end().await?.number;
            let entries = self.store.list_erasable(of.clone(), PAGE).await?;
            let is_last = entries.len() < PAGE;
            of.after = entries.last().map_or(of.after, |entry| entry.number);
            if !entries.iter().all(|entry| chain.knows(&entry.signer)) {
                // A key that has followed since the others were read.
                chain = self.chain().await?;
            }
            let blanked = entries.iter().map(|entry| BlankedEntry::prove(entry, &chain)).collect();
            if !entries.is_empty() {
                let emptied = self.commit(vec![Write::BlankEntries(blanked)]).await?;
                emptied.map_err(|conflict| unexpected(conflict, "erase what the audit log says"))?;
            }
            if is_last {
                of.after = of.after.max(end);
                return Ok(Blanked { of, chain });
            }
        }
    }

    /// Forgets the keys that are destroyed, whoever has done that, and removes what waits in the spool under one of them for what is gone.
    pub(super) async fn drop_destroyed_keys(&self) -> Result<()> {
        self.forget_destroyed_keys().await?;
        if let Err(error) = self.clear_spool_of_gone(None).await {
            tracing::warn!(%error, "the spool may hold what was erased; the next round looks again");
        }
        Ok(())
    }

    /// Forgets the keys that are destroyed, whoever has done that.
    pub(super) async fn forget_destroyed_keys(&self) -> Result<()> {
        let kept = self.keyring.key_ids();
        if !kept.is_empty() {
            self.keyring.drop_keys(&self.store.find_destroyed_keys(kept).await?);
        }
        Ok(())
    }

    /// Whether a tenant without grants has a key, without which it has no session either, or events, or was erased.
    async fn knows(&self, tenant_id: &TenantId) -> Result<bool> {
        let of_tenant = EventFilter { tenant_id: Some(tenant_id.clone()), limit: 1, ..EventFilter::default() };
        let owner = KeyOwner::Tenant(tenant_id.clone());
        Ok(asked::find_keyset(&*self.store, &owner).await?.is_some()
            || !asked::list_legacy_keys(&*self.store, &owner).await?.is_empty()
            || self.store.list_erasures().await?.iter().any(|row| row.tenant_id == *tenant_id)
            || !asked::list_events(&*self.store, of_tenant).await?.is_empty())
    }

    /// Whether a user without grants stands in the audit log, or has sessions or events. Who mistypes an id waits for all of it to be read.
    async fn knows_user(&self, tenant_id: &TenantId, user_id: &UserId) -> Result<bool> {
        let audited = AuditScope { tenant_id: tenant_id.clone(), user_id: Some(user_id.clone()), after: 0 };
        Ok(!self.store.list_erasable(audited, 1).await?.is_empty()
            || self.has_session(tenant_id, user_id).await?
            || self.has_event(tenant_id, user_id).await?)
    }

    async fn has_session(&self, tenant_id: &TenantId, user_id: &UserId) -> Result<bool> {
        let mut filter = SessionFilter { after: None, limit: PAGE };
        loop {
            let rows = self.store.list_sessions(filter.clone()).await?;
            if rows.iter().any(|row| row.tenant_id == *tenant_id && row.user_id == *user_id) {
                return Ok(true);
            }
            filter.after = rows.last().filter(|_| rows.len() == PAGE).map(|row| row.id.clone());
            if filter.after.is_none() {
                return Ok(false);
            }
        }
    }

    async fn has_event(&self, tenant_id: &TenantId, user_id: &UserId) -> Result<bool> {
        let mut filter = EventFilter { tenant_id: Some(tenant_id.clone()), limit: PAGE, ..EventFilter::default() };
        loop {
            let page = asked::list_events(&*self.store, filter.clone()).await?;
            if page.iter().any(|(_, event)| event.user_id.as_ref() == Some(user_id)) {
                return Ok(true);
            }
            filter.after = page.last().filter(|_| page.len() == PAGE).map(|(position, _)| position.clone());
            if filter.after.is_none() {
                return Ok(false);
            }
        }
    }

    async fn ids_of(&self, tenant_id: &TenantId, user_id: Option<&UserId>) -> Result<Vec<GrantId>> {
        let mut all = Vec::new();
        loop {
            let filter = GrantFilter {
                tenant_id: Some(tenant_id.clone()),
                user_id: user_id.cloned(),
                include_revoked: true,
                after: all.last().cloned(),
                limit: PAGE,
                ..GrantFilter::default()
            };
            let rows = asked::list_grants(&*self.store, filter).await?;
            let is_last = rows.len() < PAGE;
            all.extend(rows.into_iter().map(|row| row.id));
            if is_last {
                return Ok(all);
            }
        }
    }

    async fn wipe_deleted(&self) -> Result<Wiped> {
        for _ in 0..ATTEMPTS {
            match self.store.wipe_deleted().await? {
                Wiped::HeldUp => tokio::time::sleep(PAUSE).await,
                wiped => return Ok(wiped),
            }
        }
        Ok(Wiped::HeldUp)
    }
}

#[cfg(test)]
mod tests;
