//! The key that links the audit log is its own: another one follows it when an operator says so, and where each begins is sealed beside it,
//! so that whoever has stolen one rewrites nothing from where the next has followed, nor anything before.

use std::sync::PoisonError;

use super::super::housekeeping::Housekeeping;
use super::super::keyring::OpenKeyset;
use super::super::{Repo, unexpected};
use crate::base::Result;
use crate::model::rows::{AuditFilter, Conflict, KeyOwner};
use crate::vault::{Chain, Judged, LinkStart};

/// How often it is tried to be the one who seals where a key begins.
const ATTEMPTS: usize = 3;

impl Housekeeping {
    /// Lets another key link the audit log from now on. The ones before stay for whoever follows the log.
    ///
    /// # Errors
    /// - `invalid_request`: nothing was told yet.
    /// - `key_mismatch`: the key of now does not open.
    /// - `key_service_unavailable`, `vault_unavailable` (retry later). What was done stays done.
    #[cfg(any(test, feature = "cli"))]
    pub(crate) async fn rotate_audit_key(&self) -> Result<()> {
        self.repo.follow_key(&KeyOwner::Audit).await?;
        self.repo.keyring.forget(&KeyOwner::Audit);
        self.repo.seal_link_start().await
    }
}

impl Repo {
    /// Seals from where on the newest key links, once it has. Whoever dies in between leaves that to the next round of anybody.
    pub(in crate::repo) async fn seal_link_start(&self) -> Result<()> {
        let Some(newest) = self.keyring.keep_audit_key().await else { return Ok(()) };
        if *self.started.lock().unwrap_or_else(PoisonError::into_inner) == Some(newest.id()) {
            return Ok(());
        }
        for _ in 0..ATTEMPTS {
            let Some(OpenKeyset { keyset, row }) = self.keyset_of(&KeyOwner::Audit).await? else { return Ok(()) };
            let (newest, is_sealed) = (keyset.primary(), keyset.linking().last().is_some_and(|newest| newest.start.is_some()));
            if !is_sealed {
                let Some(number) = self.store.find_first_linked(newest.id()).await? else { return Ok(()) };
                let Some(start) = self.read_link_start(&Chain::of(newest.clone()), number).await? else { return Ok(()) };
                let Some(started) = keyset.started(start) else { continue };
                if !self.replace_keyset(&row, &started, &[], &[]).await? {
                    continue;
                }
            }
            *self.started.lock().unwrap_or_else(PoisonError::into_inner) = Some(newest.id());
            return Ok(());
        }
        Err(unexpected(Conflict::Stale, "seal where a key of the audit log begins"))
    }

    /// What stands before an entry, if it is one that the key has linked behind that.
    async fn read_link_start(&self, chain: &Chain, number: u64) -> Result<Option<LinkStart>> {
        let filter = AuditFilter { after: number.saturating_sub(2), limit: 2, ..AuditFilter::default() };
        let rows = self.store.list_audit(filter).await?;
        let before = rows.iter().find(|row| row.number + 1 == number).map(|row| row.mac.clone()).unwrap_or_default();
        let is_whole = rows.iter().any(|row| row.number == number && chain.judge(&before, row) != Judged::Broken);
        if !is_whole {
            tracing::error!(entry = number, "the audit log is broken where its newest key begins");
        }
        Ok(is_whole.then_some(LinkStart { number, before }))
    }
}
