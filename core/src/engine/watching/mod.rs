//! Work that falls due by itself.

pub(in crate::engine) mod jobs;
mod lanes;
pub(in crate::engine) mod scheduler;
