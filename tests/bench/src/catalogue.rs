//! What hundreds of definitions cost a program that uses one. Each is read at its first use, so only the reading of that one is paid.

use std::hint::black_box;
use std::time::Instant;

use authpipe::Catalog;
use authpipe::definition::ProviderDefinition;

use crate::harness::{median, print_row};

pub(crate) fn run() -> Result<(), Box<dyn std::error::Error>> {
    // Once in a process, and before anything else has read it.
    let began = Instant::now();
    let definition = Catalog::builtin().get("openai").ok_or("openai is in the catalogue")?;
    let first = began.elapsed().as_secs_f64() * 1e9;
    let text = serde_json::to_string(&*definition)?;
    let alone = median(|| drop(black_box(serde_json::from_str::<ProviderDefinition>(black_box(&text)))));
    print_row("first use of one of all definitions", first, "serde_json reads that one alone", alone, "≤ 1 ms");
    let known = median(|| drop(black_box(Catalog::builtin().get(black_box("openai")))));
    let clone = median(|| drop(black_box(black_box(&definition).clone())));
    print_row("one definition, known", known, "clone of an Arc", clone, "");
    let began = Instant::now();
    let all = Catalog::builtin().list().count();
    let every = began.elapsed().as_secs_f64() * 1e9;
    let one_by_one = alone * f64::from(u32::try_from(all)?);
    print_row(&format!("all {all} definitions, read at once"), every, "so many times that one alone", one_by_one, "");
    Ok(())
}
