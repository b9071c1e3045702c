//! What the Rust suites build: the same packages and features everywhere, so that one build serves all.

use std::process::Command;

use crate::context::Context;

/// Packages and features, as arguments for cargo.
pub(crate) const PACKAGES: &[&str] = &[
    "-p",
    "authpipe",
    "-p",
    "authpipe-sandbox",
    "-p",
    "authpipe-fork",
    "-p",
    "authpipe-swift",
    "-p",
    "xtask",
    "--features",
    "authpipe/cli",
];

/// Builds the programs, and the libraries that other languages link.
pub(crate) fn build(context: &Context, targets: &[&str]) -> Command {
    let mut command = context.cargo(&["build"]);
    command.args(targets).args(PACKAGES);
    command
}
