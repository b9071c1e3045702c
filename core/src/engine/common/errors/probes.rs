//! Errors about what a probe has shown.

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
