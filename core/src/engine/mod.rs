//! Row 4: the only coordinator. [`Engine`] is made of parts, each in a room of its own; a room uses only what stands below it:
//!
//! ```text
//! watching                                due work, by lanes
//! connecting   managing   reading         sessions · what an application does · reads
//! checking                                probes
//! renewing     revoking                   one exchange at a time · tokens given back
//! grants                                  the one door: repository, cache, leases
//! common                                  configs, limits, errors, tasks, single flight, token endpoints
//! ```
//!
//! A read goes `reading` → the cache of `grants`, and on a miss → the repository → `freshness` → `renewing`. A callback goes
//! `connecting::finish` → `protocol` → a token endpoint → `grants`. Both end in one commit and the events of that commit.

mod checking;
mod common;
mod connecting;
mod grants;
mod managing;
mod reading;
mod renewing;
mod revoking;
#[cfg(test)]
mod tests;
mod watching;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::futures::Notified;
use url::Url;

use crate::base::log::Loggers;
use crate::base::{Clock, Result};
use crate::catalog;
use crate::model::config::ProviderConfig;
use crate::net::HttpClient;
use crate::repo::Repo;

use checking::health::Checker;
use common::discovery::Discoverer;
use common::exchange::TokenClient;
use common::tasks::Tasks;
use connecting::Connector;
use grants::Grants;
use managing::Manager;
use reading::Reader;
use renewing::Refresher;
use revoking::Revoker;
use watching::jobs::Jobs;
use watching::scheduler::{self, Scheduler};

pub use checking::health::Health;
pub use checking::registration::RegistrationCheck;
pub use connecting::batch::StoredCredentials;
pub(crate) use connecting::batch::{Batch, PART};
pub use connecting::stored::{StoreCredential, StoredCredential};
pub use connecting::{
    AuthRequest, CreateInstallation, CreatedSession, DeviceAuth, DevicePoll, DeviceRequest, DeviceStatus, InstallRequest,
    NativeRequest, NativeSession, SessionView,
};
pub use grants::validity::{CachedCredential, Validity, ValiditySink};
pub use managing::auditing::{AuditQuery, AuditRecord};
pub use managing::connections::{EventOrder, EventQuery, ListQuery, Page};
pub(crate) use managing::following::EventPlace;
#[cfg(feature = "cli")]
pub(crate) use managing::{
    erasing::ErasedWith,
    many::{DeletedMany, Many},
};
pub use reading::call_options::CallOptions;
pub use watching::scheduler::MaintenanceReport;

pub(crate) use common::configs::Configs;
pub(crate) use common::errors::flow::no_session;
pub(crate) use common::errors::interrupted;
pub(crate) use common::page;
pub(crate) use common::policy::{Policy, Settings};
pub(crate) use connecting::{CallbackInput, CallbackOutcome, CompletionInput, Ending, Loopback, judge_return_to};

