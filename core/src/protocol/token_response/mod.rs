//! Judging what a token endpoint answered (RFC 6749 §5).
//!
//! Evidence is weighed in this order: what the definition says ends a grant, a well-formed `invalid_grant`, HTTP status and
//! `Retry-After`, then `error`, then `suberror`, and at last, to keep a grant alive and for nothing else, words of no specification
//! ([`causes`]). Numbers inside an `error_description` can change without notice and are not read,
//! unless a definition names the text. Only a well-formed OAuth error under status 400 or 401, `invalid_token` in a challenge there, and `invalid_grant` in a JSON object
//! under another 4xx or, at a refresh, under 2xx, says by itself that a grant has ended; a proxy's page, an outage or a half answer never
//! does (SR-23).

mod causes;
mod failure;
mod lifetimes;
mod refusal;
mod success;
mod successor;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::errors::{RegisteredError, code_of};
use super::interposed::{is_html, is_interposed, is_marked, media_type};
use super::lenient::{Answer, Unreadable, read_answer, read_form};
use super::nothing::is_nothing;
use super::provider_clock::read_written_at;
use super::retry_after::{asks_for_pause, read_response_retry_after, read_sent_at};
use super::scalars::is_one_of;
use super::www_authenticate::read_error;
use crate::model::definition::{AnswerEncoding, CODE_PLACES, GrantEnd, JsonScalar, OAuth, TokenResponse};
use crate::model::http::OutboundResponse;
use causes::{Cause, judge_cause, read_pause_of_body, says_too_early};

pub(crate) use failure::{Flaw, TokenFailure};
pub(super) use lifetimes::read_lifetime;
pub(super) use refusal::{is_error, says_no};
pub(crate) use success::TokenAnswer;
pub(super) use success::{HINTS, MEMBERS, is_token};
pub(crate) use successor::read_successor;

/// What was asked for, as far as it tells how to read the answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    /// The scopes.
    pub scopes: &'a [String],
    /// What the definition puts between two scopes.
    pub separator: &'a str,
    /// How the definition says that answers are.
    pub rules: &'a TokenResponse,
    /// Whether a refresh token was presented: some words end a grant there and nowhere else.
    pub is_refresh: bool,
    /// Whether a code was: some words refuse one.
    pub is_code: bool,
    /// Whether somebody signs in: whoever is given a refresh token that cannot be one would be connected for an hour, and is told so at once.
    /// Where a grant is renewed or minted, the access token is used all the same.
    pub is_sign_in: bool,
}

impl<'a> Asked<'a> {
    /// For these scopes, by a code or a mint.
    pub(crate) fn new(scopes: &'a [String], oauth: &'a OAuth) -> Self {
        Asked {
            scopes,
            separator: &oauth.scope_separator,
            rules: &oauth.token_response,
            is_refresh: false,
            is_code: false,
            is_sign_in: true,
        }
    }

    /// The same by a refresh token.
    #[must_use]
    pub(crate) const fn by_refresh_token(self) -> Self {
        Asked { is_refresh: true, is_sign_in: false, ..self }
    }

    /// The same by a mint, which gives no refresh token that anybody keeps.
    #[must_use]
    pub(crate) const fn by_mint(self) -> Self {
        Asked { is_sign_in: false, ..self }
    }

    /// The same by a code.
    #[must_use]
    pub(crate) const fn by_code(self) -> Self {
        Asked { is_code: true, ..self }
    }

    /// No scopes, and nothing that deviates from RFC 6749.
    #[cfg(test)]
    pub(crate) fn plain(scopes: &'a [String], separator: &'a str) -> Self {
        static RULES: std::sync::LazyLock<TokenResponse> = std::sync::LazyLock::new(TokenResponse::default);
        Asked { scopes, separator, rules: &RULES, is_refresh: false, is_code: false, is_sign_in: true }
    }
}

