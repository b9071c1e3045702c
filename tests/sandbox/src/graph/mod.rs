//! The part of Microsoft Graph that OneDrive needs.

mod drive;

use http::header::WWW_AUTHENTICATE;
use serde_json::{Value, json};

use crate::clock::{unix_seconds, written};
use crate::identity::subject;
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Reply};
use crate::random::make_guid;
use crate::server::describe;
use crate::state::{AccessToken, Core, State};
use crate::world::{PERSONAL_TENANT, User};

/// A refusal in Graph's form.
struct GraphError {
    status: u16,
    code: &'static str,
    message: &'static str,
    challenge: Option<String>,
}

fn refuse(status: u16, code: &'static str, message: &'static str) -> GraphError {
    GraphError { status, code, message, challenge: None }
}

fn forbidden() -> GraphError {
    refuse(403, "accessDenied", "Access denied")
}

/// A judged request: the token and, for delegated tokens, its person.
struct Caller {
    token: AccessToken,
    user: Option<User>,
}

impl Caller {
    fn has(&self, accepted: impl Fn(&str) -> bool) -> bool {
        self.token.permissions.iter().any(|name| accepted(name))
    }

    fn user(&self) -> Result<&User, GraphError> {
        let message = "/me request is only valid with delegated authentication flow.";
        self.user.as_ref().ok_or_else(|| refuse(400, "BadRequest", message))
    }

    fn is_personal(&self) -> bool {
        self.token.tenant_id == PERSONAL_TENANT
    }
}

/// Routes a request below `/v1.0`.
pub(crate) fn handle(core: &Core, call: &Call, path: &[&str]) -> Reply {
    if let ("GET", [file @ .., "content"]) = (call.method.as_str(), path) {
        return answer(core, call, drive::content, |state, caller| route(core, call, file, state, caller));
    }
    answer(core, call, |body| Ok(Reply::json(200, &body)), |state, caller| route(core, call, path, state, caller))
}

fn route(core: &Core, call: &Call, path: &[&str], state: &mut State, caller: &Caller) -> Result<Value, GraphError> {
    match (call.method.as_str(), path) {
        ("GET", ["me"]) => me(caller),
        ("GET", ["me", "drive", rest @ ..]) => drive::in_own(state, caller, rest),
        ("GET", ["me", "drives"]) => drive::own_list(state, caller),
        ("GET", ["users", id, "drive", rest @ ..]) => drive::in_drive_of(state, caller, id, rest),
        ("GET", ["drives", id, rest @ ..]) => drive::in_drive(state, caller, id, rest),
        ("GET", ["sites", "root"]) => drive::root_site(state, caller),
        ("GET", ["organization"]) => organization(state, caller),
        ("POST", ["me", "revokeSignInSessions"]) => revoke_sign_in_sessions(core, state, caller),
        _ => Err(refuse(400, "BadRequest", "Resource not found for the segment.")),
    }
}

/// `GET /oidc/userinfo`. The subject is that of the ID token (OpenID Connect Core §5.3.2).
pub(crate) fn userinfo(core: &Core, call: &Call) -> Reply {
    answer(
        core,
        call,
        |body| Ok(Reply::json(200, &body)),
        |_, caller| {
            let user = caller.user()?;
            let sub = subject(&caller.token.client_id, &user.id);
            Ok(json!({ "sub": sub, "name": user.display_name, "email": user.username }))
        },
    )
}

/// The body of an injected failure.
pub(crate) fn fault_body(status: u16) -> Reply {
    let code = match status {
        401 => "InvalidAuthenticationToken",
        403 => "accessDenied",
        429 => "activityLimitReached",
        503 => "serviceNotAvailable",
        _ => "generalException",
    };
    Reply::json(status, &json!({ "error": { "code": code, "message": "injected by the sandbox" } }))
}

fn answer(
    core: &Core,
    call: &Call,
    write: impl FnOnce(Value) -> Result<Reply, GraphError>,
    action: impl FnOnce(&mut State, &Caller) -> Result<Value, GraphError>,
) -> Reply {
    let mut entry = describe(call, Kind::Graph);
    let mut state = core.state();
    let outcome = authenticate(core, &state, call, &mut entry).and_then(|caller| write(action(&mut state, &caller)?));
    let reply = match outcome {
        Ok(reply) => reply,
        Err(error) => {
            entry.error = Some(error.code.to_owned());
            let request_id = make_guid();
            let body = json!({ "error": {
                "code": error.code,
                "message": error.message,
                "innerError": {
                    "date": written(core.clock.now()).replace(' ', "T").trim_end_matches('Z'),
                    "request-id": request_id,
                    "client-request-id": call.header("client-request-id").unwrap_or(&request_id),
                },
            }});
            let reply = Reply::json(error.status, &body);
            match error.challenge {
                Some(challenge) => reply.header(WWW_AUTHENTICATE, &challenge),
                None => reply,
            }
        }
    };
    let seq = core.ledger.add(entry);
    reply.entry(seq)
}

