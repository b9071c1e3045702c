//! Renewal of a grant's tokens: one exchange at a time, what is done with an answer, and with none.

mod failed;
mod in_doubt;
pub(in crate::engine) mod refresh;

pub(in crate::engine) use refresh::Refresher;
