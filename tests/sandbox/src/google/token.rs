//! Google's token endpoint and its end of a grant.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::CACHE_CONTROL;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{AccessToken, Code, Granted, delegation, note};
use crate::clock::unix_seconds;
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Reply};
use crate::random::make_token;
use crate::server::describe;
use crate::state::{Core, State};

/// RFC 6749 §5.2.
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) error: &'static str,
    pub(super) detail: &'static str,
}

pub(super) fn refuse(status: u16, error: &'static str, detail: &'static str) -> Refusal {
    Refusal { status, error, detail }
}

const CODE_LIFETIME: Duration = Duration::from_secs(600);

pub(super) fn handle(core: &Core, call: &Call) -> Reply {
    let mut entry = describe(call, Kind::TokenRequest);
    let mut state = core.state();
    let answered = match call.form.get("grant_type") {
        Some("authorization_code") => redeem(core, &mut state, call, &mut entry),
        Some("refresh_token") => refresh(core, &mut state, call, &mut entry),
        Some("urn:ietf:params:oauth:grant-type:jwt-bearer") => delegation::mint(core, &mut state, call, &mut entry),
        _ => Err(refuse(400, "unsupported_grant_type", "Invalid grant_type")),
    };
    let reply = match answered {
        Ok(body) => {
            let text = |name: &str| body[name].as_str().map(str::to_owned);
            entry.issued_access_token = text("access_token");
            entry.issued_refresh_token = text("refresh_token");
            Reply::json(200, &body)
        }
        Err(refusal) => {
            entry.error = Some(refusal.error.to_owned());
            Reply::json(refusal.status, &json!({ "error": refusal.error, "error_description": refusal.detail }))
        }
    };
    let seq = core.ledger.add(entry);
    reply.header(CACHE_CONTROL, "no-store").entry(seq)
}

/// By two parameters of the form, or by HTTP Basic.
fn authenticate(state: &State, call: &Call, entry: &mut Entry) -> Result<String, Refusal> {
    let (id, secret) = match call.basic() {
        Some((id, secret)) => (Some(id), Some(secret)),
        None => (call.form.owned("client_id"), call.form.owned("client_secret")),
    };
    entry.client_auth = Some(if call.basic().is_some() { "basic" } else { "post" });
    entry.client_id.clone_from(&id);
    entry.client_credential.clone_from(&secret);
    let client = id.and_then(|id| state.world.google.find_client(&id));
    let client = client.ok_or_else(|| refuse(401, "invalid_client", "The OAuth client was not found."))?;
    if secret.as_deref() == Some(client.client_secret.as_str()) {
        Ok(client.client_id.clone())
    } else {
        Err(refuse(401, "invalid_client", "Unauthorized"))
    }
}

fn redeem(core: &Core, state: &mut State, call: &Call, entry: &mut Entry) -> Result<Value, Refusal> {
    let client_id = authenticate(state, call, entry)?;
    let bad = || refuse(400, "invalid_grant", "Bad Request");
    let code = call.form.get("code").and_then(|value| state.google.codes.remove(value)).ok_or_else(bad)?;
    let Code { request, person, issued_at, gives_refresh_token } = code;
    entry.user_id = Some(person.user_id.clone());
    let derived = call.form.get("code_verifier").map(|verifier| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)));
    let is_good = request.client_id == client_id && request.challenge == derived && core.clock.now() < issued_at + CODE_LIFETIME;
    if !is_good {
        return Err(bad());
    }
    if call.form.get("redirect_uri") != Some(request.redirect_uri.as_str()) {
        return Err(refuse(400, "redirect_uri_mismatch", "Bad Request"));
    }
    let granted = Granted { client_id: client_id.clone(), person: person.clone(), scopes: request.scopes.clone() };
    let mut body = issue(core, state, &granted);
    if gives_refresh_token {
        body["refresh_token"] = json!(add_refresh_token(core, state, &granted));
    }
    if request.scopes.iter().any(|scope| scope == "openid") {
        let now = unix_seconds(core.clock.now());
        let user = state.world.find_person(&person.tenant_id, &person.user_id);
        let mut claims = json!({
            "iss": request.origin, "aud": client_id, "azp": client_id, "sub": person.user_id, "iat": now, "exp": now + 3600,
            "email": user.map(|user| &user.username), "email_verified": true, "name": user.map(|user| &user.display_name),
        });
        if let Some(organisation) = state.world.find_organisation(&person.tenant_id) {
            claims["hd"] = json!(organisation.domain);
        }
        if let Some(nonce) = &request.nonce {
            claims["nonce"] = json!(nonce);
        }
        body["id_token"] = json!(state.keys.signer().sign_jwt(&claims));
    }
    Ok(body)
}

