//! Errors about what a probe has shown, or an API has said.

use std::time::Duration;

use super::with_grant;
use crate::base::{Error, ErrorCode};
use crate::model::config::ProviderConfig;
use crate::model::grant::Grant;

/// A probe shows no live credential.
pub(in crate::engine) fn probe_failed(config: &ProviderConfig, grant: &Grant, status: u16) -> Error {
    let message = format!("{} did not accept the credential at the probe (HTTP status {status}).", config.definition.name);
    let error = Error::new(ErrorCode::ProviderError, message).with_hint(
        "Authpipe looks again by itself. If it stays: check what the credential may do there, and the probe of the definition.",
    );
    with_grant(error, config, grant)
}

/// An API rejects each credential as soon as it has been renewed.
pub(in crate::engine) fn renewed_in_vain(config: &ProviderConfig, grant: &Grant, count: u32, left: Duration) -> Error {
    let message = format!(
        "An API of {} has rejected {count} credentials in a row, each of which had just been renewed, so none is renewed for a while.",
        config.definition.name
    );
    let error = Error::new(ErrorCode::ProviderUnavailable, message)
        .with_hint(
            "Look what the API answers: it may be down, another server may answer in its place, or it may call something else than the \
             credential a 401.",
        )
        .with_retry_after(left);
    with_grant(error, config, grant)
}
