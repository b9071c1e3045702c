//! Decides whether and when a refresh token is presented again whose last exchange was announced and has no stored outcome (SR-57, SR-61).
//!
//! A provider that rotates strictly may answer a second presentation by ending the grant, and of a lost answer nobody knows
//! whether it rotated. So the token is presented once more, as late as can be. If that is lost too, the grant is not ended for it:
//! the provider has said nothing (SR-23). It either has rotated, and then its next answer says so and costs nothing that is not
//! lost already, or it has not, and then the token is still good. So it is asked again, once a minute.

use std::time::Duration;

use crate::base::Timestamp;
use crate::model::config::ProviderConfig;
use crate::model::definition::{Lifetime, Rotation};
use crate::model::grant::{Grant, Material, OAuthTokens, OpenIntent};
use crate::model::renewal::Renewal;
use crate::model::standing::Standing;

use crate::engine::common::exchange::ExchangeFailure;
use crate::engine::grants::freshness;
use crate::protocol::token::TokenFailure;

use super::Refresher;

/// What is known of an exchange that was announced before ours.
pub(super) enum InDoubt {
    /// Nothing is open, or nothing can be lost.
    None,
    /// Its holder may still be at it.
    HeldByOther,
    /// Its answer is lost. The one recovery waits for this long, until the access token is about to end.
    TooEarly(Duration),
    /// Its answer is lost; ours is to repair it.
    Recoverable,
    /// What was to repair it is lost as well, and nobody asks again for this long.
    Unanswered(Duration),
}

impl Refresher {
    /// What an exchange without an outcome means for the next one.
    pub(super) fn judge_intent(&self, lifetime: &Lifetime, grant: &Grant, tokens: &OAuthTokens, intent: &OpenIntent) -> InDoubt {
        let (now, at) = (self.grants.now_for(grant), self.clock.elapsed());
        if intent.lease_until > at {
            return InDoubt::HeldByOther;
        }
        if !intent.is_doubtful() {
            return InDoubt::None;
        }
        let grace = Duration::from_secs(lifetime.grace_seconds);
        match rotation(lifetime, grant) {
            Rotation::None | Rotation::Reusable => return InDoubt::None,
            Rotation::Grace if at.saturating_sub(intent.since) < grace => return InDoubt::Recoverable,
            Rotation::Grace | Rotation::Strict | Rotation::Unknown => {}
        }
        // Until then the access token serves everybody.
        if let Some(last) = self.last_use(lifetime, tokens).filter(|last| now < *last) {
            return InDoubt::TooEarly(last.since(now));
        }
        match self.left_alone_until(intent) {
            Some(until) if at < until => InDoubt::Unanswered(until - at),
            _ => InDoubt::Recoverable,
        }
    }

    /// Until when nobody asks again, where the repair of a lost answer has been lost too.
    fn left_alone_until(&self, intent: &OpenIntent) -> Option<Duration> {
        let was_repaired = intent.is_recovery && !intent.is_unsent();
        was_repaired.then(|| intent.lease_until + self.settings.policy.unanswered)
    }

    /// When the access token is about to end; `None`: there is none that is good for anything, or it does not end. One that an API has
    /// rejected serves nobody until then.
    fn last_use(&self, lifetime: &Lifetime, tokens: &OAuthTokens) -> Option<Timestamp> {
        let is_good = tokens.access_token.is_some() && tokens.standing == Standing::Good;
        let end = tokens.expires_at.filter(|_| is_good)?;
        let validity = if lifetime.refresh_after_end { Some(Duration::ZERO) } else { self.settings.policy.min_validity };
        Some(end.minus(freshness::effective(tokens, validity)))
    }

    /// How long nobody asks again, where what was to repair a lost answer has just been lost as well.
    pub(super) fn wait_for_answer(
        &self,
        config: &ProviderConfig,
        grant: &Grant,
        doubtful: Option<&OpenIntent>,
    ) -> Option<Duration> {
        let Material::OAuth(tokens) = &grant.secrets.material else { return None };
        let parked = OpenIntent { lease_until: doubtful?.lease_until.min(self.clock.elapsed()), ..doubtful?.clone() };
        match self.judge_intent(&config.definition.lifetime, grant, tokens, &parked) {
            InDoubt::Unanswered(wait) => Some(wait),
            _ => None,
        }
    }
}

/// What a lost answer to this grant's renewal may have cost. A minted credential costs nothing, whatever the provider does with
/// its users' refresh tokens.
pub(super) fn rotation(lifetime: &Lifetime, grant: &Grant) -> Rotation {
    match grant.secrets.material.renewal() {
        Renewal::RefreshToken(_) | Renewal::AccessToken => lifetime.rotation,
        Renewal::Mint(_) | Renewal::Never => Rotation::None,
    }
}

/// The intent that stays open after a failure: ours, if the provider may have rotated; else an earlier one that ours was to
/// repair and has not. Only where the provider says that the grant has ended is nothing in doubt any more.
pub(super) fn left_open(
    config: &ProviderConfig,
    before: &Grant,
    ours: &OpenIntent,
    failed: &ExchangeFailure,
) -> Option<OpenIntent> {
    let rotation = rotation(&config.definition.lifetime, before);
    let may_have_rotated = match failed {
        ExchangeFailure::Answered(answer, _) if answer.needs_user() => return None,
        // A gateway that has lost its origin says nothing of what that has done: by the codes of RFC 9110 §15.6, or by those that gateways have
        // made up for it. Where a second presentation ends the grant, and with it the access token that still serves, that is a doubt like
        // silence; elsewhere it would slow down what needs no repair. So is a success in which nothing stands.
        ExchangeFailure::Answered(
            TokenFailure::Unavailable { status: 502 | 504 | 520 | 524 | 598 | 599, .. }
            | TokenFailure::Unavailable { is_empty: true, .. },
            _,
        ) => rotation == Rotation::Strict,
        ExchangeFailure::Answered(answer, _) => answer.may_have_been_processed(),
        ExchangeFailure::Unanswered(failure, _) => failure.may_have_been_processed(),
    };
    match rotation {
        Rotation::None | Rotation::Reusable => None,
        Rotation::Grace | Rotation::Strict | Rotation::Unknown if may_have_rotated => Some(ours.clone()),
        Rotation::Grace | Rotation::Strict | Rotation::Unknown => before.open_intent.clone().filter(OpenIntent::is_doubtful),
    }
}
