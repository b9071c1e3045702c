//! The hooks around a fork, so that a forked child can go on using the objects that it inherited. The core has hooks of its own; these
//! call them and do the same for the threads and locks of the binding.

use std::cell::RefCell;

use pyo3::prelude::*;

use crate::{fork, runtime};

thread_local! {
    static HELD: RefCell<Option<runtime::Held>> = const { RefCell::new(None) };
}

/// Tells Python of the hooks, where it forks at all.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    if let Ok(register) = py.import("os")?.getattr("register_at_fork") {
        let hooks = pyo3::types::PyDict::new(py);
        hooks.set_item("before", wrap_pyfunction!(before_fork, module)?)?;
        hooks.set_item("after_in_parent", wrap_pyfunction!(after_fork_in_parent, module)?)?;
        hooks.set_item("after_in_child", wrap_pyfunction!(after_fork_in_child, module)?)?;
        register.call((), Some(&hooks))?;
    }
    Ok(())
}

/// Takes all locks: one that another thread holds during the fork would stay locked in the child for ever. Python calls this with
/// the interpreter lock, which is kept.
#[pyfunction]
pub(crate) fn before_fork() {
    fork::stand_aside();
    fork::begin();
    authpipe::fork::before();
    HELD.set(Some(runtime::hold()));
}

/// Releases the locks in the parent, which goes on as before.
#[pyfunction]
pub(crate) fn after_fork_in_parent() {
    HELD.take();
    authpipe::fork::after_in_parent();
    fork::end();
}

/// Resets what has threads, because the child has none of its parent's: each is made anew at its next use.
#[pyfunction]
pub(crate) fn after_fork_in_child() {
    if let Some(mut held) = HELD.take() {
        runtime::reset(&mut held);
    }
    authpipe::fork::after_in_child();
    fork::end();
}
