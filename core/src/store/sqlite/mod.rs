//! The default backend: one SQLite file, its write-ahead log beside it, and `<file>-live/` with a lock file per process and one per
//! holder of leases.
//!
//! One thread writes and groups what waits into one transaction (`writer`); a few threads read beside it (`readers`).
//! Callers wait on channels; one row by its key they read on their own thread, where nothing is waited for (`at_hand`). When all of this is
//! open, and when not, is `life`'s.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::base::{Clock, Result, TenantId, Timestamp, waiting};
use crate::model::event::Event;
use crate::model::grant::GrantStatus;
use crate::model::rows::{
    AuditEnd, AuditFilter, AuditLink, AuditRow, AuditScope, Batch, Changes, DueJob, EndpointPause, ErasureRow, EventFilter,
    GrantFilter, GrantQuery, GrantRow, JobRequest, KeyOwner, KeyRow, KeysetQuery, KeysetRow, LegacyKeyQuery, MetaRow, Outcome,
    Position, ProcessRow, QueueEntry, QueuePlace, RecordCounts, RootKeyRow, SessionFilter, SessionQuery, SessionRow,
};

use super::{Holdings, IndexCheck, Store, Wiped, address::Kind, sequence};
use access::BUSY_TIMEOUT;
use committing::Committed;
use connect::Place;
use life::Life;
use machine::Machine;
use still::Access;

pub(crate) use live::{Frozen, freeze};
pub(crate) use threads::run_blocking;

mod access;
mod asking;
pub(super) mod at_hand;
mod audit;
mod backup;
mod claims;
mod columns;
mod commits;
mod committing;
mod connect;
mod copying;
#[cfg(test)]
mod copying_tests;
#[cfg(test)]
mod damaged_tests;
mod erasures;
mod errors;
mod events;
mod fence;
mod file_system;
mod files;
mod grants;
#[cfg(test)]
mod holder_tests;
mod identity;
#[cfg(test)]
#[cfg(unix)]
mod identity_tests;
mod indexes;
#[cfg(test)]
mod inherited;
mod jobs;
mod keys;
mod keysets;
#[cfg(test)]
#[cfg(unix)]
mod killed_tests;
mod leases;
mod life;
mod live;
mod lockers;
mod machine;
mod making;
mod migrations;
mod moving;
mod ours;
mod pauses;
mod place;
mod proven;
mod query;
mod readable;
mod readers;
mod sessions;
mod shown;
mod statement;
mod still;
#[cfg(test)]
pub(super) mod testing;
#[cfg(test)]
mod tests;
mod threads;
mod write;
mod writer;

/// `sqlite:./authpipe.db`
pub(super) const KIND: Kind = Kind { scheme: "sqlite:", aliases: &["sqlite3", "file"], form: "<path>", read: place::read };

/// A vault in a SQLite file. Several processes of one host may share it; the file must be on a local disk.
pub(crate) struct SqliteStore {
    name: String,
    life: Arc<Life>,
    machine: Machine,
    committed: Committed,
}

impl SqliteStore {
    /// A vault in the file `path`, called `display_name` (`sqlite:./authpipe.db`) in messages. Nothing happens before
    /// [`open`](Store::open).
    pub(crate) fn new(path: &Path, display_name: String, clock: Arc<dyn Clock>) -> Self {
        SqliteStore::build(path, display_name, BUSY_TIMEOUT, Machine::new(clock))
    }

    /// The same of a copy that is not complete, for whoever makes it.
    fn of_copy(path: &Path, display_name: String, clock: Arc<dyn Clock>) -> Self {
        SqliteStore::used(path, display_name, clock, Access::Copy)
    }

    /// The same for whoever only looks: of a vault where nothing may be written too.
    fn looking(path: &Path, display_name: String, clock: Arc<dyn Clock>) -> Self {
        SqliteStore::used(path, display_name, clock, Access::Look)
    }

    fn used(path: &Path, display_name: String, clock: Arc<dyn Clock>, access: Access) -> Self {
        let mut store = SqliteStore::new(path, display_name, clock);
        store.life = Arc::new(Life::new(Place { access, ..store.life.given() }, store.name.clone()));
        store
    }

    /// The same with another time for which a lock of another process is waited for before `vault_locked`, and on this machine.
    fn build(path: &Path, display_name: String, busy_timeout: Duration, machine: Machine) -> Self {
        let shown = display_name.strip_prefix("sqlite:").unwrap_or(&display_name).to_owned();
        let place = Place { path: path.to_owned(), shown, busy_timeout, access: Access::Whole };
        SqliteStore {
            life: Arc::new(Life::new(place, display_name.clone())),
            name: display_name,
            machine,
            committed: Committed::default(),
        }
    }

    fn shown(&self) -> &str {
        self.life.shown()
    }
}

#[async_trait]
impl Store for SqliteStore {
    fn name(&self) -> &str {
        &self.name
    }

    fn file(&self) -> Option<&Path> {
        Some(self.life.path())
    }

    async fn open(&self) -> Result<()> {
        let _busy = self.life.enter();
        waiting::on(self.life.awaited(), Box::pin(self.life.open())).await
    }

    async fn find_meta(&self) -> Result<Option<MetaRow>> {
        self.ask(query::find_meta).await
    }

    async fn list_root_keys(&self) -> Result<Vec<RootKeyRow>> {
        self.ask(keys::list_root_keys).await
    }

    async fn count_keys(&self) -> Result<Vec<(String, u64)>> {
        self.ask(keys::count_keys).await
    }

    async fn list_processes(&self) -> Result<Vec<ProcessRow>> {
        self.ask(keys::list_processes).await
    }

