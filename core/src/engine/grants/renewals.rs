//! New tokens under a lease: stored before anybody sees them (SR-58), and what becomes of them where somebody else stored first.

use crate::base::{Result, Secret, Timestamp};
use crate::engine::common::registrations::News;
use crate::model::event::{Event, EventType};
use crate::model::grant::{Destination, Grant, GrantStatus, Material, OAuthTokens, StatusReason};
use crate::model::rows::{LeaseGuard, Schedule};
use crate::model::successor::{Spent, Successor};

use super::leases::Owed;
use super::spool::Unstored;
use super::{Change, Grants, freshness, guard_under, status};

/// How many refresh tokens that may still live are kept besides the current one.
pub(super) const MOST_CANDIDATES: usize = 3;

/// What an exchange has brought.
pub(in crate::engine) struct Renewed {
    pub(in crate::engine) tokens: OAuthTokens,
    pub(in crate::engine) refresh_at: Option<Timestamp>,
    /// Where the access token may go from now on. `None`: where the one before went. A successor that waits in the spool goes without: the
    /// next refresh tells it again.
    pub(in crate::engine) destination: Option<Destination>,
    /// The provider has rejected the client before, and the application is to hear that it does not any more.
    pub(in crate::engine) recovery: Option<News>,
}

/// What has become of a successor that somebody has committed before.
pub(super) struct Merged {
    /// The grant as it now stands; `None`: it was deleted.
    pub(super) stored: Option<Grant>,
    /// Whether this has changed it. If not, it had all of it, or has no use for it.
    pub(super) is_written: bool,
}

impl Merged {
    fn found(stored: Option<Grant>) -> Self {
        Merged { stored, is_written: false }
    }
}

impl Grants {
    /// Stores the successor before anybody sees it. A store that fails now gets the same commit again for as long as the process
    /// lives. `None`: the grant was deleted meanwhile.
    pub(in crate::engine) async fn renewed(&self, before: Grant, owed: Owed, renewed: Renewed) -> Result<Option<Grant>> {
        let Owed { right, key } = owed;
        let now = self.clock.now();
        let mut grant = before.clone();
        grant.secrets.material = Material::OAuth(renewed.tokens.clone());
        grant.secrets.pending_claims = None;
        if let Some(destination) = renewed.destination {
            grant.secrets.destination = destination;
        }
        grant.generation = right.generation + 1;
        grant.committed_epoch = right.epoch;
        resume_attempts(&mut grant);
        grant.last_ok_at = Some(now);
        grant.refresh_at = renewed.refresh_at;
        let mut events = Vec::from_iter(announce_end(&mut grant, now));
        if grant.secrets.status == GrantStatus::Degraded {
            events.extend(status::change(&mut grant, GrantStatus::Active, None, now));
        }
        grant.updated_at = now;
        events.push(status::event(EventType::TokenRefreshed, &grant, now));
        events.extend(renewed.recovery.is_some().then(|| status::event(EventType::ConfigRecovered, &grant, now)));
        let change = Change {
            guard: guard_under(&right, &before),
            schedule: Schedule::Refresh,
            release_lease: true,
            events,
            act: None,
            held: None,
            revocation: None,
        };
        let successor = Successor {
            spent: Spent {
                refresh_token: before.secrets.material.renewal().refresh_token().cloned(),
                committed_epoch: before.committed_epoch,
            },
            tokens: renewed.tokens,
            refresh_at: grant.refresh_at,
            next_check_at: grant.next_check_at,
            answered_at: now,
            right,
        };
        let mut unstored = Unstored::fresh(successor, key, &before);
        let stored = match self.commit_unstored(&mut unstored, &grant, change).await? {
            Ok(grant) => {
                tell(renewed.recovery);
                Some(grant)
            }
            Err(_) => self.merge(&mut unstored, renewed.recovery).await?.stored,
        };
        self.settle(&unstored).await;
        Ok(stored)
    }

