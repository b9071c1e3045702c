//! The command line tool, as the binary and as a function that bindings call. Row 6: it uses the public API like everybody else.
//!
//! Data goes to standard output, words to standard error; `--json` makes the data and the error machine-readable. Exit codes: 0 done, 1 failed,
//! 2 wrong usage.

/// Says something on standard error. Where that cannot be written there is nobody to tell so, and no reason to panic.
macro_rules! say {
    ($($told:tt)*) => {{
        use std::io::Write as _;
        _ = writeln!(std::io::stderr(), $($told)*);
    }};
}

mod audit;
mod connections;
mod copying;
mod erasing;
mod existing;
mod including;
mod key;
mod limits;
mod lint;
mod progress;
mod provider;
mod providers;
mod refreshes;
mod steps;
mod vault;

use std::ffi::OsString;
use std::io::{ErrorKind, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use clap::{Parser, Subcommand};

use crate::{Error, ErrorCode, Result};

/// Act on your customers' accounts at other providers.
#[derive(Parser)]
#[command(name = "authpipe", version)]
struct Arguments {
    /// Print data as JSON, and an error as one line of JSON on standard error.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Root keys of the vault.
    #[command(subcommand)]
    Key(key::Command),
    /// Run the sandbox: an emulator of providers on loopback, for tests and local development.
    #[command(disable_help_flag = true)]
    Sandbox {
        /// Options of the sandbox; see `authpipe sandbox --help`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// The provider catalogue.
    #[command(subcommand)]
    Providers(providers::Command),
    /// One provider: how to register the application there, and whether its client is taken.
    #[command(subcommand)]
    Provider(provider::Command),
    /// With a provider: how to register the application there. Without: what is to be said of the refreshes of connections and
    /// installations in the vault of AUTHPIPE_VAULT, and what to do about it. AUTHPIPE_KEY and AUTHPIPE_SPOOL_DIR as the application has them.
    Doctor {
        /// The provider's id, e.g. microsoft-onedrive.
        provider: Option<String>,
        /// The config's id, where `providers` has it under another name than the provider's.
        #[arg(long, requires = "provider")]
        config: Option<String>,
        #[command(flatten)]
        whose: refreshes::Whose,
    },
    /// What was done to connections, keys and the vault.
    #[command(subcommand)]
    Audit(audit::Command),
    /// Connections and installations.
    #[command(subcommand)]
    Connections(connections::Command),
    /// Tenants of the application.
    #[command(subcommand)]
    Tenant(erasing::TenantCommand),
    /// Users of the application.
    #[command(subcommand)]
    User(erasing::UserCommand),
    /// The vault.
    #[command(subcommand)]
    Vault(vault::Command),
}

/// Whether data was lost on its way to standard output.
static LOST: AtomicBool = AtomicBool::new(false);

/// What whoever asked for JSON is warned of: it comes with the error, or in a line of its own.
static WARNINGS: Mutex<Option<Vec<String>>> = Mutex::new(None);

/// Warns on standard error: at once, or in JSON where that was asked for.
fn warn(told: String) {
    match &mut *WARNINGS.lock().unwrap_or_else(PoisonError::into_inner) {
        Some(warnings) => warnings.push(told),
        None => say!("warning: {told}"),
    }
}

/// Runs the tool with these arguments, the first of which is its name. Returns the exit code for the process.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    limits::outlive_size_limit();
    let given: Vec<OsString> = arguments.into_iter().collect();
    let arguments = match Arguments::try_parse_from(&given) {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() && asks_for_json(&given) => {
            say!("{}", describe_as_json(&wrong_usage(&error), &[]));
            return 2;
        }
        Err(error) => {
            // Help and version are answers, everything else is wrong usage; clap chooses the stream.
            let code = if error.use_stderr() { 2 } else { 0 };
            return match error.print() {
                Err(lost) if lost.kind() != ErrorKind::BrokenPipe => 1,
                _ => code,
            };
        }
    };
    let json = arguments.json;
    *WARNINGS.lock().unwrap_or_else(PoisonError::into_inner) = json.then(Vec::new);
    let outcome = match arguments.command {
        Command::Key(command) => key::run(&command, json),
        Command::Sandbox { arguments } => {
            return authpipe_sandbox::cli(arguments);
        }
        Command::Providers(command) => providers::run(&command, json),
        Command::Provider(command) => provider::run(command, json),
        Command::Doctor { provider: Some(provider), config, .. } => providers::doctor(&provider, config.as_deref(), json),
        Command::Doctor { provider: None, whose, .. } => refreshes::run(whose, json),
        Command::Audit(command) => audit::run(command, json),
        Command::Connections(command) => connections::run(command, json),
        Command::Tenant(command) => erasing::run_tenant(command, json),
        Command::User(command) => erasing::run_user(command, json),
        Command::Vault(command) => vault::run(&command, json),
    };
    let warnings = WARNINGS.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default();
    if outcome.is_ok() && !warnings.is_empty() {
        say!("{}", serde_json::json!({ "warnings": warnings }));
    }
    match outcome {
        Ok(()) if LOST.swap(false, Ordering::Relaxed) => {
            let lost = "Standard output could not be written.";
            if json {
                say!("{}", describe_as_json(&Error::new(ErrorCode::InvalidRequest, lost), &[]));
            } else {
                say!("error: {lost}");
            }
            1
        }
        Ok(()) => 0,
        Err(error) => {
            say!("{}", if json { describe_as_json(&error, &warnings) } else { describe(&error) });
            1
        }
    }
}

/// Whether JSON was asked for, of arguments that could not be read.
fn asks_for_json(given: &[OsString]) -> bool {
    given.iter().take_while(|argument| *argument != "--").any(|argument| argument == "--json")
}

/// What clap says of arguments, without how all of them are written.
fn wrong_usage(error: &clap::Error) -> Error {
    let text = error.render().to_string();
    let said = text.split("\n\n").next().unwrap_or_default();
    let said = said.strip_prefix("error: ").unwrap_or("A command is missing.");
    let message = said.split_whitespace().collect::<Vec<_>>().join(" ");
    Error::new(ErrorCode::InvalidRequest, message).with_hint("Run it with --help: that says how it is used.")
}

fn describe(error: &Error) -> String {
    match error.hint() {
        Some(hint) => format!("error [{}]: {}\n{hint}", error.code().as_str(), error.message()),
        None => format!("error [{}]: {}", error.code().as_str(), error.message()),
    }
}

/// One line, whatever words stand before it on standard error.
fn describe_as_json(error: &Error, warnings: &[String]) -> String {
    let told = serde_json::json!({ "code": error.code().as_str(), "message": error.message(), "hint": error.hint() });
    let mut told = serde_json::json!({ "error": told });
    if !warnings.is_empty() {
        told["warnings"] = warnings.into();
    }
    told.to_string()
}

/// Prints JSON to standard output.
fn print_json(value: &serde_json::Value) -> Result<()> {
    print_line(format_args!("{value:#}"));
    Ok(())
}

/// Prints what is nowhere else, and says whether somebody has it: a reader that has gone away has not.
fn print_only_copy(text: std::fmt::Arguments<'_>) -> bool {
    let mut out = std::io::stdout();
    let is_lost = writeln!(out, "{text}").and_then(|()| out.flush()).is_err();
    LOST.fetch_or(is_lost, Ordering::Relaxed);
    !is_lost
}

/// Prints a line of data to standard output. A reader that has gone away, as `head` does, is no failure.
fn print_line(line: std::fmt::Arguments<'_>) {
    if let Err(error) = writeln!(std::io::stdout(), "{line}")
        && error.kind() != ErrorKind::BrokenPipe
    {
        LOST.store(true, Ordering::Relaxed);
    }
}
