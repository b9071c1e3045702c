//! How much a provider's token endpoint is asked at once, and when not at all. What one grant's renewal is told of the provider, ten
//! thousand others need not hear from it again (SR-66).
//!
//! A pause that a provider asks for holds for everybody who would ask it under the same client. Failures of several grants in a row
//! open the circuit for a moment that doubles. After either, one request finds out; each that works lets one more go at once.
//!
//! Other processes on the vault are told of pauses by rows, which each reads at most every second, and before it asks: of all processes one
//! finds out whether an endpoint works again.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tokio::sync::Notify;

use crate::base::{Clock, ConfigId, Error, ErrorCode, GrantId, Result, entropy};
use crate::catalog;
use crate::model::config::ProviderConfig;
use crate::model::grant::Grant;
use crate::model::rows::EndpointPause;

use super::{errors, fingerprint};

/// So many renewals of one endpoint go at once (SR-65).
const WIDEST: usize = 64;
/// So many failures in a row, no two of the same grant, open the circuit.
const FAILURES: u32 = 5;
/// For how long at first, and at most: well within the time in which a grant must be healthy again (I6).
const FIRST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(30);
/// Nobody is stopped for longer by what a provider says (SR-66).
const LONGEST_ASKED: Duration = Duration::from_secs(3600);
/// Endpoints that nothing speaks against are forgotten beyond so many: where each customer has a host of its own, each is one.
const MOST: usize = 4096;

/// So long what was read of other processes is believed.
const BELIEVED: Duration = Duration::from_secs(1);

/// What this process knows of each endpoint.
pub(in crate::engine) struct Throttles {
    clock: Arc<dyn Clock>,
    known: Known,
    others: Mutex<Others>,
}

/// What the vault says of endpoints that are left alone.
#[derive(Default)]
struct Others {
    read_at: Option<Duration>,
    pauses: HashMap<[u8; 32], Pause>,
}

type Known = Arc<Mutex<HashMap<Key, Endpoint>>>;

/// Whom a pause stops: everybody who asks there as this client, with this secret.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    config: ConfigId,
    client_id: String,
    url: String,
    registration: String,
}

struct Endpoint {
    /// Whether the vault has a row that says so: who asks next asks for all.
    is_shared: bool,
    /// What that row says.
    other: Option<Pause>,
    /// Whether this process finds out for all: what the row says, it has said itself.
    is_finding_out: bool,
    /// When this process has found that it works. What was read before may be from before that.
    works_since: Option<Duration>,
    /// Nobody asks before this time of the clock that counts suspends.
    pause: Option<Pause>,
    failures: u32,
    last_failed: Option<GrantId>,
    /// How often the circuit was opened since the last success.
    opened: u32,
    under_way: usize,
    width: usize,
    free: Arc<Notify>,
    /// Whether every grant of its config asks there, and not only those of one customer, who has a host of his own.
    is_the_only_one: bool,
}

#[derive(Clone, Copy)]
struct Pause {
    until: Duration,
    /// Whether the provider asked for it; else the circuit is open.
    is_asked: bool,
}

impl Default for Endpoint {
    fn default() -> Self {
        Endpoint {
            is_shared: false,
            other: None,
            is_finding_out: false,
            works_since: None,
            pause: None,
            failures: 0,
            last_failed: None,
            opened: 0,
            under_way: 0,
            width: WIDEST,
            free: Arc::default(),
            is_the_only_one: false,
        }
    }
}

