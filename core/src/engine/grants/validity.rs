//! How somebody who keeps a credential sees, without asking, that it is still the one that the core would give.
//!
//! Each value in the cache has a slot with a version of its own, and the cache as a whole a deadline that each look at the store
//! moves. A binding that shares memory with the core is told of both; others ask [`Validity::answers`].

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use papaya::HashMap;

use crate::base::{Clock, Timestamp};
use crate::model::credential::Credential;

/// Says for how long a credential that somebody keeps may be handed out again without asking: the rule by which the cache itself
/// answers. Where it says no, the core must be asked, which may give the same credential again.
#[derive(Clone)]
pub struct Validity {
    slot: u32,
    version: u32,
    current: Arc<AtomicU32>,
    fresh_until: FreshUntil,
    ends_at: Timestamp,
    ends_at_elapsed: Duration,
    clock: Arc<dyn Clock>,
}

impl Validity {
    /// Whether the credential may be handed out: no other value has taken its place, the last look at the store is young enough,
    /// and it has not ended.
    #[inline]
    pub fn answers(&self) -> bool {
        let elapsed = self.clock.elapsed();
        self.current.load(Ordering::Acquire) == self.version
            && self.fresh_until.is_ahead_of(elapsed)
            && elapsed < self.ends_at_elapsed
            && self.clock.now_coarse() < self.ends_at
    }

    /// The number under which [`ValiditySink::publish`] tells of this value.
    pub fn slot(&self) -> u32 {
        self.slot
    }

    /// The version under which the value answers; never 0.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// From here on, by [`Clock::now`], the core must be asked: the credential is no longer usable, a refresh is due, or its use is
    /// to be noted.
    pub fn ends_at(&self) -> Timestamp {
        self.ends_at
    }

    /// The core must also be asked from here on, by [`Clock::elapsed`]: where somebody has set the wall clock back meanwhile, this
    /// is the credential's end.
    pub fn ends_at_elapsed(&self) -> Duration {
        self.ends_at_elapsed
    }
}

/// A cached credential, and what tells for how long it may be handed out again without asking.
#[derive(Clone, Debug)]
pub struct CachedCredential {
    /// The credential.
    pub credential: Credential,
    /// For how long it may be handed out again.
    pub validity: Validity,
}

/// When a value ends: by the wall clock, and by [`Clock::elapsed`]. The earlier of the two counts.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Ends {
    pub(in crate::engine) at: Timestamp,
    pub(in crate::engine) elapsed: Duration,
}

impl std::fmt::Debug for Validity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Validity").field("version", &self.version).field("answers", &self.answers()).finish_non_exhaustive()
    }
}

/// Told of everything that ends a [`Validity`] before its time, for bindings that share memory with the core.
pub trait ValiditySink: Send + Sync {
    /// The slot now has this version: what was kept under another one answers no more.
    fn publish(&self, slot: u32, version: u32);
    /// Nothing that is kept answers from this time on, by [`Clock::elapsed`], unless this is called again.
    fn extend(&self, fresh_until: Duration);
}

/// Until when everything in the cache counts as seen, in milliseconds of [`Clock::elapsed`]; 0 before the first look.
#[derive(Clone, Default)]
pub(in crate::engine) struct FreshUntil(Arc<AtomicU64>);

impl FreshUntil {
    #[inline]
    pub(in crate::engine) fn is_ahead_of(&self, elapsed: Duration) -> bool {
        millis(elapsed) < self.0.load(Ordering::Relaxed)
    }

    pub(in crate::engine) fn set(&self, elapsed: Duration) {
        self.0.store(millis(elapsed), Ordering::Relaxed);
    }

    /// `None` before the first look.
    pub(in crate::engine) fn get(&self) -> Option<Duration> {
        Some(self.0.load(Ordering::Relaxed)).filter(|at| *at != 0).map(Duration::from_millis)
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// The slots, and who is told of them. A slot is reused; its version only grows, so that what was kept under it once never answers
/// again.
#[derive(Default)]
pub(in crate::engine) struct Slots {
    versions: HashMap<u32, Arc<AtomicU32>>,
    free: Mutex<Vec<u32>>,
    next: AtomicU32,
    fresh_until: FreshUntil,
    sinks: Mutex<Vec<Weak<dyn ValiditySink>>>,
}

/// A slot, and its version for the one value that has taken it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) struct SlotVersion {
    pub(in crate::engine) slot: u32,
    pub(in crate::engine) version: u32,
}

impl Slots {
    /// A free slot, and its version for the value that takes it.
    pub(in crate::engine) fn take(&self) -> SlotVersion {
        let reused = lock(&self.free).pop();
        let slot = reused.unwrap_or_else(|| self.next.fetch_add(1, Ordering::Relaxed));
        SlotVersion { slot, version: self.bump(slot) }
    }

    pub(in crate::engine) fn give_back(&self, slot: u32) {
        self.bump(slot);
        lock(&self.free).push(slot);
    }

