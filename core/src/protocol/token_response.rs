//! Judging what a token endpoint answered (RFC 6749 §5).
//!
//! Evidence is weighed in this order: HTTP status and `Retry-After`, then `error`, then `suberror`. Numbers inside an
//! `error_description` can change without notice and are not read. Only a well-formed OAuth error under status 400 or 401, and
//! `invalid_grant` in JSON under 403, says that a grant has ended; a proxy's page, an outage or a half answer never does (SR-23).

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};

use super::claims::read_object;
use super::errors::{RegisteredError, Suberror};
use super::json::{WipedJson, read_json_body};
use super::retry_after::read_response_retry_after;
use crate::base::Secret;
use crate::model::http::OutboundResponse;

/// The longest access, refresh or ID token, in bytes. Tokens that list groups and roles reach tens of KiB; no web server takes
/// a longer header.
pub(crate) const MAX_TOKEN_LENGTH: usize = 64 * 1024;
/// The longest scope and the largest number of scopes that are recorded.
const MAX_SCOPE_LENGTH: usize = 512;
const MAX_SCOPES: usize = 1000;

/// What was asked for, as far as it tells how to read the answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    /// The scopes.
    pub scopes: &'a [String],
    /// What the definition puts between two scopes.
    pub separator: &'a str,
}

/// A successful answer.
pub(crate) struct TokenAnswer {
    /// The access token: 1 to [`MAX_TOKEN_LENGTH`] visible ASCII characters.
    pub access_token: Secret<String>,
    /// Its lifetime, counted from the start of the request; zero if the provider says zero or less, `None` if it says nothing
    /// that can be read.
    pub expires_in: Option<Duration>,
    /// After this time renewal is suggested. A hint of Microsoft's; it may be larger than `expires_in`.
    pub refresh_in: Option<Duration>,
    /// A new refresh token. `None` if it is missing, null or empty: then the old one is kept (RFC 6749 §6).
    pub refresh_token: Option<Secret<String>>,
    /// Granted scopes, each once. `None`: the provider does not say, and those asked for were granted (RFC 6749 §5.1).
    pub scopes: Option<Vec<String>>,
    /// The ID token, not judged yet.
    pub id_token: Option<Secret<String>>,
}

impl fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenAnswer")
            .field("expires_in", &self.expires_in)
            .field("refresh_in", &self.refresh_in)
            .field("has_refresh_token", &self.refresh_token.is_some())
            .field("scopes", &self.scopes.as_ref().map(Vec::len))
            .field("has_id_token", &self.id_token.is_some())
            .finish_non_exhaustive()
    }
}

/// Why there is no token. It holds nothing that the provider wrote in its own words.
#[derive(Debug, thiserror::Error)]
#[error("the token endpoint gave no token: {}", self.kind())]
pub(crate) enum TokenFailure {
    /// `invalid_grant`: the code or refresh token is not good, as far as this answer goes (RFC 6749 §5.2).
    InvalidGrant {
        /// The refinement, where there is one.
        suberror: Option<Suberror>,
    },
    /// The user must do something at the provider: sign in, or prove more. The refresh token may still be good.
    InteractionRequired {
        /// What the next authorization request must carry as `claims`: a JSON object.
        claims: Option<Secret<String>>,
        /// The code that said so.
        error: RegisteredError,
        /// The refinement, where there is one.
        suberror: Option<Suberror>,
    },
    /// The user or an administrator must consent.
    ConsentRequired,
    /// The client registration is not accepted: `invalid_client`, `unauthorized_client`. It says nothing about the grant
    /// (SR-63).
    ClientRejected(RegisteredError),
    /// The request is not accepted, for a reason that is ours or the definition's: `invalid_request`, `invalid_scope`,
    /// `unsupported_grant_type`, codes that have no place here, and whatever an answer of 2xx calls an error.
    RequestRejected(RegisteredError),
    /// `access_denied`: a policy or a person said no.
    Denied,
    /// The provider asks for a pause.
    Throttled {
        /// For how long, if it says; at most one hour.
        retry_after: Option<Duration>,
    },
    /// No answer of a token endpoint, or one that says no without a reason that can be read: 5xx, 408, 3xx, most of 403, a page
    /// of HTML, an empty 200, `ok: false`, a malformed error. Nothing was done.
    Unavailable {
        /// The status.
        status: u16,
        /// When to try again, if the provider says; at most one hour.
        retry_after: Option<Duration>,
    },
    /// A success in which there is no token that can be used: cut off, malformed, or of a type that is not understood. The
    /// provider may have done what it was asked for, and spent the refresh token.
    Unusable,
}

