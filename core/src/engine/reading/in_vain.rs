//! Remembers whose API rejects each credential as soon as it has been renewed. An API that says 401 to everything (an outage, another server
//! in its place, a scope that it calls 401) would else cost one exchange for each request, and each rotation is a risk (SR-64).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::base::GrantId;

/// So many renewals in a row are made without a pause: one may be in vain by chance, as where it has not spread yet.
const AT_ONCE: u32 = 4;
/// The first pause; each further one is twice as long.
const FIRST: Duration = Duration::from_secs(30);
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// A credential that is rejected so long after it could have been renewed again was good for something.
const SOON: Duration = Duration::from_secs(60);

/// Renewals of one grant that a rejection has asked for, each of them rejected soon.
#[derive(Clone, Copy)]
struct Row {
    /// What the last of them has brought.
    generation: u64,
    count: u32,
    /// Until when there is no further one.
    until: Duration,
}

impl Row {
    fn is_over(&self, now: Duration) -> bool {
        self.until.saturating_add(SOON) <= now
    }
}

/// What is to be done about a rejection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pause {
    /// So many renewals in a row were in vain.
    pub(super) count: u32,
    /// How long nobody asks for another.
    pub(super) left: Duration,
}

/// By grant and [`Clock::elapsed`](crate::base::Clock::elapsed): nobody who sets a clock prolongs a pause. Whoever looks forgets what is over.
#[derive(Default)]
pub(in crate::engine) struct InVain(Mutex<HashMap<GrantId, Row>>);

impl InVain {
    /// The pause in which a rejection of this generation falls.
    pub(super) fn pause(&self, grant_id: &GrantId, generation: u64, now: Duration) -> Option<Pause> {
        self.with_current(now, |rows| {
            let row = rows.get(grant_id).filter(|row| row.generation == generation && row.until > now)?;
            Some(Pause { count: row.count, left: row.until - now })
        })
    }

    /// A rejection of `rejected` has brought `renewed`. Gives the pause that begins with it. Many may have shared one renewal: it counts once.
    pub(super) fn note(&self, grant_id: &GrantId, rejected: u64, renewed: u64, now: Duration) -> Option<Pause> {
        self.with_current(now, |rows| {
            if rows.get(grant_id).is_some_and(|row| row.generation == renewed) {
                return None;
            }
            let before = rows.get(grant_id).filter(|row| row.generation == rejected).map_or(0, |row| row.count);
            let count = before.saturating_add(1);
            let pause = count.checked_sub(AT_ONCE).map(|further| FIRST.saturating_mul(1 << further.min(8)).min(LONGEST));
            let until = now.saturating_add(pause.unwrap_or_default());
            rows.insert(grant_id.clone(), Row { generation: renewed, count, until });
            pause.map(|left| Pause { count, left })
        })
    }

    fn with_current<T>(&self, now: Duration, work: impl FnOnce(&mut HashMap<GrantId, Row>) -> T) -> T {
        let mut rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rows.retain(|_, row| !row.is_over(now));
        work(&mut rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renewals_in_vain_are_fewer_and_fewer() {
        let (in_vain, id) = (InVain::default(), GrantId::make_connection());
        let (mut now, mut generation, mut made) = (Duration::from_secs(1_000), 1, Vec::new());
        let start = now;
        // An API that rejects everything is asked once a second for two hours.
        for _ in 0..7200 {
            if in_vain.pause(&id, generation, now).is_none() {
                in_vain.note(&id, generation, generation + 1, now);
                generation += 1;
                made.push((now - start).as_secs());
            }
            now += Duration::from_secs(1);
        }
        assert_eq!(made[..8], [0, 1, 2, 3, 33, 93, 213, 453]);
        assert_eq!(made.last().map(|last| last - made[made.len() - 2]), Some(15 * 60));
    }

    #[test]
    fn one_that_served_begins_a_new_row_and_nobody_else_waits() {
        let (in_vain, ids) = (InVain::default(), [GrantId::make_connection(), GrantId::make_connection()]);
        let now = Duration::from_secs(1_000);
        for generation in 1..=4 {
            let pause = in_vain.note(&ids[0], generation, generation + 1, now);
            assert_eq!(pause.is_some(), generation == 4);
            assert_eq!(in_vain.note(&ids[0], generation, generation + 1, now), None, "somebody who has shared it");
        }
        assert_eq!(in_vain.pause(&ids[0], 5, now), Some(Pause { count: 4, left: FIRST }));
        assert_eq!(in_vain.pause(&ids[0], 6, now), None, "somebody else has renewed it since");
        assert_eq!(in_vain.pause(&ids[1], 5, now), None);
        let later = now + FIRST + SOON;
        assert_eq!(in_vain.pause(&ids[0], 5, later), None);
        assert!(in_vain.0.lock().unwrap().is_empty());
        in_vain.note(&ids[0], 5, 6, later);
        assert_eq!(in_vain.pause(&ids[0], 6, later), None);
    }
}
