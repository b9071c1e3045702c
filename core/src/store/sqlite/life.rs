//! Opens, detaches and closes the vault in this process. Between `open` and `close` it can be detached: its files and threads are let
//! go, and the next operation opens it again.
//!
//! Two need that: a process that forks, because a child must not inherit what SQLite keeps about open files; and an app that
//! is suspended, because the system ends it if it holds a lock.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use rusqlite::Connection;

use crate::base::Result;
use crate::base::exhausted::no_threads;
use crate::base::log::Log;
use crate::base::waiting::{Awaited, Locked};

use super::at_hand::AtHand;
use super::connect::{self, Place};
use super::errors::{self, Failure, Lost};
use super::files::{self, FileId};
use super::live::LiveLock;
use super::proven::{Proven, Vault as _};
use super::readers::{Question, Readers};
use super::shown::Shown;
use super::writer::{self, Job};
use super::{file_system, lockers, making, ours, still, threads};

/// The life of one vault in this process.
pub(super) struct Life {
    name: String,
    /// As the operator wrote it; `Home` has it as it was found.
    given: Place,
    state: Mutex<State>,
    /// One opening or closing at a time. Only threads that may block wait for it.
    turn: Mutex<()>,
    /// Operations under way.
    busy: AtomicUsize,
    /// Whether the last operation lets go.
    suspended: AtomicBool,
    /// What whoever waits for an operation waits for.
    awaited: Awaited,
    /// Whether another process keeps the vault locked, so that writes wait.
    locked: Arc<Locked>,
}

enum State {
    New,
    Open(Open),
    /// Let go. The threads end by themselves.
    Detached {
        home: Home,
        ending: Vec<JoinHandle<()>>,
    },
    Closed,
}

/// Where the vault was found when it was opened first.
#[derive(Clone)]
struct Home {
    place: Place,
    file: FileId,
}

/// An operation under way. While the vault is suspended, the last one lets go of it.
pub(super) struct Busy<'a>(&'a Life);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        if self.0.busy.fetch_sub(1, Ordering::SeqCst) == 1 && self.0.suspended.load(Ordering::SeqCst) {
            self.0.detach();
        }
    }
}

impl Life {
    pub(super) fn new(given: Place, name: String) -> Self {
        let (shown, path) = (given.shown.clone(), given.path.clone());
        let locked = Locked::new(move |waited| lockers::error(&path, &shown, waited));
        let locked = Arc::new(locked);
        Life {
            awaited: Awaited::Vault { name: given.shown.as_str().into(), locked: locked.clone() },
            locked,
            name,
            given,
            state: Mutex::new(State::New),
            turn: Mutex::new(()),
            busy: AtomicUsize::new(0),
            suspended: AtomicBool::new(false),
        }
    }

    /// Where it is, as it was given.
    pub(super) fn given(&self) -> Place {
        self.given.clone()
    }

    /// The file, as it was given.
    pub(super) fn path(&self) -> &Path {
        &self.given.path
    }

    /// The path as the operator wrote it.
    pub(super) fn shown(&self) -> &str {
        &self.given.shown
    }

    /// What whoever waits for an operation waits for.
    pub(super) fn awaited(&self) -> Awaited {
        self.awaited.clone()
    }

