//! Reads for how long a provider wants to be left alone: `Retry-After` (RFC 9110 §10.2.3), and what providers write instead of it.

use std::time::{Duration, UNIX_EPOCH};

use crate::base::Timestamp;
use crate::model::http::OutboundResponse;
use crate::model::pause_headers::{LIMITS, PAUSES, PauseHeader, REMAINING, RESETS};
use crate::protocol::dates::{read_date, read_http_date};
use crate::protocol::spans::{read_decimal, read_span};

/// No pause is longer: a provider that asks for a day would otherwise stop all refreshes until everything has expired.
pub(crate) const MAX_RETRY_AFTER: Duration = Duration::from_secs(3600);

/// Reads the pause that a response asks for: where it says nothing else, or where it says that there were too many requests. Of several the
/// longest counts. A moment is counted from the response's own `Date`, which is right whatever the local clock says; without one, it tells
/// nothing here. A pause of nothing is none: whoever came back at once would be told the same.
pub(crate) fn read_response_retry_after(response: &OutboundResponse) -> Option<Duration> {
    let sent_at = read_sent_at(response);
    let read = |named: &PauseHeader, value: &str| read_pause(value, named.per_second, sent_at);
    let told = PAUSES.iter().flat_map(|named| values(response, named.name).filter_map(|value| read(named, value)));
    let pause = told.max().filter(|pause| !pause.is_zero());
    let counts_anew = || read_resets(response, sent_at).filter(|_| says_too_many(response));
    pause.or_else(counts_anew)
}

/// Whether status or headers of a response say that whoever asks is to wait.
pub(crate) fn asks_for_pause(response: &OutboundResponse) -> bool {
    says_when(response) || says_too_many(response)
}

/// Whether a header of a response asks for a pause, however long, and says nothing else.
pub(super) fn says_when(response: &OutboundResponse) -> bool {
    PAUSES.iter().any(|named| values(response, named.name).next().is_some())
}

/// Whether status or headers say that there were too many requests. 420 is what some said before there was 429 (RFC 6585 §4), and 430 what
/// Shopify says besides it.
pub(super) fn says_too_many(response: &OutboundResponse) -> bool {
    let is_exhausted = |value: &str| value.split([',', ';']).next().is_some_and(|number| number.trim() == "0");
    matches!(response.status, 420 | 429 | 430)
        || REMAINING.into_iter().any(|name| values(response, name).any(is_exhausted))
        || values(response, LIMITS).any(|value| limits(value).any(|limit| limit.is_exhausted))
}

/// When requests are counted anew, where a response says so: the last of the moments that it tells.
pub(super) fn read_resets(response: &OutboundResponse, sent_at: Option<Timestamp>) -> Option<Duration> {
    let told = RESETS.into_iter().flat_map(|name| values(response, name)).filter_map(|value| read_pause(value, 1, sent_at));
    let is_one_exhausted = values(response, LIMITS).any(|value| limits(value).any(|limit| limit.is_exhausted));
    let limits = values(response, LIMITS).flat_map(limits).filter(|limit| limit.is_exhausted || !is_one_exhausted);
    let pause = told.chain(limits.filter_map(|limit| limit.reset)).max();
    pause.filter(|pause| !pause.is_zero())
}

/// One of the limits that a header `RateLimit` lists.
struct Limit {
    is_exhausted: bool,
    reset: Option<Duration>,
}

/// The limits of a header `RateLimit`, as drafts of the IETF have it (draft-ietf-httpapi-ratelimit-headers): `"default";r=0;t=60`, and
/// before that `limit=100, remaining=0, reset=60`.
fn limits(value: &str) -> impl Iterator<Item = Limit> {
    let is_old = value.contains("reset=");
    let items: Vec<&str> = if is_old { vec![value] } else { value.split(',').collect() };
    items.into_iter().map(move |item| {
        let of = |names: [&str; 2]| {
            let mut parameters = item.split([',', ';']).filter_map(|parameter| parameter.trim().split_once('='));
            parameters.find_map(|(name, value)| names.contains(&name.trim()).then(|| value.trim()))
        };
        Limit {
            is_exhausted: of(["r", "remaining"]) == Some("0"),
            reset: of(["t", "reset"]).and_then(|seconds| read_pause(seconds, 1, None)),
        }
    })
}

