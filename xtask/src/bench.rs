//! `cargo xtask bench`: runs the benches of Rust, Node, Python and Swift and prints each row beside its floor or peer as it comes.
//!
//! A bench prints lines of tab-separated fields: `bench`, what, median in nanoseconds, beside what, median in nanoseconds,
//! target in words. In a line that begins with `bytes` or `count` it is bytes or things that are counted. Other lines are passed on.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::context::{Context, output_of, refuse_unknown};
use crate::run::run_logged;
use crate::swift::Toolchain;
use crate::{javascript, python, rust, setup};
use crate::{swift_package, swift_size};

const MARKER: &str = "<!-- `cargo xtask bench --record` inserts the newest run below this line. -->";

/// What is built to be measured, as one selection, so that each crate is compiled once. What only tests turn on is not in it.
const RELEASED: &[&str] = &["-p", "authpipe-bench", "-p", "authpipe-node", "-p", "authpipe-swift"];

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Unit {
    Nanoseconds,
    Bytes,
    Things,
}

/// One figure.
#[derive(Debug, PartialEq)]
struct Row {
    what: String,
    figure: f64,
    beside: String,
    beside_figure: f64,
    target: String,
    unit: Unit,
}

/// Runs the benches; `--record` adds the table to `tests/RESULTS.md`, `--long` takes very many rows where it takes some.
pub(crate) fn command(context: &Context, rest: &[String]) -> Result<(), String> {
    refuse_unknown(rest, &["--record", "--long"])?;
    setup::ensure_only(context, |tool| matches!(tool, "node" | "npm"))?;
    let swift = Toolchain::present(context);
    let mut build = context.cargo(&["build", "--release"]);
    build.args(RELEASED);
    print!("{HEAD}");
    prepare("programs, addon and Swift library", context, build)?;
    let mut core = context.command(context.target.join("release").join("authpipe-bench"));
    if rest.iter().any(|arg| arg == "--long") {
        core.env("AUTHPIPE_LONG", "1");
    }
    let mut rows = run(core)?;

    if let Some(command) = javascript::install_command(context, "bindings-node") {
        prepare("npm packages", context, command)?;
    }
    for (what, mut command) in javascript::build_commands(context) {
        match what {
            // The bench starts the sandbox, which is the tests'.
            rust::PROGRAMS => command = rust::build_programs(context),
            javascript::NATIVE => drop(command.args(["--", "--release"]).args(RELEASED)),
            _ => {}
        }
        prepare(what, context, command)?;
    }
    let mut node = context.command("node");
    node.current_dir(context.path("bindings-node/demo")).arg("bench/run.mjs");
    rows.extend(run(node)?);

    // The environment is the tests', the build is the one that is published.
    let tools = context.target.join("venv-authpipe").join("bin").join("python");
    if tools.is_file() {
        let mut develop = python::program(context, &tools, "maturin");
        develop.args(["develop", "--quiet", "--profile", "wheel"]);
        prepare("native module, as it is published", context, develop)?;
        let mut cached = python::program(context, &tools, "python");
        cached.arg("bench/cached.py");
        rows.extend(run(cached)?);
    } else {
        println!("Python is left out: `cargo xtask test python` makes its environment");
    }

    match swift {
        Some(toolchain) => {
            let mut build = swift_package::swift(context, &toolchain, "build", "release")?;
            build.args(["-c", "release", "--product", "authpipe-swift-bench"]);
            prepare("Swift package", context, build)?;
            let mut bench = swift_package::swift(context, &toolchain, "run", "release")?;
            bench.args(["-c", "release", "--skip-build", "authpipe-swift-bench"]);
            rows.extend(run(bench)?);
            let size = swift_size::measure(context, &toolchain, |what, command| prepare(what, context, command))?;
            let row = Row {
                what: format!("what the Swift package adds to a stripped program, {}", std::env::consts::ARCH),
                figure: bytes(size.added),
                beside: "the static library".to_owned(),
                beside_figure: bytes(size.library),
                target: "≤ 6 MB on arm64".to_owned(),
                unit: Unit::Bytes,
            };
            print!("{}", render_row(&row));
            rows.push(row);
        }
        None => println!("Swift is left out: `cargo xtask test swift` says what is missing, or makes it"),
    }

    if rest.iter().any(|arg| arg == "--record") {
        record(context, &render(&rows))?;
    }
    Ok(())
}

