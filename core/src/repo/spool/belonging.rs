//! Whether what waits in the spool belongs to the vault as it is: a copy that is opened beside the vault, or in its place, would take a token
//! that is nowhere else (SR-60).

use super::super::{Repo, asked};
use crate::base::Result;
use crate::model::lease::CommitRight;
use crate::model::rows::GrantQuery;

impl Repo {
    /// Whether something may be taken out of the spool: by nobody who only looks, and by no vault that is, or may be, an earlier state.
    ///
    /// # Errors
    /// - `vault_unavailable`: it could not be asked.
    pub(crate) async fn may_take_from_spool(&self) -> Result<bool> {
        Ok(self.has_spool() && !self.only_looks && !self.is_earlier().await?)
    }

    /// Whether an exchange was begun in a later state than this one, so that this is an earlier copy: that it begins is in the vault before
    /// anything is sent. From then on no refresh token in it is presented before somebody confirms. Where a restore was confirmed once, or the
    /// vault is on a server, whose replica may lack what was committed last, what waits is taken: it is worth more than what is stored.
    ///
    /// # Errors
    /// - `vault_unavailable`.
    pub(crate) async fn is_of_later_state(&self, right: &CommitRight) -> Result<bool> {
        if self.store.file().is_none() {
            return Ok(false);
        }
        let query = GrantQuery::Id(right.tenant_id.clone(), right.grant_id.clone());
        let (Some(row), Some(meta)) = (asked::find_grant(&*self.store, query).await?, self.store.find_meta().await?) else {
            return Ok(false);
        };
        let is_later = (row.fence, row.lease.epoch) < (right.fence, right.epoch);
        if !is_later || meta.store_epoch > 1 {
            return Ok(false);
        }
        self.note_later_is_known(&meta).await;
        Ok(true)
    }
}
