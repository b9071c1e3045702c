//! What must happen around a fork, so that a child of this process goes on with what it inherited. The core knows how; this keeps
//! the binding's own threads and locks in step with it.

use std::cell::RefCell;

use pyo3::prelude::*;

use crate::{fork, runtime};

thread_local! {
    static HELD: RefCell<Option<runtime::Held>> = const { RefCell::new(None) };
}

/// No thread but the forking one may be inside our locks: the child would wait for it for ever. It is called with the interpreter
/// lock held and does not let it go.
#[pyfunction]
pub(crate) fn before_fork() {
    fork::stand_aside();
    fork::begin();
    authpipe::fork::before();
    HELD.set(Some(runtime::hold()));
}

/// The parent goes on as before.
#[pyfunction]
pub(crate) fn after_fork_in_parent() {
    HELD.take();
    authpipe::fork::after_in_parent();
    fork::end();
}

/// The child has none of its parent's threads: everything that has any is made anew at its next use.
#[pyfunction]
pub(crate) fn after_fork_in_child() {
    if let Some(mut held) = HELD.take() {
        runtime::reset(&mut held);
    }
    authpipe::fork::after_in_child();
    fork::end();
}
