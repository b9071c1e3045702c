//! Remembers whose claims challenge the provider has just refused, so that it is not sent again at once. Other grants do not wait.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::base::GrantId;

/// For how long no challenge goes along.
const PAUSE: Duration = Duration::from_secs(60);

/// Until when no challenge goes along, by grant and [`Clock::elapsed`](crate::base::Clock::elapsed): nobody who sets a clock prolongs it. Whoever looks forgets what is over: without a further refusal nobody else would.
#[derive(Default)]
pub(super) struct RefusedChallenges(Mutex<HashMap<GrantId, Duration>>);

impl RefusedChallenges {
    pub(super) fn note(&self, grant_id: &GrantId, now: Duration) {
        self.with_current(now, |refused| _ = refused.insert(grant_id.clone(), now.saturating_add(PAUSE)));
    }

    pub(super) fn holds(&self, grant_id: &GrantId, now: Duration) -> bool {
        self.with_current(now, |refused| refused.contains_key(grant_id))
    }

    fn with_current<T>(&self, now: Duration, work: impl FnOnce(&mut HashMap<GrantId, Duration>) -> T) -> T {
        let mut refused = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        refused.retain(|_, until| *until > now);
        work(&mut refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_holds_for_a_minute_and_is_then_forgotten_by_whoever_looks() {
        let (refused, ids) = (RefusedChallenges::default(), [GrantId::make_connection(), GrantId::make_connection()]);
        let start = Duration::from_secs(1_000);
        refused.note(&ids[0], start);
        let last = start + PAUSE - Duration::from_millis(1);
        assert_eq!(ids.each_ref().map(|id| refused.holds(id, last)), [true, false]);
        assert!(!refused.holds(&ids[1], start + PAUSE));
        assert!(refused.0.lock().unwrap().is_empty());
    }
}
