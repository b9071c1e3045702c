//! Tokens that a service account asks for in the name of a person (RFC 7523 §2.1): whether an administrator has delegated that shows here
//! and nowhere else.

use std::time::Duration;

use serde_json::Value;

use super::token::{Refusal, put, refuse};
use super::{AccessToken, GoogleServiceAccount};
use crate::generic::assertion::{Expected, check_signed};
use crate::jwt::SignedToken;
use crate::ledger::Entry;
use crate::message::Call;
use crate::state::{Core, State};

/// What Google's own libraries name as audience.
const PUBLISHED: &str = "https://oauth2.googleapis.com/token";

pub(super) fn mint(core: &Core, state: &mut State, call: &Call, entry: &mut Entry) -> Result<Value, Refusal> {
    let bad = |detail: &'static str| refuse(400, "invalid_grant", detail);
    let text =
        call.form.get("assertion").ok_or_else(|| refuse(400, "invalid_request", "Missing required parameter: assertion"))?;
    entry.client_credential = Some(text.to_owned());
    let token = SignedToken::read(text).ok_or_else(|| bad("Bad Request"))?;
    let issuer = token.text("iss").unwrap_or_default();
    entry.client_id = Some(issuer.to_owned());
    let accounts = &state.world.google.service_accounts;
    let account = accounts.iter().find(|account| account.email == issuer).cloned();
    let account = account.ok_or_else(|| bad("Invalid grant: account not found"))?;
    let expected = Expected { keys: &account.keys, audiences: &[], longest: Duration::from_secs(3600), now: core.clock.now() };
    if check_signed(&token, &expected).is_err() {
        return Err(bad("Invalid JWT Signature, or a token that is not good now."));
    }
    let is_meant =
        token.text("aud").is_some_and(|aud| aud == PUBLISHED || core.origins().iter().any(|own| aud == format!("{own}/token")));
    if !is_meant {
        return Err(bad("Invalid JWT: Failed audience check."));
    }
    let scopes: Vec<String> = token.text("scope").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let subject = token.text("sub").unwrap_or(issuer);
    if subject != issuer {
        check_delegation(state, &account, subject, &scopes)?;
    }
    let made = AccessToken {
        granted: None,
        subject: subject.to_owned(),
        scopes,
        expires_at: core.clock.now() + state.world.google.access_token_lifetime,
    };
    Ok(put(core, state, made, &account.email))
}

/// Google tells the app nothing more than that it is not authorised, whether the delegation or one of the scopes is missing.
fn check_delegation(state: &State, account: &GoogleServiceAccount, subject: &str, scopes: &[String]) -> Result<(), Refusal> {
    let domain = subject.split_once('@').map(|(_, domain)| domain).unwrap_or_default();
    let delegated = account.delegations.iter().find(|delegation| delegation.domain == domain);
    let is_allowed =
        !scopes.is_empty() && delegated.is_some_and(|delegation| scopes.iter().all(|scope| delegation.scopes.contains(scope)));
    if !is_allowed {
        let detail = "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the \
                      scopes requested.";
        return Err(refuse(401, "unauthorized_client", detail));
    }
    let person = state.world.people().find(|(_, user)| user.username == subject && !user.disabled);
    if person.is_none() { Err(refuse(400, "invalid_grant", "Invalid email or User ID")) } else { Ok(()) }
}
