//! The generic server's token and revocation endpoints.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::{CACHE_CONTROL, WWW_AUTHENTICATE};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::assertion::{self, Expected};
use super::client_auth::{authenticate, is_named};
use super::device;
use super::{GenericAccess, GenericClient, GenericRefresh, Rotation, audiences, note};
use crate::jwt::SignedToken;
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Reply};
use crate::random::make_token;
use crate::server::describe;
use crate::state::{Core, Person, State};

/// The JWT bearer grant (RFC 7523 §2.1).
pub(super) const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// RFC 6749 §5.2.
pub(super) struct Refusal {
    status: u16,
    error: &'static str,
    detail: &'static str,
}

pub(super) fn refuse(error: &'static str, detail: &'static str) -> Refusal {
    Refusal { status: if error == "invalid_client" { 401 } else { 400 }, error, detail }
}

pub(super) fn handle(core: &Core, call: &Call) -> Reply {
    let mut entry = describe(call, Kind::TokenRequest);
    let mut state = core.state();
    let reply = match grant(core, &mut state, call, &mut entry) {
        Ok(body) => {
            let text = |name: &str| body[name].as_str().map(str::to_owned);
            entry.issued_access_token = text("access_token");
            entry.issued_refresh_token = text("refresh_token");
            Reply::json(200, &body)
        }
        Err(refusal) => write_refusal(&refusal, &mut entry),
    };
    let seq = core.ledger.add(entry);
    reply.header(CACHE_CONTROL, "no-store").entry(seq)
}

pub(super) fn write_refusal(refusal: &Refusal, entry: &mut Entry) -> Reply {
    entry.error = Some(refusal.error.to_owned());
    let body = json!({ "error": refusal.error, "error_description": refusal.detail });
    let reply = Reply::json(refusal.status, &body);
    if refusal.status == 401 { reply.header(WWW_AUTHENTICATE, "Basic realm=\"sandbox\"") } else { reply }
}

fn grant(core: &Core, state: &mut State, call: &Call, entry: &mut Entry) -> Result<Value, Refusal> {
    if call.form.repeated().is_some() {
        return Err(refuse("invalid_request", "a parameter is repeated"));
    }
    // RFC 7523 §3.1: the assertion is the grant, and a client need not prove itself besides.
    if call.form.get("grant_type") == Some(JWT_BEARER) {
        if is_named(call) {
            authenticate(core, state, call, entry)?;
        }
        return redeem_assertion(core, state, call, entry);
    }
    let client = authenticate(core, state, call, entry)?;
    match call.form.get("grant_type") {
        Some("authorization_code") => redeem_code(core, state, call, &client, entry),
        Some(device::GRANT_TYPE) => device::poll(core, state, call, &client, entry),
        Some("refresh_token") => refresh(core, state, call, &client, entry),
        Some("client_credentials") if !client.is_public() => {
            let scopes = words(call.form.get("scope"));
            Ok(issue(core, state, &client.client_id, None, &scopes, None))
        }
        Some(_) => Err(refuse("unsupported_grant_type", "unknown grant type")),
        None => Err(refuse("invalid_request", "grant_type is missing")),
    }
}

