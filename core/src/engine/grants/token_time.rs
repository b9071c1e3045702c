//! The time by which the end of a token is judged. No wall clock is believed alone: somebody may set it while the token lives (SR-68).
//!
//! A token's end is a point on the wall clock of whoever got it. How far it has come is measured: on the machine that got it, from
//! the same boot, by the clock that counts since then; elsewhere by this process's wall clock, by what has passed since its start, and by
//! for how long the token has been stored, which the store's clock tells. Of several judgements the one that ends the token first counts:
//! a token too many costs a renewal, an ended one that is handed out costs the caller's request.

use std::time::Duration;

use crate::base::mutations::{Rule, is_left_out};
use crate::base::{BootTime, Timestamp};
use crate::model::grant::{Grant, Material, OAuthTokens};

use super::Grants;

impl Grants {
    /// Now, for what a grant holds: `issued_at` and `expires_at` of its tokens are compared with it.
    pub(in crate::engine) fn now_for(&self, grant: &Grant) -> Timestamp {
        let Material::OAuth(tokens) = &grant.secrets.material else { return self.clock.now() };
        if is_left_out(Rule::SharedClock) {
            return self.clock.now();
        }
        let by_clock = match self.measured(tokens) {
            Some(age) => tokens.issued_at.plus(age),
            // Whoever issued it may go ahead of us, or our clock has been set back: it has its whole life before it, less what has passed
            // since it was stored, and no more.
            None => self.repo.unmoved().max(tokens.issued_at.plus(grant.stored_for(self.clock.elapsed()))),
        };
        self.clock.now().max(by_clock)
    }

    /// The same for what ends a grant for good once its token has ended: of all judgements the one by which it lives longest. A clock that
    /// somebody sets forward sends nobody to sign in.
    pub(in crate::engine) fn earliest_for(&self, grant: &Grant) -> Timestamp {
        let Material::OAuth(tokens) = &grant.secrets.material else { return self.clock.now() };
        tokens.issued_at.plus(self.measured(tokens).unwrap_or_else(|| self.least_age(grant, tokens)))
    }

    /// How old tokens are that were got elsewhere, by the judgement by which they are youngest. Whoever got them may have had a clock that was
    /// behind: a server tells for how long they have been stored.
    fn least_age(&self, grant: &Grant, tokens: &OAuthTokens) -> Duration {
        let (by_clock, stored) = (self.age_of(tokens.issued_at), grant.stored_for(self.clock.elapsed()));
        if self.repo.has_settable_clock() && !stored.is_zero() { by_clock.min(stored) } else { by_clock }
    }

    /// How long ago a wall clock has noted a point, where something is given up once it is long enough ago: no clock that is set forward makes
    /// it older.
    pub(in crate::engine) fn age_of(&self, since: Timestamp) -> Duration {
        self.repo.age_of(since)
    }

    /// How old tokens are that this machine has got since it was started.
    fn measured(&self, tokens: &OAuthTokens) -> Option<Duration> {
        tokens.issued_on.as_ref().zip(BootTime::now(&*self.clock)).and_then(|(issued, now)| now.since(issued))
    }

    /// When a point of a token's life is reached, by [`Clock::elapsed`](crate::base::Clock::elapsed).
    pub(in crate::engine) fn elapsed_at(&self, grant: &Grant, point: Timestamp) -> Duration {
        if point == Timestamp::NEVER {
            return Duration::MAX;
        }
        self.clock.elapsed().saturating_add(point.since(self.now_for(grant)))
    }
}
