//! Work that computes for long gives way: on a machine with few processors a thread that has begun keeps one until the scheduler's next tick,
//! milliseconds later, and a read, which wakes several threads one after the other and takes a tenth of that, would wait for it each time.
//!
//! Where others compute for long too, whoever gives way waits for their tick. So nobody gives way for longer than it has worked: a page takes
//! at most twice as long, and so do those wait who want to write meanwhile.

use std::time::Duration;

use super::{Clock as _, SystemClock};

/// Steps that each take some microseconds, such as sealing a record: between some of them others have their turn.
pub(crate) struct Steps {
    /// So many are made in one go.
    at_once: usize,
    made: usize,
    /// When it began to work, or went on with it.
    since: Duration,
    worked: Duration,
    given: Duration,
}

impl Steps {
    /// So many short steps are made in one go.
    pub(crate) const AT_ONCE: usize = 10;

    /// Steps of about ten microseconds: a record is sealed, a row is read.
    pub(crate) fn short() -> Self {
        Steps { at_once: Steps::AT_ONCE, made: 0, since: Duration::ZERO, worked: Duration::ZERO, given: Duration::ZERO }
    }

    /// Steps of about fifty: a row is written.
    pub(crate) fn long() -> Self {
        Steps { at_once: 1, ..Steps::short() }
    }

    /// After a step that a thread of its own has made.
    pub(crate) fn made(&mut self) {
        if self.is_enough() {
            self.give_way();
        }
    }

    /// After a step of a task: other tasks wait for this thread too.
    pub(crate) async fn made_by_task(&mut self) {
        if self.is_enough() {
            self.give_way();
            tokio::task::yield_now().await;
            self.since = SystemClock.elapsed();
        }
    }

    fn is_enough(&mut self) -> bool {
        if self.made == 0 {
            self.since = SystemClock.elapsed();
        }
        self.made += 1;
        self.made.is_multiple_of(self.at_once)
    }

    /// Gives way to threads that wait for this processor, or not, where that has taken long enough. Where none does, it is one system call.
    fn give_way(&mut self) -> bool {
        #[cfg(test)]
        counting::count();
        let now = SystemClock.elapsed();
        self.worked += now.saturating_sub(self.since);
        self.since = now;
        if self.given > self.worked {
            return false;
        }
        std::thread::yield_now();
        self.since = SystemClock.elapsed();
        self.given += self.since.saturating_sub(now);
        true
    }
}

/// How often this thread has come to a point at which it gives way, so far.
#[cfg(test)]
pub(crate) fn times() -> usize {
    counting::TIMES.get()
}

#[cfg(test)]
mod counting {
    use std::cell::Cell;

    thread_local! {
        pub(super) static TIMES: Cell<usize> = const { Cell::new(0) };
    }

    pub(super) fn count() {
        TIMES.set(TIMES.get() + 1);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_task_that_waits_has_its_turn_between_steps() {
        let has_run = Arc::new(AtomicBool::new(false));
        let theirs = has_run.clone();
        drop(tokio::spawn(async move { theirs.store(true, Ordering::SeqCst) }));
        let mut steps = Steps::short();
        for _ in 1..Steps::AT_ONCE {
            steps.made_by_task().await;
            assert!(!has_run.load(Ordering::SeqCst), "so few are made at once");
        }
        steps.made_by_task().await;
        assert!(has_run.load(Ordering::SeqCst));
    }

    #[test]
    fn nobody_gives_way_for_longer_than_it_has_worked() {
        let hour = Duration::from_secs(3600);
        let mut steps = Steps { worked: hour, given: 2 * hour, since: SystemClock.elapsed(), ..Steps::long() };
        assert!(!steps.give_way());
        assert_eq!(steps.given, 2 * hour);
        steps.worked = 3 * hour;
        assert!(steps.give_way());
    }
}
