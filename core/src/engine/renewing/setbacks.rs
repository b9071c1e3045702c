//! Failed renewals, judged by their evidence: what the grant becomes, when it is tried again, and whether the exchange is in doubt.

use std::time::Duration;

use crate::base::{Error, Result, Secret, Timestamp, entropy};
use crate::model::config::ProviderConfig;
use crate::model::event::Event;
use crate::model::grant::{Grant, GrantStatus, Material, OpenIntent, StatusReason};
use crate::model::lease::Lease;
use crate::model::renewal::Renewal;
use crate::model::rows::{GrantGuard, Schedule};
use crate::protocol::token::TokenFailure;
use crate::repo::GrantUpdate;

use super::doubt::left_open;
use crate::engine::Engine;
use crate::engine::common::exchange::ExchangeFailure;
use crate::engine::common::failure;
use crate::engine::grants::status;

impl Engine {
    /// Notes a failed attempt by its evidence. Nothing is deleted, and a token that still works is still served.
    pub(in crate::engine) async fn note_failure(
        &self,
        config: &ProviderConfig,
        before: Grant,
        (lease, intent): (Lease, OpenIntent),
        (failed, relayed): (ExchangeFailure, Option<Secret<String>>),
    ) -> Result<Grant> {
        let wanted = choose_pending_claims(&failed, relayed);
        let doubtful = left_open(config, &before, &intent, &failed);
        let pause = choose_pause(&before, &failed);
        let mut current = before;
        let error = loop {
            let mut grant = current.clone();
            // An exchange that lost a race has left another token: it becomes current and is tried by the next attempt, before
            // anybody is sent to sign in.
            let retries = ends_grant(&failed) && promote_candidate(&mut grant);
            let (event, schedule, error) = match retries {
                true => (None, Schedule::Kept, None),
                false => self.judge_setback(config, &mut grant, (&failed, wanted.as_ref()), (doubtful.as_ref(), pause)),
            };
            // With the revision: a check may have changed the status since, and its event must keep its counterpart.
            let guard = GrantGuard {
                generation: lease.generation(),
                revision: Some(current.revision),
                fence: lease.fence(),
                lease: Some((lease.owner(), lease.epoch())),
            };
            let (release_lease, events) = (doubtful.is_none(), event.into_iter().collect());
            let update = GrantUpdate { grant: &grant, guard, schedule, release_lease, events };
            if self.repo.update_grant(update).await?.is_err()
                && let Some(stored) = self.repo.load_grant(lease.tenant_id(), lease.grant_id()).await?
            {
                if is_same_but_for_revision(&stored, &current) {
                    current = stored;
                    continue;
                }
                if stored.generation > lease.generation() {
                    // Somebody has renewed or signed in anew: the token that failed is history, and theirs is the answer (SR-62).
                    self.leave_behind(&stored, &lease, doubtful.as_ref()).await;
                    return Ok(stored);
                }
            }
            // Any other conflict means that somebody else's result stands; ours was a failure and has nothing to add.
            match error {
                Some(error) => break error,
                None => return Box::pin(self.renew(config, lease.tenant_id(), lease.grant_id(), lease.generation())).await,
            }
        };
        tracing::warn!(grant = lease.grant_id().as_str(), code = error.code().as_str(), "a refresh failed");
        if let Some(intent) = doubtful {
            self.repo.park_intent(&current, lease.owner(), lease.epoch(), &intent).await?;
        }
        self.cache.remove(lease.grant_id());
        Err(error)
    }

    /// Ends our lease on a grant whose result is stored. It is the next holder's, or nobody's, where somebody has taken or freed
    /// it; where it cannot be ended now, it ends by itself.
    pub(in crate::engine) async fn leave_behind(&self, stored: &Grant, lease: &Lease, doubtful: Option<&OpenIntent>) {
        // First: no read gives what came before.
        self.cache.remove(lease.grant_id());
        let left = match doubtful {
            Some(intent) => self.repo.park_intent(stored, lease.owner(), lease.epoch(), intent).await,
            None => self.repo.release_lease(stored, lease.owner(), lease.epoch()).await,
        };
        if let Err(error) = left {
            tracing::warn!(grant = lease.grant_id().as_str(), code = error.code().as_str(), "a lease could not be released");
        }
    }

