//! The table of error codes. A code is one line of it: its text, family, HTTP status, when to call again, who must act, and one
//! sentence each for what it means and what to do. Every language derives from it.

use super::kinds::{Actor, ErrorClass, Retry};

macro_rules! codes {
    ($($variant:ident = $text:literal, $class:ident, $http:literal, $retry:ident, $actor:ident, $doc:literal, $hint:literal;)*) => {
        /// What went wrong. The strings are stable and the same in all languages.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $(#[doc = $doc] $variant,)*
        }

        impl ErrorCode {
            /// Every code, for tables in bindings and tests.
            pub const ALL: &'static [ErrorCode] = &[$(ErrorCode::$variant,)*];

            /// The stable string.
            pub const fn as_str(self) -> &'static str {
                match self { $(ErrorCode::$variant => $text,)* }
            }

            /// Reads the stable string.
            pub(crate) fn parse(text: &str) -> Option<Self> {
                ErrorCode::ALL.iter().copied().find(|code| code.as_str() == text)
            }

            /// The family, which is the class in Node and Python.
            pub const fn class(self) -> ErrorClass {
                match self { $(ErrorCode::$variant => ErrorClass::$class,)* }
            }

            /// The HTTP status with which the handler answers.
            pub const fn http_status(self) -> u16 {
                match self { $(ErrorCode::$variant => $http,)* }
            }

            /// When calling again makes sense.
            pub const fn retry(self) -> Retry {
                match self { $(ErrorCode::$variant => Retry::$retry,)* }
            }

            /// Who must do something.
            pub const fn actor(self) -> Actor {
                match self { $(ErrorCode::$variant => Actor::$actor,)* }
            }

            /// What it means, in one sentence: the documentation of the code in every language.
            pub const fn doc(self) -> &'static str {
                match self { $(ErrorCode::$variant => $doc,)* }
            }

            /// What can be done about it, as far as that can be said without the case at hand.
            /// [`Error::hint`](super::Error::hint) says more where there is more to say.
            pub const fn hint(self) -> &'static str {
                match self { $(ErrorCode::$variant => $hint,)* }
            }
        }
    };
}

