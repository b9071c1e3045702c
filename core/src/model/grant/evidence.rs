//! Counts refusals of a grant over days, until they are enough to end it with the reason `evidence`.

use std::time::Duration;

use crate::base::Timestamp;

/// Refusals of a refresh since the last one that worked. Sealed with the grant, so that it adds up over restarts and processes.
///
/// A refusal that nobody understands ends nothing by itself (SR-23). Again and again, over days, while the access token is over and
/// the API rejects it, it can mean nothing else, and the person is the only one who can help. One jump of a wall clock does not
/// make days: refusals count at distances, and more than [`Evidence::OLD`] between two is taken for [`Evidence::APART`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// The first refusal; later where more than [`Evidence::OLD`] has passed between two.
    pub since: Timestamp,
    /// Refusals, each at least [`Evidence::APART`] after the one before.
    pub refusals: u32,
    /// The last of them.
    pub counted_at: Timestamp,
    /// Whether the API has rejected the access token meanwhile.
    pub is_rejected: bool,
}

impl Evidence {
    /// Refusals closer to each other count once.
    const APART: Duration = Duration::from_secs(12 * 3600);
    /// So long it is waited for others of the config that are refused too.
    /// What is longer than that between two refusals may be a clock that was put right.
    const OLD: Duration = Duration::from_secs(30 * 86_400);
    /// What must come together where the API rejects the token too: days, and refusals.
    const WITH_API: (Duration, u32) = (Duration::from_secs(3 * 86_400), 4);
    /// And where nobody has asked the API.
    const ALONE: (Duration, u32) = (Duration::from_secs(7 * 86_400), 8);

    /// One refusal more.
    pub(crate) fn refused(before: Option<Evidence>, now: Timestamp) -> Self {
        match before {
            None => Evidence { since: now, refusals: 1, counted_at: now, is_rejected: false },
            // Until that time comes none would count, and nobody would ever hear that the grant is over. What was counted before the clock
            // went ahead stays, and what has passed since by that clock, but for its jump, and the refusal behind that.
            Some(known) if known.is_ahead_of(now) => {
                let passed = known.counted_at.since(known.since).saturating_sub(Self::APART);
                let since = if known.since <= now { known.since } else { now.minus(passed) };
                Evidence { since, refusals: known.refusals.saturating_sub(1).max(1), counted_at: now, ..known }
            }
            Some(known) if known.counts(now) => {
                // A clock that begins at 1970, and is put right, makes no days either.
                let passed = known.counted_at.since(known.since);
                let since = if now.since(known.counted_at) < Self::OLD { known.since } else { now.minus(passed + Self::APART) };
                Evidence { since, refusals: known.refusals.saturating_add(1), counted_at: now, ..known }
            }
            Some(known) => known,
        }
    }

    /// Whether it has gone on for so long that nobody waits for an end of it.
    pub(crate) fn is_old(&self, now: Timestamp) -> bool {
        now.since(self.since) >= Self::OLD
    }

    /// Whether another refusal counts.
    pub(crate) fn counts(&self, now: Timestamp) -> bool {
        now.since(self.counted_at) >= Self::APART || self.is_ahead_of(now)
    }

    /// Whether the last refusal was counted by a clock that went ahead by more than the clocks of two hosts are apart.
    fn is_ahead_of(&self, now: Timestamp) -> bool {
        self.counted_at.since(now) >= Self::APART * 4
    }

    /// Whether it is enough with one refusal more, and with an API that rejects the token.
    pub(crate) fn may_suffice(&self, now: Timestamp) -> bool {
        Evidence { is_rejected: true, ..Evidence::refused(Some(*self), now) }.suffices(now)
    }

    /// Whether the last refusal was not long ago.
    pub(crate) fn is_recent(&self, now: Timestamp) -> bool {
        now.since(self.counted_at) < Self::APART * 4
    }

