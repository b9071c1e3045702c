//! Row 3: domain objects to sealed rows and back. The only place where plaintext meets storage.

mod asked;
mod audit;
#[cfg(feature = "cli")]
mod copying;
mod data_keys;
mod due_work;
mod erasing;
mod events;
#[cfg(test)]
mod frozen;
mod gathering;
mod grants;
mod hashing;
mod housekeeping;
mod index_keys;
mod key_cache;
mod keyring;
mod leases;
mod looks;
#[cfg(test)]
mod on_postgres;
mod opening;
mod pauses;
#[cfg(any(test, feature = "cli"))]
mod processes;
mod record;
mod rereading;
mod resealing;
mod revocations;
mod rollback;
mod root_keys;
mod seen;
mod sessions;
mod settled;
mod spool;
mod storing;
#[cfg(test)]
pub(crate) mod testing;
mod times;
mod uses;
mod verifying;

use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, Once};
use std::time::Duration;

use crate::base::{Clock, Environment, Error, ErrorCode, GrantId, Result, Start};
use crate::model::audit::AuditKind;
use crate::model::rows::{Batch, Changes, Conflict, KeyOwner, Outcome, Position, Write};
pub(crate) use crate::store::Wiped;
use crate::store::{Anchor, Presence, SpoolFolder, Store};
use crate::vault::RootKeys;

#[cfg(any(test, feature = "cli"))]
pub(crate) use audit::AuditDropping;
pub(crate) use audit::{Act, AuditLog, AuditVerification};
#[cfg(feature = "cli")]
pub(crate) use copying::{Copied, CopyStep, Copying, TableCount, is_same_vault, new_mark, origin};
pub(crate) use data_keys::KeyRotation;
pub(crate) use due_work::{DueGrant, DueWork};
pub(crate) use erasing::{Erased, Erasures};
pub(crate) use events::Events;
pub(crate) use grants::Tombstone;
pub(crate) use housekeeping::Housekeeping;
use keyring::Keyring;
pub(crate) use leases::{LeaseGrant, LeaseRequest, SealingKey};
#[cfg(feature = "cli")]
pub(crate) use processes::ProcessStatus;
pub(crate) use resealing::ResealProgress;
pub(crate) use revocations::{HeldRevocation, NewRevocation};
pub(crate) use root_keys::{RewrapProgress, RootKeyStatus};
pub(crate) use sessions::Sessions;
pub(crate) use spool::{Spooled, clear_spool_of_lost};
pub(crate) use storing::{GrantUpdate, GrantWrite};
pub(crate) use uses::UsedGrant;
#[cfg(feature = "cli")]
pub(crate) use verifying::verify_copy;
pub(crate) use verifying::{OpenedSoFar, Verification};

/// The vault as the engine sees it: grants and sessions in the clear, inside this process.
pub(crate) struct Repo {
    store: Arc<dyn Store>,
    environment: Environment,
    keyring: Keyring,
    clock: Arc<dyn Clock>,
    start: Start,
    judged_by_server: Once,
    settled: settled::Settled,
    process: root_keys::Process,
    seen: seen::Seen<GrantId>,
    rollback: rollback::Rollback,
    spool: Option<SpoolFolder>,
    /// Where processes of this machine see each other, if the store does not show them.
    presence: Option<Presence>,
    looks: Arc<looks::Looks>,
    /// What could not be hashed anew.
    left: Mutex<Option<index_keys::Left>>,
    /// The key of the audit log of which it is sealed from where on it links.
    started: Mutex<Option<[u8; 16]>>,
    news: events::News,
    /// Whether nothing is changed: neither the vault, nor what is remembered of it, nor what waits beside it.
    only_looks: bool,
}

impl Repo {
    /// A repository over a store that is not opened yet.
    pub(crate) fn new(store: Arc<dyn Store>, roots: RootKeys, environment: Environment, clock: Arc<dyn Clock>) -> Self {
        let keyring = Keyring::new(store.clone(), roots, environment.clone(), clock.clone());
        let (process, seen) = (root_keys::Process::new(), seen::Seen::default());
        let rollback = rollback::Rollback::default();
        Repo {
            store,
            environment,
            keyring,
            start: Start::now(&*clock),
            judged_by_server: Once::new(),
            settled: settled::Settled::default(),
            clock,
            process,
            seen,
            rollback,
            spool: None,
            presence: None,
            looks: Arc::default(),
            left: Mutex::default(),
            started: Mutex::default(),
            news: events::News::default(),
            only_looks: false,
        }
    }

    /// The same with what remembers how far the vault was.
    pub(crate) fn anchored_to(self, anchor: Option<Arc<dyn Anchor>>) -> Self {
        Repo { rollback: rollback::Rollback::with(anchor), ..self }
    }

    /// The same with a folder for what cannot be stored yet.
    pub(crate) fn spooling_to(self, spool: Option<SpoolFolder>) -> Self {
        Repo { spool, ..self }
    }

