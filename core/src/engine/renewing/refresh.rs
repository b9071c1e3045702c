//! One renewal, from lease to commit: nobody sees a token before it is stored. In the process, callers share a flight
//! ([`super::flights`]); between processes the lease in the row decides (SR-56).

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tracing::Instrument as _;

use crate::base::log::{Worded, WordedHint};
use crate::base::mutations::{Rule, is_left_out};
use crate::base::waiting::{self, Awaited};
use crate::base::{Clock, Error, ErrorCode, GrantId, Result, Secret, TenantId};
use crate::model::config::ProviderConfig;
use crate::model::definition::OAuth;
use crate::model::grant::{Grant, Material, OAuthTokens, StatusReason};
use crate::model::http::NetFailure;
use crate::model::standing::Standing;
use crate::protocol::answer_credentials::Refreshed;
use crate::protocol::errors::RegisteredError;
use crate::protocol::scopes::Spellings;
use crate::protocol::token::{Asked, TokenFailure};

use super::by_access_token;
use super::flights::{Carried, Landed};
use super::in_doubt::InDoubt;
use super::judging::{Failed, word};
use super::moving;
use super::refused_challenges::RefusedChallenges;
use super::renewable::{check_renewable, is_spent};
use super::requests::RenewalRequest;
use super::telling;
use crate::engine::common::exchange::{self, AskedBy, Destination, ExchangeFailure, Exchanged, Outcome, TokenClient};
use crate::engine::common::policy::Settings;
use crate::engine::common::registrations::Registrations;
use crate::engine::common::single_flight::SingleFlight;
use crate::engine::common::tasks::Tasks;
use crate::engine::common::throttles::{Admitted, Throttles};
use crate::engine::common::{errors, fingerprint, pause};
use crate::engine::grants::Grants;
use crate::engine::grants::freshness::{self, Brought};
use crate::engine::grants::leases::{Acquired, Held, Owed};
use crate::engine::grants::renewals::{Renewed, candidates};

/// So long nobody asks again for a token where the last one had ended before it arrived.
const SHORT_LIVED: Duration = Duration::from_secs(5);

/// Renews grants.
pub(in crate::engine) struct Refresher {
    pub(super) grants: Arc<Grants>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) settings: Arc<Settings>,
    pub(super) tasks: Arc<Tasks>,
    token_client: TokenClient,
    pub(in crate::engine) registrations: Registrations,
    pub(in crate::engine) throttles: Throttles,
    pub(super) flights: Arc<SingleFlight<GrantId, Landed, Carried>>,
    pub(super) refused: RefusedChallenges,
    /// Whoever recalls what was told of a client, does so for all who ask meanwhile.
    pub(super) recalls: Arc<SingleFlight<String, ()>>,
}

/// What one attempt under the rules came to.
enum Attempt {
    Done(Box<Grant>),
    /// The grant changed under us: read it again and judge anew.
    Again,
    /// The same, after a wait for whoever holds its lease.
    Waited,
}

impl Refresher {
    pub(in crate::engine) fn new(
        grants: Arc<Grants>,
        clock: Arc<dyn Clock>,
        settings: Arc<Settings>,
        tasks: Arc<Tasks>,
        token_client: TokenClient,
    ) -> Self {
        let registrations = Registrations::new(clock.clone());
        let throttles = Throttles::new(clock.clone());
        Refresher {
            grants,
            clock,
            settings,
            tasks,
            token_client,
            registrations,
            throttles,
            flights: Arc::default(),
            refused: RefusedChallenges::default(),
            recalls: Arc::default(),
        }
    }

    pub(super) async fn renew(
        &self,
        config: &ProviderConfig,
        tenant_id: &TenantId,
        grant_id: &GrantId,
        witness: u64,
    ) -> Result<Grant> {
        let mut first: Option<Grant> = None;
        let mut again = 0_u32;
        loop {
            let Some(mut grant) = self.grants.load(tenant_id, grant_id).await? else {
                return Err(Error::new(ErrorCode::NotConnected, "The connection was deleted.")
                    .with_context(|context| context.connection_id = Some(grant_id.as_str().to_owned())));
            };
            if is_left_out(Rule::ReRead) {
                grant.secrets = first.get_or_insert_with(|| grant.clone()).secrets.clone();
            } else if grant.generation > witness {
                return Ok(grant);
            }
            match self.attempt(config, grant).await? {
                Attempt::Done(grant) => return Ok(*grant),
                Attempt::Waited => again = 0,
                Attempt::Again => again += 1,
            }
            if again > 1 {
                self.pause().await?;
            }
        }
    }

