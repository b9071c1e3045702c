//! Validates how the provider is asked to revoke tokens.

use super::{Check, Validator, are_statuses, ensure, is_json_pointer};
use crate::catalog::grammar::{self, CLIENT_ID};
use crate::model::definition::{JsonScalar, Revocation, RevocationMethod, RevokingClient, TokenIn};

/// Parameters that the request itself sets beside the token.
const RESERVED: [&str; 6] =
    ["token_type_hint", "client_id", "client_secret", "client_assertion", "client_assertion_type", "grant_type"];

impl Validator<'_> {
    pub(super) fn revocation(&self, revocation: &Revocation) -> Check {
        let Some(oauth) = &self.definition.oauth else {
            return ensure(false, "revocation", "is for tokens, and oauth is not given");
        };
        match &revocation.endpoint {
            Some(endpoint) => self.address("revocation.endpoint", endpoint, &[CLIENT_ID])?,
            None => ensure(oauth.discovery.is_some(), "revocation.endpoint", "is missing, as is oauth.discovery")?,
        }
        let is_https = |text: &String| url::Url::parse(text).is_ok_and(|url| url.scheme() == "https" && url.host().is_some());
        ensure(revocation.docs.as_ref().is_none_or(is_https), "revocation.docs", "must be an https URL")?;
        let mut tokens = revocation.tokens.clone();
        tokens.dedup();
        let once = !tokens.is_empty() && tokens.len() == revocation.tokens.len() && tokens.len() <= 2;
        ensure(once, "revocation.tokens", "must list refresh and access, each at most once")?;
        self.token_place(revocation)?;
        let field = "revocation.parameter_names";
        let names = &revocation.parameter_names;
        self.parameter_names(field, names, oauth)?;
        let token = match &revocation.token_in {
            TokenIn::Form(name) | TokenIn::Json(name) | TokenIn::Query(name) => name.as_str(),
            TokenIn::Bearer => "",
        };
        let are_of_client = names
            .pairs()
            .all(|(name, other)| matches!(name, "client_id" | "client_secret") && !other.eq_ignore_ascii_case(token));
        ensure(are_of_client, field, "must give client_id and client_secret other names, and none that the token has")?;
        self.named_headers("revocation.headers", &revocation.headers)?;
        ensure(!revocation.done.is_empty() && are_statuses(&revocation.done), "revocation.done", "must list HTTP statuses")?;
        let refusals = revocation.gone.iter().all(|status| (400..=499).contains(status));
        ensure(refusals, "revocation.gone", "must list HTTP statuses of 400 to 499")?;
        // They say that the provider cannot or will not for now, and nothing about the token (RFC 7009 §2.2.1).
        let lasting = !revocation.gone.iter().chain(&revocation.done).any(|status| matches!(status, 408 | 425 | 429 | 500..));
        ensure(lasting, "revocation.gone", "must not list statuses that only put off")?;
        for (name, condition) in [("done_when", &revocation.done_when), ("gone_when", &revocation.gone_when)] {
            let Some(condition) = condition else { continue };
            let field = format!("revocation.{name}");
            ensure(is_json_pointer(&condition.pointer), &format!("{field}.pointer"), "must be a JSON pointer such as /ok")?;
            let texts = condition.values.iter().all(|value| match value {
                JsonScalar::Text(text) => text.len() <= 256,
                JsonScalar::Bool(_) | JsonScalar::Integer(_) => true,
            });
            ensure(!condition.values.is_empty() && texts, &format!("{field}.values"), "must list what may stand there")?;
        }
        Ok(())
    }

    /// Where the token stands, and that what proves the client can stand beside it.
    fn token_place(&self, revocation: &Revocation) -> Check {
        let field = "revocation.token_in";
        if let TokenIn::Form(name) | TokenIn::Json(name) | TokenIn::Query(name) = &revocation.token_in {
            ensure(grammar::is_header_name(name), field, "must have a plain name")?;
            let taken = RESERVED.iter().any(|taken| name.eq_ignore_ascii_case(taken));
            ensure(!taken, field, "is the name of another parameter")?;
        }
        let has_content = matches!(revocation.token_in, TokenIn::Form(_) | TokenIn::Json(_));
        let plain = !has_content || revocation.method != RevocationMethod::Get;
        ensure(plain, "revocation.method", "must be post or delete, as the token stands in the content")?;
        let alone = revocation.token_in != TokenIn::Bearer || revocation.client == RevokingClient::Nothing;
        // RFC 6749 §2.3: one way to prove oneself in a request, and the header is taken.
        ensure(alone, "revocation.client", "must be nothing, as the token proves itself")
    }
}
