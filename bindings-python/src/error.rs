//! Raises errors of the core as exceptions of Python, by the one table of classes.

use authpipe::{Error, ErrorCode};
use authpipe_bindings::{ErrorFields, Give, Given, Language};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

/// An error of ours as the exception of its family.
pub(crate) fn raise(error: &Error) -> PyErr {
    Python::attach(|py| build(py, error).map_or_else(|failure| failure, PyErr::from_value))
}

fn build<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyAny>> {
    static FROM_NATIVE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let fields = ErrorFields::new(error, Language::Python);
    let details = PyDict::new(py);
    if let Given::Record(record, values) = fields.details.give() {
        for (field, value) in record.fields.iter().zip(values) {
            let value = match value {
                Given::Text(text) => text.into_pyobject(py)?.into_any(),
                Given::Span(span) => span.as_secs_f64().into_pyobject(py)?.into_any(),
                record @ Given::Record(..) => crate::give::object(py, record)?,
                // An error says nothing else.
                _ => py.None().into_bound(py),
            };
            details.set_item(Language::Python.member(field), value)?;
        }
    }
    let from_native = FROM_NATIVE.import(py, "authpipe._errors", "from_native")?;
    from_native.call1((fields.class, fields.causes, details))
}

/// What a caller is told who waits in a forked child for what only the parent can finish.
pub(crate) fn forked() -> Error {
    Error::new(ErrorCode::Forked, "This process was forked while the call was under way, and only its parent can finish it.")
        .with_hint("Call again in this process.")
}