pub(super) fn words(text: Option<&str>) -> Vec<String> {
    text.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

/// RFC 7523 §2.1, §3: a service account asks in its own name, or in that of somebody who has delegated to it.
fn redeem_assertion(core: &Core, state: &mut State, call: &Call, entry: &mut Entry) -> Result<Value, Refusal> {
    let text = call.form.get("assertion").ok_or_else(|| refuse("invalid_request", "assertion is missing"))?;
    entry.client_credential = Some(text.to_owned());
    let bad = |detail: &'static str| refuse("invalid_grant", detail);
    let token = SignedToken::read(text).ok_or_else(|| bad("the assertion is malformed"))?;
    let issuer = token.text("iss").ok_or_else(|| bad("the assertion has no issuer (iss)"))?;
    entry.client_id = Some(issuer.to_owned());
    let accounts = &state.world.generic.service_accounts;
    let account = accounts.iter().find(|account| account.email == issuer).cloned().ok_or_else(|| bad("unknown issuer (iss)"))?;
    let audiences = audiences(core);
    let longest = Duration::from_secs(3600);
    let expected = Expected { keys: &account.keys, audiences: &audiences, longest, now: core.clock.now() };
    assertion::check(&token, &expected, &mut state.generic).map_err(bad)?;
    let subject = token.text("sub").ok_or_else(|| bad("the assertion has no subject (sub)"))?;
    if subject != account.email && !account.delegates.iter().any(|known| known == subject) {
        return Err(bad("nobody of that name has delegated to the service account (sub)"));
    }
    let scopes = words(token.text("scope").or_else(|| call.form.get("scope")));
    Ok(issue(core, state, &account.email, None, &scopes, None))
}

fn redeem_code(core: &Core, state: &mut State, call: &Call, client: &GenericClient, entry: &mut Entry) -> Result<Value, Refusal> {
    let value = call.form.get("code").ok_or_else(|| refuse("invalid_request", "code is missing"))?;
    let lifetime = state.world.generic.code_lifetime;
    let code = state.generic.codes.get(value).ok_or_else(|| refuse("invalid_grant", "unknown code"))?;
    entry.user_id = Some(code.person.user_id.clone());
    if code.request.client_id != client.client_id {
        return Err(refuse("invalid_grant", "the code belongs to another client"));
    }
    if let Some(family) = code.family {
        // RFC 6749 §4.1.2: a second use should revoke what the first one gave.
        state.generic.revoke_family(family);
        return Err(refuse("invalid_grant", "the code was used before"));
    }
    if core.clock.now() >= code.issued_at + lifetime {
        return Err(refuse("invalid_grant", "the code has expired"));
    }
    if call.form.get("redirect_uri") != Some(code.request.redirect_uri.as_str()) {
        return Err(refuse("invalid_grant", "redirect_uri differs"));
    }
    let derived = call.form.get("code_verifier").map(|verifier| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)));
    if code.request.challenge != derived {
        return Err(refuse("invalid_grant", "code_verifier does not match"));
    }
    let (person, scopes) = (code.person.clone(), code.request.scopes.clone());
    let first = begin_family(core, state, client, &person, &scopes);
    if let Some(code) = state.generic.codes.get_mut(value) {
        code.family = Some(first.family);
    }
    Ok(first.body)
}

/// The first tokens of a sign-in, and the family that they begin.
pub(super) struct First {
    pub(super) family: u64,
    pub(super) body: Value,
}

pub(super) fn begin_family(core: &Core, state: &mut State, client: &GenericClient, person: &Person, scopes: &[String]) -> First {
    state.generic.next_family += 1;
    let family = state.generic.next_family;
    let mut body = issue(core, state, &client.client_id, Some(person), scopes, Some(family));
    body["refresh_token"] = json!(add_refresh_token(core, state, client, person, scopes, family));
    First { family, body }
}

