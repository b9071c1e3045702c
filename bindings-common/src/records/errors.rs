//! What an error says besides its class.

use std::time::Duration;

use authpipe::Retry;

use crate::define::given;
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

impl Give for Duration {
    fn give(self) -> Given {
        Given::Span(self)
    }
}
