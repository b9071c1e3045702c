//! The [`Address`] trait: a kind of vault reads its own text of the option `vault`, and gives the name for messages, what identifies it,
//! its spool folder and its store.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;

use crate::base::{Clock, Result as Answer};

use super::copying::{CopySource, CopyTarget, Mark};
use super::{Store, moves};

/// A kind of vault.
pub(crate) struct Kind {
    /// What its addresses begin with.
    pub(super) scheme: &'static str,
    /// What other libraries begin such an address with, without the colon.
    pub(super) aliases: &'static [&'static str],
    /// How its addresses look, for messages.
    pub(super) form: &'static str,
    /// Reads what follows the scheme. An error says what to write instead, and repeats nothing.
    pub(super) read: fn(&str) -> Result<Arc<dyn Address>, String>,
}

impl Kind {
    /// Whether a scheme, in small letters and without its colon, is this kind's.
    pub(super) fn is_called(&self, scheme: &str) -> bool {
        self.scheme.strip_suffix(':') == Some(scheme) || self.aliases.contains(&scheme)
    }

    /// How to write an address of this kind.
    pub(super) fn advice(&self) -> String {
        format!("Write \"{}{}\".", self.scheme, self.form)
    }
}

/// Where a vault is. Nothing is opened.
#[async_trait]
pub(crate) trait Address: std::fmt::Debug + Send + Sync {
    /// The file as it was given, where it is one.
    fn file(&self) -> Option<&Path>;

    /// The address for messages: without a password.
    fn name(&self) -> &str;

    /// Whether there is a vault already. Nothing is made or changed.
    ///
    /// # Errors
    /// - `vault_unavailable`: it cannot be told.
    async fn exists(&self) -> Answer<bool>;

    /// What names the vault in this process, however its address is spelled; `None`: each one made is a vault of its own.
    fn identity(&self) -> Option<String>;

    /// Where this vault's spool is, unless the options say otherwise; `None`: the vault ends with the process.
    fn spool(&self) -> Option<PathBuf> {
        None
    }

    /// Whether the store itself shows the processes of a machine when another one of them has ended, or has no other one.
    fn shows_deaths(&self) -> bool {
        true
    }

    /// Where it is remembered how far this vault was, unless the options say otherwise; `None`: nowhere.
    fn anchor(&self) -> Option<PathBuf> {
        None
    }

    /// The store, not opened yet. Leases, pauses and holds of jobs run on `clock`'s [`elapsed`](Clock::elapsed) time where the
    /// store has no clock of its own.
    fn make(&self, clock: Arc<dyn Clock>) -> Arc<dyn Store>;

    /// The same for whoever only looks, where nothing may be written too.
    fn make_to_look(&self, clock: Arc<dyn Clock>) -> Arc<dyn Store> {
        self.make(clock)
    }

    /// The same of a copy that is not complete. Copying is the command line tool's alone: what an address can do is linked, called or not.
    #[cfg(any(test, feature = "cli"))]
    fn make_copy(&self, clock: Arc<dyn Clock>) -> Arc<dyn Store> {
        self.make(clock)
    }

    /// Opens the vault to copy it.
    ///
    /// # Errors
    /// - `invalid_request`: such a vault cannot be copied.
    /// - `vault_unavailable`: it is not there, or of another version.
    #[cfg(any(test, feature = "cli"))]
    async fn copy_from(&self, _clock: Arc<dyn Clock>) -> Answer<Box<dyn CopySource>> {
        Err(moves::ends_with_the_process())
    }

    /// Opens the place of a copy; where nothing is, it is made, with this mark.
    ///
    /// # Errors
    /// - `invalid_request`: such a vault cannot be a copy.
    #[cfg(any(test, feature = "cli"))]
    async fn copy_to(&self, _clock: Arc<dyn Clock>, _mark: &Mark) -> Answer<Box<dyn CopyTarget>> {
        Err(moves::ends_with_the_process())
    }
}
