//! A clock that moves when told, and gates where work is held.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};

use super::{START, soon};
use crate::base::{Clock, Timestamp};

/// A clock that moves when told, and tells nobody.
#[derive(Default)]
pub(in crate::engine::tests) struct HeldClock {
    passed: AtomicI64,
    /// By how much somebody has set the wall clock.
    jumped: AtomicI64,
}

impl HeldClock {
    pub(in crate::engine::tests) fn advance(&self, by: Duration) {
        self.passed.fetch_add(i64::try_from(by.as_millis()).unwrap(), Ordering::SeqCst);
    }

    /// Sets the wall clock by so many seconds; no time passes.
    pub(in crate::engine::tests) fn jump(&self, seconds: i64) {
        self.jumped.fetch_add(1_000 * seconds, Ordering::SeqCst);
    }

    fn passed(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.passed.load(Ordering::SeqCst)).unwrap())
    }
}

impl Clock for HeldClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_millis(START.plus(self.passed()).unix_millis() + self.jumped.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        Duration::from_secs(1000) + self.passed()
    }

    fn ahead(&self) -> Duration {
        self.passed()
    }
}

/// The clock of a store, which somebody may set as the clock of a server.
pub(in crate::engine::tests) struct StoreClock {
    machine: Arc<HeldClock>,
    set_back: AtomicI64,
    is_settable: AtomicBool,
}

impl StoreClock {
    pub(super) fn new(machine: Arc<HeldClock>) -> Self {
        StoreClock { machine, set_back: AtomicI64::new(0), is_settable: AtomicBool::new(false) }
    }

    /// From now on the store says that somebody may set it, as a server does.
    pub(in crate::engine::tests) fn be_settable(&self) {
        self.is_settable.store(true, Ordering::SeqCst);
    }

    pub(super) fn is_settable(&self) -> bool {
        self.is_settable.load(Ordering::SeqCst)
    }

    /// What a server says of the time. Nobody who sets the wall clock of a process moves it.
    pub(super) fn told(&self) -> Option<Timestamp> {
        let right = START.plus(self.machine.passed()).unix_millis();
        self.is_settable().then(|| Timestamp::from_unix_millis(right - 1_000 * self.set_back.load(Ordering::SeqCst)))
    }

    /// By so many seconds; no time passes.
    pub(in crate::engine::tests) fn set_forward(&self, seconds: i64) {
        self.set_back(-seconds);
    }

    /// By so many seconds; no time passes.
    pub(in crate::engine::tests) fn set_back(&self, seconds: i64) {
        self.set_back.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for StoreClock {
    fn now(&self) -> Timestamp {
        self.machine.now()
    }

    fn elapsed(&self) -> Duration {
        let ahead = 1_000_000 - self.set_back.load(Ordering::SeqCst);
        self.machine.elapsed() + Duration::from_secs(ahead.try_into().unwrap())
    }
}

/// A place where work can be held.
pub(in crate::engine::tests) struct Gate {
    permits: Semaphore,
    reached: watch::Sender<usize>,
}

impl Gate {
    const OPEN: usize = 1 << 20;

    pub(in crate::engine::tests) fn new() -> Self {
        Gate { permits: Semaphore::new(Gate::OPEN), reached: watch::Sender::new(0) }
    }

    pub(in crate::engine::tests) fn shut(&self) {
        self.permits.forget_permits(Gate::OPEN);
        self.reached.send_replace(0);
    }

    pub(in crate::engine::tests) fn open(&self) {
        self.permits.add_permits(Gate::OPEN);
    }

    /// Lets this many through, and no more.
    pub(in crate::engine::tests) fn admit(&self, count: usize) {
        self.permits.add_permits(count);
    }

    /// How many have come to it since it was shut.
    pub(in crate::engine::tests) fn came(&self) -> usize {
        *self.reached.borrow()
    }

    pub(in crate::engine::tests) async fn reached(&self, count: usize) {
        let waits = async { self.reached.subscribe().wait_for(|reached| *reached >= count).await.map(drop) };
        soon(waits).await.unwrap();
    }

    pub(in crate::engine::tests) async fn pass(&self) {
        self.reached.send_modify(|reached| *reached += 1);
        self.permits.acquire().await.unwrap().forget();
    }
}
