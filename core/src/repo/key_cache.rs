//! Unwrapped keys in memory, within bounds of number and time (SR-51).

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::base::Error;
use crate::model::rows::KeyOwner;
use crate::vault::{DataKey, Keyset};

/// The keys of at most so many owners are kept; those that were used least recently go first. The bound limits exposure, not memory.
const MOST_OWNERS: usize = 10_000;
/// So many go at once: whoever opens many tenants one after the other does not look for the oldest each time.
const MAKING_ROOM: usize = MOST_OWNERS / 16;
/// From this age on a key is unwrapped again before it is used.
pub(super) const RENEW_AFTER: Duration = Duration::from_secs(10 * 60);
/// So long a key serves after its first renewal has failed, for as long as nobody says no.
pub(super) const TOLERANCE: Duration = Duration::from_secs(15 * 60);
/// While renewals fail, the next one is not tried before this time is over: reads do not queue up at a service that does not answer.
pub(super) const PAUSE: Duration = Duration::from_secs(30);
/// No key serves longer than this without its root key, whatever happens.
pub(super) const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// A root key that took longer than this to fail is not waited for again before [`PAUSE`] is over, by whoever has no key in memory.
pub(super) const SLOW: Duration = Duration::from_secs(1);
/// So many ids that no key of an owner has are remembered; beyond, the memory starts anew.
const MOST_MISSING: usize = 1_000;
/// A key that nobody uses for this long is wiped.
pub(super) const IDLE: Duration = Duration::from_secs(15 * 60);

/// What the cache has.
pub(super) enum Found {
    /// A key that may be used.
    Good(Arc<DataKey>),
    /// A key that is to be unwrapped again first.
    Due,
    /// None, as was found out not long ago.
    Nowhere,
    /// None.
    Absent,
}

/// The keys of this process.
#[derive(Default)]
pub(super) struct KeyCache(Mutex<Keys>);

#[derive(Default)]
struct Keys {
    entries: HashMap<KeyOwner, Entry>,
    /// Owners of whom nothing is in memory, and whose root key was silent when it was asked.
    silent: HashMap<KeyOwner, Silence>,
}

/// What was told when a root key did not answer, and until when it is told again.
struct Silence {
    error: Error,
    until: Duration,
}

/// The keys of one owner.
struct Entry {
    keys: Vec<Arc<DataKey>>,
    /// The one that seals; `None`: that is to be looked up again.
    primary: Option<Arc<DataKey>>,
    /// Whether these are all keys of the owner; else some of them may open later.
    is_whole: bool,
    /// Ids that rows have named, and no key has.
    missing: Vec<[u8; 16]>,
    unwrapped_at: Duration,
    used_at: Duration,
    outage: Option<Outage>,
}

/// Renewals that have failed.
#[derive(Clone, Copy)]
struct Outage {
    since: Duration,
    tried_at: Duration,
}

impl Entry {
    fn new(keys: Vec<Arc<DataKey>>, primary: Option<Arc<DataKey>>, is_whole: bool, now: Duration) -> Self {
        Entry { keys, primary, is_whole, missing: Vec::new(), unwrapped_at: now, used_at: now, outage: None }
    }

    fn is_over(&self, now: Duration) -> bool {
        let tolerated = self.outage.is_none_or(|outage| now.saturating_sub(outage.since) <= TOLERANCE);
        !tolerated || now.saturating_sub(self.unwrapped_at) > LONGEST
    }

    fn is_due(&self, now: Duration) -> bool {
        let pauses = self.outage.is_some_and(|outage| now.saturating_sub(outage.tried_at) < PAUSE);
        !pauses && now.saturating_sub(self.unwrapped_at) >= RENEW_AFTER
    }
}

impl KeyCache {
    /// The key with this id, if it is this owner's.
    pub(super) fn find(&self, owner: &KeyOwner, key_id: [u8; 16], now: Duration) -> Found {
        let mut kept = self.lock();
        match kept.find(owner, now, |entry| entry.keys.iter().find(|key| key.id() == key_id)) {
            Found::Absent if kept.is_missing(owner, key_id, now) => Found::Nowhere,
            found => found,
        }
    }

    /// The owner's key that seals.
    pub(super) fn find_primary(&self, owner: &KeyOwner, now: Duration) -> Found {
        self.lock().find(owner, now, |entry| entry.primary.as_ref())
    }

    /// Every key that is kept of an owner, oldest first.
    pub(super) fn all(&self, owner: &KeyOwner) -> Vec<Arc<DataKey>> {
        self.lock().entries.get(owner).map(|entry| entry.keys.clone()).unwrap_or_default()
    }

