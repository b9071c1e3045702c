//! Sessions of native apps (RFC 8252): no web server and no cookie. The answer comes back to this process, by a scheme or a port
//! that another program may have taken too (§8.6), so what finishes a session, the binding and the PKCE verifier, is held in memory, or kept by
//! the program itself as `kept_session` says; never in the vault.

use std::collections::BTreeMap;
use std::sync::Arc;

use url::Url;

use crate::base::encoding::hash_token;
use crate::base::{
    ConfigId, Error, ErrorCode, GrantId, Label, ProviderId, Result, Secret, SessionId, TenantId, Timestamp, UserId,
};
use crate::catalog;
use crate::engine::common::errors::{self, flow};
use crate::model::config::ProviderConfig;
use crate::model::definition::Pkce;
use crate::model::grant::GrantView;
use crate::model::native_redirect::{NativeRedirect, NativeRedirectKind};
use crate::model::principal::Principal;
use crate::model::session::{Session, SessionMode, SessionStatus};
use crate::protocol::callback::{self, BrowserBound};

use super::beginning::Plan;
use super::start::{Planned, WayBack};
use super::{AuthRequest, CallbackOutcome, Connector, of_config};

/// A native app's request for a user's authorization (RFC 8252).
#[derive(Clone, Debug)]
pub struct NativeRequest {
    /// The provider.
    pub provider: ProviderId,
    /// The config; needed where the provider has several.
    pub config: Option<ConfigId>,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The user.
    pub user_id: UserId,
    /// Tells several accounts of the user apart.
    pub label: Label,
    /// Scopes within the config's `scopes` and `optional_scopes`; empty: the config's `scopes`.
    pub scopes: Vec<String>,
    /// Values of the definition's variables.
    pub variables: BTreeMap<String, String>,
    /// The connection to reconnect; then its label counts, and another account is refused.
    pub connection_id: Option<GrantId>,
    /// What the person signs in with at the provider, such as an e-mail address: 1 to 320 bytes. It is put into the authorization URL,
    /// and stored nowhere; a provider that takes no hint is sent none. Default: that of the account that is connected again.
    pub login_hint: Option<String>,
    /// What the provider is to ask the person, such as `select_account` or `login`: one or more, separated by spaces, of those that the
    /// definition lists. Default: where it is a further account of the user, which one.
    pub prompt: Option<String>,
    /// Where the answer comes back: a scheme of the app, an https address it has claimed, or `http://127.0.0.1:<port>/path`.
    /// Default: the config's. If both are given they must agree; only a loopback port may be added.
    pub redirect_uri: Option<String>,
}

impl NativeRequest {
    /// A request with everything else empty.
    pub fn new(provider: ProviderId, tenant_id: TenantId, user_id: UserId) -> Self {
        NativeRequest {
            provider,
            config: None,
            tenant_id,
            user_id,
            label: Label::empty(),
            scopes: Vec::new(),
            variables: BTreeMap::new(),
            connection_id: None,
            login_hint: None,
            prompt: None,
            redirect_uri: None,
        }
    }
}

/// A native app's session. Keep it until the callback arrives: nothing but this object can finish it (RFC 8252 §8.1, §8.6), or what
/// [`NativeSession::to_keep`] gives of it. Nothing of that is in the vault.
pub struct NativeSession(Arc<Held>);

/// What a session's creator holds.
pub(crate) struct Held {
    pub(super) session_id: SessionId,
    pub(super) authorization_url: String,
    pub(super) expires_at: Timestamp,
    pub(super) redirect: NativeRedirect,
    pub(super) creator: Principal,
    pub(super) binding: Secret<String>,
    pub(super) verifier: Secret<String>,
}

impl NativeSession {
    /// The session's id.
    pub fn session_id(&self) -> &SessionId {
        &self.0.session_id
    }

    /// Where the person signs in: open it in the system's browser, never in a web view of the app (RFC 8252 §8.12). It holds
    /// the state, so it belongs into no log.
    pub fn authorization_url(&self) -> &str {
        &self.0.authorization_url
    }

    /// The redirect URI of this session.
    pub fn redirect_uri(&self) -> &str {
        self.0.redirect.as_str()
    }

    /// The scheme to which the system's sign-in sheet listens.
    pub fn callback_scheme(&self) -> &str {
        self.0.redirect.scheme()
    }

    /// Until when it can be finished.
    pub fn expires_at(&self) -> Timestamp {
        self.0.expires_at
    }