impl TokenFailure {
    /// One word of a closed set, for logs and counters.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            TokenFailure::InvalidGrant { .. } => "invalid_grant",
            TokenFailure::InteractionRequired { .. } => "interaction_required",
            TokenFailure::ConsentRequired => "consent_required",
            TokenFailure::ClientRejected(_) => "client_rejected",
            TokenFailure::RequestRejected(_) => "request_rejected",
            TokenFailure::Denied => "denied",
            TokenFailure::Throttled { .. } => "throttled",
            TokenFailure::Unavailable { .. } => "unavailable",
            TokenFailure::Unusable => "unusable",
        }
    }

    /// Whether the person must come back before the same request can work: the only answers that end a grant. `access_denied` is
    /// none of them: at a token endpoint it says that a policy refused this request, not that the grant is gone (SR-23).
    pub(crate) const fn needs_user(&self) -> bool {
        matches!(
            self,
            TokenFailure::InvalidGrant { .. } | TokenFailure::InteractionRequired { .. } | TokenFailure::ConsentRequired
        )
    }

    /// Whether the provider may have done something, and the new token is lost with this answer: a success that holds none. Any
    /// other answer says that it was not done, or comes from somebody else; to doubt it would slow down, for a provider's
    /// outage, what needs no repair.
    pub(crate) const fn may_have_been_processed(&self) -> bool {
        matches!(self, TokenFailure::Unusable)
    }

    /// How long to wait, where the provider says.
    pub(crate) const fn retry_after(&self) -> Option<Duration> {
        match self {
            TokenFailure::Throttled { retry_after } | TokenFailure::Unavailable { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// What the next request must carry as `claims`.
    pub(crate) const fn claims(&self) -> Option<&Secret<String>> {
        match self {
            TokenFailure::InteractionRequired { claims, .. } => claims.as_ref(),
            _ => None,
        }
    }

    /// The registered code that the provider gave, where the answer was a well-formed OAuth error.
    pub(crate) const fn registered_error(&self) -> Option<RegisteredError> {
        match self {
            TokenFailure::InvalidGrant { .. } => Some(RegisteredError::InvalidGrant),
            TokenFailure::InteractionRequired { error, .. } => Some(*error),
            TokenFailure::ConsentRequired => Some(RegisteredError::ConsentRequired),
            TokenFailure::ClientRejected(error) | TokenFailure::RequestRejected(error) => Some(*error),
            TokenFailure::Denied => Some(RegisteredError::AccessDenied),
            TokenFailure::Throttled { .. } | TokenFailure::Unavailable { .. } | TokenFailure::Unusable => None,
        }
    }
}

/// Judges an answer of the token endpoint, to any grant.
///
/// Any 2xx with a well-formed access token is a success, whatever content type it names: to refuse a new token for that would
/// lose the grant. An absent `token_type` counts as `Bearer`: several providers leave it out, and the token is sent as one to
/// the definition's API origins only.
///
/// An error under 2xx is a refusal, and never more: a provider that answers so follows no rule by which it could be believed to
/// have ended a grant. Under 403 `invalid_grant` is believed, which some providers answer so, if it calls itself JSON; whatever
/// else comes under 403 may be a proxy's.
///
/// # Errors
/// [`TokenFailure`], see each variant.
///
/// Spec: RFC 6749 §5.1 (success), §5.2 (error); RFC 6750 (Bearer).
pub(crate) fn judge_token_response(response: &OutboundResponse, asked: Asked<'_>) -> Result<TokenAnswer, TokenFailure> {
    let status = response.status;
    let retry_after = read_response_retry_after(response);
    let unavailable = TokenFailure::Unavailable { status, retry_after };
    match status {
        429 => Err(TokenFailure::Throttled { retry_after }),
        200..=299 => judge_success(response, asked, unavailable),
        // A provider that says when to come back does not say that the grant is dead.
        400 | 401 if retry_after_is_given(response) => Err(TokenFailure::Throttled { retry_after }),
        400 | 401 => Err(judge_refusal(response).unwrap_or(unavailable)),
        403 if is_json(response) && !retry_after_is_given(response) => {
            let refusal = judge_refusal(response);
            Err(refusal.filter(|refusal| matches!(refusal, TokenFailure::InvalidGrant { .. })).unwrap_or(unavailable))
        }
        _ => Err(unavailable),
    }
}

/// Judges an answer of 2xx. `unavailable`: it comes from nobody who could have done anything.
fn judge_success(response: &OutboundResponse, asked: Asked<'_>, unavailable: TokenFailure) -> Result<TokenAnswer, TokenFailure> {
    let mut body = match read_json_body(&response.body) {
        Ok(body) => WipedJson(body),
        // Cut off, or not quite JSON: there may be a token in it.
        Err(_) if looks_like_an_answer(response) => return Err(TokenFailure::Unusable),
        Err(_) => return Err(unavailable),
    };
    let Some(members) = body.0.as_object_mut() else { return Err(TokenFailure::Unusable) };
    if members.get("access_token").is_none_or(|token| token.is_null() || token == "") {
        if is_refusal(members) || is_html(response) {
            // `ok: false` is no OAuth: its codes are words of the provider's own.
            let refusal = says_ok(members).then(|| read_refusal(members, response.status)).flatten();
            return Err(refusal.map_or(unavailable, soften));
        }
        return Err(TokenFailure::Unusable);
    }
    // Beside a token an error is a contradiction: perhaps it was done.
    if is_refusal(members) {
        return Err(TokenFailure::Unusable);
    }
    read_success(members, asked).ok_or(TokenFailure::Unusable)
}

/// What is believed of an error where a success was announced.
fn soften(refusal: TokenFailure) -> TokenFailure {
    match (refusal.needs_user(), refusal.registered_error()) {
        (true, Some(error)) => TokenFailure::RequestRejected(error),
        _ => refusal,
    }
}

/// Judges an error response. `None`: it is not a well-formed one.
fn judge_refusal(response: &OutboundResponse) -> Option<TokenFailure> {
    // A page of HTML is not even looked at. A missing content type is accepted.
    let body = read_json_body(&response.body).ok().map(WipedJson).filter(|_| !is_html(response))?;
    body.0.as_object().filter(|members| says_ok(members)).and_then(|members| read_refusal(members, response.status))
}

fn retry_after_is_given(response: &OutboundResponse) -> bool {
    response.header("retry-after").is_some()
}

/// The content type without its parameters, in lower case.
fn media_type(response: &OutboundResponse) -> String {
    let content_type = response.header("content-type").unwrap_or_default();
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_html(response: &OutboundResponse) -> bool {
    media_type(response).contains("html")
}

pub(super) fn is_json(response: &OutboundResponse) -> bool {
    let media_type = media_type(response);
    media_type == "application/json" || media_type.ends_with("+json")
}

/// Whether a body that cannot be read as JSON may have been meant as a token endpoint's answer, rather than as somebody's page.
fn looks_like_an_answer(response: &OutboundResponse) -> bool {
    let first = response.body.iter().find(|byte| !byte.is_ascii_whitespace());
    let by_type = is_json(response) || media_type(response) == "application/x-www-form-urlencoded";
    match first {
        None | Some(b'<') => false,
        Some(first) => *first == b'{' || by_type,
    }
}

/// Whether it says no: an `error` of any kind, or `ok: false`, a convention of APIs that answer everything with status 200.
fn is_refusal(members: &Map<String, Value>) -> bool {
    !says_ok(members) || !matches!(members.get("error"), None | Some(Value::Null))
}

fn says_ok(members: &Map<String, Value>) -> bool {
    members.get("ok") != Some(&Value::Bool(false))
}

fn read_success(members: &mut Map<String, Value>, asked: Asked<'_>) -> Option<TokenAnswer> {
    if !is_bearer(members.get("token_type")) {
        return None;
    }
    let access_token = take_text(members, "access_token").ok()??;
    let refresh_token = take_text(members, "refresh_token").ok()?;
    let is_fitting =
        is_token(access_token.expose(), 0x21) && refresh_token.as_ref().is_none_or(|token| is_token(token.expose(), 0x20));
    is_fitting.then(|| TokenAnswer {
        access_token,
        expires_in: members.get("expires_in").and_then(read_lifetime),
        refresh_in: members.get("refresh_in").and_then(read_lifetime),
        refresh_token,
        scopes: members.get("scope").and_then(|scope| read_scopes(scope, asked)),
        // One that is not text is none: whoever needs it will miss it.
        id_token: take_text(members, "id_token").ok().flatten(),
    })
}

// RFC 6749 §5.1: the value is case-insensitive; §7.1: a type that is not understood must not be used.
fn is_bearer(token_type: Option<&Value>) -> bool {
    match token_type {
        None | Some(Value::Null) => true,
        Some(Value::String(name)) => name.eq_ignore_ascii_case("bearer"),
        Some(_) => false,
    }
}

/// Moves a text out, without a copy. `Ok(None)`: missing, null or empty; `Err`: not a text.
fn take_text(members: &mut Map<String, Value>, name: &str) -> Result<Option<Secret<String>>, ()> {
    match members.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(Secret::new(text)).filter(|text| !text.expose().is_empty())),
        Some(_) => Err(()),
    }
}

/// Printable ASCII from `first` on. A refresh token may hold spaces (RFC 6749 Appendix A.17); an access token stands in a header
/// and may not.
pub(super) fn is_token(text: &str, first: u8) -> bool {
    text.len() <= MAX_TOKEN_LENGTH && text.bytes().all(|byte| (first..=0x7E).contains(&byte))
}

/// A number of seconds, also as text, fractions cut, negative ones zero, huge ones as long as can be. `None`: nothing of that.
fn read_lifetime(value: &Value) -> Option<Duration> {
    let seconds = match value {
        Value::Number(number) => number.as_u64().or_else(|| number.as_f64().map(floor)),
        Value::String(text) => {
            let text = text.trim();
            // "inf", "nan" and "1e9" are numbers to Rust and words to everybody else.
            let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
            let read = || text.parse().ok().or_else(|| text.parse().ok().map(floor));
            is_number.then(read).flatten()
        }
        _ => None,
    };
    seconds.map(Duration::from_secs)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates at both ends, which is the rule")]
fn floor(seconds: f64) -> u64 {
    seconds as u64
}

/// Spaces separate scopes (RFC 6749 §3.3), and what the definition puts between them; and commas, which some providers answer
/// with whatever they were asked with, unless one was asked for that has a comma in it.
fn read_scopes(value: &Value, asked: Asked<'_>) -> Option<Vec<String>> {
    let texts: Vec<&str> = match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().map(Value::as_str).collect::<Option<_>>()?,
        _ => return None,
    };
    let mut scopes: Vec<String> = Vec::new();
    for text in texts {
        let parts = if asked.separator.is_empty() { vec![text] } else { text.split(asked.separator).collect() };
        for scope in parts.into_iter().flat_map(|part| part.split(' ')).flat_map(|part| split_commas(part, asked.scopes)) {
            // RFC 6749 §3.3: visible characters only. Others cannot have been asked for, and would be shown to people.
            let is_scope = (1..=MAX_SCOPE_LENGTH).contains(&scope.len()) && scope.bytes().all(|byte| byte.is_ascii_graphic());
            if is_scope && scopes.len() < MAX_SCOPES && !scopes.iter().any(|known| known == scope) {
                scopes.push(scope.to_owned());
            }
        }
    }
    Some(scopes)
}

fn split_commas<'a>(part: &'a str, asked: &[String]) -> Vec<&'a str> {
    if asked.iter().any(|scope| scope == part) { vec![part] } else { part.split(',').collect() }
}

