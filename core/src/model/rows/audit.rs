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

impl AuditRow {
    /// Whether an erasure of its tenant, or of this user of it, takes away what it is about. What tells of erasures stays.
    pub(crate) fn goes_with(&self, user_id: Option<&UserId>) -> bool {
        let is = |id: &Option<String>| user_id.is_none_or(|user_id| id.as_deref() == Some(user_id.as_str()));
        let stays = AuditKind::parse(&self.kind).is_some_and(AuditKind::is_of_erasure);
        !stays && self.erased.is_none() && (is(&self.about.user_id) || is(&self.about.actor))
    }
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

    /// Proves that what a row is about was erased by somebody who has the key.
    fn prove_erased(&self, row: &AuditRow) -> Vec<u8>;
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
