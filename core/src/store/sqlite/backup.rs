//! A consistent copy of the vault while it is in use: one read transaction of SQLite, so writers go on meanwhile.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::{Connection, named_params};

use crate::base::{Error, ErrorCode, Result};

use super::SqliteStore;
use super::errors::{Failure, io_error, unavailable};
use super::making::Unfinished;
use crate::store::Holdings;

/// Copies the vault into a new file that only its owner may read. Under its name it is there whole, and durable, or not at all.
///
/// # Errors
/// - `invalid_request`: there is something of this name already, or the name is no text.
/// - `vault_unavailable`: the copy could not be written.
pub(super) fn back_up(db: &Connection, to: &Path) -> Result<()> {
    let shown = to.display().to_string();
    check(to)?;
    let unfinished = Unfinished::make(to).map_err(|error| io_error(&error, &shown))?;
    let text = unfinished
        .path()
        .to_str()
        .ok_or_else(|| Error::new(ErrorCode::InvalidRequest, format!("Cannot write {shown}: the name is not valid UTF-8.")))?;
    copy(db, text).map_err(|failure| failure.into_error(&shown))?;
    unfinished.finish(to).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => exists(&shown),
        _ => io_error(&error, &shown),
    })
}

/// Whether a new file can have this name, as far as that can be told before anything is made.
///
/// # Errors
/// - `invalid_request`: there is something of this name already.
/// - `vault_unavailable`: there is no such folder.
pub(super) fn check(to: &Path) -> Result<()> {
    let shown = to.display().to_string();
    if to.symlink_metadata().is_ok() {
        return Err(exists(&shown));
    }
    // It would be removed, or written into another database, by whoever opens that next.
    if ["-journal", "-wal", "-shm"].iter().any(|end| shown.ends_with(end)) {
        let message = format!("Cannot write {shown}: SQLite takes a file of this name for a part of another database.");
        return Err(Error::new(ErrorCode::InvalidRequest, message).with_hint("Choose another name, such as backup.db."));
    }
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.is_dir() {
        return Ok(());
    }
    Err(unavailable(format!("Cannot write {shown}: the folder {} does not exist.", folder.display()))
        .with_hint("Create the folder, or name another file."))
}

#[async_trait]
impl Holdings for SqliteStore {
    fn detach(&self, wait_until: Option<Duration>) {
        match wait_until {
            Some(until) => self.life.detach_until(until),
            None => self.life.detach(),
        }
    }

    async fn suspend(&self) {
        self.life.suspend().await;
    }

    fn resume(&self) {
        self.life.resume();
    }

    async fn check_back_up(&self, to: &Path) -> Result<()> {
        check(to)
    }

    async fn back_up(&self, to: &Path) -> Result<()> {
        let to = to.to_owned();
        self.ask(move |db| Ok(back_up(db, &to))).await?
    }
}

fn copy(db: &Connection, to: &str) -> Result<(), Failure> {
    // A reader's connection refuses to write anything, the copy included.
    db.execute_batch("PRAGMA query_only = OFF")?;
    let copied = db.execute("VACUUM INTO :file", named_params! { ":file": to });
    db.execute_batch("PRAGMA query_only = ON")?;
    copied?;
    Ok(())
}

fn exists(shown: &str) -> Error {
    Error::new(ErrorCode::InvalidRequest, format!("Cannot write {shown}: it exists already."))
        .with_hint("Name a new file; a backup never replaces anything.")
}
