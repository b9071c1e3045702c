//! Reads the claims challenge of an API's answer.

use pyo3::prelude::*;

use crate::runtime::now;

/// The claims challenge of an API's answer: what ``report_rejected`` takes as ``claims``.
///
/// Args:
///     www_authenticate: The header of that name of a 401, or of a 403 with ``insufficient_claims``; ``None`` where it has none.
///
/// Returns:
///     The parameter ``claims``, as the API sent it; ``None`` if no challenge has one.
#[pyfunction]
#[pyo3(signature = (www_authenticate, /))]
pub(crate) fn read_claims(www_authenticate: Option<&str>) -> PyResult<Option<String>> {
    now("read_claims", || Ok(www_authenticate.and_then(authpipe::read_claims)))
}
