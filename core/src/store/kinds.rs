//! The kinds of vaults, one line each: what `vault` in the options may say.

use std::sync::Arc;

use super::address::{Address, Kind};
use super::{memory, sqlite};

/// All of them.
const KINDS: [Kind; 2] = [sqlite::KIND, memory::KIND];

/// Reads an address; `None`: it is none of a kind that this version has.
pub(crate) fn read_address(text: &str) -> Option<Arc<dyn Address>> {
    KINDS.iter().find_map(|kind| text.strip_prefix(kind.scheme).and_then(kind.read))
}

/// What addresses look like: `"sqlite:<path>" or "memory:"`.
pub(crate) fn address_forms() -> String {
    KINDS.map(|kind| format!("\"{}{}\"", kind.scheme, kind.form)).join(" or ")
}
