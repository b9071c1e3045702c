//! A vault in a PostgreSQL database, for several machines: the same promises as beside the others, over connections that may break.
//!
//! Nothing here outlives a transaction, so that a pooler may stand in between that gives each transaction another connection: no
//! setting, no lock of a session, no channel that is listened to (SR-70), and names of statements only where there is none (`names`). Time is the server's
//! (`time`). Positions follow the order of commits (`logs`); what would wait for each other goes together (`queue`). A process uses at most four connections, made when they are needed.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::base::{Clock, Error, ErrorCode, Result, TenantId, Timestamp, waiting};
use crate::model::event::Event;
use crate::model::grant::GrantStatus;
use crate::model::rows::{
    AuditEnd, AuditFilter, AuditLink, AuditRow, AuditScope, Batch, Changes, DueJob, EndpointPause, ErasureRow, EventFilter,
    GrantFilter, GrantQuery, GrantRow, JobRequest, KeyOwner, KeyRow, KeysetQuery, KeysetRow, LegacyKeyQuery, MetaRow, Outcome,
    Position, ProcessRow, QueueEntry, QueuePlace, RecordCounts, RootKeyRow, SessionFilter, SessionQuery, SessionRow,
};

use super::address::Kind;
use super::copying::{CopySource, CopyTarget, Mark};
use super::{Holdings, IndexCheck, Store, Wiped, sequence};
use errors::Failure;
use life::Life;
use place::Place;
use queue::Queue;
use session::Db;
use time::Source;
use together::{Alike, Sort};

mod altered;
mod audit;
mod claims;
mod columns;
mod commit;
mod copied_rows;
mod copying;
mod erasures;
mod errors;
mod fence;
mod grants;
mod handshake;
mod indexes;
mod jobs;
mod keys;
mod keysets;
mod known;
mod leases;
mod life;
mod locks;
mod logs;
mod many;
mod migrations;
mod moving;
mod names;
mod passfile;
mod past;
mod pauses;
mod place;
mod pool;
mod process;
mod query;
mod queue;
mod readable;
mod session;
mod sessions;
mod shape;
mod slices;
mod statement;
mod time;
mod tls;
mod together;
mod transaction;
mod write;

#[cfg(test)]
pub(super) mod testing;

#[cfg(test)]
mod on_postgres;

/// `postgres://app@db.example/app`
pub(super) const KIND: Kind =
    Kind { scheme: "postgres:", aliases: &["postgresql"], form: "//<user>@<host>/<database>", read: place::read };

/// A vault in a schema of a PostgreSQL database. Any number of machines may share it.
pub(crate) struct PostgresStore {
    life: Arc<Life>,
    leases: Arc<Queue>,
    changes: Arc<Queue>,
}

impl PostgresStore {
    /// A vault at this place. Nothing happens before [`open`](Store::open).
    fn new(place: Place, clock: Arc<dyn Clock>) -> Self {
        PostgresStore::living(Life::new(place, Source::Server(clock)))
    }

    fn living(life: Life) -> Self {
        let life = Arc::new(life);
        let queue = |sort| Arc::new(Queue::new(life.clone(), sort));
        PostgresStore { leases: queue(Sort::Leases), changes: queue(Sort::Changes), life }
    }

    /// Whether there is a vault, without making one.
    async fn exists(&self) -> Result<bool> {
        self.life.exists().await
    }

    /// Opens the vault at this place to copy it.
    async fn copy_from(place: &Place, clock: Arc<dyn Clock>) -> Result<Box<dyn CopySource>> {
        Ok(Box::new(copying::open_source(place, clock).await?))
    }

    /// Opens this place for a copy.
    async fn copy_to(place: &Place, clock: Arc<dyn Clock>, mark: &Mark) -> Result<Box<dyn CopyTarget>> {
        Ok(Box::new(copying::open_target(place, clock, mark).await?))
    }

    /// Runs an operation, named in case that somebody runs out of patience meanwhile.
    async fn run<T, F>(&self, work: impl Fn(Db) -> F + Send + Sync) -> Result<T>
    where
        F: Future<Output = Result<T, Failure>> + Send,
        T: Send,
    {
        waiting::on(self.life.awaited(), Box::pin(self.life.run(work))).await
    }

    /// Runs an operation whose answer counts only where the vault lets this program read. What is asked most often says so itself (`fence`),
    /// and is only run.
    async fn ask<T, F>(&self, work: impl Fn(Db) -> F + Send + Sync) -> Result<T>
    where
        F: Future<Output = Result<T, Failure>> + Send,
        T: Send,
    {
        self.run(|db| fence::checked(db.clone(), work(db))).await
    }
}

