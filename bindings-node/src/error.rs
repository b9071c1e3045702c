//! Errors on their way to JavaScript: everything that an error says, as JSON in the message. The façade makes the classes.

use std::error::Error as _;

use authpipe::{Error, ErrorCode};
use serde_json::json;

/// What a message of ours starts with, so that the façade can tell it from one of napi's own.
const MARK: &str = "authpipe:";

/// The one table from our errors to JavaScript's.
pub(crate) fn to_napi(error: &Error) -> napi::Error {
    let context = error.context();
    let mut causes = Vec::new();
    let mut source = error.source();
    while let Some(cause) = source {
        causes.push(cause.to_string());
        source = cause.source();
    }
    // A printed error should say what to do, so the hint is part of the message; it is there by itself too.
    let message = match error.hint() {
        Some(hint) => format!("{} {hint}", error.message()),
        None => error.message().to_owned(),
    };
    let fields = json!({
        "class": error.code().class().as_str(),
        "code": error.code().as_str(),
        "message": message,
        "hint": error.hint(),
        "docsUrl": error.docs_url(),
        "retry": error.retry().as_str(),
        "retryAfterMs": error.retry_after().map(|after| u64::try_from(after.as_millis()).unwrap_or(u64::MAX)),
        "provider": context.provider,
        "config": context.config,
        "tenantId": context.tenant_id,
        "userId": context.user_id,
        "connectionId": context.connection_id,
        "reason": context.reason,
        "providerError": context.provider_error,
        "causes": causes,
    });
    napi::Error::from_reason(format!("{MARK}{fields}"))
}

/// What a caller is told when our own code panicked. What it was about is on standard error, not here.
pub(crate) fn panicked() -> Error {
    Error::new(ErrorCode::VaultUnavailable, "An internal error stopped this call. What was saved before it is safe.")
        .with_hint("Try again; if it happens again, report it.")
}
