//! The module keeps its promise of purity: its sources name no I/O, clock, randomness or neighbour.

use std::path::Path;

const FORBIDDEN: [&str; 30] = [
    "std::fs",
    "std::net",
    "std::io",
    "std::env",
    "std::process",
    "std::thread",
    "tokio",
    "reqwest",
    "rusqlite",
    "hyper",
    "tracing",
    "println!",
    "eprintln!",
    "dbg!",
    "async ",
    ".await",
    "::now(",
    "Instant",
    "SystemClock",
    "Clock",
    "get_current_timestamp",
    "entropy",
    "getrandom",
    "rand::",
    "crate::catalog",
    "crate::vault",
    "crate::store",
    "crate::net",
    "crate::engine",
    "jsonwebtoken::decode",
];

#[test]
fn no_source_names_io_a_clock_randomness_or_a_neighbour() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/protocol");
    let mut seen = 0;
    let files = |folder: &Path| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    for path in files(&folder).into_iter().chain(files(&folder.join("mint"))).chain(files(&folder.join("oauth1"))) {
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        seen += 1;
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for line in code.lines().map(|line| line.split("//").next().unwrap()) {
            for word in FORBIDDEN {
                assert!(!line.contains(word), "{}: {word} in: {line}", path.display());
            }
            if let Some(used) = line.trim().strip_prefix("use crate::") {
                assert!(["base", "model", "protocol"].iter().any(|room| used.starts_with(room)), "{}: {line}", path.display());
            }
        }
    }
    assert!(seen >= 22, "{seen} sources");
}