    /// A grant that changes again and again keeps no process busy, and none from its end.
    ///
    /// # Errors
    /// - `closed`.
    async fn pause(&self) -> Result<()> {
        // Made before the look at `closed`: a wake in between is not lost.
        let woken = self.tasks.woken();
        self.tasks.check_open()?;
        let _ = tokio::time::timeout(self.settings.policy.lease_poll, woken).await;
        Ok(())
    }

    async fn attempt(&self, config: &ProviderConfig, grant: Grant) -> Result<Attempt> {
        let Material::OAuth(tokens) = grant.secrets.material.clone() else { return Ok(Attempt::Done(Box::new(grant))) };
        if is_spent(&grant, &tokens, self.grants.earliest_for(&grant)) {
            return self.end_grant(config, grant, StatusReason::Expired).await;
        }
        check_renewable(config, &grant, &tokens)?;
        // Its definition has changed since: the same grant as an answer would be taken for a renewal that is still to come.
        let Some(oauth) = config.definition.oauth.as_ref() else { return Err(errors::renewal_undefined(config, &grant)) };
        by_access_token::check_age(config, oauth, &grant, &tokens, self.grants.now_for(&grant))?;
        self.check_ended_at_once(config, &grant, &tokens)?;
        let mut in_doubt = grant
            .open_intent
            .as_ref()
            .map_or(InDoubt::None, |intent| self.judge_intent(&config.definition.lifetime, &grant, &tokens, intent));
        if is_left_out(Rule::Lease) {
            self.grants.break_lease(&grant).await?;
            in_doubt = InDoubt::None;
        }
        // Its answer may be no further away than the disk.
        if grant.open_intent.is_some() && !matches!(in_doubt, InDoubt::HeldByOther) && self.grants.store_spooled(&grant).await? {
            return Ok(Attempt::Again);
        }
        if !matches!(in_doubt, InDoubt::Unanswered(_)) {
            if !matches!(in_doubt, InDoubt::HeldByOther) && self.is_paused_under_others(config, &grant) {
                self.registrations.check(config, &grant)?;
                self.grants.resumed(&grant).await?;
                return Ok(Attempt::Again);
            }
            self.check_pause(config, &grant)?;
            self.registrations.check(config, &grant)?;
        }
        let is_recovery = match in_doubt {
            InDoubt::None => false,
            InDoubt::Recoverable => true,
            InDoubt::HeldByOther => return self.wait_for_other(config, &grant).await,
            InDoubt::TooEarly(wait) => return Err(pause::in_doubt(config, &grant, wait, errors::answer_lost)),
            InDoubt::Unanswered(wait) => return Err(pause::in_doubt(config, &grant, wait, errors::unanswered)),
        };
        if tokens.renewal.presents_issued() {
            self.grants.check_not_restored().await?;
        }
        // Only where a token that is presented twice at the same time may end the grant is there anything to repair.
        if is_recovery && self.grants.is_watched_over(&grant).await? {
            return Ok(Attempt::Again);
        }
        self.recall_rejection(config, &grant).await;
        // Before the lease: whoever waits for his turn holds none.
        let admitted = self.admit(config, &grant).await?;
        match self.grants.acquire(&grant, is_recovery).await? {
            Acquired::Stale => Ok(Attempt::Again),
            Acquired::HeldByOther => {
                drop(admitted);
                self.wait_for_other(config, &grant).await
            }
            Acquired::Ours(held) => {
                waiting::set_purpose(None);
                let (span, departure) = (telling::span(config, &grant, &held), held.departure.clone());
                // On the heap: what stands in it would fill the stack of a small thread.
                let renewal = Box::pin(self.renew_under(config, oauth, grant, tokens, held, admitted));
                let told = self.settings.policy.told_unsent;
                let renewed = departure.beside(told, renewal.instrument(span.clone())).await;
                span.record("is_sent", departure.is_sent().load(Ordering::Relaxed));
                span.record("outcome", renewed.as_ref().map_or_else(|error| error.code().as_str(), |_| "renewed"));
                renewed.map(|grant| Attempt::Done(Box::new(grant)))
            }
        }
    }

