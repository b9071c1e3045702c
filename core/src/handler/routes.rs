//! The routes, their methods, and what each does.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use url::Url;

use super::{Routes, guard, pages, problem, views};
use crate::base::{ConfigId, Error, ErrorCode, GrantId, Label, ProviderId, Result, Secret, SessionId};
use crate::engine::{
    AuthRequest, CallbackInput, CallbackOutcome, CompletionInput, CreatedSession, Ending, Engine, InstallRequest, ListQuery,
    judge_return_to,
};
use crate::model::config::Attachment;
use crate::model::http::{HttpRequest, HttpResponse};
use crate::model::principal::{Principal, Role};
use crate::model::session::SessionMode;

/// The most connections in one answer.
const PAGE: usize = 50;

/// A route with what its path names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Route {
    Providers,
    CreateSession,
    CreateInstall,
    ReadSession(String),
    CancelSession(String),
    CompleteSession(String),
    Callback(String),
    ListConnections,
    ReadConnection(String),
    DeleteConnection(String),
    ListInstallations,
    DeleteInstallation(String),
}

impl Route {
    pub(super) fn needs_principal(&self) -> bool {
        !matches!(self, Route::Providers)
    }
}

/// Finds a route.
///
/// # Errors
/// - `not_found`, `method_not_allowed`.
pub(super) fn find(method: &str, path: &str) -> Result<Route> {
    let parts: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
    let id = |text: &str| text.to_owned();
    let by_method = |routes: Vec<(&str, Route)>| {
        let allowed: Vec<&str> = routes.iter().map(|(method, _)| *method).collect();
        let allowed = allowed.join(", ");
        routes
            .into_iter()
            .find(|(candidate, _)| *candidate == method)
            .map(|(_, route)| route)
            .ok_or_else(|| Error::new(ErrorCode::MethodNotAllowed, format!("This route takes {allowed}.")))
    };
    match parts.as_slice() {
        ["providers"] => by_method(vec![("GET", Route::Providers)]),
        ["oauth", "sessions"] => by_method(vec![("POST", Route::CreateSession)]),
        ["oauth", "installs"] => by_method(vec![("POST", Route::CreateInstall)]),
        ["oauth", "sessions", session] => {
            by_method(vec![("GET", Route::ReadSession(id(session))), ("DELETE", Route::CancelSession(id(session)))])
        }
        ["oauth", "sessions", session, "complete"] => by_method(vec![("POST", Route::CompleteSession(id(session)))]),
        ["oauth", "callback", config] => by_method(vec![("GET", Route::Callback(id(config)))]),
        ["connections"] => by_method(vec![("GET", Route::ListConnections)]),
        ["connections", connection] => {
            by_method(vec![("GET", Route::ReadConnection(id(connection))), ("DELETE", Route::DeleteConnection(id(connection)))])
        }
        ["installations"] => by_method(vec![("GET", Route::ListInstallations)]),
        ["installations", installation] => by_method(vec![("DELETE", Route::DeleteInstallation(id(installation)))]),
        _ => Err(Error::new(ErrorCode::NotFound, "There is no such route.")),
    }
}

/// The methods that a path takes.
pub(super) fn methods(path: &str) -> Vec<&'static str> {
    ["GET", "POST", "DELETE"].into_iter().filter(|method| find(method, path).is_ok()).collect()
}

/// The path below the mount point. A router may have taken the mount off or not, and the mount may be called like a route, so it
/// is taken off where that leaves a route: below `/oauth`, `/oauth/sessions` is what a router has left of a longer path, and
/// `/oauth/connections` is whole.
pub(super) fn below_mount<'a>(mount: &str, path: &'a str) -> &'a str {
    let rest = path.strip_prefix(mount).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let is_route = |path: &str| !methods(path).is_empty();
    match rest {
        Some(rest) if is_route(rest) || !is_route(path) => {
            if rest.is_empty() {
                "/"
            } else {
                rest
            }
        }
        _ => path,
    }
}

