//! The keys under which accounts are hashed take turns, as those that seal do: another one hashes, every hash is made anew under it while
//! everybody works, and the one before is destroyed when it has made none that is there (SR-45).
//!
//! An organisation is looked for under every key as long as there are several, so that nobody claims it twice. What is left to do is always
//! asked of the vault: a process that dies in between leaves nothing half done. Hashes of before they named their key are made anew the
//! same way.
//!
//! A hash that claims nothing is taken away by the same sweep: what versions before 17 have stored with connections, nobody looks for.
//!
//! What does not open keeps its hash, and the key before it; it is looked at again when something has changed, and once an hour.
//!
//! A key that has linked an entry of the audit log stays for whoever follows the log; it hashes nothing any more.

use std::sync::PoisonError;
use std::time::Duration;

use super::data_keys::MOST_REFUSALS;
use super::housekeeping::Housekeeping;
use super::keyring::OpenKeyset;
use super::{KeyRotation, Repo, unexpected};
use crate::base::giving_way::Steps;
use crate::base::{GrantId, Result};
use crate::model::rows::{Conflict, GrantFilter, GrantRow, KeyOwner, KeysetRow, Write};
use crate::model::sealed::SealedBytes;
use crate::vault::DataKey;

/// So many hashes are made anew in one commit.
const PAGE: usize = 100;
/// After so long what could not be hashed is looked at again, whatever has changed.
const LOOK_AGAIN: Duration = Duration::from_secs(60 * 60);

/// What a whole sweep has left, because it does not open or because another one has its organisation.
#[derive(Clone)]
pub(super) struct Left {
    /// Of the index keys that there were.
    version: u64,
    /// Those that come first.
    first: Vec<Unhashed>,
    unreadable: u64,
    at: Duration,
}

/// One that could not be hashed, as it was.
#[derive(Clone, PartialEq, Eq)]
struct Unhashed {
    id: GrantId,
    revision: u64,
    sealed: Option<SealedBytes>,
}

impl Housekeeping {
    /// Lets another index key hash, and goes as far as `after_page` lets it.
    ///
    /// # Errors
    /// - `invalid_request`: nothing was hashed yet.
    /// - `key_mismatch`: the index keys do not open.
    /// - `key_service_unavailable`, `vault_unavailable` (retry later). What was done stays done.
    pub(crate) async fn rotate_index_key(&self, after_page: impl FnMut(KeyRotation) -> bool) -> Result<KeyRotation> {
        self.repo.follow_key(&KeyOwner::Index).await?;
        self.repo.finish_index_rotation(after_page).await
    }

    /// Goes on with what was begun.
    ///
    /// # Errors
    /// As of [`Housekeeping::rotate_index_key`], but for `invalid_request`.
    pub(crate) async fn finish_index_rotation(&self, after_page: impl FnMut(KeyRotation) -> bool) -> Result<KeyRotation> {
        self.repo.finish_index_rotation(after_page).await
    }
}

impl Repo {
    async fn finish_index_rotation(&self, mut after_page: impl FnMut(KeyRotation) -> bool) -> Result<KeyRotation> {
        // What the row says without being opened only saves the question to the root key.
        if let Some(row) = self.store.find_keyset(KeyOwner::Index).await?
            && let Some(done) = self.has_nothing_to_hash(&row).await?
        {
            return Ok(done);
        }
        let mut rotation = KeyRotation::default();
        let Some(OpenKeyset { keyset, row }) = self.keyset_of(&KeyOwner::Index).await? else { return Ok(rotation) };
        let newest = keyset.primary();
        if self.store.has_other_hashes(newest.id()).await? {
            // Before the first look: what is stored from now on is hashed under the key of now, or refused.
            self.keyring.forget(&KeyOwner::Index);
            match self.hash_all_again(newest, &mut rotation, &mut after_page).await? {
                Swept::All => self.note_left(&row, newest.id(), rotation.unreadable).await?,
                Swept::ButLeased => {}
                Swept::NotAll => return Ok(rotation),
            }
        }
        for key_id in keyset.decrypt_only() {
            match self.destroy_key(&KeyOwner::Index, key_id).await? {
                Some(true) => rotation.destroyed += 1,
                Some(false) => rotation.waiting += 1,
                None => {}
            }
        }
        self.drop_destroyed_keys().await?;
        Ok(rotation)
    }

