//! Opens grants when they are read, and seals them when they are written.

use std::time::Duration;

use crate::base::{Error, ErrorCode, GrantId, Result, TenantId};
use crate::model::grant::{Grant, GrantSecrets, GrantStatus, Material, OpenIntent, StoredFor};
use crate::model::lease::LeaseHolder;
use crate::model::rows::{GrantFilter, GrantQuery, GrantRow, LeaseColumns, RECORD_VERSION};
use crate::model::sealed::SealedBytes;
use crate::model::subject::{GrantKey, SubjectKind};
use crate::vault::{Context, DataKey, RecordType};

use super::leases::SealingKey;
use super::record::{Columns, Content, UnknownShape};
use super::rereading::CurrentRow;
use super::{Repo, asked, record, unreadable};

/// What one list has found out about keys that do not open.
#[derive(Default)]
struct Damage {
    /// Whether the root keys are the right ones; it is asked once.
    roots_are_right: Option<bool>,
}

impl Repo {
    /// The grant with this id in this tenant; a foreign id is like an absent one (SR-38).
    pub(crate) async fn load_grant(&self, tenant_id: &TenantId, id: &GrantId) -> Result<Option<Grant>> {
        let row = asked::find_grant(&*self.store, GrantQuery::Id(tenant_id.clone(), id.clone())).await?;
        self.open_optional(row).await
    }

    /// As [`Repo::load_grant`], but a record that does not open is given without its secrets, so that it can be deleted.
    pub(crate) async fn load_grant_to_delete(&self, tenant_id: &TenantId, id: &GrantId) -> Result<Option<Grant>> {
        let row = asked::find_grant(&*self.store, GrantQuery::Id(tenant_id.clone(), id.clone())).await?;
        let Some(row) = row else { return Ok(None) };
        self.open_or_husk(row, &mut Damage::default()).await
    }

    /// The grant under this unique key.
    pub(crate) async fn find_grant(&self, key: &GrantKey) -> Result<Option<Grant>> {
        let row = asked::find_grant(&*self.store, GrantQuery::Key(key.clone())).await?;
        self.open_optional(row).await
    }

    /// The grants under these keys, in their order: one look for all of them.
    pub(crate) async fn find_grants(&self, keys: impl Iterator<Item = &GrantKey>) -> Result<Vec<Option<Grant>>> {
        let mut found = Vec::new();
        for row in asked::find_grants(&*self.store, keys.cloned().map(GrantQuery::Key).collect()).await? {
            found.push(self.open_optional(row).await?);
        }
        Ok(found)
    }

    /// Grants in the order of their ids. One that does not open is listed without its secrets: it hides none of the others, and
    /// can be found and deleted.
    pub(crate) async fn list_grants(&self, filter: GrantFilter) -> Result<Vec<Grant>> {
        let rows = asked::list_grants(&*self.store, filter).await?;
        let mut grants = Vec::with_capacity(rows.len());
        let mut damage = Damage::default();
        for row in rows {
            grants.extend(self.open_or_husk(row, &mut damage).await?);
        }
        Ok(grants)
    }

    pub(super) async fn open_optional(&self, row: Option<GrantRow>) -> Result<Option<Grant>> {
        let Some(row) = row else { return Ok(None) };
        let CurrentRow { row, is_put_back } = self.current(row).await?;
        if is_put_back {
            return Err(unreadable(self.store_name()));
        }
        // Before a root key is asked, which takes its time: what is left of a lease is seen from the moment of the read.
        let read_at = self.clock.elapsed();
        match self.open_row(&row).await? {
            Opened::Live(secrets) => Ok(Some(with_secrets(row, *secrets, read_at))),
            Opened::Ended(_) => Ok(None),
            Opened::Unreadable => Err(unreadable(self.store_name())),
        }
    }

    /// A record that was changed outside gives what its columns say, without secrets and as something that needs a new
    /// sign-in. Any other error is one.
    async fn open_or_husk(&self, row: GrantRow, damage: &mut Damage) -> Result<Option<Grant>> {
        let CurrentRow { row, is_put_back } = self.current(row).await?;
        let read_at = self.clock.elapsed();
        let opened = if is_put_back { Ok(Opened::Unreadable) } else { self.open_row(&row).await };
        let opened = match opened {
            Err(error) if self.is_damage(&error, damage).await => Opened::Unreadable,
            opened => opened?,
        };
        Ok(match opened {
            Opened::Live(secrets) => Some(with_secrets(row, *secrets, read_at)),
            Opened::Ended(_) => None,
            Opened::Unreadable => Some(with_secrets(row, GrantSecrets::unreadable(), read_at)),
        })
    }

    /// Whether a key was refused because its row is damaged: the root keys are the right ones and answer. Otherwise the operator
    /// has something to do, and nobody is told to sign in again.
    async fn is_damage(&self, error: &Error, known: &mut Damage) -> bool {
        if error.code() != ErrorCode::KeyMismatch {
            return false;
        }
        if known.roots_are_right.is_none() {
            known.roots_are_right = Some(self.check_root_keys().await.is_ok());
        }
        known.roots_are_right == Some(true)
    }

