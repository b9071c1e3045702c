//! Row 5: the facade. Each method judges nothing and decides nothing: it hands over to the engine on the core's own threads.

mod at_once;
mod base_url;
mod client_key;
#[cfg(feature = "cli")]
pub(crate) mod copying;
mod credentials;
mod environment;
mod following;
pub mod fork;
mod given;
mod looking;
mod loopback;
mod lost_vault;
mod managing;
mod options;
mod places;
mod proxy;
mod sessions;
mod shared;
mod signing;
mod suspension;
mod threads;
#[cfg(test)]
mod time_limits;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio_util::context::TokioContext;

use crate::base::erased::{Answer, Work, erase, typed};
use crate::base::fork::{Origin, unannounced};
use crate::base::log::Log;
use crate::base::waiting::within;
use crate::base::{Clock as _, Error, ErrorCode, Result, SystemClock};
use crate::engine::Engine;

use at_once::may_stand_still;
pub use credentials::CredentialBatch;
pub use following::{EventFeed, FollowQuery};
pub use given::FromEnvironment;
pub use loopback::LoopbackFlow;
pub use options::{Mode, Options, ProviderInput, read_mode};
use shared::Core;
pub use signing::RequestToSign;

/// The credential layer: one per application, shared by cloning.
///
/// Constructing it judges what was given; files, threads and sockets are opened at first use.
#[derive(Clone)]
pub struct Authpipe(
    Arc<Inner>,
    /// How long calls through this handle wait.
    Option<Duration>,
);

struct Inner {
    judged: Mutex<options::Judged>,
    timeout: Option<Duration>,
    core: OnceLock<Arc<Core>>,
    closed: AtomicBool,
    /// What was last asked for here; read and written under `judged`, so that a core is told of what was asked for before.
    suspended: AtomicBool,
    origin: Origin,
    is_in_memory: bool,
    log: Log,
    /// Whether a handler has been made of it.
    serves_people: AtomicBool,
}

impl Drop for Inner {
    fn drop(&mut self) {
        // In a forked child everything belongs to the parent.
        if !self.origin.is_foreign()
            && let Some(core) = self.core.get()
        {
            if core.leave(&self.closed) {
                core.unregister();
            }
            core.engine.loggers().remove(&self.log);
        }
    }
}

impl std::fmt::Debug for Authpipe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authpipe").field("closed", &self.0.closed.load(Ordering::Relaxed)).finish_non_exhaustive()
    }
}

impl Authpipe {
    /// Judges the options. Nothing is opened and nothing is made.
    ///
    /// # Errors
    /// - `config_invalid`, `provider_unknown`, `invalid_id`: a value
    ///   that is present and wrong.
    pub fn new(options: Options) -> Result<Self> {
        let judged = options::judge(options)?;
        let (timeout, is_in_memory, log) = (judged.timeout, judged.vault.identity().is_none(), judged.log.clone());
        let inner = Inner {
            judged: Mutex::new(judged),
            timeout,
            core: OnceLock::new(),
            closed: AtomicBool::new(false),
            suspended: AtomicBool::new(false),
            origin: Origin::here(),
            is_in_memory,
            log,
            serves_people: AtomicBool::new(false),
        };
        Ok(Authpipe(Arc::new(inner), None))
    }

    /// The same object for calls that wait no longer than this, as [`within`] does it.
    pub fn limited(&self, limit: Duration) -> Self {
        Authpipe(self.0.clone(), Some(limit))
    }

    /// # Errors
    /// - `closed`.
    /// - `forked`: the object was made before a fork, and this is the child.
    #[inline]
    fn check(&self) -> Result<()> {
        if self.0.closed.load(Ordering::Relaxed) || self.0.origin.is_inherited() {
            return Err(self.refuse());
        }
        Ok(())
    }

