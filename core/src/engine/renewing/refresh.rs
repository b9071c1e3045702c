//! Renewal of a grant's tokens: one exchange at a time, committed before anybody sees the result.
//!
//! In the process, callers share one flight; the flight is a task of its own, so a caller that goes away stops waiting and
//! nothing else (SR-59). Between processes the lease in the row decides (SR-56).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::base::{Error, ErrorCode, GrantId, Result, Secret, TenantId, Timestamp};
use crate::catalog;
use crate::model::config::ProviderConfig;
use crate::model::definition::{Install, OAuth};
use crate::model::event::EventType;
use crate::model::grant::{Grant, GrantStatus, Material, OAuthTokens, OpenIntent, StatusReason};
use crate::model::http::{NetFailure, OutboundRequest};
use crate::model::lease::Lease;
use crate::model::renewal::{MintKind, Renewal};
use crate::model::rows::{Conflict, GrantGuard, Schedule};
use crate::protocol::errors::RegisteredError;
use crate::protocol::token::{self, Asked, TokenFailure};
use crate::repo::GrantUpdate;

use super::claim::Claimed;
use super::doubt::Doubt;
use crate::engine::Engine;
use crate::engine::common::exchange::{self, ExchangeFailure, Exchanged};
use crate::engine::common::failure;
use crate::engine::grants::{freshness, status};

/// How a flight ended.
#[derive(Clone)]
struct Landed {
    result: Result<Arc<Grant>>,
    /// Whether the provider was asked at all: somebody else's renewal may have been the answer.
    is_built: bool,
    /// Whether the provider has refused the request with a challenge in it, which says nothing to whoever gave none.
    is_challenge_refused: bool,
}

type Landing = Option<Landed>;

/// Renewals under way in this process.
#[derive(Default)]
pub(in crate::engine) struct Flights {
    open: Mutex<HashMap<GrantId, Flight>>,
    /// Until when no challenge goes along, because the provider has just refused one. Only the grant whose API was relayed
    /// waits, and only for that.
    refused: Mutex<HashMap<GrantId, Timestamp>>,
}

/// A renewal under way.
struct Flight {
    landing: watch::Receiver<Landing>,
    /// What an API wants of the new token.
    claims: Option<Secret<String>>,
    /// Whether the request has been built: later wishes do not travel with it.
    is_built: bool,
    /// Whether the provider has refused the request that carried `claims`.
    is_refused: bool,
}

impl Flights {
    /// Whether a renewal is under way.
    pub(in crate::engine) fn is_busy(&self) -> bool {
        !self.lock().is_empty()
    }

    /// What the renewal of a grant has to ask for, now that its request is built.
    fn take_claims(&self, grant_id: &GrantId) -> Option<Secret<String>> {
        let mut open = self.lock();
        let flight = open.get_mut(grant_id)?;
        flight.is_built = true;
        flight.claims.clone()
    }

    /// Notes that the provider has refused a request with a challenge.
    fn note_refusal(&self, grant_id: &GrantId, now: Timestamp) {
        const PAUSE: Duration = Duration::from_secs(60);
        if let Some(flight) = self.lock().get_mut(grant_id) {
            flight.is_refused = true;
        }
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.retain(|_, until| *until > now);
        refused.insert(grant_id.clone(), now.plus(PAUSE));
    }

