//! Hands events to Swift as they happen: it waits, and the core wakes it.

use std::sync::Arc;

use authpipe::EventFeed;
use authpipe_bindings::records;

use crate::CoreAuthpipe;
use crate::edge::{Edge, enter};
use crate::generated::{CoreEvent, CoreFollowQuery};
use crate::value::read;

/// Events as they happen.
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
    /// Events as they happen.
    pub fn follow_events(&self, query: CoreFollowQuery) -> Edge<Arc<CoreEventFeed>> {
        enter("coreauthpipe_follow_events");
        let query = read::<records::FollowQuery>(query, "query")?.into_core();
        Ok(Arc::new(CoreEventFeed { feed: self.authpipe.follow_events(query) }))
    }
}
