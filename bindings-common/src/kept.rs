//! How many credentials a binding keeps for its callers, and for how long: one rule for all languages.
//!
//! A binding gives a kept credential again for as long as the core says that it is valid. It is a copy of what the core has, so
//! dropping one costs only a look into the core's cache. It is also a secret, so one that is valid no more is dropped even if
//! nobody asks for it.

use std::time::Duration;

/// An object of a language keeps so many. For each one that is added beyond that, another one is dropped.
pub const MOST: usize = 10_000;
/// As long as any are kept, those that answer no more are dropped this often.
pub const SWEEP: Duration = Duration::from_secs(30);
