//! Starts tasks that outlive their callers, holds back scheduled work, and waits for both at close.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;
use tokio::task::JoinHandle;
use tokio_util::task::TaskTracker;

use super::errors;
use crate::base::erased::{Answer, Work, erase, typed};
use crate::base::fork::{Origin, SystemCall};
use crate::base::log::{Log, Loggers};
use crate::base::waiting::carried;
use crate::base::{Error, ErrorCode, Result};

/// The tasks of one engine.
pub(in crate::engine) struct Tasks {
    /// Where `runtime` has its threads.
    origin: Origin,
    /// `None` after the end: a handle keeps descriptors of its runtime open.
    runtime: Mutex<Option<Handle>>,
    all: TaskTracker,
    /// Those of `all` that talk to a provider and store what it says, or take the vault behind a look. Closed from the start, so that a wait
    /// ends with the last.
    exchanges: TaskTracker,
    wake: Notify,
    closed: AtomicBool,
    /// Whether scheduled work waits.
    suspended: AtomicBool,
    /// Who hears what the engine does by itself.
    loggers: Arc<Loggers>,
}

impl Tasks {
    /// None yet. `runtime` carries everything that outlives a call.
    pub(in crate::engine) fn new(runtime: Handle) -> Self {
        Tasks::of_process(Origin::here(), runtime)
    }

    /// The same, of the process that `origin` names.
    pub(in crate::engine) fn of_process(origin: Origin, runtime: Handle) -> Self {
        let exchanges = TaskTracker::new();
        exchanges.close();
        Tasks {
            origin,
            runtime: Mutex::new(Some(runtime)),
            all: TaskTracker::new(),
            exchanges,
            wake: Notify::new(),
            closed: AtomicBool::new(false),
            suspended: AtomicBool::new(false),
            loggers: Arc::default(),
        }
    }

    /// Runs something that outlives its caller; an orderly shutdown waits for it (SR-59).
    pub(in crate::engine) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.spawn_boxed(Box::pin(work));
    }

    fn spawn_boxed(&self, work: Pin<Box<dyn Future<Output = ()> + Send>>) {
        drop(self.begin(erase(async move {
            work.await;
            Ok(())
        })));
    }

    /// `None`: after the end nothing is begun.
    fn begin(&self, work: Work<'static>) -> Option<JoinHandle<Result<Answer>>> {
        // Begun under the lock: what is begun before the end is waited for.
        let runtime = self.runtime.lock().unwrap_or_else(PoisonError::into_inner);
        runtime.as_ref().map(|runtime| self.all.spawn_on(self.loggers.clone().scope(work), runtime))
    }

    /// The same for what [`Tasks::idle`] waits for.
    pub(in crate::engine) fn spawn_exchange(&self, work: impl Future<Output = ()> + Send + 'static) {
        let work: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(work);
        self.spawn_boxed(Box::pin(self.exchanges.track_future(work)));
    }

    /// Sees something through whose first step cannot be repeated: a caller that goes away, such as a browser that hangs up,
    /// stops waiting and nothing else, and an orderly shutdown waits for the end (SR-59).
    pub(in crate::engine) async fn see_through<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T>> + Send + 'static,
    ) -> Result<T> {
        typed(self.see_on(erase(work)).await?)
    }

    async fn see_on(&self, work: Work<'static>) -> Result<Answer> {
        let work = self.exchanges.track_future(Log::here().scope(carried(work)));
        let Some(task) = self.begin(Box::pin(work)) else { return Err(closed()) };
        task.await.unwrap_or_else(|error| Err(if error.is_panic() { errors::interrupted() } else { closed() }))
    }

    /// Why nobody has answered those who share some work: after the end nothing is begun, and before it only a panic ends a task.
    pub(in crate::engine) fn why_unanswered(&self) -> Error {
        if self.runtime().is_none() { closed() } else { errors::interrupted() }
    }

    /// Waits until no exchange is under way: none that has begun still has something to store. Nor does a look.
    pub(in crate::engine) async fn idle(&self) {
        self.exchanges.wait().await;
    }

    /// No new work starts; waits until what is under way has ended. From here on a fork cannot bring the threads to a halt by this
    /// engine's runtime, so it waits until the answer is dropped.
    pub(in crate::engine) async fn close(&self) -> SystemCall {
        self.closed.store(true, Ordering::SeqCst);
        self.wake();
        self.all.close();
        self.all.wait().await;
        let ending = SystemCall::begin();
        self.runtime.lock().unwrap_or_else(PoisonError::into_inner).take();
        // A call under way may have begun something in between.
        self.all.wait().await;
        ending
    }

    /// Whether [`Tasks::close`] has been called.
    pub(in crate::engine) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    /// # Errors
    /// - `closed`: after [`Tasks::close`].
    pub(in crate::engine) fn check_open(&self) -> Result<()> {
        if self.closed.load(Ordering::Relaxed) {
            return Err(closed());
        }
        Ok(())
    }

    /// Has scheduled work wait, or go on.
    pub(in crate::engine) fn set_suspended(&self, suspended: bool) {
        self.suspended.store(suspended, Ordering::SeqCst);
    }

    /// Whether anything was started that has not ended.
    #[cfg(test)]
    pub(in crate::engine) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether scheduled work waits.
    pub(in crate::engine) fn is_suspended(&self) -> bool {
        self.suspended.load(Ordering::SeqCst)
    }

    /// Wakes scheduled work: the clock was moved, or there is something to end or to go on with.
    pub(in crate::engine) fn wake(&self) {
        self.wake.notify_waiters();
    }

    /// Resolves at the next [`Tasks::wake`] after this call.
    pub(in crate::engine) fn woken(&self) -> Notified<'_> {
        self.wake.notified()
    }

    /// The process that started this engine; a forked child is another one.
    pub(in crate::engine) fn origin(&self) -> Origin {
        self.origin
    }

    /// Who hears what the engine does by itself.
    pub(in crate::engine) fn loggers(&self) -> &Arc<Loggers> {
        &self.loggers
    }

    /// The threads that carry everything; `None` after the end.
    pub(in crate::engine) fn runtime(&self) -> Option<Handle> {
        self.runtime.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn closed() -> Error {
    Error::new(ErrorCode::Closed, "This Authpipe object has been closed.")
}
