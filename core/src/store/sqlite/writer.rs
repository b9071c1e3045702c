//! The one thread that writes. It groups what waits into one transaction, so that many callers share one sync of the disk.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Receiver;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::base::{Error, ErrorCode, Result};

use super::commits::Counting;
use super::errors::{self, Failure};
use super::proven::Vault;
use super::{fence, moving};

/// What a task has done inside its savepoint.
pub(super) struct Written<T> {
    /// The answer for the caller.
    pub answer: T,
    /// Whether its writes stay; otherwise the savepoint is taken back.
    pub keep: bool,
}

/// Work that waits for the writer.
pub(super) type Job = Box<dyn Work>;

/// Work of any answer type. Its caller hears of it only after the group's COMMIT has returned.
pub(super) trait Work: Send {
    /// Does the work; whether its writes stay.
    fn run(&mut self, db: &Connection, file: &str) -> bool;

    /// The error, if there is one.
    fn failure(&self) -> Option<Error>;

    /// Tells the caller: the own result if the group was committed, else the group's error.
    fn finish(self: Box<Self>, group: Result<()>);
}

/// Work for the writer, and where its caller waits.
pub(super) struct Order<T> {
    pub(super) job: Job,
    pub(super) answer: oneshot::Receiver<Result<T>>,
}

/// Wraps work and the channel to its caller. It runs even if the caller has stopped waiting.
pub(super) fn order<T, F>(work: F) -> Order<T>
where
    T: Send + 'static,
    F: FnOnce(&Connection) -> Result<Written<T>, Failure> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    Order { job: Box::new(Task { work: Some(work), result: None, reply }), answer }
}

/// Works until every sender is gone, and then through what still waits. Returns the connection if there is one at the end.
pub(super) fn run(jobs: &Receiver<Job>, first: Connection, vault: &dyn Vault) -> Option<Connection> {
    let file = vault.place().shown.as_str();
    let mut connection = Some(first);
    while let Ok(job) = jobs.recv() {
        let mut group = vec![job];
        group.extend(jobs.try_iter().take(MAX_GROUP - 1));
        let db = match connection.take().map_or_else(|| vault.connect(), Ok) {
            Ok(db) => db,
            Err(error) => {
                group.into_iter().for_each(|job| job.finish(Err(error.clone())));
                continue;
            }
        };
        let written = catch_unwind(AssertUnwindSafe(|| {
            vault.check()?;
            begin(&db, vault)?;
            write_group(&db, &mut group, vault)?;
            // It is written and flushed, but to which file? Only now it may be acknowledged.
            vault.check()
        }));
        if written.as_ref().is_ok_and(|result| result.as_ref().is_err_and(|error| error.code() == ErrorCode::VaultLocked)) {
            // What has come meanwhile has waited for the same lock: it need not wait for it once more, longer than its callers do.
            group.extend(jobs.try_iter());
        }
        let result = match written {
            Ok(result) => {
                connection = Some(db);
                vault.explain(result.err()).map_or(Ok(()), Err)
            }
            Err(_) => {
                tracing::error!("a write to the vault panicked; its transaction is rolled back");
                drop(db);
                vault.explain(Some(errors::lost(file))).map_or(Ok(()), Err)
            }
        };
        for job in group {
            job.finish(result.clone());
        }
    }
    connection
}

/// How many jobs share a transaction: enough to hide the sync, few enough that the first does not wait long for the last.
const MAX_GROUP: usize = 256;

fn write_group(db: &Connection, group: &mut [Job], vault: &dyn Vault) -> Result<()> {
    let written = write_jobs(db, group, vault);
    if written.is_err() && !db.is_autocommit() {
        // If even this fails, the next BEGIN fails too, and says why.
        let _ = db.execute_batch("ROLLBACK");
    }
    written
}

/// Begins to write, and shows meanwhile that another process keeps the vault locked, if one does.
fn begin(db: &Connection, vault: &dyn Vault) -> Result<()> {
    let busy_timeout = vault.place().busy_timeout;
    // IMMEDIATE: a transaction that starts by reading could not become a writer later without a conflict (SR-69).
    let begin = || db.prepare_cached("BEGIN IMMEDIATE").and_then(|mut statement| statement.execute([]));
    let at_once = db.busy_timeout(Duration::ZERO).and_then(|()| begin());
    let begun = match at_once {
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => {
            vault.is_locked();
            db.busy_timeout(busy_timeout).and_then(|()| begin())
        }
        begun => begun.and_then(|begun| db.busy_timeout(busy_timeout).map(|()| begun)),
    };
    begun.map(drop).map_err(|error| Failure::from(error).into_error(&vault.place().shown))
}

