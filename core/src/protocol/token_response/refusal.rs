//! Reads the error in an answer of the token endpoint (RFC 6749 §5.2), and drops its text.

use serde_json::{Map, Value};

use super::TokenFailure;
use crate::base::Secret;
use crate::protocol::claims::read_object;
use crate::protocol::errors::{RegisteredError, Suberror};

/// The members of a refusal.
pub(super) const MEMBERS: [&str; 4] = ["error", "suberror", "claims", "ok"];

/// What providers call a client that they do not accept, in words of their own that have no second meaning: GitHub's, and Slack's.
const CLIENT_REJECTED: [&str; 3] = ["incorrect_client_credentials", "bad_client_secret", "invalid_client_id"];

/// Reads a word that is believed also where nothing else of the answer is OAuth: what is wrong with the client.
pub(super) fn read_rejected_client(members: &Map<String, Value>) -> Option<TokenFailure> {
    let text = members.get("error")?.as_str()?;
    CLIENT_REJECTED.contains(&text).then_some(TokenFailure::ClientRejected(RegisteredError::InvalidClient))
}

/// Reads an error response (RFC 6749 §5.2). `None`: it is not a well-formed one.
pub(super) fn read_refusal(members: &Map<String, Value>, status: u16) -> Option<TokenFailure> {
    use RegisteredError as E;
    if let Some(rejected) = read_rejected_client(members) {
        return Some(rejected);
    }
    let text = members.get("error")?.as_str().filter(|text| is_error_code(text))?;
    let suberror = members.get("suberror").and_then(Value::as_str).filter(|text| !text.is_empty()).map(Suberror::read);
    let interaction = |error| TokenFailure::InteractionRequired { claims: read_claims(members), error, suberror };
    // Some servers put their description behind the code.
    let code = text.split_once(':').map_or(text, |(code, _)| code.trim_end());
    Some(match E::read(code) {
        // Microsoft gives `invalid_grant` also where the token is good and consent or a second factor is missing; `suberror`
        // tells them apart.
        E::InvalidGrant => match suberror {
            Some(Suberror::ConsentRequired) => TokenFailure::ConsentRequired,
            Some(Suberror::BasicAction | Suberror::AdditionalAction | Suberror::MessageOnly) => interaction(E::InvalidGrant),
            _ => TokenFailure::InvalidGrant { suberror },
        },
        error @ (E::InteractionRequired
        | E::LoginRequired
        | E::AccountSelectionRequired
        | E::InsufficientUserAuthentication
        | E::UnmetAuthenticationRequirements) => match suberror {
            Some(Suberror::ConsentRequired) => TokenFailure::ConsentRequired,
            _ => interaction(error),
        },
        E::ConsentRequired => TokenFailure::ConsentRequired,
        error @ (E::InvalidClient | E::UnauthorizedClient) => TokenFailure::ClientRejected(error),
        E::AccessDenied => TokenFailure::Denied,
        E::SlowDown => TokenFailure::Throttled { retry_after: None },
        E::ServerError | E::TemporarilyUnavailable => TokenFailure::Unavailable { status, retry_after: None, is_refusal: false },
        error => TokenFailure::RequestRejected(error),
    })
}

// RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E. The registered ones have at most 31 characters.
fn is_error_code(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| matches!(byte, 0x20..=0x7E) && byte != b'"' && byte != b'\\')
}

fn read_claims(members: &Map<String, Value>) -> Option<Secret<String>> {
    read_object(Secret::from(members.get("claims")?.as_str()?))
}

/// Whether it says no: an `error` of any kind, or `ok: false`, a convention of APIs that answer everything with status 200. An
/// empty `error` says nothing.
pub(super) fn is_refusal(members: &Map<String, Value>) -> bool {
    let is_empty = |error: &Value| error.is_null() || error == "";
    !says_ok(members) || !members.get("error").is_none_or(is_empty)
}

pub(super) fn says_ok(members: &Map<String, Value>) -> bool {
    members.get("ok") != Some(&Value::Bool(false))
}

/// What is believed of an error where a success was announced.
pub(super) fn soften(refusal: TokenFailure) -> TokenFailure {
    match (refusal.needs_user(), refusal.registered_error()) {
        (true, Some(error)) => TokenFailure::RequestRejected(error),
        _ => refusal,
    }
}
