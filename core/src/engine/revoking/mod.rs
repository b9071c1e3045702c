//! Asks providers to revoke the tokens of what was deleted (SR-27): at once, and from the queue for as long as it takes.
//!
//! To ask twice is harmless: a token that is known no more is done (RFC 7009 §2.2). So nothing is noted between the tokens of one grant,
//! and whoever finds the work after a crash does all of it again.

use std::sync::Arc;
use std::time::Duration;

use crate::base::log::{Worded, WordedHint};
use crate::base::{Clock, Error, Result, Secret, entropy};
use crate::catalog;
use crate::model::config::ProviderConfig;
use crate::model::definition::{Revocation as Asked, RevocationScope, RevokedToken};
use crate::model::http::OutboundResponse;
use crate::model::revocation::{Deletion, Revocation, RevocationOutcome};
use crate::net::HttpClient;
use crate::protocol::revocation::{RevocationEndpoint, RevocationVerdict, build_revocation_request, judge_revocation};
use crate::repo::HeldRevocation;

use super::common::configs::Configs;
use super::common::discovery::Discoverer;
use super::common::errors;
use super::common::exchange::{self, Destination};
use super::common::policy::Settings;
use super::grants::Grants;
use super::grants::revocations::{LeftToRevoke, RevocationEnd};

/// No pause between two attempts is longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(3600);

/// Revokes tokens at their providers.
pub(in crate::engine) struct Revoker {
    pub(in crate::engine) grants: Arc<Grants>,
    pub(in crate::engine) configs: Configs,
    pub(in crate::engine) net: Arc<dyn HttpClient>,
    pub(in crate::engine) discoverer: Discoverer,
    pub(in crate::engine) clock: Arc<dyn Clock>,
    pub(in crate::engine) settings: Arc<Settings>,
}

/// Why an attempt has not come to an end; whether another one may, and not before when.
struct Obstacle {
    error: Error,
    may_pass: bool,
    pause: Option<Duration>,
}

impl Obstacle {
    fn passing(error: Error) -> Self {
        let pause = error.retry_after();
        Obstacle { error, may_pass: true, pause }
    }

    fn lasting(error: Error) -> Self {
        Obstacle { error, may_pass: false, pause: None }
    }
}

impl Revoker {
    /// Does what a deletion has left to be done, and waits for it for some seconds. What takes longer is done by itself.
    pub(in crate::engine) async fn finish(&self, left: LeftToRevoke) -> Deletion {
        let revocation = match left {
            LeftToRevoke::Nothing(outcome) => outcome,
            // Another process may have the config.
            LeftToRevoke::Tokens(held) if self.configs.get(&held.revocation.config).is_none() => RevocationOutcome::Pending,
            LeftToRevoke::Tokens(held) => tokio::time::timeout(self.settings.policy.revocation_wait, self.run(&held))
                .await
                .unwrap_or(RevocationOutcome::Pending),
        };
        Deletion { revocation }
    }

    /// Asks the provider, and notes what comes of it. `pending`: it is asked again.
    pub(in crate::engine) async fn run(&self, held: &HeldRevocation) -> RevocationOutcome {
        let end = match self.attempt(&held.revocation).await {
            Ok(end) => end,
            Err(obstacle) => {
                self.tell(&held.revocation, &obstacle.error);
                let age = self.grants.age_of(held.revocation.since);
                if obstacle.may_pass && age < self.settings.policy.revocation_limit {
                    self.grants.revocation_postponed(held, self.pause(held.attempts(), obstacle.pause)).await;
                    return RevocationOutcome::Pending;
                }
                RevocationEnd::Failed(obstacle.error)
            }
        };
        if self.grants.revocation_ended(held, &end).await { end.outcome() } else { RevocationOutcome::Pending }
    }

    /// What the provider wants, else a pause that doubles, with a tenth of jitter so that what was put off together does not come together.
    fn pause(&self, attempts: u64, wanted: Option<Duration>) -> Duration {
        let doubled =
            self.settings.policy.revocation_again * 2_u32.saturating_pow(u32::try_from(attempts).unwrap_or(u32::MAX).min(16));
        let pause = wanted.unwrap_or(doubled).min(LONGEST_PAUSE);
        let millis = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(entropy::make_u64_between(millis, millis + millis / 10 + 1))
    }

    async fn attempt(&self, revocation: &Revocation) -> Result<RevocationEnd, Obstacle> {
        // An earlier state of the vault may hold tokens that were given up and taken again.
        self.grants.check_not_restored().await.map_err(Obstacle::passing)?;
        let config = self.configs.get(&revocation.config).filter(|config| config.provider == revocation.provider);
        let Some(given) = config else {
            return Err(Obstacle::passing(errors::config_gone(&revocation.provider, &revocation.config)));
        };
        self.configs.check(given).map_err(Obstacle::passing)?;
        if catalog::is_for_keys_alone(given) {
            return Err(Obstacle::passing(catalog::client_missing(given)));
        }
        let destination = &revocation.destination;
        let found = self.discoverer.complete(given, &destination.variables).await;
        let config = found.map_err(Obstacle::passing)?;
        // Where the issuer was asked, it may publish no endpoint for it (RFC 8414 §2).
        let published = config.definition.revocation.as_ref().filter(|asked| asked.endpoint.is_some());
        let Some(asked) = published else {
            // One that is published where no token may go is there all the same: what it would have ended lives on.
            return match self.discoverer.revocation_elsewhere(given, &destination.variables) {
                Some(place) => Err(Obstacle::passing(errors::revocation::revocation_not_allowed(given, &place))),
                None => Ok(RevocationEnd::Unsupported),
            };
        };
        if asked.scope == RevocationScope::Account && self.grants.is_shared(revocation).await.map_err(Obstacle::passing)? {
            return Ok(RevocationEnd::Shared);
        }
        self.ask_for_all(&config, asked, revocation).await
    }

