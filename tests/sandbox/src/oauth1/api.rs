//! What the tokens open: a resource that says who asks and with which parameters, so that a client sees what was signed.

use serde_json::json;

use super::credentials::{Signed, read};
use super::signature::verify;
use super::{Problem, Token, problem, refuse};
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Reply, append_query};
use crate::server::describe;
use crate::state::{Core, State};

/// `/oauth1/api/me`, with any method.
pub(super) fn me(core: &Core, call: &Call) -> Reply {
    answer(core, call, |state, token| {
        let user = state.world.find_person(&token.person.tenant_id, &token.person.user_id);
        let parameters: Vec<_> = call.query.iter().chain(call.form.iter()).collect();
        let body = json!({
            "client_id": token.client_id, "scope": token.scopes.join(","), "method": call.method.as_str(), "parameters": parameters,
            "user_id": user.map(|user| &user.id), "username": user.map(|user| &user.username),
        });
        Reply::json(200, &body)
    })
}

/// `/oauth1/api/moved`: leads to `to`, or to the first resource, with the status `status` or 302, and says `moved=1` besides.
pub(super) fn moved(core: &Core, call: &Call) -> Reply {
    answer(core, call, |_, _| {
        let status = call.query.get("status").and_then(|text| text.parse().ok()).filter(|status| (301..309).contains(status));
        let to = call.query.get("to").map_or_else(|| format!("{}/oauth1/api/me", call.origin), str::to_owned);
        let location = append_query(&to, &[("moved", "1")]);
        Reply::empty(status.unwrap_or(302)).header(http::header::LOCATION, &location)
    })
}

fn answer(core: &Core, call: &Call, body: impl FnOnce(&State, &Token) -> Reply) -> Reply {
    let mut entry = describe(call, Kind::Graph);
    let mut state = core.state();
    let reply = match authenticate(core, &mut state, call, &mut entry) {
        Ok(token) => {
            entry.user_id = Some(token.person.user_id.clone());
            body(&state, &token)
        }
        Err(problem) => {
            entry.error = Some(problem.name.to_owned());
            refuse(problem)
        }
    };
    let seq = core.ledger.add(entry);
    reply.entry(seq)
}

fn authenticate(core: &Core, state: &mut State, call: &Call, entry: &mut Entry) -> Result<Token, Problem> {
    let Signed { client, protocol } = read(core, state, call, entry)?;
    let given = protocol.need("oauth_token")?;
    let known = state.oauth1.tokens.get(given).filter(|token| token.client_id == client.client_id).cloned();
    let token = known.ok_or(problem("token_rejected"))?;
    verify(core, state, call, &protocol, &client.secret, &token.secret)?;
    if token.ends_at.is_some_and(|end| end <= core.clock.now()) {
        return Err(problem("token_expired"));
    }
    Ok(token)
}