/// Judges an answer of the token endpoint, to any grant.
///
/// Any 2xx with a well-formed access token is a success, whatever content type it names: to refuse a new token for that would
/// lose the grant. An absent `token_type` counts as `Bearer`: several providers leave it out, and the token is sent as one to
/// the definition's API origins only.
///
/// An error under 2xx is a refusal, and never more, but for `invalid_grant` at a refresh and the words of the definition. A JSON
/// object with `invalid_grant` is the provider's word under 4xx but 408 and 429, whatever it calls itself and beside any
/// `Retry-After`; whatever else comes under 403 may be a proxy's. A 401 that speaks of no token is about the client, or whoever else asks:
/// no specification has it for a grant that is over (RFC 6749 §5.2). One that is given because the access token of before still lives is about
/// the time of the request. Of an error that is beyond the limit of size nothing is read but status and pause: what its beginning says the
/// rest may take back, and nobody has looked.
///
/// # Errors
/// [`TokenFailure`], see each variant.
///
/// Spec: RFC 6749 §5.1 (success), §5.2 (error); RFC 6750 (Bearer), §3.1 (`invalid_token`).
pub(crate) fn judge_token_response(response: &OutboundResponse, asked: Asked<'_>) -> Result<TokenAnswer, TokenFailure> {
    let status = response.status;
    let retry_after = read_response_retry_after(response);
    if response.is_cut {
        return Err(judge_cut(response));
    }
    let mut body = read_body(response, &asked);
    let is_without_token = !(200..=299).contains(&status) || body.as_ref().is_ok_and(|body| !holds_token(body));
    // Of what stands inside of a page no word is believed, nor of what a firewall has marked.
    let words = body.as_ref().ok().filter(|body| !body.is_in_page() && !is_marked(response));
    let ended = words.is_some_and(|body| ends_grant(status, body, asked.rules)) || is_ending_text(response, asked.rules);
    if asked.is_refresh && is_without_token && ended {
        return Err(TokenFailure::GrantEnded);
    }
    let may_say_so = matches!(status, 200..=299 | 400 | 401);
    if asked.is_code && may_say_so && is_without_token && words.is_some_and(refusal::refuses_code) {
        return Err(TokenFailure::InvalidGrant { suberror: None });
    }
    let refusal = words.and_then(|body| judge_refusal(response, body));
    let cause = judge_cause(response, words, refusal.as_ref());
    let speaks_of_grant = |refusal: &TokenFailure| {
        refusal.is_refusal()
            || refusal.needs_user()
            || matches!(refusal, TokenFailure::ClientRejected(RegisteredError::UnauthorizedClient))
    };
    let is_refusal =
        cause.is_none() && is_somebodys_no(response, words.is_some()) && refusal.as_ref().is_none_or(speaks_of_grant);
    let is_empty = (200..=299).contains(&status) && response.body.trim_ascii().is_empty();
    let unavailable = TokenFailure::Unavailable { status, retry_after, is_refusal, is_cut: false, is_empty };
    let throttled = || TokenFailure::Throttled {
        retry_after: retry_after.or_else(|| read_pause_of_body(words?, read_sent_at(response))),
        is_for_all: asks_for_pause(response),
        is_early: false,
    };
    let is_for_too_early = matches!(refusal, Some(TokenFailure::InvalidGrant { .. })) && words.is_some_and(says_too_early);
    if asked.is_refresh && is_without_token && is_for_too_early {
        return Err(TokenFailure::Throttled { retry_after, is_for_all: false, is_early: true });
    }
    match (status, refusal, cause) {
        (420 | 429 | 430, ..) => Err(throttled()),
        (200..=299, Some(refusal @ TokenFailure::InvalidGrant { .. }), _) if asked.is_refresh && is_without_token => Err(refusal),
        (200..=299, _, cause) => {
            let refused = match cause {
                Some(Cause::TooMany) => throttled(),
                Some(Cause::Client) => TokenFailure::ClientRejected(RegisteredError::InvalidClient),
                _ => unavailable,
            };
            judge_success(response, &mut body, asked, cause, refused)
        }
        // What RFC 8628 §3.5 has for another code is the refresh token's here; under 401 it may be of what proves the client.
        (400 | 401, Some(TokenFailure::RequestRejected(RegisteredError::InvalidToken)), _)
        | (400, Some(TokenFailure::RequestRejected(RegisteredError::ExpiredToken)), _)
            if asked.is_refresh =>
        {
            Err(TokenFailure::GrantEnded)
        }
        // A pause beside it does not make a dead grant live.
        (400 | 401, Some(refusal), _) if refusal.needs_user() => Err(refusal),
        (400..=499, Some(refusal @ TokenFailure::InvalidGrant { .. }), _) if status != 408 => Err(refusal),
        // A provider that says when to come back does not say that the grant is dead.
        (400..=499, _, Some(Cause::TooMany)) if status != 408 => Err(throttled()),
        // RFC 6750 §3.1 gives the code a place of its own, and some servers use no other. A page is somebody else's.
        (400 | 401, None, _) if asked.is_refresh && !is_of_between(response) && challenge_ends_grant(response) => {
            Err(TokenFailure::GrantEnded)
        }
        (400 | 401, _, Some(Cause::Client)) => Err(TokenFailure::ClientRejected(RegisteredError::InvalidClient)),
        (400 | 401, Some(refusal), None) => Err(refusal),
        _ => Err(unavailable),
    }
}