    /// Ends what was given out under a slot's version; gives the next one.
    pub(in crate::engine) fn bump(&self, slot: u32) -> u32 {
        let version = self.version(slot);
        let mut now = version.fetch_add(1, Ordering::AcqRel).wrapping_add(1);
        if now == 0 {
            now = version.fetch_add(1, Ordering::AcqRel).wrapping_add(1);
        }
        self.tell(|sink| sink.publish(slot, now));
        now
    }

    /// The validity of a value that was read with this slot and version.
    pub(in crate::engine) fn validity(
        &self,
        SlotVersion { slot, version }: SlotVersion,
        Ends { at: ends_at, elapsed: ends_at_elapsed }: Ends,
        clock: &Arc<dyn Clock>,
    ) -> Validity {
        let (current, fresh_until) = (self.version(slot), self.fresh_until.clone());
        Validity { slot, version, current, fresh_until, ends_at, ends_at_elapsed, clock: clock.clone() }
    }

    pub(in crate::engine) fn fresh_until(&self) -> &FreshUntil {
        &self.fresh_until
    }

    /// Nothing has changed; everything counts as seen until then.
    pub(in crate::engine) fn extend(&self, fresh_until: Duration) {
        self.fresh_until.set(fresh_until);
        self.tell(|sink| sink.extend(fresh_until));
    }

    /// Registers somebody who is told, and tells what it has missed. It is forgotten when its owner lets go of it.
    pub(in crate::engine) fn add_sink(&self, sink: &Arc<dyn ValiditySink>) {
        lock(&self.sinks).push(Arc::downgrade(sink));
        if let Some(fresh_until) = self.fresh_until.get() {
            sink.extend(fresh_until);
        }
    }

    fn version(&self, slot: u32) -> Arc<AtomicU32> {
        self.versions.pin().get_or_insert_with(slot, || Arc::new(AtomicU32::new(0))).clone()
    }

    fn tell(&self, news: impl Fn(&dyn ValiditySink)) {
        lock(&self.sinks).retain(|sink| sink.upgrade().inspect(|sink| news(&**sink)).is_some());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::TestClock;

    #[test]
    fn a_validity_ends_with_its_version_its_time_and_the_last_look() {
        let moved = TestClock::frozen_at(Timestamp::from_unix_seconds(1_000));
        let clock: Arc<dyn Clock> = Arc::new(moved.clone());
        let second = Duration::from_secs(1);
        let slots = Slots::default();
        let end = Timestamp::from_unix_seconds(1_010);
        let taken = slots.take();
        let slot = taken.slot;
        let kept = slots.validity(taken, Ends { at: end, elapsed: Duration::MAX }, &clock);
        assert_eq!((kept.slot(), kept.version(), kept.ends_at()), (slot, taken.version, end));
        assert!(!kept.answers(), "nobody has looked yet");
        slots.extend(5 * second);
        assert!(kept.answers());
        moved.advance(5 * second);
        assert!(!kept.answers(), "the last look is too old");
        slots.extend(20 * second);
        assert!(kept.answers());
        moved.advance(5 * second);
        assert!(!kept.answers(), "its time is over");
        let taken = slots.take();
        let other = taken.slot;
        let kept = slots.validity(taken, Ends { at: Timestamp::NEVER, elapsed: 15 * second }, &clock);
        assert!(kept.answers());
        moved.advance(5 * second);
        assert!(!kept.answers(), "its time is over by the clock that nobody sets");
        let kept = slots.validity(taken, Ends { at: Timestamp::NEVER, elapsed: Duration::MAX }, &clock);
        assert!(kept.answers());
        slots.give_back(other);
        assert!(!kept.answers(), "the value is gone");
        assert_eq!(slots.take().slot, other, "its slot is another value's now");
        assert!(!kept.answers());
    }

    #[test]
    fn a_sink_is_told_what_it_has_missed_and_is_forgotten_with_its_owner() {
        #[derive(Default)]
        struct Ear(AtomicU64, AtomicU32);
        impl ValiditySink for Ear {
            fn publish(&self, _: u32, version: u32) {
                self.1.store(version, Ordering::SeqCst);
            }
            fn extend(&self, fresh_until: Duration) {
                self.0.store(millis(fresh_until), Ordering::SeqCst);
            }
        }
        let slots = Slots::default();
        slots.extend(Duration::from_secs(7));
        let ear = Arc::new(Ear::default());
        let sink: Arc<dyn ValiditySink> = ear.clone();
        slots.add_sink(&sink);
        assert_eq!(ear.0.load(Ordering::SeqCst), 7_000);
        let SlotVersion { slot, version } = slots.take();
        assert_eq!(ear.1.load(Ordering::SeqCst), version);
        drop((sink, ear));
        slots.give_back(slot);
        assert!(lock(&slots.sinks).is_empty());
    }
}
