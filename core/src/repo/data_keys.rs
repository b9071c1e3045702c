//! A tenant's keys take turns: another one seals, everything is sealed again under it while everybody works, and the one before is
//! destroyed when nothing in the vault needs it any more (SR-45, SR-47). What waits in a spool carries its key.
//!
//! From the moment at which another key seals, the store refuses what somebody seals under the one before: who has it in memory still
//! looks again and seals anew. So what is left to do only gets less, and is always asked of the vault: a process that dies in between
//! leaves nothing half done, and any other goes on.

use std::sync::Arc;

use super::gathering::Gathered;
use super::housekeeping::Housekeeping;
use super::keyring::{OpenKeyset, Stored};
use super::{Repo, unexpected};
use crate::base::giving_way::Steps;
use crate::base::{Error, ErrorCode, GrantId, Result, TenantId};
use crate::model::audit::{AuditEntry, AuditKind};
use crate::model::rows::{Conflict, GrantFilter, KeyOwner, KeysetChange, KeysetQuery, KeysetRow, Write};
use crate::vault::{Chain, Keyset};

/// So many records are sealed again in one commit.
const PAGE: usize = 100;
/// So often one after the other a page may be refused because a key has ended meanwhile. Keys do not take turns as fast as that.
pub(super) const MOST_REFUSALS: usize = 10;
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
        self.repo.follow_key(&KeyOwner::Tenant(tenant_id.clone())).await?;
        self.repo.finish_key_rotation(tenant_id, after_page).await
    }

    /// Goes on with what was begun of every tenant.
    ///
    /// # Errors
    /// As of [`Housekeeping::rotate_tenant_key`].
    pub(crate) async fn finish_key_rotations(&self, mut after_page: impl FnMut(KeyRotation) -> bool) -> Result<()> {
        let mut after = None;
        loop {
            let query = KeysetQuery { root_key_id: None, is_rotating: true, after, limit: PAGE };
            let keysets = self.repo.store.list_keysets(query).await?;
            let Some(last) = keysets.last() else { return Ok(()) };
            after = Some(last.owner.clone());
            for tenant_id in keysets.into_iter().filter_map(|row| row.owner.tenant().cloned()) {
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
    /// Lets another key of an owner follow.
    pub(super) async fn follow_key(&self, owner: &KeyOwner) -> Result<()> {
        for _ in 0..ATTEMPTS {
            let Some(OpenKeyset { row, keyset }) = self.keyset_of(owner).await? else { return Err(has_none(owner)) };
            let ended = [keyset.primary().id()];
            if self.replace_keyset(&row, &keyset.followed(), &ended, &[]).await? {
                self.keyring.forget_primaries(&ended);
                return Ok(());
            }
            // Somebody else was first, or the root key was retired meanwhile.
        }
        Err(unexpected(Conflict::Stale, "let another key follow"))
    }

    /// An owner's keyset; keys that are in none are gathered first.
    pub(super) async fn keyset_of(&self, owner: &KeyOwner) -> Result<Option<OpenKeyset>> {
        for _ in 0..ATTEMPTS {
            match self.keyring.stored(owner).await? {
                Stored::Keyset(open) => return Ok(Some(open)),
                Stored::Nothing => return Ok(None),
                Stored::Legacy(_) if self.gather_keys_of(owner).await? == Gathered::All => {}
                // What cannot be opened cannot be sealed again.
                Stored::Legacy(_) => return Err(crate::vault::root_key::build_open_error()),
            }
        }
        Err(unexpected(Conflict::Stale, "gather keys"))
    }

    /// Stores the next version of a keyset; `false`: somebody else was faster, or one of the `destroyed` keys is used.
    pub(super) async fn replace_keyset(
        &self,
        was: &KeysetRow,
        keyset: &Keyset,
        ended: &[[u8; 16]],
        destroyed: &[[u8; 16]],
    ) -> Result<bool> {
        let row = self.keyring.next_row(was, &self.keyring.wrapping_root().await?, keyset).await?;
        let change = KeysetChange { was: was.version, row: row.clone() };
        let (ended, destroyed) = (ended.to_vec(), destroyed.to_vec());
        let now = self.clock.now();
        // The key that seals, or hashes, from here on, and those that are gone.
        let (rotated, gone) = match &was.owner {
            KeyOwner::Tenant(_) => (AuditKind::TenantKeyRotated, AuditKind::TenantKeyDestroyed),
            KeyOwner::Index => (AuditKind::IndexKeyRotated, AuditKind::IndexKeyDestroyed),
            KeyOwner::Audit => (AuditKind::AuditKeyRotated, AuditKind::AuditKeyDestroyed),
        };
        let rotated = ended.iter().map(|_| (rotated, keyset.primary().id()));
        let told: Vec<_> = rotated.chain(destroyed.iter().map(|id| (gone, *id))).collect();
        let mut writes = vec![Write::ReplaceKeyset { change, ended, destroyed, now }];
        for (kind, id) in told {
            let key_id = Some(super::keyring::id_text(&id));
            let entry = AuditEntry { tenant_id: was.owner.tenant().cloned(), key_id, ..AuditEntry::of_vault(kind, now) };
            writes.push(match was.owner {
                KeyOwner::Tenant(_) | KeyOwner::Index => self.audit(entry).await?,
                // By the key that follows: from this entry on no other one links.
                KeyOwner::Audit => Write::Audit { entry: Box::new(entry), link: Arc::new(Chain::of(keyset.primary().clone())) },
            });
        }
        match self.commit(writes).await? {
            Ok(_) => {
                self.keyring.note(&row);
                Ok(true)
            }
            Err(Conflict::Stale) => Ok(false),
            // The key that would have linked what tells of it: whoever tries again links with the one of now.
            Err(Conflict::AuditKeyEnded) => Ok(false),
            Err(conflict) => Err(unexpected(conflict, "replace a keyset")),
        }
    }

    /// Destroys a key that only opens; `None`: somebody else has done that.
    pub(super) async fn destroy_key(&self, owner: &KeyOwner, key_id: [u8; 16]) -> Result<Option<bool>> {
        let mut tried = None;
        loop {
            let Some(OpenKeyset { row, keyset }) = self.keyset_of(owner).await? else { return Ok(None) };
            let Some(without) = keyset.without(key_id) else { return Ok(None) };
            // Nobody was faster, so it is used.
            if tried == Some(row.version) {
                return Ok(Some(false));
            }
            if self.replace_keyset(&row, &without, &[], &[key_id]).await? {
                return Ok(Some(true));
            }
            tried = Some(row.version);
        }
    }

    async fn finish_key_rotation(
        &self,
        tenant_id: &TenantId,
        mut after_page: impl FnMut(KeyRotation) -> bool,
    ) -> Result<KeyRotation> {
        let mut rotation = KeyRotation::default();
        let owner = KeyOwner::Tenant(tenant_id.clone());
        let before = self.keyset_of(&owner).await?.map(|open| open.keyset.decrypt_only()).unwrap_or_default();
        if before.is_empty() {
            return Ok(rotation);
        }
        let is_before = |key_id: &[u8; 16]| before.contains(key_id);
        // Before the first look: what is stored from now on is sealed under the key of now, or refused.
        self.keyring.forget_primaries(&before);
        let (mut after, mut refusals): (Option<GrantId>, usize) = (None, 0);
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
            let (mut resealed, mut steps) = (Vec::new(), Steps::short());
            for row in page.iter().filter(|row| row.sealed.is_some() && is_before(&row.key_id)) {
                match self.seal_again(row, None).await? {
                    Some(grant) => resealed.push(grant),
                    None => rotation.unreadable += 1,
                }
                steps.made_by_task().await;
            }
            if !resealed.is_empty() {
                let count = resealed.len() as u64;
                match self.commit(vec![Write::ResealGrants(resealed)]).await? {
                    Ok(_) => (rotation.resealed, refusals) = (rotation.resealed + count, 0),
                    // Another key has followed since: the same page once more, under that one.
                    Err(Conflict::KeyEnded) if refusals < MOST_REFUSALS => (after, refusals) = (from, refusals + 1),
                    // An edit of the vault, or half a restore. It holds up no other tenant.
                    Err(Conflict::KeyEnded) => {
                        tracing::error!(
                            tenant_id = tenant_id.as_str(),
                            "a tenant's newest key has ended: nothing can be sealed again"
                        );
                        rotation.unreadable += count;
                        return Ok(rotation);
                    }
                    Err(conflict) => return Err(unexpected(conflict, "seal records again")),
                }
            }
            if !after_page(rotation) {
                return Ok(rotation);
            }
        }
        for key_id in before {
            if self.spool_needs(key_id).await {
                rotation.waiting += 1;
                continue;
            }
            match self.destroy_key(&owner, key_id).await? {
                Some(true) => rotation.destroyed += 1,
                Some(false) => rotation.waiting += 1,
                None => {}
            }
        }
        self.drop_destroyed_keys().await?;
        Ok(rotation)
    }
}

fn has_none(owner: &KeyOwner) -> Error {
    match owner {
        KeyOwner::Tenant(tenant_id) => {
            Error::new(ErrorCode::InvalidRequest, format!("Nothing is stored of the tenant {tenant_id}."))
                .with_hint("Ids are compared byte by byte.")
        }
        KeyOwner::Index => {
            Error::new(ErrorCode::InvalidRequest, "No account was hashed in this vault yet, so there is no index key.")
        }
        KeyOwner::Audit => {
            Error::new(ErrorCode::InvalidRequest, "Nothing was told in this vault's audit log yet, so it has no key.")
        }
    }
}

#[cfg(test)]
mod tests;
