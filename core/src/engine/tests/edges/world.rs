//! Processes on one vault, and what becomes of a refresh at whose edges something happens.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use super::gate::{Edges, Fault, Plan, ProcessClock};
use super::judge::{Judge, Profile, Wire};
use super::store::Edged;
use crate::base::entropy::make_bytes;
use crate::base::{Environment, Secret};
use crate::engine::common::tasks::Tasks;
use crate::engine::tests::spool::until;
use crate::engine::tests::stage::{HeldClock, LIFETIME, config, connect, load, soon, value};
use crate::engine::{Configs, Engine, Policy, Settings};
use crate::repo::Repo;
use crate::store::{MemoryStore, SpoolFolder, Store, read_address};
use crate::vault::{LocalRootKey, RootKeys};

/// Beyond a lease, and beyond each pause after a failure.
const LONG: Duration = Duration::from_secs(61);

/// Where the vault is.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Memory,
    Sqlite,
    /// In a schema of its own on the server of `cargo xtask test postgres`.
    Postgres,
}

pub(super) struct World {
    kind: Kind,
    clock: Arc<HeldClock>,
    judge: Arc<Judge>,
    profile: Profile,
    key: Secret<String>,
    folder: tempfile::TempDir,
    /// Names the schema, where there is one.
    schema: u64,
    /// The vault in memory, which has one store for all.
    memory: Arc<dyn Store>,
    is_connected: AtomicBool,
}

/// A process, with threads of its own: it can be killed.
pub(super) struct Process {
    pub(super) edges: Arc<Edges>,
    engine: Arc<Engine>,
    runtime: Option<Runtime>,
}

/// What became of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    /// What the caller of the process was told to which something happened; `-`: there is nobody any more to be told.
    pub(super) told: String,
    /// What another process hands out in the end.
    pub(super) then: String,
    /// How often a refresh token was presented by then.
    pub(super) presented: usize,
}

impl World {
    /// Its access token has ended.
    pub(super) async fn new(kind: Kind, profile: Profile) -> Self {
        World::of_age(kind, profile, LIFETIME).await
    }

    /// Its access token lives, and no longer than it takes to find it wanting.
    pub(super) async fn living(kind: Kind, profile: Profile) -> Self {
        World::of_age(kind, profile, LIFETIME - Duration::from_secs(30)).await
    }

