//! Which connections, installations, events and entries of the audit log to list.

use authpipe::{ConfigId, EventOrder, EventType, GrantId, GrantStatus, ProviderId, TenantId, Timestamp, UserId};

use crate::arguments::Narrow;
use crate::define::taken;

taken! {
    /// Which grants to list: one tenant's, or, for an operator, everybody's.
    pub struct ListQuery = "ListQuery" {
        /// Only this tenant's.
        pub tenant_id: Narrow<TenantId>,
        /// Everybody's.
        pub all_tenants: Option<bool>,
        /// Only this provider's.
        pub provider: Option<ProviderId>,
        /// Only this config's.
        pub config: Option<ConfigId>,
        /// Only those in this state.
        pub status: Option<GrantStatus>,
        /// Only this user's.
        pub user_id: Narrow<UserId>,
        /// From `next` of the page before.
        pub after: Option<String>,
        /// At most this many on a page: 1 to 200, default 50.
        pub limit: Option<u64>,
    }

    /// Which events to list.
    pub struct EventQuery = "EventQuery" {
        /// From `next` of the page before, or `cursor` of an event.
        pub after: Option<String>,
        /// In which order; default `oldest_first`.
        pub order: Option<EventOrder>,
        /// Only those that happened from this time on.
        pub since: Option<Timestamp>,
        /// Only this tenant's.
        pub tenant_id: Narrow<TenantId>,
        /// Only this type.
        pub r#type: Option<EventType>,
        /// Only this connection's or installation's.
        pub connection_id: Narrow<GrantId>,
        /// At most this many on a page: 1 to 200, default 50.
        pub limit: Option<u64>,
    }

    /// From where on to follow events.
    pub struct FollowQuery = "FollowQuery" {
        /// From `cursor` of an event, or `next` of a page: what was committed behind it, and what is to come.
        pub after: Option<String>,
        /// Only those that happened from this time on; default, where nothing is given as `after`, from now on.
        pub since: Option<Timestamp>,
    }

    /// Which entries of the audit log.
    pub struct AuditQuery = "AuditQuery" {
        /// From `next` of the page before.
        pub after: Option<String>,
        /// Only those from this time on.
        pub since: Option<Timestamp>,
        /// Only this tenant's.
        pub tenant_id: Narrow<TenantId>,
        /// At most this many on a page: 1 to 200, default 50.
        pub limit: Option<u64>,
    }
}

impl AuditQuery {
    /// What the core takes.
    pub fn into_core(self) -> authpipe::AuditQuery {
        authpipe::AuditQuery { after: self.after, since: self.since, tenant_id: self.tenant_id.0, limit: self.limit.map(size) }
    }
}

impl ListQuery {
    /// What the core takes.
    pub fn into_core(self) -> authpipe::ListQuery {
        authpipe::ListQuery {
            tenant_id: self.tenant_id.0,
            all_tenants: self.all_tenants.unwrap_or(false),
            user_id: self.user_id.0,
            provider: self.provider,
            config: self.config,
            status: self.status,
            after: self.after,
            limit: self.limit.map(size),
        }
    }
}

impl EventQuery {
    /// What the core takes.
    pub fn into_core(self) -> authpipe::EventQuery {
        authpipe::EventQuery {
            after: self.after,
            order: self.order.unwrap_or_default(),
            since: self.since,
            tenant_id: self.tenant_id.0,
            event_type: self.r#type,
            connection_id: self.connection_id.0,
            limit: self.limit.map(size),
        }
    }
}

impl FollowQuery {
    /// What the core takes.
    pub fn into_core(self) -> authpipe::FollowQuery {
        authpipe::FollowQuery { after: self.after, since: self.since }
    }
}

// How large a page may be, the core says.
fn size(limit: u64) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}
