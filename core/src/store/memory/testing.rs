//! A vault in memory under the rules of the suite.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;

use super::*;
use crate::store::suite::vault::{Uncommitted, Vault};

/// A new one.
pub(in crate::store) fn memory_vault() -> impl Vault {
    Shared(OnceLock::new())
}

struct Shared(OnceLock<Arc<MemoryStore>>);

#[async_trait]
impl Vault for Shared {
    async fn open(&self, clock: Arc<dyn Clock>) -> Arc<dyn Store> {
        let store = self.0.get_or_init(|| Arc::new(MemoryStore::new(clock)));
        store.open().await.unwrap();
        store.clone()
    }

    async fn begin(&self, batch: Batch) -> Box<dyn Uncommitted> {
        Box::new(Begun(self.0.get().unwrap().clone(), batch))
    }

    async fn reopen_after_a_kill(&self, killed: &Arc<dyn Store>, _: Arc<dyn Clock>) -> Arc<dyn Store> {
        killed.clone()
    }

    fn has_one_writer(&self) -> bool {
        true
    }

    fn another(&self) -> Box<dyn Vault> {
        Box::new(memory_vault())
    }
}

/// A vault that numbers what it writes as a database's sequence does: when the writer takes the number, not when it commits. It
/// shows that the rules notice.
pub(in crate::store) fn plain_sequence() -> impl Vault {
    PlainSequence(Shared(OnceLock::new()))
}

struct PlainSequence(Shared);

#[async_trait]
impl Vault for PlainSequence {
    async fn open(&self, clock: Arc<dyn Clock>) -> Arc<dyn Store> {
        self.0.open(clock).await
    }

    async fn begin(&self, batch: Batch) -> Box<dyn Uncommitted> {
        let store = self.0.0.get().unwrap().clone();
        let numbers = store.with_tables(|tables| {
            tables.events.last += 1;
            tables.changes.last += 1;
            (tables.events.last, tables.changes.last)
        });
        Box::new(Numbered { store, batch, numbers: numbers.unwrap() })
    }

    async fn reopen_after_a_kill(&self, killed: &Arc<dyn Store>, _: Arc<dyn Clock>) -> Arc<dyn Store> {
        killed.clone()
    }

    fn has_one_writer(&self) -> bool {
        false
    }

    fn another(&self) -> Box<dyn Vault> {
        Box::new(plain_sequence())
    }
}

/// One event and one change, with their numbers.
struct Numbered {
    store: Arc<MemoryStore>,
    batch: Batch,
    numbers: (u64, u64),
}

#[async_trait]
impl Uncommitted for Numbered {
    async fn commit(self: Box<Self>) {
        let now = self.store.now();
        let applied = self.store.with_tables(|tables| {
            let newest = (tables.events.last, tables.changes.last);
            (tables.events.last, tables.changes.last) = (self.numbers.0 - 1, self.numbers.1 - 1);
            let applied = write::apply(tables, &self.batch, now);
            (tables.events.last, tables.changes.last) = newest;
            applied
        });
        applied.unwrap().unwrap();
    }
}

/// Positions are given out by the commit: there is nothing to hold before it.
struct Begun(Arc<MemoryStore>, Batch);

#[async_trait]
impl Uncommitted for Begun {
    async fn commit(self: Box<Self>) {
        assert!(matches!(self.0.commit(self.1).await.unwrap(), Outcome::Applied { .. }));
    }
}
