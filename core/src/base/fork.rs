//! Detects that this process is a forked child. A fork makes another process with the same memory and none of the threads: a mutex that
//! another thread held is held for ever, and whoever waits for a thread waits for ever.
//!
//! So what was made before a fork answers `forked` after it, and what all of a process shares (the statics of this crate) is
//! held by the forking thread while it forks: see `client/fork.rs`.

use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use super::clock::{Clock as _, SystemClock};
use super::error::{Error, ErrorCode, Result};

/// Forks with hooks between the first process and this one.
static GENERATION: AtomicU64 = AtomicU64::new(0);
/// The id of the process that uses the library; 0 until somebody does.
static HOME: AtomicU32 = AtomicU32::new(0);
/// Whether a lock of the library may be held for ever in this process, and why: a [`Parting`].
static LOST: AtomicU8 = AtomicU8::new(Parting::Clean as u8);
/// Held while something that the whole process shares is made.
static FIRST_USE: Mutex<()> = Mutex::new(());
/// [`SystemCall`]s under way.
static SYSTEM_CALLS: AtomicUsize = AtomicUsize::new(0);
/// Threads that are about to fork.
static FORKING: AtomicUsize = AtomicUsize::new(0);

/// In what state a child has left its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Parting {
    /// Every lock of the library is free, or held by the thread that forked.
    Clean,
    /// The parent could not be brought to a halt in time.
    Busy,
    /// The parent used the library and was not told of the fork.
    Unannounced,
}

/// Where something was made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    generation: u64,
    process: u32,
}

impl Origin {
    /// This process.
    pub(crate) fn here() -> Self {
        Origin { generation: generation(), process: std::process::id() }
    }

    /// Another process.
    #[cfg(test)]
    pub(crate) fn elsewhere() -> Self {
        Origin { process: std::process::id().wrapping_add(1), ..Origin::here() }
    }

    /// Whether there was a fork since: one load.
    #[inline]
    pub(crate) fn is_inherited(self) -> bool {
        self.generation != generation()
    }

    /// The same, and one that nobody has announced is seen too: one system call.
    pub(crate) fn is_foreign(self) -> bool {
        self.is_inherited() || self.process != std::process::id()
    }
}

/// How many forks lie between the first process and this one: 0 at start.
#[inline]
pub(crate) fn generation() -> u64 {
    GENERATION.load(Ordering::Relaxed)
}

/// Whether nothing of this library was used in this process, nor in the one from which it was forked without a word.
pub(crate) fn is_unused() -> bool {
    LOST.load(Ordering::SeqCst) == Parting::Clean as u8 && HOME.load(Ordering::SeqCst) == 0
}

/// This process is the child of a fork.
pub(crate) fn enter_child(parting: Parting) {
    GENERATION.fetch_add(1, Ordering::SeqCst);
    if parting == Parting::Clean {
        // Nobody has used it here yet.
        HOME.store(0, Ordering::SeqCst);
    } else {
        LOST.store(parting as u8, Ordering::SeqCst);
    }
}

/// Asked before anything that the process shares is touched.
///
/// # Errors
/// - `forked`: this is a child in which it may be locked for ever.
pub(crate) fn check_process() -> Result<()> {
    let lost = LOST.load(Ordering::SeqCst);
    if lost == Parting::Unannounced as u8 {
        return Err(unannounced());
    }
    if lost != Parting::Clean as u8 {
        return Err(Error::new(ErrorCode::Forked, "The process forked while Authpipe was busy, so this child cannot use it.")
            .with_hint("Fork before the first use, or start the child as a program of its own (spawn)."));
    }
    let process = std::process::id();
    match HOME.compare_exchange(0, process, Ordering::SeqCst, Ordering::SeqCst) {
        Err(home) if home != process => Err(unannounced()),
        _ => Ok(()),
    }
}

/// What is said of a fork that came without hooks.
pub(crate) fn unannounced() -> Error {
    Error::new(ErrorCode::Forked, "The process forked without telling Authpipe, so this child cannot use it.")
        .with_hint("Start the child as a program of its own (spawn), or call Authpipe's fork hooks around the fork.")
}

/// Taken by whoever makes something that the whole process shares: a fork waits until it is made.
pub(crate) fn first_use() -> MutexGuard<'static, ()> {
    FIRST_USE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The same for the forking thread; `None` after `until`, a time of the system's clock.
pub(crate) fn hold_first_use(until: Duration) -> Option<MutexGuard<'static, ()>> {
    lock_until(&FIRST_USE, until)
}

/// Work on a thread that cannot be brought to a halt, inside the system's own library, which may hold locks there: looking up a
/// name. It counts from before there is a thread for it until this is dropped.
pub(crate) struct SystemCall(());

impl SystemCall {
    /// One more is under way.
    pub(crate) fn begin() -> Self {
        SYSTEM_CALLS.fetch_add(1, Ordering::SeqCst);
        SystemCall(())
    }

    /// One on a thread of the program's, which nobody brings to a halt, for what may as well be done elsewhere; `None`: a thread is about
    /// to fork.
    pub(crate) fn begin_unless_forking() -> Option<Self> {
        // Counted first: whoever is about to fork either sees this one, or is seen here.
        let call = SystemCall::begin();
        (FORKING.load(Ordering::SeqCst) == 0).then_some(call)
    }

    /// Waits until none is under way; `false` if some still are at `until`, a time of the system's clock.
    pub(crate) fn wait_for_all(until: Duration) -> bool {
        while SYSTEM_CALLS.load(Ordering::SeqCst) > 0 {
            if SystemClock.elapsed() >= until {
                return false;
            }
            pause();
        }
        true
    }
}

impl Drop for SystemCall {
    fn drop(&mut self) {
        SYSTEM_CALLS.fetch_sub(1, Ordering::SeqCst);
    }
}

/// From before a fork until it is over, in the child too.
pub(crate) struct Forking(());

impl Forking {
    /// This thread is about to fork.
    pub(crate) fn begin() -> Self {
        FORKING.fetch_add(1, Ordering::SeqCst);
        Forking(())
    }
}

impl Drop for Forking {
    fn drop(&mut self) {
        FORKING.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Takes a mutex; `None` if it is not free before `until`, a time of the system's clock.
pub(crate) fn lock_until<T>(mutex: &'static Mutex<T>, until: Duration) -> Option<MutexGuard<'static, T>> {
    loop {
        match mutex.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) if SystemClock.elapsed() >= until => return None,
            Err(TryLockError::WouldBlock) => pause(),
        }
    }
}

/// Between two looks of the forking thread: much shorter than what it waits for.
pub(crate) fn pause() {
    std::thread::sleep(Duration::from_micros(200));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_is_held_is_waited_for_and_then_given_up() {
        static HELD: Mutex<u8> = Mutex::new(0);
        let guard = HELD.lock().unwrap();
        std::thread::scope(|scope| {
            assert!(scope.spawn(|| lock_until(&HELD, Duration::ZERO).is_none()).join().unwrap());
            let waiting = scope.spawn(|| lock_until(&HELD, Duration::MAX).is_some());
            drop(guard);
            assert!(waiting.join().unwrap());
        });
    }
}
