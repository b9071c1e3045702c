//! Where a grant stands, and why.

use crate::base::words::words;

words! {
    /// Where a grant stands (SR-73). Each change makes exactly one event.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum GrantStatus {
        /// Stored, but its permissions do not work yet.
        Pending = "pending",
        /// Somebody must approve it first.
        PendingApproval = "pending_approval",
        /// Usable.
        Active = "active",
        /// Usable, but something failed lately.
        Degraded = "degraded",
        /// The provider has ended it; the user must sign in again.
        NeedsReauth = "needs_reauth",
        /// Paused by the provider or an operator.
        Suspended = "suspended",
        /// Ended by us.
        Revoked = "revoked",
    }
}

impl GrantStatus {
    /// Whether an installation in this state holds its organisation against other tenants. One that waits for approval does
    /// not: otherwise an ordinary member could keep the real administrator out.
    pub const fn holds_organisation(self) -> bool {
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
    /// Degraded: a probe has rejected what nothing can renew, once. Ended: an API has, and nobody else can tell.
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
    /// Ended: refresh after refresh was refused for days without a reason that is understood, and the access token is over.
    Evidence,
    /// Its record does not open.
    Unreadable,
    /// A word that another version of this library has stored. It is kept as it is, so that no version loses it.
    Other(String),
}

impl StatusReason {
    /// All that this version stores.
    pub const ALL: [StatusReason; 12] = [
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
        StatusReason::Evidence,
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
            StatusReason::Evidence => "evidence",
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
