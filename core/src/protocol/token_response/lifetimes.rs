//! Reads how long a token lives. RFC 6749 §5.1 has a number of seconds; what is not read here lives for an hour by assumption, and a token that
//! ends sooner is then handed out dead.

use std::time::Duration;

use serde_json::Value;

use crate::base::Timestamp;
use crate::protocol::dates::read_date;
use crate::protocol::spans::read_span;

/// A moment: a number that counts from 1970, also as text, or a date.
pub(super) fn read_end(value: &Value) -> Option<Timestamp> {
    let written = value.as_str().and_then(read_date);
    written.or_else(|| read_number(value).and_then(Timestamp::from_epoch_number))
}

/// A number of seconds, also as text, with a unit behind it, fractions cut, negative ones zero, huge ones as long as can be; or a length of time as
/// ISO 8601 or a clock writes it. `None`: nothing of that.
pub(in crate::protocol) fn read_lifetime(value: &Value) -> Option<Duration> {
    let written = || value.as_str().and_then(read_span).map(floor);
    read_number(value).or_else(written).map(Duration::from_secs)
}

/// A number, also as text, fractions cut, negative ones zero.
fn read_number(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64().or_else(|| number.as_f64().map(floor)),
        Value::String(text) => read_digits(text.trim()),
        _ => None,
    }
}

fn read_digits(text: &str) -> Option<u64> {
    // "inf", "nan" and "1e9" are numbers to Rust and words to everybody else.
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
    let read = || text.parse().ok().or_else(|| text.parse().ok().map(floor));
    is_number.then(read).flatten()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates at both ends, which is the rule")]
fn floor(seconds: f64) -> u64 {
    seconds as u64
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_length_of_time_is_read_in_every_form_that_was_met() {
        for (value, seconds) in [
            (json!(600), 600),
            (json!(600.9), 600),
            (json!("600"), 600),
            (json!(" 600.9 "), 600),
            (json!(-1), 0),
            (json!("-1"), 0),
            (json!("600s"), 600),
            (json!("600 seconds"), 600),
            (json!("15m"), 900),
            (json!("1h"), 3600),
            (json!("7d"), 604_800),
            (json!("2 Hours"), 7200),
            (json!("PT10M"), 600),
            (json!("PT1H30M"), 5400),
            (json!("P1DT1S"), 86_401),
            (json!("P7D"), 604_800),
            (json!("00:10:00"), 600),
            (json!("1:00:00"), 3600),
            (json!("99999999999d"), 99_999_999_999 * 86_400),
            (json!("1.5h"), 5400),
            (json!("1h30m"), 5400),
            (json!("3600000ms"), 3600),
            (json!("-5m"), 0),
        ] {
            assert_eq!(read_lifetime(&value), Some(Duration::from_secs(seconds)), "{value}");
        }
        for value in [
            json!(null),
            json!(true),
            json!([600]),
            json!({}),
            json!(""),
            json!("soon"),
            json!("3.6e3"),
            json!("inf"),
            json!("P"),
            json!("PT"),
            json!("P1M"),
            json!("P1Y"),
            json!("PT10"),
            json!("PT1M1H"),
            json!("10:00"),
            json!("00:60:00"),
            json!("1:2:3:4"),
            json!("6 weeks"),
            json!("s"),
            json!("+600"),
            json!("６００"),
        ] {
            assert_eq!(read_lifetime(&value), None, "{value}");
        }
    }

    #[test]
    fn a_moment_is_read_in_every_form_that_was_met() {
        for value in [
            json!(1_796_000_000),
            json!(1_796_000_000_000_u64),
            json!(1_796_000_000.5),
            json!("1796000000"),
            json!("2026-11-30T00:53:20Z"),
            json!("2026-11-30T00:53:20+00:00"),
            json!("2026-11-30T00:53:20+0000"),
            json!("2026-11-30T02:53:20+02"),
            json!("2026-11-30T01:53:20.000000+0100"),
            json!("2026-11-29T19:53:20-0500"),
            json!("2026-11-30T00:53:20"),
            json!("2026-11-30 00:53:20"),
            json!("2026-11-30 00:53:20 UTC"),
            json!("2026-11-30 00:53:20 +0000"),
            json!("Mon, 30 Nov 2026 00:53:20 GMT"),
            json!("Mon, 30 Nov 2026 00:53:20 UTC"),
            json!("Mon Nov 30 2026 00:53:20 GMT+0000 (Coordinated Universal Time)"),
        ] {
            assert_eq!(read_end(&value).map(Timestamp::unix_seconds), Some(1_796_000_000), "{value}");
        }
        for value in [
            json!(null),
            json!(3600),
            json!("2026-11-30"),
            json!("tomorrow"),
            json!("2026-11-30T25:00:00"),
            json!("2026-11-30 00:53:20 CET"),
            json!("ß T ß"),
        ] {
            assert_eq!(read_end(&value), None, "{value}");
        }
    }
}
