//! Rows of grants, their leases, and what a write of one must find.

use std::time::Duration;

use crate::base::{ConfigId, GrantId, Label, ProviderId, TenantId, Timestamp, UserId};
use crate::model::grant::{AccountHash, CredentialType, GrantStatus, StatusReason};
use crate::model::lease::LeaseHolder;
use crate::model::sealed::SealedBytes;
use crate::model::subject::SubjectKind;

use super::jobs::GrantJob;

/// A grant as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GrantRow {
    /// The id.
    pub id: GrantId,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The config.
    pub config: ConfigId,
    /// The provider.
    pub provider: ProviderId,
    /// To whom it belongs.
    pub subject: SubjectKind,
    /// The user; stored as empty text where there is none.
    pub user_id: Option<UserId>,
    /// The label.
    pub label: Label,
    /// What it is.
    pub credential_type: CredentialType,
    /// The keyed hash of the external account (for an installation: of the organisation).
    pub account_hash: Option<AccountHash>,
    /// A copy of the sealed status, for finding.
    pub status: GrantStatus,
    /// A copy of the sealed reason.
    pub reason: Option<StatusReason>,
    /// Counts new secrets.
    pub generation: u64,
    /// Counts any rewrite of `sealed`.
    pub revision: u64,
    /// Counts disconnects and erasures.
    pub fence: u64,
    /// The lease epoch under which the current generation was committed.
    pub committed_epoch: u64,
    /// The key that seals.
    pub key_id: [u8; 16],
    /// Everything else; gone when revoked.
    pub sealed: Option<SealedBytes>,
    /// A copy of the sealed expiry.
    pub expires_at: Option<Timestamp>,
    /// When to refresh ahead of expiry.
    pub refresh_at: Option<Timestamp>,
    /// When to look at its health.
    pub next_check_at: Option<Timestamp>,
    /// When somebody last asked for it.
    pub last_used_at: Option<Timestamp>,
    /// The lease.
    pub lease: LeaseColumns,
    /// Failed refreshes in a row.
    pub failures: u32,
    /// For how long no lease is given, by the store's clock and from the moment of the read or write; zero: no pause.
    pub paused_for: Duration,
    /// For how long its current generation has been stored at least, by the store's clock and seen from the moment of the read; zero: it is
    /// not known, or only now. A write need not say it.
    pub stored_for: Duration,
    /// The last exchange or probe that worked.
    pub last_ok_at: Option<Timestamp>,
    /// When it was first stored.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl GrantRow {
    /// When this work on it falls due, by its own column; `None`: never.
    pub(crate) const fn due_at(&self, job: GrantJob) -> Option<Timestamp> {
        match job {
            GrantJob::Refresh => self.refresh_at,
            GrantJob::Check => self.next_check_at,
        }
    }

    /// Whether it keeps every other installation of its config out of its organisation, whatever their tenant.
    pub(crate) fn claims_organisation(&self) -> bool {
        self.subject == SubjectKind::Installation && self.account_hash.is_some() && self.status.holds_organisation()
    }
}

/// The lease of a grant, and the exchange that was announced under it. Times are lengths by the store's clock, seen from the
/// moment of the read: no process's wall clock moves them (SR-68). A write of a row never writes its lease: acquisitions and releases do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeaseColumns {
    /// The process that was given it; `None` once it is released.
    pub owner: Option<[u8; 16]>,
    /// Counts acquisitions; never goes back.
    pub epoch: u64,
    /// How much of it is left; zero: anybody may acquire it.
    pub left: Duration,
    /// The exchange that was announced and has no stored outcome.
    pub intent: Option<IntentColumns>,
}

/// An exchange that was announced and has no stored outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IntentColumns {
    /// How long ago it was announced, or the earliest one that it is to repair.
    pub age: Duration,
    /// How long ago the lease ended under which it was announced; zero while that runs.
    pub ended: Duration,
    /// The hash of the refresh token it spends.
    pub digest: [u8; 32],
    /// Whether it is itself the repair of an earlier one.
    pub is_recovery: bool,
}

