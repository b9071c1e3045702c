//! Secrets that an application passes in. They do not print, so that not even the locals in a traceback show them.

use authpipe::{ErrorCode, Secret as CoreSecret};
use authpipe_bindings::{Read, SecretFields};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use crate::read::{self, Any};

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
            taken::<SecretFields>(name, value)?.0
        } else {
            // The name that every binding gives to a secret that is one text.
            vec![("value".to_owned(), taken(name, value)?)]
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

fn taken<T: Read>(name: &str, value: &Any<'_>) -> PyResult<T> {
    read::read(value, name).map_err(|refusal| read::raise(refusal, ErrorCode::InvalidRequest))
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
            vault: taken("vault", vault)?,
            keys: taken::<Option<authpipe_bindings::Secrets>>("key", key)?.map_or_else(Vec::new, |keys| keys.0),
            proxy: taken("proxy", proxy)?,
        })
    }

    fn __repr__(&self) -> &'static str {
        REDACTED
    }

    fn __reduce__(&self) -> PyResult<Py<PyAny>> {
        Err(PyTypeError::new_err("A secret cannot be pickled."))
    }
}
