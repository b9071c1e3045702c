//! The closed sets into which error codes of providers are read. What is not in the set becomes `Other`; the text is gone
//! (SR-82).

macro_rules! closed_set {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum $name {
            $(#[doc = concat!("`", $text, "`")] $variant,)*
            /// Anything else.
            Other,
        }

        impl $name {
            /// Every member that has a text.
            #[cfg(test)]
            #[allow(dead_code, reason = "each closed set has the same members")]
            pub(crate) const KNOWN: &'static [$name] = &[$($name::$variant,)*];

            /// The registered text; `other` for one that is not in the set.
            #[allow(dead_code, reason = "each closed set has the same members")]
            pub(crate) const fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $text,)*
                    $name::Other => "other",
                }
            }

            /// Reads a foreign text, byte for byte.
            pub(crate) fn read(text: &str) -> Self {
                match text {
                    $($text => $name::$variant,)*
                    _ => $name::Other,
                }
            }
        }
    };
}

closed_set! {
    /// Error codes of the IANA "OAuth Extensions Error Registry" that an authorization or token endpoint can give: RFC 6749
    /// §4.1.2.1 and §5.2, RFC 6750, RFC 7009, RFC 7591, RFC 8628, RFC 8707, RFC 9396, RFC 9449, RFC 9470, OpenID Connect Core
    /// §3.1.2.6, CIBA §11 and §13, and UMA.
    RegisteredError {
        InvalidRequest = "invalid_request",
        UnauthorizedClient = "unauthorized_client",
        AccessDenied = "access_denied",
        UnsupportedResponseType = "unsupported_response_type",
        InvalidScope = "invalid_scope",
        ServerError = "server_error",
        TemporarilyUnavailable = "temporarily_unavailable",
        InvalidClient = "invalid_client",
        InvalidGrant = "invalid_grant",
        UnsupportedGrantType = "unsupported_grant_type",
        InvalidToken = "invalid_token",
        InsufficientScope = "insufficient_scope",
        UnsupportedTokenType = "unsupported_token_type",
        InteractionRequired = "interaction_required",
        LoginRequired = "login_required",
        AccountSelectionRequired = "account_selection_required",
        ConsentRequired = "consent_required",
        InvalidRequestUri = "invalid_request_uri",
        InvalidRequestObject = "invalid_request_object",
        RequestNotSupported = "request_not_supported",
        RequestUriNotSupported = "request_uri_not_supported",
        RegistrationNotSupported = "registration_not_supported",
        InvalidRedirectUri = "invalid_redirect_uri",
        InvalidClientMetadata = "invalid_client_metadata",
        InvalidSoftwareStatement = "invalid_software_statement",
        UnapprovedSoftwareStatement = "unapproved_software_statement",
        AuthorizationPending = "authorization_pending",
        SlowDown = "slow_down",
        ExpiredToken = "expired_token",
        InvalidTarget = "invalid_target",
        InvalidAuthorizationDetails = "invalid_authorization_details",
        InvalidDpopProof = "invalid_dpop_proof",
        UseDpopNonce = "use_dpop_nonce",
        InsufficientUserAuthentication = "insufficient_user_authentication",
        UnmetAuthenticationRequirements = "unmet_authentication_requirements",
        ExpiredLoginHintToken = "expired_login_hint_token",
        UnknownUserId = "unknown_user_id",
        MissingUserCode = "missing_user_code",
        InvalidUserCode = "invalid_user_code",
        InvalidBindingMessage = "invalid_binding_message",
        TransactionFailed = "transaction_failed",
        NeedInfo = "need_info",
        RequestDenied = "request_denied",
        RequestSubmitted = "request_submitted",
    }
}