#[async_trait]
impl Store for PostgresStore {
    fn name(&self) -> &str {
        self.life.name()
    }

    async fn open(&self) -> Result<()> {
        waiting::on(self.life.awaited(), Box::pin(self.life.open())).await
    }

    async fn find_meta(&self) -> Result<Option<MetaRow>> {
        self.ask(|db| async move { query::find_meta(&db).await }).await
    }

    async fn list_root_keys(&self) -> Result<Vec<RootKeyRow>> {
        self.run(|db| async move { keys::list_root_keys(&db).await }).await
    }

    async fn count_keys(&self) -> Result<Vec<(String, u64)>> {
        self.run(|db| async move { keys::count_keys(&db).await }).await
    }

    async fn list_processes(&self) -> Result<Vec<ProcessRow>> {
        self.ask(|db| async move { keys::list_processes(&db).await }).await
    }

    async fn find_keyset(&self, owner: KeyOwner) -> Result<Option<KeysetRow>> {
        let owner = &owner;
        self.run(|db| async move { keysets::find(&db, owner).await }).await
    }

    async fn list_keysets(&self, query: KeysetQuery) -> Result<Vec<KeysetRow>> {
        let query = &query;
        self.run(|db| async move { keysets::list(&db, query).await }).await
    }

    async fn list_legacy_keys(&self, query: LegacyKeyQuery) -> Result<Vec<KeyRow>> {
        let query = &query;
        self.ask(|db| async move { keysets::list_legacy(&db, query).await }).await
    }

    async fn now(&self) -> Result<Option<Timestamp>> {
        self.run(|db| async move { query::read_clock(&db).await }).await.map(Some)
    }

    fn has_settable_clock(&self) -> bool {
        true
    }

    async fn find_grant(&self, query: GrantQuery) -> Result<Option<GrantRow>> {
        let query = &query;
        self.run(|db| async move { query::find_grant(&db, query).await }).await
    }

    async fn find_grants(&self, queries: Vec<GrantQuery>) -> Result<Vec<Option<GrantRow>>> {
        let queries = &queries;
        self.ask(|db| async move { query::find_grants(&db, queries).await }).await
    }

    async fn list_grants(&self, filter: GrantFilter) -> Result<Vec<GrantRow>> {
        let filter = &filter;
        self.ask(|db| async move { query::list_grants(&db, filter).await }).await
    }

    async fn check_indexes(&self) -> Result<IndexCheck> {
        indexes::check(&self.life).await
    }

    async fn count_grants(&self) -> Result<Vec<(GrantStatus, u64)>> {
        self.ask(|db| async move { query::count_grants(&db).await }).await
    }

    async fn find_destroyed_keys(&self, key_ids: Vec<[u8; 16]>) -> Result<Vec<[u8; 16]>> {
        let key_ids = &key_ids;
        self.run(|db| async move { keysets::find_destroyed_keys(&db, key_ids).await }).await
    }

    async fn list_erasures(&self) -> Result<Vec<ErasureRow>> {
        self.ask(|db| async move { erasures::list(&db).await }).await
    }

    async fn find_last_erasure(&self, tenant_id: TenantId) -> Result<Option<Timestamp>> {
        self.ask(move |db| {
            let tenant_id = tenant_id.clone();
            async move { erasures::find_last(&db, &tenant_id).await }
        })
        .await
    }

    async fn list_audit(&self, filter: AuditFilter) -> Result<Vec<AuditRow>> {
        let filter = &filter;
        self.ask(|db| async move { audit::list(&db, filter).await }).await
    }

    async fn list_erasable(&self, of: AuditScope, limit: usize) -> Result<Vec<AuditLink>> {
        let of = &of;
        self.run(|db| async move { audit::list_erasable(&db, of, limit).await }).await
    }

    async fn find_audit_end(&self) -> Result<AuditEnd> {
        self.ask(|db| async move { audit::find_end(&db).await }).await
    }

    /// Dead rows stay until the server vacuums, and what is in its log until that is recycled or, where it is archived, deleted.
    async fn wipe_deleted(&self) -> Result<Wiped> {
        Ok(Wiped::NotOurs)
    }

    async fn has_linked(&self, key_id: [u8; 16]) -> Result<bool> {
        self.ask(move |db| async move { keysets::has_linked(&db, &key_id).await }).await
    }

    async fn find_first_linked(&self, key_id: [u8; 16]) -> Result<Option<u64>> {
        self.ask(move |db| async move { audit::find_first_linked(&db, &key_id).await }).await
    }

