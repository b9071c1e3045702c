//! Prepares what JavaScript suites need: packages, the addon, the sandbox.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::context::Context;
use crate::counts::Runner;
use crate::declarations::{differences, snapshot};
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
    let what = format!("npm packages of {folder}");
    suite.once(&what, |suite| install_command(suite.context, folder).is_none_or(|command| suite.prepare(&what, command)))
}

/// The name of the command that builds the addon; after `--` it takes arguments for cargo.
pub(crate) const NATIVE: &str = "native addon";

/// The commands that build the sandbox, the addon and the façade of the Node package.
pub(crate) fn build_commands(context: &Context) -> Vec<(&'static str, Command)> {
    let mut native = npm(context, "bindings-node");
    native.args(["run", "build:native"]);
    let mut facade = npm(context, "bindings-node");
    facade.args(["run", "build"]);
    vec![(rust::PROGRAMS, rust::build(context)), (NATIVE, native), ("façade of the Node package", facade)]
}

/// Builds the sandbox, the addon and the façade of the Node package, and compares the declarations with those that are committed.
pub(crate) fn build(suite: &mut Suite<'_>) -> bool {
    suite.once("Node package", |suite| {
        let before = snapshot(suite.context);
        let built = all_once(suite, build_commands(suite.context));
        if built {
            let changed = differences(&before, &snapshot(suite.context));
            suite.judge("committed declarations differ from generated ones (run cargo xtask types)", &changed);
        }
        built
    })
}

fn all_once(suite: &mut Suite<'_>, commands: Vec<(&'static str, Command)>) -> bool {
    commands.into_iter().all(|(what, command)| suite.once(what, |suite| suite.prepare(what, command)))
}

/// The package that the browser loads.
pub(crate) const REACT: &str = "React package";

/// Builds the package for browsers.
pub(crate) fn build_react(suite: &mut Suite<'_>) -> bool {
    demo_commands(suite.context)
        .into_iter()
        .filter(|(what, _)| *what == REACT)
        .all(|(what, command)| suite.once(what, |suite| suite.prepare(what, command)))
}

/// The commands that build the demo application, after [`build_commands`].
pub(crate) fn demo_commands(context: &Context) -> Vec<(&'static str, Command)> {
    let mut react = npm(context, "bindings-node");
    react.args(["run", "build", "--workspace", "@authpipe/react"]);
    let mut demo = npm(context, "bindings-node");
    demo.args(["run", "build", "--workspace", "@authpipe/demo"]);
    vec![(REACT, react), ("demo page", demo)]
}

/// Builds the demo application.
pub(crate) fn build_demo(suite: &mut Suite<'_>) -> bool {
    all_once(suite, demo_commands(suite.context))
}

/// Builds the sandbox.
pub(crate) fn build_sandbox(suite: &mut Suite<'_>) -> bool {
    let command = rust::build(suite.context);
    suite.once(rust::PROGRAMS, |suite| suite.prepare(rust::PROGRAMS, command))
}

/// `node --test` on the test files in a folder of a package.
pub(crate) fn node_test(suite: &mut Suite<'_>, folder: &str, tests: &str, ending: &str, what: &str) {
    node_test_with(suite, &[], folder, tests, ending, what);
}

/// The same with arguments for Node.
pub(crate) fn node_test_with(suite: &mut Suite<'_>, args: &[&str], folder: &str, tests: &str, ending: &str, what: &str) {
    let tests = test_files(&suite.context.path(folder).join(tests), ending);
    if tests.is_empty() {
        return suite.fail(format!("{what}: there are no files *{ending}"));
    }
    let file = suite.report();
    let mut command = suite.context.command("node");
    command.current_dir(suite.context.path(folder)).arg("--test").args(args).args(reporters(&file)).args(tests);
    suite.run(what, command, Runner::Report(file));
}

/// `npm test` in a folder whose script passes what it is given to `node --test`.
pub(crate) fn npm_test(suite: &mut Suite<'_>, folder: &str, what: &str) {
    let file = suite.report();
    let mut command = npm(suite.context, folder);
    command.args(["test", "--"]).args(reporters(&file));
    suite.run(what, command, Runner::Report(file));
}

/// Text for whoever reads the log, and a report.
fn reporters(report: &Path) -> [String; 4] {
    [
        "--test-reporter=spec".to_owned(),
        "--test-reporter-destination=stdout".to_owned(),
        "--test-reporter=junit".to_owned(),
        format!("--test-reporter-destination={}", report.display()),
    ]
}

/// The test files of a folder, by the end of their names.
fn test_files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.to_string_lossy().ends_with(ending)).collect();
    files.sort();
    files
}
