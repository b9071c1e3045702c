//! What happened to grants and sessions, for the application.

use crate::base::words::words;
use crate::base::{ConfigId, Error, GrantId, ProviderId, SessionId, TenantId, Timestamp, UserId};

use super::failure::Failed;
use super::grant::{GrantStatus, StatusReason};

words! {
    /// The kinds of events.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum EventType {
        /// A connection was stored.
        ConnectionCreated = "connection.created",
        /// A connection was replaced, or became healthy again.
        ConnectionUpdated = "connection.updated",
        /// A connection's grant has ended at the provider.
        ConnectionNeedsReauth = "connection.needs_reauth",
        /// The application deleted a connection.
        ConnectionDeleted = "connection.deleted",
        /// New tokens were stored.
        TokenRefreshed = "token.refreshed",
        /// The provider has revoked the tokens of what was deleted, or knew them no more.
        TokenRevoked = "token.revoked",
        /// The provider was not asked to revoke the tokens of what was deleted: another connection has the same account, and would end
        /// with them; or it turned out to revoke nothing.
        TokenRevocationSkipped = "token.revocation_skipped",
        /// The provider has refused to revoke the tokens of what was deleted, or could not be asked for three days: the event's error says
        /// what stood in the way. They live until they end there.
        TokenRevocationFailed = "token.revocation_failed",
        /// A grant can soon be refreshed no more: its person must sign in again before [`RefreshState::ends_at`](crate::RefreshState), or
        /// access ends.
        CredentialExpiring = "credential.expiring",
        /// An installation was stored.
        InstallationCreated = "installation.created",
        /// An installation changed its state.
        InstallationUpdated = "installation.updated",
        /// The application deleted an installation.
        InstallationDeleted = "installation.deleted",
        /// A probe failed.
        HealthFailed = "health.failed",
        /// A probe works again.
        HealthRecovered = "health.recovered",
        /// A provider rejects the client of a config: the operator must act. The grant is the one that showed it, and as well as before.
        ConfigError = "config.error",
        /// A provider takes the client of a config again.
        ConfigRecovered = "config.recovered",
        /// A sign-in or an installation ended without a grant because something went wrong: the event's error says what. One that nobody
        /// came back to makes no event when its time is over, because the person has most often just closed the window; asked for, the
        /// session says that no answer came, and whoever comes back too late makes the event.
        SessionFailed = "session.failed",
        /// A sign-in or an installation ended without a grant because somebody said no: the person, or an administrator or a policy at the
        /// provider; or because the application cancelled it, then without an error.
        SessionCancelled = "session.cancelled",
    }
}

/// Something that happened to a grant or a session. It holds ids, words of closed sets, and for failures our own texts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// Stable over every delivery.
    pub id: String,
    /// What happened.
    pub event_type: EventType,
    /// To which grant; absent where a session has led to none.
    pub grant_id: Option<GrantId>,
    /// The session, where the event tells of one.
    pub session_id: Option<SessionId>,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The user, where it has one.
    pub user_id: Option<UserId>,
    /// The config.
    pub config: ConfigId,
    /// The provider.
    pub provider: ProviderId,
    /// The status of the connection or installation after the event.
    pub status: Option<GrantStatus>,
    /// Why, in one word.
    pub reason: Option<StatusReason>,
    /// What went wrong.
    pub(crate) failure: Option<Failed>,
    /// When.
    pub at: Timestamp,
    /// Where it stands in the order of commits: give it as `after` to go on behind it. Every event that is listed or followed has one.
    pub cursor: Option<String>,
}

impl Event {
    /// What went wrong, for the developer: a session that failed, a renewal that did. `None` where nothing has.
    pub fn error(&self) -> Option<Error> {
        let Failed { code, failure } = self.failure.as_ref()?;
        Some(failure.to_error(*code).with_context(|context| {
            context.provider = Some(self.provider.as_str().to_owned());
            context.config = Some(self.config.as_str().to_owned());
            context.tenant_id = Some(self.tenant_id.as_str().to_owned());
            context.user_id = self.user_id.as_ref().map(|user| user.as_str().to_owned());
            context.connection_id = self.grant_id.as_ref().map(|id| id.as_str().to_owned());
            context.reason = self.reason.as_ref().map(|reason| reason.as_str().to_owned());
        }))
    }
}
