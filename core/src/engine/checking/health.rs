//! Probes: cheap requests that show whether a grant still works. A probe never spends a refresh token; where a grant has no
//! live access token, the check asks for one ordinary, leased renewal.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::base::log::tell_with_details;
use crate::base::waiting::{self, Awaited};
use crate::base::{Clock, Error, ErrorCode, GrantId, Result, TenantId, Timestamp};
use crate::catalog;
use crate::model::config::ProviderConfig;
use crate::model::config_status::ConfigStatus;
use crate::model::grant::{Grant, GrantStatus, GrantView, Material, StatusReason};
use crate::model::standing::Standing;
use crate::net::HttpClient;
use crate::protocol::probe::{Carried, ProbeQuestion, ProbeVerdict, build_probe_request, judge_probe};
use crate::protocol::provider_details::{Sent, read_provider_details};

use super::questions::{answerable, carried, question};
use super::wrong_address::WrongAddresses;
use crate::engine::common::configs::Configs;
use crate::engine::common::discovery::Discoverer;
use crate::engine::common::errors;
use crate::engine::common::policy::Settings;
use crate::engine::common::tasks::Tasks;
use crate::engine::grants::Grants;
use crate::engine::grants::changes::{Check, Finding};
use crate::engine::grants::rejections::Rejection;
use crate::engine::renewing::Refresher;
use crate::engine::renewing::flights::Wanted;

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Where it stands.
    pub status: GrantStatus,
    /// Why, in one word.
    pub reason: Option<StatusReason>,
    /// Whether the provider accepted the credential just now. `None`: it could not be asked.
    pub live: Option<bool>,
    /// When.
    pub checked_at: Timestamp,
    /// Where its config stands at the provider. A client that is rejected says nothing about the grant (SR-63).
    pub config_status: ConfigStatus,
}

/// What the answer to a probe shows, and what is told of it where it shows no live credential.
struct Answered {
    verdict: ProbeVerdict,
    told: Option<Error>,
}

impl Answered {
    const fn nothing() -> Self {
        Answered { verdict: ProbeVerdict::Unknown, told: None }
    }
}

/// Checks grants.
pub(crate) struct Checker {
    pub(in crate::engine) grants: Arc<Grants>,
    pub(in crate::engine) refresher: Arc<Refresher>,
    pub(in crate::engine) configs: Configs,
    pub(in crate::engine) net: Arc<dyn HttpClient>,
    pub(in crate::engine) discoverer: Discoverer,
    pub(in crate::engine) clock: Arc<dyn Clock>,
    pub(in crate::engine) settings: Arc<Settings>,
    pub(in crate::engine) tasks: Arc<Tasks>,
    /// When a report last had the provider asked, by the clock that counts suspends.
    pub(in crate::engine) asked: Mutex<HashMap<GrantId, Duration>>,
    pub(in crate::engine) wrong_addresses: WrongAddresses,
}

impl Checker {
    /// Checks a connection or installation now.
    ///
    /// # Errors
    /// - `not_connected`, `installation_not_found`: no such grant in this tenant.
    /// - What a renewal may answer, where the check needed one.
    pub(crate) async fn check(&self, tenant_id: &TenantId, id: &GrantId) -> Result<Health> {
        self.tasks.check_open()?;
        let grant = self.grants.get(tenant_id, id).await?;
        let config = self.configs.of(&grant)?.clone();
        self.check_grant(&config, grant).await
    }

    /// Whether a check of this grant asks anybody.
    ///
    /// # Errors
    /// As of [`Checker::check_grant`], where the question cannot be put.
    pub(in crate::engine) fn asks_about(&self, config: &ProviderConfig, grant: &Grant) -> Result<bool> {
        Ok((can_work(grant) || self.is_served_on(grant)) && question(config, grant)?.is_some())
    }

