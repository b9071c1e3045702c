//! Renewal of a grant's tokens: who may, what is done with an answer, and with none.

pub(in crate::engine) mod claim;
mod doubt;
pub(in crate::engine) mod refresh;
mod setbacks;
