//! Files of the Swift package use each other in no circle, as those of the other languages do. Swift imports no files, so a use is a name
//! that another file declares at its top: a type wherever it stands, a function where it is called. Generated files are left out: they
//! extend what is written by hand, and nobody reads them to learn.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::edges::circles;
use super::source::{blank_non_code, tokens};
use super::{here, none};

/// What declares a type.
const TYPES: &[&str] = &["class", "struct", "enum", "protocol", "actor", "typealias"];

/// A name that a file declares at its top, for the whole package.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Declared {
    name: String,
    is_function: bool,
}

/// What a file declares and names.
struct File {
    declares: BTreeSet<Declared>,
    names: BTreeSet<Declared>,
}

fn read(text: &str) -> File {
    let code = blank_non_code(text);
    let tokens = tokens(&code);
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let mut file = File { declares: BTreeSet::new(), names: BTreeSet::new() };
    // What stands in a type, and what no other file sees.
    let mut own = BTreeSet::new();
    let mut depth = 0_usize;
    let mut is_private = false;
    for at in 0..tokens.len() {
        match word(at) {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            "private" | "fileprivate" => is_private = true,
            kind if TYPES.contains(&kind) || kind == "func" => {
                let declared = Declared { name: word(at + 1).to_owned(), is_function: kind == "func" };
                if depth > 0 || is_private {
                    own.insert(declared);
                } else {
                    file.declares.insert(declared);
                }
                is_private = false;
            }
            "extension" | "let" | "var" => is_private = false,
            // A member of something is that thing's.
            name if name.starts_with(|first: char| first.is_alphabetic()) && (at == 0 || word(at - 1) != ".") => {
                file.names.insert(Declared { name: name.to_owned(), is_function: false });
                if matches!(word(at + 1), "(" | "{") {
                    file.names.insert(Declared { name: name.to_owned(), is_function: true });
                }
            }
            _ => {}
        }
    }
    // What the file itself has under a name is meant by it.
    file.names.retain(|name| !file.declares.contains(name) && !own.contains(name));
    file
}

fn check_circles(sources: &BTreeMap<String, String>) -> Vec<String> {
    let written = sources.iter().filter(|(_, text)| !text.starts_with("// Generated from"));
    let files: BTreeMap<&String, File> = written.map(|(path, text)| (path, read(text))).collect();
    let homes: BTreeMap<&Declared, &String> =
        files.iter().flat_map(|(path, file)| file.declares.iter().map(move |declared| (declared, *path))).collect();
    let uses = files.iter().map(|(path, file)| {
        let used = file.names.iter().filter_map(|name| homes.get(name)).filter(|home| *home != path);
        ((*path).clone(), used.map(|home| (*home).clone()).collect())
    });
    circles(uses.collect())
}

fn collect(folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).expect("source folders are readable") {
        let path = entry.expect("source folders are readable").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "swift") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            found.insert(name, std::fs::read_to_string(&path).expect("source files are readable"));
        }
    }
}

#[test]
fn no_files_of_the_swift_package_use_each_other_in_a_circle() {
    let mut sources = BTreeMap::new();
    collect(&here().join("../bindings-swift/Sources/Authpipe"), &mut sources);
    assert!(sources.len() > 20, "the sources of the Swift package were not found");
    none(check_circles(&sources));
}

#[test]
fn a_circle_of_swift_files_is_found() {
    let sources = |files: &[(&str, &str)]| -> BTreeMap<String, String> {
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    };
    for (one, two) in [
        ("struct One { let two: Two }", "public final class Two { func f(one: One) {} }"),
        ("enum One { func f() { two() } }", "func two() -> One? { nil }"),
        ("typealias One = Array<Two>", "extension One { func f() {} }\nactor Two {}"),
    ] {
        let found = check_circles(&sources(&[("One.swift", one), ("Two.swift", two), ("Three.swift", "let three = One()")]));
        assert_eq!(found.len(), 2, "{one} {two}: {found:?}");
    }
    for (one, two) in [
        ("struct One { let two: Two }", "class Two { /* One */ let text = \"One\" }"),
        ("struct One { let two: Two }", "private struct One {}\nstruct Two { let one: One }"),
        ("struct One { let two: Two }\nfunc address() {}", "struct Two { func address() {}; func f() { address() } }"),
        ("struct One { let two: Two }", "struct Two { let a = b.One }"),
        ("struct One { let two: Two }", "// Generated from a description.\nstruct Two { let one: One }"),
    ] {
        none(check_circles(&sources(&[("One.swift", one), ("Two.swift", two)])));
    }
}
