//! Reads the option `providers`: the application's client registrations, and the definitions of its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ProviderInput;
use super::refusals::{invalid, no_config_id, shown};
use crate::base::{ConfigId, Error, ErrorCode, ProviderId, Result};
use crate::catalog::{self, Catalog, OriginRule};
use crate::client::client_key::{self, Given};
use crate::model::client::Client;
use crate::model::config::ProviderConfig;
use crate::model::definition::ProviderDefinition;
use crate::model::native_redirect::NativeRedirect;

/// A judged config.
pub(super) struct ReadConfig {
    pub(super) config: ProviderConfig,
    /// Why it cannot be used yet.
    pub(super) lacks: Option<Error>,
}

/// Reads and judges one of the option `providers`.
///
/// # Errors
/// - `config_invalid`, `provider_unknown`: which member is wrong.
pub(super) fn read_config(
    id: &str,
    input: &ProviderInput,
    danger_origins: Option<&BTreeMap<String, String>>,
    development: bool,
    known: &[&str],
) -> Result<ReadConfig> {
    let config_id = ConfigId::parse(id).map_err(|error| no_config_id(id, &error))?;
    let definition = match &input.definition {
        Some(json) => {
            let mut definition = catalog::read_definition(json, &config_id)?;
            name_provider(id, input.provider.as_deref(), json, &mut definition)?;
            let rule = if development { OriginRule::AllowLoopbackHttp } else { OriginRule::HttpsOnly };
            let valid = catalog::validate_definition(&definition, rule);
            // Where two configs have the same provider, its name does not say whose definition is meant.
            let is_own = definition.id == id;
            valid.map_err(|error| if is_own { error } else { error.in_place(&format!("providers[\"{id}\"].definition")) })?;
            if Catalog::builtin().contains(&definition.id) {
                return Err(invalid(&format!(
                    "\"{}\" is a provider of the catalog; a definition of your own needs another id.",
                    definition.id
                )));
            }
            Arc::new(definition)
        }
        None => {
            let slug = input.provider.as_deref().unwrap_or(id);
            Catalog::builtin().get(slug).ok_or_else(|| {
                let others: Vec<&str> = known.iter().copied().filter(|name| *name != slug).collect();
                catalog::unknown_provider(slug, Catalog::builtin().suggest(slug, &others).as_deref())
            })?
        }
    };
    let client = client_key::read_client(Given {
        config: shown(id),
        client_secret: input.client_secret.as_ref(),
        private_key: input.private_key.as_ref(),
        private_key_id: input.private_key_id.as_deref(),
        client_assertion_file: input.client_assertion_file.as_deref(),
        client_assertion: input.client_assertion.as_ref(),
    });
    let (client, mut lacks) = match client {
        Err(error) if error.code() == ErrorCode::ProviderNotConfigured => (Client::Public, Some(error)),
        client => (client?, None),
    };
    let (secret, open): (Vec<_>, Vec<_>) =
        input.variables.iter().partition(|(name, _)| catalog::is_secret_variable(&definition, name));
    let config = ProviderConfig {
        provider: ProviderId::parse(&definition.id)?,
        id: config_id,
        definition,
        client_id: input.client_id.clone(),
        client,
        names_client: input.names_client || lacks.is_some(),
        redirect_uri: input.redirect_uri.as_deref().map(|text| read_redirect(id, text)).transpose()?,
        attachment: input.attachment,
        scopes: input.scopes.clone(),
        optional_scopes: input.optional_scopes.clone(),
        bot_scopes: input.bot_scopes.clone(),
        variables: open.into_iter().map(|(name, value)| (name.clone(), value.expose().clone())).collect(),
        secrets: secret.into_iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        danger_origins: danger_origins.cloned().unwrap_or_default(),
        enabled: !input.disabled,
    };
    match catalog::check_config(&config, development) {
        Err(error) if error.code() == ErrorCode::ProviderNotConfigured => lacks = lacks.or(Some(error)),
        checked => checked?,
    }
    Ok(ReadConfig { config, lacks })
}

/// What a definition's provider is called: its own `id`, else the config's `provider`, else the config's id. Both say the same.
fn name_provider(id: &str, provider: Option<&str>, json: &serde_json::Value, definition: &mut ProviderDefinition) -> Result<()> {
    let Some(provider) = provider else { return Ok(()) };
    if json.get("id").is_none_or(|own| own.as_str() == Some("")) {
        provider.clone_into(&mut definition.id);
    }
    if definition.id == provider {
        return Ok(());
    }
    Err(invalid(&format!("providers[\"{}\"].⟨provider⟩ is another than the id of its definition.", shown(id)))
        .with_hint("Leave one of them out."))
}

/// Refuses two definitions of one provider: what is connected is a provider's, and both would be taken for it.
///
/// # Errors
/// - `config_invalid`: which two configs have them.
pub(super) fn check_definitions(configs: &[ProviderConfig]) -> Result<()> {
    let mut seen: BTreeMap<&ProviderId, &ProviderConfig> = BTreeMap::new();
    for config in configs {
        let first = *seen.entry(&config.provider).or_insert(config);
        if first.definition != config.definition {
            let (one, other) = (shown(first.id.as_str()), shown(config.id.as_str()));
            let message = format!(
                "providers[\"{one}\"] and providers[\"{other}\"] have different definitions of the provider \"{}\".",
                config.provider
            );
            return Err(invalid(&message).with_hint("Give both the same one, or each an id of its own."));
        }
    }
    Ok(())
}

fn read_redirect(id: &str, text: &str) -> Result<NativeRedirect> {
    NativeRedirect::parse(text).map_err(|rule| invalid(&format!("providers[\"{}\"].⟨redirect_uri⟩ {rule}.", shown(id))))
}
