//! `cargo xtask setup`: checks whether the tools are there. As root on Debian it installs the missing ones with apt.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::context::{Context, has, output_of, refuse_unknown};
use crate::run::run_inherited;
use crate::swift;

/// A tool that everything here needs.
struct Tool {
    name: &'static str,
    /// What was found, or why it is not enough.
    state: Result<String, String>,
    /// Debian packages that bring it; none if Debian's are too old.
    packages: &'static [&'static str],
    /// What to do where apt cannot help.
    advice: &'static str,
}

/// Checks all tools and prints one line for each.
pub(crate) fn command(context: &Context, rest: &[String]) -> Result<(), String> {
    refuse_unknown(rest, &[])?;
    provide(context, |_| true);
    for tool in tools(context) {
        println!("{:<16} {}", tool.name, tool.state.unwrap_or_else(|problem| format!("MISSING: {problem}")));
    }
    let nextest = output_of("cargo", &["nextest", "--version"]);
    println!("{:<16} {}", "cargo-nextest", nextest.unwrap_or_else(|| "not installed; cargo test is used instead".to_owned()));
    ensure(context)
}

/// Installs what is missing if that is possible; whatever is missing then is an error.
pub(crate) fn ensure(context: &Context) -> Result<(), String> {
    ensure_only(context, |_| true)
}

/// The same for some tools: a command asks for what it uses and for nothing else.
pub(crate) fn ensure_only(context: &Context, needed: impl Fn(&str) -> bool) -> Result<(), String> {
    let advice: Vec<String> = missing(context, needed)?.into_iter().map(|(_, advice)| advice).collect();
    if advice.is_empty() { Ok(()) } else { Err(format!("tools are missing\n  {}", advice.join("\n  "))) }
}

/// Installs what is missing of what is needed, if that is possible. Returns what is missing then, with what to do about it; an error
/// if nothing can be built at all.
pub(crate) fn missing(context: &Context, needed: impl Fn(&str) -> bool) -> Result<Vec<(&'static str, String)>, String> {
    let needed = |name: &str| ALWAYS.contains(&name) || needed(name);
    provide(context, needed);
    let tools = tools(context).into_iter().filter(|tool| needed(tool.name));
    let missing: Vec<_> = tools
        .filter_map(|tool| tool.state.err().map(|problem| (tool.name, format!("{}: {problem}. {}", tool.name, tool.advice))))
        .collect();
    match missing.iter().find(|(name, _)| matches!(*name, "rust" | "C compiler")) {
        Some((_, advice)) => Err(advice.clone()),
        None => Ok(missing),
    }
}

/// What a bundle of PyInstaller is made of.
const PYTHON_LIBRARY: &str = "import ctypes, sysconfig; ctypes.CDLL(sysconfig.get_config_var('INSTSONAME'))";

/// What building and ending anything takes.
const ALWAYS: &[&str] = &["rust", "C compiler", "make", "kill"];

fn provide(context: &Context, needed: impl Fn(&str) -> bool) {
    let tools = tools(context);
    let lacking = tools.iter().filter(|tool| tool.state.is_err() && needed(tool.name));
    let wanted: Vec<&str> = lacking.flat_map(|tool| tool.packages.iter().copied()).collect();
    if wanted.is_empty() || !Path::new("/etc/debian_version").exists() || output_of("id", &["-u"]).as_deref() != Some("0") {
        return;
    }
    println!("installing: {}", wanted.join(" "));
    for args in [vec!["update", "-qq"], [vec!["install", "-y", "-qq", "--no-install-recommends"], wanted].concat()] {
        let mut apt = context.command("apt-get");
        apt.args(&args).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
        if let Err(problem) = run_inherited(apt) {
            // What is still missing is named by whoever asked.
            println!("{problem}");
            return;
        }
    }
}

