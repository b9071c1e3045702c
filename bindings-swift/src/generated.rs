//! The records of the shared description, as uniffi carries them.

mod given;
mod taken;

pub(crate) use given::*;
pub(crate) use taken::*;
