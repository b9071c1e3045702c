//! Waits for events: whoever follows them is woken by what this process commits and by its look at what others have, and asks the store
//! only then.

use crate::base::{Error, ErrorCode, Result, Timestamp};
use crate::model::event::Event;

use super::Manager;
use super::connections::{EventOrder, EventQuery, Page};

/// How many are read at once.
const PAGE: usize = 200;

/// From where on somebody follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EventPlace {
    /// Behind a cursor.
    Behind(String),
    /// At the first event that happened from a time on, wherever it stands.
    Since(Timestamp),
    /// At the end, for somebody who has decided at this time to follow.
    End(Timestamp),
}

impl Manager {
    /// Events behind a cursor, as soon as there are some; for another place the cursor at which it begins, at once, and with it what is told
    /// already. While the vault is let go it waits, and opens nothing. `is_open` is the caller's handle: one may close while others keep the
    /// engine.
    ///
    /// # Errors
    /// - `closed`: the engine or the caller's handle; otherwise as [`Manager::list_events`].
    pub(crate) async fn follow_events(&self, place: EventPlace, is_open: impl Fn() -> bool) -> Result<Page<Event>> {
        let mut news = self.events.news();
        loop {
            // Both are made before what they tell of is looked at: what comes in between is not lost.
            let woken = self.tasks.woken();
            news.borrow_and_update();
            self.tasks.check_open()?;
            if !is_open() {
                return Err(Error::new(ErrorCode::Closed, "This Authpipe object has been closed."));
            }
            if self.tasks.is_suspended() {
                woken.await;
                continue;
            }
            let cursor = match &place {
                EventPlace::Behind(cursor) => cursor.clone(),
                EventPlace::Since(since) => return Ok(Page { data: Vec::new(), next: Some(self.event_cursor(*since).await?) }),
                EventPlace::End(decided_at) => return self.end_of_events(*decided_at).await,
            };
            let query = EventQuery { after: Some(cursor), limit: Some(PAGE), ..EventQuery::default() };
            let page = self.list_events(&query).await?;
            if !page.data.is_empty() {
                return Ok(page);
            }
            let pause = self.settings.policy.look_every;
            tokio::select! {
                () = woken => {}
                // Its sender is the repository's, which this engine holds.
                _ = news.changed() => {}
                // Without work in the background nobody looks at what other processes have written.
                () = tokio::time::sleep(pause), if !self.settings.background => {}
            }
        }
    }

    /// The cursor of the newest event: what is committed from here on stands behind it, whatever the clock of its host says. The time between
    /// the decision to follow and this question has no cursor, only this process's clock: with it comes what happened then by that.
    async fn end_of_events(&self, decided_at: Timestamp) -> Result<Page<Event>> {
        let query = EventQuery { order: EventOrder::NewestFirst, limit: Some(PAGE), ..EventQuery::default() };
        let mut newest = self.list_events(&query).await?.data;
        let now = self.clock.now();
        let is_between = |event: &Event| event.at >= decided_at && event.at <= now;
        let next = if newest.len() == PAGE && newest.last().is_some_and(is_between) {
            // More than a page of them: all are read, from the first one on.
            newest.clear();
            Some(self.event_cursor(decided_at).await?)
        } else if let Some(last) = newest.first() {
            last.cursor.clone()
        } else {
            // What comes in after the question is behind this one too.
            Some(self.event_cursor(Timestamp::EPOCH).await?)
        };
        newest.retain(is_between);
        newest.reverse();
        Ok(Page { data: newest, next })
    }
}
