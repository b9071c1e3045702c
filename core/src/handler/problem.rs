//! Writes errors as problem documents (RFC 9457), with our code and hint.

use serde_json::json;

use super::Spelling;
use crate::base::log::{Worded, WordedHint};
use crate::base::{Error, ErrorClass, ErrorCode, entropy};
use crate::model::http::HttpResponse;

/// How a problem document tells an error.
#[derive(Clone, Copy)]
pub(super) struct Telling {
    /// How names are written. Default: as Rust writes them.
    pub(super) spelling: Option<Spelling>,
    /// Whether whoever asks may read what only an operator can mend: addresses of the vault, names of variables and hosts.
    pub(super) is_development: bool,
}

/// An error as `application/problem+json`. It holds what the error's own words say, with names as `spelling` writes them, and no cause.
pub(super) fn answer(error: &Error, telling: Telling) -> HttpResponse {
    let request_id = entropy::make_id("req");
    note(error, &request_id, false);
    of_error(error, telling, &request_id)
}

/// The same document, of which somebody else has the log speak.
///
/// What an operator has to mend is told in the log alone, with its words: they say where the vault is and what this machine lacks, and a
/// request may come from anybody. Its code says enough to whoever is asked for help. In development mode everybody is the operator.
pub(super) fn of_error(error: &Error, telling: Telling, request_id: &str) -> HttpResponse {
    let spell = telling.spelling.unwrap_or(|named| named.in_rust());
    let code = error.code();
    let is_told = telling.is_development || !is_for_operators(code.class());
    let (detail, hint) = if is_told {
        (error.message_in(spell), error.hint_in(spell))
    } else {
        (code.doc().to_owned(), Some("The server's log says more, under the request id.".to_owned()))
    };
    let body = json!({
        "type": format!("urn:authpipe:error:{}", error.code().as_str()),
        "title": title(error.code()),
        "status": error.code().http_status(),
        "code": error.code().as_str(),
        "detail": detail,
        "hint": hint,
        "request_id": request_id,
    });
    let mut response = json_answer(error.code().http_status(), &body);
    response.headers[0].1 = "application/problem+json".into();
    if let Some(after) = error.retry_after() {
        response.headers.push(("retry-after".into(), after.as_secs().max(1).to_string()));
    }
    response
}

/// Whether errors of this class say how the server is set up.
fn is_for_operators(class: ErrorClass) -> bool {
    match class {
        ErrorClass::Config | ErrorClass::Vault | ErrorClass::ProviderConfig | ErrorClass::Usage | ErrorClass::Internal => true,
        ErrorClass::NotConnected
        | ErrorClass::ReauthRequired
        | ErrorClass::Provider
        | ErrorClass::RateLimited
        | ErrorClass::Flow
        | ErrorClass::Handler
        | ErrorClass::Request => false,
    }
}

/// Has the log say what an answer says, under the answer's request id: as a warning where something of ours fails, and where a person is
/// told to pass the id on.
pub(super) fn note(error: &Error, request_id: &str, is_passed_on: bool) {
    let (code, detail, hint) = (error.code().as_str(), Worded(error), WordedHint(error));
    if is_passed_on || error.code().http_status() >= 500 {
        tracing::warn!(request_id, code, %detail, %hint, "answered with an error");
    } else {
        tracing::debug!(request_id, code, %detail, %hint, "answered with an error");
    }
}

/// A JSON answer. `content-type` is its first header.
pub(super) fn json_answer(status: u16, body: &serde_json::Value) -> HttpResponse {
    HttpResponse {
        status,
        headers: vec![
            ("content-type".into(), "application/json".into()),
            ("cache-control".into(), "no-store".into()),
            ("x-content-type-options".into(), "nosniff".into()),
        ],
        body: body.to_string().into_bytes(),
    }
}

/// What happened, in words that fit every error of the code.
fn title(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::IdentityRequired => "Sign-in required",
        ErrorCode::IdentifyFailed => "Internal error",
        ErrorCode::IdentityMismatch => "Another identity",
        ErrorCode::Forbidden => "Not allowed",
        ErrorCode::OriginNotAllowed => "Origin not allowed",
        ErrorCode::NotFound | ErrorCode::NotConnected | ErrorCode::InstallationNotFound => "Not found",
        ErrorCode::MethodNotAllowed => "Method not allowed",
        ErrorCode::TooLarge => "Request too large",
        ErrorCode::RateLimited => "Too many requests",
        ErrorCode::ProviderUnavailable | ErrorCode::TlsFailed | ErrorCode::ProviderError | ErrorCode::Timeout => {
            "Provider problem"
        }
        code if code.http_status() >= 500 => "Not available",
        _ => "Request refused",
    }
}
