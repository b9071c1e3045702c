//! Asks whether an event loop runs: a blocking call would halt it, so each one asks.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

/// Whether a loop of asyncio runs in this thread. Only a program that has loaded asyncio can be running one, and loading it takes
/// longer than most starts.
#[inline]
pub(crate) fn is_running(py: Python<'_>) -> bool {
    static RUNNING_LOOP: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let running_loop = match RUNNING_LOOP.get(py) {
        Some(found) => found,
        None => match find(py) {
            Ok(Some(found)) => RUNNING_LOOP.get_or_init(py, || found.unbind()),
            _ => return false,
        },
    };
    running_loop.bind(py).call0().is_ok_and(|running| !running.is_none())
}

/// asyncio's own function, once it is there.
fn find(py: Python<'_>) -> PyResult<Option<Bound<'_, PyAny>>> {
    static MODULES: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
    let modules = MODULES.get_or_try_init(py, || PyResult::Ok(py.import("sys")?.getattr("modules")?.cast_into()?.unbind()))?;
    match modules.bind(py).get_item(pyo3::intern!(py, "asyncio"))? {
        Some(asyncio) => asyncio.getattr("_get_running_loop").map(Some),
        None => Ok(None),
    }
}
