//! Whether the holder of a lease is alive: each holder has a file of its own in a folder that all share, locked for as long as it
//! has the vault open. The system lets go of the lock when the process ends, however it does, so others need not wait for the
//! lease's time. What cannot be told (another machine, an older version, a system that forbids such locks) stays with that time.
//!
//! What stands in the file says which file it is: a lock on the original is not seen by whoever has a copy, or sees it through another file
//! system. Where the folder may be seen from other machines, it says on which one its holder is too: a lock that somebody holds there need
//! not be seen here.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::base::{Clock as _, SystemClock, boot_id, paths};
use crate::store::owner_only::{create_owner_only, give_to_owner, make_owner_only, open_in_place};

/// How long the file of a dead holder is kept: longer than any lease that it may hold, and than the day for which its silence alone
/// says nothing about which root keys it has.
const KEPT: Duration = Duration::from_secs(25 * 3600);
/// More than ever stands in one.
const LONGEST: u64 = 1024;
/// A file that is not locked yet: nobody takes its holder for dead.
const NEW: &str = "new-";
const ALIVE: &str = "holder-";
const GONE: &str = "gone-";

/// The locked file of a holder that lives in this process.
#[derive(Debug)]
pub(super) struct Announced {
    owner: [u8; 16],
    path: PathBuf,
    _lock: File,
}

impl Announced {
    /// Shows everybody on this machine that the holder is alive. `None`: it cannot be shown, and the lease's time decides.
    pub(super) fn new(folder: &Path, owner: [u8; 16], machine: &str) -> Option<Self> {
        Announced::by(|new, path| fs::hard_link(new, path), folder, owner, machine)
    }

    /// The same where `link` makes a second name. Some file systems have none; there the file is renamed.
    fn by(link: impl Fn(&Path, &Path) -> io::Result<()>, folder: &Path, owner: [u8; 16], machine: &str) -> Option<Self> {
        let (path, new) = (folder.join(name(ALIVE, owner)), folder.join(name(NEW, owner)));
        let made = || {
            let mut file = create_owner_only(OpenOptions::new().write(true).create_new(true)).open(&new)?;
            make_owner_only(&file)?;
            give_to_owner(&file, folder);
            file.write_all(describe(&file, machine)?.as_bytes())?;
            // Before it has its name: whoever finds that name unlocked takes the holder for dead.
            file.try_lock()?;
            match link(&new, &path) {
                // A rename would replace: but nobody else has this owner's name, which is made at random.
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists && !path.exists() => fs::rename(&new, &path)?,
                linked => linked?,
            }
            Ok::<_, io::Error>(file)
        };
        let made = made();
        let _ = fs::remove_file(&new);
        match made {
            Ok(lock) => Some(Announced { owner, path, _lock: lock }),
            Err(error) => {
                tracing::debug!(kind = ?error.kind(), "other processes will not see at once if this one dies");
                None
            }
        }
    }

    /// The lock as a child has it that was forked off.
    #[cfg(test)]
    pub(super) fn inherited(&self) -> File {
        self._lock.try_clone().unwrap()
    }

    pub(super) fn is(&self, owner: [u8; 16]) -> bool {
        self.owner == owner
    }

