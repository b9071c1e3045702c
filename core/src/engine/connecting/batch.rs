//! Many pasted secrets at once: every row is judged before the first is stored, and they are stored in parts, each with one commit.

use std::collections::HashMap;
use std::sync::Arc;

use crate::base::{ConfigId, Error, ErrorCode, Result};
use crate::model::config::ProviderConfig;
use crate::model::grant::Grant;
use crate::model::subject::GrantKey;

use super::Connector;
use super::stored::{JudgedKey, StoreCredential};
use super::storing::check_replacement;

/// The rows of one commit: a writer must not keep the others waiting for long.
pub(crate) const PART: usize = 500;

/// How far the storing of many is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoredCredentials {
    /// How many are stored.
    pub stored: u64,
    /// Of how many.
    pub total: u64,
    /// How many of those stored are new.
    pub created: u64,
    /// How many took the place of an earlier one.
    pub updated: u64,
}

/// Rows that are judged, and stored as far as `done` says.
#[derive(Default)]
pub(crate) struct Batch {
    /// The number of the row that has a place.
    rows: HashMap<GrantKey, usize>,
    parts: Vec<Part>,
    /// The part that takes more rows of a config.
    open: HashMap<ConfigId, usize>,
    /// The first part that is not stored.
    next: usize,
    done: StoredCredentials,
}

struct Part {
    config: Arc<ProviderConfig>,
    grants: Vec<Grant>,
}

impl Batch {
    fn push(&mut self, config: Arc<ProviderConfig>, grant: Grant) {
        let open = self
            .open
            .get(&config.id)
            .copied()
            .filter(|&part| part >= self.next && self.parts.get(part).is_some_and(|part| part.grants.len() < PART));
        let part = open.unwrap_or_else(|| {
            self.open.insert(config.id.clone(), self.parts.len());
            self.parts.push(Part { config, grants: Vec::new() });
            self.parts.len() - 1
        });
        if let Some(part) = self.parts.get_mut(part) {
            part.grants.push(grant);
            self.done.total += 1;
        }
    }
}

impl Connector {
    /// Judges rows and adds them to those that are to be stored. It stores nothing and asks no provider. After an error the batch is empty.
    ///
    /// # Errors
    /// - As [`Connector::store_credential`], with the number of the row.
    /// - `invalid_request`: two rows for one place.
    pub(crate) async fn add_rows(&self, batch: &mut Batch, rows: Vec<StoreCredential>) -> Result<()> {
        self.tasks.check_open()?;
        let added = self.try_add_rows(batch, rows).await;
        if added.is_err() {
            *batch = Batch::default();
        }
        added
    }

    async fn try_add_rows(&self, batch: &mut Batch, rows: Vec<StoreCredential>) -> Result<()> {
        let place = |row: usize| format!("rows[{row}]");
        let first = batch.rows.len();
        let mut judged = Vec::with_capacity(rows.len());
        for (row, request) in (first..).zip(rows) {
            let JudgedKey { config, grant } = self.judge_stored(request).map_err(|error| error.in_place(&place(row)))?;
            if let Some(before) = batch.rows.insert(grant.key.clone(), row) {
                let message = format!("rows[{row}] has the same place as rows[{before}]: provider, owner, label and type.");
                return Err(Error::new(ErrorCode::InvalidRequest, message).with_hint("Keep one of them, or give labels."));
            }
            judged.push(JudgedKey { config, grant });
        }
        let standing = self.grants.find_all(judged.iter().map(|judged| &judged.grant.key)).await?;
        for (row, (JudgedKey { config, grant }, old)) in (first..).zip(judged.into_iter().zip(standing)) {
            if let Some(old) = &old {
                check_replacement(&config, old, &grant).map_err(|error| error.in_place(&place(row)))?;
            }
            batch.push(config, grant);
        }
        Ok(())
    }

    /// Stores the next part, and says how far it is. A part that could not be stored is the next one again.
    ///
    /// # Errors
    /// - `vault_unavailable` and what else a commit says. What was stored before stays.
    pub(crate) async fn store_part(&self, batch: &mut Batch) -> Result<StoredCredentials> {
        self.tasks.check_open()?;
        if let Some(part) = batch.parts.get_mut(batch.next) {
            let put = self.put_grants(&part.config, &part.grants, None).await?;
            part.grants.clear();
            let (count, created) = (put.len() as u64, put.iter().filter(|put| put.is_new).count() as u64);
            batch.done.stored += count;
            batch.done.created += created;
            batch.done.updated += count - created;
            batch.next += 1;
        }
        Ok(batch.done)
    }
}
