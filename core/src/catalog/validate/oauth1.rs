//! Validates the part of a definition for signed requests (OAuth 1.0a).

use super::{Check, Validator, ensure, shown};
use crate::catalog::grammar;
use crate::model::definition::{AuthKind, OAuth1};

/// Parameters of the address where people sign in that the flow itself sets.
const RESERVED_PARAMETERS: [&str; 3] = ["oauth_token", "oauth_callback", "oauth_verifier"];

impl Validator<'_> {
    pub(super) fn oauth1(&self, oauth1: &OAuth1) -> Check {
        let definition = self.definition;
        ensure(definition.oauth.is_none(), "oauth1", "must be absent, as oauth is given")?;
        ensure(definition.auth.contains(&AuthKind::User), "auth", "must name user, as oauth1 is given")?;
        ensure(!definition.auth.contains(&AuthKind::Installation), "auth", "must not name installation, as oauth1 is given")?;
        self.address("oauth1.temporary_credentials_endpoint", &oauth1.temporary_credentials_endpoint, &[])?;
        self.address("oauth1.authorization_endpoint", &oauth1.authorization_endpoint, &[])?;
        self.address("oauth1.token_endpoint", &oauth1.token_endpoint, &[])?;
        if let Some(realm) = &oauth1.realm {
            let fits = (1..=256).contains(&realm.len()) && realm.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"');
            ensure(fits && !realm.contains('\\'), "oauth1.realm", "must be 1 to 256 visible ASCII characters without quotes")?;
        }
        if let Some(parameter) = &oauth1.scope_parameter {
            self.parameter("oauth1.scope_parameter", parameter, "read", &RESERVED_PARAMETERS)?;
        }
        let separator = oauth1.scope_separator.as_bytes();
        let fits = matches!(separator, [b' ' | b',' | b';' | b'+' | b'|']);
        ensure(fits, "oauth1.scope_separator", "must be one of space , ; + |")?;
        for (name, value) in &oauth1.authorization_parameters {
            let field = format!("oauth1.authorization_parameters.{}", shown(name));
            self.parameter(&field, name, value, &RESERVED_PARAMETERS)?;
            let is_scope = oauth1.scope_parameter.as_ref().is_some_and(|scope| scope.eq_ignore_ascii_case(name));
            ensure(!is_scope, &field, "is the name of another parameter")?;
        }
        for (field, parameter) in
            [("oauth1.person_parameter", &oauth1.person_parameter), ("oauth1.display_parameter", &oauth1.display_parameter)]
        {
            let Some(parameter) = parameter else { continue };
            let is_plain = grammar::is_header_name(parameter) && !parameter.to_ascii_lowercase().starts_with("oauth_");
            ensure(is_plain, field, "must name a parameter of the provider's own")?;
        }
        let has_person = oauth1.person_parameter.is_some();
        ensure(
            has_person || oauth1.display_parameter.is_none(),
            "oauth1.person_parameter",
            "is missing, as display_parameter is given",
        )
    }
}
