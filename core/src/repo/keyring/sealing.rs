//! Seals keysets into rows: an owner's first one, and each that takes the place of another.

use crate::base::Result;
use crate::base::waiting::{self, Awaited};
use crate::model::rows::{KeyOwner, KeysetRow, RootState};
use crate::model::sealed::SealedBytes;
use crate::vault::Keyset;

use super::Keyring;

impl Keyring {
    /// The row of an owner's first keyset.
    pub(super) async fn first_row(&self, owner: &KeyOwner, keyset: &Keyset) -> Result<KeysetRow> {
        let (version, root_key_id) = (self.first_version(owner), self.wrapping_root().await?);
        let sealing = self.roots.seal_keyset(&root_key_id, self.place(owner, version), keyset);
        let sealed = waiting::on(Awaited::KeyService, Box::pin(sealing)).await?;
        Ok(self.row(owner, version, root_key_id, keyset, sealed))
    }

    /// Beyond that of every keyset that the owner has had before it was erased: the clock is ahead of all counts.
    fn first_version(&self, owner: &KeyOwner) -> u64 {
        let clock = u64::try_from(self.clock.now().unix_millis()).unwrap_or_default();
        self.seen.newest(owner).map_or(clock, |known| clock.max(known + 1))
    }

    /// The row of an owner's first keyset that holds keys on which something depends: it was opened and compared.
    ///
    /// # Errors
    /// As of [`Keyring::next_row`].
    pub(in crate::repo) async fn gathered_row(&self, owner: &KeyOwner, keyset: &Keyset) -> Result<KeysetRow> {
        let root_key_id = self.wrapping_root().await?;
        self.resealed_row(owner, self.first_version(owner), &root_key_id, keyset).await
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
