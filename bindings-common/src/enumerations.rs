//! Describes the closed sets of words that arguments and results may hold.

use authpipe::{
    Actor, Attachment, AuditKind, ConfigStatus, CredentialFor, CredentialSource, CredentialType, DeviceStatus, EventOrder,
    EventType, GrantStatus, Mode, RefreshStage, Retry, RevocationOutcome, Role, SessionMode, SessionStatus,
};

use crate::describe::{Described, Enumeration, Kind, Word};
use crate::give::{Give, Given};
use crate::read::{At, HostValue, Read, Refusal};

/// What `store_credential` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredType {
    /// An API key.
    ApiKey,
    /// The secret of a webhook.
    WebhookSecret,
}

/// What became of a stored credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredStatus {
    /// It is new.
    Created,
    /// It took the place of an earlier one.
    Updated,
}

macro_rules! enumerations {
    ($($(#[doc = $doc:literal])* $type:ident = $name:literal { $($variant:ident = $text:literal $word_doc:literal,)* })*) => {
        /// All closed sets.
        pub const ENUMERATIONS: &[&Enumeration] = &[$(&<$type as Set>::SET,)*];

        trait Set {
            const SET: Enumeration;
        }

        $(
            impl Set for $type {
                const SET: Enumeration = Enumeration {
                    name: $name,
                    doc: concat!($($doc, "\n"),*),
                    words: &[$(Word { text: $text, doc: $word_doc },)*],
                };
            }

            impl Described for $type {
                const KIND: Kind = Kind::Word(&<$type as Set>::SET);
            }

            impl Give for $type {
                fn give(self) -> Given {
                    // A set of the core's may grow; a test shows that each of its words is here.
                    #[allow(unreachable_patterns, reason = "sets that cannot grow are matched wholly")]
                    match self {
                        $($type::$variant => Given::Text($text.to_owned()),)*
                        _ => Given::Absent,
                    }
                }
            }

            impl Read for $type {
                fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
                    match String::read(value, at)?.as_str() {
                        $($text => Ok($type::$variant),)*
                        _ => Err(Refusal::word(at, V::LANGUAGE, &<$type as Set>::SET)),
                    }
                }
            }
        )*
    };
}

enumerations! {
    /// What a credential is.
    CredentialType = "CredentialType" {
        OAuthToken = "oauth_token" "An OAuth access token.",
        OAuth1Token = "oauth1_token" "A token of OAuth 1.0a, which signs requests.",
        ApiKey = "api_key" "An API key.",
        WebhookSecret = "webhook_secret" "The secret of a webhook.",
    }
    /// What can be stored.
    StoredType = "StoredCredentialType" {
        ApiKey = "api_key" "An API key.",
        WebhookSecret = "webhook_secret" "The secret of a webhook.",
    }
    /// What became of a stored credential.
    StoredStatus = "StoredStatus" {
        Created = "created" "It is new.",
        Updated = "updated" "It took the place of an earlier one.",
    }
    /// Whose credential is meant. Only `any` may fall back from one to the other.
    CredentialFor = "CredentialFor" {
        Any = "any" "The user's connection if there is one, otherwise the tenant's installation.",
        Installation = "installation" "The installation's.",
        User = "user" "The user's.",
    }
    /// Where a credential came from.
    CredentialSource = "CredentialSource" {
        Connection = "connection" "A connection.",
        Installation = "installation" "An installation.",
    }
    /// Where a grant stands.
    GrantStatus = "GrantStatus" {
        Pending = "pending" "Stored, but its permissions do not work yet.",
        PendingApproval = "pending_approval" "Somebody must approve it first.",
        Active = "active" "Usable.",
        Degraded = "degraded" "Usable, but something failed lately.",
        NeedsReauth = "needs_reauth" "The provider has ended it; the user must sign in again.",
        Suspended = "suspended" "Paused by the provider or an operator.",
        Revoked = "revoked" "Ended by us.",
    }
    /// What has become of the tokens at the provider when a connection or an installation is deleted.
    RevocationOutcome = "RevocationOutcome" {
        Revoked = "revoked" "The provider has revoked them, or knew them no more.",
        Pending = "pending" "The provider has not answered yet; it is asked for three days at most, and an event tells what comes of it.",
        Shared = "shared" "It was not asked: another connection of the tenant has the same account, and would end with it.",
        Unsupported = "unsupported" "There is nothing that the provider is known to revoke.",
        Failed = "failed" "The provider refuses, or could not be asked for three days.",
    }
    /// The kinds of events.
    EventType = "EventType" {
        ConnectionCreated = "connection.created" "A connection was stored.",
        ConnectionUpdated = "connection.updated" "A connection was replaced, or became healthy again.",
        ConnectionNeedsReauth = "connection.needs_reauth" "A connection's grant has ended at the provider.",
        ConnectionDeleted = "connection.deleted" "The application deleted a connection.",
        TokenRefreshed = "token.refreshed" "New tokens were stored.",
        TokenRevoked = "token.revoked" "The provider has revoked the tokens of what was deleted, or knew them no more.",
        TokenRevocationSkipped = "token.revocation_skipped" "The provider was not asked to revoke: another connection has the same account.",
        TokenRevocationFailed = "token.revocation_failed" "The provider has not revoked the tokens of what was deleted: see `error`.",
        CredentialExpiring = "credential.expiring" "A grant can soon be refreshed no more: its person must sign in again before then.",
        InstallationCreated = "installation.created" "An installation was stored.",
        InstallationUpdated = "installation.updated" "An installation changed its state.",
        InstallationDeleted = "installation.deleted" "The application deleted an installation.",
        HealthFailed = "health.failed" "A health check failed.",
        HealthRecovered = "health.recovered" "A health check works again.",
        ConfigError = "config.error" "A provider rejects the client of a config: the operator must act.",
        ConfigRecovered = "config.recovered" "A provider takes the client of a config again.",
        SessionFailed = "session.failed" "A sign-in or an installation ended without a grant because something went wrong: see `error`.",
        SessionCancelled = "session.cancelled" "A sign-in or an installation ended without a grant because somebody said no; without `error`, in the application.",
    }
    /// The kinds of audited acts.
    AuditKind = "AuditKind" {
        ConnectionConnected = "connection.connected" "A sign-in has stored a connection, or one in its place.",
        ConnectionDeleted = "connection.deleted" "The application deleted a connection.",
        CredentialStored = "credential.stored" "The application stored an API key or a webhook secret.",
        InstallationInstalled = "installation.installed" "An installation was stored, or one in its place.",
        InstallationApproved = "installation.approved" "The application approved an installation.",
        InstallationDeleted = "installation.deleted" "The application deleted an installation.",
        RootKeyOffered = "root_key.offered" "A root key was given that the vault did not know.",
        RootKeyPromoted = "root_key.promoted" "Another root key wraps from then on.",
        RootKeyRetired = "root_key.retired" "A root key wraps nothing any more.",
        TenantKeyRotated = "tenant_key.rotated" "Another key of a tenant seals from then on.",
        TenantKeyDestroyed = "tenant_key.destroyed" "A key of a tenant was destroyed, as it sealed nothing any more.",
        TenantErasureBegun = "tenant.erasure_begun" "The erasure of a tenant has begun: what it removes of very many rows is gone, however far it comes.",
        TenantErased = "tenant.erased" "A tenant was erased.",
        ErasureConfirmed = "tenant.erasure_confirmed" "The root keys were said to be destroyed with which earlier backups of an erased tenant open.",
        UserErasureBegun = "user.erasure_begun" "The erasure of a user has begun, as that of a tenant does.",
        UserErased = "user.erased" "A user was erased from a tenant.",
        IndexKeyRotated = "index_key.rotated" "Another key hashes accounts from then on.",
        IndexKeyDestroyed = "index_key.destroyed" "A key that hashed accounts was destroyed, as no hash was its own any more.",
        AuditKeyRotated = "audit_key.rotated" "Another key links this log from this entry on.",
        AuditKeyDestroyed = "audit_key.destroyed" "A key that has linked this log was destroyed, as no entry is there any more that it has linked.",
        BackupBegun = "vault.backup_begun" "A backup of the vault was begun, whether or not it came to its end.",
        CopyBegun = "vault.copy_begun" "It was begun to move the vault to another place, which has a copy of everything.",
        AuditDropped = "audit.dropped" "Entries of this log that were older than an operator keeps them were dropped, from the first one on.",
        AuditAcknowledged = "audit.acknowledged" "An operator knows of the entries for which nobody vouches, up to one.",
        RestoreConfirmed = "vault.restore_confirmed" "An earlier copy of the vault was said to be in its place on purpose.",
    }
    /// In which order events are listed.
    EventOrder = "EventOrder" {
        OldestFirst = "oldest_first" "As they were committed: for whoever goes on where a page ended, also later.",
        NewestFirst = "newest_first" "The last one committed first: for whoever looks at what happened.",
    }
    /// Where a config stands at its provider. It says nothing about the connections that were made through it.
    ConfigStatus = "ConfigStatus" {
        Ok = "ok" "Nothing speaks against it.",
        Throttled = "throttled" "The provider has asked for a pause, which is not over.",
        ConfigError = "config_error" "The provider rejects the client: its id, its secret or key, or what it may do.",
    }
    /// What a poll of a sign-in on another device found.
    DeviceStatus = "DeviceStatus" {
        Pending = "pending" "The person has not decided yet.",
        Complete = "complete" "The connection is stored.",
        Denied = "denied" "The person or the provider said no, or the session was cancelled.",
        Expired = "expired" "Nobody signed in in time.",
    }
    /// How far a refresh has come whose lease a process holds.
    RefreshStage = "RefreshStage" {
        Claimed = "claimed" "Nothing has been sent, for a quarter of a second at least. Should the process die now, nothing is in doubt.",
        Sending = "sending" "The provider may have been asked: its answer is waited for, or being stored.",
    }
    /// Where a session stands.
    SessionStatus = "SessionStatus" {
        Pending = "pending" "Waits for the provider's answer.",
        AwaitingCompletion = "awaiting_completion" "The answer is parked until the application says who is signed in.",
        Complete = "complete" "Over, with a grant.",
        Cancelled = "cancelled" "Over: the user or the provider said no.",
        Failed = "failed" "Over, with an error.",
        Expired = "expired" "Over: its time ran out.",
    }
    /// How the browser comes back.
    SessionMode = "SessionMode" {
        Popup = "popup" "To a page that closes the window.",
        Redirect = "redirect" "To a page of the application.",
    }
    /// To whom the grants of a config belong.
    Attachment = "Attachment" {
        User = "user" "Each user connects.",
        Tenant = "tenant" "The tenant has one connection that its users share.",
    }
    /// What somebody may do.
    Role = "Role" {
        Admin = "admin" "Installs, and acts for the tenant.",
        Member = "member" "Connects for itself.",
    }
    /// How strict to be.
    Mode = "Mode" {
        Production = "production" "The strict one.",
        Development = "development" "Loopback addresses and test clocks work.",
    }
    /// When calling again makes sense.
    Retry = "Retry" {
        Never = "never" "Not before something is changed.",
        Later = "later" "Later, with the same arguments.",
        AfterReauth = "after_reauth" "After the user or an administrator has gone through a new session.",
    }
    /// Who must do something about an error.
    Actor = "Actor" {
        Developer = "developer" "Who writes the application.",
        Operator = "operator" "Who runs the application: options, keys, client registrations.",
        User = "user" "The end user, at the provider.",
        Administrator = "administrator" "An administrator of the customer.",
        Maintainer = "maintainer" "Who maintains this library.",
        Nobody = "nobody" "Nobody: it passes.",
    }
}

/// Where a session stands, for the package for browsers, which renders it by itself.
pub const SESSION_STATUS: Enumeration = <SessionStatus as Set>::SET;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_of_a_session_that_a_browser_sees_is_here() {
        // An answer that is being judged is still pending to whoever waits.
        let seen = SessionStatus::ALL.into_iter().filter(|status| *status != SessionStatus::Received);
        let words: Vec<_> = SESSION_STATUS.words.iter().map(|word| word.text).collect();
        assert_eq!(words, seen.map(SessionStatus::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn every_word_of_the_core_is_here() {
        for status in GrantStatus::ALL {
            assert_eq!(status.give(), Given::Text(status.as_str().to_owned()));
        }
        for kind in EventType::ALL {
            assert_eq!(kind.give(), Given::Text(kind.as_str().to_owned()));
        }
        for kind in AuditKind::ALL {
            assert_eq!(kind.give(), Given::Text(kind.as_str().to_owned()));
        }
        for status in ConfigStatus::ALL {
            assert_eq!(status.give(), Given::Text(status.as_str().to_owned()));
        }
        for stage in RefreshStage::ALL {
            assert_eq!(stage.give(), Given::Text(stage.as_str().to_owned()));
        }
        for retry in [Retry::Never, Retry::Later, Retry::AfterReauth] {
            assert_eq!(retry.give(), Given::Text(retry.as_str().to_owned()));
        }
    }
}
