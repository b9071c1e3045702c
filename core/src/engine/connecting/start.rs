//! Starts a session and fixes everything about it; nothing of it is taken from the callback later.

use std::collections::BTreeMap;
use std::sync::Arc;

use url::Url;

use crate::base::encoding::hash_token;
use crate::base::{BootTime, Error, ErrorCode, Label, Result, Secret, SessionId, Timestamp, entropy};
use crate::catalog;
use crate::engine::common::{accounts, errors};
use crate::model::config::{Endpoints, ProviderConfig};
use crate::model::definition::{AnswerSubject, AuthKind, Install, OAuth, Pkce, SignIn};
use crate::model::principal::Role;
use crate::model::rows::GrantFilter;
use crate::model::session::{SessionKind, SessionStep};
use crate::model::subject::SubjectKind;
use crate::protocol::authorize::{AskedScopes, AuthorizationRequest, build_authorization_url, build_install_url};

use super::account_choice::{AccountWish, SignInFor, ask_refresh_token, further_parameters};
use super::beginning::{Beginning, Begun, Plan};
use super::{AuthRequest, Connector, CreatedSession, InstallRequest, binding, by_mint, keeping, of_config, storing};

/// A session that has been stored, with what only its creator gets to know.
pub(super) struct Opened {
    pub(super) session_id: SessionId,
    pub(super) authorization_url: String,
    pub(super) expires_at: Timestamp,
    pub(super) binding: Secret<String>,
    /// The PKCE verifier, where it is not in the vault.
    pub(super) verifier: Option<Secret<String>>,
}

