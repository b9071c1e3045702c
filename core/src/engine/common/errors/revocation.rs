//! Why tokens were not revoked at their provider.

use std::time::Duration;

use super::with_config;
use crate::base::{Error, ErrorCode};
use crate::catalog::Elsewhere;
use crate::model::config::ProviderConfig;

const GIVEN_UP: &str = "If it lasts for three days, Authpipe gives up and the tokens live until they end there.";

/// The provider refuses.
pub(in crate::engine) fn revocation_refused(config: &ProviderConfig, status: u16) -> Error {
    let message = format!("{} did not revoke the tokens (HTTP status {status}).", config.definition.name);
    let hint = "They live until they end there. End the access in the account's settings at the provider; compare `revocation` of the \
                definition with the provider's documentation.";
    with_config(Error::new(ErrorCode::ProviderError, message).with_hint(hint), config)
}

/// The provider revokes no token of the kinds that there are.
pub(in crate::engine) fn revocation_of_other_kinds(config: &ProviderConfig) -> Error {
    let message = format!("{} revokes no token of the kind that it gave.", config.definition.name);
    let hint = "It lives until it ends there. End the access in the account's settings at the provider.";
    with_config(Error::new(ErrorCode::ProviderError, message).with_hint(hint), config)
}

/// The provider has revoked the access token, and has no way to revoke what renews it.
pub(in crate::engine) fn refresh_token_stays(config: &ProviderConfig) -> Error {
    let message = format!("{} has revoked the access token, and revokes no refresh token.", config.definition.name);
    let hint = "The refresh token lives until it ends there. End the access in the account's settings at the provider.";
    with_config(Error::new(ErrorCode::ProviderError, message).with_hint(hint), config)
}

/// The only token that the provider takes for it had ended.
pub(in crate::engine) fn revocation_without_live_token(config: &ProviderConfig) -> Error {
    let name = &config.definition.name;
    let message = format!("The access token had ended by which {name} revokes, and it takes no other.");
    let hint = "The refresh token lives until it ends there. End the access in the account's settings at the provider.";
    with_config(Error::new(ErrorCode::ProviderError, message).with_hint(hint), config)
}

/// The provider does not take the client.
pub(in crate::engine) fn revocation_client_rejected(config: &ProviderConfig) -> Error {
    let message = format!("{} rejected the client of config \"{}\" at its revocation.", config.definition.name, config.id);
    with_config(
        Error::new(ErrorCode::ProviderConfigRejected, message).with_hint(format!("Correct the client. {GIVEN_UP}")),
        config,
    )
}

/// The provider cannot for now.
pub(in crate::engine) fn revocation_put_off(config: &ProviderConfig, status: u16, pause: Option<Duration>) -> Error {
    let message = format!("{} cannot revoke tokens now (HTTP status {status}).", config.definition.name);
    let error = Error::new(ErrorCode::ProviderUnavailable, message).with_hint(GIVEN_UP);
    let error = match pause {
        Some(pause) => error.with_retry_after(pause),
        None => error,
    };
    with_config(error, config)
}

/// The config is of another client or server than the tokens.
pub(in crate::engine) fn revocation_elsewhere(config: &ProviderConfig) -> Error {
    let message = format!("The token endpoint or client id of config \"{}\" has changed since the tokens were given.", config.id);
    let hint = format!("A token is sent only where it came from. Restore the config. {GIVEN_UP}");
    with_config(Error::new(ErrorCode::ConfigInvalid, message).with_hint(hint), config)
}

/// The tokens are of an older release, whose definition had another token endpoint.
pub(in crate::engine) fn revocation_moved(config: &ProviderConfig) -> Error {
    let message = format!("The token endpoint of {} is another one since the tokens were given.", config.definition.name);
    let hint = "A token is sent only where it came from. They live until they end there. End the access in the account's settings at the provider.";
    with_config(Error::new(ErrorCode::ProviderError, message).with_hint(hint), config)
}

/// The issuer publishes its revocation endpoint where the definition lets no token go.
pub(in crate::engine) fn revocation_not_allowed(config: &ProviderConfig, place: &Elsewhere) -> Error {
    let (name, host) = (&config.definition.name, &place.host);
    let at = place.port.map_or_else(|| host.clone(), |port| format!("{host}:{port}"));
    let message =
        format!("The issuer of {name} publishes its revocation endpoint at {at}, where its definition lets no token go.");
    let hint = if place.is_allowable {
        format!(
            "If that is the provider's, add {host} to oauth.discovery.hosts of the definition, or name the address in \
             revocation.endpoint. {GIVEN_UP}"
        )
    } else {
        format!(
            "What is published is followed at the issuer's own origin, or over https without a port, and nowhere with a user, a fragment or an \
             unusual spelling. If it is the provider's, name it in revocation.endpoint of the definition. {GIVEN_UP}"
        )
    };
    with_config(Error::new(ErrorCode::ConfigInvalid, message).with_hint(hint), config)
}
