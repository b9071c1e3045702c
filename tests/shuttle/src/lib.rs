//! The single flight of a process (SR-72), compiled a second time from the core's own file, with locks and channels that a scheduler
//! stands behind: it tries orders of their steps, and says which one breaks something.

mod base;
pub mod engine;
