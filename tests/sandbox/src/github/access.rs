//! `login/oauth/access_token`: errors under status 200, a form unless JSON is asked for, and refresh tokens that are good once.

use std::time::Duration;

use http::header::CACHE_CONTROL;
use serde_json::{Value, json};

use super::{GitHubApp, Refresh, UserToken, note};
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Params, Reply};
use crate::random::make_token;
use crate::server::describe;
use crate::state::{Core, Person, State};

/// A code is good for ten minutes.
const CODE_LIFETIME: Duration = Duration::from_secs(600);

pub(super) fn handle(core: &Core, call: &Call) -> Reply {
    let call = &with_members(call);
    let mut entry = describe(call, Kind::TokenRequest);
    entry.client_auth = Some("post");
    entry.client_credential = call.form.owned("client_secret");
    let mut state = core.state();
    let body = match answer(core, &mut state, call, &mut entry) {
        Ok(body) => {
            let text = |name: &str| body[name].as_str().map(str::to_owned);
            entry.issued_access_token = text("access_token");
            entry.issued_refresh_token = text("refresh_token");
            body
        }
        Err(error) => {
            entry.error = Some(error.to_owned());
            json!({ "error": error, "error_description": "See the documentation.", "error_uri": "https://docs.github.com/apps" })
        }
    };
    let seq = core.ledger.add(entry);
    let wants_json = call.header("accept").is_some_and(|accept| accept.contains("json"));
    let reply = if wants_json {
        Reply::json(200, &body)
    } else {
        Reply::empty(200).with_body("application/x-www-form-urlencoded; charset=utf-8", as_form(&body))
    };
    reply.header(CACHE_CONTROL, "no-store").entry(seq)
}

/// The request with the members of a JSON object as its parameters, where that is how it is written: GitHub takes both.
fn with_members(call: &Call) -> Call {
    let is_json = call.header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    let form = if is_json {
        let body: Value = serde_json::from_slice(&call.body).unwrap_or(Value::Null);
        Params::parse(as_form(&body).as_bytes())
    } else {
        call.form.clone()
    };
    Call {
        listener: call.listener,
        origin: call.origin.clone(),
        method: call.method.clone(),
        path: call.path.clone(),
        query: call.query.clone(),
        form,
        headers: call.headers.clone(),
        body: call.body.clone(),
    }
}

fn as_form(body: &Value) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in body.as_object().into_iter().flatten() {
        form.append_pair(name, &value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    }
    form.finish()
}

fn answer(core: &Core, state: &mut State, call: &Call, entry: &mut Entry) -> Result<Value, &'static str> {
    let app = call.form.get("client_id").and_then(|id| state.world.github.find_app(id)).cloned();
    let app = app.ok_or("incorrect_client_credentials")?;
    if call.form.get("client_secret") != Some(app.client_secret.as_str()) {
        return Err("incorrect_client_credentials");
    }
    let person = match call.form.get("grant_type") {
        Some("refresh_token") => spend_refresh_token(core, state, call, &app)?,
        _ => spend_code(core, state, call, &app)?,
    };
    entry.user_id = Some(person.user_id.clone());
    Ok(issue(core, state, &app, &person))
}

fn spend_code(core: &Core, state: &mut State, call: &Call, app: &GitHubApp) -> Result<Person, &'static str> {
    let value = call.form.get("code").ok_or("bad_verification_code")?;
    let code = state.github.codes.remove(value).filter(|code| code.client_id == app.client_id).ok_or("bad_verification_code")?;
    if core.clock.now() >= code.issued_at + CODE_LIFETIME { Err("bad_verification_code") } else { Ok(code.person) }
}

/// What was presented dies at once, and the access token that came with it.
fn spend_refresh_token(core: &Core, state: &mut State, call: &Call, app: &GitHubApp) -> Result<Person, &'static str> {
    let value = call.form.get("refresh_token").ok_or("bad_refresh_token")?;
    let is_own = |token: &Refresh| token.client_id == app.client_id && core.clock.now() < token.expires_at;
    if !state.github.refresh_tokens.get(value).is_some_and(is_own) {
        return Err("bad_refresh_token");
    }
    let token = state.github.refresh_tokens.remove(value).ok_or("bad_refresh_token")?;
    state.github.user_tokens.remove(&token.access_token);
    Ok(token.person)
}

/// The answer names no permission: an app's token may what the app and the person may.
fn issue(core: &Core, state: &mut State, app: &GitHubApp, person: &Person) -> Value {
    let (now, settings) = (core.clock.now(), &state.world.github);
    let access_token = format!("ghu_{}", make_token::<27>());
    let expires_at = app.user_tokens_expire.then(|| now + settings.user_token_lifetime);
    let token = UserToken { client_id: app.client_id.clone(), person: person.clone(), expires_at };
    note(core, "access_token", &access_token, &app.client_id, Some(person));
    let mut body = json!({ "access_token": access_token, "scope": "", "token_type": "bearer" });
    if app.user_tokens_expire {
        let refresh_token = format!("ghr_{}", make_token::<57>());
        note(core, "refresh_token", &refresh_token, &app.client_id, Some(person));
        body["expires_in"] = json!(settings.user_token_lifetime.as_secs());
        body["refresh_token"] = json!(refresh_token);
        body["refresh_token_expires_in"] = json!(settings.refresh_token_lifetime.as_secs());
        let refresh = Refresh {
            client_id: app.client_id.clone(),
            person: person.clone(),
            access_token: access_token.clone(),
            expires_at: now + settings.refresh_token_lifetime,
        };
        state.github.refresh_tokens.insert(refresh_token, refresh);
    }
    state.github.user_tokens.insert(access_token, token);
    body
}