    /// Takes the file away: an orderly end leaves no lease.
    pub(super) fn withdraw(self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether a holder on this machine has certainly ended.
pub(super) fn is_gone(folder: &Path, owner: [u8; 16], machine: &str) -> bool {
    match paths::open_file(&folder.join(name(ALIVE, owner))) {
        // Shared: two who ask at once do not take each other for the holder.
        Ok(file) => file.try_lock_shared().is_ok() && is_of(&file, machine),
        Err(_) => paths::open_file(&folder.join(name(GONE, owner))).is_ok_and(|file| is_of(&file, machine)),
    }
}

/// Whether the holder is on this machine, and this is the file that it has locked.
fn is_of(file: &File, machine: &str) -> bool {
    let mut said = String::new();
    let Ok(described) = file.take(LONGEST).read_to_string(&mut said).and_then(|_| describe(file, machine)) else { return false };
    described == said || (machine.is_empty() && is_of_earlier_boot(&said, &described))
}

/// What stands in a holder's file. Where the folder is this machine's alone (`machine` is empty), that is the boot.
fn describe(file: &File, machine: &str) -> io::Result<String> {
    let number = number(&file.metadata()?);
    if machine.is_empty() { Ok(format!("{} {number}", boot_id())) } else { Ok(format!("{machine} {number}")) }
}

/// Whether a file of this machine's own was described before it was started the last time. A disk may have had another number then.
fn is_of_earlier_boot(said: &str, described: &str) -> bool {
    let parts = |text: &str| {
        let (boot, number) = text.split_once(' ')?;
        let (_, inode) = number.split_once(':')?;
        Some([boot.to_owned(), inode.to_owned()])
    };
    matches!((parts(said), parts(described)), (Some([before, one]), Some([now, other])) if before != now && one == other)
}

/// Tells a file from all others of this machine, copies of it too.
#[cfg(unix)]
fn number(file: &fs::Metadata) -> String {
    use std::os::unix::fs::MetadataExt as _;
    format!("{}:{}", file.dev(), file.ino())
}

#[cfg(not(unix))]
fn number(_: &fs::Metadata) -> &'static str {
    ""
}

/// Whether a holder certainly lives: its file is locked.
pub(super) fn is_alive(folder: &Path, owner: [u8; 16]) -> bool {
    paths::open_file(&folder.join(name(ALIVE, owner)))
        .is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// Renames the files of dead holders, and removes those that have had their new name for long. Whoever asks finds either. Of holders on
/// other machines nothing is known: their files are removed when no lease can be left that they tell of, and then its time decides.
pub(super) fn sweep(folder: &Path, machine: &str) {
    let now = now();
    let is_old = |data: io::Result<fs::Metadata>| {
        let modified = data.and_then(|data| data.modified());
        modified.is_ok_and(|modified| now.duration_since(modified).is_ok_and(|since| since > KEPT))
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if let Some(owner) = name.strip_prefix(ALIVE) {
            let Ok(file) = open_in_place(OpenOptions::new().read(true).write(true), &path) else { continue };
            if file.try_lock_shared().is_err() {
                continue;
            }
            if is_of(&file, machine) {
                let _ = file.set_modified(now);
                let _ = fs::rename(&path, folder.join(format!("{GONE}{owner}")));
            } else if is_old(file.metadata()) {
                let _ = fs::remove_file(&path);
            }
        } else if (name.starts_with(GONE) || name.starts_with(NEW)) && is_old(entry.metadata()) {
            let _ = fs::remove_file(&path);
        }
    }
}

/// As files are stamped.
fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(SystemClock.now().unix_millis()).unwrap_or(0))
}

/// Whether a file in the live folder is a holder's, not a process's.
pub(super) fn is_holder(name: &str) -> bool {
    [NEW, ALIVE, GONE].iter().any(|kind| name.starts_with(kind))
}

