//! Reads a refusal in an authorization response (RFC 6749 §4.1.2.1): which registered code it is, and whether somebody said no, in
//! whatever words the provider has for that.

use super::errors::{DenialSubcode, RegisteredError, code_of};

/// Why a callback leads to no credential. It holds nothing that the provider wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CallbackProblem {
    /// The parameters cannot be read in one way only; the text says which rule is broken.
    #[error("the callback is malformed: {0}")]
    Malformed(&'static str),
    /// `iss` is not the issuer to which the browser was sent (RFC 9207 §2.4).
    #[error("the callback comes from another issuer")]
    WrongIssuer,
    /// The provider, or the person there, said no (RFC 6749 §4.1.2.1).
    #[error("the provider said no: {}", error.as_str())]
    Denied {
        /// The registered code.
        error: RegisteredError,
        /// A refinement: `cancel` is a person who left the page, at Microsoft also the page "approval required".
        subcode: Option<DenialSubcode>,
    },
    /// The provider said no with an `error` that is empty: whether somebody there did, or something does not fit, is not told.
    #[error("the provider said no, and not why")]
    DeniedWithoutWord,
    /// There is neither an error nor a code.
    #[error("the callback has no code")]
    MissingCode,
    /// A consent page answered for another organisation than the one that was proved before.
    #[error("the consent is for another organisation")]
    WrongOrganisation,
}

impl CallbackProblem {
    /// One word of a closed set.
    #[cfg(test)]
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            CallbackProblem::Malformed(_) => "malformed",
            CallbackProblem::WrongIssuer => "wrong_issuer",
            CallbackProblem::Denied { .. } | CallbackProblem::DeniedWithoutWord => "denied",
            CallbackProblem::MissingCode => "missing_code",
            CallbackProblem::WrongOrganisation => "wrong_organisation",
        }
    }
}

/// What some providers say where RFC 6749 §4.1.2.1 has `access_denied`, in small letters and without what stands between words: each has
/// capitals and underscores of its own. `permission_denied` is that of Microsoft's consent page for an administrator who leaves it.
const CANCELLATIONS: [&str; 29] = [
    "accessdenied",
    "authorizationdeclined",
    "authorizationdenied",
    "authorisationdenied",
    "cancel",
    "canceled",
    "canceledbyuser",
    "cancelled",
    "cancelledbyuser",
    "consentdeclined",
    "consentdenied",
    "declined",
    "denied",
    "deniedbyuser",
    "logincanceled",
    "logincancelled",
    "permissiondenied",
    "resourceownerdenied",
    "usercancel",
    "usercanceled",
    "usercanceledauthorize",
    "usercanceledlogin",
    "usercancelled",
    "usercancelledauthorize",
    "usercancelledlogin",
    "userdeclined",
    "userdenied",
    "userrefused",
    "userrejected",
];

/// Whether a word means that the person, or an administrator, said no.
pub(super) fn is_cancellation(word: &str) -> bool {
    let letters = || word.bytes().filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase());
    let has_only_words = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b' ' | b'.'));
    has_only_words && word.len() <= 64 && CANCELLATIONS.iter().any(|known| known.bytes().eq(letters()))
}

/// What an `error` says, in capitals too, and with what some servers put behind it; `subcode` is Microsoft's `error_subcode`.
pub(super) fn read_denial(word: &str, subcode: Option<&str>) -> CallbackProblem {
    let word = word.trim();
    if word.is_empty() {
        return CallbackProblem::DeniedWithoutWord;
    }
    let code = code_of(word);
    let is_no = is_cancellation(word) || code.as_deref().is_some_and(is_cancellation);
    let error = code.map_or(RegisteredError::Other, |code| RegisteredError::read(&code));
    let subcode = match subcode {
        Some(subcode) => Some(DenialSubcode::read(subcode)),
        None => (is_no && error != RegisteredError::AccessDenied).then_some(DenialSubcode::Cancel),
    };
    CallbackProblem::Denied { error, subcode }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denial_is_understood_in_capitals_in_other_words_and_with_a_description_behind_it() {
        let denied = |error, subcode| CallbackProblem::Denied { error, subcode };
        for text in ["ACCESS_DENIED", "Access_Denied", "access_denied: the user said no", " access_denied "] {
            assert_eq!(read_denial(text, None), denied(RegisteredError::AccessDenied, None), "{text}");
        }
        for text in [
            "AccessDenied",
            "access denied",
            "access-denied",
            "USER_CANCELLED",
            "UserCancelled",
            "user-cancelled",
            "user_cancel",
            "cancel",
            "Canceled",
            "denied",
            "declined",
            "user_declined",
            "authorization_denied",
            "user_rejected",
            "login_cancelled",
            "cancelled_by_user",
            "USER_DENIED: x",
        ] {
            let cancelled = denied(RegisteredError::Other, Some(DenialSubcode::Cancel));
            assert_eq!(read_denial(text, None), cancelled, "{text}");
        }
        for (text, error) in [
            ("SERVER_ERROR", RegisteredError::ServerError),
            ("TEMPORARILY_UNAVAILABLE", RegisteredError::TemporarilyUnavailable),
            ("Invalid_Scope", RegisteredError::InvalidScope),
            ("client_denied", RegisteredError::Other),
            ("ä", RegisteredError::Other),
            ("cancellation_policy", RegisteredError::Other),
            ("!", RegisteredError::Other),
        ] {
            assert_eq!(read_denial(text, None), denied(error, None), "{text}");
        }
    }
}
