//! Tokens that a grant gives up are revoked at the provider (SR-27): queued with the commit that takes them away, and told of when it is
//! done.

use std::time::Duration;

use crate::base::{Error, Result, TenantId, Timestamp, entropy};
#[cfg(feature = "cli")]
use crate::catalog::Catalog;
use crate::model::config::ProviderConfig;
use crate::model::definition::{ProviderDefinition, RevocationScope};
use crate::model::event::{Event, EventType};
use crate::model::failure::Failed;
use crate::model::grant::{Grant, GrantStatus, Material, StatusReason};
use crate::model::revocation::{Revocation, RevocationOutcome};
use crate::model::rows::GrantFilter;
use crate::repo::{HeldRevocation, NewRevocation};

use super::Grants;
use super::spool::Unstored;
use crate::engine::common::accounts;

/// So many records are opened at once.
const PAGE: usize = 200;

/// What a deletion leaves to be done.
pub(in crate::engine) enum LeftToRevoke {
    /// These, which whoever deletes holds for a while.
    Tokens(Box<HeldRevocation>),
    /// Nothing, and this is what is told of it.
    Nothing(RevocationOutcome),
}

/// How a revocation has ended.
pub(in crate::engine) enum RevocationEnd {
    /// The provider has revoked them, or knew them no more.
    Revoked,
    /// It was not asked: they are of an account that another connection has.
    Shared,
    /// There is no way to ask.
    Unsupported,
    /// It refuses, or could not be asked for too long.
    Failed(Error),
}

impl RevocationEnd {
    /// As what it is told.
    pub(in crate::engine) const fn outcome(&self) -> RevocationOutcome {
        match self {
            RevocationEnd::Revoked => RevocationOutcome::Revoked,
            RevocationEnd::Shared => RevocationOutcome::Shared,
            RevocationEnd::Unsupported => RevocationOutcome::Unsupported,
            RevocationEnd::Failed(_) => RevocationOutcome::Failed,
        }
    }
}

/// Whether a provider may be asked at all. Where the issuer publishes where, that is known only when it is asked.
fn is_supported(definition: &ProviderDefinition) -> bool {
    let discovers = definition.oauth.as_ref().is_some_and(|oauth| oauth.discovery.is_some());
    definition.revocation.is_some() || discovers
}

/// What ends with a token, where the definition says so.
fn scope(config: &ProviderConfig) -> Option<RevocationScope> {
    config.definition.revocation.as_ref().map(|revocation| revocation.scope)
}

impl Grants {
    /// Whether there is anything of a grant that its provider may revoke, as far as this process knows: where it has not the config, by the
    /// catalogue.
    #[cfg(feature = "cli")]
    pub(in crate::engine) fn may_revoke(&self, grant: &Grant) -> bool {
        let config = self.configs.get(&grant.key.config);
        let known = config.map(|config| config.definition.clone()).or_else(|| Catalog::builtin().get(grant.provider.as_str()));
        Revocation::of(grant, true, self.clock.now()).is_some() && known.is_none_or(|definition| is_supported(&definition))
    }

    /// Now, as events say it.
    #[cfg(feature = "cli")]
    pub(in crate::engine) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// How much time has passed, whatever somebody has set clocks to.
    #[cfg(feature = "cli")]
    pub(in crate::engine) fn elapsed(&self) -> Duration {
        self.clock.elapsed()
    }

    /// What the deletion of a grant leaves to be revoked. Where the config is not here, another process may have it: it is queued too.
    pub(super) fn revocation_of(&self, grant: &Grant) -> Result<NewRevocation, RevocationOutcome> {
        if grant.secrets.reason == Some(StatusReason::Unreadable) {
            // Nobody knows the tokens any more, and the provider does.
            return Err(RevocationOutcome::Failed);
        }
        let config = self.configs.get(&grant.key.config);
        if config.is_some_and(|config| !is_supported(&config.definition)) {
            return Err(RevocationOutcome::Unsupported);
        }
        let minted = config.and_then(|config| config.definition.revocation.as_ref()).is_some_and(|asked| asked.minted);
        let now = self.clock.now();
        let revocation = Revocation::of(grant, minted, now).ok_or(RevocationOutcome::Unsupported)?;
        // Whoever deletes it and can tries at once; who finds it later knows that nobody is at it any more.
        let wait = if config.is_some() { self.settings.policy.revocation_wait * 2 } else { Duration::ZERO };
        Ok(NewRevocation { revocation, due_at: now.plus(wait) })
    }