struct Call<'a> {
    routes: &'a Routes,
    engine: &'a Arc<Engine>,
    base_url: &'a Url,
    request: HttpRequest,
    principal: Option<Principal>,
}

pub(super) async fn dispatch(
    routes: &Routes,
    engine: &Arc<Engine>,
    base_url: &Url,
    request: HttpRequest,
    principal: Option<Principal>,
) -> Result<HttpResponse> {
    if request.method == "OPTIONS" {
        return Ok(preflight());
    }
    let route = find(&request.method, &request.path)?;
    let call = Call { routes, engine, base_url, request, principal };
    match route {
        Route::Providers => Ok(call.providers()),
        Route::CreateSession => call.create_session().await,
        Route::CreateInstall => call.create_install().await,
        Route::ReadSession(id) => call.read_session(&id).await,
        Route::CancelSession(id) => call.cancel_session(&id).await,
        Route::CompleteSession(id) => call.complete_session(&id).await,
        Route::Callback(config) => call.callback(&config).await,
        Route::ListConnections => call.list_connections().await,
        Route::ReadConnection(id) => call.read_connection(&id).await,
        Route::DeleteConnection(id) => call.delete_connection(&id).await,
        Route::ListInstallations => call.list_installations().await,
        Route::DeleteInstallation(id) => call.delete_installation(&id).await,
    }
}

/// Which page may call is said by the CORS headers that [`Routes::handle`] adds for listed origins only.
fn preflight() -> HttpResponse {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    HttpResponse {
        status: 204,
        headers: vec![
            header("access-control-allow-methods", "GET, POST, DELETE"),
            header("access-control-allow-headers", "authorization, content-type, x-authpipe"),
            header("access-control-max-age", "600"),
        ],
        body: Vec::new(),
    }
}

