//! Row 2: rows, leases and migrations. A store sees sealed bytes, ids, counters and times; never a secret.
//!
//! Each backend is one folder here with the same file names; it joins by implementing [`Store`] and adding one line to the
//! store suite (`core/tests/store.rs`).

mod memory;
mod sqlite;

use async_trait::async_trait;

use crate::base::Result;
use crate::model::rows::{Batch, Changes, DueClaim, GrantRow, Outcome, Query, Rows};

pub use memory::MemoryStore;
pub use sqlite::SqliteStore;

/// Where rows live. Few typed operations; each is atomic, and nothing is acknowledged before it is durable.
///
/// # Errors
/// Every operation may answer `vault_unavailable` (retry later), `vault_locked` or `vault_newer`. An error of `commit` leaves
/// open whether the batch was applied; a guard on the next attempt tells.
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

    /// Finishes waiting work and lets go of files and connections.
    async fn close(&self);
}
