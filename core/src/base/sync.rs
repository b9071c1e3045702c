//! Locks of what `tests/shuttle` compiles once more, where a scheduler's stand in their place that tries orders of their steps.

pub(crate) use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
