//! Hashes external accounts, so that one is found again without its name in the store, and claims organisations by them.
//!
//! A hash is made under the newest index key, and names it. It holds the tenant and the config, so that a reader of the database links no
//! two of them; that of an installation holds no tenant, because it keeps other tenants out of its organisation.

use crate::base::{ConfigId, Result, TenantId};
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
        let is_over = grant.secrets.status == GrantStatus::Revoked;
        let Some(account) = grant.secrets.account.as_ref().filter(|_| !is_over) else {
            return Ok(Hashed { grant: Grant { account_hash: None, ..grant }, claims: vec![] });
        };
        if hashing == Hashing::AsKept && grant.account_hash.is_some() {
            return Ok(Hashed { grant, claims: vec![] });
        }
        let keys = self.keyring.index_keys().await?;
        let whose = Whose { subject: grant.key.subject, tenant_id: &grant.key.tenant_id, config: &grant.key.config, account };
        let account_hash = keys.first().and_then(|newest| whose.hash(newest));
        let claims = if grant.key.subject == SubjectKind::Installation {
            keys.iter().flat_map(|key| whose.hash(key).into_iter().chain(whose.hash_of_before(key))).collect()
        } else {
            vec![]
        };
        grant.account_hash = account_hash;
        Ok(Hashed { grant, claims })
    }
}

/// The hash of a row's account under a key; `None` where nothing is to be found.
pub(super) fn hash_of(row: &GrantRow, account: Option<&ExternalAccount>, key: &DataKey) -> Option<AccountHash> {
    Whose { subject: row.subject, tenant_id: &row.tenant_id, config: &row.config, account: account? }.hash(key)
}

/// Whose account is hashed. The parts are frozen: `FORMAT.md`, "Account hashes".
struct Whose<'a> {
    subject: SubjectKind,
    tenant_id: &'a TenantId,
    config: &'a ConfigId,
    account: &'a ExternalAccount,
}

impl Whose<'_> {
    fn hash(&self, key: &DataKey) -> Option<AccountHash> {
        let [config, tenant_id] = [self.config.as_str().as_bytes(), self.tenant_id.as_str().as_bytes()];
        let [organisation, person] =
            [&self.account.organisation, &self.account.person].map(|name| name.as_deref().map(str::as_bytes));
        let hash = match self.subject {
            SubjectKind::Installation => key.hash(&[b"claim", config, organisation?]),
            SubjectKind::User | SubjectKind::Tenant => {
                key.hash(&[b"account", tenant_id, config, organisation.unwrap_or_default(), person.unwrap_or_default()])
            }
        };
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
