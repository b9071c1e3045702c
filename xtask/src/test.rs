//! `cargo xtask test` and `cargo xtask lint`: suites in order, one line each, counts at the end.

use std::time::Instant;

use crate::context::{Context, refuse_unknown};
use crate::counts::Counts;
use crate::run::end_leftovers;
use crate::setup;
use crate::suite::{Suite, Wanted};
use crate::suites::{Entry, SUITES};

/// `cargo xtask test [--long] [--require-all] [filter]`.
pub(crate) fn command(context: &Context, rest: &[String]) -> Result<(), String> {
    let mut wanted = Wanted { long: false, rust_filter: None };
    let mut require_all = context.ci;
    let mut chosen: Option<Vec<String>> = None;
    for arg in rest {
        match arg.as_str() {
            "--long" => wanted.long = true,
            "--require-all" => require_all = true,
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

fn run_suites(context: &Context, wanted: &Wanted, runs: &[&Entry]) -> Result<Vec<(&'static str, Counts)>, String> {
    let missing = setup::missing(context)?;
    let mut results = Vec::new();
    for Entry { name, run: suite, needs } in runs {
        let began = Instant::now();
        let mut run = Suite::new(context, wanted, name);
        let lacking: Vec<_> = missing.iter().filter(|(tool, _)| needs.contains(tool)).collect();
        for (_, advice) in &lacking {
            run.skip(advice.clone());
        }
        if lacking.is_empty() {
            suite(&mut run);
        }
        for left in end_leftovers(&context.target) {
            run.fail(format!("left running: {left}"));
        }
        results.push((*name, run.finish(began)));
    }
    Ok(results)
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
