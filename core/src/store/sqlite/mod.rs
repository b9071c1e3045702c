//! The default backend: one SQLite file, its write-ahead log beside it, and `<file>-live/` with a lock file per process.
//!
//! One thread writes and groups what waits into one transaction (`writer`); a few threads read beside it (`readers`).
//! Callers wait on channels and never block the runtime.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::base::Result;
use crate::model::rows::{Batch, Changes, DueClaim, GrantRow, Outcome, Query, Rows};

use super::Store;
use connect::Place;
use errors::Failure;
use live::LiveLock;
use readers::Readers;
use writer::{Job, Written};

mod columns;
mod connect;
mod errors;
mod files;
mod live;
mod migrations;
mod query;
mod readers;
mod write;
mod writer;

#[cfg(test)]
mod tests;

/// A vault in a SQLite file. Several processes of one host may share it; the file must be on a local disk.
pub(crate) struct SqliteStore {
    path: PathBuf,
    name: String,
    busy_timeout: Duration,
    state: Mutex<State>,
    /// One `open` or `close` at a time.
    lifecycle: tokio::sync::Mutex<()>,
}

impl SqliteStore {
    /// A vault in the file `path`, called `display_name` (`sqlite:./authpipe.db`) in messages. Nothing happens before
    /// [`open`](Store::open).
    pub(crate) fn new(path: &Path, display_name: String) -> Self {
        SqliteStore {
            path: path.to_owned(),
            name: display_name,
            busy_timeout: BUSY_TIMEOUT,
            state: Mutex::new(State::New),
            lifecycle: tokio::sync::Mutex::new(()),
        }
    }

    /// Changes how long a lock of another process is waited for before `vault_locked`; 5 s by default.
    #[must_use]
    #[cfg(test)]
    pub(crate) fn with_busy_timeout(mut self, busy_timeout: Duration) -> Self {
        self.busy_timeout = busy_timeout;
        self
    }

    /// The path as the operator wrote it.
    fn shown(&self) -> &str {
        self.name.strip_prefix("sqlite:").unwrap_or(&self.name)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        let shown = self.shown().to_owned();
        let question = move |db: Result<&Connection>| {
            // Nobody waits any more: spare the disk.
            if !reply.is_closed() {
                let _ = reply.send(db.and_then(|db| question(db).map_err(|failure| failure.into_error(&shown))));
            }
        };
        match &*self.state() {
            State::Open(open) if open.readers.ask(Box::new(question)) => {}
            State::Open(_) => return Err(errors::lost(self.shown())),
            State::New | State::Closed => return Err(errors::closed(&self.name)),
        }
        self.wait(answer).await
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<Written<T>, Failure> + Send + 'static,
    ) -> Result<T> {
        let (job, answer) = writer::make_job(work);
        match &*self.state() {
            State::Open(open) if open.jobs.send(job).is_ok() => {}
            State::Open(_) => return Err(errors::lost(self.shown())),
            State::New | State::Closed => return Err(errors::closed(&self.name)),
        }
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
        let _one_at_a_time = self.lifecycle.lock().await;
        match &*self.state() {
            State::New => {}
            State::Open(_) => return Ok(()),
            State::Closed => return Err(errors::closed(&self.name)),
        }
        let (path, shown, busy_timeout) = (self.path.clone(), self.shown().to_owned(), self.busy_timeout);
        let opened = tokio::task::spawn_blocking(move || Open::start(&path, shown, busy_timeout)).await;
        *self.state() = State::Open(opened.unwrap_or_else(|_| Err(errors::lost(self.shown())))?);
        Ok(())
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

    async fn close(&self) {
        let _one_at_a_time = self.lifecycle.lock().await;
        let before = std::mem::replace(&mut *self.state(), State::Closed);
        if let State::Open(open) = before {
            // A panic in here leaves nothing to do: the threads end by themselves.
            let _ = tokio::task::spawn_blocking(move || open.close()).await;
        }
    }
}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteStore").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Longer than any write of ours, shorter than a caller's patience.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

enum State {
    New,
    Open(Open),
    Closed,
}

/// What runs while the vault is open. Dropped without `close`, the threads finish what waits and end by themselves.
struct Open {
    jobs: Sender<Job>,
    writer: JoinHandle<()>,
    readers: Readers,
}

impl Open {
    fn start(path: &Path, shown: String, busy_timeout: Duration) -> Result<Self> {
        connect::check_library(rusqlite::version_number())?;
        let place = Place { path: files::locate(path, &shown)?, shown, busy_timeout };
        // The lock comes before the first touch of the vault: opening and closing its file would drop the locks of another
        // copy of SQLite in this process.
        let live = LiveLock::take(&place.path, &place.shown, || files::create_vault(&place.path, &place.shown))?;
        let live = Arc::new(live);
        let no_thread = |error: std::io::Error| errors::io_error(&error, &place.shown);

        let db = connect::connect_writer(&place)?;
        let (jobs, waiting) = channel();
        let (reader_place, reader_live) = (place.clone(), live.clone());
        let readers = Readers::start(move || {
            // Held as long as a reader can connect.
            let _live = &reader_live;
            connect::connect_reader(&reader_place)
        })
        .map_err(no_thread)?;
        let writer_place = place.clone();
        let writer = Builder::new()
            .name("authpipe-write".to_owned())
            .spawn(move || {
                // Held until the last connection is closed.
                let _live = live;
                writer::run(&waiting, db, &writer_place.shown, || connect::connect_writer(&writer_place));
            })
            .map_err(no_thread)?;
        Ok(Open { jobs, writer, readers })
    }

    fn close(self) {
        // Readers first: only without them can the write-ahead log be emptied.
        self.readers.stop();
        drop(self.jobs);
        let _ = self.writer.join();
    }
}
