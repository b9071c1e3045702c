//! Records of an earlier version are sealed again as this version seals them, while everybody works; then the earlier version is
//! refused (SR-47).
//!
//! What is left to do is always asked of the vault: a process that dies in between leaves nothing half done, and the next round of any
//! process goes on. A record is replaced only where it still is what was read, and nothing else of its row changes: refreshes, and
//! other processes that do the same, are not in the way.

use std::collections::HashSet;

use super::data_keys::MOST_REFUSALS;
use super::grants::Opened;
use super::housekeeping::Housekeeping;
use super::{Repo, hashing, unexpected};
use crate::base::giving_way::Steps;
use crate::base::{ErrorCode, GrantId, Result};
use crate::model::grant::GrantStatus;
use crate::model::rows::{Conflict, GrantFilter, GrantRow, RECORD_VERSION, ResealedGrant, Write};
use crate::vault::DataKey;

/// So many records are sealed again in one commit.
const PAGE: usize = 100;

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ResealProgress {
    /// Records that were sealed again.
    pub(crate) done: u64,
    /// Records that may be of an earlier version still.
    pub(crate) left: u64,
    /// Of these, records that do not open. They stay as they are, and hold up nothing.
    pub(crate) unreadable: u64,
}

impl Housekeeping {
    /// Seals again what an earlier version has sealed, a page at a time, as far as `after_page` lets it go. Once nothing is left that
    /// opens, records of earlier versions are refused, by every process.
    ///
    /// # Errors
    /// - `key_service_unavailable`, `vault_unavailable` (retry later). What was done stays done.
    pub(crate) async fn reseal_records(&self, after_page: impl FnMut(ResealProgress) -> bool) -> Result<ResealProgress> {
        self.repo.hear_of_retired_versions().await?;
        if self.repo.oldest_record() == RECORD_VERSION {
            return Ok(ResealProgress::default());
        }
        self.repo.reseal(after_page).await
    }

    /// How many records may be of an earlier version still; nothing once those are refused.
    pub(crate) async fn count_outdated(&self) -> Result<u64> {
        if self.repo.oldest_record() == RECORD_VERSION {
            return Ok(0);
        }
        Ok(self.repo.store.count_records().await?.outdated)
    }
}

impl Repo {
    /// Somebody else may have finished.
    async fn hear_of_retired_versions(&self) -> Result<()> {
        if self.oldest_record() < RECORD_VERSION { self.check_root_keys().await } else { Ok(()) }
    }

    async fn reseal(&self, mut after_page: impl FnMut(ResealProgress) -> bool) -> Result<ResealProgress> {
        let mut progress = ResealProgress { left: self.store.count_records().await?.outdated, ..ResealProgress::default() };
        let (mut unreadable, mut refusals) = (HashSet::new(), 0);
        loop {
            // Who has written a row meanwhile has sealed it as we do. Who has not, and could not be sealed, is met again.
            let mut has_done = false;
            let mut after = None;
            loop {
                let page = self.list_outdated(after.take()).await?;
                let Some(last) = page.last() else { break };
                after = Some(last.id.clone());
                let (mut resealed, mut steps) = (Vec::with_capacity(page.len()), Steps::short());
                for row in &page {
                    if unreadable.contains(&row.id) {
                        continue;
                    }
                    match self.seal_again(row, None).await? {
                        Some(grant) => resealed.push(grant),
                        None => drop(unreadable.insert(row.id.clone())),
                    }
                    steps.made_by_task().await;
                }
                let count = resealed.len() as u64;
                if count > 0 {
                    match self.commit(vec![Write::ResealGrants(resealed)]).await? {
                        Ok(_) => refusals = 0,
                        // Another key has followed since: what is left is met again, and sealed under that one.
                        Err(Conflict::KeyEnded) if refusals < MOST_REFUSALS => {
                            (has_done, refusals) = (true, refusals + 1);
                            if !after_page(progress) {
                                return Ok(progress);
                            }
                            continue;
                        }
                        Err(conflict) => return Err(unexpected(conflict, "seal records again")),
                    }
                }
                has_done |= count > 0;
                progress.done += count;
                progress.left = progress.left.saturating_sub(count);
                progress.unreadable = unreadable.len() as u64;
                if !after_page(progress) {
                    return Ok(progress);
                }
            }
            if !has_done {
                break;
            }
        }
        self.retire_earlier_versions(progress).await?;
        Ok(progress)
    }

    async fn list_outdated(&self, after: Option<GrantId>) -> Result<Vec<GrantRow>> {
        let filter = GrantFilter { after, limit: PAGE, include_revoked: true, is_outdated: true, ..GrantFilter::default() };
        self.store.list_grants(filter).await
    }

    /// `None`: it does not open, so there is nothing to seal.
    pub(super) async fn seal_again(&self, row: &GrantRow, hashed_by: Option<&DataKey>) -> Result<Option<ResealedGrant>> {
        let row = &self.with_key(row.clone()).await?;
        let opened = match self.open_row(row).await {
            // Damaged, or is a root key refused for a moment? Then nothing may be given up.
            Err(error) if error.code() == ErrorCode::KeyMismatch => return self.check_root_keys().await.map(|()| None),
            opened => opened?,
        };
        let secrets = match opened {
            Opened::Live(secrets) => Some(secrets),
            Opened::Ended(_) if row.status == GrantStatus::Revoked => None,
            Opened::Ended(_) | Opened::Unreadable => return Ok(None),
        };
        let key = match self.keyring.tenant_key(&row.tenant_id).await {
            Ok(key) => key,
            // What is left of a revoked grant whose key is gone.
            Err(error) if secrets.is_none() && error.code() == ErrorCode::VaultUnavailable => return Ok(None),
            Err(error) if secrets.is_none() && error.code() == ErrorCode::KeyMismatch => {
                return self.check_root_keys().await.map(|()| None);
            }
            Err(error) => return Err(error),
        };
        let account_hash = match (hashed_by, &secrets) {
            (Some(index_key), secrets) => {
                let account = secrets.as_ref().and_then(|secrets| secrets.account.as_ref());
                hashing::hash_of(row, account, index_key)
            }
            (None, _) => row.account_hash,
        };
        let hashed = &GrantRow { account_hash, ..row.clone() };
        Ok(Some(ResealedGrant {
            tenant_id: row.tenant_id.clone(),
            grant_id: row.id.clone(),
            revision: row.revision,
            was: row.sealed.clone(),
            key_id: key.id(),
            account_hash,
            sealed: self.seal_row(&key, hashed, secrets.as_deref()),
        }))
    }

    /// From now on records of earlier versions are refused.
    async fn retire_earlier_versions(&self, progress: ResealProgress) -> Result<()> {
        if progress.unreadable > 0 {
            tracing::error!(records = progress.unreadable, "records of an earlier version cannot be opened, and never will be");
        }
        self.retire_earlier_forms(RECORD_VERSION).await?;
        tracing::info!(records = progress.done, "every record is sealed as this version seals; earlier ones are refused");
        Ok(())
    }
}

#[cfg(test)]
mod tests;
