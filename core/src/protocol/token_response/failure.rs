//! Judges an answer of the token endpoint that holds no token: whether the grant has ended, or somebody tries again, and when.

use std::time::Duration;

use crate::base::Secret;
use crate::protocol::errors::{RegisteredError, Suberror};

/// Why there is no token. It holds nothing that the provider wrote in its own words.
#[derive(Debug, thiserror::Error)]
#[error("the token endpoint gave no token: {}", self.kind())]
pub(crate) enum TokenFailure {
    /// `invalid_grant`: the code or refresh token is not good, as far as this answer goes (RFC 6749 §5.2).
    InvalidGrant {
        /// The refinement, where there is one.
        suberror: Option<Suberror>,
    },
    /// The grant is over, in words of the provider's own that its definition lists, or by a code that means it at a refresh.
    GrantEnded,
    /// The user must do something at the provider: sign in, or prove more. The refresh token may still be good.
    InteractionRequired {
        /// What the next authorization request must carry as `claims`: a JSON object.
        claims: Option<Secret<String>>,
        /// The code that said so.
        error: RegisteredError,
        /// The refinement, where there is one.
        suberror: Option<Suberror>,
    },
    /// The user or an administrator must consent.
    ConsentRequired,
    /// The client registration is not accepted: `invalid_client`, `unauthorized_client`, a challenge to the client, or words of the provider's
    /// about it. It says nothing about the grant (SR-63).
    ClientRejected(RegisteredError),
    /// The request is not accepted, for a reason that is ours or the definition's: `invalid_request`, `invalid_scope`,
    /// `unsupported_grant_type`, codes that have no place here, and whatever an answer of 2xx calls an error.
    RequestRejected(RegisteredError),
    /// `access_denied`: a policy or a person said no.
    Denied,
    /// The provider asks for a pause: by its status, a header, or words of its own.
    Throttled {
        /// For how long, if it says; at most one hour.
        retry_after: Option<Duration>,
        /// Whether a status or a header says so, which is meant for whoever asks there. Words may be about this grant alone.
        is_for_all: bool,
        /// Whether it is because the access token of before has not ended: the provider renews none sooner.
        is_early: bool,
    },
    /// No answer of a token endpoint, or one that says no without a reason that can be read: 5xx, 408, 3xx, most of 403, a page
    /// of HTML, an empty 200, `ok: false`, a malformed error, words for an outage. Nothing was done.
    Unavailable {
        /// The status.
        status: u16,
        /// When to try again, if the provider says; at most one hour.
        retry_after: Option<Duration>,
        /// Whether it is a no of somebody who has read the request, and may be about the grant, as far as that can be told: JSON, what is not a
        /// page under 400, and what speaks of a token under 401. One ends nothing; many over days are evidence.
        is_refusal: bool,
        /// Whether it is beyond the limit of SR-35, so that nobody has read what it says. It ends nothing, and is no refusal.
        is_cut: bool,
        /// Whether it is a 2xx that holds nothing at all, not a page either: what stood in it may have been lost on the way.
        is_empty: bool,
    },
    /// A success in which there is no token that can be used: cut off, malformed, or of a type that is not understood. The
    /// provider may have done what it was asked for, and spent the refresh token.
    Unusable(Flaw),
}

