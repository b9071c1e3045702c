//! Words what went wrong where requests are signed (OAuth 1.0a), for the developer.

use super::{UNREAD, asked_for_a_pause, with_config};
use crate::base::{Advice, Error, ErrorCode, ProviderDetails, Retry};
use crate::model::config::ProviderConfig;
use crate::protocol::errors::SignedProblem;
use crate::protocol::oauth1::SignedFailure;

/// What the provider refused, or could not do, when credentials were asked for. `redirect_uri` is the callback that was named.
pub(in crate::engine) fn signed_failure(
    config: &ProviderConfig,
    failure: SignedFailure,
    redirect_uri: &str,
    details: Option<&ProviderDetails>,
) -> Error {
    let name = &config.definition.name;
    let of = |problem: SignedProblem| match problem {
        SignedProblem::Other => String::new(),
        known => format!(" ({})", known.as_str()),
    };
    let error = match failure {
        SignedFailure::ClientRejected(problem) => {
            let hint = config.definition.words.rejected_client.clone();
            let hint = hint.unwrap_or_else(|| "Check the client id and the client secret of the config: both sign.".to_owned());
            Error::new(ErrorCode::ProviderConfigRejected, format!("{name} rejected the client or its signature{}.", of(problem)))
                .with_hint(hint)
        }
        SignedFailure::TimeRefused => {
            Error::new(ErrorCode::ProviderError, format!("{name} does not accept the time of the request (timestamp_refused)."))
                .with_hint("Nothing was stored. This machine's clock is wrong, by minutes: set it, and start again.")
                .with_retry(Retry::AfterReauth)
        }
        SignedFailure::Denied(problem) => {
            Error::new(ErrorCode::AccessDenied, format!("The sign-in at {name} was cancelled or not allowed{}.", of(problem)))
                .with_hint("Start again from the app.")
        }
        SignedFailure::Refused(problem) => {
            Error::new(ErrorCode::ProviderError, format!("{name} refused the request for credentials{}.", of(problem)))
                .with_hint(format!(
                    "Start a new session. If it stays: the app registration must allow the callback {redirect_uri}, and the permissions \
                     that are asked for."
                ))
                .with_retry(Retry::AfterReauth)
                .with_advice(Advice::StartAgain)
        }
        SignedFailure::Throttled { retry_after: Some(pause) } => asked_for_a_pause(config, pause),
        SignedFailure::Throttled { retry_after: None } => {
            Error::new(ErrorCode::RateLimited, format!("{name} asked for a pause.")).with_hint("Start again later.")
        }
        SignedFailure::Unavailable { status, retry_after, is_cut } => {
            let unread = if is_cut { UNREAD } else { "" };
            let message = format!("{name} gave no credentials (HTTP status {status}){unread}.");
            let error = Error::new(ErrorCode::ProviderUnavailable, message).with_hint("Nothing was stored. Start again later.");
            match retry_after {
                Some(pause) => error.with_retry_after(pause),
                None => error,
            }
        }
        SignedFailure::Unusable(what) => {
            Error::new(ErrorCode::ProviderError, format!("{name} gave credentials that cannot be used: {what} is missing or malformed."))
                .with_hint("Nothing was stored. Compare the definition's `oauth1` with the provider's documentation.")
        }
        SignedFailure::Unconfirmed => {
            Error::new(ErrorCode::ProviderError, format!("{name} did not confirm the callback (oauth_callback_confirmed)."))
                .with_hint(
                    "Nothing was stored. It speaks OAuth 1.0 without the repair of 1.0a: whoever sends a link could connect their own account \
                     to another person.",
                )
        }
    };
    let problem = match failure {
        SignedFailure::ClientRejected(problem) | SignedFailure::Denied(problem) | SignedFailure::Refused(problem) => {
            Some(problem)
        }
        SignedFailure::TimeRefused => Some(SignedProblem::TimestampRefused),
        _ => None,
    };
    let problem = problem.filter(|problem| *problem != SignedProblem::Other);
    let error = error.with_context(|context| context.provider_error = problem.map(|problem| problem.as_str().to_owned()));
    with_config(error.with_provider_details(details), config)
}

/// Requests are signed with the client's secret, and the config has none: it was checked when it was read.
pub(in crate::engine) fn nothing_to_sign_with(config: &ProviderConfig) -> Error {
    let message = format!("Requests to {} are signed, and the config has no client secret.", config.definition.name);
    with_config(Error::new(ErrorCode::ProviderNotConfigured, message).with_hint("Give it its ⟨client_secret⟩."), config)
}
