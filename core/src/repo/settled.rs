//! The clock by which is removed for good what is old. Whoever sets a clock forward by years, for an hour, shall not cost an application the
//! events that it has not read.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::base::Timestamp;

/// So long a clock that was set forward must have stood there until it is believed: that of a machine which began in 1970 is right from then on.
const AFTER: Duration = Duration::from_secs(24 * 3600);
/// Clocks are put right by seconds all the time.
const DRIFT: i64 = 60_000;

/// What this process makes of a clock that somebody may set.
#[derive(Default)]
pub(super) struct Settled(Mutex<Option<Known>>);

/// By how many milliseconds a clock is ahead of the one that counts suspends.
struct Known {
    believed: i64,
    ahead: Option<Ahead>,
}

struct Ahead {
    by: i64,
    since: Duration,
}

impl Settled {
    /// The time, of a clock that says `now`: not later than that, and not later by what it was set forward within a day. What it says when it
    /// is asked first is believed, as is each step back.
    pub(super) fn judge(&self, now: Timestamp, elapsed: Duration) -> Timestamp {
        let passed = i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX);
        let by = now.unix_millis().saturating_sub(passed);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Known { believed, ahead } = known.get_or_insert(Known { believed: by, ahead: None });
        if by <= believed.saturating_add(DRIFT) {
            (*believed, *ahead) = (by, None);
        } else {
            let stands = ahead.take().filter(|ahead| ahead.by.abs_diff(by) <= DRIFT.unsigned_abs());
            match stands {
                Some(stands) if elapsed.saturating_sub(stands.since) >= AFTER => *believed = by,
                stands => *ahead = Some(Ahead { by, since: stands.map_or(elapsed, |stands| stands.since) }),
            }
        }
        Timestamp::from_unix_millis(passed.saturating_add(*believed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_forward_is_believed_after_a_day_and_one_that_is_set_back_at_once() {
        let (settled, hour) = (Settled::default(), 3_600_u64);
        let judge = |elapsed: u64, now: i64| {
            settled.judge(Timestamp::from_unix_seconds(now), Duration::from_secs(elapsed)).unix_seconds()
        };
        let years = 73 * 365 * 86_400;
        assert_eq!(judge(hour, 1_000), 1_000, "what it says first");
        assert_eq!(judge(hour + 30, 1_035), 1_035, "it is put right by seconds");
        assert_eq!(judge(hour + 60, years), 1_065);
        assert_eq!(judge(24 * hour, years + 23 * 3_600), 1_065 + 23 * 3_600 - 60);
        assert_eq!(judge(25 * hour, 1_000 + 24 * 3_600), 1_000 + 24 * 3_600, "and back");
        assert_eq!(judge(26 * hour, years), 1_000 + 25 * 3_600, "another jump, and another day");
        assert_eq!(judge(49 * hour, years + 23 * 3_600), 1_000 + 48 * 3_600);
        assert_eq!(judge(50 * hour, years + 24 * 3_600), years + 24 * 3_600, "it stands");
        assert_eq!(judge(51 * hour, 5), 5);
    }
}
