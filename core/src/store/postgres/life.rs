//! Opens, detaches and closes the vault in this process: the pool of its connections, and who uses them.
//!
//! Detached, its connections are let go, and the next operation makes new ones: a process that forks must not share them with its
//! child, and an app that is suspended would find them dead.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use deadpool_postgres::{Object, Pool};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, SemaphorePermit};

use crate::base::Result;
use crate::base::waiting::{Awaited, Locked};

use super::errors::{self, Failure};
use super::locks::{Locks, WAIT};
use super::names::Names;
use super::place::Place;
use super::pool;
use super::session::Db;
use super::time::Source;
use super::{fence, known, migrations, shape};

/// The life of one vault in this process.
pub(super) struct Life {
    place: Place,
    schema: Arc<str>,
    time: Source,
    state: Mutex<State>,
    /// One opening at a time.
    turn: tokio::sync::Mutex<()>,
    /// Operations under way.
    busy: Mutex<usize>,
    is_idle: Notify,
    /// Whether the last operation lets go.
    suspended: AtomicBool,
    awaited: Awaited,
    /// How long the answer to a commit is waited for.
    commit_limit: Duration,
    /// How long a transaction of several batches may take before others go past it.
    slow: Duration,
    /// Who may go past.
    aside: Arc<Semaphore>,
    /// Who may wait for what somebody has locked.
    alone: Semaphore,
    locks: Locks,
    /// Of which connections the server keeps statements, and which vault was opened.
    names: Names,
    known: known::Known,
}

enum State {
    New,
    Open(Pool),
    Closed,
}

/// An operation under way.
pub(super) struct Busy<'a>(&'a Life);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        let left = {
            let mut busy = self.0.busy();
            *busy -= 1;
            *busy
        };
        if left == 0 {
            if self.0.suspended.load(Ordering::SeqCst) {
                self.0.detach();
            }
            self.0.is_idle.notify_waiters();
        }
    }
}

impl Life {
    pub(super) fn new(place: Place, time: Source) -> Self {
        let (name, connections) = (place.name.clone(), place.connections);
        // The server ends a statement that waits for too long, and says so itself.
        let locked = Arc::new(Locked::new(move |_| errors::locked(&name)));
        Life {
            awaited: Awaited::Vault { name: place.name.as_str().into(), locked },
            schema: place.quoted_schema().into(),
            place,
            time,
            state: Mutex::new(State::New),
            turn: tokio::sync::Mutex::default(),
            busy: Mutex::new(0),
            is_idle: Notify::new(),
            suspended: AtomicBool::new(false),
            commit_limit: COMMIT,
            slow: SLOW,
            aside: Arc::new(Semaphore::new(connections.saturating_sub(3))),
            alone: Semaphore::new(connections.div_ceil(2)),
            locks: Locks::default(),
            names: Names::default(),
            known: known::Known::default(),
        }
    }

    /// The same, for tests of what becomes of a commit that nobody answers.
    #[cfg(test)]
    pub(super) fn with_commit_limit(self, commit_limit: Duration) -> Self {
        Life { commit_limit, ..self }
    }

    pub(super) fn commit_limit(&self) -> Duration {
        self.commit_limit
    }

    /// The same, for tests of what goes as one, however long a test needs to let it wait.
    #[cfg(test)]
    pub(super) fn that_is_never_slow(self) -> Self {
        Life { slow: OPERATION * 100, ..self }
    }

    /// The same, for tests of what goes past one that takes long, however little time it has taken.
    #[cfg(test)]
    pub(super) fn that_is_slow_at_once(self) -> Self {
        Life { slow: Duration::ZERO, ..self }
    }

    /// How long a transaction of several batches may take before others go past it.
    pub(super) fn slow(&self) -> Duration {
        self.slow
    }

    /// Leave to go past a transaction that takes long, on one more connection; `None`: others need what is left of them.
    pub(super) fn aside(&self) -> Option<OwnedSemaphorePermit> {
        self.aside.clone().try_acquire_owned().ok()
    }

