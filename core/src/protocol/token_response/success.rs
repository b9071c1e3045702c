//! Reads the tokens in an answer of the token endpoint (RFC 6749 §5.1), as strictly as their use needs.

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};

use super::lifetimes::{read_end, read_lifetime};
use super::{Asked, Flaw};
use crate::base::{Secret, Timestamp};
use crate::protocol::lenient::Answer;
use crate::protocol::nothing::{is_nothing, is_text_of_nothing};

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
    /// The secret that is shared with it, where requests are signed with both (RFC 5849 §2.3).
    pub token_secret: Option<Secret<String>>,
    /// Its lifetime, counted from the start of the request; zero if the provider says zero or less, `None` if it says nothing
    /// that can be read.
    pub expires_in: Option<Duration>,
    /// When it ends, where the provider says that instead, in a member such as `expires_at`, or an `expires_in` that is a moment and no lifetime.
    /// No specification has these.
    pub expires_at: Option<Timestamp>,
    /// After this time renewal is suggested. A hint of Microsoft's; it may be larger than `expires_in`.
    pub refresh_in: Option<Duration>,
    /// The lifetime of the refresh token, counted from the start of the request; zero is said by some of one that has none.
    pub refresh_expires_in: Option<Duration>,
    /// A new refresh token. `None` if it is missing or a word for nothing: then the old one is kept (RFC 6749 §6).
    pub refresh_token: Option<Secret<String>>,
    /// Whether a refresh token was there that cannot be one. It costs no access token: the old one is kept, and may be spent.
    pub is_refresh_token_unusable: bool,
    /// Granted scopes, each once. `None`: the provider does not say, and those asked for were granted (RFC 6749 §5.1).
    pub scopes: Option<Vec<String>>,
    /// The ID token, not judged yet.
    pub id_token: Option<Secret<String>>,
}

impl fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenAnswer")
            .field("expires_in", &self.expires_in)
            .field("expires_at", &self.expires_at)
            .field("refresh_in", &self.refresh_in)
            .field("refresh_expires_in", &self.refresh_expires_in)
            .field("has_refresh_token", &self.refresh_token.is_some())
            .field("scopes", &self.scopes.as_ref().map(Vec::len))
            .field("has_id_token", &self.id_token.is_some())
            .finish_non_exhaustive()
    }
}

/// The members of a success.
pub(in crate::protocol) const MEMBERS: [&str; 8] =
    ["access_token", "token_type", "expires_in", "refresh_token", "scope", "id_token", "error", "ok"];

/// Hints: what has two values says nothing.
pub(in crate::protocol) const HINTS: [&str; 15] = [
    "refreshToken",
    "refresh_in",
    "refresh_token_expires_in",
    "refresh_expires_in",
    "x_refresh_token_expires_in",
    "refresh_token_expires_at",
    "refresh_expires_at",
    "expires_at",
    "expires_on",
    ".expires",
    "expires",
    "expiry",
    "expiry_date",
    "expiresAt",
    "expiresIn",
];

/// What providers call the moment at which an access token ends. Some write a lifetime under one of these names, and some a moment under that of a
/// lifetime.
const ENDS: [&str; 7] = ["expires_at", "expires_on", ".expires", "expires", "expiry", "expiry_date", "expiresAt"];
/// Other names for the lifetime of an access token, in seconds.
const LIFETIMES: [&str; 2] = ["expiresIn", "expires"];

/// What providers call the lifetime of a refresh token, in seconds, and its end; no specification names them.
const REFRESH_LIFETIMES: [&str; 3] = ["refresh_token_expires_in", "refresh_expires_in", "x_refresh_token_expires_in"];
const REFRESH_ENDS: [&str; 2] = ["refresh_token_expires_at", "refresh_expires_at"];

