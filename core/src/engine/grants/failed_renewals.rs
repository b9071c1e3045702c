//! A renewal has failed: what the grant becomes. Nothing is deleted, and a token that still works is still served.

use std::time::Duration;

use crate::base::{Error, Result, Secret, Timestamp};
use crate::engine::common::registrations::News;
use crate::model::event::{Event, EventType};
use crate::model::failure::Failure;
use crate::model::grant::{Evidence, Grant, GrantStatus, Material, OAuthTokens, OpenIntent, StatusReason};
use crate::model::lease::CommitRight;
use crate::model::renewal::Renewal;
use crate::model::rows::Schedule;
use crate::model::successor::{Spent, Successor};

use super::leases::Held;
use super::renewals::MOST_CANDIDATES;
use super::spool::Unstored;
use super::status::Consequence;
use super::{Change, Grants, guard_under, rejections, status};

/// What a failed renewal says about a grant.
pub(in crate::engine) enum FailedRenewal {
    /// The provider has ended it. `claims` is what it wants of the next sign-in.
    Ended { reason: StatusReason, claims: Option<Secret<String>> },
    /// Nobody asks again before `until`, a time of the clock that counts suspends; those who ask are told what the first one was told. A
    /// failure that says nothing about the grant degrades nothing.
    /// `under` names the registration that failed, where another one is another try. `is_refusal`: it counts as evidence.
    /// `alert`: the application hears that the provider rejects its client. `successor`: the refresh token that the answer gives all the
    /// same, and that is presented next.
    Paused {
        until: Duration,
        under: Option<String>,
        degrades: Option<StatusReason>,
        is_refusal: bool,
        alert: Option<News>,
        successor: Option<Secret<String>>,
    },
}

impl FailedRenewal {
    /// What it has brought all the same, so that it is stored like any other successor (SR-60).
    fn unstored(&self, before: &Grant, held: &Held, now: Timestamp) -> Option<Unstored> {
        let FailedRenewal::Paused { successor: Some(successor), .. } = self else { return None };
        let Material::OAuth(tokens) = before.secrets.material.clone() else { return None };
        let refresh_token = tokens.renewal.refresh_token().cloned();
        let renewal = Renewal::RefreshToken(successor.clone());
        let successor = Successor {
            spent: Spent { refresh_token, committed_epoch: before.committed_epoch },
            tokens: OAuthTokens { access_token: None, renewal, candidates: Vec::new(), ..tokens },
            refresh_at: before.refresh_at,
            next_check_at: before.next_check_at,
            answered_at: now,
            right: held.lease.right().clone(),
        };
        Some(Unstored::fresh(successor, held.key.clone(), before))
    }

    /// The application hears of its client: the event is stored.
    fn tell(&mut self) {
        if let FailedRenewal::Paused { alert, .. } = self
            && let Some(alert) = alert.take()
        {
            alert.told();
        }
    }
}

/// What became of it.
pub(in crate::engine) enum AfterFailedRenewal {
    /// The grant as the failure has left it.
    Noted(Grant),
    /// Nobody knows yet: another token, which a lost race has left, is to be tried at once; or the lease is another process's, whose
    /// exchange tells.
    Open,
    /// Somebody has renewed or signed in anew: the token that failed is history, and theirs is the answer (SR-62).
    Overtaken(Grant),
}

impl Grants {
    /// A renewal has failed: notes what that says of the grant, and ends the lease. `told` is what whoever waits is told, and the event
    /// too. The exchange stays open in the store if it is in doubt.
    pub(in crate::engine) async fn renewal_failed(
        &self,
        before: Grant,
        held: &Held,
        failed: &mut FailedRenewal,
        told: &Error,
        in_doubt: Option<&OpenIntent>,
    ) -> Result<AfterFailedRenewal> {
        let right = held.lease.right();
        let mut unstored = failed.unstored(&before, held, self.clock.now());
        // Once for each refusal that counts: others are looked at for it.
        let counts = before.secrets.evidence.is_none_or(|known| known.counts(self.clock.now()));
        let is_refusal = matches!(failed, FailedRenewal::Paused { is_refusal: true, .. });
        let is_about_itself = is_refusal && counts && self.is_about_itself(&before).await;
        let mut current = before;
        let left = loop {
            let mut grant = current.clone();
            // An exchange that lost a race has left another token: it becomes current and is tried by the next attempt, before
            // anybody is sent to sign in.
            let is_open = matches!(failed, FailedRenewal::Ended { .. }) && promote_candidate(&mut grant);
            let Consequence { event, schedule } = if is_open {
                Consequence { event: None, schedule: Schedule::Kept }
            } else {
                self.apply(&mut grant, failed, told, is_about_itself)
            };
            let is_alert = event.as_ref().is_some_and(|event| event.event_type == EventType::ConfigError);
            let change = Change {
                guard: guard_under(right, &current),
                schedule,
                release_lease: in_doubt.is_none(),
                events: event.map(|event| status::telling(event, Some(told))).into_iter().collect(),
                act: None,
                held: None,
                revocation: None,
            };
            let committed = match &mut unstored {
                Some(unstored) => self.commit_unstored(unstored, &grant, change).await?,
                None => self.commit(&grant, change).await?,
            };
            match committed {
                Ok(_) if is_open => break AfterFailedRenewal::Open,
                Ok(_) => {
                    if is_alert {
                        failed.tell();
                    }
                    break AfterFailedRenewal::Noted(grant);
                }
                Err(_) => {}
            }
            match self.load(&right.tenant_id, &right.grant_id).await? {
                Some(stored) if is_same_but_for_revision(&stored, &current) => current = stored,
                // Whoever was first has it beside what is theirs.
                _ if unstored.is_some() => return self.merge_brought(unstored, right).await,
                Some(stored) if stored.generation > right.generation => {
                    self.release_after(&stored, right, in_doubt).await;
                    return Ok(AfterFailedRenewal::Overtaken(stored));
                }
                // The lease has ended, or the grant is gone: nothing of ours is stored, and ours was a failure.
                _ => break AfterFailedRenewal::Open,
            }
        };
        if let Some(stored) = &unstored {
            self.settle(stored).await;
        }
        if in_doubt.is_some() {
            self.end_lease(&current, right, in_doubt).await?;
        }
        self.cache.remove(&right.grant_id);
        Ok(left)
    }

