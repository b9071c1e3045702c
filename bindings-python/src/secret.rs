//! Secrets that an application passes in. They do not print, so that not even the locals in a traceback show them.

use authpipe::Secret as CoreSecret;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::read::{self, Any, wrong_type};

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
        let fields = if value.is_instance_of::<PyString>() {
            // The name that every binding gives to a secret that is one text.
            vec![("value".to_owned(), read::text(name, value)?.into())]
        } else if name == "credential" {
            // The fields are sorted, so that the sealed bytes do not depend on the order of a mapping.
            let fields = read::mapping(name, value, read::text).map_err(|error| {
                let py = value.py();
                if error.is_instance_of::<PyTypeError>(py) && value.cast::<pyo3::types::PyMapping>().is_err() {
                    wrong_type(name, "a str or a mapping", value)
                } else {
                    error
                }
            })?;
            fields.into_iter().map(|(name, value)| (name, value.into())).collect()
        } else {
            return Err(wrong_type(name, "a str", value));
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

impl Secret {
    /// The secret that is one text.
    pub(crate) fn value(&self) -> Option<CoreSecret<String>> {
        self.fields.first().map(|(_, value)| value.clone())
    }
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
        let keys = if key.is_none() {
            Vec::new()
        } else if key.is_instance_of::<PyString>() {
            vec![read::text("key", key)?]
        } else {
            read::texts("key", key)?
        };
        Ok(Secrets {
            vault: read::optional_text("vault", vault)?.map(Into::into),
            keys: keys.into_iter().map(Into::into).collect(),
            proxy: read::optional_text("proxy", proxy)?.map(Into::into),
        })
    }

    fn __repr__(&self) -> &'static str {
        REDACTED
    }

    fn __reduce__(&self) -> PyResult<Py<PyAny>> {
        Err(PyTypeError::new_err("A secret cannot be pickled."))
    }
}
