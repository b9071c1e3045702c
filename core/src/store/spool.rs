//! A folder of small files beside a vault, for what must outlive this process while the vault cannot be written (SR-60). What is in
//! the files is sealed by whoever writes them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::base::encoding::to_base64url;
use crate::base::entropy;

use super::owner_only::{create_owner_only, give_folder_to_owner, give_to_owner, make_folder_owner_only, make_owner_only};

/// A file of this many bytes that is given up when the disk is full: most often the vault could not be written for just that reason.
const RESERVE_BYTES: usize = 64 * 1024;
const RESERVE: &str = "reserve";
/// What a file is called while it is written. Whatever has this end is not whole.
const UNFINISHED: &str = "new";
/// What a file is called that nobody can read.
const UNREADABLE: &str = "unreadable";

/// The folder. Every operation is blocking.
#[derive(Clone, Debug)]
pub(crate) struct SpoolFolder {
    path: PathBuf,
    #[cfg(test)]
    pub(crate) faults: std::sync::Arc<Faults>,
}

/// What may be wrong with its disk, where a test says so: root is let through by the system, and no disk hangs when told.
#[cfg(test)]
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// What is there can be read and not removed, as where the folder has been made read-only.
    pub(crate) keeps_files: std::sync::atomic::AtomicBool,
    /// Whoever holds it keeps every file from being written.
    pub(crate) disk: tokio::sync::Mutex<()>,
    /// How many files are being written.
    pub(crate) waiting: std::sync::atomic::AtomicUsize,
}

/// Somebody who writes a file.
#[cfg(test)]
struct Writing<'a>(&'a Faults);

#[cfg(test)]
impl Drop for Writing<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
    }
}

#[cfg(test)]
impl Faults {
    /// Waits for the disk, also on a thread of a runtime.
    fn wait(&self) -> Writing<'_> {
        self.waiting.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        while self.disk.try_lock().is_err() {
            std::thread::yield_now();
        }
        Writing(self)
    }
}

impl SpoolFolder {
    /// A folder at this place. Nothing is made yet.
    pub(crate) fn new(path: PathBuf) -> Self {
        SpoolFolder {
            path,
            #[cfg(test)]
            faults: std::sync::Arc::default(),
        }
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes the folder, and the reserve for a full disk, where they are missing.
    pub(crate) fn prepare(&self) -> io::Result<()> {
        if let Some(parent) = self.path.parent() {
            fs::create_dir_all(parent)?;
        }
        let is_new = match fs::create_dir(&self.path) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
            Err(error) => return Err(error),
        };
        // Also one that was there: somebody may have made it for the process with the rights of every folder.
        make_folder_owner_only(&self.path)?;
        if is_new {
            give_folder_to_owner(&self.path, folder_of(&self.path));
        }
        let reserve = self.path.join(RESERVE);
        if fs::metadata(&reserve).is_ok_and(|found| found.len() == RESERVE_BYTES as u64) {
            return Ok(());
        }
        // Under a name of its own: several processes may start at once.
        let own = to_base64url(&entropy::make_bytes::<9>());
        let unfinished = self.path.join(format!("{RESERVE}.{own}.{UNFINISHED}"));
        // Random: a file of zeros takes no room on a disk that packs.
        write_whole(&unfinished, &entropy::make_bytes::<RESERVE_BYTES>())
            .and_then(|()| fs::rename(&unfinished, &reserve))
            .inspect_err(|_| drop(fs::remove_file(&unfinished)))
    }

    /// Writes a file; durable when this returns.
    pub(crate) fn put(&self, name: &str, content: &[u8]) -> io::Result<()> {
        #[cfg(test)]
        let _done = self.faults.wait();
        self.try_put(name, content).or_else(|error| {
            if error.kind() == io::ErrorKind::NotFound {
                self.prepare()?;
            } else {
                // Whatever is missing, this is the last place where room can come from.
                fs::remove_file(self.path.join(RESERVE)).map_err(|_| error)?;
            }
            self.try_put(name, content)
        })
    }

    fn try_put(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let (path, unfinished) = (self.path.join(name), self.path.join(format!("{name}.{UNFINISHED}")));
        write_whole(&unfinished, content).and_then(|()| fs::rename(&unfinished, &path)).inspect_err(|_| {
            let _ = fs::remove_file(&unfinished);
        })?;
        sync_folder(&self.path)
    }