/// Which grants.
#[derive(Clone, Debug, Default)]
pub(crate) struct GrantFilter {
    /// Of this tenant; `None`: of all, for an operator only.
    pub tenant_id: Option<TenantId>,
    /// Of this user.
    pub user_id: Option<UserId>,
    /// Besides those of `user_id`, also those of no user; without `user_id` it says nothing.
    pub or_no_user: bool,
    /// Of these kinds; empty: all.
    pub subjects: Vec<SubjectKind>,
    /// Of this provider.
    pub provider: Option<ProviderId>,
    /// Of this config.
    pub config: Option<ConfigId>,
    /// In this state.
    pub status: Option<GrantStatus>,
    /// Only those whose record may be of a version before [`RECORD_VERSION`](super::RECORD_VERSION).
    pub is_outdated: bool,
    /// Only those with an account hash that is to be made anew under this index key, or that claims nothing and is to go.
    pub to_hash_under: Option<[u8; 16]>,
    /// Only those of whose refreshes there may be something to say: they are in another state than an ordinary one, have failed, or an
    /// exchange has no outcome yet. Others may be among them.
    pub is_troubled: bool,
    /// Whether revoked ones are included.
    pub include_revoked: bool,
    /// After this id.
    pub after: Option<GrantId>,
    /// At most this many.
    pub limit: usize,
}

/// What must still be true of a grant for a write to apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GrantGuard {
    /// Its generation.
    pub generation: u64,
    /// Its revision; `None`: any.
    pub revision: Option<u64>,
    /// Its fence.
    pub fence: u64,
    /// Whose its lease is.
    pub lease: LeaseGuard,
}

/// Whose the lease of a grant must be for a write to apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LeaseGuard {
    /// Anybody's, or nobody's.
    Any,
    /// This holder's.
    Held(LeaseHolder),
    /// Whoever's it was at this epoch: nobody has acquired it since, so no exchange has begun.
    NotAcquired {
        /// The epoch.
        since: u64,
    },
}

impl LeaseGuard {
    /// The process that must hold it, where that matters.
    pub(crate) const fn owner(self) -> Option<[u8; 16]> {
        match self {
            LeaseGuard::Held(holder) => Some(holder.owner),
            LeaseGuard::Any | LeaseGuard::NotAcquired { .. } => None,
        }
    }

    /// The epoch at which it must stand, where that matters.
    pub(crate) const fn epoch(self) -> Option<u64> {
        match self {
            LeaseGuard::Any => None,
            LeaseGuard::Held(holder) => Some(holder.epoch),
            LeaseGuard::NotAcquired { since } => Some(since),
        }
    }
}

/// Which due columns a change of a grant writes. The others keep what they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Schedule {
    /// Neither.
    Kept,
    /// `refresh_at`.
    Refresh,
    /// `next_check_at`.
    Check,
    /// Both.
    Both,
}

impl Schedule {
    /// Whether it writes the column of this job.
    pub(crate) const fn writes(self, job: GrantJob) -> bool {
        match self {
            Schedule::Kept => false,
            Schedule::Refresh => matches!(job, GrantJob::Refresh),
            Schedule::Check => matches!(job, GrantJob::Check),
            Schedule::Both => true,
        }
    }
}

/// What acquires a lease, with its intent. What it asks of the grant is checked by the statement that gives the lease: a request by
/// somebody who has read the grant earlier, or while others were told to wait, gets none.
#[derive(Clone, Debug)]
pub(crate) struct LeaseAcquisition {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The grant.
    pub grant_id: GrantId,
    /// Its generation must still be this.
    pub generation: u64,
    /// Its revision must still be this: a failure that somebody has noted meanwhile is a new one.
    pub revision: u64,
    /// Its fence must still be this.
    pub fence: u64,
    /// Who acquires it.
    pub owner: [u8; 16],
    /// How long the lease shall run, by the store's clock and from the moment at which it is given.
    pub length: Duration,
    /// For how long there has been an exchange without a stored outcome: none, or the age of the one that this is to repair.
    pub intent_age: Duration,
    /// The hash of the refresh token to be spent.
    pub intent_digest: [u8; 32],
    /// Whether it is the recovery of an unresolved exchange.
    pub intent_is_recovery: bool,
}
