//! Answers the routes of sessions: start, status, cancel, complete, and the provider's callback.

use serde_json::{Map, Value, json};

use super::answers::{nothing, redirect, with_cookies};
use super::members::{invalid, read_optional, read_provider, read_texts, read_variables};
use super::routes::{Call, installation_id, no_route};
use super::{guard, pages, problem, views};
use crate::base::{ConfigId, GrantId, Label, ProviderId, Result, Secret, SessionId};
use crate::engine::{
    AuthRequest, CallbackInput, CallbackOutcome, CompletionInput, CreatedSession, Ending, InstallRequest, judge_return_to,
    no_session,
};
use crate::model::config::Attachment;
use crate::model::http::HttpResponse;
use crate::model::principal::{Principal, Role};
use crate::model::session::SessionMode;

/// A request of one of our own pages that makes or ends a session.
pub(super) struct SessionChange<'a> {
    /// The page's origin.
    pub(super) origin: String,
    pub(super) body: Map<String, Value>,
    /// Who is signed in to the application.
    pub(super) principal: &'a Principal,
}

/// What a sign-in is for.
pub(super) struct Target {
    pub(super) config: Option<ConfigId>,
    pub(super) connection_id: Option<GrantId>,
    pub(super) installation_id: Option<GrantId>,
    /// The role that somebody needs for it.
    pub(super) needs: Role,
}

/// How the person comes back to the application.
struct WayBack {
    mode: SessionMode,
    return_to: Option<String>,
}

/// What a page may say that starts a session. Both routes take all of it, so that one client serves both.
const START: &[&str] = &[
    "provider",
    "config",
    "connection_id",
    "installation_id",
    "label",
    "scopes",
    "variables",
    "login_hint",
    "prompt",
    "mode",
    "return_to",
];

