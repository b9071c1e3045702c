//! What those ask who only look: where the handler is mounted, and for a vault that nothing changes.

use std::sync::Arc;

#[cfg(feature = "cli")]
use super::base_url;
use super::options::Judged;
#[cfg(feature = "cli")]
use super::options::Options;
#[cfg(feature = "cli")]
use crate::base::Result;
use crate::store::Store;

#[cfg(feature = "cli")]
impl Options {
    /// Where the handler is mounted, as it is given, for whoever only writes addresses down. Plain http of a loopback host will do.
    ///
    /// # Errors
    /// - `config_invalid`: it is no such URL.
    pub(crate) fn mounted_at(&self) -> Result<Option<&str>> {
        let Some(text) = self.base_url.as_deref() else { return Ok(None) };
        self.from_environment.judged("base_url", base_url::read(text, true))?;
        Ok(Some(text))
    }
}

impl Judged {
    /// The store of the vault, not opened yet.
    pub(super) fn make_store(&self) -> Arc<dyn Store> {
        let clock = self.clock.clone();
        if self.only_looks { self.vault.make_to_look(clock) } else { self.vault.make(clock) }
    }
}
