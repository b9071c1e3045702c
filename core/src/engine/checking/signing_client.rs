//! Asks a provider that takes signed requests whether it takes the client: for temporary credentials (RFC 5849 §2.1), which nobody uses.

use std::collections::BTreeMap;

use crate::base::Result;
use crate::base::waiting::{self, Awaited};
use crate::catalog;
use crate::engine::common::errors::{self, signed};
use crate::engine::common::exchange::Destination;
use crate::engine::common::signing;
use crate::model::config::ProviderConfig;
use crate::model::definition::OAuth1;
use crate::model::signer::SignatureStamp;
use crate::protocol::oauth1::{CredentialsEndpoint, SignedFailure, build_temporary_request, judge_temporary};

use super::health::Checker;
use super::registration::RegistrationCheck;

impl Checker {
    pub(super) async fn check_signing_client(
        &self,
        config: &ProviderConfig,
        oauth1: &OAuth1,
        variables: &BTreeMap<String, String>,
    ) -> Result<RegistrationCheck> {
        let url = catalog::resolve_url(config, &oauth1.temporary_credentials_endpoint, variables)?;
        let signer = signing::signer(config, None).ok_or_else(|| signed::nothing_to_sign_with(config))?;
        // RFC 5849 §2.1: the callback of a client that has none.
        let callback = self
            .settings
            .base_url()
            .map(|base_url| format!("{}/oauth/callback/{}", base_url.as_str().trim_end_matches('/'), config.id));
        let callback = callback.unwrap_or_else(|_| "oob".to_owned());
        let stamp = SignatureStamp::make(&*self.clock);
        let endpoint = CredentialsEndpoint { url: &url, method: oauth1.temporary_method() };
        let request = build_temporary_request(endpoint, &signer, &callback, &stamp);
        let destination = Destination::of(&url, self.net.as_ref());
        let asking = self.net.send(request, self.settings.policy.exchange);
        let answer = waiting::on(Awaited::Provider(config.definition.name.clone()), asking).await;
        let response = answer.map_err(|failed| errors::no_answer(config, failed, &destination))?;
        Ok(match judge_temporary(&response, stamp.now) {
            // A provider without the repair of 1.0a has taken the client all the same.
            Ok(_) | Err(SignedFailure::Unconfirmed) => RegistrationCheck::Accepted,
            Err(SignedFailure::ClientRejected(_)) => RegistrationCheck::Rejected,
            Err(_) => RegistrationCheck::Untold,
        })
    }

    /// Whether a refusal of a signed request says something of the token: a wrong secret of the client, or a wrong clock of this machine, makes
    /// every signature wrong, and no grant ends for that (SR-63). A request without the token tells them apart.
    pub(super) async fn is_client_taken(&self, config: &ProviderConfig, variables: &BTreeMap<String, String>) -> bool {
        let Some(oauth1) = &config.definition.oauth1 else { return true };
        matches!(self.check_signing_client(config, oauth1, variables).await, Ok(RegistrationCheck::Accepted))
    }
}
