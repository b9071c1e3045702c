//! When a grant cannot be renewed any more, whatever is done until then.

use std::time::Duration;

use crate::base::Timestamp;

/// The longest and the usual warning: a week, and a fifth of the whole time where that is less.
const LONGEST_WARNING: Duration = Duration::from_secs(7 * 24 * 3600);
const SHARE: u32 = 5;
/// Ends that are less than this share of the time apart are one.
const ROUNDING: u32 = 20;

/// When a grant cannot be renewed any more: a person must sign in again before then, or access ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RenewalEnd {
    /// When.
    pub at: Timestamp,
    /// From when on the application is to hear of it.
    pub announce_at: Timestamp,
    /// Whether it has.
    pub is_announced: bool,
}

impl RenewalEnd {
    /// That of a sign-in. `told` is what its answer says of the refresh token, `defined` what the provider's definition says of every grant.
    /// The earlier one is meant.
    pub(crate) fn of_sign_in(started_at: Timestamp, told: Option<Duration>, defined: Option<Duration>) -> Option<Self> {
        [told, defined].into_iter().flatten().min().and_then(|life| RenewalEnd::after(started_at, life))
    }

    /// That of the successor. Where every grant of the provider ends some time after the sign-in, no refresh puts that off.
    pub(crate) fn succeed(
        before: Option<Self>,
        started_at: Timestamp,
        told: Option<Duration>,
        is_absolute: bool,
    ) -> Option<Self> {
        let Some(told) = told.and_then(|life| RenewalEnd::after(started_at, life)) else { return before };
        let Some(before) = before else { return Some(told) };
        // Some tell what is left, to the second: that is the same end, which may have been announced.
        let apart = before.at.since(told.at).max(told.at.since(before.at));
        let is_same = apart <= told.at.since(started_at) / ROUNDING;
        let is_later = told.at > before.at;
        Some(if is_same || (is_absolute && is_later) { before } else { told })
    }

    /// Whether it is time to announce it.
    pub(crate) fn is_to_announce(&self, now: Timestamp) -> bool {
        !self.is_announced && self.announce_at <= now
    }

    /// A life of nothing is what some providers say of one without an end.
    fn after(started_at: Timestamp, life: Duration) -> Option<Self> {
        let at = started_at.plus(life);
        let is_known = !life.is_zero() && at < Timestamp::NEVER;
        is_known.then(|| RenewalEnd { at, announce_at: at.minus(LONGEST_WARNING.min(life / SHARE)), is_announced: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u64 = 24 * 3600;

    fn days(days: u64) -> Duration {
        Duration::from_secs(days * DAY)
    }

    fn at(day: u64) -> Timestamp {
        Timestamp::EPOCH.plus(days(day))
    }

    #[test]
    fn it_is_announced_a_week_before_and_of_short_lives_a_fifth() {
        for (life, warning) in [(90, days(7)), (35, days(7)), (10, days(2)), (1, Duration::from_secs(DAY / 5))] {
            let end = RenewalEnd::of_sign_in(at(1), Some(days(life)), None).unwrap();
            assert_eq!((end.at, end.announce_at), (at(1 + life), at(1 + life).minus(warning)));
            assert!(end.is_to_announce(end.announce_at) && !end.is_to_announce(end.announce_at.minus(Duration::from_millis(1))));
            assert!(!RenewalEnd { is_announced: true, ..end }.is_to_announce(end.at));
        }
    }

    #[test]
    fn the_earlier_of_both_counts_and_no_life_is_no_end() {
        let end = |told, defined| RenewalEnd::of_sign_in(at(0), told, defined).map(|end| end.at);
        assert_eq!(end(Some(days(9)), Some(days(30))), Some(at(9)));
        assert_eq!(end(Some(days(90)), Some(days(30))), Some(at(30)));
        assert_eq!(end(None, Some(days(30))), Some(at(30)));
        assert_eq!(end(None, None), None);
        assert_eq!(end(Some(Duration::ZERO), None), None);
        assert_eq!(end(Some(Duration::MAX), None), None);
    }

    #[test]
    fn a_refresh_moves_the_end_of_a_refresh_token_and_not_that_of_a_grant() {
        let announced = RenewalEnd { is_announced: true, ..RenewalEnd::of_sign_in(at(0), Some(days(30)), None).unwrap() };
        let after = |told, is_absolute| RenewalEnd::succeed(Some(announced), at(29), told, is_absolute).unwrap();
        assert_eq!((after(Some(days(30)), false).at, after(Some(days(30)), false).is_announced), (at(59), false));
        assert_eq!(after(Some(days(30)), true), announced, "told once");
        assert_eq!(after(None, false), announced);
        assert_eq!(after(Some(Duration::from_secs(DAY / 2)), true).at, at(29).plus(Duration::from_secs(DAY / 2)));
        let left =
            |seconds| RenewalEnd::succeed(Some(announced), at(29), Some(Duration::from_secs(DAY - seconds)), false).unwrap();
        assert_eq!((left(0), left(3)), (announced, announced), "what is left until the same end");
        assert_eq!(RenewalEnd::succeed(None, at(1), Some(days(1)), true).unwrap().at, at(2));
    }
}
