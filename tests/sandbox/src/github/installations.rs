//! What an app does with its own signature, and with the tokens that it mints for an installation.

use std::time::Duration;

use http::header::CACHE_CONTROL;
use serde_json::json;

use super::{GitHubApp, InstallationToken, github_id, note, presented, refuse};
use crate::clock::rfc3339;
use crate::generic::assertion::{Expected, check_signed};
use crate::jwt::SignedToken;
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Reply};
use crate::random::make_token;
use crate::server::describe;
use crate::state::{Core, State};

/// `POST /app/installations/{id}/access_tokens`.
pub(super) fn mint(core: &Core, call: &Call, id: &str) -> Reply {
    let mut entry = describe(call, Kind::TokenRequest);
    let mut state = core.state();
    let reply = match find_app(core, &state, call, &mut entry) {
        Err(problem) => refuse(401, problem, &mut entry),
        Ok(app) => match state.github.installations.iter().find(|one| one.client_id == app.client_id && one.id.to_string() == id)
        {
            None => refuse(404, "Not Found", &mut entry),
            Some(installation) => {
                let installation = installation.id;
                // About 520 characters since 27 April 2026.
                let value = format!("ghs_{}", make_token::<387>());
                let expires_at = core.clock.now() + state.world.github.installation_token_lifetime;
                state.github.installation_tokens.insert(value.clone(), InstallationToken { installation, expires_at });
                note(core, "access_token", &value, &app.client_id, None);
                entry.issued_access_token = Some(value.clone());
                let body = json!({
                    "token": value, "expires_at": rfc3339(expires_at), "permissions": { "contents": "read", "metadata": "read" },
                    "repository_selection": "all",
                });
                Reply::json(201, &body)
            }
        },
    };
    let seq = core.ledger.add(entry);
    reply.header(CACHE_CONTROL, "no-store").entry(seq)
}

/// `GET /app`: who the app is, for whoever signs as it.
pub(super) fn app(core: &Core, call: &Call) -> Reply {
    let mut entry = describe(call, Kind::Graph);
    let state = core.state();
    let reply = match find_app(core, &state, call, &mut entry) {
        Err(problem) => refuse(401, problem, &mut entry),
        Ok(app) => Reply::json(200, &json!({ "id": app.app_id, "client_id": app.client_id, "slug": app.slug })),
    };
    let seq = core.ledger.add(entry);
    reply.entry(seq)
}

/// `DELETE /installation/token`: the token that asks.
pub(super) fn revoke(core: &Core, call: &Call) -> Reply {
    let mut entry = describe(call, Kind::Revocation);
    let mut state = core.state();
    let gone = presented(call).and_then(|bearer| state.github.installation_tokens.remove(bearer));
    let reply = if gone.is_some() { Reply::empty(204) } else { refuse(401, "Bad credentials", &mut entry) };
    let seq = core.ledger.add(entry);
    reply.entry(seq)
}

/// `GET /installation/repositories`.
pub(super) fn repositories(core: &Core, call: &Call) -> Reply {
    let mut entry = describe(call, Kind::Graph);
    let state = core.state();
    let known = presented(call).and_then(|bearer| state.github.installation_tokens.get(bearer));
    let reply = match known.filter(|token| core.clock.now() < token.expires_at) {
        None => refuse(401, "Bad credentials", &mut entry),
        Some(token) => {
            let tenant = state.github.installations.iter().find(|one| one.id == token.installation).map(|one| &one.tenant_id);
            let repository = tenant.map(|tenant| json!({ "id": github_id(&format!("{tenant}/main")), "name": "main" }));
            Reply::json(200, &json!({ "total_count": 1, "repositories": [repository] }))
        }
    };
    let seq = core.ledger.add(entry);
    reply.entry(seq)
}

/// The app that has signed the bearer token: RS256, by client id or number, ten minutes at most.
fn find_app(core: &Core, state: &State, call: &Call, entry: &mut Entry) -> Result<GitHubApp, &'static str> {
    entry.client_auth = Some("assertion");
    entry.client_credential = call.bearer().map(str::to_owned);
    let token = call.bearer().and_then(SignedToken::read).ok_or("A JSON web token could not be decoded")?;
    if token.header["alg"] != "RS256" {
        return Err("A JSON web token could not be decoded");
    }
    let issuer = token.text("iss").map(str::to_owned).or_else(|| token.claims["iss"].as_u64().map(|id| id.to_string()));
    let issuer = issuer.ok_or("'Issuer' claim ('iss') must be an Integer")?;
    entry.client_id = Some(issuer.clone());
    let is_it = |app: &&GitHubApp| app.client_id == issuer || app.app_id.to_string() == issuer;
    let app = state.world.github.apps.iter().find(is_it).ok_or("Integration not found")?;
    let expected = Expected { keys: &app.keys, audiences: &[], longest: Duration::from_secs(600), now: core.clock.now() };
    check_signed(&token, &expected)?;
    Ok(app.clone())
}
