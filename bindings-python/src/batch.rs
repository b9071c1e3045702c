//! Many keys on their way into the vault. The façade hands over a part at a time, so that reading them holds an event loop briefly.

use authpipe::{Authpipe, ErrorCode, StoredCredentials};
use authpipe_bindings::read_rows;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::fork;
use crate::read::{Given, timeout};
use crate::refusal::{Any, raise};
use crate::runtime::{Call, later, now, within};
use crate::value::Value;

/// Rows that are judged, and stored as far as it says.
#[pyclass(frozen, module = "authpipe._native")]
pub(crate) struct CredentialBatch {
    batch: authpipe::CredentialBatch,
}

impl CredentialBatch {
    pub(crate) fn new(authpipe: &Authpipe) -> Self {
        CredentialBatch { batch: authpipe.credential_batch() }
    }
}

impl Drop for CredentialBatch {
    /// It may hold the last reference to the core, which takes locks then: so it waits for a fork first.
    fn drop(&mut self) {
        fork::stand_aside();
    }
}

#[pymethods]
impl CredentialBatch {
    /// How many rows are added at a time.
    #[getter]
    fn part(&self) -> usize {
        authpipe::CredentialBatch::PART
    }

    #[pyo3(signature = (rows, **given))]
    fn add(&self, py: Python<'_>, rows: &Any<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        now("add", || {
            let rows = read_rows(&Value::from(rows), "rows", self.batch.next_row())
                .map_err(|refusal| raise(refusal, ErrorCode::InvalidRequest))?;
            let (batch, limit) = (self.batch.clone(), limit(py, given)?);
            later("add", within(limit, async move { batch.add(rows).await }), crate::give::nothing)
        })
    }

    #[pyo3(signature = (**given))]
    fn store_next(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        now("store_next", || {
            let (batch, limit) = (self.batch.clone(), limit(py, given)?);
            later("store_next", within(limit, async move { batch.store_next().await }), give)
        })
    }
}

fn limit(py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Option<std::time::Duration>> {
    timeout(&Given(&given.map_or_else(|| PyDict::new(py), Clone::clone)))
}

fn give(py: Python<'_>, done: StoredCredentials) -> PyResult<Py<PyAny>> {
    Ok(PyTuple::new(py, [done.stored, done.total, done.created, done.updated])?.into_any().unbind())
}
