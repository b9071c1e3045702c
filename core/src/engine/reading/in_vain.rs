//! Remembers whose API rejects each credential as soon as it has been renewed. An API that says 401 to everything (an outage, another server
//! in its place, a scope that it calls 401) would else cost one exchange for each request, and each rotation is a risk (SR-64).
//!
//! Each process counts the renewals that it has asked for. Which of them has made the rejected one does not matter: a credential that is
//! rejected within a minute of being made was made in vain.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::base::{GrantId, Timestamp};
use crate::model::grant::{Grant, Material};

/// So many renewals in a row are made without a pause: one may be in vain by chance, as where it has not spread yet.
const AT_ONCE: u32 = 4;
/// The first pause; each further one is twice as long.
const FIRST: Duration = Duration::from_secs(30);
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// A credential that is rejected so long after it was made, or could have been made again, was good for something.
const SOON: Duration = Duration::from_secs(60);

/// What an API has rejected.
#[derive(Clone, Copy)]
pub(super) struct Rejected {
    generation: u64,
    /// Whether it was made a moment ago, in whichever process.
    is_young: bool,
}

impl Rejected {
    pub(super) fn new(grant: &Grant, now: Timestamp) -> Self {
        let is_young = match &grant.secrets.material {
            Material::OAuth(tokens) => now.since(tokens.issued_at) < SOON,
            Material::Fields(_) => false,
        };
        Rejected { generation: grant.generation, is_young }
    }
}

/// Renewals of one grant that a rejection has asked for, each of them in vain.
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

    /// Whether the rejection goes on with it.
    fn takes(&self, rejected: Rejected, now: Duration) -> bool {
        !self.is_over(now) && (rejected.is_young || rejected.generation == self.generation)
    }
}

/// How long nothing is renewed for a rejection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pause {
    /// So many renewals in a row were in vain.
    pub(super) count: u32,
    pub(super) left: Duration,
}

/// By grant and [`Clock::elapsed`](crate::base::Clock::elapsed): nobody who sets a clock prolongs a pause.
#[derive(Default)]
pub(in crate::engine) struct InVain(Mutex<Rows>);

#[derive(Default)]
struct Rows {
    by_grant: HashMap<GrantId, Row>,
    /// When what is over was last forgotten. Where thousands are rejected at once, not each of them looks through all.
    swept: Duration,
}

impl InVain {
    /// The pause in which a rejection falls.
    pub(super) fn pause(&self, grant_id: &GrantId, rejected: Rejected, now: Duration) -> Option<Pause> {
        self.with_rows(now, |rows| {
            let row = rows.get(grant_id).filter(|row| row.takes(rejected, now) && row.until > now)?;
            Some(Pause { count: row.count, left: row.until - now })
        })
    }

    /// A rejection has brought `renewed`. Gives the pause that begins with it. Many may have shared one renewal, and some are told late: it
    /// counts once.
    pub(super) fn note(&self, grant_id: &GrantId, rejected: Rejected, renewed: u64, now: Duration) -> Option<Pause> {
        self.with_rows(now, |rows| {
            let known = rows.get(grant_id).filter(|row| !row.is_over(now));
            if known.is_some_and(|row| row.generation >= renewed) {
                return None;
            }
            let before = known.filter(|row| row.takes(rejected, now)).map_or(0, |row| row.count);
            let count = before.saturating_add(1);
            let pause = count.checked_sub(AT_ONCE).map(|further| FIRST.saturating_mul(1 << further.min(8)).min(LONGEST));
            let until = now.saturating_add(pause.unwrap_or_default());
            rows.insert(grant_id.clone(), Row { generation: renewed, count, until });
            pause.map(|left| Pause { count, left })
        })
    }

    fn with_rows<T>(&self, now: Duration, work: impl FnOnce(&mut HashMap<GrantId, Row>) -> T) -> T {
        let mut rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if now >= rows.swept.saturating_add(SOON) {
            rows.swept = now;
            rows.by_grant.retain(|_, row| !row.is_over(now));
        }
        work(&mut rows.by_grant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Duration = Duration::from_secs(1_000);

    fn young(generation: u64) -> Rejected {
        Rejected { generation, is_young: true }
    }

    fn old(generation: u64) -> Rejected {
        Rejected { generation, is_young: false }
    }

    #[test]
    fn renewals_in_vain_are_fewer_and_fewer() {
        let (in_vain, id) = (InVain::default(), GrantId::make_connection());
        let (mut now, mut generation, mut made) = (START, 1, Vec::new());
        // An API that rejects everything is asked once a second for two hours. Behind a pause the credential is no young one any more.
        for _ in 0..7200 {
            if in_vain.pause(&id, old(generation), now).is_none() {
                in_vain.note(&id, old(generation), generation + 1, now);
                generation += 1;
                made.push((now - START).as_secs());
            }
            now += Duration::from_secs(1);
        }
        assert_eq!(made[..8], [0, 1, 2, 3, 33, 93, 213, 453]);
        assert_eq!(made.last().map(|last| last - made[made.len() - 2]), Some(15 * 60));
    }

    #[test]
    fn each_process_makes_as_many_where_several_take_turns() {
        let (processes, id) = ([InVain::default(), InVain::default()], GrantId::make_connection());
        let mut generation = 1;
        for turn in 0..100 {
            let in_vain = &processes[turn % 2];
            if in_vain.pause(&id, young(generation), START).is_none() {
                in_vain.note(&id, young(generation), generation + 1, START);
                generation += 1;
            }
        }
        assert_eq!(generation, 1 + 2 * 4);
    }

    #[test]
    fn one_renewal_counts_once_however_many_share_it() {
        let (in_vain, id) = (InVain::default(), GrantId::make_connection());
        for generation in 1..=4 {
            let pause = in_vain.note(&id, young(generation), generation + 1, START);
            assert_eq!(pause, (generation == 4).then_some(Pause { count: 4, left: FIRST }));
            assert_eq!(in_vain.note(&id, young(generation), generation + 1, START), None);
        }
        assert_eq!(in_vain.note(&id, young(2), 3, START), None, "somebody who is told late");
        assert_eq!(in_vain.pause(&id, young(5), START), Some(Pause { count: 4, left: FIRST }));
    }

    #[test]
    fn one_that_served_begins_a_new_row_and_nobody_else_waits() {
        let (in_vain, ids) = (InVain::default(), [GrantId::make_connection(), GrantId::make_connection()]);
        for generation in 1..=4 {
            in_vain.note(&ids[0], young(generation), generation + 1, START);
        }
        assert_eq!(in_vain.pause(&ids[0], old(5), START), Some(Pause { count: 4, left: FIRST }));
        assert_eq!(in_vain.pause(&ids[0], old(6), START), None, "somebody else has renewed it, and it has served since");
        assert_eq!(in_vain.pause(&ids[1], young(5), START), None);
        let later = START + FIRST + SOON;
        assert_eq!(in_vain.pause(&ids[0], young(5), later), None);
        assert!(in_vain.0.lock().unwrap().by_grant.is_empty());
        assert_eq!(in_vain.note(&ids[0], young(5), 6, later), None);
        assert_eq!(in_vain.pause(&ids[0], young(6), later), None);
    }
}
