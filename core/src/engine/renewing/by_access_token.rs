//! Renews a grant by its access token, where the definition says so (`oauth.renewal_by_access_token`): the token must live, and be old enough.

use std::time::Duration;

use crate::base::{Result, Timestamp};
use crate::model::config::ProviderConfig;
use crate::model::definition::{OAuth, RenewalByAccessToken};
use crate::model::grant::{Grant, OAuthTokens};
use crate::model::http::OutboundRequest;
use crate::model::lease::Lease;
use crate::model::renewal::Renewal;
use crate::protocol::token::TokenEndpoint;
use crate::protocol::token_exchange;

use crate::engine::common::errors;

/// # Errors
/// - `rate_limited`: the provider would refuse a token that is so young. It is not asked.
pub(super) fn check_age(
    config: &ProviderConfig,
    oauth: &OAuth,
    grant: &Grant,
    tokens: &OAuthTokens,
    now: Timestamp,
) -> Result<()> {
    let Some(renewal) = defined(oauth, tokens) else { return Ok(()) };
    let from = tokens.issued_at.plus(Duration::from_secs(renewal.minimum_age_seconds));
    if now < from { Err(errors::too_young(config, grant, from.since(now))) } else { Ok(()) }
}

/// The request.
///
/// # Errors
/// - `config_invalid`: the definition does not say any more that tokens are renewed so.
/// - `reauth_required`: there is no token.
pub(super) fn build(
    config: &ProviderConfig,
    oauth: &OAuth,
    grant: &Grant,
    lease: &Lease,
    endpoint: &TokenEndpoint<'_>,
) -> Result<OutboundRequest> {
    let renewal = oauth.renewal_by_access_token.as_ref().ok_or_else(|| errors::renewal_undefined(config, grant))?;
    let token = grant.secrets.material.presented().ok_or_else(|| errors::not_renewable(config, grant))?;
    Ok(token_exchange::build_renewal(lease, endpoint, &renewal.exchange, token))
}

fn defined<'a>(oauth: &'a OAuth, tokens: &OAuthTokens) -> Option<&'a RenewalByAccessToken> {
    oauth.renewal_by_access_token.as_ref().filter(|_| matches!(tokens.renewal, Renewal::AccessToken))
}
