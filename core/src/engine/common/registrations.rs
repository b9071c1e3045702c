//! What providers say of the application itself: whether they take its client (SR-63). It belongs to a registration, and says nothing
//! about the grants that were made through it: none of them changes its status, one of them is enough to find out, and the operator
//! hears of it once.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::base::{Clock, ConfigId, Error, ErrorCode};
use crate::model::config::ProviderConfig;
use crate::model::config_status::ConfigStatus;
use crate::model::grant::Grant;
use crate::protocol::errors::RegisteredError;

use super::{errors, fingerprint, pause};

/// Of so many registrations is it known what this process has seen of them: where each customer has a host of its own, each is one,
/// and so is each secret that a process has had.
const MOST: usize = 4096;
/// What nobody has used for so long is forgotten. Then as much is known as after a restart: what the grants say.
const UNUSED: Duration = Duration::from_secs(24 * 3600);

/// What this process has seen of each registration.
pub(in crate::engine) struct Registrations {
    clock: Arc<dyn Clock>,
    known: Known,
    /// Configs of which a sign-in had told a rejection before this process began; `None`: it may be any.
    once_rejected: Mutex<Option<HashSet<ConfigId>>>,
}

/// By fingerprint.
type Known = Arc<Mutex<HashMap<String, Registration>>>;

struct Registration {
    seen: Seen,
    /// What the application has been told of it. `None`: as much as the grants say.
    told: Option<Told>,
    /// What it is being told: by one at a time.
    telling: Option<(Told, Arc<()>)>,
    /// What it was to be told, and was not: whoever sees it next tells it.
    missed: Option<Told>,
    /// By the clock that counts suspends.
    used_at: Duration,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Works,
    Rejected,
}

#[derive(Clone, Copy)]
enum Seen {
    Works,
    /// Nobody asks again before `until`, a time of the clock that counts suspends.
    Rejected {
        error: RegisteredError,
        until: Duration,
    },
}

impl Seen {
    const fn is_rejection(&self) -> bool {
        matches!(self, Seen::Rejected { .. })
    }
}

/// Something that the application is to hear once. Whoever stores the event says so by [`News::told`]; dropped without that, it is
/// news again for the next one.
pub(in crate::engine) struct News {
    known: Known,
    name: String,
    tells: Told,
    /// Tells this one from another that took over.
    turn: Arc<()>,
    is_stored: bool,
}

impl News {
    /// The event is stored.
    pub(in crate::engine) fn told(mut self) {
        self.is_stored = true;
    }
}

impl Drop for News {
    fn drop(&mut self) {
        let mut known = lock(&self.known);
        let Some(registration) = known.get_mut(&self.name) else { return };
        let is_ours = registration.telling.as_ref().is_some_and(|(_, turn)| Arc::ptr_eq(turn, &self.turn));
        if is_ours {
            registration.telling = None;
        }
        if self.is_stored {
            registration.told = Some(self.tells);
        } else if is_ours {
            registration.missed = Some(self.tells);
        }
    }
}

impl Registrations {
    pub(in crate::engine) fn new(clock: Arc<dyn Clock>) -> Self {
        Registrations { clock, known: Known::default(), once_rejected: Mutex::default() }
    }

    /// A sign-in had told a rejection of these configs before this process began, and of no others.
    pub(in crate::engine) fn note_once_rejected(&self, configs: HashSet<ConfigId>) {
        *self.once_rejected.lock().unwrap_or_else(PoisonError::into_inner) = Some(configs);
    }

    /// Whether one may have told that of this config.
    pub(in crate::engine) fn was_once_rejected(&self, config: &ConfigId) -> bool {
        let once_rejected = self.once_rejected.lock().unwrap_or_else(PoisonError::into_inner);
        once_rejected.as_ref().is_none_or(|configs| configs.contains(config))
    }

    /// # Errors
    /// - `provider_config_rejected`: another grant's renewal was told so a moment ago, and ten thousand others would be told the same.
    ///   A client that may not do something (`unauthorized_client`) may be told so of one grant alone.
    pub(in crate::engine) fn check(&self, config: &ProviderConfig, grant: &Grant) -> Result<(), Error> {
        match self.seen(config, grant) {
            Some(Seen::Rejected { error: error @ RegisteredError::InvalidClient, until }) if until > self.clock.elapsed() => {
                let rejected = errors::with_grant(errors::client_rejected(config, error), config, grant);
                Err(rejected.with_context(|context| context.provider_error = Some(error.as_str().to_owned())))
            }
            _ => Ok(()),
        }
    }

