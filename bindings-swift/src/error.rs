//! Errors on their way to Swift: everything that an error says. The façade makes `AuthpipeError` of it.

use authpipe::Error;
use authpipe_bindings::{ErrorFields, Language};

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
        let ErrorFields { details, causes, .. } = ErrorFields::new(&error, Language::Swift);
        CoreFailure::Failed {
            code: details.code,
            text: details.message,
            hint: details.hint,
            docs_url: details.docs_url.unwrap_or_default(),
            retry: error.retry().as_str().to_owned(),
            retry_after_ms: details.retry_after.map(|after| u64::try_from(after.as_millis()).unwrap_or(u64::MAX)),
            provider: details.provider,
            config: details.config,
            tenant_id: details.tenant_id,
            user_id: details.user_id,
            connection_id: details.connection_id,
            reason: details.reason,
            provider_error: details.provider_error,
            causes,
        }
    }
}
