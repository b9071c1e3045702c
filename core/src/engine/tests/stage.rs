//! The stage: a store, a provider and a clock under control.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU16, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, watch};
use zeroize::Zeroizing;

use crate::base::fork::Origin;
use crate::base::{
    Clock, ConfigId, Environment, Error, ErrorCode, GrantId, Label, ProviderId, Result, Secret, TenantId, Timestamp, UserId,
};
use crate::catalog;
use crate::engine::common::tasks::Tasks;
use crate::engine::{CallOptions, Configs, Engine, Policy, Settings};
use crate::model::client::Client;
use crate::model::config::{Attachment, ProviderConfig};
use crate::model::credential::Credential;
use crate::model::credential_type::Purpose;
use crate::model::event::Event;
use crate::model::grant::{CredentialType, Destination, Grant, GrantSecrets, GrantStatus, Material, OAuthTokens};
use crate::model::http::{Body, NetFailure, OutboundRequest, OutboundResponse};
use crate::model::renewal::Renewal;
use crate::model::rows::{
    Batch, Changes, DueJob, EventFilter, GrantFilter, GrantQuery, GrantRow, JobClaim, KeyQuery, KeyRow, MetaRow, Outcome,
    Position, RootKeyRow, SessionQuery, SessionRow, Write,
};
use crate::model::standing::Standing;
use crate::model::subject::{CredentialFor, GrantKey, Subject, SubjectKind};
use crate::net::HttpClient;
use crate::repo::Repo;
use crate::store::{Holdings, MemoryStore, Store};
use crate::vault::{LocalRootKey, RootKeys};

pub(super) const START: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);
pub(super) const LIFETIME: Duration = Duration::from_secs(3600);

/// A clock that moves when told, and tells nobody.
#[derive(Default)]
pub(super) struct HeldClock {
    passed: AtomicI64,
    /// By how much somebody has set the wall clock.
    jumped: AtomicI64,
}

impl HeldClock {
    pub(super) fn advance(&self, by: Duration) {
        self.passed.fetch_add(i64::try_from(by.as_millis()).unwrap(), Ordering::SeqCst);
    }

    /// Sets the wall clock by so many seconds; no time passes.
    pub(super) fn jump(&self, seconds: i64) {
        self.jumped.fetch_add(1_000 * seconds, Ordering::SeqCst);
    }

    fn passed(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.passed.load(Ordering::SeqCst)).unwrap())
    }
}

impl Clock for HeldClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_millis(START.plus(self.passed()).unix_millis() + self.jumped.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        Duration::from_secs(1000) + self.passed()
    }
}

/// A place where work can be held.
pub(super) struct Gate {
    permits: Semaphore,
    reached: watch::Sender<usize>,
}

impl Gate {
    const OPEN: usize = 1 << 20;

    pub(super) fn new() -> Self {
        Gate { permits: Semaphore::new(Gate::OPEN), reached: watch::Sender::new(0) }
    }

    pub(super) fn shut(&self) {
        self.permits.forget_permits(Gate::OPEN);
        self.reached.send_replace(0);
    }

    pub(super) fn open(&self) {
        self.permits.add_permits(Gate::OPEN);
    }

    /// Lets this many through, and no more.
    pub(super) fn admit(&self, count: usize) {
        self.permits.add_permits(count);
    }

    pub(super) async fn reached(&self, count: usize) {
        let waits = async { self.reached.subscribe().wait_for(|reached| *reached >= count).await.map(drop) };
        soon(waits).await.unwrap();
    }

    pub(super) async fn pass(&self) {
        self.reached.send_modify(|reached| *reached += 1);
        self.permits.acquire().await.unwrap().forget();
    }
}

