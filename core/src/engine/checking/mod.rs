//! Whether the provider still accepts what a grant holds.

pub(in crate::engine) mod health;
mod key_test;
