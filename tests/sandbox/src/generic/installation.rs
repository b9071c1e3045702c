//! Tokens of an app's installations: a POST whose bearer token the app has signed with its key (RFC 6750 §2.1).

use std::time::Duration;

use http::header::CACHE_CONTROL;
use serde_json::json;

use super::assertion::{Expected, check_signed};
use super::token::issue;
use crate::clock::rfc3339;
use crate::jwt::SignedToken;
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Reply};
use crate::server::describe;
use crate::state::{Core, State};

/// `POST /oauth/app/installations/{installation}/access_tokens`.
pub(super) fn handle(core: &Core, call: &Call, installation: &str) -> Reply {
    let mut entry = describe(call, Kind::TokenRequest);
    let mut state = core.state();
    let reply = match find_app(core, &state, call, &mut entry) {
        Err(problem) => refuse(401, problem, &mut entry),
        Ok(app) if !app.installations.iter().any(|known| known == installation) => refuse(404, "Not Found", &mut entry),
        Ok(app) => {
            let body = issue(core, &mut state, &app.client_id, None, &[], None);
            let value = body["access_token"].as_str().unwrap_or_default().to_owned();
            let end = rfc3339(core.clock.now() + state.world.generic.access_token_lifetime);
            entry.issued_access_token = Some(value.clone());
            Reply::json(201, &json!({ "token": value, "expires_at": end, "permissions": { "contents": "read" } }))
        }
    };
    let seq = core.ledger.add(entry);
    reply.header(CACHE_CONTROL, "no-store").entry(seq)
}

/// The app that has signed the bearer token.
fn find_app(core: &Core, state: &State, call: &Call, entry: &mut Entry) -> Result<super::GenericClient, &'static str> {
    entry.client_auth = Some("assertion");
    entry.client_credential = call.bearer().map(str::to_owned);
    let token = call.bearer().and_then(SignedToken::read).ok_or("A JSON web token could not be decoded")?;
    let issuer = token.text("iss").ok_or("'Issuer' claim ('iss') is missing")?;
    entry.client_id = Some(issuer.to_owned());
    let app = state.world.generic.find_client(issuer).ok_or("Integration not found")?;
    let expected = Expected { keys: app.keys(), audiences: &[], longest: Duration::from_secs(600), now: core.clock.now() };
    check_signed(&token, &expected)?;
    Ok(app.clone())
}

fn refuse(status: u16, message: &'static str, entry: &mut Entry) -> Reply {
    entry.error = Some(message.to_owned());
    Reply::json(status, &json!({ "message": message }))
}
