//! One handle on a vault, which outlives forks: a child makes its own from the same options.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use authpipe::{Authpipe, Options};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::credential::Credential;
use crate::read::Any;
use crate::{error, fork, runtime};

/// Beyond this many kept credentials all are dropped: the core's cache still has them.
const MOST_KEPT: usize = 10_000;
/// How often kept credentials are looked through for those that answer no more.
const SWEEP: Duration = Duration::from_secs(30);

/// A handle.
pub(crate) struct Handle {
    options: Options,
    live: Mutex<Live>,
    /// The process in which `live` was made. Checked before anything else, at the cost of one load.
    generation: AtomicU64,
    closed: AtomicBool,
    /// Credentials by the arguments that name them. The one thing that this binding keeps; whether an entry answers is the core's
    /// rule (`authpipe::Watch`).
    kept: Py<PyDict>,
    is_sweeping: AtomicBool,
}

struct Live {
    authpipe: Authpipe,
    /// Under which number the end of the process finds it; absent before the first use.
    number: Option<u64>,
}

impl Handle {
    pub(crate) fn new(py: Python<'_>, options: Options) -> PyResult<Self> {
        let authpipe = Authpipe::new(options.clone()).map_err(|error| error::raise(&error))?;
        Ok(Handle {
            options,
            live: Mutex::new(Live { authpipe, number: None }),
            generation: AtomicU64::new(fork::generation()),
            closed: AtomicBool::new(false),
            kept: PyDict::new(py).unbind(),
            is_sweeping: AtomicBool::new(false),
        })
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    /// The core's handle, of this very process.
    pub(crate) fn authpipe(&self, py: Python<'_>) -> PyResult<Authpipe> {
        self.follow_fork(py)?;
        Ok(self.lock().authpipe.clone())
    }

    /// The same, before something that may open the vault.
    pub(crate) fn authpipe_to_use(&self, py: Python<'_>) -> PyResult<Authpipe> {
        self.follow_fork(py)?;
        if self.lock().number.is_none() {
            py.import(pyo3::intern!(py, "authpipe._endings"))?.call_method0(pyo3::intern!(py, "watch"))?;
        }
        let mut live = self.lock();
        if live.number.is_none() && !self.is_closed() {
            live.number = Some(runtime::note_open(&live.authpipe));
        }
        Ok(live.authpipe.clone())
    }

    /// What `close` must finish.
    pub(crate) fn end(&self, py: Python<'_>) -> PyResult<(Authpipe, Option<u64>)> {
        self.follow_fork(py)?;
        self.closed.store(true, Ordering::Relaxed);
        self.kept.bind(py).clear();
        let live = self.lock();
        Ok((live.authpipe.clone(), live.number))
    }

    /// In a forked child, makes a new handle from the options and leaves the parent's alone: its threads are not here.
    fn follow_fork(&self, py: Python<'_>) -> PyResult<()> {
        let generation = fork::generation();
        if self.generation.load(Ordering::Relaxed) == generation {
            return Ok(());
        }
        self.kept.bind(py).clear();
        if self.is_in_memory() || self.is_closed() {
            // The parent's handle says so itself, in the core's words.
            return Ok(());
        }
        let authpipe = Authpipe::new(self.options.clone()).map_err(|error| error::raise(&error))?;
        let old = std::mem::replace(&mut *self.lock(), Live { authpipe, number: None });
        std::mem::forget(old);
        self.is_sweeping.store(false, Ordering::Relaxed);
        self.generation.store(generation, Ordering::Relaxed);
        Ok(())
    }

    fn is_in_memory(&self) -> bool {
        self.options.vault.as_deref().is_some_and(|vault| vault.starts_with("memory:"))
    }

    fn lock(&self) -> MutexGuard<'_, Live> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    // ---- kept credentials

    /// The kept credential for these arguments, if it still answers.
    pub(crate) fn kept<'py>(&self, py: Python<'py>, key: &Bound<'py, PyTuple>) -> PyResult<Option<Bound<'py, Credential>>> {
        self.follow_fork(py)?;
        // An argument that cannot be hashed is of a wrong type, which reading it will say.
        let Ok(Some(found)) = self.kept.bind(py).get_item(key) else { return Ok(None) };
        let found = found.cast_into::<Credential>()?;
        if found.get().answers() {
            return Ok(Some(found));
        }
        let _ = self.kept.bind(py).del_item(key);
        Ok(None)
    }

    /// Keeps a credential.
    pub(crate) fn keep(self: &Arc<Self>, key: &Bound<'_, PyTuple>, credential: &Bound<'_, Credential>) -> PyResult<()> {
        let kept = self.kept.bind(key.py());
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.set_item(key, credential)?;
        self.sweep_later();
        Ok(())
    }

    /// Lets go of secrets whose grant is gone, although nobody asks for them any more.
    fn sweep_later(self: &Arc<Self>) {
        if self.is_sweeping.swap(true, Ordering::Relaxed) {
            return;
        }
        // A task must not keep a forgotten handle alive.
        let handle = Arc::downgrade(self);
        runtime::behind(async move {
            tokio::time::sleep(SWEEP).await;
            runtime::deliver(|py| {
                if let Some(handle) = handle.upgrade() {
                    handle.sweep(py);
                }
            });
        });
    }

    fn sweep(self: &Arc<Self>, py: Python<'_>) {
        self.is_sweeping.store(false, Ordering::Relaxed);
        let kept = self.kept.bind(py);
        let over: Vec<Any<'_>> = kept
            .iter()
            .filter(|(_, credential)| credential.cast::<Credential>().is_ok_and(|credential| !credential.get().answers()))
            .map(|(key, _)| key)
            .collect();
        for key in over {
            let _ = kept.del_item(key);
        }
        if !kept.is_empty() {
            self.sweep_later();
        }
    }
}

impl Drop for Handle {
    /// A handle that was forgotten without `close()`: what it has under way is finished all the same.
    fn drop(&mut self) {
        fork::stand_aside();
        let live = self.live.get_mut().unwrap_or_else(PoisonError::into_inner);
        if *self.generation.get_mut() == fork::generation()
            && let Some(number) = live.number
            && !*self.closed.get_mut()
        {
            runtime::behind(runtime::close(live.authpipe.clone(), Some(number)));
        }
    }
}
