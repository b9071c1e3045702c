//! What of the operating system's a process has used up: the remedy is outside of the program, and its words for it are few.

use std::io;
use std::sync::RwLock;
use std::thread::Builder;

use super::error::{Error, ErrorCode, Result};

/// How to get more files, if this error says that there are no more. What else it may say of threads or memory, a lock or a mapping says of
/// itself, and no limit of theirs is reached.
pub(crate) fn find_remedy(error: &io::Error) -> Option<&'static str> {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        match Errno::from_io_error(error)? {
            Errno::MFILE => Some(FILES),
            Errno::FBIG => Some(SIZE),
            Errno::NFILE => Some("The machine has as many files open as it may. Raise its limit (fs.file-max)."),
            _ => None,
        }
    }
    #[cfg(not(unix))]
    {
        let _ = error;
        None
    }
}

/// How to get more files, if this process may open none.
pub(crate) fn find_remedy_for_files() -> Option<&'static str> {
    std::fs::File::open(std::path::MAIN_SEPARATOR_STR).err().as_ref().and_then(find_remedy)
}

/// How to write larger files, if this process may not write files of any size. SQLite does not tell that from a disk that fails.
pub(crate) fn find_remedy_for_size() -> Option<&'static str> {
    #[cfg(unix)]
    let is_limited = rustix::process::getrlimit(rustix::process::Resource::Fsize).current.is_some();
    #[cfg(not(unix))]
    let is_limited = false;
    is_limited.then_some(SIZE)
}

/// That there are no threads for us.
pub fn no_threads(source: io::Error) -> Error {
    let error = Error::new(ErrorCode::VaultUnavailable, "Authpipe could not start its threads.");
    let other = if source.kind() == io::ErrorKind::OutOfMemory { MEMORY } else { THREADS };
    error.with_hint(find_remedy(&source).unwrap_or(other)).with_source(source)
}

/// Looks for this many threads that may be started: Tokio panics where the system has none for it. They have ended when this returns.
///
/// # Errors
/// - `vault_unavailable`: it has less.
pub fn check_threads(count: usize) -> Result<()> {
    try_threads(count, 64 * 1024)
}

fn try_threads(count: usize, stack: usize) -> Result<()> {
    let gate = RwLock::new(());
    let shut = gate.write();
    std::thread::scope(|scope| {
        let start = |_| Builder::new().stack_size(stack).spawn_scoped(scope, || drop(gate.read()));
        let mut started = Vec::with_capacity(count);
        let refused = (0..count).map(start).find_map(|thread| thread.map(|thread| started.push(thread)).err());
        drop(shut);
        // To the end of each, and not only of its work: a fork finds none.
        started.into_iter().for_each(|thread| drop(thread.join()));
        refused.map_or(Ok(()), |error| Err(no_threads(error)))
    })
}

const FILES: &str =
    "This process has as many files and sockets open as it may. Raise the limit (ulimit -n), or close what is not needed.";
const SIZE: &str = "This process may write no larger file. Raise the limit (ulimit -f).";
pub(crate) const MEMORY: &str = "There is no memory for it. Free some, or raise the limit of this process or its container.";
const THREADS: &str = "This process may start no more threads. Raise the limit (ulimit -u), or that of its container (pids).";

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use rustix::io::Errno;

    use super::*;

    #[test]
    fn what_is_used_up_is_named_with_where_its_limit_is() {
        let of = |errno: Errno| find_remedy(&io::Error::from(errno)).unwrap_or_default();
        for (errno, word) in [
            (Errno::MFILE, "ulimit -n"),
            (Errno::NFILE, "fs.file-max"),
            (Errno::FBIG, "ulimit -f"),
            // Of a lock that somebody has, and of a mapping.
            (Errno::AGAIN, ""),
            (Errno::NOMEM, ""),
            (Errno::NOENT, ""),
        ] {
            assert!(of(errno).contains(word) && of(errno).is_empty() == word.is_empty(), "{errno}");
        }
        assert_eq!((find_remedy_for_files(), find_remedy_for_size()), (None, None));
        for (errno, hint) in [(Errno::MFILE, FILES), (Errno::AGAIN, THREADS), (Errno::NOMEM, MEMORY), (Errno::NOENT, THREADS)] {
            let error = no_threads(errno.into());
            assert_eq!((error.code(), error.hint()), (ErrorCode::VaultUnavailable, Some(hint)), "{errno}");
        }
    }
    #[cfg(all(target_os = "linux", target_pointer_width = "64"))]
    #[test]
    fn threads_that_cannot_be_had_are_an_error_before_anybody_needs_them() {
        try_threads(0, 64 * 1024).unwrap();
        check_threads(4).unwrap();
        // No machine has so much room.
        let error = try_threads(2, 1 << 60).unwrap_err();
        assert_eq!((error.code(), error.message()), (ErrorCode::VaultUnavailable, "Authpipe could not start its threads."));
        assert!(error.hint().is_some());
    }
}
