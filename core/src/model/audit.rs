//! What was done to a vault and to what is in it, for whoever audits it.

use crate::base::words::words;
use crate::base::{GrantId, TenantId, Timestamp, UserId};

words! {
    /// The kinds of audited acts.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum AuditKind {
        /// A sign-in has stored a connection, or one in its place.
        ConnectionConnected = "connection.connected",
        /// The application deleted a connection.
        ConnectionDeleted = "connection.deleted",
        /// The application stored an API key or a webhook secret.
        CredentialStored = "credential.stored",
        /// An installation was stored, or one in its place.
        InstallationInstalled = "installation.installed",
        /// The application approved an installation.
        InstallationApproved = "installation.approved",
        /// The application deleted an installation.
        InstallationDeleted = "installation.deleted",
        /// A root key was given that the vault did not know.
        RootKeyOffered = "root_key.offered",
        /// Another root key wraps from then on.
        RootKeyPromoted = "root_key.promoted",
        /// A root key wraps nothing any more.
        RootKeyRetired = "root_key.retired",
        /// Another key of a tenant seals from then on.
        TenantKeyRotated = "tenant_key.rotated",
        /// A key of a tenant was destroyed, as it sealed nothing any more.
        TenantKeyDestroyed = "tenant_key.destroyed",
        /// The erasure of a tenant has begun: what it removes of very many rows is gone, however far it comes.
        TenantErasureBegun = "tenant.erasure_begun",
        /// A tenant was erased.
        TenantErased = "tenant.erased",
        /// The root keys were said to be destroyed with which earlier backups of an erased tenant open.
        ErasureConfirmed = "tenant.erasure_confirmed",
        /// The erasure of a user has begun, as that of a tenant does.
        UserErasureBegun = "user.erasure_begun",
        /// A user was erased from a tenant.
        UserErased = "user.erased",
        /// Another key hashes accounts from then on.
        IndexKeyRotated = "index_key.rotated",
        /// A key that hashed accounts was destroyed, as no hash was its own any more.
        IndexKeyDestroyed = "index_key.destroyed",
        /// Another key links this log from this entry on.
        AuditKeyRotated = "audit_key.rotated",
        /// A key that has linked this log was destroyed, as no entry is there any more that it has linked.
        AuditKeyDestroyed = "audit_key.destroyed",
        /// A backup of the vault was begun, whether or not it came to its end.
        BackupBegun = "vault.backup_begun",
        /// It was begun to move the vault to another place, which has a copy of everything.
        CopyBegun = "vault.copy_begun",
        /// Entries of this log that were older than an operator keeps them were dropped, from the first one on.
        AuditDropped = "audit.dropped",
        /// An operator knows of the entries for which nobody vouches, up to one.
        AuditAcknowledged = "audit.acknowledged",
        /// An earlier copy of the vault was said to be in its place on purpose.
        RestoreConfirmed = "vault.restore_confirmed",
    }
}

impl AuditKind {
    /// Whether it brings something into the vault, or says that something is as it shall be: it is refused where nobody could vouch for
    /// the entry. What takes something away, or heals, goes on.
    pub(crate) const fn needs_a_link(self) -> bool {
        matches!(
            self,
            AuditKind::ConnectionConnected
                | AuditKind::CredentialStored
                | AuditKind::InstallationInstalled
                | AuditKind::InstallationApproved
                | AuditKind::AuditAcknowledged
                | AuditKind::AuditDropped
        )
    }

    /// Whether it ends a connection or an installation, which waits for no service.
    pub(crate) const fn is_deletion(self) -> bool {
        matches!(self, AuditKind::ConnectionDeleted | AuditKind::InstallationDeleted)
    }

    /// Those that tell of an erasure, which no later erasure blanks: they name a tenant at most, as the list of erasures does.
    pub(crate) const OF_ERASURES: [AuditKind; 5] = [
        AuditKind::TenantErasureBegun,
        AuditKind::TenantErased,
        AuditKind::ErasureConfirmed,
        AuditKind::UserErasureBegun,
        AuditKind::UserErased,
    ];
}

/// An audited act. It holds ids and words of closed sets, never a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AuditEntry {
    /// What was done.
    pub(crate) kind: AuditKind,
    /// When.
    pub(crate) at: Timestamp,
    /// In which tenant.
    pub(crate) tenant_id: Option<TenantId>,
    /// Whose connection it is.
    pub(crate) user_id: Option<UserId>,
    /// To which connection or installation.
    pub(crate) grant_id: Option<GrantId>,
    /// Who was signed in, where that is known: whoever signed in to connect, or asked the handler. What the application's own code does
    /// has no actor.
    pub(crate) actor: Option<UserId>,
    /// The session that led to it, or the request that asked for it.
    pub(crate) request: Option<String>,
    /// The id of the root key, or of the key of a tenant.
    pub(crate) key_id: Option<String>,
}

impl AuditEntry {
    /// An act on the vault itself.
    pub(crate) fn of_vault(kind: AuditKind, at: Timestamp) -> Self {
        AuditEntry { kind, at, tenant_id: None, user_id: None, grant_id: None, actor: None, request: None, key_id: None }
    }

    /// An act in a tenant.
    pub(crate) fn of_tenant(kind: AuditKind, tenant_id: &TenantId, at: Timestamp) -> Self {
        AuditEntry { tenant_id: Some(tenant_id.clone()), ..AuditEntry::of_vault(kind, at) }
    }
}
