//! `<vault>-live/`: each process that has the vault open holds an OS lock on a file of its own.
//!
//! It shows a second copy of the library in one process. POSIX gives record locks to a process, not to a file handle: when
//! one copy of SQLite closes the file, the locks of the other are gone. The lock used here (`flock`) belongs to the open file,
//! so the second copy sees it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::base::fork::{lock_until, pause};
use crate::base::{Clock as _, Error, ErrorCode, Result, SystemClock, boot_id};

use super::errors::{forked, io_error};
use super::files::close_to_others;
use super::holders::{self, Announced};
use super::threads::{self, AllJoined};
use crate::store::owner_only::{create_owner_only, make_folder_owner_only, make_owner_only};

/// A share in this process's lock on a vault. The last share of this copy of the library removes the file.
#[derive(Debug)]
pub(super) struct LiveLock {
    file: PathBuf,
    process: u32,
}

impl LiveLock {
    /// Takes the lock, or a share in it if this copy of the library has it already; then does `prepare` while nobody else in
    /// this copy opens or closes a vault.
    ///
    /// # Errors
    /// - `forked`: the parent had the vault open when it forked.
    /// - `vault_locked`: another copy of the library in this process has the vault open.
    /// - `vault_unavailable`: the folder or file cannot be made.
    pub(super) fn take(vault: &Path, shown: &str, prepare: impl FnOnce() -> Result<()>) -> Result<Self> {
        let folder = live_folder(vault);
        let file = folder.join(process_name());
        let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        if held.inherited.contains(&folder) {
            return Err(forked(shown));
        }
        let held = &mut held.files;
        let fresh = if held.contains_key(&file) { None } else { Some(lock_file(&file, shown)?) };
        if let Err(error) = prepare() {
            if fresh.is_some() {
                let _ = fs::remove_file(&file);
            }
            return Err(error);
        }
        match (fresh, held.get_mut(&file)) {
            (Some(lock), _) => {
                holders::sweep(&folder);
                drop(held.insert(file.clone(), Lock { shares: 1, holders: Vec::new(), _file: lock }));
            }
            (None, Some(lock)) => lock.shares += 1,
            (None, None) => {}
        }
        Ok(LiveLock { file, process: std::process::id() })
    }

    /// Shows that a holder of leases lives in this process, until the last share is gone.
    pub(super) fn announce(&self, owner: [u8; 16]) {
        let held = &mut HELD.lock().unwrap_or_else(PoisonError::into_inner).files;
        let Some(lock) = held.get_mut(&self.file).filter(|_| LOCKS) else { return };
        if !lock.holders.iter().any(|holder| holder.is(owner)) {
            lock.holders.extend(Announced::new(self.folder(), owner));
        }
    }

    /// Whether a holder of leases has certainly ended.
    pub(super) fn is_gone(&self, owner: [u8; 16]) -> bool {
        LOCKS && holders::is_gone(self.folder(), owner)
    }

    /// Whether a holder certainly lives.
    pub(super) fn is_alive(&self, owner: [u8; 16]) -> bool {
        LOCKS && holders::is_alive(self.folder(), owner)
    }

    fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("."))
    }

    /// What the system does when the process ends: the lock of a holder is gone, its file is there.
    #[cfg(test)]
    pub(super) fn forget(&self, owner: [u8; 16]) {
        let held = &mut HELD.lock().unwrap_or_else(PoisonError::into_inner).files;
        held.get_mut(&self.file).unwrap().holders.retain(|holder| !holder.is(owner));
    }
}

impl Drop for LiveLock {
    fn drop(&mut self) {
        if std::process::id() != self.process {
            // A forked child has inherited this value; file and lock belong to its parent.
            return;
        }
        let held = &mut HELD.lock().unwrap_or_else(PoisonError::into_inner).files;
        let Some(lock) = held.get_mut(&self.file) else { return };
        lock.shares -= 1;
        if lock.shares == 0 {
            lock.holders.drain(..).for_each(Announced::withdraw);
            // First the name, then the lock: whoever gets the lock in between sees that the name is gone.
            let _ = fs::remove_file(&self.file);
            held.remove(&self.file);
        }
    }
}

/// What this copy of the library holds. A vault is in it as long as a connection to it is open.
static HELD: Mutex<Held> = Mutex::new(Held { files: BTreeMap::new(), inherited: BTreeSet::new() });

struct Held {
    /// By file.
    files: BTreeMap<PathBuf, Lock>,
    /// Live folders of vaults that were open when this process was forked off.
    inherited: BTreeSet<PathBuf>,
}

struct Lock {
    shares: usize,
    /// Who holds leases here.
    holders: Vec<Announced>,
    _file: File,
}

