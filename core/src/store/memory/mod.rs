//! The vault that is gone with the process, for tests and first steps; and the shortest statement of what a store does.
//!
//! Everything happens under one mutex. A batch works on a copy of the tables, which replaces them if nothing conflicts: rows
//! are shared between the copies, but a commit still costs time in proportion to what is stored.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

use crate::base::{Clock, Error, ErrorCode, GrantId, Result, SessionId, TenantId, Timestamp};
use crate::model::event::Event;
use crate::model::grant::GrantStatus;
use crate::model::rows::{
    Batch, Changes, DueClaim, EventFilter, GrantFilter, GrantQuery, GrantRow, KeyQuery, KeyRow, MetaRow, Outcome, Position,
    RootKeyRow, SessionQuery, SessionRow,
};

use super::address::{Address, Kind};
use super::{Holdings, Store, sequence};

mod query;
#[cfg(test)]
pub(super) mod testing;
mod write;

/// `memory:`
pub(super) const KIND: Kind = Kind { scheme: "memory:", form: "", read: |rest| rest.is_empty().then(|| Arc::new(InMemory) as _) };

#[derive(Debug)]
struct InMemory;

impl Address for InMemory {
    fn file(&self) -> Option<&std::path::Path> {
        None
    }

    fn identity(&self) -> Option<String> {
        None
    }

    fn make(&self, _: Arc<dyn Clock>) -> Arc<dyn Store> {
        Arc::new(MemoryStore::new())
    }
}

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

    async fn find_meta(&self) -> Result<Option<MetaRow>> {
        self.with_tables(|tables| tables.meta.clone())
    }

    async fn list_root_keys(&self) -> Result<Vec<RootKeyRow>> {
        self.with_tables(|tables| tables.root_keys.values().cloned().collect())
    }

    async fn list_keys(&self, query: KeyQuery) -> Result<Vec<KeyRow>> {
        self.with_tables(|tables| query::list_keys(tables, &query))
    }

    async fn find_grant(&self, query: GrantQuery) -> Result<Option<GrantRow>> {
        self.with_tables(|tables| query::find_grant(tables, &query))
    }

    async fn list_grants(&self, filter: GrantFilter) -> Result<Vec<GrantRow>> {
        self.with_tables(|tables| query::list_grants(tables, &filter))
    }

    async fn count_grants(&self) -> Result<Vec<(GrantStatus, u64)>> {
        self.with_tables(|tables| query::count_grants(tables))
    }

    async fn find_session(&self, query: SessionQuery) -> Result<Option<SessionRow>> {
        self.with_tables(|tables| query::find_session(tables, &query))
    }

    async fn list_events(&self, filter: EventFilter) -> Result<Vec<(Position, Event)>> {
        let after = filter.after.as_ref().map_or(Ok(0), sequence::count)?;
        self.with_tables(|tables| query::list_events(tables, after, &filter))
    }

    async fn find_event_position(&self, since: Timestamp) -> Result<Position> {
        self.with_tables(|tables| query::find_event_position(tables, since))
    }

    async fn changes_since(&self, position: Option<Position>, limit: usize) -> Result<Changes> {
        self.with_tables(|tables| query::changes_since(tables, position.as_ref(), limit))
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

    fn holdings(&self) -> Option<&dyn Holdings> {
        None
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
