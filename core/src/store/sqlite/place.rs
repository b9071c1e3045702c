//! Reads `sqlite:` and `file:` addresses into a path; `~/` is the home folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;

use crate::base::{Clock, Result, paths};
use crate::store::copying::{CopySource, CopyTarget, Mark};
use crate::store::{Address, Store};

use super::connect::Place;
use super::still::Access;
use super::{KIND, SqliteStore, copying, errors};

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
    let text = path_of(rest)?.trim_start();
    if text == "memory" {
        return Err("A vault in memory is \"memory:\"; a file that is called so is \"sqlite:./memory\".".to_owned());
    }
    // Nobody means a file that is called so.
    if text.starts_with(['"', '\'']) {
        return Err(format!("Leave out the quotation marks. {}", KIND.advice()));
    }
    let bare = text.trim_matches([':', '/', ' ']);
    let below = bare.split_once(':').filter(|(scheme, _)| KIND.is_called(&scheme.to_ascii_lowercase()));
    if text.contains(':') && below.map_or(bare, |(_, rest)| rest).trim_matches([':', '/', ' ']).eq_ignore_ascii_case("memory") {
        return Err("A vault in memory is \"memory:\".".to_owned());
    }
    // Another kind's address behind ours may hold a password, which no message shows.
    if below.is_some() || has_scheme(text) {
        return Err(format!("One scheme is enough. {}", KIND.advice()));
    }
    if text.starts_with('$') || (text.starts_with('%') && !has_escape(text.get(..3).unwrap_or_default())) {
        return Err(format!(
            "In an address there are no variables of the environment: put the path in its place. {}",
            KIND.advice()
        ));
    }
    if is_of_windows(text) && !cfg!(windows) {
        return Err(format!("This machine has no drives as Windows has. {}", KIND.advice()));
    }
    // As addresses of files are made of paths (RFC 8089); of a path itself a percent sign is a letter.
    if (rest.starts_with("//") && has_escape(text)) || has_escape(text.get(..3).unwrap_or_default()) {
        return Err(format!("Write the path with its own letters, without escapes. {}", KIND.advice()));
    }
    let path = paths::read_path(text).ok_or_else(|| KIND.advice())?;
    Ok(Arc::new(FileAddress { path, display: format!("sqlite:{rest}") }))
}

/// Whether it begins as an address with a host does.
fn has_scheme(text: &str) -> bool {
    let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
    !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// Whether a path begins with the letter of a drive.
fn is_of_windows(text: &str) -> bool {
    matches!(text.trim_start_matches('/').as_bytes(), [drive, b':', b'\\' | b'/', ..] if drive.is_ascii_alphabetic())
}

fn has_escape(text: &str) -> bool {
    text.as_bytes().windows(3).any(|three| three[0] == b'%' && three[1..].iter().all(u8::is_ascii_hexdigit))
}

/// What follows `//` is a path, as in any URL without a host. Behind three slashes SQLAlchemy has a path below the working folder, and
/// others have one below the root: a dot shows which it is (no URL has one there, RFC 3986 §5.2.4), and so does a folder.
///
/// # Errors
/// What to write instead, where nothing shows it.
fn path_of(rest: &str) -> Result<&str, String> {
    let Some(path) = rest.strip_prefix("//") else { return Ok(rest) };
    match path.strip_prefix('/') {
        Some(below) if ["./", "../", "~/"].iter().any(|start| below.starts_with(start)) => Ok(below),
        Some("") => Err(KIND.advice()),
        Some(below) if !below.contains('/') => Err(format!(
            "After three slashes, some libraries have a file of the working folder and others one of the root folder. {} For the root folder \
             it begins with one slash.",
            KIND.advice()
        )),
        _ => Ok(path),
    }
}

#[async_trait]
impl Address for FileAddress {
    fn name(&self) -> &str {
        &self.display
    }

    /// Of whatever is there, opening says what it is; an empty file may be all that is left of a vault.
    async fn exists(&self) -> Result<bool> {
        match std::fs::metadata(&self.path) {
            Ok(found) if found.is_file() && found.len() == 0 => {
                Err(errors::empty(self.display.strip_prefix("sqlite:").unwrap_or(&self.display)))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(self.path.is_symlink()),
            _ => Ok(true),
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

    fn make_to_look(&self, clock: Arc<dyn Clock>) -> Arc<dyn Store> {
        Arc::new(SqliteStore::looking(&self.path, self.display.clone(), clock))
    }

    #[cfg(any(test, feature = "cli"))]
    fn make_copy(&self, clock: Arc<dyn Clock>) -> Arc<dyn Store> {
        Arc::new(SqliteStore::of_copy(&self.path, self.display.clone(), clock))
    }

    #[cfg(any(test, feature = "cli"))]
    async fn copy_from(&self, clock: Arc<dyn Clock>) -> Result<Box<dyn CopySource>> {
        Ok(Box::new(copying::open_source(&self.place(), &self.display, clock)?))
    }

    #[cfg(any(test, feature = "cli"))]
    async fn copy_to(&self, clock: Arc<dyn Clock>, mark: &Mark) -> Result<Box<dyn CopyTarget>> {
        Ok(Box::new(copying::open_target(&self.place(), &self.display, clock, mark)?))
    }
}

impl FileAddress {
    fn place(&self) -> Place {
        let shown = self.display.strip_prefix("sqlite:").unwrap_or(&self.display).to_owned();
        Place { path: self.path.clone(), shown, busy_timeout: super::BUSY_TIMEOUT, access: Access::Whole }
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