/// What the provider does with a request.
pub(super) enum Answer {
    /// These tokens; they live for [`LIFETIME`].
    Tokens(&'static str, Option<&'static str>),
    /// The same, past the gate.
    AtOnce(&'static str, Option<&'static str>),
    Status(u16, &'static str),
    /// The same, past the gate.
    StatusAtOnce(u16, &'static str),
    Failure(NetFailure),
    Panic,
}

pub(super) const INVALID_GRANT: Answer = Answer::Status(400, r#"{"error":"invalid_grant"}"#);

/// A provider that answers from a list.
pub(super) struct Provider {
    pub(super) gate: Gate,
    /// What a probe is answered with.
    pub(super) probes: AtomicU16,
    answers: Mutex<VecDeque<Answer>>,
    presented: Mutex<Vec<String>>,
}

impl Provider {
    pub(super) fn will(&self, answers: impl IntoIterator<Item = Answer>) {
        self.answers.lock().unwrap().extend(answers);
    }

    /// Nothing more of what it would have answered.
    pub(super) fn forget(&self) {
        self.answers.lock().unwrap().clear();
    }

    /// The refresh tokens that were presented, in order.
    pub(super) fn presented(&self) -> Vec<String> {
        self.presented.lock().unwrap().clone()
    }
}

#[async_trait]
impl HttpClient for Provider {
    async fn send(&self, request: OutboundRequest, _: Duration) -> Result<OutboundResponse, NetFailure> {
        let Body::Form(form) = request.body else {
            let status = self.probes.load(Ordering::SeqCst);
            return Ok(OutboundResponse { status, headers: vec![], body: Zeroizing::default() });
        };
        let token = url::form_urlencoded::parse(form.expose().as_bytes())
            .find(|(name, _)| name == "refresh_token")
            .map(|(_, value)| value.into_owned());
        self.presented.lock().unwrap().push(token.unwrap_or_default());
        // What is answered is decided when the request arrives, not when the answer is let go.
        let answer = self.answers.lock().unwrap().pop_front().expect("an answer for every request");
        if !matches!(answer, Answer::AtOnce(..) | Answer::StatusAtOnce(..)) {
            self.gate.pass().await;
        }
        let (status, body) = match answer {
            Answer::Tokens(access, refresh) | Answer::AtOnce(access, refresh) => {
                let refresh = refresh.map(|token| format!(r#","refresh_token":"{token}""#)).unwrap_or_default();
                (200, format!(r#"{{"access_token":"{access}","token_type":"Bearer","expires_in":3600{refresh}}}"#))
            }
            Answer::Status(status, body) | Answer::StatusAtOnce(status, body) => (status, body.to_owned()),
            Answer::Failure(failure) => return Err(failure),
            Answer::Panic => panic!("a bug in a flight"),
        };
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Ok(OutboundResponse { status, headers, body: Zeroizing::new(body.into_bytes()) })
    }
}

/// A memory store that several engines share, and that can be away or slow.
pub(super) struct Shared {
    inner: MemoryStore,
    away: AtomicBool,
    /// Held before a new or changed grant is committed.
    pub(super) updates: Gate,
    /// Held before a changed session is committed by itself.
    pub(super) sessions: Gate,
    pub(super) claims: AtomicUsize,
    /// Reads of a grant by its id: each flight makes one per attempt, callers make none.
    pub(super) reads_by_id: AtomicUsize,
    /// Whether the holder of whichever lease is asked about is known to have died.
    pub(super) holder_died: AtomicBool,
    /// Looks and claims of due work.
    pub(super) scheduled: AtomicUsize,
    pub(super) is_suspended: AtomicBool,
    /// What was asked of it, and how many rows each answer had: each row is one that is opened.
    pub(super) asked: Mutex<Vec<String>>,
    /// The answer to the next commit of a grant gets lost; the commit is made.
    pub(super) answer_is_lost: AtomicBool,
    /// Leases cannot be released.
    pub(super) keeps_leases: AtomicBool,
    /// Held before the store notes that it is suspended.
    pub(super) suspensions: Gate,
    /// Milliseconds that each claim takes on the clock.
    pub(super) claim_takes: AtomicI64,
    clock: Arc<HeldClock>,
}

impl Shared {
    pub(super) fn go_away(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }

    fn note(&self, what: String) {
        self.asked.lock().unwrap().push(what);
    }

    /// Gives the answer of a read, and notes it.
    fn answer<T: IntoIterator + Clone>(&self, what: &str, rows: Result<T>) -> Result<T> {
        self.check()?;
        let rows = rows?;
        self.note(format!("{what}: {}", rows.clone().into_iter().count()));
        Ok(rows)
    }

    fn check(&self) -> Result<()> {
        if self.away.load(Ordering::SeqCst) {
            return Err(away());
        }
        Ok(())
    }
}

/// The name of a query or write, without what is in it.
fn kind(what: &impl std::fmt::Debug) -> String {
    let text = format!("{what:?}");
    text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_owned()
}

fn away() -> Error {
    Error::new(ErrorCode::VaultUnavailable, "The store is away.")
}

#[async_trait]
impl Store for Shared {
    fn name(&self) -> &str {
        "shared:"
    }

    async fn open(&self) -> Result<()> {
        self.inner.open().await
    }

    async fn find_meta(&self) -> Result<Option<MetaRow>> {
        self.answer("meta", self.inner.find_meta().await)
    }

    async fn list_root_keys(&self) -> Result<Vec<RootKeyRow>> {
        self.answer("root keys", self.inner.list_root_keys().await)
    }

    async fn list_keys(&self, query: KeyQuery) -> Result<Vec<KeyRow>> {
        self.answer(&kind(&query), self.inner.list_keys(query).await)
    }

    async fn find_grant(&self, query: GrantQuery) -> Result<Option<GrantRow>> {
        self.check()?;
        if matches!(query, GrantQuery::Id(..)) {
            self.reads_by_id.fetch_add(1, Ordering::SeqCst);
        }
        self.answer(&format!("grant by {}", kind(&query)), self.inner.find_grant(query).await)
    }

    async fn list_grants(&self, filter: GrantFilter) -> Result<Vec<GrantRow>> {
        self.answer("grants", self.inner.list_grants(filter).await)
    }

    async fn count_grants(&self) -> Result<Vec<(GrantStatus, u64)>> {
        self.answer("counts", self.inner.count_grants().await)
    }

    async fn find_session(&self, query: SessionQuery) -> Result<Option<SessionRow>> {
        self.answer(&format!("session by {}", kind(&query)), self.inner.find_session(query).await)
    }

    async fn list_events(&self, filter: EventFilter) -> Result<Vec<(Position, Event)>> {
        self.answer("events", self.inner.list_events(filter).await)
    }

    async fn find_event_position(&self, since: Timestamp) -> Result<Position> {
        self.check()?;
        self.inner.find_event_position(since).await
    }

    async fn commit(&self, batch: Batch) -> Result<Outcome> {
        let stores_grant =
            batch.writes.iter().any(|write| matches!(write, Write::InsertGrant { .. } | Write::UpdateGrant { .. }));
        if stores_grant {
            self.updates.pass().await;
        } else if batch.writes.iter().any(|write| matches!(write, Write::UpdateSession(_))) {
            self.sessions.pass().await;
        }
        self.check()?;
        self.note(batch.writes.iter().map(kind).collect::<Vec<_>>().join("+"));
        if batch.writes.iter().any(|write| matches!(write, Write::ClaimLease(_))) {
            self.claims.fetch_add(1, Ordering::SeqCst);
            self.clock.advance(Duration::from_millis(self.claim_takes.load(Ordering::SeqCst).unsigned_abs()));
        }
        let releases = batch.writes.iter().any(|write| matches!(write, Write::ReleaseLease { .. }));
        if releases && self.keeps_leases.load(Ordering::SeqCst) {
            return Err(away());
        }
        let outcome = self.inner.commit(batch).await?;
        if stores_grant && self.answer_is_lost.swap(false, Ordering::SeqCst) {
            return Err(away());
        }
        Ok(outcome)
    }

    async fn claim_jobs(&self, claim: JobClaim) -> Result<Vec<DueJob>> {
        self.scheduled.fetch_add(1, Ordering::SeqCst);
        self.check()?;
        self.inner.claim_jobs(claim).await
    }

    async fn changes_since(&self, position: Option<Position>, limit: usize) -> Result<Changes> {
        self.scheduled.fetch_add(1, Ordering::SeqCst);
        self.check()?;
        self.inner.changes_since(position, limit).await
    }

    async fn is_gone(&self, _: [u8; 16]) -> Result<bool> {
        Ok(self.holder_died.load(Ordering::SeqCst))
    }

    fn holdings(&self) -> Option<&dyn Holdings> {
        Some(self)
    }

    async fn close(&self) {}
}

#[async_trait]
impl Holdings for Shared {
    fn release(&self, _: Option<Duration>) {}

    async fn suspend(&self) {
        self.suspensions.pass().await;
        self.is_suspended.store(true, Ordering::SeqCst);
    }

    fn resume(&self) {
        self.is_suspended.store(false, Ordering::SeqCst);
    }
}

/// Several processes on one vault, and the provider they talk to.
pub(super) struct Stage {
    pub(super) clock: Arc<HeldClock>,
    pub(super) store: Arc<Shared>,
    pub(super) provider: Arc<Provider>,
    rotation: &'static str,
    key: Secret<String>,
}

impl Stage {
    pub(super) fn new(rotation: &'static str) -> Self {
        let clock = Arc::new(HeldClock::default());
        let store = Shared {
            inner: MemoryStore::new(clock.clone()),
            away: AtomicBool::new(false),
            updates: Gate::new(),
            sessions: Gate::new(),
            claims: AtomicUsize::new(0),
            reads_by_id: AtomicUsize::new(0),
            holder_died: AtomicBool::new(false),
            scheduled: AtomicUsize::new(0),
            is_suspended: AtomicBool::new(false),
            asked: Mutex::default(),
            answer_is_lost: AtomicBool::new(false),
            keeps_leases: AtomicBool::new(false),
            suspensions: Gate::new(),
            claim_takes: AtomicI64::new(0),
            clock: clock.clone(),
        };
        let provider =
            Provider { gate: Gate::new(), probes: AtomicU16::new(200), answers: Mutex::default(), presented: Mutex::default() };
        Stage { clock, store: Arc::new(store), provider: Arc::new(provider), rotation, key: LocalRootKey::make() }
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
        let changed = ProviderConfig { client: Client::Public, ..config_with("acme", self.rotation, change) };
        let engine = self.build(self.provider.clone(), false, vec![changed]);
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
        let root = LocalRootKey::parse(self.key.expose()).unwrap();
        let roots = RootKeys::new(vec![Arc::new(root)]).unwrap();
        let environment = Environment::parse("test").unwrap();
        let repo = Repo::new(self.store.clone(), roots, environment, self.clock.clone());
        let policy = Policy { lease_poll: Duration::from_millis(2), look_every: Duration::from_millis(2), ..Policy::default() };
        let base_url = Some(url::Url::parse("http://localhost:3000/api/authpipe").unwrap());
        let settings = Settings { base_url, background, development: true, policy };
        Engine::with_tasks(repo, net, self.clock.clone(), Configs::new(configs), settings, tasks)
    }

    pub(super) fn reads_by_id(&self) -> usize {
        self.store.reads_by_id.load(Ordering::SeqCst)
    }

    pub(super) fn claims(&self) -> usize {
        self.store.claims.load(Ordering::SeqCst)
    }
}

fn config(name: &str, rotation: &str) -> ProviderConfig {
    config_with(name, rotation, |_| {})
}

fn config_with(name: &str, rotation: &str, change: impl FnOnce(&mut serde_json::Value)) -> ProviderConfig {
    let id = ConfigId::parse(name).unwrap();
    let mut definition = serde_json::json!({
        "name": "Acme",
        "auth": ["user"],
        "oauth": {
            "authorization_endpoint": format!("https://id.{name}.example/authorize"),
            "token_endpoint": format!("https://id.{name}.example/token"),
        },
        "api": { "origins": [format!("https://api.{name}.example")] },
        "probe": { "url": format!("https://api.{name}.example/me") },
        "lifetime": { "rotation": rotation, "grace_seconds": if rotation == "grace" { 30 } else { 0 } },
    });
    change(&mut definition);
    ProviderConfig {
        provider: ProviderId::parse(name).unwrap(),
        definition: Arc::new(catalog::read_definition(&definition, &id).unwrap()),
        id,
        client_id: "client".into(),
        client: Client::Secret("secret".into()),
        redirect_uri: None,
        attachment: Attachment::User,
        scopes: vec![],
        optional_scopes: vec![],
        bot_scopes: vec![],
        variables: BTreeMap::new(),
        danger_origins: BTreeMap::new(),
        enabled: true,
    }
}

pub(super) fn subject() -> Subject {
    Subject {
        provider: ProviderId::parse("acme").unwrap(),
        config: None,
        tenant_id: TenantId::parse("t").unwrap(),
        user_id: Some(UserId::parse("u").unwrap()),
        label: Label::empty(),
        grant_id: None,
        credential_for: Some(CredentialFor::User),
        credential_type: None,
    }
}

/// Stores a connection whose tokens `at-1` and `rt-1` were issued at the start.
pub(super) async fn connect(engine: &Engine) -> GrantId {
    let grant = sample("acme", "u");
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    grant.id
}

/// The connection of a user at the provider and config of this name.
pub(super) fn sample(name: &str, user_id: &str) -> Grant {
    Grant {
        id: GrantId::make_connection(),
        key: GrantKey {
            tenant_id: subject().tenant_id,
            config: ConfigId::parse(name).unwrap(),
            subject: SubjectKind::User,
            user_id: Some(UserId::parse(user_id).unwrap()),
            label: Label::empty(),
            purpose: Purpose::Api,
        },
        provider: ProviderId::parse(name).unwrap(),
        credential_type: CredentialType::OAuthToken,
        secrets: GrantSecrets {
            material: Material::OAuth(OAuthTokens {
                access_token: Some("at-1".into()),
                renewal: Renewal::RefreshToken("rt-1".into()),
                scopes: vec![],
                asked_scopes: vec![],
                issued_at: START,
                expires_at: Some(START.plus(LIFETIME)),
                standing: Standing::Good,
                candidates: vec![],
            }),
            destination: Destination {
                issuer: None,
                token_endpoint: format!("https://id.{name}.example/token"),
                client_id: "client".into(),
                api_origins: vec![format!("https://api.{name}.example")],
                variables: BTreeMap::new(),
            },
            account: None,
            status: GrantStatus::Active,
            reason: None,
            created_by: None,
            pending_since: None,
            pending_claims: None,
            paused_by: None,
            evidence: None,
        },
        generation: 1,
        revision: 1,
        fence: 0,
        refresh_at: None,
        next_check_at: None,
        last_used_at: Some(START),
        failures: 0,
        next_attempt_at: None,
        last_ok_at: None,
        created_at: START,
        updated_at: START,
        account_hash: None,
        committed_epoch: 0,
        open_intent: None,
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
