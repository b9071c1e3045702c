//! Opens everything that is sealed, and tells what does not open.

#[cfg(feature = "cli")]
use std::sync::Arc;

use super::grants::Opened;
use super::housekeeping::Housekeeping;
use super::{AuditVerification, Repo};
use crate::base::giving_way::Steps;
#[cfg(feature = "cli")]
use crate::base::{Clock, Environment};
use crate::base::{ErrorCode, GrantId, Result, SessionId};
use crate::model::rows::{FORM, GrantFilter, KeysetQuery, LegacyKeyQuery, QueueEntry, QueuePlace, QueuedKind, SessionFilter};
use crate::store::IndexCheck;
#[cfg(feature = "cli")]
use crate::store::Store;
use crate::vault::RecordType;
#[cfg(feature = "cli")]
use crate::vault::RootKeys;

/// Opens everything in a copy that is not complete, and writes nothing into it.
///
/// # Errors
/// - `key_mismatch`, `environment_mismatch`: it is of other keys, or of another environment.
#[cfg(feature = "cli")]
pub(crate) async fn verify_copy(
    store: Arc<dyn Store>,
    roots: RootKeys,
    environment: Environment,
    clock: Arc<dyn Clock>,
) -> Result<Verification> {
    let repo = Repo::new(store, roots, environment, clock);
    repo.store.open().await?;
    let opened = async {
        if let Some(meta) = repo.store.find_meta().await? {
            repo.judge_meta(&meta)?;
        }
        repo.check_root_keys().await?;
        let mut found = Verification::default();
        repo.verify_all(&mut found, |_| ()).await?;
        Ok(found)
    };
    let opened = opened.await;
    repo.store.close().await;
    opened
}

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
    /// Tokens waiting to be revoked that opened.
    pub(crate) revocations: u64,
    /// Kinds and ids of what is queued and did not open.
    pub(crate) unreadable_queued: Vec<String>,
    /// The same of what is of a kind that this version does not know.
    pub(crate) unknown_queued: Vec<String>,
    /// Names of indexes that do not have the rows of their tables.
    pub(crate) damaged_indexes: Vec<String>,
    /// Names of those of which nobody can tell.
    pub(crate) unchecked_indexes: Vec<String>,
    /// The audit log.
    pub(crate) audit: AuditVerification,
}

impl Verification {
    /// Whether everything opened, and is found by whoever asks for it.
    pub(crate) fn is_whole(&self) -> bool {
        self.unreadable() == 0 && self.damaged_indexes.is_empty() && self.audit.is_whole()
    }

    /// How many did not open.
    pub(crate) fn unreadable(&self) -> u64 {
        let records = self.unreadable_keys.len() + self.unreadable_grants.len() + self.unreadable_sessions.len();
        let queued = self.unreadable_queued.len() + self.unknown_queued.len();
        self.unreadable_rows + (records + queued) as u64
    }
}

/// How far a verification is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct OpenedSoFar {
    /// Connections and installations that were read, whether they open or not.
    pub(crate) opened: u64,
    /// Those that were not.
    pub(crate) left: u64,
}

impl Housekeeping {
    /// Opens everything that is sealed: every wrapped key, every grant, what is left of revoked ones, every session, and what is queued. What
    /// does not open stops nothing, and nothing is changed. `after_page` is told how it stands.
    ///
    /// # Errors
    /// - `vault_unavailable`, `key_service_unavailable` (retry later): then nothing is known.
    pub(crate) async fn verify_telling(&self, after_page: impl FnMut(OpenedSoFar)) -> Result<Verification> {
        let mut found = Verification::default();
        self.repo.verify_all(&mut found, after_page).await?;
        Ok(found)
    }

    /// The same, of which nobody is told before it ends.
    #[cfg(test)]
    pub(crate) async fn verify(&self) -> Result<Verification> {
        self.verify_telling(|_| ()).await
    }
}

