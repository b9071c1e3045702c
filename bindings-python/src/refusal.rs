//! Raises refused arguments: errors of ours, and `TypeError` or `ValueError` too where Python's programmers expect those.

use authpipe::{Error, ErrorCode};
use authpipe_bindings::Refusal;
use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::error;

/// An argument of any type.
pub(crate) type Any<'py> = Bound<'py, PyAny>;

/// A refused argument as an error of ours with this code. What must be changed in the code is a `TypeError` too, and a length of time
/// that cannot be a `ValueError`, as Python's programmers expect.
pub(crate) fn raise(refusal: Refusal, code: ErrorCode) -> PyErr {
    match refusal {
        Refusal::Type(message) => refused("TypeError", code, &message),
        Refusal::Range(message) if code != ErrorCode::ConfigInvalid => refused("ValueError", code, &message),
        Refusal::Core(error) => error::raise(&error),
        Refusal::Value(message) | Refusal::Range(message) => error::raise(&Error::new(code, message)),
    }
}

/// An argument of a wrong type, by name, for what no record describes.
pub(crate) fn wrong_type(code: ErrorCode, name: &str, wanted: &str, found: &Any<'_>) -> PyErr {
    refused("TypeError", code, &format!("{name} must be {wanted}, not {}.", type_name(found)))
}

/// An error of ours that is one of Python's too.
pub(crate) fn refused(also: &str, code: ErrorCode, message: &str) -> PyErr {
    let make = |py: Python<'_>| {
        let refused = py.import(pyo3::intern!(py, "authpipe._errors"))?.getattr(pyo3::intern!(py, "refused"))?;
        refused.call1((also, code.as_str(), message)).map(PyErr::from_value)
    };
    Python::attach(|py| make(py).unwrap_or_else(|failure| failure))
}

/// An object of one of the façade's classes.
pub(crate) fn instance_of(code: ErrorCode, name: &str, value: &Any<'_>, class: &Bound<'_, PyType>) -> PyResult<()> {
    if value.is_instance(class)? { Ok(()) } else { Err(wrong_type(code, name, &format!("a {}", class.name()?), value)) }
}

/// The name of its class.
pub(crate) fn type_name(value: &Any<'_>) -> String {
    value.get_type().name().map_or_else(|_| "something else".to_owned(), |name| name.to_string())
}