    /// The provider rejects the client. Gives the news, if it is some.
    pub(in crate::engine) fn rejected(
        &self,
        config: &ProviderConfig,
        grant: &Grant,
        error: RegisteredError,
        until: Duration,
    ) -> Option<News> {
        let is_news = |told: Option<Told>| told.map_or_else(|| !is_rejected(config, grant), |told| told == Told::Works);
        let news = self.note(fingerprint::of_registration(config, grant), Seen::Rejected { error, until }, is_news);
        if news.is_some() {
            tracing::error!(
                provider = config.provider.as_str(),
                config = config.id.as_str(),
                connection_id = grant.id.as_str(),
                tenant_id = grant.key.tenant_id.as_str(),
                code = ErrorCode::ProviderConfigRejected.as_str(),
                provider_error = error.as_str(),
                "the provider rejects the client of this config"
            );
        }
        news
    }

    /// The provider takes the client. Gives the news, if it is some.
    pub(in crate::engine) fn works(&self, config: &ProviderConfig, grant: &Grant) -> Option<News> {
        let is_news = |told: Option<Told>| told.map_or_else(|| is_by_client(grant), |told| told == Told::Rejected);
        let of_client = self.client_works(config, grant);
        let news = self.note(fingerprint::of_registration(config, grant), Seen::Works, is_news);
        let news = match (news, of_client) {
            // One event tells both.
            (Some(news), Some(of_client)) => {
                of_client.told();
                Some(news)
            }
            (news, of_client) => news.or(of_client),
        };
        if news.is_some() {
            tracing::info!(
                provider = config.provider.as_str(),
                config = config.id.as_str(),
                connection_id = grant.id.as_str(),
                tenant_id = grant.key.tenant_id.as_str(),
                "the provider takes the client of this config again"
            );
        }
        news
    }

    /// The provider rejects the client where nothing is renewed: at a sign-in, or at an installation. Gives the news, if it is some. It keeps no
    /// renewal from its own try.
    pub(in crate::engine) fn rejected_at_sign_in(&self, config: &ProviderConfig, token_endpoint: &str) -> Option<News> {
        let seen = Seen::Rejected { error: RegisteredError::InvalidClient, until: self.clock.elapsed() };
        self.note(fingerprint::of_client(config, token_endpoint), seen, |told| told != Some(Told::Rejected))
    }

    /// A sign-in has shown that the provider takes the client. Gives the news, where a sign-in had shown the contrary.
    pub(in crate::engine) fn signed_in(&self, config: &ProviderConfig, token_endpoint: &str) -> Option<News> {
        let name = fingerprint::of_client(config, token_endpoint);
        let was_told = lock(&self.known).contains_key(&name);
        if was_told { self.note(name, Seen::Works, |told| told == Some(Told::Rejected)) } else { None }
    }

    /// Whether this process has told nothing of the client, and so does not know what another one, or it before a restart, has told.
    pub(in crate::engine) fn is_untold(&self, config: &ProviderConfig, token_endpoint: &str) -> bool {
        let known = lock(&self.known);
        known.get(&fingerprint::of_client(config, token_endpoint)).is_none_or(|registration| registration.told.is_none())
    }

    /// What the events say: that the application was last told of a rejected client, or was not.
    pub(in crate::engine) fn note_told(&self, config: &ProviderConfig, token_endpoint: &str, is_alarmed: bool) {
        let told = if is_alarmed { Told::Rejected } else { Told::Works };
        let name = fingerprint::of_client(config, token_endpoint);
        let used_at = self.clock.elapsed();
        let mut known = lock(&self.known);
        if !known.contains_key(&name) {
            make_room(&mut known, used_at);
        }
        let new = || Registration { seen: Seen::Works, told: None, telling: None, missed: None, used_at };
        known.entry(name).or_insert_with(new).told.get_or_insert(told);
    }

    /// A renewal has shown it. Gives the news, where a sign-in had shown the contrary.
    fn client_works(&self, config: &ProviderConfig, grant: &Grant) -> Option<News> {
        self.signed_in(config, &grant.secrets.destination.token_endpoint)
    }