/// Where a session's answer comes back.
pub(super) enum WayBack<'a> {
    /// To the handler: the vault keeps the verifier, the browser the binding.
    Handler(&'a Url),
    /// To this process: it keeps both.
    Native(&'a str),
}

/// A request that was judged: through which config, and what the session is to be.
pub(super) struct Planned {
    pub(super) config: Arc<ProviderConfig>,
    pub(super) plan: Plan,
}

impl Connector {
    /// Starts a user's authorization.
    ///
    /// # Errors
    /// - `base_url_missing`, `provider_unknown`, `provider_not_configured`, `ambiguous_config`: configuration.
    /// - `scope_not_allowed`, `scope_unavailable`, `invalid_request`: what was asked for.
    /// - `not_connected`, `installation_not_found`, `approval_required`: the connection or installation that was named.
    /// - `rate_limited`: too many flows of this user are open.
    pub(crate) async fn start_auth(self: &Arc<Self>, request: AuthRequest) -> Result<CreatedSession> {
        self.start_auth_as(request, Role::Member).await
    }

    /// The same for a page of the application: whoever finishes it must have the role that was needed to start it.
    pub(crate) async fn start_auth_as(self: &Arc<Self>, request: AuthRequest, needs: Role) -> Result<CreatedSession> {
        let Planned { config, plan } = self.plan_auth(request).await?;
        self.start(&config, Plan { needs, ..plan }).await
    }

    /// Judges a user's request.
    pub(super) async fn plan_auth(&self, request: AuthRequest) -> Result<Planned> {
        self.tasks.check_open()?;
        let request = self.fix_target(request).await?;
        let config = self.configs.resolve(&request.provider, request.config.as_ref())?.clone();
        let sign_in = of_config::sign_in_of(&config)?;
        if !config.definition.auth.contains(&AuthKind::User) {
            return Err(of_config::no_sign_in(&config));
        }
        let organisation = self.installed_organisation(&config, &request.tenant_id).await?;
        let mut variables = accounts::flow_variables(&config, organisation.as_deref());
        catalog::check_user_variables(&config, &request.variables)?;
        variables.extend(request.variables.clone());
        let scopes = choose_scopes(&config, sign_in.always_scopes(), &request.scopes)?;
        check_audience(&config, &variables, &scopes)?;
        let key = config.user_key(&request.tenant_id, &request.user_id, &request.label);
        let reconnected = self.grants.find(&key).await?;
        // Told before anybody consents to what could not be stored.
        if let Some(key) = reconnected.as_ref().filter(|grant| !grant.credential_type.is_signed_in()) {
            return Err(storing::other_kind(&config, key));
        }
        reconnected.as_ref().map_or(Ok(()), |grant| errors::check_provider(&config, grant))?;
        let claims = reconnected.as_ref().and_then(|grant| self.claims_for_sign_in(grant));
        let wants_refresh_token = !reconnected.as_ref().is_some_and(keeping::has_refresh_token);
        let expected_account = reconnected.and_then(|grant| grant.secrets.account);
        let who = match &expected_account {
            Some(account) => SignInFor::Connected(account),
            None if self.is_further(&config, &request).await? => SignInFor::Another,
            None => SignInFor::Anybody,
        };
        let wish = AccountWish { login_hint: request.login_hint.as_deref(), prompt: request.prompt.as_deref() };
        let mut parameters = further_parameters(&config, sign_in, wish, who)?;
        let oauth = sign_in.oauth();
        if let Some(oauth) = oauth.filter(|_| wants_refresh_token) {
            ask_refresh_token(oauth, &mut parameters);
        }
        let plan = Plan {
            kind: SessionKind::Auth,
            tenant_id: request.tenant_id,
            user_id: request.user_id,
            label: request.label,
            scopes,
            further_scopes: Vec::new(),
            variables,
            parameters,
            expected_account,
            claims: claims.filter(|_| oauth.is_some_and(|oauth| oauth.claims_parameter)),
            reconnects: request.connection_id,
            return_to: request.return_to,
            mode: request.mode,
            opener_origin: request.opener_origin,
            needs: Role::Member,
        };
        Ok(Planned { config, plan })
    }

    /// Whether the user has connected another account there already, or says by a label that there are several.
    async fn is_further(&self, config: &ProviderConfig, request: &AuthRequest) -> Result<bool> {
        if request.label != Label::empty() {
            return Ok(true);
        }
        let filter = GrantFilter {
            tenant_id: Some(request.tenant_id.clone()),
            user_id: Some(request.user_id.clone()),
            or_no_user: false,
            subjects: vec![SubjectKind::User],
            provider: Some(config.provider.clone()),
            config: None,
            status: None,
            is_outdated: false,
            to_hash_under: None,
            is_troubled: false,
            include_revoked: false,
            after: None,
            limit: 1,
        };
        Ok(!self.grants.list(filter).await?.is_empty())
    }

    /// Starts an installation.
    ///
    /// # Errors
    /// As [`Connector::start_auth`]; `invalid_request` where the provider has no installations.
    pub(crate) async fn start_install(self: &Arc<Self>, request: InstallRequest) -> Result<CreatedSession> {
        self.start_install_as(request, Role::Member).await
    }

    /// The same for a page of the application: whoever finishes it must have the role that was needed to start it.
    pub(crate) async fn start_install_as(self: &Arc<Self>, request: InstallRequest, needs: Role) -> Result<CreatedSession> {
        self.tasks.check_open()?;
        let config = self.configs.resolve(&request.provider, request.config.as_ref())?.clone();
        let install = of_config::install_of(&config)?;
        let oauth = of_config::oauth_of(&config)?;
        catalog::check_installable(&config)?;
        catalog::check_user_variables(&config, &request.variables)?;
        let (scopes, further_scopes, mut variables) = match install {
            Install::SignInThenConsent(install) => {
                (install.sign_in_scopes.clone(), Vec::new(), install.sign_in_variables.clone())
            }
            Install::ByAnswer(install) => {
                let scopes = if config.bot_scopes.is_empty() { &install.default_scopes } else { &config.bot_scopes };
                let further = match config.definition.answer_credential(AnswerSubject::User) {
                    Some(_) => choose_scopes(&config, &oauth.always_scopes, &[])?,
                    None => Vec::new(),
                };
                (scopes.clone(), further, accounts::flow_variables(&config, None))
            }
            Install::ByPage(_) => (Vec::new(), Vec::new(), accounts::flow_variables(&config, None)),
            Install::ByMint(_) => return Err(by_mint::without_browser(&config)),
        };
        // The definition's own come last: they say who may be asked.
        let fixed = std::mem::replace(&mut variables, request.variables);
        variables.extend(fixed);
        // What is chosen here is chosen for everybody in the organisation.
        let wish = AccountWish { login_hint: request.login_hint.as_deref(), prompt: request.prompt.as_deref() };
        let parameters = further_parameters(&config, SignIn::OAuth(oauth), wish, SignInFor::Another)?;
        let plan = Plan {
            kind: SessionKind::Install,
            tenant_id: request.tenant_id,
            user_id: request.user_id,
            label: Label::empty(),
            scopes,
            further_scopes,
            variables,
            parameters,
            expected_account: None,
            claims: None,
            reconnects: None,
            return_to: request.return_to,
            mode: request.mode,
            opener_origin: request.opener_origin,
            needs,
        };
        self.start(&config, plan).await
    }

    async fn start(&self, config: &ProviderConfig, plan: Plan) -> Result<CreatedSession> {
        let base_url = self.settings.base_url()?;
        catalog::check_confidential(config)?;
        let opened = self.open_session(config, plan, WayBack::Handler(base_url)).await?;
        let seconds = self.settings.policy.session.as_secs();
        Ok(CreatedSession {
            set_cookie: vec![binding::set(base_url, &opened.session_id, &opened.binding, seconds)],
            session_id: opened.session_id,
            authorization_url: opened.authorization_url,
            expires_at: opened.expires_at,
        })
    }

    /// Stores a session and builds its authorization request.
    pub(super) async fn open_session(&self, config: &ProviderConfig, plan: Plan, way_back: WayBack<'_>) -> Result<Opened> {
        let config = &*self.discoverer.complete(config, &plan.variables).await?;
        let endpoints = catalog::resolve_endpoints(config, &plan.variables)?;
        let redirect_uri = match way_back {
            WayBack::Handler(base_url) => of_config::redirect_uri(base_url, config),
            WayBack::Native(redirect_uri) => redirect_uri.to_owned(),
        };
        let begun = match of_config::sign_in_of(config)? {
            SignIn::OAuth(oauth) => begin(config, oauth, &plan, &endpoints, &redirect_uri)?,
            SignIn::OAuth1(oauth1) => Box::pin(self.begin_signed(config, oauth1, &plan, &endpoints, &redirect_uri)).await?,
        };
        let Begun { authorization_url, state_hash, verifier, nonce, temporary } = begun;
        let binding = entropy::make_token();
        let (kept, held) = match way_back {
            WayBack::Handler(_) => (verifier, None),
            WayBack::Native(_) => (None, verifier),
        };
        let now = self.sessions.now().await?;
        let session = Beginning {
            step: SessionStep::Authorization,
            state_hash,
            binding_hash: hash_token(binding.expose()),
            verifier: kept,
            nonce,
            temporary,
            redirect_uri,
            token_endpoint: endpoints.token.to_string(),
            began_on: BootTime::now(&*self.clock),
            now,
            expires_at: now.plus(self.settings.policy.session),
        }
        .of(plan, config);
        self.insert(&session).await?;
        Ok(Opened {
            session_id: session.id,
            authorization_url: authorization_url.into(),
            expires_at: session.expires_at,
            binding,
            verifier: held,
        })
    }
}

/// Builds the authorization request of OAuth 2.
fn begin(config: &ProviderConfig, oauth: &OAuth, plan: &Plan, endpoints: &Endpoints, redirect_uri: &str) -> Result<Begun> {
    let state = entropy::make_token();
    let page = of_config::page_of(config).filter(|_| plan.kind == SessionKind::Install);
    // A page on which an app is installed takes no parameter but the state.
    let verifier = (matches!(oauth.pkce, Pkce::S256) && page.is_none()).then(entropy::make_token);
    let nonce = (config.definition.id_token.is_some() && page.is_none()).then(entropy::make_token);
    let Some(authorization) = &endpoints.authorization else { return Err(of_config::no_authorization_endpoint(config)) };
    let authorization_url = build_authorization_url(&AuthorizationRequest {
        endpoint: authorization,
        client_id: &config.client_id,
        redirect_uri,
        scopes: &asked_scopes(config, plan),
        scope_separator: &oauth.scope_separator,
        state: &state,
        verifier: verifier.as_ref(),
        nonce: nonce.as_ref(),
        claims: plan.claims.as_ref(),
        names: &oauth.parameter_names,
        extra: &plan.parameters,
    });
    let authorization_url = match page {
        Some(page) => build_install_url(catalog::resolve_url(config, page, &plan.variables)?, &state),
        None => authorization_url,
    };
    let state_hash = hash_token(state.expose());
    Ok(Begun { authorization_url, state_hash, verifier, nonce, temporary: None })
}

/// What is asked for, and by which parameters.
fn asked_scopes<'a>(config: &'a ProviderConfig, plan: &'a Plan) -> Vec<AskedScopes<'a>> {
    let places = of_config::answer_credentials(config, plan.kind);
    let mut parameters = places.iter().map(|place| place.scope_parameter.as_str());
    let first = AskedScopes { parameter: parameters.next().unwrap_or("scope"), scopes: &plan.scopes };
    let second = parameters.next().map(|parameter| AskedScopes { parameter, scopes: &plan.further_scopes });
    std::iter::once(first).chain(second).collect()
}

fn choose_scopes(config: &ProviderConfig, always: &[String], asked: &[String]) -> Result<Vec<String>> {
    let allowed = |scope: &String| config.scopes.contains(scope) || config.optional_scopes.contains(scope);
    if let Some(scope) = asked.iter().find(|scope| !allowed(scope)) {
        let known = config.definition.scopes.contains_key(scope);
        let what = if known { format!("\"{scope}\"") } else { "A scope that the provider's definition does not list".to_owned() };
        let hint = catalog::meant_scope(config, scope).map_or_else(
            || "Add it to `⟨scopes⟩` or `⟨optional_scopes⟩` of the config.".to_owned(),
            |meant| format!("Did you mean \"{meant}\"?"),
        );
        let error = Error::new(ErrorCode::ScopeNotAllowed, format!("{what} is not among the config's scopes.")).with_hint(hint);
        return Err(errors::with_config(error, config));
    }
    let chosen = if asked.is_empty() { &config.scopes } else { asked };
    let mut scopes = always.to_vec();
    scopes.extend(chosen.iter().filter(|scope| !always.contains(scope)).cloned());
    Ok(scopes)
}

/// Scopes that no personal account can have are refused before the redirect where only personal accounts may sign in.
fn check_audience(config: &ProviderConfig, variables: &BTreeMap<String, String>, scopes: &[String]) -> Result<()> {
    if !accounts::is_personal_only(config, variables) {
        return Ok(());
    }
    match scopes.iter().find(|scope| config.definition.scopes.get(*scope).is_some_and(|known| known.organisations_only)) {
        None => Ok(()),
        Some(scope) => {
            let error = Error::new(ErrorCode::ScopeUnavailable, format!("Personal accounts cannot be asked for \"{scope}\"."))
                .with_hint("Remove the scope from the config, or let organisations sign in.");
            Err(errors::with_config(error, config))
        }
    }
}
