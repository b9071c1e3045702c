//! Whether a grant's credential can be handed out: a pure function of the grant and the time.

use std::time::Duration;

use crate::base::{Timestamp, entropy};
use crate::model::config::ProviderConfig;
use crate::model::grant::{Grant, GrantStatus, Material, OAuthTokens, RenewalEnd, StatusReason};
use crate::model::standing::Standing;

/// What can be done with a grant now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Freshness {
    /// Hand it out.
    Fresh,
    /// Renew it first.
    Expired,
    /// It cannot be handed out in this state.
    Dead,
}

/// Judges a grant. One that needs a new sign-in is still handed out while its access token lives and is not known to be dead; a
/// stored key that needs another one is known to be.
pub(in crate::engine) fn judge(grant: &Grant, now: Timestamp, min_validity: Option<Duration>) -> Freshness {
    let needs_reauth = match grant.secrets.status {
        GrantStatus::Active | GrantStatus::Degraded => false,
        // Its token was minted to ask for roles that never came: it was never handed out and is not now.
        GrantStatus::NeedsReauth if grant.secrets.reason == Some(StatusReason::RolesMissing) => return Freshness::Dead,
        GrantStatus::NeedsReauth => true,
        GrantStatus::Pending | GrantStatus::PendingApproval | GrantStatus::Suspended | GrantStatus::Revoked => {
            return Freshness::Dead;
        }
    };
    let Material::OAuth(tokens) = &grant.secrets.material else {
        return if needs_reauth { Freshness::Dead } else { Freshness::Fresh };
    };
    let usable = tokens.is_alive(now.plus(effective(tokens, min_validity)));
    // Whoever has rejected it may be right: another one is asked for first, and this one is what is left.
    let is_doubted = tokens.standing == Standing::Rejected && tokens.renewal.outlives_access_token();
    match (usable, needs_reauth) {
        (true, false) if is_doubted => Freshness::Expired,
        (true, _) => Freshness::Fresh,
        (false, true) => Freshness::Dead,
        (false, false) => Freshness::Expired,
    }
}

/// From when on a read renews the grant behind its answer: as planned, and at the latest when the window for it ends, because
/// the plan of a grant that nobody asked for may have been put off. Not before a pause ends, which is so much longer from `now` on
/// (the renewal itself asks the store).
pub(in crate::engine) fn due_at(
    config: &ProviderConfig,
    grant: &Grant,
    call: Duration,
    now: Timestamp,
    paused_for: Duration,
) -> Option<Timestamp> {
    let Material::OAuth(tokens) = &grant.secrets.material else { return None };
    let lives = matches!(grant.secrets.status, GrantStatus::Active | GrantStatus::Degraded);
    if !lives || !tokens.renewal.is_possible() {
        return None;
    }
    let latest = latest_refresh(tokens.issued_at, tokens.expires_at, call).map(|latest| tokens.issued_at.plus(latest));
    let latest = latest.filter(|_| !config.definition.lifetime.refresh_after_end);
    let planned = [grant.refresh_at, latest].into_iter().flatten().min()?;
    Some(if paused_for.is_zero() { planned } else { planned.max(now.plus(paused_for)) })
}

/// How much of a token's validity must be left: what was asked for. Of a provider that renews only what has ended nothing is asked.
pub(in crate::engine) fn validity(config: &ProviderConfig, asked: Option<Duration>) -> Option<Duration> {
    if config.definition.lifetime.refresh_after_end { Some(Duration::ZERO) } else { asked }
}

/// So long after a token's end it is renewed where the provider takes its refresh token no sooner: its own clock began when it answered, and
/// an end is counted from when it was asked (SR-68).
pub(in crate::engine) const BEHIND_THE_END: Duration = Duration::from_secs(10);

/// When to renew what an exchange has brought.
pub(in crate::engine) fn plan(config: &ProviderConfig, brought: &Brought) -> Option<Timestamp> {
    let Brought { issued_at, expires_at, refresh_in, renewal_end, call } = *brought;
    if config.definition.lifetime.refresh_after_end {
        return expires_at.map(|end| end.plus(BEHIND_THE_END));
    }
    before_the_end(choose_refresh_at(issued_at, expires_at, refresh_in, call), renewal_end, issued_at)
}

/// What decides when a token is renewed.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Brought {
    /// When the exchange began.
    pub issued_at: Timestamp,
    /// When the token ends.
    pub expires_at: Option<Timestamp>,
    /// When the provider wants to be asked again.
    pub refresh_in: Option<Duration>,
    /// When renewals end.
    pub renewal_end: Option<RenewalEnd>,
    /// The longest that an exchange takes.
    pub call: Duration,
}

/// When to renew it: as planned, but in time to hear that the end of its renewals is near, or that it has been put off. An end that is near
/// when the exchange `begins` is announced by what this exchange has brought, and wants no other one at once.
fn before_the_end(planned: Option<Timestamp>, end: Option<RenewalEnd>, begins: Timestamp) -> Option<Timestamp> {
    let is_ahead = |end: &RenewalEnd| !end.is_announced && end.announce_at > begins.plus(SOON);
    let announced = end.filter(is_ahead).map(|end| end.announce_at);
    planned.map(|planned| announced.map_or(planned, |at| planned.min(at)))
}

