//! Row 2: rows, leases and migrations. A store sees sealed bytes, ids, counters and times; never a secret.
//!
//! # Adding a backend
//! 1. Make a folder here with the file names of its siblings: `mod.rs` (the type, its `KIND` and `impl Store`, no logic of its
//!    own), `query.rs` (reads), `write.rs` (writes, jobs that are taken), `migrations/` where there is a schema.
//! 2. Read `memory/` first: it is the shortest statement of what each operation does. The rules that databases get wrong: text
//!    and ids compare by bytes (BINARY or `C` collation), every look-up by id carries its tenant, guards stand in the WHERE of
//!    the write itself, positions of `events` and `changes` follow the order of commits, a failed commit acknowledges nothing.
//! 3. Add one line to `kinds.rs`, so that options can name it.
//! 4. Add one line to `suite.rs`. It runs every rule of the suite, and the comparison with `memory/` over random batches,
//!    against the new backend.

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;

use crate::base::{Result, TenantId, Timestamp};
use crate::model::event::Event;
use crate::model::grant::GrantStatus;
use crate::model::rows::{
    AuditEnd, AuditFilter, AuditLink, AuditRow, AuditScope, Batch, Changes, DueJob, EndpointPause, ErasureRow, EventFilter,
    GrantFilter, GrantQuery, GrantRow, JobRequest, KeyOwner, KeyRow, KeysetQuery, KeysetRow, LegacyKeyQuery, MetaRow, Outcome,
    Position, ProcessRow, QueueEntry, QueuePlace, RecordCounts, RootKeyRow, SessionFilter, SessionQuery, SessionRow,
};

mod address;
mod anchor;
mod copying;
mod disks;
mod dying;
mod holders;
mod kinds;
mod memory;
mod moves;
mod owner_only;
#[cfg(feature = "postgres")]
mod postgres;
mod presence;
mod sequence;
mod spool;
mod sqlite;
mod texts;

pub(crate) use address::Address;
pub use anchor::Anchor;
pub(crate) use anchor::AnchorFile;
#[cfg(feature = "cli")]
pub(crate) use copying::{Cell, CopySource, CopyTarget, Depth, LEFT_ROOT_KEYS, Mark, Moved, Put, Range, TABLES, Table};
pub(crate) use kinds::{address_forms, read_address};
#[cfg(test)]
pub(crate) use memory::MemoryStore;
pub(crate) use presence::Presence;
pub(crate) use spool::SpoolFolder;
pub(crate) use sqlite::{Frozen, freeze, run_blocking};

#[cfg(test)]
mod suite;

/// Where something that was deleted is still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wiped {
    /// Nowhere in the vault.
    Everywhere,
    /// In the vault's log: somebody reads, which holds it up for now.
    HeldUp,
    /// Where the vault cannot reach: a server's dead rows and its log are the server's.
    NotOurs,
}

/// Whether indexes have the rows of their tables: what an index hides is told as not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct IndexCheck {
    /// Names of those that do not, and of tables whose own order is damaged.
    pub(crate) damaged: Vec<String>,
    /// Names of those of which this store cannot tell.
    pub(crate) unchecked: Vec<String>,
}