    async fn find_keyset(&self, owner: KeyOwner) -> Result<Option<KeysetRow>> {
        self.find(move |db| keysets::find(db, &owner)).await
    }

    async fn list_keysets(&self, query: KeysetQuery) -> Result<Vec<KeysetRow>> {
        self.ask(move |db| keysets::list(db, &query)).await
    }

    async fn list_legacy_keys(&self, query: LegacyKeyQuery) -> Result<Vec<KeyRow>> {
        self.ask(move |db| keysets::list_legacy(db, &query)).await
    }

    async fn find_grant(&self, query: GrantQuery) -> Result<Option<GrantRow>> {
        let machine = self.machine.clone();
        self.find(move |db| query::find_grant(db, &query, &machine.now())).await
    }

    async fn find_grants(&self, queries: Vec<GrantQuery>) -> Result<Vec<Option<GrantRow>>> {
        let machine = self.machine.clone();
        self.ask(move |db| query::find_grants(db, &queries, &machine.now())).await
    }

    async fn list_grants(&self, filter: GrantFilter) -> Result<Vec<GrantRow>> {
        let machine = self.machine.clone();
        self.ask(move |db| query::list_grants(db, &filter, &machine.now())).await
    }

    async fn check_indexes(&self) -> Result<IndexCheck> {
        self.ask(indexes::check).await
    }

    async fn count_grants(&self) -> Result<Vec<(GrantStatus, u64)>> {
        self.ask(query::count_grants).await
    }

    async fn find_destroyed_keys(&self, key_ids: Vec<[u8; 16]>) -> Result<Vec<[u8; 16]>> {
        self.ask(move |db| erasures::find_destroyed_keys(db, &key_ids)).await
    }

    async fn list_erasures(&self) -> Result<Vec<ErasureRow>> {
        self.ask(erasures::list).await
    }

    async fn find_last_erasure(&self, tenant_id: TenantId) -> Result<Option<Timestamp>> {
        self.find(move |db| erasures::find_last(db, &tenant_id)).await
    }

    async fn list_audit(&self, filter: AuditFilter) -> Result<Vec<AuditRow>> {
        self.ask(move |db| audit::list(db, &filter)).await
    }

    async fn list_erasable(&self, of: AuditScope, limit: usize) -> Result<Vec<AuditLink>> {
        self.ask(move |db| audit::list_erasable(db, &of, limit)).await
    }

    async fn find_audit_end(&self) -> Result<AuditEnd> {
        self.ask(audit::read_end).await
    }

    async fn wipe_deleted(&self) -> Result<Wiped> {
        Ok(if self.ask(erasures::empty_log).await? { Wiped::Everywhere } else { Wiped::HeldUp })
    }

    async fn has_linked(&self, key_id: [u8; 16]) -> Result<bool> {
        self.ask(move |db| keysets::has_linked(db, &key_id)).await
    }

    async fn find_first_linked(&self, key_id: [u8; 16]) -> Result<Option<u64>> {
        self.ask(move |db| audit::find_first_linked(db, &key_id)).await
    }

    async fn has_other_hashes(&self, key_id: [u8; 16]) -> Result<bool> {
        self.ask(move |db| keysets::has_outdated(db, &key_id)).await
    }

    async fn count_records(&self) -> Result<RecordCounts> {
        self.ask(query::count_records).await
    }

    async fn list_sessions(&self, filter: SessionFilter) -> Result<Vec<SessionRow>> {
        self.ask(move |db| sessions::list(db, &filter)).await
    }

    async fn list_queue(&self, after: QueuePlace, limit: usize) -> Result<Vec<QueueEntry>> {
        self.ask(move |db| jobs::list_queue(db, &after, limit)).await
    }

    async fn find_session(&self, query: SessionQuery) -> Result<Option<SessionRow>> {
        self.ask(move |db| sessions::find(db, &query)).await
    }

    async fn list_events(&self, filter: EventFilter) -> Result<Vec<(Position, Event)>> {
        let after = filter.after.as_ref().map(sequence::count).transpose()?;
        self.ask(move |db| query::list_events(db, after, &filter)).await
    }

    async fn find_event_position(&self, since: Timestamp) -> Result<Position> {
        self.ask(move |db| query::find_event_position(db, since)).await
    }

    async fn has_given(&self, event: Position) -> Result<bool> {
        let number = sequence::count(&event)?;
        self.ask(move |db| Ok(number <= events::last(db)?)).await
    }

    async fn changes_since(&self, position: Option<Position>, limit: usize) -> Result<Changes> {
        self.ask(move |db| query::changes_since(db, position.as_ref(), limit)).await
    }

    async fn list_endpoint_pauses(&self) -> Result<Vec<EndpointPause>> {
        let machine = self.machine.clone();
        self.ask(move |db| pauses::list(db, &machine.now())).await
    }

    async fn commit(&self, batch: Batch) -> Result<Outcome> {
        self.commit_batch(batch).await
    }

    fn last_committed(&self) -> Option<Position> {
        self.committed.position()
    }

    async fn take_jobs(&self, request: JobRequest) -> Result<Vec<DueJob>> {
        let machine = self.machine.clone();
        self.write(move |db| jobs::take(db, &request, &machine.now())).await
    }

    async fn is_gone(&self, owner: [u8; 16]) -> Result<bool> {
        self.with_live(move |live| live.lock().is_gone(owner)).await
    }

    async fn is_alive(&self, owner: [u8; 16]) -> Result<bool> {
        self.with_live(move |live| live.lock().is_alive(owner)).await
    }

    fn holdings(&self) -> Option<&dyn Holdings> {
        Some(self)
    }

    async fn close(&self) {
        self.life.close().await;
    }
}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteStore").field("name", &self.name).finish_non_exhaustive()
    }
}
