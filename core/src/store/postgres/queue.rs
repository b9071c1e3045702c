//! Batches of one sort that wait for each other anyway: while one transaction is being committed, whatever comes is gathered, and goes into
//! the next one, with one flush of the server's disk and one turn at the numbers for all of them. Behind a transaction that takes long, as on a
//! connection that no longer answers, nobody waits but who is in it: what comes goes into one on another connection.

use std::collections::HashSet;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::base::{Result, waiting};
use crate::model::rows::{Batch, Outcome};

use super::commit;
use super::errors::Failure;
use super::life::Life;
use super::together::{self, Alike, Outcomes, Sort};

/// Where batches of one sort wait.
pub(super) struct Queue {
    life: Arc<Life>,
    sort: Sort,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    waiting: Vec<Waiting>,
    /// Whether somebody takes what waits.
    is_served: bool,
}

struct Waiting {
    batch: Arc<Batch>,
    reply: oneshot::Sender<Result<Option<Outcome>>>,
}

impl Queue {
    pub(super) fn new(life: Arc<Life>, sort: Sort) -> Self {
        Queue { life, sort, state: Mutex::default() }
    }

    /// Commits a batch with others. `None`: it is to be applied by itself. Once it waits it has its turn, whether its caller goes on waiting
    /// or not, as others may be in the same transaction; unless the vault is closed before that, which whoever still waits is told.
    pub(super) async fn commit(self: &Arc<Self>, batch: Arc<Batch>) -> Result<Option<Outcome>> {
        let (reply, answer) = oneshot::channel();
        let is_served = {
            let mut state = self.state();
            state.waiting.push(Waiting { batch, reply });
            std::mem::replace(&mut state.is_served, true)
        };
        if !is_served {
            self.begin_to_serve();
        }
        let answered = waiting::on(self.life.awaited(), Box::pin(answer)).await;
        // Whoever was to answer is gone, with the runtime that it was on.
        answered.unwrap_or_else(|_| Err(Failure::Unknown.into_error(self.life.name())))
    }

    fn begin_to_serve(self: &Arc<Self>) {
        // Made here: what is never begun lets go of those who wait as well.
        let serving = Serving { queue: self.clone(), is_over: false };
        drop(tokio::spawn(serving.serve()));
    }

    /// Whoever serves does not go on: somebody else does, now if anything waits.
    fn hand_over(self: &Arc<Self>) {
        let is_waited = {
            let mut state = self.state();
            state.is_served = !state.waiting.is_empty();
            state.is_served
        };
        if is_waited {
            self.begin_to_serve();
        }
    }

    /// What goes into the next transaction, in the order in which it came; of each grant the first. `None`: nothing waits, and nobody serves
    /// from now on.
    fn next_group(&self) -> Option<Vec<Waiting>> {
        let mut state = self.state();
        let mut grants = HashSet::new();
        let mut is_next = |waiting: &Waiting| {
            let Some(Alike { grant_id, .. }) = Alike::of(&waiting.batch) else { return true };
            grants.len() < MOST && grants.insert(grant_id.clone())
        };
        let (group, left) = std::mem::take(&mut state.waiting).into_iter().partition::<Vec<_>, _>(&mut is_next);
        state.waiting = left;
        state.is_served = !group.is_empty();
        state.is_served.then_some(group)
    }

    /// How many wait for the next transaction.
    #[cfg(test)]
    pub(super) fn count_waiting(&self) -> usize {
        self.state().waiting.len()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Enough to hide the flush, few enough that the first does not wait long for the last.
const MOST: usize = 128;

/// Whoever serves may panic, or end with its runtime: then nobody may wait for it any longer.
struct Serving {
    queue: Arc<Queue>,
    is_over: bool,
}

impl Serving {
    /// Commits what waits until nothing does, or one of its transactions takes long.
    async fn serve(mut self) {
        while let Some(group) = self.queue.next_group() {
            let batches: Vec<Arc<Batch>> = group.iter().map(|waiting| waiting.batch.clone()).collect();
            let (sort, limit, batches) = (self.queue.sort, self.queue.life.commit_limit(), &batches);
            let attempt = |db| async move { together::commit(&db, sort, batches, limit).await };
            let mut committing = pin!(commit::until_known(&self.queue.life, attempt));
            let told = match timeout(self.queue.life.slow(), &mut committing).await {
                Ok(told) => told,
                Err(_) => {
                    let aside = self.queue.life.aside();
                    if aside.is_some() {
                        self.is_over = true;
                        self.queue.hand_over();
                    }
                    let told = committing.await;
                    drop(aside);
                    told
                }
            };
            answer(group, told);
            if self.is_over {
                return;
            }
        }
        self.is_over = true;
    }
}

fn answer(group: Vec<Waiting>, told: Result<Outcomes>) {
    let told = match told {
        Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
        Err(error) => vec![Err(error); group.len()],
    };
    for (waiting, told) in group.into_iter().zip(told) {
        // The caller may have stopped waiting.
        let _ = waiting.reply.send(told);
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        let waiting = {
            let mut state = self.queue.state();
            state.is_served = false;
            std::mem::take(&mut state.waiting)
        };
        // Nothing of theirs was begun.
        for waiting in waiting {
            let _ = waiting.reply.send(Ok(None));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use tokio::runtime::Builder;

    use super::super::testing::place_at;
    use super::*;
    use crate::base::SystemClock;
    use crate::model::rows::Write;
    use crate::store::suite;

    #[test]
    fn who_waits_is_left_to_himself_where_whoever_serves_ends_with_its_runtime() {
        let place = place_at("postgres://u@127.0.0.1:1/d");
        let life = Arc::new(Life::new(place, crate::store::postgres::time::Source::Server(Arc::new(SystemClock))));
        let queue = Arc::new(Queue::new(life, Sort::Leases));
        let batch = || {
            let wanted = suite::lease_acquisition(&suite::two_grants().0);
            Arc::new(Batch { writes: vec![Write::AcquireLease(wanted)] })
        };
        let mut context = Context::from_waker(Waker::noop());
        for _ in 0..2 {
            let runtime = Builder::new_current_thread().build().unwrap();
            let mut waiting = pin!(queue.commit(batch()));
            let here = runtime.enter();
            assert!(waiting.as_mut().poll(&mut context).is_pending());
            drop(here);
            // Nobody has begun to serve.
            drop(runtime);
            assert!(matches!(waiting.as_mut().poll(&mut context), Poll::Ready(Ok(None))));
            assert_eq!(queue.count_waiting(), 0);
        }
    }
}
