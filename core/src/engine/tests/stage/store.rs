//! A store that several engines share, and that is away, slow or forgetful when told.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;

use super::control::{Gate, HeldClock, StoreClock};
use crate::base::{Error, ErrorCode, Result, TenantId, Timestamp};
use crate::model::event::Event;
use crate::model::grant::GrantStatus;
use crate::model::rows::{
    AuditEnd, AuditFilter, AuditLink, AuditRow, AuditScope, Batch, Changes, DueJob, EndpointPause, ErasureRow, EventFilter,
    GrantFilter, GrantQuery, GrantRow, JobRequest, KeyOwner, KeyRow, KeysetQuery, KeysetRow, LegacyKeyQuery, MetaRow, Outcome,
    Position, ProcessRow, QueueEntry, QueuePlace, RecordCounts, RootKeyRow, SessionFilter, SessionQuery, SessionRow, Write,
};
use crate::store::{Holdings, MemoryStore, Store, Wiped};

/// A memory store that several engines share, and that can be away or slow.
pub(in crate::engine::tests) struct Shared {
    inner: MemoryStore,
    away: AtomicBool,
    is_newer: AtomicBool,
    /// The next count of keys is of a moment ago, when there was none.
    pub(in crate::engine::tests) counts_late: AtomicBool,
    /// Held before a new or changed grant is committed.
    pub(in crate::engine::tests) updates: Gate,
    /// Held before a changed session is committed by itself.
    pub(in crate::engine::tests) sessions: Gate,
    pub(in crate::engine::tests) acquisitions: AtomicUsize,
    /// Reads of a grant by its id: each flight makes one per attempt, callers make none.
    pub(in crate::engine::tests) reads_by_id: AtomicUsize,
    /// Whether the holder of whichever lease is asked about is known to have died.
    pub(in crate::engine::tests) holder_died: AtomicBool,
    /// Looks, and requests for due work.
    pub(in crate::engine::tests) scheduled: AtomicUsize,
    pub(in crate::engine::tests) is_suspended: AtomicBool,
    /// What was asked of it, and how many rows each answer had: each row is one that is opened.
    pub(in crate::engine::tests) asked: Mutex<Vec<String>>,
    /// The answer to the next commit of a grant gets lost; the commit is made.
    pub(in crate::engine::tests) answer_is_lost: AtomicBool,
    /// The same for the next lease that is acquired.
    pub(in crate::engine::tests) lease_is_lost: AtomicBool,
    /// So many commits of grants fail, and are not made.
    pub(in crate::engine::tests) failing: AtomicUsize,
    /// Which keys are destroyed is not told.
    pub(in crate::engine::tests) hides_destroyed: AtomicBool,
    /// So many pages of changes are there, whoever reads on: others change more than one look reads.
    pub(in crate::engine::tests) pages: AtomicUsize,
    /// Leases cannot be released.
    pub(in crate::engine::tests) keeps_leases: AtomicBool,
    /// Held after due work has been taken, before whoever takes it hears of it.
    pub(in crate::engine::tests) jobs: Gate,
    /// Held before it is noted that a grant was used, or that an endpoint is left alone.
    pub(in crate::engine::tests) notes: Gate,
    /// Held before a lease is acquired.
    pub(in crate::engine::tests) leases: Gate,
    /// Held before it is noted what is sent under a lease.
    pub(in crate::engine::tests) revisions: Gate,
    /// Held before it is read what has changed.
    pub(in crate::engine::tests) looks: Gate,
    /// Held before a grant is read by its id.
    pub(in crate::engine::tests) reads: Gate,
    /// Held before the pauses of endpoints are read.
    pub(in crate::engine::tests) pauses: Gate,
    /// Held before events are read.
    pub(in crate::engine::tests) events: Gate,
    /// Held before the store notes that it is suspended.
    pub(in crate::engine::tests) suspensions: Gate,
    /// Milliseconds that each acquisition takes on the clock.
    pub(in crate::engine::tests) acquiring_takes: AtomicI64,
    clock: Arc<HeldClock>,
    /// By which it counts leases and pauses.
    pub(in crate::engine::tests) own_clock: Arc<StoreClock>,
}

impl Shared {
    pub(super) fn new(clock: Arc<HeldClock>) -> Self {
        let own_clock = Arc::new(StoreClock::new(clock.clone()));
        Shared {
            inner: MemoryStore::new(own_clock.clone()),
            away: AtomicBool::new(false),
            is_newer: AtomicBool::new(false),
            counts_late: AtomicBool::new(false),
            updates: Gate::new(),
            sessions: Gate::new(),
            acquisitions: AtomicUsize::new(0),
            reads_by_id: AtomicUsize::new(0),
            holder_died: AtomicBool::new(false),
            scheduled: AtomicUsize::new(0),
            is_suspended: AtomicBool::new(false),
            asked: Mutex::default(),
            answer_is_lost: AtomicBool::new(false),
            lease_is_lost: AtomicBool::new(false),
            failing: AtomicUsize::new(0),
            pages: AtomicUsize::new(0),
            hides_destroyed: AtomicBool::new(false),
            keeps_leases: AtomicBool::new(false),
            jobs: Gate::new(),
            notes: Gate::new(),
            leases: Gate::new(),
            revisions: Gate::new(),
            looks: Gate::new(),
            reads: Gate::new(),
            pauses: Gate::new(),
            events: Gate::new(),
            suspensions: Gate::new(),
            acquiring_takes: AtomicI64::new(0),
            clock,
            own_clock,
        }
    }

