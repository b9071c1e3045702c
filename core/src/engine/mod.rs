//! Row 4: the only coordinator. Each file is one concern; [`Engine`] is what they share.
//!
//! A read goes `credentials` → `cache`, and on a miss → `repo` → `freshness` → `refresh`. A callback goes
//! `connect::finish` → `protocol` → `exchange` → `repo`. Both end in one commit and the events of that commit.

mod checking;
mod common;
mod connecting;
mod grants;
mod managing;
mod reading;
mod renewing;
#[cfg(test)]
mod tests;
mod watching;

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio_util::task::TaskTracker;
use url::Url;

use crate::base::fork::Origin;
use crate::base::{Clock, Error, ErrorCode, Result};
use crate::model::rows::Position;
use crate::net::HttpClient;
use crate::repo::Repo;

use common::failure;
use connecting::identity::KeySets;
use grants::cache::Cache;
use renewing::refresh::Flights;
use watching::scheduler;

pub use checking::health::Health;
pub use connecting::stored::{StoreCredential, StoredCredential};
pub use connecting::{AuthRequest, CreatedSession, InstallRequest, NativeRequest, NativeSession};
pub use grants::cache::{SlotSink, SlotState, Watch};
pub use managing::connections::{EventQuery, ListQuery, Page};
pub use reading::credentials::CallOptions;
pub use watching::scheduler::MaintenanceReport;

pub(crate) use common::configs::Configs;
pub(crate) use common::failure::interrupted;
pub(crate) use common::page;
pub(crate) use common::policy::Policy;
pub(crate) use connecting::{CallbackInput, CallbackOutcome, CompletionInput, Ending, Loopback, SessionView, judge_return_to};

/// What the engine is told about its surroundings.
pub(crate) struct Settings {
    /// The public URL of the mounted handler, without a slash at the end.
    pub(crate) base_url: Option<Url>,
    /// Whether refreshes and checks run by themselves.
    pub(crate) background: bool,
    /// Whether this is development mode.
    pub(crate) development: bool,
    /// Numbers that tests make small.
    pub(crate) policy: Policy,
}

/// Everything that coordinates: one per vault and process.
pub(crate) struct Engine {
    repo: Repo,
    net: Arc<dyn HttpClient>,
    clock: Arc<dyn Clock>,
    configs: Configs,
    settings: Settings,
    cache: Cache,
    flights: Flights,
    key_sets: KeySets,
    /// Names this process as a holder of leases; random, so that a forked child or a cloned machine is somebody else.
    owner: [u8; 16],
    /// Where `runtime` has its threads.
    origin: Origin,
    runtime: Handle,
    tasks: TaskTracker,
    /// Those of `tasks` that talk to a provider and store what it says. Closed from the start, so that a wait ends with the last.
    exchanges: TaskTracker,
    wake: Arc<Notify>,
    /// How far this process has read the notes of changes.
    position: Mutex<Option<Position>>,
    closed: AtomicBool,
    /// Whether scheduled work waits for [`Engine::resume`].
    suspended: AtomicBool,
}

impl Engine {
    /// An engine over an unopened repository. `runtime` carries everything that outlives a call.
    pub(crate) fn new(
        repo: Repo,
        net: Arc<dyn HttpClient>,
        clock: Arc<dyn Clock>,
        configs: Configs,
        settings: Settings,
        runtime: Handle,
    ) -> Arc<Self> {
        let exchanges = TaskTracker::new();
        exchanges.close();
        let engine = Arc::new(Engine {
            repo,
            net,
            clock: clock.clone(),
            configs,
            settings,
            cache: Cache::default(),
            flights: Flights::default(),
            key_sets: KeySets::default(),
            owner: crate::base::entropy::make_bytes(),
            origin: Origin::here(),
            runtime,
            tasks: TaskTracker::new(),
            exchanges,
            wake: Arc::new(Notify::new()),
            position: Mutex::new(None),
            closed: AtomicBool::new(false),
            suspended: AtomicBool::new(false),
        });
        let (weak, origin) = (Arc::downgrade(&engine), engine.origin);
        clock.on_advance(Arc::new(move || {
            // A forked child has inherited clock and listener, and must not touch the engine.
            if !origin.is_foreign()
                && let Some(engine) = weak.upgrade()
            {
                engine.cache.expire_all();
                engine.wake.notify_waiters();
            }
        }));
        engine
    }

