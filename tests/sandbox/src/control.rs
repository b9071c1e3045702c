//! The control interface under `/_sandbox`, for test suites in other languages.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use crate::browser::{Browser, Decision, Login};
use crate::client::HttpClient;
use crate::clock::unix_ms;
use crate::faults::{Body, Endpoint, Fault, FaultHandle};
use crate::message::{Call, Reply};
use crate::revoke;
use crate::state::{Core, Person, State};
use crate::tls::AppCertificate;
use crate::world::{AccessTokenFormat, App, Drive, RedirectKind, RedirectUri, ScopeStyle, Secret, UserConsent, World};

/// A refusal: what was wrong with the request.
type Outcome = Result<Value, String>;

/// Answers a control request.
pub(crate) async fn handle(core: &Core, call: &Call) -> Reply {
    let path = call.segments();
    let body: Value = if call.body.is_empty() { json!({}) } else { serde_json::from_slice(&call.body).unwrap_or(Value::Null) };
    if !body.is_object() {
        return Reply::json(400, &json!({ "error": "the body must be a JSON object" }));
    }
    let outcome: Outcome = match (call.method.as_str(), &path[1..]) {
        ("GET", ["world"]) => Ok(world(core)),
        ("GET", ["clock"]) => Ok(clock(core)),
        ("POST", ["clock"]) => move_clock(core, &body),
        ("GET", ["ledger"]) => ledger(core, call),
        ("DELETE", ["ledger"]) => {
            core.ledger.clear();
            Ok(json!({}))
        }
        ("GET", ["secrets"]) => Ok(json!({ "values": core.ledger.secret_values() })),
        ("POST", ["faults"]) => read_fault(&body).map(|fault| fault_value(&core.faults.add(fault))),
        ("DELETE", ["faults"]) => {
            core.faults.clear();
            Ok(json!({}))
        }
        (method, ["faults", id, rest @ ..]) => fault(core, call, method, id, rest).await,
        ("POST", ["revoke"]) => revoke(core, &body),
        ("POST", ["consent"]) => text(&body, "tenant").and_then(|tenant| {
            let client_id = text(&body, "client_id")?;
            crate::identity::grant_admin_consent(core, &mut core.state(), tenant, client_id);
            Ok(json!({}))
        }),
        ("POST", ["settings"]) => change_settings(&mut core.state().world, &body).map(|()| json!({})),
        ("POST", ["apps"]) => add_app(&mut core.state().world, &body).map(|()| json!({})),
        ("POST", ["apps", client_id]) => change_app(&mut core.state().world, client_id, &body).map(|()| json!({})),
        ("POST", ["apps", client_id, "certificate"]) => add_certificate(&mut core.state().world, client_id),
        ("POST", ["users", id]) => change_user(&mut core.state().world, id, &body).map(|()| json!({})),
        ("POST", ["organisations", id]) => change_organisation(&mut core.state().world, id, &body).map(|()| json!({})),
        ("POST", ["generic"]) => change_generic(&mut core.state().world, &body).map(|()| json!({})),
        ("POST", ["keys", "rotate"]) => {
            let mut state = core.state();
            state.keys.rotate(body["keep_old"].as_bool().unwrap_or(true));
            Ok(json!({ "kids": state.keys.ids() }))
        }
        ("POST", ["browser"]) => browse(core, &body).await,
        _ => return Reply::json(404, &json!({ "error": "no such control endpoint" })),
    };
    match outcome {
        Ok(value) => Reply::json(200, &value),
        Err(problem) => Reply::json(400, &json!({ "error": problem })),
    }
}

fn text<'a>(body: &'a Value, name: &str) -> Result<&'a str, String> {
    body[name].as_str().ok_or_else(|| format!("{name} is missing or not a string"))
}

