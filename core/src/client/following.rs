//! Events as they happen, for a program that waits for them.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, MutexGuard};

use tokio_util::sync::CancellationToken;

use super::Authpipe;
use crate::base::{Result, Timestamp};
use crate::model::event::Event;

impl Authpipe {
    /// Events of every process from a time on, as they happen. Nothing is asked before [`EventFeed::next`].
    pub fn follow_events(&self, since: Timestamp) -> EventFeed {
        EventFeed { authpipe: self.clone(), since, cursor: Mutex::default(), ended: CancellationToken::new() }
    }
}

/// What [`Authpipe::follow_events`] gives. Each feed reads for itself; events wait in the vault for 30 days.
pub struct EventFeed {
    authpipe: Authpipe,
    since: Timestamp,
    cursor: Mutex<Option<String>>,
    ended: CancellationToken,
}

impl std::fmt::Debug for EventFeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EventFeed").field("since", &self.since).finish_non_exhaustive()
    }
}

impl EventFeed {
    /// The next events, in the order of their commits; `None` after [`EventFeed::end`].
    ///
    /// It waits until there are some, and is woken by what this process commits, and within two seconds by what another one does. While the
    /// vault is let go ([`Authpipe::suspend`]) it waits and touches nothing.
    ///
    /// # Errors
    /// - `closed`: the object was closed.
    /// - `vault_unavailable` and other outages (retry later): ask again later; no event is lost.
    /// - As [`Authpipe::ready`]: what ends it for good.
    pub async fn next(&self) -> Result<Option<Vec<Event>>> {
        tokio::select! {
            biased;
            () = self.ended.cancelled() => Ok(None),
            events = self.read() => events.map(Some),
        }
    }

    /// Ends [`EventFeed::next`], now and for later.
    pub fn end(&self) {
        self.ended.cancel();
    }

    async fn read(&self) -> Result<Vec<Event>> {
        loop {
            let (since, after) = (self.since, self.cursor().clone());
            let handle = self.authpipe.0.clone();
            let going_on = self.ended.child_token();
            // A caller that goes away ends the wait on the core's threads too.
            let guard = going_on.clone().drop_guard();
            let page = self.authpipe.run(move |engine| async move {
                let is_open = || !handle.closed.load(Ordering::SeqCst);
                tokio::select! {
                    () = going_on.cancelled() => Ok(None),
                    page = engine.manager.follow_events(since, after, is_open) => page.map(Some),
                }
            });
            let page = page.await?;
            drop(guard);
            let Some(page) = page else { continue };
            if page.next.is_some() {
                *self.cursor() = page.next;
            }
            // Where commits of processes have crossed, an older event stands behind the cursor.
            let new: Vec<Event> = page.data.into_iter().filter(|event| event.at >= self.since).collect();
            if !new.is_empty() {
                return Ok(new);
            }
        }
    }

    fn cursor(&self) -> MutexGuard<'_, Option<String>> {
        self.cursor.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::base::ErrorCode;
    use crate::client::{Mode, Options};

    use super::*;

    fn open(folder: &tempfile::TempDir, key: &crate::base::Secret<String>) -> Authpipe {
        Authpipe::new(Options {
            vault: Some(format!("sqlite:{}", folder.path().join("authpipe.db").display())),
            keys: vec![key.clone()],
            mode: Some(Mode::Development),
            ..Options::default()
        })
        .unwrap()
    }

    #[tokio::test]
    async fn a_feed_ends_when_it_is_told_and_when_its_handle_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let key = crate::vault::LocalRootKey::make();
        let (first, second) = (open(&folder, &key), open(&folder, &key));
        // Both on one core: the second keeps it.
        second.ready().await.unwrap();
        let follow = || Arc::new(first.follow_events(Timestamp::from_unix_millis(0)));
        let waiting = |feed: &Arc<EventFeed>| {
            let feed = feed.clone();
            tokio::spawn(async move { feed.next().await })
        };
        let (told, closed) = (follow(), follow());
        let (one, other) = (waiting(&told), waiting(&closed));
        told.end();
        assert!(one.await.unwrap().unwrap().is_none());
        assert!(told.next().await.unwrap().is_none(), "and stays so");
        first.close().await.unwrap();
        assert_eq!(other.await.unwrap().unwrap_err().code(), ErrorCode::Closed);
        second.close().await.unwrap();
    }
}
