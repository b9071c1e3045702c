//! Reads a row once more where another process may have written it since: what this one knows of it is newer, or its key is gone.

use super::{Repo, asked};
use crate::base::{Result, TenantId};
use crate::model::rows::{GrantQuery, GrantRow};

/// A row as it is stored now.
pub(super) struct CurrentRow {
    pub(super) row: GrantRow,
    /// It is older than one that this process knows, so somebody has put it back: it is not to be opened.
    pub(super) is_put_back: bool,
}

impl Repo {
    /// The row as it is stored now, where this process knows a newer one, or its key is gone: somebody may have stored it, or sealed it
    /// again, since this one was read.
    pub(super) async fn current(&self, row: GrantRow) -> Result<CurrentRow> {
        let row = self.with_key(row).await?;
        let Some(known) = self.seen.newest(&row.id).filter(|known| row.revision < *known) else {
            return Ok(CurrentRow { row, is_put_back: false });
        };
        let again = asked::find_grant(&*self.store, GrantQuery::Id(row.tenant_id.clone(), row.id.clone())).await?;
        let row = again.unwrap_or(row);
        let is_put_back = row.revision < known && row.sealed.is_some();
        Ok(CurrentRow { row, is_put_back })
    }

    /// The row as it is stored now, where the key that it names is gone: a key is destroyed as soon as everything is sealed under the next
    /// one. Of what is gone itself nothing is left to open.
    pub(super) async fn with_key(&self, row: GrantRow) -> Result<GrantRow> {
        if row.sealed.is_none() || !self.is_key_gone(&row.tenant_id, row.key_id).await {
            return Ok(row);
        }
        let again = asked::find_grant(&*self.store, GrantQuery::Id(row.tenant_id.clone(), row.id.clone())).await?;
        Ok(again.unwrap_or(GrantRow { sealed: None, ..row }))
    }

    /// Whether a tenant certainly has no such key. Why one cannot be had is told to whoever opens with it.
    pub(super) async fn is_key_gone(&self, tenant_id: &TenantId, key_id: [u8; 16]) -> bool {
        matches!(self.keyring.key_by_id(tenant_id, key_id).await, Ok(None))
    }
}
