//! Claims organisations: the hash of one, made under the newest index key and with its name, keeps other tenants' installations out of it
//! without its name in the store.
//!
//! Nothing else is found by the account that it belongs to: whose connection it is, is compared in its record. So nothing else has a hash;
//! what has one of before loses it.

use crate::base::{ConfigId, Result};
use crate::model::credential_type::Purpose;
use crate::model::grant::{AccountHash, ExternalAccount, Grant, GrantStatus};
use crate::model::rows::GrantRow;
use crate::model::subject::SubjectKind;
use crate::vault::DataKey;

use super::Repo;

/// How a write comes by the hash of its account.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hashing {
    /// As it is kept; one is made where there is none. So nothing that only goes on needs an index key.
    AsKept,
    /// Under the newest key.
    Anew,
}

/// A grant with the hash of its account.
pub(super) struct Hashed {
    pub(super) grant: Grant,
    /// As what the organisation may be stored that it claims; empty where it claims none, or goes on claiming it.
    pub(super) claims: Vec<AccountHash>,
}

impl Repo {
    /// A grant that is to be written, with the hash of its account.
    pub(super) async fn hashed(&self, mut grant: Grant, hashing: Hashing) -> Result<Hashed> {
        let may_claim = grant.secrets.status != GrantStatus::Revoked && grant.key.subject == SubjectKind::Installation;
        let Some(account) = grant.secrets.account.as_ref().filter(|_| may_claim) else {
            return Ok(Hashed { grant: Grant { account_hash: None, ..grant }, claims: vec![] });
        };
        if hashing == Hashing::AsKept && grant.account_hash.is_some() {
            return Ok(Hashed { grant, claims: vec![] });
        }
        let keys = self.keyring.index_keys().await?;
        let claim = Claim { config: &grant.key.config, account };
        let account_hash = keys.first().and_then(|newest| claim.hash(newest));
        let claims = keys.iter().flat_map(|key| claim.hash(key).into_iter().chain(claim.hash_of_before(key))).collect();
        grant.account_hash = account_hash;
        Ok(Hashed { grant, claims })
    }
}

/// The hash of a row's account under a key; `None` where nothing is claimed.
pub(super) fn hash_of(row: &GrantRow, account: Option<&ExternalAccount>, key: &DataKey) -> Option<AccountHash> {
    let may_claim = row.subject == SubjectKind::Installation && row.credential_type.purpose() == Purpose::Api;
    Claim { config: &row.config, account: account.filter(|_| may_claim)? }.hash(key)
}

/// The organisation that is claimed. The parts of its hash are frozen: `FORMAT.md`, "Account hashes".
struct Claim<'a> {
    config: &'a ConfigId,
    account: &'a ExternalAccount,
}

impl Claim<'_> {
    fn hash(&self, key: &DataKey) -> Option<AccountHash> {
        let organisation = self.account.organisation.as_deref()?;
        let hash = key.hash(&[b"claim", self.config.as_str().as_bytes(), organisation.as_bytes()]);
        Some(AccountHash::named(key.id(), hash))
    }

    /// As an organisation was hashed before hashes named their key.
    fn hash_of_before(&self, key: &DataKey) -> Option<AccountHash> {
        let organisation = self.account.organisation.as_deref()?;
        Some(AccountHash::Unnamed(key.hash(&[b"organisation", organisation.as_bytes()])))
    }
}

#[cfg(test)]
mod tests;
