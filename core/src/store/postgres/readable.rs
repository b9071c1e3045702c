//! Rows that cannot be read, because they are damaged or of a newer version: they are left out and reported, and stop no others.

use super::errors::Failure;

/// What was read of a row; nothing where it cannot be read.
pub(super) fn readable<T>(read: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(Failure::Damaged(table)) => {
            tracing::warn!(table, "a row of the vault cannot be read, and is left out");
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}
