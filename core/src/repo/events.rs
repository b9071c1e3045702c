//! Events and counts. They hold no secret, so they pass through unsealed.

use crate::base::{Result, Timestamp};
use crate::model::event::Event;
use crate::model::grant::GrantStatus;
use crate::model::rows::{EventFilter, Query};

use super::Repo;

impl Repo {
    /// Events in commit order, each with its position.
    pub(crate) async fn list_events(&self, filter: EventFilter) -> Result<Vec<(u64, Event)>> {
        Ok(self.store.read(Query::Events(filter)).await?.events)
    }

    /// The position after which everything that happened from a time on stands.
    pub(crate) async fn event_position(&self, since: Timestamp) -> Result<u64> {
        Ok(self.store.read(Query::EventPosition(since)).await?.position)
    }

    /// How many grants there are in each state.
    pub(crate) async fn count_grants(&self) -> Result<Vec<(GrantStatus, u64)>> {
        Ok(self.store.read(Query::GrantCounts).await?.counts)
    }
}
