//! Builds what a mint asks for from the definition: fills in every variable, and has it signed where a key signs.

use std::collections::BTreeMap;

use crate::base::{Clock, Result};
use crate::catalog;
use crate::model::client::SigningKey;
use crate::model::config::{Endpoints, ProviderConfig};
use crate::model::definition::{AppJwt, JwtBearer, Mint, RsaAlgorithm, ScopeIn, Template};
use crate::model::grant::Grant;
use crate::model::renewal::MintKind;
use crate::protocol::assertion::{self, Claims};
use crate::protocol::mint::{AppJwtRequest, JwtBearerRequest, MintRequest};

use super::{errors, exchange};

/// How a grant of this kind is minted, as the definition says.
///
/// # Errors
/// - `config_invalid`: the definition mints in another way since, or not at all. The provider has said nothing.
pub(in crate::engine) fn defined_mint<'a>(config: &'a ProviderConfig, grant: &Grant, kind: MintKind) -> Result<&'a Mint> {
    let defined = config.definition.mint().filter(|mint| mint.kind() == kind);
    defined.ok_or_else(|| errors::renewal_undefined(config, grant))
}

/// The one place where a kind of mint becomes a request.
///
/// # Errors
/// - `provider_not_configured`: a key signs, and the config has none.
/// - `invalid_request`, `config_invalid`: a variable is missing or outside its grammar.
pub(in crate::engine) fn mint_request<'a>(
    config: &'a ProviderConfig,
    mint: &'a Mint,
    endpoints: &Endpoints,
    variables: &BTreeMap<String, String>,
    clock: &dyn Clock,
) -> Result<MintRequest<'a>> {
    let minting = Minting { config, endpoints, variables, clock };
    match mint {
        Mint::ClientCredentials { scope, roles_claim } => {
            Ok(MintRequest::ClientCredentials { scope: minting.text(scope)?, roles_claim: roles_claim.as_deref() })
        }
        Mint::JwtBearer(mint) => minting.jwt_bearer(mint).map(MintRequest::JwtBearer),
        Mint::AppJwt(mint) => minting.app_jwt(mint).map(MintRequest::AppJwt),
    }
}

struct Minting<'a> {
    config: &'a ProviderConfig,
    endpoints: &'a Endpoints,
    variables: &'a BTreeMap<String, String>,
    clock: &'a dyn Clock,
}

impl<'a> Minting<'a> {
    fn text(&self, template: &Template) -> Result<String> {
        catalog::resolve_template(self.config, template, self.variables)
    }

    fn optional(&self, template: Option<&Template>) -> Result<Option<String>> {
        template.map(|template| self.text(template)).transpose()
    }

    fn key(&self) -> Result<&'a SigningKey> {
        self.config.client.key().ok_or_else(|| catalog::key_missing(self.config))
    }

    fn issuer(&self) -> &'a str {
        self.config.client.issuer(&self.config.client_id)
    }

    fn sign(&self, rsa: RsaAlgorithm, claims: &Claims<'_>) -> Result<crate::base::Secret<String>> {
        let signed = assertion::sign(self.key()?, rsa, claims, &exchange::stamp(self.clock));
        signed.ok_or_else(|| catalog::key_missing(self.config))
    }

    fn jwt_bearer(&self, mint: &JwtBearer) -> Result<JwtBearerRequest> {
        let scopes = if mint.scopes.is_empty() {
            self.config.bot_scopes.clone()
        } else {
            mint.scopes.iter().map(|scope| self.text(scope)).collect::<Result<_>>()?
        };
        let separator = self.config.definition.oauth.as_ref().map_or(" ", |oauth| oauth.scope_separator.as_str());
        let scope = Some(scopes.join(separator)).filter(|scope| !scope.is_empty());
        let subject = self.optional(mint.subject.as_ref())?;
        let audience = self.optional(mint.audience.as_ref())?.unwrap_or_else(|| self.endpoints.token.to_string());
        let in_assertion = mint.scope_in == ScopeIn::Assertion;
        let issuer = self.issuer();
        let claims = Claims {
            issuer,
            // RFC 7523 §3: there always is one; without a delegation it is the issuer itself.
            subject: Some(subject.as_deref().unwrap_or(issuer)),
            audience: Some(&audience),
            scope: scope.as_deref().filter(|_| in_assertion),
        };
        let assertion = self.sign(mint.rsa_algorithm, &claims)?;
        Ok(JwtBearerRequest {
            assertion,
            scope: scope.filter(|_| !in_assertion),
            authenticates_client: mint.authenticates_client,
        })
    }

    fn app_jwt<'m>(&self, mint: &'m AppJwt) -> Result<AppJwtRequest<'m>> {
        let url = catalog::resolve_url(self.config, &mint.url, self.variables)?;
        let claims = Claims { issuer: self.issuer(), subject: None, audience: None, scope: None };
        Ok(AppJwtRequest { url, assertion: self.sign(mint.rsa_algorithm, &claims)?, mint })
    }
}
