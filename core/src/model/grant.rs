//! A grant: what a provider has given, and its life cycle. Installations and connections are grants.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::base::{GrantId, ProviderId, Secret, Timestamp, UserId};

use super::renewal::Renewal;
use super::subject::GrantKey;

/// Where a grant stands (SR-73). Each change makes exactly one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GrantStatus {
    /// Stored, but its permissions do not work yet.
    Pending,
    /// Somebody must approve it first.
    PendingApproval,
    /// Usable.
    Active,
    /// Usable, but something failed lately.
    Degraded,
    /// The provider has ended it; the user must sign in again.
    NeedsReauth,
    /// Paused by the provider or an operator.
    Suspended,
    /// Ended by us.
    Revoked,
}

impl GrantStatus {
    /// All of them.
    pub const ALL: [GrantStatus; 7] = [
        GrantStatus::Pending,
        GrantStatus::PendingApproval,
        GrantStatus::Active,
        GrantStatus::Degraded,
        GrantStatus::NeedsReauth,
        GrantStatus::Suspended,
        GrantStatus::Revoked,
    ];

    /// The stored and sent name.
    pub const fn as_str(self) -> &'static str {
        match self {
            GrantStatus::Pending => "pending",
            GrantStatus::PendingApproval => "pending_approval",
            GrantStatus::Active => "active",
            GrantStatus::Degraded => "degraded",
            GrantStatus::NeedsReauth => "needs_reauth",
            GrantStatus::Suspended => "suspended",
            GrantStatus::Revoked => "revoked",
        }
    }

    /// Reads the stored name.
    pub fn parse(text: &str) -> Option<Self> {
        GrantStatus::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether an installation in this state holds its organisation against other tenants. One that waits for approval does
    /// not: otherwise an ordinary member could keep the real administrator out.
    pub const fn holds_claim(self) -> bool {
        !matches!(self, GrantStatus::PendingApproval | GrantStatus::Revoked)
    }
}

/// Why a grant stands where it stands, in one word.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StatusReason {
    /// Degraded: the last renewal failed, although the token may still work.
    RefreshFailed,
    /// Degraded: the answer to a renewal is lost, and the attempt to repair that is lost as well. Whether the grant lives, only
    /// the provider knows.
    RefreshUnanswered,
    /// Degraded: an API has rejected what nothing can renew, and the provider has not been heard twice.
    Rejected,
    /// Degraded: a probe was refused.
    ProbeRefused,
    /// Ended: an installation's permissions have not spread in time.
    RolesMissing,
    /// Ended: the access token has run out, and nothing can renew it.
    Expired,
    /// Ended: the provider says that the grant is over.
    Revoked,
    /// Ended: the provider wants the person's consent.
    Consent,
    /// Ended: a policy of the person's organisation asks for something more.
    Policy,
    /// Ended: the application has deleted it.
    Deleted,
    /// Its record does not open.
    Unreadable,
    /// A word that another version of this library has stored. It is kept as it is, so that no version loses it.
    Other(String),
}

impl StatusReason {
    /// All that this version stores.
    pub const ALL: [StatusReason; 11] = [
        StatusReason::RefreshFailed,
        StatusReason::RefreshUnanswered,
        StatusReason::Rejected,
        StatusReason::ProbeRefused,
        StatusReason::RolesMissing,
        StatusReason::Expired,
        StatusReason::Revoked,
        StatusReason::Consent,
        StatusReason::Policy,
        StatusReason::Deleted,
        StatusReason::Unreadable,
    ];

    /// The stored and sent name.
    pub fn as_str(&self) -> &str {
        match self {
            StatusReason::RefreshFailed => "refresh_failed",
            StatusReason::RefreshUnanswered => "refresh_unanswered",
            StatusReason::Rejected => "rejected",
            StatusReason::ProbeRefused => "probe_refused",
            StatusReason::RolesMissing => "roles_missing",
            StatusReason::Expired => "expired",
            StatusReason::Revoked => "revoked",
            StatusReason::Consent => "consent",
            StatusReason::Policy => "policy",
            StatusReason::Deleted => "deleted",
            StatusReason::Unreadable => "unreadable",
            StatusReason::Other(text) => text,
        }
    }

    /// Reads the stored name; one that this version does not know is [`StatusReason::Other`].
    pub fn read(text: &str) -> Self {
        let known = StatusReason::ALL.into_iter().find(|reason| reason.as_str() == text);
        known.unwrap_or_else(|| StatusReason::Other(text.to_owned()))
    }

    /// Whether a failed renewal is why, which a renewal takes back and a probe does not.
    pub(crate) fn is_by_refresh(&self) -> bool {
        matches!(self, StatusReason::RefreshFailed | StatusReason::RefreshUnanswered)
    }
}

