//! Hands events to Swift as they happen: it waits, and the core wakes it.

use std::sync::Arc;

use authpipe::{EventFeed, Timestamp};

use crate::CoreAuthpipe;
use crate::edge::{Edge, enter};
use crate::generated::CoreEvent;

/// Events from a time on.
#[derive(uniffi::Object)]
pub struct CoreEventFeed {
    feed: EventFeed,
}

#[uniffi::export]
impl CoreEventFeed {
    /// The next ones; `None` after the end.
    pub async fn next(&self) -> Edge<Option<Vec<CoreEvent>>> {
        enter("coreeventfeed_next");
        Ok(self.feed.next().await?.map(|events| events.into_iter().map(CoreEvent::of).collect()))
    }

    /// Whoever waits stops waiting.
    pub fn end(&self) -> Edge<()> {
        enter("coreeventfeed_end");
        self.feed.end();
        Ok(())
    }
}

#[uniffi::export]
impl CoreAuthpipe {
    /// Events from a time on, as they happen.
    pub fn follow_events(&self, since_ms: i64) -> Edge<Arc<CoreEventFeed>> {
        enter("coreauthpipe_follow_events");
        Ok(Arc::new(CoreEventFeed { feed: self.authpipe.follow_events(Timestamp::from_unix_millis(since_ms)) }))
    }
}