    /// Stores what the failure has brought all the same, where somebody else has stored first.
    async fn merge_brought(&self, unstored: Option<Unstored>, right: &CommitRight) -> Result<AfterFailedRenewal> {
        let Some(mut unstored) = unstored else { return Ok(AfterFailedRenewal::Open) };
        let merged = self.merge(&mut unstored, None).await?.stored;
        self.settle(&unstored).await;
        self.cache.remove(&right.grant_id);
        let overtaken = merged.filter(|stored| stored.generation > right.generation);
        Ok(overtaken.map_or(AfterFailedRenewal::Open, AfterFailedRenewal::Overtaken))
    }

    /// Changes a grant, and says what follows.
    fn apply(&self, grant: &mut Grant, failed: &FailedRenewal, told: &Error, is_about_itself: bool) -> Consequence {
        let now = self.clock.now();
        grant.secrets.provider_details = told.context().provider_details.clone();
        grant.secrets.failed_at = Some(now);
        match failed {
            FailedRenewal::Ended { reason, claims } => {
                let event = status::change(grant, GrantStatus::NeedsReauth, Some(reason.clone()), now);
                rejections::bury_rejected(grant, now);
                grant.refresh_at = None;
                grant.next_check_at = None;
                grant.secrets.pending_claims.clone_from(claims);
                Consequence { event, schedule: Schedule::Both }
            }
            FailedRenewal::Paused { until, under, degrades, is_refusal, alert, successor } => {
                if let (Some(successor), Material::OAuth(tokens)) = (successor, &mut grant.secrets.material) {
                    succeed(tokens, successor);
                }
                grant.failures = grant.failures.saturating_add(1);
                grant.next_attempt_at = Some(*until);
                grant.refresh_at = grant.refresh_at.map(|planned| planned.max(self.after_pause(*until)));
                grant.secrets.paused_by = Some(told.code().as_str().to_owned());
                // What the provider said stands beside it, and how long it lasts.
                let kept = Failure { provider_details: None, retry_after: None, ..Failure::of(told) };
                grant.secrets.paused_with = Some(Box::new(kept));
                note_registration(&mut grant.secrets.paused_under, under.as_deref());
                if *is_refusal {
                    grant.secrets.evidence = Some(Evidence::refused(grant.secrets.evidence, now));
                    if is_about_itself && let Some(event) = rejections::end_by_evidence(grant, now) {
                        return Consequence { event: Some(event), schedule: Schedule::Both };
                    }
                }
                let alert = alert.as_ref().map(|_| status::event(EventType::ConfigError, grant, now));
                let event = degrades.clone().and_then(|reason| degrade(grant, reason, now)).or(alert);
                // Whoever is at it was handed this as due work, perhaps: that it moves ends the hold.
                Consequence { event, schedule: Schedule::Refresh }
            }
        }
    }

    /// When a pause is over, by the wall clock; not before the clock that counts suspends says so.
    pub(super) fn after_pause(&self, until: Duration) -> Timestamp {
        let left = until.saturating_sub(self.clock.elapsed());
        self.clock.now().plus(left + Duration::from_millis(1))
    }
}

/// Under which registrations it has failed since the last renewal that worked: where processes have several, as while a release is
/// rolled out, none of them takes the others' pause for one that is not its own. A pause that holds for every registration names none.
fn note_registration(failed: &mut Vec<String>, under: Option<&str>) {
    const MOST: usize = 8;
    let Some(under) = under else { return failed.clear() };
    failed.retain(|known| known != under);
    failed.push(under.to_owned());
    failed.drain(..failed.len().saturating_sub(MOST));
}

/// Something failed. A probe's own finding is left to the next probe.
fn degrade(grant: &mut Grant, reason: StatusReason, now: Timestamp) -> Option<Event> {
    match grant.secrets.status {
        GrantStatus::Active => status::change(grant, GrantStatus::Degraded, Some(reason), now),
        GrantStatus::Degraded if status::is_by_refresh(grant) => status::change(grant, GrantStatus::Degraded, Some(reason), now),
        _ => None,
    }
}

/// Whether only something beside its secrets has changed, so that a judgement of its exchange still holds.
fn is_same_but_for_revision(stored: &Grant, judged: &Grant) -> bool {
    stored.revision != judged.revision && (stored.generation, stored.fence) == (judged.generation, judged.fence)
}

/// Another refresh token is presented from now on. The one before it may still live: it is tried where the new one is refused. Where there
/// is no room for more the oldest stay, because those have worked.
fn succeed(tokens: &mut OAuthTokens, successor: &Secret<String>) {
    let Renewal::RefreshToken(current) = &mut tokens.renewal else { return };
    if current.is_same(successor) {
        return;
    }
    let before = std::mem::replace(current, successor.clone());
    tokens.candidates.retain(|candidate| !candidate.is_same(successor));
    if tokens.candidates.len() < MOST_CANDIDATES {
        tokens.candidates.insert(0, before);
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
