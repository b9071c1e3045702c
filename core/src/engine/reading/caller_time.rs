//! How a caller's time is spent: most of it on a renewal, the rest on what is served where there is none.

use std::time::Duration;

use crate::base::Stopwatch;

/// The time of a caller, from its beginning. Whoever limits the call as a whole ends it a moment after the last of these.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct CallerTime {
    begun: Stopwatch,
    limit: Duration,
    reserve: Duration,
}

impl CallerTime {
    /// A tenth of a long time is not needed to read one row.
    const MOST_RESERVED: Duration = Duration::from_millis(200);

    /// Begins now.
    pub(super) fn new(limit: Duration) -> Self {
        // A limit beyond all clocks is none.
        let limit = limit.min(Duration::from_secs(24 * 3600));
        CallerTime { begun: Stopwatch::start(), limit, reserve: (limit / 10).min(CallerTime::MOST_RESERVED) }
    }

    /// What is left for what may be in vain: something else is served then.
    pub(super) fn for_renewal(self) -> Duration {
        self.left_before(self.reserve)
    }

    /// What is left to find out what is served instead.
    pub(super) fn for_serving(self) -> Duration {
        self.left_before(self.reserve / 2)
    }

    /// What is left where the answer is known, and something is still to be written.
    pub(super) fn for_notes(self) -> Duration {
        self.left_before(self.reserve / 4)
    }

    fn left_before(self, reserve: Duration) -> Duration {
        self.limit.saturating_sub(self.begun.elapsed()).saturating_sub(reserve)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn each_step_leaves_time_for_the_next() {
        let time = CallerTime::new(Duration::from_millis(500));
        let left = || [time.for_renewal(), time.for_serving(), time.for_notes()].map(|left| left.as_micros());
        assert_eq!(left(), [450_000, 475_000, 487_500]);
        tokio::time::advance(Duration::from_millis(480)).await;
        assert_eq!(left(), [0, 0, 7_500]);
        assert_eq!(CallerTime::new(Duration::from_secs(10)).for_renewal(), Duration::from_millis(9_800));
        assert_eq!(CallerTime::new(Duration::ZERO).for_notes(), Duration::ZERO);
        assert!(CallerTime::new(Duration::MAX).for_renewal() > Duration::from_secs(3600));
    }
}
