//! What an error says besides its class.

use std::time::Duration;

use authpipe::Retry;

use crate::define::given;
use crate::error_text::ErrorText;
use crate::give::{Give, Given};

given! {
    /// What an error says besides its message. Ids only: no secret, and no text of a provider.
    pub struct ErrorDetails = "AuthpipeErrorDetails" {
        /// The stable code, the same in all languages.
        pub code: String,
        /// What happened and what to do about it.
        pub message: String,
        /// The part of the message that says what to do.
        pub hint: Option<String>,
        /// Where the error is explained.
        pub docs_url: Option<String>,
        /// When calling again makes sense; default `never`.
        pub retry: Option<Retry>,
        /// How long to wait before a retry, where it is known.
        pub retry_after: Option<Duration>,
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
        /// Why a grant ended, in one word, or why nobody knows whether it has: `refresh_unanswered`.
        pub reason: Option<String>,
        /// The registered OAuth error code that the provider gave; `other` for one that is not registered.
        pub provider_error: Option<String>,
    }
}

given! {
    /// Why a session ended without a connection or an installation, for the developer. It is no text for the person's page.
    pub struct SessionFailure = "SessionFailure" {
        /// The stable code, the same in all languages.
        pub code: String,
        /// What happened and what to do about it.
        pub message: ErrorText,
        /// The part of the message that says what to do.
        pub hint: Option<ErrorText>,
        /// Where the error is explained.
        pub docs_url: String,
        /// What a new session would do: after `after_reauth` it may end well, once the person does what the hint says; after `later` it
        /// may in a while; after `never` somebody must first change the application, its config or its registration.
        pub retry: Retry,
        /// How long to wait before that, where it is known.
        pub retry_after: Option<Duration>,
        /// The registered OAuth error code that the provider gave; `other` for one that is not registered.
        pub provider_error: Option<String>,
    }
}

impl From<authpipe::Error> for SessionFailure {
    fn from(error: authpipe::Error) -> Self {
        SessionFailure {
            code: error.code().as_str().to_owned(),
            hint: error.hint().map(|_| ErrorText::Hint(error.clone())),
            docs_url: error.docs_url(),
            retry: error.retry(),
            retry_after: error.retry_after(),
            provider_error: error.context().provider_error.clone(),
            message: ErrorText::Message(error),
        }
    }
}

impl Give for Duration {
    fn give(self) -> Given {
        Given::Span(self)
    }
}
