//! What one endpoint has said of itself, and what follows: how many ask at once, a pause, an open circuit.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use crate::base::{GrantId, entropy};
use crate::catalog;
use crate::model::config::ProviderConfig;

/// So many renewals of one endpoint go at once (SR-65).
const WIDEST: usize = 64;
/// Failures of so many grants, and no success between them, open the circuit: two that always fail say nothing about the others.
const FAILURES: usize = 5;
/// Of so many it is known that they have failed: the last ones.
const MOST_FAILING: usize = 16;
/// For how long at first, and at most: well within the time in which a grant must be healthy again (I6).
const FIRST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(30);
/// Nobody is stopped for longer by what a provider says (SR-66).
pub(super) const LONGEST_ASKED: Duration = Duration::from_secs(3600);
/// So long what was read of other processes is believed.
pub(super) const BELIEVED: Duration = Duration::from_secs(1);

pub(super) struct Endpoint {
    /// Whether the vault has a row that says so: who asks next asks for all.
    pub(super) is_shared: bool,
    /// What that row says.
    pub(super) other: Option<Pause>,
    /// Whether this process finds out for all: what the row says, it has said itself.
    pub(super) is_finding_out: bool,
    /// When this process has found for all that it works. What was read before may be from before that.
    works_since: Option<Duration>,
    /// Nobody asks before this time of the clock that counts suspends.
    pub(super) pause: Option<Pause>,
    /// Who has failed since the last success, the last one last.
    failing: VecDeque<GrantId>,
    /// How often the circuit was opened since the last success.
    opened: u32,
    pub(super) under_way: usize,
    pub(super) width: usize,
    pub(super) free: Arc<Notify>,
    /// Whether every grant of its config asks there, and not only those of one customer, who has a host of his own.
    pub(super) is_the_only_one: bool,
}

#[derive(Clone, Copy)]
pub(super) struct Pause {
    pub(super) until: Duration,
    /// Whether the provider asked for it; else the circuit is open.
    pub(super) is_asked: bool,
}

impl Default for Endpoint {
    fn default() -> Self {
        Endpoint {
            is_shared: false,
            other: None,
            is_finding_out: false,
            works_since: None,
            pause: None,
            failing: VecDeque::new(),
            opened: 0,
            under_way: 0,
            width: WIDEST,
            free: Arc::default(),
            is_the_only_one: false,
        }
    }
}

impl Endpoint {
    pub(super) fn of(config: &ProviderConfig) -> Self {
        // Where refreshes go.
        let oauth = config.definition.oauth.as_ref();
        let template = oauth.and_then(|oauth| oauth.renewal_endpoint().or(oauth.token_endpoint.as_ref()));
        let is_fixed = template.is_some_and(|template| catalog::resolve_url(config, template, &BTreeMap::new()).is_ok());
        Endpoint { is_the_only_one: is_fixed, ..Endpoint::default() }
    }
}

/// What a renewal says of the endpoint that it asked.
pub(in crate::engine) enum Word {
    /// It answers.
    Works,
    /// It wants nobody to ask for so long.
    Asks(Duration),
    /// It failed.
    Fails,
    /// Nothing: it was not asked.
    Nothing,
}

/// What the other processes on the vault are to hear of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum ForOthers {
    /// Nobody is to ask for so long.
    Pause {
        /// How long; zero: the next one finds out.
        length: Duration,
        /// Whether the provider has asked for it.
        is_asked: bool,
    },
    /// It works again.
    Over,
}

impl Endpoint {
    pub(super) fn hear(&mut self, word: &Word, grant: &GrantId, now: Duration) -> Option<ForOthers> {
        match word {
            Word::Nothing => None,
            Word::Works => {
                // What was sent before the pause says nothing about its end, whoever was told to make one.
                if self.stopped(now).is_some() {
                    return None;
                }
                self.pause = None;
                self.width = (self.width + 1).min(WIDEST);
                self.opened = 0;
                self.failing.clear();
                self.other = None;
                // Where no row was known, there is none that this would be news to: what is read next is another pause.
                if self.is_shared {
                    self.works_since = Some(now);
                }
                self.is_shared.then_some(ForOthers::Over)
            }
            Word::Asks(wait) => {
                let length = (*wait).min(LONGEST_ASKED);
                // Sixty-four are told so at once: one of them tells the others.
                let is_known = self.pause.is_some_and(|pause| pause.until + BELIEVED > now + length);
                self.stop(now + length, true);
                (!is_known).then_some(ForOthers::Pause { length, is_asked: true })
            }
            Word::Fails => {
                // Who has failed before says nothing new, also where he was sent to find out: that is somebody else's word.
                if self.failing.contains(grant) {
                    return None;
                }
                if self.failing.len() >= MOST_FAILING {
                    self.failing.pop_front();
                }
                self.failing.push_back(grant.clone());
                let is_over = self.pause.is_none_or(|pause| pause.until <= now);
                // Whoever was sent to find out has found out.
                if self.failing.len() >= FAILURES && is_over {
                    let ceiling = (FIRST * 2u32.saturating_pow(self.opened.min(8))).min(LONGEST);
                    self.opened = self.opened.saturating_add(1);
                    let least = u64::try_from((ceiling / 2).as_millis()).unwrap_or(u64::MAX);
                    let length = Duration::from_millis(entropy::make_u64_between(least, least * 2));
                    self.stop(now + length, false);
                    return Some(ForOthers::Pause { length, is_asked: false });
                }
                None
            }
        }
    }