impl Call<'_> {
    fn principal(&self) -> Result<&Principal> {
        guard::signed_in(self.principal.as_ref(), &self.request)
    }

    fn providers(&self) -> HttpResponse {
        let providers: Vec<Value> = self.engine.configs().enabled().map(|config| views::provider(config)).collect();
        problem::json_answer(200, &json!({ "providers": providers }))
    }

    async fn create_session(&self) -> Result<HttpResponse> {
        let (origin, body, principal) = self.read_change()?;
        let provider = read_provider(&body)?;
        let mut config = read_optional(&body, "config")?.map(ConfigId::parse).transpose()?;
        let installation_id = match read_optional(&body, "installation_id")? {
            Some(id) => {
                let view = self.engine.manager.get_installation(&principal.tenant_id, &installation_id(id)?).await?;
                config = config.or(Some(view.key.config));
                Some(view.id)
            }
            None => None,
        };
        let connection_id = match read_optional(&body, "connection_id")? {
            Some(id) => {
                let view = self.own_connection(id, principal).await?;
                config = config.or(Some(view.key.config));
                Some(view.id)
            }
            None => None,
        };
        if self.engine.configs().resolve(&provider, config.as_ref())?.attachment == Attachment::Tenant {
            guard::check_admin(principal)?;
        }
        let (mode, return_to) = self.read_way_back(&body)?;
        let request = AuthRequest {
            provider,
            config,
            tenant_id: principal.tenant_id.clone(),
            user_id: principal.user_id.clone(),
            connection_id,
            installation_id,
            label: Label::parse(read_optional(&body, "label")?.unwrap_or_default())?,
            scopes: read_texts(&body, "scopes")?,
            variables: read_variables(&body)?,
            return_to,
            mode,
            opener_origin: Some(origin),
        };
        self.engine.connector.start_auth(request).await.map(|created| started(&created))
    }

    async fn create_install(&self) -> Result<HttpResponse> {
        let (origin, body, principal) = self.read_change()?;
        guard::check_admin(principal)?;
        let (mode, return_to) = self.read_way_back(&body)?;
        let request = InstallRequest {
            provider: read_provider(&body)?,
            config: read_optional(&body, "config")?.map(ConfigId::parse).transpose()?,
            tenant_id: principal.tenant_id.clone(),
            user_id: principal.user_id.clone(),
            return_to,
            mode,
            opener_origin: Some(origin),
        };
        self.engine.connector.start_install(request).await.map(|created| started(&created))
    }

    fn read_change(&self) -> Result<(String, Map<String, Value>, &Principal)> {
        let origin = guard::check_change(&self.request, self.base_url, &self.routes.allowed_origins)?;
        let principal = self.principal()?;
        let body = guard::read_body(&self.request)?;
        guard::check_identity(&body, principal)?;
        Ok((origin, body, principal))
    }

    fn read_way_back(&self, body: &Map<String, Value>) -> Result<(SessionMode, Option<String>)> {
        let mode = read_optional(body, "mode")?.unwrap_or("popup");
        let mode = SessionMode::parse(mode).ok_or_else(|| invalid("mode must be \"popup\" or \"redirect\"."))?;
        let return_to = read_optional(body, "return_to")?
            .map(|text| judge_return_to(text, self.base_url, &self.routes.allowed_return_origins))
            .transpose()?;
        match (mode, &return_to) {
            (SessionMode::Redirect, None) => Err(invalid("mode \"redirect\" needs return_to.")),
            _ => Ok((mode, return_to)),
        }
    }

    async fn read_session(&self, id: &str) -> Result<HttpResponse> {
        let principal = self.principal()?;
        let view = self.engine.connector.view_session(&session_id(id)?, principal).await?;
        Ok(problem::json_answer(200, &views::session(&view)))
    }

    async fn cancel_session(&self, id: &str) -> Result<HttpResponse> {
        guard::check_change(&self.request, self.base_url, &self.routes.allowed_origins)?;
        let principal = self.principal()?;
        self.engine.connector.cancel_session(&session_id(id)?, principal).await?;
        Ok(nothing())
    }

    async fn complete_session(&self, id: &str) -> Result<HttpResponse> {
        let (_, body, principal) = self.read_change()?;
        let completion = read_optional(&body, "completion")?.ok_or_else(|| invalid("completion is missing."))?;
        let id = session_id(id)?;
        let input =
            CompletionInput { session_id: id.clone(), completion: Secret::from(completion), principal: principal.clone() };
        let outcome = self.engine.connector.complete(input).await?;
        let mut response = match outcome {
            // The second step of an installation: the page itself goes there.
            CallbackOutcome::Continue { location, set_cookie } => {
                let body = json!({ "session_id": id, "status": "pending", "authorization_url": location });
                with_cookies(problem::json_answer(200, &body), &set_cookie)
            }
            CallbackOutcome::Ended(ending) => {
                let view = views::session(&self.engine.connector.view_session(&id, principal).await?);
                with_cookies(problem::json_answer(200, &view), std::slice::from_ref(&ending.clear_cookie))
            }
            // The answer is judged with a principal at hand, so nothing waits for one any more.
            CallbackOutcome::Resume { .. } | CallbackOutcome::AwaitCompletion { .. } => return Err(session_missing()),
        };
        response.headers.push(("referrer-policy".into(), "no-referrer".into()));
        Ok(response)
    }

    async fn callback(self, config: &str) -> Result<HttpResponse> {
        let config = ConfigId::parse(config).map_err(|_| Error::new(ErrorCode::NotFound, "There is no such route."))?;
        let input = CallbackInput {
            config,
            cookies: self.request.cookies(),
            raw: Secret::new(self.request.query),
            principal: self.principal,
        };
        Ok(match self.engine.connector.finish(input).await? {
            CallbackOutcome::Ended(ending) => ended(&ending),
            CallbackOutcome::Continue { location, set_cookie } => with_cookies(redirect(&location), &set_cookie),
            CallbackOutcome::Resume { location } => pages::resume_page(&location),
            CallbackOutcome::AwaitCompletion { location } => redirect(&location),
        })
    }

    async fn list_connections(&self) -> Result<HttpResponse> {
        let principal = self.principal()?;
        let (provider, after) = self.read_list_query()?;
        // Asked of the store for this user: neither the cursor nor a half-empty page tells of other users' connections.
        let query = ListQuery {
            tenant_id: Some(principal.tenant_id.clone()),
            user_id: Some(principal.user_id.clone()),
            provider,
            after,
            limit: Some(PAGE),
            ..ListQuery::default()
        };
        let page = self.engine.manager.list_visible_connections(&query).await?;
        let shown: Vec<Value> = page.data.iter().map(views::connection).collect();
        Ok(problem::json_answer(200, &json!({ "connections": shown, "next": page.next })))
    }

    async fn read_connection(&self, id: &str) -> Result<HttpResponse> {
        let principal = self.principal()?;
        let view = self.own_connection(id, principal).await?;
        Ok(problem::json_answer(200, &views::connection(&view)))
    }

    async fn delete_connection(&self, id: &str) -> Result<HttpResponse> {
        guard::check_change(&self.request, self.base_url, &self.routes.allowed_origins)?;
        let principal = self.principal()?;
        let view = self.own_connection(id, principal).await?;
        if view.key.user_id.is_none() {
            guard::check_admin(principal)?;
        }
        self.engine.manager.delete_connection(&principal.tenant_id, &view.id).await?;
        Ok(nothing())
    }

    async fn own_connection(&self, id: &str, principal: &Principal) -> Result<crate::model::grant::GrantView> {
        let absent = || Error::new(ErrorCode::NotConnected, "There is no such connection.");
        let id = GrantId::parse(id).map_err(|_| absent())?;
        let view = self.engine.manager.get_connection(&principal.tenant_id, &id).await.map_err(|error| match error.code() {
            ErrorCode::NotConnected => absent(),
            _ => error,
        })?;
        if is_own(&view, principal) { Ok(view) } else { Err(absent()) }
    }

    async fn list_installations(&self) -> Result<HttpResponse> {
        let principal = self.principal()?;
        let (provider, after) = self.read_list_query()?;
        let query = ListQuery { tenant_id: Some(principal.tenant_id.clone()), provider, after, ..ListQuery::default() };
        let page = self.engine.manager.list_installations(&query).await?;
        let all: Vec<Value> = page.data.iter().map(views::installation).collect();
        Ok(problem::json_answer(200, &json!({ "installations": all, "next": page.next })))
    }

    async fn delete_installation(&self, id: &str) -> Result<HttpResponse> {
        guard::check_change(&self.request, self.base_url, &self.routes.allowed_origins)?;
        let principal = self.principal()?;
        guard::check_admin(principal)?;
        self.engine.manager.delete_installation(&principal.tenant_id, &installation_id(id)?).await?;
        Ok(nothing())
    }

    fn read_list_query(&self) -> Result<(Option<ProviderId>, Option<String>)> {
        let mut provider = None;
        let mut after = None;
        for (name, value) in url::form_urlencoded::parse(self.request.query.as_bytes()) {
            match name.as_ref() {
                "provider" => provider = Some(ProviderId::parse(&value)?),
                "after" => after = Some(value.into_owned()),
                _ => {}
            }
        }
        Ok((provider, after))
    }
}

