//! Makes and ends the core's own threads: closing the last handle waits until they have ended.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::base::Result;
use crate::base::erased::Answer;
use crate::base::exhausted::{check_threads, no_threads};
use crate::base::fork::SystemCall;

/// Two threads: the core waits for networks and disks, it does not compute.
pub(super) const WORKERS: usize = 2;
/// A refresh that is refused goes on with the next token, up to four deep, and without optimisation each takes half a megabyte. What is not
/// used costs addresses only.
const STACK: usize = 4 * 1024 * 1024;
/// Work that blocks, such as the look-up of a name, cannot be broken off. A close waits for it no longer than this.
const LONGEST_END: Duration = Duration::from_secs(2);

/// The runtime that carries an engine.
pub(super) struct Threads {
    /// Absent once somebody ends it. No handle is kept, which would keep descriptors of it open.
    runtime: Mutex<Option<Runtime>>,
    ended: Arc<watch::Sender<bool>>,
}

/// Starts threads.
///
/// # Errors
/// - `vault_unavailable`: the operating system gives none.
pub(super) fn start() -> Result<Runtime> {
    // One more for the first work that blocks; what comes behind waits for that one, where there are no others.
    check_threads(WORKERS + 1)?;
    Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .thread_name("authpipe")
        .thread_stack_size(STACK)
        // A thread that ends may hold a lock at the moment of a fork; those for blocking work are few and stay.
        .thread_keep_alive(Duration::from_secs(24 * 3600))
        .enable_all()
        .build()
        .map_err(no_threads)
}

impl Threads {
    /// Threads that were started.
    pub(super) fn new(runtime: Runtime) -> Self {
        Threads { runtime: Mutex::new(Some(runtime)), ended: Arc::new(watch::Sender::new(false)) }
    }

    /// Starts work on these threads; `None` once somebody ends them.
    pub(super) fn spawn(
        &self,
        work: impl Future<Output = Result<Answer>> + Send + 'static,
    ) -> Option<JoinHandle<Result<Answer>>> {
        self.lock().as_ref().map(|runtime| runtime.spawn(work))
    }

    /// The way to them, `None` once somebody ends them. Whoever keeps it keeps descriptors open.
    pub(super) fn handle(&self) -> Option<Handle> {
        self.lock().as_ref().map(|runtime| runtime.handle().clone())
    }

    /// Ends them and what still runs on them. Whoever asks again waits for the same end. Nobody finds them any more to bring them
    /// to a halt, so a fork waits for `ending`.
    pub(super) async fn end(&self, ending: SystemCall) {
        let mut ended = self.ended.subscribe();
        let runtime = self.lock().take();
        if let Some(runtime) = runtime {
            let over = self.ended.clone();
            let has_thread = end_elsewhere(runtime, move |runtime| {
                runtime.shutdown_timeout(LONGEST_END);
                drop(ending);
                over.send_replace(true);
            });
            if !has_thread {
                self.ended.send_replace(true);
            }
        }
        // An error says that nobody is left who could end them.
        let _ = ended.wait_for(|ended| *ended).await;
    }

    /// The runtime, for its owner's drop; `None` if it is ending already. Takes no lock, which a forked child could not have.
    pub(super) fn take_mut(&mut self) -> Option<Runtime> {
        self.runtime.get_mut().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Runtime>> {
        self.runtime.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends the threads of a core that is dropped. Nobody waits for it but a fork.
pub(super) fn end_behind(runtime: Runtime) {
    let ending = SystemCall::begin();
    end_elsewhere(runtime, move |runtime| {
        runtime.shutdown_timeout(LONGEST_END);
        drop(ending);
    });
}

/// Ends a runtime on a thread of its own, because that waits, which an async caller must not; `false`: the operating system gave
/// no thread, and nothing waits.
pub(super) fn end_elsewhere(runtime: Runtime, end: impl FnOnce(Runtime) + Send + 'static) -> bool {
    let shared = Arc::new(Mutex::new(Some(runtime)));
    let theirs = shared.clone();
    let take = |shared: &Mutex<Option<Runtime>>| shared.lock().unwrap_or_else(PoisonError::into_inner).take();
    let work = move || {
        if let Some(runtime) = take(&theirs) {
            end(runtime);
        }
    };
    let started = std::thread::Builder::new().name("authpipe-end".into()).spawn(work).is_ok();
    if !started && let Some(runtime) = take(&shared) {
        runtime.shutdown_background();
    }
    started
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Wake};

    use super::super::options::{Mode, Options};
    use super::super::{Authpipe, ErrorCode};
    use super::*;
    use crate::base::{Clock as _, SystemClock};

    struct Unpark(std::thread::Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    /// The smallest executor: nothing of tokio is on this thread, as with Swift's and with asyncio's.
    fn block_on<F: Future>(work: F) -> F::Output {
        let mut work = pin!(work);
        let waker = Arc::new(Unpark(std::thread::current())).into();
        loop {
            match work.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(output) => return output,
                Poll::Pending => std::thread::park(),
            }
        }
    }

    /// A thread that ends gives back what whole processes share, under locks that a child would inherit.
    #[test]
    fn a_fork_waits_for_threads_that_end() {
        let ends: [fn(Runtime); 2] = [|runtime| block_on(Threads::new(runtime).end(SystemCall::begin())), end_behind];
        for end in ends {
            let runtime = start().unwrap();
            let (release, held) = std::sync::mpsc::channel::<()>();
            let (started, is_running) = std::sync::mpsc::channel();
            runtime.spawn_blocking(move || {
                started.send(()).unwrap();
                let _ = held.recv();
            });
            is_running.recv().unwrap();
            let ending = std::thread::spawn(move || end(runtime));
            // As long as a fork waits at most: whatever it is that ends, it has begun by then, and goes on.
            let bound = SystemClock.elapsed() + Duration::from_millis(950);
            while SystemCall::wait_for_all(Duration::ZERO) && SystemClock.elapsed() < bound {
                std::thread::yield_now();
            }
            assert!(!SystemCall::wait_for_all(SystemClock.elapsed() + Duration::from_millis(50)), "the threads are still there");
            drop(release);
            ending.join().unwrap();
            assert!(SystemCall::wait_for_all(Duration::MAX));
        }
    }

    #[test]
    fn every_call_works_on_any_executor_also_with_a_time_limit() {
        let options = Options {
            vault: Some("memory:".into()),
            keys: vec![crate::vault::LocalRootKey::make()],
            mode: Some(Mode::Development),
            ..Options::default()
        };
        let authpipe = Authpipe::new(options).unwrap();
        let limited = authpipe.limited(Duration::from_secs(60));
        block_on(limited.ready()).unwrap();
        assert_eq!(block_on(limited.count_grants()).unwrap(), []);
        block_on(authpipe.close()).unwrap();
        assert_eq!(block_on(limited.count_grants()).unwrap_err().code(), ErrorCode::Closed);
    }
}
