//! How long an exchange may take, by the clock that counts suspends. Timers of the runtime do not count them: a machine that sleeps, or a
//! process that is stopped, finds its lease over and its connection ready (SR-57). So whatever is about to be sent asks here first.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Frame, SizeHint};

use crate::base::Clock;

/// The time of one exchange, and whether its request has begun to be sent.
pub(crate) struct Budget {
    clock: Arc<dyn Clock>,
    ends_at: Duration,
    state: AtomicU8,
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
        Arc::new(Budget { clock: clock.clone(), ends_at, state: AtomicU8::new(OPEN) })
    }

    /// What is left of it.
    pub(crate) fn left(&self) -> Duration {
        self.ends_at.saturating_sub(self.clock.elapsed())
    }

    /// Asked by whoever is about to send the first byte of what must not be sent late: whether it may.
    pub(crate) fn begin(&self) -> bool {
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
}

impl Budgeted {
    pub(super) fn new(content: Bytes, budget: Arc<Budget>) -> Self {
        Budgeted { content: Some(content), budget }
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

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TooLate>>> {
        let Some(content) = self.content.take() else { return Poll::Ready(None) };
        Poll::Ready(Some(if self.budget.begin() { Ok(Frame::data(content)) } else { Err(TooLate) }))
    }

    fn is_end_stream(&self) -> bool {
        self.content.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.content.as_ref().map_or(0, |content| content.len() as u64))
    }
}
