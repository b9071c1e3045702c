//! Renewal of a grant's tokens: one exchange at a time, what is done with an answer, and with none.

pub(in crate::engine) mod flights;
mod in_doubt;
mod judging;
mod refresh;
mod refused_challenges;

pub(in crate::engine) use refresh::Refresher;
