//! What is read in the order of commits: events, and notes of changed grants.

use crate::base::{GrantId, TenantId};
use crate::model::event::EventType;

/// Which events.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// After this position, exclusive.
    pub after: Option<u64>,
    /// Of this tenant.
    pub tenant_id: Option<TenantId>,
    /// Of this type.
    pub event_type: Option<EventType>,
    /// Of this grant.
    pub grant_id: Option<GrantId>,
    /// At most this many.
    pub limit: usize,
}

/// Changes of grants since a position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Grants that changed.
    pub grants: Vec<(TenantId, GrantId)>,
    /// The new position.
    pub position: u64,
    /// Whether older notes than asked for are gone: then everything may have changed.
    pub lost: bool,
}
