//! Which holders of leases this process has shown to others since it opened the vault. Each is shown once: whoever acquires the next lease
//! waits neither for a file system nor for a thread that may.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::live::LiveLock;

/// This process's lock on the vault, and who is shown with it. Whoever lets go of the vault lets go of both.
pub(super) struct Shown {
    lock: Arc<LiveLock>,
    holders: Mutex<Vec<[u8; 16]>>,
}

impl Shown {
    /// Nobody yet.
    pub(super) fn new(lock: Arc<LiveLock>) -> Self {
        Shown { lock, holders: Mutex::default() }
    }

    /// The lock.
    pub(super) fn lock(&self) -> &LiveLock {
        &self.lock
    }

    /// Whether this one is shown.
    pub(super) fn has(&self, owner: [u8; 16]) -> bool {
        self.holders().contains(&owner)
    }

    /// Shows it; the folder in which others look. One that could not be shown is tried again at its next lease.
    pub(super) fn show(&self, owner: [u8; 16]) -> PathBuf {
        if self.lock.announce(owner) && !self.has(owner) {
            self.holders().push(owner);
        }
        self.lock.folder().to_owned()
    }

    fn holders(&self) -> MutexGuard<'_, Vec<[u8; 16]>> {
        self.holders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
