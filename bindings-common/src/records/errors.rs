//! What an error says besides its class.

use std::time::Duration;

use authpipe::Retry;

use crate::define::given;
use crate::error_text::ErrorText;
use crate::give::{Give, Given};

given! {
    /// What a provider said about a failure, in closed fields: for the developer and the provider's support, never for a page. What does
    /// not fit a field, or repeats something secret of the request, is left out.
    pub struct ProviderDetails = "ProviderDetails" {
        /// The HTTP status of its answer; absent where the answer came with the browser.
        pub status: Option<u32>,
        /// The error code: a registered one, one of the provider's own where its definition says that those are safe, else `other`.
        pub error: Option<String>,
        /// What refines it, where that is a word that is known.
        pub suberror: Option<String>,
        /// The provider's own numbers of the error, at most eight.
        pub error_codes: Vec<u64>,
        /// By which the provider finds the request in its log.
        pub trace_id: Option<String>,
        /// By which it finds what belongs to the request.
        pub correlation_id: Option<String>,
        /// The id of the request that a header of the answer names.
        pub request_id: Option<String>,
        /// When it happened, as the provider writes it.
        pub timestamp: Option<String>,
        /// Its own text; only where its definition says that it is safe.
        pub error_description: Option<String>,
        /// Where it explains the error; only where its definition says that the address is safe.
        pub error_uri: Option<String>,
    }
}

given! {
    /// What an error says besides its message. Ids and closed fields only: no secret.
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
        /// What else the provider said, where it answered.
        pub provider_details: Option<ProviderDetails>,
    }
}

given! {
    /// Why a session ended without a connection or an installation, or why something else failed of which an event tells, for the
    /// developer. It is no text for the person's page.
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
        /// How long to wait before that, where it is known: of a session from now on, of an event from its `at` on.
        pub retry_after: Option<Duration>,
        /// The registered OAuth error code that the provider gave; `other` for one that is not registered.
        pub provider_error: Option<String>,
        /// What else the provider said, where it answered.
        pub provider_details: Option<ProviderDetails>,
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
            provider_details: error.context().provider_details.as_deref().map(ProviderDetails::from),
            message: ErrorText::Message(error),
        }
    }
}

impl From<&authpipe::ProviderDetails> for ProviderDetails {
    fn from(details: &authpipe::ProviderDetails) -> Self {
        let details = details.clone();
        ProviderDetails {
            status: details.status.map(u32::from),
            error: details.error,
            suberror: details.suberror,
            error_codes: details.error_codes,
            trace_id: details.trace_id,
            correlation_id: details.correlation_id,
            request_id: details.request_id,
            timestamp: details.timestamp,
            error_description: details.error_description,
            error_uri: details.error_uri,
        }
    }
}

impl Give for Duration {
    fn give(self) -> Given {
        Given::Span(self)
    }
}