    /// Probes a grant and notes what it shows. Gives the grant's health afterwards.
    pub(in crate::engine) async fn check_grant(&self, config: &Arc<ProviderConfig>, grant: Grant) -> Result<Health> {
        let can_work = can_work(&grant);
        let question = question(config, &grant)?;
        if let Some(question) = question.as_ref().filter(|_| self.is_served_on(&grant)) {
            return self.check_what_is_left(config, grant, question).await;
        }
        let Some(question) = question.filter(|_| can_work) else {
            let health = self.health_of(&grant, None);
            self.grants.not_checkable(grant).await?;
            return Ok(health);
        };
        let mut grant = match self.with_live_token(config, grant.clone()).await {
            Ok(live) => live,
            Err(error) => {
                let is_rejected = self.is_rejected_meanwhile(config, &grant, &question).await?;
                return self.note_unrenewable(grant, error, is_rejected).await;
            }
        };
        let mut answered = self.ask(config, &grant, &question).await;
        if answered.verdict == ProbeVerdict::Rejected && !grant.secrets.material.renewal().outlives_access_token() {
            return self.note_rejection(grant, answered.told).await;
        }
        if answered.verdict == ProbeVerdict::Rejected {
            // The token was taken away before its time, or the provider forgot it: a renewal tells which.
            let renewed = self.refresher.refresh(Wanted::after(config, &grant)).await;
            match renewed {
                Ok(renewed) => {
                    grant = Grant::clone(&renewed);
                    answered = self.ask(config, &grant, &question).await;
                }
                Err(error) => {
                    self.grants.rejected(&grant, &Rejection::Probed).await?;
                    return self.note_unrenewable(grant, error, true).await;
                }
            }
        }
        self.note_verdict(grant, answered).await
    }

    /// Whether a grant that needs a new sign-in still hands out its access token.
    fn is_served_on(&self, grant: &Grant) -> bool {
        let alive = matches!(&grant.secrets.material, Material::OAuth(tokens) if tokens.is_alive(self.grants.now_for(grant)));
        alive && grant.secrets.status == GrantStatus::NeedsReauth && grant.secrets.reason != Some(StatusReason::RolesMissing)
    }

    /// A grant that needs a new sign-in is served while its access token lives: this tells whether it does. A token that is accepted
    /// changes nothing about the sign-in.
    async fn check_what_is_left(&self, config: &ProviderConfig, grant: Grant, question: &ProbeQuestion) -> Result<Health> {
        let Answered { verdict, .. } = self.ask(config, &grant, question).await;
        if verdict == ProbeVerdict::Rejected {
            let reason = grant.secrets.reason.clone().unwrap_or(StatusReason::Revoked);
            let stored = self.grants.rejected(&grant, &Rejection::Shown(reason)).await?;
            return Ok(self.health_of(stored.as_ref().unwrap_or(&grant), Some(false)));
        }
        let health = self.health_of(&grant, live(verdict));
        self.grants.not_checkable(grant).await?;
        Ok(health)
    }

    async fn with_live_token(&self, config: &Arc<ProviderConfig>, grant: Grant) -> Result<Grant> {
        let live = match &grant.secrets.material {
            Material::OAuth(tokens) => tokens.is_alive(self.grants.now_for(&grant)),
            Material::Fields(_) => true,
        };
        // A token keeps the roles it was issued with: while they spread, each look takes a new one.
        if live && grant.secrets.status != GrantStatus::Pending {
            return Ok(grant);
        }
        self.refresher.refresh(Wanted::after(config, &grant)).await.map(|grant| Grant::clone(&grant))
    }

    /// Whether the API rejects the access token of a grant whose refreshes are refused: beside them, that is evidence.
    async fn is_rejected_meanwhile(&self, config: &ProviderConfig, grant: &Grant, question: &ProbeQuestion) -> Result<bool> {
        let current = self.grants.load(&grant.key.tenant_id, &grant.id).await?;
        let Some(current) = current.filter(|current| current.secrets.evidence.is_some()) else { return Ok(false) };
        Ok(self.ask(config, &current, question).await.verdict == ProbeVerdict::Rejected)
    }

