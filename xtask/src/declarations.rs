//! Compares the declaration files that the Node package ships with those that are generated now.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::context::Context;

/// Declaration files by path, with their text.
pub(crate) type Declarations = BTreeMap<PathBuf, String>;

/// The declaration files that the package ships.
pub(crate) fn snapshot(context: &Context) -> Declarations {
    let mut found = Declarations::new();
    collect(&context.path("bindings-node"), &mut found);
    found
}

/// What differs between two snapshots.
pub(crate) fn differences(before: &Declarations, after: &Declarations) -> Vec<String> {
    let gone = before.keys().filter(|path| !after.contains_key(*path)).map(|path| format!("gone: {}", path.display()));
    let other = after.iter().filter_map(|(path, text)| match before.get(path) {
        None => Some(format!("new: {}", path.display())),
        Some(old) if old != text => Some(format!("changed: {}", path.display())),
        Some(_) => None,
    });
    gone.chain(other).collect()
}

fn collect(folder: &Path, found: &mut Declarations) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            // Built, not committed; and packages of their own.
            if !matches!(name.as_str(), "node_modules" | "dist" | "react" | "demo" | "src" | "test") {
                collect(&path, found);
            }
        } else if name.ends_with(".d.ts") || name.ends_with(".d.mts") {
            found.insert(path.clone(), fs::read_to_string(&path).unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_new_and_missing_declarations_are_named() {
        let make = |files: &[(&str, &str)]| -> Declarations {
            files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect()
        };
        let before = make(&[("a.d.ts", "1"), ("b.d.ts", "1"), ("c.d.ts", "1")]);
        let after = make(&[("a.d.ts", "1"), ("b.d.ts", "2"), ("d.d.ts", "1")]);
        assert_eq!(differences(&before, &after), ["gone: c.d.ts", "changed: b.d.ts", "new: d.d.ts"]);
        assert!(differences(&before, &before).is_empty());
    }
}
