//! Finds what a sign-in tells besides tokens: values for variables, in the callback, in the answer to the code or at the API, and who has
//! signed in where no ID token says so. What is told must fit its variable's grammar before it reaches an address (SR-34).

use std::collections::BTreeMap;
use std::time::Duration;

use crate::base::waiting::{self, Awaited};
use crate::base::{Error, ErrorCode, Result, Secret};
use crate::catalog;
use crate::engine::common::asking::{ask_again, says_nothing_now};
use crate::engine::common::errors::{self, signed};
use crate::engine::common::exchange::{Destination, Exchanged};
use crate::engine::common::signing;
use crate::model::config::ProviderConfig;
use crate::model::definition::{Identity, KeptValue, OAuth, ProbeMethod, Template};
use crate::model::grant::ExternalAccount;
use crate::model::http::{OutboundResponse, SecretHeader};
use crate::protocol::callback::CallbackParameters;
use crate::protocol::kept::{read_identity, read_looked_up};
use crate::protocol::listed::{Listed, read_listed};
use crate::protocol::probe::{Carried, ProbeQuestion, build_probe_request};
use crate::protocol::retry_after::read_response_retry_after;
use crate::protocol::token::TokenAnswer;

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

/// The account, with the organisation that a kept value names where nothing else names one.
pub(super) fn of_organisation(
    account: Option<ExternalAccount>,
    oauth: &OAuth,
    variables: &BTreeMap<String, String>,
) -> Option<ExternalAccount> {
    let organisation = oauth.kept.iter().find(|kept| kept.organisation).and_then(|kept| variables.get(&kept.variable)).cloned();
    let Some(organisation) = organisation else { return account };
    let account =
        account.unwrap_or(ExternalAccount { organisation: None, person: None, display: None, organisation_display: None });
    Some(ExternalAccount { organisation: account.organisation.or(Some(organisation)), ..account })
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
            let answer = self.ask_api(config, url, &exchanged.answer, variables, budget).await?;
            if kept.items.is_some() {
                variables.extend(choose(config, kept, &answer, variables)?);
                continue;
            }
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
        credential: &TokenAnswer,
        variables: &BTreeMap<String, String>,
    ) -> Result<ExternalAccount> {
        let answer = self.ask_api(config, &identity.url, credential, variables, self.settings.policy.exchange).await?;
        if answer.status != 200 {
            return Err(not_let_in(config, answer.status));
        }
        let said = || {
            let pointer = &identity.person.0;
            format!(
                "did not say who has signed in: at \"{pointer}\" (identity.person) its answer has no text and no whole number"
            )
        };
        read_identity(&answer, identity).ok_or_else(|| untold(config, &said()))
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
        credential: &TokenAnswer,
        variables: &BTreeMap<String, String>,
        budget: Duration,
    ) -> Result<OutboundResponse> {
        let url = catalog::resolve_url(config, url, variables)?;
        catalog::check_api_origin(config, &url, variables)?;
        let api = &config.definition.api;
        let token = &credential.access_token;
        let carried = || match &credential.token_secret {
            Some(secret) => signing::carried(config, token, secret, &*self.clock),
            None => {
                let value = Secret::new(format!("{}{}", api.placement.prefix(), token.expose()));
                Some(Carried::Header(SecretHeader { name: api.placement.header.clone(), value }))
            }
        };
        carried().ok_or_else(|| signed::nothing_to_sign_with(config))?;
        let net = self.token_client.net.as_ref();
        let destination = Destination::of(&url, net);
        let (live, waits) = (vec![200], Vec::new());
        let question = ProbeQuestion { url, method: ProbeMethod::Get, live, waits, live_when: None, rejected_when: None };
        let headers = catalog::api_headers(config, variables);
        // What signs is there: it was asked for above.
        let request = || carried().map(|carried| build_probe_request(&question, &headers, carried));
        let asking = ask_again(net, &*self.clock, budget, request);
        let answer = waiting::on(Awaited::Provider(config.definition.name.clone()), Box::pin(asking)).await;
        let answer = answer.map_err(|failure| errors::no_answer(config, failure, &destination))?;
        if says_nothing_now(&answer) { Err(come_later(config, &answer)) } else { Ok(answer) }
    }
}

/// The API says no to whoever asks with the token that it has just been given.
fn not_let_in(config: &ProviderConfig, status: u16) -> Error {
    let message =
        format!("{} did not say who has signed in: its answer at identity.url has HTTP status {status}.", config.definition.name);
    let hint = match status {
        401 | 403 => {
            "Nothing was stored. Compare identity.url and api.placement of the definition with the provider's documentation, and which \
             scopes it wants for that address."
        }
        _ => "Nothing was stored. Compare identity.url of the definition with the provider's documentation.",
    };
    errors::with_config(Error::new(ErrorCode::ProviderError, message).with_hint(hint), config)
}

/// An API that is down or busy, or has somebody else's page in its place, says nothing of the sign-in: to take it for one that has no value
/// would hide an outage.
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

/// What the one entry tells that is meant. The variable has a value already where the config or whoever signs in has chosen; it is held
/// against the list, which is of this very token.
fn choose(
    config: &ProviderConfig,
    kept: &KeptValue,
    answer: &OutboundResponse,
    variables: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>> {
    let nothing = || untold(config, &format!("told no usable value for \"{}\"", kept.variable));
    let chosen = variables.get(&kept.variable).or_else(|| config.variables.get(&kept.variable));
    let listed = Some(answer).filter(|answer| answer.status == 200).and_then(|answer| read_listed(answer, kept));
    let is_chosen = |entry: &Listed| catalog::fit_kept(config, &kept.variable, &entry.value).as_ref() == chosen;
    let meant = match (listed.as_deref(), chosen) {
        (Some(listed), Some(_)) => {
            listed.iter().find(|entry| is_chosen(entry)).ok_or_else(|| errors::choice_not_there(config, &kept.variable))?
        }
        (Some([only]), None) => only,
        _ if kept.optional && chosen.is_none() => return Ok(BTreeMap::new()),
        (Some(several @ [_, _, ..]), None) => {
            let fitting = several.iter().filter_map(|entry| catalog::fit_kept(config, &kept.variable, &entry.value));
            return Err(errors::choice_needed(config, &kept.variable, &fitting.collect::<Vec<_>>()));
        }
        (None | Some([]), _) => return Err(nothing()),
    };
    let mut told = BTreeMap::from([(kept.variable.clone(), fit(config, kept, Some(&meant.value))?)]);
    for variable in kept.also.keys() {
        let value = meant.with.get(variable).and_then(|value| catalog::fit_kept(config, variable, value));
        let value = value.ok_or_else(|| untold(config, &format!("told no usable value for \"{variable}\"")))?;
        told.insert(variable.clone(), value);
    }
    Ok(told)
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
