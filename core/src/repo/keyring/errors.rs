//! What is said of keys that are gone, or of an earlier moment.

use crate::base::{Error, ErrorCode};
use crate::model::rows::KeyOwner;

/// Where a key is gone and what it has sealed is not.
pub(in crate::repo) fn lost(owner: &KeyOwner) -> Error {
    let whose = match owner {
        KeyOwner::Tenant(_) => "of this tenant",
        KeyOwner::Index => "that finds external accounts",
        KeyOwner::Audit => "that links the audit log",
    };
    let message =
        format!("The key {whose} is gone from the vault, and what was stored under it is still there. No new one is made.");
    Error::new(ErrorCode::VaultUnavailable, message)
        .with_hint("Restore the vault from a backup, or delete the connections that cannot be opened and connect again.")
}

/// Where keys are of an earlier moment than those that this process has seen.
pub(super) fn put_back() -> Error {
    let message = "Keys in the vault are older than this process knows them: they were put back outside Authpipe.";
    Error::new(ErrorCode::KeyMismatch, message)
        .with_hint("If the vault was restored from a backup on purpose, restart every process that uses it.")
}
