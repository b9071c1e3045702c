//! The tables of a vault in PostgreSQL stand in a schema of its own: a statement that names one without `@` reaches a table of somebody
//! else, or none.

use std::collections::BTreeSet;

use super::source::Source;

/// What a table's name follows.
const BEFORE: &[&str] = &["FROM", "JOIN", "UPDATE", "INTO", "TABLE", "ON", "ONLY", "REFERENCES"];

/// The tables that migrations make or rename.
pub(crate) fn list_tables(migrations: &str) -> BTreeSet<String> {
    let words: Vec<&str> = migrations.split_whitespace().collect();
    let named = words.windows(3).filter_map(|words| match words {
        ["CREATE", "TABLE", name] => name.strip_prefix('@'),
        ["RENAME", "TO", name] => Some(*name),
        _ => None,
    });
    named.map(|name| name.trim_end_matches([';', '(']).to_owned()).collect()
}

/// Statements that name a table without its schema.
pub(crate) fn check_schemas(sources: &[Source], tables: &BTreeSet<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    for source in sources.iter().filter(|source| source.path.starts_with("store/postgres/")) {
        let text = source.shipped_text();
        let mut line = 1;
        let mut last = "";
        for word in text.split_inclusive(char::is_whitespace) {
            let lines = word.matches('\n').count();
            let word = word.trim();
            let name = word.split(|c: char| !c.is_ascii_lowercase() && c != '_').next().unwrap_or_default();
            if BEFORE.contains(&last.trim_start_matches(['"', '(', '{'])) && tables.contains(name) {
                wrong.push(format!("{}:{line}: `{last} {word}` names no schema: write `@{name}`", source.path));
            }
            if !word.is_empty() {
                last = word;
            }
            line += lines;
        }
    }
    wrong
}
