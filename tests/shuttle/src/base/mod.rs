//! What the file takes from the core's bottom layer.

/// The scheduler's locks.
pub(crate) mod sync {
    pub(crate) use shuttle::sync::{Arc, Mutex, MutexGuard, PoisonError};
}

/// What callers are told that they wait for, which decides nothing.
pub(crate) mod waiting {
    #[derive(Clone, Default)]
    pub(crate) struct Waits;

    pub(crate) async fn on_same<T>(_: &Waits, work: impl Future<Output = T>) -> T {
        work.await
    }
}