fn world(core: &Core) -> Value {
    let state = core.state();
    let person = |user: &crate::world::User| {
        json!({
            "id": user.id, "username": user.username, "password": user.password,
            "display_name": user.display_name, "administrator": user.administrator,
        })
    };
    let organisations: Vec<Value> = state
        .world
        .organisations
        .iter()
        .map(|o| json!({ "id": o.id, "name": o.name, "domain": o.domain, "users": o.users.iter().map(person).collect::<Vec<_>>() }))
        .collect();
    let apps: Vec<Value> = state
        .world
        .apps
        .iter()
        .map(|app| {
            json!({
                "client_id": app.client_id, "name": app.name, "public_client": app.public_client,
                "secrets": app.secrets.iter().map(|secret| &secret.value).collect::<Vec<_>>(),
                "redirect_uris": app.redirect_uris.iter().map(|redirect| &redirect.uri).collect::<Vec<_>>(),
                "any_loopback_redirect": app.any_loopback_redirect,
                "delegated": app.delegated, "roles": app.roles,
            })
        })
        .collect();
    let generic: Vec<Value> = state
        .world
        .generic
        .clients
        .iter()
        .map(|client| json!({ "client_id": client.client_id, "secret": client.secret, "rotation": format!("{:?}", client.rotation) }))
        .collect();
    let ca_file = core.ca_file.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
    json!({
        "http_origin": core.http_origin(), "tls_origin": core.tls_origin(),
        "ca_pem": core.ca_pem, "ca_file": ca_file,
        "now_unix_ms": unix_ms(core.clock.now()),
        "organisations": organisations,
        "personal_users": state.world.personal_users.iter().map(person).collect::<Vec<_>>(),
        "apps": apps,
        "generic_clients": generic,
    })
}

fn clock(core: &Core) -> Value {
    json!({ "now_unix_ms": unix_ms(core.clock.now()), "offset_ms": core.clock.offset_ms() })
}

fn move_clock(core: &Core, body: &Value) -> Outcome {
    if body["reset"].as_bool() == Some(true) {
        core.clock.reset();
    }
    if let Some(by) = body.get("advance_ms") {
        core.clock.advance_ms(by.as_i64().ok_or("advance_ms is not a whole number")?);
    }
    Ok(clock(core))
}

/// `?kind=token_request`, `?grant_type=refresh_token`, `?since=seq` narrow the list.
fn ledger(core: &Core, call: &Call) -> Outcome {
    let entries = serde_json::to_value(core.ledger.entries()).map_err(|error| error.to_string())?;
    let Value::Array(mut entries) = entries else {
        return Err("the ledger is no list".to_owned());
    };
    for name in ["kind", "grant_type", "what", "client_id", "user_id"] {
        if let Some(wanted) = call.query.get(name) {
            entries.retain(|entry| entry[name] == wanted);
        }
    }
    if let Some(since) = call.query.get("since").and_then(|since| since.parse::<u64>().ok()) {
        entries.retain(|entry| entry["seq"].as_u64() > Some(since));
    }
    Ok(json!({ "entries": entries }))
}

fn fault_value(handle: &FaultHandle) -> Value {
    json!({ "id": handle.id(), "hits": handle.hits() })
}

async fn fault(core: &Core, call: &Call, method: &str, id: &str, rest: &[&str]) -> Outcome {
    let id = id.parse::<u64>().map_err(|_| "not a fault id")?;
    let handle = core.faults.get(id).ok_or("no such fault")?;
    match (method, rest) {
        ("GET", []) => {
            if let Some(hits) = call.query.get("wait").and_then(|hits| hits.parse().ok()) {
                handle.wait_until_hits(hits).await;
            }
        }
        ("POST", ["release"]) => handle.release(),
        ("DELETE", []) => handle.remove(),
        _ => return Err("no such action on a fault".to_owned()),
    }
    Ok(fault_value(&handle))
}

