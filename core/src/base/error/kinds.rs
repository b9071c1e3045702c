//! What is said of every code: when to call again, who must act, and the family it belongs to.

/// When calling again makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Not before something is changed in code or configuration.
    Never,
    /// Later, with the same arguments.
    Later,
    /// After the user or an administrator has gone through a new session. Of an error that ended a session: a new one may end well,
    /// once they do what the hint says.
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

    /// Reads the name.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Retry::Never, Retry::Later, Retry::AfterReauth].into_iter().find(|retry| retry.as_str() == text)
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
