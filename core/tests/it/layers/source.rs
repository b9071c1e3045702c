//! Reads Rust source as text, as far as the rules about words need it: what is code and what is comment or string, and which part is
//! only compiled for tests.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// One file of the crate.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// Relative to `src`, with `/`.
    pub path: String,
    /// As written.
    pub raw: String,
    /// `raw` with comments, strings and character literals blanked; every byte keeps its place.
    pub code: String,
    /// The whole file is compiled for tests only.
    pub test_only: bool,
    /// Byte ranges that are compiled for tests only.
    tests: Vec<(usize, usize)>,
}

impl Source {
    /// Judges one file by itself.
    pub(crate) fn new(path: &str, raw: &str) -> Self {
        let code = blank_non_code(raw);
        let tests = find_test_items(&code).into_iter().map(|item| (item.start, item.end)).collect();
        Source { path: path.to_owned(), raw: raw.to_owned(), code, test_only: false, tests }
    }

    /// The first folder or file name: `engine`, `lib`, `main`.
    pub(crate) fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// The file's module path: `engine/connect/mod.rs` is `[engine, connect]`, `lib.rs` is empty.
    pub(crate) fn module_path(&self) -> Vec<String> {
        let stem = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        let mut parts: Vec<String> = stem.split('/').map(str::to_owned).collect();
        if parts.last().is_some_and(|last| last == "mod") || stem == "lib" || stem == "main" {
            parts.pop();
        }
        parts
    }

    /// The code that ships: no comments, no strings, nothing that is only compiled for tests.
    pub(crate) fn shipped_code(&self) -> String {
        self.without_tests(&self.code)
    }

    /// The text that ships, comments and strings included.
    pub(crate) fn shipped_text(&self) -> String {
        self.without_tests(&self.raw)
    }

    /// The line of a byte, counted from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        1 + self.raw.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count()
    }

    fn without_tests(&self, text: &str) -> String {
        if self.test_only {
            return String::new();
        }
        let mut bytes = text.as_bytes().to_vec();
        for &(start, end) in &self.tests {
            blank(&mut bytes, start, end);
        }
        String::from_utf8(bytes).expect("only whole ranges between ASCII tokens are blanked")
    }
}

/// Every `.rs` file below a folder, with the files behind `#[cfg(test)] mod x;` marked.
pub(crate) fn read_sources(root: &Path) -> Vec<Source> {
    let mut paths = Vec::new();
    collect(root, &mut paths);
    paths.sort();
    let files = paths
        .iter()
        .map(|path| {
            let relative = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
            Source::new(&relative, &std::fs::read_to_string(path).expect("source files are readable"))
        })
        .collect();
    mark_test_files(files)
}

/// Marks the files that other files declare for tests only, and everything below them.
pub(crate) fn mark_test_files(mut sources: Vec<Source>) -> Vec<Source> {
    let mut prefixes = BTreeSet::new();
    for source in &sources {
        for item in find_test_items(&source.code) {
            if let Some(name) = item.declares_file {
                let mut path = source.module_path();
                path.push(name);
                prefixes.insert(path.join("/"));
            }
        }
    }
    for source in &mut sources {
        let path = source.module_path().join("/");
        source.test_only = prefixes.iter().any(|prefix| path == *prefix || path.starts_with(&format!("{prefix}/")));
    }
    sources
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("source folders are readable") {
        let path = entry.expect("source folders are readable").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The string literals of what ships, as they stand in the source, and where each begins.
pub(crate) fn strings(source: &Source) -> Vec<(usize, String)> {
    let (text, code) = (source.shipped_text(), source.shipped_code());
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        // Blanked in the code, so a comment, a literal or a test: a literal begins with its quote.
        let is_blanked = code.as_bytes().get(at) == Some(&b' ') && bytes[at] != b' ';
        let rest = &bytes[at..];
        if !is_blanked {
            at += 1;
            continue;
        }
        let end = if rest.starts_with(b"//") {
            at + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
        } else if rest.starts_with(b"/*") {
            end_of_block_comment(bytes, at)
        } else if let Some(end) = end_of_raw_string(bytes, at) {
            found.push((at, String::from_utf8_lossy(&bytes[at..end]).into_owned()));
            end
        } else if rest[0] == b'"' {
            let end = end_of_quoted(bytes, at + 1, b'"');
            found.push((at, String::from_utf8_lossy(&bytes[at..end]).into_owned()));
            end
        } else if rest[0] == b'\'' {
            end_of_quoted(bytes, at + 1, b'\'')
        } else {
            at + 1
        };
        at = end;
    }
    found
}

/// A token of code: an identifier, or one byte of punctuation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// Its text.
    pub text: &'a str,
    /// Where it starts.
    pub at: usize,
}

/// Splits blanked code into identifiers and single bytes of punctuation.
pub(crate) fn tokens(code: &str) -> Vec<Token<'_>> {
    let bytes = code.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        if is_word(bytes[at]) {
            while at < bytes.len() && is_word(bytes[at]) {
                at += 1;
            }
        } else {
            at += 1;
            if bytes[start].is_ascii_whitespace() {
                continue;
            }
        }
        found.push(Token { text: code.get(start..at).unwrap_or("\u{fffd}"), at: start });
    }
    found
}

struct TestItem {
    start: usize,
    end: usize,
    declares_file: Option<String>,
}

