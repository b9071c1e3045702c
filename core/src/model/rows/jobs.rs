//! Work that falls due.

use crate::base::{ConfigId, Timestamp};

/// Which due column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// `refresh_at`.
    Refresh,
    /// `next_check_at`.
    Check,
}

/// A claim on due work. Rows that are handed out get `defer_until` in their due column, so that a second process finds
/// others, and finds these again if the first one dies.
#[derive(Clone, Debug)]
pub struct DueClaim {
    /// Which column.
    pub due: Due,
    /// Due at or before this.
    pub now: Timestamp,
    /// The new value of the due column.
    pub defer_until: Timestamp,
    /// At most this many.
    pub limit: usize,
    /// None of these configs.
    pub except: Vec<ConfigId>,
}
