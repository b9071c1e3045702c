//! Opens everything that is sealed, and tells what does not open.

use super::Repo;
use super::housekeeping::Housekeeping;
use crate::base::{ErrorCode, GrantId, Result};
use crate::model::rows::{GrantFilter, KeyQuery};

/// So many rows are read at once.
const PAGE: usize = 100;

/// What was opened, and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Verification {
    /// Keys that their root key opened.
    pub(crate) keys: u64,
    /// Ids of keys that did not open, in hexadecimal.
    pub(crate) unreadable_keys: Vec<String>,
    /// Grants that opened.
    pub(crate) grants: u64,
    /// Ids of grants that did not open.
    pub(crate) unreadable_grants: Vec<GrantId>,
}

impl Verification {
    /// Whether everything opened.
    pub(crate) fn is_whole(&self) -> bool {
        self.unreadable_keys.is_empty() && self.unreadable_grants.is_empty()
    }
}

impl Housekeeping {
    /// Opens every wrapped key and every grant. What does not open stops nothing, and nothing is changed.
    ///
    /// # Errors
    /// - `vault_unavailable`, `key_service_unavailable` (retry later): then nothing is known.
    pub(crate) async fn verify(&self) -> Result<Verification> {
        let mut found = Verification::default();
        self.repo.verify_keys(&mut found).await?;
        self.repo.verify_grants(&mut found).await?;
        Ok(found)
    }
}

impl Repo {
    async fn verify_keys(&self, found: &mut Verification) -> Result<()> {
        for (root_key_id, _) in self.store.count_keys().await? {
            let mut after = None;
            loop {
                let page = KeyQuery::WrappedBy { root_key_id: root_key_id.clone(), after, limit: PAGE };
                let keys = self.store.list_keys(page).await?;
                let Some(last) = keys.last() else { break };
                after = Some(last.key_id);
                for row in &keys {
                    match self.keyring.unwrap(row).await {
                        Ok(_) => found.keys += 1,
                        Err(error) if error.code() == ErrorCode::KeyMismatch => {
                            found.unreadable_keys.push(super::keyring::id_text(&row.key_id));
                        }
                        Err(error) => return Err(error),
                    }
                }
            }
        }
        Ok(())
    }

    async fn verify_grants(&self, found: &mut Verification) -> Result<()> {
        let mut after = None;
        loop {
            let filter = GrantFilter { after: after.clone(), limit: PAGE, ..GrantFilter::default() };
            let rows = self.store.list_grants(filter).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = Some(last.id.clone());
            for row in rows.into_iter().filter(|row| row.sealed.is_some()) {
                let id = row.id.clone();
                match self.opens(&row).await {
                    Ok(true) => found.grants += 1,
                    Ok(false) => found.unreadable_grants.push(id),
                    Err(error) if error.code() == ErrorCode::KeyMismatch => found.unreadable_grants.push(id),
                    Err(error) => return Err(error),
                }
            }
        }
    }
}
