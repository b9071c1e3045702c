//! Events as they happen, for a program that waits for them.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use tokio_util::context::TokioContext;
use tokio_util::sync::CancellationToken;

use super::Authpipe;
use crate::base::log::Worded;
use crate::base::{Error, Result, Retry, Timestamp};
use crate::engine::EventPlace;
use crate::model::event::Event;

/// After how long a vault that is away is asked again, at first: twice as long after each further try.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// From where on events are followed.
#[derive(Clone, Debug, Default)]
pub struct FollowQuery {
    /// From `cursor` of an event, or `next` of a page: what was committed behind it, and what is to come.
    pub after: Option<String>,
    /// Only those that happened from this time on; default, where nothing is given as `after`, from now on.
    pub since: Option<Timestamp>,
}

impl Authpipe {
    /// Follows events of every process as they happen, in the order in which they are committed. Nothing is asked before
    /// [`EventFeed::next`]. From now on is from the newest event on that stands in the vault then: what is committed later is told, whatever
    /// the clock of its host says. What was committed between this call and then is told where it happened in between by this host's clock.
    pub fn follow_events(&self, query: FollowQuery) -> EventFeed {
        let FollowQuery { after, since } = query;
        let now = || self.0.judged.lock().unwrap_or_else(PoisonError::into_inner).clock.now();
        let place = match (after, since) {
            (Some(cursor), _) => EventPlace::Behind(cursor),
            (None, Some(since)) => EventPlace::Since(since),
            (None, None) => EventPlace::End(now()),
        };
        // What limits calls limits no wait for what may never happen.
        let authpipe = Authpipe(self.0.clone(), None);
        EventFeed {
            authpipe,
            since,
            place: Mutex::new(place),
            ended: CancellationToken::new(),
            turn: tokio::sync::Mutex::default(),
        }
    }
}

