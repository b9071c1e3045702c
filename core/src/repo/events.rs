//! Reads events, and counts grants by their state. Messages and the provider's details hold no secret (SR-82), so they pass through
//! unsealed.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use crate::base::{Error, ErrorCode, Result, Timestamp};
use crate::model::event::Event;
use crate::model::grant::GrantStatus;
use crate::model::rows::{EventFilter, Position};

use super::{Repo, asked};

/// The events of a repository, for whoever shall reach nothing else of it.
pub(crate) struct Events {
    repo: Arc<Repo>,
}

/// Wakes those in this process who wait for events.
#[derive(Default)]
pub(super) struct News {
    told: watch::Sender<u64>,
    /// The position of the last event that was seen.
    newest: Mutex<Option<Position>>,
    /// The last position that somebody went on from and that this vault has given out.
    given: Mutex<Option<Position>>,
}

impl News {
    /// There may be more events than before.
    pub(super) fn tell(&self) {
        self.told.send_modify(|times| *times = times.wrapping_add(1));
    }
}

impl Events {
    /// Changes when there may be more events than before.
    pub(crate) fn news(&self) -> watch::Receiver<u64> {
        self.repo.news.told.subscribe()
    }

    /// Looks, where somebody waits for it, whether another process has written events: one question, however many wait. Where that cannot be
    /// told they are woken too, and hear why.
    pub(crate) async fn look(&self) {
        let news = &self.repo.news;
        if news.told.receiver_count() == 0 {
            return;
        }
        let filter = EventFilter { newest_first: true, limit: 1, ..EventFilter::default() };
        let newest = self.repo.store.list_events(filter).await;
        let newest = newest.ok().map(|events| events.into_iter().next().map(|(position, _)| position));
        let mut seen = news.newest.lock().unwrap_or_else(PoisonError::into_inner);
        if newest.as_ref().is_none_or(|newest| *newest != *seen) {
            *seen = newest.flatten();
            news.tell();
        }
    }

    /// Events in commit order, each with its position.
    ///
    /// # Errors
    /// - `invalid_request`: this vault has not given out the position after which to begin.
    pub(crate) async fn list_events(&self, filter: EventFilter) -> Result<Vec<(Position, Event)>> {
        let after = filter.after.clone().filter(|_| !filter.newest_first);
        let found = asked::list_events(&*self.repo.store, filter).await?;
        match (found.last(), after) {
            (Some((last, _)), _) => self.note_given(last.clone()),
            // Nothing stands behind it: at the end of what there is, or ahead of that, where what comes in would never be told.
            (None, Some(after)) if !self.is_given(&after) => {
                if !self.repo.store.has_given(after.clone()).await? {
                    return Err(Error::new(ErrorCode::InvalidRequest, "This vault has not given out that position."));
                }
                self.note_given(after);
            }
            (None, _) => {}
        }
        Ok(found)
    }

    fn note_given(&self, position: Position) {
        *self.repo.news.given.lock().unwrap_or_else(PoisonError::into_inner) = Some(position);
    }

    fn is_given(&self, position: &Position) -> bool {
        self.repo.news.given.lock().unwrap_or_else(PoisonError::into_inner).as_ref() == Some(position)
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
