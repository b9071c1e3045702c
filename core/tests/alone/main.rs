//! Tests that each need a process of their own: they count its allocations, listen to everything it logs, or change its
//! environment. `cargo nextest` gives every test one.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../it/support/mod.rs"]
mod support;

mod cached_read_allocates_nothing;
mod hostile_answers;
mod secrets_output;

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static GLOBAL: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;
