//! How long an exchange may take, by the clock that counts suspends. Timers of the runtime do not count them: a machine that sleeps, or a
//! process that is stopped, finds its lease over and its connection ready (SR-57). So whatever is about to be sent asks here first.

use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use hyper::body::{Frame, SizeHint};

use crate::base::Clock;

/// Asked before the first byte of a request by whoever must know that it is sent.
#[async_trait]
pub(crate) trait Door: Send + Sync {
    /// Passes at once, if nothing has to be done before; else nothing has passed, and [`Door::pass`] does it.
    fn try_pass(&self) -> bool;

    /// Whether the request may be sent.
    async fn pass(&self) -> bool;
}

/// The time of one exchange, and whether its request has begun to be sent.
pub(crate) struct Budget {
    clock: Arc<dyn Clock>,
    ends_at: Duration,
    state: AtomicU8,
    door: Option<Arc<dyn Door>>,
}

/// Nothing has been sent.
const OPEN: u8 = 0;
/// It may have been sent, from its first byte on.
const SENT: u8 = 1;
/// Nothing has been sent, and nothing will be.
const SHUT: u8 = 2;

impl Budget {
    /// So long from now on.
    pub(crate) fn new(clock: &Arc<dyn Clock>, length: Duration) -> Arc<Self> {
        Budget::until(clock, clock.elapsed().saturating_add(length))
    }

    /// Until then, by its elapsed time.
    pub(crate) fn until(clock: &Arc<dyn Clock>, ends_at: Duration) -> Arc<Self> {
        Arc::new(Budget { clock: clock.clone(), ends_at, state: AtomicU8::new(OPEN), door: None })
    }

    /// The same, behind a door.
    pub(crate) fn behind(clock: &Arc<dyn Clock>, ends_at: Duration, door: Arc<dyn Door>) -> Arc<Self> {
        Arc::new(Budget { clock: clock.clone(), ends_at, state: AtomicU8::new(OPEN), door: Some(door) })
    }

    /// What is left of it.
    pub(crate) fn left(&self) -> Duration {
        self.ends_at.saturating_sub(self.clock.elapsed())
    }

    /// Asked by whoever is about to send the first byte of what must not be sent late: whether it may.
    pub(crate) async fn begin(&self) -> bool {
        if let Some(door) = &self.door
            && !door.pass().await
        {
            self.shut();
        }
        self.begin_in_time()
    }

    /// The same; `None`: the door has something to do first.
    fn try_begin(&self) -> Option<bool> {
        self.door.as_ref().is_none_or(|door| door.try_pass()).then(|| self.begin_in_time())
    }

    fn begin_in_time(&self) -> bool {
        if self.left().is_zero() {
            self.shut();
        }
        // What has begun goes on: it may have been seen.
        !matches!(self.state.compare_exchange(OPEN, SENT, Ordering::AcqRel, Ordering::Acquire), Err(SHUT))
    }

    /// Whether nothing will be sent any more.
    pub(super) fn is_shut(&self) -> bool {
        self.state.load(Ordering::Acquire) == SHUT
    }

    /// Lets nothing be sent any more; whether nothing has been.
    pub(crate) fn shut(&self) -> bool {
        !matches!(self.state.compare_exchange(OPEN, SHUT, Ordering::AcqRel, Ordering::Acquire), Err(SENT))
    }
}

/// A body that asks its budget before its first byte. Its length is known, and stands in the request as it does for any other.
pub(super) struct Budgeted {
    content: Option<Bytes>,
    budget: Arc<Budget>,
    /// What the door does first. Behind a lock that nobody waits for: a body is shared between threads.
    passing: Option<Mutex<Pin<Box<dyn Future<Output = bool> + Send>>>>,
}

impl Budgeted {
    pub(super) fn new(content: Bytes, budget: Arc<Budget>) -> Self {
        Budgeted { content: Some(content), budget, passing: None }
    }

    /// What is sent, if it may be.
    fn take(&mut self, begins: bool) -> Option<Result<Frame<Bytes>, TooLate>> {
        let content = self.content.take().filter(|_| begins);
        Some(content.map(Frame::data).ok_or(TooLate))
    }
}

/// The budget was over before anything was sent.
#[derive(Debug)]
pub(super) struct TooLate;

impl fmt::Display for TooLate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the time for this request was over before it was sent")
    }
}

impl std::error::Error for TooLate {}

impl hyper::body::Body for Budgeted {
    type Data = Bytes;
    type Error = TooLate;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TooLate>>> {
        let this = self.get_mut();
        if this.content.is_none() {
            return Poll::Ready(None);
        }
        if this.passing.is_none() {
            let begins = this.budget.try_begin();
            if let Some(begins) = begins {
                return Poll::Ready(this.take(begins));
            }
            let budget = this.budget.clone();
            this.passing = Some(Mutex::new(Box::pin(async move { budget.begin().await })));
        }
        let Some(passing) = &mut this.passing else { return Poll::Ready(None) };
        let begins = ready!(passing.get_mut().unwrap_or_else(PoisonError::into_inner).as_mut().poll(context));
        this.passing = None;
        Poll::Ready(this.take(begins))
    }

    fn is_end_stream(&self) -> bool {
        self.content.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.content.as_ref().map_or(0, |content| content.len() as u64))
    }
}
