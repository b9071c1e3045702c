//! What can go wrong with a SQLite vault, and what callers are told. No message holds content of a row or text of SQLite.

use std::io;
use std::path::Path;
use std::time::Duration;

use rusqlite::ErrorCode as Sqlite;

use crate::base::exhausted::{MEMORY, find_remedy, find_remedy_for_files, find_remedy_for_size};
use crate::base::{Error, ErrorCode};
use crate::model::rows::Conflict;
use crate::store::moves;

/// Why an operation stopped, before it is told to a caller.
#[derive(Debug)]
pub(super) enum Failure {
    /// A guard or a uniqueness rule said no: an ordinary outcome.
    Conflict(Conflict),
    /// SQLite failed.
    Sqlite(rusqlite::Error),
    /// A stored value of this table is outside its grammar.
    Damaged(&'static str),
    /// A counter does not fit into 63 bits.
    OutOfRange,
    /// The file is another program's database.
    Foreign,
    /// The file was written by a newer version, with this schema.
    Newer(u32),
    /// Something in the file's schema is not what a migration of ours made.
    ForeignSchema(&'static str),
    /// The file was written by an earlier version, with this schema, and cannot be brought up to date.
    Outdated(u32),
    /// The file system cannot carry a write-ahead log.
    NoWal,
    /// The file is a database in which nothing is.
    Nothing,
    /// The file is a copy of a vault that is not complete.
    Unfinished,
    /// The vault has gone there.
    Moved(String),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Failure::Sqlite(error)
    }
}

impl From<Conflict> for Failure {
    fn from(conflict: Conflict) -> Self {
        Failure::Conflict(conflict)
    }
}

impl Failure {
    /// Whether a UNIQUE or PRIMARY KEY rule was violated.
    pub(super) fn is_unique_violation(&self) -> bool {
        matches!(self, Failure::Sqlite(rusqlite::Error::SqliteFailure(error, _))
            if error.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
            || error.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY)
    }

    /// What the caller is told about `file`, the path as the operator wrote it.
    pub(super) fn into_error(self, file: &str) -> Error {
        match self {
            Failure::Sqlite(error) => sqlite_error(&error, file),
            Failure::Damaged(table) => {
                unavailable(format!("Cannot read {file}: a row of {table} is damaged.")).with_hint("Restore a backup.")
            }
            Failure::OutOfRange => Error::new(ErrorCode::InvalidRequest, "A counter does not fit into the vault."),
            Failure::Foreign => unavailable(format!("Cannot open {file}: it is a database of another program."))
                .with_hint("Name another file for the vault."),
            Failure::Newer(version) => {
                Error::new(ErrorCode::VaultNewer, format!("A newer version of Authpipe wrote {file} (schema {version})."))
                    .with_hint("Upgrade Authpipe.")
            }
            Failure::Outdated(version) => unavailable(format!(
                "Cannot look at {file}: nothing may be written there, and its schema ({version}) has to be brought up to date first."
            ))
            .with_hint(COPY_TO_LOOK),
            Failure::ForeignSchema(what) => unavailable(format!("Cannot open {file}: {what} in it was not made by Authpipe."))
                .with_hint("Somebody has changed the database. Find out who, then restore a backup."),
            Failure::NoWal => unavailable(format!("Cannot use {file}: its file system has no shared memory for SQLite."))
                .with_hint("Put the vault on a local disk."),
            Failure::Nothing => no_vault(file, "nothing is in it"),
            Failure::Unfinished => moves::unfinished(file),
            Failure::Moved(to) => moves::moved(file, &to),
            // Callers turn conflicts into outcomes; one that gets here belongs to nobody.
            Failure::Conflict(_) => {
                Error::new(ErrorCode::VaultUnavailable, format!("Cannot write {file}: a rule of the vault was violated."))
            }
        }
    }
}

/// What the caller is told when the operating system refuses.
pub(super) fn io_error(error: &io::Error, file: &str) -> Error {
    match error.kind() {
        io::ErrorKind::ReadOnlyFilesystem => read_only_file_system(file),
        io::ErrorKind::PermissionDenied => unavailable(format!("Cannot write {file}: permission denied."))
            .with_hint("This process must be able to read and write the file and its folder."),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => disk_full(file),
        io::ErrorKind::NotFound if Path::new(file).is_relative() && std::env::current_dir().is_err() => {
            unavailable(format!("Cannot open {file}: the folder that this process works in is gone."))
                .with_hint("Name the vault by an absolute path, and start the process in a folder that stays.")
        }
        kind => match find_remedy(error) {
            Some(remedy) => unavailable(format!("Cannot open {file}: the operating system gives no more.")).with_hint(remedy),
            None => unavailable(format!("Cannot open {file}: {kind}.")),
        },
    }
}

/// The system lets this process not read a file of the vault, or not write one of SQLite's. A copy that root has made is root's.
pub(super) fn not_permitted(file: &str, owner: Option<u32>) -> Error {
    unavailable(format!("Cannot read {file}: permission denied.")).with_hint(match owner {
        Some(owner) => format!(
            "It belongs to another user (number {owner}). Give it to the one that this process runs as (chown), or run this as that user."
        ),
        None => "This process must be able to read and write the file and its folder.".to_owned(),
    })
}

/// Something that is no file has the name of one of SQLite's.
pub(super) fn in_the_way(file: &str, suffix: &str) -> Error {
    unavailable(format!("Cannot open {file}: {file}{suffix} beside it, which would be SQLite's, is not a file."))
        .with_hint("Somebody has put it there. Find out who, and move it away while no process uses the vault.")
}

pub(super) use crate::store::moves::is_copied;

/// The vault as a whole cannot be used now.
pub(super) fn unavailable(message: String) -> Error {
    Error::new(ErrorCode::VaultUnavailable, message)
}

/// After `close`.
pub(super) fn closed(name: &str) -> Error {
    Error::new(ErrorCode::Closed, format!("The vault {name} is not open."))
}

/// A worker died with the request; what became of it is open.
pub(super) fn lost(file: &str) -> Error {
    unavailable(format!("An operation on {file} was interrupted; whether it took effect is unknown."))
}

/// What became of the vault's files since they were opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// No file has the vault's name.
    Missing,
    /// Another file has it.
    Replaced,
    /// The log, or its index, is not the open one.
    Log,
    /// Nothing is in the vault any more.
    Emptied,
    /// It is shorter, and no checkpoint made it so.
    Truncated,
    /// It was written, and not by a checkpoint.
    Overwritten,
}