/// Items under `#[cfg(test)]` (or `all(test, …)`), from the attribute to the closing brace or semicolon.
fn find_test_items(code: &str) -> Vec<TestItem> {
    let tokens = tokens(code);
    let text = |index: usize| tokens.get(index).map_or("", |token| token.text);
    let mut found: Vec<TestItem> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let starts = text(at) == "#" && text(at + 1) == "[" && text(at + 2) == "cfg" && text(at + 3) == "(";
        let for_tests = starts && (text(at + 4) == "test" || (text(at + 4) == "all" && text(at + 6) == "test"));
        if !for_tests {
            at += 1;
            continue;
        }
        let start = tokens[at].at;
        let mut next = skip_attribute(&tokens, at);
        while text(next) == "#" && text(next + 1) == "[" {
            next = skip_attribute(&tokens, next);
        }
        let mut depth = 0_usize;
        let mut word_after_mod = None;
        while next < tokens.len() {
            match text(next) {
                "mod" if depth == 0 => word_after_mod = Some(text(next + 1).to_owned()),
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 && text(next) == "}" {
                        word_after_mod = None;
                        break;
                    }
                }
                ";" if depth == 0 => break,
                _ => {}
            }
            next += 1;
        }
        let end = tokens.get(next).map_or(code.len(), |token| token.at + 1);
        found.push(TestItem { start, end, declares_file: word_after_mod });
        at = next + 1;
    }
    found
}

fn skip_attribute(tokens: &[Token<'_>], at: usize) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(at + 1) {
        match token.text {
            "[" => depth += 1,
            "]" => {
                depth -= 1;
                if depth == 0 {
                    return index + 1;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

/// Blanks comments, strings and character literals with spaces, line ends kept.
pub(crate) fn blank_non_code(raw: &str) -> String {
    let bytes = raw.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let end = if rest.starts_with(b"//") {
            at + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
        } else if rest.starts_with(b"/*") {
            end_of_block_comment(bytes, at)
        } else if let Some(end) = end_of_raw_string(bytes, at) {
            end
        } else if rest[0] == b'"' {
            end_of_quoted(bytes, at + 1, b'"')
        } else if rest[0] == b'\'' && is_character(rest) {
            end_of_quoted(bytes, at + 1, b'\'')
        } else {
            // Identifiers are stepped over whole, so that the `r` of `for` never starts a raw string.
            at += rest.iter().take_while(|byte| is_word(**byte)).count().max(1);
            continue;
        };
        blank(&mut out, at, end);
        at = end;
    }
    String::from_utf8(out).expect("only whole literals and comments are blanked")
}

fn end_of_block_comment(bytes: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += 1;
        }
    }
    at.min(bytes.len())
}

/// The end of `r"…"`, `r#"…"#`, `br"…"` and the like, if one starts here.
fn end_of_raw_string(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    if matches!(bytes.get(at), Some(b'b' | b'c')) {
        at += 1;
    }
    if bytes.get(at) != Some(&b'r') {
        return None;
    }
    at += 1;
    let hashes = bytes.get(at..)?.iter().take_while(|byte| **byte == b'#').count();
    at += hashes;
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    let closing: Vec<u8> = std::iter::once(b'"').chain(std::iter::repeat_n(b'#', hashes)).collect();
    let body = bytes.get(at + 1..)?;
    let length = body.windows(closing.len()).position(|window| window == closing).unwrap_or(body.len());
    Some((at + 1 + length + closing.len()).min(bytes.len()))
}

fn end_of_quoted(bytes: &[u8], mut at: usize, quote: u8) -> usize {
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Tells `'a'` and `'\n'` from the lifetime `'a`.
fn is_character(rest: &[u8]) -> bool {
    match rest.get(1) {
        Some(b'\\') => true,
        Some(byte) if is_word(*byte) && byte.is_ascii() => rest.get(2) == Some(&b'\''),
        Some(_) => true,
        None => false,
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

fn blank(bytes: &mut [u8], start: usize, end: usize) {
    for byte in &mut bytes[start..end] {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_strings_and_characters_are_not_code() {
        let text = "let a = \"crate::x \\\" y\"; // crate::c\n/* crate::d /* nested */ */ r#\"crate::e \" \"# b'x' '\\'' 'l: &'a str br\"q\"";
        let code = Source::new("a.rs", text).code;
        assert_eq!(code.len(), text.len());
        assert!(!code.contains("crate") && !code.contains("nested") && !code.contains('x') && !code.contains('q'), "{code}");
        assert!(code.contains("'l: &'a str"), "{code}");
    }

    #[test]
    fn what_only_tests_compile_is_left_out() {
        let source = Source::new("a/mod.rs", "fn a() {}\n#[cfg(test)]\n#[allow(x)]\nmod tests { fn f() { \"}\"; } }\nfn b() {}");
        let shipped = source.shipped_code();
        assert!(shipped.contains("fn a") && shipped.contains("fn b") && !shipped.contains("fn f"), "{shipped}");
        let marked = mark_test_files(vec![
            Source::new("a/mod.rs", "#[cfg(test)]\nmod checks;\nmod real;"),
            Source::new("a/checks.rs", "fn f() {}"),
            Source::new("a/checks/deep.rs", "fn f() {}"),
            Source::new("a/real.rs", "fn f() {}"),
        ]);
        assert_eq!(marked.iter().map(|source| source.test_only).collect::<Vec<_>>(), [false, true, true, false]);
        assert_eq!(marked[1].shipped_text(), "");
    }
}
