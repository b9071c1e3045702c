//! The questions by which single rows are found.

use crate::base::{GrantId, SessionId, TenantId, UserId};
use crate::model::subject::GrantKey;

/// Whose keys.
#[derive(Clone, Debug)]
pub(crate) enum KeyQuery {
    /// Those of a tenant, in every state.
    Tenant(TenantId),
    /// The index key.
    Index,
    /// So many of those that another key has followed, of whatever tenant, in the order of their ids.
    DecryptOnly {
        /// Only keys behind this one.
        after: Option<[u8; 16]>,
        /// At most so many.
        limit: usize,
    },
    /// So many of those that a root key wraps, whoever they belong to, in the order of their ids.
    WrappedBy {
        /// The root key.
        root_key_id: String,
        /// Only keys behind this one.
        after: Option<[u8; 16]>,
        /// At most so many.
        limit: usize,
    },
}

/// By what a grant is found. An id carries its tenant (SR-38).
#[derive(Clone, Debug)]
pub(crate) enum GrantQuery {
    /// The one with this id in this tenant.
    Id(TenantId, GrantId),
    /// The one under this unique key.
    Key(GrantKey),
}

/// By what a session is found: an id with its tenant, and its user where a browser asks, or a 256-bit hash that nobody can guess.
#[derive(Clone, Debug)]
pub(crate) enum SessionQuery {
    /// The one with this id of this tenant and user.
    Id(TenantId, UserId, SessionId),
    /// The one with this id of this tenant, whoever its user is.
    OfTenant(TenantId, SessionId),
    /// The one that waits with this state.
    State([u8; 32]),
    /// The one that waits with this resume value.
    Resume([u8; 32]),
}
