//! Derives from a config what the steps of a session share: redirect URI, endpoints, variables, destination.

use std::collections::BTreeMap;

use url::Url;

use crate::base::{Advice, Error, ErrorCode, ProviderDetails, Result};
use crate::catalog;
use crate::engine::common::exchange::same_endpoint;
use crate::engine::common::{accounts, errors};
use crate::model::config::{Endpoints, ProviderConfig};
use crate::model::definition::{AnswerCredential, AnswerSubject, Install, OAuth, SignIn, SignInThenConsent, Template};
use crate::model::grant::Destination;
use crate::model::session::{SessionKind, SessionSecrets};
use crate::protocol::callback::CallbackParameters;
use crate::protocol::provider_details::{Sent, read_callback_details};

/// Each config has its own callback path, so that an answer cannot arrive at another one unnoticed (SR-5).
pub(super) fn redirect_uri(base_url: &Url, config: &ProviderConfig) -> String {
    format!("{}/oauth/callback/{}", base_url.as_str().trim_end_matches('/'), config.id)
}

pub(super) fn oauth_of(config: &ProviderConfig) -> Result<&OAuth> {
    check_has_client(config)?;
    config.definition.oauth.as_ref().ok_or_else(|| no_sign_in(config))
}

/// # Errors
/// - `provider_not_configured`: the config is for keys alone.
fn check_has_client(config: &ProviderConfig) -> Result<()> {
    if config.definition.oauth.is_some() && catalog::is_for_keys_alone(config) {
        return Err(catalog::client_missing(config));
    }
    Ok(())
}

/// How people sign in.
///
/// # Errors
/// - `invalid_request`: they do not.
pub(super) fn sign_in_of(config: &ProviderConfig) -> Result<SignIn<'_>> {
    check_has_client(config)?;
    config.definition.sign_in().ok_or_else(|| no_sign_in(config))
}

pub(super) fn no_sign_in(config: &ProviderConfig) -> Error {
    let error = Error::new(ErrorCode::InvalidRequest, format!("Users do not sign in at {}.", config.definition.name))
        .with_hint("Store its key, or install it, as the definition's `auth` says.");
    errors::with_config(error, config)
}

/// Neither the definition nor its issuer says where people sign in.
pub(super) fn no_authorization_endpoint(config: &ProviderConfig) -> Error {
    if config.definition.sign_in().is_none() {
        return no_sign_in(config);
    }
    let message = format!("{} names no authorization endpoint, at which people sign in.", config.definition.name);
    let error = Error::new(ErrorCode::ProviderError, message).with_hint(
        "Its issuer publishes none: give oauth.authorization_endpoint in the definition, or let people sign in on another device.",
    );
    errors::with_config(error, config)
}

/// How the app is installed.
///
/// # Errors
/// - `invalid_request`: the provider has no installations.
pub(super) fn install_of(config: &ProviderConfig) -> Result<&Install> {
    config.definition.install.as_ref().ok_or_else(|| {
        let has_sign_in = config.definition.sign_in().is_some();
        let hint = if has_sign_in { "Connect per user instead." } else { "Store its key instead: ⟨call store_credential⟩." };
        let message = format!("{} has no installations.", config.definition.name);
        errors::with_config(Error::new(ErrorCode::InvalidRequest, message).with_hint(hint), config)
    })
}

/// # Errors
/// - `config_invalid`: the definition installs the app in another way since the session was started.
pub(super) fn two_steps(config: &ProviderConfig) -> Result<&SignInThenConsent> {
    match install_of(config)? {
        Install::SignInThenConsent(install) => Ok(install),
        Install::ByAnswer(_) | Install::ByPage(_) | Install::ByMint(_) => Err(installed_otherwise(config)),
    }
}

/// The definition has changed while somebody was at the provider.
pub(super) fn installed_otherwise(config: &ProviderConfig) -> Error {
    let error = Error::new(ErrorCode::ConfigInvalid, "The definition installs the app in another way since this was started.")
        .with_hint("Start again.")
        .with_advice(Advice::StartAgain);
    errors::with_config(error, config)
}

/// The page of the provider's on which the app is installed, where that is how.
pub(super) fn page_of(config: &ProviderConfig) -> Option<&Template> {
    match &config.definition.install {
        Some(Install::ByPage(install)) => Some(&install.url),
        Some(Install::SignInThenConsent(_) | Install::ByAnswer(_) | Install::ByMint(_)) | None => None,
    }
}

/// Whose credential a session is about.
pub(super) fn subject_of(config: &ProviderConfig, kind: SessionKind) -> AnswerSubject {
    match (kind, &config.definition.install) {
        (SessionKind::Install, Some(Install::ByAnswer(_))) => AnswerSubject::Installation,
        (SessionKind::Install | SessionKind::Auth, _) => AnswerSubject::User,
    }
}

/// The credentials that the answer to a session's code may hold, as the definition lists them: the one that the session is about
/// first. An installation brings the person's beside it; a person's sign-in brings none for the organisation.
pub(super) fn answer_credentials(config: &ProviderConfig, kind: SessionKind) -> Vec<&AnswerCredential> {
    let first = subject_of(config, kind);
    let second = (first == AnswerSubject::Installation).then_some(AnswerSubject::User);
    std::iter::once(first).chain(second).filter_map(|subject| config.definition.answer_credential(subject)).collect()
}

/// The endpoints of a session, from the variables that were fixed at its start.
pub(super) fn endpoints_of(config: &ProviderConfig, secrets: &SessionSecrets) -> Result<Endpoints> {
    let endpoints = catalog::resolve_endpoints(config, &secrets.variables)?;
    if same_endpoint(&secrets.token_endpoint, &endpoints.token) {
        return Ok(endpoints);
    }
    let error =
        Error::new(ErrorCode::ConfigInvalid, "The token endpoint of the config has changed since the sign-in was started.")
            .with_hint("Start again.")
            .with_advice(Advice::StartAgain);
    Err(errors::with_config(error, config))
}

/// The variables of the grant: those of its flow, with the organisation that the account has shown to be of.
pub(super) fn variables_of(
    config: &ProviderConfig,
    secrets: &SessionSecrets,
    organisation: Option<&str>,
) -> BTreeMap<String, String> {
    let mut variables = secrets.variables.clone();
    if organisation.is_some() {
        variables.extend(accounts::flow_variables(config, organisation));
    }
    variables
}

/// Where the secrets of a grant may go, fixed at the moment they are stored.
pub(super) fn destination(config: &ProviderConfig, variables: BTreeMap<String, String>) -> Result<Destination> {
    let endpoints = catalog::resolve_endpoints(config, &variables)?;
    Ok(Destination {
        issuer: endpoints.issuer,
        token_endpoint: endpoints.refresh.into(),
        client_id: config.client_id.clone(),
        api_origins: catalog::resolve_api_origins(config, &variables)?,
        variables,
    })
}

/// What a refusal that came with the browser says besides, in closed fields. It is believed once the answer's issuer is.
pub(super) fn denial_details(config: &ProviderConfig, parameters: &CallbackParameters) -> Option<ProviderDetails> {
    parameters.denial()?;
    let sent = Sent::with_browser(parameters, &config.client);
    Some(read_callback_details(parameters, &sent, &config.definition.diagnosis))
}