    /// Whether somebody asks, is stopped, or waits for room: who waits would not hear of an entry that takes this one's place.
    pub(super) fn is_needed(&self, now: Duration) -> bool {
        self.under_way > 0 || self.stopped(now).is_some() || Arc::strong_count(&self.free) > 1
    }

    /// What the vault says of it.
    pub(super) fn follow(&mut self, row: Option<&Pause>, now: Duration) {
        let knows_better = self.works_since.is_some_and(|since| now.saturating_sub(since) < BELIEVED * 2);
        if self.is_finding_out || (row.is_some() && knows_better) {
            return;
        }
        if row.is_some() && self.other.is_none() {
            self.width = 1;
        }
        self.other = row.copied();
        // Without a row somebody has found out. What this one was told a moment ago may not be there yet.
        self.is_shared = row.is_some() || (self.is_shared && self.pause.is_some_and(|pause| pause.until > now));
    }

    /// The pause that runs.
    pub(super) fn stopped(&self, now: Duration) -> Option<Pause> {
        let running = [self.pause, self.other].into_iter().flatten().filter(|pause| pause.until > now);
        running.max_by_key(|pause| pause.until)
    }

    pub(super) fn stop(&mut self, until: Duration, is_asked: bool) {
        self.width = 1;
        if self.pause.is_none_or(|pause| pause.until < until) {
            self.pause = Some(Pause { until, is_asked });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grants(count: usize) -> Vec<GrantId> {
        (0..count).map(|_| GrantId::make_connection()).collect()
    }

    /// Time passes after each failure, so that no pause is the reason.
    fn fail_one_by_one<'a>(endpoint: &mut Endpoint, grants: impl IntoIterator<Item = &'a GrantId>, now: &mut Duration) {
        for grant in grants {
            *now += LONGEST;
            endpoint.hear(&Word::Fails, grant, *now);
        }
    }

    /// Two that always fail say nothing about the others.
    #[test]
    fn few_that_fail_again_and_again_open_no_circuit() {
        for count in 1..5 {
            let (mut endpoint, mut now) = (Endpoint::default(), Duration::ZERO);
            let failing = grants(count);
            fail_one_by_one(&mut endpoint, failing.iter().cycle().take(40), &mut now);
            assert!(endpoint.pause.is_none(), "{count}");
            fail_one_by_one(&mut endpoint, &grants(5 - count), &mut now);
            assert!(endpoint.stopped(now).is_some(), "{count}");
        }
    }

    /// The circuit is open, and who finds out is one who has failed before, which says nothing new; another one speaks for all.
    #[test]
    fn who_finds_out_opens_the_circuit_again_where_it_has_not_failed_before() {
        let (mut endpoint, mut now) = (Endpoint::default(), Duration::ZERO);
        let failing = grants(5);
        fail_one_by_one(&mut endpoint, &failing, &mut now);
        for other in grants(3) {
            let pause = endpoint.pause.expect("the circuit is open");
            assert!(pause.until > now);
            now = pause.until;
            endpoint.hear(&Word::Fails, &failing[4], now);
            assert!(endpoint.stopped(now).is_none());
            endpoint.hear(&Word::Fails, &other, now);
            assert!(endpoint.stopped(now).is_some());
        }
    }

    #[test]
    fn a_success_forgets_who_has_failed() {
        let (mut endpoint, mut now) = (Endpoint::default(), Duration::ZERO);
        let failing = grants(5);
        fail_one_by_one(&mut endpoint, &failing[1..], &mut now);
        endpoint.hear(&Word::Works, &failing[0], now);
        fail_one_by_one(&mut endpoint, &failing[1..], &mut now);
        assert!(endpoint.pause.is_none());
    }

    /// What was sent before the pause was asked for arrives behind it, and works.
    #[test]
    fn what_was_sent_before_a_pause_does_not_end_it() {
        let (mut endpoint, now, [one, other]) =
            (Endpoint::default(), Duration::from_secs(9), [(); 2].map(|()| GrantId::make_connection()));
        endpoint.hear(&Word::Asks(Duration::from_secs(60)), &one, now);
        assert!(endpoint.stopped(now).is_some());
        assert_eq!(endpoint.hear(&Word::Works, &other, now + Duration::from_secs(59)), None);
        assert!(endpoint.stopped(now + Duration::from_secs(59)).is_some(), "it goes on");
        let over = now + Duration::from_secs(60);
        endpoint.hear(&Word::Works, &other, over);
        assert!(endpoint.pause.is_none());
    }

    /// However often it was opened: a grant must be healthy again within a minute of the provider (I6).
    #[test]
    fn no_circuit_is_open_for_longer_than_half_a_minute() {
        let (mut endpoint, mut now) = (Endpoint::default(), Duration::ZERO);
        let mut longest = Duration::ZERO;
        for _ in 0..40 {
            fail_one_by_one(&mut endpoint, &grants(5), &mut now);
            let pause = endpoint.pause.expect("the circuit is open");
            longest = longest.max(pause.until.saturating_sub(now));
            now = now.max(pause.until);
        }
        assert!(longest > LONGEST / 2 && longest <= LONGEST, "{longest:?}");
    }

    #[test]
    fn an_endpoint_for_which_somebody_waits_is_not_forgotten() {
        let endpoint = Endpoint::default();
        assert!(!endpoint.is_needed(Duration::ZERO));
        let waiting = endpoint.free.clone().notified_owned();
        assert!(endpoint.is_needed(Duration::ZERO));
        drop(waiting);
        assert!(!endpoint.is_needed(Duration::ZERO));
    }
}
