//! Reads `Retry-After` (RFC 9110 §10.2.3).

use std::time::{Duration, UNIX_EPOCH};

use crate::base::Timestamp;
use crate::model::http::OutboundResponse;

/// No pause is longer: a provider that asks for a day would otherwise stop all refreshes until everything has expired.
pub(crate) const MAX_RETRY_AFTER: Duration = Duration::from_secs(3600);

/// Reads the header's value, seconds or an HTTP date, as the time to wait from `now`; a date in the past is zero, and no more
/// than [`MAX_RETRY_AFTER`] is returned. `None`: it is neither.
pub(crate) fn read_retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    read_seconds(value).or_else(|| Some(read_http_date(value)?.since(now).min(MAX_RETRY_AFTER)))
}

/// Reads the header of a response. A date is counted from the response's own `Date`, which is right whatever the local clock
/// says; without one, a date tells nothing here. A pause of nothing is none: whoever came back at once would be told the same.
pub(crate) fn read_response_retry_after(response: &OutboundResponse) -> Option<Duration> {
    let value = response.header("retry-after")?;
    let pause = match read_sent_at(response) {
        Some(sent_at) => read_retry_after(value, sent_at),
        None => read_seconds(value),
    };
    pause.filter(|pause| !pause.is_zero())
}

/// When a response says that it was sent (RFC 9110 §6.6.1).
pub(super) fn read_sent_at(response: &OutboundResponse) -> Option<Timestamp> {
    response.header("date").and_then(read_http_date)
}

fn read_seconds(value: &str) -> Option<Duration> {
    let digits = value.trim();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Only too many digits can fail here.
    let seconds = digits.parse().unwrap_or(u64::MAX);
    Some(Duration::from_secs(seconds).min(MAX_RETRY_AFTER))
}

fn read_http_date(value: &str) -> Option<Timestamp> {
    let time = httpdate::parse_http_date(value.trim()).ok()?;
    Some(Timestamp::EPOCH.plus(time.duration_since(UNIX_EPOCH).ok()?))
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
            ("-1", None),
            ("+1", None),
            ("1.5", None),
            ("soon", None),
            ("1, 2", None),
            ("Sun, 06 Nov 1994 08:50:37 PST", None),
            ("１２", None),
        ];
        for (value, seconds) in table {
            assert_eq!(read_retry_after(value, NOW), seconds.map(Duration::from_secs), "{value}");
        }
    }

    #[test]
    fn a_date_counts_from_the_response_s_own_date() {
        let response = |headers: &[(&str, &str)]| OutboundResponse {
            status: 503,
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            body: Vec::new().into(),
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

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(value in "\\PC{0,60}") {
            if let Some(wait) = read_retry_after(&value, NOW) {
                prop_assert!(wait <= MAX_RETRY_AFTER);
            }
        }
    }
}
