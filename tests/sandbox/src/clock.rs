//! The clock of the sandbox: real time plus an offset that a test moves.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The time by which everything in the sandbox is issued and expires.
///
/// It starts at real time and runs on with it; [`advance`](Self::advance) adds to it. Clones share one offset.
#[derive(Clone, Debug, Default)]
pub struct SandboxClock {
    offset_ms: Arc<AtomicI64>,
}

impl SandboxClock {
    /// The present time of the sandbox.
    pub fn now(&self) -> SystemTime {
        let offset = self.offset_ms.load(Ordering::SeqCst);
        let magnitude = Duration::from_millis(offset.unsigned_abs());
        if offset >= 0 { SystemTime::now() + magnitude } else { SystemTime::now() - magnitude }
    }

    /// Moves the clock forward and returns the new time.
    pub fn advance(&self, by: Duration) -> SystemTime {
        self.advance_ms(i64::try_from(by.as_millis()).unwrap_or(i64::MAX))
    }

    /// Moves the clock by a signed number of milliseconds, for clients whose own clock is ahead.
    pub fn advance_ms(&self, by: i64) -> SystemTime {
        self.offset_ms.fetch_add(by, Ordering::SeqCst);
        self.now()
    }

    /// Returns to real time.
    pub fn reset(&self) {
        self.offset_ms.store(0, Ordering::SeqCst);
    }

    /// How far the clock is ahead of real time, in milliseconds.
    pub fn offset_ms(&self) -> i64 {
        self.offset_ms.load(Ordering::SeqCst)
    }

    pub(crate) fn unix_seconds(&self) -> u64 {
        unix_seconds(self.now())
    }
}

/// Whole seconds since 1970, 0 for earlier times.
pub(crate) fn unix_seconds(at: SystemTime) -> u64 {
    at.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}

/// Milliseconds since 1970, 0 for earlier times.
pub(crate) fn unix_ms(at: SystemTime) -> u64 {
    at.duration_since(UNIX_EPOCH).map_or(0, |d| u64::try_from(d.as_millis()).unwrap_or(u64::MAX))
}

/// `2026-01-05T10:11:12Z` (RFC 3339).
pub(crate) fn rfc3339(at: SystemTime) -> String {
    written(at).replace(' ', "T")
}

/// `2026-01-05 10:11:12Z`, the form of timestamps in the provider's error bodies.
pub(crate) fn written(at: SystemTime) -> String {
    let t = time::OffsetDateTime::from(at);
    format!("{:04}-{:02}-{:02} {:02}:{:02}:{:02}Z", t.year(), u8::from(t.month()), t.day(), t.hour(), t.minute(), t.second())
}

/// `Mon, 05 Jan 2026 10:11:12 GMT`, the form of `Date` (RFC 9110 §5.6.7).
pub(crate) fn http_date(at: SystemTime) -> String {
    let t = time::OffsetDateTime::from(at);
    let (weekday, month) = (t.weekday().to_string(), t.month().to_string());
    let (weekday, month) = (weekday.get(..3).unwrap_or_default(), month.get(..3).unwrap_or_default());
    format!("{weekday}, {:02} {month} {:04} {:02}:{:02}:{:02} GMT", t.day(), t.year(), t.hour(), t.minute(), t.second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_have_the_providers_form() {
        let at = UNIX_EPOCH + Duration::from_secs(1_767_607_872);
        assert_eq!(written(at), "2026-01-05 10:11:12Z");
        assert_eq!(http_date(at), "Mon, 05 Jan 2026 10:11:12 GMT");
    }

    #[test]
    fn clones_share_the_offset() {
        let clock = SandboxClock::default();
        clock.clone().advance(Duration::from_secs(90));
        assert_eq!(clock.offset_ms(), 90_000);
    }
}
