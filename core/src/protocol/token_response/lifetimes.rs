//! Reads how long a token lives. RFC 6749 §5.1 has a number of seconds; what is not read here lives for an hour by assumption, and a token that
//! ends sooner is then handed out dead.

use std::time::Duration;

use serde_json::Value;

use crate::base::Timestamp;
use crate::protocol::retry_after::read_http_date;

/// A moment: a number that counts from 1970, also as text, or a date.
pub(super) fn read_end(value: &Value) -> Option<Timestamp> {
    let written = value.as_str().and_then(read_date);
    written.or_else(|| read_number(value).and_then(Timestamp::from_epoch_number))
}

/// A date as RFC 3339 writes it, or with a space for its T, no colon in its zone, or no zone at all, which is then UTC; or as HTTP does (RFC 9110
/// §5.6.7).
fn read_date(text: &str) -> Option<Timestamp> {
    let text = Some(text.trim()).filter(|text| text.is_ascii())?;
    if let Some(moment) = Timestamp::from_rfc3339(text).or_else(|| read_http_date(text)) {
        return Some(moment);
    }
    let (date, clock) = text.split_once(['T', 't', ' '])?;
    let end = clock.find(['Z', 'z', '+', '-', ' ']).unwrap_or(clock.len());
    let (clock, zone) = clock.split_at(end);
    let zone = match zone.trim() {
        "" | "z" | "Z" | "UTC" | "GMT" => "Z".to_owned(),
        zone if zone.len() == 5 && !zone.contains(':') => format!("{}:{}", &zone[..3], &zone[3..]),
        zone if zone.len() == 3 => format!("{zone}:00"),
        zone => zone.to_owned(),
    };
    Timestamp::from_rfc3339(&format!("{date}T{clock}{zone}"))
}

/// A number of seconds, also as text, with a unit behind it, fractions cut, negative ones zero, huge ones as long as can be; or a length of time as
/// ISO 8601 or a clock writes it. `None`: nothing of that.
pub(in crate::protocol) fn read_lifetime(value: &Value) -> Option<Duration> {
    let written =
        || value.as_str().map(str::trim).and_then(|text| read_unit(text).or_else(|| read_clock(text)).or_else(|| read_iso(text)));
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

/// `600s`, `15m`, `1h`, `7d`, as libraries that make tokens take it and servers pass it on.
fn read_unit(text: &str) -> Option<u64> {
    let end = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at(end);
    let seconds = match unit.to_ascii_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" => 60,
        "h" | "hour" | "hours" => 3600,
        "d" | "day" | "days" => 86_400,
        _ => return None,
    };
    Some(read_digits(number.trim_end())?.saturating_mul(seconds))
}

/// `00:10:00`: hours, minutes, seconds.
fn read_clock(text: &str) -> Option<u64> {
    let parts: Vec<&str> = text.split(':').collect();
    let [hours, minutes, seconds] = parts.as_slice() else { return None };
    let [hours, minutes, seconds] = [hours, minutes, seconds].map(|part| whole(part));
    let below = |part: Option<u64>| part.filter(|part| *part < 60);
    Some(hours?.saturating_mul(3600) + below(minutes)? * 60 + below(seconds)?)
}

/// `PT10M` (ISO 8601 durations of days and less: a month has no length).
fn read_iso(text: &str) -> Option<u64> {
    let text = text.strip_prefix('P')?;
    let (days, clock) = text.split_once('T').unwrap_or((text, ""));
    if text.is_empty() || text.ends_with('T') {
        return None;
    }
    let mut seconds: u64 = 0;
    for (part, units) in [(days, &[('D', 86_400)][..]), (clock, &[('H', 3600), ('M', 60), ('S', 1)][..])] {
        let mut rest = part;
        for (unit, length) in units {
            if let Some((number, behind)) = rest.split_once(*unit) {
                seconds = seconds.saturating_add(whole(number)?.saturating_mul(*length));
                rest = behind;
            }
        }
        if !rest.is_empty() {
            return None;
        }
    }
    Some(seconds)
}

/// Few digits and nothing else.
fn whole(text: &str) -> Option<u64> {
    let is_whole = (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_whole.then(|| text.parse().ok()).flatten()
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
