//! What is said of options that are wrong.

use crate::base::{ConfigId, Error, ErrorCode};
use crate::catalog::Catalog;
use crate::model::config::ProviderConfig;

/// A name among the providers that can be no config's: an option that is wrong, as every other one.
pub(super) fn no_config_id(id: &str, error: &Error) -> Error {
    let rule = error.marked_message().replacen("config", "A name in ⟨providers⟩", 1);
    let meant = id.trim().replace(['_', ' '], "-").to_ascii_lowercase();
    let error = invalid(&rule);
    if Catalog::builtin().contains(&meant) { error.with_hint(format!("Did you mean \"{meant}\"?")) } else { error }
}

pub(super) fn secret_in_app(config: &ProviderConfig) -> Error {
    invalid(&format!(
        "providers[\"{}\"].{} must be absent in an app: everybody who has the app would have it.",
        config.id,
        config.client.option(),
    ))
    .with_hint("Register the app as a public client (RFC 8252), or keep the secret on a server.")
    .with_context(|context| {
        context.provider = Some(config.provider.to_string());
        context.config = Some(config.id.to_string());
    })
}

pub(super) fn invalid(message: &str) -> Error {
    Error::new(ErrorCode::ConfigInvalid, message)
}

/// A foreign name in a message: shown only if it could be an id.
pub(super) fn shown(name: &str) -> &str {
    if ConfigId::parse(name).is_ok() { name } else { "…" }
}
