//! What an installation needs of a config: said before an administrator is sent to the provider, who would install there in vain.

use super::advice::no_private_key;
use crate::base::log::{Worded, WordedHint};
use crate::base::{Error, Result};
use crate::model::config::ProviderConfig;
use crate::model::definition::{AuthKind, Mint};

/// What an installation needs of a config that connects users without it.
///
/// # Errors
/// - `provider_not_configured`: the organisation's credential is asked for with what a key signs, and the config has none.
pub(crate) fn check_installable(config: &ProviderConfig) -> Result<()> {
    let needs_key = config.definition.mint().is_some_and(Mint::needs_key);
    if needs_key && config.client.key().is_none() { Err(key_missing(config)) } else { Ok(()) }
}

/// Says in the log, once, that nobody can install with a config: administrators would hear of it at the provider's page.
pub(crate) fn warn_of_installation(config: &ProviderConfig) {
    if config.definition.auth.contains(&AuthKind::Installation)
        && let Err(error) = check_installable(config)
    {
        let config = config.id.as_str();
        tracing::warn!(
            config,
            detail = %Worded(&error),
            hint = %WordedHint(&error),
            "users can connect through this config, and nobody can install with it"
        );
    }
}

/// The organisation's credential is asked for with what a key signs, and the config has none.
pub(crate) fn key_missing(config: &ProviderConfig) -> Error {
    no_private_key(config)
}