    /// A token that had ended before it arrived is succeeded by another one soon, and not at each call.
    ///
    /// # Errors
    /// - `provider_unavailable`: a moment ago the provider gave such a one.
    fn check_ended_at_once(&self, config: &ProviderConfig, grant: &Grant, tokens: &OAuthTokens) -> Result<()> {
        let now = self.clock.now();
        // No answer takes longer than an exchange, so only such a token can have ended by then.
        let end = tokens.expires_at.filter(|end| end.since(tokens.issued_at) <= self.settings.policy.exchange);
        let ended_at_once = end.zip(grant.last_ok_at).filter(|(end, arrived)| end <= arrived && *arrived <= now);
        let wait = ended_at_once.map(|(_, arrived)| SHORT_LIVED.saturating_sub(now.since(arrived)));
        match wait.filter(|wait| !wait.is_zero()) {
            Some(wait) => Err(errors::ended_at_once(config, grant).with_retry_after(wait)),
            None => Ok(()),
        }
    }

    /// Ends a grant that nothing can renew any more. Its access token is served for as long as it lives.
    async fn end_grant(&self, config: &ProviderConfig, grant: Grant, reason: StatusReason) -> Result<Attempt> {
        let Some(ended) = self.grants.ended(&grant, reason.clone()).await? else { return Ok(Attempt::Again) };
        let error = errors::reauth(config, &ended);
        tracing::warn!(
            connection_id = grant.id.as_str(),
            provider = config.provider.as_str(),
            config = config.id.as_str(),
            tenant_id = grant.key.tenant_id.as_str(),
            %reason,
            code = error.code().as_str(),
            detail = %Worded(&error),
            hint = %WordedHint(&error),
            "a grant cannot be renewed any more"
        );
        Err(error)
    }

    /// Whether the pause that runs belongs to other registrations: another secret, client or address is another try.
    fn is_paused_under_others(&self, config: &ProviderConfig, grant: &Grant) -> bool {
        let runs = grant.next_attempt_at.is_some_and(|at| at > self.clock.elapsed());
        let under = &grant.secrets.paused_under;
        runs && !under.is_empty() && !under.contains(&fingerprint::for_grant(config, grant))
    }

    /// # Errors
    /// - What the failed attempt a moment ago was told: `rate_limited`, `provider_unavailable`, `provider_config_rejected`, …
    fn check_pause(&self, config: &ProviderConfig, grant: &Grant) -> Result<()> {
        let now = self.clock.elapsed();
        match grant.next_attempt_at {
            Some(at) if at > now => {
                if pause::is_paused_by(grant, ErrorCode::RateLimited) {
                    self.throttles.heard(config, grant, at);
                }
                Err(pause::paused(config, grant, at - now))
            }
            _ => Ok(()),
        }
    }

    /// Another process holds the lease: look again soon.
    async fn wait_for_other(&self, config: &ProviderConfig, grant: &Grant) -> Result<Attempt> {
        // One of this process would be in this flight: what is left of an earlier one, nobody stands behind.
        self.grants.wait_for_holder(grant, &config.definition.name, false).await.map(|()| Attempt::Waited)
    }