    /// Where the config of a grant stands, as far as is known here and by the grant.
    pub(in crate::engine) fn status(&self, config: &ProviderConfig, grant: &Grant) -> ConfigStatus {
        let of_client = fingerprint::of_client(config, &grant.secrets.destination.token_endpoint);
        let is_error = match self.seen_as(&of_client).filter(Seen::is_rejection).or_else(|| self.seen(config, grant)) {
            Some(Seen::Rejected { .. }) => true,
            Some(Seen::Works) => false,
            None => is_rejected(config, grant),
        };
        let is_paused = || grant.next_attempt_at.is_some_and(|at| at > self.clock.elapsed());
        match () {
            () if is_error => ConfigStatus::ConfigError,
            () if pause::is_paused_by(grant, ErrorCode::RateLimited) && is_paused() => ConfigStatus::Throttled,
            () => ConfigStatus::Ok,
        }
    }

    fn seen(&self, config: &ProviderConfig, grant: &Grant) -> Option<Seen> {
        self.seen_as(&fingerprint::of_registration(config, grant))
    }

    fn seen_as(&self, name: &str) -> Option<Seen> {
        let mut known = lock(&self.known);
        let registration = known.get_mut(name)?;
        registration.used_at = self.clock.elapsed();
        Some(registration.seen)
    }

    /// Notes what was seen. One of several at once is given the news, and another one if that one could not store it; `is_news` judges
    /// by what the application has been told.
    fn note(&self, name: String, seen: Seen, is_news: impl FnOnce(Option<Told>) -> bool) -> Option<News> {
        let used_at = self.clock.elapsed();
        let tells = if matches!(seen, Seen::Works) { Told::Works } else { Told::Rejected };
        let mut known = lock(&self.known);
        if !known.contains_key(&name) {
            make_room(&mut known, used_at);
        }
        let new = || Registration { seen, told: None, telling: None, missed: None, used_at };
        let registration = known.entry(name.clone()).or_insert_with(new);
        (registration.seen, registration.used_at) = (seen, used_at);
        let was_missed = registration.missed.take() == Some(tells);
        if registration.telling.as_ref().is_some_and(|(telling, _)| *telling == tells) {
            return None;
        }
        if !was_missed && !is_news(registration.told) {
            registration.told = Some(tells);
            return None;
        }
        let turn = Arc::new(());
        registration.telling = Some((tells, turn.clone()));
        Some(News { known: self.known.clone(), name, tells, turn, is_stored: false })
    }
}

fn lock(known: &Mutex<HashMap<String, Registration>>) -> MutexGuard<'_, HashMap<String, Registration>> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Forgets what nobody uses any more, and the longest unused where there are too many.
fn make_room(known: &mut HashMap<String, Registration>, now: Duration) {
    known.retain(|_, registration| now.saturating_sub(registration.used_at) < UNUSED);
    if known.len() >= MOST {
        let mut used: Vec<Duration> = known.values().map(|registration| registration.used_at).collect();
        // A quarter at once: making room for one at a time would look at all of them each time.
        let (_, limit, _) = used.select_nth_unstable(MOST / 4);
        let limit = *limit;
        known.retain(|_, registration| registration.used_at > limit);
    }
}

/// Whether a grant's last renewal failed at the client.
fn is_by_client(grant: &Grant) -> bool {
    pause::is_paused_by(grant, ErrorCode::ProviderConfigRejected)
}

/// The same, where the client was the one that is configured now.
fn is_rejected(config: &ProviderConfig, grant: &Grant) -> bool {
    is_by_client(grant) && grant.secrets.paused_under.contains(&fingerprint::for_grant(config, grant))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(count: usize, used_at: impl Fn(usize) -> Duration) -> HashMap<String, Registration> {
        let of =
            |number: usize| Registration { seen: Seen::Works, told: None, telling: None, missed: None, used_at: used_at(number) };
        (0..count).map(|number| (number.to_string(), of(number))).collect()
    }

    #[test]
    fn what_is_unused_for_a_day_is_forgotten() {
        let hour = Duration::from_secs(3600);
        let mut known = known(48, |number| hour * u32::try_from(number).unwrap());
        make_room(&mut known, hour * 47);
        assert_eq!(known.len(), 24);
        assert!(!known.contains_key("23") && known.contains_key("24"));
    }

    #[test]
    fn of_too_many_the_longest_unused_are_forgotten() {
        let mut known = known(MOST, |number| Duration::from_secs(u64::try_from(number).unwrap()));
        make_room(&mut known, Duration::from_secs(10_000));
        assert_eq!(known.len(), MOST - MOST / 4 - 1);
        assert!(!known.contains_key("0") && known.contains_key(&(MOST - 1).to_string()));
        let mut all_at_once = self::known(MOST, |_| Duration::from_secs(1));
        make_room(&mut all_at_once, Duration::from_secs(1));
        assert!(all_at_once.len() < MOST);
    }
}