    /// What a sign-in that replaces the tokens of a grant leaves to be revoked: those that the new ones do not hold, where nothing else
    /// ends with them. Where it would, the person has just agreed to that (RFC 7009 §2.1 lets a server end the whole grant), and they
    /// are left to end by themselves.
    pub(super) fn replaced_by(&self, old: &Grant, fresh: &Grant) -> Option<NewRevocation> {
        let config = self.configs.get(&old.key.config)?;
        scope(config).filter(|scope| *scope == RevocationScope::Token)?;
        let now = self.clock.now();
        let mut revocation = Revocation::of(old, false, now)?;
        forget_those_of(&mut revocation, fresh);
        revocation.id = format!("{}.{}.{}", old.id.as_str(), old.fence, old.generation);
        revocation.has_tokens().then_some(NewRevocation { revocation, due_at: now })
    }

    /// What an exchange has brought for a grant that ended meanwhile, or that the person has signed in to anew: nobody will use it, and the
    /// provider honours it. An error is told in the log: the caller has an answer without it.
    pub(super) async fn revoke_late(&self, unstored: &Unstored, stored: Option<&Grant>) {
        let Some(mut late) = unstored.whose().cloned() else {
            // What was found on disk does not say of which client it is.
            return tell_unrevoked(&unstored.successor.right.tenant_id, "it was found in the spool");
        };
        let config = self.configs.get(&late.key.config);
        if config.is_some_and(|config| !is_supported(&config.definition)) {
            return;
        }
        // With an account-wide revocation the new sign-in would end too.
        if stored.is_some() && config.and_then(|config| scope(config)) == Some(RevocationScope::Account) {
            return;
        }
        let right = &unstored.successor.right;
        late.secrets.material = Material::OAuth(unstored.successor.tokens.clone());
        let Some(mut revocation) = Revocation::of(&late, false, self.clock.now()) else { return };
        if let Some(stored) = stored {
            forget_those_of(&mut revocation, stored);
        }
        revocation.id = format!("{}.{}.{}.late", right.grant_id.as_str(), right.fence, right.epoch);
        if !revocation.has_tokens() {
            return;
        }
        let new = NewRevocation { due_at: revocation.since, revocation };
        if let Err(error) = self.repo.queue_revocation(&new).await {
            tell_unrevoked(&right.tenant_id, error.code().as_str());
        }
    }

