//! What an earlier state refuses, and how somebody says that it counts.

use super::super::{Repo, unexpected};
use super::Standing;
use crate::base::{Error, ErrorCode, Result};
use crate::model::audit::{AuditEntry, AuditKind};
use crate::model::rows::Write;

impl Repo {
    /// Whether this is an earlier state, or may be one for all that is known.
    pub(in crate::repo) async fn is_earlier(&self) -> Result<bool> {
        if self.rollback.standing() == Standing::Sound {
            return Ok(false);
        }
        // Somebody may have confirmed meanwhile, in another process; or what is remembered can be read now.
        self.compare_with_anchor().await?;
        Ok(self.rollback.standing() != Standing::Sound)
    }

    /// Refuses to spend a refresh token of an earlier state.
    ///
    /// # Errors
    /// - `restore_unconfirmed`.
    /// - `vault_unavailable` (retry later): the anchor could not be read since the vault was opened.
    pub(crate) async fn check_not_earlier(&self) -> Result<()> {
        if !self.is_earlier().await? {
            return Ok(());
        }
        match self.rollback.standing() {
            Standing::Unknown => return Err(self.unread_anchor()),
            Standing::Another => return Err(self.anothers_anchor()),
            Standing::Sound | Standing::Earlier { .. } => {}
        }
        let message = format!(
            "The vault at {} is in an earlier state than it was: a backup was restored. No refresh token in it is presented.",
            self.store_name()
        );
        Err(Error::new(ErrorCode::RestoreUnconfirmed, message).with_hint(
            "If that was meant, run \"⟨command vault confirm-restore⟩\". Connections that were refreshed since the backup must then be \
             connected again.",
        ))
    }

    fn anothers_anchor(&self) -> Error {
        let message = format!(
            "The anchor of the vault at {} remembers another vault: this one was put in its place, or the anchor is not this vault's. No \
             refresh token in it is presented.",
            self.store_name()
        );
        Error::new(ErrorCode::RestoreUnconfirmed, message).with_hint(
            "Name this vault's own anchor in ⟨anchor_file⟩, or put the other vault back. If this vault is to take its place, run \
             \"⟨command vault confirm-restore⟩\".",
        )
    }

    fn unread_anchor(&self) -> Error {
        let message = format!(
            "The anchor of the vault at {} cannot be read: whether the vault is in an earlier state than it was is not known. No refresh \
             token in it is presented.",
            self.store_name()
        );
        Error::new(ErrorCode::VaultUnavailable, message).with_hint(
            "Make the anchor readable for this process: of a file, its folder must be there as well. It is asked again with the next refresh; \
             the log says what stands in the way.",
        )
    }

    pub(in crate::repo) async fn confirm_restore(&self) -> Result<bool> {
        if !self.is_earlier().await? {
            self.check_remembered().await?;
            return Ok(false);
        }
        if self.rollback.standing() == Standing::Unknown {
            // Nobody knows what would be confirmed.
            return Err(self.unread_anchor());
        }
        let told = AuditEntry::of_vault(AuditKind::RestoreConfirmed, self.clock.now());
        self.commit_told(vec![Write::ConfirmRestore], told)
            .await?
            .map_err(|conflict| unexpected(conflict, "confirm a restore"))?;
        if let Some(meta) = self.store.find_meta().await? {
            self.begin_anchor(&meta).await?;
        }
        self.rollback.note(Standing::Sound);
        Ok(true)
    }

    /// That nothing is remembered says that nothing was restored only where something could have been: what cannot be written has perhaps
    /// remembered nothing ever.
    async fn check_remembered(&self) -> Result<()> {
        let is_empty = async || matches!(self.rollback.load().await, Ok(None));
        if self.rollback.anchor.is_none() || !is_empty().await {
            return Ok(());
        }
        if let Some(meta) = self.store.find_meta().await? {
            self.begin_anchor(&meta).await?;
        }
        if is_empty().await { Err(self.unkept_anchor()) } else { Ok(()) }
    }

    fn unkept_anchor(&self) -> Error {
        let message = format!(
            "The anchor of the vault at {} remembers nothing, and cannot be written: whether the vault is in an earlier state than it was is \
             not known.",
            self.store_name()
        );
        Error::new(ErrorCode::VaultUnavailable, message).with_hint(
            "Check the place that ⟨anchor_file⟩ names: its folder must be there, with its disk, and this process must be able to write there.",
        )
    }
}