/// While it is there, no vault is opened or closed in this process.
pub(crate) struct Frozen(MutexGuard<'static, Held>, AllJoined);

/// Waits until no vault is open in this process and keeps it so; `detach` is called over and over to get there. After `until`,
/// a time of the system's clock, it is kept as it is; `None` if even that cannot be.
pub(crate) fn freeze(until: Duration, detach: impl Fn()) -> Option<Frozen> {
    loop {
        detach();
        let joined = threads::join_all(until)?;
        let held = lock_until(&HELD, until)?;
        if held.files.is_empty() || SystemClock.elapsed() >= until {
            return Some(Frozen(held, joined));
        }
        drop((held, joined));
        pause();
    }
}

impl Frozen {
    /// This process is the child of the fork. What is still open is the parent's: SQLite's own tables say that it is open here,
    /// and the system's locks say that it is not, so it must not be touched.
    pub(crate) fn enter_child(mut self) {
        let files = std::mem::take(&mut self.0.files);
        self.0.inherited.extend(files.keys().filter_map(|file| file.parent()).map(Path::to_owned));
        // Closing a copy of the file does not take the parent's lock away; it belongs to the open file that both share.
        drop(files);
        self.1.enter_child();
    }
}

fn live_folder(vault: &Path) -> PathBuf {
    let mut name = vault.as_os_str().to_owned();
    name.push("-live");
    PathBuf::from(name)
}

/// `<boot id>-<pid namespace>-<pid>`: a process id alone repeats over restarts and containers that share a folder.
fn process_name() -> String {
    let namespace = fs::read_link("/proc/self/ns/pid").unwrap_or_default();
    let keep = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let or_none = |text: String| if text.is_empty() { "none".to_owned() } else { text };
    format!("{}-{}-{}", or_none(keep(&boot_id())), or_none(digits(&namespace.to_string_lossy())), std::process::id())
}

/// iOS ends an app that is suspended while it holds a lock in a shared container, so there the file is made but not locked.
const LOCKS: bool = !cfg!(target_os = "ios");

fn lock_file(path: &Path, shown: &str) -> Result<File> {
    let refused = |error: &io::Error| io_error(error, shown);
    // Another copy may remove its file between our open and our lock; then we have locked a file without a name.
    for _ in 0..100 {
        make_folder(path.parent().unwrap_or(Path::new("."))).map_err(|error| refused(&error))?;
        let file = create_owner_only(OpenOptions::new().write(true).create(true).truncate(false)).open(path);
        let file = match file {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            other => other.map_err(|error| refused(&error))?,
        };
        make_owner_only(&file).map_err(|error| refused(&error))?;
        if LOCKS {
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(two_copies(shown)),
                Err(TryLockError::Error(error)) => return Err(refused(&error)),
            }
        }
        if has_name(&file, path) {
            return Ok(file);
        }
    }
    Err(two_copies(shown))
}

fn two_copies(shown: &str) -> Error {
    Error::new(ErrorCode::VaultLocked, format!("{shown} is open in two copies of Authpipe in one process."))
        .with_hint("Install one copy of the package, or close the other one first.")
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Ok(()) => make_folder_owner_only(folder),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            close_to_others(folder);
            Ok(())
        }
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn has_name(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let same = |a: &fs::Metadata, b: &fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    matches!((file.metadata(), fs::symlink_metadata(path)), (Ok(a), Ok(b)) if same(&a, &b))
}

#[cfg(not(unix))]
fn has_name(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(vault: &Path) -> Result<LiveLock> {
        LiveLock::take(vault, "./v.db", || Ok(()))
    }

    fn file_of(vault: &Path) -> PathBuf {
        live_folder(vault).join(process_name())
    }

    #[test]
    fn another_copy_in_this_process_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let vault = folder.path().join("v.db");
        fs::create_dir(live_folder(&vault)).unwrap();
        // What another copy does: its own handle, locked, which our table of held locks does not know.
        let other = File::create(file_of(&vault)).unwrap();
        other.lock().unwrap();
        let error = take(&vault).unwrap_err();
        assert_eq!(error.code(), ErrorCode::VaultLocked);
        assert_eq!(error.message(), "./v.db is open in two copies of Authpipe in one process.");
        drop(other);
        assert!(take(&vault).is_ok(), "a file left behind by a dead process is no obstacle");
    }

    #[test]
    fn shares_of_one_copy_keep_the_lock_until_the_last_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let vault = folder.path().join("v.db");
        let (first, second) = (take(&vault).unwrap(), take(&vault).unwrap());
        let is_locked = || matches!(File::open(file_of(&vault)).unwrap().try_lock(), Err(TryLockError::WouldBlock));
        assert!(is_locked());
        drop(first);
        assert!(is_locked());
        drop(second);
        assert!(!file_of(&vault).exists());
        assert!(LiveLock::take(&vault, "v", || Err(two_copies("v"))).is_err());
        assert!(!file_of(&vault).exists(), "a failed preparation gives the share back");
    }

    #[test]
    fn a_forked_child_leaves_its_parents_file_alone() {
        let folder = tempfile::tempdir().unwrap();
        let vault = folder.path().join("v.db");
        let parent = take(&vault).unwrap();
        drop(LiveLock { file: parent.file.clone(), process: parent.process + 1 });
        assert!(file_of(&vault).exists());
    }
}
