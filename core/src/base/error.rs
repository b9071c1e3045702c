//! One error for callers: a stable code, what happened, what to do about it, and when a retry makes sense.
//!
//! Messages are written by us and hold ids only: no secret, no text of a provider (SR-79, SR-82). What a provider said is kept
//! as a registered OAuth error code at most.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// `Result` with the public [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// When calling again makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Not before something is changed in code or configuration.
    Never,
    /// Later, with the same arguments.
    Later,
    /// After the user or an administrator has gone through a new session.
    AfterReauth,
}

impl Retry {
    /// The name that all languages use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Retry::Never => "never",
            Retry::Later => "later",
            Retry::AfterReauth => "after_reauth",
        }
    }
}

/// The family of a code: one class per family in Node and Python.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    /// The operator must fix options, keys or URLs.
    Config,
    /// The vault cannot be opened or written.
    Vault,
    /// The provider or its registration is not usable.
    ProviderConfig,
    /// There is no such credential.
    NotConnected,
    /// The end user or an administrator must act at the provider.
    ReauthRequired,
    /// The provider failed.
    Provider,
    /// The provider asked for a pause.
    RateLimited,
    /// A sign-in or installation ended without a credential.
    Flow,
    /// The HTTP handler refused a request.
    Handler,
    /// A webhook was refused.
    Webhook,
    /// The library was used in a way it cannot work.
    Usage,
    /// The arguments are malformed.
    Request,
}

impl ErrorClass {
    /// The class name that Node and Python use.
    pub const fn as_str(self) -> &'static str {
        match self {
            ErrorClass::Config => "ConfigError",
            ErrorClass::Vault => "VaultError",
            ErrorClass::ProviderConfig => "ProviderConfigError",
            ErrorClass::NotConnected => "NotConnectedError",
            ErrorClass::ReauthRequired => "ReauthRequiredError",
            ErrorClass::Provider => "ProviderError",
            ErrorClass::RateLimited => "RateLimitedError",
            ErrorClass::Flow => "FlowError",
            ErrorClass::Handler => "HandlerError",
            ErrorClass::Webhook => "WebhookError",
            ErrorClass::Usage => "UsageError",
            ErrorClass::Request => "RequestError",
        }
    }
}

macro_rules! codes {
    ($($variant:ident = $text:literal, $class:ident, $http:literal, $retry:ident, $doc:literal;)*) => {
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
        }
    };
}

codes! {
    ConfigInvalid = "config_invalid", Config, 500, Never, "An option has a value that cannot be used.";
    KeyMissing = "key_missing", Config, 500, Never, "No vault key was given.";
    KeyMismatch = "key_mismatch", Config, 500, Never, "The vault was written with another key.";
    BaseUrlMissing = "base_url_missing", Config, 500, Never, "A flow needs the public URL of the handler.";
    VaultUnavailable = "vault_unavailable", Vault, 503, Later, "The vault cannot be read or written now.";
    VaultLocked = "vault_locked", Vault, 503, Later, "Another holder keeps the vault locked.";
    VaultNewer = "vault_newer", Vault, 503, Never, "A newer version wrote the vault.";
    EnvironmentMismatch = "environment_mismatch", Vault, 503, Never, "The vault belongs to another environment.";
    RestoreUnconfirmed = "restore_unconfirmed", Vault, 503, Never, "The vault is a restored copy that nobody has confirmed.";
    KeyServiceUnavailable = "key_service_unavailable", Vault, 503, Later, "The service that holds the root key does not answer.";
    ProviderUnknown = "provider_unknown", ProviderConfig, 400, Never, "No such provider in the catalogue.";
    ProviderNotConfigured = "provider_not_configured", ProviderConfig, 400, Never, "The provider has no client registration here.";
    ProviderConfigRejected = "provider_config_rejected", ProviderConfig, 502, Never, "The provider rejected the client registration.";
    NotConnected = "not_connected", NotConnected, 404, AfterReauth, "There is no such connection.";
    InstallationNotFound = "installation_not_found", NotConnected, 404, AfterReauth, "There is no such installation.";
    InstallationPending = "installation_pending", NotConnected, 409, Later, "The installation's permissions have not spread yet.";
    ApprovalRequired = "approval_required", NotConnected, 409, Never, "Somebody must approve the installation first.";
    AmbiguousConnection = "ambiguous_connection", Request, 409, Never, "More than one connection matches.";
    AmbiguousConfig = "ambiguous_config", Request, 409, Never, "More than one config of the provider exists; name one.";
    UserIdRequired = "user_id_required", Request, 400, Never, "A user credential needs a user id.";
    InvalidId = "invalid_id", Request, 400, Never, "An id is outside its grammar.";
    InvalidRequest = "invalid_request", Request, 400, Never, "The arguments are malformed.";
    ScopeNotAllowed = "scope_not_allowed", Request, 403, Never, "A scope beyond the config was asked for.";
    ScopeUnavailable = "scope_unavailable", Request, 400, Never, "The scope does not exist for this kind of account.";
    ReauthRequired = "reauth_required", ReauthRequired, 409, AfterReauth, "The grant has ended; the user must sign in again.";
    ScopeMissing = "scope_missing", ReauthRequired, 409, AfterReauth, "A needed scope was not granted.";
    AdminConsentRequired = "admin_consent_required", ReauthRequired, 409, AfterReauth, "An administrator must consent.";
    ProviderUnavailable = "provider_unavailable", Provider, 502, Later, "The provider did not answer usefully.";
    ProviderError = "provider_error", Provider, 502, Never, "The provider answered with an error.";
    RateLimited = "rate_limited", RateLimited, 429, Later, "The provider asked for a pause.";
    Timeout = "timeout", Provider, 504, Later, "The caller's time ran out; the work goes on.";
    StateInvalid = "state_invalid", Flow, 400, Never, "The callback belongs to no session, or to one that was used.";
    SessionExpired = "session_expired", Flow, 410, Never, "The session's time is over.";
    SessionBindingMismatch = "session_binding_mismatch", Flow, 403, Never, "Another browser started this session.";
    AccessDenied = "access_denied", Flow, 403, Never, "The user or the provider said no.";
    RedirectUriMismatch = "redirect_uri_mismatch", Flow, 400, Never, "The provider does not know the redirect URI.";
    InstallationClaimed = "installation_claimed", Flow, 409, Never, "Another tenant has claimed this organisation.";
    AccountMismatch = "account_mismatch", Flow, 409, Never, "Another external account than expected signed in.";
    AccountTypeUnsupported = "account_type_unsupported", Flow, 409, Never, "This kind of account cannot do that.";
    IdentityRequired = "identity_required", Handler, 401, Never, "Nobody is signed in to the application.";
    IdentityMismatch = "identity_mismatch", Handler, 403, Never, "The request names another identity than the one signed in.";
    Forbidden = "forbidden", Handler, 403, Never, "The signed-in user may not do that.";
    OriginNotAllowed = "origin_not_allowed", Handler, 403, Never, "The request comes from an origin that is not allowed.";
    NotFound = "not_found", Handler, 404, Never, "There is nothing here.";
    MethodNotAllowed = "method_not_allowed", Handler, 405, Never, "The route exists with another method.";
    TooLarge = "too_large", Handler, 413, Never, "The request is too large.";
    SignatureInvalid = "signature_invalid", Webhook, 400, Never, "The webhook's signature is wrong.";
    RawBodyConsumed = "raw_body_consumed", Webhook, 500, Never, "The raw body was gone before the signature could be checked.";
    Closed = "closed", Usage, 500, Never, "This object has been closed.";
    Forked = "forked", Usage, 500, Never, "The process was forked and cannot go on with this object.";
    RuntimeUnsupported = "runtime_unsupported", Usage, 500, Never, "This runtime cannot load the library.";
}

