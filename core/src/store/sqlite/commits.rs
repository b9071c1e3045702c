//! Commits are counted in the vault, and how many there are is noted beside it before each of them. A process that is killed leaves a log;
//! where that is gone, both tell whether another program has moved it into the file, as each does that closes the file last, or whether
//! somebody has deleted it, and with it what was written last (SR-99).

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags};

use crate::base::paths;

use super::errors::Failure;
use super::files;
use crate::store::holders;
use crate::store::owner_only::open_shared;

/// In the folder of those that live.
pub(super) const NAME: &str = "commits";

/// A transaction that is counted if it writes anything.
pub(super) struct Counting {
    changes: i64,
}

impl Counting {
    pub(super) fn begin(db: &Connection) -> Result<Self, Failure> {
        Ok(Counting { changes: changes(db)? })
    }

    /// Counts it; the number it will have, before it is committed. `None`: it has written nothing.
    pub(super) fn end(self, db: &Connection) -> Result<Option<i64>, Failure> {
        if changes(db)? == self.changes {
            return Ok(None);
        }
        // A row of SQLite's own table of counts: an earlier version, which does not count, is kept from nothing.
        let counted = db.prepare_cached(COUNT)?.query_row([], |row| row.get(0));
        Ok(Some(match counted {
            Err(rusqlite::Error::QueryReturnedNoRows) => db.prepare_cached(BEGIN)?.query_row([], |row| row.get(0))?,
            counted => counted?,
        }))
    }
}

const COUNT: &str = "UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'commits' RETURNING seq";
const BEGIN: &str = "INSERT INTO sqlite_sequence (name, seq) VALUES ('commits', 1) RETURNING seq";
const READ: &str = "SELECT seq FROM sqlite_sequence WHERE name = 'commits'";

fn changes(db: &Connection) -> Result<i64, Failure> {
    Ok(db.prepare_cached("SELECT total_changes()")?.query_row([], |row| row.get(0))?)
}

/// Where it is noted.
#[derive(Default)]
pub(super) struct Note {
    file: Mutex<Option<File>>,
}

impl Note {
    /// Notes a number. Whoever does it holds the vault's write lock. That it cannot be noted keeps nobody from anything: what is not known is
    /// not believed.
    pub(super) fn write(&self, folder: &Path, count: i64) {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let written = match &mut *file {
            Some(file) => put(file, count),
            none => open_shared(&folder.join(NAME)).and_then(|opened| put(none.insert(opened), count)),
        };
        if let Err(error) = written {
            tracing::debug!(kind = %error.kind(), "the number of commits is not noted");
        }
    }
}

/// Always as long: what is written over is written over whole.
fn put(file: &File, count: i64) -> io::Result<()> {
    write_start(file, format!("{count:020}").as_bytes())
}

#[cfg(unix)]
fn write_start(file: &File, bytes: &[u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, 0)
}

#[cfg(not(unix))]
fn write_start(mut file: &File, bytes: &[u8]) -> io::Result<()> {
    use std::io::{Seek as _, SeekFrom, Write as _};
    file.seek(SeekFrom::Start(0))?;
    file.write_all(bytes)
}

/// Whether everything that was acknowledged is in the file itself, which nobody in this process has open. Where that is not known it is not.
pub(super) fn are_all_in(vault: &Path, folder: &Path) -> bool {
    let noted = paths::read_text(&folder.join(NAME), 64).ok().and_then(|text| text.parse::<i64>().ok());
    // Whoever closes the file removes the log's index with the log; somebody who deletes the log may leave it.
    noted.is_some_and(|noted| {
        !files::beside(vault, "-shm").exists() && read_alone(vault).is_ok_and(|there| there.is_some_and(|there| there >= noted))
    })
}

/// What the file says without its log. It is opened as one that nobody writes: nothing is made beside it.
fn read_alone(vault: &Path) -> rusqlite::Result<Option<i64>> {
    let Some(address) = uri(vault) else { return Ok(None) };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(address, flags)?;
    db.query_row(READ, [], |row| row.get(0)).map(Some)
}

fn uri(vault: &Path) -> Option<PathBuf> {
    let path: String = vault
        .to_str()?
        .bytes()
        .map(|byte| match byte {
            b'/' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    Some(PathBuf::from(format!("file:{path}?immutable=1")))
}

/// Removes the note where nobody is left who lives or was killed.
pub(super) fn forget(folder: &Path) {
    let is_other = |name: &str| name != NAME && !holders::is_holder(name);
    let found = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    if !found.into_iter().any(|name| name.to_str().is_some_and(is_other)) {
        let _ = fs::remove_file(folder.join(NAME));
    }
}
