//! For authors of bindings whose language lets a process fork without starting a new program, as Python's does.
//!
//! A forked child has the memory of its parent and one thread. Locks that other threads held stay locked, and SQLite's tables of
//! open files no longer match the locks of the system. So the binding calls [`before`] on the thread that forks, and afterwards
//! [`after_in_parent`] or [`after_in_child`]: while the process forks, all its vaults are closed, the library's workers stand
//! still, no name is being looked up, no call has just begun on a thread of the program, and the thread that forks holds every
//! lock that the whole process shares. The parent goes on as if nothing had happened: the next operation opens its vault again.
//!
//! One lock is out of its reach: the collector behind the cache numbers the threads that read, and a thread of the program that
//! has read and ends gives its number back under that lock. It holds it for an instant; a fork in that very instant leaves the
//! child's workers waiting. A program that forks while its threads end should start the child as a program of its own (spawn).
//!
//! In the child, every object that was made before the fork answers `forked`, at once and without a thread; it may be
//! dropped. A new [`Authpipe`](crate::Authpipe) works on the same vault. [`generation`] tells a binding cheaply that it needs
//! one. A vault in memory cannot follow.
//!
//! [`before`] takes at most a second. If that was not enough, the fork goes on, and what was in use then answers `forked` in
//! the child: the vault, or everything.
//!
//! A fork without these hooks is noticed by the process id, and answers `forked` too. A credential that was cached before it is
//! the exception: a thread that had read in the parent may be given it for as long as the parent's last look at the vault is
//! young enough (5 s), unless the read would start work. A program that calls [`after_in_child`] alone, as some that embed
//! Python do, is well as long as the parent has not used the library; otherwise everything answers `forked` in the child.
//!
//! The hooks start no thread, call nobody back and cost little while nothing is open. Between [`before`] and its counterpart
//! the thread must use nothing else of this library. What a binding runs on the library's threads must not wait for the
//! forking thread (for Python: must not wait for the interpreter's lock), because they could not be brought to a halt.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, MutexGuard};
use std::time::Duration;

use tokio::runtime::Handle;

use super::shared::{self, Registry};
use super::threads::WORKERS;
use crate::base::fork::{Forking, Parting, SystemCall, enter_child, hold_first_use, is_unused, lock_until};
use crate::base::{Clock as _, SystemClock};
use crate::engine::Engine;
use crate::store::{self, Frozen};

/// How long [`before`] may take, in milliseconds. Somebody waits for the fork; what the library does takes a few.
static BOUND: AtomicU64 = AtomicU64::new(950);
/// After this time without an answer a worker is asked again.
const ASK_AGAIN: Duration = Duration::from_millis(20);

thread_local! {
    static UNDER_WAY: RefCell<Option<Preparation>> = const { RefCell::new(None) };
}

/// What the forking thread holds. Whatever is absent could not be had in time.
#[derive(Default)]
struct Preparation {
    registry: Option<MutexGuard<'static, Registry>>,
    vaults: Option<Frozen>,
    first_use: Option<MutexGuard<'static, ()>>,
    forking: Option<Forking>,
    workers: Workers,
    are_parked: bool,
}

/// Called before the process forks, by the thread that forks. At most a second.
pub fn before() {
    UNDER_WAY.with_borrow_mut(|under_way| {
        if under_way.is_none() {
            *under_way =
                Some(prepare(SystemClock.elapsed().saturating_add(Duration::from_millis(BOUND.load(Ordering::Relaxed)))));
        }
    });
}

/// Called in the parent after it has forked, or has failed to, by the thread that called [`before`].
pub fn after_in_parent() {
    UNDER_WAY.take();
}

/// Called in the child, by its only thread. Without [`before`] the child can use the library only if its parent never had.
pub fn after_in_child() {
    let (prepared, otherwise) = match UNDER_WAY.take() {
        Some(prepared) => (prepared, Parting::Busy),
        // Embedders may tell the child alone. Where nothing was used, what there is to hold is free, or is refused here.
        None if is_unused() => (prepare(Duration::ZERO), Parting::Unannounced),
        None => (Preparation::default(), Parting::Unannounced),
    };
    let Preparation { registry, vaults, first_use, forking, workers, are_parked } = prepared;
    let is_clean = are_parked && registry.is_some() && vaults.is_some() && first_use.is_some();
    enter_child(if is_clean { Parting::Clean } else { otherwise });
    if let Some(mut registry) = registry {
        registry.forget();
    }
    if let Some(vaults) = vaults {
        vaults.enter_child();
    }
    store::Presence::enter_child();
    // Their other ends belong to threads that do not exist here.
    std::mem::forget(workers);
    drop(forking);
}