/// Longer than an exchange takes.
const SOON: Duration = Duration::from_secs(60);

/// The validity that must be left where nobody says how much, and at most.
const MIN_VALIDITY: Duration = Duration::from_secs(60);

/// The validity that must be left: what was asked for, up to nine tenths of the lifetime, so that a token that has just been given is
/// handed out. Where nothing was asked for, a minute, or a tenth of the lifetime if that is less: a token of one minute is not renewed at
/// every call.
pub(in crate::engine) fn effective(tokens: &OAuthTokens, min_validity: Option<Duration>) -> Duration {
    let Some(lifetime) = tokens.expires_at.map(|end| end.since(tokens.issued_at)) else { return Duration::ZERO };
    match min_validity {
        Some(asked) => asked.min(lifetime / 10 * 9),
        None => MIN_VALIDITY.min(lifetime / 10),
    }
}

/// A token that lives shorter is renewed when somebody asks for it: ahead of time it would be renewed all the time.
const SHORTEST: Duration = Duration::from_secs(60);

/// When to renew ahead of expiry: a random point in 60 to 90 % of the lifetime, so that grants made together part ways
/// (SR-65); not before the provider's own `refresh_in`; never closer to expiry than a call can take.
pub(in crate::engine) fn choose_refresh_at(
    issued_at: Timestamp,
    expires_at: Option<Timestamp>,
    refresh_in: Option<Duration>,
    call: Duration,
) -> Option<Timestamp> {
    let latest = latest_refresh(issued_at, expires_at, call)?;
    let lifetime = expires_at?.since(issued_at);
    let earliest = refresh_in.filter(|at| *at < latest).unwrap_or(lifetime / 10 * 6).min(latest);
    let millis = |duration: Duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let chosen = entropy::make_u64_between(millis(earliest), millis(latest));
    Some(issued_at.plus(Duration::from_millis(chosen)))
}

/// How long after its issue a token is renewed at the latest, ahead of its end.
fn latest_refresh(issued_at: Timestamp, expires_at: Option<Timestamp>, call: Duration) -> Option<Duration> {
    let lifetime = expires_at?.since(issued_at);
    (lifetime >= SHORTEST).then(|| (lifetime / 10 * 9).min(lifetime.saturating_sub(call)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::renewal::Renewal;

    const START: Timestamp = Timestamp::from_unix_seconds(1_000_000);

    fn tokens(lifetime: Option<u64>) -> OAuthTokens {
        OAuthTokens {
            access_token: Some("at".into()),
            token_secret: None,
            renewal: Renewal::RefreshToken("rt".into()),
            renewal_end: None,
            scopes: vec![],
            asked_scopes: vec![],
            issued_at: START,
            issued_on: None,
            expires_at: lifetime.map(|seconds| START.plus(Duration::from_secs(seconds))),
            standing: Standing::Good,
            candidates: vec![],
        }
    }

    #[test]
    fn validity_is_what_was_asked_for_and_else_at_most_a_tenth_of_the_lifetime() {
        let second = Duration::from_secs;
        assert_eq!(effective(&tokens(Some(3600)), None), second(60));
        assert_eq!(effective(&tokens(Some(100)), None), second(10));
        assert_eq!(effective(&tokens(None), None), Duration::ZERO);
        assert_eq!(effective(&tokens(Some(3600)), Some(second(3000))), second(3000));
        assert_eq!(effective(&tokens(Some(100)), Some(second(60))), second(60));
        assert_eq!(effective(&tokens(Some(3600)), Some(Duration::ZERO)), Duration::ZERO);
        assert_eq!(effective(&tokens(Some(3600)), Some(second(7200))), second(3240), "a new token is handed out");
        assert_eq!(effective(&tokens(None), Some(second(60))), Duration::ZERO);
    }

    #[test]
    fn refresh_point_lies_in_its_window() {
        let second = Duration::from_secs;
        for _ in 0..1000 {
            let at = |lifetime: u64, refresh_in: Option<u64>| {
                let end = START.plus(second(lifetime));
                choose_refresh_at(START, Some(end), refresh_in.map(second), second(20)).unwrap().since(START)
            };
            assert!((second(2160)..=second(3240)).contains(&at(3600, None)));
            assert!((second(1800)..=second(3240)).contains(&at(3600, Some(1800))));
            assert!((second(2160)..=second(3240)).contains(&at(3600, Some(3590))), "a refresh_in past 90 % is not waited for");
            assert!(at(61, None) <= second(41), "never closer to expiry than a call takes");
        }
        assert_eq!(choose_refresh_at(START, None, None, second(20)), None);
        assert_eq!(choose_refresh_at(START, Some(START.plus(second(59))), None, second(20)), None);
        assert_eq!(choose_refresh_at(START, Some(START), None, second(20)), None);
    }
}
