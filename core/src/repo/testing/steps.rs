//! Work that stops after so many steps, or is dropped where it stands, as if its process had died. A step is an edge of a call to the store:
//! before it, and of one that changes something also once it is under way and once it is done. How busy the machine is changes nothing about how
//! many there are, so that a test can say how often it has died.

use std::cell::Cell;
use std::future::poll_fn;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use async_trait::async_trait;

use crate::base::{Result, TenantId, Timestamp};
use crate::model::event::Event;
use crate::model::grant::GrantStatus;
use crate::model::rows::{
    AuditEnd, AuditFilter, AuditLink, AuditRow, AuditScope, Batch, Changes, DueJob, EndpointPause, ErasureRow, EventFilter,
    GrantFilter, GrantQuery, GrantRow, JobRequest, KeyOwner, KeyRow, KeysetQuery, KeysetRow, LegacyKeyQuery, MetaRow, Outcome,
    Position, ProcessRow, QueueEntry, QueuePlace, RecordCounts, RootKeyRow, SessionFilter, SessionQuery, SessionRow,
};
use crate::store::{Holdings, IndexCheck, Store, Wiped};

/// Which calls are steps.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Calls {
    All,
    /// Those that change something: whoever dies between two reads leaves what whoever has died behind the write before them leaves.
    Writes,
}

thread_local! {
    static CALLS: Cell<Calls> = const { Cell::new(Calls::All) };
    /// How many more steps the work does that this thread does right now; `None`: any number.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
    static IS_STOPPED: Cell<bool> = const { Cell::new(false) };
}

/// Does so many steps of some work on stores of tests, and whether it has ended by then. What is left goes on when it is waited for again.
pub(in crate::repo) async fn ends_within<T>(steps: usize, work: impl Future<Output = T>) -> bool {
    does(steps, Calls::All, work).await
}

/// The same of work that is not to go on: it has died, or has ended. Its reads are no steps.
pub(in crate::repo) async fn ends_within_writes<T>(steps: usize, work: impl Future<Output = T>) -> bool {
    does(steps, Calls::Writes, work).await
}

async fn does<T>(steps: usize, calls: Calls, work: impl Future<Output = T>) -> bool {
    let (mut work, mut left) = (pin!(work), steps);
    poll_fn(|context| {
        CALLS.set(calls);
        LEFT.set(Some(left));
        let polled = work.as_mut().poll(context);
        left = LEFT.replace(None).unwrap_or(0);
        match (polled, IS_STOPPED.replace(false)) {
            (_, true) => Poll::Ready(false),
            (Poll::Ready(_), false) => Poll::Ready(true),
            (Poll::Pending, false) => Poll::Pending,
        }
    })
    .await
}

/// Passed by work that has steps left.
async fn edge() {
    poll_fn(|context| match LEFT.get() {
        Some(0) => {
            IS_STOPPED.set(true);
            context.waker().wake_by_ref();
            Poll::Pending
        }
        left => {
            LEFT.set(left.map(|left| left - 1));
            Poll::Ready(())
        }
    })
    .await;
}

/// What another process can tell before the call and after it is the same, so that one edge is enough.
async fn read<T>(call: impl Future<Output = T>) -> T {
    if CALLS.get() == Calls::All {
        edge().await;
    }
    call.await
}

async fn write<T>(call: impl Future<Output = T>) -> T {
    edge().await;
    let mut call = pin!(call);
    // Whoever dies behind this has asked, and nobody waits for what comes of it. That it may be there already makes no difference.
    let at_once = poll_fn(|context| Poll::Ready(call.as_mut().poll(context))).await;
    edge().await;
    let answer = match at_once {
        Poll::Ready(answer) => answer,
        Poll::Pending => call.await,
    };
    edge().await;
    answer
}

/// A store whose calls are steps.
pub(in crate::repo) struct Stepped(pub(in crate::repo) Arc<dyn Store>);

#[async_trait]
impl Store for Stepped {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn file(&self) -> Option<&Path> {
        self.0.file()
    }

    async fn open(&self) -> Result<()> {
        write(self.0.open()).await
    }

    async fn find_meta(&self) -> Result<Option<MetaRow>> {
        read(self.0.find_meta()).await
    }

    async fn list_root_keys(&self) -> Result<Vec<RootKeyRow>> {
        read(self.0.list_root_keys()).await
    }

    async fn count_keys(&self) -> Result<Vec<(String, u64)>> {
        read(self.0.count_keys()).await
    }

    async fn list_processes(&self) -> Result<Vec<ProcessRow>> {
        read(self.0.list_processes()).await
    }

    async fn find_keyset(&self, owner: KeyOwner) -> Result<Option<KeysetRow>> {
        read(self.0.find_keyset(owner)).await
    }

    async fn list_keysets(&self, query: KeysetQuery) -> Result<Vec<KeysetRow>> {
        read(self.0.list_keysets(query)).await
    }

