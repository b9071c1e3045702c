//! Puts what the file of a definition includes at its end, as the build does with those of the catalogue: what a line `#:include shared/….toml`
//! names. Its own lines keep their numbers.

use std::path::{Component, Path};

use crate::base::paths;
use crate::catalog::FileFault;

/// The text of a file with all that it includes.
pub(super) struct Whole {
    pub(super) text: String,
    parts: Vec<Part>,
}

/// An included file.
struct Part {
    name: String,
    /// The line that names it.
    named: usize,
    /// Its first line in the whole.
    first: usize,
}

/// Reads what the file includes, each at most `largest` bytes long.
pub(super) fn with_included(file: &Path, text: &str, largest: u64) -> Result<Whole, FileFault> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let mut whole = Whole { text: text.to_owned(), parts: Vec::new() };
    for (at, line) in text.lines().enumerate() {
        let Some(name) = line.strip_prefix("#:include ").map(str::trim) else { continue };
        let fault = |message: String| FileFault {
            line: at + 1,
            message,
            hint: "Name a file in a folder beside this one, or put its text at the end of this file.".to_owned(),
        };
        if !Path::new(name).components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(fault(format!("{name} is not below the folder of this file.")));
        }
        let included =
            paths::read_text(&folder.join(name), largest).map_err(|error| fault(format!("{name} cannot be read: {error}.")))?;
        whole.text.push('\n');
        let first = whole.text.matches('\n').count() + 1;
        whole.text.push_str(&included);
        whole.parts.push(Part { name: name.to_owned(), named: at + 1, first });
    }
    Ok(whole)
}

impl Whole {
    /// The fault at the line that the reader finds it at: of what stands in an included file, its name and its own line are told.
    pub(super) fn place(&self, fault: FileFault) -> FileFault {
        match self.parts.iter().rfind(|part| part.first <= fault.line) {
            Some(part) => {
                let message = format!("{}, line {}: {}", part.name, fault.line - part.first + 1, fault.message);
                FileFault { line: part.named, message, ..fault }
            }
            None => fault,
        }
    }
}