    /// Keeps what was just unwrapped of an owner, in the place of all that was kept of it.
    pub(super) fn replace(&self, owner: &KeyOwner, keyset: &Keyset, now: Duration) {
        self.lock().put(owner, Entry::new(keyset.keys().cloned().collect(), Some(keyset.primary().clone()), true, now));
    }

    /// The same with keys that are in no keyset.
    pub(super) fn put(&self, owner: &KeyOwner, keys: Vec<Arc<DataKey>>, primary: Option<Arc<DataKey>>, now: Duration) {
        self.lock().put(owner, Entry::new(keys, primary, false, now));
    }

    /// None of the owner's keys, which have just been unwrapped, has this id: no row that names it need ask again soon.
    pub(super) fn note_missing(&self, owner: &KeyOwner, key_id: [u8; 16]) {
        if let Some(entry) = self.lock().entries.get_mut(owner).filter(|entry| entry.is_whole && !entry.missing.contains(&key_id))
        {
            if entry.missing.len() >= MOST_MISSING {
                entry.missing.clear();
            }
            entry.missing.push(key_id);
        }
    }

    /// A root key was silent, and nothing of the owner is in memory.
    pub(super) fn note_silence(&self, owner: &KeyOwner, error: Error, now: Duration) {
        let mut kept = self.lock();
        if kept.silent.len() >= MOST_OWNERS {
            kept.silent.clear();
        }
        kept.silent.insert(owner.clone(), Silence { error, until: now.saturating_add(PAUSE) });
    }

    /// What was told of it a moment ago.
    pub(super) fn silence(&self, owner: &KeyOwner, now: Duration) -> Option<Error> {
        self.lock().silent.get(owner).filter(|silence| now < silence.until).map(|silence| silence.error.clone())
    }

    /// The owner's keys could not be unwrapped again, and nobody said no.
    pub(super) fn note_outage(&self, owner: &KeyOwner, now: Duration) {
        if let Some(entry) = self.lock().entries.get_mut(owner) {
            let since = entry.outage.map_or(now, |outage| outage.since);
            entry.outage = Some(Outage { since, tried_at: now });
        }
    }

    /// Forgets an owner's keys.
    pub(super) fn forget(&self, owner: &KeyOwner) {
        self.lock().entries.remove(owner);
    }

    /// Forgets that these keys seal: whoever would seal under one of them looks again. Nobody else need ask a root key for it.
    pub(super) fn forget_primaries(&self, key_ids: &[[u8; 16]]) {
        let is_ended = |key: &mut Arc<DataKey>| key_ids.contains(&key.id());
        self.lock().entries.values_mut().for_each(|entry| drop(entry.primary.take_if(is_ended)));
    }

    /// All that there are.
    pub(super) fn key_ids(&self) -> Vec<[u8; 16]> {
        self.lock().entries.values().flat_map(|entry| entry.keys.iter().map(|key| key.id())).collect()
    }

    /// Of which tenants the key that seals is kept.
    #[cfg(test)]
    pub(super) fn sealing_tenants(&self) -> Vec<crate::base::TenantId> {
        let kept = self.lock();
        kept.entries
            .iter()
            .filter(|(_, entry)| entry.primary.is_some())
            .filter_map(|(owner, _)| owner.tenant().cloned())
            .collect()
    }

    /// Forgets keys that are destroyed.
    pub(super) fn drop_keys(&self, key_ids: &[[u8; 16]]) {
        let key_ids: HashSet<&[u8; 16]> = key_ids.iter().collect();
        let is_gone = |key: &Arc<DataKey>| key_ids.contains(&key.id());
        self.lock().entries.retain(|_, entry| !entry.keys.iter().any(is_gone));
    }

    /// Forgets what nobody uses and what may not be used any more.
    pub(super) fn sweep(&self, now: Duration) {
        let mut kept = self.lock();
        kept.entries.retain(|_, entry| !entry.is_over(now) && now.saturating_sub(entry.used_at) < IDLE);
        kept.silent.retain(|_, silence| now < silence.until);
    }

    /// Forgets every key.
    pub(super) fn clear(&self) {
        *self.lock() = Keys::default();
    }

    fn lock(&self) -> MutexGuard<'_, Keys> {
        // Each critical section leaves the maps usable; a panic in between loses a key at most, which is unwrapped again.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keys {
    fn put(&mut self, owner: &KeyOwner, mut entry: Entry) {
        if self.entries.len() >= MOST_OWNERS && !self.entries.contains_key(owner) {
            self.forget_least_used();
        }
        self.silent.remove(owner);
        if let Some(before) = self.entries.remove(owner).filter(|_| entry.is_whole) {
            // A key that is there now is found first.
            entry.missing = before.missing;
        }
        self.entries.insert(owner.clone(), entry);
    }

