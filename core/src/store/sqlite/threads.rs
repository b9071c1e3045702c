//! Threads that start and end, as a fork sees them: a thread that has just begun, or has done its work and is on its way out, may
//! hold a lock of the standard library or of the system. So the forking thread waits until it is in its work, or gone.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::base::erased::{Answer, erased, typed};
use crate::base::fork::{lock_until, pause};
use crate::base::log::Log;
use crate::base::{Clock as _, SystemClock};

/// Threads of stores that are gone.
static LEFT: Mutex<Vec<JoinHandle<()>>> = Mutex::new(Vec::new());
/// Blocking work that has no thread yet.
static STARTING: AtomicUsize = AtomicUsize::new(0);

/// Waits for threads. One that has panicked has nothing left to finish.
pub(super) fn join(threads: Vec<JoinHandle<()>>) {
    for thread in threads {
        let _ = thread.join();
    }
}

/// The same until a time of the system's clock; what has not ended is given back.
pub(super) fn join_until(threads: Vec<JoinHandle<()>>, until: Duration) -> Vec<JoinHandle<()>> {
    let mut left = Vec::new();
    for thread in threads {
        while !thread.is_finished() && SystemClock.elapsed() < until {
            pause();
        }
        if thread.is_finished() {
            // Its work is done; what follows takes microseconds, and has to be waited for.
            let _ = thread.join();
        } else {
            left.push(thread);
        }
    }
    left
}

/// Leaves threads that are told to end to whoever asks for all.
pub(super) fn leave(threads: Vec<JoinHandle<()>>) {
    let mut left = LEFT.lock().unwrap_or_else(PoisonError::into_inner);
    left.extend(threads);
    let all = std::mem::take(&mut *left);
    *left = join_until(all, Duration::ZERO);
}

/// Waits for all that were left and for work that has no thread yet, at most until this time of the system's clock. Threads that
/// still work then show themselves by what they hold. `None`: something may be about to start, or a lock could not be had.
pub(super) fn join_all(until: Duration) -> Option<AllJoined> {
    while STARTING.load(Ordering::SeqCst) > 0 {
        if SystemClock.elapsed() >= until {
            return None;
        }
        pause();
    }
    let mut left = lock_until(&LEFT, until)?;
    let threads = std::mem::take(&mut *left);
    *left = join_until(threads, until);
    Some(AllJoined(left))
}

/// While it is there, nobody leaves a thread.
pub(super) struct AllJoined(MutexGuard<'static, Vec<JoinHandle<()>>>);

impl AllJoined {
    /// This process is the child of a fork: the threads are the parent's.
    pub(super) fn enter_child(mut self) {
        std::mem::forget(std::mem::take(&mut *self.0));
    }
}

/// Work on the runtime's threads for blocking work; `None` if it panicked or the runtime is gone.
pub(crate) async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    typed(run(Box::new(move || erased(work()))).await?).ok()
}

async fn run(work: Box<dyn FnOnce() -> Answer + Send>) -> Option<Answer> {
    let (starting, log) = (Starting::new(), Log::here());
    let task = tokio::task::spawn_blocking(move || {
        let _on = log.enter();
        drop(starting);
        work()
    });
    task.await.ok()
}

/// Counted until the work begins, or is thrown away.
struct Starting;

impl Starting {
    fn new() -> Self {
        STARTING.fetch_add(1, Ordering::SeqCst);
        Starting
    }
}

impl Drop for Starting {
    fn drop(&mut self) {
        STARTING.fetch_sub(1, Ordering::SeqCst);
    }
}
