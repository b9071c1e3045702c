//! Remembers that somebody keeps rows locked. Those who need them have the connections meanwhile, so whoever waits for one of these waits for the
//! locks too, and is told so: more connections would not help.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::base::{Clock as _, Error, SystemClock};

use super::errors::{self, Failure};

/// How long a free connection is waited for.
pub(super) const WAIT: Duration = Duration::from_secs(10);

/// What this process has met of other sessions' locks.
#[derive(Default)]
pub(super) struct Locks {
    /// When the server last ended a statement that had waited for one, on the system's clock.
    last: Mutex<Option<Duration>>,
}

impl Locks {
    /// What the caller is told about `vault`, its address without password.
    pub(super) fn tell(&self, failure: Failure, vault: &str) -> Error {
        let now = SystemClock.elapsed();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if failure.is_locked() {
            *last = Some(now);
        }
        // A statement waits for a lock for less than a connection is waited for: where locks are the cause, one has ended meanwhile.
        let is_locked = last.is_some_and(|last| now.saturating_sub(last) <= WAIT);
        match failure {
            Failure::Busy if is_locked => errors::locked(vault),
            failure => failure.into_error(vault),
        }
    }
}
