//! Prebuilt credentials, answered without a lock, I/O or a task switch.
//!
//! An entry answers only while it is valid by itself and the process has lately seen that nothing changed. What it answers never
//! changes: a change of a grant removes its entry, and the next read builds a new one.

mod key;
pub(in crate::engine) mod shared;

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering, fence};
use std::time::Duration;

use papaya::{Compute, HashMap, Operation, ResizeMode};

use crate::base::entropy::MapHasher;
use crate::base::fork::{self, Origin};
use crate::base::{Clock, GrantId, Result, Timestamp};
use crate::model::credential::Credential;
use crate::model::credential_type::CredentialType;
use crate::model::subject::GrantKey;

use super::upkeep::{Upkeep, Work};
use super::validity::{Ends, SlotVersion, Slots, Validity, ValiditySink};

use key::CacheKey;
pub(in crate::engine) use key::KeyRef;
use shared::{Shared, UnderWay};

/// At most this many entries; beyond, a sample is dropped.
const MOST_ENTRIES: usize = 100_000;

thread_local! {
    /// Whether this thread has read before.
    static IS_KNOWN: Cell<bool> = const { Cell::new(false) };
}

/// What a read has loaded from the store, and built for its caller.
pub(in crate::engine) struct Loaded {
    /// Best with the config's own id in it: what a look-up compares is then the same memory.
    pub(in crate::engine) key: GrantKey,
    pub(in crate::engine) credential: Credential,
    /// The grant's.
    pub(in crate::engine) revision: u64,
    /// It answers before this.
    pub(in crate::engine) usable_until: Timestamp,
    /// The same by the clock that no wall clock moves. The earlier of the two counts (SR-68).
    pub(in crate::engine) usable_until_elapsed: Duration,
    /// By the same clock, the credential's own end.
    pub(in crate::engine) lives_until_elapsed: Duration,
    pub(in crate::engine) upkeep: Upkeep,
}

/// A prebuilt answer. Everything by which it is judged stands here: the memory behind the credential is touched only where it
/// is given out.
struct Entry {
    credential: Credential,
    credential_type: CredentialType,
    revision: u64,
    usable_until: Timestamp,
    usable_until_elapsed: Duration,
    lives_until_elapsed: Duration,
    upkeep: Upkeep,
    slot: u32,
    /// The slot's version for this very entry: read with it, never from the slot, which may be a later entry's by now.
    version: AtomicU32,
}

impl Entry {
    /// Whether both were built of the same state of the same grant.
    fn is_same_as(&self, other: &Entry) -> bool {
        let of = |entry: &Entry| (entry.credential.generation, entry.revision);
        self.credential.grant_id == other.credential.grant_id && of(self) == of(other)
    }

    fn hit(&self) -> Hit {
        Hit {
            credential: self.credential.clone(),
            slot: self.slot,
            version: self.version.load(Ordering::Acquire),
            ends_at: self.usable_until.min(self.upkeep.due_at()),
            ends_at_elapsed: self.usable_until_elapsed,
        }
    }
}

/// A credential from the cache, and what its [`Validity`] is made of.
pub(in crate::engine) struct Hit {
    pub(in crate::engine) credential: Credential,
    slot: u32,
    version: u32,
    /// From here on an answer has something to start, or is another one.
    ends_at: Timestamp,
    ends_at_elapsed: Duration,
}

/// What somebody who asks is given, and the work that is his to start behind it.
pub(in crate::engine) struct Answer {
    pub(in crate::engine) hit: Hit,
    pub(in crate::engine) work: Work,
}

/// The map and its side tables.
pub(in crate::engine) struct Cache {
    /// An entry answers only if the last successful look is at most this old.
    look_limit: Duration,
    /// At this many entries, a sample makes room.
    most_entries: usize,
    entries: HashMap<CacheKey, Entry, MapHasher>,
    keys: HashMap<GrantId, CacheKey>,
    removals: AtomicU64,
    slots: Slots,
    under_way: UnderWay,
}

impl Cache {
    pub(in crate::engine) fn new(look_limit: Duration) -> Self {
        // Grown at once, by whoever adds: a table that grows bit by bit has reads search two tables, for as long as nobody adds.
        let entries = HashMap::builder().hasher(MapHasher::default()).resize_mode(ResizeMode::Blocking).build();
        let keys = HashMap::default();
        let (removals, slots, under_way) = (AtomicU64::new(0), Slots::default(), UnderWay::default());
        Cache { look_limit, most_entries: MOST_ENTRIES, entries, keys, removals, slots, under_way }
    }

    /// Called by a thread before it reads. At its first read the maps' collector numbers it, under a lock that all threads
    /// share; so a fork waits until it has done so.
    ///
    /// # Errors
    /// - `forked`: in a child of a fork that nobody has announced, where that lock may be held for ever.
    pub(in crate::engine) fn introduce_thread(&self, origin: Origin) -> Result<()> {
        if IS_KNOWN.get() {
            return Ok(());
        }
        if origin.is_foreign() {
            return Err(fork::unannounced());
        }
        let _numbered = fork::first_use();
        drop(self.entries.pin());
        IS_KNOWN.set(true);
        Ok(())
    }

