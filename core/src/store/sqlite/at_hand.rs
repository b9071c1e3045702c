//! A connection on which whoever asks for one row by its key reads on the own thread: that is over sooner than a thread of the readers has
//! woken up.
//!
//! A caller's thread may be one that must not stand still, so nobody waits here: not for somebody else's read that takes longer than a
//! moment, nor for a lock of another process, nor for a vault that is being opened or checked; then a reader is asked, as for everything
//! that walks. What a file system does cannot be broken off, and SQLite itself waits where the log's index is half written: what was slow is
//! left to the readers for a while, and what hangs holds one such thread at most. Where a disk may be another machine's there is none.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;

use crate::base::{Clock as _, Result, SystemClock};

use super::access::Access;
use super::errors::Failure;
use super::proven::{Proven, Vault as _};
use crate::store::disks::keeps_locks;

/// The connection.
pub(super) struct AtHand {
    vault: Arc<Proven>,
    slot: Mutex<Slot>,
    pace: Pace,
}

enum Slot {
    /// To be opened by a reader, when it has answered: to open takes much longer than to read.
    Unopened,
    Open(Connection),
    /// There is none any more.
    Closed,
}

impl AtHand {
    /// Of this vault.
    pub(super) fn new(vault: Arc<Proven>) -> Self {
        AtHand::where_kept(vault, keeps_locks)
    }

    /// The same, where locks in the vault's folder are seen by all who see it.
    fn where_kept(vault: Arc<Proven>, keeps_locks: fn(&Path) -> bool) -> Self {
        // Where somebody only looks at what lies still, each answer is proven behind it.
        let place = vault.place();
        let is_used = matches!(place.access, Access::Whole | Access::Look) && place.path.parent().is_some_and(keeps_locks);
        AtHand { vault, slot: Mutex::new(if is_used { Slot::Unopened } else { Slot::Closed }), pace: Pace::default() }
    }

    /// Opens it, unless it is open, or was closed.
    pub(super) fn open(&self, connect: &dyn Fn() -> Result<Connection>) {
        let Ok(mut slot) = self.slot.try_lock() else { return };
        if matches!(*slot, Slot::Unopened) && !self.pace.is_slow(SystemClock.elapsed()) {
            // A lock of another process is the readers' to wait for.
            match connect().ok().filter(|db| db.busy_timeout(Duration::ZERO).is_ok()) {
                Some(db) => *slot = Slot::Open(db),
                None => self.pace.spare(SystemClock.elapsed(), LONGEST_SPARED),
            }
        }
    }

    /// Closes it for good, when a read that is under way is over.
    pub(super) fn close(&self) {
        *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = Slot::Closed;
    }

    /// Asks, on this thread; `None`: a reader is to be asked, who says what is wrong if anything is.
    pub(super) fn ask<T>(&self, question: impl FnOnce(&Connection) -> Result<T, Failure>) -> Option<T> {
        let began = SystemClock.elapsed();
        if self.pace.is_slow(began) {
            return None;
        }
        let mut slot = self.take(began)?;
        let Slot::Open(db) = &*slot else { return None };
        self.pace.begin(began);
        let answer = catch_unwind(AssertUnwindSafe(|| {
            // Before every answer (SR-99).
            if self.vault.is_proven_at_once() { question(db).ok() } else { None }
        }));
        // What it was doing goes with it.
        if answer.is_err() || !db.is_autocommit() {
            *slot = Slot::Unopened;
        }
        drop(slot);
        match answer {
            Ok(answer) => {
                self.pace.note(began, SystemClock.elapsed());
                answer
            }
            Err(_) => {
                tracing::error!("a read of the vault panicked");
                None
            }
        }
    }

    /// Somebody else's read is over before a reader would have woken up; one that is not is waited for no longer, and one that hangs not at
    /// all.
    fn take(&self, began: Duration) -> Option<MutexGuard<'_, Slot>> {
        loop {
            match self.slot.try_lock() {
                Ok(slot) => return Some(slot),
                Err(TryLockError::WouldBlock) if !self.pace.hangs(began) && since(began) < ONE_READ => thread::yield_now(),
                Err(_) => return None,
            }
        }
    }
}

/// About as long as a read takes, and as waking a thread does.
const ONE_READ: Duration = Duration::from_micros(50);

/// Whether the file has been slow lately.
#[derive(Default)]
struct Pace {
    /// Until then, in milliseconds of the system's clock that counts suspends.
    slow_until: AtomicU64,
    /// When the last read began, likewise.
    began: AtomicU64,
}

