//! Renewals that callers share: one flight for each grant, in a task of its own, so a caller that goes away stops waiting and nothing
//! else (SR-59).

use std::sync::Arc;

use crate::base::{GrantId, Result, Secret, TenantId, waiting};
use crate::model::config::ProviderConfig;
use crate::model::grant::Grant;

use crate::engine::common::single_flight::{Aboard, Follower};

use super::Refresher;

/// How a renewal ended, for all who share it.
#[derive(Clone)]
pub(super) struct Landed {
    result: Result<Arc<Grant>>,
    /// The generation that was to be succeeded.
    witness: u64,
    /// Whether the answer is the provider's, to the request that was built: it may be what somebody else has renewed.
    is_built: bool,
    /// Whether the provider has refused the request with a challenge in it, which says nothing to whoever gave none.
    is_challenge_refused: bool,
}

impl Landed {
    /// Whether this answers somebody who has found that generation wanting. Another process may have renewed, and a caller may have
    /// found that result wanting too, while the flight was still waiting for the first: what such a flight lands with, or failed
    /// at, was judged before that.
    fn answers(&self, witness: u64) -> bool {
        self.witness >= witness || self.result.as_ref().is_ok_and(|grant| grant.generation > witness)
    }
}

/// What a renewal under way carries for those who share it.
#[derive(Default)]
pub(super) struct Carried {
    /// The generation that is to be succeeded.
    witness: u64,
    /// What an API wants of the new token.
    claims: Option<Secret<String>>,
    /// Whether the request has been built: later wishes do not travel with it.
    is_built: bool,
    /// Whether the provider has refused the request that carried `claims`.
    is_refused: bool,
}

/// What is to be renewed. `witness` is the generation that the caller found wanting: if the store has a newer one, that is the
/// answer and the provider is not asked.
#[derive(Clone)]
pub(in crate::engine) struct Wanted {
    pub(in crate::engine) config: Arc<ProviderConfig>,
    pub(in crate::engine) tenant_id: TenantId,
    pub(in crate::engine) grant_id: GrantId,
    pub(in crate::engine) witness: u64,
}

impl Wanted {
    /// A successor of this grant.
    pub(in crate::engine) fn after(config: &Arc<ProviderConfig>, grant: &Grant) -> Self {
        Wanted {
            config: config.clone(),
            tenant_id: grant.key.tenant_id.clone(),
            grant_id: grant.id.clone(),
            witness: grant.generation,
        }
    }
}

/// A renewal that was asked for with a challenge.
pub(in crate::engine) struct Challenged {
    pub(in crate::engine) grant: Arc<Grant>,
    /// Whether the challenge went along. It does not where a renewal was under way already.
    pub(in crate::engine) is_along: bool,
}

/// A place in a renewal that is under way.
struct Joined {
    flight: Follower<Landed>,
    /// Whether the claims that were given go along with it.
    is_along: bool,
}

impl Refresher {
    /// Whether a renewal of this grant is under way.
    pub(in crate::engine) fn is_renewing(&self, grant_id: &GrantId) -> bool {
        self.flights.with(grant_id, |_| ()).is_some()
    }

    /// Whether a renewal is under way.
    pub(in crate::engine) fn is_busy(&self) -> bool {
        self.flights.is_busy()
    }

    /// Renews a grant, or joins the renewal under way.
    pub(in crate::engine) async fn refresh(self: &Arc<Self>, wanted: Wanted) -> Result<Arc<Grant>> {
        self.refresh_with_claims(wanted, None).await.map(|renewed| renewed.grant)
    }

    /// As [`Refresher::refresh`], with what an API has asked for. If the provider refuses what somebody else has asked for, ours is
    /// tried without it.
    pub(in crate::engine) async fn refresh_with_claims(
        self: &Arc<Self>,
        wanted: Wanted,
        claims: Option<Secret<String>>,
    ) -> Result<Challenged> {
        loop {
            let Joined { flight, is_along } = self.join(wanted.clone(), claims.clone());
            let landed = flight.answer().await.ok_or_else(|| self.tasks.why_unanswered())?;
            if !landed.answers(wanted.witness) {
                continue;
            }
            if !landed.is_challenge_refused || (claims.is_some() && is_along) {
                let is_along = claims.is_none() || (is_along && landed.is_built);
                return landed.result.map(|grant| Challenged { grant, is_along });
            }
        }
    }

    /// Renews behind a caller that has its answer already.
    pub(in crate::engine) fn refresh_behind(self: &Arc<Self>, wanted: Wanted) {
        let mut is_older = false;
        self.flights.with(&wanted.grant_id, |carried| is_older = carried.witness < wanted.witness);
        if !is_older {
            drop(self.join(wanted, None));
            return;
        }
        let refresher = self.clone();
        self.tasks.spawn_exchange(async move { drop(refresher.refresh(wanted).await) });
    }

    /// Joins the renewal under way, or starts one in a task of its own: a caller that goes away stops waiting and nothing else
    /// (SR-59).
    fn join(self: &Arc<Self>, wanted: Wanted, claims: Option<Secret<String>>) -> Joined {
        let mut is_along = true;
        let carried = Carried { witness: wanted.witness, claims: claims.clone(), ..Carried::default() };
        let Aboard { follower: flight, leader } = self.flights.join(wanted.grant_id.clone(), carried, |carried| {
            if !carried.is_built && carried.claims.is_none() {
                carried.claims.clone_from(&claims);
            }
            let same = |ours: &Secret<String>| carried.claims.as_ref().is_some_and(|theirs| theirs.is_same(ours));
            is_along = claims.as_ref().is_none_or(same);
        });
        if let Some(leader) = leader {
            let refresher = self.clone();
            self.tasks.spawn_exchange(async move {
                let Wanted { config, tenant_id, grant_id, witness } = &wanted;
                let renewal = Box::pin(refresher.renew(config, tenant_id, grant_id, *witness));
                let result = waiting::apart(leader.waits(), renewal).await.map(Arc::new);
                leader.finish(|carried| Landed {
                    result,
                    witness: *witness,
                    is_built: carried.is_some_and(|carried| carried.is_built),
                    is_challenge_refused: carried.is_some_and(|carried| carried.is_refused),
                });
                refresher.grants.cache().share_no_more(grant_id);
            });
        }
        Joined { flight, is_along }
    }

    /// What the renewal of a grant has to ask for, now that its request is built.
    pub(super) fn take_claims(&self, grant_id: &GrantId) -> Option<Secret<String>> {
        let take = |carried: &mut Carried| {
            carried.is_built = true;
            carried.claims.clone()
        };
        self.flights.with(grant_id, take).flatten()
    }

    /// What was asked for has come to nothing, or to less than somebody else's renewal: the request that was built is not the one
    /// that is answered.
    pub(super) fn set_not_along(&self, grant_id: &GrantId) {
        self.flights.with(grant_id, |carried| carried.is_built = false);
    }

    /// Notes that the provider has refused a request with a challenge.
    pub(super) fn note_refusal(&self, grant_id: &GrantId) {
        self.flights.with(grant_id, |carried| carried.is_refused = true);
        self.refused.note(grant_id, self.clock.elapsed());
    }

    /// Whether the provider has refused a challenge for this grant a moment ago.
    pub(in crate::engine) fn refuses_challenges(&self, grant_id: &GrantId) -> bool {
        self.refused.holds(grant_id, self.clock.elapsed())
    }
}