    async fn has_other_hashes(&self, key_id: [u8; 16]) -> Result<bool> {
        self.run(|db| async move { keysets::has_outdated(&db, &key_id).await }).await
    }

    async fn count_records(&self) -> Result<RecordCounts> {
        self.ask(|db| async move { query::count_records(&db).await }).await
    }

    async fn list_sessions(&self, filter: SessionFilter) -> Result<Vec<SessionRow>> {
        let filter = &filter;
        self.ask(|db| async move { sessions::list(&db, filter).await }).await
    }

    async fn list_queue(&self, after: QueuePlace, limit: usize) -> Result<Vec<QueueEntry>> {
        let after = &after;
        self.ask(|db| async move { jobs::list_queue(&db, after, limit).await }).await
    }

    async fn find_session(&self, query: SessionQuery) -> Result<Option<SessionRow>> {
        let query = &query;
        self.ask(|db| async move { sessions::find(&db, query).await }).await
    }

    async fn list_events(&self, filter: EventFilter) -> Result<Vec<(Position, Event)>> {
        let after = filter.after.as_ref().map(sequence::count).transpose()?;
        let filter = &filter;
        self.ask(|db| async move { logs::list_events(&db, after, filter).await }).await
    }

    async fn find_event_position(&self, since: Timestamp) -> Result<Position> {
        self.ask(|db| async move { logs::find_event_position(&db, since).await }).await
    }

    async fn has_given(&self, event: Position) -> Result<bool> {
        let number = sequence::count(&event)?;
        self.ask(|db| async move { Ok(number <= logs::last_event(&db).await?) }).await
    }

    async fn changes_since(&self, position: Option<Position>, limit: usize) -> Result<Changes> {
        let position = position.as_ref();
        self.run(|db| async move { logs::changes_since(&db, position, limit).await }).await
    }

    async fn list_endpoint_pauses(&self) -> Result<Vec<EndpointPause>> {
        self.ask(|db| async move { pauses::list(&db).await }).await
    }

    async fn commit(&self, batch: Batch) -> Result<Outcome> {
        // Whoever suspends waits for those who wait for their turn, too.
        let _busy = self.life.enter();
        if slices::may_be_many(&batch) {
            let batch = &batch;
            if self.run(|db| async move { past::has_nothing_to_purge(&db, batch).await }).await? {
                return Ok(Outcome::Applied { epochs: vec![] });
            }
            while self.run(|db| async move { slices::take(&db, batch).await }).await? {}
        }
        let queue = Alike::of(&batch).map(|alike| match alike.sort {
            Sort::Leases => &self.leases,
            Sort::Changes => &self.changes,
        });
        let batch = Arc::new(batch);
        let told = match queue {
            Some(queue) => queue.commit(batch.clone()).await?,
            None => None,
        };
        if let Some(outcome) = told {
            return Ok(outcome);
        }
        let alone = Box::pin(self.life.alone());
        let _turn = if queue.is_some() { Some(waiting::on(self.life.awaited(), alone).await?) } else { None };
        commit::apply(&self.life, &batch).await
    }

    async fn take_jobs(&self, request: JobRequest) -> Result<Vec<DueJob>> {
        let request = &request;
        self.run(|db| async move { jobs::take(&db, request).await }).await
    }

    /// Who is on another machine cannot be asked, and that its connections have ended does not say that it has (`manual/decisions.md`); its
    /// lease ends by the server's clock.
    async fn is_gone(&self, _: [u8; 16]) -> Result<bool> {
        Ok(false)
    }

    fn holdings(&self) -> Option<&dyn Holdings> {
        Some(self)
    }

    async fn close(&self) {
        self.life.close().await;
    }
}

#[async_trait]
impl Holdings for PostgresStore {
    fn detach(&self, _: Option<Duration>) {
        self.life.detach();
    }

    async fn suspend(&self) {
        self.life.suspend().await;
    }

    fn resume(&self) {
        self.life.resume();
    }

    async fn check_back_up(&self, to: &Path) -> Result<()> {
        self.back_up(to).await
    }

    async fn back_up(&self, _: &Path) -> Result<()> {
        Err(Error::new(ErrorCode::InvalidRequest, "A vault in PostgreSQL is backed up with the database that it is in.")
            .with_hint("Use pg_dump or the backups of whoever runs the server, and keep the root key elsewhere."))
    }
}

impl std::fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresStore").field("name", &self.life.name()).finish_non_exhaustive()
    }
}