/// No successor comes with it, and the one that was presented stays good.
fn refresh(core: &Core, state: &mut State, call: &Call, entry: &mut Entry) -> Result<Value, Refusal> {
    let client_id = authenticate(state, call, entry)?;
    let known = call.form.get("refresh_token").and_then(|value| state.google.refresh_tokens.get(value));
    let granted = known.filter(|granted| granted.client_id == client_id).cloned();
    let granted = granted.ok_or_else(|| refuse(400, "invalid_grant", "Token has been expired or revoked."))?;
    entry.user_id = Some(granted.person.user_id.clone());
    Ok(issue(core, state, &granted))
}

fn issue(core: &Core, state: &mut State, granted: &Granted) -> Value {
    let scopes = granted.scopes.iter().map(|scope| long_name(scope).to_owned()).collect();
    let token = AccessToken {
        granted: Some(granted.clone()),
        subject: granted.person.user_id.clone(),
        scopes,
        expires_at: core.clock.now() + state.world.google.access_token_lifetime,
    };
    put(core, state, token, &granted.client_id)
}

/// An access token, and the answer that brings it.
pub(super) fn put(core: &Core, state: &mut State, token: AccessToken, client_id: &str) -> Value {
    let value = format!("ya29.{}", make_token::<60>());
    note(core, "access_token", &value, client_id, token.granted.as_ref().map(|granted| &granted.person));
    let lifetime = state.world.google.access_token_lifetime.as_secs();
    let body = json!({
        "access_token": value, "expires_in": lifetime, "scope": token.scopes.join(" "), "token_type": "Bearer",
    });
    state.google.access_tokens.insert(value, token);
    body
}

/// Answers call two scopes by their long names.
fn long_name(scope: &str) -> &str {
    match scope {
        "email" => "https://www.googleapis.com/auth/userinfo.email",
        "profile" => "https://www.googleapis.com/auth/userinfo.profile",
        other => other,
    }
}

/// One more than may live drops the oldest, and nobody is told.
fn add_refresh_token(core: &Core, state: &mut State, granted: &Granted) -> String {
    let value = format!("1//0{}", make_token::<48>());
    note(core, "refresh_token", &value, &granted.client_id, Some(&granted.person));
    let most = state.world.google.most_refresh_tokens;
    let living = state.google.living.entry((granted.person.clone(), granted.client_id.clone())).or_default();
    living.push_back(value.clone());
    while living.len() > most {
        if let Some(oldest) = living.pop_front() {
            state.google.refresh_tokens.remove(&oldest);
        }
    }
    state.google.refresh_tokens.insert(value.clone(), granted.clone());
    value
}

/// `token`, in the form or the query; no client proves itself.
pub(super) fn revoke(core: &Core, call: &Call) -> Reply {
    let mut entry = describe(call, Kind::Revocation);
    let mut state = core.state();
    let token = call.form.get("token").or_else(|| call.query.get("token")).unwrap_or_default();
    let reply = if state.google.revoke(token) {
        Reply::json(200, &json!({}))
    } else {
        entry.error = Some("invalid_token".to_owned());
        Reply::json(400, &json!({ "error": "invalid_token", "error_description": "Token expired or revoked" }))
    };
    let seq = core.ledger.add(entry);
    reply.entry(seq)
}