    /// The same session for a task of ours.
    pub(super) fn of(held: Arc<Held>) -> Self {
        NativeSession(held)
    }

    pub(crate) fn held(&self) -> Arc<Held> {
        self.0.clone()
    }
}

impl std::fmt::Debug for NativeSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NativeSession")
            .field("session_id", &self.0.session_id)
            .field("expires_at", &self.0.expires_at)
            .finish_non_exhaustive()
    }
}

impl Connector {
    /// Starts a native app's session.
    ///
    /// # Errors
    /// - `provider_unknown`, `provider_not_configured`, `ambiguous_config`: configuration.
    /// - `config_invalid`: a client secret, and a redirect URI that leads into an app (SR-29).
    /// - `invalid_request`: a redirect URI that is missing or not allowed; a provider without PKCE.
    /// - `scope_not_allowed`, `scope_unavailable`, `not_connected`: what was asked for.
    /// - `rate_limited`: too many flows of this user are open.
    pub(crate) async fn start_native(self: &Arc<Self>, request: NativeRequest) -> Result<NativeSession> {
        let asked = request.redirect_uri.clone();
        let Planned { config, plan } = self.plan_native(request).await?;
        let redirect = choose_redirect(&config, asked.as_deref())?;
        if redirect.kind() == NativeRedirectKind::Loopback && !redirect.has_port() {
            return Err(bad_redirect(&config, "must name the port on which the app listens"));
        }
        self.open_native(&config, plan, redirect).await
    }

    /// Judges a native app's request, up to its redirect URI.
    pub(super) async fn plan_native(&self, request: NativeRequest) -> Result<Planned> {
        let request = AuthRequest {
            provider: request.provider,
            config: request.config,
            tenant_id: request.tenant_id,
            user_id: request.user_id,
            label: request.label,
            connection_id: request.connection_id,
            installation_id: None,
            scopes: request.scopes,
            variables: request.variables,
            login_hint: request.login_hint,
            prompt: request.prompt,
            return_to: None,
            mode: SessionMode::Redirect,
            opener_origin: None,
        };
        let Planned { config, plan } = self.plan_auth(request).await?;
        if config.definition.oauth1.is_some() {
            return Err(without_secrets(&config));
        }
        if !matches!(of_config::oauth_of(&config)?.pkce, Pkce::S256) {
            return Err(without_pkce(&config));
        }
        Ok(Planned { config, plan })
    }

    pub(super) async fn open_native(
        &self,
        config: &ProviderConfig,
        plan: Plan,
        redirect: NativeRedirect,
    ) -> Result<NativeSession> {
        catalog::check_native_secret(config, &redirect, self.settings.development)?;
        // The app's process is the person: nobody else is asked who is signed in.
        let creator = plan.creator();
        let opened = self.open_session(config, plan, WayBack::Native(redirect.as_str())).await?;
        let verifier = opened.verifier.ok_or_else(|| without_pkce(config))?;
        Ok(NativeSession(Arc::new(Held {
            session_id: opened.session_id,
            authorization_url: opened.authorization_url,
            expires_at: opened.expires_at,
            redirect,
            creator,
            binding: opened.binding,
            verifier,
        })))
    }

    /// Takes the callback of a native session.
    ///
    /// # Errors
    /// - `state_invalid`: not for this session's redirect URI or state, repeated parameters, neither a code nor a refusal, or used before.
    ///   Nothing is touched: whoever can call the app's scheme or port must not end its session (SR-3). Whoever has its state can: an answer
    ///   from another issuer is told by the same code and ends it.
    /// - `session_expired`, and whatever else ends a sign-in.
    ///
    /// Spec: RFC 8252 §8.1, §8.6; RFC 6749 §4.1.2.
    pub(crate) async fn finish_native(self: &Arc<Self>, held: Arc<Held>, callback_url: Secret<String>) -> Result<GrantView> {
        self.tasks.check_open()?;
        let raw = read_answer(&held, &callback_url)?;
        let parameters = callback::read_callback(raw.expose()).map_err(flow::unreadable)?;
        let Some(state) = parameters.state() else { return Err(flow::without_state(&parameters)) };
        let found = self.sessions.find_session_by_state(hash_token(state)).await?;
        let session = found.filter(|session| session.id == held.session_id).ok_or_else(flow::unknown_state)?;
        let binding = Some(held.binding.expose().as_str());
        let bound = callback::check_binding(binding, &session.binding_hash).ok_or_else(flow::other_browser)?;
        if session.status == SessionStatus::Pending {
            self.check_is_answer(&session, &parameters)?;
        }
        let engine = self.clone();
        self.tasks
            .see_through(async move {
                let session = engine.receive(session, raw).await?;
                engine.conclude(session, bound, &held).await
            })
            .await
    }

