//! Work that falls due by itself.

mod lanes;
pub(in crate::engine) mod scheduler;
