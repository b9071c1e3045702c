//! Words the errors with which a device flow ends without a grant, for the developer.

use super::{self as errors, flow};
use crate::base::{Advice, Error, ErrorCode, Retry};
use crate::engine::common::device_client::DeviceFailure;
use crate::model::config::ProviderConfig;
use crate::protocol::device::DeviceRefusal;
use crate::protocol::errors::RegisteredError;
use crate::protocol::token::TokenFailure;

/// The definition has no address for it, and the issuer publishes none.
pub(in crate::engine) fn no_device_flow(config: &ProviderConfig) -> Error {
    let error = Error::new(ErrorCode::InvalidRequest, format!("{} has no device flow (RFC 8628).", config.definition.name))
        .with_hint("Name oauth.device_authorization_endpoint in the definition, or use a flow with a browser.");
    errors::with_config(error, config)
}

/// Why the provider gave no codes.
pub(in crate::engine) fn no_codes(config: &ProviderConfig, failure: &DeviceFailure<DeviceRefusal>) -> Error {
    let name = &config.definition.name;
    let registration =
        "Nobody has been asked anything. See whether the app registration allows the device flow, and these scopes.";
    match failure {
        DeviceFailure::Unanswered(problem, place) => errors::no_answer(config, *problem, place),
        DeviceFailure::Answered(DeviceRefusal::Unusable(member), details) => {
            // A text of the provider's that may not be shown is not repeated here either.
            let message = format!("{name} began a device flow, and its {member} cannot be used.");
            let error = Error::new(ErrorCode::ProviderError, message).with_hint(match *member {
                "device_code" | "expires_in" => "Nothing of it is shown to people: RFC 8628 §3.2 requires it.",
                _ => "Nothing of it is shown to people: a page must be https, and a code one that can be typed (RFC 8628 §3.3, §6.1).",
            });
            errors::with_config(error, config).with_provider_details(Some(details))
        }
        DeviceFailure::Answered(DeviceRefusal::Refused(TokenFailure::Unusable(_)), details) => {
            let message = format!("{name} answered a request for a device code with none that can be read.");
            let error = Error::new(ErrorCode::ProviderError, message).with_hint(
                "Nobody has been asked anything. Compare oauth.device_authorization_endpoint of the definition, and \
                 oauth.token_response.encoding, with the provider's documentation.",
            );
            errors::with_config(error, config).with_provider_details(Some(details))
        }
        DeviceFailure::Answered(DeviceRefusal::Refused(refusal), details) => {
            let error = errors::refused_sign_in(config, refusal);
            let error = match refusal {
                TokenFailure::Unavailable { status: 200..=499, .. } => error.with_hint(
                    "Nobody has been asked anything. If it stays, check oauth.device_authorization_endpoint in the definition (a trailing slash?).",
                ),
                TokenFailure::RequestRejected(RegisteredError::InvalidScope) => error,
                TokenFailure::RequestRejected(_) | TokenFailure::InvalidGrant { .. } | TokenFailure::Denied => {
                    error.with_hint(registration)
                }
                _ => error,
            };
            error.with_provider_details(Some(details))
        }
    }
}

/// The person, or somebody for them, said no at the provider.
pub(in crate::engine) fn denied(config: &ProviderConfig) -> Error {
    let message = format!("The sign-in at {} was cancelled or not allowed.", config.definition.name);
    let error = Error::new(ErrorCode::AccessDenied, message).with_hint("Start again from the app.");
    errors::with_config(error, config)
        .with_context(|context| context.provider_error = Some(RegisteredError::AccessDenied.as_str().to_owned()))
}

/// Nobody has entered the code in time.
pub(in crate::engine) fn expired() -> Error {
    Error::new(ErrorCode::SessionExpired, "Nobody has signed in with the code in time.")
        .with_hint("Start a new session, and show its code.")
}

/// A poll was refused for good.
pub(in crate::engine) fn poll_refused(config: &ProviderConfig, refusal: &TokenFailure) -> Error {
    let name = &config.definition.name;
    match refusal {
        TokenFailure::InvalidGrant { .. } => {
            let error = Error::new(ErrorCode::ProviderError, format!("{name} does not accept the device code (invalid_grant)."))
                .with_hint("It has ended, or it was used. Start a new session.");
            errors::with_config(error, config)
                .with_retry(Retry::AfterReauth)
                .with_context(|context| context.provider_error = Some(RegisteredError::InvalidGrant.as_str().to_owned()))
                .with_advice(Advice::StartAgain)
        }
        TokenFailure::ConsentRequired | TokenFailure::InteractionRequired { .. } => flow::admin_consent_required(config),
        refusal => errors::refused_sign_in(config, refusal),
    }
}
