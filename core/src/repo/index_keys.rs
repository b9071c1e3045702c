//! The keys under which accounts are hashed take turns, as those that seal do: another one hashes, every hash is made anew under it while
//! everybody works, and the one before is destroyed when it has made none that is there (SR-45).
//!
//! An organisation is looked for under every key as long as there are several, so that nobody claims it twice. What is left to do is always
//! asked of the vault: a process that dies in between leaves nothing half done. Hashes of before they named their key are made anew the
//! same way.
//!
//! A key that has linked an entry of the audit log stays for whoever follows the log; it hashes nothing any more.

use super::housekeeping::Housekeeping;
use super::keyring::OpenKeyset;
use super::{KeyRotation, Repo, unexpected};
use crate::base::Result;
use crate::model::rows::{Conflict, GrantFilter, GrantRow, Write};
use crate::vault::DataKey;

/// So many hashes are made anew in one commit.
const PAGE: usize = 100;

impl Housekeeping {
    /// Lets another index key hash, and goes as far as `after_page` lets it.
    ///
    /// # Errors
    /// - `invalid_request`: nothing was hashed yet.
    /// - `key_mismatch`: the index keys do not open.
    /// - `key_service_unavailable`, `vault_unavailable` (retry later). What was done stays done.
    pub(crate) async fn rotate_index_key(&self, after_page: impl FnMut(KeyRotation) -> bool) -> Result<KeyRotation> {
        self.repo.follow_key(&None).await?;
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
        let mut rotation = KeyRotation::default();
        // What the row says without being opened only saves the question to the root key.
        if let Some(row) = self.store.find_keyset(None).await?
            && let [before @ .., newest] = row.key_ids.as_slice()
            && !self.store.has_other_hashes(*newest).await?
        {
            for key_id in before {
                rotation.waiting += u64::from(self.store.has_linked(*key_id).await?);
            }
            if rotation.waiting == before.len() as u64 {
                return Ok(rotation);
            }
            rotation.waiting = 0;
        }
        let Some(OpenKeyset { keyset, .. }) = self.keyset_of(&None).await? else { return Ok(rotation) };
        let newest = keyset.primary();
        if self.store.has_other_hashes(newest.id()).await? {
            // Before the first look: what is stored from now on is hashed under the key of now, or refused.
            self.keyring.forget_index_keys();
            let mut after = None;
            loop {
                let filter = GrantFilter {
                    hashed_not_by: Some(newest.id()),
                    include_revoked: true,
                    after: after.clone(),
                    limit: PAGE,
                    ..GrantFilter::default()
                };
                let page = self.store.list_grants(filter).await?;
                let Some(last) = page.last() else { break };
                let last = last.id.clone();
                if !self.hash_again(&page, newest, &mut rotation).await? {
                    // Another index key has followed since, whose sweep does the rest; or another data key, under which it goes on.
                    if self.is_newest(newest).await? {
                        continue;
                    }
                    return Ok(rotation);
                }
                after = Some(last);
                if !after_page(rotation) {
                    return Ok(rotation);
                }
            }
        }
        for key_id in keyset.decrypt_only() {
            match self.destroy_key(&None, key_id).await? {
                Some(true) => rotation.destroyed += 1,
                Some(false) => rotation.waiting += 1,
                None => {}
            }
        }
        self.drop_destroyed_keys().await?;
        Ok(rotation)
    }

    /// `false`: a key has ended that seals or hashes here.
    async fn hash_again(&self, page: &[GrantRow], newest: &DataKey, rotation: &mut KeyRotation) -> Result<bool> {
        let (mut hashed, mut unreadable) = (Vec::with_capacity(page.len()), 0);
        for row in page {
            match self.seal_again(row, Some(newest)).await? {
                Some(grant) => hashed.push(grant),
                None => unreadable += 1,
            }
        }
        let count = hashed.len() as u64;
        match self.commit(vec![Write::ResealGrants(hashed)]).await? {
            Ok(_) => {
                rotation.resealed += count;
                rotation.unreadable += unreadable;
                Ok(true)
            }
            Err(Conflict::KeyEnded) => Ok(false),
            Err(conflict) => Err(unexpected(conflict, "hash accounts again")),
        }
    }

    async fn is_newest(&self, key: &DataKey) -> Result<bool> {
        Ok(self.keyset_of(&None).await?.is_some_and(|open| open.keyset.primary().id() == key.id()))
    }
}

#[cfg(test)]
mod tests;
