//! Compares a row with the guard of a write, and names the conflict.

use crate::model::rows::Conflict;

/// What must still be as it was.
pub(super) fn is_current(condition: bool) -> Result<(), Conflict> {
    if condition { Ok(()) } else { Err(Conflict::Stale) }
}

/// What must not be there yet.
pub(super) fn is_free(condition: bool) -> Result<(), Conflict> {
    if condition { Ok(()) } else { Err(Conflict::Exists) }
}
