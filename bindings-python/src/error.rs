//! Errors on their way to Python: the one table from ours to its classes.

use std::error::Error as _;

use authpipe::{Error, ErrorCode};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

/// An error of ours as the exception of its family.
pub(crate) fn raise(error: &Error) -> PyErr {
    Python::attach(|py| build(py, error).map_or_else(|failure| failure, PyErr::from_value))
}

fn build<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyAny>> {
    static FROM_NATIVE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let mut causes = Vec::new();
    let mut source = error.source();
    while let Some(cause) = source {
        causes.push(cause.to_string());
        source = cause.source();
    }
    // A printed error should say what to do, so the hint is part of the message; it is there by itself too.
    let message = match error.hint() {
        Some(hint) => format!("{} {hint}", error.message()),
        None => error.message().to_owned(),
    };
    let context = error.context();
    let details = PyDict::new(py);
    details.set_item("code", error.code().as_str())?;
    details.set_item("hint", error.hint())?;
    details.set_item("docs_url", error.docs_url())?;
    details.set_item("retry", error.retry().as_str())?;
    details.set_item("retry_after", error.retry_after().map(|after| after.as_secs_f64()))?;
    details.set_item("provider", &context.provider)?;
    details.set_item("config", &context.config)?;
    details.set_item("tenant_id", &context.tenant_id)?;
    details.set_item("user_id", &context.user_id)?;
    details.set_item("connection_id", &context.connection_id)?;
    details.set_item("reason", &context.reason)?;
    details.set_item("provider_error", &context.provider_error)?;
    let from_native = FROM_NATIVE.import(py, "authpipe._errors", "from_native")?;
    from_native.call1((error.code().class().as_str(), message, causes, details))
}

/// What a caller is told when our own code panicked. What it was about is on standard error, not here.
pub(crate) fn panicked() -> Error {
    Error::new(ErrorCode::VaultUnavailable, "An internal error stopped this call. What was saved before it is safe.")
        .with_hint("Try again; if it happens again, report it.")
}

/// What a caller is told who waits in a forked child for what only the parent can finish.
pub(crate) fn forked() -> Error {
    Error::new(ErrorCode::Forked, "This process was forked while the call was under way, and only its parent can finish it.")
        .with_hint("Call again in this process.")
}
