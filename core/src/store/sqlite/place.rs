//! Reads `sqlite:` and `file:` addresses into a path; `~/` is the home folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;

use crate::base::{Clock, Result};
use crate::store::address::read_path;
use crate::store::{Address, Store};

use super::{KIND, SqliteStore, errors};

/// A path, as the operator wrote it.
#[derive(Debug)]
struct FileAddress {
    path: PathBuf,
    /// The whole address.
    display: String,
}

/// Reads what follows `sqlite:`. `~/` is the home folder, which a shell expands at the start of a word only.
///
/// # Errors
/// What to write instead.
pub(super) fn read(rest: &str) -> Result<Arc<dyn Address>, String> {
    if let Some((path, query)) = rest.split_once('?') {
        let is_memory = path.contains(":memory:") || query.split('&').any(|part| part == "mode=memory");
        return Err(if is_memory {
            "A vault in memory is \"memory:\".".to_owned()
        } else {
            format!("Settings behind a question mark are not taken. {}", KIND.advice())
        });
    }
    let path = read_path(rest.strip_prefix("//").unwrap_or(rest)).ok_or_else(|| KIND.advice())?;
    Ok(Arc::new(FileAddress { path, display: format!("sqlite:{rest}") }))
}

#[async_trait]
impl Address for FileAddress {
    fn name(&self) -> &str {
        &self.display
    }

    /// Of whatever is there, opening says what it is; an empty file may be all that is left of a vault.
    async fn exists(&self) -> Result<bool> {
        match std::fs::metadata(&self.path) {
            Ok(found) if found.len() == 0 => Err(errors::empty(self.display.strip_prefix("sqlite:").unwrap_or(&self.display))),
            found => Ok(!found.is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)),
        }
    }

    fn file(&self) -> Option<&Path> {
        Some(&self.path)
    }

    fn identity(&self) -> Option<String> {
        Some(canonical(&self.path).display().to_string())
    }

    fn spool(&self) -> Option<PathBuf> {
        Some(beside(&self.path, "-spool"))
    }

    fn anchor(&self) -> Option<PathBuf> {
        Some(beside(&self.path, "-anchor"))
    }

    fn make(&self, clock: Arc<dyn Clock>) -> Arc<dyn Store> {
        Arc::new(SqliteStore::new(&self.path, self.display.clone(), clock))
    }
}

/// What lies beside the vault.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut beside = canonical(path).into_os_string();
    beside.push(end);
    PathBuf::from(beside)
}

/// The vault's real place, so that two spellings are one vault. A file that does not exist yet is named by its folder.
fn canonical(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_path_buf(),
    }
}
