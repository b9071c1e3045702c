//! Has the vault that the demo made opened by the readers that know `FORMAT.md` only.

use std::path::Path;
use std::process::Command;

use crate::counts::Runner;
use crate::python;
use crate::suite::Suite;
use crate::swift::{LINKER, Toolchain};

/// The environment of the demo's vault.
const ENVIRONMENT: &str = "demo";

/// Opens what is in the folder that the demo has kept: its vault, and the root key.
pub(crate) fn read(suite: &mut Suite<'_>, kept: &Path) {
    let Some(python) = python::clients(suite) else { return };
    let folder = suite.context.path("tests/vectors/vault");
    let (vault, dump) = (kept.join("authpipe.db"), kept.join("dump.json"));
    let key = std::fs::read_to_string(kept.join("root-key")).unwrap_or_default();
    let arguments = [ENVIRONMENT, key.trim()];
    let mut command = suite.context.command(&python);
    command.arg(folder.join("vault.py")).arg(&vault).args(arguments);
    suite.run("the demo's vault, read by Python", command, Runner::Words);
    let mut command = suite.context.command(&python);
    command.arg(folder.join("dump.py")).args([&vault, &dump]);
    if !suite.prepare("the demo's vault, written down for the others", command) {
        return;
    }
    let mut command = suite.context.command("node");
    command.arg(folder.join("vault.mjs")).arg(&dump).args(arguments);
    suite.run("the demo's vault, read by JavaScript", command, Runner::Words);
    if let Some(mut command) = swift_reader(suite) {
        command.arg(&dump).args(arguments);
        suite.run("the demo's vault, read by Swift", command, Runner::Words);
    }
}

/// The command that builds and runs Swift's reader; what it shall read comes after it.
pub(crate) fn swift_reader(suite: &mut Suite<'_>) -> Option<Command> {
    let toolchain = Toolchain::get(suite)?;
    let scratch = suite.context.target.join("swift").join("read-vault");
    let mut command = toolchain.swift(suite.context);
    command.args(["run", "--package-path"]).arg(suite.context.path("tests/vectors/vault/swift"));
    command.arg("--scratch-path").arg(scratch).args(LINKER).arg("ReadVault");
    Some(command)
}