/// Lets [`before`] take longer, for the library's own tests: a machine that is busy with others must not decide them.
#[doc(hidden)]
pub fn set_bound(bound: Duration) {
    BOUND.store(u64::try_from(bound.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
}

/// How many forks lie between the process that loaded the library and this one: 0 at start. Costs one load.
pub fn generation() -> u64 {
    crate::base::fork::generation()
}

fn prepare(until: Duration) -> Preparation {
    let mut done = Preparation { are_parked: true, forking: Some(Forking::begin()), ..Preparation::default() };
    let mut engines: Vec<Arc<Engine>> = Vec::new();
    loop {
        let Some(registry) = lock_until(&shared::OPEN, until) else { return done };
        let new: Vec<_> = registry.engines().filter(|engine| !engines.iter().any(|known| Arc::ptr_eq(known, engine))).collect();
        if new.is_empty() {
            done.registry = Some(registry);
            break;
        }
        // A worker that stops must not need what this thread holds.
        drop(registry);
        // Told first: their threads end while the workers come to a halt.
        new.iter().for_each(|engine| engine.detach(None));
        done.are_parked &= done.workers.park(&new, until);
        engines.extend(new);
    }
    // Look-ups of names run on threads of their own. Their workers stand still, so no more of them begin; nor does what callers begin on
    // their threads.
    done.are_parked &= SystemCall::wait_for_all(until);
    done.vaults = store::freeze(until, || engines.iter().for_each(|engine| engine.detach(Some(until))));
    done.first_use = hold_first_use(until);
    done
}

/// Workers that stand still until this is dropped. So no thread of the core is inside a library that has locks of its own, and
/// nothing opens a vault again.
#[derive(Default)]
struct Workers {
    holds: Vec<Sender<()>>,
}

/// Says that a worker stands still, or that its runtime is gone.
struct Signal(usize, Sender<usize>);

impl Drop for Signal {
    fn drop(&mut self) {
        let _ = self.1.send(self.0);
    }
}

impl Workers {
    /// Brings the workers of these engines to a halt; `false` if they have not all come to it in time.
    fn park(&mut self, engines: &[Arc<Engine>], until: Duration) -> bool {
        let (signals, arrived) = channel();
        let mut missing = vec![WORKERS; engines.len()];
        for (index, engine) in engines.iter().enumerate() {
            for _ in 0..WORKERS {
                self.hold(engine.runtime(), Signal(index, signals.clone()));
            }
        }
        while missing.iter().any(|count| *count > 0) {
            match wait(&arrived, until) {
                Ok(index) => missing[index] = missing[index].saturating_sub(1),
                Err(_) if SystemClock.elapsed() >= until => return false,
                // A worker may have taken both tasks into its own queue while the other went to sleep: one more wakes it.
                Err(_) => {
                    for (index, engine) in engines.iter().enumerate().filter(|(index, _)| missing[*index] > 0) {
                        self.hold(engine.runtime(), Signal(index, signals.clone()));
                    }
                }
            }
        }
        true
    }

    /// Without a runtime nobody has to stand still: `signal` says so at once.
    fn hold(&mut self, runtime: Option<Handle>, signal: Signal) {
        let Some(runtime) = runtime else { return };
        let (hold, released) = channel::<()>();
        runtime.spawn(async move {
            drop(signal);
            // Blocks its worker on purpose, until the other end is dropped.
            let _ = released.recv();
        });
        self.holds.push(hold);
    }
}

fn wait(arrived: &Receiver<usize>, until: Duration) -> Result<usize, RecvTimeoutError> {
    arrived.recv_timeout(until.saturating_sub(SystemClock.elapsed()).min(ASK_AGAIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fork_while_a_name_is_looked_up_is_not_clean() {
        let call = SystemCall::begin();
        assert!(!prepare(SystemClock.elapsed()).are_parked);
        drop(call);
        assert!(SystemCall::wait_for_all(Duration::MAX));
    }

    #[test]
    fn nothing_begins_on_a_thread_of_the_program_while_a_fork_is_prepared() {
        let prepared = prepare(SystemClock.elapsed());
        assert!(SystemCall::begin_unless_forking().is_none());
        drop(prepared);
        let call = SystemCall::begin_unless_forking().expect("the fork is over");
        assert!(!prepare(SystemClock.elapsed()).are_parked, "a fork waits for it");
        drop(call);
    }
}
