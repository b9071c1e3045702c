//! How the token endpoint answers, where that is not as RFC 6749 says.

use serde::{Deserialize, Serialize};

use super::pointer::JsonPointer;
use super::probe::JsonScalar;

/// How token answers are read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TokenResponse {
    /// How they are written.
    #[serde(default)]
    pub encoding: AnswerEncoding,
    /// The object of a successful answer in which the members of RFC 6749 §5.1 stand, for providers that put them inside of another one. The
    /// pointers of `oauth.credentials` and `oauth.kept` begin there too. An answer that has no access token there is read as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrapped_in: Option<JsonPointer>,
    /// Further names for `token_type = "Bearer"` (RFC 6749 §7.1), compared without regard to case; an empty one stands for an
    /// empty one. None that means a token bound to a key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub token_types: Vec<String>,
    /// What ends a grant when its refresh token is presented, besides `invalid_grant` (RFC 6749 §5.2), and `invalid_token` under
    /// 400 or 401 (RFC 6750 §3.1). Default, in `/error`, `/error/code`, `/error_code`, `/errorCode`, `/code`, `/status`, `/errors/0`,
    /// `/errors/0/code`, `/errors/0/errorType` and `/data/error`: `bad_`, `invalid_`, `expired_`, `revoked_`, `inactive_`, `unknown_` and
    /// `reused_refresh_token`; `refresh_token_` with `invalid`, `invalidated`, `expired`, `revoked`, `inactive`, `not_found`, `reused` or
    /// `already_used` behind it; `token_invalidated`; and `invalid_grant` also in the other places. There a description may stand behind a
    /// word, and it may be in capitals.
    #[serde(default = "default_ends")]
    pub ends_grant: Vec<GrantEnd>,
    /// Whole answers under 400 and 401 that end a grant when its refresh token is presented, for providers that say so in a plain text: each
    /// the text as it is, without spaces around it. A part of an answer is never compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ends_grant_texts: Vec<String>,
}

impl Default for TokenResponse {
    fn default() -> Self {
        TokenResponse {
            encoding: AnswerEncoding::Json,
            wrapped_in: None,
            token_types: Vec::new(),
            ends_grant: default_ends(),
            ends_grant_texts: Vec::new(),
        }
    }
}

impl TokenResponse {
    pub(super) fn is_default(&self) -> bool {
        *self == TokenResponse::default()
    }
}

/// How token answers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AnswerEncoding {
    /// As a JSON object (RFC 6749 §5.1).
    #[default]
    Json,
    /// As a form, a deviation of some providers. A JSON object is read all the same.
    Form,
}

/// An answer to a refresh that says: this grant is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GrantEnd {
    /// The statuses under which it is believed. Empty: all of 2xx and 4xx but 408 and 429, which say that somebody was slow or
    /// asks for a pause.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(inner(range(min = 200, max = 599))))]
    pub status: Vec<u16>,
    /// Where in the answer.
    pub pointer: JsonPointer,
    /// The values that may stand there.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub values: Vec<JsonScalar>,
}

/// Words of no specification that have no second meaning.
const DEAD: [&str; 16] = [
    "bad_refresh_token",
    "invalid_refresh_token",
    "expired_refresh_token",
    "revoked_refresh_token",
    "inactive_refresh_token",
    "unknown_refresh_token",
    "reused_refresh_token",
    "refresh_token_invalid",
    "refresh_token_invalidated",
    "refresh_token_expired",
    "refresh_token_revoked",
    "refresh_token_inactive",
    "refresh_token_not_found",
    "refresh_token_reused",
    "refresh_token_already_used",
    "token_invalidated",
];

/// Where a code of an error stands: after RFC 6749 §5.2, and as APIs write errors otherwise.
pub(crate) const CODE_PLACES: [&str; 10] = [
    "/error",
    "/error/code",
    "/error_code",
    "/errorCode",
    "/code",
    "/status",
    "/errors/0",
    "/errors/0/code",
    "/errors/0/errorType",
    "/data/error",
];

fn default_ends() -> Vec<GrantEnd> {
    let end = |place: &str| {
        // In its own place it is judged with what refines it.
        let registered = (place != "/error").then_some("invalid_grant");
        let values = DEAD.into_iter().chain(registered).map(|word| JsonScalar::Text(word.to_owned())).collect();
        GrantEnd { status: Vec::new(), pointer: JsonPointer(place.to_owned()), values }
    };
    CODE_PLACES.map(end).to_vec()
}
