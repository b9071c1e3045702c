//! How much a provider's token endpoint is asked at once, and when not at all. What one grant's renewal is told of the provider, ten
//! thousand others need not hear from it again (SR-66).
//!
//! A pause that a provider asks for holds for everybody who would ask it under the same client. Failures of several grants in a row
//! open the circuit for a moment that doubles. After either, one request finds out; each that works lets one more go at once.
//!
//! Other processes on the vault are told of pauses by rows, which each reads at most every second, and before it asks: of all processes one
//! finds out whether an endpoint works again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::base::{Clock, ConfigId, Error, ErrorCode, GrantId, Result};
use crate::model::config::ProviderConfig;
use crate::model::grant::Grant;
use crate::model::rows::EndpointPause;

use super::single_flight::SingleFlight;
use super::{errors, fingerprint};

mod endpoint;

use endpoint::{BELIEVED, Endpoint, LONGEST_ASKED, Pause};
pub(in crate::engine) use endpoint::{ForOthers, Word};

/// Endpoints that nothing speaks against are forgotten beyond so many: where each customer has a host of its own, each is one.
const MOST: usize = 4096;

/// What this process knows of each endpoint.
pub(in crate::engine) struct Throttles {
    clock: Arc<dyn Clock>,
    known: Known,
    others: Mutex<Others>,
    /// Whoever reads what others were told, reads it for all who ask meanwhile.
    pub(in crate::engine) readings: Arc<SingleFlight<(), ()>>,
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

/// Tells of an endpoint whether it is left alone by now, and remembers that it was.
pub(in crate::engine) struct Watch {
    known: Known,
    clock: Arc<dyn Clock>,
    key: Key,
    told: OnceLock<Pause>,
}

impl Watch {
    /// Whether nobody is to ask it.
    pub(in crate::engine) fn is_stopped(&self) -> bool {
        let pause = lock(&self.known).get(&self.key).and_then(|endpoint| endpoint.stopped(self.clock.elapsed()));
        pause.is_some_and(|pause| {
            self.told.get_or_init(|| pause);
            true
        })
    }

    /// Why nothing was sent, if it was stopped: also where the pause is over by now.
    pub(in crate::engine) fn refusal(&self, config: &ProviderConfig, grant: &Grant) -> Option<Error> {
        const SOON: Duration = Duration::from_millis(1);
        let pause = *self.told.get()?;
        let wait = pause.until.saturating_sub(self.clock.elapsed()).max(SOON);
        Some(errors::with_grant(told(config, pause, wait), config, grant))
    }
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

    /// Tells whether it is stopped meanwhile.
    pub(in crate::engine) fn watch(&self) -> Watch {
        let (known, clock, key) = (self.known.clone(), self.clock.clone(), self.key.clone());
        Watch { known, clock, key, told: OnceLock::new() }
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

impl Throttles {
    pub(in crate::engine) fn new(clock: Arc<dyn Clock>) -> Self {
        Throttles { clock, known: Known::default(), others: Mutex::default(), readings: Arc::default() }
    }

    /// Whether it is time to read what other processes were told. It stays so until somebody has read it.
    pub(in crate::engine) fn is_reading_due(&self) -> bool {
        let now = self.clock.elapsed();
        lock(&self.others).read_at.is_none_or(|read_at| now.saturating_sub(read_at) >= BELIEVED)
    }

    /// What the vault says; `None`: it could not be asked, and what it said before is all that is known.
    pub(in crate::engine) fn heard_of_others(&self, pauses: Option<&[EndpointPause]>) {
        let now = self.clock.elapsed();
        let read =
            |row: &EndpointPause| (row.endpoint, Pause { until: now + row.left.min(LONGEST_ASKED), is_asked: row.is_asked });
        let mut others = lock(&self.others);
        others.read_at = Some(now);
        if let Some(pauses) = pauses {
            others.pauses = pauses.iter().map(read).collect();
        }
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
                self.check(endpoint, &key, now).map_err(|pause| refused(config, grant, pause, now))?;
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

    /// Until when the endpoint of a grant is left alone, as this process was told or the vault says. Without a config only the vault says.
    pub(in crate::engine) fn paused_until(&self, config: Option<&ProviderConfig>, grant: &Grant) -> Option<Duration> {
        let now = self.clock.elapsed();
        let destination = &grant.secrets.destination;
        let endpoint = hash(&grant.key.config, &destination.client_id, &destination.token_endpoint);
        let others = lock(&self.others).pauses.get(&endpoint).map(|pause| pause.until);
        let own = config.and_then(|config| lock(&self.known).get(&key(config, grant))?.stopped(now)).map(|pause| pause.until);
        others.max(own).filter(|until| *until > now)
    }

    /// Whether who was admitted may still ask: others may have been told to wait while he waited for room.
    ///
    /// # Errors
    /// - `rate_limited`, `provider_unavailable`: the endpoint is left alone for now.
    pub(in crate::engine) fn check_still(&self, config: &ProviderConfig, grant: &Grant, admitted: &Admitted) -> Result<()> {
        let now = self.clock.elapsed();
        let mut known = lock(&self.known);
        let Some(endpoint) = known.get_mut(&admitted.key) else { return Ok(()) };
        self.check(endpoint, &admitted.key, now).map_err(|pause| refused(config, grant, pause, now))
    }

    /// # Errors
    /// - The pause that runs.
    fn check(&self, endpoint: &mut Endpoint, key: &Key, now: Duration) -> Result<(), Pause> {
        endpoint.follow(lock(&self.others).pauses.get(&key.hash()), now);
        endpoint.stopped(now).map_or(Ok(()), Err)
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
    fn hash(&self) -> [u8; 32] {
        hash(&self.config, &self.client_id, &self.url)
    }
}

/// Names an endpoint in the vault, where its parts have no business. The registration stays out: a hash that holds a secret, and that
/// anybody can repeat, would let a reader of the vault guess it.
fn hash(config: &ConfigId, client_id: &str, url: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in ["authpipe endpoint 1", config.as_str(), client_id, url] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
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

fn refused(config: &ProviderConfig, grant: &Grant, pause: Pause, now: Duration) -> Error {
    errors::with_grant(told(config, pause, pause.until - now), config, grant)
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