/// Judges an error that is too large to be read.
pub(super) fn judge_cut(response: &OutboundResponse) -> TokenFailure {
    let (status, retry_after) = (response.status, read_response_retry_after(response));
    match status {
        408 => {}
        400..=499 if asks_for_pause(response) => {
            return TokenFailure::Throttled { retry_after, is_for_all: true, is_early: false };
        }
        _ => {}
    }
    TokenFailure::Unavailable { status, retry_after, is_refusal: false, is_cut: true, is_empty: false }
}

/// Reads the body as the definition says that it is written.
fn read_body(response: &OutboundResponse, asked: &Asked<'_>) -> Result<Answer, Unreadable> {
    let ends = asked.rules.ends_grant.iter().filter_map(|end| first_member(&end.pointer.0));
    let ends: Vec<Cow<'_, str>> = ends.collect();
    let used: Vec<&str> = MEMBERS
        .into_iter()
        .chain(HINTS)
        .chain(refusal::MEMBERS)
        .chain(causes::MEMBERS)
        .chain(ends.iter().map(Cow::as_ref))
        .collect();
    read_as_written(&response.body, asked.rules.encoding, &used)
}

/// Reads an answer as an object of the members that are used.
pub(super) fn read_as_written(bytes: &[u8], encoding: AnswerEncoding, used: &[&str]) -> Result<Answer, Unreadable> {
    match (encoding, read_answer(bytes, used)) {
        (AnswerEncoding::Form, Err(Unreadable::NotJson)) => read_form(bytes, used),
        (_, read) => read,
    }
}

/// The member of an object to which a JSON pointer leads first (RFC 6901 §4).
pub(super) fn first_member(pointer: &str) -> Option<Cow<'_, str>> {
    let first = pointer.strip_prefix('/')?.split('/').next()?;
    Some(if first.contains('~') { first.replace("~1", "/").replace("~0", "~").into() } else { first.into() })
}

/// Whether the definition lists this answer to a refresh as the end of a grant.
fn ends_grant(status: u16, body: &Answer, rules: &TokenResponse) -> bool {
    let is_status = |end: &GrantEnd| match end.status.as_slice() {
        [] => matches!(status, 200..=299 | 400..=499) && !matches!(status, 408 | 429),
        listed => listed.contains(&status),
    };
    let stands = |end: &GrantEnd| {
        let found = end.pointer.find(body.value()).filter(|_| !body.is_ambiguous(&end.pointer.0));
        found.is_some_and(|found| {
            is_one_of(found, &end.values) || (CODE_PLACES.contains(&end.pointer.0.as_str()) && is_code(found, &end.values))
        })
    };
    rules.ends_grant.iter().any(|end| is_status(end) && stands(end))
}

