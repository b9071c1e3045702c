//! Says what an operator adds for a config that is not there, or not whole.

use crate::base::{Error, ErrorCode, ProviderId, Registered};
use crate::model::config::ProviderConfig;
use crate::model::definition::{ClientAuthentication, ProviderDefinition};

/// A part of a config that is absent or empty.
pub(super) fn not_configured(config: &ProviderConfig, what: &str, is_public: bool) -> Error {
    let (provider, id) = (&config.provider, &config.id);
    // The config is there: what is most often wrong is a variable that is not set where this process runs.
    let add = how_to_add(provider, id.as_str(), if is_public { Registered::Public } else { Registered::Confidential });
    Error::new(ErrorCode::ProviderNotConfigured, format!("The config \"{id}\" has no {what}: it is absent or empty."))
        .with_hint(format!("If it comes from a variable of the environment, set that one. {add}"))
        .with_context(|context| {
            context.provider = Some(provider.to_string());
            context.config = Some(id.to_string());
        })
}

/// The application has no config of this provider of the catalogue.
pub(crate) fn not_among_providers(provider: &ProviderId, definition: &ProviderDefinition) -> Error {
    let client = match &definition.oauth {
        Some(oauth) if oauth.client_authentication == ClientAuthentication::None => Registered::Public,
        Some(_) => Registered::Confidential,
        None if definition.oauth1.is_some() => Registered::Confidential,
        None => Registered::Absent,
    };
    let what = if client == Registered::Absent { "is not among the providers of this application" } else { "has no client id" };
    Error::new(ErrorCode::ProviderNotConfigured, format!("\"{provider}\" is in the catalog but {what}."))
        .with_hint(how_to_add(provider, provider.as_str(), client))
        .with_context(|context| context.provider = Some(provider.as_str().to_owned()))
}

/// The config has no private key, whatever else it has.
pub(super) fn no_private_key(config: &ProviderConfig) -> Error {
    let steps = match steps(&config.provider, config.id.as_str()) {
        Some(steps) => format!(" Steps: {steps}"),
        None => String::new(),
    };
    not_configured(config, "private key", false).with_hint(format!(
        "If it comes from a variable of the environment, set that one. Give ⟨private_key⟩ beside what the config has: the text of the key \
         file from the provider's console.{steps}"
    ))
}

/// What an operator adds for a config, and where the steps at the provider are written: `doctor` knows the catalogue only, and
/// the callback path ends in the config's id.
fn how_to_add(provider: &ProviderId, config: &str, client: Registered) -> String {
    let kind = match client {
        Registered::Confidential => "register",
        Registered::Public => "register-public",
        Registered::Absent => "register-keys",
    };
    match steps(provider, config) {
        Some(steps) => format!("Add ⟨{kind} {config}⟩. Steps: {steps}"),
        None => format!("Add ⟨{kind}-own {config}⟩."),
    }
}

/// Where the steps at the provider are written, if it is one of the catalogue.
fn steps(provider: &ProviderId, config: &str) -> Option<String> {
    let option = if config == provider.as_str() { String::new() } else { format!(" --config {config}") };
    is_in_catalog(provider).then(|| format!("⟨command doctor {provider}{option}⟩"))
}

fn is_in_catalog(provider: &ProviderId) -> bool {
    super::Catalog::builtin().contains(provider.as_str())
}