fn name(kind: &str, owner: [u8; 16]) -> String {
    owner.iter().fold(kind.to_owned(), |name, byte| name + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: [u8; 16] = [1; 16];
    const OTHER: [u8; 16] = [0xfe; 16];
    const HERE: &str = "here";

    #[test]
    fn a_holder_is_gone_when_its_lock_is_and_its_file_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        assert!(!is_gone(folder, ONE, HERE), "who never said that they are there is not known to be gone");
        assert!(!is_alive(folder, ONE), "nor to live");
        let one = Announced::new(folder, ONE, HERE).unwrap();
        let other = Announced::new(folder, OTHER, HERE).unwrap();
        assert!(one.is(ONE) && !one.is(OTHER));
        assert!(is_alive(folder, ONE) && is_alive(folder, OTHER));
        assert!(Announced::new(folder, ONE, HERE).is_none(), "one holder, one file");
        sweep(folder, HERE);
        assert!(!is_gone(folder, ONE, HERE) && !is_gone(folder, OTHER, HERE));
        // What the system does when a process ends.
        drop(one);
        assert!(is_gone(folder, ONE, HERE) && is_gone(folder, ONE, HERE) && !is_gone(folder, OTHER, HERE));
        assert!(!is_alive(folder, ONE) && is_alive(folder, OTHER));
        other.withdraw();
        assert!(!is_gone(folder, OTHER, HERE), "an orderly end is no evidence");
    }

    #[test]
    fn who_comes_while_others_sweep_is_never_taken_for_dead() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let ended = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while !ended.load(std::sync::atomic::Ordering::Relaxed) {
                        sweep(folder, HERE);
                    }
                });
            }
            let wrong: Vec<u16> = (0..3_000_u16)
                .filter(|number| {
                    let mut owner = ONE;
                    owner[..2].copy_from_slice(&number.to_be_bytes());
                    let announced = Announced::new(folder, owner, HERE);
                    let is_wrong = announced.is_none() || is_gone(folder, owner, HERE);
                    announced.into_iter().for_each(Announced::withdraw);
                    is_wrong
                })
                .collect();
            ended.store(true, std::sync::atomic::Ordering::Relaxed);
            assert!(wrong.is_empty(), "{} of 3,000, the first {:?}", wrong.len(), wrong.first());
        });
        assert_eq!(fs::read_dir(folder).unwrap().count(), 0, "and nothing is left");
    }

    /// As on a file system that has no second names.
    #[test]
    fn a_holder_is_shown_where_no_link_can_be_made() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let announce = |owner| Announced::by(|_, _| Err(io::ErrorKind::PermissionDenied.into()), folder, owner, HERE);
        let (one, other) = (announce(ONE).unwrap(), announce(OTHER).unwrap());
        assert!(announce(ONE).is_none(), "one holder, one file");
        sweep(folder, HERE);
        assert!(!is_gone(folder, ONE, HERE) && !is_gone(folder, OTHER, HERE));
        drop(one);
        assert!(is_gone(folder, ONE, HERE) && !is_gone(folder, OTHER, HERE));
        other.withdraw();
        sweep(folder, HERE);
        let left: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(left, [folder.join(name(GONE, ONE))]);
    }

    #[test]
    fn who_cannot_be_shown_leaves_no_file_that_looks_dead() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let one = Announced::new(folder, ONE, HERE).unwrap();
        assert!(Announced::new(folder, ONE, HERE).is_none());
        let files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(files, [folder.join(name(ALIVE, ONE))]);
        assert!(!is_gone(folder, ONE, HERE));
        one.withdraw();
    }

    #[test]
    fn what_the_dead_leave_behind_is_swept_when_no_lease_of_theirs_can_be_left() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        drop(Announced::new(folder, ONE, HERE).unwrap());
        let old = File::open(folder.join(name(ALIVE, ONE))).unwrap();
        // It lived for long: that its file is old says nothing about when it died.
        old.set_modified(now() - 2 * KEPT).unwrap();
        sweep(folder, HERE);
        sweep(folder, HERE);
        assert!(is_gone(folder, ONE, HERE));
        let renamed = OpenOptions::new().write(true).open(folder.join(name(GONE, ONE))).unwrap();
        renamed.set_modified(now() - 2 * KEPT).unwrap();
        sweep(folder, HERE);
        assert_eq!(fs::read_dir(folder).unwrap().count(), 0);
    }

    /// Its lock is not seen here, for whatever reason.
    #[test]
    fn who_is_on_another_machine_is_never_taken_for_dead() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        drop(Announced::new(folder, ONE, "elsewhere").unwrap());
        assert!(!is_gone(folder, ONE, HERE) && is_gone(folder, ONE, "elsewhere"));
        sweep(folder, HERE);
        assert!(!is_gone(folder, ONE, HERE) && folder.join(name(ALIVE, ONE)).exists(), "nor told to others as dead");
        sweep(folder, "elsewhere");
        assert!(!is_gone(folder, ONE, HERE) && is_gone(folder, ONE, "elsewhere"));
        drop(Announced::new(folder, OTHER, "elsewhere").unwrap());
        File::options().write(true).open(folder.join(name(ALIVE, OTHER))).unwrap().set_modified(now() - 2 * KEPT).unwrap();
        sweep(folder, HERE);
        assert!(!folder.join(name(ALIVE, OTHER)).exists(), "one that has died long ago leaves nothing for ever");
    }

    /// As whoever copies the folder while its holder lives, or sees it through a file system of another kind.
    #[cfg(unix)]
    #[test]
    fn a_copy_of_a_holders_file_says_nothing() {
        // Also where the folder is one machine's alone.
        for machine in [HERE, ""] {
            let (folder, copied) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
            let (folder, copied) = (folder.path(), copied.path());
            let living = Announced::new(folder, ONE, machine).unwrap();
            fs::copy(folder.join(name(ALIVE, ONE)), copied.join(name(ALIVE, ONE))).unwrap();
            assert!(!is_gone(copied, ONE, machine), "{machine:?}");
            sweep(copied, machine);
            assert!(!is_gone(copied, ONE, machine), "nor when somebody has swept");
            drop(living);
            assert!(is_gone(folder, ONE, machine) && !is_gone(copied, ONE, machine), "{machine:?}");
        }
    }

    /// Whoever held something before the machine was started again is dead, whatever number its disk has now.
    #[cfg(unix)]
    #[test]
    fn a_holder_of_before_a_restart_is_gone_where_the_folder_is_this_machines_alone() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        drop(Announced::new(folder, ONE, "").unwrap());
        let path = folder.join(name(ALIVE, ONE));
        let said = fs::read_to_string(&path).unwrap();
        let inode = said.rsplit_once(':').unwrap().1;
        for (text, is_dead) in [
            (said.clone(), true),
            (format!("before 7:{inode}"), true),
            (format!("before 7:{inode}0"), false),
            (said.replace(':', "0:"), false),
            (String::new(), false),
        ] {
            fs::write(&path, &text).unwrap();
            assert_eq!(is_gone(folder, ONE, ""), is_dead, "{text:?}");
        }
    }
}
