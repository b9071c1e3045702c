//! Writes and reads the JSON that is sealed of a failure that is told again.

use serde::{Deserialize, Serialize};

use crate::base::{Advice, Retry};
use crate::model::failure::Failure;

/// In our own words, whose names are marked. What the provider said is sealed beside it, and when the pause is over is a column.
#[derive(Serialize, Deserialize)]
pub(super) struct FailureRecord {
    message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provider_error: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retry: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
}

impl From<&Failure> for FailureRecord {
    fn from(failure: &Failure) -> Self {
        FailureRecord {
            message: failure.message.clone(),
            hint: failure.hint.clone(),
            provider_error: failure.provider_error.clone(),
            retry: failure.retry.map(|retry| retry.as_str().to_owned()),
            advice: failure.advice.map(|advice| advice.as_str().to_owned()),
        }
    }
}

impl From<FailureRecord> for Failure {
    fn from(record: FailureRecord) -> Self {
        Failure {
            message: record.message,
            hint: record.hint,
            provider_error: record.provider_error,
            provider_details: None,
            retry: record.retry.as_deref().and_then(Retry::parse),
            retry_after: None,
            advice: record.advice.as_deref().and_then(Advice::parse),
        }
    }
}
