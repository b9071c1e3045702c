//! Stores renewed tokens: retries while the vault cannot be written, keeps a sealed copy in the spool meanwhile, and stores what other
//! processes have left there (SR-60).

use std::collections::HashSet;
use std::future::pending;
use std::pin::pin;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::base::{Error, ErrorCode, GrantId, Result};
use crate::model::grant::Grant;
use crate::model::rows::Conflict;
use crate::model::successor::Successor;
use crate::repo::{SealingKey, Spooled};

use super::{Change, Grants};

/// A commit that has not ended after so long is one that the process may not live to see.
const SOON: Duration = Duration::from_millis(250);
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// A successor on its way into the vault.
pub(super) struct Unstored {
    pub(super) successor: Successor,
    /// Seals it, in a row or on disk, where the tenant's key cannot be had. `None`: it is on disk, where it can wait.
    key: Option<SealingKey>,
    on_disk: Spooled,
    /// It is stored: whoever still writes it to the disk removes it again.
    is_stored: CancellationToken,
    /// Whether one attempt is enough for now: somebody comes again, as it is on disk.
    is_patient: bool,
    /// The grant as the exchange found it; `None`: it was found on disk.
    whose: Option<Box<Grant>>,
}

impl Unstored {
    /// What the provider has just given: it exists nowhere else.
    pub(super) fn fresh(successor: Successor, key: SealingKey, before: &Grant) -> Self {
        let (key, whose) = (Some(key), Some(Box::new(before.clone())));
        Unstored { successor, key, on_disk: Spooled::No, is_stored: CancellationToken::new(), is_patient: false, whose }
    }

    /// The grant as the exchange found it, where that is known.
    pub(super) fn whose(&self) -> Option<&Grant> {
        self.whose.as_deref()
    }

    /// What was found on disk.
    fn found(successor: Successor) -> Self {
        let is_stored = CancellationToken::new();
        Unstored { successor, key: None, on_disk: Spooled::Whole, is_stored, is_patient: true, whose: None }
    }

    fn is_on_disk(&self) -> bool {
        self.on_disk != Spooled::No
    }
}

impl Grants {
    /// Commits, and goes on trying while the store is away, until the process is told to stop: dropping the result of an exchange
    /// would lose a token that the provider has already rotated.
    pub(super) async fn commit_unstored(
        &self,
        unstored: &mut Unstored,
        grant: &Grant,
        change: Change,
    ) -> Result<Result<Grant, Conflict>> {
        let change = Change { held: unstored.key.clone(), ..change };
        self.persist(unstored, || self.commit(grant, change.clone()), Result::is_ok).await
    }

