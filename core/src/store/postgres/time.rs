//! The clock of a PostgreSQL vault: that of the server, which all processes share (SR-68). A statement asks for it where it needs it, so
//! that a statement that has waited for a lock does not act by the time before.

use std::sync::Arc;
use std::time::Duration;

use crate::base::Clock;

/// Where the time of a store comes from.
#[derive(Clone)]
pub(super) enum Source {
    /// The server's clock, as far ahead as a test has moved this process's.
    Server(Arc<dyn Clock>),
    /// A clock that stands still between two questions, for the rules of the suite.
    #[cfg(test)]
    Given(Arc<dyn Clock>),
}

impl Source {
    /// The time for one operation.
    pub(super) fn now(&self) -> Time {
        match self {
            Source::Server(clock) => Time::Server { ahead: millis(clock.ahead()) },
            #[cfg(test)]
            Source::Given(clock) => Time::Given(millis(clock.elapsed())),
        }
    }
}

/// The time of one operation.
#[derive(Clone, Copy, Debug)]
pub(super) enum Time {
    Server {
        /// In milliseconds; zero outside tests.
        ahead: i64,
    },
    #[cfg(test)]
    Given(i64),
}

impl Time {
    /// What a statement says for it: milliseconds.
    pub(super) fn sql(self) -> String {
        match self {
            Time::Server { ahead } => format!("((extract(epoch FROM clock_timestamp()) * 1000)::int8 + {ahead})"),
            #[cfg(test)]
            Time::Given(now) => format!("({now}::int8)"),
        }
    }
}

/// As columns hold a length.
pub(super) fn millis(length: Duration) -> i64 {
    i64::try_from(length.as_millis()).unwrap_or(i64::MAX)
}

/// The time from one point to another; zero where that is earlier.
pub(super) fn between(from: i64, to: i64) -> Duration {
    Duration::from_millis(u64::try_from(to.saturating_sub(from)).unwrap_or(0))
}
