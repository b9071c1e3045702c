//! Handles `report_rejected` (SR-64): the caller names the generation it used, and only if that is still the current one is the provider
//! asked. A claims challenge goes along with that one exchange.

use std::sync::Arc;
use std::time::Duration;

use crate::base::log::{Worded, WordedHint};
use crate::base::{Error, ErrorCode, Result, Secret, waiting};
use crate::model::config::ProviderConfig;
use crate::model::credential::Credential;
use crate::model::credential_type::Purpose;
use crate::model::grant::Grant;
use crate::model::subject::Subject;
use crate::protocol::claims;

use super::Reader;
use super::call_options::CallOptions;
use super::caller_time::CallerTime;
use super::in_vain::Rejected;
use crate::engine::common::errors;
use crate::engine::grants::freshness::{self, Freshness};
use crate::engine::grants::rejections::Rejection;
use crate::engine::renewing::flights::Wanted;

/// What an API has said when it rejected a credential.
struct Challenge {
    /// What it wants of the next one.
    claims: Option<Secret<String>>,
    /// A newer credential alone is no answer, it must be one for these claims.
    insists: bool,
    /// The API takes the credential for something else: it asks for more (a step-up), and not because this one has ended.
    is_step_up: bool,
}

impl Challenge {
    fn new(claims: Option<Secret<String>>, insists: bool) -> Self {
        let is_step_up = claims.as_ref().is_some_and(|claims| !claims::is_about_age(claims));
        Challenge { claims, insists, is_step_up }
    }
}

impl Reader {
    /// Answers somebody whose credential of this generation was rejected: with a newer one if there is one, else with a renewed
    /// one. Never with the rejected one.
    ///
    /// # Errors
    /// - As [`Reader::get_credential`]; `reauth_required` also means that the rejected one is given to nobody any more, unless the
    ///   provider still accepts it; `invalid_request`: the challenge is not a JSON object, as it is or in base64.
    /// - `reauth_required`: the provider wants the person. What it wants is kept for the next session.
    pub(crate) async fn report_rejected(
        self: &Arc<Self>,
        subject: &Subject,
        generation: u64,
        challenge: Option<&str>,
        options: &CallOptions,
    ) -> Result<Credential> {
        let time = self.time_of(options);
        let answer = self.answer_rejected(subject, generation, challenge, options, time).await;
        self.grants.note_uses(time.for_notes()).await;
        answer
    }

    async fn answer_rejected(
        self: &Arc<Self>,
        subject: &Subject,
        generation: u64,
        challenge: Option<&str>,
        options: &CallOptions,
        time: CallerTime,
    ) -> Result<Credential> {
        self.tasks.check_open()?;
        let config = self.configs.resolve(&subject.provider, subject.config.as_ref())?.clone();
        let claims = read_claims(&config, challenge.or(options.claims.as_deref()))?;
        let grant = self.find(subject, &config).await?;
        if grant.key.purpose == Purpose::Webhook {
            let error = Error::new(ErrorCode::InvalidRequest, "A webhook secret is sent to no API, so none has rejected it.")
                .with_hint("It stays as it is. Where the provider signs with another one, store that.");
            return Err(errors::with_grant(error, &config, &grant));
        }
        if grant.generation == generation {
            let key = grant.key.clone();
            let renewed = self.renew_rejected(config.clone(), grant, Challenge::new(claims, false), options, time).await?;
            return super::credentials::check_type(&config, &key, subject, renewed);
        }
        // Our own memory may be older than the store, and still hold what was rejected.
        self.grants.invalidate(&grant.id);
        let plain = CallOptions { force_refresh: false, claims: None, ..options.clone() };
        self.get_within(subject, &plain, time).await
    }

    /// A credential for a challenge of an API, where the caller does not say which one was challenged.
    pub(in crate::engine) async fn renew_for_challenge(
        self: &Arc<Self>,
        config: Arc<ProviderConfig>,
        grant: Grant,
        options: &CallOptions,
        time: CallerTime,
    ) -> Result<Credential> {
        let claims = read_claims(&config, options.claims.as_deref())?;
        self.renew_rejected(config, grant, Challenge::new(claims, true), options, time).await
    }

