//! `<vault>-live/`: each process that has the vault open holds an OS lock on a file of its own.
//!
//! It shows a second copy of the library in one process. POSIX gives record locks to a process, not to a file handle: when
//! one copy of SQLite closes the file, the locks of the other are gone. The lock used here (`flock`) belongs to the open file,
//! so the second copy sees it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::base::fork::{lock_until, pause};
use crate::base::{Clock as _, Error, ErrorCode, Result, SystemClock, boot_id, paths};

use super::commits;
use super::errors::{self, Lost, forked};
use super::files::{self, FileId};
use super::threads::{self, AllJoined};
use crate::store::disks::keeps_locks;
use crate::store::holders::{self, Announced};
use crate::store::owner_only::open_shared;

/// A share in this process's lock on a vault. The last share of this copy of the library removes the file.
#[derive(Debug)]
pub(super) struct LiveLock {
    pub(super) file: PathBuf,
    pub(super) process: u32,
    /// Whether the folder goes with the last share, where nothing else is in it: whoever only looks has made it.
    pub(super) is_folder_ours: bool,
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
        let folder = files::beside(vault, FOLDER);
        let file = folder.join(process_name());
        let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        if held.inherited.contains(&folder) {
            return Err(forked(shown));
        }
        let held = &mut held.files;
        let fresh = if held.contains_key(&file) { None } else { Some(lock_file(&file, vault, shown)?) };
        let own = held.get(&file).and_then(|lock| lock.vault.as_deref()).map(named);
        if let Err(error) = check_others(vault, &file, own, fresh.is_some(), shown).and_then(|()| prepare()) {
            if fresh.is_some() {
                let _ = fs::remove_file(&file);
            }
            return Err(error);
        }
        match (fresh, held.get_mut(&file)) {
            (Some(lock), _) => {
                holders::sweep(&folder, THIS);
                let lock = Lock { shares: 1, holders: Vec::new(), vault: None, index: None, file: lock };
                drop(held.insert(file.clone(), lock));
            }
            (None, Some(lock)) => lock.shares += 1,
            (None, None) => {}
        }
        Ok(LiveLock { file, process: std::process::id(), is_folder_ours: false })
    }

    /// The same for whoever only looks: a folder that is not there yet is not left behind.
    ///
    /// # Errors
    /// As of [`LiveLock::take`].
    pub(super) fn take_to_look(vault: &Path, shown: &str, prepare: impl FnOnce() -> Result<()>) -> Result<Self> {
        let folder = files::beside(vault, FOLDER);
        let is_folder_ours = fs::symlink_metadata(&folder).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
        match LiveLock::take(vault, shown, prepare) {
            Ok(mut lock) => {
                lock.is_folder_ours = is_folder_ours;
                Ok(lock)
            }
            Err(error) => {
                leave_nothing(&folder, is_folder_ours);
                Err(error)
            }
        }
    }

    /// Shows that a holder of leases lives in this process, until the last share is gone; `false`: that could not be done.
    pub(super) fn announce(&self, owner: [u8; 16]) -> bool {
        let held = &mut HELD.lock().unwrap_or_else(PoisonError::into_inner).files;
        let Some(lock) = held.get_mut(&self.file).filter(|_| LOCKS) else { return false };
        if !lock.holders.iter().any(|holder| holder.is(owner)) {
            lock.holders.extend(Announced::new(self.folder(), owner, THIS));
        }
        lock.holders.iter().any(|holder| holder.is(owner))
    }

    /// Whether a holder of leases has certainly ended.
    pub(super) fn is_gone(&self, owner: [u8; 16]) -> bool {
        self.is_gone_where(keeps_locks, owner)
    }

    /// The same, where `is_believed` says whether a lock on a file of a folder is seen by everybody who sees the file.
    pub(super) fn is_gone_where(&self, is_believed: fn(&Path) -> bool, owner: [u8; 16]) -> bool {
        LOCKS && is_believed(self.folder()) && holders::is_gone(self.folder(), owner, THIS)
    }

    /// Whether a holder certainly lives.
    pub(super) fn is_alive(&self, owner: [u8; 16]) -> bool {
        LOCKS && holders::is_alive(self.folder(), owner)
    }

    /// Tells others which file this process has open under the vault's name; and that its log is on the disk, which is there from then on
    /// until it is closed. A power cut before that may leave none, and nothing is lost with it.
    pub(super) fn tell_vault(&self, vault: FileId, has_log: bool) {
        let held = &mut HELD.lock().unwrap_or_else(PoisonError::into_inner).files;
        let Some(lock) = held.get_mut(&self.file) else { return };
        let text = format!("{vault}{}", if has_log { LOG } else { "" });
        if lock.vault.as_deref() != Some(&*text) && (has_log || lock.vault.as_deref().map(named) != Some(&*text)) {
            // Where it cannot be written, others take what they find at the path, as before.
            let told = lock.file.set_len(0).and_then(|()| write_start(&lock.file, text.as_bytes()));
            lock.vault = told.is_ok().then_some(text);
        }
    }

    /// Before this process's last connection closes, which may remove the log: from now on its absence says nothing.
    pub(super) fn before_close(&self) {
        let held = &mut HELD.lock().unwrap_or_else(PoisonError::into_inner).files;
        let Some(lock) = held.get_mut(&self.file).filter(|lock| lock.shares == 1) else { return };
        if lock.vault.take().is_some() {
            let _ = lock.file.set_len(0);
            for other in others(self.folder(), &self.file).filter(|other| !other.lives) {
                let _ = fs::remove_file(other.path);
            }
        }
    }

    /// Keeps the log's index open for reading until the last share is gone: to close it while SQLite has it open in this process
    /// would drop SQLite's locks.
    pub(super) fn keep_open(&self, index: &Path) {
        let held = &mut HELD.lock().unwrap_or_else(PoisonError::into_inner).files;
        let Some(lock) = held.get_mut(&self.file).filter(|_| cfg!(unix)) else { return };
        if !lock.index.as_ref().is_some_and(|kept| has_name(kept, index)) {
            lock.index = File::open(index).ok().map(Arc::new);
        }
    }

    /// The log's index. Whoever has it lets go of it before the last share is gone.
    pub(super) fn kept(&self) -> Option<Arc<File>> {
        let held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        held.files.get(&self.file)?.index.clone()
    }

    pub(super) fn folder(&self) -> &Path {
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
            commits::forget(self.folder());
            leave_nothing(self.folder(), self.is_folder_ours);
        }
    }
}

