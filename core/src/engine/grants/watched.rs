//! Leases of other processes that this one has seen, and since when. No holder sends anything once a lease's length has passed since it was
//! acquired, and whoever saw it later knows by a clock of its own that it has: a store's clock that somebody sets back keeps no grant from
//! everybody (SR-68).

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::base::GrantId;
use crate::model::lease::LeaseHolder;

/// Since when whose lease of a grant has been seen unchanged.
struct Seen {
    holder: LeaseHolder,
    /// By the clock that counts suspends.
    since: Duration,
    /// When it is over by the same clock, as the store said of it then.
    until: Duration,
}

#[derive(Default)]
pub(super) struct Watched(Mutex<HashMap<GrantId, Seen>>);

impl Watched {
    /// Far more than exchanges of other processes that callers of this one can wait for at once. Beyond it, all are watched anew.
    const MOST: usize = 65_536;

    /// Somebody has just read that this holder has the lease of a grant, `until` then; for how long it has been seen by now.
    pub(super) fn see(&self, grant_id: &GrantId, holder: LeaseHolder, until: Duration, now: Duration) -> Duration {
        let mut seen = self.lock();
        if let Some(known) = seen.get(grant_id).filter(|known| known.holder == holder) {
            return now.saturating_sub(known.since);
        }
        if seen.len() >= Watched::MOST {
            seen.clear();
        }
        seen.insert(grant_id.clone(), Seen { holder, since: now, until });
        Duration::ZERO
    }

    /// When a lease is over, as the store said of it when it was first seen; `None`: nobody has seen it.
    pub(super) fn until(&self, grant_id: &GrantId, holder: LeaseHolder) -> Option<Duration> {
        self.lock().get(grant_id).filter(|known| known.holder == holder).map(|known| known.until)
    }

    /// Nobody waits for it any more.
    pub(super) fn forget(&self, grant_id: &GrantId) {
        self.lock().remove(grant_id);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<GrantId, Seen>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// Each lease is watched from when it was first seen: who has acquired since, or anew, has a whole one before it.
    #[test]
    fn a_lease_is_seen_for_as_long_as_its_holder_has_it() {
        let (watched, [id, other]) = (Watched::default(), [(); 2].map(|()| GrantId::make_connection()));
        let holder = |owner: u8, epoch: u64| LeaseHolder { owner: [owner; 16], epoch };
        let see = |id: &GrantId, holder, now: u32| watched.see(id, holder, (now + 60) * SECOND, now * SECOND);
        assert_eq!(see(&id, holder(1, 1), 10), Duration::ZERO);
        assert_eq!(see(&id, holder(1, 1), 40), 30 * SECOND);
        assert_eq!(see(&other, holder(1, 1), 40), Duration::ZERO);
        assert_eq!(see(&id, holder(1, 2), 50), Duration::ZERO, "it has acquired it anew");
        assert_eq!(see(&id, holder(2, 2), 60), Duration::ZERO, "another one has it");
        assert_eq!(see(&id, holder(2, 2), 61), SECOND);
        assert_eq!(watched.until(&id, holder(2, 2)), Some(120 * SECOND), "as it was seen first");
        assert_eq!(watched.until(&id, holder(1, 2)), None);
        watched.forget(&id);
        assert_eq!(see(&id, holder(2, 2), 62), Duration::ZERO);
    }
}
