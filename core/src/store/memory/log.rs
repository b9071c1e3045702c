//! A log whose entries have positions.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Entries under positions that grow and are never given twice.
#[derive(Debug)]
pub(super) struct Log<T> {
    pub(super) last: u64,
    pub(super) entries: BTreeMap<u64, Arc<T>>,
}

impl<T> Log<T> {
    /// Appends an entry.
    pub(super) fn append(&mut self, entry: T) {
        self.last += 1;
        self.entries.insert(self.last, Arc::new(entry));
    }

    /// Those behind a position.
    pub(super) fn after(&self, position: u64) -> impl Iterator<Item = (u64, &T)> {
        let range = (std::ops::Bound::Excluded(position), std::ops::Bound::Unbounded);
        self.entries.range(range).map(|(position, entry)| (*position, &**entry))
    }

    /// The last one first.
    pub(super) fn before(&self, position: u64) -> impl Iterator<Item = (u64, &T)> {
        self.entries.range(..position).rev().map(|(position, entry)| (*position, &**entry))
    }
}

impl<T> Default for Log<T> {
    fn default() -> Self {
        Log { last: 0, entries: BTreeMap::new() }
    }
}

impl<T> Clone for Log<T> {
    fn clone(&self) -> Self {
        Log { last: self.last, entries: self.entries.clone() }
    }
}
