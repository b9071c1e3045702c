//! Validates where endpoints are looked up, and which hosts they may have.

use super::{Check, Validator, ensure};
use crate::catalog::grammar;
use crate::catalog::issuer::fixed_issuer;
use crate::model::definition::{Install, OAuth, OptionalEndpoint};

impl Validator<'_> {
    pub(super) fn discovery(&self, oauth: &OAuth) -> Check {
        let id_token = self.definition.id_token.as_ref();
        let Some(discovery) = &oauth.discovery else {
            let knows_keys = id_token.is_none_or(|id_token| id_token.jwks_uri.is_some());
            return ensure(knows_keys, "id_token.jwks_uri", "is missing, as is oauth.discovery");
        };
        let issuer = fixed_issuer(oauth, id_token);
        ensure(issuer.is_some(), "oauth.issuer", "is missing, as its endpoints are looked up there")?;
        // RFC 8414 §2: an issuer has neither.
        let plain = issuer.is_some_and(|issuer| !issuer.0.contains(['?', '#']));
        ensure(plain, "oauth.issuer", "must have no query, as its endpoints are looked up there")?;
        let complete = oauth.token_endpoint.is_none() || oauth.authorization_endpoint.is_none();
        let knows_keys = id_token.is_none_or(|id_token| id_token.jwks_uri.is_some());
        let revokes = self.definition.revocation.as_ref().is_some_and(|revocation| revocation.endpoint.is_none());
        ensure(complete || !knows_keys || revokes, "oauth.discovery", "must be absent, as no endpoint is left to be looked up")?;
        let mut left_out = discovery.leaves_out.clone();
        left_out.dedup();
        let once = left_out.len() == discovery.leaves_out.len() && left_out.len() <= 2;
        ensure(once, "oauth.discovery.leaves_out", "must list each endpoint at most once")?;
        let is_used = !revokes || !left_out.contains(&OptionalEndpoint::RevocationEndpoint);
        ensure(is_used, "revocation.endpoint", "is missing, as oauth.discovery leaves it out")?;
        let steps = matches!(self.definition.install, Some(Install::SignInThenConsent(_)));
        ensure(!steps, "oauth.discovery", "must be absent, as install.kind is sign_in_then_consent")?;
        let fits = |host: &String| grammar::is_host_name(host) || grammar::is_host_suffix(host);
        ensure(
            discovery.hosts.iter().all(fits),
            "oauth.discovery.hosts",
            "must list host names in lower case, or suffixes such as .example.com",
        )
    }
}
