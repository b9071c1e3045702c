//! A grant: what a provider has given, and its life cycle. Installations and connections are grants.

mod account_hash;
mod evidence;
mod renewal_end;
mod secrets;
mod status;

use std::time::Duration;

use super::config_status::ConfigStatus;
pub use super::credential_type::CredentialType;
use super::lease::LeaseHolder;
use super::subject::GrantKey;
use crate::base::words::words;
use crate::base::{ErrorCode, GrantId, ProviderId, Timestamp, UserId};

pub(crate) use account_hash::{AccountHash, HashRange};
pub(crate) use evidence::Evidence;
pub(crate) use renewal_end::RenewalEnd;
pub use secrets::ExternalAccount;
pub(crate) use secrets::{Destination, GrantSecrets, Material, OAuthTokens};
pub use status::{GrantStatus, StatusReason};

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
    /// The keyed hash of the external account, as it is stored; `None` where it is still to be made, or there is no account.
    pub account_hash: Option<AccountHash>,
    /// The lease epoch under which the current generation was committed.
    pub committed_epoch: u64,
    /// How often its lease had been acquired when it was read: a write that nothing may have been spent under names it.
    pub lease_epoch: u64,
    /// An exchange that was announced and has no stored outcome.
    pub open_intent: Option<OpenIntent>,
    /// For how long a generation has been stored.
    pub stored_for: StoredFor,
}

/// For how long a generation of a grant has been stored at least when it was read, by the store's clock. No machine's wall clock moves it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct StoredFor {
    /// The generation. A change of the grant in memory that makes another one leaves this behind.
    pub generation: u64,
    /// How long, when it was read.
    pub length: Duration,
    /// When it was read, by the clock that counts suspends.
    pub read_at: Duration,
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
    /// For how long at least its generation has been stored; zero where nobody knows.
    pub(crate) fn stored_for(&self, elapsed: Duration) -> Duration {
        if self.stored_for.generation != self.generation {
            return Duration::ZERO;
        }
        self.stored_for.length.saturating_add(elapsed.saturating_sub(self.stored_for.read_at))
    }

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
                paused_with: None,
                failed_at: None,
                provider_details: None,
                evidence: None,
                paused_under: Vec::new(),
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
            account_hash: None,
            committed_epoch: 0,
            lease_epoch: 0,
            open_intent: None,
            stored_for: StoredFor::default(),
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
    /// Who announced it; `None`: the lease has been given back, or is ours.
    pub holder: Option<LeaseHolder>,
    /// The hash of the refresh token it spends; [`OpenIntent::NOTHING_SENT`]: nothing has been sent under this lease.
    pub digest: [u8; 32],
}

impl OpenIntent {
    /// In place of the hash of a token.
    pub(crate) const NOTHING_SENT: [u8; 32] = [0; 32];

    /// Whether its holder has said that nothing was sent. What it was to repair is in doubt all the same.
    pub(crate) fn is_unsent(&self) -> bool {
        self.digest == OpenIntent::NOTHING_SENT
    }

    /// Whether a token may have been sent whose answer is not stored: its own, or the one that it was to repair.
    pub(crate) fn is_doubtful(&self) -> bool {
        self.is_recovery || !self.is_unsent()
    }
}

/// What callers see of a connection or an installation. No secret exists in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantView {
    /// Its id.
    pub id: GrantId,
    /// Whose it is.
    pub key: GrantKey,
    /// The provider.
    pub provider: ProviderId,
    /// What is stored.
    pub credential_type: CredentialType,
    /// Where it stands.
    pub status: GrantStatus,
    /// Why, in one word.
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
    /// Where its config stands at the provider. As far as this process and this grant have seen.
    pub config_status: ConfigStatus,
    /// Its refreshes.
    pub refresh: RefreshState,
}

words! {
    /// How far a refresh has come whose lease a process holds.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum RefreshStage {
        /// Nothing has been sent, for a quarter of a second at least: a name is looked up, a connection does not come about, a key or a
        /// turn is waited for. Should the process die now, nothing is in doubt.
        Claimed = "claimed",
        /// The provider may have been asked: the request has been or is about to be sent, its answer is waited for, or being stored.
        Sending = "sending",
    }
}

/// A grant's refreshes: who is at one, what the last ones came to, what is in doubt, what waits. Times are those of this machine's wall
/// clock. No secret is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshState {
    /// Since when a process has held the lease, under which it asks the provider; `None`: none holds it.
    pub held_since: Option<Timestamp>,
    /// Names that process: 32 hexadecimal digits, chosen at random at each start.
    pub held_by: Option<String>,
    /// How far that process has come; `None`: none holds the lease.
    pub stage: Option<RefreshStage>,
    /// When the exchange was begun that gave the access token in use; `None`: it has none.
    pub succeeded_at: Option<Timestamp>,
    /// When the last refresh failed; `None`: one has worked since.
    pub failed_at: Option<Timestamp>,
    /// Code of what it came to; `None`: the last one worked, or there was none.
    pub error: Option<ErrorCode>,
    /// How many have failed in a row.
    pub failures: u32,
    /// When it is refreshed next, unless somebody needs it before; `None`: it is not refreshed ahead.
    pub next_at: Option<Timestamp>,
    /// Before this nobody asks the provider about it; `None`: it is asked as soon as somebody needs it.
    pub not_before: Option<Timestamp>,
    /// Before this nobody asks the provider's token endpoint about any grant: it wanted a pause, or failed for several grants in a row.
    pub endpoint_paused_until: Option<Timestamp>,
    /// Since when nobody knows whether the provider has exchanged the refresh token: an exchange was begun, and no outcome is stored.
    pub in_doubt_since: Option<Timestamp>,
    /// When the provider lets it be refreshed no more, whatever is done until then, so that its person must sign in again before;
    /// `None`: not known, or it has no such end.
    pub ends_at: Option<Timestamp>,
    /// Whether what a refresh has brought waits for the vault in the spool of this machine.
    pub is_spooled: bool,
}

impl GrantView {
    /// What callers see of a grant.
    pub(crate) fn of(grant: &Grant, config_status: ConfigStatus, refresh: RefreshState) -> Self {
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
            config_status,
            refresh,
        }
    }
}
