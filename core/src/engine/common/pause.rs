//! Words the error for those who ask while the pause after a failed renewal runs.

use std::time::Duration;

use crate::base::{Error, ErrorCode, Retry};
use crate::model::config::ProviderConfig;
use crate::model::grant::Grant;

use super::errors::with_grant;

/// The last attempt failed a moment ago, and the next one waits: the caller is told what the last one was told, and how long.
pub(in crate::engine) fn paused(config: &ProviderConfig, grant: &Grant, wait: Duration) -> Error {
    let code = code(grant).unwrap_or(ErrorCode::ProviderUnavailable);
    let error = match &grant.secrets.paused_with {
        Some(failure) => failure.to_error(code).with_provider_details(grant.secrets.provider_details.as_deref()),
        // As records of before have it.
        None => Error::new(code, format!("{} failed a moment ago.", config.definition.name))
            .with_hint("Authpipe does not ask again before the pause is over.")
            .with_provider_details(grant.secrets.provider_details.as_deref()),
    };
    let error = if error.retry() == Retry::Later { error.with_retry_after(wait) } else { error };
    with_grant(error, config, grant)
}

/// The same where what was presented may be spent. If the last answer was of a shape that somebody must put right first, that is told: whoever
/// waits for another one waits in vain.
pub(in crate::engine) fn in_doubt(
    config: &ProviderConfig,
    grant: &Grant,
    wait: Duration,
    lost: fn(&ProviderConfig, &Grant, Duration) -> Error,
) -> Error {
    if is_paused_by(grant, ErrorCode::ProviderError) { paused(config, grant, wait) } else { lost(config, grant, wait) }
}

/// Whether a grant's last renewal failed with this code.
pub(in crate::engine) fn is_paused_by(grant: &Grant, asked: ErrorCode) -> bool {
    code(grant) == Some(asked)
}

/// With which code a grant's last renewal failed, where it has left the grant alive.
pub(in crate::engine) fn code(grant: &Grant) -> Option<ErrorCode> {
    grant.secrets.paused_by.as_deref().and_then(code_of)
}

/// Records of before have more words behind the code.
fn code_of(cause: &str) -> Option<ErrorCode> {
    ErrorCode::parse(cause.split(' ').next()?)
}
