//! Lengths of time as servers write them where a specification has a number of seconds: with units, as a clock, and as ISO 8601 has them.

/// A length of time in seconds: `600s`, `1.5h`, `1h30m`, `250ms`; `00:10:00`; `PT10M`. It may be negative only where it has a unit.
pub(super) fn read_span(text: &str) -> Option<f64> {
    let text = text.trim();
    read_units(text).or_else(|| read_clock(text)).or_else(|| read_iso(text))
}

/// Digits, a fraction or none, and a sign only where it is less than nothing. Exponents, "inf" and "nan" are numbers to programs and words to
/// everybody else.
pub(super) fn read_decimal(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let begins = digits.starts_with(|c: char| c.is_ascii_digit());
    let is_number = begins && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_number.then(|| text.parse().ok()).flatten()
}

/// Numbers with units behind them, as libraries that make tokens take them and programs print them: `15m`, `7d`, `2 hours`, `2m59.56s`.
fn read_units(text: &str) -> Option<f64> {
    let (mut rest, mut seconds) = (text, 0.0);
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let (number, behind) = rest.split_at(end);
        let end = behind.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.len());
        let (unit, behind) = behind.split_at(end);
        seconds += read_decimal(number.trim_end())? * length_of(unit)?;
        rest = behind.trim_start();
    }
    (!text.is_empty()).then_some(seconds)
}

/// The length of a unit in seconds. A month has none.
fn length_of(unit: &str) -> Option<f64> {
    Some(match unit.to_ascii_lowercase().as_str() {
        "ms" | "msec" | "msecs" | "millis" | "millisecond" | "milliseconds" => 0.001,
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3600.0,
        "d" | "day" | "days" => 86_400.0,
        _ => return None,
    })
}

/// `00:10:00`: hours, minutes, seconds.
fn read_clock(text: &str) -> Option<f64> {
    let parts: Vec<&str> = text.split(':').collect();
    let [hours, minutes, seconds] = parts.as_slice() else { return None };
    let [hours, minutes, seconds] = [hours, minutes, seconds].map(|part| read_part(part));
    let below = |part: Option<f64>| part.filter(|part| *part < 60.0);
    Some(hours? * 3600.0 + below(minutes)? * 60.0 + below(seconds)?)
}

/// `PT10M` (ISO 8601 durations of days and less).
fn read_iso(text: &str) -> Option<f64> {
    let text = text.strip_prefix('P')?;
    let (days, clock) = text.split_once('T').unwrap_or((text, ""));
    if text.is_empty() || text.ends_with('T') {
        return None;
    }
    let mut seconds = 0.0;
    for (part, units) in [(days, &[('D', 86_400.0)][..]), (clock, &[('H', 3600.0), ('M', 60.0), ('S', 1.0)][..])] {
        let mut rest = part;
        for (unit, length) in units {
            if let Some((number, behind)) = rest.split_once(*unit) {
                seconds += read_part(number)? * length;
                rest = behind;
            }
        }
        if !rest.is_empty() {
            return None;
        }
    }
    Some(seconds)
}

fn read_part(text: &str) -> Option<f64> {
    read_decimal(text).filter(|part| !part.is_sign_negative())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_read_in_every_form_that_was_met() {
        for (text, milliseconds) in [
            ("600s", 600_000.0),
            ("600 seconds", 600_000.0),
            ("15m", 900_000.0),
            ("5 minutes", 300_000.0),
            ("1h", 3_600_000.0),
            ("1.5h", 5_400_000.0),
            ("2 Hours", 7_200_000.0),
            ("7d", 604_800_000.0),
            ("250ms", 250.0),
            ("-5m", -300_000.0),
            ("1h30m", 5_400_000.0),
            ("1h 30m", 5_400_000.0),
            ("1m0s", 60_000.0),
            ("2m59.5s", 179_500.0),
            ("00:10:00", 600_000.0),
            ("1:00:00", 3_600_000.0),
            ("PT10M", 600_000.0),
            ("PT1H30M", 5_400_000.0),
            ("PT0.5S", 500.0),
            ("P1DT1S", 86_401_000.0),
        ] {
            let read = read_span(text).map(|seconds| (seconds * 1000.0).round());
            assert_eq!(read, Some(milliseconds), "{text}");
        }
        for text in [
            "",
            "600",
            "s",
            "soon",
            "1h30",
            "h1",
            "1 fortnight",
            "6 weeks",
            "1m,",
            "P",
            "PT",
            "P1M",
            "P1Y",
            "PT10",
            "PT1M1H",
            "PT-1S",
            "10:00",
            "00:60:00",
            "-1:00:00",
            "1:2:3:4",
            "1.2.3s",
            "1e3s",
            "+5s",
            "６００s",
        ] {
            assert_eq!(read_span(text), None, "{text}");
        }
    }
}
