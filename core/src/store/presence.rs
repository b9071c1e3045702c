//! Shows the other processes of a machine that those who hold leases in this one are alive, where the vault itself cannot: a server sees
//! connections end, and not processes. They meet in a folder that they share, that of their spool, and nobody believes more of it than this
//! machine knows: a folder on a disk of another one, or a holder on another one, says nothing.

use std::fs::DirBuilder;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::base::boot_id;

use super::address::Address;
use super::disks::keeps_locks;
use super::holders::{self, Announced};
use super::owner_only::{give_folder_to_owner, make_folder_owner_only};
use super::spool::SpoolFolder;
use super::sqlite::run_blocking;

/// Who holds leases in this process, shown in a folder.
#[derive(Clone, Debug)]
pub(crate) struct Presence {
    shown: Arc<Shown>,
}

#[derive(Debug)]
struct Shown {
    folder: PathBuf,
    /// Names this machine, and the time for which it has been up. No other one has this name; all containers of this one do, and see its locks.
    machine: String,
    /// Whether a lock in a folder says anything. Asked each time: somebody may have mounted another one there.
    is_believed: fn(&Path) -> bool,
    process: u32,
    /// Nobody who has it waits for a disk.
    state: Mutex<State>,
    /// So many more may wait for the disk.
    turns: Arc<Semaphore>,
}

#[derive(Debug, Default)]
struct State {
    /// Those that are to be shown, and had no turn yet.
    awaited: Vec<[u8; 16]>,
    /// Those that are shown, or were tried to: it is not tried for each lease again.
    known: Vec<[u8; 16]>,
    holders: Vec<Announced>,
    is_withdrawn: bool,
}

/// All of this process, for whoever forks.
static ALL: Mutex<Vec<Weak<Shown>>> = Mutex::new(Vec::new());

/// So long a disk has for an answer, which says more than the lease's time does, and no more than that.
const PATIENCE: Duration = Duration::from_secs(1);
/// So many wait for it at once: one that does not answer at all keeps no more threads than these.
const MOST: usize = 4;

impl Presence {
    /// Of a vault that does not show it by itself, where its processes have a spool; `None`: nowhere, also where the system does not name its
    /// machine.
    pub(crate) fn of(vault: &dyn Address, spool: Option<&SpoolFolder>) -> Option<Self> {
        spool.filter(|_| !vault.shows_deaths()).and_then(|spool| Presence::on(spool.path(), boot_id(), keeps_locks))
    }

    fn on(spool: &Path, machine: String, is_believed: fn(&Path) -> bool) -> Option<Self> {
        if machine.is_empty() {
            return None;
        }
        let (folder, process) = (spool.join("live"), std::process::id());
        let (state, turns) = (Mutex::default(), Arc::new(Semaphore::new(MOST)));
        let shown = Arc::new(Shown { folder, machine, is_believed, process, state, turns });
        let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|shown| shown.strong_count() > 0);
        all.push(Arc::downgrade(&shown));
        Some(Presence { shown })
    }

    /// Shows everybody on this machine that a holder is alive, until [`Presence::withdraw`] or the end of this process. Before it holds
    /// anything, where the disk answers: of whom nothing is known, the lease's time decides.
    pub(crate) async fn announce(&self, owner: [u8; 16]) {
        let wait = self.shown.state().note(owner);
        if let Some(wait) = wait {
            self.ask(wait, move |shown| shown.announce(owner)).await;
        }
    }

    /// Whether a holder has certainly ended.
    pub(crate) async fn is_gone(&self, owner: [u8; 16]) -> bool {
        let is_gone =
            move |shown: &Shown| (shown.is_believed)(&shown.folder) && holders::is_gone(&shown.folder, owner, &shown.machine);
        self.ask(PATIENCE, is_gone).await.unwrap_or(false)
    }

    /// Whether a holder certainly lives.
    pub(crate) async fn is_alive(&self, owner: [u8; 16]) -> bool {
        self.ask(PATIENCE, move |shown| holders::is_alive(&shown.folder, owner)).await.unwrap_or(false)
    }

    /// Takes back what was shown: an orderly end leaves no lease.
    pub(crate) async fn withdraw(&self) {
        let holders = self.shown.state().withdraw();
        if std::process::id() == self.shown.process && !holders.is_empty() {
            self.ask(PATIENCE, move |_| holders.into_iter().for_each(Announced::withdraw)).await;
        }
    }

    /// Does something on the disk, once there is a turn for it, which is waited for as long as this; `None`: it does not answer, or those who
    /// came before are not answered.
    async fn ask<T: Send + 'static>(&self, wait: Duration, work: impl FnOnce(&Shown) -> T + Send + 'static) -> Option<T> {
        let shown = self.shown.clone();
        let asking = async {
            let turn = timeout(wait, shown.turns.clone().acquire_owned()).await.ok()?.ok()?;
            run_blocking(move || {
                let _turn = turn;
                work(&shown)
            })
            .await
        };
        timeout(PATIENCE, asking).await.ok().flatten()
    }

    /// This process is the child of a fork: locks and files are its parent's, which is not to be taken for alive because its children are.
    pub(crate) fn enter_child() {
        // Another thread of the parent may have had a lock, which nobody gives back here: then the files stay open.
        let Ok(all) = ALL.try_lock() else { return };
        all.iter().filter_map(Weak::upgrade).for_each(|shown| shown.leave_to_parent());
    }
}

