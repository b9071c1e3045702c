//! Forking. Beside the file system of `tests/powercut`, the only unsafe code of the project's tests.

use std::io::{PipeReader, PipeWriter, Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Seconds after which a process that hangs is ended by its alarm.
const ALARM: &str = "AUTHPIPE_FORK_ALARM";

/// A forked child and what it says.
pub(crate) struct Child {
    pid: libc::pid_t,
    says: PipeReader,
}

/// Who is told of a fork.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hooks {
    /// The library, as a binding does it.
    Called,
    /// The library, but only in the child, as some programs do that embed Python.
    InChild,
    /// Nobody, as when C code forks.
    Absent,
}

/// Ends this process if it is not done in time. A child does not inherit it.
pub(crate) fn set_alarm() {
    let seconds = std::env::var(ALARM).ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    // SAFETY: `alarm` takes a number and has no other effect than a later signal.
    unsafe { libc::alarm(seconds) };
}

/// Forks. The child says what `work` returns, line by line, and exits as any program does.
pub(crate) fn fork(hooks: Hooks, work: impl FnOnce() -> Result<Vec<String>, String>) -> Result<Child, String> {
    let (says, tell) = std::io::pipe().map_err(|error| error.to_string())?;
    if hooks == Hooks::Called {
        authpipe::fork::before();
    }
    // SAFETY: the child runs ordinary code after a fork of a process with threads. That is what is tested; the allocator and
    // the standard library's own locks are taken care of by the C library.
    let pid = unsafe { libc::fork() };
    if pid == 0 {
        set_alarm();
        if hooks != Hooks::Absent {
            authpipe::fork::after_in_child();
        }
        drop(says);
        std::process::exit(run_child(tell, work));
    }
    if hooks == Hooks::Called {
        authpipe::fork::after_in_parent();
    }
    if pid < 0 { Err(std::io::Error::last_os_error().to_string()) } else { Ok(Child { pid, says }) }
}

fn run_child(mut tell: PipeWriter, work: impl FnOnce() -> Result<Vec<String>, String>) -> i32 {
    let done = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err("the child panicked".to_owned()));
    let (text, code) = match done {
        Ok(lines) => (lines.join("\n"), 0),
        Err(wrong) => (wrong, 1),
    };
    if tell.write_all(text.as_bytes()).is_ok() { code } else { 2 }
}

impl Child {
    /// What the child said, once it has exited by itself and without an error.
    pub(crate) fn wait(mut self) -> Result<Vec<String>, String> {
        let mut text = String::new();
        let read = self.says.read_to_string(&mut text);
        let mut status = 0;
        // SAFETY: `status` outlives the call; the process is our child and nobody else waits for it.
        let ended = unsafe { libc::waitpid(self.pid, &raw mut status, 0) };
        if ended != self.pid || read.is_err() {
            return Err("a child was lost".to_owned());
        }
        if !libc::WIFEXITED(status) {
            return Err(format!("a child was ended by signal {} after: {text}", libc::WTERMSIG(status)));
        }
        match libc::WEXITSTATUS(status) {
            0 => Ok(text.lines().map(str::to_owned).collect()),
            code => Err(format!("a child exited with {code}: {text}")),
        }
    }
}
