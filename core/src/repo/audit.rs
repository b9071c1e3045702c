//! The audit log: what is done to grants, keys and the vault, told in the same commit, and linked by the key that hashes accounts.
//!
//! Reads of credentials are not in it: a read that had to wait for a write would be none, and what is used is noted with the grant.

use std::fmt::{self, Display, Formatter};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::keyring::{OpenKeyset, Stored};
use super::{Repo, unexpected};
use crate::base::encoding::to_hex;
use crate::base::{Error, ErrorCode, Result, Timestamp, UserId};
use crate::model::audit::{AuditEntry, AuditKind};
use crate::model::grant::Grant;
use crate::model::rows::{AuditEnd, AuditFilter, AuditRow, Conflict, Link, Write};
use crate::model::session::Session;
use crate::vault::{Chain, Judged};

/// So many entries are read at once.
const PAGE: usize = 1000;

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
    pub(crate) async fn list(&self, filter: AuditFilter) -> Result<Vec<AuditRow>> {
        self.repo.store.list_audit(filter).await
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

/// What became of the chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AuditVerification {
    /// Entries that are as they were written, those included that an erasure has emptied, and those that nobody vouches for.
    pub(crate) entries: u64,
    /// The numbers of entries that were written or emptied while the key could not be had: nobody vouches for what they say.
    pub(crate) unvouched: Vec<u64>,
    /// The number of the first entry that is not, or is gone.
    pub(crate) broken: Option<u64>,
}

impl AuditVerification {
    /// Whether somebody vouches for every entry.
    pub(crate) fn is_whole(&self) -> bool {
        self.broken.is_none() && self.unvouched.is_empty()
    }
}

/// The entries for which nobody vouches, as an operator has found them. One that is emptied later, by whoever has not the key, is not
/// among them, whatever its number is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Acknowledged {
    up_to: u64,
    /// A hash of their numbers.
    numbers: String,
}

impl Acknowledged {
    fn of(unvouched: &[u64], up_to: u64) -> Self {
        let mut hash = Sha256::new();
        unvouched.iter().filter(|number| **number <= up_to).for_each(|number| hash.update(number.to_be_bytes()));
        Acknowledged { up_to, numbers: to_hex(&hash.finalize()) }
    }

    fn parse(text: &str) -> Option<Self> {
        let (up_to, numbers) = text.split_once(' ')?;
        Some(Acknowledged { up_to: up_to.parse().ok()?, numbers: numbers.to_owned() })
    }

    fn take_from(&self, unvouched: &mut Vec<u64>) {
        if *self == Acknowledged::of(unvouched, self.up_to) {
            unvouched.retain(|number| *number > self.up_to);
        }
    }
}