impl Call<'_> {
    pub(super) async fn create_session(&self) -> Result<HttpResponse> {
        let SessionChange { origin, body, principal } = self.read_change(START)?;
        let provider = read_provider(&body)?;
        let Target { config, connection_id, installation_id, needs } = self.read_target(&body, &provider, principal).await?;
        let WayBack { mode, return_to } = self.read_way_back(&body)?;
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
            login_hint: read_optional(&body, "login_hint")?.map(str::to_owned),
            prompt: read_optional(&body, "prompt")?.map(str::to_owned),
            return_to,
            mode,
            opener_origin: Some(origin),
        };
        self.engine.connector.start_auth_as(request, needs).await.map(|created| started(&created))
    }

    /// What a page wants to connect, and whether it may.
    ///
    /// # Errors
    /// - `forbidden`: the connection is the tenant's, and whoever asks is no administrator.
    /// - `not_found`, `ambiguous_config`, `provider_not_configured`: there is nothing of that name.
    pub(super) async fn read_target(
        &self,
        body: &Map<String, Value>,
        provider: &ProviderId,
        principal: &Principal,
    ) -> Result<Target> {
        let mut config = read_optional(body, "config")?.map(ConfigId::parse).transpose()?;
        let installation_id = match read_optional(body, "installation_id")? {
            Some(id) => {
                let view = self.engine.manager.get_installation(&principal.tenant_id, &installation_id(id)?).await?;
                config = config.or(Some(view.key.config));
                Some(view.id)
            }
            None => None,
        };
        let connection_id = match read_optional(body, "connection_id")? {
            Some(id) => {
                let view = self.own_connection(id, principal).await?;
                config = config.or(Some(view.key.config));
                Some(view.id)
            }
            None => None,
        };
        let needs = match self.engine.configs().resolve(provider, config.as_ref())?.attachment {
            Attachment::Tenant => Role::Admin,
            Attachment::User => Role::Member,
        };
        if needs == Role::Admin {
            guard::check_admin(principal)?;
        }
        Ok(Target { config, connection_id, installation_id, needs })
    }

    pub(super) async fn create_install(&self) -> Result<HttpResponse> {
        let SessionChange { origin, body, principal } = self.read_change(START)?;
        guard::check_admin(principal)?;
        let WayBack { mode, return_to } = self.read_way_back(&body)?;
        let request = InstallRequest {
            provider: read_provider(&body)?,
            config: read_optional(&body, "config")?.map(ConfigId::parse).transpose()?,
            tenant_id: principal.tenant_id.clone(),
            user_id: principal.user_id.clone(),
            login_hint: read_optional(&body, "login_hint")?.map(str::to_owned),
            prompt: read_optional(&body, "prompt")?.map(str::to_owned),
            variables: read_variables(&body)?,
            return_to,
            mode,
            opener_origin: Some(origin),
        };
        self.engine.connector.start_install_as(request, Role::Admin).await.map(|created| started(&created))
    }

    /// What a page asks for; `known` are the members that the route takes.
    pub(super) fn read_change(&self, known: &[&str]) -> Result<SessionChange<'_>> {
        let origin = guard::check_change(&self.request, self.base_url, &self.routes.allowed_origins)?;
        let principal = self.principal()?;
        let body = guard::read_body(&self.request)?;
        guard::check_identity(&body, principal)?;
        guard::check_members(&body, known)?;
        Ok(SessionChange { origin, body, principal })
    }

    fn read_way_back(&self, body: &Map<String, Value>) -> Result<WayBack> {
        let mode = read_optional(body, "mode")?.unwrap_or("popup");
        let mode = SessionMode::parse(mode).ok_or_else(|| invalid("mode must be \"popup\" or \"redirect\"."))?;
        let return_to = read_optional(body, "return_to")?
            .map(|text| judge_return_to(text, self.base_url, &self.routes.allowed_return_origins))
            .transpose()?;
        match (mode, &return_to) {
            (SessionMode::Redirect, None) => Err(invalid("mode \"redirect\" needs ⟨return_to⟩.")),
            _ => Ok(WayBack { mode, return_to }),
        }
    }

    pub(super) async fn read_session(&self, id: &str) -> Result<HttpResponse> {
        let principal = self.principal()?;
        let view = self.engine.connector.view_session(&session_id(id)?, principal).await?;
        Ok(problem::json_answer(200, &views::session(&view)))
    }

    pub(super) async fn cancel_session(&self, id: &str) -> Result<HttpResponse> {
        guard::check_change(&self.request, self.base_url, &self.routes.allowed_origins)?;
        let principal = self.principal()?;
        guard::check_no_body(&self.request, principal)?;
        self.engine.connector.cancel_session(&session_id(id)?, principal).await?;
        Ok(nothing())
    }

    pub(super) async fn complete_session(&self, id: &str) -> Result<HttpResponse> {
        let SessionChange { body, principal, .. } = self.read_change(&["completion"])?;
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
            CallbackOutcome::Resume { .. } | CallbackOutcome::AwaitCompletion { .. } => return Err(no_session()),
        };
        response.headers.push(("referrer-policy".into(), "no-referrer".into()));
        Ok(response)
    }

    pub(super) async fn callback(self, config: &str) -> Result<HttpResponse> {
        let config = ConfigId::parse(config).map_err(|_| no_route())?;
        let cookies = self.request.cookies();
        let input = CallbackInput {
            config,
            cookies: cookies.clone(),
            raw: Secret::from(self.request.query.as_str()),
            principal: self.principal,
        };
        Ok(match self.engine.connector.finish(input).await? {
            CallbackOutcome::Ended(ending) => {
                let kept =
                    self.engine.connector.keep_binding(&ending.session_id, cookies.as_ref().map(|cookies| cookies.as_str()))?;
                with_cookies(ended(&ending), &kept)
            }
            CallbackOutcome::Continue { location, set_cookie } => with_cookies(redirect(&location), &set_cookie),
            CallbackOutcome::Resume { location } => pages::resume_page(&location),
            CallbackOutcome::AwaitCompletion { location } => redirect(&location),
        })
    }
}

fn ended(ending: &Ending) -> HttpResponse {
    match (ending.mode, &ending.return_to) {
        (SessionMode::Redirect, Some(return_to)) => redirect(return_to),
        _ => pages::closing_page(ending),
    }
}

fn started(created: &CreatedSession) -> HttpResponse {
    with_cookies(problem::json_answer(201, &views::created(created)), &created.set_cookie)
}

pub(super) fn session_id(text: &str) -> Result<SessionId> {
    SessionId::parse(text).map_err(|_| no_session())
}
