//! Knows which sign-ins this process is finishing: it has not stopped, however long their exchanges take.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use crate::base::SessionId;

/// The sessions whose answers are being judged here.
#[derive(Default)]
pub(super) struct Judging(Mutex<HashSet<SessionId>>);

impl Judging {
    /// Notes that this process finishes a session, until what this gives back is dropped.
    pub(super) fn begin(&self, id: &SessionId) -> Judged<'_> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone());
        Judged { judging: self, id: id.clone() }
    }

    /// Whether this process is finishing it.
    pub(super) fn has(&self, id: &SessionId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(id)
    }
}

/// A session that is being finished.
pub(super) struct Judged<'a> {
    judging: &'a Judging,
    id: SessionId,
}

impl Drop for Judged<'_> {
    fn drop(&mut self) {
        self.judging.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}