    /// The same with where processes of this machine see each other.
    pub(crate) fn shown_in(self, presence: Option<Presence>) -> Self {
        Repo { presence, ..self }
    }

    /// The same for whoever only looks, where `only_looks`.
    pub(crate) fn looking(self, only_looks: bool) -> Self {
        Repo { only_looks, ..self }
    }

    /// Whether nothing is changed.
    pub(crate) fn only_looks(&self) -> bool {
        self.only_looks
    }

    /// The store's name in messages.
    pub(crate) fn store_name(&self) -> &str {
        self.store.name()
    }

    /// Which grants changed since a position; `None` asks for the current position.
    pub(crate) async fn changes_since(&self, position: Option<Position>) -> Result<Changes> {
        // A page; the caller reads on until one is empty.
        const MOST: usize = 4096;
        self.store.changes_since(position, MOST).await
    }

    /// Lets go of the store's files, connections and threads; an operation takes them again by itself.
    pub(crate) fn detach(&self, wait_until: Option<Duration>) {
        if let Some(holdings) = self.store.holdings() {
            holdings.detach(wait_until);
        }
    }

    /// Lets go of them, now and after every operation until [`Repo::resume`].
    pub(crate) async fn suspend(&self) {
        if let Some(holdings) = self.store.holdings() {
            holdings.suspend().await;
        }
    }

    /// Ends [`Repo::suspend`].
    pub(crate) fn resume(&self) {
        if let Some(holdings) = self.store.holdings() {
            holdings.resume();
        }
    }

    /// Copies the vault into a new file while it is in use. What is sealed stays sealed.
    ///
    /// # Errors
    /// - `invalid_request`: the file exists already, or the vault is in no file.
    /// - `vault_unavailable`: the file could not be written.
    pub(crate) async fn back_up(&self, to: &Path) -> Result<()> {
        let Some(holdings) = self.store.holdings() else {
            return Err(Error::new(ErrorCode::InvalidRequest, "A vault in memory cannot be backed up.")
                .with_hint("Use a vault in a file: sqlite:./authpipe.db."));
        };
        // What is refused was not begun.
        holdings.check_back_up(to).await?;
        self.tell(AuditKind::BackupBegun).await?;
        holdings.back_up(to).await
    }

    /// Lets go of the store.
    pub(crate) async fn close(&self) {
        if self.process.is_known.load(Ordering::SeqCst) {
            // That it could not be remembered has been said.
            if self.keep_anchor(None).await.is_err() {
                self.keep_own().await;
            }
        }
        self.leave().await;
        self.store.close().await;
        if let Some(presence) = &self.presence {
            presence.withdraw().await;
        }
        self.keyring.clear();
    }

    /// Applies writes; the outer error is the store's, the inner one says which guard no longer held. After `KeyEnded` this process
    /// seals under that key no more, and after `IndexKeyEnded` it hashes under that one no more, as it links
    /// under none after `AuditKeyEnded`: whoever tries again takes another one.
    async fn commit(&self, writes: Vec<Write>) -> Result<Result<Vec<u64>, Conflict>> {
        if self.only_looks {
            return Err(Error::new(ErrorCode::InvalidRequest, "Whoever only looks at a vault changes nothing in it."));
        }
        let sealed_under: Vec<_> = writes.iter().flat_map(Write::sealed_under).collect();
        let tells = writes.iter().any(|write| matches!(write, Write::AppendEvent(_)));
        Ok(match self.store.commit(Batch { writes }).await? {
            Outcome::Applied { epochs } => {
                if tells {
                    self.news.tell();
                }
                Ok(epochs)
            }
            Outcome::Conflict(conflict) => {
                if conflict == Conflict::IndexKeyEnded {
                    self.keyring.forget(&KeyOwner::Index);
                }
                if conflict == Conflict::AuditKeyEnded {
                    self.keyring.forget(&KeyOwner::Audit);
                }
                if conflict == Conflict::KeyEnded {
                    self.keyring.forget_primaries(&sealed_under);
                    // What became of others is looked at again soon: it changes nothing about the answer.
                    if let Err(error) = self.forget_destroyed_keys().await {
                        tracing::warn!(code = error.code().as_str(), "which keys are destroyed could not be asked");
                    }
                }
                Err(conflict)
            }
        })
    }
}

/// A conflict where the write has no guard that could fail.
fn unexpected(conflict: Conflict, operation: &str) -> Error {
    Error::new(ErrorCode::VaultUnavailable, format!("The vault refused to {operation} ({conflict:?}). Nothing was written."))
}

/// The one answer to a record that does not open: no hint which part failed (SR-53).
fn unreadable(store_name: &str) -> Error {
    Error::new(
        ErrorCode::VaultUnavailable,
        format!(
            "A record in the vault at {store_name} cannot be opened. It was changed outside Authpipe or copied from elsewhere."
        ),
    )
    .with_hint("Restore the vault from a backup, or delete the connection and connect again.")
}
