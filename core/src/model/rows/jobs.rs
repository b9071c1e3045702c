//! Jobs: work that falls due. All kinds stand in one index, and are handed out by one operation.

use std::fmt;
use std::time::Duration;

use crate::base::{ConfigId, TenantId, Timestamp};

use super::GrantRow;

/// Work on a grant. It stands in the index from the grant's own columns: whoever writes the column moves the job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum GrantJob {
    /// Renew it ahead of its end: `refresh_at`.
    Refresh,
    /// Look at its health: `next_check_at`.
    Check,
}

/// Work that is queued with all it needs, because what it is about may be gone by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum QueuedKind {
    /// Revoke a token at its provider.
    Revoke,
    /// Deliver an event to an endpoint of the application.
    Deliver,
}

/// What a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum JobKind {
    /// Work on a grant.
    Grant(GrantJob),
    /// Queued work.
    Queued(QueuedKind),
}

impl GrantJob {
    /// All of them, for who asks for work and for the stores, which move each job where its column says.
    pub(crate) const ALL: [GrantJob; 2] = [GrantJob::Refresh, GrantJob::Check];
}

impl JobKind {
    /// All of them.
    pub(crate) const ALL: [JobKind; 4] = [
        JobKind::Grant(GrantJob::Refresh),
        JobKind::Grant(GrantJob::Check),
        JobKind::Queued(QueuedKind::Revoke),
        JobKind::Queued(QueuedKind::Deliver),
    ];

    /// The stored name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            JobKind::Grant(GrantJob::Refresh) => "refresh",
            JobKind::Grant(GrantJob::Check) => "check",
            JobKind::Queued(QueuedKind::Revoke) => "revoke",
            JobKind::Queued(QueuedKind::Deliver) => "deliver",
        }
    }

    /// Reads the stored name.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        JobKind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A queued job as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueuedJob {
    /// What it is.
    pub kind: QueuedKind,
    /// Its id; unique among those of its kind. Up to its first dot it is the id of the grant that it is about.
    pub id: String,
    /// Whose it is.
    pub tenant_id: TenantId,
    /// In whose lane it is done.
    pub config: ConfigId,
    /// When.
    pub due_at: Timestamp,
    /// How often it has been handed out. Whoever got it last may complete or postpone it.
    pub attempts: u64,
    /// The key that seals.
    pub key_id: [u8; 16],
    /// What it needs.
    pub sealed: crate::model::sealed::SealedBytes,
}

/// Where something that is queued stands, as bytes: what is there may be damaged, or of a newer version.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct QueuePlace {
    /// The stored name of its kind.
    pub kind: Vec<u8>,
    /// Its id.
    pub id: Vec<u8>,
}

impl fmt::Display for QueuePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", String::from_utf8_lossy(&self.kind), String::from_utf8_lossy(&self.id))
    }
}

/// What is queued, for whoever looks at all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueueEntry {
    /// Where.
    pub place: QueuePlace,
    /// `None`: it is of a kind that this version does not know, or cannot be read.
    pub job: Option<QueuedJob>,
}

impl QueueEntry {
    /// Whether this version knows its kind.
    pub(crate) fn is_known(&self) -> bool {
        std::str::from_utf8(&self.place.kind).is_ok_and(|kind| JobKind::parse(kind).is_some())
    }
}

/// A queued job as it was handed out: whoever completes or postpones it names all of this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HeldJob {
    /// What it is.
    pub kind: QueuedKind,
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub tenant_id: TenantId,
    /// Its `attempts` as handed out.
    pub attempts: u64,
}

/// A job that is handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DueJob {
    /// Work on this grant.
    Grant(GrantJob, Box<GrantRow>),
    /// Queued work.
    Queued(QueuedJob),
}

/// Which due jobs a process wants. What is handed out is held for a while: another process finds others, and finds these again if the first
/// one dies.
#[derive(Clone, Debug)]
pub(crate) struct JobRequest {
    /// Of these kinds.
    pub kinds: Vec<JobKind>,
    /// Due at or before this.
    pub now: Timestamp,
    /// And due after this, where that is given.
    pub after: Option<Timestamp>,
    /// For how long nobody else gets them, by the store's clock. Whoever moves or ends a job ends that.
    pub hold: Duration,
    /// At most this many.
    pub limit: usize,
    /// None of these configs.
    pub except: Vec<ConfigId>,
}