impl std::fmt::Display for StatusReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a stored secret is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CredentialType {
    /// An OAuth access token.
    OAuthToken,
    /// A key that somebody pasted.
    ApiKey,
    /// A secret that signs webhooks.
    WebhookSecret,
}

impl CredentialType {
    /// The stored and sent name.
    pub const fn as_str(self) -> &'static str {
        match self {
            CredentialType::OAuthToken => "oauth_token",
            CredentialType::ApiKey => "api_key",
            CredentialType::WebhookSecret => "webhook_secret",
        }
    }

    /// Reads the stored name.
    pub fn parse(text: &str) -> Option<Self> {
        [CredentialType::OAuthToken, CredentialType::ApiKey, CredentialType::WebhookSecret]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// The account at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalAccount {
    /// The provider's organisation, where it has organisations.
    pub organisation: Option<String>,
    /// The provider's person; absent for an installation.
    pub person: Option<String>,
    /// The name shown to people. It decides nothing.
    pub display: Option<String>,
}

/// Where the secrets of a grant may be sent. Sealed with them, so that an edited column cannot redirect a secret (SR-44).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Destination {
    /// The issuer that gave the grant.
    pub issuer: Option<String>,
    /// The token endpoint that may see its refresh token (SR-17).
    pub token_endpoint: String,
    /// The client that the grant belongs to.
    pub client_id: String,
    /// Origins that may see the access token.
    pub api_origins: Vec<String>,
    /// Values of the definition's variables under which these addresses were expanded: the organisation, a shop's name.
    pub variables: BTreeMap<String, String>,
}

/// The secrets themselves.
#[derive(Clone, Debug)]
pub(crate) enum Material {
    /// Tokens of OAuth 2.
    OAuth(OAuthTokens),
    /// Named fields that somebody pasted; one field is named `value`.
    Fields(Vec<(String, Secret<String>)>),
}

impl Material {
    /// How it renews. What somebody pasted does not.
    pub(crate) const fn renewal(&self) -> &Renewal {
        match self {
            Material::OAuth(tokens) => &tokens.renewal,
            Material::Fields(_) => &Renewal::Never,
        }
    }
}

/// Tokens of OAuth 2.
#[derive(Clone, Debug)]
pub(crate) struct OAuthTokens {
    /// The access token; absent before the first mint of an installation.
    pub access_token: Option<Secret<String>>,
    /// How the next access token is got.
    pub renewal: Renewal,
    /// Granted scopes.
    pub scopes: Vec<String>,
    /// Scopes asked for at the sign-in. A refresh that names scopes names these: answers leave out some that were granted.
    pub asked_scopes: Vec<String>,
    /// When the exchange that gave the access token was started.
    pub issued_at: Timestamp,
    /// When the access token ends, counted from the start of the request (SR-68); absent: it does not say.
    pub expires_at: Option<Timestamp>,
    /// Refresh tokens of exchanges that lost a race, newest first, at most three.
    pub candidates: Vec<Secret<String>>,
}

/// Everything about a grant that is sealed: the secrets, and the facts that decide what they may do.
#[derive(Clone, Debug)]
pub(crate) struct GrantSecrets {
    /// The secrets.
    pub material: Material,
    /// Where they may be sent.
    pub destination: Destination,
    /// Whose account it is.
    pub account: Option<ExternalAccount>,
    /// Where the grant stands; the column of the same name is for finding only.
    pub status: GrantStatus,
    /// Why.
    pub reason: Option<StatusReason>,
    /// The user who went through the session.
    pub created_by: Option<UserId>,
    /// Since when an installation waits for its permissions to spread.
    pub pending_since: Option<Timestamp>,
    /// What the provider wants of the next sign-in: the value of its parameter `claims`.
    pub pending_claims: Option<Secret<String>>,
    /// The code of the failure after which nobody asks again before `next_attempt_at`.
    pub paused_by: Option<String>,
}

/// A grant, opened: what `repo` gives and takes.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    /// The id.
    pub id: GrantId,
    /// Whose it is.
    pub key: GrantKey,
    /// The provider.
    pub provider: ProviderId,
    /// What it is.
    pub credential_type: CredentialType,
    /// Everything that is sealed.
    pub secrets: GrantSecrets,
    /// Counts new secrets.
    pub generation: u64,
    /// Counts any rewrite of the sealed blob.
    pub revision: u64,
    /// Counts disconnects and erasures.
    pub fence: u64,
    /// When to refresh ahead of expiry; for finding.
    pub refresh_at: Option<Timestamp>,
    /// When to look at its health; for finding.
    pub next_check_at: Option<Timestamp>,
    /// When somebody last asked for it; written at most hourly.
    pub last_used_at: Option<Timestamp>,
    /// Failed refreshes in a row.
    pub failures: u32,
    /// No refresh before this time of the clock that counts suspends, after a failure.
    pub next_attempt_at: Option<Duration>,
    /// The last exchange or probe that worked.
    pub last_ok_at: Option<Timestamp>,
    /// When it was first stored.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The keyed hash of the external account.
    pub account_hash: Option<[u8; 32]>,
    /// The lease epoch under which the current generation was committed.
    pub committed_epoch: u64,
    /// An exchange that was announced and has no stored outcome.
    pub open_intent: Option<OpenIntent>,
}