/// Whether the whole answer is a text that the definition lists as the end of a grant. A proxy's page is never that text, so what it calls
/// itself does not matter.
fn is_ending_text(response: &OutboundResponse, rules: &TokenResponse) -> bool {
    let text = response.body.trim_ascii();
    matches!(response.status, 400 | 401) && rules.ends_grant_texts.iter().any(|listed| listed.as_bytes() == text)
}

/// Whether a text begins with one of these codes.
fn is_code(found: &Value, values: &[JsonScalar]) -> bool {
    let Some(code) = found.as_str().and_then(code_of) else { return false };
    is_one_of(&Value::String(code), values)
}

fn holds_token(body: &Answer) -> bool {
    let token = body.members().and_then(|members| members.get("access_token"));
    token.is_some_and(|token| !is_nothing(token))
}

/// Judges an answer of 2xx. `unavailable`: it comes from nobody who could have done anything, or says no in words that nobody has registered.
fn judge_success(
    response: &OutboundResponse,
    body: &mut Result<Answer, Unreadable>,
    asked: Asked<'_>,
    cause: Option<Cause>,
    unavailable: TokenFailure,
) -> Result<TokenAnswer, TokenFailure> {
    let body = match body {
        Ok(body) => body,
        // Cut off, or not quite JSON: there may be a token in it.
        Err(Unreadable::NoObject) => return Err(TokenFailure::Unusable(Flaw::Unreadable)),
        Err(Unreadable::NotJson) if is_token_form(response) => return Err(TokenFailure::Unusable(Flaw::Form)),
        Err(Unreadable::NotJson) if is_token_xml(response) => return Err(TokenFailure::Unusable(Flaw::Xml)),
        Err(Unreadable::NotJson) if looks_like_an_answer(response) => return Err(TokenFailure::Unusable(Flaw::Unreadable)),
        Err(Unreadable::NotJson) => return Err(unavailable),
    };
    let Some(members) = body.members() else { return Err(TokenFailure::Unusable(Flaw::Unreadable)) };
    if !holds_token(body) {
        if body.is_in_page() {
            return Err(unavailable);
        }
        if refusal::is_refusal(members) || is_html(response) {
            // `ok: false` is no OAuth: its codes are words of the provider's own.
            let refusal = read_oauth_refusal(members, body, response.status);
            let is_told_by_cause = |refusal: &TokenFailure| cause.is_some() && refusal.is_unregistered();
            return Err(refusal.filter(|refusal| !is_told_by_cause(refusal)).map_or(unavailable, refusal::soften));
        }
        return Err(TokenFailure::Unusable(where_is_token(&response.body)));
    }
    // Beside a token an error is a contradiction: perhaps it was done.
    if refusal::is_refusal(members) {
        return Err(TokenFailure::Unusable(Flaw::Contradiction));
    }
    success::read_success(body, &asked, read_written_at(response)).map_err(TokenFailure::Unusable)
}

/// Judges an error response. `None`: it is not a well-formed one.
fn judge_refusal(response: &OutboundResponse, body: &Answer) -> Option<TokenFailure> {
    let refusal = read_oauth_refusal(body.members()?, body, response.status)?;
    // Of what calls itself a page nothing is believed but the one word that no page has. A missing content type is accepted.
    let is_believed = !is_html(response) || matches!(refusal, TokenFailure::InvalidGrant { .. });
    is_believed.then_some(refusal)
}

fn read_oauth_refusal(members: &Map<String, Value>, body: &Answer, status: u16) -> Option<TokenFailure> {
    let is_clear = refusal::MEMBERS.iter().all(|member| !body.is_ambiguous(&format!("/{member}")));
    let read = || {
        if refusal::says_ok(members) { refusal::read_refusal(members, status) } else { refusal::read_rejected_client(members) }
    };
    is_clear.then(read).flatten()
}

