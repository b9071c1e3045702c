//! `oauth.v2.access`: a code for one or two tokens, and a refresh token for its successor. Whatever goes wrong is said under status 200.

use http::header::CACHE_CONTROL;
use serde_json::{Value, json};

use super::tokens::{Pair, issue};
use super::{Holder, Kind, SlackApp, slack_id, slack_team_id, slack_user_id};
use crate::ledger::{Entry, Kind as Told};
use crate::message::{Call, Reply};
use crate::server::describe;
use crate::state::{Core, Person, State};
use crate::world::World;

pub(super) fn handle(core: &Core, call: &Call) -> Reply {
    let mut entry = describe(call, Told::TokenRequest);
    let mut state = core.state();
    let body = match answer(core, &mut state, call, &mut entry) {
        Ok(body) => {
            let text = |at: &str| body.pointer(at).and_then(Value::as_str).map(str::to_owned);
            entry.issued_access_token = text("/access_token").or_else(|| text("/authed_user/access_token"));
            entry.issued_refresh_token = text("/refresh_token").or_else(|| text("/authed_user/refresh_token"));
            body
        }
        Err(error) => {
            entry.error = Some(error.to_owned());
            json!({ "ok": false, "error": error })
        }
    };
    let seq = core.ledger.add(entry);
    Reply::json(200, &body).header(CACHE_CONTROL, "no-store").entry(seq)
}

fn answer(core: &Core, state: &mut State, call: &Call, entry: &mut Entry) -> Result<Value, &'static str> {
    let app = authenticate(state, call, entry)?;
    match call.form.get("grant_type").unwrap_or("authorization_code") {
        "authorization_code" => redeem(core, state, call, &app, entry),
        "refresh_token" => refresh(core, state, call, &app, entry),
        _ => Err("invalid_grant_type"),
    }
}

/// By HTTP Basic, or by two parameters of the form.
fn authenticate(state: &State, call: &Call, entry: &mut Entry) -> Result<SlackApp, &'static str> {
    let (id, secret) = match call.basic() {
        Some((id, secret)) => {
            entry.client_auth = Some("basic");
            (Some(id), Some(secret))
        }
        None => {
            entry.client_auth = Some("post");
            (call.form.owned("client_id"), call.form.owned("client_secret"))
        }
    };
    entry.client_id.clone_from(&id);
    entry.client_credential.clone_from(&secret);
    let app = id.and_then(|id| state.world.slack.find_app(&id)).ok_or("invalid_client_id")?;
    if secret.as_deref() != Some(app.client_secret.as_str()) {
        return Err("bad_client_secret");
    }
    Ok(app.clone())
}

fn redeem(core: &Core, state: &mut State, call: &Call, app: &SlackApp, entry: &mut Entry) -> Result<Value, &'static str> {
    let value = call.form.get("code").ok_or("invalid_code")?;
    let lifetime = state.world.slack.code_lifetime;
    let State { world, slack, .. } = state;
    let code = slack.codes.get_mut(value).filter(|code| code.request.client_id == app.client_id).ok_or("invalid_code")?;
    entry.user_id = Some(code.person.user_id.clone());
    if code.is_used {
        return Err("code_already_used");
    }
    if core.clock.now() >= code.issued_at + lifetime {
        return Err("invalid_code");
    }
    if call.form.get("redirect_uri") != Some(code.request.redirect_uri.as_str()) {
        return Err("bad_redirect_uri");
    }
    code.is_used = true;
    let (request, person) = (code.request.clone(), code.person.clone());
    let is_enterprise = app.is_org_wide && world.slack.enterprises.contains_key(&person.tenant_id);
    let holder = |kind, scopes: &[String]| Holder {
        client_id: app.client_id.clone(),
        kind,
        person: person.clone(),
        scopes: scopes.to_vec(),
        is_enterprise,
    };
    let mut body = whole(world, app, &person, is_enterprise);
    if !request.bot_scopes.is_empty() {
        let bot = holder(Kind::Bot, &request.bot_scopes);
        let pair = issue(core, world, slack, &bot);
        write(&mut body, &bot, &pair);
        body["bot_user_id"] = json!(bot_user(app, &person.tenant_id));
    }
    let mut authed = json!({ "id": slack_user_id(&person.user_id) });
    if !request.user_scopes.is_empty() {
        let user = holder(Kind::User, &request.user_scopes);
        let pair = issue(core, world, slack, &user);
        write(&mut authed, &user, &pair);
    }
    body["authed_user"] = authed;
    Ok(body)
}

/// The token of one kind, at the top whichever it is. What was presented is spent.
fn refresh(core: &Core, state: &mut State, call: &Call, app: &SlackApp, entry: &mut Entry) -> Result<Value, &'static str> {
    let value = call.form.get("refresh_token").ok_or("invalid_refresh_token")?;
    let State { world, slack, .. } = state;
    let held = slack.refresh_tokens.get(value).filter(|holder| holder.client_id == app.client_id);
    let holder = held.cloned().ok_or("invalid_refresh_token")?;
    entry.user_id = Some(holder.person.user_id.clone());
    slack.end_refresh_token(value);
    let pair = issue(core, world, slack, &holder);
    let mut body = whole(world, app, &holder.person, holder.is_enterprise);
    write(&mut body, &holder, &pair);
    match holder.kind {
        Kind::Bot => body["bot_user_id"] = json!(bot_user(app, &holder.person.tenant_id)),
        Kind::User => body["user_id"] = json!(slack_user_id(&holder.person.user_id)),
    }
    Ok(body)
}

/// What is about all tokens of an answer. An installation into a whole enterprise names no workspace.
fn whole(world: &World, app: &SlackApp, person: &Person, is_enterprise: bool) -> Value {
    let name = world.find_organisation(&person.tenant_id).map_or("", |organisation| organisation.name.as_str());
    let team = json!({ "id": slack_team_id(&person.tenant_id), "name": name });
    let enterprise = world.slack.enterprises.get(&person.tenant_id);
    json!({
        "ok": true,
        "app_id": app.app_id,
        "team": if is_enterprise { Value::Null } else { team },
        "enterprise": enterprise.map(|id| json!({ "id": id, "name": format!("{name} Enterprise") })),
        "is_enterprise_install": is_enterprise,
    })
}

fn write(body: &mut Value, holder: &Holder, pair: &Pair) {
    body["token_type"] = json!(holder.kind.name());
    body["access_token"] = json!(pair.access_token);
    body["scope"] = json!(holder.scopes.join(","));
    if let (Some(refresh_token), Some(expires_in)) = (&pair.refresh_token, pair.expires_in) {
        body["refresh_token"] = json!(refresh_token);
        body["expires_in"] = json!(expires_in);
    }
}

pub(super) fn bot_user(app: &SlackApp, tenant_id: &str) -> String {
    slack_id("U", &format!("{}{tenant_id}", app.app_id))
}