fn values<'a>(response: &'a OutboundResponse, name: &'a str) -> impl Iterator<Item = &'a str> {
    response.headers.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// When a response says that it was sent (RFC 9110 §6.6.1).
pub(super) fn read_sent_at(response: &OutboundResponse) -> Option<Timestamp> {
    response.header("date").and_then(read_http_date)
}

/// The same response with the moment of its arrival as its `Date`, where it brought none (RFC 9110 §6.6.1).
pub(crate) fn dated(mut response: OutboundResponse, received_at: Timestamp) -> OutboundResponse {
    if read_sent_at(&response).is_none() {
        let since = Duration::from_millis(u64::try_from(received_at.unix_millis()).unwrap_or(0));
        response.headers.retain(|(name, _)| name != "date");
        response.headers.push(("date".to_owned(), httpdate::fmt_http_date(UNIX_EPOCH + since)));
    }
    response
}

/// A pause, as a number of units, in whole seconds rounded up, a length of time in other forms, a moment as a number of seconds or milliseconds
/// since 1970, or a date. A moment in the past is zero, of several values the longest counts, and no more than [`MAX_RETRY_AFTER`] is given.
/// `None`: it is none of these, or less than nothing.
pub(super) fn read_pause(value: &str, per_second: u32, sent_at: Option<Timestamp>) -> Option<Duration> {
    let value = value.trim().trim_matches('"').trim();
    if let Some(moment) = read_date(value) {
        return Some(moment.since(sent_at?).min(MAX_RETRY_AFTER));
    }
    let lengths = value.split(',').map(|length| read_length(length.trim(), per_second, sent_at));
    lengths.collect::<Option<Vec<Duration>>>()?.into_iter().max()
}

fn read_length(text: &str, per_second: u32, sent_at: Option<Timestamp>) -> Option<Duration> {
    let seconds = match read_decimal(text) {
        Some(number) => match Timestamp::from_epoch_number(whole(number)) {
            Some(moment) => return sent_at.map(|sent_at| moment.since(sent_at).min(MAX_RETRY_AFTER)),
            None => number / f64::from(per_second),
        },
        None => read_span(text)?,
    };
    (seconds >= 0.0).then(|| Duration::from_secs(whole(seconds.ceil())).min(MAX_RETRY_AFTER))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates at both ends, which is the rule")]
fn whole(number: f64) -> u64 {
    number as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // Sun, 06 Nov 1994 08:49:37 GMT, the example of RFC 9110 §5.6.7.
    const NOW: Timestamp = Timestamp::from_unix_seconds(784_111_777);

    #[test]
    fn seconds_and_dates_are_read_and_capped() {
        let table = [
            ("0", Some(0)),
            ("120", Some(120)),
            (" 41 ", Some(41)),
            ("3601", Some(3600)),
            ("99999999999999999999999999", Some(3600)),
            ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60)),
            ("Sunday, 06-Nov-94 08:50:37 GMT", Some(60)),
            ("Sun Nov  6 08:50:37 1994", Some(60)),
            ("Sun, 06 Nov 1994 08:49:36 GMT", Some(0)),
            ("Sat, 06 Nov 2094 08:49:37 GMT", Some(3600)),
            ("", None),
            // 1994-11-06T08:50:37Z, and as a number of our days.
            ("1994-11-06T08:50:37Z", Some(60)),
            ("1994-11-06T08:49:36+00:00", Some(0)),
            ("1796000000", Some(3600)),
            ("1796000000000", Some(3600)),
            ("1.5", Some(2)),
            ("600.0", Some(600)),
            ("600s", Some(600)),
            ("600 seconds", Some(600)),
            ("1500 ms", Some(2)),
            ("\"41\"", Some(41)),
            ("1m", Some(60)),
            ("1m30s", Some(90)),
            ("2m59.56s", Some(180)),
            ("370ms", Some(1)),
            ("5 minutes", Some(300)),
            ("00:01:30", Some(90)),
            ("PT5M", Some(300)),
            ("1h", Some(3600)),
            ("9h", Some(3600)),
            ("1m, 30s", Some(60)),
            ("Sun, 06 Nov 1994 08:50:37 UTC", Some(60)),
            ("Sun, 06 Nov 1994 08:50:37 +0000", Some(60)),
            ("Sun, 06 Nov 1994 08:51 GMT", Some(83)),
            ("Sun Nov 06 1994 08:50:37 GMT+0000 (Coordinated Universal Time)", Some(60)),
            ("1994-11-06 08:50:37", Some(60)),
            ("1, 2", Some(2)),
            ("600, 600", Some(600)),
            ("-1", None),
            ("+1", None),
            (".5", None),
            ("1.2.3", None),
            ("-5s", None),
            ("five minutes", None),
            ("1796000000x", None),
            ("soon", None),
            ("1, soon", None),
            ("Sun, 06 Nov 1994 08:50:37 PST", None),
            ("１２", None),
        ];
        for (value, seconds) in table {
            assert_eq!(read_pause(value, 1, Some(NOW)), seconds.map(Duration::from_secs), "{value}");
        }
    }

    #[test]
    fn a_date_counts_from_the_response_s_own_date() {
        let response = |headers: &[(&str, &str)]| OutboundResponse {
            status: 503,
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            body: Vec::new().into(),
            is_cut: false,
        };
        let later = ("retry-after", "Sun, 06 Nov 1994 08:50:37 GMT");
        let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(read_response_retry_after(&response(&[later, date])), Some(Duration::from_secs(60)));
        assert_eq!(read_response_retry_after(&response(&[later])), None);
        assert_eq!(read_response_retry_after(&response(&[("retry-after", "7")])), Some(Duration::from_secs(7)));
        assert_eq!(read_response_retry_after(&response(&[date])), None);
        assert_eq!(read_response_retry_after(&response(&[("retry-after", "0")])), None);
        let past = ("retry-after", "Sun, 06 Nov 1994 08:49:36 GMT");
        assert_eq!(read_response_retry_after(&response(&[past, date])), None);
    }

    #[test]
    fn a_pause_is_read_in_the_headers_of_any_provider() {
        let date = ("date", "Mon, 30 Nov 2026 00:53:20 GMT");
        let seconds = |status: u16, headers: &[(&str, &str)]| {
            let headers = headers.iter().chain([&date]);
            let headers = headers.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let response = OutboundResponse { status, headers, body: Vec::new().into(), is_cut: false };
            (asks_for_pause(&response), read_response_retry_after(&response).map(|pause| pause.as_secs()))
        };
        for (name, value) in [
            ("retry-after", "600"),
            ("retry-after", "1796000600"),
            ("x-retry-after", "600"),
            ("retry-after-ms", "599001"),
            ("x-ms-retry-after-ms", "600000"),
            ("x-rate-limit-retry-after-seconds", "600"),
            ("x-ratelimit-retry-after", "1796000600"),
            ("retry-after", "10m0s"),
        ] {
            assert_eq!(seconds(403, &[(name, value)]), (true, Some(600)), "{name}: {value}");
        }
        for (name, value) in [
            ("x-ratelimit-reset", "1796000600"),
            ("x-ratelimit-reset", "1796000600000"),
            ("x-ratelimit-reset", "600"),
            ("x-rate-limit-reset", "1796000600"),
            ("ratelimit-reset", "600"),
            ("x-ratelimit-reset-after", "599.5"),
            ("x-ratelimit-reset", "2026-11-30T01:03:20Z"),
            ("x-ratelimit-reset", "Mon Nov 30 2026 01:03:20 GMT+0000 (Coordinated Universal Time)"),
            ("x-ratelimit-reset", "10m0s"),
            ("x-rate-limit-reset-after", "600"),
            ("ratelimit", "\"default\";r=0;t=600"),
            ("ratelimit", "\"burst\";r=0;t=600, \"day\";r=7;t=3000"),
            ("ratelimit", "limit=100, remaining=0, reset=600"),
        ] {
            for status in [420, 429] {
                assert_eq!(seconds(status, &[(name, value)]), (true, Some(600)), "{name}: {value}");
            }
            // Beside any other answer it tells when, and not that there were too many.
            let is_told = value.contains("r=0") || value.contains("remaining=0");
            assert_eq!(seconds(403, &[(name, value)]), (is_told, is_told.then_some(600)), "{name}: {value}");
            for exhausted in ["ratelimit-remaining", "x-ratelimit-remaining", "x-rate-limit-remaining"] {
                assert_eq!(seconds(403, &[(exhausted, "0"), (name, value)]), (true, Some(600)), "{name}: {value}");
                assert_eq!(
                    seconds(403, &[(exhausted, "7"), (name, value)]),
                    (is_told, is_told.then_some(600)),
                    "{name}: {value}"
                );
            }
        }
        assert_eq!(seconds(429, &[("retry-after", "5"), ("retry-after", "600")]), (true, Some(600)), "the longest counts");
        assert_eq!(seconds(429, &[("retry-after", "5"), ("x-ratelimit-reset", "600")]), (true, Some(5)), "it says what is meant");
        assert_eq!(seconds(429, &[("retry-after", "0"), ("x-ratelimit-reset", "600")]), (true, Some(600)));
        assert_eq!(seconds(429, &[("x-ratelimit-reset", "1796000000")]), (true, None), "it is over");
        assert_eq!(seconds(200, &[("x-ratelimit-remaining", "10, 0")]), (false, None));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(value in "\\PC{0,60}") {
            if let Some(wait) = read_pause(&value, 1, Some(NOW)) {
                prop_assert!(wait <= MAX_RETRY_AFTER);
            }
        }
    }
}