fn write_jobs(db: &Connection, group: &mut [Job], vault: &dyn Vault) -> Result<()> {
    let file = vault.place().shown.as_str();
    let step = |sql| -> Result<()> {
        let done = db.prepare_cached(sql).and_then(|mut statement| statement.execute([]));
        done.map(drop).map_err(|error| Failure::from(error).into_error(file))
    };
    let told = |failure: Failure| failure.into_error(file);
    let counting = fence::check(db).and_then(|()| Counting::begin(db)).map_err(told)?;
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
    counting.end(db).map_err(told)?.into_iter().for_each(|count| vault.note_commits(count));
    step("COMMIT")
}

/// Closes the connection. What cannot be moved out of the write-ahead log now is moved at the next open.
pub(super) fn close(db: Connection, empty_log: bool) {
    db.flush_prepared_statement_cache();
    if empty_log && let Err(error) = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())) {
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
            Err(failure) => (Err(moving::explain(db, failure).into_error(file)), false),
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;
    use crate::base::ErrorCode;
    use crate::model::rows::Conflict;
    use crate::store::sqlite::connect::{Place, connect_writer};
    use crate::store::sqlite::making::create_vault;
    use crate::store::sqlite::still::Access;

    type Answer = oneshot::Receiver<Result<u32>>;
    type Work = Box<dyn FnOnce(&Connection) -> Result<Written<u32>, Failure> + Send>;

    /// A vault about which nobody asks.
    struct Plain<'a> {
        place: Place,
        is_locked: &'a AtomicBool,
    }

    impl Vault for Plain<'_> {
        fn place(&self) -> &Place {
            &self.place
        }

        fn connect(&self) -> Result<Connection> {
            connect_writer(&self.place)
        }

        fn check(&self) -> Result<()> {
            Ok(())
        }

        fn is_locked(&self) {
            self.is_locked.store(true, Ordering::Relaxed);
        }

        fn explain(&self, error: Option<Error>) -> Option<Error> {
            self.is_locked.store(false, Ordering::Relaxed);
            error
        }
    }

    fn place(folder: &tempfile::TempDir, patience: u64) -> Place {
        let (path, busy_timeout) = (folder.path().join("v.db"), Duration::from_millis(patience));
        Place { path, shown: "v.db".to_owned(), busy_timeout, access: Access::Whole }
    }

    /// Runs the jobs as one group on a new vault with a table `t`; what each was told, and what the table holds afterwards.
    fn run_group(works: Vec<Work>) -> (Vec<Result<u32>>, Vec<u32>) {
        let folder = tempfile::tempdir().unwrap();
        let place = place(&folder, 20);
        create_vault(&place.path, "v.db").unwrap();
        let db = connect_writer(&place).unwrap();
        db.execute_batch(
            "PRAGMA foreign_keys = ON;
            CREATE TABLE t (n INTEGER PRIMARY KEY, padding BLOB) STRICT;
            CREATE TABLE child (n INTEGER REFERENCES t (n) DEFERRABLE INITIALLY DEFERRED) STRICT",
        )
        .unwrap();
        let (sender, jobs) = channel();
        let answers: Vec<Answer> = works
            .into_iter()
            .map(|work| {
                let Order { job, answer } = order(work);
                sender.send(job).unwrap();
                answer
            })
            .collect();
        drop(sender);
        drop(run(&jobs, db, &Plain { place: place.clone(), is_locked: &AtomicBool::new(false) }));
        let answers = answers.into_iter().map(|mut answer| answer.try_recv().unwrap()).collect();
        let db = connect_writer(&place).unwrap();
        let mut stored = db.prepare("SELECT n FROM t ORDER BY n").unwrap();
        let stored = stored.query_map([], |row| row.get(0)).unwrap().map(|n| n.unwrap()).collect();
        (answers, stored)
    }

    fn insert(n: u32) -> Work {
        Box::new(move |db| {
            db.execute("INSERT INTO t (n) VALUES (?1)", [n])?;
            Ok(Written { answer: n, keep: true })
        })
    }

    fn told(answers: &[Result<u32>]) -> Vec<Option<u32>> {
        answers.iter().map(|answer| answer.as_ref().ok().copied()).collect()
    }

    #[test]
    fn a_job_that_fails_or_is_not_kept_takes_back_only_itself() {
        let refused: Work = Box::new(|db| {
            db.execute("INSERT INTO t (n) VALUES (2)", [])?;
            Ok(Written { answer: 20, keep: false })
        });
        let failed: Work = Box::new(|db| {
            db.execute("INSERT INTO t (n) VALUES (3)", [])?;
            Err(Failure::Conflict(Conflict::Stale))
        });
        let (answers, stored) = run_group(vec![insert(1), refused, failed, insert(4)]);
        assert_eq!(told(&answers), [Some(1), Some(20), None, Some(4)]);
        assert_eq!(stored, [1, 4]);
    }

    #[test]
    fn the_write_lock_is_taken_before_the_first_job_looks_at_anything() {
        let looks: Work = Box::new(|db| {
            let path = db.path().unwrap().to_owned();
            let other = Connection::open(path)?;
            other.busy_timeout(Duration::ZERO)?;
            let busy = other.execute_batch("BEGIN IMMEDIATE").is_err();
            Ok(Written { answer: u32::from(busy), keep: false })
        });
        assert_eq!(told(&run_group(vec![looks]).0), [Some(1)]);
    }

    /// A caller has less patience than several waits for one lock take.
    #[test]
    fn whoever_has_waited_for_a_lock_behind_somebody_does_not_wait_for_it_again() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(&folder, 500);
        create_vault(&place.path, "v.db").unwrap();
        let db = connect_writer(&place).unwrap();
        let other = Connection::open(&place.path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let (sender, jobs) = channel();
        let send = |sender: &std::sync::mpsc::Sender<Job>, n| {
            let Order { job, answer } = order(move |_: &Connection| Ok(Written { answer: n, keep: true }));
            sender.send(job).unwrap();
            answer
        };
        let first = send(&sender, 1);
        let is_locked = AtomicBool::new(false);
        let mut second = std::thread::scope(|scope| {
            let vault = Plain { place: place.clone(), is_locked: &is_locked };
            scope.spawn(move || drop(run(&jobs, db, &vault)));
            while !is_locked.load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
            let second = send(&sender, 2);
            let told = first.blocking_recv().unwrap().unwrap_err();
            assert_eq!(told.code(), ErrorCode::VaultLocked);
            // From here on nothing is in the way: the second one was not tried.
            other.execute_batch("COMMIT").unwrap();
            drop(sender);
            second
        });
        assert!(!is_locked.load(Ordering::Relaxed));
        assert_eq!(second.try_recv().unwrap().unwrap_err().code(), ErrorCode::VaultLocked);
    }

    #[test]
    fn a_failed_commit_fails_every_job() {
        let orphan: Work = Box::new(|db| {
            db.execute("INSERT INTO child VALUES (77)", [])?;
            Ok(Written { answer: 2, keep: true })
        });
        let (answers, stored) = run_group(vec![insert(1), orphan, insert(3)]);
        assert_eq!(told(&answers), [None, None, None]);
        assert!(stored.is_empty());
    }

    #[test]
    fn a_transaction_that_sqlite_gave_up_fails_the_whole_group() {
        // What SQLite does by itself on a full disk or an I/O error.
        let gives_up: Work = Box::new(|db| {
            db.execute_batch("ROLLBACK")?;
            Ok(Written { answer: 2, keep: true })
        });
        let (answers, stored) = run_group(vec![insert(1), gives_up, insert(3)]);
        assert_eq!(told(&answers), [None, None, None]);
        assert!(stored.is_empty());
    }

    #[test]
    fn a_full_disk_fails_whom_it_hits_and_nobody_is_told_wrong() {
        let mut works = vec![insert(1)];
        works.push(Box::new(|db| {
            db.execute_batch("PRAGMA max_page_count = 40")?;
            db.execute("INSERT INTO t VALUES (2, zeroblob(1000000))", [])?;
            Ok(Written { answer: 2, keep: true })
        }));
        works.push(insert(3));
        let (answers, stored) = run_group(works);
        let error = answers[1].as_ref().unwrap_err();
        assert_eq!(error.message(), "Cannot write v.db: the disk is full.");
        assert_eq!(told(&answers).into_iter().flatten().collect::<Vec<_>>(), stored);
    }

    #[test]
    fn a_panic_fails_its_group_and_later_work_goes_on() {
        let mut works: Vec<Work> = vec![insert(1), Box::new(|_| panic!("a bug"))];
        works.extend((0..MAX_GROUP).map(|n| insert(100 + u32::try_from(n).unwrap())));
        let (answers, stored) = run_group(works);
        assert_eq!(answers[0].as_ref().unwrap_err().code(), ErrorCode::VaultUnavailable);
        assert!(answers[..MAX_GROUP].iter().all(Result::is_err), "the group of the panic");
        assert!(answers[MAX_GROUP..].iter().all(Result::is_ok), "the next group");
        assert_eq!(stored.len(), 2);
    }
}
