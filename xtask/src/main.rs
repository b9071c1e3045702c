//! The commands of this repository. `cargo xtask help` lists them.

mod bench;
mod changed;
mod context;
mod counts;
mod declarations;
mod demo;
mod demo_vault;
mod deps;
mod environments;
mod hosts;
mod javascript;
mod keychain;
mod newest_postgres;
mod once;
mod postgres;
mod python;
mod python_blocking;
mod run;
mod rust;
mod setup;
mod suite;
mod suites;
mod swift;
mod swift_docs;
mod swift_linked;
mod swift_manifest;
mod swift_networking;
mod swift_package;
mod swift_privacy;
mod swift_size;
mod swift_sources;
mod test;
mod torture;
mod types;

use std::process::ExitCode;

use context::Context;

const HELP: &str = "\
cargo xtask <command>

  setup                     check the tools; as root on Debian, install what is missing with apt
  test [--long] [--require-all] [--changed | filter]
                            all suites, or the ones named (comma-separated); any other word filters the Rust tests;
                            --changed: the suites that the changes since the branch main can break
  lint                      formatting and clippy
  demo [--once]             the demo application beside a sandbox provider; --once drives it without a browser;
                            --vault postgres starts a server for its vault, and runs it twice
  bench [--record] [--long] figures beside their floors; --record adds them to tests/RESULTS.md, --long takes very many rows
  types                     regenerate the committed files: declarations of the Node package, sources of the Swift package

CARGO_TARGET_DIR is respected. With CI=true, test behaves as with --require-all: what is skipped has failed.
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some((command, rest)) = args.split_first() else {
        eprint!("{HELP}");
        return ExitCode::from(2);
    };
    let context = Context::new();
    let outcome = match command.as_str() {
        "setup" => setup::command(&context, rest),
        "test" => test::command(&context, rest),
        "lint" => test::lint(&context, rest),
        "demo" => demo::command(&context, rest),
        "bench" => bench::command(&context, rest),
        "types" => types::command(&context, rest),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("unknown command `{other}`\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}
