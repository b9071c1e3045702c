//! The questions by which single rows are found.

use super::KeyOwner;
use crate::base::{GrantId, SessionId, TenantId, UserId};
use crate::model::subject::GrantKey;

/// Which keysets, in the order of their owners; the index keys come first.
#[derive(Clone, Debug)]
pub(crate) struct KeysetQuery {
    /// Only those that this root key wraps.
    pub root_key_id: Option<String>,
    /// Only those with several keys: something is still to be sealed again.
    pub is_rotating: bool,
    /// Only owners behind this one.
    pub after: Option<KeyOwner>,
    /// At most so many.
    pub limit: usize,
}

/// Which keys of a vault before schema 12.
#[derive(Clone, Debug)]
pub(crate) enum LegacyKeyQuery {
    /// Those of an owner, in every state, oldest first.
    Owner(KeyOwner),
    /// So many of whoever's, in the order of their ids.
    Any {
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
