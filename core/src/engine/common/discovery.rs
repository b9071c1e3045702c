//! Looks up the endpoints that an issuer publishes, for definitions that name the issuer only (RFC 8414, OpenID Connect Discovery).

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use url::Url;

use crate::base::waiting::{self, Awaited};
use crate::base::{Clock, Error, ErrorCode, Result};
use crate::catalog::{self, Issuer};
use crate::model::config::ProviderConfig;
use crate::model::issuer_metadata::IssuerMetadata;
use crate::net::HttpClient;
use crate::protocol::interposed::is_interposed;
use crate::protocol::metadata::{MetadataFlaw, metadata_address, read_metadata};
use crate::protocol::probe::build_metadata_request;
use crate::protocol::retry_after::read_response_retry_after;

use super::asking::is_away;
use super::errors;
use super::exchange::Destination;
use super::policy::Settings;

/// A document is asked for again after this time: an issuer that moves is believed.
const KEEP: Duration = Duration::from_secs(86_400);
/// So long it stands while its issuer cannot be asked.
const STALE: Duration = Duration::from_secs(7 * 86_400);
/// An issuer that could not be asked is asked again after this time.
const AWAY: Duration = Duration::from_secs(300);

/// At most this many documents: a template with variables has as many issuers as there are values.
const MOST: usize = 256;

#[derive(Clone)]
struct Kept {
    metadata: Arc<IssuerMetadata>,
    /// On the clock that runs through suspend.
    at: Duration,
    /// When it could not be had since.
    away_at: Option<Duration>,
}

/// Where a document is, and whose it must be: issuers that differ by a slash have one address.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Place {
    address: Url,
    issuer: String,
}

/// What was published, by its place.
#[derive(Default)]
struct Documents {
    known: Mutex<HashMap<Place, Kept>>,
}

impl Documents {
    fn get(&self, place: &Place, now: Duration) -> Option<Arc<IssuerMetadata>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let is_away = |kept: &Kept| kept.away_at.is_some_and(|away_at| now.saturating_sub(away_at) < AWAY);
        let stands = |kept: &Kept| match now.saturating_sub(kept.at) {
            age if age < KEEP => true,
            age => age < STALE && is_away(kept),
        };
        known.get(place).filter(|kept| stands(kept)).map(|kept| kept.metadata.clone())
    }

    /// What was published not long ago, for a time in which it cannot be had. It is asked for again after a moment.
    fn get_while_away(&self, place: &Place, now: Duration) -> Option<Arc<IssuerMetadata>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = known.get_mut(place).filter(|kept| now.saturating_sub(kept.at) < STALE)?;
        kept.away_at = Some(now);
        Some(kept.metadata.clone())
    }

    fn put(&self, place: Place, kept: Kept) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        while known.len() >= MOST && !known.contains_key(&place) {
            let oldest = known.iter().min_by_key(|(_, known)| known.at).map(|(place, _)| place.clone());
            oldest.map(|oldest| known.remove(&oldest));
        }
        known.insert(place, kept);
    }
}

/// Why there is no document.
enum NoDocument {
    /// Nobody has said anything of it: what was published before stands for now.
    Away(Error),
    /// What was published is of no use.
    Flawed(Error),
}

impl NoDocument {
    fn of(error: Error) -> Self {
        if error.code() == ErrorCode::ProviderUnavailable { NoDocument::Away(error) } else { NoDocument::Flawed(error) }
    }
}

/// Completes configs, and keeps what issuers publish.
pub(in crate::engine) struct Discoverer {
    net: Arc<dyn HttpClient>,
    clock: Arc<dyn Clock>,
    settings: Arc<Settings>,
    documents: Documents,
}

impl Discoverer {
    pub(in crate::engine) fn new(net: Arc<dyn HttpClient>, clock: Arc<dyn Clock>, settings: Arc<Settings>) -> Self {
        Discoverer { net, clock, settings, documents: Documents::default() }
    }

