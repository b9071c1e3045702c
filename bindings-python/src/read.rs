//! Arguments as Python gives them. A value of the wrong type is a `TypeError` that names the argument and never shows the value,
//! which may be a secret.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDelta, PyFloat, PyInt, PyMapping, PySequence, PyString, PyType};

/// An argument of any type.
pub(crate) type Any<'py> = Bound<'py, PyAny>;

/// A `TypeError` that names the argument.
pub(crate) fn wrong_type(name: &str, wanted: &str, found: &Any<'_>) -> PyErr {
    let found = found.get_type().name().map_or_else(|_| "something else".to_owned(), |name| name.to_string());
    PyTypeError::new_err(format!("{name} must be {wanted}, not {found}"))
}

pub(crate) fn text(name: &str, value: &Any<'_>) -> PyResult<String> {
    let text = value.cast::<PyString>().map_err(|_| wrong_type(name, "a str", value))?;
    // A lone surrogate is no text.
    text.to_str().map(str::to_owned).map_err(|_| PyValueError::new_err(format!("{name} is not valid Unicode")))
}

pub(crate) fn optional<'py, T>(
    name: &str,
    value: &Any<'py>,
    read: impl FnOnce(&str, &Any<'py>) -> PyResult<T>,
) -> PyResult<Option<T>> {
    if value.is_none() { Ok(None) } else { read(name, value).map(Some) }
}

pub(crate) fn optional_text(name: &str, value: &Any<'_>) -> PyResult<Option<String>> {
    optional(name, value, text)
}

pub(crate) fn boolean(name: &str, value: &Any<'_>) -> PyResult<bool> {
    value.cast::<PyBool>().map(|flag| flag.is_true()).map_err(|_| wrong_type(name, "a bool", value))
}

/// A sequence of texts. One text is refused although it is a sequence of texts too: it is nearly always a mistake.
pub(crate) fn texts(name: &str, value: &Any<'_>) -> PyResult<Vec<String>> {
    let wrong = || wrong_type(name, "a sequence of str", value);
    if value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>() {
        return Err(wrong());
    }
    let sequence = value.cast::<PySequence>().map_err(|_| wrong())?;
    let mut found = Vec::new();
    for (index, item) in sequence.try_iter()?.enumerate() {
        found.push(text(&format!("{name}[{index}]"), &item?)?);
    }
    Ok(found)
}

/// A mapping with texts as keys.
pub(crate) fn mapping<'py, T>(
    name: &str,
    value: &Any<'py>,
    read: impl Fn(&str, &Any<'py>) -> PyResult<T>,
) -> PyResult<BTreeMap<String, T>> {
    let mapping = value.cast::<PyMapping>().map_err(|_| wrong_type(name, "a mapping", value))?;
    let mut found = BTreeMap::new();
    for pair in mapping.items()?.iter() {
        let (key, item): (Any<'py>, Any<'py>) = pair.extract()?;
        let key = text(&format!("a key of {name}"), &key)?;
        let item = read(&format!("{name}[{key:?}]"), &item)?;
        found.insert(key, item);
    }
    Ok(found)
}

/// A span of time: seconds, or a `timedelta`.
pub(crate) fn span(name: &str, value: &Any<'_>) -> PyResult<Duration> {
    let seconds: f64 = if value.is_instance_of::<PyDelta>() {
        value.call_method0("total_seconds")?.extract()?
    } else if !value.is_instance_of::<PyBool>() && (value.is_instance_of::<PyFloat>() || value.is_instance_of::<PyInt>()) {
        // An int may be larger than any float.
        value.extract().map_err(|_| PyValueError::new_err(format!("{name} must be 0 seconds or more, and not so long")))?
    } else {
        return Err(wrong_type(name, "a number of seconds or a timedelta", value));
    };
    Duration::try_from_secs_f64(seconds)
        .map_err(|_| PyValueError::new_err(format!("{name} must be 0 seconds or more, and not so long")))
}

/// A whole number that is not negative.
pub(crate) fn whole(name: &str, value: &Any<'_>) -> PyResult<u64> {
    if value.is_instance_of::<PyBool>() || !value.is_instance_of::<PyInt>() {
        return Err(wrong_type(name, "an int", value));
    }
    value.extract().map_err(|_| PyValueError::new_err(format!("{name} must be 0 or more, and not so large")))
}

/// A file's path.
pub(crate) fn path(name: &str, value: &Any<'_>) -> PyResult<PathBuf> {
    if value.is_instance_of::<PyString>() || value.hasattr("__fspath__")? {
        return value.extract().map_err(|_| wrong_type(name, "a str or os.PathLike", value));
    }
    Err(wrong_type(name, "a str or os.PathLike", value))
}

/// An object of one of our classes in Python.
pub(crate) fn instance_of(name: &str, value: &Any<'_>, class: &Bound<'_, PyType>) -> PyResult<()> {
    if value.is_instance(class)? { Ok(()) } else { Err(wrong_type(name, &format!("a {}", class.name()?), value)) }
}

/// JSON, for a definition.
pub(crate) fn json(name: &str, value: &Any<'_>) -> PyResult<serde_json::Value> {
    value.cast::<PyMapping>().map_err(|_| wrong_type(name, "a mapping", value))?;
    let py = value.py();
    let plain = py.get_type::<pyo3::types::PyDict>().call1((value,))?;
    let text: String = py
        .import("json")?
        .call_method1("dumps", (plain,))
        .and_then(|text| text.extract())
        .map_err(|_| PyTypeError::new_err(format!("{name} must hold what JSON can hold")))?;
    serde_json::from_str(&text).map_err(|_| PyTypeError::new_err(format!("{name} must hold what JSON can hold")))
}
