//! ID tokens: judged against the provider's key set, which is kept for a day, and fetched when a key is unknown or does not fit any more.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use url::Url;

use crate::base::waiting::{self, Awaited};
use crate::base::{Clock, Error, ErrorCode, Result, Secret};
use crate::catalog;
use crate::model::config::ProviderConfig;
use crate::model::definition::IdToken;
use crate::model::http::OutboundResponse;
use crate::protocol::id_token::{IdTokenExpectation, VerifiedIdToken, judge_id_token};
use crate::protocol::jwks::{Jwks, read_jwks};
use crate::protocol::probe::build_jwks_request;

use crate::engine::common::asking::{ask_again, says_nothing_now};
use crate::engine::common::errors::{self, flow};
use crate::engine::common::exchange::Destination;
use crate::engine::common::policy::Settings;

use crate::net::HttpClient;

/// A key set is asked for again after this time even if every key is known: a provider that withdraws a key is believed.
const KEEP: Duration = Duration::from_secs(86_400);
/// An unknown key, or a signature that is none of a known one's, has the set asked for again, but not more often than this: anybody can name a
/// key that does not exist, or write a signature.
const ASK_AGAIN: Duration = Duration::from_secs(60);

/// At most this many key sets: a template with variables has as many addresses as there are values.
const MOST_SETS: usize = 256;

/// A key set, when it was fetched, and when it was last asked for because of another key, on the clock that runs through suspend.
#[derive(Clone)]
struct FetchedKeys {
    set: Arc<Jwks>,
    at: Duration,
    asked_again: Option<Duration>,
}

impl FetchedKeys {
    /// Whether another key may be asked for now. However new the set is: keys may have been replaced the moment after.
    fn may_ask_again(&self, now: Duration) -> bool {
        self.asked_again.is_none_or(|asked| now.saturating_sub(asked) >= ASK_AGAIN)
    }
}

/// Why a key set is looked up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    /// It is fetched where none is known that is new enough.
    WhenOld,
    /// It is fetched in any case.
    ForOtherKey,
}

/// Key sets by address.
#[derive(Default)]
struct KeySets {
    known: Mutex<HashMap<Url, FetchedKeys>>,
}

impl KeySets {
    fn get(&self, url: &Url) -> Option<FetchedKeys> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(url).cloned()
    }

    fn put(&self, url: Url, keys: FetchedKeys) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_SETS && !known.contains_key(&url) {
            known.retain(|_, known| keys.at.saturating_sub(known.at) < KEEP);
        }
        while known.len() >= MOST_SETS && !known.contains_key(&url) {
            let oldest = known.iter().min_by_key(|(_, known)| known.at).map(|(url, _)| url.clone());
            oldest.map(|oldest| known.remove(&oldest));
        }
        known.insert(url, keys);
    }
}

/// Says whose an ID token is.
pub(super) struct Identifier {
    net: Arc<dyn HttpClient>,
    clock: Arc<dyn Clock>,
    settings: Arc<Settings>,
    key_sets: KeySets,
}

impl Identifier {
    pub(super) fn new(net: Arc<dyn HttpClient>, clock: Arc<dyn Clock>, settings: Arc<Settings>) -> Self {
        Identifier { net, clock, settings, key_sets: KeySets::default() }
    }

    /// Judges an ID token (OpenID Connect Core §3.1.3.7) and says whose it is.
    ///
    /// # Errors
    /// - `provider_error`: the token is not what the provider promises.
    /// - `provider_unavailable`: its key set could not be fetched.
    pub(super) async fn identify(
        &self,
        config: &ProviderConfig,
        spec: &IdToken,
        token: &Secret<String>,
        nonce: Option<&Secret<String>>,
        variables: &BTreeMap<String, String>,
    ) -> Result<VerifiedIdToken> {
        let jwks_uri = spec.jwks_uri.as_ref().ok_or_else(|| no_keys(config))?;
        let url = catalog::resolve_url(config, jwks_uri, variables)?;
        let issuer_template = catalog::resolve_issuer(config, &spec.issuer)?;
        let expectation = IdTokenExpectation {
            client_id: &config.client_id,
            nonce,
            issuer_template: &issuer_template,
            algorithms: &spec.algorithms,
            organisation_claim: spec.organisation_claim.as_deref(),
            person_claim: &spec.person_claim,
            display_claim: spec.display_claim.as_deref(),
            now: self.clock.now(),
        };
        let known = self.key_set(config, &url, Ask::WhenOld).await?;
        let problem = match judge_id_token(token, &known.set, &expectation) {
            Ok(verified) => return Ok(verified),
            // Providers rotate keys: the set is fetched once more, and then the token is refused.
            Err(problem) if problem.may_be_of_old_keys() && known.may_ask_again(self.clock.elapsed()) => {
                let known = self.key_set(config, &url, Ask::ForOtherKey).await?;
                match judge_id_token(token, &known.set, &expectation) {
                    Ok(verified) => return Ok(verified),
                    Err(problem) => problem,
                }
            }
            Err(problem) => problem,
        };
        tracing::warn!(
            provider = config.provider.as_str(),
            config = config.id.as_str(),
            %problem,
            "an ID token was refused"
        );
        Err(flow::id_token_refused(config, spec, problem))
    }

