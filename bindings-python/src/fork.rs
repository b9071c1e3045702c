//! What must happen around a fork, so that a child of this process goes on with what it inherited. The core knows how; this keeps
//! the binding's own threads and locks in step with it.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use pyo3::prelude::*;

use crate::runtime;

thread_local! {
    static HELD: RefCell<Option<runtime::Held>> = const { RefCell::new(None) };
}

/// Whether a thread is between `before` and `after`, with all locks in its hand.
static FORKING: AtomicBool = AtomicBool::new(false);

/// Waits, without the interpreter lock, while another thread forks. Python runs hooks of others between ours, and lets threads take
/// turns there: one that came in with the interpreter lock and then waited for ours would keep the fork from ever going on. So every
/// call passes here first.
#[inline]
pub(crate) fn stand_aside() {
    if FORKING.load(Ordering::Acquire) {
        wait_for_fork();
    }
}

#[cold]
fn wait_for_fork() {
    if HELD.with_borrow(Option::is_some) {
        return;
    }
    Python::try_attach(|py| {
        // Looked at with the interpreter lock in hand: while this thread waited for that, the next fork may have begun.
        while FORKING.load(Ordering::Acquire) {
            // A fork takes milliseconds; a lock to wait on would be one more that a child inherits.
            py.detach(|| std::thread::sleep(Duration::from_millis(1)));
        }
    });
}

/// Counts the forks between the first process and this one.
pub(crate) fn generation() -> u64 {
    authpipe::fork::generation()
}

/// No thread but the forking one may be inside our locks: the child would wait for it for ever. It is called with the interpreter
/// lock held and does not let it go.
#[pyfunction]
pub(crate) fn before_fork() {
    stand_aside();
    FORKING.store(true, Ordering::Release);
    authpipe::fork::before();
    HELD.set(Some(runtime::hold()));
}

/// The parent goes on as before.
#[pyfunction]
pub(crate) fn after_fork_in_parent() {
    HELD.take();
    authpipe::fork::after_in_parent();
    FORKING.store(false, Ordering::Release);
}

/// The child has none of its parent's threads: everything that has any is made anew at its next use.
#[pyfunction]
pub(crate) fn after_fork_in_child() {
    if let Some(mut held) = HELD.take() {
        runtime::reset(&mut held);
    }
    authpipe::fork::after_in_child();
    FORKING.store(false, Ordering::Release);
}
