//! Judges a failed renewal by its evidence: what it says of the grant, how long nobody asks again, and whether the exchange is in doubt.

use std::time::Duration;

use crate::base::log::{Worded, WordedHint, tell_with_details};
use crate::base::{Error, ProviderDetails, Result, Retry, Secret, Timestamp, entropy};
use crate::model::config::ProviderConfig;
use crate::model::grant::{Grant, GrantStatus, Material, OAuthTokens, OpenIntent, StatusReason};
use crate::model::http::NetFailure;
use crate::protocol::token::TokenFailure;

use super::Refresher;
use super::in_doubt::left_open;
use crate::engine::common::errors;
use crate::engine::common::exchange::{ExchangeFailure, Exchanged};
use crate::engine::common::fingerprint;
use crate::engine::common::throttles::Word;
use crate::engine::grants::failed_renewals::{AfterFailedRenewal, FailedRenewal};
use crate::engine::grants::freshness;
use crate::engine::grants::leases::Held;

/// A failed attempt.
pub(super) struct Failed {
    pub(super) failure: ExchangeFailure,
    /// What the answer names as the next refresh token, all the same. Where the answer ends the grant, nothing succeeds it.
    pub(super) successor: Option<Secret<String>>,
}

impl Refresher {
    /// Notes a failed attempt by its evidence, and says what callers are told: an error, or the grant that has overtaken it.
    /// `relayed` is the challenge that went along.
    pub(super) async fn note_failure(
        &self,
        config: &ProviderConfig,
        before: Grant,
        held: Held,
        failed: Failed,
        relayed: Option<Secret<String>>,
    ) -> Result<Grant> {
        let Failed { failure: failed, successor } = failed;
        // One that says which token was presented says nothing.
        let presented = before.secrets.material.renewal().refresh_token();
        let successor = successor.filter(|next| presented.is_some_and(|presented| !presented.is_same(next)));
        // With the next token in the vault nothing is in doubt.
        let in_doubt = if successor.is_some() { None } else { left_open(config, &before, &held.intent, &failed) };
        let error = errors::refresh_failed(config, &failed);
        let presents_issued = before.secrets.material.renewal().presents_issued();
        let backoff = choose_backoff(&before, &failed, self.grants.now_for(&before));
        let until = self.clock.elapsed() + backoff;
        let alert = match &failed {
            ExchangeFailure::Answered(TokenFailure::ClientRejected(error), _) => {
                self.registrations.rejected(config, &before, *error, until)
            }
            _ => None,
        };
        let mut judged = match &failed {
            ExchangeFailure::Answered(answer, _) if answer.needs_user() => {
                FailedRenewal::Ended { reason: reason(answer), claims: choose_pending_claims(answer, relayed) }
            }
            failed => FailedRenewal::Paused {
                until,
                under: (!matches!(failed, ExchangeFailure::Answered(TokenFailure::Throttled { .. }, _)))
                    .then(|| fingerprint::for_grant(config, &before)),
                degrades: choose_degradation(failed, in_doubt.as_ref()),
                // What is minted from what the app holds has no grant of its own that could be over.
                is_refusal: presents_issued && matches!(failed, ExchangeFailure::Answered(answer, _) if answer.is_refusal()),
                alert,
                successor,
            },
        };
        let right = held.lease.right();
        let told = match &judged {
            FailedRenewal::Ended { reason, .. } => told_of_end(config, &before, reason, failed.details()),
            FailedRenewal::Paused { .. } => error.clone(),
        };
        let grant = match self.grants.renewal_failed(before, &held, &mut judged, &told, in_doubt.as_ref()).await? {
            AfterFailedRenewal::Overtaken(stored) => {
                self.set_not_along(&right.grant_id);
                return Ok(stored);
            }
            AfterFailedRenewal::Open => {
                // The challenge goes along with the next attempt, and with nothing that somebody else may bring instead.
                self.set_not_along(&right.grant_id);
                return Box::pin(self.renew(config, &right.tenant_id, &right.grant_id, right.generation)).await;
            }
            AfterFailedRenewal::Noted(grant) => grant,
        };
        let error = match (&judged, self.wait_for_answer(config, &grant, in_doubt.as_ref())) {
            (FailedRenewal::Ended { .. }, _) => errors::reauth(config, &grant),
            _ if grant.secrets.status == GrantStatus::NeedsReauth => errors::reauth(config, &grant),
            // It was answered, and how is what somebody must know.
            (FailedRenewal::Paused { .. }, Some(_)) if failed.is_of_shape() => errors::with_grant(error, config, &grant),
            (FailedRenewal::Paused { .. }, Some(wait)) => errors::unanswered(config, &grant, wait).with_source(error),
            (FailedRenewal::Paused { .. }, None) => errors::with_grant(with_pause(error, backoff), config, &grant),
        };
        tell_failed(&grant, &error, failed.details());
        Err(error)
    }
}

/// Who may ask again is told when: nobody asks the provider earlier.
fn with_pause(error: Error, pause: Duration) -> Error {
    if error.retry() == Retry::Later { error.with_retry_after(pause) } else { error }
}

