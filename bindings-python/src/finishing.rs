//! What is done at the end of the interpreter.

use pyo3::prelude::*;

use crate::runtime::{self, now};

/// Waits for exchanges under way, so that no rotated token is lost, and closes every handle. Called at the end of the interpreter.
#[pyfunction]
pub(crate) fn finish(py: Python<'_>) -> PyResult<()> {
    let finished = now("finish", || runtime::finish(py));
    runtime::fall_silent(py);
    finished
}
