//! Failed renewals, judged by their evidence: what the grant becomes, when it is tried again, and whether the exchange is in doubt.

use std::time::Duration;

use crate::base::{Result, Secret, Timestamp, entropy};
use crate::model::config::ProviderConfig;
use crate::model::definition::Rotation;
use crate::model::event::Event;
use crate::model::grant::{Grant, GrantStatus, Material, OpenIntent};
use crate::model::http::NetFailure;
use crate::model::lease::Lease;
use crate::model::rows::GrantGuard;
use crate::protocol::token::TokenFailure;
use crate::repo::GrantUpdate;

use super::exchange::ExchangeFailure;
use super::refresh::rotation;
use super::{Engine, failure, status};

impl Engine {
    /// Notes a failed attempt by its evidence. Nothing is deleted, and a token that still works is still served.
    pub(super) async fn note_failure(
        &self,
        config: &ProviderConfig,
        mut grant: Grant,
        (lease, intent): (Lease, OpenIntent),
        failed: ExchangeFailure,
    ) -> Result<Grant> {
        let now = self.clock.now();
        let error;
        let mut doubtful = None;
        let event = match &failed {
            ExchangeFailure::Answered(answer) if answer.needs_user() => {
                if let Some(candidate) = take_candidate(&mut grant) {
                    return self.try_candidate(config, grant, lease, candidate).await;
                }
                let reason = reason(answer);
                let event = status::change(&mut grant, GrantStatus::NeedsReauth, Some(reason), now);
                grant.refresh_at = None;
                grant.next_check_at = None;
                error = failure::reauth(config, &grant);
                event
            }
            ExchangeFailure::Answered(answer) => {
                error = failure::with_grant(failure::refused(config, answer), config, &grant);
                self.back_off(&mut grant, retry_after(answer));
                if answer.may_have_been_processed() {
                    doubtful = left_open(config, &grant, &intent, NetFailure::Broken);
                }
                // A rejected client says nothing about the grant (SR-63), and neither does a pause (SR-66).
                match answer {
                    TokenFailure::Unavailable { .. } => degrade(&mut grant, now),
                    _ => None,
                }
            }
            ExchangeFailure::Unanswered(failure) => {
                error = failure::with_grant(failure::no_answer(config, *failure), config, &grant);
                self.back_off(&mut grant, None);
                doubtful = left_open(config, &grant, &intent, *failure);
                degrade(&mut grant, now)
            }
        };
        tracing::warn!(grant = grant.id.as_str(), code = error.code().as_str(), "a refresh failed");
        let guard = GrantGuard {
            generation: lease.generation(),
            revision: None,
            fence: lease.fence(),
            lease: Some((lease.owner(), lease.epoch())),
        };
        let events = event.into_iter().collect();
        let release_lease = doubtful.is_none();
        // A conflict means that somebody else's result stands; ours was a failure and has nothing to add.
        let _ = self.repo.update_grant(GrantUpdate { grant: &grant, guard, release_lease, events }).await?;
        if let Some(intent) = doubtful {
            self.repo.park_intent(&grant, lease.owner(), lease.epoch(), &intent).await?;
        }
        self.cache.remove(&grant.id);
        Err(error)
    }

    /// The provider refused the current refresh token, but an exchange that lost a race left another: it becomes current and
    /// is tried by the next attempt, before anybody is sent to sign in.
    async fn try_candidate(
        &self,
        config: &ProviderConfig,
        mut grant: Grant,
        lease: Lease,
        candidate: Secret<String>,
    ) -> Result<Grant> {
        if let Material::OAuth(tokens) = &mut grant.secrets.material {
            tokens.refresh_token = Some(candidate);
        }
        let guard = GrantGuard {
            generation: lease.generation(),
            revision: None,
            fence: lease.fence(),
            lease: Some((lease.owner(), lease.epoch())),
        };
        let _ = self.repo.update_grant(GrantUpdate { grant: &grant, guard, release_lease: true, events: vec![] }).await?;
        Box::pin(self.renew(config, lease.tenant_id(), lease.grant_id(), lease.generation())).await
    }

    /// Full jitter, doubling from 2 s to 5 min; at least what the provider asked for.
    fn back_off(&self, grant: &mut Grant, retry_after: Option<Duration>) {
        const FIRST: u64 = 2_000;
        const MOST: u64 = 300_000;
        grant.failures = grant.failures.saturating_add(1);
        let ceiling = FIRST.saturating_mul(1 << grant.failures.min(16)).min(MOST);
        let jitter = Duration::from_millis(entropy::make_u64_between(FIRST / 2, ceiling));
        grant.next_attempt_at = Some(self.clock.now().plus(retry_after.unwrap_or(jitter)));
    }
}

/// The intent that stays open after an exchange without an answer: ours, if the provider may have rotated; the earlier one that
/// ours was to recover, if ours was not even sent.
fn left_open(config: &ProviderConfig, before: &Grant, ours: &OpenIntent, failure: NetFailure) -> Option<OpenIntent> {
    match rotation(config, before) {
        Rotation::None | Rotation::Reusable => None,
        _ if failure.may_have_been_processed() => Some(ours.clone()),
        _ if ours.is_recovery => before.open_intent.clone(),
        _ => None,
    }
}

/// Why the grant ended, in one word.
fn reason(answer: &TokenFailure) -> &'static str {
    match answer {
        TokenFailure::ConsentRequired => "consent",
        TokenFailure::InteractionRequired { .. } | TokenFailure::Denied => "policy",
        _ => "revoked",
    }
}

fn retry_after(answer: &TokenFailure) -> Option<Duration> {
    match answer {
        TokenFailure::Throttled { retry_after } => Some(retry_after.unwrap_or(Duration::from_secs(60))),
        answer => answer.retry_after(),
    }
}

fn degrade(grant: &mut Grant, now: Timestamp) -> Option<Event> {
    match grant.secrets.status {
        GrantStatus::Active => status::change(grant, GrantStatus::Degraded, Some(status::REFRESH_FAILED), now),
        _ => None,
    }
}

fn take_candidate(grant: &mut Grant) -> Option<Secret<String>> {
    match &mut grant.secrets.material {
        Material::OAuth(tokens) if !tokens.candidates.is_empty() => Some(tokens.candidates.remove(0)),
        _ => None,
    }
}