/// What is no id at all is as absent as an id that names nothing.
fn installation_id(id: &str) -> Result<GrantId> {
    GrantId::parse(id).map_err(|_| Error::new(ErrorCode::InstallationNotFound, "There is no such installation."))
}

/// A user sees their own connections and those that belong to the whole tenant; an administrator sees no other user's.
fn is_own(view: &crate::model::grant::GrantView, principal: &Principal) -> bool {
    match &view.key.user_id {
        Some(user_id) => *user_id == principal.user_id,
        None => matches!(principal.role, Role::Admin | Role::Member),
    }
}

fn ended(ending: &Ending) -> HttpResponse {
    match (ending.mode, &ending.return_to) {
        (SessionMode::Redirect, Some(return_to)) => with_cookies(redirect(return_to), std::slice::from_ref(&ending.clear_cookie)),
        _ => pages::closing_page(ending),
    }
}

fn started(created: &CreatedSession) -> HttpResponse {
    with_cookies(problem::json_answer(201, &views::created(created)), &created.set_cookie)
}

fn with_cookies(mut response: HttpResponse, cookies: &[String]) -> HttpResponse {
    response.headers.extend(cookies.iter().map(|cookie| ("set-cookie".to_owned(), cookie.clone())));
    response
}

/// See other (RFC 9700 §4.12: never 307, which would repeat a POST).
fn redirect(location: &str) -> HttpResponse {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    HttpResponse {
        status: 303,
        headers: vec![
            header("location", location),
            header("cache-control", "no-store"),
            header("referrer-policy", "no-referrer"),
        ],
        body: Vec::new(),
    }
}

