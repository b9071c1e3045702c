//! Ends a session: stores how, tells the event, sends the browser back.

use std::sync::Arc;

use url::Url;

use crate::base::log::{Worded, WordedHint, tell_with_details};
use crate::base::{Error, ErrorCode, GrantId, Result, Secret, SessionId, TenantId, Timestamp, entropy};
use crate::engine::common::errors::flow;
use crate::model::event::{Event, EventType};
use crate::model::failure::{Failed, Failure};
use crate::model::grant::{Grant, GrantStatus};
use crate::model::principal::{Principal, Role};
use crate::model::session::{Session, SessionMode, SessionStatus, TOLD_TO_SERVERS};
use crate::protocol::errors::RegisteredError;

use super::{CallbackOutcome, Connector, SessionView, binding, viewing};
use crate::engine::common::registrations::News;
use crate::model::config::ProviderConfig;

/// A session that is over, as the closing page or the redirect tells it.
#[derive(Clone, Debug)]
pub(crate) struct Ending {
    /// The session.
    pub(crate) session_id: SessionId,
    /// How the browser came.
    pub(crate) mode: SessionMode,
    /// The application's page, with the session's id in the query.
    pub(crate) return_to: Option<String>,
    /// The page that opened the window.
    pub(crate) opener_origin: Option<String>,
    /// How it ended.
    pub(crate) status: SessionStatus,
    /// Where the grant that it led to stands: it may wait for somebody.
    pub(crate) grant_status: Option<GrantStatus>,
    /// With what.
    pub(crate) error: Option<Error>,
    /// Removes the binding cookie.
    pub(crate) clear_cookie: String,
}

impl Connector {
    /// Ends a session with an error, which it keeps, and where its browser goes on.
    pub(super) async fn end_with_error(&self, mut session: Session, error: Error) -> Result<CallbackOutcome> {
        session.status = match error.code() {
            ErrorCode::AccessDenied => SessionStatus::Cancelled,
            ErrorCode::SessionExpired => SessionStatus::Expired,
            _ => SessionStatus::Failed,
        };
        session.error_code = Some(error.code().as_str().to_owned());
        // Where the vault does not say what time it is there, ours is near enough for how long an ending is told.
        session.expires_at = self.sessions.now_for(&session).await.unwrap_or_else(|_| self.clock.now()).plus(TOLD_TO_SERVERS);
        let context = error.context();
        tell_with_details!(
            warn,
            "a sign-in ended without a grant",
            context.provider_details.as_deref(),
            session_id = session.id.as_str(),
            provider = session.provider.as_str(),
            config = session.config.as_str(),
            tenant_id = session.tenant_id.as_str(),
            code = error.code().as_str(),
            detail = %Worded(&error),
            hint = %WordedHint(&error),
            provider_error = context.provider_error.as_deref(),
        );
        let failure = Failure::of(&error);
        if let Some(secrets) = &mut session.secrets {
            secrets.failure = Some(failure.clone());
        }
        let ended = event_of(&session, Some(Failed { code: error.code(), failure: failure.clone() }), self.clock.now());
        let config = self.configs.get(&session.config).zip(session.secrets.as_ref());
        let alert = config.and_then(|(config, secrets)| self.client_rejected(config, &secrets.token_endpoint, &error));
        // What it says of every sign-in and renewal, and of no person.
        let told = Failed { code: error.code(), failure };
        let alarm = alert.as_ref().map(|_| Event {
            id: entropy::make_id("evt"),
            event_type: EventType::ConfigError,
            failure: Some(told),
            ..ended.clone()
        });
        let unstored = session.clone();
        match self.sessions.end_session(&mut session, [ended.clone()].into_iter().chain(alarm).collect()).await {
            Ok(true) => {
                if let Some(alert) = alert {
                    alert.told();
                }
                return Ok(self.tell(session, Some(error)));
            }
            Ok(false) => {}
            Err(problem) => {
                tracing::warn!(session_id = session.id.as_str(), %problem, "how a sign-in ended cannot be stored yet");
                // That the client is rejected is told anew by the next one who meets it.
                self.end_later(unstored, ended);
                return Ok(self.tell(session, Some(error)));
            }
        }
        // It moved on meanwhile, and what is stored is what counts. Its creator has cancelled it, and nothing is connected; or the
        // commit whose answer did not come was made all the same, and the session is complete with it.
        let stored = self.sessions.load_session(&session.tenant_id, &session.user_id, &session.id).await?;
        match stored {
            Some(Session { status: SessionStatus::Complete, grant_id: Some(grant_id), .. }) => {
                session.error_code = None;
                let grant = self.grants.load(&session.tenant_id, &grant_id).await?;
                Ok(self.tell_of(session.completed(&grant_id), grant.as_ref(), None))
            }
            Some(stored) if stored.status.is_over() => {
                let error = viewing::error_of(&stored, self.sessions.now_for(&stored).await?);
                Ok(self.tell(stored, error))
            }
            _ => Ok(self.tell(session, Some(error))),
        }
    }

