//! Sessions: from the click to the stored grant.
//!
//! `start` makes a session, `finish` takes the provider's answer through the checks in their order, `awaited` knows an answer from what is none,
//! `signing_in` turns a code into a connection, `signed` does the same where requests are signed (OAuth 1.0a), `further_exchange` gets the
//! token that lasts, `look_ups` finds what a sign-in tells besides tokens, `target` what a session is to reconnect, `account_choice` says
//! which account is meant, `installing` runs the two steps of an installation, `by_page` and `by_mint` the other kinds, `ending` says how the
//! browser goes on, `unstored` keeps what the vault did not take of that, `viewing` what became of it. `native` does the same for an app without a
//! web server, `loopback` with a port instead of one. `device` starts a sign-in that takes place on another device, and `polling` finds out what came
//! of it.

mod account_choice;
mod awaited;
pub(in crate::engine) mod batch;
mod beginning;
mod binding;
mod by_mint;
mod by_page;
mod challenges;
mod device;
mod ending;
mod finish;
mod further_exchange;
mod identity;
mod installing;
mod judging;
mod keeping;
mod kept_session;
mod look_ups;
mod loopback;
mod native;
mod of_config;
mod organisation;
mod polling;
mod repeated;
mod return_to;
mod signed;
mod signing_in;
mod start;
pub(in crate::engine) mod stored;
mod storing;
mod target;
mod temporary;
mod unstored;
mod viewing;

use std::collections::BTreeMap;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::base::{Clock, ConfigId, GrantId, Label, ProviderId, Result, Secret, SessionId, TenantId, Timestamp, UserId};
use crate::model::config::ProviderConfig;
use crate::model::principal::Principal;
use crate::model::session::SessionMode;

use super::checking::health::Checker;
use super::common::configs::Configs;
use super::common::discovery::Discoverer;
use super::common::errors;
use super::common::exchange::TokenClient;
use super::common::policy::Settings;
use super::common::tasks::Tasks;
use super::grants::Grants;
use crate::repo::Sessions;
use identity::Identifier;
use judging::Judging;
use unstored::Unstored;

pub use by_mint::CreateInstallation;
pub use device::{DeviceAuth, DevicePoll, DeviceRequest, DeviceStatus};
pub(crate) use ending::Ending;
pub(crate) use loopback::Loopback;
pub use native::{NativeRequest, NativeSession};
pub(crate) use return_to::judge as judge_return_to;
pub use viewing::SessionView;

/// Takes people through sessions, and keeps what comes of them.
pub(crate) struct Connector {
    grants: Arc<Grants>,
    sessions: Sessions,
    checker: Arc<Checker>,
    configs: Configs,
    identifier: Identifier,
    discoverer: Discoverer,
    token_client: TokenClient,
    clock: Arc<dyn Clock>,
    settings: Arc<Settings>,
    tasks: Arc<Tasks>,
    unstored: Arc<Unstored>,
    judging: Judging,
}

impl Connector {
    pub(in crate::engine) fn new(
        grants: Arc<Grants>,
        sessions: Sessions,
        checker: Arc<Checker>,
        configs: Configs,
        token_client: TokenClient,
        settings: Arc<Settings>,
        tasks: Arc<Tasks>,
    ) -> Self {
        let clock = token_client.clock.clone();
        let identifier = Identifier::new(token_client.net.clone(), clock.clone(), settings.clone());
        let discoverer = Discoverer::new(token_client.net.clone(), clock.clone(), settings.clone());
        let unstored = Arc::new(Unstored::new(sessions.clone(), clock.clone(), tasks.clone()));
        let judging = Judging::default();
        Connector {
            grants,
            sessions,
            checker,
            configs,
            identifier,
            discoverer,
            token_client,
            clock,
            settings,
            tasks,
            unstored,
            judging,
        }
    }

    /// The organisation in which the app is installed for a tenant, if it is.
    async fn installed_organisation(&self, config: &ProviderConfig, tenant_id: &TenantId) -> Result<Option<String>> {
        let Some(grant) = self.grants.find(&config.installation_key(tenant_id)).await? else { return Ok(None) };
        errors::check_provider(config, &grant)?;
        Ok(grant.secrets.account.filter(|_| grant.secrets.status.holds_organisation()).and_then(|account| account.organisation))
    }
}