/// Reads an error response (RFC 6749 §5.2). `None`: it is not a well-formed one.
fn read_refusal(members: &Map<String, Value>, status: u16) -> Option<TokenFailure> {
    use RegisteredError as E;
    let text = members.get("error")?.as_str().filter(|text| is_error_code(text))?;
    let suberror = members.get("suberror").and_then(Value::as_str).filter(|text| !text.is_empty()).map(Suberror::read);
    let interaction = |error| TokenFailure::InteractionRequired { claims: read_claims(members), error, suberror };
    Some(match E::read(text) {
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
        E::ServerError | E::TemporarilyUnavailable => TokenFailure::Unavailable { status, retry_after: None },
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn response(status: u16, body: &str) -> OutboundResponse {
        OutboundResponse { status, headers: Vec::new(), body: body.as_bytes().to_vec().into() }
    }

    fn judge(response: &OutboundResponse) -> Result<TokenAnswer, TokenFailure> {
        judge_token_response(response, Asked { scopes: &[], separator: " " })
    }

    #[test]
    fn tokens_of_64_kib_pass_and_longer_ones_do_not() {
        for (length, passes) in [(1, true), (MAX_TOKEN_LENGTH, true), (MAX_TOKEN_LENGTH + 1, false)] {
            let long = "x".repeat(length);
            let access = format!(r#"{{"access_token":"{long}"}}"#);
            assert_eq!(judge(&response(200, &access)).is_ok(), passes, "access {length}");
            let refresh = format!(r#"{{"access_token":"a","refresh_token":"{long}"}}"#);
            assert_eq!(judge(&response(200, &refresh)).is_ok(), passes, "refresh {length}");
        }
    }

    /// SR-23, over every registered code and every status: who ends a grant, and what leaves it in doubt.
    #[test]
    fn every_registered_error_has_a_class_and_few_end_a_grant() {
        use RegisteredError as E;
        let ends = [
            E::InvalidGrant,
            E::InteractionRequired,
            E::LoginRequired,
            E::AccountSelectionRequired,
            E::ConsentRequired,
            E::InsufficientUserAuthentication,
            E::UnmetAuthenticationRequirements,
        ];
        let outages = [E::ServerError, E::TemporarilyUnavailable, E::SlowDown];
        for error in E::KNOWN {
            let judge = |status: u16, content_type: &str| {
                let headers = vec![("content-type".to_owned(), content_type.to_owned())];
                let body = format!(r#"{{"error":"{}"}}"#, error.as_str()).into_bytes();
                judge(&OutboundResponse { status, headers, body: body.into() }).unwrap_err()
            };
            for status in [400, 401] {
                let failure = judge(status, "application/json");
                assert_eq!(failure.needs_user(), ends.contains(error), "{status} {error:?}");
                assert_eq!(failure.registered_error().is_none(), outages.contains(error), "{status} {error:?}");
            }
            for content_type in ["application/json", "application/problem+json; charset=utf-8"] {
                let believed = judge(403, content_type).registered_error();
                assert_eq!(believed, Some(*error).filter(|error| *error == E::InvalidGrant), "403 {error:?}");
            }
            assert_eq!(judge(200, "application/json").registered_error().is_none(), outages.contains(error), "200 {error:?}");
            for (status, content_type) in [
                (200, "application/json"),
                (201, "text/html"),
                (302, "application/json"),
                (403, "text/html"),
                (403, "text/plain"),
                (404, "application/json"),
                (408, "application/json"),
                (429, "application/json"),
                (500, "application/json"),
                (502, "application/json"),
                (503, "application/json"),
                (504, "application/json"),
            ] {
                let failure = judge(status, content_type);
                assert!(!failure.needs_user() && !failure.may_have_been_processed(), "{status} {content_type} {error:?}");
                assert_eq!(failure.registered_error().is_some(), status < 300 && !outages.contains(error), "{status} {error:?}");
            }
        }
    }

    #[test]
    fn only_a_success_that_may_hold_a_token_leaves_the_exchange_in_doubt() {
        let token = r#"{"access_token":"at","token_type":"#;
        for (status, content_type, body, in_doubt) in [
            (200, "application/json", token, true),
            (200, "", token, true),
            (200, "text/html", token, true),
            (200, "application/json", "access_token=at&token_type=bearer", true),
            (200, "application/x-www-form-urlencoded", "access_token=at&token_type=bearer", true),
            (200, "application/json", "{}", true),
            (200, "application/json", "null", true),
            (200, "application/json", r#"{"access_token":"at","token_type":"mac"}"#, true),
            (201, "application/json", r#"{"access_token":"at","error":"server_error"}"#, true),
            (200, "application/json", r#"{"access_token":"at","ok":false}"#, true),
            (200, "application/json", "", false),
            (200, "application/json", " \r\n", false),
            (204, "", "", false),
            (200, "text/html", "<html>", false),
            (200, "application/json", "\n<html>", false),
            (200, "text/html", "{}", false),
            (200, "text/plain", "OK", false),
            (200, "application/json", r#"{"error":"server_error"}"#, false),
            (200, "application/json", r#"{"error":{"message":"no","code":190}}"#, false),
            (200, "application/json", r#"{"error":"no","access_token":null}"#, false),
            (200, "application/json", r#"{"error":"no","access_token":""}"#, false),
            (200, "application/json", r#"{"ok":false}"#, false),
            (302, "application/json", token, false),
            (307, "", "", false),
            (400, "application/json", token, false),
            (403, "application/json", token, false),
            (408, "", "", false),
            (429, "", "", false),
            (500, "application/json", token, false),
            (503, "", "", false),
        ] {
            let headers = vec![("content-type".to_owned(), content_type.to_owned())];
            let failure = judge(&OutboundResponse { status, headers, body: body.as_bytes().to_vec().into() }).unwrap_err();
            assert_eq!(failure.may_have_been_processed(), in_doubt, "{status} {content_type} {body}");
        }
    }

    #[test]
    fn a_claims_challenge_is_kept_only_as_a_json_object() {
        let claims = |text: &str| {
            let body = serde_json::json!({ "error": "interaction_required", "claims": text }).to_string();
            match judge(&response(400, &body)) {
                Err(TokenFailure::InteractionRequired { claims, .. }) => claims.map(|claims| claims.expose().clone()),
                other => panic!("{other:?}"),
            }
        };
        let good = r#"{"access_token":{"polids":{"essential":true,"values":["3f8c"]}}}"#;
        assert_eq!(claims(good).as_deref(), Some(good));
        for bad in ["", "x", "[]", "\"{}\"", r#"{"a":1,"a":2}"#, &format!(r#"{{"a":"{}"}}"#, "x".repeat(8192))] {
            assert_eq!(claims(bad), None);
        }
    }

    proptest! {
        #[test]
        fn any_answer_is_judged_without_panic(status in 100..600_u16, body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let response = OutboundResponse { status, headers: Vec::new(), body: body.into() };
            prop_assert!(judge(&response).is_err());
        }

        #[test]
        fn any_member_is_read_without_panic(expires in "\\PC{0,12}", number in any::<f64>(), scope in "\\PC{0,40}", separator in "\\PC{0,2}") {
            let body = serde_json::json!({ "access_token": "a", "expires_in": expires, "refresh_in": number, "scope": scope });
            let asked = Asked { scopes: &[], separator: &separator };
            prop_assert!(judge_token_response(&response(200, &body.to_string()), asked).is_ok());
        }
    }
}