    pub(in crate::engine::tests) fn go_away(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }

    /// A newer version lets this one do nothing any more.
    pub(in crate::engine::tests) fn shut_out(&self, is_shut_out: bool) {
        self.is_newer.store(is_shut_out, Ordering::SeqCst);
        self.go_away(is_shut_out);
    }

    pub(super) fn note(&self, what: String) {
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
            return Err(self.refusal());
        }
        Ok(())
    }

    fn refusal(&self) -> Error {
        if self.is_newer.load(Ordering::SeqCst) {
            return Error::new(ErrorCode::VaultNewer, "A newer version wrote the store.");
        }
        Error::new(ErrorCode::VaultUnavailable, "The store is away.")
    }
}

/// The name of a query or write, without what is in it.
fn kind(what: &impl std::fmt::Debug) -> String {
    let text = format!("{what:?}");
    text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_owned()
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

    async fn count_keys(&self) -> Result<Vec<(String, u64)>> {
        if self.counts_late.swap(false, Ordering::SeqCst) {
            return self.answer("key counts", Ok(Vec::new()));
        }
        self.answer("key counts", self.inner.count_keys().await)
    }

    async fn list_processes(&self) -> Result<Vec<ProcessRow>> {
        self.answer("processes", self.inner.list_processes().await)
    }

    async fn find_keyset(&self, owner: KeyOwner) -> Result<Option<KeysetRow>> {
        let what = if owner.tenant().is_some() { "Tenant" } else { "Index" };
        self.answer(what, self.inner.find_keyset(owner).await)
    }

    async fn list_keysets(&self, query: KeysetQuery) -> Result<Vec<KeysetRow>> {
        self.answer("keysets", self.inner.list_keysets(query).await)
    }

    async fn list_legacy_keys(&self, query: LegacyKeyQuery) -> Result<Vec<KeyRow>> {
        self.answer("legacy keys", self.inner.list_legacy_keys(query).await)
    }

    async fn find_grant(&self, query: GrantQuery) -> Result<Option<GrantRow>> {
        self.check()?;
        if matches!(query, GrantQuery::Id(..)) {
            self.reads_by_id.fetch_add(1, Ordering::SeqCst);
            self.reads.pass().await;
        }
        self.answer(&format!("grant by {}", kind(&query)), self.inner.find_grant(query).await)
    }

    async fn find_grants(&self, queries: Vec<GrantQuery>) -> Result<Vec<Option<GrantRow>>> {
        self.check()?;
        let kinds = queries.first().map(kind).unwrap_or_default();
        self.answer(&format!("grant by {kinds}"), self.inner.find_grants(queries).await)
    }

    async fn list_grants(&self, filter: GrantFilter) -> Result<Vec<GrantRow>> {
        self.answer("grants", self.inner.list_grants(filter).await)
    }

    async fn count_grants(&self) -> Result<Vec<(GrantStatus, u64)>> {
        self.answer("counts", self.inner.count_grants().await)
    }

    async fn find_destroyed_keys(&self, key_ids: Vec<[u8; 16]>) -> Result<Vec<[u8; 16]>> {
        if self.hides_destroyed.load(Ordering::SeqCst) {
            return Err(self.refusal());
        }
        self.inner.find_destroyed_keys(key_ids).await
    }

    async fn list_erasures(&self) -> Result<Vec<ErasureRow>> {
        self.inner.list_erasures().await
    }

    async fn find_last_erasure(&self, tenant_id: TenantId) -> Result<Option<Timestamp>> {
        self.answer("last erasure", self.inner.find_last_erasure(tenant_id).await)
    }

    async fn list_audit(&self, filter: AuditFilter) -> Result<Vec<AuditRow>> {
        self.inner.list_audit(filter).await
    }

    async fn list_erasable(&self, of: AuditScope, limit: usize) -> Result<Vec<AuditLink>> {
        self.inner.list_erasable(of, limit).await
    }

    async fn find_audit_end(&self) -> Result<AuditEnd> {
        self.inner.find_audit_end().await
    }

    async fn wipe_deleted(&self) -> Result<Wiped> {
        self.inner.wipe_deleted().await
    }

    async fn has_linked(&self, key_id: [u8; 16]) -> Result<bool> {
        self.inner.has_linked(key_id).await
    }

    async fn find_first_linked(&self, key_id: [u8; 16]) -> Result<Option<u64>> {
        self.inner.find_first_linked(key_id).await
    }

    async fn has_other_hashes(&self, key_id: [u8; 16]) -> Result<bool> {
        self.inner.has_other_hashes(key_id).await
    }

    async fn count_records(&self) -> Result<RecordCounts> {
        self.inner.count_records().await
    }

    async fn list_sessions(&self, filter: SessionFilter) -> Result<Vec<SessionRow>> {
        self.answer("sessions", self.inner.list_sessions(filter).await)
    }

    async fn find_session(&self, query: SessionQuery) -> Result<Option<SessionRow>> {
        self.answer(&format!("session by {}", kind(&query)), self.inner.find_session(query).await)
    }

    async fn list_events(&self, filter: EventFilter) -> Result<Vec<(Position, Event)>> {
        self.events.pass().await;
        self.answer("events", self.inner.list_events(filter).await)
    }

    async fn now(&self) -> Result<Option<Timestamp>> {
        Ok(self.own_clock.told())
    }

    fn has_settable_clock(&self) -> bool {
        self.own_clock.is_settable()
    }

    async fn find_event_position(&self, since: Timestamp) -> Result<Position> {
        self.check()?;
        self.inner.find_event_position(since).await
    }

    async fn has_given(&self, event: Position) -> Result<bool> {
        self.check()?;
        self.inner.has_given(event).await
    }

    async fn list_endpoint_pauses(&self) -> Result<Vec<EndpointPause>> {
        self.pauses.pass().await;
        self.check()?;
        self.inner.list_endpoint_pauses().await
    }

    async fn commit(&self, batch: Batch) -> Result<Outcome> {
        let stores_grant =
            batch.writes.iter().any(|write| matches!(write, Write::InsertGrant { .. } | Write::UpdateGrant { .. }));
        if stores_grant {
            self.updates.pass().await;
        } else if batch.writes.iter().any(|write| matches!(write, Write::UpdateSession(_))) {
            self.sessions.pass().await;
        } else if batch.writes.iter().any(|write| matches!(write, Write::TouchGrant { .. } | Write::PauseEndpoint { .. })) {
            self.notes.pass().await;
        } else if batch.writes.iter().any(|write| matches!(write, Write::AcquireLease(_))) {
            self.leases.pass().await;
        } else if batch.writes.iter().any(|write| matches!(write, Write::ReviseIntent { .. })) {
            self.revisions.pass().await;
        }
        self.check()?;
        self.note(batch.writes.iter().map(kind).collect::<Vec<_>>().join("+"));
        let acquires = batch.writes.iter().any(|write| matches!(write, Write::AcquireLease(_)));
        if acquires {
            self.acquisitions.fetch_add(1, Ordering::SeqCst);
            self.clock.advance(Duration::from_millis(self.acquiring_takes.load(Ordering::SeqCst).unsigned_abs()));
        }
        let releases = batch.writes.iter().any(|write| matches!(write, Write::ReleaseLease { .. }));
        if releases && self.keeps_leases.load(Ordering::SeqCst) {
            return Err(self.refusal());
        }
        let fails = |left: usize| left.checked_sub(1);
        if stores_grant && self.failing.fetch_update(Ordering::SeqCst, Ordering::SeqCst, fails).is_ok() {
            return Err(self.refusal());
        }
        let outcome = self.inner.commit(batch).await?;
        let lost = [(stores_grant, &self.answer_is_lost), (acquires, &self.lease_is_lost)];
        if lost.into_iter().any(|(is_meant, is_lost)| is_meant && is_lost.swap(false, Ordering::SeqCst)) {
            return Err(self.refusal());
        }
        Ok(outcome)
    }

    async fn list_queue(&self, after: QueuePlace, limit: usize) -> Result<Vec<QueueEntry>> {
        self.answer("queue", self.inner.list_queue(after, limit).await)
    }

    async fn take_jobs(&self, request: JobRequest) -> Result<Vec<DueJob>> {
        self.scheduled.fetch_add(1, Ordering::SeqCst);
        self.check()?;
        let taken = self.inner.take_jobs(request).await?;
        self.jobs.pass().await;
        Ok(taken)
    }

    async fn changes_since(&self, position: Option<Position>, limit: usize) -> Result<Changes> {
        self.scheduled.fetch_add(1, Ordering::SeqCst);
        self.looks.pass().await;
        self.check()?;
        let left = self.pages.load(Ordering::SeqCst);
        if position.is_some() && left > 0 {
            self.pages.store(left - 1, Ordering::SeqCst);
            let position = Position::from_text(&format!("page-{left}")).unwrap();
            return Ok(Changes { grants: Vec::new(), position, lost: false });
        }
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
    fn detach(&self, _: Option<Duration>) {}

    async fn suspend(&self) {
        self.suspensions.pass().await;
        self.is_suspended.store(true, Ordering::SeqCst);
    }

    fn resume(&self) {
        self.is_suspended.store(false, Ordering::SeqCst);
    }

    async fn back_up(&self, _: &std::path::Path) -> Result<()> {
        Err(self.refusal())
    }
}
