//! Time, as an argument: nothing above this file asks the operating system.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::timestamp::Timestamp;

/// Where time comes from. Implement it to drive Authpipe by a clock of your own.
pub trait Clock: Send + Sync + 'static {
    /// The wall clock: expiry times of tokens are points on it. It may jump either way.
    fn now(&self) -> Timestamp;

    /// The same as of the last tick, where that costs less: some milliseconds late, never early. For what is asked at every
    /// read and has a margin of seconds.
    fn now_coarse(&self) -> Timestamp {
        self.now()
    }

    /// Time since the machine was started, which never goes back and runs on while the machine is suspended. Ages of cached
    /// values are measured on it, so that a laptop that wakes up after a night does not believe what it last saw; and so are
    /// leases in a vault that processes of one machine share, for whom it must be the same.
    fn elapsed(&self) -> Duration;

    /// How far a test has moved this clock ahead of the system's. A vault on a server goes by the server's clock, so far ahead.
    fn ahead(&self) -> Duration {
        Duration::ZERO
    }

    /// Called by whoever must learn that a test has moved this clock. The system's clock never calls `listener`.
    fn on_advance(&self, listener: Arc<dyn Fn() + Send + Sync>) {
        drop(listener);
    }
}

/// The operating system's clocks.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        Timestamp::EPOCH.plus(since)
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn now_coarse(&self) -> Timestamp {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::RealtimeCoarse);
        Timestamp::from_unix_millis(time.tv_sec.saturating_mul(1_000).saturating_add(time.tv_nsec / 1_000_000))
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    fn elapsed(&self) -> Duration {
        // Both count a suspend; on Apple's systems that is CLOCK_MONOTONIC (clock_gettime(3) of macOS).
        #[cfg(not(target_vendor = "apple"))]
        use rustix::time::ClockId::Boottime as Continuous;
        #[cfg(target_vendor = "apple")]
        use rustix::time::ClockId::Monotonic as Continuous;
        let time = rustix::time::clock_gettime(Continuous);
        Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    fn elapsed(&self) -> Duration {
        // The difference of the wall clock covers a suspend, and a wall clock set back can only make an age larger, never smaller.
        use std::sync::OnceLock;
        static START: OnceLock<(std::time::Instant, SystemTime)> = OnceLock::new();
        let (instant, wall) = START.get_or_init(|| (std::time::Instant::now(), SystemTime::now()));
        // From a point that all processes share: there is none but that of the wall clock.
        let start = wall.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        start.saturating_add(SystemTime::now().duration_since(*wall).unwrap_or(Duration::ZERO).max(instant.elapsed()))
    }
}

/// Names the boot of the machine from which [`SystemClock`] counts; empty where the system does not tell.
pub(crate) fn boot_id() -> String {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    text.trim().to_owned()
}

/// A moment of [`Clock::elapsed`], with the boot of the machine from which it counts. No wall clock moves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BootTime {
    /// Names the boot.
    pub(crate) boot: Arc<str>,
    /// How long after it.
    pub(crate) at: Duration,
}

impl BootTime {
    /// Now; `None` where the system does not name its boots.
    pub(crate) fn now(clock: &dyn Clock) -> Option<BootTime> {
        static BOOT: std::sync::OnceLock<Arc<str>> = std::sync::OnceLock::new();
        let boot = BOOT.get_or_init(|| boot_id().into());
        (!boot.is_empty()).then(|| BootTime { boot: boot.clone(), at: clock.elapsed() })
    }

    /// How long ago that was; `None` if it was in another boot.
    pub(crate) fn since(&self, earlier: &BootTime) -> Option<Duration> {
        (self.boot == earlier.boot).then(|| self.at.saturating_sub(earlier.at))
    }
}

/// How long something has taken by the timers that bound waits: a test that moves those moves this with them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch(tokio::time::Instant);

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Stopwatch(tokio::time::Instant::now())
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// When a process began, by both of its clocks. It may have begun under a wrong one, before somebody told its machine the time: what a server says
/// of it, and a clock that was put right and stands, are believed.
pub(crate) struct Start(Mutex<Base>);

struct Base {
    at: Timestamp,
    elapsed: Duration,
    /// The wall clock is behind what it would say, by so much, and since when.
    behind: Option<Behind>,
}

#[derive(Clone, Copy)]
struct Behind {
    by: Duration,
    since: Duration,
}

/// Clocks are put right by seconds all the time.
const DRIFT: Duration = Duration::from_secs(60);
/// So long a clock that was set back must have stood there until what it said before counts no more.
const STANDS: Duration = Duration::from_secs(24 * 3600);

impl Start {
    pub(crate) fn now(clock: &dyn Clock) -> Self {
        Start(Mutex::new(Base { at: clock.now(), elapsed: clock.elapsed(), behind: None }))
    }

