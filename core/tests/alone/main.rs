//! Tests that each need a process of their own: they count its allocations, listen to everything it logs, or change its
//! environment. `cargo nextest` gives every test one; under `cargo test` each starts this program again for itself.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../it/support/mod.rs"]
mod support;

mod cached_read_allocates_nothing;
mod catalogue_costs_what_is_used;
mod closed_means_closed;
mod hostile_answers;
mod secrets_output;

use std::alloc::System;
use std::future::Future;
use std::process::Command;

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static GLOBAL: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Set where a process runs one test only: by nextest, and by [`alone`].
const ONE_TEST: &[(&str, &str)] = &[("NEXTEST_EXECUTION_MODE", "process-per-test"), ("AUTHPIPE_TEST_ALONE", "1")];

/// Runs a test in a process of its own. `name` is the path under which the test is found.
fn alone<F: Future<Output = ()>>(name: &str, test: impl FnOnce() -> F) {
    if ONE_TEST.iter().any(|(variable, value)| std::env::var(variable).is_ok_and(|is| is == *value)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        return runtime.block_on(test());
    }
    let (variable, value) = ONE_TEST[1];
    let mut again = Command::new(std::env::current_exe().unwrap());
    let output = again.args([name, "--exact", "--nocapture"]).env(variable, value).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("1 passed"), "there is no test `{name}`: {text}");
}