    /// Somebody committed meanwhile. An ambiguous commit of our own shows as our epoch. Otherwise ours is the later exchange
    /// if the committed epoch is lower, and becomes current on top of the other; if not, ours is kept as a candidate.
    pub(super) async fn merge(&self, unstored: &mut Unstored, recovery: Option<News>) -> Result<Merged> {
        let Successor { right, spent, tokens: mine, refresh_at, next_check_at, answered_at } = unstored.successor.clone();
        loop {
            let load = || self.load(&right.tenant_id, &right.grant_id);
            let Some(mut stored) = self.persist(unstored, load, |_| false).await? else {
                self.revoke_late(unstored, None).await;
                return Ok(Merged::found(None));
            };
            if stored.fence != right.fence {
                // Deleted is gone from `load`; so the user has signed in anew meanwhile, and what we hold is history.
                self.revoke_late(unstored, Some(&stored)).await;
                return Ok(Merged::found(Some(stored)));
            }
            if stored.generation > right.generation && stored.committed_epoch == right.epoch {
                tell(recovery);
                return Ok(Merged::found(Some(stored)));
            }
            if self.is_settled_elsewhere(unstored).await {
                return Ok(Merged::found(Some(stored)));
            }
            let before = stored.clone();
            let now = self.clock.now();
            let Material::OAuth(theirs) = &stored.secrets.material else { return Ok(Merged::found(Some(stored))) };
            // A failure may have brought the next refresh token, and nothing that renews.
            let is_renewal = mine.access_token.is_some();
            let ours_is_later = stored.committed_epoch < right.epoch;
            if !ours_is_later && is_known(theirs, &mine) {
                // It has been stored before; a file that cannot be removed is found again and again.
                return Ok(Merged::found(Some(stored)));
            }
            // Every exchange moves the epoch, so this was none: somebody has signed in, and kept what ours has spent.
            let is_after_sign_in = stored.generation > right.generation && stored.committed_epoch == spent.committed_epoch;
            // What ours was exchanged for is spent; anything newer may be what the provider believes to be current.
            let is_predecessor = is_same_refresh_token(theirs, spent.refresh_token.as_ref());
            let merged = if is_after_sign_in || (ours_is_later && !is_renewal) {
                // Its access token has what the person has agreed to; what renews it is ours.
                let current = OAuthTokens { renewal: mine.renewal.clone(), renewal_end: mine.renewal_end, ..theirs.clone() };
                merge_tokens(&current, theirs, is_predecessor && is_renewal, theirs)
            } else if ours_is_later {
                merge_tokens(&mine, theirs, is_predecessor, theirs)
            } else {
                merge_tokens(theirs, &mine, false, theirs)
            };
            let planned = freshness::choose_refresh_at(merged.issued_at, merged.expires_at, None, self.settings.policy.exchange);
            stored.secrets.material = Material::OAuth(merged);
            stored.generation += u64::from(is_renewal);
            stored.committed_epoch = stored.committed_epoch.max(right.epoch);
            stored.updated_at = now;
            let mut events = Vec::new();
            // What was current stays so where ours is only another candidate: its plan too, and nobody is told of a new token.
            let mut schedule = Schedule::Kept;
            if ours_is_later {
                stored.refresh_at = if is_after_sign_in || !is_renewal { stored.refresh_at.or(planned) } else { refresh_at };
                events.extend(announce_end(&mut stored, now));
                stored.last_ok_at = if is_renewal { Some(answered_at) } else { stored.last_ok_at };
                schedule = Schedule::Refresh;
                // Whoever asked meanwhile was told no, because what it had was spent; these tokens live.
                resume_attempts(&mut stored);
                stored.secrets.pending_claims = None;
                let ended = stored.secrets.status == GrantStatus::NeedsReauth;
                // A token says nothing about roles that a probe has found missing.
                let roles_missing = ended && stored.secrets.reason == Some(StatusReason::RolesMissing);
                if ended && !roles_missing && stored.next_check_at.is_none() {
                    stored.next_check_at = next_check_at;
                    schedule = Schedule::Both;
                }
                if (stored.secrets.status == GrantStatus::Degraded && is_renewal) || (ended && !roles_missing) {
                    events.extend(status::change(&mut stored, GrantStatus::Active, None, now));
                }
                events.extend((is_renewal && !is_after_sign_in).then(|| status::event(EventType::TokenRefreshed, &stored, now)));
            }
            events.extend(recovery.is_some().then(|| status::event(EventType::ConfigRecovered, &stored, now)));
            let mut change = Change::of(&before, schedule, events);
            if before.lease_epoch == right.epoch {
                // Nobody has begun an exchange since: what was announced for ours ends with it, also where it was left in doubt.
                change.guard.lease = LeaseGuard::NotAcquired { since: right.epoch };
                change.release_lease = true;
            }
            // The lease may be the next holder's, who is under way: only our own is ended (SR-58).
            if let Ok(grant) = self.commit_unstored(unstored, &stored, change).await? {
                tell(recovery);
                return Ok(Merged { stored: Some(grant), is_written: true });
            }
        }
    }
}

