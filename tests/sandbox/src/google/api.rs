//! What Google's tokens open here: who has signed in, the signing keys, and one request of Drive's.

use serde_json::{Value, json};

use super::AccessToken;
use crate::ledger::Kind;
use crate::message::{Call, Reply};
use crate::server::describe;
use crate::state::{Core, State};

pub(super) fn certs(core: &Core, call: &Call) -> Reply {
    let seq = core.ledger.add(describe(call, Kind::Discovery));
    Reply::json(200, &core.state().keys.jwks(&call.origin)).entry(seq)
}

pub(super) fn userinfo(core: &Core, call: &Call) -> Reply {
    answer(core, call, |state, token| {
        let user = state.world.people().find(|(_, user)| user.id == token.subject || user.username == token.subject);
        json!({ "sub": user.map(|(_, user)| &user.id), "email": user.map(|(_, user)| &user.username) })
    })
}

/// `drive/v3/about`: in whose name the token acts.
pub(super) fn about(core: &Core, call: &Call) -> Reply {
    answer(core, call, |state, token| {
        let user = state.world.people().find(|(_, user)| user.id == token.subject || user.username == token.subject);
        json!({ "user": { "emailAddress": user.map(|(_, user)| &user.username) }, "scopes": token.scopes })
    })
}

fn answer(core: &Core, call: &Call, body: impl FnOnce(&State, &AccessToken) -> Value) -> Reply {
    let mut entry = describe(call, Kind::Graph);
    let state = core.state();
    let known = call.bearer().and_then(|bearer| state.google.access_tokens.get(bearer));
    let reply = match known.filter(|token| core.clock.now() < token.expires_at) {
        Some(token) => {
            entry.user_id = Some(token.subject.clone());
            Reply::json(200, &body(&state, token))
        }
        None => {
            entry.error = Some("UNAUTHENTICATED".to_owned());
            let error = json!({ "error": { "code": 401, "message": "Invalid Credentials", "status": "UNAUTHENTICATED" } });
            Reply::json(401, &error).header(http::header::WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
        }
    };
    let seq = core.ledger.add(entry);
    reply.entry(seq)
}