/// Whoever comes at this moment makes it again.
fn leave_nothing(folder: &Path, is_ours: bool) {
    if is_ours {
        // Not where somebody else is by now.
        let _ = fs::remove_dir(folder);
    }
}

/// What this copy of the library holds. A vault is in it as long as a connection to it is open.
static HELD: Mutex<Held> = Mutex::new(Held { files: BTreeMap::new(), inherited: BTreeSet::new() });

struct Held {
    files: BTreeMap<PathBuf, Lock>,
    /// Live folders of vaults that were open when this process was forked off.
    inherited: BTreeSet<PathBuf>,
}

struct Lock {
    shares: usize,
    /// Who holds leases here.
    holders: Vec<Announced>,
    /// Which file others are told that this process has open.
    vault: Option<String>,
    /// The log's index.
    index: Option<Arc<File>>,
    file: File,
}

/// Another process that has or had the vault open.
struct Other {
    path: PathBuf,
    /// Which file it has said to have open; nothing while it opens or closes it.
    vault: String,
    lives: bool,
}

fn others(folder: &Path, own: &Path) -> impl Iterator<Item = Other> {
    let found = if LOCKS { fs::read_dir(folder).ok() } else { None };
    found.into_iter().flatten().flatten().map(|entry| entry.path()).filter(move |path| path != own).filter_map(|path| {
        let name = path.file_name()?.to_str()?;
        if holders::is_holder(name) || name == commits::NAME {
            return None;
        }
        let vault = paths::read_text(&path, LONGEST).ok().filter(|vault| !vault.is_empty())?;
        // Shared, and only of a file in which something is: one that is just being locked stays undisturbed.
        let lives = matches!(paths::open_file(&path).ok()?.try_lock_shared(), Err(TryLockError::WouldBlock));
        Some(Other { path, vault, lives })
    })
}