    /// What a failure makes of a grant: its event, the due times that it decides, and what callers are told.
    fn judge_setback(
        &self,
        config: &ProviderConfig,
        grant: &mut Grant,
        (failed, wanted): (&ExchangeFailure, Option<&Secret<String>>),
        (doubtful, pause): (Option<&OpenIntent>, Duration),
    ) -> (Option<Event>, Schedule, Option<Error>) {
        let now = self.clock.now();
        if let ExchangeFailure::Answered(answer) = failed
            && answer.needs_user()
        {
            let event = status::change(grant, GrantStatus::NeedsReauth, Some(reason(answer)), now);
            grant.refresh_at = None;
            grant.next_check_at = None;
            grant.secrets.pending_claims = wanted.cloned();
            return (event, Schedule::Both, Some(failure::reauth(config, grant)));
        }
        let error = match failed {
            ExchangeFailure::Answered(answer) => failure::refused(config, answer),
            ExchangeFailure::Unanswered(problem) => failure::no_answer(config, *problem),
        };
        grant.failures = grant.failures.saturating_add(1);
        grant.next_attempt_at = Some(now.plus(pause));
        grant.secrets.paused_by = Some(failure::cause_of_pause(failed, &error));
        let error = match self.wait_for_answer(config, grant, doubtful) {
            Some(wait) => failure::unanswered(config, grant, wait).with_source(error),
            None => failure::with_grant(error, config, grant),
        };
        let is_unanswered = doubtful.is_some_and(|intent| intent.is_recovery);
        let reason = if is_unanswered { StatusReason::RefreshUnanswered } else { StatusReason::RefreshFailed };
        // A rejected client says nothing about the grant (SR-63), and neither does a pause (SR-66).
        let says_nothing =
            matches!(failed, ExchangeFailure::Answered(TokenFailure::ClientRejected(_) | TokenFailure::Throttled { .. }));
        let event = if says_nothing { None } else { degrade(grant, reason, now) };
        (event, Schedule::Kept, Some(error))
    }
}

/// What the person's next sign-in has to ask for: what the provider says, else what an API said and the provider sent on to the
/// person. Nothing where the grant has ended for another reason, or where an address could not carry it.
fn choose_pending_claims(failed: &ExchangeFailure, relayed: Option<Secret<String>>) -> Option<Secret<String>> {
    const MOST: usize = 2048;
    let ExchangeFailure::Answered(answer @ TokenFailure::InteractionRequired { .. }) = failed else { return None };
    answer.claims().cloned().or(relayed).filter(|claims| claims.expose().len() <= MOST)
}

/// How long nobody asks again: what the provider asked for, else full jitter, doubling from 2 s to 5 min.
fn choose_pause(grant: &Grant, failed: &ExchangeFailure) -> Duration {
    const FIRST: u64 = 2_000;
    const MOST: u64 = 300_000;
    let asked = match failed {
        ExchangeFailure::Answered(answer) => retry_after(answer),
        ExchangeFailure::Unanswered(_) => None,
    };
    let failures = grant.failures.saturating_add(1).min(16);
    let ceiling = FIRST.saturating_mul(1 << failures).min(MOST);
    asked.unwrap_or_else(|| Duration::from_millis(entropy::make_u64_between(FIRST / 2, ceiling)))
}

/// Whether the provider says that it has ended the grant.
fn ends_grant(failed: &ExchangeFailure) -> bool {
    matches!(failed, ExchangeFailure::Answered(answer) if answer.needs_user())
}

/// Whether only something beside its secrets has changed, so that a judgement of its exchange still holds.
fn is_same_but_for_revision(stored: &Grant, judged: &Grant) -> bool {
    stored.revision != judged.revision && (stored.generation, stored.fence) == (judged.generation, judged.fence)
}

/// Why the grant ended.
fn reason(answer: &TokenFailure) -> StatusReason {
    match answer {
        TokenFailure::ConsentRequired => StatusReason::Consent,
        TokenFailure::InteractionRequired { .. } => StatusReason::Policy,
        _ => StatusReason::Revoked,
    }
}

fn retry_after(answer: &TokenFailure) -> Option<Duration> {
    match answer {
        TokenFailure::Throttled { retry_after } => Some(retry_after.unwrap_or(Duration::from_secs(60))),
        answer => answer.retry_after(),
    }
}

/// Something failed. A probe's own finding is left to the next probe.
fn degrade(grant: &mut Grant, reason: StatusReason, now: Timestamp) -> Option<Event> {
    let by_refresh = status::is_by_refresh(grant);
    match grant.secrets.status {
        GrantStatus::Active => status::change(grant, GrantStatus::Degraded, Some(reason), now),
        GrantStatus::Degraded if by_refresh => status::change(grant, GrantStatus::Degraded, Some(reason), now),
        _ => None,
    }
}

/// Makes the newest candidate the current refresh token; `false` if there is none.
fn promote_candidate(grant: &mut Grant) -> bool {
    match &mut grant.secrets.material {
        Material::OAuth(tokens) if !tokens.candidates.is_empty() => {
            tokens.renewal = Renewal::RefreshToken(tokens.candidates.remove(0));
            true
        }
        _ => false,
    }
}
