//! Does what is due of a grant: renews it, checks it, or puts it off because nobody uses it.

use std::sync::Arc;
use std::time::Duration;

use crate::base::log::{Worded, WordedHint};
use crate::base::{Clock, ErrorCode, Result, Timestamp};
use crate::model::config::ProviderConfig;
use crate::model::grant::{Grant, GrantStatus, Material};
use crate::model::renewal::Renewal;
use crate::model::revocation::RevocationOutcome;
use crate::model::rows::GrantJob;
use crate::repo::{DueGrant, DueWork};

use crate::engine::checking::health::Checker;
use crate::engine::common::configs::Configs;
use crate::engine::common::policy::Settings;
use crate::engine::grants::Grants;
use crate::engine::renewing::Refresher;
use crate::engine::renewing::flights::Wanted;
use crate::engine::revoking::Revoker;

/// Finds what is due, and does it.
pub(in crate::engine) struct Jobs {
    pub(in crate::engine) grants: Arc<Grants>,
    pub(in crate::engine) refresher: Arc<Refresher>,
    pub(in crate::engine) checker: Arc<Checker>,
    pub(in crate::engine) revoker: Arc<Revoker>,
    pub(in crate::engine) configs: Configs,
    pub(in crate::engine) clock: Arc<dyn Clock>,
    pub(in crate::engine) settings: Arc<Settings>,
}

impl Jobs {
    /// Does what is due; whether it went well.
    pub(super) async fn run(&self, due: DueWork) -> bool {
        match due {
            DueWork::Grant(due) => {
                let DueGrant { job, grant } = *due;
                self.run_on_grant(job, grant).await
            }
            DueWork::Revocation(held) => {
                let outcome = self.revoker.run(&held).await;
                !matches!(outcome, RevocationOutcome::Pending | RevocationOutcome::Failed)
            }
        }
    }

    /// Does what a grant is due for; whether it went well.
    async fn run_on_grant(&self, job: GrantJob, grant: Grant) -> bool {
        let Ok(config) = self.configs.of(&grant).cloned() else { return false };
        let told = grant.id.clone();
        let tenant_id = grant.key.tenant_id.clone();
        let outcome = match job {
            GrantJob::Refresh if self.is_idle(&grant) => self.postpone(&config, grant).await.map(|()| true),
            GrantJob::Refresh => self.refresh(&config, &grant).await.map(|()| true),
            GrantJob::Check => self.check(&config, grant).await,
        };
        match outcome {
            Ok(done) => done,
            Err(error) => {
                tracing::info!(
                    connection_id = told.as_str(),
                    provider = config.provider.as_str(),
                    config = config.id.as_str(),
                    tenant_id = tenant_id.as_str(),
                    code = error.code().as_str(),
                    detail = %Worded(&error),
                    hint = %WordedHint(&error),
                    "due work failed"
                );
                false
            }
        }
    }

    /// Checks it; whether whom it asked has answered. What the answer says of the credential is no failure of the check.
    async fn check(&self, config: &Arc<ProviderConfig>, grant: Grant) -> Result<bool> {
        let asks = self.checker.asks_about(config, &grant)?;
        let health = self.checker.check_grant(config, grant).await?;
        Ok(!asks || health.live.is_some())
    }

    /// Renews it. Where nothing was sent, because its provider is left alone for now, nobody is handed it before that is over; the hold on
    /// the job, which may be shorter or longer, ends with that.
    async fn refresh(&self, config: &Arc<ProviderConfig>, grant: &Grant) -> Result<()> {
        let Err(error) = self.refresher.refresh(Wanted::after(config, grant)).await else { return Ok(()) };
        let wait = match error.code() {
            ErrorCode::RateLimited | ErrorCode::ProviderUnavailable => error.retry_after(),
            // Callers are told not to wait, because somebody must put something right first: whether they have is looked at now and then.
            ErrorCode::ProviderError => Some(self.settings.policy.unanswered),
            _ => None,
        };
        if let Some(wait) = wait {
            // A renewal that was sent, and has failed, has said itself when it is due: then this changes nothing.
            self.grants.postponed(grant, Some(self.clock.now().plus(wait))).await?;
        }
        Err(error)
    }

    /// Nobody has asked for it lately: it is not kept warm.
    fn is_idle(&self, grant: &Grant) -> bool {
        grant.last_used_at.is_none_or(|at| self.grants.age_of(at) > self.settings.policy.keep_warm)
    }

    /// An idle grant is renewed only before its refresh token would die of idleness or its access token, where that renews itself, would end, and once before it ends whatever is done, so that the
    /// application hears of it.
    async fn postpone(&self, config: &Arc<ProviderConfig>, grant: Grant) -> Result<()> {
        let Material::OAuth(tokens) = &grant.secrets.material else { return Ok(()) };
        let idle = Duration::from_secs(config.definition.lifetime.refresh_idle_seconds);
        let before_death = tokens.issued_at.plus(idle / 10 * 8);
        let dies = !idle.is_zero() && tokens.renewal.refresh_token().is_some();
        // An access token that renews itself is as long the only thing that can: it is renewed as planned, used or not.
        let own_end = tokens.expires_at.filter(|_| matches!(tokens.renewal, Renewal::AccessToken));
        let before_own_end = own_end.map(|end| tokens.issued_at.plus(end.since(tokens.issued_at) / 10 * 8));
        let end = tokens.renewal_end.filter(|end| !end.is_announced).map(|end| end.announce_at);
        let due_at = [dies.then_some(before_death), before_own_end, end].into_iter().flatten().min();
        // By the clock of whoever got the tokens, which ours may be far away from.
        let of_tokens = self.grants.now_for(&grant);
        if due_at.is_some_and(|at| at <= of_tokens) && grant.secrets.status != GrantStatus::NeedsReauth {
            return self.refresh(config, &grant).await;
        }
        let due_at = due_at.filter(|at| *at < Timestamp::NEVER).map(|at| self.clock.now().plus(at.since(of_tokens)));
        self.grants.postponed(&grant, due_at).await
    }
}
