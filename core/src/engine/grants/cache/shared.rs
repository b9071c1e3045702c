//! Grants whose renewal callers of this process wait for, as the first of them has read them: whoever comes meanwhile waits for the same, and
//! neither reads the vault nor opens the record again. What stands here is believed as an entry of the cache is: it goes with the first sign of
//! a change, and whoever asks for it has looked for changes of others a moment ago.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::base::{GrantId, Result};
use crate::model::grant::Grant;

use super::key::{CacheKey, KeyRef};

/// What was read so lately is everybody's who has waited for the same in vain.
const LEFT_SHARED_FOR: Duration = Duration::from_millis(250);

/// A read that takes longer is not waited for alone: the next one who has waited in vain reads too. Shorter than what is left of a caller's
/// time to find out what is served instead.
const READS_FOR_OTHERS: Duration = Duration::from_millis(50);

/// What callers have in common who wait for the renewal of one grant.
pub(in crate::engine) struct Shared {
    /// As the first of them has read it.
    pub(in crate::engine) grant: Grant,
    is_noted: AtomicBool,
    /// As one of them has read it who has waited in vain.
    left: Mutex<Option<Left>>,
    /// Whose turn it is to read that.
    turn: tokio::sync::Mutex<()>,
}

struct Left {
    grant: Option<Arc<Grant>>,
    at: Moment,
}

/// When something was read.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Moment {
    /// The mark of the cache before it: this process has changed nothing since for as long as it is the same.
    pub(in crate::engine) mark: u64,
    /// By the clock that counts suspends.
    pub(in crate::engine) elapsed: Duration,
}

impl Shared {
    pub(in crate::engine) fn new(grant: Grant) -> Arc<Self> {
        Arc::new(Shared { grant, is_noted: AtomicBool::new(false), left: Mutex::default(), turn: tokio::sync::Mutex::default() })
    }

    /// Whether the caller's use of the grant is the one that may have to be noted: of all who share this, the first one's.
    pub(in crate::engine) fn takes_note(&self) -> bool {
        !self.is_noted.swap(true, Ordering::Relaxed)
    }

    /// The grant as it is now that nobody has renewed it. Many are told so at once, and one of them reads; one that goes away while it reads
    /// leaves that to the next, and so does one whose read hangs.
    pub(in crate::engine) async fn left(
        &self,
        now: Moment,
        load: impl Future<Output = Result<Option<Grant>>>,
    ) -> Result<Option<Arc<Grant>>> {
        let turn = self.turn.lock().await;
        if let Some(grant) = self.read_lately(now) {
            return Ok(grant);
        }
        let mut load = pin!(load);
        let loaded = match tokio::time::timeout(READS_FOR_OTHERS, &mut load).await {
            Ok(loaded) => loaded,
            Err(_) => {
                drop(turn);
                load.await
            }
        };
        let grant = loaded?.map(Arc::new);
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if left.as_ref().is_none_or(|left| left.at.elapsed <= now.elapsed) {
            *left = Some(Left { grant: grant.clone(), at: now });
        }
        Ok(grant)
    }

    /// What one of them has read a moment ago, which may be that it is gone.
    fn read_lately(&self, now: Moment) -> Option<Option<Arc<Grant>>> {
        let is_everybodys = |at: Moment| at.mark == now.mark && now.elapsed.saturating_sub(at.elapsed) < LEFT_SHARED_FOR;
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        left.as_ref().filter(|left| is_everybodys(left.at)).map(|left| left.grant.clone())
    }
}

/// By the key under which callers ask.
#[derive(Default)]
pub(super) struct UnderWay(Mutex<State>);

#[derive(Default)]
struct State {
    shared: HashMap<CacheKey, Arc<Shared>>,
    keys: HashMap<GrantId, CacheKey>,
}

impl UnderWay {
    pub(super) fn find(&self, key: &KeyRef<'_>) -> Option<Arc<Shared>> {
        self.lock().shared.get(&CacheKey(key.to_key())).cloned()
    }

    /// Others may share this from now on, if it `still_stands`.
    pub(super) fn put(&self, shared: &Arc<Shared>, still_stands: impl FnOnce() -> bool) {
        let mut state = self.lock();
        // Under the lock: a removal that this does not see waits for the lock, and finds what is put here.
        if !still_stands() {
            return;
        }
        let key = CacheKey(shared.grant.key.clone());
        let before = state.shared.insert(key.clone(), shared.clone());
        // Another grant has got its key.
        if let Some(before) = before.filter(|before| before.grant.id != shared.grant.id) {
            state.keys.remove(&before.grant.id);
        }
        state.keys.insert(shared.grant.id.clone(), key);
    }

