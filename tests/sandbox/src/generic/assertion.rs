//! Assertions that clients and service accounts sign (RFC 7521, RFC 7523 §3), judged with their registered keys.

use std::time::{Duration, SystemTime};

use super::GenericState;
use crate::clock::unix_seconds;
use crate::jwt::{ClientKey, SignedToken};

/// By how many seconds the clocks of both sides may differ.
const SKEW: f64 = 60.0;

/// For whom an assertion is good, and until when it may be.
pub(crate) struct Expected<'a> {
    /// The keys that are registered for whoever signs.
    pub(crate) keys: &'a [ClientKey],
    /// Any of these is this server's name (RFC 7523 §3, number 3).
    pub(crate) audiences: &'a [String],
    /// The furthest end that is taken.
    pub(crate) longest: Duration,
    pub(crate) now: SystemTime,
}

/// Judges signature, audience, times and, at last, that the assertion is presented for the first time. A refusal says what is wrong.
pub(super) fn check(token: &SignedToken<'_>, expected: &Expected<'_>, state: &mut GenericState) -> Result<(), &'static str> {
    check_signed(token, expected)?;
    let is_own = |audience: &str| expected.audiences.iter().any(|own| own == audience);
    let is_meant = match &token.claims["aud"] {
        serde_json::Value::Array(several) => several.iter().filter_map(|one| one.as_str()).any(is_own),
        one => one.as_str().is_some_and(is_own),
    };
    if !is_meant {
        return Err("the assertion is for somebody else (aud)");
    }
    let id = token.text("jti").filter(|id| !id.is_empty()).ok_or("the assertion has no id (jti)")?;
    let issuer = token.text("iss").unwrap_or_default();
    let now = expected.now;
    state.assertions.retain(|_, end| now < *end);
    let end = now + expected.longest + Duration::from_secs(60);
    match state.assertions.insert((issuer.to_owned(), id.to_owned()), end) {
        None => Ok(()),
        Some(_) => Err("the assertion was presented before (jti)"),
    }
}

/// Judges signature and times alone, for tokens that an API takes more than once.
pub(crate) fn check_signed(token: &SignedToken<'_>, expected: &Expected<'_>) -> Result<(), &'static str> {
    if !token.is_signed_by(expected.keys) {
        return Err("no registered key has signed the assertion");
    }
    let now = unix_seconds(expected.now) as f64;
    let end = token.seconds("exp").ok_or("the assertion has no end (exp)")?;
    if end <= now {
        return Err("the assertion has expired (exp)");
    }
    if end > now + expected.longest.as_secs_f64() + SKEW {
        return Err("the assertion is good for too long (exp)");
    }
    if ["nbf", "iat"].iter().any(|claim| token.seconds(claim).is_some_and(|begin| begin > now + SKEW)) {
        return Err("the assertion is not good yet (nbf, iat)");
    }
    Ok(())
}
