//! Knows which sign-ins this process is finishing: it has not stopped, however long their exchanges take.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::base::SessionId;

/// The sessions whose answers are being judged here, and how often each: a callback may come twice.
#[derive(Default)]
pub(super) struct Judging(Mutex<HashMap<SessionId, usize>>);

impl Judging {
    /// Notes that this process finishes a session, until what this gives back is dropped.
    pub(super) fn begin(&self, id: &SessionId) -> Judged<'_> {
        *self.lock().entry(id.clone()).or_default() += 1;
        Judged { judging: self, id: id.clone() }
    }

    /// Whether this process is finishing it.
    pub(super) fn has(&self, id: &SessionId) -> bool {
        self.lock().contains_key(id)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SessionId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A session that is being finished.
pub(super) struct Judged<'a> {
    judging: &'a Judging,
    id: SessionId,
}

impl Drop for Judged<'_> {
    fn drop(&mut self) {
        let mut judging = self.judging.lock();
        let Some(left) = judging.get_mut(&self.id) else { return };
        *left -= 1;
        if *left == 0 {
            judging.remove(&self.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_being_finished_until_the_last_who_does_has_ended() {
        let (judging, id) = (Judging::default(), SessionId::make());
        let (first, second) = (judging.begin(&id), judging.begin(&id));
        drop(first);
        assert!(judging.has(&id) && !judging.has(&SessionId::make()));
        drop(second);
        assert!(!judging.has(&id) && judging.lock().is_empty());
    }
}
