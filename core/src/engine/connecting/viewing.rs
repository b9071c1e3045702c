//! Shows a session to its creator's browser and to its tenant's server.

use crate::base::{ConfigId, Error, ErrorCode, ProviderId, Result, SessionId, TenantId, Timestamp, UserId};
use crate::engine::common::errors::flow;
use crate::model::grant::GrantView;
use crate::model::principal::Principal;
use crate::model::session::{Session, SessionKind, SessionStatus, TOLD_TO_SERVERS};

use super::Connector;

/// A session: where it stands, what it has made, and why it failed. Nothing of it is a secret.
#[derive(Clone, Debug)]
pub struct SessionView {
    /// Its id.
    pub id: SessionId,
    /// The provider.
    pub provider: ProviderId,
    /// The config.
    pub config: ConfigId,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The user who goes through the session.
    pub user_id: UserId,
    /// Where it stands.
    pub status: SessionStatus,
    /// The connection that it made, or signed in again.
    pub connection: Option<GrantView>,
    /// The installation that it made, which may still wait: see its own status.
    pub installation: Option<GrantView>,
    /// Why it ended without either, for the developer.
    pub error: Option<Error>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Connector {
    /// What the creator of a session is told; for anybody else there is no such session.
    ///
    /// # Errors
    /// - `not_found`.
    pub(crate) async fn view_session(&self, id: &SessionId, principal: &Principal) -> Result<SessionView> {
        let session = self.session_of(id, principal).await?;
        self.view(session).await
    }

    /// What the server of a session's tenant is told; for another tenant there is no such session.
    ///
    /// # Errors
    /// - `not_found`.
    pub(crate) async fn view_session_of_tenant(&self, tenant_id: &TenantId, id: &SessionId) -> Result<SessionView> {
        self.store_ending_of(id).await;
        let session = self.sessions.load_session_of_tenant(tenant_id, id).await?;
        self.view(session.ok_or_else(|| flow::no_session_of(tenant_id))?).await
    }

    pub(super) async fn session_of(&self, id: &SessionId, principal: &Principal) -> Result<Session> {
        self.store_ending_of(id).await;
        let session = self.sessions.load_session(&principal.tenant_id, &principal.user_id, id).await?;
        session.ok_or_else(flow::no_session)
    }

    async fn view(&self, session: Session) -> Result<SessionView> {
        let grant = match &session.grant_id {
            Some(grant_id) => self.grants.load(&session.tenant_id, grant_id).await?,
            None => None,
        };
        let grant = match grant {
            Some(grant) => Some(self.checker.view(&grant).await),
            None => None,
        };
        let (connection, installation) = match session.kind {
            SessionKind::Auth => (grant, None),
            SessionKind::Install => (None, grant),
        };
        let now = self.sessions.now_for(&session).await?;
        let is_over_time = !session.status.is_over() && session.expires_at <= now && !self.judging.has(&session.id);
        let status = match session.status {
            _ if is_over_time => SessionStatus::Expired,
            // Being judged right now: for whoever waits it is still under way.
            SessionStatus::Received => SessionStatus::Pending,
            status => status,
        };
        let error = error_of(&session, now)
            .or_else(|| (status == SessionStatus::Expired).then(|| of_session(flow::no_answer_came(&session), &session)));
        Ok(SessionView {
            id: session.id,
            provider: session.provider,
            config: session.config,
            tenant_id: session.tenant_id,
            user_id: session.user_id,
            status,
            connection,
            installation,
            error,
            created_at: session.created_at,
        })
    }
}

/// Why a session ended, as its creator's server is told: in the words of then, as long as they are kept. How long to wait before another
/// one counts from now on.
pub(super) fn error_of(session: &Session, now: Timestamp) -> Option<Error> {
    let code = ErrorCode::parse(session.error_code.as_deref()?)?;
    let failure = session.secrets.as_ref().and_then(|secrets| secrets.failure.clone());
    let error = match failure {
        Some(failure) => failure.after(now.since(session.expires_at.minus(TOLD_TO_SERVERS))).to_error(code),
        None => Error::new(code, code.doc()).with_hint(code.hint()),
    };
    Some(of_session(error, session))
}

/// Adds whose session it is.
fn of_session(error: Error, session: &Session) -> Error {
    error.with_context(|context| {
        context.provider = Some(session.provider.as_str().to_owned());
        context.config = Some(session.config.as_str().to_owned());
        context.tenant_id = Some(session.tenant_id.as_str().to_owned());
        context.user_id = Some(session.user_id.as_str().to_owned());
    })
}