fn read_fault(body: &Value) -> Result<Fault, String> {
    let endpoint = match body["endpoint"].as_str().unwrap_or("any") {
        "token" => Endpoint::Token,
        "authorize" => Endpoint::Authorize,
        "admin_consent" => Endpoint::AdminConsent,
        "jwks" => Endpoint::Jwks,
        "discovery" => Endpoint::Discovery,
        "graph" => Endpoint::Graph,
        "revoke" => Endpoint::Revoke,
        "any" => Endpoint::Any,
        other => return Err(format!("unknown endpoint {other}")),
    };
    let status = u16::try_from(body["status"].as_u64().unwrap_or(503)).map_err(|_| "status")?;
    let mut fault = match text(body, "action")? {
        "delay" => Fault::delay(endpoint, Duration::from_millis(body["delay_ms"].as_u64().ok_or("delay_ms is missing")?)),
        "hold" => Fault::hold(endpoint),
        "hold_answer" => Fault::hold_answer(endpoint),
        "drop_before" => Fault::drop_before(endpoint),
        "drop_after" => Fault::drop_after(endpoint),
        "status" => Fault::status(endpoint, status),
        "raw" => {
            let content_type = body["content_type"].as_str().unwrap_or("application/json");
            let content = body["body"].as_str().unwrap_or_default().to_owned();
            let status = if body["status"].is_null() { 200 } else { status };
            Fault::raw(endpoint, status, content_type, Bytes::from(content))
        }
        "malformed_json" => Fault::malformed_json(endpoint),
        "redirect" => {
            let status = if body["status"].is_null() { 307 } else { status };
            Fault::redirect(endpoint, status, text(body, "location")?)
        }
        other => return Err(format!("unknown action {other}")),
    };
    if body["action"] == "status" {
        fault = match body["body"].as_str() {
            None | Some("json") => fault,
            Some("html") => fault.body(Body::Html),
            Some("empty") => fault.body(Body::Empty),
            Some(other) => fault.body(Body::Text(other.to_owned())),
        };
    }
    if let Some(seconds) = body["retry_after"].as_u64() {
        fault = fault.retry_after(seconds);
    }
    if body["after_processing"].as_bool() == Some(true) {
        fault = fault.after_processing();
    }
    if let Some(grant_type) = body["grant_type"].as_str() {
        fault = fault.grant_type(grant_type);
    }
    if let Some(prefix) = body["path"].as_str() {
        fault = fault.path(prefix);
    }
    if let Some(client_id) = body["client_id"].as_str() {
        fault = fault.client(client_id);
    }
    if let Some(skip) = body["skip"].as_u64() {
        fault = fault.skip(usize::try_from(skip).map_err(|_| "skip")?);
    }
    match &body["times"] {
        Value::Null => {}
        Value::String(always) if always == "always" => fault = fault.always(),
        times => {
            let times = times.as_u64().and_then(|times| usize::try_from(times).ok()).ok_or("times")?;
            fault = fault.times(times);
        }
    }
    Ok(fault)
}

fn revoke(core: &Core, body: &Value) -> Outcome {
    let mut state = core.state();
    let tenant_of =
        |state: &State, user: &str| state.world.people().find(|(_, known)| known.id == user).map(|(tenant, _)| tenant.to_owned());
    match text(body, "what")? {
        "user_tokens" => {
            let count = revoke::user_tokens(core, &mut state, text(body, "user")?);
            return Ok(json!({ "revoked": count }));
        }
        "user_consent" => {
            let user_id = text(body, "user")?.to_owned();
            let tenant_id = tenant_of(&state, &user_id).ok_or("no such user")?;
            revoke::user_consent(core, &mut state, &Person { tenant_id, user_id }, text(body, "client_id")?);
        }
        "tenant_consent" => {
            revoke::tenant_consent(core, &mut state, text(body, "tenant")?, text(body, "client_id")?);
        }
        "app_from_tenant" => {
            revoke::app_from_organisation(core, &mut state, text(body, "tenant")?, text(body, "client_id")?);
        }
        "disable_app" => {
            state.world.app_mut(text(body, "client_id")?).ok_or("no such app")?.disabled = true;
        }
        "password" => {
            let password = text(body, "password")?.to_owned();
            state.world.user_mut(text(body, "user")?).ok_or("no such user")?.password = password;
        }
        other => return Err(format!("unknown thing to revoke: {other}")),
    }
    Ok(json!({}))
}

fn seconds(value: &Value) -> Result<Duration, String> {
    value.as_u64().map(Duration::from_secs).ok_or_else(|| "not a number of seconds".to_owned())
}

fn range(value: &Value) -> Result<(Duration, Duration), String> {
    match value {
        Value::Array(both) if both.len() == 2 => Ok((seconds(&both[0])?, seconds(&both[1])?)),
        one => Ok((seconds(one)?, seconds(one)?)),
    }
}

