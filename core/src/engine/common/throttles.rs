//! How much a provider's token endpoint is asked at once, and when not at all. What one grant's renewal is told of the provider, ten
//! thousand others need not hear from it again (SR-66).
//!
//! A pause that a provider asks for holds for everybody who would ask it under the same client. Failures of several grants in a row
//! open the circuit for a moment that doubles. After either, one request finds out; each that works lets one more go at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::base::{Clock, ConfigId, Error, ErrorCode, GrantId, Result, entropy};
use crate::model::config::ProviderConfig;
use crate::model::grant::Grant;

use super::errors;

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

/// What this process knows of each endpoint.
pub(in crate::engine) struct Throttles {
    clock: Arc<dyn Clock>,
    known: Known,
}

type Known = Arc<Mutex<HashMap<Key, Endpoint>>>;

/// Whom a pause stops: everybody who asks there as this client.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    config: ConfigId,
    client_id: String,
    url: String,
}

struct Endpoint {
    /// Nobody asks before this time of the clock that counts suspends.
    pause: Option<Pause>,
    failures: u32,
    last_failed: Option<GrantId>,
    /// How often the circuit was opened since the last success.
    opened: u32,
    under_way: usize,
    width: usize,
    free: Arc<Notify>,
}

#[derive(Clone, Copy)]
struct Pause {
    until: Duration,
    /// Whether the provider asked for it; else the circuit is open.
    is_asked: bool,
}

impl Default for Endpoint {
    fn default() -> Self {
        Endpoint { pause: None, failures: 0, last_failed: None, opened: 0, under_way: 0, width: WIDEST, free: Arc::default() }
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

/// One of those who may ask at once. Whoever drops it without a word has learnt nothing.
pub(in crate::engine) struct Admitted {
    known: Known,
    clock: Arc<dyn Clock>,
    key: Key,
    grant: GrantId,
    word: Word,
}

impl Admitted {
    /// What the renewal says of the endpoint.
    pub(in crate::engine) fn says(mut self, word: Word) {
        self.word = word;
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        let mut known = lock(&self.known);
        let Some(endpoint) = known.get_mut(&self.key) else { return };
        endpoint.under_way = endpoint.under_way.saturating_sub(1);
        endpoint.hear(&self.word, &self.grant, self.clock.elapsed());
        let room = endpoint.width.saturating_sub(endpoint.under_way);
        if endpoint.pause.is_some() {
            // They learn of it, and wait for nothing.
            endpoint.free.notify_waiters();
        } else {
            (0..room).for_each(|_| endpoint.free.notify_one());
        }
    }
}

impl Endpoint {
    fn hear(&mut self, word: &Word, grant: &GrantId, now: Duration) {
        match word {
            Word::Nothing => {}
            Word::Works => {
                // What was sent before the pause says nothing about its end.
                if self.pause.is_none_or(|pause| pause.until <= now) {
                    self.pause = None;
                    self.width = (self.width + 1).min(WIDEST);
                    (self.failures, self.opened, self.last_failed) = (0, 0, None);
                }
            }
            Word::Asks(wait) => self.stop(now + (*wait).min(LONGEST_ASKED), true),
            Word::Fails => {
                if self.last_failed.as_ref() == Some(grant) {
                    return;
                }
                self.last_failed = Some(grant.clone());
                self.failures = self.failures.saturating_add(1);
                // Whoever was sent to find out has found out.
                if self.failures >= FAILURES && self.pause.is_none_or(|pause| pause.until <= now) {
                    let ceiling = (FIRST * 2u32.saturating_pow(self.opened.min(8))).min(LONGEST);
                    self.opened = self.opened.saturating_add(1);
                    let least = u64::try_from((ceiling / 2).as_millis()).unwrap_or(u64::MAX);
                    let pause = entropy::make_u64_between(least, least * 2);
                    self.stop(now + Duration::from_millis(pause), false);
                }
            }
        }
    }

    /// Whether somebody asks, is stopped, or waits for room: who waits would not hear of an entry that takes this one's place.
    fn is_needed(&self, now: Duration) -> bool {
        self.under_way > 0 || self.pause.is_some_and(|pause| pause.until > now) || Arc::strong_count(&self.free) > 1
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
        Throttles { clock, known: Known::default() }
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
                let endpoint = known.entry(key.clone()).or_default();
                if let Some(pause) = endpoint.pause.filter(|pause| pause.until > now) {
                    return Err(errors::with_grant(told(config, pause, pause.until - now), config, grant));
                }
                if endpoint.under_way < endpoint.width {
                    endpoint.under_way += 1;
                    if endpoint.under_way < endpoint.width {
                        endpoint.free.notify_one();
                    }
                    let (known, clock, grant) = (self.known.clone(), self.clock.clone(), grant.id.clone());
                    return Ok(Admitted { known, clock, key, grant, word: Word::Nothing });
                }
                // Made under the lock: a place that becomes free behind it is not missed.
                endpoint.free.clone().notified_owned()
            };
            free.await;
        }
    }

    /// Another process was told to wait: its grant says so.
    pub(in crate::engine) fn heard(&self, config: &ProviderConfig, grant: &Grant, until: Duration) {
        lock(&self.known).entry(key(config, grant)).or_default().stop(until, true);
    }

    /// Configs of which no renewal need be begun: all that they ask is in a pause.
    pub(in crate::engine) fn stopped(&self) -> Vec<ConfigId> {
        let now = self.clock.elapsed();
        let mut stopped: HashMap<ConfigId, bool> = HashMap::new();
        for (key, endpoint) in lock(&self.known).iter() {
            let is_stopped = endpoint.pause.is_some_and(|pause| pause.until > now);
            stopped.entry(key.config.clone()).and_modify(|all| *all &= is_stopped).or_insert(is_stopped);
        }
        stopped.into_iter().filter(|(_, all)| *all).map(|(config, _)| config).collect()
    }
}

fn key(config: &ProviderConfig, grant: &Grant) -> Key {
    let destination = &grant.secrets.destination;
    Key { config: config.id.clone(), client_id: destination.client_id.clone(), url: destination.token_endpoint.clone() }
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
