//! How Swift is laid out: lists with as many parts on a line as it holds, comments, declarations in the type that they stand in.

use super::LANGUAGE;
use crate::{sentence, wrap};

const WIDTH: usize = 140;

/// Parts with commas between them, as many on a line as it holds.
pub(super) fn listed(parts: &[String], indent: &str) -> String {
    let mut lines = vec![String::new()];
    for (at, part) in parts.iter().enumerate() {
        let part = if at + 1 < parts.len() { format!("{part},") } else { part.clone() };
        match lines.last_mut() {
            Some(line) if line.is_empty() => *line = part,
            Some(line) if indent.len() + line.len() + 1 + part.len() <= WIDTH => *line += &format!(" {part}"),
            _ => lines.push(part),
        }
    }
    lines.iter().map(|line| format!("{indent}{line}\n")).collect()
}

/// As uniffi writes names.
pub(super) fn lower_camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| {
        text + &word.get(..1).unwrap_or_default().to_ascii_uppercase() + word.get(1..).unwrap_or_default()
    })
}

/// A declaration in its place: one that stands in another type is an extension of that.
pub(super) fn inside(outer: Option<&str>, text: String) -> String {
    match outer {
        None => format!("\n{text}"),
        Some(outer) => {
            let indented = text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") });
            format!("\nextension {outer} {{\n{}}}\n", indented.collect::<String>())
        }
    }
}

pub(super) fn comment(doc: &str, indent: &str) -> String {
    let text = LANGUAGE.render(&sentence(doc));
    if text.is_empty() {
        return String::new();
    }
    wrap(&text, WIDTH - indent.len() - 4).into_iter().map(|line| format!("{indent}/// {line}\n")).collect()
}
