//! Hands events to Python as they happen: it waits, and the core wakes it.

use std::sync::{Arc, Mutex, PoisonError};

use authpipe::Event;
use authpipe_bindings::records;
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::runtime::{Call, later, now};
use crate::{error, fork, give};

/// Events as they happen.
#[pyclass(frozen, module = "authpipe._native")]
pub(crate) struct EventFeed {
    feed: Arc<authpipe::EventFeed>,
    unkept: Unkept,
    generation: u64,
}

/// What has come and was not kept, because a signal's handler has raised meanwhile.
type Unkept = Arc<Mutex<Vec<Event>>>;

impl EventFeed {
    pub(crate) fn new(feed: authpipe::EventFeed) -> Self {
        EventFeed { feed: Arc::new(feed), unkept: Unkept::default(), generation: fork::generation() }
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
    /// Puts the next ones into `read`, once there are some, the last one first; whether there are any, as there are none after the end. They
    /// are not given back: the handler of a signal may raise between a result and its keeping.
    fn next(&self, read: Py<PyList>) -> PyResult<Call> {
        now("next", || {
            if self.is_inherited() {
                return Err(error::raise(&error::forked()));
            }
            let (feed, unkept) = (self.feed.clone(), self.unkept.clone());
            let left = std::mem::take(&mut *lock(&unkept));
            let next = async move { if left.is_empty() { feed.next().await } else { Ok(Some(left)) } };
            later("next", next, move |py, events| keep(py, events, read.bind(py), &unkept))
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

fn keep(py: Python<'_>, events: Option<Vec<Event>>, read: &Bound<'_, PyList>, unkept: &Unkept) -> PyResult<Py<PyAny>> {
    let Some(events) = events else { return Ok(false.into_pyobject(py)?.to_owned().into_any().unbind()) };
    let made = events.iter().rev().map(|event| give::one::<_, records::Event>(py, event.clone())).collect::<PyResult<Vec<_>>>();
    match made {
        Ok(made) => made.into_iter().try_for_each(|event| read.append(event))?,
        Err(raised) => {
            *lock(unkept) = events;
            return Err(raised);
        }
    }
    Ok(true.into_pyobject(py)?.to_owned().into_any().unbind())
}

fn lock(unkept: &Unkept) -> std::sync::MutexGuard<'_, Vec<Event>> {
    unkept.lock().unwrap_or_else(PoisonError::into_inner)
}
