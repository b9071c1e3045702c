//! Rows of sessions.

use crate::base::{ConfigId, GrantId, ProviderId, SessionId, TenantId, Timestamp, UserId};
use crate::model::sealed::SealedBytes;
use crate::model::session::{SessionKind, SessionStatus, SessionStep};

/// Which sessions, in the order of their ids.
#[derive(Clone, Debug, Default)]
pub(crate) struct SessionFilter {
    /// After this id.
    pub after: Option<SessionId>,
    /// At most this many.
    pub limit: usize,
}

/// A session as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SessionRow {
    /// The id.
    pub id: SessionId,
    /// What it is for.
    pub kind: SessionKind,
    /// The creator's tenant.
    pub tenant_id: TenantId,
    /// The creator.
    pub user_id: UserId,
    /// The config.
    pub config: ConfigId,
    /// The provider.
    pub provider: ProviderId,
    /// Where it stands.
    pub status: SessionStatus,
    /// Which answer it waits for.
    pub step: SessionStep,
    /// The hash of the current `state`; unique.
    pub state_hash: [u8; 32],
    /// The hash of the browser's binding.
    pub binding_hash: [u8; 32],
    /// The hash of the one-time `resume` value.
    pub resume_hash: Option<[u8; 32]>,
    /// The hash of the one-time completion secret.
    pub completion_hash: Option<[u8; 32]>,
    /// Counts rewrites; the guard of every change.
    pub revision: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the current step is over.
    pub expires_at: Timestamp,
    /// The grant it led to.
    pub grant_id: Option<GrantId>,
    /// The error code it ended with.
    pub error_code: Option<String>,
    /// The key that seals.
    pub key_id: [u8; 16],
    /// Everything else; of a session that is over, its end.
    pub sealed: Option<SealedBytes>,
}
