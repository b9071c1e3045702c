//! A disk under SQLite that forgets, when the power is cut, what was not flushed. Each write is either on the disk, or not, or in part: whole
//! sectors of it, in any order. SQLite's own file system does the work, so the process sees nothing of this; what would be on the disk is kept
//! beside it.
#![cfg(unix)]

mod disk;
mod vfs;

pub use disk::Fate;
pub use vfs::{Cut, count_operations, install};
