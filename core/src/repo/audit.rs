//! The audit log: what is done to grants, keys and the vault, told in the same commit, and linked by a key of its own.
//!
//! Reads of credentials are not in it: a read that had to wait for a write would be none, and what is used is noted with the grant.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::keyring::Stored;
use super::{Repo, asked, unexpected};
use crate::base::encoding::to_hex;
use crate::base::{Error, ErrorCode, Result, Timestamp, UserId};
use crate::model::audit::{AuditEntry, AuditKind};
use crate::model::grant::Grant;
use crate::model::rows::{AuditEnd, AuditFilter, AuditRow, Conflict, KeyOwner, Link, Write};
use crate::model::session::Session;
use crate::vault::{Chain, Linking};

/// An act on a grant, as it goes with what it does.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    /// What is done.
    pub(crate) kind: AuditKind,
    /// Who is signed in, where that is known. Of a sign-in it is whoever has begun it.
    pub(crate) actor: Option<UserId>,
}

/// The audit log of a repository, for whoever shall reach nothing else of it.
pub(crate) struct AuditLog {
    repo: Arc<Repo>,
}

impl AuditLog {
    /// A page of entries, as they are stored.
    ///
    /// # Errors
    /// - `invalid_request`: the number after which to begin lies ahead of all that were given out, so that what comes in up to there would never
    ///   be listed.
    pub(crate) async fn list(&self, filter: AuditFilter) -> Result<Vec<AuditRow>> {
        let (store, after) = (&*self.repo.store, filter.after);
        let found = asked::list_audit(store, filter).await?;
        if found.is_empty() && after > 0 && after > store.find_audit_end().await?.given {
            return Err(Error::new(ErrorCode::InvalidRequest, "This vault has not given out that number."));
        }
        Ok(found)
    }
}

/// An end of the log, as an anchor remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptEnd {
    number: u64,
    /// In hexadecimal.
    mac: String,
}

impl KeptEnd {
    pub(super) fn to_end(&self) -> AuditEnd {
        AuditEnd { given: self.number, number: self.number, mac: from_hex(&self.mac) }
    }
}

/// Bytes in hexadecimal; nothing where they are not.
fn from_hex(text: &str) -> Vec<u8> {
    let byte = |pair: &[u8]| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
    text.as_bytes().chunks(2).map(byte).collect::<Option<Vec<u8>>>().unwrap_or_default()
}

impl Repo {
    /// Tells of an act in the commit that does it.
    pub(super) async fn audit(&self, entry: AuditEntry) -> Result<Write> {
        let link = self.link(entry.kind).await?;
        Ok(Write::Audit { entry: Box::new(entry), link })
    }

    /// Applies writes with the entry that tells of them. Once more where the key has ended that would have linked it: another one follows.
    pub(super) async fn commit_told(&self, writes: Vec<Write>, told: AuditEntry) -> Result<Result<(), Conflict>> {
        let commit = async || {
            let told = self.audit(told.clone()).await?;
            self.commit(writes.iter().cloned().chain([told]).collect()).await
        };
        let mut outcome = commit().await?;
        if outcome == Err(Conflict::AuditKeyEnded) {
            outcome = commit().await?;
        }
        Ok(outcome.map(drop))
    }

    /// Tells of an act on the whole vault that writes nothing in it.
    pub(super) async fn tell(&self, kind: AuditKind) -> Result<()> {
        let told = AuditEntry::of_vault(kind, self.clock.now());
        self.commit_told(vec![], told).await?.map_err(|conflict| unexpected(conflict, "tell what is done"))
    }

    /// Tells of an act on a grant, and of the session that led to it.
    pub(super) async fn audit_of(&self, act: &Act, grant: &Grant, session: Option<&Session>, at: Timestamp) -> Result<Write> {
        let by_session = || session.map(|session| session.user_id.clone());
        self.audit(AuditEntry {
            user_id: grant.key.user_id.clone(),
            grant_id: Some(grant.id.clone()),
            actor: act.actor.clone().or_else(by_session),
            request: session.map(|session| session.id.as_str().to_owned()),
            ..AuditEntry::of_tenant(act.kind, &grant.key.tenant_id, at)
        })
        .await
    }