    #[cold]
    fn refuse(&self) -> Error {
        if !self.0.origin.is_inherited() {
            return closed();
        }
        let error = Error::new(ErrorCode::Forked, "This Authpipe object was made before the process forked.");
        if self.0.is_in_memory {
            return error.with_hint("A vault in memory stays in the parent: use one in SQLite or PostgreSQL, or fork first.");
        }
        error.with_hint("Make a new one in the child; it may use the same vault.")
    }

    /// The same for a fork that nobody has announced: one system call.
    fn check_process(&self) -> Result<()> {
        match self.0.origin {
            origin if origin.is_inherited() => Err(self.refuse()),
            origin if origin.is_foreign() => Err(unannounced()),
            _ => Ok(()),
        }
    }

    fn core(&self) -> Result<&Arc<Core>> {
        self.check()?;
        self.check_process()?;
        if let Some(core) = self.0.core.get() {
            return Ok(core);
        }
        let judged = self.0.judged.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(core) = self.0.core.get() {
            return Ok(core);
        }
        let core = Core::obtain(&judged)?;
        if self.0.suspended.load(Ordering::SeqCst) {
            core.suspend_at_next_use();
        }
        Ok(self.0.core.get_or_init(|| core))
    }

    async fn run<T, F>(&self, work: impl FnOnce(Arc<Engine>) -> F + Send + 'static) -> Result<T>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        self.run_for(None, move |engine, _| work(engine)).await
    }