impl Shown {
    fn announce(&self, owner: [u8; 16]) {
        if std::process::id() != self.process || !self.state().begin(owner) {
            return;
        }
        if let Err(error) = self.prepare() {
            tracing::debug!(kind = ?error.kind(), "no folder shows other processes that this one is alive");
            return;
        }
        holders::sweep(&self.folder, &self.machine);
        let announced = (self.is_believed)(&self.folder).then(|| Announced::new(&self.folder, owner, &self.machine)).flatten();
        let mut state = self.state();
        match announced {
            // It has taken so long that the end has come.
            Some(announced) if state.is_withdrawn => {
                drop(state);
                announced.withdraw();
            }
            announced => state.holders.extend(announced),
        }
    }

    fn prepare(&self) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.folder)?;
        make_folder_owner_only(&self.folder)?;
        give_folder_to_owner(&self.folder, self.folder.parent().unwrap_or(Path::new(".")));
        Ok(())
    }

    /// Closes a child's copies of the files. The locks belong to the open files, which the parent has as well.
    fn leave_to_parent(&self) {
        if let Ok(mut state) = self.state.try_lock() {
            state.holders.clear();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Somebody is about to hold a lease: for how long a turn of the disk is waited for to show it; `None`: it is shown, or was tried to. Who had
    /// none is shown as soon as there is one at once: a disk that does not answer is not waited for at each lease.
    fn note(&mut self, owner: [u8; 16]) -> Option<Duration> {
        if self.known.contains(&owner) {
            return None;
        }
        if self.awaited.contains(&owner) {
            return Some(Duration::ZERO);
        }
        self.awaited.push(owner);
        Some(PATIENCE)
    }

    /// It has a turn; whether it is the first one.
    fn begin(&mut self, owner: [u8; 16]) -> bool {
        let awaited = self.awaited.iter().position(|awaited| *awaited == owner);
        let is_first = awaited.map(|at| self.awaited.swap_remove(at)).is_some();
        if is_first {
            self.known.push(owner);
        }
        is_first
    }

    fn withdraw(&mut self) -> Vec<Announced> {
        self.is_withdrawn = true;
        std::mem::take(&mut self.holders)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: [u8; 16] = [1; 16];

    fn on(folder: &tempfile::TempDir, machine: &str) -> Presence {
        Presence::on(&folder.path().join("spool"), machine.to_owned(), |_| true).unwrap()
    }

    #[tokio::test]
    async fn a_holder_is_gone_when_its_process_is_and_it_has_not_left_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let (holder, other) = (on(&folder, "here"), on(&folder, "here"));
        assert!(!other.is_gone(ONE).await && !other.is_alive(ONE).await, "nothing is known");
        holder.announce(ONE).await;
        holder.announce(ONE).await;
        assert!(other.is_alive(ONE).await && !other.is_gone(ONE).await);
        // What the system does when a process ends.
        drop(holder);
        assert!(other.is_gone(ONE).await && !other.is_alive(ONE).await);
        let next = on(&folder, "here");
        next.announce([2; 16]).await;
        assert!(other.is_gone(ONE).await, "also when somebody has swept");
        next.withdraw().await;
        assert!(!other.is_gone([2; 16]).await && !other.is_alive([2; 16]).await, "an orderly end is no evidence");
    }

    #[tokio::test]
    async fn who_is_on_another_machine_is_not_known_to_be_gone() {
        let folder = tempfile::tempdir().unwrap();
        let (holder, other) = (on(&folder, "there"), on(&folder, "here"));
        holder.announce(ONE).await;
        drop(holder);
        other.announce([2; 16]).await;
        assert!(!other.is_gone(ONE).await);
        assert!(on(&folder, "there").is_gone(ONE).await);
    }

    #[test]
    fn a_system_that_does_not_name_its_machine_shows_nothing() {
        assert!(Presence::on(Path::new("spool"), String::new(), |_| true).is_none());
    }

    #[cfg(all(target_os = "linux", feature = "postgres"))]
    #[test]
    fn a_vault_on_a_server_is_shown_where_its_spool_is_and_no_other_one() {
        let spool = SpoolFolder::new(PathBuf::from("spool"));
        let shown = |vault: &str, spool: Option<&SpoolFolder>| {
            Presence::of(&*crate::store::read_address(vault).unwrap(), spool).is_some()
        };
        assert!(shown("postgres://u@h/d", Some(&spool)));
        assert!(!shown("postgres://u@h/d", None));
        assert!(!shown("sqlite:./v.db", Some(&spool)) && !shown("memory:", Some(&spool)));
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn nobody_else_may_look_into_the_folder_and_a_link_shows_nothing() {
        use std::fs;
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let holder = on(&folder, "here");
        holder.announce(ONE).await;
        let live = folder.path().join("spool").join("live");
        assert_eq!(fs::metadata(&live).unwrap().permissions().mode() & 0o777, 0o700);
        let aside = tempfile::tempdir().unwrap();
        let elsewhere = on(&aside, "here");
        fs::create_dir(aside.path().join("spool")).unwrap();
        symlink(&live, aside.path().join("spool").join("live")).unwrap();
        elsewhere.announce([2; 16]).await;
        assert!(!on(&folder, "here").is_alive([2; 16]).await);
    }

    /// A disk of another machine, for example: whatever stands there.
    #[tokio::test]
    async fn a_folder_that_is_not_believed_shows_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let doubted = || Presence::on(&folder.path().join("spool"), "here".to_owned(), |_| false).unwrap();
        let hidden = doubted();
        hidden.announce([2; 16]).await;
        assert!(!on(&folder, "here").is_alive([2; 16]).await);
        let holder = on(&folder, "here");
        holder.announce(ONE).await;
        drop(holder);
        assert!(on(&folder, "here").is_gone(ONE).await && !doubted().is_gone(ONE).await);
    }

    /// A disk that does not answer before it is told to.
    struct Hanging {
        held: MutexGuard<'static, ()>,
    }

    static DISK: Mutex<()> = Mutex::new(());

    impl Hanging {
        fn begin() -> Hanging {
            Hanging { held: DISK.lock().unwrap_or_else(PoisonError::into_inner) }
        }

        fn is_believed(_: &Path) -> bool {
            drop(DISK.lock().unwrap_or_else(PoisonError::into_inner));
            true
        }

        fn on(folder: &tempfile::TempDir) -> Presence {
            Presence::on(&folder.path().join("spool"), "here".to_owned(), Hanging::is_believed).unwrap()
        }
    }

    /// Somebody's answer while the disk gives none for longer than anybody waits.
    async fn beyond_patience<T>(asking: impl Future<Output = T>) -> T {
        tokio::select! {
            biased;
            answer = asking => answer,
            () = async {
                tokio::time::advance(2 * PATIENCE).await;
                for _ in 0..10 {
                    tokio::task::yield_now().await;
                }
            } => panic!("it is waited for"),
        }
    }

    /// Four are under way at once wherever many wait for one holder.
    #[tokio::test(start_paused = true)]
    async fn who_has_no_turn_waits_for_one_and_is_shown_later_where_none_comes() {
        let folder = tempfile::tempdir().unwrap();
        let (presence, other) = (on(&folder, "here"), on(&folder, "here"));
        let all = u32::try_from(MOST).unwrap();
        let turns = presence.shown.turns.clone().acquire_many_owned(all).await.unwrap();
        tokio::join!(presence.announce(ONE), async {
            tokio::task::yield_now().await;
            drop(turns);
        });
        assert!(other.is_alive(ONE).await, "a turn came in time");
        let turns = presence.shown.turns.clone().acquire_many_owned(all).await.unwrap();
        presence.announce([2; 16]).await;
        assert!(!presence.is_gone(ONE).await && !other.is_alive([2; 16]).await, "nobody is kept from anything");
        let before = tokio::time::Instant::now();
        presence.announce([2; 16]).await;
        assert_eq!(before.elapsed(), Duration::ZERO, "it is not waited for at each lease");
        drop(turns);
        presence.announce([2; 16]).await;
        assert!(other.is_alive([2; 16]).await);
        assert_eq!(presence.shown.state().holders.len(), 2, "each is shown once");
    }

    /// One that does not answer keeps nobody from anything, and who has left by then is not shown any more.
    #[tokio::test(start_paused = true)]
    async fn a_disk_that_does_not_answer_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let (dead, other) = (on(&folder, "here"), on(&folder, "here"));
        dead.announce(ONE).await;
        drop(dead);
        let presence = Hanging::on(&folder);
        let hanging = Hanging::begin();
        assert!(!beyond_patience(presence.is_gone(ONE)).await);
        beyond_patience(presence.announce([2; 16])).await;
        presence.withdraw().await;
        drop(hanging.held);
        // All who were at it are done.
        drop(presence.shown.turns.acquire_many(u32::try_from(MOST).unwrap()).await.unwrap());
        assert!(!other.is_alive([2; 16]).await && !other.is_gone([2; 16]).await, "it has left in order");
        assert!(presence.is_gone(ONE).await, "it answers");
    }

    /// Its own copies of the files are closed, so that the end of its parent is seen.
    #[tokio::test]
    async fn a_forked_child_does_not_stand_for_its_parent() {
        let folder = tempfile::tempdir().unwrap();
        let (child, other) = (on(&folder, "here"), on(&folder, "here"));
        child.announce(ONE).await;
        let parents = child.shown.state().holders[0].inherited();
        child.shown.leave_to_parent();
        assert!(other.is_alive(ONE).await && !other.is_gone(ONE).await, "its parent lives");
        drop(parents);
        assert!(other.is_gone(ONE).await && !other.is_alive(ONE).await);
    }
}