    async fn ask(&self, config: &ProviderConfig, grant: &Grant, question: &ProbeQuestion) -> Answered {
        let Some(carried) = carried(config, grant, &*self.clock) else { return Answered::nothing() };
        // The probe's host must be one that may see the token: sealed with it, not read from a column (SR-30, SR-44).
        let origin = question.url.origin().ascii_serialization();
        if !grant.secrets.destination.api_origins.contains(&origin) {
            return Answered::nothing();
        }
        let (is_signed, proof) = (matches!(carried, Carried::Signed(_)), carried.proof());
        let request = build_probe_request(question, &catalog::api_headers(config, &grant.secrets.destination.variables), carried);
        let sent = Sent::with(&request);
        let answer = self.net.send(request, self.settings.policy.exchange);
        let answer = waiting::on(Awaited::Provider(config.definition.name.clone()), answer).await;
        let Ok(response) = answer else { return Answered::nothing() };
        let mut verdict = judge_probe(question, proof, &response);
        if verdict == ProbeVerdict::Rejected
            && is_signed
            && !Box::pin(self.is_client_taken(config, &grant.secrets.destination.variables)).await
        {
            verdict = ProbeVerdict::Unknown;
        }
        if matches!(verdict, ProbeVerdict::Live | ProbeVerdict::Unscoped) {
            return Answered { verdict, told: None };
        }
        let details = read_provider_details(&response, &sent, &config.definition.diagnosis);
        tell_with_details!(
            info,
            "a probe did not show a live credential",
            Some(&details),
            connection_id = grant.id.as_str(),
            provider = grant.provider.as_str(),
            config = grant.key.config.as_str(),
            tenant_id = grant.key.tenant_id.as_str(),
        );
        if verdict == ProbeVerdict::Unknown {
            self.wrong_addresses.tell(grant, response.status);
        }
        let told = errors::probe_failed(config, grant, response.status).with_provider_details(Some(&details));
        Answered { verdict, told: Some(told) }
    }

    async fn note_verdict(&self, grant: Grant, answered: Answered) -> Result<Health> {
        let Answered { verdict, told } = answered;
        let policy = &self.settings.policy;
        let now = self.clock.now();
        let pending = grant.secrets.status == GrantStatus::Pending;
        let check = match verdict {
            ProbeVerdict::Unscoped if pending => self.wait_for_roles(&grant, now),
            ProbeVerdict::Live | ProbeVerdict::Unscoped => {
                Check { finding: Finding::Works, next_check_at: Some(policy.next_check(now)), told: None }
            }
            ProbeVerdict::Unknown if !pending => self.look_again_soon(),
            ProbeVerdict::Rejected | ProbeVerdict::Forbidden if !pending => {
                Check { finding: Finding::Refused(StatusReason::ProbeRefused), ..self.look_again_soon() }
            }
            ProbeVerdict::Rejected | ProbeVerdict::Forbidden => self.wait_for_roles(&grant, now),
            ProbeVerdict::Unknown => self.keep_waiting(&grant, now),
        };
        let check = Check { told, ..check };
        Ok(self.health_of(&self.grants.checked(&grant, check).await?, live(verdict)))
    }