codes! {
    ConfigInvalid = "config_invalid", Config, 500, Never, Operator, "An option has a value that cannot be used.", "Correct the option that the message names.";
    KeyMissing = "key_missing", Config, 500, Never, Operator, "No vault key was given.", "Set AUTHPIPE_KEY.";
    KeyMismatch = "key_mismatch", Config, 500, Never, Operator, "The vault was written with another key.", "Restore the old key; to rotate, give the new and the old one.";
    BaseUrlMissing = "base_url_missing", Config, 500, Never, Operator, "A flow needs the public URL of the handler.", "Set AUTHPIPE_BASE_URL.";
    VaultUnavailable = "vault_unavailable", Vault, 503, Later, Operator, "The vault cannot be read or written now.", "Try again later; if it lasts, look at the disk and its rights.";
    VaultLocked = "vault_locked", Vault, 503, Later, Operator, "Another holder keeps the vault locked.", "Try again when the other holder has ended.";
    VaultNewer = "vault_newer", Vault, 503, Never, Operator, "A newer version wrote the vault.", "Update this program.";
    VaultMoved = "vault_moved", Vault, 503, Never, Operator, "The vault was copied to another place, and is there now.", "Name the place that the message says, and restart.";
    EnvironmentMismatch = "environment_mismatch", Vault, 503, Never, Operator, "The vault belongs to another environment.", "Use the vault of this environment.";
    RestoreUnconfirmed = "restore_unconfirmed", Vault, 503, Never, Operator, "An earlier copy of the vault was put in its place, and nobody has confirmed that.", "Confirm the restore with the command line tool.";
    KeyServiceUnavailable = "key_service_unavailable", Vault, 503, Later, Operator, "The service that holds the root key does not answer.", "Try again when the service answers.";
    ProviderUnknown = "provider_unknown", ProviderConfig, 400, Never, Developer, "No such provider in the catalogue.", "Correct the name, or give a definition.";
    ProviderNotConfigured = "provider_not_configured", ProviderConfig, 400, Never, Operator, "The provider has no client registration here.", "Register a client at the provider and configure it.";
    ProviderConfigRejected = "provider_config_rejected", ProviderConfig, 502, Never, Operator, "The provider rejected the client registration.", "Correct the client id or the secret.";
    NotConnected = "not_connected", NotConnected, 404, AfterReauth, User, "There is no such connection.", "Let the user connect.";
    InstallationNotFound = "installation_not_found", NotConnected, 404, AfterReauth, Administrator, "There is no such installation.", "Let an administrator install it.";
    InstallationPending = "installation_pending", NotConnected, 409, Later, Nobody, "The installation's permissions have not spread yet.", "Try again in a few minutes.";
    ApprovalRequired = "approval_required", NotConnected, 409, Never, Operator, "Somebody must approve the installation first.", "Check the organisation and approve the installation.";
    AmbiguousConfig = "ambiguous_config", Request, 409, Never, Developer, "More than one config of the provider exists; name one.", "Name the config.";
    UserIdRequired = "user_id_required", Request, 400, Never, Developer, "A user credential needs a user id.", "Give the user, or say that the installation is meant.";
    InvalidId = "invalid_id", Request, 400, Never, Developer, "An id is outside its grammar.", "Give an id within the grammar.";
    InvalidRequest = "invalid_request", Request, 400, Never, Developer, "The arguments are malformed.", "Correct the arguments.";
    ScopeNotAllowed = "scope_not_allowed", Request, 403, Never, Operator, "A scope beyond the config was asked for.", "Add the scope to the config.";
    ScopeUnavailable = "scope_unavailable", Request, 400, Never, Developer, "The provider has no such scope, or not for this app or this kind of account.", "Correct the scope, or leave it out for this account.";
    CredentialRejected = "credential_rejected", Request, 400, Never, User, "The provider does not accept the credential that was to be stored.", "Store one that works; nothing was stored.";
    ReauthRequired = "reauth_required", ReauthRequired, 409, AfterReauth, User, "The grant has ended; the user must sign in again.", "Let the user sign in again.";
    ScopeMissing = "scope_missing", ReauthRequired, 409, AfterReauth, User, "A needed scope was not granted.", "Let the user sign in again and grant the scope.";
    AdminConsentRequired = "admin_consent_required", ReauthRequired, 409, AfterReauth, Administrator, "An administrator must consent.", "Let an administrator install it.";
    ProviderUnavailable = "provider_unavailable", Provider, 502, Later, Nobody, "The provider did not answer usefully.", "Try again later.";
    ProviderError = "provider_error", Provider, 502, Never, Developer, "The provider answered with an error.", "See the provider's error code.";
    TlsFailed = "tls_failed", Provider, 502, Never, Operator, "TLS with the provider did not come about: its certificate is not accepted here, or the two ends do not fit together.", "Do what the error says: trust the authority, or have the host or the address put right.";
    RateLimited = "rate_limited", RateLimited, 429, Later, Nobody, "The provider asked for a pause.", "Try again after the pause.";
    Timeout = "timeout", Provider, 504, Later, Nobody, "The caller's time ran out; the work goes on.", "Call again; the work goes on meanwhile.";
    StateInvalid = "state_invalid", Flow, 400, AfterReauth, User, "The callback belongs to no session, or to one that was used.", "Start again.";
    SessionExpired = "session_expired", Flow, 410, AfterReauth, User, "The session's time is over.", "Start again.";
    SessionBindingMismatch = "session_binding_mismatch", Flow, 403, AfterReauth, User, "Another browser started this session.", "Start again in one browser.";
    AccessDenied = "access_denied", Flow, 403, AfterReauth, User, "The user or the provider said no.", "Start again, or leave it.";
    InstallationClaimed = "installation_claimed", Flow, 409, Never, Administrator, "Another tenant has claimed this organisation.", "Ask the operator of the application.";
    AccountMismatch = "account_mismatch", Flow, 409, AfterReauth, User, "Another external account than expected signed in.", "Sign in with the account that was connected before.";
    AccountTypeUnsupported = "account_type_unsupported", Flow, 409, AfterReauth, User, "This kind of account cannot do that.", "Sign in with another kind of account.";
    IdentityRequired = "identity_required", Handler, 401, Never, User, "Nobody is signed in to the application.", "Sign in to the application.";
    IdentifyFailed = "identify_failed", Handler, 500, Never, Developer, "The application's identify failed, or gave no principal.", "See the application's log under the answer's request id.";
    IdentityMismatch = "identity_mismatch", Handler, 403, Never, Developer, "The request names another identity than the one signed in.", "Leave the identity out of the request.";
    Forbidden = "forbidden", Handler, 403, Never, Administrator, "The signed-in user may not do that.", "Let somebody with the right do it.";
    OriginNotAllowed = "origin_not_allowed", Handler, 403, Never, Operator, "The request comes from an origin that is not allowed.", "Allow the origin, if it is yours.";
    NotFound = "not_found", Handler, 404, Never, Developer, "There is nothing here.", "Correct the address.";
    MethodNotAllowed = "method_not_allowed", Handler, 405, Never, Developer, "The route exists with another method.", "Use another method.";
    TooLarge = "too_large", Handler, 413, Never, Developer, "The request is too large.", "Send less.";
    Closed = "closed", Usage, 500, Never, Developer, "This object has been closed.", "Make a new object.";
    Forked = "forked", Usage, 500, Never, Developer, "The process was forked and cannot go on with this object.", "Call again in this process.";
    Internal = "internal", Internal, 500, Never, Maintainer, "A defect of the library stopped the call.", "Report it: this is a bug of Authpipe.";
    RuntimeUnsupported = "runtime_unsupported", Usage, 500, Never, Developer, "This runtime cannot load the library.", "Run on a platform that is supported.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_snake_case() {
        let mut texts: Vec<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        assert!(texts.iter().all(|text| text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')));
        texts.sort_unstable();
        let count = texts.len();
        texts.dedup();
        assert_eq!(texts.len(), count);
    }
}
