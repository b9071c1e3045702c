//! The suite `hosts`: three hosts in network namespaces, with processes of the packages on them, and one PostgreSQL.

use crate::javascript;
use crate::python;
use crate::suite::Suite;
use crate::swift::Toolchain;
use crate::swift_package;
use crate::torture::{self, HOSTS};

/// What it needs besides Rust.
pub(crate) const TOOLS: &[&str] = &["node", "npm", "python", "python venv", "postgresql", "faketime", "network namespaces"];

/// What is in the names of those that wait for a minute, for something to end.
const SLOW: [&str; 2] = ["for_a_lease", "for_a_pause"];

/// The worker of the Swift package.
const WORKER: &str = "authpipe-worker";

pub(crate) fn run(suite: &mut Suite<'_>) {
    if !(javascript::install(suite, "bindings-node") && javascript::build(suite)) {
        return;
    }
    let Some(python) = python::package(suite) else { return };
    let left_out: &[&str] = if suite.wanted.long { &[] } else { &SLOW };
    let expression = left_out.iter().fold(format!("test(/^{HOSTS}/)"), |all, name| format!("{all} & not test({name})"));
    let skipped = left_out.iter().flat_map(|name| ["--skip", name]);
    let chosen: Vec<_> = std::iter::once(HOSTS).chain(skipped).collect();
    let mut command = torture::command(suite, &expression, &chosen, "hosts");
    command.command.env("TORTURE_HOSTS_REQUIRED", "1").env("TORTURE_PYTHON", python);
    // Without a toolchain that is counted as skipped, and the others are there.
    if let Some(words) = Toolchain::get(suite).and_then(|toolchain| build_swift(suite, &toolchain)) {
        command.command.env("TORTURE_SWIFT", words);
    }
    suite.run("three hosts", command.command, command.runner);
}

/// Builds the worker in Swift; the words of the command that starts it, as the test splits them.
fn build_swift(suite: &mut Suite<'_>, toolchain: &Toolchain) -> Option<String> {
    if !swift_package::build(suite) {
        return None;
    }
    match swift_package::swift(suite.context, toolchain, "build", "debug") {
        Ok(mut command) => {
            command.args(["--product", WORKER]);
            if !suite.prepare("worker in Swift", command) {
                return None;
            }
        }
        Err(problem) => {
            suite.fail(problem);
            return None;
        }
    }
    let command = swift_package::built(suite.context, toolchain, WORKER);
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    Some(words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join("\u{1f}"))
}