    async fn run_for<T, F>(
        &self,
        limit: Option<Duration>,
        work: impl FnOnce(Arc<Engine>, Option<Duration>) -> F + Send + 'static,
    ) -> Result<T>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        typed(self.carry(limit, Box::new(move |engine, left| erase(work(engine, left)))).await?)
    }

    /// The one place where the time of a call is limited, the opening of the vault included: `limit` is what the call says beside the
    /// handle, and the work is told how much of it is left. What it has begun goes on.
    async fn carry(&self, limit: Option<Duration>, begin: Begin) -> Result<Answer> {
        let core = self.core()?.clone();
        let limit = self.limited_by(limit);
        let done = core.carry(self.of_call(&core, limit, begin));
        limited(&core, limit, Box::pin(done)).await
    }

    /// The same, begun on the caller's thread where that may stand still for a moment: for a call that often need not wait.
    async fn run_at_once_for<T, F>(
        &self,
        limit: Duration,
        work: impl FnOnce(Arc<Engine>, Option<Duration>) -> F + Send + 'static,
    ) -> Result<T>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let core = self.core()?.clone();
        let limit = self.limited_by(Some(limit));
        let begin: Begin = Box::new(move |engine, left| erase(work(engine, left)));
        let done = core.carry_at_once(may_stand_still(), self.of_call(&core, limit, begin));
        typed(limited(&core, limit, Box::pin(done)).await?)
    }

    /// What is the shorter: the limit of the call, or that of the handle.
    fn limited_by(&self, limit: Option<Duration>) -> Option<Duration> {
        limit.into_iter().chain(self.1).min()
    }

    /// The work of a call, which opens the vault first if nobody has.
    fn of_call(&self, core: &Arc<Core>, limit: Option<Duration>, begin: Begin) -> Work<'static> {
        let (core, began) = (core.clone(), SystemClock.elapsed());
        Box::pin(self.0.log.clone().scope(async move {
            core.open().await?;
            let left = limit.map(|limit| limit.saturating_sub(SystemClock.elapsed().saturating_sub(began)));
            begin(core.engine.clone(), left).await
        }))
    }

    /// Runs something on the core's own threads, whatever became of this handle meanwhile.
    async fn on_core<T: Send + 'static>(&self, work: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
        self.check_process()?;
        match self.0.core.get().cloned() {
            Some(core) => core.run(self.0.log.clone().scope(work)).await,
            None => Err(closed()),
        }
    }

    /// Opens the vault, checks the key and migrates. Optional, for a clear failure at boot: every other method does it by itself.
    ///
    /// It looks besides whether providers can be reached by TLS at all; nothing is sent.
    ///
    /// # Errors
    /// - `key_missing`, `key_mismatch`, `config_invalid`, `environment_mismatch`: what must be fixed.
    /// - `provider_not_configured`: a client id, a secret or a key is absent.
    /// - `base_url_missing`: a handler has been made, and people could not come back to it.
    /// - `vault_unavailable`, `vault_locked`, `vault_newer`: the file.
    pub async fn ready(&self) -> Result<()> {
        let serves_people = self.0.serves_people.load(Ordering::Relaxed);
        self.run(move |engine| async move {
            engine.prepare(serves_people)?;
            engine.prepare_spool().await
        })
        .await
    }

    /// Copies the vault into a new file that only its owner may read, while processes use it. The copy is of one moment, is whole
    /// or absent, and stays sealed: it opens with the same key.
    ///
    /// # Errors
    /// - `invalid_request`: the file exists already, or the vault is in memory.
    /// - `vault_unavailable`: it could not be written. As [`Authpipe::ready`].
    pub async fn back_up_vault(&self, to: &Path) -> Result<()> {
        let to = to.to_owned();
        self.run(move |engine| async move { engine.back_up(&to).await }).await
    }

    /// Finishes refreshes under way and lets go of the vault. The last handle on it ends its threads too. This handle ends;
    /// the vault is kept if somebody else in the process uses it. Whoever calls it again waits for the same end: a caller of the
    /// first may have gone away, and a process may end after this.
    ///
    /// # Errors
    /// - `vault_unavailable`: neither the vault nor its spool could be written, and renewed tokens are lost with this process: how
    ///   many is told. Everything is closed none the less.
    pub async fn close(&self) -> Result<()> {
        if self.0.origin.is_foreign() {
            return Ok(());
        }
        let Some(core) = self.0.core.get().cloned() else {
            self.0.closed.store(true, Ordering::SeqCst);
            return Ok(());
        };
        let closed = if core.leave(&self.0.closed) {
            core.close().await
        } else {
            // Whoever waits on this handle need not wait for the others'.
            core.engine.wake();
            Ok(())
        };
        core.engine.loggers().remove(&self.0.log);
        closed
    }

    /// Whether it runs in development mode.
    pub(crate) fn is_development(&self) -> bool {
        self.0.judged.lock().unwrap_or_else(PoisonError::into_inner).development
    }

    /// The path of the base URL, without a slash at the end: where the handler is mounted that is made now.
    pub(crate) fn mount(&self) -> String {
        self.0.serves_people.store(true, Ordering::Relaxed);
        let judged = self.0.judged.lock().unwrap_or_else(PoisonError::into_inner);
        if judged.base_url.is_none() && self.0.core.get().is_some() {
            // `ready` came before the handler and could not know. A build makes handlers too, but calls nothing.
            let _on = self.0.log.enter();
            tracing::warn!(code = ErrorCode::BaseUrlMissing.as_str(), "a handler without a base URL: nobody can come back to it");
        }
        judged.base_url.as_ref().map_or("", |url| url.path().trim_end_matches('/')).to_owned()
    }

    /// Where this object's lines go.
    pub(crate) fn log(&self) -> &Log {
        &self.0.log
    }

    /// The engine on its own threads, for the handler.
    pub(crate) async fn with_engine<T, F>(&self, work: impl FnOnce(Arc<Engine>) -> F + Send + 'static) -> Result<T>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        self.run(work).await
    }
}

/// What a call does with the engine, and with what is left of its time.
type Begin = Box<dyn FnOnce(Arc<Engine>, Option<Duration>) -> Work<'static> + Send>;

/// The caller may be on any executor, and only the core's has a timer.
async fn limited(core: &Core, limit: Option<Duration>, done: Work<'_>) -> Result<Answer> {
    match limit.and_then(|limit| Some((limit, core.handle()?))) {
        Some((limit, handle)) => TokioContext::new(within(limit, done), handle).await,
        None => done.await,
    }
}

fn closed() -> Error {
    Error::new(ErrorCode::Closed, "This Authpipe object has been closed.")
}
