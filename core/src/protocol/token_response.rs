//! Judging what a token endpoint answered (RFC 6749 §5).
//!
//! Evidence is weighed in this order: HTTP status and `Retry-After`, then `error`, then `suberror`. Numbers inside an
//! `error_description` can change without notice and are not read. Only a well-formed OAuth error under status 400 or 401 says
//! something about the grant or the client; a proxy's page, an outage or a half answer never does (SR-23).

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};

use super::claims::read_object;
use super::errors::{RegisteredError, Suberror};
use super::json::{WipedJson, read_json};
use super::retry_after::read_response_retry_after;
use crate::base::Secret;
use crate::model::http::OutboundResponse;

/// The longest access, refresh or ID token, in bytes. Tokens that list groups and roles reach tens of KiB; no web server takes
/// a longer header.
pub(crate) const MAX_TOKEN_LENGTH: usize = 64 * 1024;
/// The longest scope and the largest number of scopes that are recorded.
const MAX_SCOPE_LENGTH: usize = 512;
const MAX_SCOPES: usize = 1000;

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
    /// `unsupported_grant_type` and codes that have no place here.
    RequestRejected(RegisteredError),
    /// `access_denied`: a policy or a person said no.
    Denied,
    /// The provider asks for a pause.
    Throttled {
        /// For how long, if it says; at most one hour.
        retry_after: Option<Duration>,
    },
    /// No usable answer: 5xx, 408, 403, a page of HTML, an empty 200, `ok: false`, a malformed token or error.
    Unavailable {
        /// The status.
        status: u16,
        /// When to try again, if the provider says; at most one hour.
        retry_after: Option<Duration>,
    },
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
        }
    }

    /// Whether this answer alone speaks against the refresh token (SR-62): only `invalid_grant` does. It is the first piece of
    /// evidence, not the verdict: another process may have used the token in the meantime.
    #[cfg(test)]
    pub(crate) const fn is_terminal_for_grant(&self) -> bool {
        matches!(self, TokenFailure::InvalidGrant { .. })
    }

    /// Whether somebody must act at the provider before the same request can work.
    pub(crate) const fn needs_user(&self) -> bool {
        matches!(
            self,
            TokenFailure::InvalidGrant { .. }
                | TokenFailure::InteractionRequired { .. }
                | TokenFailure::ConsentRequired
                | TokenFailure::Denied
        )
    }

    /// Whether the same request may work later, without anybody acting.
    #[cfg(test)]
    pub(crate) const fn is_transient(&self) -> bool {
        matches!(self, TokenFailure::Throttled { .. } | TokenFailure::Unavailable { .. })
    }

    /// Whether the provider has done something, and the new token is lost with this answer: a success that holds none. An answer
    /// of 4xx or 5xx says that it was not done; to doubt it would end grants for a provider's outage.
    pub(crate) const fn may_have_been_processed(&self) -> bool {
        matches!(self, TokenFailure::Unavailable { status: ..=399, .. })
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
            TokenFailure::Throttled { .. } | TokenFailure::Unavailable { .. } => None,
        }
    }
}

/// Judges an answer of the token endpoint, to any grant.
///
/// `scope_separator` is the definition's; spaces separate scopes besides (RFC 6749 §3.3). Any 2xx with a well-formed access
/// token is a success, because to refuse a new token for its status would lose the grant. An absent `token_type` counts as
/// `Bearer`: several providers leave it out, and the token is sent as one to the definition's API origins only.
///
/// # Errors
/// [`TokenFailure`], see each variant.
///
/// Spec: RFC 6749 §5.1 (success), §5.2 (error); RFC 6750 (Bearer).
pub(crate) fn judge_token_response(response: &OutboundResponse, scope_separator: &str) -> Result<TokenAnswer, TokenFailure> {
    let status = response.status;
    let retry_after = read_response_retry_after(response);
    let unavailable = TokenFailure::Unavailable { status, retry_after };
    match status {
        429 => Err(TokenFailure::Throttled { retry_after }),
        200..=299 => {
            read_body(response).and_then(|mut body| read_success(members(&mut body)?, scope_separator)).ok_or(unavailable)
        }
        // A provider that says when to come back does not say that the grant is dead.
        400 | 401 if response.header("retry-after").is_some() => Err(TokenFailure::Throttled { retry_after }),
        400 | 401 => {
            Err(read_body(response).and_then(|mut body| read_refusal(members(&mut body)?, status)).unwrap_or(unavailable))
        }
        _ => Err(unavailable),
    }
}

