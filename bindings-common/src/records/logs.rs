//! Events and entries of the audit log on their way out.

use authpipe::{AuditKind, ConfigId, EventType, GrantId, GrantStatus, ProviderId, SessionId, TenantId, Timestamp, UserId};

use crate::define::given;
use crate::records::errors::SessionFailure;

given! {
    /// Something that happened to a grant or a session.
    pub struct Event = "AuthpipeEvent" {
        /// Stable over every delivery.
        pub id: String,
        /// What happened.
        pub r#type: EventType,
        /// The provider.
        pub provider: ProviderId,
        /// The config.
        pub config: ConfigId,
        /// The tenant.
        pub tenant_id: TenantId,
        /// The user, where it has one.
        pub user_id: Option<UserId>,
        /// The connection or installation; absent where a session has led to none.
        pub connection_id: Option<GrantId>,
        /// The session, where the event tells of one.
        pub session_id: Option<SessionId>,
        /// The status of the connection or installation after the event.
        pub status: Option<GrantStatus>,
        /// Why, in one word.
        pub reason: Option<String>,
        /// What went wrong, for the developer, where something has.
        pub error: Option<SessionFailure>,
        /// When.
        pub at: Timestamp,
        /// Where it stands in the order of commits: give it as `after` to go on behind it.
        pub cursor: String,
    }

    /// Something that was done to a connection, a key or the vault, as the audit log tells it.
    pub struct AuditRecord = "AuditRecord" {
        /// Its place in the log: 1, 2, 3 without a gap, over all tenants.
        pub number: u64,
        /// What was done.
        pub kind: AuditKind,
        /// In which tenant; absent for what concerns the whole vault, and once it was erased.
        pub tenant_id: Option<TenantId>,
        /// The user whose connection it is, where it is one's.
        pub user_id: Option<UserId>,
        /// The connection or installation.
        pub connection_id: Option<GrantId>,
        /// Who was signed in, where that is known: whoever signed in at the provider, or deleted through the handler.
        pub actor: Option<UserId>,
        /// The session that led to it.
        pub session_id: Option<String>,
        /// The id of the root key, or of the tenant's key, that it was done to.
        pub key_id: Option<String>,
        /// Whether an erasure has taken away what it was about.
        pub erased: bool,
        /// When.
        pub at: Timestamp,
    }
}

impl From<authpipe::Event> for Event {
    fn from(event: authpipe::Event) -> Self {
        let error = event.error().map(SessionFailure::from);
        Event {
            id: event.id,
            r#type: event.event_type,
            provider: event.provider,
            config: event.config,
            tenant_id: event.tenant_id,
            user_id: event.user_id,
            connection_id: event.grant_id,
            session_id: event.session_id,
            status: event.status,
            reason: event.reason.map(|reason| reason.to_string()),
            error,
            at: event.at,
            // Every event has one that was listed, and no others come this way.
            cursor: event.cursor.unwrap_or_default(),
        }
    }
}

impl From<authpipe::AuditRecord> for AuditRecord {
    fn from(entry: authpipe::AuditRecord) -> Self {
        AuditRecord {
            number: entry.number,
            kind: entry.kind,
            tenant_id: entry.tenant_id,
            user_id: entry.user_id,
            connection_id: entry.connection_id,
            actor: entry.actor,
            session_id: entry.session_id,
            key_id: entry.key_id,
            erased: entry.erased,
            at: entry.at,
        }
    }
}
