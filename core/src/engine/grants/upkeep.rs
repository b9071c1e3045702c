//! Decides what an answer from the cache starts behind itself, and when: a refresh that is due, and the note that the grant is in use.
//!
//! A look at the cache asks for none of it and changes nothing. An answer takes what is due; of several at once, one takes it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use crate::base::Timestamp;

/// Uses are noted at most this often: a read must not become a write.
const NOTE_EVERY: Duration = Duration::from_secs(3600);
/// A refresh that an answer has started, and that has left the grant as it was, is started again after this time.
const REFRESH_AGAIN: Duration = Duration::from_secs(60);
/// A look is no use that is noted. So whoever only looks is told to ask this long after the note has become due: before the grant
/// counts as idle, and seldom enough to disturb nobody.
const PEEK_LIMIT: Duration = Duration::from_secs(23 * 3600);

/// The work that a cached value asks for, by the moments at which it falls due.
pub(in crate::engine) struct Upkeep {
    note_at: AtomicI64,
    refresh_at: AtomicI64,
}

/// What an answer has to start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::engine) struct Work {
    /// Renew the credential.
    pub(in crate::engine) refresh: bool,
    /// Note in the store that the grant is in use.
    pub(in crate::engine) note_use: bool,
}

impl Clone for Upkeep {
    fn clone(&self) -> Self {
        let copy = |at: &AtomicI64| AtomicI64::new(at.load(Ordering::Relaxed));
        Upkeep { note_at: copy(&self.note_at), refresh_at: copy(&self.refresh_at) }
    }
}

impl Upkeep {
    /// For a grant that was last used then, and that a read renews from `refresh_at` on.
    pub(in crate::engine) fn new(last_used_at: Option<Timestamp>, refresh_at: Timestamp) -> Self {
        Upkeep {
            note_at: AtomicI64::new(note_at(last_used_at).unix_millis()),
            refresh_at: AtomicI64::new(refresh_at.unix_millis()),
        }
    }

    /// From here on an answer has something to start.
    pub(in crate::engine) fn due_at(&self) -> Timestamp {
        load(&self.note_at).min(load(&self.refresh_at))
    }

    /// From here on a look alone gives nothing.
    pub(in crate::engine) fn look_until(&self) -> Timestamp {
        load(&self.note_at).plus(PEEK_LIMIT)
    }

    /// Takes what is due. Nobody else is given the same work until it is due again.
    pub(in crate::engine) fn take(&self, now: Timestamp) -> Work {
        Work { refresh: take(&self.refresh_at, now, REFRESH_AGAIN), note_use: take(&self.note_at, now, NOTE_EVERY) }
    }
}

/// Whether the use of a grant is to be noted by somebody who has read it from the store.
pub(in crate::engine) fn is_note_due(last_used_at: Option<Timestamp>, now: Timestamp) -> bool {
    now >= note_at(last_used_at)
}

fn note_at(last_used_at: Option<Timestamp>) -> Timestamp {
    last_used_at.map_or(Timestamp::EPOCH, |at| at.plus(NOTE_EVERY))
}

fn load(at: &AtomicI64) -> Timestamp {
    Timestamp::from_unix_millis(at.load(Ordering::Relaxed))
}

fn take(at: &AtomicI64, now: Timestamp, again: Duration) -> bool {
    let due = at.load(Ordering::Relaxed);
    let next = now.plus(again).unix_millis();
    now.unix_millis() >= due && at.compare_exchange(due, next, Ordering::Relaxed, Ordering::Relaxed).is_ok()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    const START: Timestamp = Timestamp::from_unix_seconds(1_000_000);
    const NONE: Work = Work { refresh: false, note_use: false };

    #[test]
    fn work_is_taken_when_it_is_due_and_again_when_it_is_due_again() {
        let upkeep = Upkeep::new(Some(START), START.plus(NOTE_EVERY * 2));
        let at = |time: Duration| START.plus(time);
        let second = Duration::from_secs(1);
        assert_eq!((upkeep.due_at(), upkeep.take(at(NOTE_EVERY - second))), (at(NOTE_EVERY), NONE));
        assert_eq!(upkeep.take(at(NOTE_EVERY)), Work { note_use: true, ..NONE });
        assert_eq!((upkeep.due_at(), upkeep.take(at(NOTE_EVERY))), (at(NOTE_EVERY * 2), NONE));
        assert_eq!(upkeep.take(at(NOTE_EVERY * 2)), Work { refresh: true, note_use: true });
        assert_eq!(upkeep.due_at(), at(NOTE_EVERY * 2 + REFRESH_AGAIN));
        assert_eq!(upkeep.take(upkeep.due_at()), Work { refresh: true, ..NONE });
    }

    #[test]
    fn a_look_ends_a_day_after_the_last_use() {
        let day = Duration::from_secs(86_400);
        let upkeep = Upkeep::new(Some(START), Timestamp::NEVER);
        assert_eq!(upkeep.look_until(), START.plus(day));
        assert!(upkeep.take(START.plus(day)).note_use);
        assert_eq!(upkeep.look_until(), START.plus(day * 2));
        assert_eq!(Upkeep::new(None, Timestamp::NEVER).due_at(), Timestamp::EPOCH, "never used: due at once");
    }

    #[test]
    fn of_many_at_once_one_takes_it() {
        let taken = AtomicUsize::new(0);
        for _ in 0..200 {
            let upkeep = Upkeep::new(None, START);
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        let work = upkeep.take(START);
                        taken.fetch_add(usize::from(work.refresh) + usize::from(work.note_use), Ordering::Relaxed);
                    });
                }
            });
        }
        assert_eq!(taken.into_inner(), 400);
    }
}