fn tools(context: &Context) -> Vec<Tool> {
    let component = |name: &str, args: &[&str]| output_of("cargo", args).ok_or_else(|| format!("`cargo {name}` does not run"));
    vec![
        Tool {
            name: "rust",
            state: at_least(output_of("rustc", &["--version"]), (1, 95)),
            packages: &[],
            advice: "Install Rust 1.95 or newer: https://rustup.rs",
        },
        Tool {
            name: "rustfmt",
            state: component("fmt", &["fmt", "--version"]),
            packages: &[],
            advice: "Run `rustup component add rustfmt`",
        },
        Tool {
            name: "clippy",
            state: component("clippy", &["clippy", "--version"]),
            packages: &[],
            advice: "Run `rustup component add clippy`",
        },
        Tool {
            name: "C compiler",
            state: output_of("cc", &["--version"]).ok_or_else(|| "`cc` does not run".to_owned()),
            packages: &["build-essential"],
            advice: "Install a C compiler (Debian: build-essential; macOS: xcode-select --install): aws-lc and SQLite are C",
        },
        Tool {
            name: "make",
            state: output_of("make", &["--version"]).ok_or_else(|| "`make` does not run".to_owned()),
            packages: &["build-essential"],
            advice: "Install make",
        },
        Tool {
            name: "node",
            state: at_least(output_of("node", &["--version"]), (20, 0)),
            packages: &[],
            advice: "Install Node.js 20 or newer: https://nodejs.org",
        },
        Tool {
            name: "npm",
            state: at_least(output_of("npm", &["--version"]), (9, 0)),
            packages: &[],
            advice: "npm comes with Node.js",
        },
        Tool {
            name: "python",
            state: at_least(output_of("python3", &["--version"]), (3, 11)),
            packages: &["python3"],
            advice: "Install Python 3.11 or newer",
        },
        Tool {
            name: "python venv",
            state: if has("python3", &["-c", "import venv, ensurepip"]) {
                Ok("present".to_owned())
            } else {
                Err("Python cannot make a virtual environment".to_owned())
            },
            packages: &["python3-venv"],
            advice: "Install Python's venv module (Debian: python3-venv)",
        },
        Tool {
            name: "python library",
            state: if has("python3", &["-c", PYTHON_LIBRARY]) {
                Ok("present".to_owned())
            } else {
                Err("this Python is not there as a library".to_owned())
            },
            packages: &["libpython3-dev"],
            advice: "Install Python's library (Debian: libpython3-dev), or a Python built with --enable-shared: bundles of PyInstaller",
        },
        Tool {
            name: "chromium",
            state: chromium(),
            packages: &["chromium"],
            advice: "Install Chromium or Chrome (Debian: chromium), or name one in AUTHPIPE_CHROMIUM",
        },
        Tool {
            name: "postgresql",
            state: authpipe_postgres::missing_server().map_or_else(|| Ok("present".to_owned()), Err),
            packages: &["postgresql"],
            advice: "Install PostgreSQL 13 or newer (Debian: postgresql), or name the folder of its programs in PG_BIN",
        },
        Tool {
            name: "pgbouncer",
            state: authpipe_postgres::missing_bouncer().map_or_else(|| Ok("present".to_owned()), Err),
            packages: &["pgbouncer"],
            advice: "Install PgBouncer (Debian: pgbouncer)",
        },
        Tool {
            name: "secret service",
            state: secret_service(),
            packages: &["gnome-keyring", "dbus", "libsecret-tools"],
            advice: "Install GNOME Keyring, D-Bus and secret-tool (Debian: gnome-keyring, dbus, libsecret-tools): a keychain for tests",
        },
        Tool {
            name: "faketime",
            state: faketime(),
            packages: &["faketime"],
            advice: "Install faketime (Debian: faketime): processes whose wall clock jumps",
        },
        Tool {
            name: "network namespaces",
            state: if has("unshare", &["--net", "--mount", "--pid", "--fork", "ip", "link", "set", "lo", "up"]) {
                Ok("present".to_owned())
            } else {
                Err("none can be made here".to_owned())
            },
            packages: &["iproute2"],
            advice: "Run as root where a network namespace may be made, with iproute2: hosts of a test's own",
        },
        Tool { name: "swift", state: swift::state(context), packages: swift::packages(), advice: swift::ADVICE },
        Tool {
            name: "kill",
            state: if runs_kill() { Ok("present".to_owned()) } else { Err("`kill` does not run".to_owned()) },
            packages: &["procps"],
            advice: "Install procps",
        },
    ]
}

/// The browser that its suite finds (`bindings-node/browser/support/chromium.mjs`).
fn chromium() -> Result<String, String> {
    match std::env::var("AUTHPIPE_CHROMIUM") {
        Ok(named) if !named.is_empty() => output_of(&named, &["--version"]).ok_or_else(|| format!("{named} does not run")),
        _ => ["chromium", "chromium-browser", "google-chrome"]
            .iter()
            .find_map(|name| output_of(name, &["--version"]))
            .ok_or_else(|| "not found".to_owned()),
    }
}

/// The programs with which the tests have a keychain of their own.
fn secret_service() -> Result<String, String> {
    let programs = ["dbus-run-session", "gnome-keyring-daemon"];
    let lacking = programs.iter().find(|program| output_of(program, &["--version"]).is_none());
    // It has no option that only says what it is.
    let has_tool = Command::new("secret-tool").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    match lacking {
        Some(program) => Err(format!("`{program}` does not run")),
        None if !has_tool => Err("`secret-tool` does not run".to_owned()),
        None => Ok("present".to_owned()),
    }
}

/// The library that `tests/torture` has its processes load.
fn faketime() -> Result<String, String> {
    let folders = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let found = folders.map(|entry| entry.path().join("faketime/libfaketimeMT.so.1")).find(|file| file.exists());
    found.map(|file| file.display().to_string()).ok_or_else(|| "not found".to_owned())
}

fn runs_kill() -> bool {
    Command::new("kill").arg("-l").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Judges a version such as `v20.1.2`, `rustc 1.95.0 (…)` or `Python 3.11.7`.
fn at_least(version: Option<String>, least: (u64, u64)) -> Result<String, String> {
    let text = version.ok_or_else(|| "not found".to_owned())?;
    let word = text
        .split_whitespace()
        .map(|word| word.trim_start_matches('v'))
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let mut numbers = word.unwrap_or_default().split('.').map(|part| part.parse::<u64>().unwrap_or(0));
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found >= least { Ok(text) } else { Err(format!("{text} is older than {}.{}", least.0, least.1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_judged() {
        let good = [
            ("v20.20.2", (20, 0)),
            ("rustc 1.95.0 (f2d3ce0bd 2026-03-21)", (1, 95)),
            ("Python 3.11.7", (3, 11)),
            ("20.1", (20, 1)),
        ];
        for (text, least) in good {
            assert!(at_least(Some(text.to_owned()), least).is_ok(), "{text}");
        }
        assert!(at_least(Some("v18.19.0".to_owned()), (20, 0)).is_err());
        assert!(at_least(Some("rustc 1.94.9".to_owned()), (1, 95)).is_err());
        assert!(at_least(Some("Python 3.11.7".to_owned()), (3, 11)).is_ok());
        assert!(at_least(Some("Python 3.9.2".to_owned()), (3, 11)).is_err());
        assert!(at_least(None, (1, 0)).is_err());
    }
}