    /// Whether it is enough.
    pub(crate) fn suffices(&self, now: Timestamp) -> bool {
        let (long, often) = if self.is_rejected { Self::WITH_API } else { Self::ALONE };
        now.since(self.since) >= long && self.refusals >= often
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_add_up_over_days_and_not_within_one() {
        let start = Timestamp::from_unix_seconds(1_000_000);
        let hours = |hours: u64| start.plus(Duration::from_secs(hours * 3600));
        let after = |every: u64, until: u64, is_rejected: bool| {
            let mut evidence = None;
            for hour in (0..=until).step_by(usize::try_from(every).unwrap()) {
                evidence = Some(Evidence { is_rejected, ..Evidence::refused(evidence, hours(hour)) });
            }
            evidence.unwrap().suffices(hours(until))
        };
        for (every, until, is_rejected, enough) in [
            (1, 71, true, false),
            (1, 72, true, true),
            (24, 72, true, true),
            (36, 72, true, false),
            (1, 167, false, false),
            (24, 168, false, true),
            (72, 168, false, false),
        ] {
            assert_eq!(after(every, until, is_rejected), enough, "{every} {until} {is_rejected}");
        }
        let jumped = Evidence::refused(Some(Evidence::refused(None, start)), hours(10_000));
        assert!(!Evidence { is_rejected: true, ..jumped }.suffices(hours(10_000)), "a clock that jumps is no week");
        // Set right again, its jump is no time that has passed; by how much two hosts may be apart is no reason.
        let again = Evidence::refused(Some(jumped), hours(1));
        assert_eq!((again.since, again.refusals, again.counted_at), (hours(1), 1, hours(1)));
        let apart = Evidence::refused(None, hours(47));
        assert_eq!(Evidence::refused(Some(apart), start), apart);
        // One that was behind makes no days once it is right, and what is refused seldom is enough in the end.
        let (wrong, right) =
            (Timestamp::from_unix_seconds(60), |hours: u64| start.plus(Duration::from_secs((500_000 + hours) * 3600)));
        let behind = Some(Evidence::refused(Some(Evidence::refused(None, right(0))), wrong));
        assert_eq!(behind.map(|known| known.since), Some(wrong));
        let enough_at = |every: u64| {
            let refused = |known: &mut Option<Evidence>, hour: u64| {
                let evidence = Evidence { is_rejected: true, ..Evidence::refused(*known, right(hour)) };
                *known = Some(evidence);
                Some((hour, evidence.suffices(right(hour)), evidence.is_old(right(hour))))
            };
            let mut told = (1..20).map(|n| n * every).scan(behind, refused);
            told.find(|(_, enough, _)| *enough).map(|(hour, _, is_old)| (hour / every, is_old))
        };
        assert_eq!(enough_at(12), Some((6, false)), "12 hours for the jump, and 60 that have passed");
        assert_eq!(enough_at(40 * 24), Some((6, false)));
        let burst = (0..20).map(|_| start).chain([hours(72)]).fold(None, |known, at| Some(Evidence::refused(known, at)));
        let burst = Evidence { is_rejected: true, ..burst.unwrap() };
        assert!(!burst.suffices(hours(72)), "many within an hour are one");
    }
    /// What a clock far ahead has counted is no reason to begin anew: days that have passed stay, and those that it made up do not.
    #[test]
    fn what_had_passed_stays_when_a_clock_is_set_right() {
        let start = Timestamp::from_unix_seconds(1_000_000_000);
        let hours = |hours: u64| start.plus(Duration::from_secs(hours * 3600));
        let refused =
            |known: Option<Evidence>, at: u64| Some(Evidence { is_rejected: true, ..Evidence::refused(known, hours(at)) });
        for jump in [10 * 24, 100 * 24, 40 * 365 * 24] {
            let known = [0, 12, 24, 36].into_iter().fold(None, refused);
            // Two more are counted by the clock that is ahead, and the next one by one that is right.
            let ahead = [48, 60].into_iter().fold(known, |known, at| refused(known, at + jump));
            let right = refused(ahead, 72).unwrap();
            assert!(!right.is_ahead_of(hours(72)) && right.counts(hours(84)), "{jump}: {right:?}");
            assert!(right.since >= start && right.refusals <= 6, "{jump}: {right:?}");
            // All in all not before three days have passed, and not three days later than that.
            let ends = (72..).step_by(12).find(|at| {
                let known = (84..=*at).step_by(12).fold(Some(right), refused);
                known.unwrap().suffices(hours(*at))
            });
            assert!(ends.is_some_and(|at| (72..=108).contains(&at)), "{jump}: {ends:?}");
        }
        // A jump beside few refusals makes no days.
        let ahead = refused(refused(None, 0), 200).and_then(|known| refused(Some(known), 212));
        let right = refused(ahead, 13).unwrap();
        assert!(!right.suffices(hours(13)) && !refused(Some(right), 25).unwrap().suffices(hours(25)));
    }
}
