//! Lets go of the vault before a system suspends the app, and opens it again afterwards: a suspended app that holds a lock is
//! killed.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use super::shared::Core;
use super::{Authpipe, options};

impl Authpipe {
    /// Notes what is asked for; the core of the vault, if there is one.
    fn ask(&self, suspended: bool) -> Option<Arc<Core>> {
        let judged = self.0.judged.lock().unwrap_or_else(PoisonError::into_inner);
        self.0.suspended.store(suspended, Ordering::SeqCst);
        self.find_core(&judged)
    }

    /// The core of the vault, if there is one: also another handle's.
    fn find_core(&self, judged: &options::Judged) -> Option<Arc<Core>> {
        self.0.core.get().cloned().or_else(|| Core::find(judged))
    }

    /// Lets go of every file, lock and connection of the vault, for an app that is about to be suspended by its system. On
    /// return none is open, unless another call is using one.
    ///
    /// Until [`Authpipe::resume`], scheduled work waits, and a call opens the vault for its own time only. Exchanges under way
    /// are not interrupted, and what they commit is stored in the same way. It concerns the vault: also other handles of this
    /// process on it. Calling it again lets go again; on a closed handle it does nothing.
    pub async fn suspend(&self) {
        if self.check().is_err() || self.0.origin.is_foreign() {
            return;
        }
        let Some(core) = self.ask(true) else { return };
        let engine = core.engine.clone();
        // An error says that the runtime is gone, and with it everything that could be let go.
        let _ = core
            .run(async move {
                engine.suspend().await;
                Ok(())
            })
            .await;
    }

    /// Waits until no exchange with a provider is under way in this process on this vault, and what the last one brought is stored.
    /// Before [`Authpipe::suspend`], for an app that its system keeps awake for that long. Nothing is kept from beginning
    /// meanwhile; on a closed handle it returns at once.
    pub async fn idle(&self) {
        if self.check().is_err() || self.0.origin.is_foreign() {
            return;
        }
        let Some(core) = self.0.core.get().cloned() else { return };
        let engine = core.engine.clone();
        // An error says that the runtime is gone, and with it every exchange.
        let _ = core
            .run(async move {
                engine.idle().await;
                Ok(())
            })
            .await;
    }

    /// Ends [`Authpipe::suspend`]: scheduled work goes on, with what has fallen due meanwhile.
    pub fn resume(&self) {
        if self.check().is_err() || self.0.origin.is_foreign() {
            return;
        }
        if let Some(core) = self.ask(false) {
            core.engine.resume();
        }
    }

    /// Whether the vault is let go: [`Authpipe::suspend`] was called, also on another handle of this process on it, and not
    /// [`Authpipe::resume`]. For work that repeats itself, which should wait then rather than open the vault.
    pub fn is_suspended(&self) -> bool {
        if self.check().is_err() || self.0.origin.is_foreign() {
            return false;
        }
        let judged = self.0.judged.lock().unwrap_or_else(PoisonError::into_inner);
        match self.find_core(&judged) {
            Some(core) => core.engine.is_suspended(),
            None => self.0.suspended.load(Ordering::SeqCst),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::client::{Mode, Options, shared};

    use super::*;

    #[tokio::test]
    async fn a_suspension_is_seen_by_every_handle_on_the_vault() {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            vault: Some(format!("sqlite:{}", folder.path().join("authpipe.db").display())),
            keys: vec![crate::vault::LocalRootKey::make()],
            mode: Some(Mode::Development),
            ..Options::default()
        };
        let (first, second) = (Authpipe::new(options.clone()).unwrap(), Authpipe::new(options).unwrap());
        first.suspend().await;
        assert!(first.is_suspended(), "also before there is a core");
        first.ready().await.unwrap();
        assert!(second.is_suspended(), "also where this handle has not been used");
        second.ready().await.unwrap();
        second.resume();
        assert!(!first.is_suspended() && !second.is_suspended());
        first.suspend().await;
        first.close().await.unwrap();
        assert!(!first.is_suspended() && second.is_suspended(), "it concerns the vault, not the handle");
        second.close().await.unwrap();
    }

    #[test]
    fn a_suspension_asked_for_while_the_core_is_made_is_kept() {
        // More than another thread needs to get past a flag; a failure to catch the moment makes nothing fail.
        const LOOKS: usize = 100_000;
        let authpipe = Authpipe::new(Options {
            vault: Some("memory:".into()),
            keys: vec![crate::vault::LocalRootKey::make()],
            mode: Some(Mode::Development),
            ..Options::default()
        })
        .unwrap();
        std::thread::scope(|scope| {
            let registry = shared::OPEN.lock().unwrap_or_else(PoisonError::into_inner);
            let making = scope.spawn(|| authpipe.core().unwrap().clone());
            while authpipe.0.judged.try_lock().is_ok() {
                std::thread::yield_now();
            }
            let suspending = scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                runtime.block_on(authpipe.suspend());
            });
            // Wrong: it has found no core and is done. Right: it waits for the one that is being made.
            let done = (0..LOOKS).any(|_| {
                std::thread::yield_now();
                suspending.is_finished()
            });
            drop(registry);
            suspending.join().unwrap();
            assert!(making.join().unwrap().engine.is_suspended());
            assert!(!done, "on return nothing is open");
        });
    }
}