/// Tells the application once that a grant can soon be renewed no more.
fn announce_end(grant: &mut Grant, now: Timestamp) -> Option<Event> {
    let Material::OAuth(tokens) = &mut grant.secrets.material else { return None };
    let end = tokens.renewal_end.as_mut().filter(|end| end.is_to_announce(now))?;
    end.is_announced = true;
    Some(status::event(EventType::CredentialExpiring, grant, now))
}

/// The application hears of it: the event is stored.
fn tell(news: Option<News>) {
    if let Some(news) = news {
        news.told();
    }
}

fn is_same_refresh_token(tokens: &OAuthTokens, other: Option<&Secret<String>>) -> bool {
    tokens.renewal.refresh_token().zip(other).is_some_and(|(ours, theirs)| ours.is_same(theirs))
}

/// Whether the refresh token of an exchange is current, or kept as a candidate.
fn is_known(stored: &OAuthTokens, exchanged: &OAuthTokens) -> bool {
    let Some(token) = exchanged.renewal.refresh_token() else { return false };
    stored.renewal.refresh_token().into_iter().chain(&stored.candidates).any(|known| known.is_same(token))
}

/// The tokens that are current from now on, with the refresh tokens of both exchanges that may still live as candidates.
fn merge_tokens(current: &OAuthTokens, other: &OAuthTokens, other_is_spent: bool, stored: &OAuthTokens) -> OAuthTokens {
    let mut current = current.clone();
    let other = other.renewal.refresh_token().into_iter().filter(|_| !other_is_spent);
    let spare =
        other.chain(&stored.candidates).filter(|token| current.renewal.refresh_token().is_none_or(|kept| !kept.is_same(token)));
    current.candidates = spare.take(MOST_CANDIDATES).cloned().collect();
    current
}

/// The refresh tokens that may still live besides the next one. The one that was presented is among them where the next one is so short that
/// it is hardly a token: it may be a word for nothing that nobody knew, and is tried before anybody is sent to sign in.
pub(in crate::engine) fn candidates(tokens: &OAuthTokens, next: Option<&Secret<String>>) -> Vec<Secret<String>> {
    const SHORT: usize = 8;
    let is_odd =
        |before: &Secret<String>, next: &Secret<String>| next.expose().len() < SHORT && before.expose().len() >= 2 * SHORT;
    let presented = tokens.renewal.refresh_token().filter(|before| next.is_some_and(|next| is_odd(before, next)));
    // One that the provider goes back to is the next one, and not tried twice.
    let is_other = |candidate: &&Secret<String>| next.is_none_or(|next| !candidate.is_same(next));
    presented.into_iter().chain(&tokens.candidates).filter(is_other).take(MOST_CANDIDATES).cloned().collect()
}

/// A renewal works: nobody need wait for the next one, and nothing speaks for the grant's end any more.
fn resume_attempts(grant: &mut Grant) {
    grant.failures = 0;
    grant.next_attempt_at = None;
    grant.secrets.paused_by = None;
    grant.secrets.paused_with = None;
    grant.secrets.failed_at = None;
    grant.secrets.provider_details = None;
    grant.secrets.paused_under = Vec::new();
    grant.secrets.evidence = None;
}
