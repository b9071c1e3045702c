//! Checks the client of a config whose provider takes signed requests (RFC 5849): it signs with a secret that it shares with the provider.

use super::advice::not_configured;
use super::resolve::invalid_config;
use crate::base::{Error, Result};
use crate::model::client::Client;
use crate::model::config::ProviderConfig;
use crate::model::definition::AuthKind;

/// Whether a config is for keys alone, of a provider that has both: then it has no client, and nobody signs in. One that asks for scopes has
/// forgotten its client, and one that names a client has lost it on the way: a variable that is not set where this process runs.
pub(crate) fn is_for_keys_alone(config: &ProviderConfig) -> bool {
    let definition = &config.definition;
    let has_both = definition.sign_in().is_some() && definition.auth.contains(&AuthKind::ApiKey);
    let asks = !config.scopes.is_empty() || !config.bot_scopes.is_empty() || config.redirect_uri.is_some();
    has_both && config.client_id.is_empty() && config.client.is_public() && !config.names_client && !asks
}

/// What is to be done through a config needs a client, and it has none.
pub(crate) fn client_missing(config: &ProviderConfig) -> Error {
    not_configured(config, "client id", false)
}

pub(super) fn check_signing_client(config: &ProviderConfig) -> Result<()> {
    let has_scopes = config.definition.oauth1.as_ref().is_some_and(|oauth1| oauth1.scope_parameter.is_some());
    for (field, scopes) in [("scopes", &config.scopes), ("⟨optional_scopes⟩", &config.optional_scopes)] {
        if !has_scopes && !scopes.is_empty() {
            return Err(invalid_config(config, field, "must be empty: this provider has no scopes"));
        }
    }
    if is_for_keys_alone(config) {
        return Ok(());
    }
    if config.client_id.is_empty() {
        return Err(not_configured(config, "client id", false));
    }
    let fits = |text: &str| text.trim() == text && text.len() <= 8192 && text.bytes().all(|byte| (0x20..=0x7E).contains(&byte));
    let grammar = "must be visible ASCII characters without spaces around them";
    if !fits(&config.client_id) {
        return Err(invalid_config(config, "⟨client_id⟩", grammar));
    }
    let secret = match &config.client {
        Client::Secret(secret) => secret,
        Client::Public => return Err(not_configured(config, "client secret", false)),
        Client::PrivateKey { .. } | Client::ServiceAccount { .. } => {
            return Err(invalid_config(config, "⟨private_key⟩", "must be absent: this provider takes a shared secret only"));
        }
        Client::Federated { .. } => {
            let rule = "must be absent: this provider takes a shared secret only";
            return Err(invalid_config(config, config.client.option(), rule));
        }
    };
    if secret.expose().is_empty() {
        return Err(not_configured(config, "client secret", false));
    }
    if !fits(secret.expose()) {
        return Err(invalid_config(config, "⟨client_secret⟩", grammar));
    }
    if config.redirect_uri.is_some() {
        let rule = "must be absent: this provider's sign-in needs the client secret, which no app can keep";
        return Err(invalid_config(config, "⟨redirect_uri⟩", rule));
    }
    Ok(())
}