/// Where rows live. Few operations, each with an answer of its own; each is atomic, and nothing is acknowledged before it is
/// durable.
///
/// Leases, pauses and holds of jobs are lengths, and the store counts them by a clock that all processes on the vault share: no
/// process's wall clock makes one end early or last longer (SR-68). After a restart of what that clock belongs to they are over.
/// Points in time in rows are the writer's wall clock; they decide what is found, not who may act.
///
/// # Errors
/// Every operation may answer `vault_unavailable` (retry later), `vault_locked` or `vault_newer`, and `closed` before `open` and
/// after `close`. An error of `commit` leaves open whether the batch was applied; a guard on the next attempt tells.
#[async_trait]
pub(crate) trait Store: Send + Sync + 'static {
    /// The store's name in messages, without password: `sqlite:./authpipe.db`.
    fn name(&self) -> &str;

    /// The file that everything is in, where it is one.
    fn file(&self) -> Option<&Path> {
        None
    }

    /// Opens the store and migrates its schema. Called once, before anything else.
    async fn open(&self) -> Result<()>;

    /// What the vault says of itself; `None`: it is new.
    async fn find_meta(&self) -> Result<Option<MetaRow>>;

    /// Every sentinel, in the order of key ids.
    async fn list_root_keys(&self) -> Result<Vec<RootKeyRow>>;

    /// How many keysets, and keys of before there were any, each root key wraps, in the order of root key ids; those that wrap none are
    /// left out.
    async fn count_keys(&self) -> Result<Vec<(String, u64)>>;

    /// Who is registered, in the order of ids.
    async fn list_processes(&self) -> Result<Vec<ProcessRow>>;

    /// The keyset of an owner.
    async fn find_keyset(&self, owner: KeyOwner) -> Result<Option<KeysetRow>>;

    /// A page of keysets, in the order of their owners.
    async fn list_keysets(&self, query: KeysetQuery) -> Result<Vec<KeysetRow>>;

    /// Keys of a vault before schema 12 that are in no keyset yet.
    async fn list_legacy_keys(&self, query: LegacyKeyQuery) -> Result<Vec<KeyRow>>;

    /// One grant.
    async fn find_grant(&self, query: GrantQuery) -> Result<Option<GrantRow>>;

    /// Several grants, in the order in which they are asked for.
    async fn find_grants(&self, queries: Vec<GrantQuery>) -> Result<Vec<Option<GrantRow>>>;

    /// Compares every index with its table; it takes as long as reading both. Where there are none nothing is wrong with them.
    async fn check_indexes(&self) -> Result<IndexCheck> {
        Ok(IndexCheck::default())
    }

    /// A page of grants, in the order of their ids.
    async fn list_grants(&self, filter: GrantFilter) -> Result<Vec<GrantRow>>;

    /// How many grants there are in each state, in the order of [`GrantStatus::ALL`]; states without any are left out.
    async fn count_grants(&self) -> Result<Vec<(GrantStatus, u64)>>;

    /// Which of these keys are destroyed. That is never forgotten of any, so all of them are not for reading.
    async fn find_destroyed_keys(&self, key_ids: Vec<[u8; 16]>) -> Result<Vec<[u8; 16]>>;

    /// The tenants that were erased, in the order of their ids and times.
    async fn list_erasures(&self) -> Result<Vec<ErasureRow>>;

    /// When a tenant was last erased. Not before the last version of a keyset that it had: those count from a clock too, and whoever makes
    /// the next one goes on from there.
    async fn find_last_erasure(&self, tenant_id: TenantId) -> Result<Option<Timestamp>>;

    /// A page of the audit log, in the order of numbers.
    async fn list_audit(&self, filter: AuditFilter) -> Result<Vec<AuditRow>>;

    /// The first entries of the audit log, in the order of numbers, that an erasure is to empty.
    async fn list_erasable(&self, of: AuditScope, limit: usize) -> Result<Vec<AuditLink>>;

    /// The end of the audit log.
    async fn find_audit_end(&self) -> Result<AuditEnd>;

    /// Removes what was deleted from wherever this store still has it, such as its log.
    async fn wipe_deleted(&self) -> Result<Wiped>;

    /// How many grants there are, and how many of them are to be sealed again.
    async fn count_records(&self) -> Result<RecordCounts>;

    /// Whether the hash of an account is there that another index key than this one has made, or that claims nothing.
    async fn has_other_hashes(&self, key_id: [u8; 16]) -> Result<bool>;

    /// Whether an entry of the audit log was linked by this key.
    async fn has_linked(&self, key_id: [u8; 16]) -> Result<bool>;

    /// The number of the first entry that this key, the newest one, has linked: what is behind the last entry of another one.
    async fn find_first_linked(&self, key_id: [u8; 16]) -> Result<Option<u64>>;

    /// A page of sessions, in the order of their ids.
    async fn list_sessions(&self, filter: SessionFilter) -> Result<Vec<SessionRow>>;

    /// A page of all that is queued with something sealed, in the order of places: due or not, held or not, of whatever kind.
    async fn list_queue(&self, after: QueuePlace, limit: usize) -> Result<Vec<QueueEntry>>;

    /// The time on the store's own clock, which all who share it read alike. `None` where the store has no other clock than theirs.
    async fn now(&self) -> Result<Option<Timestamp>> {
        Ok(None)
    }

    /// Whether the clock by which leases run here may be set while they do. One that counts since the start of a machine cannot be.
    fn has_settable_clock(&self) -> bool {
        false
    }

    /// One session.
    async fn find_session(&self, query: SessionQuery) -> Result<Option<SessionRow>>;

    /// A page of events in the order of commits, each with its position. An event that is committed later never comes before
    /// one that was read.
    ///
    /// # Errors
    /// - `invalid_request`: this store has not given out the position after which to begin.
    async fn list_events(&self, filter: EventFilter) -> Result<Vec<(Position, Event)>>;

    /// The position after which every event stands that happened from a time on.
    async fn find_event_position(&self, since: Timestamp) -> Result<Position>;

    /// Whether this store has given out the position of an event: one that lies ahead of all that it has given out is of another vault, or of
    /// before this one was put back to an earlier state. That of an event which is gone was given out.
    ///
    /// # Errors
    /// - `invalid_request`: it is none.
    async fn has_given(&self, event: Position) -> Result<bool>;

    /// Which grants changed since a position; `None` asks for the current position only. A position that this store has not
    /// given out is one that is gone: everything may have changed.
    async fn changes_since(&self, position: Option<Position>, limit: usize) -> Result<Changes>;

    /// Whether a position was given out by a later state of this vault: an earlier one was put in its place since.
    async fn is_ahead(&self, position: &Position) -> Result<bool> {
        // Every store writes its positions as a count of commits.
        let here = sequence::count(&self.changes_since(None, 0).await?.position)?;
        Ok(sequence::count(position).map_or(true, |count| count > here))
    }

    /// The endpoints that are left alone, or were until a moment ago, in the order of their hashes.
    async fn list_endpoint_pauses(&self) -> Result<Vec<EndpointPause>>;

    /// Whether the one position is behind the other, in the order of commits. What was given out by no store is behind nothing.
    fn is_later(&self, position: &Position, than: &Position) -> bool {
        match (sequence::count(position), sequence::count(than)) {
            (Ok(position), Ok(than)) => position > than,
            _ => false,
        }
    }

    /// Applies all writes or none. Returns after they are durable.
    async fn commit(&self, batch: Batch) -> Result<Outcome>;

    /// How far this process has come with what it has committed itself, without asking the vault, which may have been exchanged under it;
    /// `None`: not known, or nobody can exchange it.
    fn last_committed(&self) -> Option<Position> {
        None
    }

    /// Hands out due jobs and holds them, all kinds through one index, earliest first: the cost grows with what is due.
    async fn take_jobs(&self, request: JobRequest) -> Result<Vec<DueJob>>;

    /// Whether the process that acquires leases as `owner` has certainly ended, however long its leases still run. `false` where this
    /// store cannot tell, and for whoever ended in order.
    async fn is_gone(&self, owner: [u8; 16]) -> Result<bool>;

    /// Whether that process certainly lives, however long it has said nothing. `false` where this store cannot tell.
    async fn is_alive(&self, _owner: [u8; 16]) -> Result<bool> {
        Ok(false)
    }

    /// What this store holds of the system's, if it holds anything.
    fn holdings(&self) -> Option<&dyn Holdings>;

    /// Finishes waiting work and lets go of files and connections.
    async fn close(&self);
}

/// What a store holds that neither a forked child may inherit nor a suspended app may keep: files, locks, connections, threads.
#[async_trait]
pub(crate) trait Holdings: Send + Sync {
    /// Lets go of them once the work that waits is done; the next operation takes them again by itself. With a time of the
    /// system's clock it waits for that, at most until then.
    fn detach(&self, wait_until: Option<Duration>);

    /// [`detach`](Holdings::detach), waited for. From now on an operation takes them for its own time only, until
    /// [`resume`](Holdings::resume). It may be called before `open`.
    async fn suspend(&self);

    /// Ends [`suspend`](Holdings::suspend).
    fn resume(&self);

    /// Whether [`back_up`](Holdings::back_up) would be refused before anything is made.
    ///
    /// # Errors
    /// As of `back_up`.
    async fn check_back_up(&self, _to: &Path) -> Result<()> {
        Ok(())
    }

    /// Copies what is stored, as it is at this moment, into a new file, while it is in use.
    ///
    /// # Errors
    /// - `invalid_request`: the file exists already.
    async fn back_up(&self, to: &Path) -> Result<()>;
}