    /// What a file holds; `None`: there is none.
    pub(crate) fn get(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        found(fs::read(self.path.join(name)))
    }

    /// The names of all whole files, in order.
    pub(crate) fn list(&self) -> io::Result<Vec<String>> {
        let mut names = self.list_all()?;
        names.retain(|name| ![UNFINISHED, UNREADABLE].contains(&name.rsplit('.').next().unwrap_or_default()));
        Ok(names)
    }

    /// The names of all files, in order: also of those that were put aside or not written to their end. What is no file is not ours: a
    /// disk of its own has folders of its own.
    pub(crate) fn list_all(&self) -> io::Result<Vec<String>> {
        let Some(entries) = found(fs::read_dir(&self.path))? else { return Ok(Vec::new()) };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| *name != RESERVE) else { continue };
            // Removed in between: it is no file any more.
            if found(entry.file_type())?.is_some_and(|kind| kind.is_file()) {
                names.push(name.to_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    /// Removes a file whose content is stored elsewhere, and makes the reserve again.
    pub(crate) fn remove(&self, name: &str) -> io::Result<()> {
        #[cfg(test)]
        if self.faults.keeps_files.load(std::sync::atomic::Ordering::SeqCst) {
            return Err(io::ErrorKind::ReadOnlyFilesystem.into());
        }
        found(fs::remove_file(self.path.join(name)))?;
        self.prepare()
    }

    /// Removes every file that `is_wanted` says by its name. One that cannot be removed keeps none of the others.
    pub(crate) fn remove_all(&self, is_wanted: impl Fn(&str) -> bool) -> io::Result<()> {
        let mut done = Ok(());
        for name in self.list_all()?.into_iter().filter(|name| is_wanted(name)) {
            done = done.and(found(fs::remove_file(self.path.join(name))).map(drop));
        }
        done
    }

    /// Removes the reserve where it is all that is left.
    pub(crate) fn remove_lone_reserve(&self) -> io::Result<()> {
        if self.list_all()?.is_empty() { found(fs::remove_file(self.path.join(RESERVE))).map(drop) } else { Ok(()) }
    }

    /// Whether a file is there, or was put aside: nobody has removed it.
    pub(crate) fn has(&self, name: &str) -> io::Result<bool> {
        let aside = self.path.join(format!("{name}.{UNREADABLE}"));
        Ok(found(fs::metadata(self.path.join(name)))?.is_some() || found(fs::metadata(aside))?.is_some())
    }

    /// Puts a file aside that nobody can read: it is kept, and not looked at again.
    pub(crate) fn put_aside(&self, name: &str) -> io::Result<()> {
        found(fs::rename(self.path.join(name), self.path.join(format!("{name}.{UNREADABLE}")))).map(drop)
    }
}

/// Writes a file for its owner only, to the disk.
fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    // Of an earlier attempt. Never written through: it could be a link.
    found(fs::remove_file(path))?;
    let mut file = create_owner_only(OpenOptions::new().write(true).create_new(true)).open(path)?;
    make_owner_only(&file)?;
    give_to_owner(&file, folder_of(path));
    file.write_all(content)?;
    file.sync_all()
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes the names in a folder durable, where the system can.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

fn found<T>(answer: io::Result<T>) -> io::Result<Option<T>> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spool() -> (tempfile::TempDir, SpoolFolder) {
        let folder = tempfile::tempdir().unwrap();
        let spool = SpoolFolder::new(folder.path().join("v.db-spool"));
        (folder, spool)
    }

    #[test]
    fn what_is_put_is_there_until_it_is_removed() {
        let (_folder, spool) = spool();
        assert!(spool.list().unwrap().is_empty(), "no folder yet");
        spool.put("b.2", b"two").unwrap();
        spool.put("a.1", b"one").unwrap();
        spool.put("a.1", b"once more").unwrap();
        assert_eq!(spool.list().unwrap(), ["a.1", "b.2"]);
        assert_eq!(spool.get("a.1").unwrap().unwrap(), b"once more");
        spool.remove("a.1").unwrap();
        spool.remove("a.1").unwrap();
        spool.put_aside("b.2").unwrap();
        assert!(spool.list().unwrap().is_empty() && spool.get("a.1").unwrap().is_none());
        assert_eq!(fs::read(spool.path().join("b.2.unreadable")).unwrap(), b"two");
        // Put aside is not removed: whoever waits for it to be stored goes on waiting.
        assert_eq!((spool.has("a.1").unwrap(), spool.has("b.2").unwrap()), (false, true));
    }

    #[test]
    fn what_is_to_go_goes_however_it_is_called() {
        let (_folder, spool) = spool();
        spool.remove_all(|_| true).unwrap();
        spool.put("a.1", b"mine").unwrap();
        spool.put("a.2", b"mine").unwrap();
        spool.put_aside("a.2").unwrap();
        spool.put("b.1", b"theirs").unwrap();
        fs::write(spool.path().join("a.3.new"), "mi").unwrap();
        // A disk of its own has such folders.
        fs::create_dir(spool.path().join("a.lost+found")).unwrap();
        spool.remove_all(|name| name.starts_with("a.")).unwrap();
        let mut left: Vec<_> = fs::read_dir(spool.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["a.lost+found", "b.1", RESERVE]);
        assert_eq!(spool.list().unwrap(), ["b.1"]);
    }

    #[test]
    fn a_file_that_was_not_written_to_its_end_is_not_there() {
        let (_folder, spool) = spool();
        spool.prepare().unwrap();
        fs::write(spool.path().join("a.1.new"), "half").unwrap();
        assert!(spool.list().unwrap().is_empty());
        spool.put("a.1", b"whole").unwrap();
        assert_eq!(spool.list().unwrap(), ["a.1"]);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_but_the_owner_reads_it_and_no_link_is_followed() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let (folder, spool) = spool();
        spool.prepare().unwrap();
        let elsewhere = folder.path().join("elsewhere");
        fs::write(&elsewhere, "kept").unwrap();
        symlink(&elsewhere, spool.path().join("a.1.new")).unwrap();
        spool.put("a.1", b"sealed").unwrap();
        assert_eq!(fs::read(&elsewhere).unwrap(), b"kept");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!([spool.path(), &spool.path().join("a.1"), &spool.path().join(RESERVE)].map(mode), [0o700, 0o600, 0o600]);
    }

    /// Made by a person with the rights of every folder, or for something else.
    #[cfg(unix)]
    #[test]
    fn a_folder_that_was_there_is_closed_to_others_and_a_link_is_refused() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let (folder, spool) = spool();
        fs::create_dir(spool.path()).unwrap();
        fs::set_permissions(spool.path(), fs::Permissions::from_mode(0o777)).unwrap();
        spool.prepare().unwrap();
        assert_eq!(fs::metadata(spool.path()).unwrap().permissions().mode() & 0o777, 0o700);
        let link = folder.path().join("link");
        symlink(spool.path(), &link).unwrap();
        assert_eq!(SpoolFolder::new(link).prepare().unwrap_err().kind(), io::ErrorKind::NotADirectory);
        let below = SpoolFolder::new(folder.path().join("not").join("yet").join("there"));
        below.prepare().unwrap();
        assert!(below.path().is_dir());
    }

