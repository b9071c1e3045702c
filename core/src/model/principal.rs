//! The person who is signed in to the application, as `identify` gives them.

use crate::base::{TenantId, UserId};

/// The application's answer to "who is signed in now?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The user.
    pub user_id: UserId,
    /// Required, so that nobody becomes `admin` by omission. What the person may do here.
    pub role: Role,
}

/// A role; required, so that nobody gets `admin` by omission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// May install and remove for the whole tenant.
    Admin,
    /// May connect for themselves.
    Member,
}
