//! Builds the request that renews a grant: a refresh, or a mint.

use crate::base::{Result, Secret};
use crate::catalog;
use crate::model::config::ProviderConfig;
use crate::model::definition::OAuth;
use crate::model::grant::{Grant, OAuthTokens};
use crate::model::http::OutboundRequest;
use crate::model::lease::Lease;
use crate::model::renewal::Renewal;
use crate::protocol::mint::{self, MintRequest};
use crate::protocol::token::{self, TokenEndpoint};

use super::{Refresher, by_access_token};
use crate::engine::common::{errors, exchange, minting};

/// What renews a grant.
pub(super) struct RenewalRequest<'a> {
    pub(super) request: OutboundRequest,
    /// What it mints; `None`: it presents what the provider has issued.
    pub(super) mint: Option<MintRequest<'a>>,
}

impl Refresher {
    /// The request that renews: a refresh, or a mint where the credential is the app's own. The refresh token goes to the
    /// endpoint that is sealed with it, and to no other (SR-17).
    pub(super) async fn build_renewal<'a>(
        &self,
        config: &'a ProviderConfig,
        oauth: &OAuth,
        grant: &Grant,
        tokens: &OAuthTokens,
        lease: &Lease,
        claims: Option<&Secret<String>>,
    ) -> Result<RenewalRequest<'a>> {
        if catalog::is_for_keys_alone(config) {
            // Nobody has to sign in again where a variable of the environment is missing.
            return Err(errors::with_grant(catalog::client_missing(config), config, grant));
        }
        let destination = &grant.secrets.destination;
        let variables = &destination.variables;
        let endpoints = catalog::resolve_sealed_endpoints(config, variables, &destination.token_endpoint);
        let endpoints = endpoints.map_err(|error| errors::unfit(config, grant, error))?;
        // Where the issuer publishes the endpoint, the definition's word is the issuer.
        let is_issuers = oauth.discovery.is_none() || destination.issuer == endpoints.issuer;
        if !exchange::same_endpoint(&destination.token_endpoint, &endpoints.refresh)
            || destination.client_id != config.client_id
            || !is_issuers
        {
            return Err(errors::moved(config, grant));
        }
        let endpoint = exchange::token_endpoint(config, oauth, &endpoints, &*self.clock).await?;
        match &tokens.renewal {
            Renewal::RefreshToken(refresh_token) => {
                let scopes = oauth
                    .refresh_sends_scope
                    .then(|| tokens.asked_scopes.join(&oauth.scope_separator))
                    .filter(|text| !text.is_empty());
                let endpoint = TokenEndpoint { url: &endpoints.refresh, ..endpoint };
                let request = token::build_refresh_request(lease, &endpoint, refresh_token, scopes.as_deref(), claims);
                Ok(RenewalRequest { request, mint: None })
            }
            Renewal::Mint(kind) => {
                let mint = minting::defined_mint(config, grant, *kind)?;
                let asks = minting::mint_request(config, mint, &endpoints, variables, &*self.clock)?;
                Ok(RenewalRequest { request: mint::build_mint_request(&endpoint, &asks, claims), mint: Some(asks) })
            }
            Renewal::AccessToken => {
                let endpoint = TokenEndpoint { url: &endpoints.refresh, ..endpoint };
                Ok(RenewalRequest { request: by_access_token::build(config, oauth, grant, lease, &endpoint)?, mint: None })
            }
            Renewal::Never => Err(errors::not_renewable(config, grant)),
        }
    }
}
