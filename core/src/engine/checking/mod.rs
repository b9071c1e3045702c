//! Health checks: they ask the provider whether it still accepts what a grant holds.

pub(in crate::engine) mod health;
mod key_test;
pub(in crate::engine) mod questions;
pub(in crate::engine) mod registration;
mod signing_client;
pub(in crate::engine) mod wrong_address;