    /// What there is to say if nothing is to be done, or nothing that could be.
    async fn has_nothing_to_hash(&self, row: &KeysetRow) -> Result<Option<KeyRotation>> {
        let [before @ .., newest] = row.key_ids.as_slice() else { return Ok(None) };
        let mut rotation = KeyRotation::default();
        if !self.store.has_other_hashes(*newest).await? {
            for key_id in before {
                rotation.waiting += u64::from(self.store.has_linked(*key_id).await?);
            }
            return Ok((rotation.waiting == before.len() as u64).then_some(rotation));
        }
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let is_fresh = |left: &Left| left.version == row.version && self.clock.elapsed().saturating_sub(left.at) < LOOK_AGAIN;
        let Some(left) = left.filter(is_fresh) else { return Ok(None) };
        if left.first != self.first_to_hash(*newest).await? {
            return Ok(None);
        }
        (rotation.unreadable, rotation.waiting) = (left.unreadable, before.len() as u64);
        Ok(Some(rotation))
    }

    async fn note_left(&self, row: &KeysetRow, newest: [u8; 16], unreadable: u64) -> Result<()> {
        let first = self.first_to_hash(newest).await?;
        let left = Left { version: row.version, first, unreadable, at: self.clock.elapsed() };
        *self.left.lock().unwrap_or_else(PoisonError::into_inner) = Some(left);
        Ok(())
    }

    async fn first_to_hash(&self, newest: [u8; 16]) -> Result<Vec<Unhashed>> {
        let page = self.store.list_grants(to_hash_under(newest, None)).await?;
        Ok(page.into_iter().map(|row| Unhashed { id: row.id, revision: row.revision, sealed: row.sealed }).collect())
    }

    async fn hash_all_again(
        &self,
        newest: &DataKey,
        rotation: &mut KeyRotation,
        after_page: &mut impl FnMut(KeyRotation) -> bool,
    ) -> Result<Swept> {
        let (mut after, mut refusals, mut swept) = (None, 0, Swept::All);
        loop {
            let page = self.store.list_grants(to_hash_under(newest.id(), after.clone())).await?;
            let Some(last) = page.last() else { return Ok(swept) };
            match self.hash_again(&page, newest, rotation).await? {
                Ok(()) => (after, refusals) = (Some(last.id.clone()), 0),
                // Another index key has followed since, whose sweep does the rest; or another data key, under which it goes on.
                Err(Conflict::IndexKeyEnded) if !self.is_newest(newest).await? => return Ok(Swept::NotAll),
                Err(conflict) => {
                    refusals += 1;
                    if refusals == MOST_REFUSALS {
                        return Err(unexpected(conflict, "hash accounts again"));
                    }
                }
            }
            if page.iter().any(is_leased) {
                swept = Swept::ButLeased;
            }
            if !after_page(*rotation) {
                return Ok(Swept::NotAll);
            }
        }
    }

    /// Who is in the middle of an exchange writes what was hashed before, so those come later.
    async fn hash_again(&self, page: &[GrantRow], newest: &DataKey, rotation: &mut KeyRotation) -> Result<Result<(), Conflict>> {
        let (mut hashed, mut unreadable, mut steps) = (Vec::with_capacity(page.len()), 0, Steps::short());
        for row in page.iter().filter(|row| !is_leased(row)) {
            match self.seal_again(row, Some(newest)).await? {
                Some(grant) => hashed.push(grant),
                None => unreadable += 1,
            }
            steps.made_by_task().await;
        }
        let count = hashed.len() as u64;
        if count > 0 {
            match self.commit(vec![Write::ResealGrants(hashed)]).await? {
                Ok(_) => {}
                Err(conflict @ (Conflict::KeyEnded | Conflict::IndexKeyEnded)) => return Ok(Err(conflict)),
                Err(conflict) => return Err(unexpected(conflict, "hash accounts again")),
            }
        }
        rotation.resealed += count;
        rotation.unreadable += unreadable;
        Ok(Ok(()))
    }

    async fn is_newest(&self, key: &DataKey) -> Result<bool> {
        Ok(self.keyset_of(&KeyOwner::Index).await?.is_some_and(|open| open.keyset.primary().id() == key.id()))
    }
}

/// How far a sweep has come.
#[derive(Clone, Copy)]
enum Swept {
    All,
    /// Some were in the middle of an exchange.
    ButLeased,
    NotAll,
}

fn is_leased(row: &GrantRow) -> bool {
    !row.lease.left.is_zero()
}

fn to_hash_under(key_id: [u8; 16], after: Option<GrantId>) -> GrantFilter {
    GrantFilter { to_hash_under: Some(key_id), include_revoked: true, after, limit: PAGE, ..GrantFilter::default() }
}

#[cfg(test)]
mod tests;
