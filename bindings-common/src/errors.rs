//! Turns an error of the core into the fields that a language's exception has, in the names of that language.

use std::error::Error as _;

use authpipe::{Error, ErrorClass};

use crate::error_text::ErrorText;
use crate::language::Language;
use crate::records::{ErrorDetails, ProviderDetails};

/// A class of errors, as the languages that have classes know it.
#[derive(Clone, Copy, Debug)]
pub struct ErrorClassInfo {
    /// The family that it stands for.
    pub class: ErrorClass,
    /// The class that it is derived from.
    pub base: &'static str,
    /// Its documentation.
    pub doc: &'static str,
}

macro_rules! classes {
    ($($class:ident < $base:literal $doc:literal;)*) => {
        /// All classes; a base stands before what is derived from it.
        pub const CLASSES: &[ErrorClassInfo] =
            &[$(ErrorClassInfo { class: ErrorClass::$class, base: $base, doc: $doc },)*];
    };
}

classes! {
    Config < "AuthpipeError" "An option, key or URL must be fixed by the operator.";
    Vault < "AuthpipeError" "The vault cannot be opened or written.";
    ProviderConfig < "AuthpipeError" "The provider, or the client registration there, is not usable.";
    NotConnected < "AuthpipeError" "There is no such credential: let the user connect.";
    ReauthRequired < "AuthpipeError" "The end user or an administrator must act at the provider.";
    Provider < "AuthpipeError" "The provider failed.";
    RateLimited < "ProviderError" "The provider asked for a pause: see `retry_after`.";
    Flow < "AuthpipeError" "A sign-in or installation ended without a credential.";
    Handler < "AuthpipeError" "The HTTP handler refused a request.";
    Usage < "AuthpipeError" "The library was used in a way in which it cannot work, such as after it was closed.";
    Request < "AuthpipeError" "The arguments are malformed.";
    Internal < "AuthpipeError" "A defect of the library stopped the call: report it.";
}

/// Everything that an error says.
#[derive(Clone, Debug)]
pub struct ErrorFields {
    /// The class of languages that have classes.
    pub class: &'static str,
    /// Its members. The message says what to do too, because a printed error should.
    pub details: ErrorDetails,
    /// The texts of the cause, of its cause, and so on.
    pub causes: Vec<String>,
}

impl ErrorFields {
    /// What an error says, in the names of a language.
    pub fn new(error: &Error, language: Language) -> Self {
        let mut causes = Vec::new();
        let mut source = error.source();
        while let Some(cause) = source {
            causes.push(cause.to_string());
            source = cause.source();
        }
        let message = ErrorText::Message(error.clone()).write(language);
        let hint = error.hint_in(|named| language.write(named));
        let context = error.context().clone();
        ErrorFields {
            class: error.code().class().as_str(),
            details: ErrorDetails {
                code: error.code().as_str().to_owned(),
                message,
                hint,
                docs_url: Some(error.docs_url()),
                retry: Some(error.retry()),
                retry_after: error.retry_after(),
                provider: context.provider,
                config: context.config,
                tenant_id: context.tenant_id,
                user_id: context.user_id,
                connection_id: context.connection_id,
                reason: context.reason,
                provider_error: context.provider_error,
                provider_details: context.provider_details.as_deref().map(ProviderDetails::from),
            },
            causes,
        }
    }
}