/// Longer than a thread is kept from its processor by others, now and then; much longer than a read from memory.
const SLOW: Duration = Duration::from_millis(10);
/// So many times as long the readers alone are asked then, so that callers' threads stand still for a hundredth of the time; at most so long,
/// because a machine may have slept meanwhile.
const SPARED: u32 = 100;
const LONGEST_SPARED: Duration = Duration::from_secs(30);

fn since(time: Duration) -> Duration {
    SystemClock.elapsed().saturating_sub(time)
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

impl Pace {
    fn is_slow(&self, now: Duration) -> bool {
        now < Duration::from_millis(self.slow_until.load(Ordering::Relaxed))
    }

    fn note(&self, began: Duration, ended: Duration) {
        let took = ended.saturating_sub(began);
        if took >= SLOW {
            self.spare(ended, took.saturating_mul(SPARED).min(LONGEST_SPARED));
        }
    }

    fn spare(&self, now: Duration, length: Duration) {
        self.slow_until.store(millis(now.saturating_add(length)), Ordering::Relaxed);
    }

    fn begin(&self, now: Duration) {
        self.began.store(millis(now), Ordering::Relaxed);
    }

    /// Whether a read that is under way takes too long.
    fn hangs(&self, now: Duration) -> bool {
        now >= Duration::from_millis(self.began.load(Ordering::Relaxed)).saturating_add(SLOW)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rows::{Batch, GrantQuery, Write};
    use crate::store::sqlite::SqliteStore;
    use crate::store::sqlite::tests::{add, store_at};
    use crate::store::{Store as _, suite};

    /// A store whose connection is at hand.
    async fn ready_at(path: &Path) -> SqliteStore {
        let store = store_at(path);
        store.open().await.unwrap();
        add(&store, 1).await.unwrap();
        until_at_hand(&store).await;
        store
    }

    /// A reader opens it behind its answer.
    async fn until_at_hand(store: &SqliteStore) {
        while where_asked(store).is_none() {
            store.find_meta().await.unwrap();
            thread::yield_now();
        }
    }

    fn where_asked(store: &SqliteStore) -> Option<thread::ThreadId> {
        ask(store, |_| Ok(thread::current().id()))
    }

    fn ask<T>(store: &SqliteStore, question: impl FnOnce(&Connection) -> Result<T, Failure>) -> Option<T> {
        let at_hand = store.life.at_hand()?;
        fast(&at_hand);
        store.life.ask_here(question)
    }

    /// Whatever else this machine has done meanwhile.
    fn fast(at_hand: &AtHand) -> &AtHand {
        at_hand.pace.spare(Duration::ZERO, Duration::ZERO);
        at_hand
    }

    #[tokio::test]
    async fn a_row_is_read_on_the_thread_of_whoever_asks_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = ready_at(&folder.path().join("v.db")).await;
        assert_eq!(where_asked(&store), Some(thread::current().id()));
        let (grant, _) = suite::two_grants();
        let claims = grant.account_hash.into_iter().collect();
        let insert = Write::InsertGrant { row: Box::new(grant.clone()), claims, now: crate::base::Timestamp::EPOCH };
        store.commit(Batch { writes: vec![insert] }).await.unwrap();
        let mut found = Box::pin(store.find_grant(GrantQuery::Id(grant.tenant_id.clone(), grant.id.clone())));
        let mut at_once = std::task::Context::from_waker(std::task::Waker::noop());
        fast(&store.life.at_hand().unwrap());
        let std::task::Poll::Ready(found) = found.as_mut().poll(&mut at_once) else { panic!("it waits") };
        assert_eq!(found.unwrap().unwrap().id, grant.id);
        store.close().await;
        assert_eq!(where_asked(&store), None);
    }

    #[tokio::test]
    async fn nobody_waits_for_somebody_elses_read_nor_for_a_lock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v.db");
        let store = ready_at(&path).await;
        let meanwhile = ask(&store, |_| Ok(where_asked(&store))).unwrap();
        assert_eq!(meanwhile, None, "it is in use");
        assert!(where_asked(&store).is_some());
        assert_eq!(ask(&store, |db| Ok(db.query_row("PRAGMA busy_timeout", [], |row| row.get::<_, i64>(0))?)), Some(0));
        assert!(ask(&store, |db| Ok(db.execute_batch("SELECT 1 FROM nowhere")?)).is_none(), "a reader says what is wrong");
        assert!(ask(&store, |db| Ok(db.execute_batch("DELETE FROM root_keys")?)).is_none(), "it reads only");
        store.close().await;
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn nothing_is_read_here_from_a_file_that_is_not_the_vaults() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v.db");
        let store = ready_at(&path).await;
        std::fs::rename(&path, folder.path().join("away.db")).unwrap();
        assert_eq!(where_asked(&store), None);
        std::fs::rename(folder.path().join("away.db"), &path).unwrap();
        assert!(where_asked(&store).is_some());
        store.close().await;
    }

    /// One that no reader opens.
    fn alone(store: &SqliteStore) -> AtHand {
        AtHand::new(store.life.at_hand().unwrap().vault.clone())
    }

    fn open(at_hand: &AtHand) {
        fast(at_hand).open(&|| at_hand.vault.connect_reader());
        assert!(fast(at_hand).ask(|_| Ok(())).is_some());
    }

    #[tokio::test]
    async fn a_read_that_does_not_come_to_its_end_takes_its_connection_along_and_another_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let store = ready_at(&folder.path().join("v.db")).await;
        let at_hand = alone(&store);
        open(&at_hand);
        assert!(fast(&at_hand).ask(|_| -> Result<(), Failure> { panic!("a bug") }).is_none());
        assert!(fast(&at_hand).ask(|_| Ok(())).is_none());
        open(&at_hand);
        // Nor does one keep a state of the vault.
        assert!(fast(&at_hand).ask(|db| Ok(db.execute_batch("BEGIN; SELECT 1 FROM meta")?)).is_some());
        assert!(fast(&at_hand).ask(|_| Ok(())).is_none());
        open(&at_hand);
        drop(at_hand);
        store.close().await;
    }

    /// Its server may let a read hang for as long as it likes.
    #[tokio::test]
    async fn nothing_is_read_here_from_a_disk_that_may_be_another_machines() {
        let folder = tempfile::tempdir().unwrap();
        let store = ready_at(&folder.path().join("v.db")).await;
        let vault = store.life.at_hand().unwrap().vault.clone();
        for (keeps_locks, is_read) in [((|_| false) as fn(&Path) -> bool, false), (|_| true, true)] {
            let at_hand = AtHand::where_kept(vault.clone(), keeps_locks);
            fast(&at_hand).open(&|| vault.connect_reader());
            assert_eq!(fast(&at_hand).ask(|_| Ok(())).is_some(), is_read);
        }
        drop(vault);
        store.close().await;
    }

    #[tokio::test]
    async fn a_vault_that_is_let_go_of_is_read_by_nobody_and_later_again() {
        let folder = tempfile::tempdir().unwrap();
        let store = ready_at(&folder.path().join("v.db")).await;
        store.life.suspend().await;
        assert!(!store.life.is_open());
        store.find_meta().await.unwrap();
        assert_eq!(where_asked(&store), None);
        store.life.resume();
        until_at_hand(&store).await;
        store.close().await;
    }

    #[tokio::test]
    async fn a_connection_that_does_not_come_about_is_tried_again_later() {
        let folder = tempfile::tempdir().unwrap();
        let store = ready_at(&folder.path().join("v.db")).await;
        let at_hand = alone(&store);
        at_hand.open(&|| Err(crate::base::Error::new(crate::base::ErrorCode::VaultUnavailable, "No descriptor is left.")));
        at_hand.open(&|| panic!("not at once"));
        assert!(fast(&at_hand).ask(|_| Ok(())).is_none());
        open(&at_hand);
        drop(at_hand);
        store.close().await;
    }

    #[test]
    fn a_file_that_was_slow_is_left_to_the_readers_for_a_hundred_times_as_long() {
        let (pace, at) = (Pace::default(), Duration::from_millis);
        pace.note(at(1_000), at(1_009));
        assert!(!pace.is_slow(at(1_009)));
        pace.note(at(2_000), at(2_020));
        assert!(pace.is_slow(at(2_020)) && pace.is_slow(at(4_019)));
        assert!(!pace.is_slow(at(4_020)));
        // A machine that has slept for eight hours in the middle of a read.
        pace.note(at(5_000), at(28_805_000));
        assert!(pace.is_slow(at(28_834_999)) && !pace.is_slow(at(28_835_000)));
        pace.begin(at(28_900_000));
        assert!(!pace.hangs(at(28_900_009)) && pace.hangs(at(28_900_010)));
    }
}
