//! Client authentication at the generic server's endpoints: a secret in header or body, or an assertion that the client signs.

use std::time::Duration;

use super::assertion::{Expected, check};
use super::token::{Refusal, refuse};
use super::{GenericClient, audiences};
use crate::jwt::SignedToken;
use crate::ledger::Entry;
use crate::message::Call;
use crate::state::{Core, State};

/// RFC 7521 §4.2.
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Whether a request names a client at all.
pub(super) fn is_named(call: &Call) -> bool {
    call.basic().is_some() || ["client_id", "client_secret", "client_assertion"].iter().any(|name| call.form.get(name).is_some())
}

/// Finds the client of a request and checks what proves it: never by two methods in one request (RFC 6749 §2.3).
pub(super) fn authenticate(core: &Core, state: &mut State, call: &Call, entry: &mut Entry) -> Result<GenericClient, Refusal> {
    let (basic, posted, asserted) = (call.basic(), call.form.get("client_secret"), call.form.get("client_assertion"));
    entry.client_auth = Some(match (&basic, posted, asserted) {
        (Some(_), _, _) => "basic",
        (None, Some(_), _) => "post",
        (None, None, Some(_)) => "assertion",
        (None, None, None) => "none",
    });
    if usize::from(basic.is_some()) + usize::from(posted.is_some()) + usize::from(asserted.is_some()) > 1 {
        return Err(refuse("invalid_request", "more than one client credential"));
    }
    let secret = basic.as_ref().map(|(_, secret)| secret.as_str()).or(posted);
    entry.client_credential = secret.or(asserted).map(str::to_owned);
    if let Some(assertion) = asserted {
        return authenticate_by_assertion(core, state, call, assertion, entry);
    }
    let id = basic.as_ref().map(|(id, _)| id.as_str()).or_else(|| call.form.get("client_id"));
    entry.client_id = id.map(str::to_owned);
    let client = id.and_then(|id| state.world.generic.find_client(id));
    match client {
        Some(client) if client.secret.as_deref() == secret && (secret.is_some() || client.is_public()) => Ok(client.clone()),
        _ => Err(refuse("invalid_client", "unknown client or wrong secret")),
    }
}

/// RFC 7523 §2.2 and §3: issuer and subject are the client, whose registered key has signed.
fn authenticate_by_assertion(
    core: &Core,
    state: &mut State,
    call: &Call,
    assertion: &str,
    entry: &mut Entry,
) -> Result<GenericClient, Refusal> {
    let bad = |detail: &'static str| refuse("invalid_client", detail);
    if call.form.get("client_assertion_type") != Some(JWT_BEARER) {
        return Err(refuse("invalid_request", "client_assertion_type is missing or unknown"));
    }
    let token = SignedToken::read(assertion).ok_or_else(|| bad("the assertion is malformed"))?;
    let subject = token.text("sub").ok_or_else(|| bad("the assertion has no subject (sub)"))?;
    entry.client_id = Some(subject.to_owned());
    if token.text("iss") != Some(subject) || call.form.get("client_id").is_some_and(|id| id != subject) {
        return Err(bad("issuer, subject and client_id differ (iss, sub)"));
    }
    let client = state.world.generic.find_client(subject).cloned().ok_or_else(|| bad("unknown client"))?;
    let audiences = audiences(core);
    let longest = Duration::from_secs(600);
    let expected = Expected { keys: client.keys(), audiences: &audiences, longest, now: core.clock.now() };
    check(&token, &expected, &mut state.generic).map_err(bad)?;
    Ok(client)
}
