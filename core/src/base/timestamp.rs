//! Points in time, as stored and sent: whole milliseconds since the Unix epoch.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A point in time in milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// Arithmetic saturates: a provider that announces a lifetime of 10^18 seconds yields the end of time, never a wrapped past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The Unix epoch.
    pub const EPOCH: Timestamp = Timestamp(0);
    /// Later than every real point in time: "never".
    pub const NEVER: Timestamp = Timestamp(i64::MAX);

    /// From milliseconds since the Unix epoch.
    pub const fn from_unix_millis(millis: i64) -> Self {
        Timestamp(millis)
    }

    /// From seconds since the Unix epoch (RFC 7519 §2 `NumericDate`).
    pub const fn from_unix_seconds(seconds: i64) -> Self {
        Timestamp(seconds.saturating_mul(1000))
    }

    /// Milliseconds since the Unix epoch.
    pub const fn unix_millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the Unix epoch, rounded down.
    pub const fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// This time plus a duration, at most [`Timestamp::NEVER`].
    pub fn plus(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Timestamp(self.0.saturating_add(millis))
    }

    /// This time minus a duration.
    pub fn minus(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Timestamp(self.0.saturating_sub(millis))
    }

    /// As RFC 3339 text in UTC with milliseconds: `2026-01-31T12:00:00.000Z`. A time beyond the year 9999 becomes its last
    /// moment.
    pub fn to_rfc3339(self) -> String {
        const LAST: i64 = 253_402_300_799_999;
        let nanos = i128::from(self.0.clamp(0, LAST)) * 1_000_000;
        let Ok(time) = time::OffsetDateTime::from_unix_timestamp_nanos(nanos) else { return String::new() };
        let (date, clock) = (time.date(), time.time());
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            date.year(),
            u8::from(date.month()),
            date.day(),
            clock.hour(),
            clock.minute(),
            clock.second(),
            clock.millisecond()
        )
    }

    /// Reads RFC 3339 text, such as `2026-01-31T12:00:00Z`; parts of a millisecond are cut. `None`: it is none.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        let time = time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).ok()?;
        i64::try_from(time.unix_timestamp_nanos().div_euclid(1_000_000)).ok().map(Timestamp)
    }

    /// Reads a date as mail has it (RFC 5322 §3.3).
    pub(crate) fn from_rfc2822(text: &str) -> Option<Self> {
        let time = time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc2822).ok()?;
        i64::try_from(time.unix_timestamp_nanos().div_euclid(1_000_000)).ok().map(Timestamp)
    }

    /// Reads a number that counts from 1970 and not from now, in seconds or milliseconds: of the years from 2001 to 2096. `None`: a lifetime or
    /// a pause, which nobody makes that long.
    pub(crate) fn from_epoch_number(number: u64) -> Option<Self> {
        const SECONDS: std::ops::Range<u64> = 1_000_000_000..4_000_000_000;
        let signed = i64::try_from(number).ok()?;
        match number {
            _ if SECONDS.contains(&number) => Some(Timestamp::from_unix_seconds(signed)),
            _ if SECONDS.contains(&(number / 1000)) => Some(Timestamp::from_unix_millis(signed)),
            _ => None,
        }
    }

    /// The time from `earlier` to this, zero if `earlier` is later.
    pub fn since(self, earlier: Timestamp) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_rfc_3339_in_utc() {
        assert_eq!(Timestamp::EPOCH.to_rfc3339(), "1970-01-01T00:00:00.000Z");
        assert_eq!(Timestamp::from_unix_millis(1_769_860_800_123).to_rfc3339(), "2026-01-31T12:00:00.123Z");
        assert_eq!(Timestamp::NEVER.to_rfc3339(), "9999-12-31T23:59:59.999Z");
    }

    #[test]
    fn text_of_rfc_3339_is_read_back_and_other_text_is_none() {
        let at = Timestamp::from_unix_millis(1_769_860_800_123);
        assert_eq!(Timestamp::from_rfc3339(&at.to_rfc3339()), Some(at));
        assert_eq!(Timestamp::from_rfc3339("2026-01-31T13:00:00+01:00"), Some(Timestamp::from_unix_seconds(1_769_860_800)));
        for text in ["", "2026-01-31", "2026-01-31 12:00:00", "1769860800", "2026-02-30T00:00:00Z", "tomorrow"] {
            assert_eq!(Timestamp::from_rfc3339(text), None, "{text}");
        }
    }

    #[test]
    fn arithmetic_saturates() {
        assert_eq!(Timestamp::NEVER.plus(Duration::MAX), Timestamp::NEVER);
        assert_eq!(Timestamp::from_unix_seconds(i64::MAX), Timestamp::NEVER);
        assert_eq!(Timestamp::EPOCH.since(Timestamp::NEVER), Duration::ZERO);
        assert_eq!(Timestamp::from_unix_millis(-1).unix_seconds(), -1);
    }
}
