//! The virtual environment of the Python suites, in the target folder.

use std::fs;
use std::path::PathBuf;

use crate::test::Suite;

/// What each suite needs is listed in files; the environment is made again when their text changes.
const REQUIREMENTS: &[&str] = &["tests/sandbox/clients/python/requirements.txt"];

/// The environment's interpreter. A problem is counted in the suite.
pub(crate) fn venv(suite: &mut Suite<'_>) -> Option<PathBuf> {
    let folder = suite.context.target.join("venv");
    let python = folder.join("bin").join("python");
    let wanted: String = REQUIREMENTS.iter().filter_map(|file| fs::read_to_string(suite.context.path(file)).ok()).collect();
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
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"]);
    for file in REQUIREMENTS {
        pip.arg("-r").arg(suite.context.path(file));
    }
    if !suite.prepare("Python packages", pip) {
        return None;
    }
    if let Err(error) = fs::write(&stamp, wanted) {
        suite.fail(format!("{}: {error}", stamp.display()));
        return None;
    }
    Some(python)
}
