//! The store in memory. It ends with the process, and serves tests and first steps; the suite compares every other store with it.
//!
//! Everything happens under one mutex. A batch works on a copy of the tables, which replaces them if nothing conflicts: rows
//! are shared between the copies, but a commit still costs time in proportion to what is stored.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use crate::base::{Clock, ConfigId, Error, ErrorCode, GrantId, Result, SessionId, TenantId, Timestamp};
use crate::model::event::Event;
use crate::model::grant::GrantStatus;
use crate::model::rows::{
    AuditEnd, AuditFilter, AuditLink, AuditRow, AuditScope, Batch, Changes, DueJob, EndpointPause, ErasureRow, EventFilter,
    GrantFilter, GrantQuery, GrantRow, IntentColumns, JobKind, JobRequest, KeyOwner, KeyRow, KeysetQuery, KeysetRow,
    LeaseColumns, LegacyKeyQuery, MetaRow, Outcome, Position, ProcessRow, QueueEntry, QueuePlace, QueuedJob, RecordCounts,
    RootKeyRow, SessionFilter, SessionQuery, SessionRow,
};

use super::address::{Address, Kind};
use super::{Holdings, Store, Wiped, sequence};
use log::Log;

mod audit;
mod claims;
mod erasing;
mod guards;
mod keys;
mod log;
mod pauses;
mod query;
#[cfg(test)]
pub(super) mod testing;
mod write;

/// `memory:`
pub(super) const KIND: Kind = Kind { scheme: "memory:", aliases: &[], form: "", read };

/// Reads what follows `memory:`, also as `sqlite::memory:` has it.
fn read(rest: &str) -> Result<Arc<dyn Address>, String> {
    match rest.trim_start_matches('/') {
        "" | ":" | ":memory:" => Ok(Arc::new(InMemory)),
        _ => Err(format!("A vault in memory has no name: \"{}\".", KIND.scheme)),
    }
}

#[derive(Debug)]
struct InMemory;

#[async_trait]
impl Address for InMemory {
    fn name(&self) -> &str {
        NAME
    }

    /// Each is made when it is opened.
    async fn exists(&self) -> Result<bool> {
        Ok(true)
    }

    fn file(&self) -> Option<&std::path::Path> {
        None
    }

    fn identity(&self) -> Option<String> {
        None
    }

    fn make(&self, clock: Arc<dyn Clock>) -> Arc<dyn Store> {
        Arc::new(MemoryStore::new(clock))
    }
}

/// A vault in memory. It is never shared: each value is a vault of its own.
pub(crate) struct MemoryStore {
    state: Mutex<State>,
    clock: Arc<dyn Clock>,
}

impl MemoryStore {
    /// An empty vault. Its own clock is the `elapsed` time of `clock`.
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        MemoryStore { state: Mutex::default(), clock }
    }

    fn now(&self) -> Instant {
        Instant::at(self.clock.elapsed())
    }

    fn with_tables<T>(&self, work: impl FnOnce(&mut Tables) -> T) -> Result<T> {
        match &mut *self.state.lock().unwrap_or_else(PoisonError::into_inner) {
            State::Open(tables) => Ok(work(tables)),
            State::New | State::Closed => Err(closed()),
        }
    }
}

#[async_trait]
impl Store for MemoryStore {
    fn name(&self) -> &str {
        NAME
    }

