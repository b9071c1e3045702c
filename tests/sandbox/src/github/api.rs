//! What a person's token opens, and how it is taken back.

use serde_json::{Value, json};

use super::{UserToken, github_id, presented, refuse};
use crate::ledger::Kind;
use crate::message::{Call, Reply};
use crate::server::describe;
use crate::state::{Core, State};

/// `GET /user`.
pub(super) fn user(core: &Core, call: &Call) -> Reply {
    answer(core, call, |state, token| {
        let user = state.world.find_person(&token.person.tenant_id, &token.person.user_id);
        let login = user.map_or("ghost", |user| user.username.split('@').next().unwrap_or_default());
        json!({ "id": github_id(&token.person.user_id), "login": login, "type": "User" })
    })
}

/// `GET /user/installations`: those of the app in organisations that the person is in.
pub(super) fn installations(core: &Core, call: &Call) -> Reply {
    answer(core, call, |state, token| {
        let of_person = state
            .github
            .installations
            .iter()
            .filter(|one| one.client_id == token.client_id && one.tenant_id == token.person.tenant_id);
        let listed: Vec<Value> = of_person
            .map(|one| {
                let login = state.world.find_organisation(&one.tenant_id).map_or("", |organisation| organisation.name.as_str());
                let account = json!({ "id": github_id(&one.tenant_id), "login": login, "type": "Organization" });
                json!({ "id": one.id, "account": account, "app_slug": "authpipe-demo", "suspended_at": null })
            })
            .collect();
        json!({ "total_count": listed.len(), "installations": listed })
    })
}

fn answer(core: &Core, call: &Call, body: impl FnOnce(&State, &UserToken) -> Value) -> Reply {
    let mut entry = describe(call, Kind::Graph);
    let state = core.state();
    let known = presented(call).and_then(|bearer| state.github.user_tokens.get(bearer));
    let reply = match known.filter(|token| token.expires_at.is_none_or(|end| core.clock.now() < end)) {
        None => refuse(401, "Bad credentials", &mut entry),
        Some(token) => {
            entry.client_id = Some(token.client_id.clone());
            entry.user_id = Some(token.person.user_id.clone());
            Reply::json(200, &body(&state, token))
        }
    };
    let seq = core.ledger.add(entry);
    reply.entry(seq)
}

/// `DELETE /applications/{client_id}/token` ends a token, `…/grant` everything of its person. The app proves itself by HTTP Basic.
pub(super) fn revoke(core: &Core, call: &Call, client_id: &str) -> Reply {
    let mut entry = describe(call, Kind::Revocation);
    let mut state = core.state();
    let app = state.world.github.find_app(client_id);
    let is_app = app.is_some_and(|app| call.basic() == Some((app.client_id.clone(), app.client_secret.clone())));
    let body: Value = serde_json::from_slice(&call.body).unwrap_or(Value::Null);
    let value = body["access_token"].as_str().unwrap_or_default();
    let person =
        state.github.user_tokens.get(value).filter(|token| token.client_id == client_id).map(|token| token.person.clone());
    let reply = match (is_app, person) {
        (false, _) => refuse(401, "Bad credentials", &mut entry),
        (true, None) => refuse(422, "Validation Failed", &mut entry),
        (true, Some(person)) => {
            if call.path.ends_with("/grant") {
                state.github.revoke_person(&person.user_id);
            } else {
                state.github.user_tokens.remove(value);
                state.github.refresh_tokens.retain(|_, refresh| refresh.access_token != value);
            }
            Reply::empty(204)
        }
    };
    let seq = core.ledger.add(entry);
    reply.entry(seq)
}