fn authenticate(core: &Core, state: &State, call: &Call, entry: &mut Entry) -> Result<Caller, GraphError> {
    let unauthorized = |message| GraphError {
        challenge: Some(format!(
            "Bearer realm=\"\", authorization_uri=\"{}/common/oauth2/authorize\", client_id=\"00000003-0000-0000-c000-000000000000\"",
            call.origin
        )),
        ..refuse(401, "InvalidAuthenticationToken", message)
    };
    let bearer = call.bearer().ok_or_else(|| unauthorized("Access token is empty."))?;
    let Some(token) = state.access_tokens.get(bearer).cloned() else {
        let message = if bearer.contains('.') { "Invalid audience or signature." } else { "CompactToken parsing failed." };
        return Err(unauthorized(message));
    };
    entry.client_id = Some(token.client_id.clone());
    entry.tenant_id = Some(token.tenant_id.clone());
    entry.user_id.clone_from(&token.user_id);
    if core.clock.now() >= token.expires_at {
        return Err(unauthorized("Access token has expired or is not yet valid."));
    }
    if token.revoked && token.cae {
        return Err(GraphError {
            challenge: Some(claims_challenge(core, call)),
            ..unauthorized("Continuous access evaluation resulted in challenge.")
        });
    }
    let user = match &token.user_id {
        None => None,
        Some(id) => {
            Some(state.world.find_person(&token.tenant_id, id).cloned().ok_or_else(|| unauthorized("The user does not exist."))?)
        }
    };
    if let Some(wanted) = user.as_ref().and_then(|user| user.graph_claims.as_deref())
        && !satisfies(token.claims.as_deref(), wanted)
    {
        return Err(GraphError {
            challenge: Some(challenge(call, wanted)),
            ..unauthorized("The token does not satisfy the organisation's policy.")
        });
    }
    Ok(Caller { token, user })
}

/// Whether a token that was issued for some claims fulfils a challenge: every member that is asked for was named.
fn satisfies(issued_for: Option<&str>, wanted: &str) -> bool {
    let read = |text: &str| serde_json::from_str::<Value>(text).ok().and_then(|value| value["access_token"].as_object().cloned());
    let (Some(wanted), Some(issued_for)) = (read(wanted), issued_for.and_then(read)) else { return false };
    wanted.iter().all(|(name, value)| issued_for.get(name) == Some(value))
}

/// The challenge of continuous access evaluation: a token issued from now on is wanted.
fn claims_challenge(core: &Core, call: &Call) -> String {
    let since = unix_seconds(core.clock.now()).to_string();
    let claims = json!({ "access_token": { "nbf": { "essential": true, "value": since } } });
    challenge(call, &claims.to_string())
}

fn challenge(call: &Call, claims: &str) -> String {
    use base64::Engine as _;
    format!(
        "Bearer realm=\"\", authorization_uri=\"{}/common/oauth2/authorize\", error=\"insufficient_claims\", claims=\"{}\"",
        call.origin,
        base64::engine::general_purpose::STANDARD.encode(claims)
    )
}

fn me(caller: &Caller) -> Result<Value, GraphError> {
    let user = caller.user()?;
    if !caller.has(|name| name.starts_with("User.Read") || name.starts_with("Directory.")) {
        return Err(refuse(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."));
    }
    Ok(json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users/$entity",
        "id": user.id, "displayName": user.display_name, "userPrincipalName": user.username, "mail": user.username,
    }))
}

fn organization(state: &State, caller: &Caller) -> Result<Value, GraphError> {
    if caller.is_personal() {
        return Err(refuse(401, "InvalidAuthenticationToken", "This API is not supported for MSA accounts."));
    }
    let app_only = caller.user.is_none();
    let allowed = caller.has(|name| {
        name.starts_with("Directory.Read")
            || name.starts_with("Organization.Read")
            || (!app_only && name.starts_with("User.Read"))
    });
    if !allowed {
        return Err(refuse(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."));
    }
    let organisation = state
        .world
        .find_organisation(&caller.token.tenant_id)
        .ok_or_else(|| refuse(404, "Request_ResourceNotFound", "Resource not found."))?;
    Ok(json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#organization",
        "value": [{
            "id": organisation.id, "displayName": organisation.name,
            "verifiedDomains": [{ "name": organisation.domain, "isDefault": true, "isInitial": true }],
        }],
    }))
}

fn revoke_sign_in_sessions(core: &Core, state: &mut State, caller: &Caller) -> Result<Value, GraphError> {
    let user = caller.user()?;
    if caller.is_personal() {
        return Err(refuse(401, "InvalidAuthenticationToken", "This API is not supported for MSA accounts."));
    }
    let enough = ["User.RevokeSessions.All", "User.ReadWrite.All", "Directory.ReadWrite.All"];
    if !caller.has(|name| enough.contains(&name)) {
        return Err(refuse(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."));
    }
    crate::revoke::user_tokens(core, state, &user.id);
    Ok(json!({ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#Edm.Boolean", "value": true }))
}