    fn is_missing(&self, owner: &KeyOwner, key_id: [u8; 16], now: Duration) -> bool {
        self.entries.get(owner).is_some_and(|entry| entry.missing.contains(&key_id) && !entry.is_due(now))
    }

    fn find(&mut self, owner: &KeyOwner, now: Duration, which: impl Fn(&Entry) -> Option<&Arc<DataKey>>) -> Found {
        let Some(entry) = self.entries.get_mut(owner) else { return Found::Absent };
        if entry.is_over(now) {
            self.entries.remove(owner);
            return Found::Absent;
        }
        let Some(key) = which(entry).cloned() else { return Found::Absent };
        if entry.is_due(now) {
            return Found::Due;
        }
        entry.used_at = now;
        Found::Good(key)
    }

    fn forget_least_used(&mut self) {
        let mut times: Vec<Duration> = self.entries.values().map(|entry| entry.used_at).collect();
        let at = MAKING_ROOM.min(times.len().saturating_sub(1));
        let (_, limit, _) = times.select_nth_unstable(at);
        let (limit, mut left) = (*limit, MAKING_ROOM);
        // Those of before first; of those that were used at the limit itself as many as are needed.
        self.entries.retain(|_, entry| {
            entry.used_at >= limit || {
                left -= 1;
                false
            }
        });
        self.entries.retain(|_, entry| {
            entry.used_at > limit || left == 0 || {
                left -= 1;
                false
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::TenantId;

    fn owner(n: usize) -> KeyOwner {
        KeyOwner::Tenant(TenantId::parse(&format!("t{n}")).unwrap())
    }

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn is_good(cache: &KeyCache, owner: &KeyOwner, now: Duration) -> bool {
        matches!(cache.find_primary(owner, now), Found::Good(_))
    }

    #[test]
    fn the_least_recently_used_keys_make_room() {
        let cache = KeyCache::default();
        for n in 0..MOST_OWNERS {
            cache.replace(&owner(n), &Keyset::make(), at(n as u64));
        }
        let now = at(MOST_OWNERS as u64);
        let cache_age = |n: usize| matches!(cache.lock().entries.get(&owner(n)), Some(entry) if entry.used_at == at(n as u64));
        assert!(cache_age(0) && cache_age(MOST_OWNERS - 1));
        // Used a moment ago, though it came first.
        cache.lock().entries.get_mut(&owner(0)).unwrap().used_at = now;
        cache.replace(&owner(MOST_OWNERS), &Keyset::make(), now);
        let kept = |n: usize| cache.lock().entries.contains_key(&owner(n));
        assert!(kept(0), "it was used");
        assert!(kept(MOST_OWNERS));
        let lost: Vec<usize> = (0..=MOST_OWNERS).filter(|n| !kept(*n)).collect();
        assert_eq!(lost, (1..=MAKING_ROOM).collect::<Vec<_>>(), "and nobody else made room");
        // All at one moment: as many make room, and no more.
        cache.clear();
        for n in 0..=MOST_OWNERS {
            cache.replace(&owner(n), &Keyset::make(), now);
        }
        assert_eq!(cache.lock().entries.len(), MOST_OWNERS + 1 - MAKING_ROOM);
    }

    #[test]
    fn what_nobody_uses_is_swept() {
        let cache = KeyCache::default();
        cache.replace(&owner(1), &Keyset::make(), at(0));
        cache.replace(&owner(2), &Keyset::make(), at(0));
        assert!(is_good(&cache, &owner(2), at(500)));
        cache.sweep(IDLE);
        assert_eq!(cache.lock().entries.keys().collect::<Vec<_>>(), [&owner(2)]);
    }

    #[test]
    fn a_key_is_its_owners_alone() {
        let cache = KeyCache::default();
        let keyset = Keyset::make();
        let id = keyset.primary().id();
        cache.replace(&owner(1), &keyset, at(0));
        assert!(matches!(cache.find(&owner(1), id, at(0)), Found::Good(_)));
        assert!(matches!(cache.find(&owner(2), id, at(0)), Found::Absent));
        assert!(matches!(cache.find(&KeyOwner::Index, id, at(0)), Found::Absent));
        // What is not among the keys any more is gone with the next look.
        cache.replace(&owner(1), &Keyset::make(), at(1));
        assert!(matches!(cache.find(&owner(1), id, at(1)), Found::Absent));
    }
}
