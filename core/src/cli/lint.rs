//! Runs `authpipe providers lint`: reads definitions in files as the library would, and tells each fault as `file:line`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::including::with_included;
use crate::base::{ErrorCode, paths};
use crate::catalog::{BYTE_ORDER_MARK, Catalog, FileFault, OriginRule, read_text};
use crate::{Error, Result};

pub(super) fn run(files: &[PathBuf], json: bool) -> Result<()> {
    let mut found: Vec<(&Path, FileFault)> = Vec::new();
    let mut ids: BTreeMap<String, &Path> = BTreeMap::new();
    for file in files {
        if let Err(fault) = read(file, &mut ids) {
            found.push((file, fault));
        }
    }
    if json {
        let rows = found.iter().map(|(file, fault)| {
            let line = Some(fault.line).filter(|line| *line > 0);
            json!({ "file": file.display().to_string(), "line": line, "message": fault.message, "hint": fault.hint })
        });
        super::print_json(&json!(rows.collect::<Vec<_>>()))?;
    } else {
        for (file, FileFault { line, message, hint }) in &found {
            // What is wrong with a file as a whole stands in no line.
            let line = Some(line).filter(|line| **line > 0).map(|line| format!(":{line}")).unwrap_or_default();
            super::print_line(format_args!("{}{line}: {message} {hint}", file.display()));
        }
    }
    if found.is_empty() {
        return Ok(());
    }
    let message = format!("{} of {} files cannot be used.", found.len(), files.len());
    Err(Error::new(ErrorCode::ConfigInvalid, message)
        .with_hint("The first fault of each is told, with its line. Mend it, and run this again."))
}

/// Many times the longest definition.
const LARGEST: u64 = 1 << 20;

fn read<'a>(file: &'a Path, ids: &mut BTreeMap<String, &'a Path>) -> std::result::Result<(), FileFault> {
    let text = paths::read_text(file, LARGEST).map_err(|error| FileFault {
        line: 0,
        message: format!("The file cannot be read: {error}."),
        hint: "Give the path of a TOML file in UTF-8.".to_owned(),
    })?;
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text);
    if text.trim_start().starts_with('{') {
        return Err(FileFault {
            line: 1,
            message: "This is JSON, and definitions in files are TOML, as in the catalogue.".to_owned(),
            hint: "One in JSON is given in code, as the config's definition, and judged when the application starts.".to_owned(),
        });
    }
    let whole = with_included(file, text, LARGEST)?;
    let definition = read_text(&whole.text, OriginRule::HttpsOnly).map_err(|fault| whole.place(fault))?;
    let line = text.lines().position(|line| line.starts_with("id")).map_or(0, |at| at + 1);
    let taken = |by: String| {
        let message = format!("The id \"{}\" is that of {by}.", definition.id);
        Err(FileFault { line, message, hint: "Give it another id; the config may have any name.".to_owned() })
    };
    if let Some(other) = ids.get(&definition.id) {
        return taken(other.display().to_string());
    }
    if Catalog::builtin().get(&definition.id).is_some_and(|known| *known != definition) {
        return taken("a provider of the catalogue".to_owned());
    }
    ids.insert(definition.id.clone(), file);
    Ok(())
}
