//! What can be renewed at all.

use crate::base::{Result, Timestamp};
use crate::model::config::ProviderConfig;
use crate::model::grant::{Grant, GrantStatus, OAuthTokens};

use crate::engine::common::errors;

/// # Errors
/// - What [`errors::unusable`] says of the grant's state.
/// - `reauth_required`: there is nothing to renew it with.
pub(super) fn check_renewable(config: &ProviderConfig, grant: &Grant, tokens: &OAuthTokens) -> Result<()> {
    let is_usable = match grant.secrets.status {
        // While it is pending, its permissions are being probed, which takes a token.
        GrantStatus::Active | GrantStatus::Degraded | GrantStatus::Pending => true,
        _ => false,
    };
    if !is_usable {
        return Err(errors::unusable(config, grant));
    }
    if tokens.renewal.is_possible() { Ok(()) } else { Err(errors::not_renewable(config, grant)) }
}

/// Whether the access token has ended and there is nothing to renew it with.
pub(super) fn is_spent(grant: &Grant, tokens: &OAuthTokens, now: Timestamp) -> bool {
    let lives = matches!(grant.secrets.status, GrantStatus::Active | GrantStatus::Degraded);
    lives && !tokens.renewal.outlives_access_token() && tokens.expires_at.is_some_and(|end| end <= now)
}
