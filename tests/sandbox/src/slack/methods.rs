//! `auth.test`, which tells a live token from a dead one, and `auth.revoke`, which ends one.

use serde_json::{Value, json};

use super::{AccessToken, Kind, slack_id, slack_team_id, slack_user_id};
use crate::ledger::{Entry, Kind as Told};
use crate::message::{Call, Reply};
use crate::server::describe;
use crate::state::{Core, State};

pub(super) fn test(core: &Core, call: &Call) -> Reply {
    let mut entry = describe(call, Told::Graph);
    let state = core.state();
    let body = match find(core, &state, call) {
        Ok(token) => {
            entry.client_id = Some(token.holder.client_id.clone());
            describe_token(&state, call, token)
        }
        Err(error) => refuse(error, &mut entry),
    };
    let seq = core.ledger.add(entry);
    Reply::json(200, &body).entry(seq)
}

/// `test=1` says what would happen, and does nothing. Of an app that rotates one token ends, and a refresh token by itself; of another app
/// there is no other one.
pub(super) fn revoke(core: &Core, call: &Call) -> Reply {
    let mut entry = describe(call, Told::Revocation);
    let mut state = core.state();
    let is_trial = call.form.get("test").or_else(|| call.query.get("test")).is_some_and(|test| matches!(test, "1" | "true"));
    let of_refresh_token = presented(call).and_then(|value| state.slack.refresh_tokens.get(value)).cloned();
    let found = of_refresh_token.map_or_else(|| find(core, &state, call).map(|token| token.holder.clone()), Ok);
    let body = match found {
        Ok(holder) => {
            entry.client_id = Some(holder.client_id);
            if !is_trial && let Some(value) = presented(call) {
                state.slack.end_refresh_token(value);
                if let Some(token) = state.slack.access_tokens.get_mut(value) {
                    token.is_revoked = true;
                }
            }
            json!({ "ok": true, "revoked": !is_trial })
        }
        Err(error) => refuse(error, &mut entry),
    };
    let seq = core.ledger.add(entry);
    Reply::json(200, &body).entry(seq)
}

fn refuse(error: &'static str, entry: &mut Entry) -> Value {
    entry.error = Some(error.to_owned());
    json!({ "ok": false, "error": error })
}

/// In the header, or as a parameter.
fn presented(call: &Call) -> Option<&str> {
    call.bearer().or_else(|| call.form.get("token"))
}

fn find<'s>(core: &Core, state: &'s State, call: &Call) -> Result<&'s AccessToken, &'static str> {
    let value = presented(call).ok_or("not_authed")?;
    if state.slack.ended_refresh_tokens.contains(value) {
        return Err("token_revoked");
    }
    let token = state.slack.access_tokens.get(value).ok_or("invalid_auth")?;
    if token.is_revoked {
        return Err("token_revoked");
    }
    let person = &token.holder.person;
    let is_gone = state.world.find_person(&person.tenant_id, &person.user_id).is_none_or(|user| user.disabled);
    if token.holder.kind == Kind::User && is_gone {
        return Err("account_inactive");
    }
    if token.expires_at.is_some_and(|end| end <= core.clock.now()) { Err("token_expired") } else { Ok(token) }
}

fn describe_token(state: &State, call: &Call, token: &AccessToken) -> Value {
    let holder = &token.holder;
    let tenant_id = &holder.person.tenant_id;
    let name = state.world.find_organisation(tenant_id).map_or("", |organisation| organisation.name.as_str());
    let user = state.world.find_person(tenant_id, &holder.person.user_id).map_or("", |user| user.display_name.as_str());
    let app_id = state.world.slack.find_app(&holder.client_id).map_or("", |app| app.app_id.as_str());
    let mut body = json!({
        "ok": true, "url": format!("{}/", call.origin), "team": name, "team_id": slack_team_id(tenant_id),
        "is_enterprise_install": holder.is_enterprise,
    });
    if let Some(enterprise) = state.world.slack.enterprises.get(tenant_id) {
        body["enterprise_id"] = json!(enterprise);
    }
    match holder.kind {
        Kind::Bot => {
            body["user"] = json!("authpipe");
            body["user_id"] = json!(slack_id("U", &format!("{app_id}{tenant_id}")));
            body["bot_id"] = json!(slack_id("B", &format!("{app_id}{tenant_id}")));
        }
        Kind::User => {
            body["user"] = json!(user);
            body["user_id"] = json!(slack_user_id(&holder.person.user_id));
        }
    }
    body
}
