//! Shares one core per vault in a process: whoever opens the same vault a second time gets the same store, cache, keys and
//! scheduler.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use sha2::{Digest as _, Sha256};
use tokio::runtime::Handle;
use tokio::sync::OnceCell;

use crate::base::erased::{Answer, Work, erase, typed};
use crate::base::fork::{self, Origin, SystemCall};
use crate::base::waiting::{Waits, apart, carried, on_same};
use crate::base::{Environment, Error, ErrorCode, Result};
use crate::engine::{Configs, Engine, Policy, Settings, interrupted};
use crate::key_sources;
use crate::model::client::Client;
use crate::model::config::ProviderConfig;
use crate::net::{Net, Proxy};
use crate::repo::Repo;
use crate::store::{Address, Anchor, AnchorFile, Presence, SpoolFolder};
use crate::vault::{Root, RootKeys};

use super::given::FromEnvironment;
use super::options::Judged;
use super::threads::{self, Threads, end_behind, end_elsewhere};

pub(super) static OPEN: Mutex<Registry> = Mutex::new(Registry { shared: BTreeMap::new(), engines: Vec::new() });

/// What is open in this process.
pub(super) struct Registry {
    /// By vault and environment.
    shared: BTreeMap<String, Weak<Core>>,
    /// Of every core, also of those that nobody can share.
    engines: Vec<Weak<Engine>>,
}

impl Registry {
    /// The engines that live.
    pub(super) fn engines(&self) -> impl Iterator<Item = Arc<Engine>> + '_ {
        self.engines.iter().filter_map(Weak::upgrade)
    }

    /// Forgets what a forked child has inherited.
    pub(super) fn forget(&mut self) {
        self.shared.clear();
        self.engines.clear();
    }

    fn sweep(&mut self) {
        self.shared.retain(|_, core| core.strong_count() > 0);
        self.engines.retain(|engine| engine.strong_count() > 0);
    }
}

#[cfg(feature = "cli")]
impl super::Authpipe {
    /// Where the vault is, not opened.
    pub(crate) fn vault_address(&self) -> Arc<dyn Address> {
        self.0.judged.lock().unwrap_or_else(PoisonError::into_inner).vault.clone()
    }

    /// From the first use on nothing is changed: neither the vault, nor its anchor, nor what waits in the spool. Before that use.
    pub(crate) fn only_look(&self) {
        self.0.judged.lock().unwrap_or_else(PoisonError::into_inner).only_looks = true;
    }
}

/// The engine with the threads that carry it.
pub(super) struct Core {
    pub(super) engine: Arc<Engine>,
    threads: Threads,
    pub(super) opened: OnceCell<()>,
    /// What all wait for meanwhile.
    opening: Waits,
    /// Whether somebody joined who had asked for suspension.
    pub(super) owes_suspension: AtomicBool,
    fingerprint: [u8; 32],
    /// What errors call the options of whoever made it.
    from_environment: FromEnvironment,
    root_key_ids: Vec<String>,
    /// Handles that have not been closed.
    users: Mutex<usize>,
    registered: Option<String>,
    origin: Origin,
}

impl Core {
    /// The core of these options: the one that is open already, or a new one.
    ///
    /// # Errors
    /// - `key_missing`, `config_invalid` (environment): absent, and needed now.
    /// - `key_mismatch`, `config_invalid`: the vault is open in this process with other keys or other providers.
    /// - `forked`: this process is a child in which the library cannot be used.
    pub(super) fn obtain(judged: &Judged) -> Result<Arc<Core>> {
        fork::check_process()?;
        let given = &judged.from_environment;
        let roots = given.judged("key", RootKeys::new(connect(judged)))?.given_in(given.place("key"));
        let environment = judged.environment.clone().ok_or_else(environment_missing)?;
        let fingerprint = fingerprint(&judged.configs, judged);
        let name = name(&*judged.vault, &environment);
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        open.sweep();
        if let Some(core) = name.as_ref().and_then(|name| open.shared.get(name)).and_then(Weak::upgrade)
            && core.join()
        {
            core.check_same(&roots, fingerprint).inspect_err(|_| _ = core.leave(&AtomicBool::new(false)))?;
            core.engine.loggers().add(&judged.log);
            return Ok(core);
        }
        let core = Core::make(judged, roots, environment, fingerprint, name.clone())?;
        core.engine.loggers().add(&judged.log);
        open.engines.push(Arc::downgrade(&core.engine));
        if let Some(name) = name {
            open.shared.insert(name, Arc::downgrade(&core));
        }
        Ok(core)
    }