/// More than a process says of the file that it has open.
const LONGEST: u64 = 1024;

/// The folder's name begins with the vault's.
const FOLDER: &str = "-live";

/// Behind the name of a file whose log is on the disk.
const LOG: &str = " log";

fn named(text: &str) -> &str {
    text.strip_suffix(LOG).unwrap_or(text)
}

/// What other processes say of the file that they have or had open under this name.
fn check_others(vault: &Path, own_file: &Path, own: Option<&str>, is_first: bool, shown: &str) -> Result<()> {
    let here = fs::metadata(vault).ok().map(|metadata| FileId::of(&metadata).to_string());
    if own.is_some_and(|own| here.as_deref() != Some(own)) {
        return Err(errors::lost_file(if here.is_none() { Lost::Missing } else { Lost::Replaced }, shown));
    }
    let has_log = files::beside(vault, "-wal").exists();
    let Some(folder) = own_file.parent() else { return Ok(()) };
    for other in others(folder, own_file) {
        let is_same = here.as_deref() == Some(named(&other.vault));
        if other.lives && !is_same {
            let name = other.path.file_name().map(|name| name.to_string_lossy().into_owned());
            return Err(errors::in_use_elsewhere(shown, name.as_deref().and_then(|name| name.rsplit('-').next())));
        }
        // To look into the file and close it would drop the locks of whoever has it open here: so only where nobody has.
        let has_written = other.vault.ends_with(LOG);
        if !other.lives && is_same && has_written && !has_log && !(is_first && commits::are_all_in(vault, folder)) {
            return Err(errors::no_log(shown));
        }
        if !other.lives && !is_same {
            let _ = fs::remove_file(&other.path);
        }
    }
    Ok(())
}

#[cfg(unix)]
fn write_start(file: &File, bytes: &[u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, 0)
}

/// Elsewhere a locked file cannot be read by others.
#[cfg(not(unix))]
fn write_start(_: &File, _: &[u8]) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
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

/// `<boot id>-<pid namespace>-<pid>`: a process id alone repeats over restarts and containers that share a folder.
pub(super) fn process_name() -> String {
    let namespace = fs::read_link("/proc/self/ns/pid").unwrap_or_default();
    let keep = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let or_none = |text: String| if text.is_empty() { "none".to_owned() } else { text };
    format!("{}-{}-{}", or_none(keep(&boot_id())), or_none(digits(&namespace.to_string_lossy())), std::process::id())
}

/// A vault in a file is on a disk of this machine, so nobody says where they are.
const THIS: &str = "";

/// iOS ends an app that is suspended while it holds a lock in a shared container, so there the file is made but not locked.
const LOCKS: bool = !cfg!(target_os = "ios");

fn lock_file(path: &Path, vault: &Path, shown: &str) -> Result<File> {
    let refused = |error: &io::Error| errors::lock_file_error(error, shown);
    // Another copy may remove its file between our open and our lock; then we have locked a file without a name.
    for attempt in 0..100 {
        files::make_folder(path.parent().unwrap_or(Path::new(".")), vault, shown)?;
        let file = match open_shared(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            other => other.map_err(|error| refused(&error))?,
        };
        if LOCKS {
            match file.try_lock() {
                Ok(()) => {}
                // Whoever asks whether a process lives has its file locked for a moment.
                Err(TryLockError::WouldBlock) if attempt < 5 => {
                    pause();
                    continue;
                }
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
mod tests;
