//! One error for callers: a stable code, what happened, what to do about it, and when a retry makes sense.
//!
//! Messages are written by us and hold ids only: no secret, no text of a provider (SR-79, SR-82). What a provider said is kept
//! as a registered OAuth error code at most.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::wording::{self, Named};

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

/// Who must do something about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Who writes the application.
    Developer,
    /// Who runs the application: options, keys, client registrations.
    Operator,
    /// The end user, at the provider.
    User,
    /// An administrator of the customer.
    Administrator,
    /// Who maintains this library.
    Maintainer,
    /// Nobody: it passes.
    Nobody,
}

impl Actor {
    /// The name that all languages use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Actor::Developer => "developer",
            Actor::Operator => "operator",
            Actor::User => "user",
            Actor::Administrator => "administrator",
            Actor::Maintainer => "maintainer",
            Actor::Nobody => "nobody",
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
    /// The library was used in a way it cannot work.
    Usage,
    /// The arguments are malformed.
    Request,
    /// The library itself is wrong.
    Internal,
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
            ErrorClass::Usage => "UsageError",
            ErrorClass::Request => "RequestError",
            ErrorClass::Internal => "InternalError",
        }
    }
}

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

            /// What can be done about it, as far as that can be said without the case at hand. [`Error::hint`] says more where there
            /// is more to say.
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
    EnvironmentMismatch = "environment_mismatch", Vault, 503, Never, Operator, "The vault belongs to another environment.", "Use the vault of this environment.";
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
    ReauthRequired = "reauth_required", ReauthRequired, 409, AfterReauth, User, "The grant has ended; the user must sign in again.", "Let the user sign in again.";
    ScopeMissing = "scope_missing", ReauthRequired, 409, AfterReauth, User, "A needed scope was not granted.", "Let the user sign in again and grant the scope.";
    AdminConsentRequired = "admin_consent_required", ReauthRequired, 409, AfterReauth, Administrator, "An administrator must consent.", "Let an administrator install it.";
    ProviderUnavailable = "provider_unavailable", Provider, 502, Later, Nobody, "The provider did not answer usefully.", "Try again later.";
    ProviderError = "provider_error", Provider, 502, Never, Developer, "The provider answered with an error.", "See the provider's error code.";
    RateLimited = "rate_limited", RateLimited, 429, Later, Nobody, "The provider asked for a pause.", "Try again after the pause.";
    Timeout = "timeout", Provider, 504, Later, Nobody, "The caller's time ran out; the work goes on.", "Call again; the work goes on meanwhile.";
    StateInvalid = "state_invalid", Flow, 400, Never, User, "The callback belongs to no session, or to one that was used.", "Start again.";
    SessionExpired = "session_expired", Flow, 410, Never, User, "The session's time is over.", "Start again.";
    SessionBindingMismatch = "session_binding_mismatch", Flow, 403, Never, User, "Another browser started this session.", "Start again in one browser.";
    AccessDenied = "access_denied", Flow, 403, Never, User, "The user or the provider said no.", "Start again, or leave it.";
    InstallationClaimed = "installation_claimed", Flow, 409, Never, Administrator, "Another tenant has claimed this organisation.", "Ask the operator of the application.";
    AccountMismatch = "account_mismatch", Flow, 409, Never, User, "Another external account than expected signed in.", "Sign in with the account that was connected before.";
    AccountTypeUnsupported = "account_type_unsupported", Flow, 409, Never, User, "This kind of account cannot do that.", "Sign in with another kind of account.";
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

#[derive(Clone)]
struct Inner {
    code: ErrorCode,
    message: Wording,
    hint: Option<Wording>,
    retry: Retry,
    retry_after: Option<Duration>,
    context: ErrorContext,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// A text whose names every language writes in its own way.
#[derive(Clone)]
struct Wording {
    rust: String,
    /// The text with its names marked, where it has any.
    marked: Option<String>,
}

impl Wording {
    fn new(text: String) -> Self {
        if text.contains('⟨') {
            Wording { rust: wording::in_rust(&text), marked: Some(text) }
        } else {
            Wording { rust: text, marked: None }
        }
    }

    fn render(&self, spell: impl Fn(Named<'_>) -> String) -> String {
        self.marked.as_ref().map_or_else(|| self.rust.clone(), |marked| wording::render(marked, spell))
    }
}

/// The one public error.
#[derive(Clone)]
pub struct Error(Arc<Inner>);

impl Error {
    /// An error with a message of our own wording; names in it are marked as [`Named`] says.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Error(Arc::new(Inner {
            code,
            message: Wording::new(message.into()),
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
        let hint = Wording::new(hint.into());
        self.change(|inner| inner.hint = Some(hint))
    }

    /// Adds when a retry may succeed, and makes it a `later`.
    #[must_use]
    pub fn with_retry_after(self, after: Duration) -> Self {
        self.change(|inner| {
            inner.retry = Retry::Later;
            // Who comes back at once is told the same.
            inner.retry_after = Some(after.max(Duration::from_secs(1)));
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

    /// What a caller is told when our own code panicked. What it was about is on standard error, not here.
    pub fn panicked() -> Self {
        Error::new(ErrorCode::Internal, "A defect of Authpipe stopped this call. What was saved before it is safe.")
            .with_hint("This is a bug: please report it, with what was written to standard error.")
    }

    /// The stable code.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// What happened, in one or two sentences.
    pub fn message(&self) -> &str {
        &self.0.message.rust
    }

    /// [`Error::message`] with names as another language writes them: for bindings.
    pub fn message_in(&self, spell: impl Fn(Named<'_>) -> String) -> String {
        self.0.message.render(spell)
    }

    /// [`Error::hint`] with names as another language writes them: for bindings.
    pub fn hint_in(&self, spell: impl Fn(Named<'_>) -> String) -> Option<String> {
        self.0.hint.as_ref().map(|hint| hint.render(spell))
    }

    /// Message and hint with their names marked, to be made an error again later.
    pub(crate) fn marked(&self) -> (String, Option<String>) {
        let text = |wording: &Wording| wording.marked.clone().unwrap_or_else(|| wording.rust.clone());
        (text(&self.0.message), self.0.hint.as_ref().map(text))
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_ref().map(|hint| hint.rust.as_str())
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
