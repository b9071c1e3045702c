//! Makes virtual environments of Python in the target folder. uv puts the packages there: it links what it has unpacked once, where pip
//! unpacks and compiles all of them for each environment. Where uv does not get on (a wheel of it or an index that only pip is set up
//! for), pip does it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::context::output_of;
use crate::suite::Suite;

/// The version of uv.
const UV: &str = "uv==0.13.9";

/// An environment: where it is, whose it is, and what is in it besides what a file lists.
pub(crate) struct Wanted<'a> {
    pub(crate) name: &'a str,
    pub(crate) interpreter: &'a Path,
    pub(crate) packages: &'a [&'a str],
}

/// An environment with the packages that a file lists.
pub(crate) fn environment(suite: &mut Suite<'_>, name: &str, requirements: &str) -> Option<PathBuf> {
    install(suite, &Wanted { name, interpreter: Path::new("python3"), packages: &[] }, "-r", requirements)
}

/// Makes an environment. `role` is what the file is to pip: a list of requirements (`-r`), or of versions (`-c`). It is made again when
/// the text of the file changes. Gives its interpreter.
pub(crate) fn install(suite: &mut Suite<'_>, wanted: &Wanted<'_>, role: &str, requirements: &str) -> Option<PathBuf> {
    let folder = suite.context.target.join(wanted.name);
    let python = folder.join("bin").join("python");
    let file = suite.context.path(requirements);
    let text = fs::read_to_string(&file).unwrap_or_default();
    let stamp = folder.join("authpipe-requirements.txt");
    if python.is_file() && fs::read_to_string(&stamp).is_ok_and(|made| made == text) {
        return Some(python);
    }
    make(suite, wanted.interpreter, &folder)?;
    let role = role.to_owned();
    let mut args = vec!["--only-binary".to_owned(), ":all:".to_owned(), role, file.display().to_string()];
    args.extend(wanted.packages.iter().map(|&package| package.to_owned()));
    if !install_packages(suite, &python, "Python packages", &args) {
        return None;
    }
    if let Err(error) = fs::write(&stamp, text) {
        suite.fail(format!("{}: {error}", stamp.display()));
        return None;
    }
    Some(python)
}

/// Puts one wheel into an environment, in the place of an earlier build of it.
pub(crate) fn install_wheel(suite: &mut Suite<'_>, python: &Path, wheel: &Path) -> bool {
    let args = ["--no-deps", "--force-reinstall"].map(str::to_owned).into_iter().chain([wheel.display().to_string()]);
    install_packages(suite, python, "the wheel", &args.collect::<Vec<_>>())
}

/// An empty environment with pip in it.
fn make(suite: &mut Suite<'_>, interpreter: &Path, folder: &Path) -> Option<()> {
    if let Some(mut make) = uv(suite) {
        make.args(["venv", "--quiet", "--clear", "--seed", "--python"]).arg(interpreter).arg(folder);
        if suite.attempt("an environment, by uv", make) {
            return Some(());
        }
    }
    let mut make = suite.context.command(interpreter);
    make.args(["-m", "venv", "--clear"]).arg(folder);
    suite.prepare("python3 -m venv", make).then_some(())
}

fn install_packages(suite: &mut Suite<'_>, python: &Path, what: &str, args: &[String]) -> bool {
    if let Some(mut install) = uv(suite) {
        install.args(["pip", "install", "--quiet", "--python"]).arg(python).args(args);
        if suite.attempt(&format!("{what}, by uv"), install) {
            return true;
        }
    }
    let mut install = suite.context.command(python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(args);
    suite.prepare(what, install)
}

/// uv, in an environment of its own, with the index and the authorities that pip goes by. `None`: there is none for this machine.
fn uv(suite: &mut Suite<'_>) -> Option<Command> {
    let folder = suite.context.target.join("venv-uv");
    let program = folder.join("bin").join("uv");
    let stamp = folder.join("authpipe-version.txt");
    let is_there = || program.is_file() && fs::read_to_string(&stamp).is_ok_and(|version| version == UV);
    let made = suite.once("uv", |suite| {
        // What was not there before this run is tried once; that it is not there now is no failure.
        if !is_there() {
            let mut make = suite.context.command("python3");
            make.args(["-m", "venv", "--clear"]).arg(&folder);
            let mut install = suite.context.command(folder.join("bin").join("python"));
            install.args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--no-compile",
                "--only-binary=:all:",
                UV,
            ]);
            if suite.attempt("an environment for uv", make) && suite.attempt("uv", install) {
                let _ = fs::write(&stamp, UV);
            }
        }
        true
    });
    if !made || !is_there() {
        return None;
    }
    let mut command = suite.context.command(program);
    command.env("UV_SYSTEM_CERTS", "1");
    let of_pip =
        std::env::var("PIP_INDEX_URL").ok().or_else(|| output_of("python3", &["-m", "pip", "config", "get", "global.index-url"]));
    if std::env::var_os("UV_DEFAULT_INDEX").is_none()
        && let Some(index) = of_pip.filter(|index| !index.is_empty())
    {
        command.env("UV_DEFAULT_INDEX", index);
    }
    Some(command)
}
