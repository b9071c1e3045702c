//! Rows and operations of the store. A row holds ids, counters, times and sealed bytes; no row holds a secret.

use crate::base::{ConfigId, GrantId, Label, ProviderId, SessionId, TenantId, Timestamp, UserId};

use super::event::{Event, EventType};
use super::grant::{CredentialType, GrantStatus};
use super::sealed::SealedBytes;
use super::session::{SessionKind, SessionStatus, SessionStep};
use super::subject::SubjectKind;

/// What a vault says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetaRow {
    /// The schema that was written.
    pub schema_version: u32,
    /// The oldest schema version of a program that may still open it.
    pub oldest_reader: u32,
    /// The hash of the environment's name.
    pub environment_hash: [u8; 32],
    /// Counts restores that an operator has confirmed.
    pub store_epoch: u64,
}

/// The sentinel of a root key: something sealed that only this key opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootKeyRow {
    /// The root key's id, as printed in messages.
    pub root_key_id: String,
    /// The sentinel.
    pub sentinel: SealedBytes,
    /// When the key was first used.
    pub created_at: Timestamp,
}

/// What a wrapped key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyPurpose {
    /// Seals the records of one tenant.
    Tenant,
    /// Keys the hashes of external accounts, for the whole environment.
    Index,
}

impl KeyPurpose {
    /// The stored name.
    pub const fn as_str(self) -> &'static str {
        match self {
            KeyPurpose::Tenant => "tenant",
            KeyPurpose::Index => "index",
        }
    }

    /// Reads the stored name.
    pub fn parse(text: &str) -> Option<Self> {
        [KeyPurpose::Tenant, KeyPurpose::Index].into_iter().find(|purpose| purpose.as_str() == text)
    }
}

/// Where a tenant key stands (SR-45).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyState {
    /// Made, but not every process can read it yet.
    Pending,
    /// Seals and opens.
    Primary,
    /// Opens only.
    DecryptOnly,
}

impl KeyState {
    /// The stored name.
    pub const fn as_str(self) -> &'static str {
        match self {
            KeyState::Pending => "pending",
            KeyState::Primary => "primary",
            KeyState::DecryptOnly => "decrypt_only",
        }
    }

    /// Reads the stored name.
    pub fn parse(text: &str) -> Option<Self> {
        [KeyState::Pending, KeyState::Primary, KeyState::DecryptOnly].into_iter().find(|state| state.as_str() == text)
    }
}

/// A wrapped key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// The key's id.
    pub key_id: [u8; 16],
    /// What it is for.
    pub purpose: KeyPurpose,
    /// Whose it is; `None` for the index key.
    pub tenant_id: Option<TenantId>,
    /// Where it stands.
    pub state: KeyState,
    /// The root key that wraps it.
    pub root_key_id: String,
    /// The key, wrapped.
    pub wrapped: SealedBytes,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A grant as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantRow {
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
    pub account_hash: Option<[u8; 32]>,
    /// A copy of the sealed status, for finding.
    pub status: GrantStatus,
    /// A copy of the sealed reason.
    pub reason: Option<String>,
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
    /// No refresh before this time.
    pub next_attempt_at: Option<Timestamp>,
    /// The last exchange or probe that worked.
    pub last_ok_at: Option<Timestamp>,
    /// When it was first stored.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// The lease columns of a grant. A `PutGrant` never writes them from here: it either leaves them or releases the lease.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeaseColumns {
    /// The process that holds the lease.
    pub owner: Option<[u8; 16]>,
    /// Counts claims; never goes back.
    pub epoch: u64,
    /// Until when it runs.
    pub until: Option<Timestamp>,
    /// When the announced exchange was announced, or the earliest one that it is to repair.
    pub intent_sent_at: Option<Timestamp>,
    /// The hash of the refresh token it spends.
    pub intent_digest: Option<[u8; 32]>,
    /// Whether the announced exchange is itself the recovery of an earlier one.
    pub intent_is_recovery: bool,
}

/// A session as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
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
    /// Everything else; gone once the session is over.
    pub sealed: Option<SealedBytes>,
}

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
    GrantByKey(super::subject::GrantKey),
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

/// Which grants.
#[derive(Clone, Debug, Default)]
pub struct GrantFilter {
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
    /// Whether revoked ones are included.
    pub include_revoked: bool,
    /// After this id.
    pub after: Option<GrantId>,
    /// At most this many.
    pub limit: usize,
}

/// Which events.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// After this position, exclusive.
    pub after: Option<u64>,
    /// Of this tenant.
    pub tenant_id: Option<TenantId>,
    /// Of this type.
    pub event_type: Option<EventType>,
    /// Of this grant.
    pub grant_id: Option<GrantId>,
    /// At most this many.
    pub limit: usize,
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

/// Writes that are applied together or not at all.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// In order.
    pub writes: Vec<Write>,
}

