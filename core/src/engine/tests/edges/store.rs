//! A store whose every call is an edge.

use std::sync::Arc;

use async_trait::async_trait;

use super::gate::{Edges, When};
use crate::base::{Result, TenantId, Timestamp};
use crate::model::event::Event;
use crate::model::grant::GrantStatus;
use crate::model::rows::{
    AuditEnd, AuditFilter, AuditLink, AuditRow, AuditScope, Batch, Changes, DueJob, EndpointPause, ErasureRow, EventFilter,
    GrantFilter, GrantQuery, GrantRow, JobRequest, KeyOwner, KeyRow, KeysetQuery, KeysetRow, LegacyKeyQuery, MetaRow, Outcome,
    Position, ProcessRow, QueueEntry, QueuePlace, RecordCounts, RootKeyRow, SessionFilter, SessionQuery, SessionRow, Write,
};
use crate::store::{Holdings, Store, Wiped};

pub(super) struct Edged {
    pub(super) inner: Arc<dyn Store>,
    pub(super) edges: Arc<Edges>,
    /// Whether it is this process's alone: a vault in memory is one for all.
    pub(super) is_own: bool,
}

impl Edged {
    async fn step<T>(&self, name: &str, work: impl Future<Output = Result<T>>) -> Result<T> {
        let step = self.edges.begin(name);
        self.edges.pass(step.as_ref(), When::Before).await?;
        let done = work.await?;
        self.edges.pass(step.as_ref(), When::After).await?;
        Ok(done)
    }
}

/// What a batch is for: the writes that decide it, without what goes along.
fn purpose(batch: &Batch) -> &'static str {
    let is = |wanted: fn(&Write) -> bool| batch.writes.iter().any(wanted);
    if is(|write| matches!(write, Write::AcquireLease(_))) {
        "acquire the lease"
    } else if is(|write| matches!(write, Write::UpdateGrant { .. })) {
        "store the grant"
    } else if is(|write| matches!(write, Write::ReleaseLease { .. })) {
        "end the lease"
    } else if is(|write| matches!(write, Write::PauseEndpoint { .. } | Write::ResumeEndpoint(_))) {
        "tell of a pause"
    } else if is(|write| matches!(write, Write::ProbeEndpoint { .. })) {
        "find out for all"
    } else if is(|write| matches!(write, Write::TouchGrant { .. })) {
        "note the use"
    } else {
        "another write"
    }
}

#[async_trait]
impl Store for Edged {
    fn name(&self) -> &str {
        self.inner.name()
    }

    async fn open(&self) -> Result<()> {
        self.step("open", self.inner.open()).await
    }

    async fn find_meta(&self) -> Result<Option<MetaRow>> {
        self.step("read the meta", self.inner.find_meta()).await
    }

    async fn list_root_keys(&self) -> Result<Vec<RootKeyRow>> {
        self.step("list the root keys", self.inner.list_root_keys()).await
    }

    async fn count_keys(&self) -> Result<Vec<(String, u64)>> {
        self.step("count the keys", self.inner.count_keys()).await
    }

    async fn list_processes(&self) -> Result<Vec<ProcessRow>> {
        self.step("list the processes", self.inner.list_processes()).await
    }

    async fn find_keyset(&self, owner: KeyOwner) -> Result<Option<KeysetRow>> {
        self.step("read the keys", self.inner.find_keyset(owner)).await
    }

    async fn list_keysets(&self, query: KeysetQuery) -> Result<Vec<KeysetRow>> {
        self.step("list the keysets", self.inner.list_keysets(query)).await
    }

    async fn list_legacy_keys(&self, query: LegacyKeyQuery) -> Result<Vec<KeyRow>> {
        self.step("list the legacy keys", self.inner.list_legacy_keys(query)).await
    }

    async fn find_grant(&self, query: GrantQuery) -> Result<Option<GrantRow>> {
        let name = if matches!(query, GrantQuery::Id(..)) { "read the grant" } else { "find the grant" };
        self.step(name, self.inner.find_grant(query)).await
    }

    async fn find_grants(&self, queries: Vec<GrantQuery>) -> Result<Vec<Option<GrantRow>>> {
        self.step("find the grant", self.inner.find_grants(queries)).await
    }

    async fn list_grants(&self, filter: GrantFilter) -> Result<Vec<GrantRow>> {
        self.step("list the grants", self.inner.list_grants(filter)).await
    }

