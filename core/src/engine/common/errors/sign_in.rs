//! Words what a request for tokens came to: with which somebody signs in or an app is installed, and with which a grant is renewed.

use super::{is_in_catalog, no_answer, refused, setup, with_config};
use crate::base::{Advice, Error, ErrorCode, Retry};
use crate::engine::common::exchange::ExchangeFailure;
use crate::model::config::ProviderConfig;
use crate::model::http::NetFailure;
use crate::protocol::token::{Flaw, TokenFailure};

/// As [`refused`], where somebody signs in or an app is installed: whoever starts again gets an answer of the same shape. At a
/// refresh the same answer may pass: another refresh token that it brings is presented next.
pub(in crate::engine) fn refused_sign_in(config: &ProviderConfig, failure: &TokenFailure) -> Error {
    match failure {
        TokenFailure::Unusable(flaw) if flaw.is_definite() => {
            // A definition that says where each credential stands needs no other wrapping.
            let has_places = config.definition.oauth.as_ref().is_some_and(|oauth| !oauth.credentials.is_empty());
            let flaw = if has_places && *flaw == Flaw::Wrapped { Flaw::NoToken } else { *flaw };
            with_config(setup::wrong_shape(config, flaw), config)
        }
        // Why is not known: neither the client nor the address is to blame before somebody has read it.
        TokenFailure::Unavailable { is_cut: true, .. } => refused(config, failure),
        TokenFailure::Unavailable { status, is_refusal, .. } => match status {
            // The same address answers so the next time too.
            300..=399 | 404..=406 | 410 | 411 | 413..=415 | 421 | 501 if !is_in_catalog(config) => elsewhere(config, *status),
            401 => unproven(config),
            400 | 403 | 422 if *is_refusal => refused_in_own_words(config, *status),
            _ => refused(config, failure),
        },
        failure => refused(config, failure),
    }
}

/// Of a definition of the application's own: the catalogue knows its providers' addresses.
fn elsewhere(config: &ProviderConfig, status: u16) -> Error {
    let name = &config.definition.name;
    let message = match status {
        300..=399 => format!("{name} answered with a redirect, which is not followed."),
        _ => format!("{name} did not answer usefully (HTTP status {status})."),
    };
    let error = Error::new(ErrorCode::ProviderError, message)
        .with_hint("Check token_endpoint in the definition (a trailing slash?), and the variables that it is made of.");
    with_config(error, config)
}

/// RFC 6749 §5.2 has this status for the client alone.
fn unproven(config: &ProviderConfig) -> Error {
    let message = format!("{} did not let the request in (HTTP status 401), and said no more.", config.definition.name);
    let error = Error::new(ErrorCode::ProviderError, message).with_hint(
        "Check the client id and the client secret of the config, and in a definition of your own how they are sent \
         (oauth.client_authentication) and whereto (token_endpoint).",
    );
    with_config(error, config)
}

fn refused_in_own_words(config: &ProviderConfig, status: u16) -> Error {
    let message = format!("{} refused the request in words of its own (HTTP status {status}).", config.definition.name);
    let error = Error::new(ErrorCode::ProviderError, message).with_hint(
        "Start a new session. If it stays, compare client id, client secret and redirect URI with the app registration. A definition says by \
         diagnosis which of its words are kept beside this.",
    );
    with_config(error, config).with_retry(Retry::AfterReauth).with_advice(Advice::StartAgain)
}

/// What came of a request for tokens that was to renew a grant.
pub(in crate::engine) fn refresh_failed(config: &ProviderConfig, failed: &ExchangeFailure) -> Error {
    match failed {
        failed if failed.is_of_shape() => sign_in_failed(config, failed),
        ExchangeFailure::Answered(answer, details) => refused(config, answer).with_provider_details(Some(details)),
        ExchangeFailure::Unanswered(problem, place) => no_answer(config, *problem, place),
    }
}

/// What came of a request for tokens with which somebody signs in, or an app is installed.
pub(in crate::engine) fn sign_in_failed(config: &ProviderConfig, failed: &ExchangeFailure) -> Error {
    let error = match failed {
        ExchangeFailure::Answered(answer, _) => refused_sign_in(config, answer),
        ExchangeFailure::Unanswered(NetFailure::TooLarge, place) => with_config(setup::too_large(config, &place.host), config),
        ExchangeFailure::Unanswered(problem, place) => no_answer(config, *problem, place),
    };
    error.with_provider_details(failed.details())
}
