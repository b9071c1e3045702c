//! Finds what a sign-in tells besides tokens: values for variables, in the callback, in the answer to the code or at the API, and who has
//! signed in where no ID token says so. What is told must fit its variable's grammar before it reaches an address (SR-34).

use std::collections::BTreeMap;
use std::time::Duration;

use crate::base::waiting::{self, Awaited};
use crate::base::{Error, ErrorCode, Result, Secret};
use crate::catalog;
use crate::engine::common::errors;
use crate::engine::common::exchange::{Destination, Exchanged};
use crate::model::config::ProviderConfig;
use crate::model::definition::{Identity, KeptValue, OAuth, ProbeMethod, Template};
use crate::model::grant::ExternalAccount;
use crate::model::http::{OutboundResponse, SecretHeader};
use crate::protocol::callback::CallbackParameters;
use crate::protocol::kept::{read_identity, read_looked_up};
use crate::protocol::probe::{Carried, ProbeQuestion, build_probe_request};
use crate::protocol::retry_after::read_response_retry_after;

use super::Connector;

/// What the callback tells, in its grammar. An answer that says no tells nothing.
///
/// # Errors
/// - `provider_error`: a value is missing, is there twice, or does not fit.
pub(super) fn read_callback(
    config: &ProviderConfig,
    oauth: &OAuth,
    parameters: &CallbackParameters,
) -> Result<BTreeMap<String, String>> {
    let mut told = BTreeMap::new();
    if parameters.denial().is_some() {
        return Ok(told);
    }
    for kept in &oauth.kept {
        if let Some(parameter) = &kept.parameter {
            told.insert(kept.variable.clone(), fit(config, kept, parameters.further(parameter))?);
        }
    }
    Ok(told)
}

/// The account that the answer to the code names, and of the API's word what it leaves open.
pub(super) fn completed(answered: Option<ExternalAccount>, asked: ExternalAccount) -> ExternalAccount {
    let Some(answered) = answered else { return asked };
    ExternalAccount {
        organisation: answered.organisation.or(asked.organisation),
        person: answered.person.or(asked.person),
        display: answered.display.or(asked.display),
        organisation_display: answered.organisation_display,
    }
}

impl Connector {
    /// Adds to the variables of a sign-in what the answer to the code tells, then what the API tells to whoever asks with the new token.
    ///
    /// # Errors
    /// - `provider_error`: a value is missing or does not fit.
    /// - `provider_unavailable`: the API did not answer, or not now.
    pub(super) async fn keep_told(
        &self,
        config: &ProviderConfig,
        oauth: &OAuth,
        variables: &mut BTreeMap<String, String>,
        exchanged: &Exchanged,
    ) -> Result<()> {
        for kept in oauth.kept.iter().filter(|kept| kept.url.is_none() && kept.pointer.is_some()) {
            let told = exchanged.told.get(&kept.variable).map(String::as_str);
            variables.insert(kept.variable.clone(), fit(config, kept, told)?);
        }
        for kept in &oauth.kept {
            let (Some(url), Some(pointer)) = (&kept.url, &kept.pointer) else { continue };
            let budget = self.settings.policy.exchange;
            let answer = self.ask_api(config, url, &exchanged.answer.access_token, variables, budget).await?;
            let told = Some(answer).filter(|answer| answer.status == 200).and_then(|answer| read_looked_up(&answer, pointer));
            variables.insert(kept.variable.clone(), fit(config, kept, told.as_deref())?);
        }
        Ok(())
    }

    /// Asks the API who has signed in.
    ///
    /// # Errors
    /// - `provider_error`: it does not say.
    /// - `provider_unavailable`: it did not answer, or not now.
    pub(super) async fn ask_identity(
        &self,
        config: &ProviderConfig,
        identity: &Identity,
        token: &Secret<String>,
        variables: &BTreeMap<String, String>,
    ) -> Result<ExternalAccount> {
        let answer = self.ask_api(config, &identity.url, token, variables, self.settings.policy.exchange).await?;
        let account = Some(answer).filter(|answer| answer.status == 200).and_then(|answer| read_identity(&answer, identity));
        account.ok_or_else(|| untold(config, "did not say who has signed in"))
    }

    /// Sends a GET with the new access token to the definition's API, and nowhere else.
    ///
    /// # Errors
    /// - `config_invalid`: the address is at none of the API's origins (SR-30).
    /// - `provider_unavailable`: no answer, or one that says to come back later.
    pub(super) async fn ask_api(
        &self,
        config: &ProviderConfig,
        url: &Template,
        token: &Secret<String>,
        variables: &BTreeMap<String, String>,
        budget: Duration,
    ) -> Result<OutboundResponse> {
        let url = catalog::resolve_url(config, url, variables)?;
        catalog::check_api_origin(config, &url, variables)?;
        let api = &config.definition.api;
        let value = Secret::new(format!("{}{}", api.placement.prefix(), token.expose()));
        let header = SecretHeader { name: api.placement.header.clone(), value };
        let destination = Destination::of(&url, self.token_client.net.as_ref());
        let (live, waits) = (vec![200], Vec::new());
        let question = ProbeQuestion { url, method: ProbeMethod::Get, live, waits, live_when: None, rejected_when: None };
        let asking = self.token_client.net.send(build_probe_request(&question, &api.headers, Carried::Header(header)), budget);
        let answer = waiting::on(Awaited::Provider(config.definition.name.clone()), asking).await;
        let answer = answer.map_err(|failure| errors::no_answer(config, failure, &destination))?;
        match answer.status {
            408 | 425 | 429 | 500.. => Err(come_later(config, &answer)),
            _ => Ok(answer),
        }
    }
}

/// An API that is down or busy says nothing of the sign-in: to take it for one that has no value would hide an outage.
fn come_later(config: &ProviderConfig, answer: &OutboundResponse) -> Error {
    let (name, status) = (&config.definition.name, answer.status);
    let message = format!("{name} did not say what the sign-in needs to know (HTTP status {status}).");
    let error =
        Error::new(ErrorCode::ProviderUnavailable, message).with_hint("Nothing was stored. Start the sign-in again later.");
    let error = match read_response_retry_after(answer) {
        Some(pause) => error.with_retry_after(pause),
        None => error,
    };
    errors::with_config(error, config)
}

fn fit(config: &ProviderConfig, kept: &KeptValue, told: Option<&str>) -> Result<String> {
    let fitting = told.and_then(|told| catalog::fit_kept(config, &kept.variable, told));
    fitting.ok_or_else(|| untold(config, &format!("told no usable value for \"{}\"", kept.variable)))
}

fn untold(config: &ProviderConfig, what: &str) -> Error {
    let error = Error::new(ErrorCode::ProviderError, format!("{} {what}.", config.definition.name))
        .with_hint("Nothing was stored. Compare the definition with the provider's documentation.");
    errors::with_config(error, config)
}
