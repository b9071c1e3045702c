//! What JavaScript suites need: packages, the addon, the sandbox.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::context::Context;
use crate::rust;
use crate::suite::Suite;

/// npm in a folder of the repository.
pub(crate) fn npm(context: &Context, folder: &str) -> Command {
    let mut command = context.command("npm");
    command.current_dir(context.path(folder));
    command
}

/// The command that installs a folder's packages, or `None` if they are installed as the lock file says.
pub(crate) fn install_command(context: &Context, folder: &str) -> Option<Command> {
    let place = context.path(folder);
    let modified = |path: PathBuf| path.metadata().and_then(|data| data.modified()).ok();
    let installed = modified(place.join("node_modules/.package-lock.json"));
    let locked = modified(place.join("package-lock.json"));
    let manifest = modified(place.join("package.json"));
    if installed.is_some() && installed >= locked && installed >= manifest {
        return None;
    }
    let mut command = npm(context, folder);
    // Without a lock file (while a package is being started) there is nothing that `ci` could follow.
    command.arg(if locked.is_some() { "ci" } else { "install" });
    Some(command)
}

/// Installs the packages of a folder.
pub(crate) fn install(suite: &mut Suite<'_>, folder: &str) -> bool {
    if !suite.context.path(folder).join("package.json").is_file() {
        suite.fail(format!("{folder}/package.json is missing"));
        return false;
    }
    match install_command(suite.context, folder) {
        Some(command) => suite.prepare(&format!("npm packages of {folder}"), command),
        None => true,
    }
}

/// The name of the command that builds the addon; it takes further arguments for cargo.
pub(crate) const NATIVE: &str = "native addon";

/// The commands that build the sandbox, the addon and the façade of the Node package.
pub(crate) fn build_commands(context: &Context) -> Vec<(&'static str, Command)> {
    let mut native = npm(context, "bindings-node");
    native.args(["run", "build:native", "--", "-p", rust::ONE_BUILD]);
    let mut facade = npm(context, "bindings-node");
    facade.args(["run", "build"]);
    vec![("sandbox", rust::build(context, &["--bins"])), (NATIVE, native), ("Node package", facade)]
}

/// Builds the sandbox, the addon and the façade of the Node package.
pub(crate) fn build(suite: &mut Suite<'_>) -> bool {
    build_commands(suite.context).into_iter().all(|(what, command)| suite.prepare(what, command))
}

/// The commands that build the demo application, after [`build_commands`].
pub(crate) fn demo_commands(context: &Context) -> Vec<(&'static str, Command)> {
    let mut react = npm(context, "bindings-node");
    react.args(["run", "build", "--workspace", "@authpipe/react"]);
    let mut demo = npm(context, "bindings-node");
    demo.args(["run", "build", "--workspace", "@authpipe/demo"]);
    vec![("React package", react), ("demo page", demo)]
}

/// Builds the demo application.
pub(crate) fn build_demo(suite: &mut Suite<'_>) -> bool {
    demo_commands(suite.context).into_iter().all(|(what, command)| suite.prepare(what, command))
}

/// Builds the sandbox.
pub(crate) fn build_sandbox(suite: &mut Suite<'_>) -> bool {
    let command = rust::build(suite.context, &["--bins"]);
    suite.prepare("sandbox", command)
}

/// The test files of a folder.
pub(crate) fn test_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.to_string_lossy().ends_with(".test.mjs")).collect();
    files.sort();
    files
}