    /// Asks for each token, the next one once the one before is done.
    async fn ask_for_all(
        &self,
        config: &ProviderConfig,
        asked: &Asked,
        revocation: &Revocation,
    ) -> Result<RevocationEnd, Obstacle> {
        let has_ended = revocation.access_ends_at.is_some_and(|end| end <= self.clock.now());
        // What renews it is not revoked by itself, and lives.
        let by_access =
            !asked.tokens.contains(&RevokedToken::Refresh) && !revocation.refresh_tokens.is_empty() && !revocation.is_over;
        if by_access && (has_ended || revocation.access_token.is_none()) {
            return Err(Obstacle::lasting(errors::revocation::revocation_without_live_token(config)));
        }
        // The provider has said so of all of it: that it refuses to revoke what it does not know says the same again (RFC 7009 §2.2).
        let is_dead = revocation.is_over && (has_ended || revocation.access_token.is_none());
        let (mut is_done, mut refused) = (false, None);
        for kind in &asked.tokens {
            let tokens: Vec<&Secret<String>> = match kind {
                RevokedToken::Refresh => revocation.refresh_tokens.iter().collect(),
                RevokedToken::Access => revocation.access_token.iter().collect(),
            };
            for token in tokens {
                let response = self.ask(config, asked, revocation, *kind, token).await?;
                match judge_revocation(asked, &response) {
                    RevocationVerdict::Done => is_done = true,
                    RevocationVerdict::NotThisKind => {}
                    RevocationVerdict::Later(pause) => {
                        let error = errors::revocation::revocation_put_off(config, response.status, pause);
                        return Err(Obstacle::passing(error));
                    }
                    RevocationVerdict::Client => {
                        return Err(Obstacle::passing(errors::revocation::revocation_client_rejected(config)));
                    }
                    RevocationVerdict::Refused if is_dead && matches!(response.status, 400 | 404 | 410 | 422) => is_done = true,
                    // The others are asked for all the same.
                    RevocationVerdict::Refused => refused = Some(response.status),
                }
            }
        }
        match refused {
            Some(status) => Err(Obstacle::lasting(errors::revocation::revocation_refused(config, status))),
            // Nothing else ends with the access token, and the refresh token gives the next one.
            None if is_done && by_access && asked.scope == RevocationScope::Token => {
                Err(Obstacle::lasting(errors::revocation::refresh_token_stays(config)))
            }
            None if is_done => Ok(RevocationEnd::Revoked),
            None => Err(Obstacle::lasting(errors::revocation::revocation_of_other_kinds(config))),
        }
    }

    /// Sends one request, to the server and as the client that the token is of (SR-17).
    async fn ask(
        &self,
        config: &ProviderConfig,
        asked: &Asked,
        revocation: &Revocation,
        kind: RevokedToken,
        token: &Secret<String>,
    ) -> Result<OutboundResponse, Obstacle> {
        let elsewhere = || Obstacle::passing(errors::revocation::revocation_elsewhere(config));
        let (Some(oauth), Some(template)) = (&config.definition.oauth, &asked.endpoint) else { return Err(elsewhere()) };
        let of = &revocation.destination;
        let endpoints =
            catalog::resolve_sealed_endpoints(config, &of.variables, &of.token_endpoint).map_err(Obstacle::passing)?;
        let has_moved = !exchange::same_endpoint(&of.token_endpoint, &endpoints.refresh);
        if has_moved && catalog::settles_token_endpoint(&config.definition) {
            return Err(Obstacle::lasting(errors::revocation::revocation_moved(config)));
        }
        if has_moved || of.client_id != config.client_id {
            return Err(elsewhere());
        }
        let url = catalog::resolve_url(config, template, &of.variables).map_err(Obstacle::passing)?;
        let destination = Destination::of(&url, self.net.as_ref());
        let client = exchange::token_endpoint(config, oauth, &endpoints, &*self.clock).await.map_err(Obstacle::passing)?.client;
        let (names, placement) = (&oauth.parameter_names, &config.definition.api.placement);
        let endpoint = RevocationEndpoint { url: &url, asked, client, names, placement };
        let request = build_revocation_request(&endpoint, kind, token);
        let answer = self.net.send(request, self.settings.policy.exchange).await;
        answer.map_err(|failure| Obstacle::passing(errors::no_answer(config, failure, &destination)))
    }

    fn tell(&self, revocation: &Revocation, error: &Error) {
        tracing::warn!(
            connection_id = revocation.grant_id.as_str(),
            provider = revocation.provider.as_str(),
            config = revocation.config.as_str(),
            tenant_id = revocation.tenant_id.as_str(),
            code = error.code().as_str(),
            detail = %Worded(error),
            hint = %WordedHint(error),
            "tokens were not revoked at their provider"
        );
    }
}