/// The files at the vault's path are not those that this process has opened.
pub(super) fn lost_file(lost: Lost, file: &str) -> Error {
    let (what, hint) = match lost {
        Lost::Missing => (
            "it was moved or deleted while this process used it",
            "Move it back; or restore a backup, and restart the application.",
        ),
        Lost::Replaced => (
            "another file has taken its place while this process used it",
            "Move the right file back; or restart every process that uses the vault, to go on with what is there now.",
        ),
        Lost::Log => {
            return unavailable(format!(
                "Cannot use {file}: its log ({file}-wal, {file}-shm) was removed or replaced while in use."
            ))
            .with_hint("Stop every process that uses the vault in order, not by force, and start them again.");
        }
        Lost::Emptied => ("it was emptied while this process used it", RESTORE_STOPPED),
        Lost::Truncated => ("it was truncated while this process used it", RESTORE_STOPPED),
        Lost::Overwritten => ("another program has written into it while this process used it", RESTORE_STOPPED),
    };
    unavailable(format!("Cannot use {file}: {what}.")).with_hint(hint)
}

const COPY_TO_LOOK: &str = "Copy it to a folder in which this process may write, and look at it there.";

/// What was written last is in a log that cannot be read without writing.
pub(super) fn log_unread(file: &str) -> Error {
    unavailable(format!(
        "Cannot look at {file}: nothing may be written there, and what was written last is in its log {file}-wal."
    ))
    .with_hint("Copy both to a folder in which this process may write, and look at them there.")
}

/// It was looked at where nothing may be written, and somebody else has written.
pub(super) fn not_still(file: &str) -> Error {
    unavailable(format!(
        "Cannot look at {file}: it was written while it was looked at without locks, as nothing may be written there."
    ))
    .with_hint("Back it up with the rights of the application, and look at the backup.")
}

const RESTORE_STOPPED: &str = "Stop every process that uses the vault, restore a backup, and start them again.";

/// A file without content at the vault's path. No version that makes vaults leaves one behind, so it may be all that is left of one.
pub(super) fn empty(file: &str) -> Error {
    no_vault(file, "the file is empty")
}

fn no_vault(file: &str, what: &str) -> Error {
    unavailable(format!("Cannot open {file}: {what}."))
        .with_hint("If it held a vault, restore a backup. For a new vault delete the file.")
}

/// The vault is gone, and what was written last is not.
pub(super) fn only_log(file: &str) -> Error {
    unavailable(format!("Cannot open {file}: the file is missing, but its log {file}-wal is there."))
        .with_hint("Put the file back; or delete the log, for a new vault or before you restore a backup.")
}

/// A process has ended by force with this vault open, and the log that it must have left is not there.
pub(super) fn no_log(file: &str) -> Error {
    unavailable(format!("Cannot open {file}: its log {file}-wal is missing, and with it what was written last.")).with_hint(
        format!("Put the log back, or restore a backup. To go on without what is lost, delete the folder {file}-live."),
    )
}

