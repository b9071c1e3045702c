//! Notes that an access token was rejected before it expired. Once it is known to be dead, no process hands it out.

use crate::base::{Result, Timestamp};
use crate::model::event::Event;
use crate::model::grant::{Evidence, Grant, GrantStatus, Material, OAuthTokens, StatusReason};
use crate::model::rows::{GrantFilter, Schedule};
use crate::model::standing::Standing;

use super::status::Consequence;
use super::{Change, Grants, status};

/// What a rejection says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Rejection {
    /// Somebody has rejected the token, and no renewal has taken its place. It is dead where the grant has ended, as the provider or
    /// the store says; else that is unproven: nobody could be asked, or nobody was, as where a definition has changed.
    Unproven,
    /// Its API has shown to the probe that it is dead, and nobody could be asked for another one. A renewal may still bring it.
    Probed,
    /// It is dead, and nothing brings another one but a person.
    Shown(StatusReason),
}

impl Grants {
    /// Keeps what was heard of the token that `heard` holds. Nothing changes where another one has taken its place. Gives the grant
    /// as it then stands; `None`: it was deleted.
    pub(in crate::engine) async fn rejected(&self, heard: &Grant, rejection: &Rejection) -> Result<Option<Grant>> {
        if matches!(rejection, Rejection::Shown(_) | Rejection::Probed) {
            // First: also where it cannot be stored, this process hands it out no more.
            self.cache.remove(&heard.id);
        }
        loop {
            let Some(current) = self.load(&heard.key.tenant_id, &heard.id).await? else { return Ok(None) };
            let mut grant = current.clone();
            let is_same = (current.generation, current.fence) == (heard.generation, heard.fence);
            let Some(Consequence { event, schedule }) =
                is_same.then(|| reject(&mut grant, rejection, self.times_of(&current))).flatten()
            else {
                return Ok(Some(current));
            };
            if let Ok(stored) = self.commit(&grant, Change::of(&current, schedule, event)).await? {
                return Ok(Some(stored));
            }
        }
    }
}

/// When something was heard.
#[derive(Clone, Copy)]
struct Times {
    now: Timestamp,
    /// Before this time nobody asks for another token.
    next_attempt: Timestamp,
}

/// Changes a grant, and says what follows; `None` where all of it was known.
fn reject(grant: &mut Grant, rejection: &Rejection, times: Times) -> Option<Consequence> {
    let Times { now, next_attempt } = times;
    let known = standing(grant);
    match rejection {
        Rejection::Unproven | Rejection::Probed if grant.secrets.status == GrantStatus::NeedsReauth => {
            let reason = grant.secrets.reason.clone().unwrap_or(StatusReason::Revoked);
            reject(grant, &Rejection::Shown(reason), times)
        }
        Rejection::Unproven => {
            let Material::OAuth(tokens) = &mut grant.secrets.material else { return None };
            if known != Standing::Good {
                return None;
            }
            tokens.standing = Standing::Rejected;
            Some(Consequence { event: None, schedule: Schedule::Kept })
        }
        Rejection::Shown(_) | Rejection::Probed if known == Standing::Dead => None,
        Rejection::Probed => {
            bury(grant, now);
            // Whoever asks waits for another one: it is asked for as soon as may be.
            grant.refresh_at = Some(grant.refresh_at.map_or(next_attempt, |planned| planned.min(next_attempt)));
            Some(Consequence { event: None, schedule: Schedule::Refresh })
        }
        Rejection::Shown(reason) => {
            bury(grant, now);
            let ended = grant.secrets.status == GrantStatus::NeedsReauth;
            let change = || status::change(grant, GrantStatus::NeedsReauth, Some(reason.clone()), now);
            let event = (!ended).then(change).flatten();
            grant.refresh_at = None;
            grant.next_check_at = None;
            Some(Consequence { event, schedule: Schedule::Both })
        }
    }
}

impl Grants {
    fn times_of(&self, grant: &Grant) -> Times {
        let now = self.clock.now();
        Times { now, next_attempt: grant.next_attempt_at.map_or(now, |at| self.after_pause(at)) }
    }
}

/// What has been heard of what a grant hands out. A stored key has no place for it: one that needs another is dead.
fn standing(grant: &Grant) -> Standing {
    match &grant.secrets.material {
        Material::OAuth(tokens) => tokens.standing,
        Material::Fields(_) if grant.secrets.status == GrantStatus::NeedsReauth => Standing::Dead,
        Material::Fields(_) => Standing::Good,
    }
}

/// Its access token is dead. The end of its time says so too, for versions that know no standing.
pub(super) fn bury(grant: &mut Grant, now: Timestamp) {
    if let Material::OAuth(tokens) = &mut grant.secrets.material {
        tokens.standing = Standing::Dead;
        tokens.expires_at = Some(tokens.expires_at.map_or(now, |end| end.min(now)));
    }
}

impl Grants {
    /// Whether refusals of a grant's refreshes can be about that grant. Where others of its config are refused at the same time, and none gets
    /// through, it is the provider, the client or the way between: nobody is to sign in again for that, unless it lasts for so long that little
    /// of them lives. Others are looked at only where it would be enough; where they cannot be, nothing ends.
    pub(in crate::engine) async fn is_about_itself(&self, grant: &Grant) -> bool {
        let now = self.clock.now();
        match grant.secrets.evidence.filter(|known| known.may_suffice(now)) {
            Some(evidence) if !evidence.is_old(now) => self.is_refused_alone(grant, evidence).await.unwrap_or(false),
            _ => true,
        }
    }