    /// The turn of a batch that cannot go with others, as somebody may have locked what it needs: connections are left to who waits for nobody.
    ///
    /// # Errors
    /// - `vault_locked`, `vault_unavailable` (retry later): no turn came for as long as a connection is waited for.
    pub(super) async fn alone(&self) -> Result<SemaphorePermit<'_>> {
        let turn = tokio::time::timeout(WAIT, self.alone.acquire()).await;
        turn.ok().and_then(Result::ok).ok_or_else(|| self.locks.tell(Failure::Busy, self.name()))
    }

    #[cfg(test)]
    pub(super) fn names(&self) -> &Names {
        &self.names
    }

    /// As messages call the vault.
    pub(super) fn name(&self) -> &str {
        &self.place.name
    }

    /// The schema that the vault is in.
    pub(super) fn schema(&self) -> &str {
        &self.place.schema
    }

    /// What whoever waits for an operation waits for.
    pub(super) fn awaited(&self) -> Awaited {
        self.awaited.clone()
    }

    /// Opens the vault and migrates its schema.
    ///
    /// # Errors
    /// - `closed`: after `close`.
    /// - `vault_unavailable`, `vault_newer`: it cannot be opened.
    pub(super) async fn open(&self) -> Result<()> {
        let _turn = self.turn.lock().await;
        match &*self.state() {
            State::Open(_) => return Ok(()),
            State::Closed => return Err(errors::closed(self.name())),
            State::New => {}
        }
        let pool = pool::make(&self.place)?;
        let opened = async {
            let Connected { db, .. } = self.connect(&pool).await?;
            if !self.place.is_copy {
                let migrated = tokio::time::timeout(MIGRATION, migrations::migrate(&db, &self.place.schema)).await;
                migrated.unwrap_or(Err(Failure::Silent))?;
                limited(shape::check(&db, &self.place.schema)).await?;
            }
            db.finish();
            Ok(())
        };
        opened.await.map_err(|failure: Failure| failure.into_error(self.name()))?;
        let mut state = self.state();
        match *state {
            State::Closed => return Err(errors::closed(self.name())),
            State::New | State::Open(_) => *state = State::Open(pool),
        }
        Ok(())
    }

    /// Whether there is a vault, without making or changing anything.
    ///
    /// # Errors
    /// - `vault_unavailable`: the server does not answer.
    pub(super) async fn exists(&self) -> Result<bool> {
        let pool = pool::make(&self.place)?;
        let asked = async {
            let Connected { db, .. } = self.connect(&pool).await?;
            let exists = limited(migrations::exists(&db, &self.place.schema)).await?;
            db.finish();
            Ok(exists)
        };
        asked.await.map_err(|failure: Failure| failure.into_error(self.name()))
    }

    async fn connect(&self, pool: &Pool) -> Result<Connected, Failure> {
        let connection = pool::take(pool).await?;
        let is_new = Object::metrics(&connection).recycle_count == 0;
        let statements = self.names.of(&connection);
        Ok(Connected { db: Db::new(connection, statements, self.schema.clone(), self.time.now(), self.known.clone()), is_new })
    }

    /// Runs an operation on a connection, for as long as any may take.
    ///
    /// # Errors
    /// As of [`Life::run_unlimited`].
    pub(super) async fn run<T, F>(&self, work: impl Fn(Db) -> F + Send + Sync) -> Result<T>
    where
        F: Future<Output = Result<T, Failure>> + Send,
        T: Send,
    {
        self.run_unlimited(|db| limited(work(db))).await
    }

    /// Runs an operation that limits itself on a connection. One that is found dead before anything was committed on it is replaced, once
    /// for all that may be as old; what collided with somebody else's is done again.
    pub(super) async fn run_unlimited<T, F>(&self, work: impl Fn(Db) -> F + Send + Sync) -> Result<T>
    where
        F: Future<Output = Result<T, Failure>> + Send,
        T: Send,
    {
        let _busy = self.enter();
        let (mut collisions, mut misnamed, mut has_reconnected) = (0, 0, false);
        loop {
            let pool = match &*self.state() {
                State::Open(pool) => pool.clone(),
                State::New | State::Closed => return Err(errors::closed(self.name())),
            };
            let mut was_new = true;
            let done = async {
                // The pool limits this by itself: of several hosts the last one may be the one that answers.
                let Connected { db, is_new } = self.connect(&pool).await?;
                was_new = is_new;
                let answer = work(db.clone()).await;
                if matches!(answer, Ok(_) | Err(Failure::Newer(_) | Failure::Replaced)) {
                    // Whoever comes once needs no names.
                    if !is_new {
                        self.learn(&db).await;
                    }
                    db.finish();
                }
                answer
            };
            let failure = match done.await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            if matches!(failure, Failure::Detached) {
                continue;
            }
            if failure.is_collision() && collisions < MOST_COLLISIONS {
                collisions += 1;
                continue;
            }
            if let Failure::Misnamed { for_good } = failure {
                misnamed += 1;
                // One that was in use may have what is stale too.
                if for_good || misnamed > 1 {
                    self.names.turn_off();
                }
                // What their server keeps goes with them.
                pool.retain(|_, _| false);
                if misnamed < 3 {
                    continue;
                }
            }
            if failure.is_broken_connection() || failure.is_read_only() || matches!(failure, Failure::Silent) {
                // The others are as old as the one that was dead, or lead to a server that was the primary before, or to nobody.
                pool.retain(|_, _| false);
            }
            if failure.is_missing()
                && let Ok(Connected { db, .. }) = self.connect(&pool).await
                && let Ok(Some(why)) = limited(async { Ok(fence::why_missing(&db).await) }).await
            {
                db.finish();
                return Err(why.into_error(self.name()));
            }
            if failure.is_broken_connection() && !was_new && !has_reconnected {
                has_reconnected = true;
                continue;
            }
            return Err(self.locks.tell(failure, self.name()));
        }
    }

    /// Finds out whether the server may keep statements for a connection that has just answered, once for each.
    async fn learn(&self, db: &Db) {
        if db.statements().is_some() || db.is_given_up() {
            return;
        }
        let Ok(connection) = db.connection() else { return };
        // Whoever has been answered waits for it.
        if tokio::time::timeout(SLOW, self.names.learn(connection)).await.is_err() {
            db.give_up();
        }
    }

    /// A session of a pool that ends with it.
    pub(super) async fn lone_session(&self) -> Result<Db, Failure> {
        let pool = pool::make(&self.place).map_err(|_| Failure::Detached)?;
        self.connect(&pool).await.map(|connected| connected.db)
    }

    /// Lets go once the work that waits is done, without waiting for that: a connection has no thread and no lock of its own. Whoever
    /// forks has brought the threads to a halt that the work is done on, and would wait in vain; it goes on in the parent.
    pub(super) fn detach(&self) {
        let mut state = self.state();
        if let State::Open(pool) = &*state
            && let Ok(next) = pool::make(&self.place)
        {
            pool.close();
            *state = State::Open(next);
        }
    }

    /// Lets go, now and after every operation until [`Life::resume`].
    pub(super) async fn suspend(&self) {
        self.suspended.store(true, Ordering::SeqCst);
        self.detach();
        self.wait_until_idle().await;
    }

    pub(super) fn resume(&self) {
        self.suspended.store(false, Ordering::SeqCst);
    }

    pub(super) async fn close(&self) {
        let _turn = self.turn.lock().await;
        let before = std::mem::replace(&mut *self.state(), State::Closed);
        self.wait_until_idle().await;
        if let State::Open(pool) = before {
            pool.close();
        }
    }

    async fn wait_until_idle(&self) {
        loop {
            let idle = self.is_idle.notified();
            if *self.busy() == 0 {
                return;
            }
            idle.await;
        }
    }

    /// Announces an operation.
    pub(super) fn enter(&self) -> Busy<'_> {
        *self.busy() += 1;
        Busy(self)
    }

    fn busy(&self) -> MutexGuard<'_, usize> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that an operation has been given.
struct Connected {
    db: Db,
    /// Nobody has used it before.
    is_new: bool,
}

/// Ends work that takes longer than any of ours.
pub(super) async fn limited<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::time::timeout(OPERATION, work).await.unwrap_or(Err(Failure::Silent))
}

/// Longer than any operation of ours, waits for locks included. A commit has its own time behind it.
const OPERATION: Duration = Duration::from_secs(15);
/// Longer than a step of the schema takes on very many rows, and others before it: whoever gave up on it would begin it again.
const MIGRATION: Duration = Duration::from_secs(30 * 60);
/// Longer than a server needs that is there and has a disk. Behind it nobody knows what became of the commit.
const COMMIT: Duration = Duration::from_secs(10);
/// Longer than a transaction takes on a connection and a server that are well.
const SLOW: Duration = Duration::from_secs(1);
const MOST_COLLISIONS: u32 = 10;

#[cfg(test)]
mod tests;
