//! Reads arguments of Python. Which members an argument has, and what a refusal says, is written once for all languages in
//! `authpipe-bindings`, and how a value of Python is looked at in `value.rs`.

use std::time::Duration;

use authpipe::ErrorCode;
use authpipe_bindings::{Read, Refusal, records};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::refusal::{Any, raise};
use crate::value::Value;

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
        read(value, name).map_err(|refusal| raise(refusal, ErrorCode::InvalidRequest))
    }
}

/// Reads an argument.
pub(crate) fn read<T: Read>(value: &Any<'_>, name: &str) -> Result<T, Refusal> {
    authpipe_bindings::read(&Value::from(value), name)
}

/// How long the caller waits.
pub(crate) fn timeout(given: &Given<'_, '_>) -> PyResult<Option<Duration>> {
    Ok(given.record::<records::WaitOptions>()?.timeout)
}
