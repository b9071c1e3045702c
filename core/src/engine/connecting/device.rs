//! Starts a sign-in that takes place on another device (RFC 8628): this one shows a code, and polls.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::base::encoding::hash_token;
use crate::base::waiting::{self, Awaited};
use crate::base::words::words;
use crate::base::{
    BootTime, ConfigId, Error, GrantId, Label, ProviderId, Result, SessionId, TenantId, Timestamp, UserId, entropy,
};
use crate::catalog;
use crate::engine::common::device_client::DeviceAsked;
use crate::engine::common::errors::{device as errors, flow};
use crate::engine::common::exchange;
use crate::model::config::{Endpoints, ProviderConfig};
use crate::model::principal::Role;
use crate::model::session::{DeviceWait, Session, SessionMode, SessionStep};
use crate::protocol::device::build_device_request;
use crate::protocol::token::TokenEndpoint;

use super::beginning::{Beginning, Plan};
use super::start::Planned;
use super::{AuthRequest, CallbackOutcome, Connector, of_config};

/// A request for a user's authorization, given on another device (RFC 8628).
#[derive(Clone, Debug)]
pub struct DeviceRequest {
    /// The provider.
    pub provider: ProviderId,
    /// The config; needed where the provider has several.
    pub config: Option<ConfigId>,
    /// The tenant: your customer's id.
    pub tenant_id: TenantId,
    /// The user who signs in, and the only one who may poll.
    pub user_id: UserId,
    /// Reconnects exactly this connection of the user, with the same external account.
    pub connection_id: Option<GrantId>,
    /// The tenant's installation inside which the user authorises: only an account of its organisation may sign in.
    pub installation_id: Option<GrantId>,
    /// Tells several accounts of one user apart.
    pub label: Label,
    /// Scopes within the config's `scopes` and `optional_scopes`. Empty: the config's `scopes`.
    pub scopes: Vec<String>,
    /// Values of the definition's variables that whoever connects may choose.
    pub variables: BTreeMap<String, String>,
}

impl DeviceRequest {
    /// A request with everything else empty.
    pub fn new(provider: ProviderId, tenant_id: TenantId, user_id: UserId) -> Self {
        DeviceRequest {
            provider,
            config: None,
            tenant_id,
            user_id,
            connection_id: None,
            installation_id: None,
            label: Label::empty(),
            scopes: Vec::new(),
            variables: BTreeMap::new(),
        }
    }
}

impl From<DeviceRequest> for AuthRequest {
    fn from(request: DeviceRequest) -> Self {
        AuthRequest {
            provider: request.provider,
            config: request.config,
            tenant_id: request.tenant_id,
            user_id: request.user_id,
            connection_id: request.connection_id,
            installation_id: request.installation_id,
            label: request.label,
            scopes: request.scopes,
            variables: request.variables,
            login_hint: None,
            prompt: None,
            return_to: None,
            mode: SessionMode::Redirect,
            opener_origin: None,
        }
    }
}

/// What is shown to the person of a device flow. The user code signs in whoever enters it: show it to nobody else.
#[derive(Clone)]
pub struct DeviceAuth {
    /// The session's id; with it, whoever started polls.
    pub session_id: SessionId,
    /// What the person enters.
    pub user_code: String,
    /// Where: an https address.
    pub verification_uri: String,
    /// The same with the code in it, for a QR code; absent where the provider gives none.
    pub verification_uri_complete: Option<String>,
    /// When the session is over.
    pub expires_at: Timestamp,
    /// How long it lasts.
    pub expires_in: Duration,
    /// How long to wait between two polls. Who polls sooner is told that it is pending, and the provider is not asked.
    pub interval: Duration,
}

impl std::fmt::Debug for DeviceAuth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Whoever reads the code in a log could enter it.
        f.debug_struct("DeviceAuth")
            .field("session_id", &self.session_id)
            .field("verification_uri", &self.verification_uri)
            .field("expires_at", &self.expires_at)
            .field("interval", &self.interval)
            .finish_non_exhaustive()
    }
}

words! {
    /// What a poll found.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum DeviceStatus {
        /// The person has not decided yet.
        Pending = "pending",
        /// The connection is stored.
        Complete = "complete",
        /// The person or the provider said no, or the session was cancelled.
        Denied = "denied",
        /// Nobody signed in in time.
        Expired = "expired",
    }
}

/// Where a device flow stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DevicePoll {
    /// What was found.
    pub status: DeviceStatus,
    /// The connection, once there is one.
    pub connection_id: Option<GrantId>,
    /// How long to wait before the next poll, while it is pending. It grows where the provider wants that.
    pub interval: Option<Duration>,
}

