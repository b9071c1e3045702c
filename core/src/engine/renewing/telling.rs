//! Tells the story of grants' refreshes, for whoever looks after them.

use std::time::Duration;

use crate::base::ErrorCode;
use crate::base::encoding::to_hex;
use crate::catalog::Catalog;
use crate::engine::common::configs::Configs;
use crate::engine::common::pause;
use crate::engine::grants::leases::Held;
use crate::model::config::ProviderConfig;
use crate::model::grant::{Grant, GrantStatus, Material, OpenIntent, RefreshStage, RefreshState};

use super::Refresher;
use super::in_doubt::InDoubt;

impl Refresher {
    /// What rows, the vault's pauses and the spool say. Where a grant's config is not given here, as in the command line tool, its provider
    /// is judged by the catalogue, and one that is not in it as if it rotated strictly.
    pub(in crate::engine) async fn tell(&self, configs: &Configs, grants: &[Grant]) -> Vec<RefreshState> {
        self.hear_of_others().await;
        let waiting = self.grants.waiting_on_disk().await;
        let mut told = Vec::with_capacity(grants.len());
        for grant in grants {
            let config = configs.get(&grant.key.config).map(AsRef::as_ref);
            told.push(self.tell_one(config, grant, waiting.contains(&grant.id)).await);
        }
        told
    }

    /// The same of one.
    pub(in crate::engine) async fn tell_of(&self, configs: &Configs, grant: &Grant) -> RefreshState {
        self.hear_of_others().await;
        let is_spooled = self.grants.waiting_on_disk().await.contains(&grant.id);
        self.tell_one(configs.get(&grant.key.config).map(AsRef::as_ref), grant, is_spooled).await
    }

    async fn tell_one(&self, config: Option<&ProviderConfig>, grant: &Grant, is_spooled: bool) -> RefreshState {
        let intent = self.standing_intent(grant).await;
        let (now, at) = (self.clock.now(), self.clock.elapsed());
        let ago = |moment: Duration| now.minus(at.saturating_sub(moment));
        let later = |moment: Option<Duration>| moment.filter(|moment| *moment > at).map(|moment| now.plus(moment - at));
        let held = intent.as_ref().filter(|intent| intent.lease_until > at);
        let doubt = self.doubt(config, grant, intent.as_ref());
        let asked_again = match doubt {
            InDoubt::TooEarly(wait) | InDoubt::Unanswered(wait) => Some(at + wait),
            InDoubt::None | InDoubt::HeldByOther | InDoubt::Recoverable => None,
        };
        let is_in_doubt = match doubt {
            InDoubt::None => false,
            InDoubt::HeldByOther => held.is_some_and(|intent| intent.is_recovery),
            InDoubt::TooEarly(_) | InDoubt::Unanswered(_) | InDoubt::Recoverable => true,
        };
        let endpoint = self.throttles.paused_until(config, grant);
        let not_before = later(grant.next_attempt_at.max(asked_again).max(endpoint));
        let is_refreshed = matches!(grant.secrets.status, GrantStatus::Active | GrantStatus::Degraded | GrantStatus::Pending);
        RefreshState {
            // What it is to repair may be older than the lease.
            held_since: held.map(|intent| ago(intent.lease_until.saturating_sub(self.settings.policy.lease))),
            held_by: held.and_then(|intent| intent.holder).map(|holder| to_hex(&holder.owner)),
            stage: held.map(|intent| if intent.is_unsent() { RefreshStage::Claimed } else { RefreshStage::Sending }),
            succeeded_at: match &grant.secrets.material {
                Material::OAuth(tokens) => tokens.access_token.as_ref().map(|_| tokens.issued_at),
                Material::Fields(_) => None,
            },
            failed_at: grant.secrets.failed_at,
            error: error(grant),
            failures: grant.failures,
            next_at: grant.refresh_at.filter(|_| is_refreshed).map(|due| not_before.map_or(due, |free| due.max(free))),
            not_before,
            endpoint_paused_until: later(endpoint),
            in_doubt_since: intent.as_ref().filter(|_| is_in_doubt).map(|intent| ago(intent.since)),
            ends_at: match &grant.secrets.material {
                Material::OAuth(tokens) => tokens.renewal_end.map(|end| end.at),
                Material::Fields(_) => None,
            },
            is_spooled,
        }
    }

    /// What was announced. A holder that has died holds nothing, whatever time its lease still has.
    async fn standing_intent(&self, grant: &Grant) -> Option<OpenIntent> {
        let intent = grant.open_intent.clone()?;
        let at = self.clock.elapsed();
        if intent.lease_until > at && self.grants.is_holder_dead(&intent).await {
            return Some(OpenIntent { lease_until: at, holder: None, ..intent });
        }
        Some(intent)
    }

    fn doubt(&self, config: Option<&ProviderConfig>, grant: &Grant, intent: Option<&OpenIntent>) -> InDoubt {
        let (Material::OAuth(tokens), Some(intent)) = (&grant.secrets.material, intent) else { return InDoubt::None };
        let lifetime = config.map(|config| config.definition.lifetime.clone());
        let lifetime = lifetime.or_else(|| Catalog::builtin().get(grant.provider.as_str()).map(|known| known.lifetime.clone()));
        self.judge_intent(&lifetime.unwrap_or_default(), grant, tokens, intent)
    }
}

/// A refresh has brought an access token, and beside it a refresh token that cannot be one.
pub(super) fn unusable_refresh_token(grant: &Grant) {
    tracing::warn!(
        connection_id = grant.id.as_str(),
        provider = grant.provider.as_str(),
        config = grant.key.config.as_str(),
        tenant_id = grant.key.tenant_id.as_str(),
        "the provider gave a refresh token that cannot be one; the one before is kept, and may be spent"
    );
}

/// One exchange, from the lease to the commit, for whoever traces the program. What it came to is recorded
/// at its end, and whether the provider may have been asked.
pub(super) fn span(config: &ProviderConfig, grant: &Grant, held: &Held) -> tracing::Span {
    tracing::info_span!(
        "exchange",
        connection_id = grant.id.as_str(),
        provider = config.provider.as_str(),
        config = config.id.as_str(),
        tenant_id = grant.key.tenant_id.as_str(),
        epoch = held.lease.right().epoch,
        is_recovery = held.intent.is_recovery,
        is_sent = tracing::field::Empty,
        outcome = tracing::field::Empty,
    )
}

/// What the last refresh came to. One that ends a grant leaves what an earlier one was told.
fn error(grant: &Grant) -> Option<ErrorCode> {
    grant.secrets.failed_at?;
    match grant.secrets.status {
        GrantStatus::NeedsReauth => Some(ErrorCode::ReauthRequired),
        _ => pause::code(grant),
    }
}
