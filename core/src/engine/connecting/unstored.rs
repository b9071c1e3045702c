//! Keeps how sign-ins ended that the vault did not take, until it does.
//!
//! Whoever waits has been told. With background work the vault is asked again when a pause is over, and once more at the end of the process;
//! without, by `run_maintenance`, at the end, and when somebody asks about the session.

use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;

use crate::base::{Clock, Retry, SessionId};
use crate::engine::common::tasks::Tasks;
use crate::model::event::Event;
use crate::model::session::Session;
use crate::repo::Sessions;

/// How soon after a failure the vault is asked again to take an ending; the pauses double.
const TRIED_AGAIN: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// How many are kept at most. Further ones were told, and their sessions expire.
const MOST: usize = 1_000;

/// The endings that wait.
pub(super) struct Unstored {
    sessions: Sessions,
    clock: Arc<dyn Clock>,
    tasks: Arc<Tasks>,
    kept: Mutex<Vec<Arc<Ended>>>,
    /// Whether the vault has answered at the end of the process.
    answers_at_the_end: OnceCell<bool>,
}

/// A session that is over, and what tells of it.
pub(super) struct Ended {
    session: Session,
    event: Event,
    /// When nobody asks about it any more.
    until: Duration,
}

/// Who wants it stored.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WantedBy {
    /// The clock. While the app is suspended that counts nothing.
    Time,
    /// A call.
    Caller,
}

impl Unstored {
    pub(super) fn new(sessions: Sessions, clock: Arc<dyn Clock>, tasks: Arc<Tasks>) -> Self {
        Unstored { sessions, clock, tasks, kept: Mutex::default(), answers_at_the_end: OnceCell::new() }
    }

    /// Keeps an ending for so long. `None`: there are too many.
    pub(super) fn keep(&self, session: Session, event: Event, lasts: Duration) -> Option<Arc<Ended>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            return None;
        }
        let ended = Arc::new(Ended { session, event, until: self.clock.elapsed().saturating_add(lasts) });
        kept.push(ended.clone());
        Some(ended)
    }

    /// How a session ended that the vault still takes for open.
    pub(super) fn find(&self, id: &SessionId) -> Option<Session> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|ended| ended.session.id == *id).map(|ended| ended.session.clone())
    }

    /// Has the vault take what waits. Where it does not take one it takes no other.
    pub(super) async fn store_all(self: &Arc<Self>) {
        let waiting = self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for ended in waiting {
            if !self.is_settled(&ended, WantedBy::Caller).await {
                return;
            }
        }
    }

    /// Has the vault take one, as soon as it does.
    pub(super) async fn store_later(self: Arc<Self>, ended: Arc<Ended>) {
        let mut pause = TRIED_AGAIN;
        loop {
            self.rest(pause).await;
            if self.tasks.is_closed() {
                return self.store_at_the_end(&ended).await;
            }
            if self.is_settled(&ended, WantedBy::Time).await {
                return;
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Has the vault take one before the process ends, where it takes the first: each of very many would find out anew that it is away.
    async fn store_at_the_end(self: &Arc<Self>, ended: &Arc<Ended>) {
        let mut is_first = false;
        let tried = self.answers_at_the_end.get_or_init(|| {
            is_first = true;
            self.is_settled(ended, WantedBy::Time)
        });
        if *tried.await && !is_first {
            self.is_settled(ended, WantedBy::Time).await;
        }
    }

    /// Waits until a pause is over and the app is not suspended, or until the end of the process. What wakes the process meanwhile shortens nothing.
    async fn rest(&self, pause: Duration) {
        let over_at = self.clock.elapsed().saturating_add(pause);
        let mut timer = pin!(tokio::time::sleep(pause));
        loop {
            // Made before the looks: a wake in between is not lost.
            let woken = self.tasks.woken();
            let (is_suspended, is_over) = (self.tasks.is_suspended(), timer.is_elapsed() || self.clock.elapsed() >= over_at);
            if self.tasks.is_closed() || (is_over && !is_suspended) {
                return;
            }
            tokio::select! {
                () = woken => {}
                // A suspended process is woken by nothing of ours.
                () = &mut timer, if !is_suspended => {}
            }
        }
    }

    /// Whether an ending needs to be kept no longer: it is stored, its session has gone on without it, or nobody will take it.
    async fn is_settled(self: &Arc<Self>, ended: &Arc<Ended>, wanted_by: WantedBy) -> bool {
        let (waiting, trying) = (self.clone(), ended.clone());
        // Whoever suspends waits for what is under way, and nothing is begun behind that.
        let tried = self.tasks.see_through(async move {
            if wanted_by == WantedBy::Time && waiting.tasks.is_suspended() {
                return Ok(false);
            }
            let mut session = trying.session.clone();
            waiting.sessions.end_session(&mut session, vec![trying.event.clone()]).await.map(|_| true)
        });
        let is_over = self.clock.elapsed() >= ended.until;
        let is_settled = match tried.await {
            Ok(is_stored) => is_stored,
            // The vault is not this one any more, or not ours; or the session would have expired by now.
            Err(error) if error.retry() == Retry::Never || is_over => {
                tracing::warn!(
                    session_id = ended.session.id.as_str(),
                    code = error.code().as_str(),
                    "how a sign-in ended is not stored; its session expires"
                );
                true
            }
            Err(_) => false,
        };
        if is_settled {
            self.kept.lock().unwrap_or_else(PoisonError::into_inner).retain(|kept| !Arc::ptr_eq(kept, ended));
            // Whoever waits for this session looks again.
            self.tasks.wake();
        }
        is_settled
    }
}
