//! What an application sees of its connections and installations, and does to them.

pub(in crate::engine) mod connections;
pub(in crate::engine) mod installations;
