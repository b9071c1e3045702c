//! What providers say of the application itself: whether they take its client (SR-63). It belongs to a registration, and says nothing
//! about the grants that were made through it: none of them changes its status, one of them is enough to find out, and the operator
//! hears of it once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::base::{Clock, Error, ErrorCode};
use crate::model::config::ProviderConfig;
use crate::model::config_status::ConfigStatus;
use crate::model::grant::Grant;
use crate::protocol::errors::RegisteredError;

use super::{failure, fingerprint, pause};

/// What this process has seen of each registration, by its fingerprint.
pub(in crate::engine) struct Registrations {
    clock: Arc<dyn Clock>,
    seen: Mutex<HashMap<String, Seen>>,
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

impl Registrations {
    pub(in crate::engine) fn new(clock: Arc<dyn Clock>) -> Self {
        Registrations { clock, seen: Mutex::default() }
    }

    /// # Errors
    /// - `provider_config_rejected`: another grant's renewal was told so a moment ago, and ten thousand others would be told the same.
    ///   A client that may not do something (`unauthorized_client`) may be told so of one grant alone.
    pub(in crate::engine) fn check(&self, config: &ProviderConfig, grant: &Grant) -> Result<(), Error> {
        match self.lock().get(&fingerprint::of_registration(config, grant)) {
            Some(Seen::Rejected { error: error @ RegisteredError::InvalidClient, until }) if *until > self.clock.elapsed() => {
                let rejected = failure::with_grant(failure::client_rejected(config, *error), config, grant);
                Err(rejected.with_context(|context| context.provider_error = Some(error.as_str().to_owned())))
            }
            _ => Ok(()),
        }
    }

    /// The provider rejects the client. Gives whether that is news.
    pub(in crate::engine) fn rejected(
        &self,
        config: &ProviderConfig,
        grant: &Grant,
        error: RegisteredError,
        until: Duration,
    ) -> bool {
        let now = Seen::Rejected { error, until };
        let before = self.lock().insert(fingerprint::of_registration(config, grant), now);
        let is_news = match before {
            Some(Seen::Rejected { .. }) => false,
            Some(Seen::Works) => true,
            None => !is_rejected(config, grant),
        };
        if is_news {
            let (config, provider) = (config.id.as_str(), config.provider.as_str());
            tracing::error!(config, provider, error = error.as_str(), "the provider rejects the client of this config");
        }
        is_news
    }

    /// The provider takes the client. Gives whether that is news.
    pub(in crate::engine) fn works(&self, config: &ProviderConfig, grant: &Grant) -> bool {
        let before = self.lock().insert(fingerprint::of_registration(config, grant), Seen::Works);
        let is_news = match before {
            Some(Seen::Rejected { .. }) => true,
            Some(Seen::Works) => false,
            None => is_by_client(grant),
        };
        if is_news {
            let (config, provider) = (config.id.as_str(), config.provider.as_str());
            tracing::info!(config, provider, "the provider takes the client of this config again");
        }
        is_news
    }

    /// Where the config of a grant stands, as far as is known here and by the grant.
    pub(in crate::engine) fn status(&self, config: &ProviderConfig, grant: &Grant) -> ConfigStatus {
        let seen = self.lock().get(&fingerprint::of_registration(config, grant)).copied();
        let is_error = match seen {
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

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Seen>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
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
