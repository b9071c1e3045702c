//! Reads events, and counts grants by their state. Messages and the provider's details hold no secret (SR-82), so they pass through
//! unsealed.

use std::sync::Arc;

use crate::base::{Result, Timestamp};
use crate::model::event::Event;
use crate::model::grant::GrantStatus;
use crate::model::rows::{EventFilter, Position};

use super::Repo;

/// The events of a repository, for whoever shall reach nothing else of it.
pub(crate) struct Events {
    repo: Arc<Repo>,
}

impl Events {
    /// Events in commit order, each with its position.
    ///
    /// # Errors
    /// - `invalid_request`: this vault has not given out the position after which to begin.
    pub(crate) async fn list_events(&self, filter: EventFilter) -> Result<Vec<(Position, Event)>> {
        self.repo.store.list_events(filter).await
    }

    /// The position after which everything that happened from a time on stands.
    pub(crate) async fn event_position(&self, since: Timestamp) -> Result<Position> {
        self.repo.store.find_event_position(since).await
    }
}

impl Repo {
    /// Its events.
    pub(crate) fn events(self: &Arc<Self>) -> Events {
        Events { repo: self.clone() }
    }

    /// How many grants there are in each state.
    pub(crate) async fn count_grants(&self) -> Result<Vec<(GrantStatus, u64)>> {
        self.store.count_grants().await
    }
}
