//! The writes that a store knows. A batch applies whole or not at all.

use std::sync::Arc;
use std::time::Duration;

#[cfg(test)]
use super::KeyRow;
use crate::base::{GrantId, TenantId, Timestamp};
use crate::model::audit::AuditEntry;
use crate::model::event::Event;
use crate::model::grant::AccountHash;
use crate::model::lease::LeaseHolder;
use crate::model::sealed::SealedBytes;

use super::{
    AuditScope, BlankedEntry, Erasure, GrantGuard, GrantRow, HeldJob, IntentColumns, KeysetChange, KeysetRow, LeaseAcquisition,
    Link, MetaRow, ProcessRow, QueuedJob, ResealedGrant, RootKeyRow, Schedule, SessionRow,
};

/// Writes that are applied together or not at all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Batch {
    /// In order.
    pub writes: Vec<Write>,
}

/// One write with its guard.
#[derive(Clone, Debug)]
pub(crate) enum Write {
    /// Writes `meta` if there is none (`Conflict::Exists` otherwise), and no key, grant or session either: a vault that has lost its
    /// `meta` is not made anew over what is in it (`Conflict::Orphaned`).
    InitMeta(MetaRow),
    /// Counts a restore that an operator has confirmed. Never a conflict.
    ConfirmRestore,
    /// Notes that an earlier state than was remembered was found, unless a restore was confirmed since this epoch. Never a conflict.
    NoteEarlier(u64),
    /// Adds a sentinel if the root key has none (`Conflict::Exists` otherwise).
    AddRootKey(RootKeyRow),
    /// Says that a process has the vault open, with which root keys. Refused unless they hold the primary one and all that still wrap
    /// something (`Conflict::Stale`): who cannot read everything does not take part.
    RegisterProcess(ProcessRow),
    /// Forgets a process. Never a conflict.
    ForgetProcess([u8; 16]),
    /// Makes a root key the one that wraps, and the one that did a retiring one. `Conflict::Stale` unless every process that is
    /// registered has it; for one that has wrapped before, unless every one of them has it first: two deployments that are both
    /// running do not take turns.
    PromoteRootKey(String),
    /// Ends a root key that is retiring (`Conflict::Stale` otherwise, and while it still wraps a key).
    RetireRootKey(String),
    /// Stores keysets that were wrapped again by the primary root key. One that has changed since it was read is left as it is: never a
    /// conflict.
    RewrapKeysets(Vec<KeysetChange>),
    /// Replaces a sentinel that still is what it `was`, by one that says more (`Conflict::Stale` otherwise).
    RenewSentinel {
        /// The root key.
        root_key_id: String,
        /// What it was when it was read.
        was: SealedBytes,
        /// The new one.
        sentinel: SealedBytes,
    },
    /// Stores grants that were sealed again. One that has changed since it was read is left as it is, and one whose new hash another
    /// installation of the config has: never a conflict, and not a change.
    ResealGrants(Vec<ResealedGrant>),
    /// Replaces a keyset. `Conflict::Stale` if it has changed since, or is gone, or under a root key that is retired; and while one of the
    /// `destroyed` keys seals a grant, a session or a job of its tenant, or has not ended; of index keys, while another one than the newest has
    /// made a hash that is there.
    ReplaceKeyset {
        /// The keyset.
        change: KeysetChange,
        /// Keys under which nothing is sealed any more.
        ended: Vec<[u8; 16]>,
        /// Keys that are in it no more.
        destroyed: Vec<[u8; 16]>,
        /// When.
        now: Timestamp,
    },
    /// Drops all entries of the audit log up to this one, which must be there with this `mac`, and not be the last one
    /// (`Conflict::Stale` otherwise).
    DropAudit {
        /// The number of the last of them.
        up_to: u64,
        /// Its `mac`.
        mac: Vec<u8>,
    },
    /// Erases a tenant or a user: nothing is left but notes of changes, and of a tenant that it was erased. Never a conflict.
    Erase {
        /// What.
        erasure: Erasure,
        /// When.
        now: Timestamp,
    },
    /// Notes that the operator has destroyed every root key that an earlier backup of an erased tenant needs. `Conflict::Stale` where no
    /// such erasure waits for it, or one of these root keys has not retired.
    ConfirmErasure {
        /// The tenant.
        tenant_id: TenantId,
        /// When.
        now: Timestamp,
    },
    /// Adds the keyset of an owner that has none (`Conflict::Exists` otherwise), in the place of the `legacy` keys that it holds.
    /// `Conflict::Stale` under a root key that is retired, with a version that is not behind the owner's last erasure, and unless the owner's legacy keys are exactly these; `Conflict::Orphaned` where
    /// there are none, and something is sealed or hashed already that only a lost key opens.
    AddKeyset {
        /// The keyset.
        row: KeysetRow,
        /// Keys that had rows of their own, by their ids, as they were read.
        legacy: Vec<([u8; 16], SealedBytes)>,
    },
    /// Adds a key as vaults before schema 12 have it.
    #[cfg(test)]
    AddLegacyKey(KeyRow),
    /// Adds a grant (`Conflict::Exists` under the same unique key, `Conflict::OrganisationHeld` where another installation of the
    /// config holds the organisation, under any of the index keys; `Conflict::IndexKeyEnded` where its account hash was not made by the
    /// newest of them; `Conflict::Orphaned` where an installation of the config has a hash of an index key that is none of these). Notes the change.
    InsertGrant {
        /// The grant.
        row: Box<GrantRow>,
        /// As what the organisation that it claims may be stored: its own hash, and those under other index keys.
        claims: Vec<AccountHash>,
        /// Now: how old the note of the change is counted from here, not from what the row says of itself.
        now: Timestamp,
    },
    /// Replaces a grant under a guard (`Conflict::Stale`, `Conflict::OrganisationHeld`), but for what others may have written since the
    /// row was read and no guard covers: its lease; the due columns that `schedule` does not name; `last_used_at` and
    /// `last_ok_at`, which never go back. A hash that the row has already, and a claim of it, are not judged again; others are, as of
    /// `InsertGrant`. Notes the change.
    UpdateGrant {
        /// The new content; `row.tenant_id` and `row.id` find it.
        row: Box<GrantRow>,
        /// As of `InsertGrant`; where it is empty, and needed after all, `Conflict::IndexKeyEnded`.
        claims: Vec<AccountHash>,
        /// What must still be true.
        guard: GrantGuard,
        /// Which due columns it writes.
        schedule: Schedule,
        /// Frees the lease and clears its intent, in the same statement.
        release_lease: bool,
        /// Now, as of `InsertGrant`.
        now: Timestamp,
    },
    /// Acquires the lease and announces the exchange in one statement (`Conflict::Stale`, `Conflict::Leased`, `Conflict::Paused`).
    /// `Outcome::epochs` gets the new epoch.
    AcquireLease(LeaseAcquisition),
    /// Ends a lease without a result (`Conflict::Stale` if another holds it).
    ReleaseLease {
        /// The tenant.
        tenant_id: TenantId,
        /// The grant.
        grant_id: GrantId,
        /// The holder.
        owner: [u8; 16],
        /// The holder's epoch.
        epoch: u64,
        /// The exchange that stays without an outcome: the holder's own, or the one that it was to repair and has not.
        intent: Option<IntentColumns>,
    },
    /// Says in the intent of a lease that runs what is spent under it (`Conflict::Stale` if the lease is over or another's, or the intent
    /// does not say `from`). Not a change.
    ReviseIntent {
        /// The tenant.
        tenant_id: TenantId,
        /// The grant.
        grant_id: GrantId,
        /// Who holds the lease.
        holder: LeaseHolder,
        /// What it said; `None`: whatever it was.
        from: Option<[u8; 32]>,
        /// What it says.
        digest: [u8; 32],
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
    /// Has nobody ask an endpoint for a time; a pause that ends later stays. Never a conflict.
    PauseEndpoint {
        /// A hash of it, and of the client as which it is asked.
        endpoint: [u8; 32],
        /// For how long.
        length: Duration,
        /// Whether the provider has asked for it.
        is_asked: bool,
    },
    /// Has one process find out whether an endpoint works again (`Conflict::Paused` while nobody is to ask, and while another one finds
    /// out). One that is not known to be left alone may be asked.
    ProbeEndpoint {
        /// The endpoint.
        endpoint: [u8; 32],
        /// How long nobody else asks meanwhile.
        hold: Duration,
    },
    /// Forgets the pause of an endpoint that works again. Never a conflict.
    ResumeEndpoint([u8; 32]),
    /// Adds a session (`Conflict::Exists`), unless its principal has too many (`Conflict::Full`).
    InsertSession {
        /// The session.
        row: Box<SessionRow>,
        /// So many pending sessions of its tenant and user may there be, with this one. Several inserts at once, of several
        /// processes too, do not pass it together.
        limit: usize,
        /// So many of its tenant's and user's sessions that have ended without a grant are kept; of more, those that expire first
        /// are removed.
        kept: usize,
        /// A session that has expired by now does not count.
        now: Timestamp,
    },
    /// Replaces a session whose stored revision is `row.revision - 1` (`Conflict::Stale`).
    UpdateSession(Box<SessionRow>),
    /// Appends an event.
    AppendEvent(Event),
    /// Appends to the audit log, linked to the entry before. Never a conflict.
    Audit {
        /// What was done.
        entry: Box<AuditEntry>,
        /// What links it.
        link: Arc<dyn Link>,
    },
    /// Empties entries of the audit log that are not empty yet. Others go on appending meanwhile. Never a conflict.
    BlankEntries(Vec<BlankedEntry>),
    /// Empties all entries of the audit log that are in this scope, with what is appended until the commit. Never a conflict.
    BlankAudit {
        /// Which entries. Others wait for it: those of before are emptied first.
        of: AuditScope,
        /// What proves that it was meant.
        link: Arc<dyn Link>,
    },
    /// Queues a job (`Conflict::Exists`; `Conflict::KeyEnded` where its key has ended), which nobody has been handed yet whatever its `attempts` says.
    QueueJob(QueuedJob),
    /// Ends a queued job that is done (`Conflict::Stale` if somebody else has got it since).
    CompleteJob(HeldJob),
    /// Lets go of a queued job that is to be tried again (`Conflict::Stale` if somebody else has got it since).
    PostponeJob {
        /// Which.
        job: HeldJob,
        /// When it is due again.
        due_at: Timestamp,
    },
    /// Housekeeping: removes what is older.
    Purge {
        /// Sessions that expired before this, and are not complete, lose what is sealed in them: nobody can finish them any more.
        seals_before: Timestamp,
        /// Sessions that expired before this.
        sessions_before: Timestamp,
        /// Sessions that ended without a grant and expired before this: their expiry is when nobody is told of them any more.
        ended_before: Timestamp,
        /// Events before this.
        events_before: Timestamp,
        /// Notes of changes before this. And pauses of endpoints that have been over for an hour by the store's clock.
        changes_before: Timestamp,
    },
}

impl Write {
    /// The keys under which it stores something.
    pub(crate) fn sealed_under(&self) -> Vec<[u8; 16]> {
        match self {
            Write::InsertGrant { row, .. } | Write::UpdateGrant { row, .. } => vec![row.key_id],
            Write::InsertSession { row, .. } | Write::UpdateSession(row) => vec![row.key_id],
            Write::ResealGrants(grants) => grants.iter().map(|grant| grant.key_id).collect(),
            Write::QueueJob(job) => vec![job.key_id],
            _ => vec![],
        }
    }
}

/// Why a batch was not applied. Nothing of it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conflict {
    /// The row exists already.
    Exists,
    /// Another tenant's installation holds the organisation.
    OrganisationHeld,
    /// The guard no longer holds, or the row is gone.
    Stale,
    /// Another process holds the lease.
    Leased,
    /// Nobody is to ask before a pause is over.
    Paused,
    /// There are as many as may be.
    Full,
    /// What is there belongs to something that is gone.
    Orphaned,
    /// It was sealed under a key that has ended meanwhile: another one has followed, or its tenant was erased. Any write of a grant, a session or a queued job may meet it.
    KeyEnded,
    /// An account was hashed under an index key that another one has followed, or an organisation is claimed by whoever has not said under
    /// which keys. Only writes with such a hash meet it, and no tenant's key has ended.
    IndexKeyEnded,
    /// An entry of the audit log was linked under a key that another one has followed. Only batches with such an entry meet it.
    AuditKeyEnded,
}

/// What became of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything is durable.
    Applied {
        /// The epochs of `AcquireLease` writes, in order.
        epochs: Vec<u64>,
    },
    /// Nothing was written.
    Conflict(Conflict),
}
