//! Waits for events: whoever follows them is woken by what this process commits and by its look at what others have, and asks the store
//! only then.

use crate::base::{Error, ErrorCode, Result, Timestamp};
use crate::model::event::Event;

use super::Manager;
use super::connections::{EventQuery, Page};

/// How many are read at once.
const PAGE: usize = 200;

impl Manager {
    /// Events after a cursor, or else from a time on, as soon as there are some. While the vault is let go it waits, and opens nothing. `is_open` is the caller's
    /// handle: one may close while others keep the engine.
    ///
    /// # Errors
    /// - `closed`: the engine or the caller's handle; otherwise as [`Manager::list_events`].
    pub(crate) async fn follow_events(
        &self,
        since: Timestamp,
        after: Option<String>,
        is_open: impl Fn() -> bool,
    ) -> Result<Page<Event>> {
        let mut after = after;
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
            let cursor = match after.take() {
                Some(cursor) => cursor,
                None => self.event_cursor(since).await?,
            };
            let query = EventQuery { after: Some(cursor.clone()), limit: Some(PAGE), ..EventQuery::default() };
            after = Some(cursor);
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
}
