//! The suite `keychain`: the tests of the core that need a keychain, against GNOME Keyring on a D-Bus session that is made for them and ends
//! with them.

use std::process::Command;

use crate::context::has;
use crate::counts::Runner;
use crate::rust;
use crate::suite::Suite;

/// What is in the path of each test that needs a keychain, and of no other.
pub(crate) const TESTS: &str = "in_a_keychain";

/// What it needs besides Rust.
pub(crate) const TOOLS: &[&str] = &["secret service"];

/// Makes a keychain, unlocked by a password that nobody needs again, and runs what follows. The service ends with the session's bus.
const SESSION: &str =
    r#"printf %s password | gnome-keyring-daemon --daemonize --unlock --components=secrets >/dev/null && exec "$@""#;

pub(crate) fn run(suite: &mut Suite<'_>) {
    let place = suite.context.target.join("xtask").join("keychain");
    let _ = std::fs::remove_dir_all(&place);
    if let Err(error) = std::fs::create_dir_all(&place) {
        return suite.fail(format!("{}: {error}", place.display()));
    }
    let (tests, runner) = if has("cargo", &["nextest", "--version"]) {
        let report = suite.context.target.join("nextest").join("keychain").join("junit.xml");
        let _ = std::fs::remove_file(&report);
        let mut tests = suite.context.cargo(&["nextest", "run", "-P", "keychain", "--run-ignored", "all", "--hide-progress-bar"]);
        tests.args(rust::PACKAGES).args(["-E", &format!("package(authpipe) & test({TESTS})")]);
        (tests, Runner::Report(report))
    } else {
        let mut tests = suite.context.cargo(&["test", "--no-fail-fast", "--lib"]);
        tests.args(rust::PACKAGES).args(["--", "--include-ignored", "--test-threads=1", TESTS]);
        (tests, Runner::Cargo)
    };
    let mut command = suite.context.command("dbus-run-session");
    command.args(["--", "sh", "-c", SESSION, "sh"]);
    pass_on(&tests, &mut command);
    for (variable, folder) in
        [("XDG_RUNTIME_DIR", "run"), ("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache")]
    {
        let folder = place.join(folder);
        let _ = std::fs::create_dir_all(&folder);
        command.env(variable, folder);
    }
    // Nobody's screen shows a window that asks for that password.
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    suite.run("in a keychain", command, runner);
}

/// A command as what another one runs.
fn pass_on(inner: &Command, outer: &mut Command) {
    outer.arg(inner.get_program()).args(inner.get_args());
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => outer.env(name, value),
            None => outer.env_remove(name),
        };
    }
}