    /// The core of this vault, if one is open.
    pub(super) fn find(judged: &Judged) -> Option<Arc<Core>> {
        fork::check_process().ok()?;
        let name = name(&*judged.vault, judged.environment.as_ref()?)?;
        OPEN.lock().unwrap_or_else(PoisonError::into_inner).shared.get(&name).and_then(Weak::upgrade)
    }

    fn make(
        judged: &Judged,
        roots: RootKeys,
        environment: Environment,
        fingerprint: [u8; 32],
        registered: Option<String>,
    ) -> Result<Arc<Core>> {
        let store = judged.make_store();
        let runtime = threads::start()?;
        let root_key_ids = roots.ids().into_iter().map(str::to_owned).collect();
        let spool = judged.spool_dir.clone().or_else(|| judged.vault.spool()).map(SpoolFolder::new);
        let beside = || judged.vault.anchor().map(|file| Arc::new(AnchorFile::new(file)) as Arc<dyn Anchor>);
        // Of what ends with the process no earlier state comes back.
        let anchor = judged.anchor.clone().or_else(beside).filter(|_| judged.vault.identity().is_some());
        let repo = Repo::new(store, roots, environment, judged.clock.clone()).anchored_to(anchor);
        let repo = repo.shown_in(Presence::of(&*judged.vault, spool.as_ref())).spooling_to(spool).looking(judged.only_looks);
        let mut policy = Policy::default();
        policy.min_validity = judged.min_validity;
        policy.caller_timeout = judged.timeout.unwrap_or(policy.caller_timeout);
        let settings = Settings {
            base_url: judged.base_url.clone(),
            background: judged.background,
            development: judged.development,
            policy,
        };
        let configs = Configs::new(judged.configs.clone()).lacking(judged.lacking.clone());
        let net = Arc::new(Net::new(judged.net.clone()));
        let engine = Engine::new(repo, net, judged.clock.clone(), configs, settings, runtime.handle().clone());
        Ok(Arc::new(Core {
            engine,
            threads: Threads::new(runtime),
            opened: OnceCell::new(),
            opening: Waits::default(),
            owes_suspension: AtomicBool::new(false),
            fingerprint,
            from_environment: judged.from_environment.clone(),
            root_key_ids,
            users: Mutex::new(1),
            registered,
            origin: Origin::here(),
        }))
    }

    /// Opens the vault, once however many ask.
    pub(super) async fn open(&self) -> Result<()> {
        // The threads of the vault are everybody's, whoever opens it.
        let opening = || apart(self.opening.clone(), Box::pin(self.engine.loggers().clone().scope(self.engine.open())));
        let opened = on_same(&self.opening, self.opened.get_or_try_init(opening)).await;
        self.from_environment.judged("environment", opened)?;
        if self.owes_suspension.swap(false, Ordering::SeqCst) {
            self.engine.apply_suspension().await;
        }
        Ok(())
    }

    /// Pauses scheduled work now, and lets go of the vault before it is used again.
    pub(super) fn suspend_at_next_use(&self) {
        self.engine.pause();
        self.owes_suspension.store(true, Ordering::SeqCst);
    }

