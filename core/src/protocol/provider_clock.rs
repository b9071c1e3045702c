//! The clock of whoever answers. Moments that an answer names stand on it, and lifetimes do not; where it and the own clock are apart, one of
//! them is wrong, and what is left of a token's life is their difference on one and the same clock.

use std::time::Duration;

use super::retry_after::read_sent_at;
use crate::base::Timestamp;
use crate::model::http::OutboundResponse;

/// More than an exchange takes, and than clocks are apart that somebody looks after.
const APART: Duration = Duration::from_secs(60);

/// What that clock said when the request was begun, by `Date` (RFC 9110 §6.6.1): the own time, unless the two are apart. The `Date` of what a
/// cache has kept (`Age`, RFC 9111 §5.1) says nothing.
pub(crate) fn time_there(response: &OutboundResponse, begun_at: Timestamp) -> Timestamp {
    let sent_at = read_sent_at(response).filter(|_| response.header("age").is_none());
    let is_apart = |sent_at: &Timestamp| sent_at.since(begun_at).max(begun_at.since(*sent_at)) > APART;
    sent_at.filter(is_apart).unwrap_or(begun_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_apart_is_told_by_the_date_of_an_answer() {
        const NOON: Timestamp = Timestamp::from_unix_seconds(784_111_777);
        let there = |headers: &[(&str, &str)], begun_at: Timestamp| {
            let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            time_there(&OutboundResponse { status: 200, headers, body: Vec::new().into() }, begun_at)
        };
        let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        let (ahead, behind) = (NOON.plus(Duration::from_secs(61)), NOON.minus(Duration::from_secs(61)));
        for (headers, begun_at, expected) in [
            (vec![date], ahead, NOON),
            (vec![date], behind, NOON),
            (vec![date], NOON.plus(APART), NOON.plus(APART)),
            (vec![], ahead, ahead),
            (vec![date, ("age", "0")], ahead, ahead),
            (vec![("date", "yesterday")], ahead, ahead),
        ] {
            assert_eq!(there(&headers, begun_at), expected, "{headers:?} {begun_at:?}");
        }
    }
}