    #[test]
    fn several_processes_make_it_at_once() {
        let (_folder, spool) = spool();
        let failed = std::thread::scope(|scope| {
            let all: Vec<_> = (0..8).map(|_| scope.spawn(|| spool.prepare())).collect();
            all.into_iter().filter_map(|thread| thread.join().unwrap().err()).map(|error| error.to_string()).collect::<Vec<_>>()
        });
        assert_eq!(failed, Vec::<String>::new());
        assert_eq!(fs::read_dir(spool.path()).unwrap().count(), 1, "the reserve alone");
    }

    /// A device that is always full, in the place of the file.
    #[cfg(target_os = "linux")]
    #[test]
    fn the_reserve_is_given_up_for_room_and_made_again() {
        let (_folder, spool) = spool();
        spool.prepare().unwrap();
        let reserve = spool.path().join(RESERVE);
        assert_eq!(fs::metadata(&reserve).unwrap().len(), RESERVE_BYTES as u64);
        // A folder cannot be replaced by a file, however often that is tried.
        fs::create_dir(spool.path().join("a.1.new")).unwrap();
        spool.put("a.1", b"sealed").unwrap_err();
        assert!(!reserve.exists());
        fs::remove_dir(spool.path().join("a.1.new")).unwrap();
        spool.put("a.1", b"sealed").unwrap();
        spool.remove("a.1").unwrap();
        assert_eq!(fs::metadata(&reserve).unwrap().len(), RESERVE_BYTES as u64);
    }
}
