//! For which grants something waits in the spool, for whoever makes views of them: lists do so for each page, and a sign-in for each poll. The
//! folder is read once a second and once at a time, and a disk that hangs is waited for by nobody for long: what was read last counts until then.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::base::GrantId;

/// What was read is believed for so long.
const FRESH: Duration = Duration::from_secs(1);
/// So long at most a view waits for the disk.
const PATIENCE: Duration = Duration::from_millis(250);

/// What was read of the folder.
#[derive(Default)]
pub(super) struct Looks(Mutex<Look>);

#[derive(Default)]
struct Look {
    grants: HashSet<GrantId>,
    /// By the clock of this machine; `None`: it is not believed any more.
    at: Option<Duration>,
    is_under_way: bool,
}

impl Looks {
    /// What is known, after a look where that is due. `look` says what it has found to [`Looks::note`]; it goes on where it takes too long.
    pub(super) async fn known(&self, now: Duration, look: impl Future<Output = ()>) -> HashSet<GrantId> {
        if self.begin(now) {
            let _ = tokio::time::timeout(PATIENCE, look).await;
        }
        self.look().grants.clone()
    }

    fn begin(&self, now: Duration) -> bool {
        let mut look = self.look();
        let is_fresh = look.at.is_some_and(|at| now.saturating_sub(at) < FRESH);
        if is_fresh || look.is_under_way {
            return false;
        }
        // Before it is read: what changes meanwhile is looked at again.
        (look.at, look.is_under_way) = (Some(now), true);
        true
    }

    /// A look has come to its end; `None`: nothing could be read.
    pub(super) fn note(&self, found: Option<HashSet<GrantId>>) {
        let mut look = self.look();
        (look.grants, look.is_under_way) = (found.unwrap_or_default(), false);
    }

    /// This process has changed something there.
    pub(super) fn forget(&self) {
        self.look().at = None;
    }

    fn look(&self) -> MutexGuard<'_, Look> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::future::{pending, ready};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_folder_is_read_once_a_second_and_nobody_waits_for_a_disk_that_hangs() {
        let (looks, one) = (Looks::default(), HashSet::from([GrantId::make_connection()]));
        let count = Cell::new(0);
        let read = async |now: u64| {
            let look = async {
                count.set(count.get() + 1);
                looks.note(Some(one.clone()));
            };
            looks.known(Duration::from_millis(now), look).await
        };
        for (now, looked) in [(5_000, 1), (5_999, 1), (6_000, 2)] {
            assert_eq!(read(now).await, one);
            assert_eq!(count.get(), looked, "{now}");
        }
        looks.forget();
        assert_eq!((read(6_001).await, count.get()), (one.clone(), 3), "what this process has changed is seen at once");
        // Whoever begins to look at a disk that hangs waits for a moment, and the others not at all.
        let began = tokio::time::Instant::now();
        assert_eq!(looks.known(Duration::from_secs(60), pending()).await, one);
        assert_eq!(began.elapsed(), PATIENCE);
        for now in [61, 62] {
            assert_eq!(looks.known(Duration::from_secs(now), pending()).await, one);
        }
        assert_eq!(began.elapsed(), PATIENCE);
        // It has come back.
        looks.note(None);
        assert!(looks.known(Duration::from_secs(60), ready(())).await.is_empty());
        assert_eq!(read(63_000).await, one);
    }
}
