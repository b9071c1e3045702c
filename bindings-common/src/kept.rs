//! How many credentials a binding keeps for its callers, and for how long: one rule for all languages.
//!
//! A kept credential is given again for as long as the core says that it is valid, and is only a copy of what the core has: leaving one
//! out costs a look into the core's cache. It is a secret, too: what answers no more is let go, although nobody asks for it.

use std::time::Duration;

/// An object of a language keeps so many. For each one that is added beyond that, another one is dropped.
pub const MOST: usize = 10_000;
/// As long as any are kept, those that answer no more are dropped this often.
pub const SWEEP: Duration = Duration::from_secs(30);