/// What is beside it under the name of the folder of lock files is a file.
pub(super) fn no_folder_of_locks(file: &str) -> Error {
    unavailable(format!("Cannot open {file}: {file}-live beside it, where its processes keep their lock files, is not a folder."))
        .with_hint("Move it away. The folder is made anew.")
}

/// The system does not let this process keep its lock file in the folder that is there: another user may have made it.
pub(super) fn lock_file_error(error: &io::Error, file: &str) -> Error {
    if error.kind() == io::ErrorKind::InvalidInput {
        return unavailable(format!("Cannot open {file}: what is in the place of a lock file in {file}-live beside it is none."))
            .with_hint("Somebody has put it there. Find out who; the folder may be deleted while no process uses the vault.");
    }
    if error.kind() != io::ErrorKind::PermissionDenied {
        return io_error(error, file);
    }
    unavailable(format!(
        "Cannot open {file}: permission denied in {file}-live beside it, where each process that uses it keeps a lock file."
    ))
    .with_hint(
        "This process must be able to write that folder: run all of them as one user, or give the folder to theirs. It may be \
         deleted while no process uses the vault.",
    )
}

/// A process that lives has another file open under this name.
pub(super) fn in_use_elsewhere(file: &str, process: Option<&str>) -> Error {
    let who = process.map_or_else(|| "another process".to_owned(), |pid| format!("process {pid}"));
    unavailable(format!("Cannot open {file}: {who} uses an earlier file of this name, which was moved, replaced or deleted."))
        .with_hint("Move that file back; or end that process first, to go on with what is there now.")
}

/// The vault is on another machine's file system.
pub(super) fn network(file: &str, kind: &str) -> Error {
    unavailable(format!("Cannot use {file}: it is on a file system of another machine ({kind}), whose locks do not hold."))
        .with_hint("Put the vault on a local disk, or use AUTHPIPE_VAULT=postgres://…")
}

/// Two names of one file: each would have its own log, index and locks.
pub(super) fn hard_linked(file: &str) -> Error {
    unavailable(format!("Cannot open {file}: its file has a second name (a hard link), and each would have a log of its own."))
        .with_hint(
            "Delete the other name, or copy the file, where a backup program has linked it; to give a vault another one, use a symbolic link.",
        )
}

/// The file alone is mounted at its path: what lies beside it is on another file system.
pub(super) fn mounted_alone(file: &str) -> Error {
    unavailable(format!("Cannot open {file}: the file alone is mounted there, and its log would not be beside it."))
        .with_hint("Mount the folder that holds the vault.")
}

/// In a child whose parent had the vault open when it forked.
pub(super) fn forked(file: &str) -> Error {
    Error::new(ErrorCode::Forked, format!("{file} was in use when the process forked, so this child cannot open it."))
        .with_hint("Fork before the first use, or start the child as a program of its own (spawn).")
}

/// The file cannot be written, and this process is not the reason.
pub(super) fn read_only_file_system(file: &str) -> Error {
    unavailable(format!("Cannot write {file}: read-only file system.")).with_hint("On serverless use AUTHPIPE_VAULT=postgres://…")
}

pub(super) fn disk_full(file: &str) -> Error {
    unavailable(format!("Cannot write {file}: the disk is full.")).with_hint("Free some space.")
}

/// What SQLite fails with where a file may not grow.
pub(super) const MAKES_LARGER: [i32; 4] = [
    rusqlite::ffi::SQLITE_IOERR_WRITE,
    rusqlite::ffi::SQLITE_IOERR_TRUNCATE,
    rusqlite::ffi::SQLITE_IOERR_SHMSIZE,
    rusqlite::ffi::SQLITE_IOERR_SHMOPEN,
];

