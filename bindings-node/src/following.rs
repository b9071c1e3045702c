//! Hands events to JavaScript as they happen: it waits, and the core wakes it.

use std::sync::Arc;

use authpipe::EventFeed;
use authpipe_bindings::records;
use napi::Env;
use napi::bindgen_prelude::{PromiseRaw, Unknown};
use napi_derive::napi;
use serde_json::Value;

use crate::Core;
use crate::operations::give;
use crate::runtime::{later, now};
use crate::value::read;

/// Events as they happen.
#[napi]
pub struct CoreEventFeed {
    feed: Arc<EventFeed>,
}

#[napi]
impl Core {
    /// Follows events. Nothing is asked yet.
    #[napi]
    pub fn follow_events(&self, query: Unknown<'_>) -> napi::Result<CoreEventFeed> {
        now("followEvents", || {
            let query = read::<records::FollowQuery>(query, "query")?.into_core();
            Ok(CoreEventFeed { feed: Arc::new(self.authpipe.follow_events(query)) })
        })
    }
}

#[napi]
impl CoreEventFeed {
    /// The next ones, once there are some; null after the end.
    #[napi]
    pub fn next<'env>(&self, env: &'env Env) -> napi::Result<PromiseRaw<'env, Value>> {
        let feed = self.feed.clone();
        later(env, "next", async move {
            let events = feed.next().await?;
            Ok(events.map_or(Value::Null, |events| events.into_iter().map(give::<records::Event, _>).collect()))
        })
    }

    /// Whoever waits stops waiting.
    #[napi]
    pub fn end(&self) -> napi::Result<()> {
        now("end", || {
            self.feed.end();
            Ok(())
        })
    }
}
