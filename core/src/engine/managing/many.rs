//! Deletes many connections and installations, and waits until their tokens are revoked: by a tenant, a user, a provider or a config.

use std::collections::HashSet;
use std::time::Duration;

use super::Manager;
use crate::base::{ConfigId, GrantId, ProviderId, Result, TenantId, UserId};
use crate::engine::grants::revocations::LeftToRevoke;
use crate::model::event::EventType;
use crate::model::revocation::RevocationOutcome;
use crate::model::rows::{EventFilter, GrantFilter, Position};

/// How often it is looked whether other processes have revoked.
const LOOK: Duration = Duration::from_millis(100);
const PAGE: usize = 200;

/// Which connections and installations; all of the vault where nothing is said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Many {
    /// Only this tenant's.
    pub(crate) tenant_id: Option<TenantId>,
    /// Only this user's.
    pub(crate) user_id: Option<UserId>,
    /// Only this provider's.
    pub(crate) provider: Option<ProviderId>,
    /// Only this config's.
    pub(crate) config: Option<ConfigId>,
    /// They are about to be erased: what nobody can revoke, or not in time, is left to that.
    pub(crate) goes_anyway: bool,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct DeletedMany {
    /// How many were deleted.
    pub(crate) deleted: u64,
    /// Of how many there were tokens that the provider may revoke, and has not when the time was over.
    pub(crate) unrevoked: u64,
}

impl Manager {
    /// Deletes them, one by one, and waits until what can be revoked is, here or by a process that has the clients of these providers.
    pub(crate) async fn delete_many(&self, many: &Many, within: Duration) -> Result<DeletedMany> {
        self.tasks.check_open()?;
        let end = self.grants.elapsed() + within;
        let time_is_over = || self.grants.elapsed() >= end;
        let from = self.events.event_position(self.grants.now()).await?;
        let mut filter = GrantFilter {
            tenant_id: many.tenant_id.clone(),
            user_id: many.user_id.clone(),
            provider: many.provider.clone(),
            config: many.config.clone(),
            limit: PAGE,
            ..GrantFilter::default()
        };
        let (mut waiting, mut done) = (HashSet::new(), DeletedMany::default());
        loop {
            let page = self.grants.list(filter.clone()).await?;
            filter.after = page.last().filter(|_| page.len() == PAGE).map(|last| last.id.clone());
            for grant in page {
                let may_revoke = self.grants.may_revoke(&grant);
                if many.goes_anyway && (!may_revoke || time_is_over()) {
                    done.unrevoked += u64::from(may_revoke);
                    continue;
                }
                let id = grant.id.clone();
                let left = self.grants.deleted(grant, None).await?;
                done.deleted += 1;
                let is_queued = matches!(left, LeftToRevoke::Tokens(_));
                match self.revoker.finish(left).await.revocation {
                    RevocationOutcome::Pending if is_queued => drop(waiting.insert(id)),
                    RevocationOutcome::Failed | RevocationOutcome::Pending => done.unrevoked += 1,
                    _ => {}
                }
            }
            if filter.after.is_none() {
                break;
            }
        }
        while !waiting.is_empty() && !time_is_over() {
            tokio::time::sleep(LOOK).await;
            done.unrevoked += self.take_ended(many, from.clone(), &mut waiting).await?;
        }
        done.unrevoked += waiting.len() as u64;
        Ok(done)
    }

    /// Takes out those of which it was told how they have ended; how many of them were not revoked.
    async fn take_ended(&self, many: &Many, from: Position, waiting: &mut HashSet<GrantId>) -> Result<u64> {
        let (mut failed, mut after) = (0, from);
        loop {
            let filter = EventFilter {
                after: Some(after.clone()),
                tenant_id: many.tenant_id.clone(),
                limit: PAGE,
                ..EventFilter::default()
            };
            let events = self.events.list_events(filter).await?;
            let is_last = events.len() < PAGE;
            for (position, event) in events {
                after = position;
                let has_failed = match event.event_type {
                    EventType::TokenRevoked | EventType::TokenRevocationSkipped => false,
                    EventType::TokenRevocationFailed => true,
                    _ => continue,
                };
                let was_waiting = event.grant_id.as_ref().is_some_and(|id| waiting.remove(id));
                failed += u64::from(was_waiting && has_failed);
            }
            if is_last {
                return Ok(failed);
            }
        }
    }
}