    async fn renew_rejected(
        self: &Arc<Self>,
        config: Arc<ProviderConfig>,
        grant: Grant,
        challenge: Challenge,
        options: &CallOptions,
        time: CallerTime,
    ) -> Result<Credential> {
        super::credentials::check_scopes(&config, &grant, &options.scopes)?;
        // What is renewed for a challenge is another credential, and is judged by it.
        let is_plain = challenge.claims.is_none();
        if freshness::judge(&grant, self.grants.now_for(&grant), Some(Duration::ZERO)) == Freshness::Dead {
            return Err(errors::unusable(&config, &grant));
        }
        if !grant.secrets.material.renewal().outlives_access_token() {
            if challenge.is_step_up {
                return Err(errors::not_renewable(&config, &grant));
            }
            // What the provider says of it is noted, also where the caller has stopped waiting.
            let (checker, of) = (self.checker.clone(), config.clone());
            let judging = self.tasks.see_through(async move { checker.judge_rejected(&of, grant).await });
            let judged = waiting::limited(time.for_renewal(), Box::pin(judging)).await;
            return Err(judged.unwrap_or_else(|awaited| Err(errors::timed_out(&config, awaited.as_ref())))?);
        }
        let rejected = Rejected::new(&grant, self.grants.now_for(&grant));
        if let Some(pause) = self.in_vain.pause(&grant.id, rejected, self.clock.elapsed()).filter(|_| is_plain) {
            return Err(errors::renewed_in_vain(&config, &grant, pause.count, pause.left));
        }
        if grant.open_intent.is_some() && !challenge.is_step_up {
            // First: an exchange in doubt is put off for the sake of those whom the token serves, and it serves nobody any more.
            self.grants.rejected(&grant, &Rejection::Unproven).await?;
        }
        let answer = self.renew_with(&config, &grant, &challenge, options, time).await;
        if answer.is_err() && !challenge.is_step_up {
            // What the renewal has come to and what the API has said are two words on the same token.
            self.grants.rejected(&grant, &Rejection::Unproven).await?;
        }
        if let Ok(renewed) = &answer
            && is_plain
            && let Some(pause) = self.in_vain.note(&grant.id, rejected, renewed.generation, self.clock.elapsed())
        {
            tell_in_vain(&grant, &errors::renewed_in_vain(&config, &grant, pause.count, pause.left));
        }
        answer
    }

    async fn renew_with(
        self: &Arc<Self>,
        config: &Arc<ProviderConfig>,
        grant: &Grant,
        Challenge { claims, insists, .. }: &Challenge,
        options: &CallOptions,
        time: CallerTime,
    ) -> Result<Credential> {
        if claims.is_some() && self.refresher.refuses_challenges(&grant.id) {
            return Err(errors::with_grant(errors::request_refused(config, None), config, grant));
        }
        self.note_use(grant);
        let wait = async {
            let mut wanted = Wanted::after(config, grant);
            loop {
                let renewed = self.refresher.refresh_with_claims(wanted.clone(), claims.clone()).await?;
                if renewed.is_along || !*insists {
                    return Ok(renewed.grant);
                }
                wanted.witness = renewed.grant.generation;
            }
        };
        let renewed = waiting::limited(time.for_renewal(), Box::pin(wait)).await;
        let renewed = renewed.unwrap_or_else(|awaited| Err(errors::timed_out(config, awaited.as_ref())))?;
        self.hand_out_renewed(config, &renewed, &options.scopes)
    }
}

/// Has the log say whose renewals are in vain, once for each pause.
fn tell_in_vain(grant: &Grant, error: &Error) {
    tracing::warn!(
        connection_id = grant.id.as_str(),
        provider = grant.provider.as_str(),
        config = grant.key.config.as_str(),
        tenant_id = grant.key.tenant_id.as_str(),
        code = error.code().as_str(),
        detail = %Worded(error),
        hint = %WordedHint(error),
        "an API rejects each credential that has just been renewed",
    );
}

/// A challenge, where the provider takes one; elsewhere a renewal without it is all that can be done.
fn read_claims(config: &ProviderConfig, text: Option<&str>) -> Result<Option<Secret<String>>> {
    let Some(text) = text else { return Ok(None) };
    let claims = claims::read_challenge(text).ok_or_else(|| {
        let error =
            Error::new(ErrorCode::InvalidRequest, "claims is not a JSON object, as it is or in base64, of at most 8 KiB.")
                .with_hint("Pass on the value of the parameter `claims` of WWW-Authenticate.");
        errors::with_config(error, config)
    })?;
    Ok(Some(claims).filter(|_| config.definition.oauth.as_ref().is_some_and(|oauth| oauth.claims_parameter)))
}
