//! What must happen around a fork, so that a child of this process goes on with what it inherited.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

use pyo3::prelude::*;

use crate::runtime;

static GENERATION: AtomicU64 = AtomicU64::new(0);

thread_local! {
    static HELD: RefCell<Option<runtime::Held>> = const { RefCell::new(None) };
}

/// Counts the forks between the first process and this one.
pub(crate) fn generation() -> u64 {
    GENERATION.load(Ordering::Relaxed)
}

/// No thread but the forking one may be inside our locks: the child would wait for it for ever.
#[pyfunction]
pub(crate) fn before_fork() {
    HELD.set(Some(runtime::hold()));
}

/// The parent goes on as before.
#[pyfunction]
pub(crate) fn after_fork_in_parent() {
    HELD.take();
}

/// The child has none of its parent's threads: everything that has any is made anew at its next use.
#[pyfunction]
pub(crate) fn after_fork_in_child() {
    GENERATION.fetch_add(1, Ordering::Relaxed);
    if let Some(mut held) = HELD.take() {
        runtime::reset(&mut held);
    }
}
