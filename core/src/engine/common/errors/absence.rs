//! Words the errors for a connection or an installation that is not there.

use super::with_key;
use crate::base::{Error, ErrorCode};
use crate::model::config::ProviderConfig;
use crate::model::definition::AuthKind;
use crate::model::grant::CredentialType;
use crate::model::subject::{GrantKey, SubjectKind};

/// There is no grant under the key.
pub(in crate::engine) fn absent(config: &ProviderConfig, key: &GrantKey) -> Error {
    let name = &config.definition.name;
    let tenant = &key.tenant_id;
    if config.definition.auth == [AuthKind::ApiKey] {
        // Nobody signs in there: what is missing is a key that somebody stores.
        return absent_type(config, key, Some(CredentialType::ApiKey));
    }
    let error = match key.subject {
        SubjectKind::Installation => {
            Error::new(ErrorCode::InstallationNotFound, format!("{name} is not installed for tenant \"{tenant}\"."))
                .with_hint(format!("Let an administrator install it: {}.", install(config)))
        }
        SubjectKind::User | SubjectKind::Tenant => {
            let user = key.user_id.as_ref().map(|user| format!(", user \"{user}\"")).unwrap_or_default();
            let confusion = config.definition.words.organisation_id.as_ref();
            let meaning = confusion.map(|id| format!(" ⟨tenant_id⟩ is your customer's id, not a {id}.")).unwrap_or_default();
            let labelled = labelled(key);
            let under = if key.label.as_str().is_empty() { "" } else { " under this ⟨label⟩" };
            let hint = format!("Let the user connect{under}: {}.", connect(config, key));
            Error::new(ErrorCode::NotConnected, format!("No {name} connection{labelled} for tenant \"{tenant}\"{user}.{meaning}"))
                .with_hint(hint)
        }
    };
    with_key(error, config, key)
}

/// There is nothing of the type that was asked for; what a sign-in brings is no answer to somebody who wants a stored key.
pub(in crate::engine) fn absent_type(config: &ProviderConfig, key: &GrantKey, asked: Option<CredentialType>) -> Error {
    let (name, tenant) = (&config.definition.name, &key.tenant_id);
    let (what, hint) = match asked {
        None => return absent(config, key),
        Some(CredentialType::OAuthToken | CredentialType::OAuth1Token) => {
            ("connection", format!("Let the user connect: {}.", connect(config, key)))
        }
        Some(CredentialType::ApiKey) if !config.definition.auth.contains(&AuthKind::ApiKey) => {
            ("API key", format!("{name} has none: leave ⟨credential_type⟩ out, or take the config that was meant."))
        }
        Some(CredentialType::ApiKey) => ("API key", store(config, key)),
        Some(CredentialType::WebhookSecret) => ("webhook secret", store(config, key)),
    };
    let user = key.user_id.as_ref().map(|user| format!(", user \"{user}\"")).unwrap_or_default();
    let message = format!("No {name} {what}{} for tenant \"{tenant}\"{user}.", labelled(key));
    with_key(Error::new(ErrorCode::NotConnected, message).with_hint(hint), config, key)
}

/// How the application lets the user connect, so that what was asked for is there afterwards.
pub(super) fn connect(config: &ProviderConfig, key: &GrantKey) -> String {
    let label = Some(key.label.as_str()).filter(|label| !label.is_empty()).map(|label| format!(" label={label}"));
    format!("⟨connect {}{}{}⟩", config.provider, own_id(config), label.unwrap_or_default())
}

/// How the application lets an administrator install.
pub(in crate::engine) fn install(config: &ProviderConfig) -> String {
    format!("⟨install {}{}⟩", config.provider, own_id(config))
}

/// The config's id, where it has one of its own: of several, another one would be taken or asked for.
fn own_id(config: &ProviderConfig) -> String {
    if config.id.as_str() == config.provider.as_str() { String::new() } else { format!(" config={}", config.id) }
}

fn store(config: &ProviderConfig, key: &GrantKey) -> String {
    let config = Some(&config.id).filter(|id| id.as_str() != config.provider.as_str()).map(|id| format!("⟨config⟩ \"{id}\""));
    let label = Some(key.label.as_str()).filter(|label| !label.is_empty()).map(|label| format!("⟨label⟩ \"{label}\""));
    let place: Vec<String> = config.into_iter().chain(label).collect();
    if place.is_empty() {
        return "Store one: ⟨call store_credential⟩.".to_owned();
    }
    format!("Store one with {}: ⟨call store_credential⟩.", place.join(" and "))
}

/// The label that was asked for, where it is not the default one: most often it is what is wrong.
fn labelled(key: &GrantKey) -> String {
    match key.label.as_str() {
        "" => String::new(),
        label => format!(" labelled \"{label}\""),
    }
}
