//! The stage: a store, a provider and a clock under control.

mod control;
mod heard;
mod provider;
mod root;
mod samples;
mod store;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::runtime::Handle;

use crate::base::fork::Origin;
use crate::base::{ConfigId, Environment, Label, Result, Secret, Timestamp};
use crate::engine::common::tasks::Tasks;
use crate::engine::{CallOptions, Configs, Engine, Policy, Settings};
use crate::model::client::Client;
use crate::model::config::ProviderConfig;
use crate::model::credential::Credential;
use crate::model::credential_type::Purpose;
use crate::model::grant::Grant;
use crate::model::subject::{GrantKey, SubjectKind};
use crate::net::HttpClient;
use crate::repo::Repo;
use crate::store::{Anchor, SpoolFolder};
use crate::vault::{LocalRootKey, Root, RootKeys};

pub(super) use control::{Gate, HeldClock};
pub(super) use heard::Heard;
pub(super) use provider::{Answer, INVALID_GRANT, Provider, Refusal};
pub(super) use root::{GIVEN_UP, RootService};
pub(super) use samples::{config, config_variables, config_with, connect, sample, subject, write_over};
pub(super) use store::Shared;

pub(super) const START: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);
pub(super) const LIFETIME: Duration = Duration::from_secs(3600);

/// Several processes on one vault, and the provider they talk to.
pub(super) struct Stage {
    pub(super) clock: Arc<HeldClock>,
    pub(super) store: Arc<Shared>,
    pub(super) provider: Arc<Provider>,
    rotation: &'static str,
    key: Secret<String>,
    /// Holds the root key of its processes; `None`: they hold it themselves.
    service: Option<Arc<RootService>>,
    /// After how long a process says that it has sent nothing; in most tests never.
    pub(super) told_unsent: Duration,
    /// Where its processes keep what the store does not take; `None`: nowhere.
    pub(super) spool: Option<SpoolFolder>,
    /// What remembers how far the vault was.
    pub(super) anchor: Option<Arc<dyn Anchor>>,
}

impl Stage {
    pub(super) fn new(rotation: &'static str) -> Self {
        let clock = Arc::new(HeldClock::default());
        let (store, provider) = (Arc::new(Shared::new(clock.clone())), Arc::new(Provider::new(clock.clone())));
        let (key, service, spool, anchor) = (LocalRootKey::make(), None, None, None);
        Stage { clock, store, provider, rotation, key, service, told_unsent: LIFETIME, spool, anchor }
    }

    /// Lets a service hold the root key of the processes that follow.
    pub(super) fn with_service(&mut self) -> Arc<RootService> {
        self.service.get_or_insert_with(|| RootService::new(&self.store)).clone()
    }

    /// One more process.
    pub(super) async fn process(&self) -> Arc<Engine> {
        self.process_with(self.provider.clone(), false).await
    }

    /// One that talks to other providers, `acme` and `bravo`, and perhaps does due work by itself.
    pub(super) async fn process_with(&self, net: Arc<dyn HttpClient>, background: bool) -> Arc<Engine> {
        let engine = self.unopened(net, background);
        engine.open().await.unwrap();
        engine
    }

    /// One whose `acme` is a public client, and whose definition somebody has changed.
    pub(super) async fn process_changed(&self, change: impl FnOnce(&mut serde_json::Value)) -> Arc<Engine> {
        self.process_as(Client::Public, change).await
    }

    /// One whose `acme` is another client, and whose definition somebody has changed.
    pub(super) async fn process_as(&self, client: Client, change: impl FnOnce(&mut serde_json::Value)) -> Arc<Engine> {
        let changed = ProviderConfig { client, ..config_with("acme", self.rotation, change) };
        let engine = self.build(self.provider.clone(), false, vec![changed]);
        engine.open().await.unwrap();
        engine
    }

