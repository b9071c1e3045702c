//! Shows values of Python to the shared reader. Secrets that an application passes in are wrapped first and do not print, so that
//! not even the locals in a traceback show them.

use std::path::PathBuf;
use std::time::Duration;

use authpipe::{ErrorCode, Secret as CoreSecret, Timestamp};
use authpipe_bindings::{HostValue, Language, NoJson, Number, Read, SecretFields, WhyNoJson, read_json};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDateTime, PyDelta, PyDict, PyFloat, PyInt, PyMapping, PySequence, PyString};

use crate::refusal::{Any, raise, type_name};

const REDACTED: &str = "[redacted]";

/// A secret that an application gave: it does not print.
#[pyclass(frozen, module = "authpipe._native")]
pub(crate) struct Secret {
    pub(crate) fields: Vec<(String, CoreSecret<String>)>,
}

#[pymethods]
impl Secret {
    #[new]
    fn new(name: &str, value: &Any<'_>) -> PyResult<Self> {
        let fields = if name == "credential" {
            taken::<SecretFields>(ErrorCode::InvalidRequest, name, value)?.0
        } else {
            // An option of a config. It goes by the name that every binding gives to a secret that is one text.
            vec![("value".to_owned(), taken(ErrorCode::ConfigInvalid, name, value)?)]
        };
        Ok(Secret { fields })
    }

    fn __repr__(&self) -> &'static str {
        REDACTED
    }

    fn __reduce__(&self) -> PyResult<Py<PyAny>> {
        Err(PyTypeError::new_err("A secret cannot be pickled."))
    }
}

fn taken<T: Read>(code: ErrorCode, name: &str, value: &Any<'_>) -> PyResult<T> {
    authpipe_bindings::read(&Value::from(value), name).map_err(|refusal| raise(refusal, code))
}

/// The options that are secret, or may hold one.
#[pyclass(frozen, module = "authpipe._native")]
pub(crate) struct Secrets {
    pub(crate) vault: Option<CoreSecret<String>>,
    pub(crate) keys: Vec<CoreSecret<String>>,
    pub(crate) proxy: Option<CoreSecret<String>>,
}

#[pymethods]
impl Secrets {
    #[new]
    #[pyo3(signature = (*, vault, key, proxy))]
    fn new(vault: &Any<'_>, key: &Any<'_>, proxy: &Any<'_>) -> PyResult<Self> {
        Ok(Secrets {
            vault: taken(ErrorCode::ConfigInvalid, "vault", vault)?,
            keys: taken::<Option<authpipe_bindings::Secrets>>(ErrorCode::ConfigInvalid, "key", key)?
                .map_or_else(Vec::new, |keys| keys.0),
            proxy: taken(ErrorCode::ConfigInvalid, "proxy", proxy)?,
        })
    }

    fn __repr__(&self) -> &'static str {
        REDACTED
    }

    fn __reduce__(&self) -> PyResult<Py<PyAny>> {
        Err(PyTypeError::new_err("A secret cannot be pickled."))
    }
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

    fn is_broken_text(&self) -> bool {
        let host = self.host().and_then(|value| value.cast::<PyString>().ok());
        host.is_some_and(|text| text.to_str().is_err())
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

    fn moment(&self) -> Option<Number<Timestamp>> {
        let value = self.host()?;
        if !value.is_instance_of::<PyDateTime>() {
            return None;
        }
        // Without an offset it is one moment here and another elsewhere.
        let is_aware = value.call_method0("utcoffset").is_ok_and(|offset| !offset.is_none());
        let seconds = value.call_method0("timestamp").and_then(|seconds| seconds.extract::<f64>()).ok().filter(|_| is_aware);
        // To the microsecond first, which is what a datetime has: as a fraction, a whole millisecond may lie just below itself.
        #[expect(clippy::cast_possible_truncation, reason = "the years of Python end in 9999")]
        let millis = |seconds: f64| ((seconds * 1e6).round() as i64).div_euclid(1000);
        Some(seconds.map_or(Number::DoesNot, |seconds| Number::Fits(Timestamp::from_unix_millis(millis(seconds)))))
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

    fn json(&self) -> Result<serde_json::Value, NoJson> {
        let value = self.host().ok_or(WhyNoJson::Unfit)?;
        if value.cast::<PyMapping>().is_ok() && self.names().is_none() {
            return Err(WhyNoJson::NameIsNoText.into());
        }
        // `json` takes no mapping but a dict.
        let plain = value.py().get_type::<PyDict>().call1((value,)).map_err(|_| WhyNoJson::Unfit)?;
        dumped(&plain).map_err(|no_json| if no_json.why == WhyNoJson::Unfit { self.unfit(DEEPEST_TOLD) } else { no_json })
    }
}

/// How deep what JSON cannot hold is looked for. A dict may hold itself.
const DEEPEST_TOLD: usize = 8;

impl Value<'_> {
    /// Where in it the first thing is that JSON cannot hold.
    fn unfit(&self, depth: usize) -> NoJson {
        let Some(depth) = depth.checked_sub(1) else { return WhyNoJson::Unfit.into() };
        let cannot = |value: &Value<'_>| value.host().is_some_and(|value| dumped(value).is_err());
        for name in self.names().unwrap_or_default() {
            if let Some(member) = self.member(&name).filter(cannot) {
                return member.unfit(depth).in_member(&name);
            }
        }
        for (index, item) in self.items().unwrap_or_default().iter().enumerate() {
            if cannot(item) {
                return item.unfit(depth).in_item(index);
            }
        }
        WhyNoJson::Unfit.into()
    }
}

/// What `json` makes of a value. Keys of a dict that are the same once they are text (1 and "1") have one name in JSON.
fn dumped(value: &Any<'_>) -> Result<serde_json::Value, NoJson> {
    let text = value.py().import("json").and_then(|json| json.call_method1("dumps", (value,))).and_then(|text| text.extract());
    read_json(&text.unwrap_or_else(|_: PyErr| String::new()))
}
