//! What a vault's file says of a copy: that it is one which is not complete, or that the vault has gone elsewhere. And the lock of whoever
//! copies, beside the locks of processes: while it is held, nobody is given a lease. The system lets go of it when that process ends.

use std::fs::{File, TryLockError};
use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _};

use crate::base::fork::pause;
use crate::base::paths;
use crate::store::copying::{Mark, Moved};
use crate::store::owner_only::open_shared;

use super::errors::Failure;

/// The file's name in the live folder. It stays empty, so it is nobody's who has the vault open.
const LOCK: &str = "moving";
/// Whoever asks whether it is held has it for a moment.
const ATTEMPTS: u32 = 50;

/// The lock of whoever copies the vault.
#[derive(Debug)]
pub(super) struct Hold {
    _lock: File,
}

impl Hold {
    /// Takes it; `None`: somebody else has it.
    pub(super) fn take(folder: &Path) -> std::io::Result<Option<Self>> {
        let file = open_shared(&folder.join(LOCK))?;
        for _ in 0..ATTEMPTS {
            match file.try_lock() {
                Ok(()) => return Ok(Some(Hold { _lock: file })),
                Err(TryLockError::WouldBlock) => pause(),
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Whether somebody has it.
    pub(super) fn is_taken(folder: &Path) -> bool {
        paths::open_file(&folder.join(LOCK)).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }
}

/// Why a statement was refused, where that is because the vault has moved: its tables have other names since.
pub(super) fn explain(db: &Connection, failure: Failure) -> Failure {
    let Failure::Sqlite(error) = &failure else { return failure };
    if error.sqlite_error_code() != Some(rusqlite::ErrorCode::Unknown) {
        return failure;
    }
    read_moved(db).ok().flatten().map_or(failure, |moved| Failure::Moved(moved.to))
}

/// Whether the vault has moved.
pub(super) fn read_moved(db: &Connection) -> Result<Option<Moved>, Failure> {
    if !is_there(db, "moved")? {
        return Ok(None);
    }
    let read = |row: &rusqlite::Row<'_>| Ok(Moved { to: row.get(0)?, copy_id: row.get(1)? });
    Ok(db.query_row("SELECT to_vault, copy_id FROM moved", [], read).optional()?)
}

/// Leaves the vault. Every table that a process of any version reads or writes gets another name.
pub(super) fn leave(db: &Connection, moved: &Moved, application_id: i32) -> Result<(), Failure> {
    let names =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'moved'";
    let mut statement = db.prepare(names)?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    drop(statement);
    let is_ours = |name: &String| {
        let copied = crate::store::copying::TABLES.iter().map(|table| table.name);
        copied.chain(crate::store::copying::LEFT_BEHIND.iter().copied()).any(|ours| ours == name)
    };
    for name in names.iter().filter(|name| is_ours(name)) {
        db.execute_batch(&format!("ALTER TABLE {name} RENAME TO moved_{name}"))?;
    }
    db.execute_batch("CREATE TABLE moved (to_vault TEXT NOT NULL, copy_id BLOB NOT NULL) STRICT")?;
    db.execute("INSERT INTO moved VALUES (?1, ?2)", (&moved.to, &moved.copy_id))?;
    Ok(db.execute_batch(&format!("PRAGMA application_id = {application_id}"))?)
}

/// Marks an empty vault as a copy that is not complete.
pub(super) fn mark(db: &Connection, mark: &Mark) -> Result<(), Failure> {
    db.execute_batch("CREATE TABLE unfinished_copy (copy_id BLOB NOT NULL, origin BLOB NOT NULL) STRICT")?;
    db.execute("INSERT INTO unfinished_copy VALUES (?1, ?2)", (&mark.copy_id, &mark.origin))?;
    Ok(())
}

/// Whose copy it is; `None`: none that is not complete.
pub(super) fn read_mark(db: &Connection) -> Result<Option<Mark>, Failure> {
    if !is_there(db, "unfinished_copy")? {
        return Ok(None);
    }
    let read = |row: &rusqlite::Row<'_>| Ok(Mark { copy_id: row.get(0)?, origin: row.get(1)? });
    Ok(db.query_row("SELECT copy_id, origin FROM unfinished_copy", [], read).optional()?)
}

/// Takes the mark away.
pub(super) fn unmark(db: &Connection, application_id: i32) -> Result<(), Failure> {
    Ok(db.execute_batch(&format!("DROP TABLE unfinished_copy; PRAGMA application_id = {application_id}"))?)
}

fn is_there(db: &Connection, table: &str) -> Result<bool, Failure> {
    Ok(db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1")?.exists([table])?)
}
