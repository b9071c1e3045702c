//! An open vault whose files are proven before something is read or acknowledged (SR-99), and whose errors say what they come from.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use crate::base::waiting::Locked;
use crate::base::{Error, ErrorCode, Result};

use super::commits::Note;
use super::connect::{self, Place};
use super::files::FileId;
use super::identity::OpenFiles;
use super::live::LiveLock;

/// The vault as the writer sees it.
pub(super) trait Vault {
    fn place(&self) -> &Place;

    /// Another connection, after a panic: the state of the one before is unknown.
    fn connect(&self) -> Result<Connection>;

    /// Whether what is written goes to the file at the vault's path (SR-99).
    fn check(&self) -> Result<()>;

    /// So many commits there will be with the next one, which is made under the vault's write lock.
    fn note_commits(&self, _count: i64) {}

    /// Shows that another process keeps the vault locked, until a write is made or fails.
    fn is_locked(&self);

    /// Says what an error comes from, where it can be told. It hears of successes too, as `None`.
    fn explain(&self, error: Option<Error>) -> Option<Error>;
}

/// The vault as its writer and its readers see it.
pub(super) struct Proven {
    place: Place,
    file: FileId,
    /// Those of the writer's connection. Dropped before the lock, which keeps one of them open.
    files: Mutex<Option<Arc<OpenFiles>>>,
    /// Held until the last connection is closed.
    live: Arc<LiveLock>,
    locked: Arc<Locked>,
    /// Whether something was committed, and the log flushed with it.
    has_written: AtomicBool,
    commits: Note,
}

impl Proven {
    /// The vault in `file`, which was at the place before anything was opened.
    pub(super) fn new(place: Place, file: FileId, live: Arc<LiveLock>, locked: Arc<Locked>) -> Self {
        let (has_written, commits) = (AtomicBool::new(false), Note::default());
        Proven { place, file, live, locked, has_written, files: Mutex::default(), commits }
    }

    /// A reader's connection.
    pub(super) fn connect_reader(&self) -> Result<Connection> {
        let db = connect::connect_reader(&self.place).map_err(|error| self.explain_files(error))?;
        // It was opened by its path: what has stood there meanwhile would stay open for as long as this reads.
        self.check_vault()?;
        Ok(db)
    }

    /// Before something is read.
    pub(super) fn check_vault(&self) -> Result<()> {
        self.current().map_or(Ok(()), |files| files.check_vault())
    }

    /// The same for somebody who waits for nobody: whether it is proven.
    pub(super) fn is_proven_at_once(&self) -> bool {
        let files = self.files.try_lock().ok().and_then(|files| files.clone());
        files.and_then(|files| files.try_check_vault()).is_some_and(|checked| checked.is_ok())
    }

    fn explain_files(&self, error: Error) -> Error {
        match self.current() {
            Some(files) => files.explain(error),
            None => error,
        }
    }

    fn current(&self) -> Option<Arc<OpenFiles>> {
        self.files().clone()
    }

    fn files(&self) -> MutexGuard<'_, Option<Arc<OpenFiles>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Vault for Proven {
    fn place(&self) -> &Place {
        &self.place
    }

    fn connect(&self) -> Result<Connection> {
        let db = connect::connect_writer(&self.place)?;
        // After a crash the log's index does not tell whether a checkpoint is under way; after a whole checkpoint it does. Where
        // another process reads or writes, its own will come.
        if let Err(error) = db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
            tracing::debug!(code = ?error.sqlite_error_code(), "no checkpoint when the vault was opened");
        }
        *self.files() = Some(Arc::new(OpenFiles::note(&self.place, self.file, &self.live)?));
        Ok(db)
    }

    fn check(&self) -> Result<()> {
        self.current().map_or(Ok(()), |files| files.check())
    }

    fn note_commits(&self, count: i64) {
        self.commits.write(self.live.folder(), count);
    }

    fn is_locked(&self) {
        self.locked.begins();
    }

    fn explain(&self, error: Option<Error>) -> Option<Error> {
        let Some(error) = error else {
            self.locked.ends();
            if !self.has_written.swap(true, Ordering::Relaxed) {
                self.live.tell_vault(self.file, true);
            }
            return None;
        };
        self.locked.gives_up();
        let error = self.explain_files(error);
        Some(if error.code() == ErrorCode::VaultLocked { self.locked.error() } else { error })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::still::Access;
    use super::super::{files, making};
    use super::*;

    /// The file at the path is proven before a reader opens it by the path, and again afterwards.
    #[test]
    fn a_reader_does_not_keep_a_file_open_that_has_taken_the_vaults_place() {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| Place {
            path: folder.path().join(name),
            shown: "./v.db".to_owned(),
            busy_timeout: Duration::ZERO,
            access: Access::Whole,
        };
        let (own, other) = (place("v.db"), place("other.db"));
        making::create_vault(&other.path, &other.shown).unwrap();
        let make = || making::create_vault(&own.path, &own.shown);
        let live = Arc::new(LiveLock::take(&own.path, &own.shown, make).unwrap());
        let file = files::identify(&own.path, &own.shown).unwrap();
        let locked = Locked::new(|_| Error::new(ErrorCode::VaultLocked, "It is locked."));
        let vault = Proven::new(own.clone(), file, live, Arc::new(locked));
        let writer = vault.connect().unwrap();
        drop(vault.connect_reader().unwrap());
        let away = folder.path().join("away.db");
        std::fs::rename(&own.path, &away).unwrap();
        std::fs::rename(&other.path, &own.path).unwrap();
        let error = vault.connect_reader().unwrap_err();
        assert!(error.message().contains("another file has taken its place"), "{error}");
        std::fs::rename(&own.path, &other.path).unwrap();
        std::fs::rename(&away, &own.path).unwrap();
        drop(vault.connect_reader().unwrap());
        drop(writer);
    }
}
