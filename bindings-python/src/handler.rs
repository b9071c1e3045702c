//! The HTTP handler that an adapter mounts. The adapter says who is signed in; the core answers the request.

use std::sync::{Arc, Mutex, PoisonError};

use authpipe::{Handler, HandlerOptions};
use pyo3::prelude::*;

use crate::handle::Handle;
use crate::refusal::Any;
use crate::runtime::{Call, later, now};
use crate::{error, fork, give, request};

/// The routes of one mounted handler.
#[pyclass(frozen, module = "authpipe._native")]
pub(crate) struct CoreHandler {
    handle: Arc<Handle>,
    options: HandlerOptions,
    /// The core's handler, with the fork generation in which it was made.
    made: Mutex<(u64, Arc<Handler>)>,
}

impl CoreHandler {
    pub(crate) fn new(py: Python<'_>, handle: Arc<Handle>, options: HandlerOptions) -> PyResult<Self> {
        let made = make(py, &handle, &options)?;
        Ok(CoreHandler { handle, options, made: Mutex::new((fork::generation(), made)) })
    }

    fn handler(&self, py: Python<'_>) -> PyResult<Arc<Handler>> {
        // Registers the handle as used, and makes it anew in a forked child.
        self.handle.authpipe_to_use(py)?;
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if made.0 != fork::generation() {
            let new = (fork::generation(), make(py, &self.handle, &self.options)?);
            std::mem::forget(std::mem::replace(&mut *made, new));
        }
        Ok(made.1.clone())
    }
}

#[pymethods]
impl CoreHandler {
    fn path_below_mount(&self, py: Python<'_>, full: &str, rest: &str) -> PyResult<String> {
        now("path_below_mount", || Ok(self.handler(py)?.path_below_mount(full, rest).to_owned()))
    }

    fn needs_principal(&self, py: Python<'_>, method: &str, path: &str) -> PyResult<bool> {
        now("needs_principal", || Ok(self.handler(py)?.needs_principal(method, path)))
    }

    /// The answer where `identify` failed, and its request id.
    fn identify_failed(&self, py: Python<'_>, request: &Any<'_>) -> PyResult<Py<PyAny>> {
        now("identify_failed", || give::identify_failed(py, self.handler(py)?.identify_failed(&request::http(request)?)))
    }

    fn handle(&self, py: Python<'_>, request: &Any<'_>, principal: &Any<'_>) -> PyResult<Call> {
        now("handle", || {
            let request = request::http(request)?;
            let principal = request::principal(principal)?;
            let handler = self.handler(py)?;
            later("handle", async move { Ok(handler.handle(request, principal).await) }, give::response)
        })
    }
}

fn make(py: Python<'_>, handle: &Handle, options: &HandlerOptions) -> PyResult<Arc<Handler>> {
    let handler = authpipe::handler(&handle.authpipe(py)?, options.clone()).map_err(|error| error::raise(&error))?;
    Ok(Arc::new(handler))
}