    async fn is_refused_alone(&self, grant: &Grant, evidence: Evidence) -> Result<bool> {
        let now = self.clock.now();
        let is_refused = |other: &Grant| other.secrets.evidence.is_some_and(|theirs| theirs.is_recent(now));
        let gets_through = |other: &Grant| match &other.secrets.material {
            Material::OAuth(tokens) => tokens.renewal.presents_issued() && tokens.issued_at > evidence.since,
            Material::Fields(_) => false,
        };
        // One that has ended says nothing: people who left are many.
        match self.has_other(grant, GrantStatus::Degraded, is_refused).await? {
            Some(false) => return Ok(true),
            Some(true) => {}
            // Nothing ends on what was not looked at.
            None => return Ok(false),
        }
        Ok(self.has_other(grant, GrantStatus::Active, gets_through).await? == Some(true))
    }

    /// Whether another grant of the config stands so that is renewed at the same place: where each customer has a host of his own, what one
    /// of them says is about no other. The tenant's own are looked at first, and of all only so many; `None`: there are more.
    async fn has_other(
        &self,
        grant: &Grant,
        status: GrantStatus,
        stands: impl Fn(&Grant) -> bool + Send + Sync,
    ) -> Result<Option<bool>> {
        const PAGE: usize = 64;
        const PAGES: usize = 16;
        let place = &grant.secrets.destination.token_endpoint;
        let is_meant =
            |other: &Grant| other.id != grant.id && other.secrets.destination.token_endpoint == *place && stands(other);
        for tenant_id in [Some(grant.key.tenant_id.clone()), None] {
            let (is_of_all, mut after) = (tenant_id.is_none(), None);
            for page in 1..=PAGES {
                let is_last = page == PAGES;
                let (config, tenant_id) = (Some(grant.key.config.clone()), tenant_id.clone());
                let filter =
                    GrantFilter { tenant_id, config, status: Some(status), after, limit: PAGE, ..GrantFilter::default() };
                let page = self.repo.list_grants(filter).await?;
                if page.iter().any(&is_meant) {
                    return Ok(Some(true));
                }
                let Some(last) = page.last() else { break };
                if is_last && is_of_all {
                    return Ok(None);
                }
                after = Some(last.id.clone());
            }
        }
        Ok(Some(false))
    }
}

/// Ends a grant whose refusals are enough; `None`: they are not, or its access token still lives.
pub(super) fn end_by_evidence(grant: &mut Grant, now: Timestamp) -> Option<Event> {
    let evidence = grant.secrets.evidence.filter(|evidence| evidence.suffices(now))?;
    let Material::OAuth(tokens) = &grant.secrets.material else { return None };
    let is_over = evidence.is_rejected || tokens.expires_at.is_some_and(|end| end <= now);
    let can_end = matches!(grant.secrets.status, GrantStatus::Active | GrantStatus::Degraded);
    if !is_over || !can_end {
        return None;
    }
    grant.refresh_at = None;
    grant.next_check_at = None;
    if evidence.is_rejected {
        bury(grant, now);
    }
    status::change(grant, GrantStatus::NeedsReauth, Some(StatusReason::Evidence), now)
}

/// The grant has ended: a token that was rejected while nobody could be asked is dead with it.
pub(super) fn bury_rejected(grant: &mut Grant, now: Timestamp) {
    if standing(grant) == Standing::Rejected {
        bury(grant, now);
    }
}

/// The provider has accepted the token after all.
pub(super) fn acquit(tokens: &mut OAuthTokens) {
    if tokens.standing == Standing::Rejected {
        tokens.standing = Standing::Good;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::model::renewal::Renewal;
    use crate::repo::testing::grant;

    /// Refusals over days end a grant once its access token is over or the API has rejected it, and not while it serves (SR-23, SR-73).
    #[test]
    fn refusals_end_no_grant_whose_token_serves() {
        let (start, day) = (Timestamp::from_unix_seconds(1_000_000), Duration::from_secs(86_400));
        let refused = (0..9).fold(None, |known, n| Some(Evidence::refused(known, start.plus(day * n))));
        let now = start.plus(day * 9);
        for (is_rejected, lives_until, ends) in [
            (false, Some(now.plus(day)), false),
            (false, None, false),
            (false, Some(now), true),
            (true, Some(now.plus(day)), true),
        ] {
            let mut refused_one = grant(1);
            refused_one.secrets.evidence = refused.map(|refused| Evidence { is_rejected, ..refused });
            refused_one.secrets.material = Material::OAuth(OAuthTokens {
                access_token: Some("at-1".into()),
                token_secret: None,
                renewal: Renewal::RefreshToken("rt-1".into()),
                renewal_end: None,
                scopes: vec![],
                asked_scopes: vec![],
                issued_at: start,
                issued_on: None,
                expires_at: lives_until,
                standing: Standing::Good,
                candidates: vec![],
            });
            let event = end_by_evidence(&mut refused_one, now);
            assert_eq!(event.is_some(), ends, "{is_rejected} {lives_until:?}");
            let status = if ends { GrantStatus::NeedsReauth } else { GrantStatus::Active };
            assert_eq!(refused_one.secrets.status, status);
        }
    }
}
