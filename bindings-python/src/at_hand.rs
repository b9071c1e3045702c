//! The fast path of `get_credential` looks into the dict of kept credentials once. It reads no argument and makes no object,
//! because either costs more than the look-up.

use std::sync::Arc;

use pyo3::prelude::*;

use crate::credential::Credential;
use crate::event_loop;
use crate::handle::Handle;
use crate::refusal::Any;
use crate::runtime::now;

/// The kept credentials as a mapping, because subscription is the cheapest call from Python into Rust.
#[pyclass(frozen, module = "authpipe._native")]
pub(crate) struct AtHand {
    handle: Arc<Handle>,
    /// Whether the client is the blocking one, which must refuse on a running event loop.
    blocks: bool,
}

impl AtHand {
    pub(crate) fn new(handle: Arc<Handle>, blocks: bool) -> Self {
        AtHand { handle, blocks }
    }
}

#[pymethods]
impl AtHand {
    /// The kept credential for `(provider, tenant_id, user_id)`. `None` on a miss, and where the client must refuse the call: the slow
    /// path then raises what there is to raise.
    fn __getitem__<'py>(&self, py: Python<'py>, key: &Any<'py>) -> PyResult<Option<Bound<'py, Credential>>> {
        now("at_hand", || {
            if self.blocks && event_loop::is_running(py) {
                return Ok(None);
            }
            self.handle.kept(py, key)
        })
    }
}
