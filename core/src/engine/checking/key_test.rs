//! The live test of a key that somebody has pasted: it runs before the key is stored.

use std::collections::BTreeMap;

use crate::base::waiting::{self, Awaited};
use crate::base::{Error, ErrorCode, Result, Secret};
use crate::catalog;
use crate::model::config::ProviderConfig;
use crate::protocol::probe::{ProbeVerdict, build_probe_request, judge_probe};
use crate::protocol::provider_details::{Sent, read_provider_details};

use super::health::Checker;
use super::questions::{header_of_key, probe_of_keys, simple_question};
use crate::engine::common::errors;
use crate::engine::common::exchange::Place;

impl Checker {
    /// Asks the provider whether a key works, where a definition of keys alone has a probe. The answer that counts is the provider's alone: where it
    /// gives none, the key is not kept either, so that what is stored has worked once.
    ///
    /// # Errors
    /// - `credential_rejected`: the provider does not accept it.
    /// - `provider_unavailable`, `config_invalid`: nobody can tell now.
    pub(in crate::engine) async fn test_key(&self, config: &ProviderConfig, fields: &[(String, Secret<String>)]) -> Result<()> {
        let Some(probe) = probe_of_keys(config) else { return Ok(()) };
        let Some(header) = header_of_key(config, fields) else { return Err(unsendable(config)) };
        let question = simple_question(config, probe, &BTreeMap::new())?;
        // The probe's host must be one that may see the key (SR-30). A definition that says otherwise is refused when it is read, and a key
        // that nobody has tried is not stored either way.
        let origin = question.url.origin().ascii_serialization();
        if !catalog::resolve_api_origins(config)?.contains(&origin) {
            return Err(elsewhere(config));
        }
        let place = Place::of(&question.url, self.net.as_ref());
        let request = build_probe_request(&question, &config.definition.api.headers, header);
        let sent = Sent::with(&request);
        let answer = self.net.send(request, self.settings.policy.exchange);
        let answer = waiting::on(Awaited::Provider(config.definition.name.clone()), answer).await;
        let response = answer.map_err(|failed| errors::no_answer(config, failed, &place))?;
        let error = match judge_probe(&question, &response) {
            ProbeVerdict::Live => return Ok(()),
            ProbeVerdict::Rejected => rejected(
                config,
                "does not accept this key",
                "Check that it was copied as a whole and still works there. Nothing was stored.",
            ),
            ProbeVerdict::Forbidden => rejected(
                config,
                "accepts this key, but not for what it is needed for",
                "Give it the permissions that the integration needs, or take another one. Nothing was stored.",
            ),
            ProbeVerdict::Unknown => untold(config, response.status),
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
    let hint =
        "Give the key as one text; or say in the definition's api.placement how the fields make the header. Nothing was stored.";
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

fn untold(config: &ProviderConfig, status: u16) -> Error {
    let message = format!("{} did not say whether this key works (HTTP status {status}).", config.definition.name);
    let error = Error::new(ErrorCode::ProviderUnavailable, message).with_hint("Nothing was stored. Try again later.");
    errors::with_config(error, config)
}
