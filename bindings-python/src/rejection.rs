//! Judges whether an API's answer rejects a credential.

use std::collections::HashMap;

use authpipe::ApiAnswer;
use pyo3::prelude::*;

use crate::runtime::now;

/// Whether an answer of an API says that it does not accept the token that the request has carried.
///
/// Args:
///     status: Its status.
///     headers: Its headers, with names in any case.
///     begun: What its body begins with, its content coding undone; ``None``: nobody has looked, or it is the answer to a HEAD.
#[pyfunction]
#[pyo3(signature = (status, headers, begun, /))]
pub(crate) fn is_rejection(status: u16, headers: HashMap<String, String>, begun: Option<Vec<u8>>) -> PyResult<bool> {
    now("is_rejection", || {
        let headers: Vec<_> = headers.into_iter().collect();
        Ok(authpipe::is_rejection(&ApiAnswer { status, headers: &headers, begun: begun.as_deref() }))
    })
}
