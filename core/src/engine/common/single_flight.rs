//! Single flight: work under one key is done once at a time, and everybody who asks for it meanwhile shares the answer.
//!
//! It says nothing about where the work runs. Whoever leads hands the [`Leader`] to the task that does it; however that task ends,
//! the flight ends with it (SR-72).

use std::collections::HashMap;
use std::hash::Hash;

use tokio::sync::watch;

use crate::base::sync::{Arc, Mutex, MutexGuard, PoisonError};
use crate::base::waiting::{self, Waits};

/// Flights by key. Those who join may leave something for the work in `C`.
pub(in crate::engine) struct SingleFlight<K, V, C = ()> {
    open: Mutex<HashMap<K, Flight<V, C>>>,
}

struct Flight<V, C> {
    answer: watch::Receiver<Option<V>>,
    /// What its work waits for.
    waits: Waits,
    context: C,
}

impl<K, V, C> Default for SingleFlight<K, V, C> {
    fn default() -> Self {
        SingleFlight { open: Mutex::default() }
    }
}

impl<K: Clone + Eq + Hash, V: Clone, C> SingleFlight<K, V, C> {
    /// Joins the flight under this key and gives `join` its context, or opens one with `context`: then the caller leads it.
    pub(in crate::engine) fn join(self: &Arc<Self>, key: K, context: C, join: impl FnOnce(&mut C)) -> Aboard<K, V, C> {
        let mut open = self.lock();
        if let Some(flight) = open.get_mut(&key) {
            join(&mut flight.context);
            let follower = Follower { answer: flight.answer.clone(), waits: flight.waits.clone() };
            return Aboard { follower, leader: None };
        }
        let (sender, answer) = watch::channel(None);
        let waits = Waits::default();
        open.insert(key.clone(), Flight { answer: answer.clone(), waits: waits.clone(), context });
        let follower = Follower { answer, waits: waits.clone() };
        Aboard { follower, leader: Some(Leader { flights: self.clone(), key, sender, waits }) }
    }

    /// Gives the context of an open flight to `work`.
    pub(in crate::engine) fn with<R>(&self, key: &K, work: impl FnOnce(&mut C) -> R) -> Option<R> {
        self.lock().get_mut(key).map(|flight| work(&mut flight.context))
    }
}

impl<K, V, C> SingleFlight<K, V, C> {
    /// Whether any flight is open.
    pub(in crate::engine) fn is_busy(&self) -> bool {
        !self.lock().is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, Flight<V, C>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a caller has of a flight.
pub(in crate::engine) struct Aboard<K, V, C>
where
    K: Clone + Eq + Hash,
{
    pub(in crate::engine) follower: Follower<V>,
    /// Of the one that opened it.
    pub(in crate::engine) leader: Option<Leader<K, V, C>>,
}

/// Waits for the answer of a flight.
pub(in crate::engine) struct Follower<V> {
    answer: watch::Receiver<Option<V>>,
    waits: Waits,
}

impl<V: Clone> Follower<V> {
    /// The answer; `None`: the work has ended without one.
    pub(in crate::engine) async fn answer(mut self) -> Option<V> {
        waiting::on_same(&self.waits, self.answer.wait_for(Option::is_some)).await.ok()?.clone()
    }
}

/// The one that does the work. Dropped without an answer, by a panic or because its task was, it ends the flight all the same.
pub(in crate::engine) struct Leader<K: Eq + Hash, V, C> {
    flights: Arc<SingleFlight<K, V, C>>,
    key: K,
    sender: watch::Sender<Option<V>>,
    waits: Waits,
}

impl<K: Eq + Hash, V, C> Leader<K, V, C> {
    /// What the work waits for: whoever shares it waits for the same.
    pub(in crate::engine) fn waits(&self) -> Waits {
        self.waits.clone()
    }

    /// Ends the flight and gives everybody the answer. The flight is closed first: whoever comes now finds what the work has
    /// left behind, not this flight.
    pub(in crate::engine) fn finish(self, answer: impl FnOnce(Option<&C>) -> V) {
        let closed = self.flights.lock().remove(&self.key);
        let answer = answer(closed.as_ref().map(|flight| &flight.context));
        self.sender.send_replace(Some(answer));
    }
}

impl<K: Eq + Hash, V, C> Drop for Leader<K, V, C> {
    fn drop(&mut self) {
        let mut open = self.flights.lock();
        // After `finish`, somebody else may lead under the same key.
        if open.get(&self.key).is_some_and(|flight| flight.answer.same_channel(&self.sender.subscribe())) {
            open.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Flights = SingleFlight<&'static str, u32, Vec<u32>>;

    #[tokio::test]
    async fn one_leads_and_those_who_join_share_its_answer() {
        let flights = Arc::new(Flights::default());
        let Aboard { follower: first, leader } = flights.join("a", vec![1], |_| panic!("nobody to join"));
        let leader = leader.expect("the first one leads");
        let Aboard { follower: second, leader: none } = flights.join("a", vec![], |context| context.push(2));
        assert!(none.is_none() && flights.is_busy());
        assert!(flights.join("b", vec![], |_| {}).leader.is_some(), "another key is another flight");
        assert_eq!(flights.with(&"a", |context| context.clone()), Some(vec![1, 2]));
        leader.finish(|context| context.unwrap().iter().sum());
        assert_eq!((first.answer().await, second.answer().await), (Some(3), Some(3)));
        assert!(!flights.is_busy());
    }

    #[tokio::test]
    async fn whoever_comes_after_the_answer_leads_anew() {
        let flights = Arc::new(Flights::default());
        let Aboard { follower: first, leader } = flights.join("a", vec![], |_| {});
        let committed = std::cell::Cell::new(0);
        leader.unwrap().finish(|_| {
            // The answer is not out yet, and the flight is closed already.
            committed.set(7);
            assert!(flights.with(&"a", |_| ()).is_none());
            committed.get()
        });
        let Aboard { follower: late, leader } = flights.join("a", vec![], |_| panic!("the flight has ended"));
        leader.expect("it leads, and reads what was committed").finish(|_| committed.get() + 1);
        assert_eq!((first.answer().await, late.answer().await), (Some(7), Some(8)));
    }

    #[tokio::test]
    async fn a_panic_ends_the_flight() {
        let flights = Arc::new(Flights::default());
        let Aboard { follower, leader } = flights.join("a", vec![], |_| {});
        let task = tokio::spawn(async move {
            let _leader = leader.unwrap();
            panic!("a bug");
        });
        assert_eq!(follower.answer().await, None);
        assert!(task.await.unwrap_err().is_panic());
        assert!(flights.join("a", vec![], |_| {}).leader.is_some(), "the key is free again");
    }

    #[tokio::test]
    async fn a_task_that_is_dropped_ends_the_flight_and_no_later_one() {
        let flights = Arc::new(Flights::default());
        let Aboard { follower, leader } = flights.join("a", vec![], |_| {});
        let task = tokio::spawn(async move {
            let _leader = leader.unwrap();
            std::future::pending::<()>().await;
        });
        task.abort();
        assert_eq!(follower.answer().await, None);
        let Aboard { leader: next, .. } = flights.join("a", vec![], |_| panic!("the flight has ended"));
        next.expect("leads").finish(|_| {
            // While the first leader's end is still under way, the next one stands.
            let Aboard { leader: again, .. } = flights.join("a", vec![], |_| {});
            std::mem::forget(again);
            1
        });
        assert!(flights.is_busy(), "the end of one leader leaves the flight of the next one");
    }
}
