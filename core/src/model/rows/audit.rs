//! Rows of the audit log, each linked to the one before.

use std::fmt::Debug;

use crate::base::{TenantId, Timestamp, UserId};
use crate::model::audit::{AuditEntry, AuditKind};

/// An entry as it is stored. Texts and bytes are as they are found: whoever verifies the chain judges them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AuditRow {
    /// Its number: 1, 2, 3 without a gap, in the order of commits.
    pub number: u64,
    /// What was done.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// What an erasure of its tenant or user takes away.
    pub about: About,
    /// The keyed hash of `about`, which stays when that is erased.
    pub content: Vec<u8>,
    /// The id of the key that links it.
    pub signer: Vec<u8>,
    /// Links it to the entry before.
    pub mac: Vec<u8>,
    /// Where it was erased, what proves that it was.
    pub erased: Option<Vec<u8>>,
}

/// What an erasure takes from the log: what entries are about that are of a tenant, or of a user of it, and do not tell of erasures.
#[derive(Clone, Debug)]
pub(crate) struct AuditScope {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The user, whose an entry is or who did it; `None`: everybody.
    pub user_id: Option<UserId>,
    /// Only of entries behind this number.
    pub after: u64,
}

/// Where an entry stands in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AuditLink {
    /// Its number.
    pub number: u64,
    /// The id of the key that links it.
    pub signer: Vec<u8>,
    /// Links it to the entry before.
    pub mac: Vec<u8>,
}

/// An entry that is emptied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BlankedEntry {
    /// Its number.
    pub number: u64,
    /// What proves that it was meant.
    pub proof: Vec<u8>,
}

/// Whom and what an entry is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct About {
    /// The tenant.
    pub tenant_id: Option<String>,
    /// The user whose it is.
    pub user_id: Option<String>,
    /// The connection or installation.
    pub grant_id: Option<String>,
    /// Who was signed in.
    pub actor: Option<String>,
    /// The session or request.
    pub request: Option<String>,
    /// The key.
    pub key_id: Option<String>,
    /// Random: without it nobody finds out by trying what was erased.
    pub salt: Option<Vec<u8>>,
}

/// Links entries, inside the transaction that appends them: only there the entry before is known.
pub(crate) trait Link: Debug + Send + Sync {
    /// The row of an entry with this number behind one with this `mac`, which is empty before the first.
    fn link(&self, number: u64, before: &[u8], entry: &AuditEntry) -> AuditRow;

    /// Proves that what an entry is about was erased by somebody who has the key.
    fn prove_erased(&self, entry: &AuditLink) -> Vec<u8>;
}

/// Which entries.
#[derive(Clone, Debug, Default)]
pub(crate) struct AuditFilter {
    /// Only those behind this number.
    pub after: u64,
    /// Only this tenant's.
    pub tenant_id: Option<TenantId>,
    /// Only those from this time on.
    pub since: Option<Timestamp>,
    /// Only those of this kind.
    pub kind: Option<AuditKind>,
    /// At most so many.
    pub limit: usize,
}

/// The end of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AuditEnd {
    /// The number that was given out last, whether or not its entry is there.
    pub given: u64,
    /// The number of the last entry that is there.
    pub number: u64,
    /// Its `mac`.
    pub mac: Vec<u8>,
}

impl BlankedEntry {
    /// Proves that it was meant.
    pub(crate) fn prove(entry: &AuditLink, link: &dyn Link) -> Self {
        BlankedEntry { number: entry.number, proof: link.prove_erased(entry) }
    }
}

/// The first so many, each once, of what several questions have found, each of them so many.
pub(crate) fn first_of(mut found: Vec<AuditLink>, limit: usize) -> Vec<AuditLink> {
    found.sort_by_key(|entry| entry.number);
    found.dedup_by_key(|entry| entry.number);
    found.truncate(limit);
    found
}