    /// What links an entry to the one before. Where its key is lost, or its root key's service says no, nobody vouches for the entry, and
    /// nobody is kept from deleting or healing by that; what is brought in is refused: whoever writes the database could see to it that
    /// nobody vouches for that either. A service that is away is waited for, but by deletions only as long as it is asked once.
    async fn link(&self, kind: AuditKind) -> Result<Arc<dyn Link>> {
        let is_away = |error: &Error| kind.is_deletion() && error.code() == ErrorCode::KeyServiceUnavailable;
        Ok(Arc::new(match self.keyring.audit_key().await {
            Ok(key) => Chain::of(key),
            Err(error) if is_away(&error) || (!kind.needs_a_link() && self.is_lost(&KeyOwner::Audit, &error).await?) => {
                tracing::error!(%error, "an entry of the audit log cannot be linked: nobody vouches for it");
                Chain::new(vec![])
            }
            Err(error) => return Err(error),
        }))
    }

    /// Whether the key is gone or opens for nobody here. That the vault is away is another matter: who comes back finds it.
    async fn is_lost(&self, owner: &KeyOwner, error: &Error) -> Result<bool> {
        Ok(match error.code() {
            ErrorCode::KeyMismatch => true,
            ErrorCode::VaultUnavailable => asked::find_keyset(&*self.store, owner).await?.is_none(),
            _ => false,
        })
    }

    /// All keys that have linked entries: in vaults before schema 18 the index keys have, up to where the log's own first key begins.
    pub(super) async fn chain(&self) -> Result<Chain> {
        let mut keys: Vec<Linking> = Vec::new();
        for owner in [KeyOwner::Index, KeyOwner::Audit] {
            match self.keyring.stored(&owner).await {
                Ok(Stored::Keyset(open)) => keys.extend(open.keyset.linking()),
                Ok(Stored::Legacy(_)) => {
                    let all = self.keyring.index_keys().await?.into_iter().rev();
                    keys.extend(all.map(|key| Linking { key, start: None }));
                }
                Ok(Stored::Nothing) => {}
                Err(error) if self.is_lost(&owner, &error).await? => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Chain::new(keys))
    }

    /// Its audit log.
    pub(crate) fn audit_log(self: &Arc<Self>) -> AuditLog {
        AuditLog { repo: self.clone() }
    }

    /// What is to be remembered of the log: its end, if it goes on from what was.
    pub(super) async fn kept_audit(&self, remembered: Option<KeptEnd>) -> Result<KeptEnd> {
        if let Some(end) = remembered
            && !self.has_audit(&end.to_end()).await?
        {
            return Ok(end);
        }
        let AuditEnd { number, mac, .. } = self.store.find_audit_end().await?;
        Ok(KeptEnd { number, mac: to_hex(&mac) })
    }

    /// Whether it goes on from this end: that is there, or was dropped since.
    async fn has_audit(&self, end: &AuditEnd) -> Result<bool> {
        let filter = AuditFilter { after: end.number.saturating_sub(1), limit: 1, ..AuditFilter::default() };
        let is_it = |row: &AuditRow| (row.number, &row.mac) == (end.number, &end.mac);
        if end.number == 0 || self.store.list_audit(filter).await?.first().is_some_and(is_it) {
            return Ok(true);
        }
        let first = self.store.list_audit(AuditFilter { limit: 1, ..AuditFilter::default() }).await?;
        if first.first().is_none_or(|first| first.number <= end.number) {
            return Ok(false);
        }
        Ok(self.find_dropped(&self.chain().await?).await?.is_some_and(|dropped| dropped.number >= end.number))
    }
}

mod dropped;
mod dropping;
mod keys;
#[cfg(test)]
mod tests;
mod verification;

#[cfg(any(test, feature = "cli"))]
pub(crate) use dropping::AuditDropping;
pub(crate) use verification::AuditVerification;
