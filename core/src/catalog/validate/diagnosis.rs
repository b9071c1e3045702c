//! Validates what of a provider's errors is shown.

use super::{Check, Validator, ensure};
use crate::model::definition::Diagnosis;
use crate::model::http::PROTECTED_HEADERS;

/// Headers of an answer that may carry a credential or a session.
const SECRET_HEADERS: [&str; 4] = ["set-cookie", "www-authenticate", "authentication-info", "location"];

impl Validator<'_> {
    pub(super) fn diagnosis(&self, diagnosis: &Diagnosis) -> Check {
        for (at, name) in diagnosis.request_id_headers.iter().enumerate() {
            let field = format!("diagnosis.request_id_headers[{at}]");
            let is_name = (1..=64).contains(&name.len())
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'));
            ensure(is_name, &field, "must be the name of a header in lower case")?;
            let is_secret = SECRET_HEADERS.contains(&name.as_str()) || PROTECTED_HEADERS.contains(&name.as_str());
            ensure(!is_secret, &field, "names a header that is no id of a request")?;
        }
        Ok(())
    }
}