    /// Whether a grant that works would end with these tokens, where the provider revokes all of an account; or may, for all that can be
    /// told. Accounts are sealed and found by nothing, so each record is opened: those of the tenant, and those of other tenants that are of
    /// the same client, where there are not too many.
    pub(in crate::engine) async fn is_shared(&self, revocation: &Revocation) -> Result<bool> {
        let own = GrantFilter { tenant_id: Some(revocation.tenant_id.clone()), limit: PAGE, ..GrantFilter::default() };
        let mut left = usize::MAX;
        if self.is_any(own, &mut left, |grant| shares_account(grant, revocation)).await? {
            return Ok(true);
        }
        left = self.settings.policy.revocation_compares;
        for config in self.configs.enabled().filter(|config| config.client_id == revocation.destination.client_id) {
            let elsewhere = GrantFilter { config: Some(config.id.clone()), limit: PAGE, ..GrantFilter::default() };
            let shares = |grant: &Grant| grant.key.tenant_id != revocation.tenant_id && may_share_account(grant, revocation);
            if self.is_any(elsewhere, &mut left, shares).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether it is true of any grant, or there are more than are `left` to be looked at.
    async fn is_any(&self, mut filter: GrantFilter, left: &mut usize, is_one: impl Fn(&Grant) -> bool) -> Result<bool> {
        loop {
            let page = self.repo.list_grants(filter.clone()).await?;
            if page.len() > *left || page.iter().any(&is_one) {
                return Ok(true);
            }
            *left -= page.len();
            match page.last().filter(|_| page.len() == PAGE) {
                Some(last) => filter.after = Some(last.id.clone()),
                None => return Ok(false),
            }
        }
    }

    /// It has come to its end, and the application hears of it. `false`: somebody else has it, or the vault could not be written; then it
    /// is done again.
    pub(in crate::engine) async fn revocation_ended(&self, held: &HeldRevocation, end: &RevocationEnd) -> bool {
        let (told, failure) = match end {
            RevocationEnd::Revoked => (EventType::TokenRevoked, None),
            RevocationEnd::Shared | RevocationEnd::Unsupported => (EventType::TokenRevocationSkipped, None),
            RevocationEnd::Failed(error) => (EventType::TokenRevocationFailed, Some(Failed::by(error))),
        };
        let event = event(told, &held.revocation, failure, self.clock.now());
        self.repo.complete_revocation(held, event).await.unwrap_or_else(|error| {
            tracing::warn!(
                code = error.code().as_str(),
                "that tokens were revoked could not be noted; the provider is asked again"
            );
            false
        })
    }

    /// It is asked for again then.
    pub(in crate::engine) async fn revocation_postponed(&self, held: &HeldRevocation, pause: Duration) {
        let due_at = self.clock.now().plus(pause);
        if let Err(error) = self.repo.postpone_revocation(held, due_at).await {
            // Whoever takes it next finds it when its hold is over.
            tracing::debug!(code = error.code().as_str(), "a revocation could not be put off");
        }
    }
}

/// Tokens that another grant holds are not given up.
fn forget_those_of(revocation: &mut Revocation, other: &Grant) {
    let Material::OAuth(tokens) = &other.secrets.material else { return };
    let held = || tokens.renewal.refresh_token().into_iter().chain(&tokens.candidates).chain(&tokens.access_token);
    revocation.refresh_tokens.retain(|token| held().all(|held| !held.is_same(token)));
    revocation.access_token = revocation.access_token.take().filter(|token| held().all(|held| !held.is_same(token)));
}

/// Whether a grant of the same tenant works and is of the same client and account, at whichever provider of one vendor. Of an account that
/// is not known nobody can tell: it is taken for the same where it is the same user's.
fn shares_account(grant: &Grant, revocation: &Revocation) -> bool {
    works_for(grant, revocation) && same_account(grant, revocation).unwrap_or(grant.key.user_id == revocation.user_id)
}

/// The same of a grant of another tenant, which nothing that this one does may end: an account that is not known may be the same.
fn may_share_account(grant: &Grant, revocation: &Revocation) -> bool {
    works_for(grant, revocation) && same_account(grant, revocation).unwrap_or(true)
}

fn works_for(grant: &Grant, revocation: &Revocation) -> bool {
    let works = !matches!(grant.secrets.status, GrantStatus::NeedsReauth | GrantStatus::Revoked);
    let (theirs, ours) = (&grant.secrets.destination, &revocation.destination);
    // What does not open says nothing of its client.
    let is_unreadable = grant.secrets.reason == Some(StatusReason::Unreadable);
    is_unreadable || (works && theirs.client_id == ours.client_id && theirs.token_endpoint == ours.token_endpoint)
}

/// `None`: nobody can tell.
fn same_account(grant: &Grant, revocation: &Revocation) -> Option<bool> {
    let (theirs, ours) = grant.secrets.account.as_ref().zip(revocation.account.as_ref())?;
    Some(accounts::same_account(theirs, ours))
}

fn event(event_type: EventType, revocation: &Revocation, failure: Option<Failed>, at: Timestamp) -> Event {
    Event {
        id: entropy::make_id("evt"),
        event_type,
        grant_id: Some(revocation.grant_id.clone()),
        session_id: None,
        tenant_id: revocation.tenant_id.clone(),
        user_id: revocation.user_id.clone(),
        config: revocation.config.clone(),
        provider: revocation.provider.clone(),
        status: None,
        reason: None,
        failure,
        at,
        cursor: None,
    }
}

fn tell_unrevoked(tenant_id: &TenantId, why: &str) {
    tracing::warn!(
        tenant_id = tenant_id.as_str(),
        why,
        "a token came for a connection that had ended, and is not revoked: it lives until it ends at the provider"
    );
}
