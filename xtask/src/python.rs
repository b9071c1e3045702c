//! Virtual environments of the Python suites, in the target folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::context::Context;
use crate::suite::Suite;

/// The folder of the Python package.
const PACKAGE: &str = "bindings-python";

/// A program of an environment, in the folder of the Python package.
pub(crate) fn program(context: &Context, python: &Path, name: &str) -> Command {
    let mut command = context.command(python.with_file_name(name));
    command.current_dir(context.path(PACKAGE));
    if let Some(environment) = python.ancestors().nth(2) {
        command.env("VIRTUAL_ENV", environment);
    }
    // Whoever runs these tests may be inside an environment of their own.
    command.env_remove("PYTHONHOME").env_remove("PYTHONPATH");
    command
}

/// The environment of the clients that check the sandbox, which have nothing to do with the package. Gives its interpreter.
pub(crate) fn clients(suite: &mut Suite<'_>) -> Option<PathBuf> {
    environment(suite, "venv", "tests/sandbox/clients/python/requirements.txt")
}

/// The environment of the package: frameworks, SDKs and tools. Gives its interpreter.
pub(crate) fn tools(suite: &mut Suite<'_>) -> Option<PathBuf> {
    environment(suite, "venv-authpipe", "bindings-python/requirements-test.txt")
}

/// Builds the native module and installs the package, as it is in the work tree, into its environment. Gives its interpreter.
pub(crate) fn package(suite: &mut Suite<'_>) -> Option<PathBuf> {
    let python = tools(suite)?;
    let mut develop = program(suite.context, &python, "maturin");
    develop.args(["develop", "--quiet"]);
    suite.prepare("native module", develop).then_some(python)
}

/// An environment with the packages that a file lists; it is made again when the text of the file changes.
fn environment(suite: &mut Suite<'_>, name: &str, requirements: &str) -> Option<PathBuf> {
    let folder = suite.context.target.join(name);
    let python = folder.join("bin").join("python");
    let file = suite.context.path(requirements);
    let wanted = fs::read_to_string(&file).unwrap_or_default();
    let stamp = folder.join("authpipe-requirements.txt");
    if python.is_file() && fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) {
        return Some(python);
    }
    let mut make = suite.context.command("python3");
    make.args(["-m", "venv", "--clear"]).arg(&folder);
    if !suite.prepare("python3 -m venv", make) {
        return None;
    }
    let mut pip = suite.context.command(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:", "-r"]).arg(file);
    if !suite.prepare("Python packages", pip) {
        return None;
    }
    if let Err(error) = fs::write(&stamp, wanted) {
        suite.fail(format!("{}: {error}", stamp.display()));
        return None;
    }
    Some(python)
}
