//! That somebody has asked for grants.

use crate::base::{GrantId, Result, TenantId, Timestamp};
use crate::model::rows::Write;

use super::Repo;

/// When somebody has asked for a grant.
pub(crate) struct UsedGrant {
    /// The tenant.
    pub(crate) tenant_id: TenantId,
    /// The grant.
    pub(crate) id: GrantId,
    /// When.
    pub(crate) at: Timestamp,
}

impl Repo {
    /// Notes it.
    pub(crate) async fn touch_grants(&self, uses: Vec<UsedGrant>) -> Result<()> {
        let touch = |UsedGrant { tenant_id, id, at }| Write::TouchGrant { tenant_id, grant_id: id, at };
        self.commit(uses.into_iter().map(touch).collect()).await.map(drop)
    }
}