    async fn key_set(&self, config: &ProviderConfig, url: &Url, ask: Ask) -> Result<FetchedKeys> {
        let now = self.clock.elapsed();
        let known = self.key_sets.get(url);
        let asked_again = match ask {
            Ask::WhenOld => known.as_ref().and_then(|known| known.asked_again),
            Ask::ForOtherKey => Some(now),
        };
        if let Some(known) = known.filter(|known| ask == Ask::WhenOld && now.saturating_sub(known.at) < KEEP) {
            return Ok(known);
        }
        let request = || Some(build_jwks_request(url.clone()));
        let keys = ask_again(&*self.net, &*self.clock, self.settings.policy.exchange, request);
        let response = waiting::on(Awaited::Provider(config.definition.name.clone()), Box::pin(keys))
            .await
            .map_err(|failure| errors::no_answer(config, failure, &Destination::of(url, self.net.as_ref())))?;
        let set = (response.status == 200).then(|| read_jwks(&response.body)).and_then(Result::ok);
        let set = set.ok_or_else(|| no_key_set(config, url, &response))?;
        let keys = FetchedKeys { set: Arc::new(set), at: now, asked_again };
        self.key_sets.put(url.clone(), keys.clone());
        Ok(keys)
    }
}

/// What stands at the address is no key set, or not now.
fn no_key_set(config: &ProviderConfig, url: &Url, response: &OutboundResponse) -> Error {
    // The address is the issuer's to publish, and may say anything behind its host.
    let host = url.host_str().unwrap_or_default();
    let message = format!("{} gave no usable key set at {host} (HTTP status {}).", config.definition.name, response.status);
    let error = match response.status {
        // The same address answers so the next time too.
        200..=399 | 404 | 405 | 410 if !says_nothing_now(response) => Error::new(ErrorCode::ProviderError, message).with_hint(
            "Compare id_token.jwks_uri of the definition: at its address is an object with a list of keys (RFC 7517 §5).",
        ),
        _ => Error::new(ErrorCode::ProviderUnavailable, message).with_hint("Start the sign-in again later. Nothing was stored."),
    };
    errors::with_config(error, config)
}

/// Whoever judges an ID token has asked the issuer where its keys are.
fn no_keys(config: &ProviderConfig) -> Error {
    let message = format!("The definition of {} does not say where its keys are.", config.definition.name);
    errors::with_config(Error::new(ErrorCode::ConfigInvalid, message).with_hint("Give id_token.jwks_uri."), config)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(n: usize) -> Url {
        Url::parse(&format!("https://login.example/{n}/keys")).unwrap()
    }

    #[test]
    fn key_sets_are_bounded_and_the_oldest_make_room() {
        let sets = KeySets::default();
        let set = Arc::new(read_jwks(br#"{"keys":[]}"#).unwrap());
        let second = Duration::from_secs;
        let fetched = |at| FetchedKeys { set: set.clone(), at, asked_again: None };
        for n in 0..MOST_SETS {
            sets.put(address(n), fetched(second(n as u64)));
        }
        sets.put(address(0), fetched(second(900)));
        let held = || (0..MOST_SETS + 2).filter(|n| sets.get(&address(*n)).is_some()).count();
        assert_eq!(held(), MOST_SETS, "a set that is fetched again takes nobody's place");
        sets.put(address(MOST_SETS), fetched(second(901)));
        assert!(sets.get(&address(1)).is_none() && sets.get(&address(0)).is_some());
        assert_eq!(held(), MOST_SETS);
        // Those that would be fetched again anyway go all at once.
        sets.put(address(MOST_SETS + 1), fetched(KEEP + second(900)));
        assert_eq!(held(), 2);
    }
}