/// The body as JSON. A missing content type is accepted, a page of HTML is not even looked at.
fn read_body(response: &OutboundResponse) -> Option<WipedJson> {
    let content_type = response.header("content-type").unwrap_or_default().to_ascii_lowercase();
    if content_type.contains("html") {
        return None;
    }
    read_json(&response.body).ok().map(WipedJson)
}

/// The members of the object, unless it says `ok: false`, a convention of APIs that answer everything with status 200.
fn members(body: &mut WipedJson) -> Option<&mut Map<String, Value>> {
    let members = body.0.as_object_mut()?;
    (members.get("ok") != Some(&Value::Bool(false))).then_some(members)
}

fn read_success(members: &mut Map<String, Value>, scope_separator: &str) -> Option<TokenAnswer> {
    if !matches!(members.get("error"), None | Some(Value::Null)) || !is_bearer(members.get("token_type")) {
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
        scopes: members.get("scope").and_then(|scope| read_scopes(scope, scope_separator)),
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
fn is_token(text: &str, first: u8) -> bool {
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

fn read_scopes(value: &Value, separator: &str) -> Option<Vec<String>> {
    let texts: Vec<&str> = match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().map(Value::as_str).collect::<Option<_>>()?,
        _ => return None,
    };
    let mut scopes: Vec<String> = Vec::new();
    for text in texts {
        let parts = if separator.is_empty() { vec![text] } else { text.split(separator).collect() };
        for scope in parts.into_iter().flat_map(|part| part.split(' ')) {
            // RFC 6749 §3.3: visible characters only. Others cannot have been asked for, and would be shown to people.
            let is_scope = (1..=MAX_SCOPE_LENGTH).contains(&scope.len()) && scope.bytes().all(|byte| byte.is_ascii_graphic());
            if is_scope && scopes.len() < MAX_SCOPES && !scopes.iter().any(|known| known == scope) {
                scopes.push(scope.to_owned());
            }
        }
    }
    Some(scopes)
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

    #[test]
    fn tokens_of_64_kib_pass_and_longer_ones_do_not() {
        for (length, passes) in [(1, true), (MAX_TOKEN_LENGTH, true), (MAX_TOKEN_LENGTH + 1, false)] {
            let long = "x".repeat(length);
            let access = format!(r#"{{"access_token":"{long}"}}"#);
            assert_eq!(judge_token_response(&response(200, &access), " ").is_ok(), passes, "access {length}");
            let refresh = format!(r#"{{"access_token":"a","refresh_token":"{long}"}}"#);
            assert_eq!(judge_token_response(&response(200, &refresh), " ").is_ok(), passes, "refresh {length}");
        }
    }

    #[test]
    fn every_registered_error_has_a_class_and_only_invalid_grant_is_terminal() {
        for error in RegisteredError::KNOWN {
            for status in [400, 401] {
                let failure =
                    judge_token_response(&response(status, &format!(r#"{{"error":"{}"}}"#, error.as_str())), " ").unwrap_err();
                assert_eq!(failure.is_terminal_for_grant(), *error == RegisteredError::InvalidGrant, "{error:?}");
                assert!(failure.is_transient() || failure.registered_error() == Some(*error), "{error:?}");
            }
            for status in [200, 302, 403, 404, 408, 429, 500, 502, 503, 504] {
                let failure =
                    judge_token_response(&response(status, &format!(r#"{{"error":"{}"}}"#, error.as_str())), " ").unwrap_err();
                assert!(failure.is_transient(), "{status} {error:?}");
            }
        }
    }

    #[test]
    fn a_success_without_a_token_leaves_the_exchange_in_doubt() {
        for (status, spent) in
            [(200, true), (302, true), (400, false), (403, false), (408, false), (429, false), (500, false), (503, false)]
        {
            let failure = judge_token_response(&response(status, ""), " ").unwrap_err();
            assert_eq!(failure.may_have_been_processed(), spent, "{status}");
        }
    }

    #[test]
    fn a_claims_challenge_is_kept_only_as_a_json_object() {
        let claims = |text: &str| {
            let body = serde_json::json!({ "error": "interaction_required", "claims": text }).to_string();
            match judge_token_response(&response(400, &body), " ") {
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
            prop_assert!(judge_token_response(&response, " ").is_err());
        }

        #[test]
        fn any_member_is_read_without_panic(expires in "\\PC{0,12}", number in any::<f64>(), scope in "\\PC{0,40}", separator in "\\PC{0,2}") {
            let body = serde_json::json!({ "access_token": "a", "expires_in": expires, "refresh_in": number, "scope": scope });
            prop_assert!(judge_token_response(&response(200, &body.to_string()), &separator).is_ok());
        }
    }
}