/// A request for a user's authorization.
#[derive(Clone, Debug)]
pub struct AuthRequest {
    /// The provider.
    pub provider: ProviderId,
    /// The config; needed where the provider has several.
    pub config: Option<ConfigId>,
    /// The tenant: your customer's id.
    pub tenant_id: TenantId,
    /// The user who goes through the session.
    pub user_id: UserId,
    /// Reconnects exactly this connection of the user, with the same external account. One of the tenant and user, whose
    /// config and label the session takes over.
    pub connection_id: Option<GrantId>,
    /// The tenant's installation inside which the user authorises: only an account of its organisation may sign in.
    pub installation_id: Option<GrantId>,
    /// Tells several accounts of one user apart.
    pub label: Label,
    /// Scopes within the config's `scopes` and `optional_scopes`. Empty: the config's `scopes`.
    pub scopes: Vec<String>,
    /// Values of the definition's variables that whoever connects may choose.
    pub variables: BTreeMap<String, String>,
    /// What the person signs in with at the provider, such as an e-mail address: 1 to 320 bytes. It is put into the authorization URL,
    /// and stored nowhere; a provider that takes no hint is sent none. Default: that of the account that is connected again.
    pub login_hint: Option<String>,
    /// What the provider is to ask the person, such as `select_account` or `login`: one or more, separated by spaces, of those that the
    /// definition lists. Default: where it is a further account of the user, which one.
    pub prompt: Option<String>,
    /// Where the browser is sent afterwards: a path, or a URL of the base URL's own origin. The handler also takes its
    /// listed origins.
    pub return_to: Option<String>,
    /// How the browser comes back.
    pub mode: SessionMode,
    /// The origin of the page that opened the window.
    pub opener_origin: Option<String>,
}

/// A request to install the app into a tenant's organisation. Whoever may call this acts for the tenant's administrator.
#[derive(Clone, Debug)]
pub struct InstallRequest {
    /// The provider.
    pub provider: ProviderId,
    /// The config; needed where the provider has several.
    pub config: Option<ConfigId>,
    /// The tenant: your customer's id.
    pub tenant_id: TenantId,
    /// The user who goes through the session.
    pub user_id: UserId,
    /// What the person signs in with at the provider, such as an e-mail address: 1 to 320 bytes. It is put into the authorization
    /// URL, and stored nowhere; a provider that takes no hint is sent none.
    pub login_hint: Option<String>,
    /// What the provider is to ask the person, such as `select_account` or `login`: one or more, separated by spaces, of those that the
    /// definition lists. Default: which account, unless `login_hint` names one.
    pub prompt: Option<String>,
    /// Values of the definition's variables that whoever connects may choose. Here whoever installs, as the name of a shop.
    pub variables: BTreeMap<String, String>,
    /// Where the browser is sent afterwards: a path, or a URL of the base URL's own origin. The handler also takes its
    /// listed origins.
    pub return_to: Option<String>,
    /// How the browser comes back.
    pub mode: SessionMode,
    /// The origin of the page that opened the window.
    pub opener_origin: Option<String>,
}

/// A session that has been started.
#[derive(Clone)]
pub struct CreatedSession {
    /// The session's id.
    pub session_id: SessionId,
    /// Where the browser goes. It holds the state, so it is for this browser only.
    pub authorization_url: String,
    /// When the session is over.
    pub expires_at: Timestamp,
    /// Values of `Set-Cookie`: they bind the session to this browser.
    pub set_cookie: Vec<String>,
}

impl std::fmt::Debug for CreatedSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The URL holds the state, the cookies the binding: both together are the flow.
        f.debug_struct("CreatedSession")
            .field("session_id", &self.session_id)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// What the provider's redirect brought, and who is signed in to the application.
pub(crate) struct CallbackInput {
    /// From the path.
    pub(crate) config: ConfigId,
    /// The raw query.
    pub(crate) raw: Secret<String>,
    /// The `Cookie` header.
    pub(crate) cookies: Option<Zeroizing<String>>,
    /// The application's answer.
    pub(crate) principal: Option<Principal>,
}

/// A two-step completion.
pub(crate) struct CompletionInput {
    /// From the path.
    pub(crate) session_id: SessionId,
    /// The one-time secret from the fragment.
    pub(crate) completion: Secret<String>,
    /// Who asks.
    pub(crate) principal: Principal,
}

/// How the browser goes on after a callback.
pub(crate) enum CallbackOutcome {
    /// The session is over, or waits for nobody.
    Ended(Ending),
    /// To the provider's next page, with the cookies to set.
    Continue { location: String, set_cookie: Vec<String> },
    /// Nobody is signed in: once more through the application's own origin, so that its strict cookies arrive.
    Resume { location: String },
    /// Still nobody: the application's page finishes, with the one-time secret in the fragment.
    AwaitCompletion { location: String },
}