    /// The token is not accepted, and nothing can renew it. One no may be a gateway's mistake, which must not send everybody to
    /// sign in; a second one a while later is believed, and so is the first where somebody's API has said the same.
    async fn note_rejection(&self, grant: Grant, told: Option<Error>) -> Result<Health> {
        let now = self.clock.now();
        let confirm_after = self.settings.policy.confirm_after;
        let known = grant.secrets.status == GrantStatus::Degraded && grant.secrets.reason == Some(StatusReason::Rejected);
        let is_reported = matches!(&grant.secrets.material, Material::OAuth(tokens) if tokens.standing == Standing::Rejected);
        let check = if is_reported || (known && self.grants.age_of(grant.updated_at) >= confirm_after) {
            Check { finding: Finding::TokenEnded(reason_of_end(&grant)), next_check_at: None, told: None }
        } else {
            // Counted from the first no: whoever asks in between puts nothing off.
            let first_no = if known { grant.updated_at } else { now };
            Check {
                finding: Finding::Refused(StatusReason::Rejected),
                next_check_at: Some(first_no.plus(confirm_after)),
                told: None,
            }
        };
        let check = Check { told, ..check };
        Ok(self.health_of(&self.grants.checked(&grant, check).await?, Some(false)))
    }

    /// Somebody's API has rejected what nothing can renew. The provider is asked whether it has ended, but not at every report; both
    /// together are believed at once. Where there is nothing to ask, the API that rejects the token is the only one who can tell.
    ///
    /// Gives what the caller is told.
    pub(in crate::engine) async fn judge_rejected(&self, config: &Arc<ProviderConfig>, grant: Grant) -> Result<Error> {
        let (tenant_id, id) = (grant.key.tenant_id.clone(), grant.id.clone());
        match answerable(config, &grant) {
            None if config.definition.oauth1.is_none() => {
                drop(self.grants.rejected(&grant, &Rejection::Shown(StatusReason::Rejected)).await?);
            }
            None if !self.may_ask(&id) => {}
            None => {
                let is_taken = Box::pin(self.is_client_taken(config, &grant.secrets.destination.variables)).await;
                let shown = if is_taken { Rejection::Shown(StatusReason::Rejected) } else { Rejection::Unproven };
                drop(self.grants.rejected(&grant, &shown).await?);
            }
            Some(question) if self.may_ask(&id) => self.ask_about_rejected(config, grant.clone(), &question).await?,
            Some(_) => {}
        }
        Ok(match self.grants.load(&tenant_id, &id).await? {
            Some(grant) if grant.secrets.status == GrantStatus::NeedsReauth => errors::reauth(config, &grant),
            Some(grant) => errors::not_renewable(config, &grant),
            None => errors::absent(config, &grant.key),
        })
    }

    async fn ask_about_rejected(&self, config: &Arc<ProviderConfig>, grant: Grant, question: &ProbeQuestion) -> Result<()> {
        let live = match self.with_live_token(config, grant.clone()).await {
            Ok(live) => live,
            Err(error) => return self.note_unrenewable(grant, error, false).await.map(drop),
        };
        let answered = self.ask(config, &live, question).await;
        match answered.verdict {
            ProbeVerdict::Rejected => self.grants.rejected(&live, &Rejection::Shown(reason_of_end(&live))).await.map(drop),
            verdict => {
                self.note_verdict(live.clone(), answered).await?;
                if verdict == ProbeVerdict::Unknown {
                    self.grants.rejected(&live, &Rejection::Unproven).await?;
                }
                Ok(())
            }
        }
    }

    /// Whether a report may have the provider asked now: a caller that reports in a loop is no storm on the provider.
    fn may_ask(&self, id: &GrantId) -> bool {
        let (now, pause) = (self.clock.elapsed(), self.settings.policy.confirm_after);
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.retain(|_, at| now.saturating_sub(*at) < pause);
        let may = !asked.contains_key(id);
        asked.entry(id.clone()).or_insert(now);
        may
    }

    /// Nothing was learnt; the next look comes sooner than usual.
    fn look_again_soon(&self) -> Check {
        let at = self.clock.now().plus(self.settings.policy.check_again);
        Check { finding: Finding::Nothing, next_check_at: Some(at), told: None }
    }

