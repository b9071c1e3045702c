//! The one thread that writes. It groups what waits into one transaction, so that many callers share one sync of the disk.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Receiver;

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::base::{Error, Result};

use super::errors::{self, Failure};

/// What a task has done inside its savepoint.
pub struct Written<T> {
    /// The answer for the caller.
    pub answer: T,
    /// Whether its writes stay; otherwise the savepoint is taken back.
    pub keep: bool,
}

/// Work that waits for the writer.
pub type Job = Box<dyn Work>;

/// Work of any answer type. Its caller hears of it only after the group's COMMIT has returned.
pub trait Work: Send {
    /// Does the work; whether its writes stay.
    fn run(&mut self, db: &Connection, file: &str) -> bool;

    /// The error, if there is one.
    fn failure(&self) -> Option<Error>;

    /// Tells the caller: the own result if the group was committed, else the group's error.
    fn finish(self: Box<Self>, group: Result<()>);
}

/// Wraps work and the channel to its caller. It runs even if the caller has stopped waiting.
pub fn make_job<T, F>(work: F) -> (Job, oneshot::Receiver<Result<T>>)
where
    T: Send + 'static,
    F: FnOnce(&Connection) -> Result<Written<T>, Failure> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    (Box::new(Task { work: Some(work), result: None, reply }), answer)
}

/// Works until every sender is gone, and then through what still waits. `connect` is asked again after a panic, when the
/// connection's state is unknown.
pub fn run(jobs: &Receiver<Job>, first: Connection, file: &str, connect: impl Fn() -> Result<Connection>) {
    let mut connection = Some(first);
    while let Ok(job) = jobs.recv() {
        let mut group = vec![job];
        group.extend(jobs.try_iter().take(MAX_GROUP - 1));
        let db = match connection.take().map_or_else(&connect, Ok) {
            Ok(db) => db,
            Err(error) => {
                group.into_iter().for_each(|job| job.finish(Err(error.clone())));
                continue;
            }
        };
        let written = catch_unwind(AssertUnwindSafe(|| write_group(&db, &mut group, file)));
        let result = match written {
            Ok(result) => {
                connection = Some(db);
                result
            }
            Err(_) => {
                tracing::error!("a write to the vault panicked; its transaction is rolled back");
                drop(db);
                Err(errors::lost(file))
            }
        };
        for job in group {
            job.finish(result.clone());
        }
    }
    if let Some(db) = connection {
        close(db);
    }
}

/// How many jobs share a transaction: enough to hide the sync, few enough that the first does not wait long for the last.
const MAX_GROUP: usize = 256;

fn write_group(db: &Connection, group: &mut [Job], file: &str) -> Result<()> {
    let written = write_jobs(db, group, file);
    if written.is_err() && !db.is_autocommit() {
        // If even this fails, the next BEGIN fails too, and says why.
        let _ = db.execute_batch("ROLLBACK");
    }
    written
}

fn write_jobs(db: &Connection, group: &mut [Job], file: &str) -> Result<()> {
    let step = |sql| -> Result<()> {
        let done = db.prepare_cached(sql).and_then(|mut statement| statement.execute([]));
        done.map(drop).map_err(|error| Failure::from(error).into_error(file))
    };
    // IMMEDIATE: a transaction that starts by reading could not become a writer later without a conflict (SR-69).
    step("BEGIN IMMEDIATE")?;
    for job in group {
        step("SAVEPOINT job")?;
        let keep = job.run(db, file);
        // A full disk or an I/O error makes SQLite roll back the whole transaction. Then the jobs before this one are undone
        // too, and what would follow would be committed one by one.
        if db.is_autocommit() {
            return Err(job.failure().unwrap_or_else(|| errors::lost(file)));
        }
        if !keep {
            step("ROLLBACK TO job")?;
        }
        step("RELEASE job")?;
    }
    step("COMMIT")
}

/// Empties the write-ahead log into the vault. What cannot be moved now is moved at the next open.
fn close(db: Connection) {
    db.flush_prepared_statement_cache();
    if let Err(error) = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())) {
        tracing::debug!(code = ?error.sqlite_error_code(), "the write-ahead log stays until the next open");
    }
    drop(db);
}

struct Task<T, F> {
    work: Option<F>,
    result: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, F> Work for Task<T, F>
where
    T: Send,
    F: FnOnce(&Connection) -> Result<Written<T>, Failure> + Send,
{
    fn run(&mut self, db: &Connection, file: &str) -> bool {
        let Some(work) = self.work.take() else { return false };
        let (result, keep) = match work(db) {
            Ok(written) => (Ok(written.answer), written.keep),
            Err(failure) => (Err(failure.into_error(file)), false),
        };
        self.result = Some(result);
        keep
    }

    fn failure(&self) -> Option<Error> {
        self.result.as_ref().and_then(|result| result.as_ref().err().cloned())
    }

    fn finish(self: Box<Self>, group: Result<()>) {
        let answer = match (group, self.result) {
            (Ok(()), Some(result)) => result,
            (Err(error), _) => Err(error),
            // A committed group has run all of its jobs; without a result, dropping the channel says `lost`.
            (Ok(()), None) => return,
        };
        // The caller may have stopped waiting.
        let _ = self.reply.send(answer);
    }
}
