//! Errors about access tokens that are exchanged for others, where a provider has no refresh tokens.

use std::time::Duration;

use super::{with_config, with_grant};
use crate::base::{Error, ErrorCode};
use crate::model::config::ProviderConfig;
use crate::model::grant::Grant;

/// The code was redeemed for a token that ends soon, and its exchange for the one that lasts has failed for this `cause`.
pub(in crate::engine) fn not_exchanged(config: &ProviderConfig, cause: &Error) -> Error {
    let name = &config.definition.name;
    let message =
        format!("{name} took the sign-in, and did not exchange its first token for the one that lasts: {}", cause.message());
    let error = Error::new(cause.code(), message).with_hint(format!(
        "Nothing was stored: the first token ends soon. {}",
        cause.hint().unwrap_or("Start the sign-in again.")
    ));
    let error = match cause.retry_after() {
        Some(wait) => error.with_retry_after(wait),
        None => error,
    };
    with_config(error, config).with_context(|context| context.provider_error.clone_from(&cause.context().provider_error))
}

/// The provider renews no token that is so young, so it was not asked.
pub(in crate::engine) fn too_young(config: &ProviderConfig, grant: &Grant, wait: Duration) -> Error {
    let message = format!("{} renews no access token that is as young as this one.", config.definition.name);
    let error = Error::new(ErrorCode::RateLimited, message)
        .with_hint("The stored one works meanwhile: call without ⟨force_refresh⟩. Authpipe renews it by itself before it ends.")
        .with_retry_after(wait);
    with_grant(error, config, grant)
}
