//! Where a process touches what is outside it, and what may happen to it there.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};

use crate::base::{Clock, Error, ErrorCode, Result, Timestamp};
use crate::engine::tests::stage::HeldClock;

/// Before a step is done, or after it is done and before its answer is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    Before,
    After,
}

/// What happens at an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The process dies: nothing of it runs any more.
    Crash,
    /// The step fails.
    Fail,
    /// The step takes longer than a lease; meanwhile another process wants the same.
    Hang,
    /// The caller goes away.
    Cancel,
    /// The wall clock of this process is set 15 minutes ahead.
    Ahead,
    /// The same, back.
    Back,
}

impl Fault {
    pub(super) const ALL: [Fault; 6] = [Fault::Crash, Fault::Fail, Fault::Hang, Fault::Cancel, Fault::Ahead, Fault::Back];
}

/// Something that happens at an edge. A step that is done again has its number behind its name.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) step: &'static str,
    pub(super) when: When,
    pub(super) fault: Fault,
}

/// The edges of one process.
pub(super) struct Edges {
    clock: Arc<ProcessClock>,
    done: Mutex<Done>,
    /// How many of the plans have come true.
    struck: watch::Sender<usize>,
    released: Semaphore,
}

#[derive(Default)]
struct Done {
    is_watched: bool,
    is_dead: bool,
    has_successor: bool,
    steps: Vec<String>,
    plans: Vec<Plan>,
}

impl Edges {
    pub(super) fn new(clock: Arc<ProcessClock>) -> Self {
        Edges { clock, done: Mutex::default(), struck: watch::Sender::new(0), released: Semaphore::new(0) }
    }

    /// From now on steps are noted, and this happens.
    pub(super) fn watch(&self, plans: Vec<Plan>) {
        let mut done = self.done.lock().unwrap();
        (done.is_watched, done.plans) = (true, plans);
    }

    /// What was done since then, in order, each step once.
    pub(super) fn steps(&self) -> Vec<String> {
        self.done.lock().unwrap().steps.clone()
    }

    /// Waits until so many plans have come true.
    pub(super) async fn struck(&self, count: usize) {
        self.struck.subscribe().wait_for(|struck| *struck >= count).await.map(drop).unwrap();
    }

    /// The provider has given the process another refresh token.
    pub(super) fn note_successor(&self) {
        self.done.lock().unwrap().has_successor = true;
    }

    pub(super) fn has_successor(&self) -> bool {
        self.done.lock().unwrap().has_successor
    }

    pub(super) fn release(&self) {
        self.released.add_permits(1);
    }

    /// A step by its name with its number; `None`: nobody watches.
    pub(super) fn begin(&self, step: &str) -> Option<String> {
        let mut done = self.done.lock().unwrap();
        // When it was used is noted behind the reader, whatever becomes of a refresh.
        if !done.is_watched || step == "note the use" {
            return None;
        }
        let earlier = done.steps.iter().filter(|name| name.split(" #").next() == Some(step)).count();
        let name = if earlier == 0 { step.to_owned() } else { format!("{step} #{}", earlier + 1) };
        done.steps.push(name.clone());
        Some(name)
    }

    /// Lets what is planned for an edge happen.
    ///
    /// # Errors
    /// - The step fails.
    pub(super) async fn pass(&self, step: Option<&String>, when: When) -> Result<()> {
        let Some(step) = step else { return Ok(()) };
        let plan = {
            let mut done = self.done.lock().unwrap();
            let found = done.plans.iter().position(|plan| plan.step == step && plan.when == when);
            let plan = found.map(|found| done.plans.remove(found));
            done.is_dead |= plan.as_ref().is_some_and(|plan| plan.fault == Fault::Crash);
            if done.is_dead { None } else { Some(plan) }
        };
        // The dead do nothing more, at no other edge either.
        let Some(plan) = plan else {
            self.struck.send_modify(|struck| *struck += 1);
            return std::future::pending().await;
        };
        let Some(Plan { fault, .. }) = plan else { return Ok(()) };
        self.struck.send_modify(|struck| *struck += 1);
        match fault {
            Fault::Crash | Fault::Hang | Fault::Cancel => self.released.acquire().await.unwrap().forget(),
            Fault::Fail => return Err(Error::new(ErrorCode::VaultUnavailable, "The store is away.")),
            Fault::Ahead => self.clock.jump(15 * 60),
            Fault::Back => self.clock.jump(-15 * 60),
        }
        Ok(())
    }
}

/// The clock of one process, whose wall clock somebody may set.
pub(super) struct ProcessClock {
    shared: Arc<HeldClock>,
    jumped: AtomicI64,
}

impl ProcessClock {
    pub(super) fn new(shared: Arc<HeldClock>) -> Self {
        ProcessClock { shared, jumped: AtomicI64::new(0) }
    }

    fn jump(&self, seconds: i64) {
        self.jumped.fetch_add(1_000 * seconds, Ordering::SeqCst);
    }
}

impl Clock for ProcessClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_millis(self.shared.now().unix_millis() + self.jumped.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        self.shared.elapsed()
    }

    fn ahead(&self) -> Duration {
        self.shared.ahead()
    }
}