    /// Whether the provider has refused a challenge for this grant a moment ago.
    pub(in crate::engine) fn refuses_challenges(&self, grant_id: &GrantId, now: Timestamp) -> bool {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.get(grant_id).is_some_and(|until| *until > now)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<GrantId, Flight>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends a flight however its task ends: a panic must not block the grant until restart (SR-72).
struct Departure {
    engine: Arc<Engine>,
    grant_id: GrantId,
}

impl Drop for Departure {
    fn drop(&mut self) {
        self.engine.flights.lock().remove(&self.grant_id);
    }
}

/// What one attempt under the rules came to.
enum Attempt {
    Done(Box<Grant>),
    /// The grant changed under us: read it again and judge anew.
    Again,
}

impl Engine {
    /// Renews a grant, or joins the renewal under way. `witness` is the generation that the caller found wanting: if the store
    /// has a newer one, that is the answer and the provider is not asked.
    pub(in crate::engine) async fn refresh(
        self: &Arc<Self>,
        config: Arc<ProviderConfig>,
        tenant_id: TenantId,
        grant_id: GrantId,
        witness: u64,
    ) -> Result<Arc<Grant>> {
        self.refresh_with_claims(config, (tenant_id, grant_id), witness, None).await.map(|(grant, _)| grant)
    }

    /// As [`Engine::refresh`], with what an API has asked for; and whether that went along. It does not where a renewal was under
    /// way already. If the provider refuses what somebody else has asked for, ours is tried without it.
    pub(in crate::engine) async fn refresh_with_claims(
        self: &Arc<Self>,
        config: Arc<ProviderConfig>,
        key: (TenantId, GrantId),
        witness: u64,
        claims: Option<Secret<String>>,
    ) -> Result<(Arc<Grant>, bool)> {
        loop {
            let (landing, is_along) = self.board(config.clone(), key.0.clone(), key.1.clone(), witness, claims.clone());
            let landed = land(landing).await?;
            if !landed.is_challenge_refused || (claims.is_some() && is_along) {
                return landed.result.map(|grant| (grant, claims.is_none() || (is_along && landed.is_built)));
            }
        }
    }

    /// Renews behind a caller that has its answer already.
    pub(in crate::engine) fn refresh_behind(
        self: &Arc<Self>,
        config: Arc<ProviderConfig>,
        tenant_id: TenantId,
        grant_id: GrantId,
        witness: u64,
    ) {
        drop(self.board(config, tenant_id, grant_id, witness, None));
    }

    fn board(
        self: &Arc<Self>,
        config: Arc<ProviderConfig>,
        tenant_id: TenantId,
        grant_id: GrantId,
        witness: u64,
        claims: Option<Secret<String>>,
    ) -> (watch::Receiver<Landing>, bool) {
        let mut open = self.flights.lock();
        if let Some(flight) = open.get_mut(&grant_id) {
            if !flight.is_built && flight.claims.is_none() {
                flight.claims.clone_from(&claims);
            }
            let same = |ours: &Secret<String>| flight.claims.as_ref().is_some_and(|theirs| theirs.expose() == ours.expose());
            return (flight.landing.clone(), claims.as_ref().is_none_or(same));
        }
        let (sender, receiver) = watch::channel(None);
        open.insert(grant_id.clone(), Flight { landing: receiver.clone(), claims, is_built: false, is_refused: false });
        drop(open);
        let departure = Departure { engine: self.clone(), grant_id: grant_id.clone() };
        let engine = self.clone();
        self.spawn_exchange(async move {
            let result = engine.renew(&config, &tenant_id, &grant_id, witness).await.map(Arc::new);
            let (is_built, is_challenge_refused) = {
                let open = engine.flights.lock();
                open.get(&grant_id).map_or((false, false), |flight| (flight.is_built, flight.is_refused))
            };
            // Off the board first: whoever comes now sees the committed state, not this flight.
            drop(departure);
            sender.send_replace(Some(Landed { result, is_built, is_challenge_refused }));
        });
        (receiver, true)
    }

    pub(in crate::engine) async fn renew(
        &self,
        config: &ProviderConfig,
        tenant_id: &TenantId,
        grant_id: &GrantId,
        witness: u64,
    ) -> Result<Grant> {
        loop {
            let Some(grant) = self.repo.load_grant(tenant_id, grant_id).await? else {
                return Err(Error::new(ErrorCode::NotConnected, "The connection was deleted.")
                    .with_context(|context| context.connection_id = Some(grant_id.as_str().to_owned())));
            };
            if grant.generation > witness {
                return Ok(grant);
            }
            match self.attempt(config, grant).await? {
                Attempt::Done(grant) => return Ok(*grant),
                Attempt::Again => {}
            }
        }
    }

    async fn attempt(&self, config: &ProviderConfig, grant: Grant) -> Result<Attempt> {
        let Material::OAuth(tokens) = grant.secrets.material.clone() else { return Ok(Attempt::Done(Box::new(grant))) };
        // Its definition has changed since: the same grant as an answer would be taken for a renewal that is still to come.
        let Some(oauth) = config.definition.oauth.as_ref() else { return Err(failure::unusable(config, &grant)) };
        if is_spent(&grant, &tokens, self.clock.now()) {
            return self.end_grant(config, grant, StatusReason::Expired).await;
        }
        check_renewable(config, &grant, &tokens)?;
        let doubt = grant.open_intent.as_ref().map_or(Doubt::None, |intent| self.judge_intent(config, &grant, &tokens, intent));
        if !matches!(doubt, Doubt::Unanswered(_)) {
            self.check_pause(config, &grant)?;
        }
        let is_recovery = match doubt {
            Doubt::None => false,
            Doubt::Recoverable => true,
            Doubt::HeldByOther => return self.wait_for_other(&grant).await,
            Doubt::TooEarly(wait) => return Err(failure::failed_lately(config, &grant, wait)),
            Doubt::Unanswered(wait) => return Err(failure::unanswered(config, &grant, wait)),
        };
        match self.claim(&grant, is_recovery).await? {
            Claimed::Stale => Ok(Attempt::Again),
            Claimed::Busy => self.wait_for_other(&grant).await,
            Claimed::Ours(lease, intent) => {
                self.renew_under(config, oauth, grant, tokens, (lease, intent)).await.map(|grant| Attempt::Done(Box::new(grant)))
            }
        }
    }

    /// Ends a grant that nothing can renew any more. Its access token is served for as long as it lives.
    async fn end_grant(&self, config: &ProviderConfig, grant: Grant, reason: StatusReason) -> Result<Attempt> {
        let mut ended = grant.clone();
        let event = status::change(&mut ended, GrantStatus::NeedsReauth, Some(reason.clone()), self.clock.now());
        ended.refresh_at = None;
        ended.next_check_at = None;
        let (guard, schedule) = (status::guard(&grant), Schedule::Both);
        let update = GrantUpdate { grant: &ended, guard, schedule, release_lease: true, events: event.into_iter().collect() };
        if self.repo.update_grant(update).await?.is_err() {
            return Ok(Attempt::Again);
        }
        self.cache.remove(&grant.id);
        tracing::warn!(grant = grant.id.as_str(), %reason, "a grant cannot be renewed any more");
        Err(failure::reauth(config, &ended))
    }

    /// # Errors
    /// - What the failed attempt a moment ago was told: `rate_limited`, `provider_unavailable`, `provider_config_rejected`, …
    fn check_pause(&self, config: &ProviderConfig, grant: &Grant) -> Result<()> {
        let now = self.clock.now();
        match grant.next_attempt_at {
            Some(at) if at > now => Err(failure::paused(config, grant, at.since(now))),
            _ => Ok(()),
        }
    }

    /// Another process holds the lease: look again soon. The lease ends by itself, so this ends too.
    ///
    /// # Errors
    /// - `closed`: nothing of ours is under way, so the end of this process need not wait for another one.
    async fn wait_for_other(&self, grant: &Grant) -> Result<Attempt> {
        self.check_open()?;
        tracing::debug!(grant = grant.id.as_str(), "another process is renewing this grant");
        tokio::time::sleep(self.settings.policy.lease_poll).await;
        Ok(Attempt::Again)
    }

    async fn renew_under(
        &self,
        config: &ProviderConfig,
        oauth: &OAuth,
        grant: Grant,
        tokens: OAuthTokens,
        (lease, intent): (Lease, OpenIntent),
    ) -> Result<Grant> {
        let claims = self.flights.take_claims(&grant.id);
        let request = match self.build_renewal(config, oauth, &grant, &tokens, (&lease, claims.as_ref())) {
            Ok(request) => request,
            Err(error) => {
                self.give_back(&grant, &lease, &intent).await?;
                return Err(error);
            }
        };
        let outcome = match self.budget(&lease) {
            Some(budget) => {
                let asked = Asked { scopes: &tokens.asked_scopes, separator: &oauth.scope_separator };
                self.exchange(request, asked, budget).await
            }
            None => Err(ExchangeFailure::Unanswered(NetFailure::NotSent)),
        };
        match outcome {
            Ok(exchanged) => self.commit_renewal(config, grant, tokens, lease, exchanged).await,
            // It may be the challenge that it refuses: no reason for a pause of those who gave none.
            Err(ExchangeFailure::Answered(answer @ TokenFailure::RequestRejected(RegisteredError::InvalidRequest)))
                if claims.is_some() =>
            {
                self.flights.note_refusal(&grant.id, self.clock.now());
                self.give_back(&grant, &lease, &intent).await?;
                Err(failure::with_grant(failure::refused(config, &answer), config, &grant))
            }
            Err(failed) => self.note_failure(config, grant, (lease, intent), (failed, claims)).await,
        }
    }

    /// The request that renews: a refresh, or a mint where the credential is the app's own. The refresh token goes to the
    /// endpoint that is sealed with it, and to no other (SR-17).
    fn build_renewal(
        &self,
        config: &ProviderConfig,
        oauth: &OAuth,
        grant: &Grant,
        tokens: &OAuthTokens,
        (lease, claims): (&Lease, Option<&Secret<String>>),
    ) -> Result<OutboundRequest> {
        let destination = &grant.secrets.destination;
        let variables = &destination.variables;
        let endpoints = catalog::resolve_endpoints(config, variables)?;
        if !exchange::same_endpoint(&destination.token_endpoint, &endpoints.token) || destination.client_id != config.client_id {
            let error = Error::new(
                ErrorCode::ConfigInvalid,
                format!(
                    "The token endpoint or client id of config \"{}\" has changed since this connection was made.",
                    config.id
                ),
            )
            .with_hint("A refresh token is sent only where it came from. Restore the config, or let the users connect again.");
            return Err(failure::with_grant(error, config, grant));
        }
        let client = exchange::registration(config, oauth);
        match &tokens.renewal {
            Renewal::RefreshToken(refresh_token) => {
                let scopes = oauth
                    .refresh_sends_scope
                    .then(|| tokens.asked_scopes.join(&oauth.scope_separator))
                    .filter(|text| !text.is_empty());
                let to = (lease, &endpoints.token);
                Ok(token::build_refresh_request(to, &client, refresh_token, scopes.as_deref(), claims))
            }
            Renewal::Mint(MintKind::ClientCredentials) => match &config.definition.install {
                Some(Install::SignInThenConsent(install)) => {
                    let scope = catalog::resolve_template(config, &install.credential_scope, variables)?;
                    Ok(token::build_client_credentials_request((lease, &endpoints.token), &client, &scope, claims))
                }
                None => Err(failure::reauth(config, grant)),
            },
            Renewal::Never => Err(failure::not_renewable(config, grant)),
        }
    }

    /// Stores the successor before anybody sees it (SR-58). A store that fails now gets the same commit again for as long as
    /// the process lives: dropping it would lose a token that the provider has already rotated.
    async fn commit_renewal(
        &self,
        config: &ProviderConfig,
        predecessor: Grant,
        tokens: OAuthTokens,
        lease: Lease,
        exchanged: Exchanged,
    ) -> Result<Grant> {
        let now = self.clock.now();
        let mut grant = predecessor.clone();
        // It was renewable, and still is: a refresh token that is missing or empty leaves the old one (RFC 6749 §6).
        let expires_at = exchange::expiry(config, &exchanged, true);
        let refresh_in = exchanged.answer.refresh_in;
        let answer = exchanged.answer;
        grant.secrets.material = Material::OAuth(OAuthTokens {
            access_token: Some(answer.access_token),
            renewal: tokens.renewal.succeed(answer.refresh_token),
            scopes: answer.scopes.unwrap_or(tokens.scopes),
            asked_scopes: tokens.asked_scopes,
            issued_at: exchanged.started_at,
            expires_at,
            candidates: tokens.candidates,
        });
        grant.secrets.pending_claims = None;
        grant.generation = lease.generation() + 1;
        grant.committed_epoch = lease.epoch();
        grant.failures = 0;
        grant.next_attempt_at = None;
        grant.secrets.paused_by = None;
        grant.last_ok_at = Some(now);
        grant.refresh_at =
            freshness::choose_refresh_at(exchanged.started_at, expires_at, refresh_in, self.settings.policy.exchange);
        let mut events = Vec::new();
        if grant.secrets.status == GrantStatus::Degraded {
            events.extend(status::change(&mut grant, GrantStatus::Active, None, now));
        }
        grant.updated_at = now;
        events.push(status::event(EventType::TokenRefreshed, &grant, now));
        // With the revision: a check may have changed the status since, and its event must keep its counterpart.
        let guard = GrantGuard {
            generation: lease.generation(),
            revision: Some(predecessor.revision),
            fence: lease.fence(),
            lease: Some((lease.owner(), lease.epoch())),
        };
        let stored = self.commit_for_ever(&grant, guard, Schedule::Refresh, true, events).await?;
        match stored {
            Ok(grant) => {
                self.cache.remove(&grant.id);
                Ok(grant)
            }
            Err(_) => self.resolve_conflict(config, grant, lease).await,
        }
    }

    /// Commits, and goes on trying while the store is away, until the process is told to stop.
    async fn commit_for_ever(
        &self,
        grant: &Grant,
        guard: GrantGuard,
        schedule: Schedule,
        release_lease: bool,
        events: Vec<crate::model::event::Event>,
    ) -> Result<Result<Grant, Conflict>> {
        let mut pause = Duration::from_millis(50);
        loop {
            let update = GrantUpdate { grant, guard: guard.clone(), schedule, release_lease, events: events.clone() };
            match self.repo.update_grant(update).await {
                Ok(outcome) => return Ok(outcome),
                Err(error) if self.closed.load(std::sync::atomic::Ordering::SeqCst) => return Err(error),
                Err(error) => {
                    tracing::warn!(
                        grant = grant.id.as_str(),
                        code = error.code().as_str(),
                        "the vault did not take a successor; trying again"
                    );
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(Duration::from_secs(5));
                }
            }
        }
    }

    /// Somebody committed meanwhile. An ambiguous commit of our own shows as our epoch. Otherwise ours is the later exchange
    /// if the committed epoch is lower, and becomes current on top of the other; if not, ours is kept as a candidate.
    async fn resolve_conflict(&self, config: &ProviderConfig, ours: Grant, lease: Lease) -> Result<Grant> {
        const MOST_CANDIDATES: usize = 3;
        loop {
            let Some(mut stored) = self.repo.load_grant(lease.tenant_id(), lease.grant_id()).await? else {
                return Err(failure::absent(config, &ours.key));
            };
            if stored.fence != lease.fence() {
                // Deleted is gone from `load_grant`; so the user has signed in anew meanwhile, and what we hold is history.
                return Ok(stored);
            }
            if stored.generation > lease.generation() && stored.committed_epoch == lease.epoch() {
                return Ok(stored);
            }
            let guard = status::guard(&stored);
            let now = self.clock.now();
            let (Material::OAuth(mine), Material::OAuth(theirs)) = (&ours.secrets.material, &stored.secrets.material) else {
                return Ok(stored);
            };
            let ours_is_later = stored.committed_epoch < lease.epoch();
            let (mut current, other) = if ours_is_later { (mine.clone(), theirs) } else { (theirs.clone(), mine) };
            // What ours was exchanged for is spent; anything newer may be what the provider believes to be current.
            let is_predecessor = stored.generation == lease.generation();
            let other = other.renewal.refresh_token().into_iter().filter(|_| !is_predecessor);
            let spare = other
                .chain(&theirs.candidates)
                .filter(|token| current.renewal.refresh_token().is_none_or(|kept| kept.expose() != token.expose()));
            current.candidates = spare.take(MOST_CANDIDATES).cloned().collect();
            stored.secrets.material = Material::OAuth(current);
            stored.generation += 1;
            stored.committed_epoch = stored.committed_epoch.max(lease.epoch());
            stored.refresh_at = ours.refresh_at;
            stored.last_ok_at = ours.last_ok_at;
            stored.updated_at = now;
            let mut events = Vec::new();
            let mut schedule = Schedule::Refresh;
            if ours_is_later {
                // Whoever asked meanwhile was told no, because what it had was spent; these tokens live.
                stored.failures = 0;
                stored.next_attempt_at = None;
                stored.secrets.paused_by = None;
                stored.secrets.pending_claims = None;
                let ended = stored.secrets.status == GrantStatus::NeedsReauth;
                // A token says nothing about roles that a probe has found missing.
                let roles_missing = ended && stored.secrets.reason == Some(StatusReason::RolesMissing);
                if ended && !roles_missing && stored.next_check_at.is_none() {
                    stored.next_check_at = ours.next_check_at;
                    schedule = Schedule::Both;
                }
                if stored.secrets.status == GrantStatus::Degraded || (ended && !roles_missing) {
                    events.extend(status::change(&mut stored, GrantStatus::Active, None, now));
                }
            }
            events.push(status::event(EventType::TokenRefreshed, &stored, now));
            // The lease may be the next holder's, who is under way: only our own is ended (SR-58).
            if let Ok(grant) = self.commit_for_ever(&stored, guard, schedule, false, events).await? {
                self.leave_behind(&grant, &lease, None).await;
                return Ok(grant);
            }
        }
    }
}

async fn land(mut landing: watch::Receiver<Landing>) -> Result<Landed> {
    let landed = landing.wait_for(Option::is_some).await.map_err(|_| failure::interrupted())?;
    landed.clone().ok_or_else(failure::interrupted)
}

/// # Errors
/// - What [`failure::unusable`] says of the grant's state.
/// - `reauth_required`: there is nothing to renew it with.
fn check_renewable(config: &ProviderConfig, grant: &Grant, tokens: &OAuthTokens) -> Result<()> {
    let is_usable = match grant.secrets.status {
        // While it is pending, its permissions are being probed, which takes a token.
        GrantStatus::Active | GrantStatus::Degraded | GrantStatus::Pending => true,
        _ => false,
    };
    if !is_usable {
        return Err(failure::unusable(config, grant));
    }
    if tokens.renewal.is_possible() { Ok(()) } else { Err(failure::not_renewable(config, grant)) }
}

/// Whether the access token has ended and there is nothing to renew it with.
fn is_spent(grant: &Grant, tokens: &OAuthTokens, now: Timestamp) -> bool {
    let lives = matches!(grant.secrets.status, GrantStatus::Active | GrantStatus::Degraded);
    lives && !tokens.renewal.is_possible() && tokens.expires_at.is_some_and(|end| end <= now)
}