    /// Announces an operation.
    pub(super) fn enter(&self) -> Busy<'_> {
        self.busy.fetch_add(1, Ordering::SeqCst);
        Busy(self)
    }

    /// Whether what was read is what the vault holds, where it was read without locks.
    ///
    /// # Errors
    /// - `vault_unavailable`: somebody has written meanwhile.
    pub(super) fn check_still(&self) -> Result<()> {
        match &*self.state() {
            State::Open(open) => still::check(&open.home.place),
            State::New | State::Detached { .. } | State::Closed => Ok(()),
        }
    }

    /// The folder in which others see who lives here, where they see this holder of leases already.
    pub(super) fn folder_if_shown(&self, owner: [u8; 16]) -> Option<PathBuf> {
        match &*self.state() {
            State::Open(open) => open.live.has(owner).then(|| open.live.lock().folder().to_owned()),
            State::New | State::Detached { .. } | State::Closed => None,
        }
    }

    /// Asks on this thread; `None`: a reader is to be asked. Nothing is waited for.
    pub(super) fn ask_here<T>(&self, question: impl FnOnce(&Connection) -> Result<T, Failure>) -> Option<T> {
        let _busy = self.enter();
        self.at_hand()?.ask(question)
    }

    pub(super) fn at_hand(&self) -> Option<Arc<AtHand>> {
        // Whoever lets go after each operation keeps no connection at hand.
        if self.suspended.load(Ordering::SeqCst) {
            return None;
        }
        match &*self.state.try_lock().ok()? {
            State::Open(open) => Some(open.at_hand.clone()),
            State::New | State::Detached { .. } | State::Closed => None,
        }
    }

    /// Hands something over to the open vault, which is opened again if it was let go. `hand_over` is `false` if nobody is left
    /// to take it.
    ///
    /// # Errors
    /// - `closed`: before `open` and after `close`.
    /// - As of [`Life::open`].
    pub(super) async fn with_open(self: &Arc<Self>, mut hand_over: impl FnMut(&Open) -> bool + Send) -> Result<()> {
        loop {
            match &*self.state() {
                State::Open(open) if hand_over(open) => return Ok(()),
                State::Open(_) => return Err(errors::lost(self.shown())),
                State::New | State::Closed => return Err(errors::closed(&self.name)),
                State::Detached { .. } => {}
            }
            self.open().await?;
        }
    }

    /// Opens the vault, or opens it again.
    ///
    /// # Errors
    /// - `closed`: after `close`.
    /// - `vault_unavailable`, `vault_locked`, `vault_newer`: it cannot be opened.
    pub(super) async fn open(self: &Arc<Self>) -> Result<()> {
        let this = self.clone();
        threads::run_blocking(move || this.open_here()).await.unwrap_or_else(|| Err(errors::lost(self.shown())))
    }

    fn open_here(&self) -> Result<()> {
        let _turn = self.turn();
        let home = match &mut *self.state() {
            State::Open(_) => return Ok(()),
            State::Closed => return Err(errors::closed(&self.name)),
            State::New => None,
            State::Detached { home, ending } => Some((home.clone(), std::mem::take(ending))),
        };
        let open = match home {
            None => Open::start(&self.given, self.locked.clone())?,
            Some((home, ending)) => {
                threads::join(ending);
                Open::again(home, self.locked.clone())?
            }
        };
        *self.state() = State::Open(open);
        Ok(())
    }

    /// Lets go once the work that waits is done, without waiting for that.
    pub(super) fn detach(&self) {
        let mut state = self.state();
        if matches!(*state, State::Open(_))
            && let State::Open(open) = std::mem::replace(&mut *state, State::Closed)
        {
            *state = State::Detached { home: open.home.clone(), ending: open.detach() };
        }
    }

    /// The same, waiting for it at most until this time of the system's clock.
    pub(super) fn detach_until(&self, until: Duration) {
        self.detach();
        let ending = match &mut *self.state() {
            State::Detached { ending, .. } => std::mem::take(ending),
            _ => return,
        };
        let left = threads::join_until(ending, until);
        match &mut *self.state() {
            State::Detached { ending, .. } => ending.extend(left),
            _ => threads::leave(left),
        }
    }

    /// Lets go, now and after every operation until [`Life::resume`].
    pub(super) async fn suspend(self: &Arc<Self>) {
        self.suspended.store(true, Ordering::SeqCst);
        let this = self.clone();
        // A panic in here leaves nothing to do: the threads end by themselves.
        let _ = threads::run_blocking(move || this.detach_here()).await;
    }

    fn detach_here(&self) {
        let _turn = self.turn();
        self.detach();
        let ending = match &mut *self.state() {
            State::Detached { ending, .. } => std::mem::take(ending),
            _ => Vec::new(),
        };
        threads::join(ending);
    }

    pub(super) fn resume(&self) {
        self.suspended.store(false, Ordering::SeqCst);
    }

    pub(super) async fn close(self: &Arc<Self>) {
        let this = self.clone();
        let _ = threads::run_blocking(move || this.close_here()).await;
    }

    fn close_here(&self) {
        let _turn = self.turn();
        let before = std::mem::replace(&mut *self.state(), State::Closed);
        match before {
            State::Open(open) => open.close(),
            State::Detached { ending, .. } => threads::join(ending),
            State::New | State::Closed => {}
        }
    }

    #[cfg(test)]
    pub(super) fn is_open(&self) -> bool {
        matches!(*self.state(), State::Open(_))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        // Without `close`: the threads finish what waits and end by themselves.
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(state, State::Closed) {
            State::Open(open) => threads::leave(open.detach()),
            State::Detached { ending, .. } if !ending.is_empty() => threads::leave(ending),
            State::Detached { .. } | State::New | State::Closed => {}
        }
    }
}

