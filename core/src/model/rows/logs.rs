//! Filters and pages of the two logs that are read in the order of commits: events, and notes of changed grants.

use crate::base::{GrantId, TenantId, Timestamp};
use crate::model::event::EventType;

/// A place in the order of commits. What it says is the store's own business: nobody else reads it, compares two of them by
/// size or makes one. It is kept, and given back to the store that gave it out; the cursors of the public API are its text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Position(Box<str>);

impl Position {
    /// Longer than any that a store makes.
    const MOST: usize = 64;

    /// Wraps what a store has made, or what a caller gives back; `None` where no store makes such text.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let is_text = (1..=Position::MOST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        is_text.then(|| Position(text.into()))
    }

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Which events.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventFilter {
    /// After this position, exclusive: in the order in which they are asked for.
    pub after: Option<Position>,
    /// The last one committed comes first.
    pub newest_first: bool,
    /// That happened from this time on.
    pub since: Option<Timestamp>,
    /// Of this tenant.
    pub tenant_id: Option<TenantId>,
    /// Of this type.
    pub event_type: Option<EventType>,
    /// Of this grant.
    pub grant_id: Option<GrantId>,
    /// About no grant.
    pub of_no_grant: bool,
    /// At most this many.
    pub limit: usize,
}

/// Changes of grants since a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Changes {
    /// Grants that changed.
    pub grants: Vec<(TenantId, GrantId)>,
    /// The new position.
    pub position: Position,
    /// Whether older notes than asked for are gone: then everything may have changed.
    pub lost: bool,
}
