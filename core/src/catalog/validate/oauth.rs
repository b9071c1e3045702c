//! Validates the OAuth part: endpoints, and the parameters that a definition may add.

use super::{Check, Validator, ensure, problem, shown};
use crate::catalog::grammar;
use crate::catalog::issuer::fixed_issuer;
use crate::model::definition::{Encoding, OAuth, ParameterNames, Pkce, TokenMethod};

/// Parameters of the authorization request that the flow itself sets, or that would make it another flow (SR-31: no implicit
/// grant and no password by way of a "fixed parameter").
pub(super) const RESERVED_PARAMETERS: [&str; 18] = [
    "response_type",
    "client_id",
    "client_secret",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "grant_type",
    "username",
    "password",
    "request",
    "request_uri",
    "iss",
    "code",
    "claims",
];

/// Those of the token request.
pub(super) const RESERVED_TOKEN_PARAMETERS: [&str; 15] = [
    "grant_type",
    "code",
    "redirect_uri",
    "code_verifier",
    "refresh_token",
    "scope",
    "client_id",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "assertion",
    "username",
    "password",
    "claims",
    "subject_token",
];

impl Validator<'_> {
    pub(super) fn oauth(&self, oauth: &OAuth) -> Check {
        if let Some(issuer) = &oauth.issuer {
            self.address("oauth.issuer", issuer, &[])?;
        }
        let knows_issuer = fixed_issuer(oauth, self.definition.id_token.as_ref()).is_some();
        ensure(!oauth.requires_iss || knows_issuer, "oauth.issuer", "is missing, as requires_iss is set")?;
        if let Some(endpoint) = &oauth.authorization_endpoint {
            self.address("oauth.authorization_endpoint", endpoint, &[])?;
        }
        self.named_headers("oauth.token_request.headers", &oauth.token_request.headers)?;
        match (&oauth.token_endpoint, &oauth.discovery) {
            (Some(endpoint), _) => self.address("oauth.token_endpoint", endpoint, &[])?,
            (None, Some(_)) => {}
            (None, None) => return problem("oauth.token_endpoint", "is missing, as is oauth.discovery"),
        }
        self.discovery(oauth)?;
        if let Some(endpoint) = &oauth.refresh_endpoint {
            self.address("oauth.refresh_endpoint", endpoint, &[])?;
        }
        self.token_exchanges(oauth)?;
        let plain = oauth.token_request.method == TokenMethod::Post || oauth.token_request.encoding == Encoding::Form;
        ensure(plain, "oauth.token_request.encoding", "must be form, as the method is get")?;
        self.device(oauth)?;
        self.parameter_names("oauth.parameter_names", &oauth.parameter_names, oauth)?;
        self.parameter_names("oauth.token_request.parameter_names", &oauth.token_request.parameter_names, oauth)?;
        if let Some(parameter) = &oauth.code_parameter {
            self.told_parameter("oauth.code_parameter", parameter)?;
            let is_kept = oauth.kept.iter().any(|kept| kept.parameter.as_ref() == Some(parameter));
            ensure(!is_kept, "oauth.code_parameter", "is the name of another parameter")?;
        }
        self.kept(oauth)?;
        if let Some(audience) = oauth.client_assertion.as_ref().and_then(|assertion| assertion.audience.as_ref()) {
            self.text("oauth.client_assertion.audience", audience)?;
        }
        self.token_response(&oauth.token_response)?;
        for (name, value) in &oauth.token_request.parameters {
            let field = format!("oauth.token_request.parameters.{}", shown(name));
            self.parameter(&field, name, value, &RESERVED_TOKEN_PARAMETERS)?;
        }
        for (name, value) in &oauth.token_request.refresh_parameters {
            let field = format!("oauth.token_request.refresh_parameters.{}", shown(name));
            self.parameter(&field, name, value, &RESERVED_TOKEN_PARAMETERS)?;
        }
        for (name, value) in &oauth.refresh_token_parameters {
            let field = format!("oauth.refresh_token_parameters.{}", shown(name));
            self.parameter(&field, name, value, &RESERVED_PARAMETERS)?;
        }
        self.account_choice(&oauth.account_choice)?;
        if let Pkce::Off { reason } = &oauth.pkce {
            // SR-8: whoever reads the file later must be able to tell whether the reason still holds.
            ensure(grammar::is_line(reason, 1024) && reason.trim().len() >= 10, "oauth.pkce.off.reason", "must say why")?;
        }
        let separator = oauth.scope_separator.as_bytes();
        let fits = matches!(separator, [b' ' | b',' | b';' | b'+' | b'|']);
        ensure(fits, "oauth.scope_separator", "must be one of space , ; + |")?;
        self.credentials(oauth)?;
        self.scope_list("oauth.always_scopes", &oauth.always_scopes)?;
        for (name, value) in &oauth.authorization_parameters {
            let field = format!("oauth.authorization_parameters.{}", shown(name));
            self.parameter(&field, name, value, &RESERVED_PARAMETERS)?;
            // OAuth 2.0 Multiple Response Types §2.1: the fragment belongs to the implicit grant. A form is posted across
            // sites, where neither our route nor the binding cookie would be: the callback is a GET.
            let mode = !name.eq_ignore_ascii_case("response_mode") || value == "query";
            ensure(mode, &field, "must be query")?;
        }
        Ok(())
    }

    /// Other names for parameters: each of one parameter only, whatever the flow or the definition sends besides.
    pub(super) fn parameter_names(&self, part: &str, names: &ParameterNames, oauth: &OAuth) -> Check {
        for (name, other) in names.pairs() {
            let field = format!("{part}.{name}");
            ensure(grammar::is_header_name(other), &field, "must be a plain name")?;
            let is_taken = |taken: &str| other.eq_ignore_ascii_case(taken);
            let reserved = RESERVED_PARAMETERS.iter().chain(&RESERVED_TOKEN_PARAMETERS).any(|taken| is_taken(taken));
            let added = oauth.authorization_parameters.keys().chain(oauth.token_request.parameters.keys());
            let added = added.chain(oauth.token_request.refresh_parameters.keys());
            let choice = oauth.account_choice.choose.keys().chain(&oauth.account_choice.hint_parameter);
            let added = added.chain(oauth.refresh_token_parameters.keys()).chain(choice).any(|taken| is_taken(taken));
            let scopes = oauth.credentials.iter().any(|credential| is_taken(&credential.scope_parameter));
            let twice = names.pairs().any(|(known, taken)| known != name && is_taken(taken));
            ensure(!reserved && !added && !scopes && !twice, &field, "is the name of another parameter")?;
        }
        Ok(())
    }

    /// A further fixed parameter of a request.
    pub(super) fn parameter(&self, field: &str, name: &str, value: &str, reserved: &[&str]) -> Check {
        ensure(grammar::is_header_name(name), field, "must have a plain name")?;
        let free = !reserved.iter().any(|reserved| name.eq_ignore_ascii_case(reserved));
        ensure(free, field, "is set by the flow itself")?;
        ensure(grammar::is_line(value, 512), field, "must be one line")
    }
}
