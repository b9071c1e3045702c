//! That an earlier state was found is noted in the vault too: an anchor that cannot be written tells nobody, and a process that is started
//! when that state has come further than what is remembered would not find it again.

use super::super::Repo;
use super::Standing;
use crate::base::Result;
use crate::model::rows::{MetaRow, Write};

impl Repo {
    /// What the vault says of itself counts until a restore is confirmed, whatever the anchor remembers by now.
    pub(super) async fn believe_mark(&self) -> Result<()> {
        let Some(meta) = self.store.find_meta().await? else { return Ok(()) };
        if meta.earlier_epoch == Some(meta.store_epoch) && !self.rollback.is_unconfirmed(&meta) {
            self.rollback.note(Standing::Earlier { epoch: meta.store_epoch });
            tracing::error!(
                vault = self.store_name(),
                "the vault was found in an earlier state than it was, which nobody has confirmed: no refresh token is presented"
            );
        }
        Ok(())
    }

    /// Something else than the anchor tells that this is an earlier state.
    pub(in crate::repo) async fn note_later_is_known(&self, meta: &MetaRow) {
        self.note_found(Standing::Earlier { epoch: meta.store_epoch }, meta).await;
    }

    /// That it cannot be noted keeps nobody from anything: whoever has found it knows.
    pub(super) async fn mark_earlier(&self, meta: &MetaRow) {
        if self.only_looks || meta.earlier_epoch == Some(meta.store_epoch) {
            return;
        }
        match self.commit(vec![Write::NoteEarlier(meta.store_epoch)]).await {
            Ok(Ok(_)) => {}
            Ok(Err(conflict)) => tracing::warn!(?conflict, "that the vault is in an earlier state could not be noted in it"),
            Err(error) => {
                tracing::warn!(code = error.code().as_str(), "that the vault is in an earlier state could not be noted in it");
            }
        }
    }
}