/// Builds something; what it prints goes into a log.
fn prepare(what: &str, context: &Context, command: Command) -> Result<(), String> {
    eprintln!("building: {what}");
    let ended = run_logged(command, &context.target.join("xtask").join("bench-build.log"), what);
    if ended.success { Ok(()) } else { Err(format!("{what}: {}\n{}", ended.how, ended.output)) }
}

/// Runs a bench, and prints each row when the bench has it.
fn run(mut command: Command) -> Result<Vec<Row>, String> {
    let named = format!("{:?}", command.get_program());
    let failed = |error: std::io::Error| format!("{named}: {error}");
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(failed)?;
    let mut rows = Vec::new();
    for line in child.stdout.take().into_iter().flat_map(|stdout| BufReader::new(stdout).lines()) {
        let line = line.map_err(failed)?;
        match read_row(&line) {
            Some(row) => {
                print!("{}", render_row(&row));
                rows.push(row);
            }
            None => println!("{line}"),
        }
    }
    let status = child.wait().map_err(failed)?;
    if status.success() { Ok(rows) } else { Err(format!("{named} ended with {status}")) }
}

fn read_row(line: &str) -> Option<Row> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [kind, what, figure, beside, beside_figure, target] = fields[..] else { return None };
    let unit = match kind {
        "bench" => Unit::Nanoseconds,
        "bytes" => Unit::Bytes,
        "count" => Unit::Things,
        _ => return None,
    };
    Some(Row {
        what: what.to_owned(),
        figure: figure.parse().ok()?,
        beside: beside.to_owned(),
        beside_figure: beside_figure.parse().ok()?,
        target: target.to_owned(),
        unit,
    })
}

const HEAD: &str = "| what | median | beside | median | ratio | target |\n|---|---:|---|---:|---:|---|\n";

fn render(rows: &[Row]) -> String {
    rows.iter().fold(HEAD.to_owned(), |table, row| table + &render_row(row))
}

fn render_row(row: &Row) -> String {
    let ratio = row.figure / row.beside_figure;
    let shown = match row.unit {
        Unit::Nanoseconds => time,
        Unit::Bytes => size,
        Unit::Things => |count: f64| format!("{count:.0}"),
    };
    let is_time = row.unit == Unit::Nanoseconds;
    let ratio = if is_time && ratio < 0.5 { format!("{:.0}× faster", 1.0 / ratio) } else { format!("{ratio:.2}×") };
    let (ours, theirs) = (shown(row.figure), shown(row.beside_figure));
    format!("| {} | {ours} | {} | {theirs} | {ratio} | {} |\n", row.what, row.beside, row.target)
}

fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 1_000.0 => format!("{n:.0} ns"),
        n if n < 1_000_000.0 => format!("{:.2} µs", n / 1_000.0),
        n => format!("{:.2} ms", n / 1_000_000.0),
    }
}

#[allow(clippy::cast_precision_loss, reason = "no program has 2^53 bytes")]
fn bytes(count: u64) -> f64 {
    count as f64
}

/// In megabytes, as stores show sizes; what is small in kilobytes.
fn size(bytes: f64) -> String {
    if bytes < 1e5 { format!("{:.2} kB", bytes / 1e3) } else { format!("{:.2} MB", bytes / 1e6) }
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
        let lines = ["noise", "bench\tcached read\t120.5\tmap lookup\t60.25\t≤ 150 ns", "bench\tbroken"];
        let rows: Vec<Row> = lines.iter().filter_map(|line| read_row(line)).collect();
        assert_eq!(rows.len(), 1);
        assert!(render(&rows).contains("| cached read | 120 ns | map lookup | 60 ns | 2.00× | ≤ 150 ns |"), "{}", render(&rows));
        let bytes = read_row("bytes\ta tenant\t2400\ta map\t300\treported").unwrap();
        assert!(render(&[bytes]).contains("| a tenant | 2.40 kB | a map | 0.30 kB | 8.00× | reported |"));
        let count = read_row("count\trequests\t415\tallowed\t403\t≤ 1.1×").unwrap();
        assert!(render(&[count]).contains("| requests | 415 | allowed | 403 | 1.03× | ≤ 1.1× |"));
        let fewer = read_row("count\tqueries\t1\tprocesses\t4\t≤ 1×").unwrap();
        assert!(render(&[fewer]).contains("| queries | 1 | processes | 4 | 0.25× | ≤ 1× |"));
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
