//! No vault is made where the anchor remembers one: its file was moved, or its disk is not mounted, and what a new vault remembers would
//! take the place of what is remembered of it (SR-50).

use super::super::Repo;
use super::{Standing, Unread};
use crate::base::{Error, ErrorCode, Result};
use crate::model::rows::MetaRow;

impl Repo {
    /// Before anything is made.
    ///
    /// # Errors
    /// - `vault_unavailable`: there is no vault, and the anchor remembers one.
    pub(in crate::repo) async fn check_none_is_lost(&self) -> Result<()> {
        let is_there = || self.store.file().is_none_or(|file| file.exists());
        if is_there() || !self.remembers_one().await || is_there() {
            // Whoever makes one makes its file first, and what is remembered of it last.
            return Ok(());
        }
        Err(self.lost_vault())
    }

    /// The same where there is a place for a vault, and nothing in it says what it is.
    pub(in crate::repo) async fn check_none_was_here(&self) -> Result<()> {
        if self.remembers_one().await && self.store.find_meta().await?.is_none() {
            return Err(self.lost_vault());
        }
        Ok(())
    }

    /// Begins to remember a vault that this process has made.
    pub(in crate::repo) async fn begin_anchor_of_new(&self, meta: &MetaRow) -> Result<()> {
        // What cannot be read is not written over.
        if self.rollback.standing() == Standing::Unknown { Ok(()) } else { self.begin_anchor(meta).await }
    }

    async fn remembers_one(&self) -> bool {
        match self.rollback.load().await {
            Ok(kept) => kept.is_some(),
            Err(Unread) => {
                self.rollback.note(Standing::Unknown);
                false
            }
        }
    }

    fn lost_vault(&self) -> Error {
        let message = format!(
            "There is no vault at {}, and its anchor remembers one: it was moved or deleted, or its disk is not mounted. None is made.",
            self.store_name()
        );
        Error::new(ErrorCode::VaultUnavailable, message).with_hint(
            "Put the vault back, or restore a backup. To begin a new one, delete the anchor: ⟨anchor_file⟩, or the file beside the vault \
             whose name ends in -anchor.",
        )
    }
}