fn flag(value: &Value) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| "not true or false".to_owned())
}

fn members(body: &Value) -> impl Iterator<Item = (&str, &Value)> {
    body.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn change_settings(world: &mut World, body: &Value) -> Result<(), String> {
    let settings = &mut world.settings;
    for (name, value) in members(body) {
        match name {
            "expires_in_as_string" => settings.expires_in_as_string = flag(value)?,
            "refresh_in" => settings.refresh_in = flag(value)?,
            "unknown_member" => settings.unknown_member = flag(value)?,
            "accept_real_time_assertions" => settings.accept_real_time_assertions = flag(value)?,
            "access_token_lifetime_s" => settings.access_token_lifetime = range(value)?,
            "cae_lifetime_s" => settings.cae_lifetime = seconds(value)?,
            "code_lifetime_s" => settings.code_lifetime = seconds(value)?,
            "refresh_token_idle_s" => settings.refresh_token_idle = seconds(value)?,
            "spa_refresh_token_lifetime_s" => settings.spa_refresh_token_lifetime = seconds(value)?,
            "consent_propagation_s" => settings.consent_propagation = seconds(value)?,
            "revoked_suberror" => settings.revoked_suberror = value.as_str().map(str::to_owned),
            "scope_style" => {
                settings.scope_style = match value.as_str() {
                    Some("as_requested") => ScopeStyle::AsRequested,
                    Some("short") => ScopeStyle::Short,
                    Some("full") => ScopeStyle::Full,
                    _ => return Err("scope_style".to_owned()),
                }
            }
            "access_token_format" => {
                settings.access_token_format = match value.as_str() {
                    Some("jwt") => AccessTokenFormat::Jwt,
                    Some("opaque") => AccessTokenFormat::Opaque,
                    _ => return Err("access_token_format".to_owned()),
                }
            }
            other => return Err(format!("unknown setting {other}")),
        }
    }
    Ok(())
}

/// A URI of the platform "Web", or `{"uri", "kind": "web" | "spa" | "native"}`.
fn read_redirect(value: &Value) -> Result<RedirectUri, String> {
    let (uri, kind) = match value {
        Value::String(uri) => (uri.as_str(), "web"),
        value => (text(value, "uri")?, text(value, "kind")?),
    };
    let kind = match kind {
        "web" => RedirectKind::Web,
        "spa" => RedirectKind::Spa,
        "native" => RedirectKind::Native,
        other => return Err(format!("unknown kind of redirect URI {other}")),
    };
    Ok(RedirectUri { uri: uri.to_owned(), kind })
}

/// Registers an application: `client_id`, `name`, and the members of a change.
fn add_app(world: &mut World, body: &Value) -> Result<(), String> {
    let client_id = text(body, "client_id")?;
    if world.app_mut(client_id).is_some() {
        return Err("the client id is taken".to_owned());
    }
    let mut app = App::web(client_id, text(body, "name")?, "");
    app.secrets.clear();
    world.apps.push(app);
    let rest = members(body).filter(|(name, _)| !matches!(*name, "client_id" | "name"));
    let rest: serde_json::Map<String, Value> = rest.map(|(name, value)| (name.to_owned(), value.clone())).collect();
    change_app(world, client_id, &Value::Object(rest)).inspect_err(|_| _ = world.apps.pop())
}

fn change_app(world: &mut World, client_id: &str, body: &Value) -> Result<(), String> {
    let app = world.app_mut(client_id).ok_or("no such app")?;
    for (name, value) in members(body) {
        match name {
            "secret" => {
                let value = value.as_str().ok_or("secret is not a string")?.to_owned();
                app.secrets = vec![Secret { value, expires_at: None }];
            }
            "certificate_pem" => app.certificates.push(value.as_str().ok_or("certificate_pem is not a string")?.to_owned()),
            "redirect_uri" => app.redirect_uris.push(read_redirect(value)?),
            "public_client" => {
                app.public_client = flag(value)?;
                if app.public_client {
                    app.secrets.clear();
                    app.certificates.clear();
                }
            }
            "any_loopback_redirect" => app.any_loopback_redirect = flag(value)?,
            "group_membership_claims" => app.group_membership_claims = flag(value)?,
            "disabled" => app.disabled = flag(value)?,
            "access_token_lifetime_s" => {
                app.access_token_lifetime = if value.is_null() { None } else { Some(range(value)?) };
            }
            "delegated" | "roles" => {
                let names: Vec<String> = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
                if name == "roles" { app.roles = names } else { app.delegated = names }
            }
            other => return Err(format!("unknown member {other}")),
        }
    }
    Ok(())
}

fn add_certificate(world: &mut World, client_id: &str) -> Outcome {
    let app = world.app_mut(client_id).ok_or("no such app")?;
    let made = AppCertificate::make("Authpipe sandbox client").map_err(|error| error.to_string())?;
    app.certificates.push(made.certificate_pem.clone());
    Ok(json!({
        "certificate_pem": made.certificate_pem, "private_key_pem": made.private_key_pem,
        "thumbprint_sha1": made.thumbprint_sha1, "thumbprint_sha256": made.thumbprint_sha256,
    }))
}

fn change_user(world: &mut World, id: &str, body: &Value) -> Result<(), String> {
    let user = world.user_mut(id).ok_or("no such user")?;
    for (name, value) in members(body) {
        match name {
            "password" => user.password = value.as_str().ok_or("password is not a string")?.to_owned(),
            "disabled" => user.disabled = flag(value)?,
            "administrator" => user.administrator = flag(value)?,
            "step_up" => user.step_up = value.as_str().map(str::to_owned),
            "graph_claims" => user.graph_claims = value.as_str().map(str::to_owned),
            "drive" => {
                user.drive = match value.as_str() {
                    Some("provisioned") => Drive::Provisioned,
                    Some("on_first_use") => Drive::OnFirstUse,
                    Some("unavailable") => Drive::Unavailable,
                    _ => return Err("drive".to_owned()),
                }
            }
            other => return Err(format!("unknown member {other}")),
        }
    }
    Ok(())
}

fn change_organisation(world: &mut World, id: &str, body: &Value) -> Result<(), String> {
    let organisation = world.organisation_mut(id).ok_or("no such organisation")?;
    organisation.user_consent = match body["user_consent"].as_str() {
        Some("allowed") => UserConsent::Allowed,
        Some("not_admin_restricted") => UserConsent::NotAdminRestricted,
        Some("nobody") => UserConsent::Nobody,
        _ => return Err("user_consent".to_owned()),
    };
    Ok(())
}

fn change_generic(world: &mut World, body: &Value) -> Result<(), String> {
    let generic = &mut world.generic;
    for (name, value) in members(body) {
        match name {
            "access_token_lifetime_s" => generic.access_token_lifetime = seconds(value)?,
            "code_lifetime_s" => generic.code_lifetime = seconds(value)?,
            "omit_expires_in" => generic.omit_expires_in = flag(value)?,
            "send_iss" => generic.send_iss = flag(value)?,
            "ask_consent" => generic.ask_consent = flag(value)?,
            other => return Err(format!("unknown member {other}")),
        }
    }
    Ok(())
}

/// Signs in as a person with a fresh browser and returns where it was sent back to.
async fn browse(core: &Core, body: &Value) -> Outcome {
    let username = text(body, "username")?;
    let known = {
        let state = core.state();
        state.world.people().find(|(_, user)| user.username == username).map(|(_, user)| user.password.clone())
    };
    let password = body["password"].as_str().map(str::to_owned).or(known).unwrap_or_default();
    let decision = match body["decision"].as_str() {
        None | Some("accept") => Decision::Accept,
        Some("accept_for_organisation") => Decision::AcceptForOrganisation,
        Some("cancel") => Decision::Cancel,
        Some(other) => return Err(format!("unknown decision {other}")),
    };
    let browser = Browser::with(HttpClient::new(Some(&core.ca_pem)), core.origins());
    let login = Login { username: username.to_owned(), password };
    let landed = browser.sign_in(text(body, "url")?, login, decision).await.map_err(|error| error.to_string())?;
    let form: serde_json::Map<String, Value> =
        browser.last_form().into_iter().map(|(name, value)| (name, json!(value))).collect();
    Ok(json!({ "location": landed.as_str(), "form": form }))
}
