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

/// A block of a page.
struct Block {
    /// `file | language | how it begins`.
    name: String,
    code: String,
}

/// The blocks of a page.
fn blocks(file: &str, text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else { continue };
        let inside: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let first = inside.iter().map(|line| line.trim()).find(|line| !line.is_empty()).unwrap_or_default();
        let first: String = first.chars().take(40).collect();
        found.push(Block { name: format!("{file} | {language} | {}", first.trim()), code: inside.join("\n") });
    }
    found
}

/// Lines without what they are all indented by, and without empty ones.
fn dedented<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let lines: Vec<&str> = lines.into_iter().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let indented = |line: &&str| line.len() - line.trim_start().len();
    let least = lines.iter().map(indented).min().unwrap_or_default();
    lines.into_iter().map(|line| &line[least..]).collect()
}

/// Whether a compiled test holds a block: its lines one after the other, at any indentation. What Swift imports stands at the head of
/// its file, and lines may be compiled on some systems only.
fn holds(test: &str, code: &str) -> bool {
    let is_import = |line: &&str| line.starts_with("import ");
    let block = dedented(code.lines().filter(|line| !is_import(line)));
    let lines: Vec<&str> =
        test.lines().filter(|line| !["", "#endif"].contains(&line.trim()) && !line.trim().starts_with("#if ")).collect();
    code.lines().filter(is_import).all(|import| lines.contains(&import))
        && lines.windows(block.len()).any(|window| dedented(window.iter().copied()) == block)
}

#[test]
fn every_block_is_run_or_says_why_not() {
    let listed = include_str!("../documented_blocks.txt").lines().filter(|line| !line.starts_with('#'));
    let listed: Vec<(&str, &str)> = listed.map(|line| line.rsplit_once(" | ").unwrap()).collect();
    let mut files = Vec::new();
    pages(root(), &mut files);
    let found: Vec<Block> = files
        .iter()
        .flat_map(|path| {
            let file = path.strip_prefix(root()).unwrap().to_str().unwrap();
            blocks(file, &fs::read_to_string(path).unwrap())
        })
        .collect();
    let mut there: Vec<String> = found.iter().map(|block| block.name.clone()).collect();
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
            assert!(run.strip_prefix("not: ").is_some_and(|why| why.len() > 8), "{block}: {run}");
            continue;
        };
        let page = Path::new(block.split(" | ").next().unwrap()).file_name().unwrap().to_str().unwrap();
        for test in tests.split(" and ") {
            let text = fs::read_to_string(root().join(test)).unwrap_or_default();
            assert!(text.contains(page), "{block}: {test} does not read {page}");
            // What is compiled beforehand cannot read a page, so it holds the text.
            if test.ends_with(".rs") || test.ends_with(".swift") {
                let shown = found.iter().filter(|one| one.name == block);
                assert!(
                    shown.clone().count() > 0 && shown.clone().all(|one| holds(&text, &one.code)),
                    "{block}: {test} has another text"
                );
            }
        }
    }
}

#[test]
fn blocks_are_told_apart() {
    let text = "a\n```js\n\n  const x = 1;\nmore\n```\nb\n```\n$ ls\n```\n";
    let found = blocks("x.md", text);
    let names: Vec<&str> = found.iter().map(|block| block.name.as_str()).collect();
    assert_eq!(names, ["x.md | js | const x = 1;", "x.md |  | $ ls"]);
    assert_eq!(found[0].code, "\n  const x = 1;\nmore");
}

#[test]
fn a_test_holds_a_block_only_whole() {
    let code = "import Acme\n\nlet a = f {\n    1\n}\nlet b = 2";
    let test = "import Acme\nimport XCTest\nfunc test() {\n    let a = f {\n        1\n    }\n    #if os(Linux)\n    let b = 2\n    #endif\n}";
    assert!(holds(test, code));
    for (from, to) in [
        ("import Acme\n", ""),
        ("        1", "        2"),
        ("        1", "    1"),
        ("    let b", "    a()\n    let b"),
        ("    }\n", ""),
    ] {
        assert!(!holds(&test.replacen(from, to, 1), code), "{from:?} → {to:?}");
    }
}
