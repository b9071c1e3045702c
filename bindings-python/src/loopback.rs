//! Lets a script wait for a sign-in through the system's browser.

use std::sync::Arc;
use std::time::Duration;

use authpipe_bindings::records::Connection;
use pyo3::prelude::*;

use crate::runtime::{self, Call, later, now};
use crate::{fork, give};

/// A sign-in through the system's browser, with its port.
#[pyclass(frozen, module = "authpipe._native")]
pub(crate) struct LoopbackFlow {
    flow: Arc<authpipe::LoopbackFlow>,
    timeout: Option<Duration>,
    generation: u64,
}

impl LoopbackFlow {
    pub(crate) fn give(py: Python<'_>, flow: authpipe::LoopbackFlow, timeout: Option<Duration>) -> PyResult<Py<PyAny>> {
        let flow = LoopbackFlow { flow: Arc::new(flow), timeout, generation: fork::generation() };
        Ok(Bound::new(py, flow)?.into_any().unbind())
    }
}

impl Drop for LoopbackFlow {
    /// Dropping the last reference closes the port, and the core takes locks for that: so it waits for a fork first.
    fn drop(&mut self) {
        fork::stand_aside();
    }
}

#[pymethods]
impl LoopbackFlow {
    #[getter]
    fn authorization_url(&self) -> &str {
        self.flow.authorization_url()
    }

    /// Waits for the person, who may take as long as the session lasts.
    fn wait(&self) -> PyResult<Call> {
        now("wait", || {
            let (flow, timeout) = (self.flow.clone(), self.timeout);
            later("wait", async move { flow.wait(timeout).await }, give::one::<_, Connection>)
        })
    }

    /// Closes the port; a session that is over stays as it is.
    fn cancel(&self) -> PyResult<()> {
        now("cancel", || {
            if self.generation == fork::generation() {
                let flow = self.flow.clone();
                runtime::behind(async move { flow.cancel().await });
            }
            Ok(())
        })
    }
}
