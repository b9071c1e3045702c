//! Remembers the highest revision seen of each grant, and refuses a row that is older (SR-44).

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::base::GrantId;

/// So many grants are remembered; beyond, the memory starts anew. About 100 bytes each.
const MOST: usize = 100_000;

/// The highest revision that was opened or stored here, by grant. Revisions only grow, also over an end and a new sign-in.
#[derive(Default)]
pub(super) struct Seen(Mutex<HashMap<GrantId, u64>>);

impl Seen {
    /// Notes a revision that was opened or stored.
    pub(super) fn note(&self, id: &GrantId, revision: u64) {
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
    pub(super) fn newest(&self, id: &GrantId) -> Option<u64> {
        self.lock().get(id).copied()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<GrantId, u64>> {
        // Each critical section is one insert or look-up; a panic in between leaves the map usable.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