fn sqlite_error(error: &rusqlite::Error, file: &str) -> Error {
    let rusqlite::Error::SqliteFailure(failure, _) = error else {
        return unavailable(format!("Cannot use {file}: SQLite gave an answer that does not fit."));
    };
    let extended = failure.extended_code;
    match failure.code {
        Sqlite::DatabaseBusy | Sqlite::DatabaseLocked | Sqlite::FileLockingProtocolFailed => {
            Error::new(ErrorCode::VaultLocked, format!("Another process keeps {file} locked."))
                .with_hint("Look for a tool that holds a transaction open.")
                .with_retry_after(Duration::from_secs(1))
        }
        Sqlite::DiskFull => disk_full(file),
        Sqlite::OutOfMemory => unavailable(format!("Cannot use {file}: there is no memory left.")).with_hint(MEMORY),
        Sqlite::ReadOnly if extended == rusqlite::ffi::SQLITE_READONLY_DBMOVED => lost_file(Lost::Replaced, file),
        Sqlite::ReadOnly => unavailable(format!("Cannot write {file}: the file is read-only."))
            .with_hint("This process must be able to read and write the file and its folder."),
        Sqlite::NotADatabase => unavailable(format!("Cannot open {file}: it is not a SQLite database."))
            .with_hint("Name another file for the vault; if it was one, it is damaged: restore a backup."),
        Sqlite::DatabaseCorrupt => unavailable(format!("Cannot use {file}: it is damaged.")).with_hint("Restore a backup."),
        Sqlite::SystemIoFailure if extended == rusqlite::ffi::SQLITE_IOERR_SHORT_READ => {
            unavailable(format!("Cannot use {file}: something has shortened it, or its log {file}-wal, while it was in use."))
                .with_hint(RESTORE_STOPPED)
        }
        Sqlite::SystemIoFailure if MAKES_LARGER.contains(&extended) && find_remedy_for_size().is_some() => {
            let error =
                unavailable(format!("Cannot write {file}: it, or its log {file}-wal, would be larger than a file may be here."));
            find_remedy_for_size().into_iter().fold(error, Error::with_hint)
        }
        Sqlite::SystemIoFailure => unavailable(format!("Cannot use {file}: the disk failed (SQLite code {extended}).")),
        code => match find_remedy_for_files().filter(|_| code == Sqlite::CannotOpen) {
            // SQLite does not say why.
            Some(remedy) => unavailable(format!("Cannot open {file}: the operating system gives no more.")).with_hint(remedy),
            None => unavailable(format!("Cannot use {file} (SQLite code {extended}).")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_of_the_system_say_what_to_do() {
        let read_only = io_error(&io::Error::from(io::ErrorKind::ReadOnlyFilesystem), "./authpipe.db");
        assert_eq!(
            read_only.to_string(),
            "vault_unavailable: Cannot write ./authpipe.db: read-only file system. On serverless use AUTHPIPE_VAULT=postgres://…"
        );
        let theirs = lock_file_error(&io::Error::from(io::ErrorKind::PermissionDenied), "v.db");
        assert!(theirs.message().contains("permission denied in v.db-live") && theirs.hint().is_some(), "{theirs}");
        for (kind, text) in [
            (io::ErrorKind::PermissionDenied, "Cannot write v.db: permission denied."),
            (io::ErrorKind::StorageFull, "Cannot write v.db: the disk is full."),
            (io::ErrorKind::Interrupted, "Cannot open v.db: operation interrupted."),
        ] {
            let error = io_error(&io::Error::from(kind), "v.db");
            assert_eq!((error.code(), error.message()), (ErrorCode::VaultUnavailable, text));
        }
    }

    #[test]
    fn failures_of_sqlite_have_a_code_and_no_text_of_sqlite() {
        use rusqlite::ffi;
        for (code, expected, text) in [
            (ffi::SQLITE_BUSY, ErrorCode::VaultLocked, "Another process keeps v.db locked."),
            (ffi::SQLITE_FULL, ErrorCode::VaultUnavailable, "Cannot write v.db: the disk is full."),
            (ffi::SQLITE_NOTADB, ErrorCode::VaultUnavailable, "Cannot open v.db: it is not a SQLite database."),
            (
                ffi::SQLITE_READONLY_DBMOVED,
                ErrorCode::VaultUnavailable,
                "Cannot use v.db: another file has taken its place while this process used it.",
            ),
            (ffi::SQLITE_READONLY, ErrorCode::VaultUnavailable, "Cannot write v.db: the file is read-only."),
            (
                ffi::SQLITE_IOERR_SHORT_READ,
                ErrorCode::VaultUnavailable,
                "Cannot use v.db: something has shortened it, or its log v.db-wal, while it was in use.",
            ),
            (ffi::SQLITE_IOERR_FSYNC, ErrorCode::VaultUnavailable, "Cannot use v.db: the disk failed (SQLite code 1034)."),
            (ffi::SQLITE_CORRUPT, ErrorCode::VaultUnavailable, "Cannot use v.db: it is damaged."),
        ] {
            let source = rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some("canary".to_owned()));
            let error = Failure::Sqlite(source).into_error("v.db");
            assert_eq!((error.code(), error.message()), (expected, text));
            assert!(!format!("{error:?} {error}").contains("canary"));
        }
        let busy = Failure::Sqlite(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_BUSY), None)).into_error("v.db");
        assert_eq!(busy.retry_after(), Some(Duration::from_secs(1)));
    }
}