    /// Opens the vault and starts the scheduler. Called once.
    pub(crate) async fn open(self: &Arc<Self>) -> Result<()> {
        self.settle().await;
        self.repo.open().await?;
        self.look().await?;
        if self.settings.background {
            self.spawn(scheduler::run_watch(Arc::downgrade(self)));
            self.spawn(scheduler::run_work(Arc::downgrade(self)));
        }
        Ok(())
    }

    /// Finds at the start what would fail at the first request to a provider, where there are any.
    ///
    /// # Errors
    /// - `config_invalid`.
    pub(crate) fn prepare(&self) -> Result<()> {
        if self.configs.enabled().next().is_some() { self.net.prepare() } else { Ok(()) }
    }

    /// No scheduled work starts until [`Engine::resume`].
    pub(crate) fn pause(&self) {
        self.suspended.store(true, Ordering::SeqCst);
    }

    /// Pauses scheduled work and lets go of the store. Exchanges under way go on, and what they commit takes the store for the
    /// time of that commit: a token that the provider has rotated must not be lost.
    pub(crate) async fn suspend(&self) {
        self.pause();
        self.settle().await;
    }

    /// Lets go of the store if that was asked for; also right if it is called off meanwhile.
    pub(crate) async fn settle(&self) {
        if self.is_suspended() {
            self.repo.suspend().await;
            if !self.is_suspended() {
                self.repo.resume();
            }
        }
    }

    /// Ends [`Engine::suspend`]; what has fallen due meanwhile is done at once.
    pub(crate) fn resume(self: &Arc<Self>) {
        // In this order: whoever suspends the store looks at the flag afterwards.
        self.suspended.store(false, Ordering::SeqCst);
        self.repo.resume();
        if self.is_suspended() {
            // Asked for again in between, and perhaps overruled by the line above.
            let engine = self.clone();
            self.spawn(async move { engine.settle().await });
        }
        self.wake.notify_waiters();
    }

    /// Whether scheduled work waits.
    pub(crate) fn is_suspended(&self) -> bool {
        self.suspended.load(Ordering::SeqCst)
    }

    /// Stops: no new work starts, exchanges under way are finished, then the store is let go. Whoever asks again waits as well.
    pub(crate) async fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        self.wake.notify_waiters();
        self.tasks.close();
        self.tasks.wait().await;
        self.cache.clear();
        self.repo.close().await;
    }

    /// # Errors
    /// - `closed`: after [`Engine::close`].
    fn check_open(&self) -> Result<()> {
        if self.closed.load(Ordering::Relaxed) {
            return Err(Error::new(ErrorCode::Closed, "This Authpipe object has been closed."));
        }
        Ok(())
    }

    /// Runs something that outlives its caller; an orderly shutdown waits for it (SR-59).
    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn_on(work, &self.runtime);
    }

    /// The same for what [`Engine::idle`] waits for.
    fn spawn_exchange(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.spawn(self.exchanges.track_future(work));
    }

    /// Waits until no exchange is under way: none that has begun still has something to store.
    pub(crate) async fn idle(&self) {
        self.exchanges.wait().await;
    }

    /// Sees something through whose first step cannot be repeated: a caller that goes away, such as a browser that hangs up,
    /// stops waiting and nothing else, and an orderly shutdown waits for the end (SR-59).
    async fn see_through<T: Send + 'static>(&self, work: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
        let (done, result) = tokio::sync::oneshot::channel();
        // Nobody receives where the caller has gone away.
        self.spawn_exchange(async move { _ = done.send(work.await) });
        result.await.unwrap_or_else(|_| Err(failure::interrupted()))
    }

    /// Whether an exchange is under way.
    pub(crate) fn is_busy(&self) -> bool {
        self.flights.is_busy()
    }

    /// Tells a binding whenever a slot's version changes.
    pub(crate) fn add_slot_sink(&self, sink: &Arc<dyn SlotSink>) {
        self.cache.add_sink(sink);
    }

    /// Lets go of the store; the next operation takes it again by itself.
    pub(crate) fn release(&self, wait_until: Option<Duration>) {
        self.repo.release(wait_until);
    }

    /// The threads that carry everything.
    pub(crate) fn runtime(&self) -> &Handle {
        &self.runtime
    }

    /// The configs.
    pub(crate) fn configs(&self) -> &Configs {
        &self.configs
    }

    /// The public URL of the handler.
    ///
    /// # Errors
    /// - `base_url_missing`.
    pub(crate) fn base_url(&self) -> Result<&Url> {
        self.settings.base_url.as_ref().ok_or_else(failure::base_url_missing)
    }
}
