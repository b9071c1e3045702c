//! Questions to a store.

use crate::base::{GrantId, SessionId, TenantId, Timestamp, UserId};
use crate::model::event::Event;
use crate::model::grant::GrantStatus;

use super::{EventFilter, GrantFilter, GrantRow, KeyRow, MetaRow, RootKeyRow, SessionRow};

/// One question to the store. Every look-up by id carries its tenant, but for sessions that are found by a
/// 256-bit hash.
#[derive(Clone, Debug)]
pub enum Query {
    /// `meta`: at most one.
    Meta,
    /// Every sentinel.
    RootKeys,
    /// The keys of a tenant, in every state.
    TenantKeys(TenantId),
    /// The index key.
    IndexKey,
    /// The grant with this id in this tenant.
    Grant(TenantId, GrantId),
    /// The grant under this unique key.
    GrantByKey(crate::model::subject::GrantKey),
    /// Grants, ordered by id.
    Grants(GrantFilter),
    /// The session with this id of this tenant and user.
    Session(TenantId, UserId, SessionId),
    /// The session that waits with this state.
    SessionByState([u8; 32]),
    /// The session that waits with this resume value.
    SessionByResume([u8; 32]),
    /// Events in commit order after a cursor.
    Events(EventFilter),
    /// The position after which everything that happened from this time on stands; `Rows::position`.
    EventPosition(Timestamp),
    /// How many grants there are by status; `Rows::counts`.
    GrantCounts,
}

/// Answers: the field that the query asks for is filled, the others are empty.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// `Meta`.
    pub meta: Option<MetaRow>,
    /// `RootKeys`.
    pub root_keys: Vec<RootKeyRow>,
    /// `TenantKeys`, `IndexKey`.
    pub keys: Vec<KeyRow>,
    /// `Grant`, `GrantByKey`, `Grants`.
    pub grants: Vec<GrantRow>,
    /// `Session…`.
    pub sessions: Vec<SessionRow>,
    /// `Events`, with their positions.
    pub events: Vec<(u64, Event)>,
    /// `EventPosition`.
    pub position: u64,
    /// `GrantCounts`.
    pub counts: Vec<(GrantStatus, u64)>,
}