/// What runs while the vault is open.
pub(super) struct Open {
    home: Home,
    live: Arc<Shown>,
    jobs: Sender<Job>,
    writer: JoinHandle<()>,
    readers: Readers,
    at_hand: Arc<AtHand>,
    /// Whether the writer empties the write-ahead log when it ends.
    empty_log: Arc<AtomicBool>,
}

impl Open {
    /// Opens a vault; makes it if there is none.
    fn start(given: &Place, locked: Arc<Locked>) -> Result<Self> {
        connect::check_library(rusqlite::version_number())?;
        let place = still::judge(Place { path: files::locate(&given.path, &given.shown)?, ..given.clone() })?;
        // The lock comes before the first touch of the vault: opening and closing its file would drop the locks of another
        // copy of SQLite in this process.
        file_system::refuse_network(place.path.parent().unwrap_or(Path::new("/")), &place.shown)?;
        file_system::refuse_mounted_alone(&place.path, &place.shown)?;
        ours::check(&place)?;
        let live = still::lock(&place, || making::create_vault(&place.path, &place.shown))?;
        let file = files::identify(&place.path, &place.shown)?;
        Open::run(Home { place, file }, live, locked)
    }

    /// Opens the vault that was let go: the same file, not whatever has its name now. What this process has cached and how far
    /// it has read belong to that file.
    fn again(home: Home, locked: Arc<Locked>) -> Result<Self> {
        let check = |place: &Place| match files::identify(&place.path, &place.shown) {
            Ok(file) if file == home.file => Ok(()),
            Ok(_) => Err(errors::lost_file(Lost::Replaced, &place.shown)),
            Err(_) => Err(errors::lost_file(Lost::Missing, &place.shown)),
        };
        let live = still::lock(&home.place, || check(&home.place))?;
        Open::run(home, live, locked)
    }

    fn run(home: Home, live: LiveLock, locked: Arc<Locked>) -> Result<Self> {
        let live = Arc::new(live);
        let vault = Arc::new(Proven::new(home.place.clone(), home.file, live.clone(), locked));
        let db = vault.connect()?;
        live.tell_vault(home.file, false);
        let (jobs, waiting) = channel();
        let (asked, connected) = (vault.clone(), vault.clone());
        let at_hand = Arc::new(AtHand::new(vault.clone()));
        let readers = Readers::start(move || asked.check_vault(), move || connected.connect_reader(), &at_hand);
        let readers = readers.map_err(no_threads)?;
        let empty_log = Arc::new(AtomicBool::new(false));
        let (wants_empty_log, writer_live) = (empty_log.clone(), live.clone());
        let log = Log::here();
        let writer = Builder::new()
            .name("authpipe-write".to_owned())
            .spawn(move || {
                let _on = log.enter();
                let last = writer::run(&waiting, db, &*vault);
                // Read by others as "its log is there": the last connection removes the log.
                writer_live.before_close();
                if let Some(db) = last {
                    writer::close(db, wants_empty_log.load(Ordering::SeqCst));
                }
            })
            .map_err(no_threads)?;
        let live = Arc::new(Shown::new(live));
        Ok(Open { home, live, jobs, writer, readers, at_hand, empty_log })
    }

    /// This process's lock on the vault.
    pub(super) fn live(&self) -> Arc<Shown> {
        self.live.clone()
    }

    /// Hands a question to the readers; `false` if nobody is left to answer.
    pub(super) fn ask(&self, question: Question) -> bool {
        self.readers.ask(question)
    }

    /// Hands a job to the writer; `false` if it is gone.
    pub(super) fn write(&self, job: Job) -> bool {
        self.jobs.send(job).is_ok()
    }

    /// Tells the threads to end. The write-ahead log is left as it is: to empty it would wait for every other process.
    fn detach(self) -> Vec<JoinHandle<()>> {
        drop(self.live);
        drop(self.jobs);
        let mut threads = self.readers.detach();
        threads.push(self.writer);
        threads
    }

    fn close(self) {
        drop(self.live);
        self.empty_log.store(true, Ordering::SeqCst);
        // Readers first: only without them can the write-ahead log be emptied.
        threads::join(self.readers.detach());
        drop(self.jobs);
        threads::join(vec![self.writer]);
    }
}
