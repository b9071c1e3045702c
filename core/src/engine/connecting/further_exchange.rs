//! Exchanges the token that a code was redeemed for, which ends soon, for the one that is kept (`oauth.further_exchange`). Until it is there
//! nothing is stored: a token that ends within the hour, kept as if it lasted, would be a connection that dies unannounced.

use crate::base::waiting::{self, Awaited};
use crate::base::{Error, Result};
use crate::catalog;
use crate::engine::common::errors;
use crate::engine::common::exchange::{AskedBy, ExchangeFailure, Exchanged};
use crate::model::config::ProviderConfig;
use crate::model::definition::OAuth;
use crate::model::session::SessionSecrets;
use crate::protocol::token::{Asked, TokenAnswer, TokenEndpoint};
use crate::protocol::token_exchange;

use super::Connector;

impl Connector {
    /// The answer that is kept: that of the further exchange where the definition has one, with what only the first one tells.
    ///
    /// # Errors
    /// As a refused code, with a hint that says which exchange it was. The short token is dropped.
    pub(super) async fn exchange_further(
        &self,
        config: &ProviderConfig,
        oauth: &OAuth,
        secrets: &SessionSecrets,
        endpoint: &TokenEndpoint<'_>,
        first: Exchanged,
    ) -> Result<Exchanged> {
        let Some(further) = &oauth.further_exchange else { return Ok(first) };
        let url = catalog::resolve_url(config, &further.endpoint, &secrets.variables)?;
        let endpoint = TokenEndpoint { url: &url, ..endpoint.clone() };
        let request = token_exchange::build_further(&endpoint, further, &first.answer.access_token);
        let (diagnosis, budget) = (&config.definition.diagnosis, self.settings.policy.exchange);
        let asked = Asked::new(&secrets.scopes, oauth);
        let exchange = self.token_client.exchange(request, AskedBy::Code(&[]), asked, diagnosis, budget);
        let lasting = waiting::on(Awaited::Provider(config.definition.name.clone()), Box::pin(exchange)).await;
        let lasting = lasting.map_err(|failed| not_exchanged(config, &failed))?;
        let answer = TokenAnswer {
            scopes: lasting.answer.scopes.or(first.answer.scopes),
            id_token: lasting.answer.id_token.or(first.answer.id_token),
            ..lasting.answer
        };
        Ok(Exchanged { answer, told: first.told, ..lasting })
    }
}

fn not_exchanged(config: &ProviderConfig, failed: &ExchangeFailure) -> Error {
    errors::not_exchanged(config, &errors::sign_in_failed(config, failed)).with_provider_details(failed.details())
}