fn nothing() -> HttpResponse {
    HttpResponse { status: 204, headers: vec![("cache-control".into(), "no-store".into())], body: Vec::new() }
}

fn session_id(text: &str) -> Result<SessionId> {
    SessionId::parse(text).map_err(|_| session_missing())
}

fn session_missing() -> Error {
    Error::new(ErrorCode::NotFound, "There is no such session.")
}

fn invalid(message: &str) -> Error {
    Error::new(ErrorCode::InvalidRequest, message)
}

fn read_provider(body: &Map<String, Value>) -> Result<ProviderId> {
    ProviderId::parse(read_optional(body, "provider")?.ok_or_else(|| invalid("provider is missing."))?)
}

fn read_optional<'a>(body: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(invalid(&format!("{name} must be a string."))),
    }
}

fn read_texts(body: &Map<String, Value>, name: &str) -> Result<Vec<String>> {
    let wrong = || invalid(&format!("{name} must be a list of at most 100 strings."));
    match body.get(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(list)) if list.len() <= 100 => {
            list.iter().map(|value| value.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
        }
        Some(_) => Err(wrong()),
    }
}

fn read_variables(body: &Map<String, Value>) -> Result<BTreeMap<String, String>> {
    let wrong = || invalid("template_variables must be an object of strings.");
    match body.get("template_variables") {
        None | Some(Value::Null) => Ok(BTreeMap::new()),
        Some(Value::Object(object)) if object.len() <= 32 => object
            .iter()
            .map(|(name, value)| value.as_str().map(|value| (name.clone(), value.to_owned())).ok_or_else(wrong))
            .collect(),
        Some(_) => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mount_is_taken_off_where_it_is_there() {
        for (mount, path, below) in [
            ("", "/providers", "/providers"),
            ("/api/authpipe", "/api/authpipe/providers", "/providers"),
            ("/api/authpipe", "/providers", "/providers"),
            ("/api/authpipe", "/api/authpipe/oauth/callback/acme", "/oauth/callback/acme"),
            ("/api/authpipe", "/api/authpipe-other/providers", "/api/authpipe-other/providers"),
            ("/api/authpipe", "/api/authpipe", "/"),
            ("/api/authpipe", "/api/authpipe/nowhere", "/nowhere"),
            // Mounts that are called like routes, below a router that takes them off and below one that does not.
            ("/oauth", "/oauth/sessions", "/oauth/sessions"),
            ("/oauth", "/oauth/oauth/sessions", "/oauth/sessions"),
            ("/oauth", "/oauth/callback/acme", "/oauth/callback/acme"),
            ("/oauth", "/oauth/oauth/callback/acme", "/oauth/callback/acme"),
            ("/oauth", "/connections", "/connections"),
            ("/oauth", "/oauth/connections", "/connections"),
            ("/connections", "/connections", "/connections"),
            ("/connections", "/connections/con_1", "/connections/con_1"),
            ("/connections", "/connections/connections", "/connections"),
            ("/connections", "/connections/connections/con_1", "/connections/con_1"),
            ("/connections", "/connections/providers", "/providers"),
        ] {
            assert_eq!(below_mount(mount, path), below, "{path} below {mount}");
        }
    }
}
