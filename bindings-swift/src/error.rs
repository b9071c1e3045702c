//! Errors on their way to Swift: everything that an error says. The façade makes `AuthpipeError` of it.

use std::error::Error as _;

use authpipe::Error;

/// What Swift catches. One shape for every code: a code of a later version needs no new case.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum CoreFailure {
    /// An error of the core.
    #[error("{code}: {text}")]
    Failed {
        code: String,
        text: String,
        hint: Option<String>,
        docs_url: String,
        retry: String,
        retry_after_ms: Option<u64>,
        provider: Option<String>,
        config: Option<String>,
        tenant_id: Option<String>,
        user_id: Option<String>,
        connection_id: Option<String>,
        reason: Option<String>,
        provider_error: Option<String>,
        causes: Vec<String>,
    },
}

impl From<Error> for CoreFailure {
    fn from(error: Error) -> Self {
        let mut causes = Vec::new();
        let mut source = error.source();
        while let Some(cause) = source {
            causes.push(cause.to_string());
            source = cause.source();
        }
        let context = error.context().clone();
        CoreFailure::Failed {
            code: error.code().as_str().to_owned(),
            text: error.message().to_owned(),
            hint: error.hint().map(str::to_owned),
            docs_url: error.docs_url(),
            retry: error.retry().as_str().to_owned(),
            retry_after_ms: error.retry_after().map(|after| u64::try_from(after.as_millis()).unwrap_or(u64::MAX)),
            provider: context.provider,
            config: context.config,
            tenant_id: context.tenant_id,
            user_id: context.user_id,
            connection_id: context.connection_id,
            reason: context.reason,
            provider_error: context.provider_error,
            causes,
        }
    }
}
