//! The live test of a key that somebody has pasted: it runs before the key is stored.

use crate::base::waiting::{self, Awaited};
use crate::base::{Error, ErrorCode, Result, Retry, Secret};
use crate::catalog;
use crate::model::config::ProviderConfig;
use crate::model::grant::Destination;
use crate::model::http::OutboundResponse;
use crate::protocol::probe::{ProbeVerdict, build_probe_request, judge_probe};
use crate::protocol::provider_details::{Sent, read_provider_details};
use crate::protocol::retry_after::{asks_for_pause, read_response_retry_after};

use super::health::Checker;
use super::questions::{carried_key, probe_of_keys, simple_question};
use crate::engine::common::{errors, exchange};

impl Checker {
    /// Asks the provider whether a key works, where the definition has a probe of keys. The answer that counts is the provider's alone: where it
    /// gives none, the key is not kept either, so that what is stored has worked once.
    ///
    /// # Errors
    /// - `credential_rejected`: the provider does not accept it.
    /// - `rate_limited`, `provider_unavailable`: nobody can tell now.
    /// - `provider_error`, `config_invalid`: the definition does not ask so that anybody could tell.
    pub(in crate::engine) async fn test_key(
        &self,
        config: &ProviderConfig,
        fields: &[(String, Secret<String>)],
        destination: &Destination,
    ) -> Result<()> {
        let Some(probe) = probe_of_keys(config) else { return Ok(()) };
        let Some(carried) = carried_key(config, fields) else { return Err(unsendable(config)) };
        let question = simple_question(config, probe, &destination.variables)?;
        // The probe's host must be one that may see the key (SR-30). A definition that says otherwise is refused when it is read, and a key
        // that nobody has tried is not stored either way.
        let origin = question.url.origin().ascii_serialization();
        if !destination.api_origins.contains(&origin) {
            return Err(elsewhere(config));
        }
        let asked = exchange::Destination::of(&question.url, self.net.as_ref());
        let proof = carried.proof();
        let request = build_probe_request(&question, &catalog::api_headers(config, &destination.variables), carried);
        let sent = Sent::with(&request);
        let answer = self.net.send(request, self.settings.policy.exchange);
        let answer = waiting::on(Awaited::Provider(config.definition.name.clone()), answer).await;
        let response = answer.map_err(|failed| errors::no_answer(config, failed, &asked))?;
        let error = match judge_probe(&question, proof, &response) {
            ProbeVerdict::Live => return Ok(()),
            ProbeVerdict::Rejected => rejected(
                config,
                "does not accept this key",
                "Check that it was copied as a whole and still works there. Nothing was stored.",
            ),
            ProbeVerdict::Forbidden | ProbeVerdict::Unscoped => rejected(
                config,
                "accepts this key, but not for what it is needed for",
                "Give it the permissions that the integration needs, or take another one. Nothing was stored.",
            ),
            ProbeVerdict::Unknown => untold(config, &response),
        };
        let details = read_provider_details(&response, &sent, &config.definition.diagnosis);
        Err(error.with_provider_details(Some(&details)))
    }
}

fn unsendable(config: &ProviderConfig) -> Error {
    let message = format!(
        "{} tries a key before it is stored, and its definition does not say how these fields are sent.",
        config.definition.name
    );
    let hint = "Give the key as one text; or say in the definition's api.placement how the fields are sent. Nothing was stored.";
    errors::with_config(Error::new(ErrorCode::InvalidRequest, message).with_hint(hint), config)
}

fn elsewhere(config: &ProviderConfig) -> Error {
    let message = format!("The probe of {} is at an origin that its keys must not be sent to.", config.definition.name);
    let error =
        Error::new(ErrorCode::ConfigInvalid, message).with_hint("Add its origin to the definition's api.origins, or move it.");
    errors::with_config(error, config)
}

fn rejected(config: &ProviderConfig, what: &str, hint: &str) -> Error {
    let message = format!("{} {what}.", config.definition.name);
    errors::with_config(Error::new(ErrorCode::CredentialRejected, message).with_hint(hint), config)
}

/// The answer does not say whether the key works: the provider cannot now, or it was not asked as it wants to be.
fn untold(config: &ProviderConfig, response: &OutboundResponse) -> Error {
    let (name, status) = (&config.definition.name, response.status);
    let pause = read_response_retry_after(response);
    let is_throttled = (400..500).contains(&status) && asks_for_pause(response);
    let error = match status {
        _ if is_throttled => {
            Error::new(ErrorCode::RateLimited, format!("{name} asked for a pause before it says whether this key works."))
                .with_hint("Nothing was stored. Store it again after the pause.")
        }
        // Whoever says so has not seen the key.
        401 | 403 | 407 => {
            let message = format!(
                "{name} did not say whether this key works: somebody in between answered in its place (HTTP status {status})."
            );
            let hint = "Nothing was stored. Look for a proxy, a firewall or a portal on the way to it; if its API answers wrong keys with a page, \
                        check the key.";
            Error::new(ErrorCode::ProviderUnavailable, message).with_hint(hint)
        }
        // Somebody was slow, or came too early: it may go well the next time.
        408 | 425 | 200..=299 | 500.. => {
            let hint = match status {
                200..=299 => {
                    "Nothing was stored. Try again later; if it stays, check live_when and rejected_when of the probe in the definition."
                }
                _ => "Nothing was stored. Try again later.",
            };
            let message = format!("{name} did not say whether this key works (HTTP status {status}).");
            Error::new(ErrorCode::ProviderUnavailable, message).with_hint(hint)
        }
        _ => {
            let message = format!("This key could not be tested: the probe of {name} was answered with HTTP status {status}.");
            let hint = match status {
                300..=399 => {
                    "Nothing was stored. A redirect is not followed with a key: give the probe's final address in the definition."
                }
                400 | 422 => {
                    "Nothing was stored. Look at the key first; if it is right, check the probe in the definition: its address, its method, \
                     api.headers, and which answers mean that a key is rejected."
                }
                _ => "Nothing was stored. Check the probe in the definition: its address, its method and api.headers.",
            };
            Error::new(ErrorCode::ProviderError, message).with_hint(hint)
        }
    };
    let error = match pause {
        Some(pause) if error.retry() == Retry::Later => error.with_retry_after(pause),
        _ => error,
    };
    errors::with_config(error, config)
}