fn refresh(core: &Core, state: &mut State, call: &Call, client: &GenericClient, entry: &mut Entry) -> Result<Value, Refusal> {
    let value = call.form.get("refresh_token").ok_or_else(|| refuse("invalid_request", "refresh_token is missing"))?;
    let known = state.generic.refresh_tokens.get(value).filter(|token| token.client_id == client.client_id);
    let token = known.cloned().ok_or_else(|| refuse("invalid_grant", "unknown refresh token"))?;
    entry.user_id = Some(token.person.user_id.clone());
    if token.revoked {
        return Err(refuse("invalid_grant", "the refresh token was revoked"));
    }
    let scopes = match call.form.get("scope") {
        None => token.scopes.clone(),
        some => words(some),
    };
    if scopes.iter().any(|scope| !token.scopes.contains(scope)) {
        return Err(refuse("invalid_scope", "more than was granted"));
    }
    let now = core.clock.now();
    let successor = match (&token.replaced, client.rotation) {
        (None, Rotation::None) => None,
        (None, _) | (Some(_), Rotation::Reusable | Rotation::None) => {
            Some(add_refresh_token(core, state, client, &token.person, &token.scopes, token.family))
        }
        (Some((at, successor)), Rotation::Grace(grace)) if now < *at + grace => Some(successor.clone()),
        (Some(_), Rotation::NewestOnly) => return Err(refuse("invalid_grant", "the refresh token was used before")),
        (Some(_), Rotation::Strict | Rotation::Grace(_) | Rotation::Companion) => {
            state.generic.revoke_family(token.family);
            return Err(refuse("invalid_grant", "the refresh token was used before; the family is revoked"));
        }
    };
    if let (Some(successor), Some(old)) = (&successor, state.generic.refresh_tokens.get_mut(value))
        && old.replaced.is_none()
    {
        old.replaced = Some((now, successor.clone()));
    }
    if client.rotation == Rotation::Companion {
        state.generic.revoke_access(token.family);
    }
    let mut body = issue(core, state, &client.client_id, Some(&token.person), &scopes, Some(token.family));
    if let Some(successor) = successor {
        body["refresh_token"] = json!(successor);
    }
    Ok(body)
}

fn add_refresh_token(
    core: &Core,
    state: &mut State,
    client: &GenericClient,
    person: &Person,
    scopes: &[String],
    family: u64,
) -> String {
    let value = make_token::<32>();
    let token = GenericRefresh {
        client_id: client.client_id.clone(),
        person: person.clone(),
        scopes: scopes.to_vec(),
        family,
        revoked: false,
        replaced: None,
    };
    state.generic.refresh_tokens.insert(value.clone(), token);
    note(core, "refresh_token", &value, &client.client_id, Some(person));
    value
}

pub(super) fn issue(
    core: &Core,
    state: &mut State,
    client_id: &str,
    person: Option<&Person>,
    scopes: &[String],
    family: Option<u64>,
) -> Value {
    let value = make_token::<32>();
    let lifetime = state.world.generic.access_token_lifetime;
    let token = GenericAccess {
        person: person.cloned(),
        client_id: client_id.to_owned(),
        scopes: scopes.to_vec(),
        family,
        expires_at: core.clock.now() + lifetime,
        revoked: false,
    };
    state.generic.access_tokens.insert(value.clone(), token);
    note(core, "access_token", &value, client_id, person);
    let mut body = json!({ "access_token": value, "token_type": "Bearer", "scope": scopes.join(" ") });
    if !state.world.generic.omit_expires_in {
        body["expires_in"] = json!(lifetime.as_secs());
    }
    body
}

/// RFC 7009: an unknown token is not an error; a refresh token takes its family along.
pub(super) fn revoke(core: &Core, call: &Call) -> Reply {
    let mut entry = describe(call, Kind::Revocation);
    let mut state = core.state();
    let reply = match authenticate(core, &mut state, call, &mut entry) {
        Err(refusal) => write_refusal(&refusal, &mut entry),
        Ok(client) => {
            let value = call.form.get("token").unwrap_or_default();
            let family = state.generic.refresh_tokens.get(value).filter(|t| t.client_id == client.client_id).map(|t| t.family);
            if let Some(family) = family {
                state.generic.revoke_family(family);
            }
            if let Some(token) = state.generic.access_tokens.get_mut(value)
                && token.client_id == client.client_id
            {
                token.revoked = true;
            }
            // RFC 7009 §2.2 leaves the body open; some clients fail where it is not JSON.
            Reply::json(200, &json!({}))
        }
    };
    let seq = core.ledger.add(entry);
    reply.entry(seq)
}
