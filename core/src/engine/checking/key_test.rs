//! The live test of a key that somebody has pasted: it runs before the key is stored.

use std::collections::BTreeMap;

use crate::base::waiting::{self, Awaited};
use crate::base::{Error, ErrorCode, Result, Secret};
use crate::catalog;
use crate::model::config::ProviderConfig;
use crate::model::credential::Sending;
use crate::model::credential_type::Purpose;
use crate::model::definition::AuthKind;
use crate::model::http::SecretHeader;
use crate::protocol::probe::{ProbeVerdict, build_probe_request, judge_probe};
use crate::protocol::provider_details::{Sent, read_provider_details};

use super::health::{Checker, simple_question};
use crate::engine::common::{errors, exchange};

impl Checker {
    /// Asks the provider whether a key works, where a definition of keys alone has a probe. The answer that counts is the provider's alone: where it
    /// gives none, the key is not kept either, so that what is stored has worked once.
    ///
    /// # Errors
    /// - `credential_rejected`: the provider does not accept it.
    /// - `provider_unavailable`, `config_invalid`: nobody can tell now.
    pub(in crate::engine) async fn test_key(&self, config: &ProviderConfig, fields: &[(String, Secret<String>)]) -> Result<()> {
        let definition = &config.definition;
        // Where people sign in too, the probe is made for what a sign-in brings: it may be an address that no key opens.
        let Some(probe) = definition.probe.as_ref().filter(|_| definition.auth == [AuthKind::ApiKey]) else { return Ok(()) };
        let Some(header) = header(config, fields) else { return Ok(()) };
        let question = simple_question(config, probe, &BTreeMap::new())?;
        // The probe's host must be one that may see the key (SR-30).
        let origin = question.url.origin().ascii_serialization();
        if !catalog::resolve_api_origins(config)?.contains(&origin) {
            return Ok(());
        }
        let host = exchange::host_of(&question.url);
        let request = build_probe_request(&question, &config.definition.api.headers, header);
        let sent = Sent::with(&request);
        let answer = self.net.send(request, self.settings.policy.exchange);
        let answer = waiting::on(Awaited::Provider(config.definition.name.clone()), answer).await;
        let response = answer.map_err(|failed| errors::no_answer(config, failed, &host))?;
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
        let details = read_provider_details(&response, &sent, &definition.diagnosis);
        Err(error.with_provider_details(Some(&details)))
    }
}

/// The header that carries the key; `None` where the definition does not say how its fields make one, and so nobody can ask with it.
fn header(config: &ProviderConfig, fields: &[(String, Secret<String>)]) -> Option<SecretHeader> {
    match Sending::of(&config.definition.api.placement, Purpose::Api, fields) {
        Sending::Prefixed { header, prefix } => {
            let (_, value) = fields.first()?;
            Some(SecretHeader { name: header, value: Secret::new(format!("{prefix}{}", value.expose())) })
        }
        Sending::Made { header, value } => Some(SecretHeader { name: header, value }),
        Sending::Nowhere(_) => None,
    }
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