    async fn count_grants(&self) -> Result<Vec<(GrantStatus, u64)>> {
        self.step("count the grants", self.inner.count_grants()).await
    }

    async fn find_destroyed_keys(&self, key_ids: Vec<[u8; 16]>) -> Result<Vec<[u8; 16]>> {
        self.step("look for destroyed keys", self.inner.find_destroyed_keys(key_ids)).await
    }

    async fn list_erasures(&self) -> Result<Vec<ErasureRow>> {
        self.step("list the erasures", self.inner.list_erasures()).await
    }

    async fn find_last_erasure(&self, tenant_id: TenantId) -> Result<Option<Timestamp>> {
        self.step("look for an erasure", self.inner.find_last_erasure(tenant_id)).await
    }

    async fn wipe_deleted(&self) -> Result<Wiped> {
        self.step("wipe", self.inner.wipe_deleted()).await
    }

    async fn has_linked(&self, key_id: [u8; 16]) -> Result<bool> {
        self.step("look for linked entries", self.inner.has_linked(key_id)).await
    }

    async fn find_first_linked(&self, key_id: [u8; 16]) -> Result<Option<u64>> {
        self.step("look where a key begins", self.inner.find_first_linked(key_id)).await
    }

    async fn has_other_hashes(&self, key_id: [u8; 16]) -> Result<bool> {
        self.step("look for other hashes", self.inner.has_other_hashes(key_id)).await
    }

    async fn count_records(&self) -> Result<RecordCounts> {
        self.step("count the records", self.inner.count_records()).await
    }

    async fn list_sessions(&self, filter: SessionFilter) -> Result<Vec<SessionRow>> {
        self.step("list the sessions", self.inner.list_sessions(filter)).await
    }

    async fn find_session(&self, query: SessionQuery) -> Result<Option<SessionRow>> {
        self.step("read the session", self.inner.find_session(query)).await
    }

    async fn list_events(&self, filter: EventFilter) -> Result<Vec<(Position, Event)>> {
        self.step("list the events", self.inner.list_events(filter)).await
    }

    async fn find_event_position(&self, since: Timestamp) -> Result<Position> {
        self.step("find a position", self.inner.find_event_position(since)).await
    }

    async fn has_given(&self, event: Position) -> Result<bool> {
        self.step("judge a position", self.inner.has_given(event)).await
    }

    async fn list_audit(&self, filter: AuditFilter) -> Result<Vec<AuditRow>> {
        self.step("list the audit log", self.inner.list_audit(filter)).await
    }

    async fn list_erasable(&self, of: AuditScope, limit: usize) -> Result<Vec<AuditLink>> {
        self.step("list what an erasure empties", self.inner.list_erasable(of, limit)).await
    }

    async fn find_audit_end(&self) -> Result<AuditEnd> {
        self.step("find the end of the audit log", self.inner.find_audit_end()).await
    }

    async fn list_endpoint_pauses(&self) -> Result<Vec<EndpointPause>> {
        self.step("read the pauses", self.inner.list_endpoint_pauses()).await
    }

    async fn commit(&self, batch: Batch) -> Result<Outcome> {
        self.step(purpose(&batch), self.inner.commit(batch)).await
    }

    async fn list_queue(&self, after: QueuePlace, limit: usize) -> Result<Vec<QueueEntry>> {
        self.step("list the queue", self.inner.list_queue(after, limit)).await
    }

    async fn take_jobs(&self, request: JobRequest) -> Result<Vec<DueJob>> {
        self.step("take jobs", self.inner.take_jobs(request)).await
    }

    async fn changes_since(&self, position: Option<Position>, limit: usize) -> Result<Changes> {
        self.step("look for changes", self.inner.changes_since(position, limit)).await
    }

    async fn is_ahead(&self, position: &Position) -> Result<bool> {
        self.step("compare with the anchor", self.inner.is_ahead(position)).await
    }

    fn is_later(&self, position: &Position, than: &Position) -> bool {
        self.inner.is_later(position, than)
    }

    /// What the machine says of a process is no part of the vault.
    async fn is_gone(&self, owner: [u8; 16]) -> Result<bool> {
        self.inner.is_gone(owner).await
    }

    async fn is_alive(&self, owner: [u8; 16]) -> Result<bool> {
        self.inner.is_alive(owner).await
    }

    fn holdings(&self) -> Option<&dyn Holdings> {
        self.inner.holdings()
    }

    async fn close(&self) {
        if self.is_own {
            self.inner.close().await;
        }
    }
}
