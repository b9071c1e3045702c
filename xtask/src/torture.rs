//! The suite `torture`: real processes on SQLite and on PostgreSQL, which are killed and stopped, and a provider that we have not written.

use crate::context::has;
use crate::counts::Runner;
use crate::javascript;
use crate::rust;
use crate::suite::Suite;

/// What it needs besides Rust.
pub(crate) const TOOLS: &[&str] = &["node", "npm", "postgresql", "faketime"];

/// Where the provider is.
const PROVIDER: &str = "tests/torture/provider";

pub(crate) fn run(suite: &mut Suite<'_>) {
    if !javascript::install(suite, PROVIDER) {
        return;
    }
    let (command, runner) = if has("cargo", &["nextest", "--version"]) {
        let report = suite.context.target.join("nextest").join("torture").join("junit.xml");
        let _ = std::fs::remove_file(&report);
        let mut command =
            suite.context.cargo(&["nextest", "run", "-P", "torture", "--run-ignored", "all", "--hide-progress-bar"]);
        command.args(rust::PACKAGES).args(["-E", &format!("package({})", rust::TORTURE)]);
        (command, Runner::Report(report))
    } else {
        let mut command = suite.context.cargo(&["test", "--no-fail-fast", "--test", "torture"]);
        command.args(rust::PACKAGES);
        (command, Runner::Cargo)
    };
    suite.run("real processes, killed and stopped", command, runner);
}
