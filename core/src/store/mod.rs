//! Row 2: rows, leases and migrations. A store sees sealed bytes, ids, counters and times; never a secret.
//!
//! # Adding a backend
//! 1. Make a folder here with the file names of its siblings: `mod.rs` (the type and `impl Store`, no logic of its own),
//!    `query.rs` (reads), `write.rs` (writes, claims of due work), `migrations/` where there is a schema.
//! 2. Read `memory/` first: it is the shortest statement of what each operation does. The rules that databases get wrong: text
//!    and ids compare by bytes (BINARY or `C` collation), every look-up by id carries its tenant, guards stand in the WHERE of
//!    the write itself, positions of `events` and `changes` follow the order of commits, a failed commit acknowledges nothing.
//! 3. Add one line to `suite.rs`. It runs every rule of the suite, and the comparison with `memory/` over random batches,
//!    against the new backend.

use std::time::Duration;

use async_trait::async_trait;

use crate::base::Result;
use crate::model::rows::{Batch, Changes, DueClaim, GrantRow, Outcome, Query, Rows};

mod memory;
mod sqlite;

pub(crate) use memory::MemoryStore;
pub(crate) use sqlite::{Frozen, SqliteStore, freeze};

#[cfg(test)]
mod suite;

/// Where rows live. Few typed operations; each is atomic, and nothing is acknowledged before it is durable.
///
/// # Errors
/// Every operation may answer `vault_unavailable` (retry later), `vault_locked` or `vault_newer`, and `closed` before `open` and
/// after `close`. An error of `commit` leaves open whether the batch was applied; a guard on the next attempt tells.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// The store's name in messages, without password: `sqlite:./authpipe.db`.
    fn name(&self) -> &str;

    /// Opens the store and migrates its schema. Called once, before anything else.
    async fn open(&self) -> Result<()>;

    /// Answers a question. `Rows` holds what the query asks for and nothing else.
    async fn read(&self, query: Query) -> Result<Rows>;

    /// Applies all writes or none. Returns after they are durable.
    async fn commit(&self, batch: Batch) -> Result<Outcome>;

    /// Hands out due grants and defers them, through an index: the cost grows with what is due.
    async fn claim_due(&self, claim: DueClaim) -> Result<Vec<GrantRow>>;

    /// Which grants changed since a position; `None` asks for the current position only.
    async fn changes_since(&self, position: Option<u64>, limit: usize) -> Result<Changes>;

    /// Lets go of every file, lock, connection and thread once the work that waits is done; the next operation takes them again
    /// by itself. With a time of the system's clock it waits for that, at most until then. A store that holds none has nothing
    /// to do.
    fn release(&self, wait_until: Option<Duration>) {
        let _ = wait_until;
    }

    /// [`release`](Store::release), waited for. From now on an operation takes files, locks and connections for its own time
    /// only, until [`resume`](Store::resume). It may be called before `open`.
    async fn suspend(&self) {}

    /// Ends [`suspend`](Store::suspend).
    fn resume(&self) {}

    /// Finishes waiting work and lets go of files and connections.
    async fn close(&self);
}
