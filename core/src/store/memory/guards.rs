//! Compares a row with the guard of a write, and names the conflict.

use std::time::Duration;

use crate::model::rows::Conflict;

use super::{Instant, Lease};

/// What must still be as it was.
pub(super) fn is_current(condition: bool) -> Result<(), Conflict> {
    if condition { Ok(()) } else { Err(Conflict::Stale) }
}

/// What must not be there yet.
pub(super) fn is_free(condition: bool) -> Result<(), Conflict> {
    if condition { Ok(()) } else { Err(Conflict::Exists) }
}

impl Lease {
    /// A lease that nobody holds.
    pub(super) fn free(epoch: u64) -> Self {
        Lease { owner: None, epoch, ends: Instant(i64::MIN), intent: None }
    }

    /// What is left of it.
    pub(super) fn left(&self, now: Instant) -> Duration {
        self.owner.map_or(Duration::ZERO, |_| self.ends.since(now))
    }
}
