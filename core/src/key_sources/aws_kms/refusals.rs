//! What a refusal of KMS and STS means. Many are outages, whatever their status: a key in use outlasts them.

use super::super::calling::denied;
use crate::vault::RootKeyError;

/// What passes by itself. Of STS: a workload's token that has ended, in a file that somebody is about to renew.
const PASSING: [&str; 15] = [
    "DependencyTimeoutException",
    "IDPCommunicationError",
    "InternalFailure",
    "KMSInternalException",
    "KeyUnavailableException",
    "LimitExceededException",
    "RequestExpired",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestTimeTooSkewed",
    "ServiceUnavailable",
    "ServiceUnavailableException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
];
/// Credentials, or a workload's token, have ended.
pub(super) const EXPIRED: &str = "ExpiredTokenException";

/// What KMS says.
pub(super) fn of_kms(status: u16, code: Option<&str>, message: Option<&str>) -> RootKeyError {
    match code {
        Some("InvalidCiphertextException" | "IncorrectKeyException") => RootKeyError::Mismatch,
        _ => read(status, code, message),
    }
}

/// What STS says.
pub(super) fn of_sts(status: u16, code: Option<&str>, message: Option<&str>) -> RootKeyError {
    match code {
        Some(EXPIRED) => away(EXPIRED),
        _ => read(status, code, message),
    }
}

fn read(status: u16, code: Option<&str>, message: Option<&str>) -> RootKeyError {
    match code {
        Some(code) if PASSING.contains(&code) || is_about_time(code, message) => away(code),
        code => denied(status, code),
    }
}

fn away(code: &str) -> RootKeyError {
    RootKeyError::unavailable(format!("it says {code}"))
}

/// A signature is refused where somebody has set this machine's clock, too; only the sentence behind the word tells that from a secret that is
/// wrong.
fn is_about_time(code: &str, message: Option<&str>) -> bool {
    let is_said = |part: &str| message.is_some_and(|message| message.contains(part));
    code == "InvalidSignatureException" && (is_said("Signature expired") || is_said("Signature not yet current"))
}
