//! The vault that is gone with the process, for tests and first steps; and the shortest statement of what a store does.
//!
//! Everything happens under one mutex. A batch works on a copy of the tables, which replaces them if nothing conflicts: rows
//! are shared between the copies, but a commit still costs time in proportion to what is stored.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

use crate::base::{Error, ErrorCode, GrantId, Result, SessionId, TenantId, Timestamp};
use crate::model::event::Event;
use crate::model::rows::{Batch, Changes, DueClaim, GrantRow, KeyRow, MetaRow, Outcome, Query, RootKeyRow, Rows, SessionRow};

use super::Store;

mod query;
mod write;

/// A vault in memory. It is never shared: each value is a vault of its own.
#[derive(Debug, Default)]
pub(crate) struct MemoryStore {
    state: Mutex<State>,
}

impl MemoryStore {
    /// An empty vault.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    fn with_tables<T>(&self, work: impl FnOnce(&mut Tables) -> T) -> Result<T> {
        match &mut *self.state.lock().unwrap_or_else(PoisonError::into_inner) {
            State::Open(tables) => Ok(work(tables)),
            State::New | State::Closed => Err(closed()),
        }
    }
}

#[async_trait]
impl Store for MemoryStore {
    fn name(&self) -> &str {
        NAME
    }

    async fn open(&self) -> Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match *state {
            State::New => *state = State::Open(Box::default()),
            State::Open(_) => {}
            State::Closed => return Err(closed()),
        }
        Ok(())
    }

    async fn read(&self, query: Query) -> Result<Rows> {
        self.with_tables(|tables| query::read(tables, &query))
    }

    async fn commit(&self, batch: Batch) -> Result<Outcome> {
        self.with_tables(|tables| {
            let mut copy = tables.clone();
            match write::apply(&mut copy, &batch) {
                Ok(epochs) => {
                    *tables = copy;
                    Outcome::Applied { epochs }
                }
                Err(conflict) => Outcome::Conflict(conflict),
            }
        })
    }

    async fn claim_due(&self, claim: DueClaim) -> Result<Vec<GrantRow>> {
        self.with_tables(|tables| write::claim_due(tables, &claim))
    }

    async fn changes_since(&self, position: Option<u64>, limit: usize) -> Result<Changes> {
        self.with_tables(|tables| query::changes_since(tables, position, limit))
    }

    async fn close(&self) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = State::Closed;
    }
}

const NAME: &str = "memory:";

fn closed() -> Error {
    Error::new(ErrorCode::Closed, format!("The vault {NAME} is not open."))
}

#[derive(Debug, Default)]
enum State {
    #[default]
    New,
    Open(Box<Tables>),
    Closed,
}

#[derive(Clone, Debug, Default)]
struct Tables {
    meta: Option<MetaRow>,
    root_keys: BTreeMap<String, RootKeyRow>,
    keys: BTreeMap<[u8; 16], KeyRow>,
    grants: BTreeMap<GrantId, Arc<GrantRow>>,
    sessions: BTreeMap<SessionId, Arc<SessionRow>>,
    events: Log<Event>,
    changes: Log<Change>,
}

#[derive(Debug)]
struct Change {
    tenant_id: TenantId,
    grant_id: GrantId,
    at: Timestamp,
}

/// Entries under positions that grow and are never given twice.
#[derive(Debug)]
struct Log<T> {
    last: u64,
    entries: BTreeMap<u64, Arc<T>>,
}

impl<T> Log<T> {
    fn append(&mut self, entry: T) {
        self.last += 1;
        self.entries.insert(self.last, Arc::new(entry));
    }

    fn after(&self, position: u64) -> impl Iterator<Item = (u64, &T)> {
        let range = (std::ops::Bound::Excluded(position), std::ops::Bound::Unbounded);
        self.entries.range(range).map(|(position, entry)| (*position, &**entry))
    }
}

impl<T> Default for Log<T> {
    fn default() -> Self {
        Log { last: 0, entries: BTreeMap::new() }
    }
}

impl<T> Clone for Log<T> {
    fn clone(&self) -> Self {
        Log { last: self.last, entries: self.entries.clone() }
    }
}
