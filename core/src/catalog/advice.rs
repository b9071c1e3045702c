//! Says what an operator adds for a config that is not there, or not whole.

use crate::base::{Error, ErrorCode, ProviderId};
use crate::model::config::ProviderConfig;

/// A part of a config that is absent or empty.
pub(super) fn not_configured(config: &ProviderConfig, what: &str, is_public: bool) -> Error {
    let (provider, id) = (&config.provider, &config.id);
    // The config is there: what is most often wrong is a variable that is not set where this process runs.
    let add = how_to_add(provider, id.as_str(), is_public);
    Error::new(ErrorCode::ProviderNotConfigured, format!("The config \"{id}\" has no {what}: it is absent or empty."))
        .with_hint(format!("If it comes from a variable of the environment, set that one. {add}"))
        .with_context(|context| {
            context.provider = Some(provider.to_string());
            context.config = Some(id.to_string());
        })
}

/// What an operator adds for a config, and where the steps at the provider are written: `doctor` knows the catalogue only, and
/// the callback path ends in the config's id.
pub(crate) fn how_to_add(provider: &ProviderId, config: &str, is_public: bool) -> String {
    let kind = if is_public { "register-public" } else { "register" };
    if !is_in_catalog(provider) {
        return format!("Add ⟨{kind}-own {config}⟩.");
    }
    let option = if config == provider.as_str() { String::new() } else { format!(" --config {config}") };
    format!("Add ⟨{kind} {config}⟩. Steps: ⟨command doctor {provider}{option}⟩")
}

fn is_in_catalog(provider: &ProviderId) -> bool {
    super::Catalog::builtin().contains(provider.as_str())
}
