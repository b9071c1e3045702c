//! What hundreds of definitions cost a program that uses one. Each is read at its first use, so only the reading of that one is paid.
//!
//! A first use happens once in a process, so processes of this program's own are asked: one takes the definition out of the catalogue,
//! another has its file alone.

use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use authpipe::Catalog;
use authpipe::definition::ProviderDefinition;

use crate::harness::{Failure, median, print_bytes, print_row, resident};

/// By which this program is told to answer instead of measuring.
const ASKED: &str = "first-use";
const OF_ALL: &str = "of-all";
const ALONE: &str = "alone";
const FILE: &str = include_str!("../../../core/catalog/openai.toml");
const PROCESSES: usize = 31;

pub(crate) fn run() -> Result<(), Failure> {
    let of_all = first_use(OF_ALL)?;
    let alone = first_use(ALONE)?;
    print_row("first use of one of all definitions", of_all.nanoseconds, "the same file alone", alone.nanoseconds, "≤ 1 ms more");
    print_bytes("memory for it, of all", of_all.bytes, "the same file alone", alone.bytes, "≤ 1 MiB more");

    let definition = Catalog::builtin().get("openai").ok_or("openai is in the catalogue")?;
    let known = median(|| drop(black_box(Catalog::builtin().get(black_box("openai")))));
    let clone = median(|| drop(black_box(black_box(&definition).clone())));
    print_row("one definition, known", known, "clone of an Arc", clone, "");
    let text = serde_json::to_string(&*definition)?;
    let json = median(|| drop(black_box(serde_json::from_str::<ProviderDefinition>(black_box(&text)))));
    let began = Instant::now();
    let all = Catalog::builtin().list().count();
    let every = began.elapsed().as_secs_f64() * 1e9;
    let one_by_one = json * f64::from(u32::try_from(all)?);
    print_row(&format!("all {all} definitions, read at once"), every, "so many times a small one by serde_json", one_by_one, "");
    let program = std::fs::metadata(std::env::current_exe()?)?.len();
    let embedded = authpipe::bench::embedded_bytes();
    print_bytes("all definitions, embedded", embedded as f64, "this program", program as f64, "reported");
    Ok(())
}

/// What a first use took.
struct FirstUse {
    nanoseconds: f64,
    bytes: f64,
}

/// The medians of what processes tell that do nothing else.
fn first_use(of: &str) -> Result<FirstUse, Failure> {
    let (mut times, mut sizes) = (Vec::new(), Vec::new());
    for _ in 0..PROCESSES {
        let told = Command::new(std::env::current_exe()?).args([ASKED, of]).output()?;
        let text = String::from_utf8(told.stdout)?;
        let (time, size) = text.trim().split_once(' ').ok_or("a first use was not told")?;
        times.push(time.parse::<f64>()?);
        sizes.push(size.parse::<f64>()?);
    }
    times.sort_by(f64::total_cmp);
    sizes.sort_by(f64::total_cmp);
    Ok(FirstUse { nanoseconds: times[PROCESSES / 2], bytes: sizes[PROCESSES / 2] })
}

/// Whether this process is one of those.
pub(crate) fn is_asked(arguments: &[String]) -> bool {
    arguments.first().is_some_and(|first| first == ASKED)
}

/// Makes the first use, and tells what it took.
pub(crate) fn answer(arguments: &[String]) -> Result<(), Failure> {
    let before = resident().unwrap_or_default();
    let began = Instant::now();
    let is_there = match arguments.get(1).map(String::as_str) {
        Some(OF_ALL) => black_box(Catalog::builtin().get(black_box("openai"))).is_some(),
        _ => authpipe::bench::read_definition(black_box(FILE)),
    };
    let took = began.elapsed().as_nanos();
    let more = resident().unwrap_or_default().saturating_sub(before);
    if !is_there {
        return Err("openai is in the catalogue".into());
    }
    println!("{took} {more}");
    Ok(())
}
