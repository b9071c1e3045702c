//! The clock of whoever answers. Moments that an answer names stand on it as a rule, and lifetimes do not; where it and the own clock are apart, one
//! of them is wrong, and what is left of a token's life is their difference on one and the same clock.

use std::time::Duration;

use super::retry_after::read_sent_at;
use crate::base::Timestamp;
use crate::model::http::OutboundResponse;

/// More than an exchange takes, and than clocks are apart that somebody looks after.
const APART: Duration = Duration::from_secs(60);

/// When an answer was written, by `Date` (RFC 9110 §6.6.1). That of what a cache has kept (`Age`, RFC 9111 §5.1) says nothing.
pub(crate) fn read_written_at(response: &OutboundResponse) -> Option<Timestamp> {
    read_sent_at(response).filter(|_| response.header("age").is_none())
}

/// What that clock said when the request was begun: the own time, unless the two are apart.
pub(crate) fn time_there(response: &OutboundResponse, begun_at: Timestamp) -> Timestamp {
    let is_apart = |sent_at: &Timestamp| sent_at.since(begun_at).max(begun_at.since(*sent_at)) > APART;
    read_written_at(response).filter(is_apart).unwrap_or(begun_at)
}

/// How long it is until a moment that an answer names. A gateway may have written the `Date`, and not the one who wrote the moment: of the two
/// readings the shorter one counts, which at worst renews a token early. One by which the moment has passed, or nearly, is of a clock that is wrong
/// where the other one says more: nobody issues a token that has ended when it arrives.
pub(crate) fn time_left(end: Timestamp, there: Timestamp, here: Timestamp) -> Duration {
    let (by_theirs, by_own) = (end.since(there), end.since(here));
    let (shorter, longer) = (by_theirs.min(by_own), by_theirs.max(by_own));
    if shorter <= APART { longer } else { shorter }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_apart_is_told_by_the_date_of_an_answer() {
        const NOON: Timestamp = Timestamp::from_unix_seconds(784_111_777);
        let there = |headers: &[(&str, &str)], begun_at: Timestamp| {
            let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            time_there(&OutboundResponse { status: 200, headers, body: Vec::new().into(), is_cut: false }, begun_at)
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

    #[test]
    fn of_two_clocks_that_are_apart_the_one_that_ends_a_token_first_counts() {
        const NOW: Timestamp = Timestamp::from_unix_seconds(784_111_777);
        let (hour, hours) = (Duration::from_secs(3600), Duration::from_secs(8 * 3600));
        for (whose, end, there, here) in [
            ("nobody's is wrong", NOW.plus(hour), NOW, NOW),
            ("the own one is ahead", NOW.plus(hour), NOW, NOW.plus(hours)),
            ("the own one is behind", NOW.plus(hour), NOW, NOW.minus(hours)),
            ("the provider's is ahead", NOW.plus(hours).plus(hour), NOW.plus(hours), NOW),
            ("the provider's is behind", NOW.minus(hours).plus(hour), NOW.minus(hours), NOW),
            ("that of a gateway is ahead", NOW.plus(hour), NOW.plus(hours), NOW),
            ("that of a gateway is behind", NOW.plus(hour), NOW.minus(hours), NOW),
            (
                "the own one is ahead by its life, less a second",
                NOW.plus(hour),
                NOW,
                NOW.plus(hour).minus(Duration::from_secs(1)),
            ),
        ] {
            assert_eq!(time_left(end, there, here), hour, "{whose}");
        }
        assert_eq!(time_left(NOW, NOW, NOW.plus(hour)), Duration::ZERO);
    }
}
