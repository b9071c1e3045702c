//! What callers are told of a vault that moves or has moved, wherever it is.

use std::time::Duration;

use crate::base::{Error, ErrorCode};

/// The vault has gone elsewhere.
pub(super) fn moved(vault: &str, to: &str) -> Error {
    Error::new(ErrorCode::VaultMoved, format!("The vault at {vault} has moved to {to}."))
        .with_hint(format!(
            "Name it in ⟨vault⟩, with its password if it has one, and restart: {to}. What a process has left in the spool of this \
             machine since is stored there where ⟨spool_dir⟩ names that folder: beside a SQLite file it is the file's name and \"-spool\"."
        ))
}

/// A copy that is not complete.
pub(super) fn unfinished(vault: &str) -> Error {
    Error::new(ErrorCode::VaultUnavailable, format!("Cannot open {vault}: it is a copy of a vault that is not complete."))
        .with_hint("Run \"⟨command vault copy⟩\" again with the same vaults: it goes on where it was.")
}

/// Somebody else copies the vault.
pub(super) fn is_copied(vault: &str) -> Error {
    Error::new(ErrorCode::VaultLocked, format!("Another process copies the vault at {vault}."))
        .with_hint("Wait for it, or end it.")
        .with_retry_after(Duration::from_secs(5))
}

/// A vault in memory.
pub(super) fn ends_with_the_process() -> Error {
    Error::new(ErrorCode::InvalidRequest, "A vault in memory is neither copied nor a copy: it ends with its process.")
        .with_hint("Name vaults in files or databases.")
}
