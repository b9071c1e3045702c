//! Words the errors for a grant that its config does not fit any more: it was another provider's, or has another definition.

use super::with_grant;
use crate::base::{Error, ErrorCode, Result};
use crate::catalog;
use crate::model::config::ProviderConfig;
use crate::model::grant::Grant;

/// Whether a grant that stands under a config's id is of the config's provider. A credential of one provider must never be taken for
/// another's: it would be sent there (SR-30).
///
/// # Errors
/// - `config_invalid`: it is of another one.
pub(in crate::engine) fn check_provider(config: &ProviderConfig, grant: &Grant) -> Result<()> {
    if grant.provider == config.provider {
        return Ok(());
    }
    let message = format!(
        "Config \"{}\" is one of \"{}\" now, and was one of \"{}\" when this was connected through it.",
        config.id, config.provider, grant.provider
    );
    let hint = format!(
        "Give \"{}\" a config id of its own, and \"{}\" this one again; beside a definition of your own, ⟨provider⟩ may be left out; or delete \
         what was connected through it.",
        config.provider, grant.provider
    );
    Err(with_grant(Error::new(ErrorCode::ConfigInvalid, message).with_hint(hint), config, grant))
}

/// A grant was made before its definition asked for what it asks for now. Whoever calls has asked for nothing wrong, and can give nothing.
pub(in crate::engine) fn unfit(config: &ProviderConfig, grant: &Grant, error: Error) -> Error {
    if error.code() != ErrorCode::InvalidRequest {
        return error;
    }
    let message = format!(
        "What was connected to {} does not fit the definition of config \"{}\" any more: {}",
        config.definition.name,
        config.id,
        error.marked_message()
    );
    let hint = "Restore that part of the definition, give the value in the config's ⟨variables⟩, or let it be connected anew.";
    with_grant(Error::new(ErrorCode::ConfigInvalid, message).with_hint(hint), config, grant)
}

/// A refresh token is of another server or client than the config.
pub(in crate::engine) fn moved(config: &ProviderConfig, grant: &Grant) -> Error {
    let message =
        format!("The token endpoint or client id of config \"{}\" has changed since this connection was made.", config.id);
    let is_same_client = grant.secrets.destination.client_id == config.client_id;
    let hint = if is_same_client && catalog::settles_token_endpoint(&config.definition) {
        "A refresh token is sent only where it came from, and this provider's endpoint is another one by now. Let the users connect again."
    } else {
        "A refresh token is sent only where it came from. Restore the config, or let the users connect again."
    };
    with_grant(Error::new(ErrorCode::ConfigInvalid, message).with_hint(hint), config, grant)
}