impl RegisteredError {
    /// Whether it speaks of the request or the client, which are the same for each of a config's grants, and so of none of them.
    pub(crate) const fn is_about_request(self) -> bool {
        matches!(
            self,
            RegisteredError::InvalidClient
                | RegisteredError::UnauthorizedClient
                | RegisteredError::InvalidScope
                | RegisteredError::UnsupportedGrantType
                | RegisteredError::UnsupportedResponseType
                | RegisteredError::UnsupportedTokenType
                | RegisteredError::InvalidRequestUri
                | RegisteredError::InvalidRequestObject
                | RegisteredError::RequestNotSupported
                | RegisteredError::RequestUriNotSupported
                | RegisteredError::RegistrationNotSupported
                | RegisteredError::InvalidRedirectUri
                | RegisteredError::InvalidClientMetadata
                | RegisteredError::InvalidSoftwareStatement
                | RegisteredError::UnapprovedSoftwareStatement
                | RegisteredError::InvalidTarget
                | RegisteredError::InvalidAuthorizationDetails
                | RegisteredError::InvalidDpopProof
                | RegisteredError::UseDpopNonce
        )
    }
}

closed_set! {
    /// The member `suberror` of Microsoft's token endpoint: it refines `error` and is stable, unlike the AADSTS numbers.
    Suberror {
        BasicAction = "basic_action",
        AdditionalAction = "additional_action",
        MessageOnly = "message_only",
        ConsentRequired = "consent_required",
        UserPasswordExpired = "user_password_expired",
        BadToken = "bad_token",
        TokenExpired = "token_expired",
        ProtectionPolicyRequired = "protection_policy_required",
        ClientMismatch = "client_mismatch",
        DeviceAuthenticationFailed = "device_authentication_failed",
    }
}

closed_set! {
    /// The parameter `error_subcode` of Microsoft's authorization response.
    DenialSubcode {
        Cancel = "cancel",
    }
}

closed_set! {
    /// What a provider of OAuth 1.0a names as the problem (extension "OAuth Problem Reporting", parameter `oauth_problem`).
    SignedProblem {
        VersionRejected = "version_rejected",
        ParameterAbsent = "parameter_absent",
        ParameterRejected = "parameter_rejected",
        TimestampRefused = "timestamp_refused",
        NonceUsed = "nonce_used",
        SignatureMethodRejected = "signature_method_rejected",
        SignatureInvalid = "signature_invalid",
        ConsumerKeyUnknown = "consumer_key_unknown",
        ConsumerKeyRejected = "consumer_key_rejected",
        ConsumerKeyRefused = "consumer_key_refused",
        TokenUsed = "token_used",
        TokenExpired = "token_expired",
        TokenRevoked = "token_revoked",
        TokenRejected = "token_rejected",
        VerifierInvalid = "verifier_invalid",
        AdditionalAuthorizationRequired = "additional_authorization_required",
        PermissionUnknown = "permission_unknown",
        PermissionDenied = "permission_denied",
        UserRefused = "user_refused",
    }
}

/// The code that a text begins with, in small letters. Some servers put their description behind it, and some write it in capitals.
pub(super) fn code_of(text: &str) -> Option<String> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
    let code = text.get(..end).filter(|code| (1..=64).contains(&code.len()))?;
    Some(code.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_code_survives_and_no_other_text_does() {
        for error in RegisteredError::KNOWN {
            assert_eq!(RegisteredError::read(error.as_str()), *error);
        }
        for text in ["", "Invalid_Grant", "invalid_grant ", "AADSTS50173", "canary", "other"] {
            assert_eq!(RegisteredError::read(text), RegisteredError::Other);
            assert_eq!(Suberror::read(text), Suberror::Other);
        }
        assert_eq!(RegisteredError::KNOWN.len(), 44);
    }

    #[test]
    fn a_code_is_read_with_what_is_written_behind_it() {
        for (text, code) in [
            ("invalid_grant", Some("invalid_grant")),
            (" INVALID_GRANT ", Some("invalid_grant")),
            ("invalid_grant: gone", Some("invalid_grant")),
            ("invalid_grant, gone", Some("invalid_grant")),
            ("invalid_grant - ungültig", Some("invalid_grant")),
            ("invalid_grant (AADSTS70008)\n", Some("invalid_grant")),
            ("invalid_grant_type", Some("invalid_grant_type")),
            ("invalid-grant", Some("invalid")),
            ("no invalid_grant", Some("no")),
            ("ungültig", Some("ung")),
            ("", None),
            (": x", None),
        ] {
            assert_eq!(code_of(text).as_deref(), code, "{text}");
        }
        assert_eq!(code_of(&"x".repeat(65)), None);
    }
}
