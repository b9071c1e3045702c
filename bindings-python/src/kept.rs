//! Keeps the `Credential` objects that callers have got, and gives the same object again for as long as the core says that it is
//! valid (`authpipe::Validity`), because making an object costs more than asking whether one is still valid.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use authpipe_bindings::kept;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::credential::Credential;
use crate::refusal::Any;
use crate::runtime;

/// Credentials by the arguments that name them.
pub(crate) struct KeptCredentials {
    entries: Py<PyDict>,
    is_closed: AtomicBool,
    is_sweeping: AtomicBool,
}

impl KeptCredentials {
    pub(crate) fn new(py: Python<'_>) -> Self {
        KeptCredentials {
            entries: PyDict::new(py).unbind(),
            is_closed: AtomicBool::new(false),
            is_sweeping: AtomicBool::new(false),
        }
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

    /// Keeps a credential, if it answers.
    pub(crate) fn keep(self: &Arc<Self>, key: &Bound<'_, PyTuple>, credential: &Bound<'_, Credential>) -> PyResult<()> {
        if self.is_closed.load(Ordering::Relaxed) || !credential.get().answers() {
            return Ok(());
        }
        let entries = self.entries.bind(key.py());
        if entries.len() >= kept::MOST
            && let Some((oldest, _)) = entries.iter().next()
        {
            entries.del_item(oldest)?;
        }
        entries.set_item(key, credential)?;
        self.sweep_later();
        Ok(())
    }

    /// Drops everything and keeps nothing any more.
    pub(crate) fn close(&self, py: Python<'_>) {
        self.is_closed.store(true, Ordering::Relaxed);
        self.entries.bind(py).clear();
    }

    /// Drops, in a forked child, what the parent kept. The parent's sweep runs on a thread that the child does not have.
    pub(crate) fn start_again(&self, py: Python<'_>) {
        self.entries.bind(py).clear();
        self.is_sweeping.store(false, Ordering::Relaxed);
    }

    /// Sweeps after a while, so that the secret of a deleted grant does not stay in memory until somebody asks for it again.
    fn sweep_later(self: &Arc<Self>) {
        if self.is_sweeping.swap(true, Ordering::Relaxed) {
            return;
        }
        // The task must not keep the objects of a handle that the program has forgotten.
        let kept = Arc::downgrade(self);
        runtime::behind(async move {
            tokio::time::sleep(sweep_after()).await;
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
        let ended: Vec<Any<'_>> = entries
            .iter()
            .filter(|(_, credential)| credential.cast::<Credential>().is_ok_and(|credential| !credential.get().answers()))
            .map(|(key, _)| key)
            .collect();
        for key in ended {
            let _ = entries.del_item(key);
        }
        if !entries.is_empty() {
            self.sweep_later();
        }
    }
}

/// How long a sweep is put off. A test may put it off less, but not in release builds.
fn sweep_after() -> Duration {
    let given = cfg!(debug_assertions).then(|| std::env::var("AUTHPIPE_TEST_SWEEP_MS").ok()).flatten();
    given.and_then(|given| given.parse().ok()).map_or(kept::SWEEP, Duration::from_millis)
}
