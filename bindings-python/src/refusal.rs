//! Raises refused arguments as the exceptions that Python's programmers expect: `TypeError`, or ours.

use authpipe::{Error, ErrorCode};
use authpipe_bindings::Refusal;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::error;

/// An argument of any type.
pub(crate) type Any<'py> = Bound<'py, PyAny>;

/// A refused argument as the exception that Python's programmers expect: `TypeError` for what must be changed in the code,
/// `ValueError` for a length of time that cannot be, otherwise an error of ours with this code.
pub(crate) fn raise(refusal: Refusal, code: ErrorCode) -> PyErr {
    match refusal {
        Refusal::Type(message) => PyTypeError::new_err(message.trim_end_matches('.').to_owned()),
        Refusal::Range(message) if code != ErrorCode::ConfigInvalid => {
            PyValueError::new_err(message.trim_end_matches('.').to_owned())
        }
        Refusal::Core(error) => error::raise(&error),
        Refusal::Value(message) | Refusal::Range(message) => error::raise(&Error::new(code, message)),
    }
}

/// A `TypeError` that names the argument, for what no record describes.
pub(crate) fn wrong_type(name: &str, wanted: &str, found: &Any<'_>) -> PyErr {
    PyTypeError::new_err(format!("{name} must be {wanted}, not {}", type_name(found)))
}

/// An object of one of the façade's classes.
pub(crate) fn instance_of(name: &str, value: &Any<'_>, class: &Bound<'_, PyType>) -> PyResult<()> {
    if value.is_instance(class)? { Ok(()) } else { Err(wrong_type(name, &format!("a {}", class.name()?), value)) }
}

/// The name of its class.
pub(crate) fn type_name(value: &Any<'_>) -> String {
    value.get_type().name().map_or_else(|_| "something else".to_owned(), |name| name.to_string())
}