    /// Opens what a row holds; why it does not open is not told (SR-53).
    pub(super) async fn open_row(&self, row: &GrantRow) -> Result<Opened> {
        let Some(sealed) = row.sealed.as_ref() else { return Ok(Opened::Ended(None)) };
        let Some(key) = self.keyring.key_by_id(&row.tenant_id, row.key_id).await? else {
            // What is left of a revoked grant outlives its key, and holds nothing.
            return Ok(if row.status == GrantStatus::Revoked { Opened::Ended(None) } else { Opened::Unreadable });
        };
        let Ok(plaintext) = key.open(&self.grant_context(row), sealed) else { return Ok(Opened::Unreadable) };
        Ok(match record::read_grant(&plaintext, columns(row), self.oldest_record()) {
            Ok(Content::Live(secrets)) => {
                self.seen.note(&row.id, row.revision);
                Opened::Live(secrets)
            }
            Ok(Content::Ended { revision, fence }) => Opened::Ended(Some(Numbers { revision, fence })),
            Err(UnknownShape) => Opened::Unreadable,
        })
    }

    /// The row of a grant. A revoked grant keeps its row, so that nothing revives it, but none of its secrets: what is sealed of it
    /// is that it was revoked, and its numbers. `held` seals where the tenant's key cannot be had.
    pub(super) async fn seal_grant(&self, grant: &Grant, held: Option<&SealingKey>) -> Result<GrantRow> {
        let revoked = grant.secrets.status == GrantStatus::Revoked;
        let key = match (self.keyring.tenant_key(&grant.key.tenant_id).await, held) {
            (Ok(key), _) => Some(key),
            (Err(_), Some(SealingKey(key))) => Some(key.clone()),
            // It can be ended even where its key is gone.
            (Err(error), None) if revoked && matches!(error.code(), ErrorCode::KeyMismatch | ErrorCode::VaultUnavailable) => None,
            (Err(error), None) => return Err(error),
        };
        let expires_at = match &grant.secrets.material {
            Material::OAuth(tokens) => tokens.expires_at,
            Material::Fields(_) => None,
        };
        let mut row = GrantRow {
            id: grant.id.clone(),
            tenant_id: grant.key.tenant_id.clone(),
            config: grant.key.config.clone(),
            provider: grant.provider.clone(),
            subject: grant.key.subject,
            user_id: grant.key.user_id.clone(),
            label: grant.key.label.clone(),
            credential_type: grant.credential_type,
            account_hash: grant.account_hash.filter(|_| !revoked),
            status: grant.secrets.status,
            reason: grant.secrets.reason.clone(),
            generation: grant.generation,
            revision: grant.revision,
            fence: grant.fence,
            committed_epoch: grant.committed_epoch,
            key_id: key.as_ref().map_or([0; 16], |key| key.id()),
            sealed: None,
            expires_at: expires_at.filter(|_| !revoked),
            refresh_at: grant.refresh_at.filter(|_| !revoked),
            next_check_at: grant.next_check_at.filter(|_| !revoked),
            last_used_at: grant.last_used_at,
            lease: LeaseColumns::default(),
            failures: grant.failures,
            paused_for: grant.next_attempt_at.map_or(Duration::ZERO, |at| at.saturating_sub(self.clock.elapsed())),
            stored_for: Duration::ZERO,
            last_ok_at: grant.last_ok_at,
            created_at: grant.created_at,
            updated_at: grant.updated_at,
        };
        if let Some(key) = key {
            row.sealed = Some(self.seal_row(&key, &row, (!revoked).then_some(&grant.secrets)));
        }
        Ok(row)
    }

    /// What is sealed of a row's grant; of one that was revoked there are no secrets.
    pub(super) fn seal_row(&self, key: &DataKey, row: &GrantRow, secrets: Option<&GrantSecrets>) -> SealedBytes {
        let plaintext = match secrets {
            Some(secrets) => record::write_grant(secrets, columns(row)),
            None => record::write_ended(row.reason.as_ref(), columns(row)),
        };
        key.seal(&self.grant_context(row), &plaintext)
    }

    pub(super) fn grant_context<'a>(&'a self, row: &'a GrantRow) -> Context<'a> {
        Context {
            environment: &self.environment,
            tenant_id: Some(&row.tenant_id),
            record_type: RecordType::Grant,
            record_id: row.id.as_str(),
            config: Some(&row.config),
            field: field(row.subject),
            generation: row.generation,
        }
    }

    /// What is left of revoked grants under these keys, in their order.
    pub(crate) async fn find_tombstones(&self, keys: impl Iterator<Item = &GrantKey>) -> Result<Vec<Option<Tombstone>>> {
        let mut found = Vec::new();
        for row in asked::find_grants(&*self.store, keys.cloned().map(GrantQuery::Key).collect()).await? {
            found.push(match row {
                Some(row) => self.tombstone(row).await?,
                None => None,
            });
        }
        Ok(found)
    }