    /// The same, which does due work by itself.
    pub(super) async fn process_working(&self, change: impl FnOnce(&mut serde_json::Value)) -> Arc<Engine> {
        let changed = ProviderConfig { client: Client::Public, ..config_with("acme", self.rotation, change) };
        let engine = self.build(self.provider.clone(), true, vec![changed]);
        engine.open().await.unwrap();
        engine
    }

    /// One that has these configs.
    pub(super) async fn process_of(&self, configs: Vec<ProviderConfig>) -> Arc<Engine> {
        let engine = self.build(self.provider.clone(), false, configs);
        engine.open().await.unwrap();
        engine
    }

    pub(super) fn unopened(&self, net: Arc<dyn HttpClient>, background: bool) -> Arc<Engine> {
        self.build(net, background, vec![config("acme", self.rotation), config("bravo", self.rotation)])
    }

    /// An engine that a forked child has inherited.
    pub(super) fn inherited(&self) -> Arc<Engine> {
        let tasks = Tasks::of_process(Origin::elsewhere(), Handle::current());
        self.build_with(tasks, self.provider.clone(), true, vec![config("acme", self.rotation)])
    }

    fn build(&self, net: Arc<dyn HttpClient>, background: bool, configs: Vec<ProviderConfig>) -> Arc<Engine> {
        self.build_with(Tasks::new(Handle::current()), net, background, configs)
    }

    fn build_with(&self, tasks: Tasks, net: Arc<dyn HttpClient>, background: bool, configs: Vec<ProviderConfig>) -> Arc<Engine> {
        let root = match &self.service {
            Some(service) => Root::Service(service.clone()),
            None => LocalRootKey::parse(self.key.expose()).unwrap().into(),
        };
        let roots = RootKeys::new(vec![root]).unwrap();
        let environment = Environment::parse("test").unwrap();
        let repo = Repo::new(self.store.clone(), roots, environment, self.clock.clone());
        let repo = repo.spooling_to(self.spool.clone()).anchored_to(self.anchor.clone());
        let (lease_poll, look_every) = (Duration::from_millis(2), Duration::from_millis(2));
        let told_unsent = self.told_unsent;
        let policy = Policy { told_unsent, lease_poll, look_every, revocation_compares: 20, ..Policy::default() };
        let base_url = Some(url::Url::parse("http://localhost:3000/api/authpipe").unwrap());
        let settings = Settings { base_url, background, development: true, policy };
        Engine::with_tasks(repo, net, self.clock.clone(), Configs::new(configs), settings, tasks)
    }

    pub(super) fn reads_by_id(&self) -> usize {
        self.store.reads_by_id.load(Ordering::SeqCst)
    }

    pub(super) fn acquisitions(&self) -> usize {
        self.store.acquisitions.load(Ordering::SeqCst)
    }
}

/// Reads as a caller does.
pub(super) async fn get(engine: &Arc<Engine>) -> Result<Credential> {
    soon(engine.reader.get_credential(&subject(), &CallOptions::default())).await
}

/// The value that a caller gets, or the code of its error.
pub(super) async fn value(engine: &Arc<Engine>) -> String {
    match get(engine).await {
        Ok(credential) => credential.value.expose().clone(),
        Err(error) => error.code().as_str().to_owned(),
    }
}

/// A caller of its own.
pub(super) fn spawn_caller(engine: &Arc<Engine>) -> tokio::task::JoinHandle<String> {
    let engine = engine.clone();
    tokio::spawn(async move { value(&engine).await })
}

pub(super) async fn load(engine: &Engine) -> Grant {
    let key = GrantKey {
        tenant_id: subject().tenant_id,
        config: ConfigId::parse("acme").unwrap(),
        subject: SubjectKind::User,
        user_id: subject().user_id,
        label: Label::empty(),
        purpose: Purpose::Api,
    };
    engine.repo.find_grant(&key).await.unwrap().expect("a grant")
}

/// Fails a test that hangs.
pub(super) async fn soon<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), work).await.expect("it hangs")
}
