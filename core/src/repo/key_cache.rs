//! Unwrapped keys in memory, within bounds of number and time (SR-51).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::base::TenantId;
use crate::vault::DataKey;

/// At most so many keys are kept; the one that was used least recently goes first. 32 bytes each: the bound limits exposure, not memory.
const MOST_KEYS: usize = 10_000;
/// From this age on a key is unwrapped again before it is used.
pub(super) const RENEW_AFTER: Duration = Duration::from_secs(10 * 60);
/// So long a key serves after its first renewal has failed, for as long as nobody says no.
pub(super) const TOLERANCE: Duration = Duration::from_secs(15 * 60);
/// While renewals fail, the next one is not tried before this time is over: reads do not queue up at a service that does not answer.
pub(super) const PAUSE: Duration = Duration::from_secs(30);
/// No key serves longer than this without its root key, whatever happens.
pub(super) const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// A key that nobody uses for this long is wiped.
pub(super) const IDLE: Duration = Duration::from_secs(15 * 60);

/// Whose a key is: a tenant's, or the index key.
pub(super) type KeyOwner = Option<TenantId>;

/// What the cache has.
pub(super) enum Found {
    /// A key that may be used.
    Good(Arc<DataKey>),
    /// A key that is to be unwrapped again first.
    Due,
    /// None.
    Absent,
}

/// The keys of this process.
#[derive(Default)]
pub(super) struct KeyCache(Mutex<Keys>);

#[derive(Default)]
struct Keys {
    entries: HashMap<[u8; 16], Entry>,
    primary: HashMap<KeyOwner, [u8; 16]>,
}

struct Entry {
    owner: KeyOwner,
    key: Arc<DataKey>,
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
        self.lock().find(owner, key_id, now)
    }

    /// The owner's key that seals.
    pub(super) fn find_primary(&self, owner: &KeyOwner, now: Duration) -> Found {
        let mut keys = self.lock();
        match keys.primary.get(owner).copied() {
            Some(key_id) => keys.find(owner, key_id, now),
            None => Found::Absent,
        }
    }

    /// Keeps what was just unwrapped of an owner, in the place of all that was kept of it.
    pub(super) fn replace(&self, owner: &KeyOwner, unwrapped: Vec<(DataKey, bool)>, now: Duration) {
        let mut keys = self.lock();
        keys.forget(owner);
        for (key, is_primary) in unwrapped {
            if keys.entries.len() >= MOST_KEYS {
                keys.forget_least_used();
            }
            let key_id = key.id();
            let entry = Entry { owner: owner.clone(), key: Arc::new(key), unwrapped_at: now, used_at: now, outage: None };
            keys.entries.insert(key_id, entry);
            if is_primary {
                keys.primary.insert(owner.clone(), key_id);
            }
        }
    }

    /// The owner's keys could not be unwrapped again, and nobody said no.
    pub(super) fn note_outage(&self, owner: &KeyOwner, now: Duration) {
        for entry in self.lock().entries.values_mut().filter(|entry| entry.owner == *owner) {
            let since = entry.outage.map_or(now, |outage| outage.since);
            entry.outage = Some(Outage { since, tried_at: now });
        }
    }

    /// Forgets an owner's keys.
    pub(super) fn forget(&self, owner: &KeyOwner) {
        self.lock().forget(owner);
    }

    /// Forgets which keys seal: whoever seals next looks again.
    pub(super) fn forget_primaries(&self) {
        self.lock().primary.clear();
    }

    /// Forgets keys that are destroyed.
    pub(super) fn drop_keys(&self, key_ids: &[[u8; 16]]) {
        let mut keys = self.lock();
        keys.entries.retain(|key_id, _| !key_ids.contains(key_id));
        let Keys { entries, primary } = &mut *keys;
        primary.retain(|_, key_id| entries.contains_key(key_id));
    }

    /// Forgets what nobody uses and what may not be used any more.
    pub(super) fn sweep(&self, now: Duration) {
        let mut keys = self.lock();
        keys.entries.retain(|_, entry| !entry.is_over(now) && now.saturating_sub(entry.used_at) < IDLE);
        let Keys { entries, primary } = &mut *keys;
        primary.retain(|_, key_id| entries.contains_key(key_id));
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
    fn find(&mut self, owner: &KeyOwner, key_id: [u8; 16], now: Duration) -> Found {
        let Some(entry) = self.entries.get_mut(&key_id).filter(|entry| entry.owner == *owner) else { return Found::Absent };
        if entry.is_over(now) {
            self.entries.remove(&key_id);
            return Found::Absent;
        }
        if entry.is_due(now) {
            return Found::Due;
        }
        entry.used_at = now;
        Found::Good(entry.key.clone())
    }

    fn forget(&mut self, owner: &KeyOwner) {
        self.entries.retain(|_, entry| entry.owner != *owner);
        self.primary.remove(owner);
    }

    fn forget_least_used(&mut self) {
        let oldest = self.entries.iter().min_by_key(|(_, entry)| entry.used_at).map(|(key_id, _)| *key_id);
        if let Some(entry) = oldest.and_then(|key_id| self.entries.remove(&key_id))
            && self.primary.get(&entry.owner) == Some(&entry.key.id())
        {
            self.primary.remove(&entry.owner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner(n: usize) -> KeyOwner {
        Some(TenantId::parse(&format!("t{n}")).unwrap())
    }

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn is_good(cache: &KeyCache, owner: &KeyOwner, now: Duration) -> bool {
        matches!(cache.find_primary(owner, now), Found::Good(_))
    }

    #[test]
    fn the_least_recently_used_key_makes_room() {
        let cache = KeyCache::default();
        for n in 0..MOST_KEYS {
            cache.replace(&owner(n), vec![(DataKey::make(), true)], at(n as u64 / 100));
        }
        assert!(is_good(&cache, &owner(0), at(200)));
        cache.replace(&owner(MOST_KEYS), vec![(DataKey::make(), true)], at(200));
        assert!(is_good(&cache, &owner(0), at(200)), "it was used");
        assert!(is_good(&cache, &owner(MOST_KEYS), at(200)));
        let lost = (1..MOST_KEYS).filter(|n| !is_good(&cache, &owner(*n), at(200))).count();
        assert_eq!(lost, 1, "and nobody else made room");
    }

    #[test]
    fn what_nobody_uses_is_swept() {
        let cache = KeyCache::default();
        cache.replace(&owner(1), vec![(DataKey::make(), true)], at(0));
        cache.replace(&owner(2), vec![(DataKey::make(), true)], at(0));
        assert!(is_good(&cache, &owner(2), at(500)));
        cache.sweep(IDLE);
        let kept: Vec<_> = cache.lock().entries.values().map(|entry| entry.owner.clone()).collect();
        assert_eq!(kept, [owner(2)]);
        assert_eq!(cache.lock().primary.len(), 1);
    }

    #[test]
    fn a_key_is_its_owners_alone() {
        let cache = KeyCache::default();
        let key = DataKey::make();
        let id = key.id();
        cache.replace(&owner(1), vec![(key, true)], at(0));
        assert!(matches!(cache.find(&owner(1), id, at(0)), Found::Good(_)));
        assert!(matches!(cache.find(&owner(2), id, at(0)), Found::Absent));
        assert!(matches!(cache.find(&None, id, at(0)), Found::Absent));
        // What is not among the keys any more is gone with the next look.
        cache.replace(&owner(1), vec![(DataKey::make(), true)], at(1));
        assert!(matches!(cache.find(&owner(1), id, at(1)), Found::Absent));
    }
}