/// Takes the tokens out of an answer that says yes, and that was sent at this time.
pub(super) fn read_success(answer: &mut Answer, asked: &Asked<'_>, sent_at: Option<Timestamp>) -> Result<TokenAnswer, Flaw> {
    if let Some(member) = MEMBERS.into_iter().find(|member| answer.is_ambiguous(&format!("/{member}"))) {
        return Err(Flaw::Unclear(member));
    }
    let clear = |member: &str| answer.value().get(member).filter(|_| !answer.is_ambiguous(&format!("/{member}")));
    let hint = |member: &str| clear(member).and_then(read_lifetime);
    let end = |member: &str| clear(member).and_then(read_end);
    // No token lives until one of the years that a moment would name as a lifetime.
    let is_lifetime = |lifetime: &Duration| Timestamp::from_epoch_number(lifetime.as_secs()).is_none();
    let other = || LIFETIMES.into_iter().find_map(hint).filter(|lifetime| !lifetime.is_zero());
    let lifetime = hint("expires_in").or_else(other).filter(is_lifetime);
    let expires_at = end("expires_in").or_else(|| ENDS.into_iter().chain(LIFETIMES).find_map(end));
    let refresh_end = || REFRESH_LIFETIMES.into_iter().chain(REFRESH_ENDS).find_map(end);
    let until_then = || Some(refresh_end()?.since(sent_at?));
    let refresh_expires_in = REFRESH_LIFETIMES.into_iter().find_map(hint).filter(is_lifetime).or_else(until_then);
    let refresh_in = hint("refresh_in");
    let Some(members) = answer.members_mut() else { return Err(Flaw::Unreadable) };
    if !is_bearer(members.get("token_type"), &asked.rules.token_types) {
        return Err(Flaw::UnknownType);
    }
    let access_token = take_token(members, "access_token", 0x21)?.ok_or(Flaw::NoToken)?;
    // Whoever has spent the one before it has no other.
    if members.get("refresh_token").is_none_or(is_nothing)
        && let Some(Value::String(renamed)) = members.remove("refreshToken")
        && is_token(renamed.trim(), 0x20)
    {
        members.insert("refresh_token".to_owned(), Value::String(renamed));
    }
    number_to_text(members, "refresh_token");
    let refresh_token = take_token(members, "refresh_token", 0x20);
    let is_refresh_token_unusable = refresh_token.is_err();
    let refresh_token = match refresh_token {
        // The one that was presented may still live, and the access token does.
        Err(_) if !asked.is_sign_in => None,
        taken => taken?,
    };
    Ok(TokenAnswer {
        access_token,
        token_secret: None,
        expires_in: lifetime,
        expires_at,
        refresh_in,
        refresh_expires_in,
        refresh_token,
        is_refresh_token_unusable,
        scopes: members.get("scope").and_then(|scope| read_scopes(scope, asked)),
        // One that is not text is none: whoever needs it will miss it.
        id_token: take_text(members, "id_token").ok().flatten().map(trimmed),
    })
}

/// RFC 6749 §5.1: the value is case-insensitive; §7.1: a type that is not understood must not be used. `further` are the names
/// that the definition knows.
fn is_bearer(token_type: Option<&Value>, further: &[String]) -> bool {
    match token_type {
        None => true,
        Some(Value::String(name)) if name.trim().is_empty() || !is_text_of_nothing(name) => {
            let is = |known: &str| name.trim().eq_ignore_ascii_case(known.trim());
            is("bearer") || further.iter().any(|known| is(known))
        }
        Some(value) => is_nothing(value),
    }
}

/// Moves a text out, without a copy. `Ok(None)`: missing, or a value for nothing; `Err`: not a text.
fn take_text(members: &mut Map<String, Value>, name: &'static str) -> Result<Option<Secret<String>>, Flaw> {
    match members.remove(name) {
        None => Ok(None),
        Some(value) if is_nothing(&value) => Ok(None),
        Some(Value::String(text)) => Ok(Some(Secret::new(text))),
        Some(_) => Err(Flaw::Malformed(name)),
    }
}