    /// What the wall clock would say now, if nobody had set it since.
    pub(crate) fn unmoved(&self, clock: &dyn Clock) -> Timestamp {
        let (now, elapsed) = (clock.now(), clock.elapsed());
        let mut base = self.lock();
        let unmoved = base.at.plus(elapsed.saturating_sub(base.elapsed));
        let by = unmoved.since(now);
        if by <= DRIFT {
            base.behind = None;
            return unmoved;
        }
        let stands = base.behind.filter(|behind| behind.by.abs_diff(by) <= DRIFT);
        if stands.is_some_and(|behind| elapsed.saturating_sub(behind.since) >= STANDS) {
            *base = Base { at: now, elapsed, behind: None };
            return now;
        }
        base.behind = Some(stands.unwrap_or(Behind { by, since: elapsed }));
        unmoved
    }

    /// A server says that it is so late: whoever began under a clock that was ahead of that began under a wrong one.
    pub(crate) fn judge_by(&self, server: Timestamp, clock: &dyn Clock) {
        let elapsed = clock.elapsed();
        let mut base = self.lock();
        let unmoved = base.at.plus(elapsed.saturating_sub(base.elapsed));
        if unmoved.since(server) > DRIFT {
            *base = Base { at: server, elapsed, behind: None };
        }
    }

    /// How long ago a point is that a wall clock has noted, where something ends once it is long enough ago: by that clock, which says `now`, or
    /// by what has passed since the process began, whichever is shorter. So whoever sets the clock forward makes nothing older. Of a point that
    /// the process has not come to by its own reckoning, the wall clock alone tells: it was set before, or is another one.
    pub(crate) fn age(&self, clock: &dyn Clock, now: Timestamp, since: Timestamp) -> Duration {
        let (by_wall, unmoved) = (now.since(since), self.unmoved(clock));
        if since <= unmoved { by_wall.min(unmoved.since(since)) } else { by_wall }
    }

    fn lock(&self) -> MutexGuard<'_, Base> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

type Listener = Arc<dyn Fn() + Send + Sync>;

/// A clock that a test moves: the system's time plus an offset that only grows. Accepted in development mode only.
#[derive(Clone, Default)]
pub struct TestClock {
    offset: Arc<AtomicU64>,
    /// In milliseconds.
    set: Arc<AtomicI64>,
    frozen: Arc<AtomicI64>,
    listeners: Arc<std::sync::Mutex<Vec<Listener>>>,
}

impl std::fmt::Debug for TestClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestClock").field("now", &self.now()).finish_non_exhaustive()
    }
}

impl TestClock {
    /// A clock that runs with the system's until it is advanced.
    pub fn new() -> Self {
        Self::default()
    }

    /// A clock that stands still at `start` until it is advanced.
    pub fn frozen_at(start: Timestamp) -> Self {
        let clock = Self::default();
        clock.frozen.store(start.unix_millis(), Ordering::SeqCst);
        clock
    }

    /// Moves time forward, then tells the listeners.
    pub fn advance(&self, by: Duration) {
        let millis = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.offset.fetch_add(millis, Ordering::SeqCst);
        let listeners = self.listeners.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        for listener in listeners {
            listener();
        }
    }

    /// Sets the wall clock by so many seconds, forward or back, as somebody may set a machine's. No time passes, and nobody is told.
    pub fn set_wall(&self, seconds: i64) {
        self.set.fetch_add(seconds.saturating_mul(1_000), Ordering::SeqCst);
    }

    fn offset(&self) -> Duration {
        Duration::from_millis(self.offset.load(Ordering::SeqCst))
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let start = self.frozen.load(Ordering::SeqCst);
        let base = if start == 0 { SystemClock.now() } else { Timestamp::from_unix_millis(start) };
        let now = base.plus(self.offset());
        Timestamp::from_unix_millis(now.unix_millis().saturating_add(self.set.load(Ordering::SeqCst)))
    }

    fn elapsed(&self) -> Duration {
        let base = if self.frozen.load(Ordering::SeqCst) == 0 { SystemClock.elapsed() } else { Duration::ZERO };
        base.saturating_add(self.offset())
    }

    fn ahead(&self) -> Duration {
        self.offset()
    }

