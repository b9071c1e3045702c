//! One handle on a vault. It survives a fork: the child makes a handle of its own from the same options.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use authpipe::{Authpipe, CachedCredential, Options};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::credential::Credential;
use crate::kept::KeptCredentials;
use crate::log::Target;
use crate::log_sink::PythonLog;
use crate::refusal::Any;
use crate::{error, fork, runtime};

/// A handle.
pub(crate) struct Handle {
    options: Options,
    live: Mutex<Live>,
    /// The fork generation in which `live` was made. Every call compares it first, which costs one load.
    generation: AtomicU64,
    closed: AtomicBool,
    kept: Arc<KeptCredentials>,
    target: Arc<Target>,
}

/// What stands behind a handle in this process.
#[derive(Clone)]
pub(crate) struct Live {
    pub(crate) authpipe: Authpipe,
    /// Its number among the handles that the end of the process closes; absent before the first use.
    pub(crate) number: Option<u64>,
}

impl Handle {
    pub(crate) fn new(py: Python<'_>, options: Options, target: Arc<Target>) -> PyResult<Self> {
        let options = Options { logger: Some(Arc::new(PythonLog(target.clone()))), ..options };
        // A keychain may ask a person first, and other threads go on meanwhile.
        let authpipe = py.detach(|| Authpipe::new(options.clone())).map_err(|error| error::raise(&error))?;
        Ok(Handle {
            options,
            live: Mutex::new(Live { authpipe, number: None }),
            generation: AtomicU64::new(fork::generation()),
            closed: AtomicBool::new(false),
            kept: Arc::new(KeptCredentials::new(py)),
            target,
        })
    }

    /// Where its lines of the log go.
    pub(crate) fn logger(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.target.logger(py)
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
        self.target.follow(py);
        fork::stand_aside();
        if self.lock().number.is_none() {
            let endings = py.import(pyo3::intern!(py, "authpipe._endings"))?;
            endings
                .call_method1(pyo3::intern!(py, "finish_before_the_end"), (wrap_pyfunction!(crate::finishing::finish, py)?,))?;
            // Python may have switched meanwhile to a thread that forks.
            fork::stand_aside();
        }
        let mut live = self.lock();
        if live.number.is_none() && !self.is_closed() {
            live.number = Some(runtime::note_open(&live.authpipe));
        }
        Ok(live.authpipe.clone())
    }

    /// What `close` must finish.
    pub(crate) fn end(&self, py: Python<'_>) -> PyResult<Live> {
        self.follow_fork(py)?;
        self.closed.store(true, Ordering::Relaxed);
        self.kept.close(py);
        let live = self.lock();
        Ok(live.clone())
    }

    /// In a forked child, makes a new handle from the options and leaves the parent's alone: its threads are not here.
    #[inline]
    fn follow_fork(&self, py: Python<'_>) -> PyResult<()> {
        if self.generation.load(Ordering::Relaxed) == fork::generation() { Ok(()) } else { self.start_again(py) }
    }

    #[cold]
    fn start_again(&self, py: Python<'_>) -> PyResult<()> {
        let generation = fork::generation();
        self.kept.start_again(py);
        if self.is_in_memory() || self.is_closed() {
            // The core refuses calls to the parent's handle itself: `forked` or `closed`.
            return Ok(());
        }
        let authpipe = py.detach(|| Authpipe::new(self.options.clone())).map_err(|error| error::raise(&error))?;
        let old = std::mem::replace(&mut *self.lock(), Live { authpipe, number: None });
        std::mem::forget(old);
        self.generation.store(generation, Ordering::Relaxed);
        Ok(())
    }

    fn is_in_memory(&self) -> bool {
        self.options.vault.as_deref().is_some_and(|vault| vault.starts_with("memory:"))
    }

    fn lock(&self) -> MutexGuard<'_, Live> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The kept credential for these arguments, if it still answers.
    #[inline]
    pub(crate) fn kept<'py>(&self, py: Python<'py>, key: &Any<'py>) -> PyResult<Option<Bound<'py, Credential>>> {
        self.follow_fork(py)?;
        self.kept.find(py, key)
    }

    /// Makes the caller's object of what the core had at hand, and keeps it for as long as it is valid.
    pub(crate) fn keep<'py>(
        &self,
        key: &Bound<'py, PyTuple>,
        cached: Option<CachedCredential>,
    ) -> PyResult<Option<Bound<'py, Credential>>> {
        let Some(CachedCredential { credential, validity }) = cached else { return Ok(None) };
        let credential = Bound::new(key.py(), Credential::new(key.py(), &credential, Some(validity))?)?;
        self.kept.keep(key, &credential)?;
        Ok(Some(credential))
    }
}

impl Drop for Handle {
    /// Closes a handle that was dropped without `close()`, so that exchanges under way are finished and stored.
    fn drop(&mut self) {
        fork::stand_aside();
        let live = self.live.get_mut().unwrap_or_else(PoisonError::into_inner);
        if *self.generation.get_mut() == fork::generation()
            && let Some(number) = live.number
            && !*self.closed.get_mut()
        {
            let closing = runtime::close(live.authpipe.clone(), Some(number));
            // What is lost with it has been told to its log: nobody is left who could catch an error.
            runtime::behind(async move { drop(closing.await) });
        }
    }
}
