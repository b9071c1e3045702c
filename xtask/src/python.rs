//! Builds the Python package into its environments, and runs pytest in them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::context::{Context, output_of};
use crate::counts::Runner;
use crate::environments::{Wanted, environment, install, install_wheel};
use crate::suite::Suite;

/// The folder of the Python package.
const PACKAGE: &str = "bindings-python";
/// The feature that lets the module share the build of the other suites. What is published is built without it.
const ONE_BUILD: &str = "one-build";
/// The profile of the wheel that tests install.
const TEST_PROFILE: &str = "dev";
/// Versions of Python 3 that the package is for.
const VERSIONS: std::ops::RangeInclusive<u32> = 10..=14;
/// What runs with the oldest and the newest interpreter besides the tested one: the API, processes and signals, without frameworks. The
/// rest is the same code to all of them.
const OUTERMOST: &[&str] = &[
    "tests/test_client.py",
    "tests/test_command_line.py",
    "tests/test_endings.py",
    "tests/test_errors.py",
    "tests/test_interactive.py",
    "tests/test_kept.py",
    "tests/test_modules.py",
    "tests/test_own.py",
    "tests/test_process.py",
    "tests/test_redaction.py",
    "tests/test_waiting.py",
];

/// What runs with those in between: that the wheel loads there, its errors, and processes.
const BETWEEN: &[&str] = &["tests/test_client.py", "tests/test_errors.py", "tests/test_modules.py", "tests/test_process.py"];

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
    develop.args(["develop", "--quiet", "--features", ONE_BUILD]);
    suite.once("native module", |suite| suite.prepare("native module", develop)).then_some(python)
}

/// Installs one wheel with every other version of Python that is here, and runs the tests that need nothing else. Which versions
/// there are is said; one that is not here is not missed.
pub(crate) fn test_everywhere(suite: &mut Suite<'_>, python: &Path) {
    let others = others(python);
    let found: Vec<&str> = others.iter().map(|(version, _)| version.as_str()).collect();
    println!("     python: other versions here: {}", if found.is_empty() { "none".to_owned() } else { found.join(", ") });
    if others.is_empty() {
        return;
    }
    let Some(wheel) = wheel(suite, python, TEST_PROFILE) else { return };
    for (index, (version, interpreter)) in others.iter().enumerate() {
        let files = if index == 0 || index + 1 == others.len() { OUTERMOST } else { BETWEEN };
        let wanted = Wanted { name: &format!("venv-authpipe-{version}"), interpreter, packages: &["pytest", "uvloop", "anyio"] };
        let Some(python) = install(suite, &wanted, "-c", "bindings-python/requirements-test.txt") else { continue };
        if install_wheel(suite, &python, &wheel) {
            test_package(suite, &python, files, &format!("pytest (authpipe, Python {version})"));
        }
    }
}

/// Builds the wheel that is published and tests that very one, its size included. It takes minutes.
pub(crate) fn test_published_wheel(suite: &mut Suite<'_>, python: &Path) {
    if let Some(wheel) = wheel(suite, python, "wheel") {
        let mut command = program(suite.context, python, "python");
        command.args(["-m", "pytest", "tests/test_wheel.py"]).env("AUTHPIPE_WHEEL", wheel);
        report(suite, command, "pytest (the published wheel)");
    }
}

/// pytest on files of the package, with an environment's interpreter.
pub(crate) fn test_package(suite: &mut Suite<'_>, python: &Path, files: &[&str], what: &str) {
    let mut command = program(suite.context, python, "python");
    command.args(["-m", "pytest"]).args(files);
    report(suite, command, what);
}

/// Runs pytest, given as a command that may name files, and counts by its report.
pub(crate) fn report(suite: &mut Suite<'_>, mut command: Command, what: &str) {
    let file = suite.report();
    command.args(["-q", "-rs", "-p", "no:cacheprovider"]).arg(format!("--junitxml={}", file.display()));
    suite.run(what, command, Runner::Report(file));
}

/// The wheel, built with a profile.
fn wheel(suite: &mut Suite<'_>, python: &Path, profile: &str) -> Option<PathBuf> {
    let folder = suite.context.target.join("xtask").join(format!("wheel-{profile}"));
    let _ = fs::remove_dir_all(&folder);
    let mut build = program(suite.context, python, "maturin");
    build.args(["build", "--quiet", "--profile", profile, "--interpreter"]).arg(python).arg("--out").arg(&folder);
    if profile == TEST_PROFILE {
        build.args(["--features", ONE_BUILD]);
    }
    if !suite.prepare("wheel", build) {
        return None;
    }
    let built = fs::read_dir(&folder).ok().and_then(|mut files| files.next()?.ok()).map(|file| file.path());
    if built.is_none() {
        suite.fail(format!("{}: there is no wheel", folder.display()));
    }
    built
}

/// Interpreters of other versions than this one: on the PATH, and where pyenv has them. A name on the PATH may be a shim with nothing
/// behind it, so each is asked; and a version of a distribution may lack what makes an environment.
fn others(python: &Path) -> Vec<(String, PathBuf)> {
    const ASK: &str = "import sys, ensurepip, venv; print('.'.join(map(str, sys.version_info[:2])))";
    let version_of = |program: &Path| output_of(program.to_str()?, &["-c", ASK]);
    let tested = version_of(python);
    let mut versions: Vec<PathBuf> = pyenv().map(|folder| folder.join("versions")).into_iter().flat_map(folders_in).collect();
    versions.sort();
    let mut found = Vec::new();
    for minor in VERSIONS {
        let version = format!("3.{minor}");
        let kept = versions.iter().filter(|folder| {
            let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.strip_prefix(&version).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        let candidates = std::iter::once(PathBuf::from(format!("python{version}")));
        let mut candidates = candidates.chain(kept.map(|folder| folder.join("bin").join("python")));
        if tested.as_ref() != Some(&version)
            && let Some(program) = candidates.find(|program| version_of(program).as_ref() == Some(&version))
        {
            found.push((version, program));
        }
    }
    found
}

fn pyenv() -> Option<PathBuf> {
    let home = std::env::home_dir().map(|home| home.join(".pyenv"));
    std::env::var_os("PYENV_ROOT").map(PathBuf::from).or(home)
}

fn folders_in(folder: PathBuf) -> Vec<PathBuf> {
    fs::read_dir(folder).map_or_else(|_| Vec::new(), |entries| entries.flatten().map(|entry| entry.path()).collect())
}
