//! Asks a provider whether it takes an application's client, without anybody who signs in: with a code that was never issued.

use crate::base::waiting::{self, Awaited};
use crate::base::{ConfigId, Error, ErrorCode, ProviderId, Result};
use crate::catalog;
use crate::engine::common::exchange::{AskedBy, ExchangeFailure, TokenClient, token_endpoint};
use crate::engine::common::{accounts, errors};
use crate::model::config::ProviderConfig;
use crate::protocol::token::{self, Asked, TokenFailure};

use super::health::Checker;

/// What a provider has said of an application's client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RegistrationCheck {
    /// It took the client, and refused the code, which it has never issued.
    Accepted,
    /// It does not take the client: the id, the secret or the key is not the registration's.
    Rejected,
    /// Its answer tells neither: not every provider looks at the client before the code.
    Untold,
}

impl RegistrationCheck {
    /// The name that the tool prints.
    pub const fn as_str(self) -> &'static str {
        match self {
            RegistrationCheck::Accepted => "accepted",
            RegistrationCheck::Rejected => "rejected",
            RegistrationCheck::Untold => "untold",
        }
    }
}

impl Checker {
    /// Presents a code that was never issued at the token endpoint (RFC 6749 §5.2: `invalid_client` where the client is not taken,
    /// `invalid_grant` where the code is not); where requests are signed, asks for temporary credentials, which nobody uses. Nothing is
    /// stored, and no grant is touched.
    pub(crate) async fn check_registration(&self, provider: &ProviderId, id: Option<&ConfigId>) -> Result<RegistrationCheck> {
        self.tasks.check_open()?;
        let config = self.configs.resolve(provider, id)?.clone();
        if config.definition.sign_in().is_none_or(|sign_in| !sign_in.has_page()) {
            return Err(nobody_signs_in(&config));
        }
        if let Some(oauth1) = &config.definition.oauth1 {
            return Box::pin(self.check_signing_client(&config, oauth1, &accounts::flow_variables(&config, None))).await;
        }
        let variables = accounts::flow_variables(&config, None);
        let config = &*self.discoverer.complete(&config, &variables).await?;
        let Some(oauth) = &config.definition.oauth else { return Err(nobody_signs_in(config)) };
        let endpoints = catalog::resolve_endpoints(config, &variables)?;
        let base_url = self.settings.base_url()?.as_str().trim_end_matches('/');
        let redirect_uri = format!("{base_url}/oauth/callback/{}", config.id);
        let endpoint = token_endpoint(config, oauth, &endpoints, &*self.clock).await?;
        let request = token::build_registration_question(&endpoint, &redirect_uri);
        let client = TokenClient { net: self.net.clone(), clock: self.clock.clone() };
        let (asked, diagnosis) = (Asked::new(&config.scopes, oauth), &config.definition.diagnosis);
        let exchange = client.exchange(request, AskedBy::Code(&[]), asked, diagnosis, self.settings.policy.exchange);
        match waiting::on(Awaited::Provider(config.definition.name.clone()), Box::pin(exchange)).await {
            // Tokens for a code that nobody has issued: that server judges nothing.
            Ok(_) => Ok(RegistrationCheck::Untold),
            Err(ExchangeFailure::Answered(TokenFailure::InvalidGrant { .. } | TokenFailure::GrantEnded, _)) => {
                Ok(RegistrationCheck::Accepted)
            }
            Err(ExchangeFailure::Answered(TokenFailure::ClientRejected(_), _)) => Ok(RegistrationCheck::Rejected),
            Err(ExchangeFailure::Answered(..)) => Ok(RegistrationCheck::Untold),
            Err(ExchangeFailure::Unanswered(failed, destination)) => Err(errors::no_answer(config, failed, &destination)),
        }
    }
}

fn nobody_signs_in(config: &ProviderConfig) -> Error {
    let message = format!("Nobody signs in at {}, so there is no client to be tried.", config.definition.name);
    errors::with_config(
        Error::new(ErrorCode::InvalidRequest, message).with_hint("Its keys are tried when they are stored."),
        config,
    )
}