    async fn tombstone(&self, row: GrantRow) -> Result<Option<Tombstone>> {
        let Opened::Ended(sealed) = self.open_row(&row).await? else { return Ok(None) };
        let is_vouched_for = sealed.is_some() || self.oldest_record() < RECORD_VERSION;
        let least = sealed.unwrap_or(Numbers { revision: 0, fence: 0 });
        let seen = self.seen.newest(&row.id).unwrap_or_default();
        // Numbers that nobody vouches for may have been set back, to where something sealed earlier opens again. The clock is ahead of
        // all that were counted.
        let ahead = if is_vouched_for { 0 } else { self.fence_ahead() };
        Ok(Some(Tombstone {
            next_revision: row.revision.max(least.revision).max(seen),
            next_fence: row.fence.max(least.fence).max(ahead),
            id: row.id,
            generation: row.generation,
            revision: row.revision,
            fence: row.fence,
        }))
    }

    /// A fence that no record of before has.
    pub(crate) fn fence_ahead(&self) -> u64 {
        u64::try_from(self.clock.now().unix_millis()).unwrap_or_default()
    }
}

/// What is left of a revoked grant.
pub(crate) struct Tombstone {
    /// Its id, which a new grant under the same key takes over.
    pub(crate) id: GrantId,
    /// Its generation, as its row says.
    pub(crate) generation: u64,
    /// Its revision, as its row says.
    pub(crate) revision: u64,
    /// Its fence, as its row says.
    pub(crate) fence: u64,
    /// Of which revision and fence a grant is that takes over: not behind what has been, whatever the row says.
    pub(crate) next_revision: u64,
    pub(crate) next_fence: u64,
}

/// What a row holds.
pub(super) enum Opened {
    /// A grant.
    Live(Box<GrantSecrets>),
    /// What is left of a revoked one. Its numbers, where somebody vouches for them.
    Ended(Option<Numbers>),
    /// It does not open.
    Unreadable,
}

/// The sealed numbers of a revoked grant.
#[derive(Clone, Copy)]
pub(super) struct Numbers {
    revision: u64,
    fence: u64,
}

fn with_secrets(row: GrantRow, secrets: GrantSecrets, read_at: Duration) -> Grant {
    Grant {
        id: row.id,
        key: GrantKey {
            tenant_id: row.tenant_id,
            config: row.config,
            subject: row.subject,
            user_id: row.user_id,
            label: row.label,
            purpose: row.credential_type.purpose(),
        },
        provider: row.provider,
        credential_type: row.credential_type,
        secrets,
        generation: row.generation,
        revision: row.revision,
        fence: row.fence,
        refresh_at: row.refresh_at,
        next_check_at: row.next_check_at,
        last_used_at: row.last_used_at,
        failures: row.failures,
        next_attempt_at: (!row.paused_for.is_zero()).then(|| read_at.saturating_add(row.paused_for)),
        last_ok_at: row.last_ok_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
        account_hash: row.account_hash,
        committed_epoch: row.committed_epoch,
        lease_epoch: row.lease.epoch,
        open_intent: open_intent(row.lease, row.committed_epoch, read_at),
        stored_for: StoredFor { generation: row.generation, length: row.stored_for, read_at },
    }
}

pub(super) fn columns(row: &GrantRow) -> Columns<'_> {
    Columns {
        subject: row.subject,
        user_id: row.user_id.as_ref(),
        label: &row.label,
        provider: &row.provider,
        credential_type: row.credential_type,
        revision: row.revision,
        fence: row.fence,
        account_hash: row.account_hash.as_ref(),
    }
}

/// Whose grant it is, as the field of the context: a blob moved from a user's row to an installation's does not open.
const fn field(subject: SubjectKind) -> &'static str {
    match subject {
        SubjectKind::Installation => "secrets/installation",
        SubjectKind::User => "secrets/user",
        SubjectKind::Tenant => "secrets/tenant",
    }
}

fn open_intent(lease: LeaseColumns, committed_epoch: u64, read_at: Duration) -> Option<OpenIntent> {
    let intent = lease.intent?;
    // The exchange that a lease was to repair under which nothing was sent: its holder has come late, and has stored the answer.
    let is_repaired = intent.digest == OpenIntent::NOTHING_SENT && committed_epoch.checked_add(1) == Some(lease.epoch);
    Some(OpenIntent {
        holder: lease.owner.map(|owner| LeaseHolder { owner, epoch: lease.epoch }),
        since: read_at.saturating_sub(intent.age),
        is_recovery: intent.is_recovery && !is_repaired,
        lease_until: read_at.saturating_add(lease.left).saturating_sub(intent.ended),
        digest: intent.digest,
    })
}

#[cfg(test)]
mod tests;