    /// The vault takes no writes: whoever waits is told how it ended all the same, and the vault learns it once it can, for as long as the
    /// session would have had.
    fn end_later(&self, session: Session, ended: Event) {
        let Some(ended) = self.unstored.keep(session, ended, self.settings.policy.session) else { return };
        if self.settings.background {
            self.tasks.spawn(self.unstored.clone().store_later(ended));
        }
    }

    /// Has the vault take how sign-ins ended while it took no writes.
    pub(in crate::engine) async fn store_endings(&self) {
        self.unstored.store_all().await;
    }

    /// The same for whoever asks about such a session where nothing goes on behind calls.
    pub(super) async fn store_ending_of(&self, id: &SessionId) {
        if !self.settings.background && self.unstored.find(id).is_some() {
            self.store_endings().await;
        }
    }

    /// Where a sign-in or an installation has ended because the provider rejects the application's client: gives the news, if it is some.
    pub(super) fn client_rejected(&self, config: &ProviderConfig, token_endpoint: &str, error: &Error) -> Option<News> {
        // What a client may not do (`unauthorized_client`) is said of this sign-in, and nothing of the others.
        let is_of_this = error.context().provider_error.as_deref() == Some(RegisteredError::UnauthorizedClient.as_str());
        if error.code() != ErrorCode::ProviderConfigRejected || is_of_this {
            return None;
        }
        let news = self.checker.refresher.registrations.rejected_at_sign_in(config, token_endpoint)?;
        tracing::error!(
            provider = config.provider.as_str(),
            config = config.id.as_str(),
            code = error.code().as_str(),
            provider_error = error.context().provider_error.as_deref(),
            "the provider rejects the client of this config"
        );
        Some(news)
    }

    /// Ends a session whose grant stands already.
    ///
    /// # Errors
    /// - `state_invalid`: it was cancelled meanwhile.
    pub(super) async fn complete_session(&self, session: &Session, grant_id: &GrantId) -> Result<()> {
        let mut ended = session.completed(grant_id);
        ended.revision = session.revision;
        self.update_own(&mut ended).await
    }

    /// How the browser goes on from a session that is over.
    pub(super) fn tell(&self, session: Session, error: Option<Error>) -> CallbackOutcome {
        self.tell_of(session, None, error)
    }

    /// The same of a session that has led to a grant.
    pub(super) fn tell_of(&self, mut session: Session, grant: Option<&Grant>, error: Option<Error>) -> CallbackOutcome {
        let secrets = session.secrets.take();
        let (mode, return_to, opener_origin) = match secrets {
            Some(secrets) => (secrets.mode, secrets.return_to, secrets.opener_origin),
            None => (SessionMode::Popup, None, None),
        };
        CallbackOutcome::Ended(Ending {
            mode,
            return_to: return_to.map(|to| with_session(&to, &session, told_status(session.status, grant), None)),
            opener_origin,
            status: session.status,
            grant_status: grant.map(|grant| grant.secrets.status),
            error,
            // A native session has no cookie, and perhaps no handler.
            clear_cookie: self.settings.base_url.as_ref().map(|base| binding::clear(base, &session.id)).unwrap_or_default(),
            session_id: session.id,
        })
    }

