//! Authpipe core (under construction).
#![allow(dead_code, unreachable_pub)] // REMOVE when wired

pub mod base;
pub mod model;
pub mod store;
