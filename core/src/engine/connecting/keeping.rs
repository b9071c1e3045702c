//! Keeps the stored refresh token where a sign-in of the same account brings none (RFC 6749 §5.1 makes it optional): some providers give
//! one at the first consent only.

use crate::engine::common::errors::flow;
use std::time::Duration;

use crate::base::Result;
use crate::engine::common::policy::Policy;
use crate::engine::common::{accounts, exchange};
use crate::engine::grants::freshness::{self, Brought};
use crate::model::config::ProviderConfig;
use crate::model::grant::{Grant, GrantStatus, Material, OAuthTokens, StatusReason};
use crate::model::renewal::Renewal;
use crate::model::subject::SubjectKind;

/// The grant as it is stored: with the refresh token of the one whose place it takes, where both are of one account.
///
/// # Errors
/// - `provider_error`: it has none, and would silently end within the hour where the other one went on.
pub(super) fn keep_refresh_token(config: &ProviderConfig, fresh: &Grant, old: Option<&Grant>, policy: &Policy) -> Result<Grant> {
    let mut grant = fresh.clone();
    let Material::OAuth(tokens) = &mut grant.secrets.material else { return Ok(grant) };
    let is_expected = || config.definition.oauth.as_ref().is_some_and(|oauth| !oauth.refresh_token_parameters.is_empty());
    if tokens.renewal.is_possible() {
        return Ok(grant);
    }
    let Some((old, kept)) = old.and_then(|old| Some((old, living(old, fresh)?))) else {
        return match tokens.expires_at {
            Some(_) if is_expected() => Err(flow::no_refresh_token(config, false)),
            Some(_) => {
                tracing::info!(
                    connection_id = grant.id.as_str(),
                    provider = config.provider.as_str(),
                    config = config.id.as_str(),
                    tenant_id = grant.key.tenant_id.as_str(),
                    "a sign-in has brought no refresh token: the connection ends with its access token"
                );
                Ok(grant)
            }
            None => Ok(grant),
        };
    };
    if is_same_account(old, fresh) {
        tokens.renewal = kept.renewal.clone();
        tokens.renewal_end = kept.renewal_end;
        tokens.candidates = kept.candidates.clone();
        let ends_at = *tokens.expires_at.get_or_insert(tokens.issued_at.plus(exchange::USUAL));
        let (issued_at, renewal_end) = (tokens.issued_at, tokens.renewal_end);
        let brought = Brought { issued_at, expires_at: Some(ends_at), refresh_in: None, renewal_end, call: policy.exchange };
        grant.refresh_at = freshness::plan(config, &brought);
        return Ok(grant);
    }
    // Also where it names no end: the one that is there says that this provider's tokens end.
    Err(flow::no_refresh_token(config, true))
}

/// What is known of an installation stays known where it is installed once more: one that has been shown to work for this organisation is used
/// on, and looked at soon.
pub(super) fn keep_proof(fresh: Grant, old: Option<&Grant>) -> Grant {
    let is_same = |old: &&Grant| {
        fresh.key.subject == SubjectKind::Installation
            && (fresh.secrets.status, old.secrets.status) == (GrantStatus::Pending, GrantStatus::Active)
            && fresh.secrets.destination == old.secrets.destination
            && matches!((fresh.secrets.material.renewal(), old.secrets.material.renewal()), (Renewal::Mint(a), Renewal::Mint(b)) if a == b)
            && fresh.secrets.account.as_ref().is_some_and(|account| account.organisation.is_some())
            && accounts::same_organisation(old, &fresh)
    };
    if old.filter(is_same).is_none() {
        return fresh;
    }
    let mut grant = fresh;
    grant.secrets.status = GrantStatus::Active;
    grant.secrets.pending_since = None;
    grant
}

/// Whether a sign-in that brings no refresh token may keep the one that is stored: then none is asked for.
pub(super) fn has_refresh_token(stored: &Grant) -> bool {
    living(stored, stored).is_some()
}

/// Whether a renewal of the old grant is under way that may spend what is to be kept: its result must come first.
pub(super) fn is_in_flight(old: &Grant, fresh: &Grant, elapsed: Duration) -> bool {
    let is_wanted = !fresh.secrets.material.renewal().is_possible() && living(old, fresh).is_some();
    is_wanted && old.open_intent.as_ref().is_some_and(|intent| intent.lease_until > elapsed)
}

/// The tokens of a grant that may still be renewed, where the new one would be (SR-17).
fn living<'a>(old: &'a Grant, fresh: &Grant) -> Option<&'a OAuthTokens> {
    let Material::OAuth(tokens) = &old.secrets.material else { return None };
    let lives = match (old.secrets.status, &old.secrets.reason) {
        (GrantStatus::Active | GrantStatus::Degraded, _) => true,
        // The provider wanted the person, who has just been there.
        (GrantStatus::NeedsReauth, Some(StatusReason::Policy | StatusReason::Consent)) => true,
        _ => false,
    };
    let (before, now) = (&old.secrets.destination, &fresh.secrets.destination);
    let is_there = before.token_endpoint == now.token_endpoint && before.client_id == now.client_id;
    (lives && is_there && tokens.renewal.refresh_token().is_some()).then_some(tokens)
}

/// Whether both are proven to be of one account: an installation of one organisation, anything else of one person.
fn is_same_account(old: &Grant, fresh: &Grant) -> bool {
    let (Some(before), Some(now)) = (&old.secrets.account, &fresh.secrets.account) else { return false };
    let is_named = match fresh.key.subject {
        SubjectKind::Installation => now.organisation.is_some(),
        SubjectKind::User | SubjectKind::Tenant => now.person.is_some(),
    };
    is_named && accounts::same_account(before, now)
}
