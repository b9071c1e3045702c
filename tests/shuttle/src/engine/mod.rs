//! Callers, and the work that they share.

#[path = "../../../../core/src/engine/common/single_flight.rs"]
#[allow(dead_code, reason = "the core uses all of it")]
mod single_flight;

use shuttle::future::{self, JoinHandle};
use shuttle::sync::atomic::{AtomicUsize, Ordering};
use shuttle::sync::{Arc, Mutex};

use single_flight::{Aboard, Leader, SingleFlight};

type Flights = SingleFlight<&'static str, usize, usize>;

/// What is behind the flights: a grant whose generation each exchange raises by one.
#[derive(Default)]
struct Vault {
    generation: Mutex<usize>,
    /// Exchanges under way.
    under_way: AtomicUsize,
    exchanges: AtomicUsize,
}

impl Vault {
    /// As the core's refresh: reads again, and asks only for a generation that nobody has brought.
    async fn renew(&self, witness: usize) -> usize {
        let found = *self.generation.lock().unwrap();
        if found > witness {
            return found;
        }
        assert_eq!(self.under_way.fetch_add(1, Ordering::SeqCst), 0, "one exchange at a time");
        future::yield_now().await;
        self.exchanges.fetch_add(1, Ordering::SeqCst);
        let mut generation = self.generation.lock().unwrap();
        *generation += 1;
        let brought = *generation;
        drop(generation);
        self.under_way.fetch_sub(1, Ordering::SeqCst);
        brought
    }
}

/// How the work of a flight ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// With an answer.
    Answered,
    /// Its task is dropped before it has begun: by a panic, or with the process.
    Dropped,
}

/// What a run was about.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Callers of one process who want the same grant renewed.
    pub callers: usize,
    /// How the first flight's work ends.
    pub first: End,
    /// Whether the last caller goes away.
    pub is_cancelled: bool,
}

/// One run, in whatever order the scheduler has chosen.
///
/// # Panics
/// Something is broken.
pub fn run(what: Run) {
    future::block_on(async move {
        let (flights, vault) = (Arc::new(Flights::default()), Arc::new(Vault::default()));
        let led = Arc::new(AtomicUsize::new(0));
        let callers: Vec<JoinHandle<Option<usize>>> = (0..what.callers)
            .map(|_| {
                let (flights, vault, led) = (flights.clone(), vault.clone(), led.clone());
                future::spawn(async move { call(&flights, &vault, &led, what.first).await })
            })
            .collect();
        let last = callers.len() - 1;
        let mut unanswered = 0;
        for (number, caller) in callers.into_iter().enumerate() {
            if what.is_cancelled && number == last {
                caller.abort();
                continue;
            }
            match caller.await.expect("a caller") {
                Some(generation) => assert!(generation > 0, "an answer is a generation that the caller has not seen"),
                None => unanswered += 1,
            }
        }
        if what.first == End::Answered {
            assert_eq!(unanswered, 0, "whoever waits is answered");
        }
        // Who is left out by a flight that has ended without an answer asks again, and leads or joins the next one.
        let again = call(&flights, &vault, &led, End::Answered).await;
        assert_eq!(again, Some(1), "the key is free again, and what was brought is found");
        while flights.is_busy() {
            // The work of a caller that has gone away is nobody's, and ends by itself.
            future::yield_now().await;
        }
        assert_eq!(vault.exchanges.load(Ordering::SeqCst), 1, "one exchange for all");
    });
}

/// A caller who has found generation 0 wanting. The work runs in a task of its own; `None`: it has ended without an answer.
async fn call(flights: &Arc<Flights>, vault: &Arc<Vault>, led: &AtomicUsize, first: End) -> Option<usize> {
    let Aboard { follower, leader } = flights.join("grant", 0, |joined| *joined += 1);
    if let Some(leader) = leader {
        let end = if led.fetch_add(1, Ordering::SeqCst) == 0 { first } else { End::Answered };
        drop(future::spawn(lead(leader, vault.clone(), end)));
    }
    follower.answer().await
}

async fn lead(leader: Leader<&'static str, usize, usize>, vault: Arc<Vault>, end: End) {
    if end == End::Dropped {
        return;
    }
    let generation = vault.renew(0).await;
    leader.finish(|joined| {
        assert!(joined.is_some(), "a flight that is under way is open");
        generation
    });
}
