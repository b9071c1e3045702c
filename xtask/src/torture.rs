//! The suite `torture`: orders of steps that a scheduler tries, and real processes on SQLite and on PostgreSQL, which are killed and stopped,
//! with a provider that we have not written.

use std::process::Command;

use crate::context::has;
use crate::counts::Runner;
use crate::javascript;
use crate::rust;
use crate::suite::Suite;

/// What it needs besides Rust.
pub(crate) const TOOLS: &[&str] = &["node", "npm", "postgresql", "faketime"];

/// Where the provider is.
const PROVIDER: &str = "tests/torture/provider";

/// What is in the path of each test of the suite `hosts`, and of no other.
pub(crate) const HOSTS: &str = "hosts::";

/// Has a scheduler try orders of the steps of a process's single flight: a workspace of its own, because its tokio is another one.
fn try_orders(suite: &mut Suite<'_>) {
    let mut command = suite.context.cargo(&["test", "--locked", "--manifest-path", "tests/shuttle/Cargo.toml", "--target-dir"]);
    command.arg(suite.context.target.join("shuttle"));
    suite.run("orders of the single flight", command, Runner::Cargo);
}

pub(crate) fn run(suite: &mut Suite<'_>) {
    try_orders(suite);
    if !javascript::install(suite, PROVIDER) {
        return;
    }
    let Run { command, runner } = command(suite, &format!("not test(/^{}/)", HOSTS), &["--skip", HOSTS], "torture");
    suite.run("real processes, killed and stopped", command, runner);
}

/// How some of the tests are run, and counted.
pub(crate) struct Run {
    pub(crate) command: Command,
    pub(crate) runner: Runner,
}

/// Tests of the package, chosen for nextest by an expression, and for cargo's own runner by its arguments. `profile` is nextest's.
pub(crate) fn command(suite: &Suite<'_>, expression: &str, chosen: &[&str], profile: &str) -> Run {
    if has("cargo", &["nextest", "--version"]) {
        let report = suite.context.target.join("nextest").join(profile).join("junit.xml");
        let _ = std::fs::remove_file(&report);
        let mut command = suite.context.cargo(&["nextest", "run", "-P", profile, "--run-ignored", "all", "--hide-progress-bar"]);
        command.args(rust::PACKAGES).args(["-E", &format!("package({}) & {expression}", rust::TORTURE)]);
        Run { command, runner: Runner::Report(report) }
    } else {
        let mut command = suite.context.cargo(&["test", "--no-fail-fast", "--test", "torture"]);
        command.args(rust::PACKAGES).arg("--").args(chosen);
        Run { command, runner: Runner::Cargo }
    }
}
