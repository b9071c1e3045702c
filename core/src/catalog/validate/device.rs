//! Validates the device flow of a definition.

use super::oauth::RESERVED_PARAMETERS;
use super::{Check, Validator, ensure, is_json_pointer, problem, shown};
use crate::catalog::grammar;
use crate::model::definition::{AuthKind, DeviceFlow, OAuth};

/// Parameters of a device authorization request and of a poll that the flow itself sets, besides those of a browser's flow.
const RESERVED: [&str; 4] = ["device_code", "user_code", "client_assertion", "client_assertion_type"];

impl Validator<'_> {
    pub(super) fn device(&self, oauth: &OAuth) -> Check {
        let device = &oauth.device;
        match &oauth.device_authorization_endpoint {
            Some(endpoint) => self.address("oauth.device_authorization_endpoint", endpoint, &[])?,
            None if *device != DeviceFlow::default() && oauth.discovery.is_none() => {
                return problem("oauth.device", "must be absent, as there is no device_authorization_endpoint");
            }
            None => return Ok(()),
        }
        let signs_in = self.definition.auth.contains(&AuthKind::User);
        ensure(signs_in, "oauth.device_authorization_endpoint", "must be absent, as auth has no user")?;
        // A poll is answered as RFC 6749 §5.1 says, with one credential.
        ensure(
            oauth.credentials.is_empty(),
            "oauth.device_authorization_endpoint",
            "must be absent, as oauth.credentials is there",
        )?;
        for (field, name) in [("scope_parameter", &device.scope_parameter), ("verification_member", &device.verification_member)]
        {
            if let Some(name) = name {
                let field = format!("oauth.device.{field}");
                let is_own = !RESERVED_PARAMETERS.iter().chain(&RESERVED).any(|taken| name.eq_ignore_ascii_case(taken));
                ensure(grammar::is_header_name(name) && (is_own || name == "scope"), &field, "must be a plain name of its own")?;
            }
        }
        let reserved: Vec<&str> = RESERVED_PARAMETERS.iter().chain(&RESERVED).copied().collect();
        for (name, value) in &device.parameters {
            let field = format!("oauth.device.parameters.{}", shown(name));
            self.parameter(&field, name, value, &reserved)?;
        }
        if let Some(pointer) = &device.error_pointer {
            let is_place = is_json_pointer(&pointer.0) && !pointer.0.is_empty();
            ensure(is_place, "oauth.device.error_pointer", "must be a JSON pointer to a member (RFC 6901)")?;
        }
        let words = &device.words;
        for (name, list) in [("pending", &words.pending), ("denied", &words.denied), ("expired", &words.expired)] {
            let field = format!("oauth.device.words.{name}");
            ensure(list.iter().all(|word| grammar::is_line(word, 128) && !word.is_empty()), &field, "must list words")?;
        }
        let mut all: Vec<&String> = [&words.pending, &words.denied, &words.expired].into_iter().flatten().collect();
        let count = all.len();
        all.sort();
        all.dedup();
        ensure(all.len() == count, "oauth.device.words", "must give each word one meaning")
    }
}
