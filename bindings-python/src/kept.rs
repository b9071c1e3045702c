//! The one thing that this binding keeps: credentials by the arguments that name them. Whether one answers is the core's rule
//! (`authpipe::Watch`).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::credential::Credential;
use crate::read::Any;
use crate::runtime;

/// Beyond this many all are dropped: the core's cache still has them.
const MOST_KEPT: usize = 10_000;
/// How often they are looked through for those that answer no more.
const SWEEP: Duration = Duration::from_secs(30);

/// Kept credentials.
pub(crate) struct Kept {
    entries: Py<PyDict>,
    is_sweeping: AtomicBool,
}

impl Kept {
    pub(crate) fn new(py: Python<'_>) -> Self {
        Kept { entries: PyDict::new(py).unbind(), is_sweeping: AtomicBool::new(false) }
    }

    /// The credential for these arguments, if it still answers.
    #[inline]
    pub(crate) fn find<'py>(&self, py: Python<'py>, key: &Any<'py>) -> PyResult<Option<Bound<'py, Credential>>> {
        // An argument that cannot be hashed is of a wrong type, which reading it will say.
        let Ok(Some(found)) = self.entries.bind(py).get_item(key) else { return Ok(None) };
        let found = found.cast_into::<Credential>()?;
        if found.get().answers() {
            return Ok(Some(found));
        }
        let _ = self.entries.bind(py).del_item(key);
        Ok(None)
    }

    /// Keeps a credential.
    pub(crate) fn keep(self: &Arc<Self>, key: &Bound<'_, PyTuple>, credential: &Bound<'_, Credential>) -> PyResult<()> {
        let entries = self.entries.bind(key.py());
        if entries.len() >= MOST_KEPT {
            entries.clear();
        }
        entries.set_item(key, credential)?;
        self.sweep_later();
        Ok(())
    }

    pub(crate) fn clear(&self, py: Python<'_>) {
        self.entries.bind(py).clear();
    }

    /// In a forked child nothing of the parent's answers, and its tasks are not here.
    pub(crate) fn start_again(&self, py: Python<'_>) {
        self.clear(py);
        self.is_sweeping.store(false, Ordering::Relaxed);
    }

    /// Lets go of secrets whose grant is gone, although nobody asks for them any more.
    fn sweep_later(self: &Arc<Self>) {
        if self.is_sweeping.swap(true, Ordering::Relaxed) {
            return;
        }
        // A task must not keep what a forgotten handle has kept.
        let kept = Arc::downgrade(self);
        runtime::behind(async move {
            tokio::time::sleep(SWEEP).await;
            runtime::deliver(|py| {
                if let Some(kept) = kept.upgrade() {
                    kept.sweep(py);
                }
            });
        });
    }

    fn sweep(self: &Arc<Self>, py: Python<'_>) {
        self.is_sweeping.store(false, Ordering::Relaxed);
        let entries = self.entries.bind(py);
        let over: Vec<Any<'_>> = entries
            .iter()
            .filter(|(_, credential)| credential.cast::<Credential>().is_ok_and(|credential| !credential.get().answers()))
            .map(|(key, _)| key)
            .collect();
        for key in over {
            let _ = entries.del_item(key);
        }
        if !entries.is_empty() {
            self.sweep_later();
        }
    }
}