/// Whether a challenge of the answer says that a token is dead. No bearer token was sent, so it is the refresh token that is meant.
fn challenge_ends_grant(response: &OutboundResponse) -> bool {
    challenge_codes(response).any(|code| matches!(code.as_str(), "invalid_token" | "invalid_grant"))
}

/// The error codes of an answer's challenges.
fn challenge_codes(response: &OutboundResponse) -> impl Iterator<Item = String> {
    let challenges = response.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("www-authenticate"));
    challenges.filter_map(|(_, challenge)| code_of(&read_error(challenge)?))
}

/// Whether an answer that says nothing by itself is a no of somebody who has read the request.
fn is_somebodys_no(response: &OutboundResponse, is_object: bool) -> bool {
    if is_of_between(response) {
        return false;
    }
    match response.status {
        400 => true,
        401 => causes::speaks_of_token(response),
        200..=299 | 403 | 422 => is_object,
        _ => false,
    }
}

/// Whether the words of an answer say that there were too many requests, or that something failed which may work later. `body`: it as an object,
/// if it is one.
pub(super) fn asks_to_come_back(response: &OutboundResponse, body: Option<&Answer>) -> bool {
    matches!(causes::read_cause(response, body), Some(Cause::TooMany | Cause::Outage))
}

/// Whether an answer may be somebody's who stands in between: it calls itself a page, or is one whatever it calls itself, as its type may be
/// missing or have been dropped on the way; or a firewall has marked it.
fn is_of_between(response: &OutboundResponse) -> bool {
    is_html(response) || is_interposed(response)
}

pub(super) fn is_json(response: &OutboundResponse) -> bool {
    let media_type = media_type(response);
    media_type == "application/json" || media_type.ends_with("+json")
}

/// Whether a body that cannot be read may have been meant as a token endpoint's answer, rather than as somebody's page.
fn looks_like_an_answer(response: &OutboundResponse) -> bool {
    let media_type = media_type(response);
    let is_named =
        media_type == "application/json" || media_type.ends_with("+json") || media_type == "application/x-www-form-urlencoded";
    match response.body.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None | Some(b'<') => false,
        Some(first) => *first == b'{' || is_named,
    }
}

/// Whether a body is a token in the encoding that the definition would have to name.
fn is_token_form(response: &OutboundResponse) -> bool {
    let read = read_form(&response.body, &["access_token"]);
    read.is_ok_and(|form| form.value().get("access_token").is_some_and(|token| token != ""))
}

/// Whether a body is XML with an element for the token, and nobody's page.
fn is_token_xml(response: &OutboundResponse) -> bool {
    let opens = b"<access_token";
    let has_token = response.body.windows(opens.len()).any(|text| text.eq_ignore_ascii_case(opens));
    has_token && !is_html(response) && response.body.trim_ascii_start().starts_with(b"<")
}

/// What RFC 6749 §5.1 calls the token, and what others make of it.
const SPELLINGS: [&str; 7] =
    ["access_token", "accessToken", "AccessToken", "Access_Token", "ACCESS_TOKEN", "access-token", "accesstoken"];

/// Where the token is of an answer that has none where RFC 6749 §5.1 puts it.
fn where_is_token(body: &[u8]) -> Flaw {
    let has = |name: &str| {
        let quoted = format!("\"{name}\"");
        body.windows(quoted.len()).any(|text| text == quoted.as_bytes())
    };
    // The top of the object was looked at.
    let top = read_answer(body, &SPELLINGS);
    let is_text = |name: &&str| top.as_ref().is_ok_and(|top| top.value().get(*name).is_some_and(Value::is_string));
    if let Some(name) = SPELLINGS.into_iter().skip(1).find(is_text) {
        return Flaw::Renamed(name);
    }
    match top {
        Ok(top) if top.value().get("access_token").is_none() && has("access_token") => Flaw::Wrapped,
        _ => Flaw::NoToken,
    }
}
