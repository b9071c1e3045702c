//! What an erasure is, a tenant's or a user's, and the row that remembers it.

use crate::base::{GrantId, TenantId, Timestamp, UserId};

/// What is to be erased. The store notes a change for every grant that goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Erasure {
    /// Everything of a tenant, with its keys, which end.
    Tenant {
        /// The tenant.
        tenant_id: TenantId,
        /// Whether earlier backups are to open nothing either.
        is_backup_proof: bool,
        /// The change that is noted besides, so that there is one: processes have keys of tenants that have no grants.
        note: GrantId,
    },
    /// What is a user's own. The keys of the tenant stay.
    User {
        /// The tenant.
        tenant_id: TenantId,
        /// The user.
        user_id: UserId,
    },
}

/// The erasure of a tenant, as it is remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ErasureRow {
    /// The tenant.
    pub tenant_id: TenantId,
    /// When; not before the last version of the keyset that ended with it.
    pub erased_at: Timestamp,
    /// The root keys with one of which every earlier backup opens.
    pub root_key_ids: Vec<String>,
    /// Whether earlier backups are to open nothing either.
    pub is_backup_proof: bool,
    /// When the operator has said that these root keys are destroyed.
    pub confirmed_at: Option<Timestamp>,
}