/// Has the log say whose refresh failed, and how.
fn tell_failed(grant: &Grant, error: &Error, details: Option<&ProviderDetails>) {
    tell_with_details!(
        warn,
        "a refresh failed",
        details,
        connection_id = grant.id.as_str(),
        provider = grant.provider.as_str(),
        config = grant.key.config.as_str(),
        tenant_id = grant.key.tenant_id.as_str(),
        code = error.code().as_str(),
        detail = %Worded(error),
        hint = %WordedHint(error),
        reason = error.context().reason.as_deref(),
        provider_error = error.context().provider_error.as_deref(),
    );
}

/// What callers are told of a grant that a failure ends.
fn told_of_end(config: &ProviderConfig, before: &Grant, reason: &StatusReason, details: Option<&ProviderDetails>) -> Error {
    let mut ended = before.clone();
    ended.secrets.reason = Some(reason.clone());
    ended.secrets.provider_details = details.cloned().map(Box::new);
    errors::reauth(config, &ended)
}

/// Why a failure degrades the grant. A rejected client says nothing about the grant (SR-63), and neither does a pause (SR-66).
fn choose_degradation(failed: &ExchangeFailure, in_doubt: Option<&OpenIntent>) -> Option<StatusReason> {
    match failed {
        ExchangeFailure::Answered(TokenFailure::ClientRejected(_) | TokenFailure::Throttled { .. }, _) => None,
        failed if failed.is_of_shape() => Some(StatusReason::RefreshFailed),
        _ if in_doubt.is_some_and(|intent| intent.is_recovery) => Some(StatusReason::RefreshUnanswered),
        _ => Some(StatusReason::RefreshFailed),
    }
}

/// What the person's next sign-in has to ask for: what the provider says, else what an API said and the provider sent on to the
/// person. Nothing where the grant has ended for another reason, or where an address could not carry it.
fn choose_pending_claims(answer: &TokenFailure, relayed: Option<Secret<String>>) -> Option<Secret<String>> {
    const MOST: usize = 2048;
    let TokenFailure::InteractionRequired { .. } = answer else { return None };
    answer.claims().cloned().or(relayed).filter(|claims| claims.expose().len() <= MOST)
}

/// How long nobody asks again: what the provider asked for, else full jitter, doubling from 2 s to a
/// minute: whatever fails may be well at any time (I6).
fn choose_backoff(grant: &Grant, failed: &ExchangeFailure, now: Timestamp) -> Duration {
    const FIRST: u64 = 2_000;
    const MOST: u64 = 60_000;
    let asked = match failed {
        ExchangeFailure::Answered(TokenFailure::Throttled { retry_after: None, is_early: true, .. }, _) => {
            Some(until_the_end(grant, now))
        }
        ExchangeFailure::Answered(answer, _) => retry_after(answer),
        ExchangeFailure::Unanswered(..) => None,
    };
    let failures = grant.failures.saturating_add(1).min(16);
    let ceiling = FIRST.saturating_mul(1 << failures).min(MOST);
    asked.unwrap_or_else(|| Duration::from_millis(entropy::make_u64_between(FIRST / 2, ceiling)))
}

/// How long nobody asks again where the provider renews no token before its end: until that, and no longer, as whoever reads after it waits
/// for this pause. Ten minutes at most, because a token may end before its time as well. Behind its end by the clock here, the one there is but
/// a moment behind: it is asked again after a second, and ever more slowly if it is more than that.
fn until_the_end(grant: &Grant, now: Timestamp) -> Duration {
    const MOST: Duration = Duration::from_secs(600);
    let Material::OAuth(OAuthTokens { expires_at: Some(end), .. }) = &grant.secrets.material else { return MOST };
    let soon = Duration::from_secs(1 << grant.failures.min(4)).min(freshness::BEHIND_THE_END);
    if *end <= now { soon } else { end.plus(freshness::BEHIND_THE_END).since(now).min(MOST) }
}

/// What an exchange says of the endpoint, to all who ask there.
pub(super) fn word(outcome: &Result<Exchanged, ExchangeFailure>) -> Word {
    match outcome {
        Err(ExchangeFailure::Unanswered(NetFailure::NotSent | NetFailure::Blocked, _)) => Word::Nothing,
        Err(failed) if failed.is_of_shape() => Word::Works,
        Err(ExchangeFailure::Unanswered(..)) => Word::Fails,
        Err(ExchangeFailure::Answered(answer, _)) => match (retry_after(answer), answer) {
            // Limits of one user are told so, which stop nobody else.
            (_, TokenFailure::Throttled { is_for_all: false, .. }) => Word::Works,
            (Some(wait), _) => Word::Asks(wait),
            (None, TokenFailure::Unavailable { .. }) => Word::Fails,
            _ => Word::Works,
        },
        Ok(_) => Word::Works,
    }
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
        TokenFailure::Throttled { retry_after, .. } => Some(retry_after.unwrap_or(Duration::from_secs(60))),
        answer => answer.retry_after(),
    }
}
