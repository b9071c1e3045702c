//! Tells which process this is, and whether a thread of it is forking. The hooks around a fork are in `fork_hooks`.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use pyo3::prelude::*;

thread_local! {
    static IS_FORKER: Cell<bool> = const { Cell::new(false) };
}

/// Whether a thread is forking: it has run the hook before the fork and holds all locks.
static FORKING: AtomicBool = AtomicBool::new(false);

/// Counts the forks between the first process and this one.
#[inline]
pub(crate) fn generation() -> u64 {
    authpipe::fork::generation()
}

/// Marks this thread as the one that forks.
pub(crate) fn begin() {
    IS_FORKER.set(true);
    FORKING.store(true, Ordering::Release);
}

/// Ends the mark, after every lock is released.
pub(crate) fn end() {
    IS_FORKER.set(false);
    FORKING.store(false, Ordering::Release);
}

/// Waits while another thread forks, with the interpreter lock released. Every call begins with this. Without it two threads could
/// wait for each other: between our hooks Python runs hooks of others and may switch threads, and a thread that then holds the
/// interpreter lock and waits for a lock of ours would keep the forking thread from going on.
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
