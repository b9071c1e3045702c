//! Gathers the keys of a vault before schema 12 into keysets, while everybody works; then has keys refused that are in none (SR-47).
//!
//! An owner's keys move in one transaction, and what is left to do is always asked of the vault: a process that dies in between leaves nothing
//! half done, and several at once get in nobody's way.

use super::keyring::id_text;
use super::root_keys::RewrapProgress;
use super::{Repo, asked, unexpected};
use crate::base::{ErrorCode, Result};
use crate::model::rows::{Conflict, FORM, KeyOwner, KeyState, LegacyKeyQuery, RECORD_VERSION, Write};
use crate::vault::{Keyset, is_denied};

/// So many keys are read at once.
const PAGE: usize = 100;

/// What became of an owner's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gathered {
    /// They are in a keyset.
    All,
    /// None of them opens; they stay as they are.
    Nothing,
    /// Some open, but none that seals; they stay as they are.
    Left,
}

impl Repo {
    /// Gathers what is left. Gives whether it has come to the end, and not `after_page` has stopped it.
    pub(super) async fn gather_keys(
        &self,
        progress: &mut RewrapProgress,
        mut after_page: impl FnMut(RewrapProgress) -> bool,
    ) -> Result<bool> {
        if self.keyring.oldest_form() < FORM {
            // Somebody else may have finished.
            self.check_root_keys().await?;
        }
        if self.keyring.oldest_form() == FORM {
            return Ok(true);
        }
        let (mut after, mut gathered, mut unreadable, mut left) = (None, 0, 0_u64, 0_u64);
        loop {
            let page = self.store.list_legacy_keys(LegacyKeyQuery::Any { after, limit: PAGE }).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.key_id);
            let mut owners: Vec<KeyOwner> = page.into_iter().map(|key| key.tenant_id.into()).collect();
            owners.sort_unstable();
            owners.dedup();
            for owner in &owners {
                match self.gather_keys_of(owner).await? {
                    Gathered::All => gathered += 1,
                    Gathered::Nothing => unreadable += 1,
                    Gathered::Left => left += 1,
                }
            }
            progress.done += owners.len() as u64;
            if !after_page(*progress) {
                return Ok(false);
            }
        }
        if unreadable > 0 {
            tracing::error!(owners = unreadable, "keys of before there were keysets cannot be opened, and never will be");
        }
        if left > 0 {
            // Whoever refuses them takes from these owners what they can read.
            tracing::error!(
                owners = left,
                "keys of before there were keysets stay: the one that seals cannot be opened, and another can"
            );
            return Ok(true);
        }
        // Records first: what a sentinel says includes what earlier ones have said.
        if self.oldest_record() == RECORD_VERSION {
            self.retire_earlier_forms(FORM).await?;
            tracing::info!(owners = gathered, "every key is in a keyset; others are refused");
        }
        Ok(true)
    }

    /// Gathers an owner's keys: those that open, if the one that seals is among them. One that does not open, under root keys that do, opens
    /// nothing any more, and goes.
    ///
    /// # Errors
    /// - `key_mismatch`: a root key does not open anything, or its service says no. Then nothing may be given up.
    /// - `key_service_unavailable`, `vault_unavailable` (retry later).
    pub(super) async fn gather_keys_of(&self, owner: &KeyOwner) -> Result<Gathered> {
        let rows = asked::list_legacy_keys(&*self.store, owner).await?;
        if rows.is_empty() {
            return Ok(Gathered::All);
        }
        let mut keys = Vec::with_capacity(rows.len());
        for row in &rows {
            match self.keyring.unwrap(row).await {
                Ok(key) => keys.push((row.state, key)),
                Err(error) if error.code() == ErrorCode::KeyMismatch && !is_denied(&error) => {
                    self.check_root_keys().await?;
                    let (key_id, tenant_id) = (id_text(&row.key_id), owner.tenant().map(|id| id.as_str()));
                    tracing::error!(key_id, tenant_id, "a key of before there were keysets cannot be opened, and never will be");
                }
                Err(error) => return Err(error),
            }
        }
        if keys.is_empty() {
            return Ok(Gathered::Nothing);
        }
        // The newest one seals; one that nobody has used yet is as good as one that only opens.
        keys.sort_by_key(|(state, _)| *state == KeyState::Primary);
        let Some(keyset) = Keyset::gather(keys) else { return Ok(Gathered::Left) };
        let row = self.keyring.gathered_row(owner, &keyset).await?;
        let legacy = rows.into_iter().map(|row| (row.key_id, row.wrapped)).collect();
        match self.commit(vec![Write::AddKeyset { row, legacy }]).await? {
            Ok(_) => Ok(Gathered::All),
            // Somebody else was faster, or the root key was retired meanwhile: the next round tells.
            Err(Conflict::Exists | Conflict::Stale) => Ok(Gathered::All),
            Err(conflict) => Err(unexpected(conflict, "gather keys")),
        }
    }
}

#[cfg(test)]
mod tests;
