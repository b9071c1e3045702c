//! Dates as servers write them where a specification has a number or a date of its own: RFC 3339, HTTP (RFC 9110 §5.6.7), mail (RFC 5322 §3.3),
//! what databases and JavaScript print, and each of them without seconds or with another word for UTC.

use std::time::UNIX_EPOCH;

use crate::base::Timestamp;

/// Longer than any date, so that nobody is made to look at more.
const LONGEST: usize = 128;

/// A date in any of these forms. One without a zone is in UTC.
pub(super) fn read_date(text: &str) -> Option<Timestamp> {
    let text = Some(text.trim()).filter(|text| text.is_ascii() && text.len() <= LONGEST)?;
    let exact = Timestamp::from_rfc3339(text).or_else(|| read_http_date(text));
    exact.or_else(|| read_digits(text)).or_else(|| read_words(text))
}

/// A date as HTTP writes it.
pub(super) fn read_http_date(value: &str) -> Option<Timestamp> {
    let time = httpdate::parse_http_date(value.trim()).ok()?;
    Some(Timestamp::EPOCH.plus(time.duration_since(UNIX_EPOCH).ok()?))
}

/// As RFC 3339 has it, with a space for its T, no seconds, no colon in its zone, or no zone at all.
fn read_digits(text: &str) -> Option<Timestamp> {
    let (date, clock) = text.split_once(['T', 't', ' '])?;
    let end = clock.find(['Z', 'z', '+', '-', ' ', 'U', 'G']).unwrap_or(clock.len());
    let (clock, zone) = clock.split_at(end);
    let zone = if zone.is_empty() { "+0000".to_owned() } else { offset(zone.trim())? };
    let (hours, minutes) = zone.split_at(3);
    let seconds = if clock.matches(':').count() == 1 { ":00" } else { "" };
    Timestamp::from_rfc3339(&format!("{date}T{clock}{seconds}{hours}:{minutes}"))
}

/// As mail has it: with or without the day of the week or seconds, and with any zone.
fn read_words(text: &str) -> Option<Timestamp> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = match words.as_slice() {
        // Where a program in JavaScript gave a date for a text: "Mon Nov 30 2026 00:53:20 GMT+0000 (Coordinated Universal Time)".
        [_, month, day, year, clock, zone, ..] if month.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            format!("{day} {month} {year} {clock} {}", offset(zone)?)
        }
        [before @ .., zone] => format!("{} {}", before.join(" "), offset(zone)?),
        [] => return None,
    };
    Timestamp::from_rfc2822(&text)
}

/// What a zone is called in mail: `+0100`.
fn offset(zone: &str) -> Option<String> {
    let named = ["GMT", "UTC", "Z", "z"].into_iter().find_map(|name| zone.strip_prefix(name));
    let number = named.unwrap_or(zone);
    if named.is_some() && number.is_empty() {
        return Some("+0000".to_owned());
    }
    let sign = number.chars().next().filter(|sign| matches!(sign, '+' | '-'))?;
    let digits: String = number.chars().skip(1).filter(|c| *c != ':').collect();
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.len() {
        1 if is_number => Some(format!("{sign}0{digits}00")),
        2 if is_number => Some(format!("{sign}{digits}00")),
        4 if is_number => Some(format!("{sign}{digits}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_every_form_that_was_met() {
        for text in [
            "2026-11-30T00:53:20Z",
            "2026-11-30T00:53:20.999z",
            "2026-11-30T02:53:20+02:00",
            "2026-11-30T00:53:20+0000",
            "2026-11-30T02:53:20+02",
            "2026-11-30T00:53:20",
            "2026-11-30 00:53:20 UTC",
            "2026-11-30 00:53:20UTC",
            "2026-11-30 00:53:20 GMT",
            "2026-11-30 00:53:20 +0000",
            "Mon, 30 Nov 2026 00:53:20 GMT",
            "Monday, 30-Nov-26 00:53:20 GMT",
            "Mon Nov 30 00:53:20 2026",
            "Mon, 30 Nov 2026 00:53:20 UTC",
            "Mon, 30 Nov 2026 00:53:20 Z",
            "Mon, 30 Nov 2026 00:53:20 +0000",
            "Mon, 30 Nov 2026 00:53:20 -0000",
            "Mon, 30 Nov 2026 01:53:20 +0100",
            "Mon, 30 Nov 2026 00:53:20 GMT+0000",
            "Mon, 30 Nov 2026 00:53:20 GMT+00:00",
            "Mon, 30 Nov 2026 01:53:20 UTC+1",
            "30 Nov 2026 00:53:20 GMT",
            "Mon Nov 30 2026 00:53:20 GMT+0000 (Coordinated Universal Time)",
            "Mon Nov 30 2026 01:53:20 GMT+0100",
        ] {
            assert_eq!(read_date(text).map(Timestamp::unix_seconds), Some(1_796_000_000), "{text}");
        }
        for text in ["2026-11-30T00:53Z", "2026-11-30 00:53", "Mon, 30 Nov 2026 00:53 GMT", "30 Nov 2026 00:53 +0000"] {
            assert_eq!(read_date(text).map(Timestamp::unix_seconds), Some(1_795_999_980), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        let long = format!("Mon, 30 Nov 2026 00:53:20 GMT{}", " ".repeat(200) + "x");
        for text in [
            "",
            "Z",
            "GMT",
            "+0000",
            "2026-11-30",
            "2026-11-30T",
            "2026-11-30T25:00:00",
            "2026-11-30 00:53:20 CET",
            "Mon, 30 Nov 2026 00:53:20 CET",
            "Mon, 30 Nov 2026",
            "Mon Nov 30 2026",
            "Mon Nov 30 2026 00:53:20 somewhere",
            "30 Nov 2026 00:53:20",
            "1h 30m",
            "tomorrow",
            "ß T ß",
            &long,
        ] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }
}
