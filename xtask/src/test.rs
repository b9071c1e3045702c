//! `cargo xtask test` and `cargo xtask lint`: runs the wanted suites, prints a line for each, and counts at the end.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::changed;
use crate::context::{Context, refuse_unknown};
use crate::counts::Counts;
use crate::once::Once;
use crate::run::end_leftovers;
use crate::setup;
use crate::suite::{Suite, Wanted};
use crate::suites::{Entry, SUITES};

/// `cargo xtask test [--long] [--require-all] [--changed | filter]`.
pub(crate) fn command(context: &Context, rest: &[String]) -> Result<(), String> {
    let mut wanted = Wanted { long: false, rust_filter: None };
    let mut require_all = context.ci;
    let mut chosen: Option<Vec<String>> = None;
    for arg in rest {
        match arg.as_str() {
            "--long" => wanted.long = true,
            "--require-all" => require_all = true,
            "--changed" => chosen = Some(changed::suites(context, SUITES.iter().map(|suite| suite.name))?),
            flag if flag.starts_with('-') => return Err(format!("unknown argument `{flag}`")),
            word if word.split(',').all(|name| SUITES.iter().any(|suite| suite.name == name)) => {
                chosen = Some(word.split(',').map(str::to_owned).collect());
            }
            word => {
                wanted.rust_filter = Some(word.to_owned());
                chosen = Some(vec!["rust".to_owned()]);
            }
        }
    }
    let runs: Vec<_> =
        SUITES.iter().filter(|suite| chosen.as_ref().is_none_or(|names| names.iter().any(|name| name == suite.name))).collect();
    finish(run_suites(context, &wanted, &runs)?, require_all)
}

/// `cargo xtask lint`.
pub(crate) fn lint(context: &Context, rest: &[String]) -> Result<(), String> {
    refuse_unknown(rest, &[])?;
    let runs: Vec<_> = SUITES.iter().filter(|suite| suite.name == "lint").collect();
    finish(run_suites(context, &Wanted { long: false, rust_filter: None }, &runs)?, context.ci)
}

/// Suites side by side, one more than processors: much of what they do waits for a process, a socket, a download, or for cargo's lock on what
/// another suite builds. More than a few would only disturb each other.
const MOST_LANES: usize = 3;

/// Runs suites, begun in their order, and gives their counts in that order.
fn run_suites(context: &Context, wanted: &Wanted, runs: &[&Entry]) -> Result<Vec<(&'static str, Counts)>, String> {
    let missing =
        setup::missing(context, |tool| runs.iter().any(|suite| suite.needs.contains(&tool) || suite.uses.contains(&tool)))?;
    let once = Once::default();
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let lanes = (std::thread::available_parallelism().map_or(1, usize::from) + 1).min(MOST_LANES);
    std::thread::scope(|scope| {
        for _ in 0..lanes {
            scope.spawn(|| {
                while let Some((at, entry)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, runs.get(at)?)))
                {
                    let counts = run_suite(context, wanted, &once, &missing, entry);
                    results.lock().unwrap_or_else(PoisonError::into_inner).push((at, entry.name, counts));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(at, _, _)| *at);
    Ok(results.into_iter().map(|(_, name, counts)| (name, counts)).collect())
}

fn run_suite(context: &Context, wanted: &Wanted, once: &Once, missing: &[(&'static str, String)], entry: &Entry) -> Counts {
    let began = Instant::now();
    let context = context.of_suite(entry.name);
    let mut run = Suite::new(&context, wanted, once, entry.name);
    let lacking: Vec<_> = missing.iter().filter(|(tool, _)| entry.needs.contains(tool)).collect();
    for (_, advice) in &lacking {
        run.skip(advice.clone());
    }
    if lacking.is_empty() {
        (entry.run)(&mut run);
    }
    for left in end_leftovers(&context) {
        run.fail(format!("left running: {left}"));
    }
    run.finish(began)
}

fn finish(results: Vec<(&'static str, Counts)>, require_all: bool) -> Result<(), String> {
    let mut total = Counts::default();
    println!();
    for (name, counts) in &results {
        println!("{name}: {}", counts.words());
        total.add(counts);
    }
    println!("total: {}", total.words());
    if total.failed > 0 {
        return Err(format!("{} failed", total.failed));
    }
    if require_all && total.skipped > 0 {
        return Err(format!("{} skipped, and nothing may be skipped here", total.skipped));
    }
    Ok(())
}