/// The ids that an error may carry. All of them are the application's own or ours; none is a secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorContext {
    /// The provider asked for.
    pub provider: Option<String>,
    /// The config used.
    pub config: Option<String>,
    /// The tenant.
    pub tenant_id: Option<String>,
    /// The user.
    pub user_id: Option<String>,
    /// The connection or installation.
    pub connection_id: Option<String>,
    /// Why a grant ended: `revoked`, `expired`, `password_changed`, `policy`, `consent`; or why nobody knows whether it has:
    /// `refresh_unanswered`.
    pub reason: Option<String>,
    /// The registered OAuth error code that the provider gave; `other` for one that is not registered.
    pub provider_error: Option<String>,
}

struct Inner {
    code: ErrorCode,
    message: String,
    hint: Option<String>,
    retry: Retry,
    retry_after: Option<Duration>,
    context: ErrorContext,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// The one public error.
#[derive(Clone)]
pub struct Error(Arc<Inner>);

impl Error {
    /// An error with a message of our own wording.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Error(Arc::new(Inner {
            code,
            message: message.into(),
            hint: None,
            retry: code.retry(),
            retry_after: None,
            context: ErrorContext::default(),
            source: None,
        }))
    }

    fn change(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        let inner = Arc::make_mut(&mut self.0);
        change(inner);
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_hint(self, hint: impl Into<String>) -> Self {
        let hint = hint.into();
        self.change(|inner| inner.hint = Some(hint))
    }

    /// Adds when a retry may succeed, and makes it a `later`.
    #[must_use]
    pub fn with_retry_after(self, after: Duration) -> Self {
        self.change(|inner| {
            inner.retry = Retry::Later;
            inner.retry_after = Some(after);
        })
    }

    /// Adds or changes the ids.
    #[must_use]
    pub fn with_context(self, set: impl FnOnce(&mut ErrorContext)) -> Self {
        self.change(|inner| set(&mut inner.context))
    }

    /// Adds the cause. It must be free of secrets: its text is shown in cause chains.
    #[must_use]
    pub fn with_source(self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.change(|inner| inner.source = Some(Arc::new(source)))
    }

    /// The stable code.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// What happened, in one or two sentences.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// When calling again makes sense.
    pub fn retry(&self) -> Retry {
        self.0.retry
    }

    /// How long to wait before a retry, where the provider or we know it.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The ids it is about.
    pub fn context(&self) -> &ErrorContext {
        &self.0.context
    }

    /// Where the error is explained.
    pub fn docs_url(&self) -> String {
        format!("https://authpipe.dev/errors/{}", self.code().as_str())
    }
}

impl Clone for Inner {
    fn clone(&self) -> Self {
        Inner {
            code: self.code,
            message: self.message.clone(),
            hint: self.hint.clone(),
            retry: self.retry,
            retry_after: self.retry_after,
            context: self.context.clone(),
            source: self.source.clone(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code().as_str(), self.message())?;
        match self.hint() {
            Some(hint) => write!(f, " {hint}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("code", &self.code().as_str())
            .field("message", &self.message())
            .field("hint", &self.hint())
            .field("retry", &self.retry().as_str())
            .field("retry_after", &self.retry_after())
            .field("context", self.context())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
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

    #[test]
    fn a_clone_keeps_everything_and_changing_it_leaves_the_first() {
        let first = Error::new(ErrorCode::RateLimited, "Wait.").with_retry_after(Duration::from_secs(3));
        let second = first.clone().with_context(|c| c.provider = Some("p".into()));
        assert_eq!(first.context().provider, None);
        assert_eq!(second.context().provider.as_deref(), Some("p"));
        assert_eq!(second.retry_after(), Some(Duration::from_secs(3)));
    }
}
