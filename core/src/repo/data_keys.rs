//! A tenant's keys take turns: another one seals, everything is sealed again under it while everybody works, and the one before is
//! destroyed when nothing in the vault needs it any more (SR-45, SR-47). What waits in a spool carries its key.
//!
//! From the moment at which another key seals, the store refuses what somebody seals under the one before: who has it in memory still
//! looks again and seals anew. So what is left to do only gets less, and is always asked of the vault: a process that dies in between
//! leaves nothing half done, and any other goes on.

use super::housekeeping::Housekeeping;
use super::{Repo, unexpected};
use crate::base::{Error, ErrorCode, GrantId, Result, TenantId};
use crate::model::rows::{Conflict, GrantFilter, KeyQuery, KeyRow, KeyState, Write};

/// So many records are sealed again in one commit.
const PAGE: usize = 100;
/// How often it is tried to be the one whose key follows.
const ATTEMPTS: usize = 3;

/// How far a rotation is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct KeyRotation {
    /// Records that were sealed again.
    pub(crate) resealed: u64,
    /// Records that do not open. They stay as they are, and keep their key.
    pub(crate) unreadable: u64,
    /// Keys that were destroyed.
    pub(crate) destroyed: u64,
    /// Keys that something still needs: a sign-in under way, a token that waits in the spool, what does not open.
    pub(crate) waiting: u64,
}

impl Housekeeping {
    /// Lets another key of a tenant seal, and goes as far as `after_page` lets it.
    ///
    /// # Errors
    /// - `invalid_request`: nothing is stored of this tenant.
    /// - `key_mismatch`: its key does not open, so what it has sealed cannot be sealed again.
    /// - `key_service_unavailable`, `vault_unavailable` (retry later). What was done stays done.
    pub(crate) async fn rotate_tenant_key(
        &self,
        tenant_id: &TenantId,
        after_page: impl FnMut(KeyRotation) -> bool,
    ) -> Result<KeyRotation> {
        self.repo.follow_key(tenant_id).await?;
        self.repo.finish_key_rotation(tenant_id, after_page).await
    }

    /// Goes on with what was begun of every tenant.
    ///
    /// # Errors
    /// As of [`Housekeeping::rotate_tenant_key`].
    pub(crate) async fn finish_key_rotations(&self, mut after_page: impl FnMut(KeyRotation) -> bool) -> Result<()> {
        let mut after = None;
        loop {
            let keys = self.repo.store.list_keys(KeyQuery::DecryptOnly { after, limit: PAGE }).await?;
            let Some(last) = keys.last() else { return Ok(()) };
            after = Some(last.key_id);
            let mut tenants: Vec<TenantId> = keys.into_iter().filter_map(|key| key.tenant_id).collect();
            tenants.sort_unstable();
            tenants.dedup();
            for tenant_id in tenants {
                match self.repo.finish_key_rotation(&tenant_id, &mut after_page).await {
                    // One tenant whose key is damaged holds up no other.
                    Err(error) if error.code() == ErrorCode::KeyMismatch => {
                        tracing::warn!(tenant_id = tenant_id.as_str(), "a tenant's records cannot be sealed again");
                    }
                    done => drop(done?),
                }
                if !after_page(KeyRotation::default()) {
                    return Ok(());
                }
            }
        }
    }
}

impl Repo {
    async fn follow_key(&self, tenant_id: &TenantId) -> Result<()> {
        for _ in 0..ATTEMPTS {
            let Some(next) = self.keyring.make_next(tenant_id).await? else {
                return Err(Error::new(ErrorCode::InvalidRequest, format!("Nothing is stored of the tenant {tenant_id}."))
                    .with_hint("Ids are compared byte by byte."));
            };
            let follow = Write::FollowKey { was: next.was, row: next.row, now: self.clock.now() };
            match self.commit(vec![follow]).await? {
                Ok(_) => {
                    self.keyring.forget_primaries();
                    return Ok(());
                }
                // Somebody else was first, or the root key was retired meanwhile.
                Err(Conflict::Stale) => {}
                Err(conflict) => return Err(unexpected(conflict, "let another key follow")),
            }
        }
        Err(unexpected(Conflict::Stale, "let another key follow"))
    }

    async fn finish_key_rotation(
        &self,
        tenant_id: &TenantId,
        mut after_page: impl FnMut(KeyRotation) -> bool,
    ) -> Result<KeyRotation> {
        let mut rotation = KeyRotation::default();
        let before = self.decrypt_only_keys(tenant_id).await?;
        if before.is_empty() {
            return Ok(rotation);
        }
        let is_before = |key_id: &[u8; 16]| before.iter().any(|key| key.key_id == *key_id);
        // Before the first look: what is stored from now on is sealed under the key of now, or refused.
        self.keyring.forget_primaries();
        let mut after: Option<GrantId> = None;
        loop {
            let from = after.take();
            let filter = GrantFilter {
                tenant_id: Some(tenant_id.clone()),
                include_revoked: true,
                after: from.clone(),
                limit: PAGE,
                ..GrantFilter::default()
            };
            let page = self.store.list_grants(filter).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id.clone());
            let mut resealed = Vec::new();
            for row in page.iter().filter(|row| row.sealed.is_some() && is_before(&row.key_id)) {
                match self.seal_again(row).await? {
                    Some(grant) => resealed.push(grant),
                    None => rotation.unreadable += 1,
                }
            }
            if !resealed.is_empty() {
                let count = resealed.len() as u64;
                match self.commit(vec![Write::ResealGrants(resealed)]).await? {
                    Ok(_) => rotation.resealed += count,
                    // Another key has followed since: the same page once more, under that one.
                    Err(Conflict::KeyEnded) => {
                        after = from;
                        continue;
                    }
                    Err(conflict) => return Err(unexpected(conflict, "seal records again")),
                }
            }
            if !after_page(rotation) {
                return Ok(rotation);
            }
        }
        for key in before {
            if self.spool_needs(key.key_id).await {
                rotation.waiting += 1;
                continue;
            }
            match self.commit(vec![Write::DestroyKey { tenant_id: tenant_id.clone(), key_id: key.key_id }]).await? {
                Ok(_) => rotation.destroyed += 1,
                Err(Conflict::Stale) => rotation.waiting += 1,
                Err(conflict) => return Err(unexpected(conflict, "destroy a key")),
            }
        }
        self.drop_destroyed_keys().await?;
        Ok(rotation)
    }

    async fn decrypt_only_keys(&self, tenant_id: &TenantId) -> Result<Vec<KeyRow>> {
        let mut keys = self.store.list_keys(KeyQuery::Tenant(tenant_id.clone())).await?;
        keys.retain(|key| key.state == KeyState::DecryptOnly);
        Ok(keys)
    }
}

#[cfg(test)]
mod tests;
