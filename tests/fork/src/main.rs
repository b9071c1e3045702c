//! Scenarios of a process that forks while it uses Authpipe: `authpipe-fork <scenario> <children> <count>`.
//!
//! A scenario is a program of its own because a fork copies the whole process: the test runner's threads must not be in it.
//! The main thread forks; every process ends itself with an alarm if it hangs. `tests/fork.rs` runs them all.

#[cfg(unix)]
mod app;
#[cfg(unix)]
mod handles;
#[cfg(target_os = "linux")]
mod presence;
#[cfg(unix)]
mod process;
#[cfg(unix)]
mod unclean;
#[cfg(unix)]
mod uniqueness;
#[cfg(unix)]
mod vaults;

/// What a scenario found: a line for the report, or what is wrong.
#[cfg(unix)]
type Verdict = Result<String, String>;

#[cfg(unix)]
fn main() -> std::process::ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| args.get(at).and_then(|text| text.parse().ok()).unwrap_or(1);
    let (children, count) = (number(1), number(2));
    process::set_alarm();
    // What is tested is that a fork is clean once it has waited, not how fast this machine is. The scenarios of `unclean` are
    // about the library's own bound.
    if !matches!(args.first().map(String::as_str), Some("locked-vault" | "stuck-worker")) {
        authpipe::fork::set_bound(std::time::Duration::from_secs(60));
    }
    let verdict = match args.first().map_or("", String::as_str) {
        "unique" => uniqueness::run(children, count, uniqueness::Source::Product),
        "control" => uniqueness::run(children, count, uniqueness::Source::Generator),
        "shared-vault" => vaults::shared(children, count),
        "busy-writer" => vaults::busy_writer(children),
        "nested" => vaults::nested(children),
        "old-handles" => handles::old(),
        "dropped-handles" => handles::dropped(),
        "memory" => handles::memory(),
        "child-only" => handles::child_only(),
        "unannounced" => handles::unannounced(),
        #[cfg(target_os = "linux")]
        "left-to-parent" => presence::left_to_parent(),
        "locked-vault" => unclean::locked_vault(),
        "stuck-worker" => unclean::stuck_worker(),
        "hold" => unclean::hold(args.get(1).map_or("", String::as_str)),
        other => Err(format!("no scenario is called `{other}`")),
    };
    match verdict {
        Ok(line) => {
            println!("{line}");
            std::process::ExitCode::SUCCESS
        }
        Err(wrong) => {
            eprintln!("{wrong}");
            std::process::ExitCode::FAILURE
        }
    }
}

#[cfg(not(unix))]
fn main() {
    println!("this system has no fork");
}