    /// The config with the endpoints of its issuer, where its definition leaves them to that.
    ///
    /// # Errors
    /// - `invalid_request`, `config_invalid`: a variable of the issuer has no usable value.
    /// - `provider_unavailable`: the issuer did not answer, or not now.
    /// - `provider_error`: what it answered is another issuer's, or names endpoints that the definition does not allow.
    pub(in crate::engine) async fn complete<'a>(
        &self,
        config: &'a ProviderConfig,
        variables: &BTreeMap<String, String>,
    ) -> Result<Cow<'a, ProviderConfig>> {
        let Some(issuer) = catalog::issuer_to_ask(config, variables)? else { return Ok(Cow::Borrowed(config)) };
        let place = Place { address: metadata_address(&issuer.url, issuer.discovery.kind), issuer: issuer.text.clone() };
        let now = self.clock.elapsed();
        if let Some(complete) = self.documents.get(&place, now).and_then(|metadata| catalog::complete(config, &issuer, &metadata))
        {
            return Ok(Cow::Owned(complete));
        }
        let metadata = match self.ask(config, &issuer, place.address.clone()).await {
            // That it is away says nothing about its endpoints.
            Err(NoDocument::Away(error)) => {
                let known =
                    self.documents.get_while_away(&place, now).and_then(|known| catalog::complete(config, &issuer, &known));
                return known.map(Cow::Owned).ok_or(error);
            }
            Err(NoDocument::Flawed(error)) => return Err(error),
            Ok(metadata) => metadata,
        };
        let complete = catalog::complete(config, &issuer, &metadata);
        let complete = complete.ok_or_else(|| {
            unusable(config, "names no endpoint that its definition allows: https at the issuer's own host, or at one of oauth.discovery.hosts")
        })?;
        // One that is of no use is not kept: it may be mended at any time.
        self.documents.put(place, Kept { metadata: Arc::new(metadata), at: now, away_at: None });
        Ok(Cow::Owned(complete))
    }

    /// Where the issuer publishes its revocation endpoint, if its definition lets no token go there. Asked once the config is
    /// complete, when what is published is known.
    pub(in crate::engine) fn revocation_elsewhere(
        &self,
        config: &ProviderConfig,
        variables: &BTreeMap<String, String>,
    ) -> Option<catalog::Elsewhere> {
        let issuer = catalog::issuer_to_ask(config, variables).ok()??;
        let place = Place { address: metadata_address(&issuer.url, issuer.discovery.kind), issuer: issuer.text.clone() };
        let published = self.documents.get(&place, self.clock.elapsed())?;
        catalog::revocation_elsewhere(&issuer, &published)
    }

    async fn ask(&self, config: &ProviderConfig, issuer: &Issuer<'_>, address: Url) -> Result<IssuerMetadata, NoDocument> {
        let (destination, at) = (Destination::of(&address, self.net.as_ref()), address.to_string());
        let asking = self.net.send(build_metadata_request(address), self.settings.policy.exchange);
        let answer = waiting::on(Awaited::Provider(config.definition.name.clone()), asking).await;
        let answer = answer.map_err(|failure| NoDocument::of(errors::no_answer(config, failure, &destination)))?;
        if is_away(&answer) {
            let message =
                format!("{} did not say where its endpoints are (HTTP status {}).", config.definition.name, answer.status);
            let error = Error::new(ErrorCode::ProviderUnavailable, message).with_hint("Nothing was lost. Try again later.");
            let error = match read_response_retry_after(&answer) {
                Some(pause) => error.with_retry_after(pause),
                None => error,
            };
            return Err(NoDocument::Away(errors::with_config(error, config)));
        }
        // A page, a redirect or a no stands in the place of the document, for whatever reason: where none is known, the definition's address may
        // be that.
        let is_elsewhere = is_interposed(&answer) || matches!(answer.status, 300..=399 | 401 | 403);
        let read = read_metadata(&answer, &issuer.text).map_err(|flaw| match flaw {
            MetadataFlaw::Unreadable => {
                unusable(config, &format!("publishes no readable document at {at} (HTTP status {})", answer.status))
            }
            MetadataFlaw::Unclear(member) => {
                unusable(config, &format!("publishes at {at} a document with several values for {member}"))
            }
            // Which other one is a text of somebody's.
            MetadataFlaw::OtherIssuer => unusable(
                config,
                &format!("publishes at {at} the document of another issuer than {} (a slash at the end counts)", issuer.text),
            ),
        });
        read.map_err(|error| if is_elsewhere { NoDocument::Away(error) } else { NoDocument::Flawed(error) })
    }
}

fn unusable(config: &ProviderConfig, what: &str) -> Error {
    let error = Error::new(ErrorCode::ProviderError, format!("The issuer of {} {what}.", config.definition.name))
        .with_hint("Compare oauth.issuer and oauth.discovery of the definition with the provider's documentation.");
    errors::with_config(error, config)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_bounded_and_the_oldest_make_room() {
        let documents = Documents::default();
        let place = |n: usize| Place {
            address: Url::parse(&format!("https://{n}.example/.well-known/openid-configuration")).unwrap(),
            issuer: format!("https://{n}.example"),
        };
        for n in 0..=MOST {
            documents.put(place(n), Kept { metadata: Arc::default(), at: Duration::from_secs(n as u64), away_at: None });
        }
        let now = Duration::from_secs(MOST as u64);
        assert_eq!(documents.known.lock().unwrap().len(), MOST);
        assert!(documents.get(&place(0), now).is_none() && documents.get(&place(MOST), now).is_some());
        assert!(documents.get(&place(MOST), now + KEEP).is_none(), "it is asked for again after a day");
        let other = Place { issuer: format!("https://{MOST}.example/"), ..place(MOST) };
        assert!(documents.get(&other, now).is_none(), "it is another issuer's");
    }

    #[test]
    fn a_document_stands_for_days_while_its_issuer_is_away_and_is_asked_for_again_soon() {
        let documents = Documents::default();
        let place = Place { address: Url::parse("https://a.example/x").unwrap(), issuer: "https://a.example".to_owned() };
        documents.put(place.clone(), Kept { metadata: Arc::default(), at: Duration::ZERO, away_at: None });
        let away = KEEP + Duration::from_secs(1);
        assert!(documents.get(&place, away).is_none(), "it is asked for");
        assert!(documents.get_while_away(&place, away).is_some() && documents.get(&place, away + AWAY / 2).is_some());
        assert!(documents.get(&place, away + AWAY).is_none(), "it is asked for again");
        assert!(documents.get_while_away(&place, STALE).is_none() && documents.get(&place, STALE + AWAY / 2).is_none());
    }
}