    /// Asks the store until it answers, or the process is told to stop. `is_stored`: whether the answer says that the successor is stored.
    pub(super) async fn persist<T, F: Future<Output = Result<T>>>(
        &self,
        unstored: &mut Unstored,
        ask: impl Fn() -> F,
        is_stored: impl Fn(&T) -> bool,
    ) -> Result<T> {
        let mut pause = FIRST_PAUSE;
        loop {
            // Made before the look at `closed`: a wake in between is not lost.
            let woken = self.tasks.woken();
            let error = match self.ask_and_keep(unstored, ask(), &is_stored).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            if unstored.is_patient {
                return Err(error);
            }
            if self.tasks.is_closed() {
                self.keep(unstored, pending()).await;
                if !unstored.is_on_disk() && unstored.successor.is_irreplaceable() {
                    self.lost.fetch_add(1, Ordering::SeqCst);
                }
                return Err(error);
            }
            // A service of the root key that is silent puts off no attempt.
            let is_over = CancellationToken::new();
            let waiting = async {
                let _ = tokio::time::timeout(pause, woken).await;
                is_over.cancel();
            };
            tokio::join!(self.keep(unstored, is_over.cancelled()), waiting);
            tracing::warn!(
                connection_id = unstored.successor.right.grant_id.as_str(),
                tenant_id = unstored.successor.right.tenant_id.as_str(),
                code = error.code().as_str(),
                is_on_disk = unstored.is_on_disk(),
                "the vault did not take a successor; trying again"
            );
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Whether another process has found it on disk, and stored it.
    pub(super) async fn is_settled_elsewhere(&self, unstored: &Unstored) -> bool {
        let right = &unstored.successor.right;
        unstored.is_on_disk() && !self.repo.is_in_spool(&right.grant_id, right.epoch).await
    }

    /// For which grants something waits on disk.
    pub(in crate::engine) async fn waiting_on_disk(&self) -> HashSet<GrantId> {
        self.repo.waiting_in_spool().await
    }

    /// Asks the store once, and puts a successor on disk where that takes long. The commit goes on meanwhile: a transaction that nobody
    /// attends to keeps its locks, and with them every other process.
    async fn ask_and_keep<T>(
        &self,
        unstored: &mut Unstored,
        ask: impl Future<Output = Result<T>>,
        is_stored: impl Fn(&T) -> bool,
    ) -> Result<T> {
        let mut ask = Box::pin(ask);
        if let Ok(answer) = tokio::time::timeout(SOON, &mut ask).await {
            return answer;
        }
        let (is_answered, is_stored_token) = (CancellationToken::new(), unstored.is_stored.clone());
        let asking = async {
            let answer = ask.await;
            if answer.is_ok() {
                is_answered.cancel();
            }
            answer
        };
        let mut asking = pin!(asking);
        let mut is_kept = false;
        let answer = {
            let mut keeping = pin!(self.keep(unstored, is_answered.cancelled()));
            let answer = tokio::select! {
                biased;
                answer = &mut asking => answer,
                () = &mut keeping => {
                    is_kept = true;
                    asking.await
                }
            };
            if !is_kept && !answer.as_ref().is_ok_and(&is_stored) {
                keeping.await;
                is_kept = true;
            }
            answer
        };
        if !is_kept {
            // A disk that hangs keeps nobody whose successor is stored: whoever writes the file removes it, or it is removed here.
            is_stored_token.cancel();
            if unstored.on_disk == Spooled::No {
                unstored.on_disk = Spooled::WithoutKey;
            }
        }
        answer
    }

    /// Puts a successor on disk where losing it could lose the grant: at once, and with its key as soon as the root key answers. For that it
    /// waits until `is_over` at the longest.
    async fn keep(&self, unstored: &mut Unstored, is_over: impl Future<Output = ()>) {
        let Some(key) = unstored.key.as_ref().filter(|_| unstored.on_disk != Spooled::Whole) else { return };
        if !unstored.successor.is_irreplaceable() || !self.repo.has_spool() {
            return;
        }
        match self.repo.put_in_spool(&unstored.successor, key, unstored.on_disk, is_over, &unstored.is_stored).await {
            Ok(on_disk) => unstored.on_disk = on_disk,
            Err(error) => tracing::warn!(
                connection_id = unstored.successor.right.grant_id.as_str(),
                tenant_id = unstored.successor.right.tenant_id.as_str(),
                code = error.code().as_str(),
                %error,
                "a successor could not be kept on disk; this process's memory is the only place where it is"
            ),
        }
    }

    /// A successor is stored, or there is nothing any more that it could succeed. A disk that hangs removes
    /// what a caller waits for in its own time.
    pub(super) async fn settle(&self, unstored: &Unstored) {
        if unstored.is_on_disk() {
            let right = &unstored.successor.right;
            let removal = self.repo.remove_from_spool(&right.grant_id, right.epoch);
            if unstored.is_patient {
                removal.await;
            } else {
                let _ = tokio::time::timeout(SOON, removal).await;
            }
        }
    }

    /// Stores what waits on disk for a grant; whether that has changed the grant. A file that cannot be removed is found again and
    /// again, and brings nothing any more.
    ///
    /// # Errors
    /// - `vault_unavailable`: it could not be stored, and goes on waiting.
    pub(in crate::engine) async fn store_spooled(&self, grant: &Grant) -> Result<bool> {
        if !self.repo.may_take_from_spool().await? {
            return Ok(false);
        }
        let mut stored = Some(grant.revision);
        for successor in self.repo.list_spool(Some(&grant.id)).await? {
            if self.repo.is_of_later_state(&successor.right).await? {
                break;
            }
            stored = self.store_found(successor).await?.map(|grant| grant.revision);
        }
        Ok(stored != Some(grant.revision))
    }

    /// Stores what waits on disk for any grant: this process is new, or the vault is back. What cannot be stored goes on waiting, and
    /// keeps nobody from other work.
    pub(in crate::engine) async fn store_all_spooled(&self) {
        if let Err(error) = self.try_store_all_spooled().await {
            tracing::warn!(code = error.code().as_str(), "what waits in the spool could not be stored; it goes on waiting");
        }
    }

    async fn try_store_all_spooled(&self) -> Result<()> {
        if !self.repo.may_take_from_spool().await? {
            return Ok(());
        }
        let mut failed = None;
        let mut waiting = self.repo.list_spool(None).await?;
        waiting.retain(|successor| !self.is_pending_here(successor));
        for successor in &waiting {
            // One tells of all of them.
            if self.repo.is_of_later_state(&successor.right).await? {
                return Ok(());
            }
        }
        for successor in waiting {
            // One whose grant is damaged, or whose key is away, holds up none of the others.
            if let Err(error) = self.store_found(successor).await {
                failed = Some(error);
            }
        }
        failed.map_or(Ok(()), Err)
    }

    /// Whether a task of this process is at it: it needs no second one.
    fn is_pending_here(&self, successor: &Successor) -> bool {
        successor.right.owner == self.owner
    }

    /// Gives the grant as it then stands; `None`: it was deleted.
    async fn store_found(&self, successor: Successor) -> Result<Option<Grant>> {
        let right = successor.right.clone();
        let mut unstored = Unstored::found(successor);
        let merged = self.merge(&mut unstored, None).await?;
        let (stored, is_written) = (merged.stored, merged.is_written);
        self.settle(&unstored).await;
        if is_written {
            tracing::info!(
                connection_id = right.grant_id.as_str(),
                tenant_id = right.tenant_id.as_str(),
                "what a renewal had brought while the vault was away is stored now"
            );
        }
        Ok(stored)
    }

    /// # Errors
    /// - `vault_unavailable`: so many successors are lost with this process.
    pub(in crate::engine) fn check_nothing_lost(&self) -> Result<()> {
        let lost = self.lost.load(Ordering::SeqCst);
        if lost == 0 {
            return Ok(());
        }
        tracing::error!(lost, "the vault is closed, and renewed tokens that it did not take are lost");
        let message = if lost == 1 {
            "The vault could not be written, and a renewed token that only this process held is lost.".to_owned()
        } else {
            format!("The vault could not be written, and {lost} renewed tokens that only this process held are lost.")
        };
        Err(Error::new(ErrorCode::VaultUnavailable, message).with_hint(
            "Their accounts may have to connect again. Make room or rights for the vault and its spool; ⟨spool_dir⟩ names another place.",
        ))
    }
}