    async fn renew_under(
        &self,
        config: &ProviderConfig,
        oauth: &OAuth,
        grant: Grant,
        tokens: OAuthTokens,
        held: Held,
        mut admitted: Admitted,
    ) -> Result<Grant> {
        let claims = self.take_claims(&grant.id);
        let RenewalRequest { request, mint: asks } =
            match self.build_renewal(config, oauth, &grant, &tokens, &held.lease, claims.as_ref()).await {
                Ok(built) => built,
                Err(error) => {
                    self.grants.released_unused(&grant, &held).await?;
                    return Err(error);
                }
            };
        self.check_turn(config, &grant, &held, &mut admitted).await?;
        let is_sent = held.departure.is_sent();
        let Outcome { exchanged: outcome, successor } = match self.grants.budget(&held) {
            Some(budget) => {
                let asked = Asked::new(&tokens.asked_scopes, oauth);
                let refreshed = Refreshed {
                    place: config.definition.answer_credential(grant.key.subject.into()),
                    account: grant.secrets.account.as_ref(),
                    id_token: config.definition.id_token.as_ref(),
                };
                let asked_by = asks.as_ref().map_or(AskedBy::Refresh { refreshed, kept: &oauth.kept }, AskedBy::Mint);
                let provider = Awaited::Exchange { provider: config.definition.name.clone(), is_sent };
                let exchange = self.token_client.ask(request, asked_by, asked, &config.definition.diagnosis, &budget);
                waiting::on(provider, Box::pin(exchange)).await
            }
            None => ExchangeFailure::Unanswered(NetFailure::NotSent, Destination::default()).into(),
        };
        self.check_unsent(config, &grant, &held, &outcome).await?;
        // Before the commit, which may wait long for a disk: the provider has nothing to do with that.
        let told = self.says(admitted, &word(&outcome));
        let told = async {
            if let Some(told) = told {
                told.await;
            }
        };
        let kept = async {
            match outcome {
                Ok(exchanged) => self.commit_renewal(config, grant, tokens, held.into_owed(), exchanged).await,
                // It may be the challenge that it refuses: no reason for a pause of those who gave none.
                Err(ExchangeFailure::Answered(
                    answer @ TokenFailure::RequestRejected(RegisteredError::InvalidRequest),
                    details,
                )) if claims.is_some() && successor.is_none() => {
                    self.note_refusal(&grant.id);
                    self.grants.released_unused(&grant, &held).await?;
                    let error = errors::refused(config, &answer).with_provider_details(Some(&details));
                    Err(errors::with_grant(error, config, &grant))
                }
                Err(failed) => self.note_failure(config, grant, held, Failed { failure: failed, successor }, claims).await,
            }
        };
        let (renewed, ()) = tokio::join!(kept, told);
        renewed
    }

    /// Hands the answer to the grant's store, which gives it out only once it is durable (SR-58).
    pub(in crate::engine) async fn commit_renewal(
        &self,
        config: &ProviderConfig,
        before: Grant,
        tokens: OAuthTokens,
        owed: Owed,
        exchanged: Exchanged,
    ) -> Result<Grant> {
        // It was renewable, and still is: a refresh token that is missing or empty leaves the old one (RFC 6749 §6).
        let lifetime = tokens.expires_at.map(|end| end.since(tokens.issued_at));
        let expires_at = exchange::expiry(config, &exchanged, true, lifetime);
        let renewal_end = exchange::end_of_successor(config, tokens.renewal_end, &exchanged);
        let Exchanged { answer, started_at, started_on, told } = exchanged;
        let destination = moving::destination_of(config, &before, &told);
        let (refresh_in, call) = (answer.refresh_in, self.settings.policy.exchange);
        let refresh_at = freshness::plan(config, &Brought { issued_at: started_at, expires_at, refresh_in, renewal_end, call });
        if answer.is_refresh_token_unusable {
            telling::unusable_refresh_token(&before);
        }
        let spellings = Spellings { asked: &tokens.asked_scopes, before: &tokens.scopes };
        let told = answer.scopes.unwrap_or_else(|| tokens.scopes.clone());
        let scopes = exchange::respelt(config, told, spellings);
        let candidates = candidates(&tokens, answer.refresh_token.as_ref());
        let tokens = OAuthTokens {
            access_token: Some(answer.access_token),
            token_secret: None,
            renewal: tokens.renewal.succeed(answer.refresh_token),
            renewal_end,
            scopes,
            asked_scopes: tokens.asked_scopes,
            issued_at: started_at,
            issued_on: started_on,
            expires_at,
            standing: Standing::Good,
            candidates,
        };
        let key = before.key.clone();
        let brought = tokens.access_token.clone();
        let recovery = self.registrations.works(config, &before);
        if is_left_out(Rule::CommitFirst) {
            return Ok(self.commit_behind(before, owed, Renewed { tokens, refresh_at, destination, recovery }));
        }
        let stored = self.grants.renewed(before, owed, Renewed { tokens, refresh_at, destination, recovery }).await?;
        let stored = stored.ok_or_else(|| errors::absent(config, &key))?;
        if !hands_out(&stored, brought.as_ref()) {
            self.set_not_along(&stored.id);
        }
        Ok(stored)
    }
}

/// Whether this is the access token that a grant hands out.
fn hands_out(grant: &Grant, token: Option<&Secret<String>>) -> bool {
    let Material::OAuth(tokens) = &grant.secrets.material else { return false };
    tokens.access_token.as_ref().zip(token).is_some_and(|(stored, brought)| stored.is_same(brought))
}
