//! Judging an ID token (OpenID Connect Core §3.1.3.7, RFC 8725), where one identifies the account.
//!
//! Only the signature is left to `jsonwebtoken`; header and claims go through the strict JSON reader, and time is an argument.

use std::fmt;
use std::time::Duration;

use jsonwebtoken::Algorithm;
use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;
use serde_json::{Map, Value};
use subtle::ConstantTimeEq as _;

use super::json::read_json;
use super::jwks::{Jwks, Key, read_algorithm};
use super::nothing::is_nobody;
use super::text::{account_name, id_text};
use crate::base::encoding::from_base64url;
use crate::base::{Secret, Timestamp};
use crate::model::grant::ExternalAccount;

/// Limits of the encoded token and its segments, in bytes, checked before anything is decoded. A header names a key; claims may
/// list hundreds of groups.
const MAX_TOKEN: usize = 64 * 1024;
const MAX_HEADER: usize = 4 * 1024;
const MAX_PAYLOAD: usize = 32 * 1024;
/// How long after `exp` a token is still taken. It was issued a moment ago, so this only covers clocks that differ.
const EXPIRY_SKEW: Duration = Duration::from_secs(60);
/// How far `iat` and `nbf` may lie ahead. Wider than for `exp`: both are "now" in a fresh token, hosts whose clock lags a few
/// minutes are common, and nonce and code already tie the token to this flow.
const FUTURE_SKEW: Duration = Duration::from_secs(300);
/// The longest person or subject, in bytes. OpenID Connect Core §2 allows 255 for `sub`.
const MAX_PERSON: usize = 255;

/// What an ID token must say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IdTokenExpectation<'a> {
    /// The client, which must be in `aud`.
    pub client_id: &'a str,
    /// The nonce of the session; `None` only where none was sent.
    pub nonce: Option<&'a Secret<String>>,
    /// The issuer. `{organisation}` stands for the token's own organisation claim.
    pub issuer_template: &'a str,
    /// Accepted algorithms. `none` and HMAC never are, even if listed.
    pub algorithms: &'a [String],
    /// The claim that names the organisation. It must be there if the issuer template uses it.
    pub organisation_claim: Option<&'a str>,
    /// The claim that names the person.
    pub person_claim: &'a str,
    /// The claim shown to people. It decides nothing.
    pub display_claim: Option<&'a str>,
    /// The present.
    pub now: Timestamp,
}

/// What a judged ID token says.
pub(crate) struct VerifiedIdToken {
    /// Organisation, person and shown name.
    pub account: ExternalAccount,
    /// The issuer, with the organisation filled in.
    pub issuer: String,
    claims: Map<String, Value>,
}

impl VerifiedIdToken {
    /// Whether a claim, a text or a list of texts, holds one of these values, compared byte for byte. The mere presence of a
    /// claim proves nothing: Microsoft's `wids` lists a role for every ordinary member too.
    pub(crate) fn claim_contains(&self, claim: &str, values: &[String]) -> bool {
        let is_wanted = |item: &Value| item.as_str().is_some_and(|item| values.iter().any(|value| value == item));
        match self.claims.get(claim) {
            Some(Value::Array(items)) => items.iter().any(is_wanted),
            Some(item) => is_wanted(item),
            None => false,
        }
    }
}

impl fmt::Debug for VerifiedIdToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedIdToken({} claims)", self.claims.len())
    }
}

/// Why an ID token is not believed. It repeats nothing of the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum IdTokenProblem {
    /// The key set does not have the key that the token names. Providers rotate keys.
    #[error("the ID token is signed with an unknown key")]
    UnknownKey,
    /// It is not to be believed; the text is the rule that was broken.
    #[error("the ID token is refused: {0}")]
    Rejected(&'static str),
}

impl IdTokenProblem {
    /// Whether another key set could change it. A key that has no name, or is replaced under the one it has, is known by its signatures alone.
    pub(crate) fn may_be_of_old_keys(self) -> bool {
        const OF_KEYS: [&str; 3] = ["signature", "kid", "the key is for another algorithm"];
        match self {
            IdTokenProblem::UnknownKey => true,
            IdTokenProblem::Rejected(rule) => OF_KEYS.contains(&rule),
        }
    }
}

type Judged<T> = Result<T, IdTokenProblem>;

fn reject<T>(rule: &'static str) -> Judged<T> {
    Err(IdTokenProblem::Rejected(rule))
}

fn require(holds: bool, rule: &'static str) -> Judged<()> {
    if holds { Ok(()) } else { reject(rule) }
}

