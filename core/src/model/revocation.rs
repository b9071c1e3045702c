//! What is to be revoked at a provider, and what has become of it.

use super::grant::{Destination, ExternalAccount, Grant, GrantStatus, Material, StatusReason};
use super::renewal::Renewal;
use crate::base::words::words;
use crate::base::{ConfigId, GrantId, ProviderId, Secret, TenantId, Timestamp, UserId};

words! {
    /// What has become of the tokens at the provider when a connection or an installation is deleted.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum RevocationOutcome {
        /// The provider has revoked them, or knew them no more.
        Revoked = "revoked",
        /// The provider was not asked yet, or has not answered: it is asked again by itself, for three days at most. The event
        /// `token.revoked` or `token.revocation_failed` tells what comes of it.
        Pending = "pending",
        /// It was not asked: another connection of the tenant has the same account, and would end with it.
        Shared = "shared",
        /// There is nothing that the provider is known to revoke: a key, or a provider without a way to do it.
        Unsupported = "unsupported",
        /// The provider refuses, or could not be asked for three days. What it gave lives until it ends there.
        Failed = "failed",
    }
}

/// What an application is told of a deletion.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deletion {
    /// What has become of the tokens at the provider.
    pub revocation: RevocationOutcome,
}

/// Tokens that are to be revoked, with all that it takes to do so: what they belonged to may be gone by then.
#[derive(Clone, Debug)]
pub(crate) struct Revocation {
    /// Names it in the queue. It begins with the grant's id and a dot.
    pub id: String,
    /// Whose tokens they are.
    pub grant_id: GrantId,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The user, where there is one.
    pub user_id: Option<UserId>,
    /// The config.
    pub config: ConfigId,
    /// The provider.
    pub provider: ProviderId,
    /// The client and the server that they are of; they are sent to no other.
    pub destination: Destination,
    /// Whose account it is.
    pub account: Option<ExternalAccount>,
    /// Refresh tokens that live, or may.
    pub refresh_tokens: Vec<Secret<String>>,
    /// The access token.
    pub access_token: Option<Secret<String>>,
    /// When that ends.
    pub access_ends_at: Option<Timestamp>,
    /// The provider has said that the grant is over: what renews it is dead already.
    pub is_over: bool,
    /// Since when it is to be done.
    pub since: Timestamp,
}

impl Revocation {
    /// All tokens of a grant, `None` where it has none. Those that are minted count where `minted` says so.
    pub(crate) fn of(grant: &Grant, minted: bool, since: Timestamp) -> Option<Revocation> {
        let Material::OAuth(tokens) = &grant.secrets.material else { return None };
        if matches!(tokens.renewal, Renewal::Mint(_)) && !minted {
            return None;
        }
        let revocation = Revocation {
            id: format!("{}.{}", grant.id.as_str(), grant.fence),
            grant_id: grant.id.clone(),
            tenant_id: grant.key.tenant_id.clone(),
            user_id: grant.key.user_id.clone(),
            config: grant.key.config.clone(),
            provider: grant.provider.clone(),
            destination: grant.secrets.destination.clone(),
            account: grant.secrets.account.clone(),
            refresh_tokens: tokens.renewal.refresh_token().into_iter().chain(&tokens.candidates).cloned().collect(),
            access_token: tokens.access_token.clone(),
            access_ends_at: tokens.expires_at,
            is_over: grant.secrets.status == GrantStatus::NeedsReauth && grant.secrets.reason == Some(StatusReason::Revoked),
            since,
        };
        revocation.has_tokens().then_some(revocation)
    }

    /// Whether there is anything to revoke.
    pub(crate) fn has_tokens(&self) -> bool {
        self.access_token.is_some() || !self.refresh_tokens.is_empty()
    }
}
