//! The way of a read that finds what it wants: no argument is read, nothing is made.

use std::sync::Arc;

use pyo3::prelude::*;

use crate::credential::Credential;
use crate::event_loop;
use crate::handle::Handle;
use crate::read::Any;
use crate::runtime::now;

/// What a client looks into first, as Python looks into a mapping: the cheapest call there is.
#[pyclass(frozen, module = "authpipe._native")]
pub(crate) struct AtHand {
    handle: Arc<Handle>,
    /// Whether the client would block a running event loop where nothing is at hand.
    blocks: bool,
}

impl AtHand {
    pub(crate) fn new(handle: Arc<Handle>, blocks: bool) -> Self {
        AtHand { handle, blocks }
    }
}

#[pymethods]
impl AtHand {
    /// The kept credential for `(provider, tenant_id, user_id)`. `None` on a miss, and where the client must refuse: what else
    /// there is to say is said on the way that a miss takes.
    fn __getitem__<'py>(&self, py: Python<'py>, key: &Any<'py>) -> PyResult<Option<Bound<'py, Credential>>> {
        now("at_hand", || {
            if self.blocks && event_loop::is_running(py) {
                return Ok(None);
            }
            self.handle.kept(py, key)
        })
    }
}