impl Display for Acknowledged {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.up_to, self.numbers)
    }
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
        if outcome == Err(Conflict::KeyEnded) {
            self.keyring.forget_index_keys();
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
        let key = match self.keyring.index_key().await {
            Ok(key) => vec![key],
            Err(error) if is_away(&error) || (!kind.needs_a_link() && self.is_lost(&error).await?) => {
                tracing::error!(%error, "an entry of the audit log cannot be linked: nobody vouches for it");
                vec![]
            }
            Err(error) => return Err(error),
        };
        Ok(Arc::new(Chain::new(key)))
    }

    /// Whether the key is gone or opens for nobody here. That the vault is away is another matter: who comes back finds it.
    async fn is_lost(&self, error: &Error) -> Result<bool> {
        Ok(match error.code() {
            ErrorCode::KeyMismatch => true,
            ErrorCode::VaultUnavailable => self.store.find_keyset(None).await?.is_none(),
            _ => false,
        })
    }

    /// All keys that have linked entries.
    pub(super) async fn chain(&self) -> Result<Chain> {
        match self.keyring.stored(&None).await {
            Ok(Stored::Keyset(OpenKeyset { keyset, .. })) => Ok(Chain::new(keyset.keys().rev().cloned().collect())),
            Ok(Stored::Legacy(_)) => Ok(Chain::new(vec![self.keyring.index_key().await?])),
            Ok(Stored::Nothing) => Ok(Chain::new(vec![])),
            Err(error) if self.is_lost(&error).await? => Ok(Chain::new(vec![])),
            Err(error) => Err(error),
        }
    }

    /// Its audit log.
    pub(crate) fn audit_log(self: &Arc<Self>) -> AuditLog {
        AuditLog { repo: self.clone() }
    }

    /// Follows the chain from its beginning to its end, as far as it is whole.
    ///
    /// # Errors
    /// - `vault_unavailable`, `key_service_unavailable` (retry later): then nothing is known.
    pub(super) async fn verify_audit(&self) -> Result<AuditVerification> {
        let mut chain = self.chain().await?;
        // Before the end: what is remembered meanwhile is behind the end that is looked for.
        let anchored = self.anchored_audit().await?;
        // What is appended from here on is verified next time.
        let end = self.store.find_audit_end().await?;
        let mut found = AuditVerification::default();
        let mut before = Vec::new();
        while found.entries < end.given {
            let filter = AuditFilter { after: found.entries, limit: PAGE, ..AuditFilter::default() };
            let rows = self.store.list_audit(filter).await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let number = found.entries + 1;
                let is_anchored = |row: &AuditRow| anchored.as_ref().is_none_or(|end| end.number != number || end.mac == row.mac);
                let mut judged = chain.judge(&before, &row);
                if judged == Judged::Broken && !chain.knows(&row.signer) {
                    // A key that has followed since the others were read.
                    chain = self.chain().await?;
                    judged = chain.judge(&before, &row);
                }
                if row.number != number || !is_anchored(&row) || judged == Judged::Broken {
                    found.broken = Some(number);
                    return Ok(found);
                }
                found.unvouched.extend((judged == Judged::Unvouched).then_some(number));
                if judged == Judged::Whole
                    && row.kind == AuditKind::AuditAcknowledged.as_str()
                    && let Some(acknowledged) = row.about.request.as_deref().and_then(Acknowledged::parse)
                {
                    acknowledged.take_from(&mut found.unvouched);
                }
                (before, found.entries) = (row.mac, number);
            }
        }
        let last = end.given.max(anchored.map_or(0, |end| end.number));
        if found.entries < last {
            found.broken = Some(found.entries + 1);
        }
        Ok(found)
    }

    /// Notes that an operator knows of the entries up to this one for which nobody vouches: from then on only others are told of. How many
    /// they are.
    ///
    /// # Errors
    /// - `invalid_request`: the log is not so long, or is broken.
    /// - As of [`Repo::verify_audit`]; and the log's key must open.
    #[cfg(feature = "cli")]
    pub(super) async fn acknowledge_audit(&self, up_to: u64) -> Result<u64> {
        let found = self.verify_audit().await?;
        if let Some(number) = found.broken {
            let message = format!("The audit log is broken at entry {number}, which nobody can acknowledge.");
            return Err(Error::new(ErrorCode::InvalidRequest, message).with_hint("Compare it with a backup."));
        }
        if up_to == 0 || up_to > found.entries {
            let message = format!("The audit log has {} entries: {up_to} is none of them.", found.entries);
            return Err(Error::new(ErrorCode::InvalidRequest, message));
        }
        let request = Some(Acknowledged::of(&found.unvouched, up_to).to_string());
        let told = AuditEntry { request, ..AuditEntry::of_vault(AuditKind::AuditAcknowledged, self.clock.now()) };
        self.commit_told(vec![], told).await?.map_err(|conflict| unexpected(conflict, "acknowledge"))?;
        Ok(found.unvouched.iter().filter(|number| **number <= up_to).count() as u64)
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

    async fn has_audit(&self, end: &AuditEnd) -> Result<bool> {
        let filter = AuditFilter { after: end.number.saturating_sub(1), limit: 1, ..AuditFilter::default() };
        let is_it = |row: &AuditRow| (row.number, &row.mac) == (end.number, &end.mac);
        Ok(end.number == 0 || self.store.list_audit(filter).await?.first().is_some_and(is_it))
    }
}

#[cfg(test)]
mod tests;
