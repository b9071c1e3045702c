//! Which process this is, and whether a thread of it is forking. The hooks around a fork are in `fork_hooks`.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use pyo3::prelude::*;

thread_local! {
    static IS_FORKER: Cell<bool> = const { Cell::new(false) };
}

/// Whether a thread is between the hooks, with all locks in its hand.
static FORKING: AtomicBool = AtomicBool::new(false);

/// Counts the forks between the first process and this one.
#[inline]
pub(crate) fn generation() -> u64 {
    authpipe::fork::generation()
}

/// This thread forks.
pub(crate) fn begin() {
    IS_FORKER.set(true);
    FORKING.store(true, Ordering::Release);
}

/// It has forked, and let go of every lock.
pub(crate) fn end() {
    IS_FORKER.set(false);
    FORKING.store(false, Ordering::Release);
}

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
    if IS_FORKER.get() {
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