/// What [`Authpipe::follow_events`] gives. Each feed reads for itself; events wait in the vault for 30 days.
pub struct EventFeed {
    authpipe: Authpipe,
    since: Option<Timestamp>,
    /// Where it goes on.
    place: Mutex<EventPlace>,
    ended: CancellationToken,
    /// Whoever asks holds it: of two pages that are asked for at once, one would come twice, or not at all.
    turn: tokio::sync::Mutex<()>,
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
    /// vault is let go ([`Authpipe::suspend`]) it waits and touches nothing. It waits out a vault that is away, too: that is logged, and the
    /// vault is asked again after 1 to 30 seconds. No event is lost meanwhile. One caller at a time asks, and
    /// others wait for their turn.
    ///
    /// # Errors
    /// What ends it for good:
    /// - `closed`: the object was closed.
    /// - `invalid_request`: `after` is no cursor of this vault's events.
    /// - As [`Authpipe::ready`], but for what comes right by itself.
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
        let _turn = self.turn.lock().await;
        let mut pause = FIRST_PAUSE;
        loop {
            match self.page().await {
                Ok(new) if !new.is_empty() => return Ok(new),
                Ok(_) => pause = FIRST_PAUSE,
                Err(error) if error.retry() == Retry::Later => {
                    self.rest(pause, error).await?;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// What has been committed behind the cursor, once there is something: none of it need be new. Nothing, where it has but learnt the cursor.
    async fn page(&self) -> Result<Vec<Event>> {
        let place = self.place().clone();
        let handle = self.authpipe.0.clone();
        let going_on = self.ended.child_token();
        // A caller that goes away ends the wait on the core's threads too.
        let guard = going_on.clone().drop_guard();
        let page = self.authpipe.run(move |engine| async move {
            let is_open = || !handle.closed.load(Ordering::SeqCst);
            tokio::select! {
                () = going_on.cancelled() => Ok(None),
                page = engine.manager.follow_events(place, is_open) => page.map(Some),
            }
        });
        let page = page.await?;
        drop(guard);
        let Some(page) = page else { return Ok(Vec::new()) };
        if let Some(cursor) = page.next {
            *self.place() = EventPlace::Behind(cursor);
        }
        // Where clocks differ, or commits of processes have crossed, an older event stands behind the cursor of a time.
        Ok(page.data.into_iter().filter(|event| self.since.is_none_or(|since| event.at >= since)).collect())
    }

    /// Waits before another try, unless the object is closed meanwhile. The caller may be on any executor, and only the core's has a timer.
    ///
    /// # Errors
    /// - `closed`; and the error itself where there is nothing to wait by.
    async fn rest(&self, pause: Duration, error: Error) -> Result<()> {
        self.authpipe.check()?;
        let Ok(core) = self.authpipe.core().cloned() else { return Err(error) };
        let woken = core.engine.woken();
        // Whoever closes it from here on wakes.
        self.authpipe.check()?;
        let Some(handle) = core.handle() else { return Ok(()) };
        {
            let _on = self.authpipe.0.log.enter();
            let (code, again_in_s) = (error.code().as_str(), pause.as_secs());
            tracing::warn!(code, again_in_s, detail = %Worded(&error), "whoever follows events waits: the vault cannot be read");
        }
        let pause = async {
            tokio::select! {
                () = woken => {}
                () = tokio::time::sleep(pause) => {}
            }
        };
        TokioContext::new(pause, handle).await;
        Ok(())
    }

    fn place(&self) -> MutexGuard<'_, EventPlace> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use tokio::sync::Notify;

    use crate::base::{ErrorCode, LogLine, Logger, Secret, UserId};
    use crate::client::{Mode, Options, ProviderInput};
    use crate::engine::StoreCredential;
    use crate::model::credential_type::CredentialType;
    use crate::model::event::EventType;
    use crate::model::subject::Subject;

    use super::*;

    /// Hears that somebody waits for a vault that is away.
    #[derive(Default)]
    struct Heard(Notify);

    impl Logger for Heard {
        fn log(&self, line: LogLine) {
            if line.message.contains("whoever follows events waits") {
                self.0.notify_one();
            }
        }
    }

    fn options(folder: &tempfile::TempDir, key: &Secret<String>) -> Options {
        let definition =
            serde_json::json!({ "name": "Acme", "auth": ["api_key"], "api": { "origins": ["https://api.example.test"] } });
        let mut options = Options {
            vault: Some(format!("sqlite:{}", folder.path().join("authpipe.db").display())),
            keys: vec![key.clone()],
            mode: Some(Mode::Development),
            ..Options::default()
        };
        options.providers.insert("acme".into(), ProviderInput { definition: Some(definition), ..ProviderInput::default() });
        options
    }

    fn open(folder: &tempfile::TempDir, key: &Secret<String>) -> Authpipe {
        Authpipe::new(options(folder, key)).unwrap()
    }

    /// Something happens that an event tells of.
    async fn tell(authpipe: &Authpipe, user: &str) {
        let stored = StoreCredential {
            subject: Subject::user("acme", "org_1", user).unwrap(),
            credential_type: CredentialType::ApiKey,
            fields: vec![("value".to_owned(), Secret::from("sk-1"))],
            variables: BTreeMap::new(),
        };
        authpipe.store_credential(stored).await.unwrap();
    }

    fn waiting(feed: &Arc<EventFeed>) -> tokio::task::JoinHandle<Result<Option<Vec<Event>>>> {
        let feed = feed.clone();
        tokio::spawn(async move { feed.next().await })
    }

    #[tokio::test]
    async fn a_feed_ends_when_it_is_told_and_when_its_handle_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let key = crate::vault::LocalRootKey::make();
        let (first, second) = (open(&folder, &key), open(&folder, &key));
        // Both on one core: the second keeps it.
        second.ready().await.unwrap();
        let follow = || Arc::new(first.follow_events(FollowQuery::default()));
        let (told, closed) = (follow(), follow());
        let (one, other) = (waiting(&told), waiting(&closed));
        told.end();
        assert!(one.await.unwrap().unwrap().is_none());
        assert!(told.next().await.unwrap().is_none(), "and stays so");
        first.close().await.unwrap();
        assert_eq!(other.await.unwrap().unwrap_err().code(), ErrorCode::Closed);
        second.close().await.unwrap();
    }

    #[tokio::test]
    async fn a_feed_begins_behind_an_event_or_at_a_time_or_now() {
        let folder = tempfile::tempdir().unwrap();
        let clock = crate::base::TestClock::new();
        let options = Options { test_clock: Some(clock.clone()), ..options(&folder, &crate::vault::LocalRootKey::make()) };
        let authpipe = Authpipe::new(options).unwrap();
        tell(&authpipe, "one").await;
        tell(&authpipe, "two").await;
        clock.advance(Duration::from_secs(1));
        let since = Some(Timestamp::from_unix_millis(0));
        let all = authpipe.follow_events(FollowQuery { since, after: None }).next().await.unwrap().unwrap();
        assert_eq!(all.len(), 2);
        let after = all[0].cursor.clone();
        assert!(after.is_some());
        let behind = authpipe.follow_events(FollowQuery { after: after.clone(), since: None }).next().await.unwrap().unwrap();
        assert_eq!(behind, all[1..]);
        // Nothing old comes, and what happens next does.
        let next = waiting(&Arc::new(authpipe.follow_events(FollowQuery { after: all[1].cursor.clone(), since: None })));
        tell(&authpipe, "three").await;
        let third = next.await.unwrap().unwrap().unwrap();
        assert!(third.len() == 1 && !all.contains(&third[0]), "{third:?}");
        // Nor what stands behind the event and had happened before the time.
        let since = Some(third[0].at);
        assert_eq!(authpipe.follow_events(FollowQuery { after, since }).next().await.unwrap().unwrap(), third);
        let foreign = FollowQuery { after: Some("no cursor".into()), since: None };
        assert_eq!(authpipe.follow_events(foreign).next().await.unwrap_err().code(), ErrorCode::InvalidRequest);
        authpipe.close().await.unwrap();
    }

    #[tokio::test]
    async fn from_now_on_is_from_the_call_on_and_whatever_comes_in_before_the_first_question_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let key = crate::vault::LocalRootKey::make();
        let clock = crate::base::TestClock::default();
        let with_clock = Options { test_clock: Some(clock.clone()), background: false, ..options(&folder, &key) };
        let authpipe = Authpipe::new(with_clock).unwrap();
        tell(&authpipe, "before").await;
        clock.advance(Duration::from_secs(1));
        let feed = Arc::new(authpipe.follow_events(FollowQuery::default()));
        tell(&authpipe, "between").await;
        let user = |events: Vec<Event>| events.into_iter().map(|event| event.user_id.unwrap()).collect::<Vec<_>>();
        assert_eq!(user(feed.next().await.unwrap().unwrap()), [UserId::parse("between").unwrap()]);
        let (one, other) = (waiting(&feed), waiting(&feed));
        tell(&authpipe, "later").await;
        tell(&authpipe, "last").await;
        let mut both = user(one.await.unwrap().unwrap().unwrap());
        // Both may have come to one of them.
        if both.len() < 2 {
            both.extend(user(other.await.unwrap().unwrap().unwrap()));
        } else {
            feed.end();
        }
        both.sort_by(|one, other| one.as_str().cmp(other.as_str()));
        assert_eq!(both, ["last", "later"].map(|user| UserId::parse(user).unwrap()));
        authpipe.close().await.unwrap();
    }

    #[tokio::test]
    async fn a_feed_waits_out_a_vault_that_is_away_and_ends_where_its_handle_is_closed_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("authpipe.db");
        // A folder stands where the vault should be.
        std::fs::create_dir(&place).unwrap();
        let (key, heard) = (crate::vault::LocalRootKey::make(), Arc::new(Heard::default()));
        let with_logger = |logger: Arc<Heard>| Authpipe::new(Options { logger: Some(logger), ..options(&folder, &key) }).unwrap();
        let (authpipe, left) = (with_logger(heard.clone()), with_logger(heard.clone()));
        assert_eq!(authpipe.ready().await.unwrap_err().code(), ErrorCode::VaultUnavailable);
        let next = waiting(&Arc::new(left.follow_events(FollowQuery::default())));
        heard.0.notified().await;
        // Long before the next try.
        left.close().await.unwrap();
        assert_eq!(next.await.unwrap().unwrap_err().code(), ErrorCode::Closed);
        let next = waiting(&Arc::new(authpipe.follow_events(FollowQuery::default())));
        heard.0.notified().await;
        std::fs::remove_dir(&place).unwrap();
        tell(&authpipe, "one").await;
        let core = authpipe.core().unwrap().clone();
        while !next.is_finished() {
            // In the place of the pause's end.
            core.engine.wake();
            tokio::task::yield_now().await;
        }
        let events = next.await.unwrap().unwrap().unwrap();
        assert_eq!(events.iter().map(|event| event.event_type).collect::<Vec<_>>(), [EventType::ConnectionCreated]);
        authpipe.close().await.unwrap();
    }
}