/// One write with its guard.
#[derive(Clone, Debug)]
pub enum Write {
    /// Writes `meta` if there is none (`Conflict::Exists` otherwise).
    InitMeta(MetaRow),
    /// Adds a sentinel if the root key has none (`Conflict::Exists` otherwise).
    AddRootKey(RootKeyRow),
    /// Adds a key. A second primary key of a tenant, or a second index key, is `Conflict::Exists`.
    AddKey(KeyRow),
    /// Adds a grant (`Conflict::Exists` under the same unique key, `Conflict::Claimed` where another installation of the
    /// config holds the organisation). Notes the change.
    InsertGrant {
        /// The grant.
        row: Box<GrantRow>,
        /// Now: how old the note of the change is counted from here, not from what the row says of itself.
        now: Timestamp,
    },
    /// Replaces a grant under a guard (`Conflict::Stale`, `Conflict::Claimed`), but for what others may have written since the
    /// row was read and no guard covers: its lease columns; the due columns that `schedule` does not name; `last_used_at` and
    /// `last_ok_at`, which never go back. Notes the change.
    UpdateGrant {
        /// The new content; `row.tenant_id` and `row.id` find it.
        row: Box<GrantRow>,
        /// What must still be true.
        guard: GrantGuard,
        /// Which due columns it writes.
        schedule: Schedule,
        /// Frees the lease and clears its intent, in the same statement.
        release_lease: bool,
        /// Now, as of `InsertGrant`.
        now: Timestamp,
    },
    /// Claims the lease and announces the exchange in one statement (`Conflict::Stale`, `Conflict::Leased`). `Outcome::epochs`
    /// gets the new epoch.
    ClaimLease(LeaseClaim),
    /// Frees a lease without a result and clears its intent (`Conflict::Stale` if another holds it).
    ReleaseLease {
        /// The tenant.
        tenant_id: TenantId,
        /// The grant.
        grant_id: GrantId,
        /// The holder.
        owner: [u8; 16],
        /// The holder's epoch.
        epoch: u64,
    },
    /// Notes that somebody asked for a grant; an earlier use changes nothing. Never a conflict; not a change.
    TouchGrant {
        /// The tenant.
        tenant_id: TenantId,
        /// The grant.
        grant_id: GrantId,
        /// When.
        at: Timestamp,
    },
    /// Adds a session (`Conflict::Exists`), unless its principal has too many (`Conflict::Full`).
    InsertSession {
        /// The session.
        row: Box<SessionRow>,
        /// So many pending sessions of its tenant and user may there be, with this one. Several inserts at once, of several
        /// processes too, do not pass it together.
        limit: usize,
        /// A session that has expired by now does not count.
        now: Timestamp,
    },
    /// Replaces a session whose stored revision is `row.revision - 1` (`Conflict::Stale`).
    UpdateSession(Box<SessionRow>),
    /// Appends an event.
    AppendEvent(Event),
    /// Housekeeping: removes what is older.
    Purge {
        /// Sessions that expired before this lose what is sealed in them: nobody can finish them any more.
        seals_before: Timestamp,
        /// Sessions that expired before this.
        sessions_before: Timestamp,
        /// Events before this.
        events_before: Timestamp,
        /// Notes of changes before this.
        changes_before: Timestamp,
    },
}

/// What must still be true of a grant for a write to apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantGuard {
    /// Its generation.
    pub generation: u64,
    /// Its revision; `None`: any.
    pub revision: Option<u64>,
    /// Its fence.
    pub fence: u64,
    /// Its lease holder and epoch; `None`: anybody's.
    pub lease: Option<([u8; 16], u64)>,
}

/// Which due columns a change of a grant writes. The others keep what they hold: another process may have deferred that work
/// while this change was under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
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
    /// Whether it writes this column.
    pub const fn writes(self, due: Due) -> bool {
        match self {
            Schedule::Kept => false,
            Schedule::Refresh => matches!(due, Due::Refresh),
            Schedule::Check => matches!(due, Due::Check),
            Schedule::Both => true,
        }
    }
}

/// A claim of a lease, with its intent.
#[derive(Clone, Debug)]
pub struct LeaseClaim {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The grant.
    pub grant_id: GrantId,
    /// Its generation must still be this.
    pub generation: u64,
    /// Its fence must still be this.
    pub fence: u64,
    /// Who claims.
    pub owner: [u8; 16],
    /// A lease that ran out before this is free.
    pub now: Timestamp,
    /// Until when the new lease runs.
    pub until: Timestamp,
    /// Since when there is an exchange without a stored outcome: now, or since one that this is to repair.
    pub intent_sent_at: Timestamp,
    /// The hash of the refresh token to be spent.
    pub intent_digest: [u8; 32],
    /// Whether it is the recovery of an unresolved exchange.
    pub intent_is_recovery: bool,
}

/// Why a batch was not applied. Nothing of it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// The row exists already.
    Exists,
    /// Another tenant's installation holds the organisation.
    Claimed,
    /// The guard no longer holds, or the row is gone.
    Stale,
    /// Another process holds the lease.
    Leased,
    /// There are as many as may be.
    Full,
}

/// What became of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything is durable.
    Applied {
        /// The epochs of `ClaimLease` writes, in order.
        epochs: Vec<u64>,
    },
    /// Nothing was written.
    Conflict(Conflict),
}

/// Which due column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// `refresh_at`.
    Refresh,
    /// `next_check_at`.
    Check,
}

/// A claim on due work. Rows that are handed out get `defer_until` in their due column, so that a second process finds
/// others, and finds these again if the first one dies.
#[derive(Clone, Debug)]
pub struct DueClaim {
    /// Which column.
    pub due: Due,
    /// Due at or before this.
    pub now: Timestamp,
    /// The new value of the due column.
    pub defer_until: Timestamp,
    /// At most this many.
    pub limit: usize,
    /// None of these configs.
    pub except: Vec<ConfigId>,
}

/// Changes of grants since a position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Grants that changed.
    pub grants: Vec<(TenantId, GrantId)>,
    /// The new position.
    pub position: u64,
    /// Whether older notes than asked for are gone: then everything may have changed.
    pub lost: bool,
}