    async fn open(&self) -> Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match *state {
            State::New => *state = State::Open(Box::default()),
            State::Open(_) => {}
            State::Closed => return Err(closed()),
        }
        Ok(())
    }

    async fn find_meta(&self) -> Result<Option<MetaRow>> {
        self.with_tables(|tables| tables.meta.clone())
    }

    async fn list_root_keys(&self) -> Result<Vec<RootKeyRow>> {
        self.with_tables(|tables| tables.root_keys.values().cloned().collect())
    }

    async fn count_keys(&self) -> Result<Vec<(String, u64)>> {
        self.with_tables(|tables| keys::count(tables))
    }

    async fn list_processes(&self) -> Result<Vec<ProcessRow>> {
        self.with_tables(|tables| tables.processes.values().cloned().collect())
    }

    async fn find_keyset(&self, owner: KeyOwner) -> Result<Option<KeysetRow>> {
        self.with_tables(|tables| tables.keysets.get(&owner).cloned())
    }

    async fn list_keysets(&self, query: KeysetQuery) -> Result<Vec<KeysetRow>> {
        self.with_tables(|tables| keys::list(tables, &query))
    }

    async fn list_legacy_keys(&self, query: LegacyKeyQuery) -> Result<Vec<KeyRow>> {
        self.with_tables(|tables| keys::list_legacy(tables, &query))
    }

    async fn find_grant(&self, query: GrantQuery) -> Result<Option<GrantRow>> {
        self.with_tables(|tables| query::find_grant(tables, &query, self.now()))
    }

    async fn find_grants(&self, queries: Vec<GrantQuery>) -> Result<Vec<Option<GrantRow>>> {
        self.with_tables(|tables| query::find_grants(tables, &queries, self.now()))
    }

    async fn list_grants(&self, filter: GrantFilter) -> Result<Vec<GrantRow>> {
        self.with_tables(|tables| query::list_grants(tables, &filter, self.now()))
    }

    async fn count_grants(&self) -> Result<Vec<(GrantStatus, u64)>> {
        self.with_tables(|tables| query::count_grants(tables))
    }

    async fn find_destroyed_keys(&self, key_ids: Vec<[u8; 16]>) -> Result<Vec<[u8; 16]>> {
        self.with_tables(|tables| key_ids.into_iter().filter(|key_id| tables.ended_keys.get(key_id) == Some(&true)).collect())
    }

    async fn list_erasures(&self) -> Result<Vec<ErasureRow>> {
        self.with_tables(|tables| tables.erasures.values().cloned().collect())
    }

    async fn find_last_erasure(&self, tenant_id: TenantId) -> Result<Option<Timestamp>> {
        self.with_tables(|tables| keys::find_last_erasure(tables, &tenant_id))
    }

    /// What was deleted is nowhere.
    async fn wipe_deleted(&self) -> Result<Wiped> {
        Ok(Wiped::Everywhere)
    }

    async fn has_linked(&self, key_id: [u8; 16]) -> Result<bool> {
        self.with_tables(|tables| keys::has_linked(tables, &key_id))
    }

    async fn find_first_linked(&self, key_id: [u8; 16]) -> Result<Option<u64>> {
        self.with_tables(|tables| tables.audit.find_first_linked(&key_id))
    }

    async fn has_other_hashes(&self, key_id: [u8; 16]) -> Result<bool> {
        self.with_tables(|tables| tables.grants.values().any(|grant| keys::is_to_be_hashed(&grant.row, &key_id)))
    }

    async fn list_audit(&self, filter: AuditFilter) -> Result<Vec<AuditRow>> {
        self.with_tables(|tables| tables.audit.list(&filter))
    }

    async fn list_erasable(&self, of: AuditScope, limit: usize) -> Result<Vec<AuditLink>> {
        self.with_tables(|tables| tables.audit.list_erasable(&of, limit))
    }

    async fn find_audit_end(&self) -> Result<AuditEnd> {
        self.with_tables(|tables| tables.audit.end())
    }

    async fn count_records(&self) -> Result<RecordCounts> {
        // Nothing in memory was written by another version.
        self.with_tables(|tables| RecordCounts { grants: tables.grants.len() as u64, outdated: 0 })
    }

    async fn list_sessions(&self, filter: SessionFilter) -> Result<Vec<SessionRow>> {
        self.with_tables(|tables| query::list_sessions(tables, &filter))
    }

    async fn list_queue(&self, after: QueuePlace, limit: usize) -> Result<Vec<QueueEntry>> {
        self.with_tables(|tables| query::list_queue(tables, &after, limit))
    }

    async fn find_session(&self, query: SessionQuery) -> Result<Option<SessionRow>> {
        self.with_tables(|tables| query::find_session(tables, &query))
    }

    async fn list_events(&self, filter: EventFilter) -> Result<Vec<(Position, Event)>> {
        let after = filter.after.as_ref().map(sequence::count).transpose()?;
        self.with_tables(|tables| query::list_events(tables, after, &filter))
    }

    async fn find_event_position(&self, since: Timestamp) -> Result<Position> {
        self.with_tables(|tables| query::find_event_position(tables, since))
    }

    async fn has_given(&self, event: Position) -> Result<bool> {
        sequence::count(&event).and_then(|number| self.with_tables(|tables| number <= tables.events.last))
    }

    async fn changes_since(&self, position: Option<Position>, limit: usize) -> Result<Changes> {
        self.with_tables(|tables| query::changes_since(tables, position.as_ref(), limit))
    }

    async fn list_endpoint_pauses(&self) -> Result<Vec<EndpointPause>> {
        self.with_tables(|tables| pauses::list(tables, self.now()))
    }

    async fn commit(&self, batch: Batch) -> Result<Outcome> {
        self.with_tables(|tables| {
            let mut copy = tables.clone();
            match write::apply(&mut copy, &batch, self.now()) {
                Ok(epochs) => {
                    *tables = copy;
                    Outcome::Applied { epochs }
                }
                Err(conflict) => Outcome::Conflict(conflict),
            }
        })
    }

    async fn take_jobs(&self, request: JobRequest) -> Result<Vec<DueJob>> {
        self.with_tables(|tables| write::take_jobs(tables, &request, self.now()))
    }

    /// Whoever shares this store is in this process.
    async fn is_gone(&self, _: [u8; 16]) -> Result<bool> {
        Ok(false)
    }

    fn holdings(&self) -> Option<&dyn Holdings> {
        None
    }

    async fn close(&self) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = State::Closed;
    }
}

