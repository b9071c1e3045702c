//! Every block of code in the READMEs and pages is run by a test that is named, or the reason why it is not stands beside it.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// READMEs and pages; folders of tools and of what they make are not ours.
fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
        let is_foreign = name.starts_with('.') || ["target", "node_modules", "core", "CHANGELOG.md"].contains(&name.as_str());
        if is_foreign || path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            pages(&path, found);
        } else if name.ends_with(".md") {
            found.push(path);
        }
    }
}

/// `file | language | how it begins`, for each block of a page.
fn blocks(file: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else { continue };
        let inside: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let first = inside.iter().map(|line| line.trim()).find(|line| !line.is_empty()).unwrap_or_default();
        let first: String = first.chars().take(40).collect();
        found.push(format!("{file} | {language} | {}", first.trim()));
    }
    found
}

#[test]
fn every_block_is_run_or_says_why_not() {
    let listed = include_str!("../documented_blocks.txt").lines().filter(|line| !line.starts_with('#'));
    let listed: Vec<(&str, &str)> = listed.map(|line| line.rsplit_once(" | ").unwrap()).collect();
    let mut files = Vec::new();
    pages(root(), &mut files);
    let mut there: Vec<String> = files
        .iter()
        .flat_map(|path| {
            let file = path.strip_prefix(root()).unwrap().to_str().unwrap();
            blocks(file, &fs::read_to_string(path).unwrap())
        })
        .collect();
    let mut names: Vec<String> = listed.iter().map(|(block, _)| (*block).to_owned()).collect();
    there.sort();
    names.sort();
    let missing: Vec<_> = there.iter().filter(|block| !names.contains(block)).collect();
    let gone: Vec<_> = names.iter().filter(|block| !there.contains(block)).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "core/tests/documented_blocks.txt lacks {missing:#?}, and has too much {gone:#?}"
    );
    assert_eq!(there.len(), names.len(), "one line for each block");
    for (block, run) in listed {
        let Some(tests) = run.strip_prefix("by ") else {
            assert!(
                run.strip_prefix("not: ").or(run.strip_prefix("not yet: ")).is_some_and(|why| why.len() > 8),
                "{block}: {run}"
            );
            continue;
        };
        let page = Path::new(block.split(" | ").next().unwrap()).file_name().unwrap().to_str().unwrap();
        for test in tests.split(" and ") {
            let text = fs::read_to_string(root().join(test)).unwrap_or_default();
            assert!(text.contains(page), "{block}: {test} does not read {page}");
        }
    }
}

#[test]
fn blocks_are_told_apart() {
    let text = "a\n```js\n\n  const x = 1;\nmore\n```\nb\n```\n$ ls\n```\n";
    assert_eq!(blocks("x.md", text), ["x.md | js | const x = 1;", "x.md |  | $ ls"]);
}
