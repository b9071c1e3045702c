//! Renders the shared description of the bindings: `authpipe-generate` writes the files, `authpipe-generate --check` names those
//! that differ from what is committed. `cargo xtask types` runs the first, this package's test the second.

#[cfg(test)]
mod browser;
mod definition;
mod errors_page;
mod providers;
mod python;
#[cfg(test)]
mod sentences;
mod swift;
mod typescript;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What stands at the top of each file, behind the language's sign for a comment.
const NOTICE: &str = "Generated from bindings-common by `cargo xtask types`. Do not edit.";

/// The files, by their path in the repository.
fn render() -> Vec<(&'static str, String)> {
    vec![
        ("bindings-node/src/generated/types.ts", typescript::types()),
        ("bindings-node/src/generated/options.ts", typescript::options()),
        ("bindings-node/src/generated/errors.ts", typescript::errors()),
        ("bindings-node/src/generated/page.ts", typescript::page()),
        ("bindings-node/src/generated/providers.ts", providers::typescript()),
        ("bindings-node/src/generated/kept.ts", typescript::kept()),
        ("bindings-node/react/src/generated.ts", typescript::browser()),
        ("bindings-python/python/authpipe/_generated_errors.py", python::errors()),
        ("bindings-python/python/authpipe/_generated_page.py", python::page()),
        ("bindings-python/python/authpipe/providers.py", providers::python()),
        ("bindings-python/python/authpipe/_generated_types.py", python::types()),
        ("bindings-python/python/authpipe/_generated_options.py", python::options()),
        ("bindings-node/src/generated/definition.ts", definition::typescript()),
        ("bindings-python/python/authpipe/_generated_definition.py", definition::python()),
        ("core/catalog/schema.json", definition::schema_file()),
        ("bindings-swift/Sources/Authpipe/Generated.swift", swift::source()),
        ("bindings-swift/Sources/Authpipe/GeneratedTypes.swift", swift::types()),
        ("bindings-swift/Sources/Authpipe/GeneratedProviders.swift", providers::swift()),
        ("bindings-swift/Sources/Authpipe/GeneratedTexts.swift", swift::texts()),
        ("bindings-swift/Authpipe.xcstrings", swift::catalogue()),
        ("bindings-swift/src/generated/taken.rs", swift::taken()),
        ("bindings-swift/src/generated/given.rs", swift::given()),
        ("docs/errors.md", errors_page::page()),
    ]
}

fn main() -> ExitCode {
    let stale = stale(&root());
    if std::env::args().any(|arg| arg == "--check") {
        for (path, _) in &stale {
            println!("stale: {path}");
        }
        return if stale.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    for (path, text) in stale {
        let place = root().join(path);
        let folder = place.parent().map_or(Ok(()), fs::create_dir_all);
        if let Err(error) = folder.and_then(|()| fs::write(&place, text)) {
            eprintln!("{path}: {error}");
            return ExitCode::FAILURE;
        }
        println!("changed: {path}");
    }
    ExitCode::SUCCESS
}

/// The files that are not as they would be rendered now.
fn stale(root: &Path) -> Vec<(&'static str, String)> {
    render().into_iter().filter(|(path, text)| fs::read_to_string(root.join(path)).ok().as_ref() != Some(text)).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The paragraphs of a documentation, without the spaces around its lines.
fn sentence(doc: &str) -> String {
    doc.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Breaks a text into lines of at most `width` characters, at spaces.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.pop().unwrap_or_default();
        if line.is_empty() {
            lines.push(word.to_owned());
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            lines.push(format!("{line} {word}"));
        } else {
            lines.extend([line, word.to_owned()]);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committed_files_are_current() {
        let stale: Vec<_> = stale(&root()).into_iter().map(|(path, _)| path).collect();
        assert!(stale.is_empty(), "run cargo xtask types: {stale:?}");
    }

    #[test]
    fn texts_are_broken_at_spaces() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("a-word-too-long", 7), ["a-word-too-long"]);
    }
}