/// Judges an ID token: form and size, algorithm and key, signature, then `iss`, `aud`, `azp`, times, nonce and who it is about.
///
/// Times are compared with `expectation.now`: `exp` plus 60 s, `iat` and `nbf` at most 300 s ahead.
///
/// # Errors
/// Where [`IdTokenProblem::may_be_of_old_keys`], it is worth one new look at the key set; whatever else it is, it is final.
pub(crate) fn judge_id_token(
    token: &Secret<String>,
    jwks: &Jwks,
    expectation: &IdTokenExpectation<'_>,
) -> Judged<VerifiedIdToken> {
    let token = token.expose();
    require(token.len() <= MAX_TOKEN, "size")?;
    let segments: Vec<&str> = token.splitn(4, '.').collect();
    let &[header, payload, signature] = segments.as_slice() else { return reject("segments") };
    require(header.len() <= MAX_HEADER && payload.len() <= MAX_PAYLOAD, "size")?;

    let Header { algorithm, kid } = read_header(header, expectation.algorithms)?;
    let keys = choose_keys(jwks, algorithm, kid.as_deref())?;
    let message = token.get(..header.len() + 1 + payload.len()).unwrap_or_default();
    require(keys.iter().any(|key| is_signed(message, signature, key, algorithm)), "signature")?;

    let claims = read_object(payload).ok_or(IdTokenProblem::Rejected("claims"))?;
    judge_claims(claims, expectation)
}

/// What is null is not there: serializers of some languages write what they leave out.
fn read_object(segment: &str) -> Option<Map<String, Value>> {
    let Ok(Value::Object(mut members)) = read_json(&from_base64url(segment)?) else { return None };
    members.retain(|_, value| !value.is_null());
    Some(members)
}

/// What of a header is used.
struct Header {
    algorithm: Algorithm,
    /// The key's name.
    kid: Option<String>,
}

/// Reads the header: its algorithm must be on the list. Keys or addresses of keys in the header are not looked at
/// (RFC 8725 §3.10).
fn read_header(segment: &str, accepted: &[String]) -> Judged<Header> {
    let header = read_object(segment).ok_or(IdTokenProblem::Rejected("header"))?;
    // RFC 7515 §4.1.11: no extension is understood here.
    require(!header.contains_key("crit"), "crit")?;
    // RFC 8725 §3.11: a token of another kind, such as a logout token, is no ID token.
    let is_jwt = |typ: &Value| {
        typ.as_str().is_some_and(|typ| typ.eq_ignore_ascii_case("jwt") || typ.eq_ignore_ascii_case("application/jwt"))
    };
    require(header.get("typ").is_none_or(is_jwt), "typ")?;
    let name = header.get("alg").and_then(Value::as_str).unwrap_or_default();
    require(accepted.iter().any(|accepted| accepted == name), "alg")?;
    let algorithm = read_algorithm(name).ok_or(IdTokenProblem::Rejected("alg"))?;
    match header.get("kid") {
        None => Ok(Header { algorithm, kid: None }),
        Some(Value::String(kid)) => Ok(Header { algorithm, kid: Some(kid.clone()) }),
        Some(_) => reject("kid"),
    }
}

fn choose_keys<'a>(jwks: &'a Jwks, algorithm: Algorithm, kid: Option<&str>) -> Judged<Vec<&'a Key>> {
    let named: Vec<&Key> = jwks.keys().iter().filter(|key| kid.is_none() || key.kid.as_deref() == kid).collect();
    let fitting: Vec<&Key> = named.iter().copied().filter(|key| key.fits(algorithm)).collect();
    match (kid, fitting.len()) {
        // The key is known and is for something else.
        (Some(_), 0) if !named.is_empty() => reject("the key is for another algorithm"),
        (_, 0) => Err(IdTokenProblem::UnknownKey),
        // OpenID Connect Core §10.1: with several keys, the header must name one.
        (None, 2..) => reject("kid"),
        _ => Ok(fitting),
    }
}

fn is_signed(message: &str, signature: &str, key: &Key, algorithm: Algorithm) -> bool {
    // `jsonwebtoken` panics if it cannot tell which provider to use, which depends on features of other crates. "Already set" is
    // what the second call says.
    let _ = DEFAULT_PROVIDER.install_default();
    jsonwebtoken::crypto::verify(signature, message.as_bytes(), &key.decoding, algorithm).unwrap_or(false)
}

