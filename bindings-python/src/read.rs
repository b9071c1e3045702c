//! Arguments as Python gives them. Which members an argument has, and what a refusal says, is written once for all languages in
//! `authpipe-bindings`; here is only how a value of Python is looked at.

use std::path::PathBuf;
use std::time::Duration;

use authpipe::{Error, ErrorCode, Secret as CoreSecret};
use authpipe_bindings::{HostValue, Language, Number, Read, Refusal};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDelta, PyDict, PyFloat, PyInt, PyMapping, PySequence, PyString, PyType};

use crate::error;
use crate::secret::Secret;

/// An argument of any type.
pub(crate) type Any<'py> = Bound<'py, PyAny>;

/// The arguments of a call, by name.
pub(crate) struct Given<'a, 'py>(pub(crate) &'a Bound<'py, PyDict>);

impl Given<'_, '_> {
    /// The arguments that are members of a record.
    pub(crate) fn record<T: Read>(&self) -> PyResult<T> {
        // A call names its arguments one by one, so the path of a refusal begins with the member.
        self.read(self.0.as_any(), "arguments")
    }

    /// One argument.
    pub(crate) fn one<T: Read>(&self, name: &str) -> PyResult<T> {
        let value = self.0.get_item(name)?.unwrap_or_else(|| self.0.py().None().into_bound(self.0.py()));
        self.read(&value, name)
    }

    fn read<T: Read>(&self, value: &Any<'_>, name: &str) -> PyResult<T> {
        read(value, name).map_err(|refusal| self.not_unicode().unwrap_or_else(|| raise(refusal, ErrorCode::InvalidRequest)))
    }

    /// A text with a lone surrogate is a `str` of Python, but no text.
    fn not_unicode(&self) -> Option<PyErr> {
        let is_broken = |value: &Any<'_>| value.cast::<PyString>().is_ok_and(|text| text.to_str().is_err());
        let (name, _) = self.0.iter().find(|(_, value)| is_broken(value))?;
        Some(PyValueError::new_err(format!("{name} is not valid Unicode")))
    }
}

/// Reads an argument.
pub(crate) fn read<T: Read>(value: &Any<'_>, name: &str) -> Result<T, Refusal> {
    authpipe_bindings::read(&Value::from(value), name)
}

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

fn type_name(value: &Any<'_>) -> String {
    value.get_type().name().map_or_else(|_| "something else".to_owned(), |name| name.to_string())
}

/// A value of Python, or a secret that the façade has wrapped so that it does not print.
pub(crate) enum Value<'py> {
    Host(Any<'py>),
    Text(CoreSecret<String>),
    Fields(Vec<(String, CoreSecret<String>)>),
}

impl<'py> From<&Any<'py>> for Value<'py> {
    fn from(value: &Any<'py>) -> Self {
        match value.cast::<Secret>() {
            Ok(secret) => match secret.get().fields.as_slice() {
                [(name, text)] if name == "value" => Value::Text(text.clone()),
                fields => Value::Fields(fields.to_vec()),
            },
            Err(_) => Value::Host(value.clone()),
        }
    }
}

impl<'py> Value<'py> {
    fn host(&self) -> Option<&Any<'py>> {
        match self {
            Value::Host(value) => Some(value),
            Value::Text(_) | Value::Fields(_) => None,
        }
    }
}

impl HostValue for Value<'_> {
    const LANGUAGE: Language = Language::Python;

    fn is_absent(&self) -> bool {
        self.host().is_some_and(|value| value.is_none())
    }

    fn type_name(&self) -> Option<String> {
        Some(self.host().map_or_else(|| "Secret".to_owned(), type_name))
    }

    fn text(&self) -> Option<String> {
        match self {
            Value::Host(value) => value.cast::<PyString>().ok()?.to_str().ok().map(str::to_owned),
            Value::Text(text) => Some(text.expose().clone()),
            Value::Fields(_) => None,
        }
    }

    fn flag(&self) -> Option<bool> {
        self.host()?.cast::<PyBool>().ok().map(|flag| flag.is_true())
    }

    fn whole(&self) -> Option<Number<u64>> {
        let value = self.host()?;
        // To Python a bool is an int.
        if value.is_instance_of::<PyBool>() || !value.is_instance_of::<PyInt>() {
            return None;
        }
        Some(value.extract().map_or(Number::DoesNot, Number::Fits))
    }

    fn span(&self) -> Option<Number<Duration>> {
        let value = self.host()?;
        let seconds: PyResult<f64> = if value.is_instance_of::<PyDelta>() {
            value.call_method0("total_seconds").and_then(|seconds| seconds.extract())
        } else if !value.is_instance_of::<PyBool>() && (value.is_instance_of::<PyFloat>() || value.is_instance_of::<PyInt>()) {
            // An int may be larger than any float.
            value.extract()
        } else {
            return None;
        };
        let span = seconds.ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Some(span.map_or(Number::DoesNot, Number::Fits))
    }

    fn path(&self) -> Option<PathBuf> {
        let value = self.host()?;
        let is_path = value.is_instance_of::<PyString>() || value.hasattr("__fspath__").unwrap_or(false);
        if is_path { value.extract().ok() } else { None }
    }

    fn items(&self) -> Option<Vec<Self>> {
        let value = self.host()?;
        // A text is a sequence of texts to Python; giving one for a list is nearly always a mistake.
        if value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>() {
            return None;
        }
        let items = value.cast::<PySequence>().ok()?.try_iter().ok()?;
        items.map(|item| item.map(|item| Value::from(&item))).collect::<PyResult<_>>().ok()
    }

    fn names(&self) -> Option<Vec<String>> {
        match self {
            Value::Host(value) => {
                let keys = value.cast::<PyMapping>().ok()?.keys().ok()?;
                keys.iter().map(|key| Value::Host(key).text()).collect()
            }
            Value::Text(_) => None,
            Value::Fields(fields) => Some(fields.iter().map(|(name, _)| name.clone()).collect()),
        }
    }

    fn member(&self, name: &str) -> Option<Self> {
        match self {
            // A mapping without the key raises, which means that the member is absent.
            Value::Host(value) => value.cast::<PyMapping>().ok()?.get_item(name).ok().map(|value| Value::from(&value)),
            Value::Text(_) => None,
            Value::Fields(fields) => fields.iter().find(|(one, _)| one == name).map(|(_, text)| Value::Text(text.clone())),
        }
    }

    fn json(&self) -> Option<serde_json::Value> {
        let value = self.host()?;
        let py = value.py();
        // `json` takes no mapping but a dict.
        let plain = py.get_type::<PyDict>().call1((value,)).ok()?;
        let text: String = py.import("json").and_then(|json| json.call_method1("dumps", (plain,))).ok()?.extract().ok()?;
        serde_json::from_str(&text).ok()
    }
}
