//! Rules about edges: which module, room and file may use which. Each returns what it found wrong, one line per finding.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::{exports, named_paths, shipped_paths};
use super::source::Source;

/// Row of each module. A module may use rows below its own, and itself; neighbours do not use each other.
const ROWS: &[(&str, u8)] = &[
    ("base", 0),
    ("model", 1),
    ("catalog", 2),
    ("protocol", 2),
    ("vault", 2),
    ("store", 2),
    ("net", 2),
    ("key_sources", 3),
    ("repo", 3),
    ("engine", 4),
    ("client", 5),
    ("handler", 5),
    ("cli", 6),
    ("main", 6),
    // What the benchmarks measure; nothing of the crate may use it.
    ("bench", 6),
    ("manual", 6),
];

/// Floor of each room of `engine`. A room may use rooms below its own, and itself; rooms of one floor do not use each other.
const ROOMS: &[(&str, u8)] = &[
    ("common", 0),
    ("grants", 1),
    ("renewing", 2),
    ("revoking", 2),
    ("checking", 3),
    ("connecting", 4),
    ("managing", 4),
    ("reading", 4),
    ("watching", 5),
    (ROOT, 6),
    // The engine against a store, a provider and a clock under control.
    ("tests", 7),
];

/// The root of `engine`, as the end of an edge.
const ROOT: &str = "engine";

/// Edges that point upwards or sideways.
pub(crate) fn check_layers(sources: &[Source]) -> Vec<String> {
    let row = |module: &str| ROWS.iter().find(|(name, _)| *name == module).map(|(_, row)| *row);
    let exports = read_exports(sources);
    let mut wrong = Vec::new();
    for source in sources.iter().filter(|source| source.path != "lib.rs") {
        let module = source.module();
        let Some(own) = row(module) else {
            wrong.push(format!("{}: module `{module}` has no row", source.path));
            continue;
        };
        for path in named_paths(&source.raw, &source.module_path()) {
            let Some(first) = path.segments.first() else { continue };
            let target =
                if row(first).is_some() { Some(first.as_str()) } else { exports.get(first.as_str()).map(String::as_str) };
            let place = format!("{}:{}", source.path, path.line);
            match target {
                None if first == module => {}
                None => wrong.push(format!("{place}: `crate::{first}` is no module with a row and no export of one")),
                Some(target) if target == module => {}
                Some(target) => {
                    let below = row(target).is_some_and(|theirs| theirs < own);
                    // The binary is the crate's user: it calls the command line tool.
                    let binary = module == "main" && target == "cli";
                    if !below && !binary {
                        wrong.push(format!("{place}: `{module}` uses `{target}` ({})", path.segments.join("::")));
                    }
                }
            }
        }
    }
    wrong
}

/// Edges between the rooms of `engine` that point upwards or sideways. The root of `engine` composes the rooms, so no room uses it.
pub(crate) fn check_rooms(sources: &[Source]) -> Vec<String> {
    let floor = |room: &str| ROOMS.iter().find(|(name, _)| *name == room).map(|(_, floor)| *floor);
    let root = sources.iter().find(|source| source.path == "engine/mod.rs");
    let names = root.map(|root| exports(&root.raw, &root.module_path())).unwrap_or_default();
    let mut wrong = Vec::new();
    for source in sources {
        let module_path = source.module_path();
        let [module, room, ..] = module_path.as_slice() else { continue };
        if module != "engine" {
            continue;
        }
        let Some(own) = floor(room) else {
            wrong.push(format!("{}: room `{room}` has no floor", source.path));
            continue;
        };
        for path in named_paths(&source.raw, &module_path) {
            let [first, name, ..] = path.segments.as_slice() else { continue };
            if first != "engine" {
                continue;
            }
            // A name that the root has from a room is that room's.
            let target = match names.get(name).map(Vec::as_slice) {
                Some([module, room, ..]) if module == "engine" => room,
                _ => name,
            };
            let target = if floor(target).is_some() { target } else { ROOT };
            let below = floor(target).is_some_and(|theirs| theirs < own);
            if target == room || below {
                continue;
            }
            wrong.push(format!("{}:{}: room `{room}` uses `{target}` ({})", source.path, path.line, path.segments.join("::")));
        }
    }
    wrong
}

/// What `lib.rs` exports under the crate's root: name → module it comes from.
fn read_exports(sources: &[Source]) -> BTreeMap<String, String> {
    let Some(root) = sources.iter().find(|source| source.path == "lib.rs") else { return BTreeMap::new() };
    let found = exports(&root.raw, &[]).into_iter();
    found.filter_map(|(name, path)| Some((name, path.into_iter().next()?))).collect()
}

/// Files that use each other in a circle, also through a module that has one of them as its part. A part may use the module that
/// declares it.
pub(crate) fn check_circles(sources: &[Source]) -> Vec<String> {
    let key = |path: &[String]| path.join("::");
    let others = sources.iter().filter(|source| source.path != "lib.rs");
    let files: BTreeMap<String, &Source> = others.map(|source| (key(&source.module_path()), source)).collect();
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, source) in &files {
        let read = if source.test_only { named_paths } else { shipped_paths };
        for path in read(&source.raw, &source.module_path()) {
            let target =
                (1..=path.segments.len()).rev().map(|end| key(&path.segments[..end])).find(|path| files.contains_key(path));
            let is_other = |target: &String| target != name && !is_within(name, target);
            uses.entry(name.clone()).or_default().extend(target.filter(is_other));
        }
    }
    circles(uses)
}

/// Who uses each other in a circle, of all uses by name.
pub(crate) fn circles(mut uses: BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    // Whoever is used by nobody who is left, or uses nobody who is left, is in no circle.
    loop {
        let left: BTreeSet<String> = uses.keys().cloned().collect();
        let used: BTreeSet<String> = uses.values().flatten().cloned().collect();
        uses.retain(|name, targets| {
            targets.retain(|target| left.contains(target));
            !targets.is_empty() && used.contains(name)
        });
        if uses.len() == left.len() {
            break;
        }
    }
    uses.iter()
        .map(|(name, targets)| format!("{name} is in a circle with {}", targets.iter().cloned().collect::<Vec<_>>().join(", ")))
        .collect()
}

fn is_within(inner: &str, outer: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with("::"))
}