/// Everything that coordinates, one per vault and process: its parts, made once, and their common beginning and end.
pub(crate) struct Engine {
    /// Answers reads.
    pub(crate) reader: Arc<Reader>,
    /// Takes people through sessions.
    pub(crate) connector: Arc<Connector>,
    /// Lists and ends grants.
    pub(crate) manager: Arc<Manager>,
    /// Checks grants.
    pub(crate) checker: Arc<Checker>,
    /// Does what falls due.
    pub(crate) scheduler: Arc<Scheduler>,
    refresher: Arc<Refresher>,
    grants: Arc<Grants>,
    repo: Arc<Repo>,
    net: Arc<dyn HttpClient>,
    configs: Configs,
    settings: Arc<Settings>,
    tasks: Arc<Tasks>,
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
        Engine::with_tasks(repo, net, clock, configs, settings, Tasks::new(runtime))
    }

    fn with_tasks(
        repo: Repo,
        net: Arc<dyn HttpClient>,
        clock: Arc<dyn Clock>,
        configs: Configs,
        settings: Settings,
        tasks: Tasks,
    ) -> Arc<Self> {
        let (repo, settings, tasks) = (Arc::new(repo), Arc::new(settings), Arc::new(tasks));
        let grants = Arc::new(Grants::new(repo.clone(), clock.clone(), configs.clone(), settings.clone(), tasks.clone()));
        let token_client = TokenClient { net: net.clone(), clock: clock.clone() };
        let refresher =
            Arc::new(Refresher::new(grants.clone(), clock.clone(), settings.clone(), tasks.clone(), token_client.clone()));
        let checker = Arc::new(Checker {
            grants: grants.clone(),
            refresher: refresher.clone(),
            configs: configs.clone(),
            net: net.clone(),
            discoverer: Discoverer::new(net.clone(), clock.clone(), settings.clone()),
            clock: clock.clone(),
            settings: settings.clone(),
            tasks: tasks.clone(),
            asked: std::sync::Mutex::default(),
            wrong_addresses: checking::wrong_address::WrongAddresses::default(),
        });
        let reader = Arc::new(Reader {
            grants: grants.clone(),
            refresher: refresher.clone(),
            checker: checker.clone(),
            configs: configs.clone(),
            clock: clock.clone(),
            settings: settings.clone(),
            tasks: tasks.clone(),
            looks: Arc::default(),
            in_vain: Default::default(),
        });
        let connector = Arc::new(Connector::new(
            grants.clone(),
            repo.sessions(),
            checker.clone(),
            configs.clone(),
            token_client,
            settings.clone(),
            tasks.clone(),
        ));
        let revoker = Arc::new(Revoker {
            grants: grants.clone(),
            configs: configs.clone(),
            net: net.clone(),
            discoverer: Discoverer::new(net.clone(), clock.clone(), settings.clone()),
            clock: clock.clone(),
            settings: settings.clone(),
        });
        let manager = Arc::new(Manager {
            revoker: revoker.clone(),
            grants: grants.clone(),
            events: repo.events(),
            audit: repo.audit_log(),
            checker: checker.clone(),
            configs: configs.clone(),
            clock: clock.clone(),
            settings: settings.clone(),
            tasks: tasks.clone(),
        });
        let jobs = Arc::new(Jobs {
            grants: grants.clone(),
            refresher: refresher.clone(),
            checker: checker.clone(),
            revoker,
            configs: configs.clone(),
            clock: clock.clone(),
            settings: settings.clone(),
        });
        let scheduler = Arc::new(Scheduler {
            housekeeping: repo.housekeeping(),
            events: repo.events(),
            grants: grants.clone(),
            connector: connector.clone(),
            jobs,
            clock: clock.clone(),
            settings: settings.clone(),
            tasks: tasks.clone(),
        });
        let (weak, origin) = (Arc::downgrade(&grants), tasks.origin());
        let woken = Arc::downgrade(&tasks);
        clock.on_advance(Arc::new(move || {
            // A forked child has inherited clock and listener, and must not touch the engine.
            if !origin.is_foreign()
                && let (Some(grants), Some(tasks)) = (weak.upgrade(), woken.upgrade())
            {
                grants.cache().expire_all();
                tasks.wake();
            }
        }));
        Arc::new(Engine {
            reader,
            connector,
            manager,
            checker,
            scheduler,
            refresher,
            grants,
            repo,
            net,
            configs,
            settings,
            tasks,
        })
    }

    /// Opens the vault and starts the scheduler. Called once.
    pub(crate) async fn open(&self) -> Result<()> {
        self.apply_suspension().await;
        self.repo.open().await?;
        self.grants.look().await?;
        if self.repo.only_looks() {
            return Ok(());
        }
        if let Err(error) = self.prepare_spool().await {
            // What is read needs no spool. `ready` says so aloud.
            tracing::warn!(code = error.code().as_str(), %error, "without a spool, renewed tokens that the vault does not take are kept in memory only");
        }
        self.grants.store_all_spooled().await;
        self.refresher.recall_configs().await;
        if self.settings.background {
            self.tasks.spawn(scheduler::run_looks(Arc::downgrade(&self.scheduler)));
            self.tasks.spawn(scheduler::run_work(Arc::downgrade(&self.scheduler)));
            self.tasks.spawn(scheduler::run_slow_work(Arc::downgrade(&self.scheduler)));
        }
        Ok(())
    }

    /// Finds at the start what would fail at the first request to a provider, where there are any; `serves_people`, or a base URL: at
    /// the first click.
    ///
    /// # Errors
    /// - `config_invalid`.
    /// - `provider_not_configured`: what a config lacks.
    /// - `base_url_missing`: people sign in through the handler, and nothing says where it is.
    pub(crate) fn prepare(&self, serves_people: bool) -> Result<()> {
        self.configs.check_complete()?;
        // What has a redirect URI of its own comes back to a program, without the handler.
        let signs_in = |config: &ProviderConfig| config.definition.sign_in().is_some() && !catalog::is_for_keys_alone(config);
        let by_handler = |config: &&Arc<ProviderConfig>| signs_in(config) && config.redirect_uri.is_none();
        // Whoever says where people come back to will make a handler, most often only at the first request.
        let serves_people = serves_people || self.settings.base_url().is_ok();
        for config in self.configs.enabled().filter(by_handler).filter(|_| serves_people) {
            catalog::check_confidential(config)?;
            self.settings.base_url()?;
        }
        if self.configs.enabled().next().is_some() { self.net.prepare() } else { Ok(()) }
    }

    /// Makes the spool, where there is to be one.
    ///
    /// # Errors
    /// - `vault_unavailable`: it cannot be made.
    pub(crate) async fn prepare_spool(&self) -> Result<()> {
        self.repo.prepare_spool().await
    }

    /// # Errors
    /// - `vault_unavailable`: renewed tokens were lost when the engine was closed.
    pub(crate) fn check_nothing_lost(&self) -> Result<()> {
        self.grants.check_nothing_lost()
    }

    /// No scheduled work starts until [`Engine::resume`].
    pub(crate) fn pause(&self) {
        self.tasks.set_suspended(true);
    }

    /// Pauses scheduled work and lets go of the store. Exchanges under way go on, and what they commit takes the store for the
    /// time of that commit: a token that the provider has rotated must not be lost.
    pub(crate) async fn suspend(&self) {
        self.pause();
        self.apply_suspension().await;
    }

    /// Lets go of the store if that was asked for; also right if it is called off meanwhile.
    pub(crate) async fn apply_suspension(&self) {
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
        self.tasks.set_suspended(false);
        self.repo.resume();
        if self.is_suspended() {
            // Asked for again in between, and perhaps overruled by the line above.
            let engine = self.clone();
            self.tasks.spawn(async move { engine.apply_suspension().await });
        }
        self.tasks.wake();
    }

    /// Wakes whoever waits in the engine, so that they look around.
    pub(crate) fn wake(&self) {
        self.tasks.wake();
    }

    /// Resolves at the next [`Engine::wake`] after this call, and at the end.
    pub(crate) fn woken(&self) -> Notified<'_> {
        self.tasks.woken()
    }

    /// Whether scheduled work waits.
    pub(crate) fn is_suspended(&self) -> bool {
        self.tasks.is_suspended()
    }

    /// Stops: no new work starts, exchanges under way are finished, then the store is let go. Whoever asks again waits as well.
    ///
    /// # Errors
    /// - `vault_unavailable`: the vault could not be written, nor its spool; renewed tokens are lost with this process. It is closed.
    pub(crate) async fn close(&self) -> Result<()> {
        self.grants.note_uses(Duration::MAX).await;
        if !self.settings.background {
            self.connector.store_endings().await;
        }
        let _ending = self.tasks.close().await;
        self.grants.invalidate_all();
        self.repo.close().await;
        self.grants.check_nothing_lost()
    }

    /// Copies the vault into a new file while it is in use.
    ///
    /// # Errors
    /// - `invalid_request`: the file exists already, or the vault is in memory.
    pub(crate) async fn back_up(&self, to: &Path) -> Result<()> {
        self.repo.back_up(to).await
    }

    /// Waits until no exchange is under way: none that has begun still has something to store.
    pub(crate) async fn idle(&self) {
        self.tasks.idle().await;
    }

    /// Whether an exchange is under way.
    pub(crate) fn is_busy(&self) -> bool {
        self.refresher.is_busy()
    }

    /// Tells a binding of everything that ends a validity.
    pub(crate) fn add_validity_sink(&self, sink: &Arc<dyn ValiditySink>) {
        self.grants.cache().add_sink(sink);
    }

    /// Lets go of the store; the next operation takes it again by itself.
    pub(crate) fn detach(&self, wait_until: Option<Duration>) {
        self.repo.detach(wait_until);
    }

    /// Who hears what the engine does by itself.
    pub(crate) fn loggers(&self) -> &Arc<Loggers> {
        self.tasks.loggers()
    }

    /// The threads that carry everything; `None` after the end.
    pub(crate) fn runtime(&self) -> Option<Handle> {
        self.tasks.runtime()
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
        self.settings.base_url()
    }
}