    async fn conclude(self: &Arc<Self>, session: Session, bound: BrowserBound, held: &Held) -> Result<GrantView> {
        match self.judge(session, bound, &held.creator, Some(held.verifier.clone())).await? {
            CallbackOutcome::Ended(ending) => match ending.error {
                Some(error) => Err(error),
                None if ending.status == SessionStatus::Cancelled => Err(flow::cancelled()),
                None => self.connected_by(held).await,
            },
            // Only installations have a second page, and only a session without a principal waits for one.
            CallbackOutcome::Continue { .. } | CallbackOutcome::Resume { .. } | CallbackOutcome::AwaitCompletion { .. } => {
                Err(flow::unknown_state())
            }
        }
    }

    /// The session as it stands in the vault.
    pub(in crate::engine) async fn load_native(&self, held: &Held) -> Result<Option<Session>> {
        self.sessions.load_session(&held.creator.tenant_id, &held.creator.user_id, &held.session_id).await
    }

    async fn connected_by(&self, held: &Held) -> Result<GrantView> {
        let session = self.load_native(held).await?;
        let grant = match session.and_then(|session| session.grant_id) {
            Some(id) => self.grants.load(&held.creator.tenant_id, &id).await?,
            None => None,
        };
        let grant = grant.ok_or_else(|| {
            Error::new(ErrorCode::NotConnected, "The connection was deleted while it was being made.").with_hint("Start again.")
        })?;
        Ok(self.checker.view(&grant).await)
    }

    /// Ends a native session; one that is over stays as it is.
    ///
    /// # Errors
    /// - `vault_unavailable`.
    pub(crate) async fn cancel_native(self: &Arc<Self>, held: &Held) -> Result<()> {
        self.tasks.check_open()?;
        self.cancel_session(&held.session_id, &held.creator).await
    }
}

/// The query of a callback that has come to this session's redirect URI.
fn read_answer(held: &Held, callback_url: &Secret<String>) -> Result<Secret<String>> {
    // A URL holds more than its query, which has a limit of its own.
    const MOST: usize = callback::MAX_CALLBACK_LENGTH + 1024;
    let text = callback_url.expose();
    let url = Some(text).filter(|text| text.len() <= MOST).and_then(|text| Url::parse(text).ok());
    match url.filter(|url| held.redirect.is_answered_by(url)) {
        Some(url) => Ok(Secret::from(url.query().unwrap_or_default())),
        None => Err(flow::unknown_state()),
    }
}

/// The redirect URI of a flow: the config's, or what the app asks for where the config leaves it open.
pub(super) fn choose_redirect(config: &ProviderConfig, asked: Option<&str>) -> Result<NativeRedirect> {
    let asked = asked.map(|text| NativeRedirect::parse(text).map_err(|rule| bad_redirect(config, rule))).transpose()?;
    match (asked, &config.redirect_uri) {
        (Some(asked), Some(registered)) if !asked.stands_for(registered) => Err(bad_redirect(config, "must be the config's")),
        (Some(asked), _) => Ok(asked),
        (None, Some(registered)) => Ok(registered.clone()),
        (None, None) => Err(bad_redirect(config, "is missing, here and in the config")),
    }
}

fn without_pkce(config: &ProviderConfig) -> Error {
    let error = Error::new(ErrorCode::InvalidRequest, format!("{} has no PKCE, which native apps need.", config.definition.name))
        .with_hint("Let the user connect through your server (RFC 8252 §8.1).");
    errors::with_config(error, config)
}

/// OAuth 1.0a knows no public client: its secret signs the first request already.
fn without_secrets(config: &ProviderConfig) -> Error {
    let message = format!("A sign-in at {} needs the client secret (OAuth 1.0a), which no app can keep.", config.definition.name);
    let error = Error::new(ErrorCode::InvalidRequest, message).with_hint("Let the user connect through your server.");
    errors::with_config(error, config)
}

/// The text itself is not repeated.
pub(super) fn bad_redirect(config: &ProviderConfig, rule: &str) -> Error {
    let error = Error::new(ErrorCode::InvalidRequest, format!("⟨redirect_uri⟩ {rule}."))
        .with_hint("It must be one of those that are registered at the provider.");
    errors::with_config(error, config)
}
