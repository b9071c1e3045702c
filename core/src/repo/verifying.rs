//! Opens everything that is sealed, and tells what does not open.

use super::Repo;
use super::grants::Opened;
use super::housekeeping::Housekeeping;
use crate::base::{ErrorCode, GrantId, Result, SessionId};
use crate::model::rows::{GrantFilter, KeyQuery, SessionFilter};

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
    /// Rows of grants that could not be read at all, because they are damaged or of a newer version.
    pub(crate) unreadable_rows: u64,
    /// Sessions that opened.
    pub(crate) sessions: u64,
    /// Ids of sessions that did not open.
    pub(crate) unreadable_sessions: Vec<SessionId>,
}

impl Verification {
    /// Whether everything opened.
    pub(crate) fn is_whole(&self) -> bool {
        self.unreadable() == 0
    }

    /// How many did not open.
    pub(crate) fn unreadable(&self) -> u64 {
        let listed = self.unreadable_keys.len() + self.unreadable_grants.len() + self.unreadable_sessions.len();
        self.unreadable_rows + listed as u64
    }
}

impl Housekeeping {
    /// Opens every wrapped key, every grant, what is left of revoked ones, and every session. What does not open stops nothing, and nothing is changed.
    ///
    /// # Errors
    /// - `vault_unavailable`, `key_service_unavailable` (retry later): then nothing is known.
    pub(crate) async fn verify(&self) -> Result<Verification> {
        let mut found = Verification::default();
        self.repo.verify_keys(&mut found).await?;
        self.repo.verify_grants(&mut found).await?;
        self.repo.verify_sessions(&mut found).await?;
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
        let all = self.store.count_records().await?.grants;
        let (mut after, mut read) = (None, 0);
        loop {
            let filter = GrantFilter { after: after.clone(), limit: PAGE, include_revoked: true, ..GrantFilter::default() };
            let rows = self.store.list_grants(filter).await?;
            let Some(last) = rows.last() else { break };
            after = Some(last.id.clone());
            read += rows.len() as u64;
            for row in rows {
                let row = self.with_key(row).await?;
                match self.open_row(&row).await {
                    Ok(Opened::Live(_)) => found.grants += 1,
                    Ok(Opened::Ended(_)) => {}
                    Ok(Opened::Unreadable) => found.unreadable_grants.push(row.id),
                    Err(error) if error.code() == ErrorCode::KeyMismatch => found.unreadable_grants.push(row.id),
                    Err(error) => return Err(error),
                }
            }
        }
        // What has come meanwhile was read too, or not; what was erased meanwhile is not missing.
        let all = all.min(self.store.count_records().await?.grants);
        found.unreadable_rows = all.saturating_sub(read);
        Ok(())
    }

    async fn verify_sessions(&self, found: &mut Verification) -> Result<()> {
        let mut after = None;
        loop {
            let rows = self.store.list_sessions(SessionFilter { after: after.clone(), limit: PAGE }).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = Some(last.id.clone());
            for row in rows {
                let Some(row) = self.session_with_key(row).await? else { continue };
                match self.opens_session(&row).await {
                    Ok(true) => found.sessions += 1,
                    Ok(false) => found.unreadable_sessions.push(row.id),
                    Err(error) if error.code() == ErrorCode::KeyMismatch => found.unreadable_sessions.push(row.id),
                    Err(error) => return Err(error),
                }
            }
        }
    }
}