impl Connector {
    /// Starts a device flow: asks the provider for a code to show.
    ///
    /// # Errors
    /// - `provider_unknown`, `provider_not_configured`, `ambiguous_config`: configuration.
    /// - `invalid_request`: the provider has no device flow.
    /// - `scope_not_allowed`, `scope_unavailable`, `not_connected`, `installation_not_found`: what was asked for.
    /// - `rate_limited`: too many flows of this user are open, or the provider asked for a pause.
    /// - `provider_error`: what the provider gave may not be shown (SR-26).
    /// - `provider_unavailable`, `provider_config_rejected`.
    pub(crate) async fn start_device(self: &Arc<Self>, request: DeviceRequest) -> Result<DeviceAuth> {
        self.start_device_as(request, Role::Member).await
    }

    /// The same for a page of the application: whoever finishes it must have the role that was needed to start it.
    pub(crate) async fn start_device_as(self: &Arc<Self>, request: DeviceRequest, needs: Role) -> Result<DeviceAuth> {
        let Planned { config, plan } = self.plan_auth(request.into()).await?;
        let plan = Plan { needs, ..plan };
        let complete = match self.discoverer.complete(&config, &plan.variables).await? {
            Cow::Borrowed(_) => None,
            Cow::Owned(complete) => Some(complete),
        };
        let config = complete.map_or(config, Arc::new);
        let endpoints = catalog::resolve_endpoints(&config, &plan.variables)?;
        if endpoints.device_authorization.is_none() {
            return Err(errors::no_device_flow(&config));
        }
        let now = self.sessions.now().await?;
        let session = Beginning {
            step: SessionStep::Device,
            // Nobody gets to know what these are of: no browser comes back to this session.
            state_hash: hash_token(entropy::make_token().expose()),
            binding_hash: hash_token(entropy::make_token().expose()),
            verifier: None,
            nonce: None,
            temporary: None,
            redirect_uri: String::new(),
            token_endpoint: endpoints.token.to_string(),
            began_on: BootTime::now(&*self.clock),
            now,
            expires_at: now.plus(self.settings.policy.session),
        }
        .of(plan, &config);
        // Before the provider is asked: whoever starts many does not spend the client's quota there.
        self.insert(&session).await?;
        let engine = self.clone();
        self.tasks.see_through(async move { engine.ask_for_codes(&config, session, &endpoints).await }).await
    }

    async fn ask_for_codes(&self, config: &ProviderConfig, mut session: Session, endpoints: &Endpoints) -> Result<DeviceAuth> {
        let oauth = of_config::oauth_of(config)?;
        let (Some(url), Some(secrets)) = (&endpoints.device_authorization, session.secrets.as_ref()) else {
            return Err(errors::no_device_flow(config));
        };
        let endpoint = match exchange::token_endpoint(config, oauth, endpoints, &*self.clock).await {
            Ok(endpoint) => TokenEndpoint { url, ..endpoint },
            Err(error) => return Err(self.end_unstarted(session, error).await?),
        };
        let request = build_device_request(&endpoint, &oauth.device, &secrets.scopes.join(&oauth.scope_separator));
        let (scopes, diagnosis, budget) = (&secrets.scopes, &config.definition.diagnosis, self.settings.policy.exchange);
        let emulator = (url.scheme() == "http").then(|| url.origin().ascii_serialization());
        let asked = DeviceAsked { scopes, oauth, diagnosis, budget };
        let asking = self.token_client.authorize_device(request, asked, emulator.as_deref());
        let given = match waiting::on(Awaited::Provider(config.definition.name.clone()), Box::pin(asking)).await {
            Ok(given) => given,
            Err(failure) => return Err(self.end_unstarted(session, errors::no_codes(config, &failure)).await?),
        };
        // The codes may have ended by so much sooner as the answer was under way (SR-68).
        let expires_at = session.created_at.plus(given.expires_in);
        let now = self.sessions.now_for(&session).await?;
        if let Some(secrets) = session.secrets.as_mut() {
            secrets.device = Some(DeviceWait {
                device_code: given.device_code,
                interval: given.interval,
                next_poll_at: now.plus(given.interval),
                unanswered: 0,
            });
        }
        session.expires_at = expires_at;
        self.update_own(&mut session).await?;
        Ok(DeviceAuth {
            session_id: session.id,
            user_code: given.user_code,
            verification_uri: given.verification_uri,
            verification_uri_complete: given.verification_uri_complete,
            expires_at,
            expires_in: expires_at.since(now),
            interval: given.interval,
        })
    }

    /// Ends a session to which the provider gave no codes, and gives back why.
    async fn end_unstarted(&self, session: Session, error: Error) -> Result<Error> {
        match self.end_with_error(session, error).await? {
            CallbackOutcome::Ended(ending) => Ok(ending.error.unwrap_or_else(flow::cancelled)),
            CallbackOutcome::Continue { .. } | CallbackOutcome::Resume { .. } | CallbackOutcome::AwaitCompletion { .. } => {
                Ok(flow::cancelled())
            }
        }
    }
}