/// The same of a token, without the white space around it, of characters from `first` on.
fn take_token(members: &mut Map<String, Value>, name: &'static str, first: u8) -> Result<Option<Secret<String>>, Flaw> {
    let token = take_text(members, name)?.map(trimmed);
    match token {
        Some(token) if !is_token(token.expose(), first) => Err(Flaw::Malformed(name)),
        token => Ok(token),
    }
}

/// Without white space around it, which no token has: a line's end of whoever read it from a file.
pub(super) fn trimmed(token: Secret<String>) -> Secret<String> {
    let inner = token.expose().trim();
    if inner.len() == token.expose().len() { token } else { Secret::from(inner) }
}

/// A whole number is taken as its decimal text: it is what the provider knows its token by.
fn number_to_text(members: &mut Map<String, Value>, name: &str) {
    if let Some(value) = members.get_mut(name)
        && let Some(number) = value.as_u64().filter(|number| *number > 0)
    {
        *value = Value::String(number.to_string());
    }
}

/// Printable ASCII from `first` on. A refresh token may hold spaces (RFC 6749 Appendix A.17); an access token stands in a header
/// and may not.
pub(in crate::protocol) fn is_token(text: &str, first: u8) -> bool {
    text.len() <= MAX_TOKEN_LENGTH && text.bytes().all(|byte| (first..=0x7E).contains(&byte))
}

/// Spaces separate scopes (RFC 6749 §3.3), as do tabs and line ends, and what the definition puts between them; and commas, which some providers answer
/// with whatever they were asked with, unless one was asked for that has a comma in it.
///
/// A text or list without any scope says nothing: RFC 6749 §3.3 has no empty scope.
fn read_scopes(value: &Value, asked: &Asked<'_>) -> Option<Vec<String>> {
    let texts: Vec<&str> = match value {
        Value::String(text) if is_text_of_nothing(text) && !asked.scopes.iter().any(|scope| scope == text.trim()) => return None,
        Value::String(text) => listed(text, asked.scopes),
        Value::Array(items) => items.iter().filter(|item| !is_nothing(item)).map(Value::as_str).collect::<Option<_>>()?,
        _ => return None,
    };
    let mut scopes: Vec<String> = Vec::new();
    for text in texts {
        let parts = if asked.separator.is_empty() { vec![text] } else { text.split(asked.separator).collect() };
        for scope in parts.into_iter().flat_map(str::split_ascii_whitespace).flat_map(|part| split(part, asked.scopes)) {
            // RFC 6749 §3.3: visible characters only. Others cannot have been asked for, and would be shown to people.
            let is_scope = (1..=MAX_SCOPE_LENGTH).contains(&scope.len()) && scope.bytes().all(|byte| byte.is_ascii_graphic());
            if is_scope && scopes.len() < MAX_SCOPES && !scopes.iter().any(|known| known == scope) {
                scopes.push(scope.to_owned());
            }
        }
    }
    Some(scopes).filter(|scopes| !scopes.is_empty())
}

/// A list that was printed as one (`[read, write]`, `["read","write"]`): no scope has a quote (RFC 6749 §3.3), and this one was not asked for.
fn listed<'a>(text: &'a str, asked: &[String]) -> Vec<&'a str> {
    let inside = text.trim().strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    match inside.filter(|_| !asked.iter().any(|scope| scope == text.trim())) {
        Some(inside) => inside.split(',').map(|item| item.trim().trim_matches(['"', '\''])).collect(),
        None => vec![text],
    }
}

/// The scopes in a piece without spaces.
fn split<'a>(part: &'a str, asked: &[String]) -> Vec<&'a str> {
    let is_asked = |scope: &str| asked.iter().any(|one| one == scope);
    if is_asked(part) {
        return vec![part];
    }
    // Other separators may be part of a scope; between scopes that were asked for they are separators.
    let others = ["+", "%20", "|", ";"].into_iter().map(|separator| part.split(separator).collect::<Vec<_>>());
    let between = others.into_iter().find(|parts| parts.len() > 1 && parts.iter().all(|part| is_asked(part)));
    between.unwrap_or_else(|| part.split(',').collect())
}