impl Endpoint {
    fn of(config: &ProviderConfig) -> Self {
        let template = config.definition.oauth.as_ref().map(|oauth| &oauth.token_endpoint);
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

/// One of those who may ask at once. Whoever drops it without a word has learnt nothing.
pub(in crate::engine) struct Admitted {
    known: Known,
    clock: Arc<dyn Clock>,
    key: Key,
    grant: GrantId,
    finds_out: bool,
}

impl Admitted {
    /// Names the endpoint to other processes.
    pub(in crate::engine) fn endpoint(&self) -> [u8; 32] {
        self.key.hash()
    }

    /// Whether other processes know that it is left alone: only one of all asks first.
    pub(in crate::engine) fn is_for_all(&self) -> bool {
        lock(&self.known).get(&self.key).is_some_and(|endpoint| endpoint.is_shared)
    }

    /// This one finds out for all processes, and the others wait for that.
    pub(in crate::engine) fn find_out(&mut self) {
        self.finds_out = true;
        if let Some(endpoint) = lock(&self.known).get_mut(&self.key) {
            endpoint.is_finding_out = true;
        }
    }

    /// What the renewal says of the endpoint, and what others are to hear of that.
    pub(in crate::engine) fn says(self, word: &Word) -> Option<ForOthers> {
        let mut known = lock(&self.known);
        let endpoint = known.get_mut(&self.key)?;
        let news = endpoint.hear(word, &self.grant, self.clock.elapsed());
        endpoint.is_shared = match news {
            Some(ForOthers::Over) => false,
            Some(ForOthers::Pause { .. }) => true,
            None => endpoint.is_shared,
        };
        // Somebody else is to find out, and not when this one's time is over.
        let unknown = ForOthers::Pause { length: Duration::ZERO, is_asked: false };
        news.or_else(|| (self.finds_out && endpoint.is_shared).then_some(unknown))
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        let mut known = lock(&self.known);
        let Some(endpoint) = known.get_mut(&self.key) else { return };
        endpoint.under_way = endpoint.under_way.saturating_sub(1);
        endpoint.is_finding_out &= !self.finds_out;
        let room = endpoint.width.saturating_sub(endpoint.under_way);
        if endpoint.pause.is_some() || endpoint.other.is_some() {
            // They learn of it, and wait for nothing.
            endpoint.free.notify_waiters();
        } else {
            (0..room).for_each(|_| endpoint.free.notify_one());
        }
    }
}

impl Endpoint {
    fn hear(&mut self, word: &Word, grant: &GrantId, now: Duration) -> Option<ForOthers> {
        match word {
            Word::Nothing => None,
            Word::Works => {
                // What was sent before the pause says nothing about its end.
                if self.pause.is_some_and(|pause| pause.until > now) {
                    return None;
                }
                self.pause = None;
                self.width = (self.width + 1).min(WIDEST);
                (self.failures, self.opened, self.last_failed) = (0, 0, None);
                (self.works_since, self.other) = (Some(now), None);
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
                let is_over = self.pause.is_none_or(|pause| pause.until <= now);
                // Whoever was sent to find out, after the circuit was open, speaks for all.
                if self.last_failed.as_ref() == Some(grant) && !(self.opened > 0 && is_over) {
                    return None;
                }
                self.last_failed = Some(grant.clone());
                self.failures = self.failures.saturating_add(1);
                // Whoever was sent to find out has found out.
                if self.failures >= FAILURES && is_over {
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
    fn is_needed(&self, now: Duration) -> bool {
        self.under_way > 0 || self.stopped(now).is_some() || Arc::strong_count(&self.free) > 1
    }

    /// What the vault says of it.
    fn follow(&mut self, row: Option<&Pause>, now: Duration) {
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
    fn stopped(&self, now: Duration) -> Option<Pause> {
        let running = [self.pause, self.other].into_iter().flatten().filter(|pause| pause.until > now);
        running.max_by_key(|pause| pause.until)
    }

    fn stop(&mut self, until: Duration, is_asked: bool) {
        self.width = 1;
        if self.pause.is_none_or(|pause| pause.until < until) {
            self.pause = Some(Pause { until, is_asked });
        }
    }
}

impl Throttles {
    pub(in crate::engine) fn new(clock: Arc<dyn Clock>) -> Self {
        Throttles { clock, known: Known::default(), others: Mutex::default() }
    }

    /// Whether it is time to read what other processes were told.
    pub(in crate::engine) fn is_reading_due(&self) -> bool {
        let now = self.clock.elapsed();
        let mut others = lock(&self.others);
        let is_due = others.read_at.is_none_or(|read_at| now.saturating_sub(read_at) >= BELIEVED);
        if is_due {
            others.read_at = Some(now);
        }
        is_due
    }

    /// What the vault says.
    pub(in crate::engine) fn heard_of_others(&self, pauses: &[EndpointPause]) {
        let now = self.clock.elapsed();
        let read =
            |row: &EndpointPause| (row.endpoint, Pause { until: now + row.left.min(LONGEST_ASKED), is_asked: row.is_asked });
        lock(&self.others).pauses = pauses.iter().map(read).collect();
    }

    /// Why this process does not ask, where another one finds out.
    pub(in crate::engine) fn left_to_other(&self, config: &ProviderConfig, grant: &Grant) -> Error {
        let pause = lock(&self.others).pauses.get(&key(config, grant).hash()).copied();
        let is_asked = pause.is_none_or(|pause| pause.is_asked);
        // Read again before anybody else is told so.
        lock(&self.others).read_at = None;
        let pause = Pause { until: self.clock.elapsed() + BELIEVED, is_asked };
        errors::with_grant(told(config, pause, BELIEVED), config, grant)
    }

    /// Lets a renewal ask, once there is room.
    ///
    /// # Errors
    /// - `rate_limited`: the provider has asked for a pause.
    /// - `provider_unavailable`: it has failed for several grants in a row.
    pub(in crate::engine) async fn admit(&self, config: &ProviderConfig, grant: &Grant) -> Result<Admitted> {
        let key = key(config, grant);
        loop {
            let free = {
                let now = self.clock.elapsed();
                let mut known = lock(&self.known);
                if known.len() >= MOST && !known.contains_key(&key) {
                    known.retain(|_, endpoint| endpoint.is_needed(now));
                }
                let endpoint = known.entry(key.clone()).or_insert_with(|| Endpoint::of(config));
                endpoint.follow(lock(&self.others).pauses.get(&key.hash()), now);
                if let Some(pause) = endpoint.stopped(now) {
                    return Err(errors::with_grant(told(config, pause, pause.until - now), config, grant));
                }
                if endpoint.under_way < endpoint.width {
                    endpoint.under_way += 1;
                    if endpoint.under_way < endpoint.width {
                        endpoint.free.notify_one();
                    }
                    let (known, clock, grant) = (self.known.clone(), self.clock.clone(), grant.id.clone());
                    return Ok(Admitted { known, clock, key, grant, finds_out: false });
                }
                // Made under the lock: a place that becomes free behind it is not missed.
                endpoint.free.clone().notified_owned()
            };
            free.await;
        }
    }

    /// Another process was told to wait: its grant says so.
    pub(in crate::engine) fn heard(&self, config: &ProviderConfig, grant: &Grant, until: Duration) {
        lock(&self.known).entry(key(config, grant)).or_insert_with(|| Endpoint::of(config)).stop(until, true);
    }

    /// Configs of which no renewal need be begun: the one endpoint that all their grants ask is in a pause. Where each customer has a host of
    /// his own, what one of them wants stops nobody else.
    pub(in crate::engine) fn stopped(&self) -> Vec<ConfigId> {
        let now = self.clock.elapsed();
        let mut stopped: HashMap<ConfigId, bool> = HashMap::new();
        for (key, endpoint) in lock(&self.known).iter() {
            let is_stopped = endpoint.is_the_only_one && endpoint.stopped(now).is_some();
            stopped.entry(key.config.clone()).and_modify(|all| *all &= is_stopped).or_insert(is_stopped);
        }
        stopped.into_iter().filter(|(_, all)| *all).map(|(config, _)| config).collect()
    }
}

impl Key {
    /// Names it in the vault, where its parts have no business.
    fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for part in ["authpipe endpoint 1", self.config.as_str(), &self.client_id, &self.url, &self.registration] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize().into()
    }
}

fn key(config: &ProviderConfig, grant: &Grant) -> Key {
    let destination = &grant.secrets.destination;
    Key {
        config: config.id.clone(),
        client_id: destination.client_id.clone(),
        url: destination.token_endpoint.clone(),
        registration: fingerprint::of_registration(config, grant),
    }
}

fn told(config: &ProviderConfig, pause: Pause, wait: Duration) -> Error {
    if pause.is_asked {
        return errors::asked_for_a_pause(config, wait);
    }
    let name = &config.definition.name;
    Error::new(ErrorCode::ProviderUnavailable, format!("{name} has failed for several connections in a row."))
        .with_hint("Nothing was sent, and nothing was lost. Authpipe asks again when the pause is over.")
        .with_retry_after(wait)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The circuit is open, and the first who asks behind the pause is the one who failed last.
    #[test]
    fn who_finds_out_opens_the_circuit_again_whoever_it_is() {
        let (mut endpoint, mut now) = (Endpoint::default(), Duration::ZERO);
        let grants: Vec<_> = (0..FAILURES).map(|_| GrantId::make_connection()).collect();
        grants.iter().for_each(|grant| endpoint.hear(&Word::Fails, grant, now));
        for _ in 0..3 {
            let pause = endpoint.pause.expect("the circuit is open");
            assert!(pause.until > now);
            now = pause.until;
            endpoint.hear(&Word::Fails, grants.last().unwrap(), now);
        }
        assert!(endpoint.pause.is_some_and(|pause| pause.until > now));
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