fn judge_claims(claims: Map<String, Value>, expected: &IdTokenExpectation<'_>) -> Judged<VerifiedIdToken> {
    let organisation = read_organisation(&claims, expected)?;
    let issuer = expand_issuer(expected.issuer_template, organisation.as_deref())?;
    require(claims.get("iss").and_then(Value::as_str) == Some(issuer.as_str()), "iss")?;
    check_audience(&claims, expected.client_id)?;
    check_times(&claims, expected.now)?;
    check_nonce(&claims, expected.nonce)?;
    read_person(&claims, "sub").ok_or(IdTokenProblem::Rejected("sub"))?;
    let person = read_person(&claims, expected.person_claim).ok_or(IdTokenProblem::Rejected("the person's claim"))?;
    let display = expected.display_claim.and_then(|claim| claims.get(claim)).and_then(account_name);
    let account = ExternalAccount { organisation, person: Some(person), display, organisation_display: None };
    Ok(VerifiedIdToken { account, issuer, claims })
}

/// The organisation, in a grammar that is safe wherever it goes next: an issuer, a path, a comparison.
fn read_organisation(claims: &Map<String, Value>, expected: &IdTokenExpectation<'_>) -> Judged<Option<String>> {
    let Some(value) = expected.organisation_claim.and_then(|claim| claims.get(claim)) else { return Ok(None) };
    let is_safe = |text: &&str| {
        (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    match id_text(value).filter(|text| is_safe(&text.as_ref()) && !is_nobody(text)) {
        Some(organisation) => Ok(Some(organisation.into_owned())),
        None => reject("the organisation's claim"),
    }
}

fn expand_issuer(template: &str, organisation: Option<&str>) -> Judged<String> {
    const PLACEHOLDER: &str = "{organisation}";
    match organisation {
        _ if !template.contains(PLACEHOLDER) => Ok(template.to_owned()),
        Some(organisation) => Ok(template.replace(PLACEHOLDER, organisation)),
        None => reject("the organisation's claim"),
    }
}

/// OpenID Connect Core §3.1.3.7, rules 3 to 5: this client is an audience; if there are others, or an authorised party is named,
/// that party is this client.
fn check_audience(claims: &Map<String, Value>, client_id: &str) -> Judged<()> {
    let is_client = |value: &Value| value.as_str() == Some(client_id);
    let has_others = match claims.get("aud") {
        Some(Value::Array(items)) if items.iter().all(Value::is_string) && items.iter().any(is_client) => items.len() > 1,
        Some(single) if is_client(single) => false,
        _ => return reject("aud"),
    };
    match claims.get("azp") {
        None => require(!has_others, "azp"),
        Some(party) => require(is_client(party), "azp"),
    }
}

/// RFC 7519 §4.1.4 to §4.1.6.
fn check_times(claims: &Map<String, Value>, now: Timestamp) -> Judged<()> {
    let time = |name: &'static str| match claims.get(name) {
        None => Ok(None),
        Some(value) => read_time(value).map(Some).ok_or(IdTokenProblem::Rejected(name)),
    };
    let latest = now.plus(FUTURE_SKEW);
    let expires_at = time("exp")?.ok_or(IdTokenProblem::Rejected("exp"))?;
    let issued_at = time("iat")?.ok_or(IdTokenProblem::Rejected("iat"))?;
    require(now < expires_at.plus(EXPIRY_SKEW), "exp")?;
    require(issued_at <= latest && issued_at < expires_at, "iat")?;
    require(time("nbf")?.is_none_or(|not_before| not_before <= latest), "nbf")
}

// RFC 7519 §2: a NumericDate may have a fraction, which is cut off.
fn read_time(value: &Value) -> Option<Timestamp> {
    let seconds = value.as_i64().or_else(|| {
        #[expect(clippy::cast_possible_truncation, reason = "the cast saturates: beyond the range is beyond all times")]
        value.as_f64().map(|seconds| seconds.floor() as i64)
    })?;
    Some(Timestamp::from_unix_seconds(seconds))
}

fn check_nonce(claims: &Map<String, Value>, nonce: Option<&Secret<String>>) -> Judged<()> {
    let Some(nonce) = nonce else { return Ok(()) };
    let given = claims.get("nonce").and_then(Value::as_str).unwrap_or_default();
    let is_equal: bool = given.as_bytes().ct_eq(nonce.expose().as_bytes()).into();
    require(is_equal && !given.is_empty(), "nonce")
}

/// A number stands for its decimal text: some providers number their people, although `sub` is a text (OpenID Connect Core §2).
fn read_person(claims: &Map<String, Value>, claim: &str) -> Option<String> {
    let text = id_text(claims.get(claim)?)?;
    let is_plain = || !text.chars().any(|c| c.is_control() || c.is_whitespace());
    let is_name = (1..=MAX_PERSON).contains(&text.len()) && is_plain() && !is_nobody(&text);
    is_name.then(|| text.into_owned())
}
