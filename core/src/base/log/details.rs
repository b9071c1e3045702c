//! Logs what a provider said.

/// A line with what a provider said behind its own fields: each closed field by itself, and none that is absent.
macro_rules! tell_with_details {
    ($level:ident, $message:literal, $details:expr, $($field:tt)*) => {{
        let details: Option<&$crate::base::ProviderDetails> = $details;
        let error_codes = details.and_then($crate::base::ProviderDetails::error_codes_text);
        tracing::$level!(
            $($field)*
            provider_details.status = details.and_then(|details| details.status),
            provider_details.error = details.and_then(|details| details.error.as_deref()),
            provider_details.suberror = details.and_then(|details| details.suberror.as_deref()),
            provider_details.error_codes = error_codes.as_deref(),
            provider_details.trace_id = details.and_then(|details| details.trace_id.as_deref()),
            provider_details.correlation_id = details.and_then(|details| details.correlation_id.as_deref()),
            provider_details.request_id = details.and_then(|details| details.request_id.as_deref()),
            provider_details.timestamp = details.and_then(|details| details.timestamp.as_deref()),
            provider_details.error_description = details.and_then(|details| details.error_description.as_deref()),
            provider_details.error_uri = details.and_then(|details| details.error_uri.as_deref()),
            $message
        );
    }};
}
pub(crate) use tell_with_details;