/// What somebody has just made.
pub(crate) struct NewGrant {
    /// Its id, unless it takes the place of an earlier one.
    pub id: GrantId,
    /// Whose it is.
    pub key: GrantKey,
    /// The provider.
    pub provider: ProviderId,
    /// What it is.
    pub credential_type: CredentialType,
    /// The secrets.
    pub material: Material,
    /// Where they may be sent.
    pub destination: Destination,
    /// Whose account it is.
    pub account: Option<ExternalAccount>,
    /// Its keyed hash.
    pub account_hash: Option<[u8; 32]>,
    /// Where it stands.
    pub status: GrantStatus,
    /// The user who made it.
    pub created_by: Option<UserId>,
    /// When to refresh ahead of expiry.
    pub refresh_at: Option<Timestamp>,
    /// When to look at its health.
    pub next_check_at: Option<Timestamp>,
    /// Now, where an exchange has just shown that it works.
    pub last_ok_at: Option<Timestamp>,
}

impl Grant {
    /// A grant that has no history.
    pub(crate) fn new(new: NewGrant, now: Timestamp) -> Self {
        Grant {
            id: new.id,
            key: new.key,
            provider: new.provider,
            credential_type: new.credential_type,
            secrets: GrantSecrets {
                material: new.material,
                destination: new.destination,
                account: new.account,
                status: new.status,
                reason: None,
                created_by: new.created_by,
                pending_since: (new.status == GrantStatus::Pending).then_some(now),
                pending_claims: None,
                paused_by: None,
            },
            generation: 1,
            revision: 1,
            fence: 0,
            refresh_at: new.refresh_at,
            next_check_at: new.next_check_at,
            last_used_at: Some(now),
            failures: 0,
            next_attempt_at: None,
            last_ok_at: new.last_ok_at,
            created_at: now,
            updated_at: now,
            account_hash: new.account_hash,
            committed_epoch: 0,
            open_intent: None,
        }
    }
}

/// An exchange that was announced in the store and has no stored outcome. Its times are on the clock that counts suspends: no
/// decision about it believes a wall clock (SR-68).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OpenIntent {
    /// Since when the grant is in doubt: when it was announced, or the earliest one that it was to repair.
    pub since: Duration,
    /// Whether it was itself to repair an earlier one.
    pub is_recovery: bool,
    /// Until when its holder's lease ran: by then it was sent, if ever.
    pub lease_until: Duration,
    /// The hash of the refresh token it spends.
    pub digest: [u8; 32],
}

/// What callers see of a connection or an installation. No secret exists in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantView {
    /// The id.
    pub id: GrantId,
    /// Whose it is.
    pub key: GrantKey,
    /// The provider.
    pub provider: ProviderId,
    /// What it is.
    pub credential_type: CredentialType,
    /// Where it stands.
    pub status: GrantStatus,
    /// Why.
    pub reason: Option<StatusReason>,
    /// The account at the provider.
    pub account: Option<ExternalAccount>,
    /// The user who went through the session.
    pub created_by: Option<UserId>,
    /// Granted scopes.
    pub scopes: Vec<String>,
    /// When the current access token ends.
    pub expires_at: Option<Timestamp>,
    /// When it was first stored.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl GrantView {
    /// What callers see of a grant.
    pub(crate) fn of(grant: &Grant) -> Self {
        let (scopes, expires_at) = match &grant.secrets.material {
            Material::OAuth(tokens) => (tokens.scopes.clone(), tokens.expires_at),
            Material::Fields(_) => (Vec::new(), None),
        };
        GrantView {
            id: grant.id.clone(),
            key: grant.key.clone(),
            provider: grant.provider.clone(),
            credential_type: grant.credential_type,
            status: grant.secrets.status,
            reason: grant.secrets.reason.clone(),
            account: grant.secrets.account.clone(),
            created_by: grant.secrets.created_by.clone(),
            scopes,
            expires_at,
            created_at: grant.created_at,
            updated_at: grant.updated_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_read_back_by_its_name_and_an_unknown_one_is_kept() {
        for reason in StatusReason::ALL {
            assert_eq!(StatusReason::read(reason.as_str()), reason);
        }
        let newer = StatusReason::read("of_a_newer_version");
        assert_eq!((newer.as_str(), newer.to_string().as_str()), ("of_a_newer_version", "of_a_newer_version"));
        assert!(!newer.is_by_refresh());
    }
}
