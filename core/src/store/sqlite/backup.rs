//! A consistent copy of the vault while it is in use: one read transaction of SQLite, so writers go on meanwhile.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, named_params};

use crate::base::{Error, ErrorCode, Result};

use super::errors::{Failure, io_error};
use super::files;
use crate::store::owner_only;

/// Copies the vault into a new file that only its owner may read. Under its name it is there whole, and durable, or not at all.
///
/// # Errors
/// - `invalid_request`: there is something of this name already, or the name is no text.
/// - `vault_unavailable`: the copy could not be written.
pub(super) fn back_up(db: &Connection, to: &Path) -> Result<()> {
    let shown = to.display().to_string();
    if to.symlink_metadata().is_ok() {
        return Err(exists(&shown));
    }
    let unfinished = Unfinished::make(to).map_err(|error| io_error(&error, &shown))?;
    let text = unfinished
        .0
        .to_str()
        .ok_or_else(|| Error::new(ErrorCode::InvalidRequest, format!("Cannot write {shown}: the name is not valid UTF-8.")))?;
    copy(db, text).map_err(|failure| failure.into_error(&shown))?;
    unfinished.finish(to).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => exists(&shown),
        _ => io_error(&error, &shown),
    })
}

fn copy(db: &Connection, to: &str) -> Result<(), Failure> {
    // A reader's connection refuses to write anything, the copy included.
    db.execute_batch("PRAGMA query_only = OFF")?;
    let copied = db.execute("VACUUM INTO :file", named_params! { ":file": to });
    db.execute_batch("PRAGMA query_only = ON")?;
    copied?;
    Ok(())
}

/// The copy before it has its name; dropped, it is gone.
struct Unfinished(PathBuf);

impl Unfinished {
    /// An empty file beside `to`, which SQLite fills.
    fn make(to: &Path) -> io::Result<Self> {
        let mut name = OsString::from(to);
        // One that a crash has left says no more than that, and stands in nobody's way.
        name.push(format!(".{}.unfinished", std::process::id()));
        let path = PathBuf::from(name);
        let _ = fs::remove_file(&path);
        let file = owner_only::create_owner_only(OpenOptions::new().write(true).create_new(true)).open(&path)?;
        let made = Unfinished(path);
        owner_only::make_owner_only(&file)?;
        Ok(made)
    }

    fn finish(self, to: &Path) -> io::Result<()> {
        // For writing: Windows flushes nothing through a handle that only reads.
        OpenOptions::new().write(true).open(&self.0)?.sync_all()?;
        // It never replaces what somebody else has made meanwhile.
        files::publish(&self.0, to)?;
        drop(self);
        // The copy has its name. Where the folder cannot be flushed, that is all there is to say.
        #[cfg(unix)]
        let _ = fs::File::open(to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))
            .and_then(|folder| folder.sync_all());
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn exists(shown: &str) -> Error {
    Error::new(ErrorCode::InvalidRequest, format!("Cannot write {shown}: it exists already."))
        .with_hint("Name a new file; a backup never replaces anything.")
}