    async fn list_legacy_keys(&self, query: LegacyKeyQuery) -> Result<Vec<KeyRow>> {
        read(self.0.list_legacy_keys(query)).await
    }

    async fn find_grant(&self, query: GrantQuery) -> Result<Option<GrantRow>> {
        read(self.0.find_grant(query)).await
    }

    async fn find_grants(&self, queries: Vec<GrantQuery>) -> Result<Vec<Option<GrantRow>>> {
        read(self.0.find_grants(queries)).await
    }

    async fn check_indexes(&self) -> Result<IndexCheck> {
        read(self.0.check_indexes()).await
    }

    async fn list_grants(&self, filter: GrantFilter) -> Result<Vec<GrantRow>> {
        read(self.0.list_grants(filter)).await
    }

    async fn count_grants(&self) -> Result<Vec<(GrantStatus, u64)>> {
        read(self.0.count_grants()).await
    }

    async fn find_destroyed_keys(&self, key_ids: Vec<[u8; 16]>) -> Result<Vec<[u8; 16]>> {
        read(self.0.find_destroyed_keys(key_ids)).await
    }

    async fn list_erasures(&self) -> Result<Vec<ErasureRow>> {
        read(self.0.list_erasures()).await
    }

    async fn find_last_erasure(&self, tenant_id: TenantId) -> Result<Option<Timestamp>> {
        read(self.0.find_last_erasure(tenant_id)).await
    }

    async fn list_audit(&self, filter: AuditFilter) -> Result<Vec<AuditRow>> {
        read(self.0.list_audit(filter)).await
    }

    async fn list_erasable(&self, of: AuditScope, limit: usize) -> Result<Vec<AuditLink>> {
        read(self.0.list_erasable(of, limit)).await
    }

    async fn find_audit_end(&self) -> Result<AuditEnd> {
        read(self.0.find_audit_end()).await
    }

    async fn wipe_deleted(&self) -> Result<Wiped> {
        write(self.0.wipe_deleted()).await
    }

    async fn count_records(&self) -> Result<RecordCounts> {
        read(self.0.count_records()).await
    }

    async fn has_other_hashes(&self, key_id: [u8; 16]) -> Result<bool> {
        read(self.0.has_other_hashes(key_id)).await
    }

    async fn has_linked(&self, key_id: [u8; 16]) -> Result<bool> {
        read(self.0.has_linked(key_id)).await
    }

    async fn find_first_linked(&self, key_id: [u8; 16]) -> Result<Option<u64>> {
        read(self.0.find_first_linked(key_id)).await
    }

    async fn list_sessions(&self, filter: SessionFilter) -> Result<Vec<SessionRow>> {
        read(self.0.list_sessions(filter)).await
    }

    async fn list_queue(&self, after: QueuePlace, limit: usize) -> Result<Vec<QueueEntry>> {
        read(self.0.list_queue(after, limit)).await
    }

    async fn now(&self) -> Result<Option<Timestamp>> {
        read(self.0.now()).await
    }

    fn has_settable_clock(&self) -> bool {
        self.0.has_settable_clock()
    }

    async fn find_session(&self, query: SessionQuery) -> Result<Option<SessionRow>> {
        read(self.0.find_session(query)).await
    }

    async fn list_events(&self, filter: EventFilter) -> Result<Vec<(Position, Event)>> {
        read(self.0.list_events(filter)).await
    }

    async fn find_event_position(&self, since: Timestamp) -> Result<Position> {
        read(self.0.find_event_position(since)).await
    }

    async fn has_given(&self, event: Position) -> Result<bool> {
        read(self.0.has_given(event)).await
    }

    async fn changes_since(&self, position: Option<Position>, limit: usize) -> Result<Changes> {
        read(self.0.changes_since(position, limit)).await
    }

    async fn is_ahead(&self, position: &Position) -> Result<bool> {
        read(self.0.is_ahead(position)).await
    }

    async fn list_endpoint_pauses(&self) -> Result<Vec<EndpointPause>> {
        read(self.0.list_endpoint_pauses()).await
    }

    fn is_later(&self, position: &Position, than: &Position) -> bool {
        self.0.is_later(position, than)
    }

    async fn commit(&self, batch: Batch) -> Result<Outcome> {
        write(self.0.commit(batch)).await
    }

    fn last_committed(&self) -> Option<Position> {
        self.0.last_committed()
    }

    async fn take_jobs(&self, request: JobRequest) -> Result<Vec<DueJob>> {
        write(self.0.take_jobs(request)).await
    }

    async fn is_gone(&self, owner: [u8; 16]) -> Result<bool> {
        read(self.0.is_gone(owner)).await
    }

    async fn is_alive(&self, owner: [u8; 16]) -> Result<bool> {
        read(self.0.is_alive(owner)).await
    }

    fn holdings(&self) -> Option<&dyn Holdings> {
        self.0.holdings()
    }

    async fn close(&self) {
        write(self.0.close()).await;
    }
}
