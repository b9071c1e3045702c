//! The kinds of vaults, one line each: what `vault` in the options may say.

use std::path::Path;
use std::sync::Arc;

use crate::base::Clock;

use super::{Store, memory, sqlite};

/// All of them.
const KINDS: [Kind; 2] = [sqlite::KIND, memory::KIND];

/// A kind of vault.
pub(crate) struct Kind {
    /// What its addresses begin with.
    pub(super) scheme: &'static str,
    /// How its addresses look, for messages.
    pub(super) form: &'static str,
    /// Reads what follows the scheme; `None`: that names no vault.
    pub(super) read: fn(&str) -> Option<Arc<dyn Address>>,
}

/// Where a vault is. Nothing is opened.
pub(crate) trait Address: std::fmt::Debug + Send + Sync {
    /// The file as it was given, where it is one.
    fn file(&self) -> Option<&Path>;

    /// What names the vault in this process, however its address is spelled; `None`: each one made is a vault of its own.
    fn identity(&self) -> Option<String>;

    /// The store, not opened yet. Leases, pauses and claims of jobs run on `clock`'s [`elapsed`](Clock::elapsed) time where the
    /// store has no clock of its own.
    fn make(&self, clock: Arc<dyn Clock>) -> Arc<dyn Store>;
}

/// Reads an address; `None`: it is none of a kind that this version has.
pub(crate) fn read_address(text: &str) -> Option<Arc<dyn Address>> {
    KINDS.iter().find_map(|kind| text.strip_prefix(kind.scheme).and_then(kind.read))
}

/// What addresses look like: `"sqlite:<path>" or "memory:"`.
pub(crate) fn address_forms() -> String {
    KINDS.map(|kind| format!("\"{}{}\"", kind.scheme, kind.form)).join(" or ")
}
