//! What every store with columns writes as text, in the same words: rows can be copied from one to another.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::base::{Advice, ErrorCode, ProviderDetails, Retry};
use crate::model::credential_type::Purpose;
use crate::model::failure::{Failed, Failure};
use crate::model::subject::SubjectKind;

/// What follows a subject in its column where the credential is a webhook's: so that the column tells the keys of both apart, and
/// what a user signs in with and what checks that user's webhooks stand side by side.
const WEBHOOK: &str = "/webhook";

/// The column `subject`.
pub(super) const fn subject_name(subject: SubjectKind, purpose: Purpose) -> &'static str {
    match (subject, purpose) {
        (_, Purpose::Api) => subject.as_str(),
        (SubjectKind::Installation, Purpose::Webhook) => "installation/webhook",
        (SubjectKind::User, Purpose::Webhook) => "user/webhook",
        (SubjectKind::Tenant, Purpose::Webhook) => "tenant/webhook",
    }
}

/// Reads the column `subject`.
pub(super) fn read_subject(text: &str) -> Option<SubjectKind> {
    SubjectKind::parse(text.strip_suffix(WEBHOOK).unwrap_or(text))
}

/// What went wrong, as one text of JSON.
#[derive(Serialize, Deserialize)]
struct FailureText {
    code: String,
    message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provider_error: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provider_details: Option<Box<ProviderDetails>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retry: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
}

/// The column `failure` of an event.
pub(super) fn write_failure(Failed { code, failure }: &Failed) -> Option<String> {
    let failure = failure.clone();
    serde_json::to_string(&FailureText {
        code: code.as_str().to_owned(),
        message: failure.message,
        hint: failure.hint,
        provider_error: failure.provider_error,
        provider_details: failure.provider_details,
        retry: failure.retry.map(|retry| retry.as_str().to_owned()),
        retry_after_ms: failure.retry_after.map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)),
        advice: failure.advice.map(|advice| advice.as_str().to_owned()),
    })
    .ok()
}

/// What is told of it. A code that only a newer version knows is told as none.
pub(super) fn read_failure(json: &str) -> Option<Option<Failed>> {
    let text: FailureText = serde_json::from_str(json).ok()?;
    let failure = Failure {
        message: text.message,
        hint: text.hint,
        provider_error: text.provider_error,
        provider_details: text.provider_details,
        // Where a newer version says more, the code says well enough.
        retry: text.retry.as_deref().and_then(Retry::parse),
        retry_after: text.retry_after_ms.map(Duration::from_millis),
        advice: text.advice.as_deref().and_then(Advice::parse),
    };
    Some(ErrorCode::parse(&text.code).map(|code| Failed { code, failure }))
}
