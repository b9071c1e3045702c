//! What happened to a grant, for the application.

use crate::base::{ConfigId, GrantId, ProviderId, TenantId, Timestamp, UserId};

use super::grant::{GrantStatus, StatusReason};

/// The kinds of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EventType {
    /// A connection was stored.
    ConnectionCreated,
    /// A connection was replaced, or became healthy again.
    ConnectionUpdated,
    /// A connection's grant has ended at the provider.
    ConnectionNeedsReauth,
    /// The application deleted a connection.
    ConnectionDeleted,
    /// New tokens were stored.
    TokenRefreshed,
    /// An installation was stored.
    InstallationCreated,
    /// An installation changed its state.
    InstallationUpdated,
    /// The application deleted an installation.
    InstallationDeleted,
    /// A probe failed.
    HealthFailed,
    /// A probe works again.
    HealthRecovered,
    /// A provider rejects the client of a config: the operator must act. The grant is the one that showed it, and as well as before.
    ConfigError,
    /// A provider takes the client of a config again.
    ConfigRecovered,
}

impl EventType {
    /// All of them.
    pub const ALL: [EventType; 12] = [
        EventType::ConnectionCreated,
        EventType::ConnectionUpdated,
        EventType::ConnectionNeedsReauth,
        EventType::ConnectionDeleted,
        EventType::TokenRefreshed,
        EventType::InstallationCreated,
        EventType::InstallationUpdated,
        EventType::InstallationDeleted,
        EventType::HealthFailed,
        EventType::HealthRecovered,
        EventType::ConfigError,
        EventType::ConfigRecovered,
    ];

    /// The stored and sent name.
    pub const fn as_str(self) -> &'static str {
        match self {
            EventType::ConnectionCreated => "connection.created",
            EventType::ConnectionUpdated => "connection.updated",
            EventType::ConnectionNeedsReauth => "connection.needs_reauth",
            EventType::ConnectionDeleted => "connection.deleted",
            EventType::TokenRefreshed => "token.refreshed",
            EventType::InstallationCreated => "installation.created",
            EventType::InstallationUpdated => "installation.updated",
            EventType::InstallationDeleted => "installation.deleted",
            EventType::HealthFailed => "health.failed",
            EventType::HealthRecovered => "health.recovered",
            EventType::ConfigError => "config.error",
            EventType::ConfigRecovered => "config.recovered",
        }
    }

    /// Reads the stored name.
    pub fn parse(text: &str) -> Option<Self> {
        EventType::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Something that happened to a grant. It holds ids and words of closed sets only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Stable over every delivery.
    pub id: String,
    /// What happened.
    pub event_type: EventType,
    /// To which grant.
    pub grant_id: GrantId,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The user, where it has one.
    pub user_id: Option<UserId>,
    /// The config.
    pub config: ConfigId,
    /// The provider.
    pub provider: ProviderId,
    /// Its status after the event.
    pub status: GrantStatus,
    /// Why, in one word.
    pub reason: Option<StatusReason>,
    /// When.
    pub at: Timestamp,
}
