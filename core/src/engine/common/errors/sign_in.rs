//! Words what a request for tokens came to with which somebody signs in, or an app is installed.

use super::{no_answer, refused, setup, with_config};
use crate::base::Error;
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
        failure => refused(config, failure),
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