    async fn of_age(kind: Kind, profile: Profile, age: Duration) -> Self {
        let clock = Arc::new(HeldClock::default());
        let judge = Arc::new(Judge::new(profile, clock.clone()));
        let memory: Arc<dyn Store> = Arc::new(MemoryStore::new(clock.clone()));
        // In memory, where a system has such a place: what is flushed is what `tests/powercut` is about.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let world = World {
            kind,
            clock,
            judge,
            profile,
            key: LocalRootKey::make(),
            folder,
            schema: u64::from_be_bytes(make_bytes()),
            memory,
            is_connected: AtomicBool::new(false),
        };
        let first = world.process().await;
        connect(&first.engine).await;
        first.close().await;
        world.is_connected.store(true, Ordering::SeqCst);
        world.clock.advance(age);
        world
    }

    fn spool(&self) -> SpoolFolder {
        SpoolFolder::new(self.folder.path().join("vault.db-spool"))
    }

    pub(super) async fn process(&self) -> Process {
        let clock = Arc::new(ProcessClock::new(self.clock.clone()));
        let edges = Arc::new(Edges::new(clock.clone()));
        let inner = match &self.kind {
            Kind::Memory => self.memory.clone(),
            Kind::Sqlite => {
                let address = format!("sqlite:{}", self.folder.path().join("vault.db").display());
                read_address(&address).unwrap().make(clock.clone())
            }
            Kind::Postgres => {
                let server = std::env::var("AUTHPIPE_TEST_POSTGRES").expect("no server: run `cargo xtask test postgres`");
                read_address(&format!("{server}?schema=e{}", self.schema)).unwrap().make(clock.clone())
            }
        };
        let is_own = !matches!(self.kind, Kind::Memory);
        let store = Arc::new(Edged { inner, edges: edges.clone(), is_own });
        let roots = RootKeys::new(vec![LocalRootKey::parse(self.key.expose()).unwrap().into()]).unwrap();
        let repo = Repo::new(store, roots, Environment::parse("test").unwrap(), clock.clone()).spooling_to(Some(self.spool()));
        let policy = Policy { lease_poll: Duration::from_millis(2), told_unsent: LONG, ..Policy::default() };
        let settings = Settings { base_url: None, background: false, development: true, policy };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let wire = Arc::new(Wire { judge: self.judge.clone(), edges: edges.clone() });
        let configs = Configs::new(vec![config("acme", self.profile.name())]);
        let engine = {
            let _here = runtime.enter();
            Engine::with_tasks(repo, wire, clock, configs, settings, Tasks::new(runtime.handle().clone()))
        };
        let opened = engine.clone();
        soon(runtime.spawn(async move { opened.open().await })).await.unwrap().unwrap();
        if self.is_connected.load(Ordering::SeqCst) {
            // The tenant's key is in memory: unwrapping it is no step of a refresh.
            let read = engine.clone();
            soon(runtime.spawn(async move { load(&read).await })).await.unwrap();
        }
        Process { edges, engine, runtime: Some(runtime) }
    }

    /// Has a process refresh, lets this happen, and sees what another process finds.
    pub(super) async fn play(&self, plans: Vec<Plan>) -> Outcome {
        self.play_in_turn(vec![plans]).await
    }

    /// The same, where something happens to each of several processes that refresh one after the other.
    pub(super) async fn play_in_turn(&self, turns: Vec<Vec<Plan>>) -> Outcome {
        let faults = turns.iter().map(Vec::len).sum::<usize>();
        let mut struck = Vec::new();
        for plans in turns {
            struck.push(self.strike(plans).await);
            self.clock.advance(LONG);
        }
        let other = self.process().await;
        other.settled(&self.clock).await;
        let mut told = Vec::new();
        for Struck { process, said } in struck {
            told.push(match said {
                Said::Now(told) => told,
                Said::Late(caller) => {
                    process.edges.release();
                    soon(caller).await.unwrap()
                }
            });
            process.close().await;
        }
        // Whatever the late ones have done: the other one hands out the same, or what is newer.
        let then = other.settled(&self.clock).await;
        other.close().await;
        let outcome = Outcome { told: told.remove(0), then, presented: self.judge.presentations() };
        let has_ended = outcome.then == "reauth_required";
        assert!(!has_ended || self.judge.has_revoked(), "nobody is sent to sign in whose grant lives: {outcome:?}");
        assert!(has_ended || outcome.then.starts_with("at-"), "healthy again within two minutes: {outcome:?}");
        assert!(outcome.presented <= 1 + faults, "each fault makes one repair at most: {outcome:?}");
        outcome
    }

    /// Has a process refresh until it is struck, or told something without that.
    async fn strike(&self, plans: Vec<Plan>) -> Struck {
        let mut process = self.process().await;
        let (count, fault) = (plans.len(), plans.last().map(|plan| plan.fault));
        let is_at_commit = plans.last().is_some_and(|plan| plan.step.starts_with("store the grant"));
        process.edges.watch(plans);
        let mut caller = process.call();
        let waits = matches!(fault, Some(Fault::Crash | Fault::Hang | Fault::Cancel));
        let told = soon(async {
            tokio::select! {
                () = process.edges.struck(count), if waits => None,
                told = &mut caller => Some(told.unwrap()),
            }
        })
        .await;
        let said = match (told, fault) {
            (Some(told), _) => Said::Now(told),
            (None, Some(Fault::Crash)) => {
                process.kill();
                Said::Now("-".to_owned())
            }
            (None, Some(Fault::Hang)) => {
                // What has been answered and cannot be stored is on disk by the time at which something else happens.
                if is_at_commit && process.edges.has_successor() {
                    until(|| !self.spool().list().unwrap_or_default().is_empty()).await;
                }
                Said::Late(caller)
            }
            (None, _) => {
                caller.abort();
                process.edges.release();
                soon(process.engine.idle()).await;
                Said::Now("-".to_owned())
            }
        };
        Struck { process, said }
    }
}

/// A process to which something has happened, and what its caller was told.
struct Struck {
    process: Process,
    said: Said,
}

enum Said {
    Now(String),
    Late(JoinHandle<String>),
}

impl Process {
    pub(super) fn call(&self) -> JoinHandle<String> {
        let engine = self.engine.clone();
        self.runtime.as_ref().expect("it lives").spawn(async move { value(&engine).await })
    }

    /// What it hands out, at the latest after two minutes.
    async fn settled(&self, clock: &HeldClock) -> String {
        for _ in 0..2 {
            let value = soon(self.call()).await.unwrap();
            if value.starts_with("at-") || value == "reauth_required" {
                return value;
            }
            clock.advance(LONG);
        }
        soon(self.call()).await.unwrap()
    }

    /// Waits until what goes on behind its callers has ended.
    pub(super) async fn idle(&self) {
        soon(self.engine.idle()).await;
    }

    fn kill(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }

    pub(super) async fn close(mut self) {
        let Some(runtime) = self.runtime.take() else { return };
        let engine = self.engine.clone();
        soon(runtime.spawn(async move { engine.close().await })).await.unwrap().unwrap();
        runtime.shutdown_background();
    }
}