    /// What the cache holds for somebody who only looks: nothing is started and nothing changes. A day after its use was last
    /// noted it is shown no more, so that somebody who looks before asking asks once a day.
    #[inline]
    pub(in crate::engine) fn peek(
        &self,
        key: &KeyRef<'_>,
        fits: impl FnOnce(CredentialType) -> bool,
        now: Timestamp,
        elapsed: Duration,
    ) -> Option<Hit> {
        let is_shown = |entry: &Entry| now < entry.upkeep.look_until() && fits(entry.credential_type);
        self.find(key, now, elapsed, |entry| is_shown(entry).then(|| entry.hit())).flatten()
    }

    /// The answer to somebody who asks, and the work that is his to start behind it. Whom it does not fit takes no work: that is
    /// for somebody who is answered.
    #[inline]
    pub(in crate::engine) fn answer(
        &self,
        key: &KeyRef<'_>,
        fits: impl FnOnce(CredentialType) -> bool,
        now: Timestamp,
        elapsed: Duration,
    ) -> Option<Answer> {
        let give = |entry: &Entry| {
            let hit = entry.hit();
            if now < hit.ends_at {
                return Answer { hit, work: Work::default() };
            }
            let work = entry.upkeep.take(now);
            Answer { hit: entry.hit(), work }
        };
        self.find(key, now, elapsed, |entry| fits(entry.credential_type).then(|| give(entry))).flatten()
    }

    /// Looks for a usable entry, if the last look at the store is young enough.
    #[inline]
    fn find<T>(&self, key: &KeyRef<'_>, now: Timestamp, elapsed: Duration, give: impl FnOnce(&Entry) -> T) -> Option<T> {
        if !self.is_fresh(elapsed) {
            return None;
        }
        self.entries.pin().get(key).filter(|entry| now < entry.usable_until && elapsed < entry.usable_until_elapsed).map(give)
    }

    /// For how long this hit may be handed out again by somebody who keeps it.
    pub(in crate::engine) fn validity(&self, hit: &Hit, clock: &Arc<dyn Clock>) -> Validity {
        self.slots.validity(
            SlotVersion { slot: hit.slot, version: hit.version },
            Ends { at: hit.ends_at, elapsed: hit.ends_at_elapsed },
            clock,
        )
    }

    /// What was last known under a key, while nobody can be asked: until its own end, and until the last look is this old.
    pub(in crate::engine) fn last_known(
        &self,
        key: &KeyRef<'_>,
        now: Timestamp,
        elapsed: Duration,
        limit: Duration,
    ) -> Option<Credential> {
        let entries = self.entries.pin();
        let entry = entries.get(key).filter(|_| self.has_looked_within(limit, elapsed))?;
        let lives = entry.credential.expires_at.is_none_or(|end| now < end) && elapsed < entry.lives_until_elapsed;
        lives.then(|| entry.credential.clone())
    }

    /// Under which key a grant's answer lies.
    pub(in crate::engine) fn key_of(&self, grant_id: &GrantId) -> Option<GrantKey> {
        self.keys.pin().get(grant_id).map(|CacheKey(key)| key.clone())
    }

    /// Counts removals. Whoever loads a grant to cache it takes the mark first: if anything was removed meanwhile, what was
    /// loaded may be what was removed.
    pub(in crate::engine) fn mark(&self) -> u64 {
        self.removals.load(Ordering::Acquire)
    }

    /// Puts a prebuilt answer in place of the grant's earlier one, unless something was removed since `mark`; one of the same state
    /// stays. Gives the work that is the caller's to start: of several who have loaded the same at once, one gets it.
    pub(in crate::engine) fn put(&self, mark: u64, loaded: Loaded, now: Timestamp) -> Work {
        if mark != self.mark() {
            return loaded.upkeep.take(now);
        }
        if self.entries.len() >= self.most_entries {
            // Not this time: it moves the mark, which would hide a removal of this very grant in between.
            self.evict_sample();
            return loaded.upkeep.take(now);
        }
        let Loaded { key, credential, revision, usable_until, usable_until_elapsed, lives_until_elapsed, upkeep } = loaded;
        let (key, grant_id) = (CacheKey(key), credential.grant_id.clone());
        let SlotVersion { slot, version } = self.slots.take();
        let entry = || Entry {
            credential: credential.clone(),
            credential_type: credential.credential_type,
            revision,
            usable_until,
            usable_until_elapsed,
            lives_until_elapsed,
            upkeep: upkeep.clone(),
            slot,
            version: AtomicU32::new(version),
        };
        // The entry first: whoever removes goes through `keys`, so an entry that cannot be found there yet is found below.
        let entries = self.entries.pin();
        let put = entries.compute(key.clone(), |current| match (current, entry()) {
            (Some((_, current)), entry) if current.is_same_as(&entry) => Operation::Abort(&current.upkeep),
            (_, entry) => Operation::Insert(entry),
        });
        let upkeep = match put {
            Compute::Aborted(upkeep) => {
                self.slots.give_back(slot);
                return upkeep.take(now);
            }
            Compute::Updated { old: (_, old), new: (_, new) } => {
                // Another grant has got its key: what still names that key for it would name ours.
                if old.credential.grant_id != grant_id {
                    self.keys.pin().remove(&old.credential.grant_id);
                }
                self.slots.give_back(old.slot);
                &new.upkeep
            }
            Compute::Inserted(_, new) | Compute::Removed(_, new) => &new.upkeep,
        };
        self.keys.pin().insert(grant_id.clone(), key);
        // A removal between the check and the insert found nothing to remove; it must not have been for nothing. The fence pairs
        // with that of `remove`: one of the two sees the other.
        fence(Ordering::SeqCst);
        if mark != self.mark() {
            self.remove(&grant_id);
        }
        upkeep.take(now)
    }

