//! The pause after a renewal that failed: what is sealed of the cause, and what those are told who ask meanwhile.

use std::time::Duration;

use crate::base::{Error, ErrorCode};
use crate::model::config::ProviderConfig;
use crate::model::grant::Grant;
use crate::model::http::{NetFailure, TlsFailure};
use crate::protocol::errors::RegisteredError;
use crate::protocol::token::{Flaw, TokenFailure};

use super::errors::setup;
use super::errors::{asked_for_a_pause, client_rejected, no_answer, redirected, request_refused, with_grant};
use super::exchange::ExchangeFailure;

/// Say of a pause that a redirect was the cause, or the type of a token.
const REDIRECT: &str = "redirect";
const TOKEN_TYPE: &str = "token_type";

/// What is sealed of the failure before a pause, for [`paused`]: the code, and a second word where the wording depends on one.
pub(in crate::engine) fn cause_of_pause(failed: &ExchangeFailure, error: &Error) -> String {
    let detail = match failed {
        ExchangeFailure::Answered(TokenFailure::Unavailable { status: 300..=399, .. }, _) => Some(REDIRECT),
        ExchangeFailure::Answered(TokenFailure::Unusable(Flaw::UnknownType), _) => Some(TOKEN_TYPE),
        ExchangeFailure::Answered(answer, _) => answer.registered_error().map(RegisteredError::as_str),
        ExchangeFailure::Unanswered(NetFailure::Tls(problem), _) => Some(problem.as_str()),
        ExchangeFailure::Unanswered(..) => None,
    };
    let code = error.code().as_str();
    detail.map_or_else(|| code.to_owned(), |detail| format!("{code} {detail}"))
}

/// The last attempt failed a moment ago, and the next one waits: the caller is told what the last one was told.
pub(in crate::engine) fn paused(config: &ProviderConfig, grant: &Grant, wait: Duration) -> Error {
    told_before(config, grant, wait).with_provider_details(grant.secrets.provider_details.as_deref())
}

fn told_before(config: &ProviderConfig, grant: &Grant, wait: Duration) -> Error {
    let cause = grant.secrets.paused_by.as_deref().unwrap_or_default();
    let (code, detail) = cause.split_once(' ').unwrap_or((cause, ""));
    let is = |known: ErrorCode| code == known.as_str();
    let error = if is(ErrorCode::RateLimited) {
        asked_for_a_pause(config, wait)
    } else if is(ErrorCode::ProviderConfigRejected) {
        client_rejected(config, RegisteredError::read(detail))
    } else if is(ErrorCode::ProviderError) && detail == TOKEN_TYPE {
        return with_grant(setup::unknown_type(config), config, grant);
    } else if is(ErrorCode::ScopeUnavailable) {
        setup::scope_unknown(config)
    } else if is(ErrorCode::ProviderError) {
        request_refused(config, Some(detail).filter(|detail| !detail.is_empty()).map(RegisteredError::read))
    } else if is(ErrorCode::ConfigInvalid) {
        no_answer(config, NetFailure::Blocked, "")
    } else if let Some(problem) = TlsFailure::parse(detail) {
        return with_grant(no_answer(config, NetFailure::Tls(problem), "").with_retry_after(wait), config, grant);
    } else if is(ErrorCode::ProviderUnavailable) && detail == REDIRECT {
        redirected(config).with_retry_after(wait)
    } else {
        return failed_lately(config, grant, wait);
    };
    let provider_error = Some(detail).filter(|detail| !detail.is_empty() && *detail != REDIRECT);
    with_grant(error, config, grant).with_context(|context| context.provider_error = provider_error.map(str::to_owned))
}

/// The provider failed a moment ago.
pub(in crate::engine) fn failed_lately(config: &ProviderConfig, grant: &Grant, wait: Duration) -> Error {
    let error = Error::new(ErrorCode::ProviderUnavailable, format!("{} failed a moment ago.", config.definition.name))
        .with_hint("Try again after the pause: Authpipe does not ask earlier.")
        .with_retry_after(wait);
    with_grant(error, config, grant)
}

/// Whether a grant's last renewal failed with this code.
pub(in crate::engine) fn is_paused_by(grant: &Grant, code: ErrorCode) -> bool {
    let cause = grant.secrets.paused_by.as_deref().unwrap_or_default();
    cause.split(' ').next() == Some(code.as_str())
}
