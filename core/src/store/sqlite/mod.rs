//! The default backend: one SQLite file, its write-ahead log beside it, and `<file>-live/` with a lock file per process.
//!
//! One thread writes and groups what waits into one transaction (`writer`); a few threads read beside it (`readers`).
//! Callers wait on channels and never block the runtime. When all of this is open, and when not, is `life`'s.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::base::Result;
use crate::model::rows::{Batch, Changes, DueClaim, GrantRow, Outcome, Query, Rows};

use super::Store;
use connect::Place;
use errors::Failure;
use life::Life;
use readers::Question;
use writer::Written;

pub(crate) use live::{Frozen, freeze};

mod columns;
mod connect;
mod errors;
mod files;
mod life;
mod live;
mod migrations;
mod query;
mod readers;
mod threads;
mod write;
mod writer;

#[cfg(test)]
mod tests;

/// A vault in a SQLite file. Several processes of one host may share it; the file must be on a local disk.
pub(crate) struct SqliteStore {
    name: String,
    life: Arc<Life>,
}

impl SqliteStore {
    /// A vault in the file `path`, called `display_name` (`sqlite:./authpipe.db`) in messages. Nothing happens before
    /// [`open`](Store::open).
    pub(crate) fn new(path: &Path, display_name: String) -> Self {
        SqliteStore::with_busy_timeout(path, display_name, BUSY_TIMEOUT)
    }

    /// The same with another time for which a lock of another process is waited for before `vault_locked`.
    fn with_busy_timeout(path: &Path, display_name: String, busy_timeout: Duration) -> Self {
        // The path as the operator wrote it.
        let shown = display_name.strip_prefix("sqlite:").unwrap_or(&display_name).to_owned();
        let place = Place { path: path.to_owned(), shown, busy_timeout };
        SqliteStore { life: Arc::new(Life::new(place, display_name.clone())), name: display_name }
    }

    fn shown(&self) -> &str {
        self.life.shown()
    }

    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T> {
        let _busy = self.life.enter();
        let (reply, answer) = oneshot::channel();
        let shown = self.shown().to_owned();
        let mut question: Option<Question> = Some(Box::new(move |db: Result<&Connection>| {
            // Nobody waits any more: spare the disk.
            if !reply.is_closed() {
                let _ = reply.send(db.and_then(|db| question(db).map_err(|failure| failure.into_error(&shown))));
            }
        }));
        self.life.with_open(|open| question.take().is_some_and(|question| open.ask(question))).await?;
        self.wait(answer).await
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<Written<T>, Failure> + Send + 'static,
    ) -> Result<T> {
        let _busy = self.life.enter();
        let (job, answer) = writer::make_job(work);
        let mut job = Some(job);
        self.life.with_open(|open| job.take().is_some_and(|job| open.write(job))).await?;
        self.wait(answer).await
    }

    async fn wait<T>(&self, answer: oneshot::Receiver<Result<T>>) -> Result<T> {
        answer.await.unwrap_or_else(|_| Err(errors::lost(self.shown())))
    }
}

#[async_trait]
impl Store for SqliteStore {
    fn name(&self) -> &str {
        &self.name
    }

    async fn open(&self) -> Result<()> {
        let _busy = self.life.enter();
        self.life.open().await
    }

    async fn read(&self, query: Query) -> Result<Rows> {
        self.ask(move |db| query::read(db, &query)).await
    }

    async fn commit(&self, batch: Batch) -> Result<Outcome> {
        self.write(move |db| write::apply(db, &batch)).await
    }

    async fn claim_due(&self, claim: DueClaim) -> Result<Vec<GrantRow>> {
        self.write(move |db| write::claim_due(db, &claim)).await
    }

    async fn changes_since(&self, position: Option<u64>, limit: usize) -> Result<Changes> {
        self.ask(move |db| query::changes_since(db, position, limit)).await
    }

    fn release(&self, wait_until: Option<Duration>) {
        match wait_until {
            Some(until) => self.life.release_until(until),
            None => self.life.release(),
        }
    }

    async fn suspend(&self) {
        self.life.suspend().await;
    }

    fn resume(&self) {
        self.life.resume();
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

/// Longer than any write of ours, shorter than a caller's patience.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