    /// Ends a session because its creator says so. One that is over stays as it is.
    ///
    /// # Errors
    /// - `not_found`.
    pub(crate) async fn cancel_session(self: &Arc<Self>, id: &SessionId, principal: &Principal) -> Result<()> {
        loop {
            let mut session = self.session_of(id, principal).await?;
            if session.status.is_over() {
                return Ok(());
            }
            session.status = SessionStatus::Cancelled;
            session.expires_at = self.sessions.now_for(&session).await?.plus(TOLD_TO_SERVERS);
            let event = event_of(&session, None, self.clock.now());
            // It moved on between our look and our write: look again, until it is cancelled or over.
            if self.sessions.end_session(&mut session, vec![event]).await? {
                return Ok(());
            }
        }
    }

    /// Ends a session because its tenant's server says so, and shows where it stands then: one that is over stays as it is.
    ///
    /// # Errors
    /// - `not_found`: also for a session of another tenant.
    pub(crate) async fn cancel_session_of_tenant(self: &Arc<Self>, tenant_id: &TenantId, id: &SessionId) -> Result<SessionView> {
        let session = self.sessions.load_session_of_tenant(tenant_id, id).await?;
        let Session { tenant_id, user_id, .. } = session.ok_or_else(|| flow::no_session_of(tenant_id))?;
        let creator = Principal { tenant_id, user_id, role: Role::Member };
        self.cancel_session(id, &creator).await?;
        self.view_session(id, &creator).await
    }
}

/// How a session ended, in one word: an installation that waits for approval is stored, and cannot be used.
fn told_status(status: SessionStatus, grant: Option<&Grant>) -> &'static str {
    match grant.map(|grant| grant.secrets.status) {
        Some(waits @ GrantStatus::PendingApproval) if status == SessionStatus::Complete => waits.as_str(),
        _ => status.as_str(),
    }
}

/// The event of a session that has ended without a grant.
pub(super) fn event_of(session: &Session, failure: Option<Failed>, at: Timestamp) -> Event {
    let is_denial = session.status == SessionStatus::Cancelled;
    Event {
        id: entropy::make_id("evt"),
        event_type: if is_denial { EventType::SessionCancelled } else { EventType::SessionFailed },
        grant_id: None,
        session_id: Some(session.id.clone()),
        tenant_id: session.tenant_id.clone(),
        user_id: Some(session.user_id.clone()),
        config: session.config.clone(),
        provider: session.provider.clone(),
        status: None,
        reason: None,
        failure,
        at,
        cursor: None,
    }
}

/// What the application's page is told in its query: which session came back, and how it ended. Both are hints: anybody can write an
/// address, so the application asks for the session.
const SESSION: &str = "authpipe_session";
const STATUS: &str = "authpipe_status";

/// Adds the session to the application's page, and the completion secret to its fragment, which no server sees; it takes the place of
/// a fragment of the page's own. What the page's address says of a session already is of an earlier one, and goes.
pub(super) fn with_session(return_to: &str, session: &Session, status: &str, completion: Option<&Secret<String>>) -> String {
    // It was parsed when the session was made; nothing else is ever stored.
    let Ok(mut url) = Url::parse(return_to) else { return String::from("/") };
    let is_ours = |name: &str| name == SESSION || name == STATUS;
    if url.query_pairs().any(|(name, _)| is_ours(&name)) {
        let others: Vec<_> = url.query_pairs().into_owned().filter(|(name, _)| !is_ours(name)).collect();
        url.query_pairs_mut().clear().extend_pairs(others);
    }
    url.query_pairs_mut().append_pair(SESSION, session.id.as_str()).append_pair(STATUS, status);
    if let Some(secret) = completion {
        url.set_fragment(Some(&format!("authpipe_completion={}", secret.expose())));
    }
    url.into()
}
