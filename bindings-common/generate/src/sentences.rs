//! The first sentence of each method's documentation, in Rust and in Swift, is the one of the description. TypeScript's and Python's are
//! compared beside what is rendered for them.

mod advice;
mod members;

use std::collections::BTreeMap;
use std::fs;

use authpipe_bindings::{Language, OPERATIONS, Operation};

/// The first sentence of each function in a file, by its name. The first of several of one name counts.
fn documented(path: &str, function: &str) -> BTreeMap<String, String> {
    let source = fs::read_to_string(crate::root().join(path)).expect("the façade is there");
    let (mut doc, mut found) = (String::new(), BTreeMap::new());
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            // The first paragraph.
            match (text.trim(), doc.ends_with('\n')) {
                ("", _) => doc.push('\n'),
                (text, false) => doc = format!("{doc} {text}").trim().to_owned(),
                _ => {}
            }
        } else if !line.starts_with('@') && !line.starts_with("#[") {
            if let Some((before, name)) = line.split_once(function)
                && before.starts_with("pub")
            {
                let name = name.split(['(', '<']).next().unwrap_or_default();
                found.entry(name.to_owned()).or_insert_with(|| first_sentence(&doc));
            }
            doc.clear();
        }
    }
    found
}

fn first_sentence(doc: &str) -> String {
    let doc = doc.trim();
    doc.split(". ").next().unwrap_or(doc).trim_end_matches('.').to_owned()
}

fn check(written: &BTreeMap<String, String>, language: Language, nothing: &str, name: impl Fn(&Operation) -> String) {
    for operation in OPERATIONS {
        let described = language.render(operation.doc).replace("otherwise nothing", &format!("otherwise {nothing}"));
        let name = name(operation);
        assert_eq!(written.get(&name).map(String::as_str), Some(described.trim_end_matches('.')), "{name}");
    }
}

#[test]
fn first_sentences_in_rust_are_those_of_the_description() {
    let mut written = BTreeMap::new();
    for file in ["mod", "credentials", "sessions", "managing", "following"] {
        written.extend(documented(&format!("core/src/client/{file}.rs"), "fn "));
    }
    check(&written, Language::Rust, "`None`", |operation| operation.core.to_owned());
}

#[test]
fn first_sentences_in_swift_are_those_of_the_description() {
    let mut written = BTreeMap::new();
    for file in ["AuthpipeClient", "Requests", "Server"] {
        written.extend(documented(&format!("bindings-swift/Sources/Authpipe/{file}.swift"), "func "));
    }
    check(&written, Language::Swift, "`nil`", |operation| Language::Swift.spell(operation.core));
}
