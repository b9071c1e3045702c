//! Whether the files at the vault's path are those that SQLite has open (SR-99). SQLite itself does not ask: it goes on with files
//! that have no name any more, and with what another program has written into them.
//!
//! Three files belong together: the vault, its log (`-wal`) and the log's index (`-shm`). Each is the open one as long as its path
//! leads to it. That nobody else writes into the vault is told by the index: only a checkpoint writes there, and it is noted in
//! the index before its first write and after its last one.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use crate::base::{Error, ErrorCode, Result};

use super::connect::Place;
use super::errors::{self, Lost};
use super::file_system;
use super::files::{self, FileId};
use super::live::LiveLock;

/// The files that SQLite has open.
pub(super) struct OpenFiles {
    place: Place,
    vault: FileId,
    log: (PathBuf, Option<FileId>),
    index: (PathBuf, Option<FileId>),
    /// The index, to read what it says.
    kept: Option<Arc<File>>,
    state: Mutex<State>,
}

/// What is known of the vault's content.
#[derive(Clone, Copy)]
struct State {
    seen: Content,
    index: Option<Index>,
    /// What another program has done. That stays: what is in the file no longer belongs to what is in the log.
    spoiled: Option<Lost>,
}

/// How the system describes a file's content.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Content {
    size: u64,
    modified: Option<SystemTime>,
}

impl Content {
    fn of(metadata: &fs::Metadata) -> Self {
        Content { size: metadata.len(), modified: metadata.modified().ok() }
    }
}

/// How far checkpoints are, by the header of the log's index (SQLite's file format, "WAL-index header").
#[derive(Clone, Copy, PartialEq, Eq)]
struct Index {
    /// The log that is in use; each has its own.
    salt: [u8; 8],
    /// Frames that a checkpoint has moved to the vault.
    moved: [u8; 4],
    /// Frames that one has begun to move.
    begun: [u8; 4],
}

impl Index {
    const LENGTH: usize = 132;

    fn read(file: &File) -> Option<Self> {
        let mut header = [0; Index::LENGTH];
        read_start(file, &mut header).ok()?;
        let part = |at: usize| header.get(at..at + 4).and_then(|part| <[u8; 4]>::try_from(part).ok());
        let salt = header.get(32..40).and_then(|part| <[u8; 8]>::try_from(part).ok())?;
        Some(Index { salt, moved: part(96)?, begun: part(128)? })
    }

    fn is_at_rest(&self) -> bool {
        self.moved == self.begun
    }
}

#[cfg(unix)]
fn read_start(file: &File, into: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, into, 0)
}

/// Elsewhere SQLite's locks keep others from reading: what the index would tell is not known.
#[cfg(not(unix))]
fn read_start(_: &File, _: &mut [u8]) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

impl OpenFiles {
    /// Notes which files a connection has just opened; `vault` is the file that its path led to before.
    ///
    /// # Errors
    /// - `vault_unavailable`: it does not lead there any more.
    pub(super) fn note(place: &Place, vault: FileId, live: &LiveLock) -> Result<Self> {
        let beside = |suffix: &str| {
            let path = files::beside(&place.path, suffix);
            let id = fs::metadata(&path).ok().map(|metadata| FileId::of(&metadata));
            (path, id)
        };
        let (log, index) = (beside("-wal"), beside("-shm"));
        live.keep_open(&index.0);
        let seen = look_up(&place.path).map_err(|lost| errors::lost_file(lost, &place.shown))?;
        let state = State { seen: Content::of(&seen), index: None, spoiled: None };
        let files = OpenFiles { place: place.clone(), vault, log, index, kept: live.kept(), state: Mutex::new(state) };
        files.check()?;
        Ok(files)
    }

    /// Before something is written, and before it is acknowledged.
    ///
    /// # Errors
    /// - `vault_unavailable`: what became of the files.
    pub(super) fn check(&self) -> Result<()> {
        self.check_vault()?;
        for (path, id) in [&self.log, &self.index] {
            let now = fs::metadata(path).ok().map(|metadata| FileId::of(&metadata));
            if id.is_some() && now != *id {
                return Err(self.error(Lost::Log));
            }
        }
        Ok(())
    }

    /// Before something is read: the vault alone.
    ///
    /// # Errors
    /// - `vault_unavailable`: what became of it.
    pub(super) fn check_vault(&self) -> Result<()> {
        self.check_content(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The same; `None` where somebody else is asking.
    pub(super) fn try_check_vault(&self) -> Option<Result<()>> {
        let mut state = self.state.try_lock().ok()?;
        Some(self.check_content(&mut state))
    }

    fn check_content(&self, state: &mut State) -> Result<()> {
        // What the index says before is kept, and compared with what it says afterwards: a checkpoint that begins in between is then
        // never taken for somebody else.
        let read_index = || self.kept.as_deref().and_then(Index::read);
        let before = read_index().filter(Index::is_at_rest);
        let metadata = look_up(&self.place.path).map_err(|lost| self.error(lost))?;
        if FileId::of(&metadata) != self.vault {
            return Err(self.error(Lost::Replaced));
        }
        let content = Content::of(&metadata);
        if content.size == 0 {
            state.spoiled = Some(Lost::Emptied);
        } else if content != state.seen && state.spoiled.is_none() {
            let after = read_index();
            // At rest then, as it was then, and the content is another: no checkpoint wrote it.
            if state.index.is_some() && state.index == after {
                state.spoiled = Some(if content.size < state.seen.size { Lost::Truncated } else { Lost::Overwritten });
            }
        }
        (state.seen, state.index) = (content, before);
        state.spoiled.map_or(Ok(()), |lost| Err(self.error(lost)))
    }

    /// What an error of SQLite comes from, where the files or their disk tell.
    pub(super) fn explain(&self, error: Error) -> Error {
        if !matches!(error.code(), ErrorCode::VaultUnavailable | ErrorCode::VaultLocked) {
            return error;
        }
        match self.check() {
            Err(lost) => lost,
            Ok(()) if error.code() == ErrorCode::VaultUnavailable && file_system::is_read_only(&self.place.path) => {
                errors::read_only_file_system(&self.place.shown)
            }
            Ok(()) => error,
        }
    }

    fn error(&self, lost: Lost) -> Error {
        errors::lost_file(lost, &self.place.shown)
    }
}

fn look_up(path: &Path) -> Result<fs::Metadata, Lost> {
    // Where it cannot be asked, it cannot be proven.
    fs::metadata(path).map_err(|_| Lost::Missing)
}