    /// Nobody could be asked, which tells nothing about the roles: an outage ends no installation.
    fn keep_waiting(&self, grant: &Grant, now: Timestamp) -> Check {
        let policy = &self.settings.policy;
        let since = grant.secrets.pending_since.unwrap_or(grant.created_at);
        let pause = if self.grants.age_of(since) < policy.spread_limit { policy.spread_poll } else { policy.check_again };
        Check { finding: Finding::Nothing, next_check_at: Some(now.plus(pause)), told: None }
    }

    /// Consent spreads slowly; after a while it will not come any more.
    fn wait_for_roles(&self, grant: &Grant, now: Timestamp) -> Check {
        let policy = &self.settings.policy;
        let since = grant.secrets.pending_since.unwrap_or(grant.created_at);
        if self.grants.age_of(since) < policy.spread_limit {
            return Check { finding: Finding::Nothing, next_check_at: Some(now.plus(policy.spread_poll)), told: None };
        }
        Check { finding: Finding::Ended(StatusReason::RolesMissing), next_check_at: None, told: None }
    }

    /// The check needed a renewal and got none. If that ended the grant, the renewal has noted it; a pending installation goes
    /// on waiting; everything else is looked at again soon.
    async fn note_unrenewable(&self, grant: Grant, error: Error, is_rejected: bool) -> Result<Health> {
        let Some(current) = self.grants.load(&grant.key.tenant_id, &grant.id).await? else { return Err(error) };
        let check = match current.secrets.status {
            GrantStatus::Pending => self.keep_waiting(&current, self.clock.now()),
            GrantStatus::NeedsReauth => Check { finding: Finding::Nothing, next_check_at: None, told: None },
            _ if is_rejected => Check { finding: Finding::TokenRejected, ..self.look_again_soon() },
            _ => self.look_again_soon(),
        };
        let is_dead = matches!(&current.secrets.material, Material::OAuth(tokens) if tokens.standing == Standing::Dead);
        let live = (is_rejected || is_dead || error.code() == ErrorCode::ReauthRequired).then_some(false);
        Ok(self.health_of(&self.grants.checked(&current, check).await?, live))
    }

    /// What callers see of grants.
    pub(in crate::engine) async fn views(&self, grants: &[Grant]) -> Vec<GrantView> {
        let told = self.refresher.tell(&self.configs, grants).await;
        grants.iter().zip(told).map(|(grant, refresh)| GrantView::of(grant, self.config_status(grant), refresh)).collect()
    }

    /// What callers see of a grant.
    pub(in crate::engine) async fn view(&self, grant: &Grant) -> GrantView {
        let told = self.refresher.tell_of(&self.configs, grant).await;
        GrantView::of(grant, self.config_status(grant), told)
    }

    fn config_status(&self, grant: &Grant) -> ConfigStatus {
        let config = self.configs.get(&grant.key.config);
        config.map_or(ConfigStatus::Ok, |config| self.refresher.registrations.status(config, grant))
    }

    fn health_of(&self, grant: &Grant, live: Option<bool>) -> Health {
        Health {
            status: grant.secrets.status,
            reason: grant.secrets.reason.clone(),
            live,
            checked_at: self.clock.now(),
            config_status: self.config_status(grant),
        }
    }
}

const fn can_work(grant: &Grant) -> bool {
    matches!(grant.secrets.status, GrantStatus::Active | GrantStatus::Degraded | GrantStatus::Pending)
}

const fn live(verdict: ProbeVerdict) -> Option<bool> {
    match verdict {
        ProbeVerdict::Live | ProbeVerdict::Unscoped => Some(true),
        ProbeVerdict::Rejected | ProbeVerdict::Forbidden => Some(false),
        ProbeVerdict::Unknown => None,
    }
}

/// Why a grant has ended whose credential is rejected: a key was never granted, and nobody has revoked a grant.
const fn reason_of_end(grant: &Grant) -> StatusReason {
    match &grant.secrets.material {
        Material::OAuth(_) => StatusReason::Revoked,
        Material::Fields(_) => StatusReason::Rejected,
    }
}
