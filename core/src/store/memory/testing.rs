//! A vault in memory under the rules of the suite.

use std::sync::Arc;

use async_trait::async_trait;

use super::*;
use crate::store::suite::{Uncommitted, Vault};

/// A new one.
pub(in crate::store) fn memory_vault() -> impl Vault {
    Shared(Arc::new(MemoryStore::new()))
}

struct Shared(Arc<MemoryStore>);

#[async_trait]
impl Vault for Shared {
    async fn open(&self, _: Arc<dyn Clock>) -> Arc<dyn Store> {
        self.0.open().await.unwrap();
        self.0.clone()
    }

    async fn begin(&self, batch: Batch) -> Box<dyn Uncommitted> {
        Box::new(Begun(self.0.clone(), batch))
    }

    fn has_one_writer(&self) -> bool {
        true
    }

    fn another(&self) -> Box<dyn Vault> {
        Box::new(memory_vault())
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
