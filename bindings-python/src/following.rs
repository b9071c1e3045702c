//! Hands events to Python as they happen: it waits, and the core wakes it.

use std::sync::Arc;

use authpipe::Event;
use authpipe_bindings::records;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::runtime::{Call, later, now};
use crate::{error, fork, give};

/// Events as they happen.
#[pyclass(frozen, module = "authpipe._native")]
pub(crate) struct EventFeed {
    feed: Arc<authpipe::EventFeed>,
    generation: u64,
}

impl EventFeed {
    pub(crate) fn new(feed: authpipe::EventFeed) -> Self {
        EventFeed { feed: Arc::new(feed), generation: fork::generation() }
    }

    /// In a forked child it belongs to threads of the parent, one of which may have had its locks.
    fn is_inherited(&self) -> bool {
        self.generation != fork::generation()
    }
}

impl Drop for EventFeed {
    /// Its reader is gone, and a call that it had begun would wait on for nobody. The core takes locks for that: so it waits for a fork first.
    fn drop(&mut self) {
        fork::stand_aside();
        if !self.is_inherited() {
            self.feed.end();
        }
    }
}

#[pymethods]
impl EventFeed {
    /// The next ones, once there are some; `None` after the end.
    fn next(&self) -> PyResult<Call> {
        now("next", || {
            if self.is_inherited() {
                return Err(error::raise(&error::forked()));
            }
            let feed = self.feed.clone();
            later("next", async move { feed.next().await }, give_events)
        })
    }

    /// Whoever waits stops waiting.
    fn end(&self) -> PyResult<()> {
        now("end", || {
            if !self.is_inherited() {
                self.feed.end();
            }
            Ok(())
        })
    }
}

fn give_events(py: Python<'_>, events: Option<Vec<Event>>) -> PyResult<Py<PyAny>> {
    let Some(events) = events else { return Ok(py.None()) };
    let events = events.into_iter().map(|event| give::one::<_, records::Event>(py, event)).collect::<PyResult<Vec<_>>>()?;
    Ok(PyTuple::new(py, events)?.into_any().unbind())
}