    /// Runs work on the core's own threads; the caller may be on any executor, or go away.
    pub(super) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl Future<Output = Result<T>> + Send + 'static,
    ) -> Result<T> {
        typed(self.carry(erase(work)).await?)
    }

    /// The same of work without its type.
    pub(super) async fn carry(self: &Arc<Self>, work: Work<'static>) -> Result<Answer> {
        let Some(task) = self.threads.spawn(carried(work)) else { return Err(stopped()) };
        task.await.map_err(|error| if error.is_panic() { interrupted() } else { stopped() })?
    }

    /// The core's threads, for a timer; `None` once they end.
    pub(super) fn handle(&self) -> Option<Handle> {
        self.threads.handle()
    }

    /// Closes the engine and ends the threads. However many ask, they wait for one end.
    pub(super) async fn close(self: &Arc<Self>) -> Result<()> {
        let engine = self.engine.clone();
        let closed = self.run(async move { engine.close().await }).await;
        // A fork finds them by the registry, and waits for them from here on.
        let ending = SystemCall::begin();
        self.unregister();
        self.threads.end(ending).await;
        // That the threads have ended is no error here: with them has ended everything that could be closed.
        // Whoever asks again hears of the same loss.
        closed.or_else(|error| if error.code() == ErrorCode::Closed { self.engine.check_nothing_lost() } else { Err(error) })
    }

    /// One handle less, unless this one has left before; `true` if none is left.
    pub(super) fn leave(&self, has_left: &AtomicBool) -> bool {
        let mut users = self.users.lock().unwrap_or_else(PoisonError::into_inner);
        if !has_left.swap(true, Ordering::SeqCst) {
            *users = users.saturating_sub(1);
        }
        *users == 0
    }

    /// One handle more, unless the last one has left: then the engine is closing.
    fn join(&self) -> bool {
        let mut users = self.users.lock().unwrap_or_else(PoisonError::into_inner);
        if *users == 0 {
            return false;
        }
        *users += 1;
        true
    }

    /// Makes room for a new core of the same vault.
    pub(super) fn unregister(&self) {
        if let Some(name) = &self.registered {
            let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
            if open.shared.get(name).is_some_and(|core| std::ptr::eq(core.as_ptr(), self)) {
                open.shared.remove(name);
            }
        }
    }

    fn check_same(&self, roots: &RootKeys, fingerprint: [u8; 32]) -> Result<()> {
        if self.root_key_ids != roots.ids() {
            return Err(Error::new(ErrorCode::KeyMismatch, "This vault is open in this process with other keys.")
                .with_hint("Give both the same keys in the same order, or close the other one first."));
        }
        if self.fingerprint != fingerprint {
            return Err(Error::new(
                ErrorCode::ConfigInvalid,
                "This vault is open in this process with other providers or options.",
            )
            .with_hint("Make one Authpipe object and share it, or give both the same options."));
        }
        Ok(())
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        let Some(runtime) = self.threads.take_mut() else { return };
        if self.origin.is_foreign() {
            // In a forked child: neither the threads exist, nor does anything here know in what state they left it.
            std::mem::forget((runtime, self.engine.clone()));
            return;
        }
        if !self.engine.is_busy() {
            end_behind(runtime);
            return;
        }
        // Somebody forgot `close` while an exchange is under way: a thread of its own finishes it, because its answer may hold
        // a token that the provider has already rotated.
        let engine = self.engine.clone();
        end_elsewhere(runtime, move |runtime| {
            if let Err(error) = runtime.block_on(engine.close()) {
                tracing::error!(code = error.code().as_str(), %error, "the vault was closed with a loss");
            }
            end_behind(runtime);
        });
    }
}

/// Root keys that can be asked, by the core that they are made for.
pub(super) fn connect(judged: &Judged) -> Vec<Root> {
    key_sources::connect(&judged.roots, &judged.net, &judged.variables, &judged.clock)
}

pub(super) fn environment_missing() -> Error {
    Error::new(ErrorCode::ConfigInvalid, "Production mode needs the name of the environment.")
        .with_hint("Set AUTHPIPE_ENVIRONMENT, e.g. to \"production\". It is part of every encryption context, so keep it.")
}

fn stopped() -> Error {
    Error::new(ErrorCode::Closed, "This Authpipe object has been closed.")
}

/// What names a vault that handles share.
fn name(vault: &dyn Address, environment: &Environment) -> Option<String> {
    vault.identity().map(|vault| format!("{vault}\u{0}{environment}"))
}

/// Names configs and options without keeping a second copy of their secrets.
fn fingerprint(configs: &[ProviderConfig], judged: &Judged) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    };
    for config in configs {
        add(config.id.as_str());
        add(config.client_id.as_str());
        add(config.client.secret().map_or("", |secret| secret.expose().as_str()));
        let key = config.client.key();
        add(key.map_or("", |key| key.pem.expose().as_str()));
        add(&format!("{:?} {}", key.map(|key| (&key.id, &key.thumbprint)), config.client.issuer("")));
        add(&match &config.client {
            Client::Federated { assertion } => assertion.name(),
            _ => String::new(),
        });
        // `Debug` of the rest shows every field that decides, and no secret.
        let rest = (&config.definition, config.attachment, &config.scopes, &config.optional_scopes, &config.bot_scopes);
        add(&format!("{rest:?}"));
        for (name, value) in &config.secrets {
            add(name);
            add(value.expose());
        }
        add(&format!("{:?}", (&config.variables, &config.danger_origins, config.enabled, &config.redirect_uri)));
    }
    add(&format!("{:?}", (&judged.spool_dir, &judged.anchor_file, judged.anchor.is_some())));
    add(judged.base_url.as_ref().map_or("", url::Url::as_str));
    let net = &judged.net;
    add(&format!("{:?}", (judged.background, judged.min_validity, judged.has_test_clock)));
    // `net.development` is the mode. The proxy's address may hold a password, which is hashed like the rest.
    add(&format!("{:?}", (net.development, &net.allowed_private_hosts, &net.extra_ca_pem)));
    add(net.proxy.as_ref().map_or("", Proxy::url));
    add(net.proxy.as_ref().map_or("", Proxy::except_hosts));
    hash.finalize().into()
}

#[cfg(test)]
mod tests;
