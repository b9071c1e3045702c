//! Shows the other processes of a machine that those who hold leases in this one are alive, where the vault itself cannot: a server sees
//! connections end, and not processes. They meet in a folder that they share, that of their spool, and nobody believes more of it than this
//! machine knows: a folder on a disk of another one, or a holder on another one, says nothing.

use std::fs::{self, DirBuilder};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::base::boot_id;

use super::address::Address;
use super::disks::keeps_locks;
use super::holders::{self, Announced};
use super::owner_only::make_folder_owner_only;
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
    process: u32,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Whether the folder has been looked at; it is made when the first one is shown.
    is_prepared: bool,
    holders: Vec<Announced>,
    /// Those that could not be shown. It is not tried for each lease again.
    hidden: Vec<[u8; 16]>,
}

impl Presence {
    /// Of a vault that does not show it by itself, where its processes have a spool; `None`: nowhere, also where the system does not name its
    /// machine.
    pub(crate) fn of(vault: &dyn Address, spool: Option<&SpoolFolder>) -> Option<Self> {
        spool.filter(|_| !vault.shows_deaths()).and_then(|spool| Presence::on(spool.path(), boot_id()))
    }

    fn on(spool: &Path, machine: String) -> Option<Self> {
        let (folder, process) = (spool.join("live"), std::process::id());
        (!machine.is_empty()).then(|| Presence { shown: Arc::new(Shown { folder, machine, process, state: Mutex::default() }) })
    }

    /// Shows everybody on this machine that a holder is alive, until [`Presence::withdraw`] or the end of this process. Before it holds anything: of
    /// whom nothing is known, the lease's time decides.
    pub(crate) async fn announce(&self, owner: [u8; 16]) {
        if !self.shown.state().knows(owner) {
            let shown = self.shown.clone();
            run_blocking(move || shown.announce(owner)).await;
        }
    }

    /// Whether a holder has certainly ended.
    pub(crate) async fn is_gone(&self, owner: [u8; 16]) -> bool {
        let shown = self.shown.clone();
        run_blocking(move || shown.is_believed() && holders::is_gone(&shown.folder, owner, &shown.machine)).await.unwrap_or(false)
    }

    /// Whether a holder certainly lives.
    pub(crate) async fn is_alive(&self, owner: [u8; 16]) -> bool {
        let shown = self.shown.clone();
        run_blocking(move || holders::is_alive(&shown.folder, owner)).await.unwrap_or(false)
    }

    /// Takes back what was shown: an orderly end leaves no lease.
    pub(crate) async fn withdraw(&self) {
        let shown = self.shown.clone();
        run_blocking(move || shown.withdraw()).await;
    }
}

impl Shown {
    fn announce(&self, owner: [u8; 16]) {
        let mut state = self.state();
        // A forked child has inherited this; locks and files are its parent's.
        if state.knows(owner) || std::process::id() != self.process {
            return;
        }
        if !state.is_prepared {
            match self.prepare() {
                Ok(()) => holders::sweep(&self.folder, &self.machine),
                Err(error) => {
                    tracing::debug!(kind = ?error.kind(), "no folder shows other processes that this one is alive");
                    state.hidden.push(owner);
                    return;
                }
            }
            state.is_prepared = true;
        }
        match self.is_believed().then(|| Announced::new(&self.folder, owner, &self.machine)).flatten() {
            Some(announced) => state.holders.push(announced),
            None => state.hidden.push(owner),
        }
    }

    fn prepare(&self) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.folder)?;
        if !fs::symlink_metadata(&self.folder)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        make_folder_owner_only(&self.folder)
    }

    /// Whether a lock in the folder says anything. Asked each time: somebody may have mounted another one there.
    fn is_believed(&self) -> bool {
        keeps_locks(&self.folder)
    }

    fn withdraw(&self) {
        let holders = std::mem::take(&mut self.state().holders);
        if std::process::id() == self.process {
            holders.into_iter().for_each(Announced::withdraw);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn knows(&self, owner: [u8; 16]) -> bool {
        self.hidden.contains(&owner) || self.holders.iter().any(|holder| holder.is(owner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: [u8; 16] = [1; 16];

    fn on(folder: &tempfile::TempDir, machine: &str) -> Presence {
        Presence::on(&folder.path().join("spool"), machine.to_owned()).unwrap()
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
        assert!(Presence::on(Path::new("spool"), String::new()).is_none());
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
}
