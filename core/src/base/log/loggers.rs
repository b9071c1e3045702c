//! The logs of several clients that share an engine.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tracing::Dispatch;
use tracing::dispatcher::{self, DefaultGuard};

use super::{Log, LogLine, Logger, ToLogger};

/// The logs of all clients of one engine: what it does by itself is told to each of them.
#[derive(Default)]
pub(crate) struct Loggers {
    all: Arc<All>,
    /// Made for the first logger: that it exists has every place of the program that logs ask who listens.
    pub(super) to_all: OnceLock<Dispatch>,
}

#[derive(Default)]
struct All {
    loggers: Mutex<Vec<Arc<dyn Logger>>>,
    any: AtomicBool,
}

impl All {
    fn lock(&self) -> MutexGuard<'_, Vec<Arc<dyn Logger>>> {
        self.loggers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Logger for All {
    fn log(&self, line: LogLine) {
        // Outside of the lock: whoever logs may be slow.
        let loggers = self.lock().clone();
        let mut told = Vec::new();
        for logger in loggers {
            let place = logger.place();
            if place.is_none_or(|place| !told.contains(&place)) {
                told.extend(place);
                logger.log(line.clone());
            }
        }
    }
}

impl Loggers {
    pub(crate) fn add(&self, log: &Log) {
        if let Some((_, logger)) = &log.0 {
            self.to_all.get_or_init(|| Dispatch::new(ToLogger(self.all.clone())));
            self.all.lock().push(logger.clone());
            self.all.any.store(true, Ordering::Release);
        }
    }

    pub(crate) fn remove(&self, log: &Log) {
        if let Some((_, logger)) = &log.0 {
            let mut loggers = self.all.lock();
            let at = loggers.iter().position(|one| Arc::ptr_eq(one, logger));
            let gone = at.map(|at| loggers.swap_remove(at));
            self.all.any.store(!loggers.is_empty(), Ordering::Release);
            drop(loggers);
            drop(gone);
        }
    }

    /// Work that speaks to whoever listens while it runs.
    pub(crate) async fn scope<F: Future>(self: Arc<Self>, work: F) -> F::Output {
        let mut work = pin!(work);
        poll_fn(move |context| {
            let _on = self.enter();
            work.as_mut().poll(context)
        })
        .await
    }

    /// Until the guard is dropped, this thread speaks to whoever listens now.
    pub(crate) fn enter(&self) -> Option<DefaultGuard> {
        let to_all = self.to_all.get().filter(|_| self.all.any.load(Ordering::Acquire));
        to_all.map(dispatcher::set_default)
    }
}