/// What is wrong with a success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// It cannot be read to its end, or is no object.
    Unreadable,
    /// It says yes and no.
    Contradiction,
    /// There is no access token.
    NoToken,
    /// The same, and one stands deeper, where the definition does not look.
    Wrapped,
    /// The same, and one stands under another name.
    Renamed(&'static str),
    /// It is form-encoded, which the definition does not say.
    Form,
    /// It is XML with a token in it.
    Xml,
    /// Several values stand under the name of this member. Another answer may be clear.
    Unclear(&'static str),
    /// This member has a value that cannot be used.
    Malformed(&'static str),
    /// The token is of a type that is not known. The next one will be too.
    UnknownType,
    /// It is another account's than the one that was to be renewed.
    OtherAccount,
}

impl Flaw {
    /// Whether an answer that is whole is of a wrong shape: to the same question it is that again.
    pub(crate) const fn is_definite(self) -> bool {
        !matches!(self, Flaw::Unreadable | Flaw::Contradiction | Flaw::OtherAccount)
    }

    /// Whether a token is there all the same, in a shape that the definition does not say. Where refreshes have worked before, that is a change
    /// at the provider; an answer in which nothing looks like a token may be an outage's.
    pub(crate) const fn shows_token(self) -> bool {
        match self {
            Flaw::Wrapped
            | Flaw::Renamed(_)
            | Flaw::Form
            | Flaw::Xml
            | Flaw::Unclear(_)
            | Flaw::Malformed(_)
            | Flaw::UnknownType => true,
            Flaw::Unreadable | Flaw::Contradiction | Flaw::NoToken | Flaw::OtherAccount => false,
        }
    }
}

impl TokenFailure {
    /// One word of a closed set, for logs and counters.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            TokenFailure::InvalidGrant { .. } => "invalid_grant",
            TokenFailure::GrantEnded => "grant_ended",
            TokenFailure::InteractionRequired { .. } => "interaction_required",
            TokenFailure::ConsentRequired => "consent_required",
            TokenFailure::ClientRejected(_) => "client_rejected",
            TokenFailure::RequestRejected(_) => "request_rejected",
            TokenFailure::Denied => "denied",
            TokenFailure::Throttled { .. } => "throttled",
            TokenFailure::Unavailable { .. } => "unavailable",
            TokenFailure::Unusable(_) => "unusable",
        }
    }

    /// Whether the person must come back before the same request can work: the only answers that end a grant. `access_denied` is
    /// none of them: at a token endpoint it says that a policy refused this request, not that the grant is gone (SR-23).
    pub(crate) const fn needs_user(&self) -> bool {
        matches!(
            self,
            TokenFailure::InvalidGrant { .. }
                | TokenFailure::GrantEnded
                | TokenFailure::InteractionRequired { .. }
                | TokenFailure::ConsentRequired
        )
    }

    /// Whether the provider may have done something, and the new token is lost with this answer: a success that holds none. Any
    /// other answer says that it was not done, or comes from somebody else; to doubt it would slow down, for a provider's
    /// outage, what needs no repair.
    pub(crate) const fn may_have_been_processed(&self) -> bool {
        matches!(self, TokenFailure::Unusable(_))
    }

    /// Whether somebody who has read the request said no, which says nothing by itself and adds up over days. A rejected client
    /// is no evidence about a grant (SR-63), and neither is an outage (SR-23), nor what is wrong with our own request.
    pub(crate) const fn is_refusal(&self) -> bool {
        match self {
            TokenFailure::RequestRejected(error) => !error.is_about_request(),
            TokenFailure::Denied => true,
            TokenFailure::Unavailable { is_refusal, .. } => *is_refusal,
            _ => false,
        }
    }

    /// Whether it is a no by a code that nobody has registered.
    pub(super) const fn is_unregistered(&self) -> bool {
        matches!(self, TokenFailure::RequestRejected(RegisteredError::Other))
    }

    /// How long to wait, where the provider says.
    pub(crate) const fn retry_after(&self) -> Option<Duration> {
        match self {
            TokenFailure::Throttled { retry_after, .. } | TokenFailure::Unavailable { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// What the next request must carry as `claims`.
    pub(crate) const fn claims(&self) -> Option<&Secret<String>> {
        match self {
            TokenFailure::InteractionRequired { claims, .. } => claims.as_ref(),
            _ => None,
        }
    }

    /// The registered code that the provider gave, where the answer was a well-formed OAuth error.
    pub(crate) const fn registered_error(&self) -> Option<RegisteredError> {
        match self {
            TokenFailure::InvalidGrant { .. } => Some(RegisteredError::InvalidGrant),
            TokenFailure::InteractionRequired { error, .. } => Some(*error),
            TokenFailure::ConsentRequired => Some(RegisteredError::ConsentRequired),
            TokenFailure::ClientRejected(error) | TokenFailure::RequestRejected(error) => Some(*error),
            TokenFailure::Denied => Some(RegisteredError::AccessDenied),
            TokenFailure::GrantEnded
            | TokenFailure::Throttled { .. }
            | TokenFailure::Unavailable { .. }
            | TokenFailure::Unusable(_) => None,
        }
    }
}
