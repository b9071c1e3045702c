//! Records that are sealed again, in place: by a sweep, with the same content.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{GrantId, TenantId};
use crate::model::grant::AccountHash;
use crate::model::sealed::SealedBytes;

/// The version of records that this program seals. Stores note it beside each grant that they write.
pub(crate) const RECORD_VERSION: u32 = 2;

/// A grant that was sealed again. Nothing else of its row changes, so that whoever works with it at the same moment is not disturbed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ResealedGrant {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The grant.
    pub grant_id: GrantId,
    /// Its revision when it was read, which is bound in what is sealed.
    pub revision: u64,
    /// What was sealed when it was read. If either has changed since, nothing is written.
    pub was: Option<SealedBytes>,
    /// The hash of its account, which is bound as well.
    pub account_hash: Option<AccountHash>,
    /// The key that seals now.
    pub key_id: [u8; 16],
    /// The record.
    pub sealed: SealedBytes,
}

impl ResealedGrant {
    /// The keys that have sealed a page, each once, and whose each is.
    pub(crate) fn keys(page: &[ResealedGrant]) -> BTreeMap<[u8; 16], &TenantId> {
        page.iter().map(|grant| (grant.key_id, &grant.tenant_id)).collect()
    }

    /// The keys that have hashed accounts of a page, each once.
    pub(crate) fn index_keys(page: &[ResealedGrant]) -> BTreeSet<[u8; 16]> {
        page.iter().filter_map(|grant| grant.account_hash?.key_id()).collect()
    }
}

/// How many grants there are, of revoked ones too, readable or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RecordCounts {
    /// All.
    pub grants: u64,
    /// Those whose record may be of a version before [`RECORD_VERSION`].
    pub outdated: u64,
}