    fn on_advance(&self, listener: Listener) {
        self.listeners.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(listener);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_told_and_says_so() {
        let clock = TestClock::frozen_at(Timestamp::from_unix_seconds(1_000));
        let heard = Arc::new(AtomicU64::new(0));
        let count = heard.clone();
        clock.on_advance(Arc::new(move || {
            count.fetch_add(1, Ordering::SeqCst);
        }));
        assert_eq!(clock.now(), Timestamp::from_unix_seconds(1_000));
        clock.advance(Duration::from_secs(5));
        assert_eq!(clock.now(), Timestamp::from_unix_seconds(1_005));
        assert_eq!(clock.elapsed(), Duration::from_secs(5));
        assert_eq!(heard.load(Ordering::SeqCst), 1);
    }

    /// What is to end after an hour ends an hour later, and not because somebody has set the clock; a process that began under a wrong clock
    /// finds what was noted since it is right as old as it is.
    #[test]
    fn who_sets_a_clock_forward_makes_nothing_older() {
        let (minute, noon) = (Duration::from_secs(60), Timestamp::from_unix_seconds(1_800_000_000));
        for set in [0, 900, 86_400, 73 * 365 * 86_400] {
            let clock = TestClock::frozen_at(noon);
            let start = Start::now(&clock);
            let age = |since| start.age(&clock, clock.now(), since);
            clock.set_wall(set);
            clock.advance(minute);
            assert_eq!((age(noon), age(noon.minus(minute))), (minute, 2 * minute), "{set}");
            let noted = clock.now();
            clock.advance(minute);
            assert_eq!(age(noted), minute, "{set}: by the clock that was set");
            clock.set_wall(-set - 30);
            assert_eq!(age(noon), minute + minute / 2, "{set}: set back, it is younger");
        }
    }

    /// Put right, it is believed once it has stood there for a day: until then somebody may have set it wrong.
    #[test]
    fn a_process_that_began_under_a_clock_that_was_ahead_comes_to_believe_the_right_one() {
        let (hour, noon) = (3_600, Timestamp::from_unix_seconds(1_800_000_000));
        for ahead in [8 * hour, 73 * 365 * 24 * hour] {
            let clock = TestClock::frozen_at(noon);
            clock.set_wall(ahead);
            let start = Start::now(&clock);
            let says = |unmoved: Timestamp| unmoved.since(clock.now()).as_secs().cast_signed();
            assert_eq!(says(start.unmoved(&clock)), 0, "{ahead}");
            clock.set_wall(-ahead);
            assert_eq!(says(start.unmoved(&clock)), ahead, "{ahead}: nobody knows which is right");
            clock.advance(Duration::from_secs(23 * 3_600));
            assert_eq!(says(start.unmoved(&clock)), ahead, "{ahead}");
            // Put right by seconds now and then, it stands all the same.
            clock.set_wall(-20);
            clock.advance(Duration::from_secs(3_600));
            assert_eq!(says(start.unmoved(&clock)), 0, "{ahead}");
            clock.set_wall(-900);
            assert_eq!(says(start.unmoved(&clock)), 900, "{ahead}: set back once more, it has a day before it again");
            clock.advance(Duration::from_secs(23 * 3_600));
            clock.set_wall(-900);
            clock.advance(Duration::from_secs(2 * 3_600));
            assert_eq!(says(start.unmoved(&clock)), 1_800, "{ahead}: this one has not stood for a day");
        }
    }

    /// A server knows better at once, and a server that is ahead itself changes nothing.
    #[test]
    fn a_process_that_began_under_a_clock_that_is_ahead_of_its_server_goes_by_the_servers() {
        let (minute, noon) = (Duration::from_secs(60), Timestamp::from_unix_seconds(1_800_000_000));
        let clock = TestClock::frozen_at(noon);
        clock.set_wall(86_400);
        let start = Start::now(&clock);
        clock.advance(minute);
        start.judge_by(noon.plus(minute), &clock);
        clock.advance(minute);
        assert_eq!(start.unmoved(&clock), noon.plus(2 * minute));
        assert_eq!(start.age(&clock, clock.now(), noon), 2 * minute, "what another one has noted is as old as it is");
        let noted = clock.now();
        clock.advance(minute);
        assert_eq!(start.age(&clock, clock.now(), noted), minute, "and what it has noted itself");
        for server in [noon.plus(86_400 * minute), noon.plus(4 * minute)] {
            start.judge_by(server, &clock);
            assert_eq!(start.unmoved(&clock), noon.plus(3 * minute), "{server:?}");
        }
    }

    #[test]
    fn the_system_clock_runs_forward() {
        let before = SystemClock.elapsed();
        assert!(SystemClock.elapsed() >= before);
        assert!(SystemClock.now() > Timestamp::from_unix_seconds(1_700_000_000));
    }

    #[test]
    fn a_coarse_reading_is_a_little_late_and_never_early() {
        let coarse = SystemClock.now_coarse();
        let now = SystemClock.now();
        assert!(coarse <= now && now.since(coarse) < Duration::from_secs(1), "{coarse:?} {now:?}");
        let clock = TestClock::frozen_at(Timestamp::from_unix_seconds(1_000));
        assert_eq!(clock.now_coarse(), clock.now(), "a test's clock has no ticks");
    }
}
