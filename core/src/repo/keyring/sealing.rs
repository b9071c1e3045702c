//! Seals keysets into rows: an owner's first one, and each that takes the place of another.

use crate::base::waiting::{self, Awaited};
use crate::base::{Result, Timestamp};
use crate::model::rows::{KeyOwner, KeysetRow, RootState};
use crate::model::sealed::SealedBytes;
use crate::vault::Keyset;

use super::Keyring;

impl Keyring {
    /// The row of an owner's first keyset.
    pub(super) async fn first_row(&self, owner: &KeyOwner, keyset: &Keyset) -> Result<KeysetRow> {
        self.first_row_under(&self.wrapping_root().await?, owner, keyset).await
    }

    /// The same under the root key that wraps now.
    pub(super) async fn first_row_under(&self, root_key_id: &str, owner: &KeyOwner, keyset: &Keyset) -> Result<KeysetRow> {
        let version = self.first_version(owner).await?;
        let sealing = self.roots.seal_keyset(root_key_id, self.place(owner, version), keyset);
        let sealed = waiting::on(Awaited::KeyService, Box::pin(sealing)).await?;
        Ok(self.row(owner, version, root_key_id.to_owned(), keyset, sealed))
    }

    /// Beyond that of every keyset that the owner has had before it was erased, whoever has seen it: this machine's clock may be behind the
    /// one from which that was counted, and the vault knows how far it had come.
    async fn first_version(&self, owner: &KeyOwner) -> Result<u64> {
        let millis = |at: Timestamp| u64::try_from(at.unix_millis()).unwrap_or_default();
        let erased = match owner.tenant() {
            Some(tenant_id) => self.store.find_last_erasure(tenant_id.clone()).await?,
            None => None,
        };
        let before = erased.map(millis).max(self.seen.newest(owner));
        let clock = millis(self.clock.now());
        Ok(before.map_or(clock, |before| clock.max(before.saturating_add(1))))
    }

    /// The row of an owner's first keyset that holds keys on which something depends: it was opened and compared.
    ///
    /// # Errors
    /// As of [`Keyring::next_row`].
    pub(in crate::repo) async fn gathered_row(&self, owner: &KeyOwner, keyset: &Keyset) -> Result<KeysetRow> {
        let root_key_id = self.wrapping_root().await?;
        self.resealed_row(owner, self.first_version(owner).await?, &root_key_id, keyset).await
    }

    /// The row that takes the place of another one, under this root key. It was opened and compared.
    ///
    /// # Errors
    /// - `key_mismatch`: what the root key has wrapped does not open, or it was not given.
    /// - `key_service_unavailable` (retry later).
    pub(in crate::repo) async fn next_row(&self, was: &KeysetRow, root_key_id: &str, keyset: &Keyset) -> Result<KeysetRow> {
        self.resealed_row(&was.owner, was.version + 1, root_key_id, keyset).await
    }

    async fn resealed_row(&self, owner: &KeyOwner, version: u64, root_key_id: &str, keyset: &Keyset) -> Result<KeysetRow> {
        let sealing = self.roots.reseal_keyset(root_key_id, self.place(owner, version), keyset);
        let sealed = waiting::on(Awaited::KeyService, Box::pin(sealing)).await?;
        Ok(self.row(owner, version, root_key_id.to_owned(), keyset, sealed))
    }

    fn row(&self, owner: &KeyOwner, version: u64, root_key_id: String, keyset: &Keyset, sealed: SealedBytes) -> KeysetRow {
        KeysetRow { owner: owner.clone(), version, root_key_id, key_ids: keyset.key_ids(), sealed, changed_at: self.clock.now() }
    }

    /// The root key that wraps now: the primary one, whose place another takes only once every process has it.
    pub(in crate::repo) async fn wrapping_root(&self) -> Result<String> {
        let known = self.store.list_root_keys().await?;
        let primary = known.into_iter().find(|root| root.state == RootState::Primary);
        Ok(primary.map_or_else(|| self.roots.primary_id().to_owned(), |root| root.root_key_id))
    }
}

#[cfg(test)]
impl Keyring {
    /// Of which tenants the key that seals is in memory.
    pub(in crate::repo) fn sealing_tenants(&self) -> Vec<crate::base::TenantId> {
        self.cache.sealing_tenants()
    }
}
