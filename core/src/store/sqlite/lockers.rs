//! Which process keeps a vault locked, where the system tells: Linux lists the locks of all processes that this one can see.

use std::path::Path;
use std::time::Duration;

use crate::base::{Error, ErrorCode};

/// Who keeps the vault locked, as far as the system tells, and how long this process has waited for it without a break.
pub(super) fn error(vault: &Path, file: &str, waited: Duration) -> Error {
    let (locker, seconds) = (find(vault), waited.as_secs());
    let (who, hint) = match locker {
        None => ("Another process".to_owned(), "Look for a tool that holds a transaction open.".to_owned()),
        Some(Locker { pid, name, is_stopped: true }) => {
            (format!("Process {pid} ({name}), which is stopped,"), format!("Let it go on (kill -CONT {pid}), or end it."))
        }
        Some(Locker { pid, name, is_stopped: false }) => {
            (format!("Process {pid} ({name})"), "It holds a transaction open. Wait for it, or end it.".to_owned())
        }
    };
    Error::new(ErrorCode::VaultLocked, format!("{who} keeps {file} locked, for at least {seconds} s now."))
        .with_hint(hint)
        .with_retry_after(Duration::from_secs(1))
}

/// A process, as an operator knows it.
#[derive(Debug, PartialEq, Eq)]
struct Locker {
    pid: u32,
    /// The program's name.
    name: String,
    /// Whether it is stopped (SIGSTOP, Ctrl-Z), so that it will not let go by itself.
    is_stopped: bool,
}

/// Who holds the lock that a writer waits for.
#[cfg(target_os = "linux")]
fn find(vault: &Path) -> Option<Locker> {
    use std::os::unix::fs::MetadataExt as _;
    let inode = |path: &Path| std::fs::metadata(path).ok().map(|metadata| metadata.ino());
    // What belongs to the vault stands beside the file, not beside a link to it.
    let vault = &std::fs::canonicalize(vault).ok()?;
    let index = inode(&super::files::beside(vault, "-shm"));
    // The log's writer, else whoever keeps the vault as a whole to itself.
    let look = || {
        let locks = std::fs::read_to_string("/proc/locks").ok()?;
        index
            .and_then(|inode| holder(&locks, inode, |first, last| first <= WRITER && WRITER <= last))
            .or_else(|| inode(vault).and_then(|inode| holder(&locks, inode, |_, _| true)))
    };
    describe((0..LOOKS).find_map(|_| look())?)
}

/// The list is not of one moment: a line may be missing where another one went while it was read.
#[cfg(target_os = "linux")]
const LOOKS: usize = 3;

#[cfg(target_os = "linux")]
fn describe(pid: u32) -> Option<Locker> {
    let about = |what: &str| std::fs::read_to_string(format!("/proc/{pid}/{what}")).ok();
    let name = about("comm")?.trim().chars().filter(|c| !c.is_control()).collect();
    // `pid (name) state …`; a name may hold anything, so the last parenthesis counts.
    let state = about("stat").and_then(|stat| stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next()));
    Some(Locker { pid, name, is_stopped: matches!(state, Some('T' | 't')) })
}

#[cfg(not(target_os = "linux"))]
fn find(_: &Path) -> Option<Locker> {
    None
}

/// The byte of the log's index that a writer locks (SQLite's `WAL_WRITE_LOCK`).
#[cfg(target_os = "linux")]
const WRITER: u64 = 120;

/// `1: POSIX  ADVISORY  WRITE 1234 fe:00:131 120 120`: who has such a lock for writing. Those who wait for it are marked with `->`.
#[cfg(target_os = "linux")]
fn holder(locks: &str, inode: u64, covers: impl Fn(u64, u64) -> bool) -> Option<u32> {
    locks.lines().find_map(|line| {
        let mut words = line.split_whitespace().skip(1);
        let (kind, _, mode) = (words.next()?, words.next()?, words.next()?);
        let pid: u32 = words.next()?.parse().ok()?;
        let file = words.next()?.rsplit(':').next()?.parse::<u64>().ok()?;
        let first: u64 = words.next()?.parse().ok()?;
        let last = words.next().map(|last| last.parse().unwrap_or(u64::MAX))?;
        (kind == "POSIX" && mode == "WRITE" && file == inode && pid != 0 && covers(first, last)).then_some(pid)
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_process_is_called_so() {
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        let pid = rustix::process::Pid::from_child(&child);
        assert!(!describe(child.id()).unwrap().is_stopped);
        rustix::process::kill_process(pid, rustix::process::Signal::STOP).unwrap();
        let told = (0..10_000).find_map(|_| describe(child.id()).filter(|process| process.is_stopped));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(told.unwrap().name, "sleep");
    }

    #[test]
    fn the_writer_is_found_among_other_locks() {
        let locks = "1: POSIX  ADVISORY  READ  10 fe:00:131 123 123\n\
                     2: FLOCK  ADVISORY  WRITE 11 fe:00:131 0 EOF\n\
                     3: POSIX  ADVISORY  WRITE 12 fe:00:132 120 120\n\
                     4: POSIX  ADVISORY  WRITE 13 fe:00:131 120 120\n\
                     4: -> POSIX  ADVISORY  WRITE 14 fe:00:131 120 120\n";
        let writer = |first, last| first <= WRITER && WRITER <= last;
        assert_eq!(holder(locks, 131, writer), Some(13));
        assert_eq!(holder(locks, 132, writer), Some(12));
        assert_eq!(holder(locks, 133, writer), None);
        assert_eq!(holder("nonsense\n5:", 131, writer), None);
        assert_eq!(
            holder("6: POSIX ADVISORY WRITE 0 fe:00:131 120 EOF", 131, writer),
            None,
            "of a process that is not to be seen"
        );
    }
}
