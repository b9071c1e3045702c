//! `cargo xtask bench`: runs the benches of Rust, Node, Python and Swift and prints each row beside its floor or peer.
//!
//! A bench prints lines of tab-separated fields: `bench`, what, median in nanoseconds, beside what, median in nanoseconds,
//! target in words. Other lines are passed on.

use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::context::{Context, output_of, refuse_unknown};
use crate::run::run_inherited;
use crate::swift::Toolchain;
use crate::swift_package;
use crate::{javascript, python, setup};

const MARKER: &str = "<!-- `cargo xtask bench --record` inserts the newest run below this line. -->";

/// One figure.
#[derive(Debug, PartialEq)]
struct Row {
    what: String,
    nanoseconds: f64,
    beside: String,
    beside_nanoseconds: f64,
    target: String,
}

/// Runs the benches; `--record` adds the table to `tests/RESULTS.md`.
pub(crate) fn command(context: &Context, rest: &[String]) -> Result<(), String> {
    refuse_unknown(rest, &["--record"])?;
    setup::ensure(context)?;
    run_inherited(context.cargo(&["build", "--release", "-p", "authpipe-bench"]))?;
    let mut rows = read_rows(&output(context.command(context.target.join("release").join("authpipe-bench")))?);

    if let Some(command) = javascript::install_command(context, "bindings-node") {
        run_inherited(command)?;
    }
    for (what, mut command) in javascript::build_commands(context) {
        if what == javascript::NATIVE {
            command.arg("--release");
        }
        run_inherited(command)?;
    }
    let mut node = context.command("node");
    node.current_dir(context.path("bindings-node/demo")).arg("bench/run.mjs");
    rows.extend(read_rows(&output(node)?));

    // The environment is the tests', the build is the one that is published.
    let tools = context.target.join("venv-authpipe").join("bin").join("python");
    if tools.is_file() {
        let mut develop = python::program(context, &tools, "maturin");
        develop.args(["develop", "--quiet", "--profile", "wheel"]);
        run_inherited(develop)?;
        let mut cached = python::program(context, &tools, "python");
        cached.arg("bench/cached.py");
        rows.extend(read_rows(&output(cached)?));
    } else {
        println!("Python is left out: `cargo xtask test python` makes its environment");
    }

    match Toolchain::present(context) {
        Some(toolchain) => {
            run_inherited(context.cargo(&["build", "--release", "--lib", "-p", "authpipe-swift"]))?;
            let mut swift = swift_package::swift(context, &toolchain, "run", "release")?;
            swift.args(["-c", "release", "authpipe-swift-bench"]);
            rows.extend(read_rows(&output(swift)?));
        }
        None => println!("Swift is left out: `cargo xtask test swift` says what is missing, or makes it"),
    }

    let table = render(&rows);
    println!("\n{table}");
    if rest.iter().any(|arg| arg == "--record") {
        record(context, &table)?;
    }
    Ok(())
}

fn output(mut command: std::process::Command) -> Result<String, String> {
    let output = command
        .stdin(std::process::Stdio::null())
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| format!("{:?}: {error}", command.get_program()))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    for line in text.lines().filter(|line| !line.starts_with("bench\t")) {
        println!("{line}");
    }
    if output.status.success() { Ok(text) } else { Err(format!("{:?} ended with {}", command.get_program(), output.status)) }
}

fn read_rows(text: &str) -> Vec<Row> {
    text.lines()
        .filter_map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let ["bench", what, nanoseconds, beside, beside_nanoseconds, target] = fields[..] else { return None };
            Some(Row {
                what: what.to_owned(),
                nanoseconds: nanoseconds.parse().ok()?,
                beside: beside.to_owned(),
                beside_nanoseconds: beside_nanoseconds.parse().ok()?,
                target: target.to_owned(),
            })
        })
        .collect()
}

fn render(rows: &[Row]) -> String {
    let mut table = String::from("| what | median | beside | median | ratio | target |\n|---|---:|---|---:|---:|---|\n");
    for row in rows {
        let ratio = row.nanoseconds / row.beside_nanoseconds;
        let ratio = if ratio < 0.5 { format!("{:.0}× faster", 1.0 / ratio) } else { format!("{ratio:.2}×") };
        let (ours, theirs) = (time(row.nanoseconds), time(row.beside_nanoseconds));
        let _ = writeln!(table, "| {} | {ours} | {} | {theirs} | {ratio} | {} |", row.what, row.beside, row.target);
    }
    table
}

fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 1_000.0 => format!("{n:.0} ns"),
        n if n < 1_000_000.0 => format!("{:.2} µs", n / 1_000.0),
        n => format!("{:.2} ms", n / 1_000_000.0),
    }
}

fn record(context: &Context, table: &str) -> Result<(), String> {
    let path = context.path("tests/RESULTS.md");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let (before, after) = text.split_once(MARKER).ok_or_else(|| format!("{} has lost its marker line", path.display()))?;
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let commit = output_of("git", &["-C", &context.root.to_string_lossy(), "rev-parse", "--short", "HEAD"])
        .unwrap_or_else(|| "no commit".to_owned());
    let cpus = std::thread::available_parallelism().map_or(0, usize::from);
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    let head = format!("### {}, commit {commit}, {os} {arch}, {cpus} CPUs", date(seconds / 86_400));
    std::fs::write(&path, format!("{before}{MARKER}\n\n{head}\n\n{table}{after}"))
        .map_err(|error| format!("{}: {error}", path.display()))?;
    println!("recorded in {}", path.display());
    Ok(())
}

/// The date of a day counted from 1970-01-01, in the Gregorian calendar.
fn date(mut days: u64) -> String {
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let months = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in months {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_and_set_beside_their_floor() {
        let rows = read_rows("noise\nbench\tcached read\t120.5\tmap lookup\t60.25\t≤ 150 ns\nbench\tbroken\n");
        assert_eq!(rows.len(), 1);
        assert!(render(&rows).contains("| cached read | 120 ns | map lookup | 60 ns | 2.00× | ≤ 150 ns |"), "{}", render(&rows));
        assert_eq!((time(1_500.0), time(2_500_000.0)), ("1.50 µs".to_owned(), "2.50 ms".to_owned()));
    }

    #[test]
    fn days_become_dates() {
        for (day, text) in
            [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_454, "2026-01-01"), (20_819, "2027-01-01")]
        {
            assert_eq!(date(day), text);
        }
    }
}