    /// What callers share who wait for a renewal, as it was read, if nothing has been seen to change it since.
    pub(in crate::engine) fn under_way(&self, key: &KeyRef<'_>) -> Option<Arc<Shared>> {
        self.under_way.find(key)
    }

    /// Lets others share what was read, unless something was removed since `mark`.
    pub(in crate::engine) fn share(&self, mark: u64, shared: &Arc<Shared>) {
        self.under_way.put(shared, || mark == self.mark());
    }

    /// Nobody renews it any more.
    pub(in crate::engine) fn share_no_more(&self, grant_id: &GrantId) {
        self.under_way.remove(grant_id);
    }

    /// Drops a grant's answer.
    pub(super) fn remove(&self, grant_id: &GrantId) {
        self.removals.fetch_add(1, Ordering::AcqRel);
        fence(Ordering::SeqCst);
        self.under_way.remove(grant_id);
        let keys = self.keys.pin();
        if let Some(key) = keys.remove(grant_id)
            && let Some(entry) = self.entries.pin().remove(key)
        {
            self.slots.give_back(entry.slot);
        }
    }

    /// Drops a grant's answer where somebody has read a later state of the grant: who has been given what that says is given
    /// nothing older, whatever a wall clock says by then.
    pub(super) fn outdate(&self, grant_id: &GrantId, revision: u64) {
        let keys = self.keys.pin();
        let entries = self.entries.pin();
        let entry = keys.get(grant_id).and_then(|key| entries.get(key));
        if entry.is_some_and(|entry| entry.credential.grant_id == *grant_id && entry.revision < revision) {
            self.remove(grant_id);
        }
    }

    /// Drops everything.
    pub(super) fn clear(&self) {
        self.removals.fetch_add(1, Ordering::AcqRel);
        self.under_way.clear();
        // As at the removal of one: whoever puts something in later sees that there was one.
        fence(Ordering::SeqCst);
        let ids: Vec<GrantId> = self.keys.pin().keys().cloned().collect();
        for id in ids {
            self.remove(&id);
        }
    }

    /// Makes every entry ask again, because a test has moved the clock.
    pub(in crate::engine) fn expire_all(&self) {
        self.forget_look();
        for entry in self.entries.pin().values() {
            entry.version.store(self.slots.bump(entry.slot), Ordering::Release);
        }
    }

    /// Whether the last successful look at the store is young enough to answer without another.
    #[inline]
    pub(in crate::engine) fn is_fresh(&self, elapsed: Duration) -> bool {
        self.slots.fresh_until().is_ahead_of(elapsed)
    }

    /// Notes a successful look, which began at this time.
    pub(in crate::engine) fn note_look(&self, elapsed: Duration) {
        self.slots.extend(elapsed.saturating_add(self.look_limit));
    }

    /// As if there had never been a look; takes no lock and tells nobody.
    pub(in crate::engine) fn forget_look(&self) {
        self.slots.fresh_until().set(Duration::ZERO);
    }

    /// Registers somebody who is told of what ends validities.
    pub(in crate::engine) fn add_sink(&self, sink: &Arc<dyn ValiditySink>) {
        self.slots.add_sink(sink);
    }

    /// Whether there was a look, at most so long ago.
    fn has_looked_within(&self, limit: Duration, elapsed: Duration) -> bool {
        let looked_at = self.slots.fresh_until().get().map(|until| until.saturating_sub(self.look_limit));
        looked_at.is_some_and(|at| elapsed.saturating_sub(at) <= limit)
    }

    fn evict_sample(&self) {
        const SAMPLE: usize = 256;
        let ids: Vec<GrantId> = self.entries.pin().values().take(SAMPLE).map(|entry| entry.credential.grant_id.clone()).collect();
        for id in ids {
            self.remove(&id);
        }
    }
}

#[cfg(test)]
mod tests;
