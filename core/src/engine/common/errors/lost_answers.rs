//! Errors about a refresh whose answer is lost: nobody knows whether the refresh token is spent.

use std::time::Duration;

use super::with_grant;
use crate::base::{Error, ErrorCode};
use crate::model::config::ProviderConfig;
use crate::model::grant::{Grant, StatusReason};

/// The answer to a refresh is lost, and the access token still serves: what was presented may be spent, and is presented once more as late
/// as can be.
pub(in crate::engine) fn answer_lost(config: &ProviderConfig, grant: &Grant, wait: Duration) -> Error {
    let name = &config.definition.name;
    let error = Error::new(
        ErrorCode::ProviderUnavailable,
        format!("The answer of {name} to the last refresh is lost, and the refresh may have been made."),
    )
    .with_hint(
        "Authpipe asks again when the access token is about to end, which works until then. Where an API has rejected it, say so with \
         ⟨call report_rejected⟩: then Authpipe asks at once.",
    )
    .with_retry_after(wait);
    with_grant(error, config, grant)
}

/// Neither a refresh nor what was to repair it has been answered. Whether the grant lives, only the provider knows.
pub(in crate::engine) fn unanswered(config: &ProviderConfig, grant: &Grant, wait: Duration) -> Error {
    let name = &config.definition.name;
    let person = grant.key.user_id.as_ref().map_or("an administrator", |user| user.as_str());
    let error = Error::new(
        ErrorCode::ProviderUnavailable,
        format!("{name} answered neither the last refresh nor the attempt to repair it: the refresh token may be spent."),
    )
    .with_hint(format!(
        "Authpipe asks again by itself, every minute, until {name} answers. To end it now, let {person} connect again."
    ))
    .with_retry_after(wait);
    with_grant(error, config, grant)
        .with_context(|context| context.reason = Some(StatusReason::RefreshUnanswered.as_str().to_owned()))
}
