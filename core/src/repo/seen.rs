//! Remembers the highest revision seen of each grant and version of each keyset, so that a row that is older is refused (SR-44).

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many of each are remembered; beyond, the memory starts anew. About 100 bytes each.
const MOST: usize = 100_000;

/// The highest revision of each grant, or version of each keyset, that was opened or stored here. They only grow, also over an end and a
/// new beginning.
pub(super) struct Seen<K>(Mutex<HashMap<K, u64>>);

impl<K> Default for Seen<K> {
    fn default() -> Self {
        Seen(Mutex::default())
    }
}

impl<K: Hash + Eq + Clone> Seen<K> {
    /// Notes a revision that was opened or stored.
    pub(super) fn note(&self, id: &K, revision: u64) {
        let mut seen = self.lock();
        if let Some(known) = seen.get_mut(id) {
            *known = revision.max(*known);
            return;
        }
        if seen.len() >= MOST {
            seen.clear();
        }
        seen.insert(id.clone(), revision);
    }

    /// The newest that has been seen.
    pub(super) fn newest(&self, id: &K) -> Option<u64> {
        self.lock().get(id).copied()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, u64>> {
        // Each critical section is one insert or look-up; a panic in between leaves the map usable.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::GrantId;

    #[test]
    fn what_was_seen_never_gets_older() {
        let (seen, one, other) = (Seen::default(), GrantId::make_connection(), GrantId::make_connection());
        assert_eq!(seen.newest(&one), None);
        for (revision, newest) in [(5, 5), (3, 5), (6, 6)] {
            seen.note(&one, revision);
            assert_eq!(seen.newest(&one), Some(newest));
        }
        assert_eq!(seen.newest(&other), None);
    }
}