const NAME: &str = "memory:";

fn closed() -> Error {
    Error::new(ErrorCode::Closed, format!("The vault {NAME} is not open."))
}

#[derive(Debug, Default)]
enum State {
    #[default]
    New,
    Open(Box<Tables>),
    Closed,
}

/// What names a job: its kind, and the id of what it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct JobKey {
    kind: JobKind,
    id: String,
}

#[derive(Clone, Debug, Default)]
struct Tables {
    meta: Option<MetaRow>,
    root_keys: BTreeMap<String, RootKeyRow>,
    processes: BTreeMap<[u8; 16], ProcessRow>,
    keysets: BTreeMap<KeyOwner, KeysetRow>,
    legacy_keys: BTreeMap<[u8; 16], KeyRow>,
    /// With whether it is destroyed.
    ended_keys: BTreeMap<[u8; 16], bool>,
    erasures: BTreeMap<(TenantId, Timestamp), ErasureRow>,
    grants: BTreeMap<GrantId, Arc<Grant>>,
    jobs: BTreeMap<JobKey, Job>,
    sessions: BTreeMap<SessionId, Arc<SessionRow>>,
    pauses: BTreeMap<[u8; 32], pauses::Pause>,
    events: Log<Event>,
    changes: Log<Change>,
    audit: audit::Audit,
}

/// Milliseconds of the store's clock. Signed: what is older than the clock has an instant too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Instant(i64);

impl Instant {
    fn at(elapsed: Duration) -> Self {
        Instant(i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
    }

    fn plus(self, length: Duration) -> Self {
        Instant(self.0.saturating_add(Instant::at(length).0))
    }

    fn minus(self, length: Duration) -> Self {
        Instant(self.0.saturating_sub(Instant::at(length).0))
    }

    /// The time from `earlier` to this; zero where that is later.
    fn since(self, earlier: Instant) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

/// A grant with its times as points on the store's clock.
#[derive(Clone, Debug)]
struct Grant {
    /// Without lease and pause.
    row: GrantRow,
    lease: Lease,
    /// When its pause began: where that is to come, somebody has set the clock back, and it is over.
    pause_began: Instant,
    paused_until: Instant,
    /// When its generation was stored.
    stored_at: Instant,
}

#[derive(Clone, Debug)]
struct Lease {
    owner: Option<[u8; 16]>,
    epoch: u64,
    ends: Instant,
    intent: Option<Intent>,
}

#[derive(Clone, Debug)]
struct Intent {
    since: Instant,
    digest: [u8; 32],
    is_recovery: bool,
}

impl Grant {
    fn paused_for(&self, now: Instant) -> Duration {
        if self.pause_began > now { Duration::ZERO } else { self.paused_until.since(now) }
    }

    /// The row as it is at this moment.
    fn seen_at(&self, now: Instant) -> GrantRow {
        let intent = self.lease.intent.as_ref().map(|intent| IntentColumns {
            age: now.since(intent.since),
            ended: now.since(self.lease.ends),
            digest: intent.digest,
            is_recovery: intent.is_recovery,
        });
        let Lease { owner, epoch, .. } = self.lease;
        GrantRow {
            lease: LeaseColumns { owner, epoch, left: self.lease.left(now), intent },
            paused_for: self.paused_for(now),
            stored_for: now.since(self.stored_at),
            ..self.row.clone()
        }
    }
}

/// A job: of a grant, or with what is queued.
#[derive(Clone, Debug)]
struct Job {
    due_at: Timestamp,
    config: ConfigId,
    tenant_id: TenantId,
    attempts: u64,
    held_until: Instant,
    queued: Option<QueuedJob>,
}

#[derive(Debug)]
struct Change {
    tenant_id: TenantId,
    grant_id: GrantId,
    at: Timestamp,
}
