//! Validates how token answers are read.

use super::{Check, Validator, are_statuses, ensure, is_json_pointer};
use crate::catalog::grammar;
use crate::model::definition::{AnswerEncoding, TokenResponse};

/// Types whose tokens are bound to a key: sent as bearer tokens they are refused, or worse, lose what binds them (RFC 9449 §7.1).
const BOUND_TYPES: [&str; 3] = ["dpop", "mac", "pop"];

impl Validator<'_> {
    pub(super) fn token_response(&self, rules: &TokenResponse) -> Check {
        for (at, name) in rules.token_types.iter().enumerate() {
            let field = format!("oauth.token_response.token_types[{at}]");
            ensure(name.is_empty() || grammar::is_line(name, 64), &field, "must be one line")?;
            let is_bound = BOUND_TYPES.iter().any(|bound| name.trim().eq_ignore_ascii_case(bound));
            ensure(!is_bound, &field, "means a token that is bound to a key, which no bearer token is")?;
        }
        if let Some(place) = &rules.wrapped_in {
            self.place("oauth.token_response.wrapped_in", place)?;
            ensure(
                rules.encoding == AnswerEncoding::Json,
                "oauth.token_response.wrapped_in",
                "must be absent, as answers are forms",
            )?;
        }
        for (at, end) in rules.ends_grant.iter().enumerate() {
            let field = |name: &str| format!("oauth.token_response.ends_grant[{at}].{name}");
            ensure(are_statuses(&end.status), &field("status"), "must list HTTP statuses")?;
            let is_place = is_json_pointer(&end.pointer.0) && !end.pointer.0.is_empty();
            ensure(is_place, &field("pointer"), "must be a JSON pointer to a member (RFC 6901)")?;
            ensure(!end.values.is_empty(), &field("values"), "must list at least one value")?;
        }
        for (at, text) in rules.ends_grant_texts.iter().enumerate() {
            let field = format!("oauth.token_response.ends_grant_texts[{at}]");
            let is_whole = !text.is_empty() && text.trim() == text && grammar::is_line(text, 256);
            ensure(is_whole, &field, "must be one line of 1 to 256 bytes, without spaces around it")?;
        }
        Ok(())
    }
}
