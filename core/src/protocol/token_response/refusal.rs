//! Reads the error in an answer of the token endpoint (RFC 6749 §5.2), and drops its text.

use serde_json::{Map, Value};

use super::TokenFailure;
use crate::base::Secret;
use crate::model::definition::CODE_PLACES;
use crate::protocol::claims::read_object;
use crate::protocol::errors::{RegisteredError, Suberror, code_of};
use crate::protocol::lenient::Answer;
use crate::protocol::nothing::is_text_of_nothing;

/// The members of a refusal.
pub(super) const MEMBERS: [&str; 4] = ["error", "suberror", "claims", "ok"];

/// What providers call a client that they do not accept, in words of their own that have no second meaning: GitHub's, and Slack's.
const CLIENT_REJECTED: [&str; 3] = ["incorrect_client_credentials", "bad_client_secret", "invalid_client_id"];

/// What providers call a code that they do not accept, or do not accept again, in words of their own: GitHub's, and Slack's.
const CODE_REFUSED: [&str; 4] = ["bad_verification_code", "invalid_code", "code_already_used", "code_expired"];

/// What APIs write where they always write something, and nothing is wrong.
const FINE: [&str; 4] = ["ok", "success", "no_error", "noerror"];

/// Whether an answer says that the code is not good. Some say it with status 200, and beside `ok: false`; some by the word of RFC 6749 §5.2
/// in a place of their own.
pub(super) fn refuses_code(body: &Answer) -> bool {
    let code = |place: &str| {
        let text = body.value().pointer(place).and_then(Value::as_str).filter(|_| !body.is_ambiguous(place));
        text.and_then(code_of)
    };
    let is_registered = |place: &&str| *place != "/error" && code(place).as_deref() == Some("invalid_grant");
    code("/error").is_some_and(|code| CODE_REFUSED.contains(&code.as_str())) || CODE_PLACES.iter().any(is_registered)
}

/// Reads a word that is believed also where nothing else of the answer is OAuth: what is wrong with the client.
pub(super) fn read_rejected_client(members: &Map<String, Value>) -> Option<TokenFailure> {
    let code = code_of(members.get("error")?.as_str()?)?;
    CLIENT_REJECTED.contains(&code.as_str()).then_some(TokenFailure::ClientRejected(RegisteredError::InvalidClient))
}

/// Reads an error response (RFC 6749 §5.2). `None`: it is not a well-formed one.
pub(super) fn read_refusal(members: &Map<String, Value>, status: u16) -> Option<TokenFailure> {
    use RegisteredError as E;
    if let Some(rejected) = read_rejected_client(members) {
        return Some(rejected);
    }
    let text = members.get("error")?.as_str()?;
    let error = code_of(text).map_or(E::Other, |code| E::read(&code));
    if error == E::Other && !is_error_code(text) {
        return None;
    }
    let suberror = members.get("suberror").and_then(Value::as_str).filter(|text| !text.is_empty()).map(Suberror::read);
    let interaction = |error| TokenFailure::InteractionRequired { claims: read_claims(members), error, suberror };
    Some(match error {
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
        E::SlowDown => TokenFailure::Throttled { retry_after: None, is_for_all: true, is_early: false },
        E::ServerError | E::TemporarilyUnavailable => {
            TokenFailure::Unavailable { status, retry_after: None, is_refusal: false, is_cut: false, is_empty: false }
        }
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

/// Whether it says no: an `error` of any kind, or `ok: false`, a convention of APIs that answer everything with status 200.
pub(super) fn is_refusal(members: &Map<String, Value>) -> bool {
    !says_ok(members) || members.get("error").is_some_and(is_error)
}

/// Whether the member `error` says that there is one. APIs that always have the member say "none" by what their language has for it, or by
/// an object whose code is zero or `ok`.
pub(in crate::protocol) fn is_error(error: &Value) -> bool {
    match error {
        Value::Null | Value::Bool(false) => false,
        Value::Bool(true) => true,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !is_text_of_nothing(text) && !FINE.iter().any(|fine| text.trim().eq_ignore_ascii_case(fine)),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => match members.get("code") {
            Some(code) => is_error(code),
            None => !members.is_empty(),
        },
    }
}

/// Whether an answer of an API that answers everything with status 200 says no.
pub(in crate::protocol) fn says_no(answer: &Value) -> bool {
    let Some(members) = answer.as_object() else { return false };
    let is_false = |name: &str| members.get(name) == Some(&Value::Bool(false));
    let has_errors = || members.get("errors").and_then(Value::as_array).is_some_and(|errors| !errors.is_empty());
    is_refusal(members) || is_false("success") || has_errors()
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_says_that_there_is_no_error_is_none() {
        for none in [json!(null), json!(false), json!(0), json!(""), json!(" "), json!("null"), json!("0"), json!([]), json!({})]
            .into_iter()
            .chain(["None", "none", "nil", "OK", "ok", "Success", "no_error", "N/A"].map(|text| json!(text)))
        {
            assert!(!is_error(&none), "{none}");
        }
        for none in [json!({ "code": "ok", "message": "" }), json!({ "code": 0, "log_id": "1" }), json!({ "code": "0" })] {
            assert!(!is_error(&none), "{none}");
        }
        for error in
            [json!(true), json!(1), json!("oks"), json!("no"), json!([1]), json!({ "message": "no" }), json!({ "code": 190 })]
        {
            assert!(is_error(&error), "{error}");
        }
        assert!(is_error(&json!({ "code": "access_token_invalid" })));
    }
}