    /// It has changed, or nobody renews it any more. What callers have of it by now they keep until they are answered.
    pub(super) fn remove(&self, grant_id: &GrantId) {
        let mut state = self.lock();
        if let Some(key) = state.keys.remove(grant_id) {
            state.shared.remove(&key);
        }
    }

    pub(super) fn clear(&self) {
        *self.lock() = State::default();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::future::pending;
    use std::sync::atomic::AtomicUsize;

    use tokio::task::JoinSet;

    use super::*;
    use crate::base::{Error, ErrorCode};

    const READ: Moment = Moment { mark: 7, elapsed: Duration::from_secs(100) };

    fn grant() -> Grant {
        crate::repo::testing::grant(1)
    }

    #[test]
    fn what_has_changed_is_shared_no_more() {
        let (under_way, shared) = (UnderWay::default(), Shared::new(grant()));
        let key = KeyRef::of(&shared.grant.key);
        under_way.put(&shared, || false);
        assert!(under_way.find(&key).is_none(), "something was removed while it was read");
        under_way.put(&shared, || true);
        assert!(under_way.find(&key).is_some_and(|found| Arc::ptr_eq(&found, &shared)));
        under_way.remove(&GrantId::make_connection());
        assert!(under_way.find(&key).is_some());
        under_way.remove(&shared.grant.id);
        assert!(under_way.find(&key).is_none() && under_way.lock().keys.is_empty());
        under_way.put(&shared, || true);
        under_way.clear();
        assert!(under_way.find(&key).is_none());
    }

    #[test]
    fn another_grant_under_the_same_key_takes_its_place() {
        let (under_way, first) = (UnderWay::default(), Shared::new(grant()));
        let second = Shared::new(Grant { id: GrantId::make_connection(), ..grant() });
        under_way.put(&first, || true);
        under_way.put(&second, || true);
        under_way.remove(&first.grant.id);
        let found = under_way.find(&KeyRef::of(&first.grant.key)).expect("the second one");
        assert_eq!(found.grant.id, second.grant.id);
    }

    #[tokio::test]
    async fn of_many_who_waited_in_vain_one_reads() {
        let (shared, count) = (Shared::new(grant()), Cell::new(0));
        let read = async || {
            count.set(count.get() + 1);
            Ok(Some(grant()))
        };
        let later = |millis| Moment { elapsed: READ.elapsed + Duration::from_millis(millis), ..READ };
        let failed = shared.left(READ, async { Err(Error::new(ErrorCode::VaultUnavailable, "away")) }).await;
        assert!(failed.is_err(), "and what failed is nobody else's");
        // Whoever goes away while it reads holds nobody up.
        assert!(tokio::time::timeout(Duration::from_millis(1), shared.left(READ, pending())).await.is_err());
        for now in [READ, READ, later(249)] {
            assert!(shared.left(now, read()).await.unwrap().is_some());
        }
        assert_eq!(count.get(), 1);
        for now in [later(250), Moment { mark: 8, ..later(250) }] {
            assert!(shared.left(now, read()).await.unwrap().is_some());
        }
        assert_eq!(count.get(), 3, "what is older, or from before a change, says nothing");
    }

    /// A connection to the vault that gives no answer is one caller's misfortune.
    #[tokio::test(start_paused = true)]
    async fn a_read_that_hangs_holds_up_its_own_caller_alone() {
        let (shared, count) = (Shared::new(grant()), Cell::new(0));
        let others = async {
            for _ in 0..20 {
                let read = async {
                    count.set(count.get() + 1);
                    Ok(Some(grant()))
                };
                assert!(shared.left(READ, read).await.unwrap().is_some());
            }
        };
        let ended = tokio::time::timeout(2 * READS_FOR_OTHERS, async {
            tokio::select! {
                biased;
                _ = shared.left(READ, pending()) => unreachable!("it hangs"),
                () = others => {}
            }
        });
        ended.await.expect("it holds up the others");
        assert_eq!(count.get(), 1, "and one of them reads for all");
        // What comes late is for those who still wait.
        let (now, reads, mut waiting) = (Moment { mark: 9, ..READ }, Arc::new(AtomicUsize::new(0)), JoinSet::new());
        for _ in 0..20 {
            let (shared, reads) = (shared.clone(), reads.clone());
            waiting.spawn(async move {
                let slow = async {
                    reads.fetch_add(1, Ordering::SeqCst);
                    tokio::time::sleep(3 * READS_FOR_OTHERS).await;
                    Ok(Some(grant()))
                };
                shared.left(now, slow).await
            });
        }
        while let Some(left) = waiting.join_next().await {
            assert!(left.unwrap().unwrap().is_some());
        }
        let reads = reads.load(Ordering::SeqCst);
        assert!(reads <= 4, "{reads} of 20 read");
    }
}