impl Repo {
    /// Opens what there is of each kind of record. A new kind is opened here, or the compiler asks why not.
    async fn verify_all(&self, found: &mut Verification, mut after_page: impl FnMut(OpenedSoFar)) -> Result<()> {
        for kind in RecordType::ALL {
            match kind {
                RecordType::Grant => self.verify_grants(found, &mut after_page).await?,
                RecordType::Session => self.verify_sessions(found).await?,
                RecordType::Keyset => self.verify_keysets(found).await?,
                RecordType::TenantKey => self.verify_legacy_keys(found).await?,
                RecordType::Revocation => self.verify_queue(found).await?,
                // Keys of the index stand among those of tenants, and whoever opens the vault has opened the sentinels of its root keys.
                RecordType::IndexKey | RecordType::Sentinel => {}
                // They wait beside the vault, for whoever stores them.
                RecordType::Successor => {}
            }
        }
        let IndexCheck { damaged, unchecked } = self.store.check_indexes().await?;
        (found.damaged_indexes, found.unchecked_indexes) = (damaged, unchecked);
        found.audit = self.verify_audit().await?;
        Ok(())
    }

    async fn verify_keysets(&self, found: &mut Verification) -> Result<()> {
        let mut after = None;
        loop {
            let query = KeysetQuery { root_key_id: None, is_rotating: false, after, limit: PAGE };
            let page = self.store.list_keysets(query).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.owner.clone());
            for row in page {
                let key_ids = row.key_ids.clone();
                match self.keyring.open(row).await {
                    Ok(opened) => found.keys += opened.map_or(0, |open| open.keyset.keys().count() as u64),
                    Err(error) if error.code() == ErrorCode::KeyMismatch => {
                        found.unreadable_keys.extend(key_ids.iter().map(super::keyring::id_text));
                    }
                    Err(error) => return Err(error),
                }
            }
        }
    }

    async fn verify_legacy_keys(&self, found: &mut Verification) -> Result<()> {
        let mut after = None;
        loop {
            let page = self.store.list_legacy_keys(LegacyKeyQuery::Any { after, limit: PAGE }).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.key_id);
            for row in &page {
                match self.keyring.unwrap(row).await {
                    Ok(_) if self.keyring.oldest_form() < FORM => found.keys += 1,
                    // Keys that are in no keyset are not believed any more.
                    Ok(_) => found.unreadable_keys.push(super::keyring::id_text(&row.key_id)),
                    Err(error) if error.code() == ErrorCode::KeyMismatch => {
                        found.unreadable_keys.push(super::keyring::id_text(&row.key_id));
                    }
                    Err(error) => return Err(error),
                }
            }
        }
    }

    async fn verify_grants(&self, found: &mut Verification, mut after_page: impl FnMut(OpenedSoFar)) -> Result<()> {
        let all = self.store.count_records().await?.grants;
        let (mut after, mut read, mut steps) = (None, 0, Steps::short());
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
                steps.made_by_task().await;
            }
            after_page(OpenedSoFar { opened: read, left: all.saturating_sub(read) });
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

    async fn verify_queue(&self, found: &mut Verification) -> Result<()> {
        let mut after = QueuePlace::default();
        loop {
            let page = self.store.list_queue(after.clone(), PAGE).await?;
            let Some(last) = page.last().map(|last| last.place.clone()) else { return Ok(()) };
            for entry in page {
                match self.opens_queued(&entry).await? {
                    Some(true) => found.revocations += 1,
                    // Erased meanwhile, with its key: that is no damage.
                    Some(false) if !self.is_queued(&after, &entry.place).await? => {}
                    Some(false) => found.unreadable_queued.push(entry.place.to_string()),
                    None => found.unknown_queued.push(entry.place.to_string()),
                }
            }
            after = last;
        }
    }

    /// Whether something stands in the queue still, by the page after a place before it. One that has become full without it says nothing.
    async fn is_queued(&self, after: &QueuePlace, place: &QueuePlace) -> Result<bool> {
        let page = self.store.list_queue(after.clone(), PAGE).await?;
        Ok(page.iter().find(|entry| entry.place >= *place).map_or(page.len() == PAGE, |entry| entry.place == *place))
    }

    /// Whether something that is queued opens; `None`: this version does not know what it is.
    async fn opens_queued(&self, entry: &QueueEntry) -> Result<Option<bool>> {
        let Some(job) = &entry.job else { return Ok(entry.is_known().then_some(false)) };
        let opened = match job.kind {
            QueuedKind::Revoke => self.opens_revocation(job).await,
            // No version has queued one yet.
            QueuedKind::Deliver => return Ok(None),
        };
        match opened {
            Err(error) if error.code() == ErrorCode::KeyMismatch => Ok(Some(false)),
            opened => opened.map(Some),
        }
    }
}

#[cfg(test)]
mod tests;
