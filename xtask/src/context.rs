//! Finds the folders of the repository and of what is built, and makes commands that run there.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Folders and switches that every command needs.
#[derive(Clone)]
pub(crate) struct Context {
    /// The repository.
    pub(crate) root: PathBuf,
    /// Where cargo builds.
    pub(crate) target: PathBuf,
    /// The environment says that this is a CI machine.
    pub(crate) ci: bool,
    /// What processes started from here have in their environment, so that they can be found when they should have ended.
    pub(crate) mark: String,
}

impl Context {
    /// From the environment.
    pub(crate) fn new() -> Self {
        let manifest = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into()));
        let root = manifest.parent().map_or(manifest.clone(), Path::to_path_buf);
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        let ci = std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false" && value != "0");
        Context { root, target, ci, mark: std::process::id().to_string() }
    }

    /// The same for one suite, whose processes can be told from those of the suites beside it.
    pub(crate) fn of_suite(&self, name: &str) -> Self {
        Context { mark: format!("{}-{name}", std::process::id()), ..self.clone() }
    }

    /// A path in the repository.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A debug binary that cargo has built.
    pub(crate) fn debug_binary(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// A command in the repository, with plain output and without a terminal to ask.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_TERM_COLOR", "never")
            .env("NO_COLOR", "1")
            .env("FORCE_COLOR", "0")
            .env("AUTHPIPE_XTASK", &self.mark)
            .env("AUTHPIPE_SANDBOX_BIN", self.debug_binary("authpipe-sandbox"))
            .env("AUTHPIPE_BIN", self.debug_binary("authpipe"))
            .env("npm_config_update_notifier", "false")
            .env("npm_config_fund", "false")
            .env("npm_config_audit", "false")
            // Set by `cargo run` for this program; a build started from here must not see them.
            .env_remove("CARGO_MANIFEST_DIR")
            .env_remove("CARGO_PKG_NAME")
            .env_remove("CARGO_PKG_VERSION");
        command
    }

    /// Cargo, in the repository.
    pub(crate) fn cargo(&self, args: &[&str]) -> Command {
        let mut command = self.command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(args);
        command
    }
}

/// Whether a program can be started.
pub(crate) fn has(program: &str, args: &[&str]) -> bool {
    output_of(program, args).is_some()
}

/// What a program prints on its first line, if it can be started and succeeds.
pub(crate) fn output_of(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).stdin(std::process::Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().to_owned();
    output.status.success().then_some(text)
}

/// Refuses arguments that a command does not know.
pub(crate) fn refuse_unknown(rest: &[String], known: &[&str]) -> Result<(), String> {
    match rest.iter().find(|arg| !known.contains(&arg.as_str())) {
        Some(arg) => Err(format!("unknown argument `{arg}`; `cargo xtask help` lists what there is")),
        None => Ok(()),
    }
}
