//! The trait by which a backend gives the suite fresh vaults.

use std::sync::Arc;

use async_trait::async_trait;

use super::fixtures::Any;
use crate::base::Clock;
use crate::model::rows::Batch;

/// What a backend shows to the rules besides its store.
#[async_trait]
pub(in crate::store) trait Vault: Send + Sync {
    /// One more process that has the vault open; a vault in memory has one process, and gives the same store again.
    async fn open(&self, clock: Arc<dyn Clock>) -> Any;

    /// A writer that has done everything for a batch but the commit. Where positions are given out before that, this one has its.
    async fn begin(&self, batch: Batch) -> Box<dyn Uncommitted>;

    /// The vault as the next process finds it after this store's was killed: nothing was closed, and nothing that was acknowledged
    /// is lost. A vault in memory is still there.
    async fn reopen_after_a_kill(&self, killed: &Any, clock: Arc<dyn Clock>) -> Any;

    /// Whether every other writer waits for one that has begun. If not, the rules let another one pass it.
    fn has_one_writer(&self) -> bool;

    /// A vault of the same kind that has nothing in it.
    fn another(&self) -> Box<dyn Vault>;
}

/// A writer that has not committed.
#[async_trait]
pub(in crate::store) trait Uncommitted: Send {
    async fn commit(self: Box<Self>);
}
