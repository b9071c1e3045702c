//! A grant as it stands: what the vault holds, what this process has read of it, and what its state means.

pub(in crate::engine) mod cache;
pub(in crate::engine) mod freshness;
pub(in crate::engine) mod status;
