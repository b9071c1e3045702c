//! The flow of OAuth 1.0a (RFC 5849 §2): temporary credentials before the browser is sent anywhere, and token credentials for the verifier
//! that it brings back. Browser, person and once-only are judged as everywhere; in the place of `state` stands the temporary token.

use std::collections::BTreeMap;

use crate::base::waiting::{self, Awaited};
use crate::base::{BootTime, Error, ErrorCode, Result};
use crate::engine::common::errors::{self, flow, signed};
use crate::engine::common::exchange::{Destination, Exchanged, Redeemed};
use crate::engine::common::signing;
use crate::model::config::{Endpoints, ProviderConfig};
use crate::model::definition::OAuth1;
use crate::model::http::{OutboundRequest, OutboundResponse};
use crate::model::signer::SignatureStamp;
use crate::protocol::authorize::AskedScopes;
use crate::protocol::oauth1::{
    AnswerPlaces, CredentialsEndpoint, SignedAnswer, SignedFailure, build_authorization_url, build_temporary_request,
    build_token_request, judge_temporary, judge_token, verify_callback,
};
use crate::protocol::provider_details::{Sent, read_provider_details};

use super::beginning::{Begun, Plan};
use super::finish::Judged;
use super::signing_in::SignedIn;
use super::temporary::session_hash;
use super::{Connector, of_config};

impl Connector {
    /// Asks for temporary credentials, and says where the browser goes with them.
    ///
    /// # Errors
    /// - `provider_config_rejected`, `provider_error`, `provider_unavailable`, `rate_limited`, `access_denied`: what the provider answered.
    pub(super) async fn begin_signed(
        &self,
        config: &ProviderConfig,
        oauth1: &OAuth1,
        plan: &Plan,
        endpoints: &Endpoints,
        redirect_uri: &str,
    ) -> Result<Begun> {
        let (Some(url), Some(page)) = (&endpoints.temporary_credentials, &endpoints.authorization) else {
            return Err(of_config::no_sign_in(config));
        };
        let signer = signing::signer(config, None).ok_or_else(|| signed::nothing_to_sign_with(config))?;
        let stamp = SignatureStamp::make(&*self.clock);
        let endpoint = CredentialsEndpoint { url, method: oauth1.temporary_method() };
        let request = build_temporary_request(endpoint, &signer, redirect_uri, &stamp);
        let judge = |response: &OutboundResponse| judge_temporary(response, stamp.now);
        let temporary = self.ask_credentials(config, request, redirect_uri, judge).await?;
        let state_hash = session_hash(&config.id, temporary.token.expose());
        if self.sessions.find_session_by_state(state_hash).await?.is_some() {
            // Whose answer comes back nobody could tell.
            return Err(given_twice(config));
        }
        let scopes = oauth1.scope_parameter.as_ref().map(|parameter| AskedScopes { parameter, scopes: &plan.scopes });
        let url = build_authorization_url(page, &temporary.token, scopes, &oauth1.scope_separator, &plan.parameters);
        Ok(Begun { authorization_url: url, state_hash, verifier: None, nonce: None, temporary: Some(temporary) })
    }

    /// Redeems the verifier with the temporary credentials of its session, once.
    pub(super) async fn redeem_signed(&self, oauth1: &OAuth1, judged: Judged<'_>) -> Result<SignedIn> {
        let Judged { config, session, secrets, parameters, browser, creator } = judged;
        let endpoints = of_config::endpoints_of(config, &secrets)?;
        let details = of_config::denial_details(config, &parameters);
        let temporary = secrets.temporary.as_ref().ok_or_else(flow::unknown_state)?;
        let verified = verify_callback(&parameters, browser, creator, temporary)
            .map_err(|problem| flow::of_callback(config, problem, details.as_ref()))?;
        let signer = signing::signer(config, Some(temporary.clone())).ok_or_else(|| signed::nothing_to_sign_with(config))?;
        let (stamp, started_on) = (SignatureStamp::make(&*self.clock), BootTime::now(&*self.clock));
        let endpoint = CredentialsEndpoint { url: &endpoints.token, method: oauth1.method };
        let request = build_token_request(verified, endpoint, &signer, &stamp);
        let places = AnswerPlaces { person: oauth1.person_parameter.as_deref(), display: oauth1.display_parameter.as_deref() };
        let judge = |response: &OutboundResponse| judge_token(response, stamp.now, places);
        let SignedAnswer { answer, account } = self.ask_credentials(config, request, &secrets.redirect_uri, judge).await?;
        let exchanged = Exchanged { answer, started_at: stamp.now, started_on, told: BTreeMap::new() };
        let account = match &config.definition.identity {
            Some(spec) => Some(self.ask_identity(config, spec, &exchanged.answer, &secrets.variables).await?),
            None => account,
        };
        let first = Redeemed { exchanged, account };
        Ok(SignedIn { first, second: None, identity: None, session, secrets })
    }

    async fn ask_credentials<T>(
        &self,
        config: &ProviderConfig,
        request: OutboundRequest,
        redirect_uri: &str,
        judge: impl Fn(&OutboundResponse) -> std::result::Result<T, SignedFailure>,
    ) -> Result<T> {
        let (sent, net) = (Sent::with(&request), self.token_client.net.as_ref());
        let destination = Destination::of(&request.url, net);
        let asking = net.send(request, self.settings.policy.exchange);
        let answer = waiting::on(Awaited::Provider(config.definition.name.clone()), asking).await;
        let response = answer.map_err(|failure| errors::no_answer(config, failure, &destination))?;
        judge(&response).map_err(|failure| {
            let details = read_provider_details(&response, &sent, &config.definition.diagnosis);
            signed::signed_failure(config, failure, redirect_uri, Some(&details))
        })
    }
}

fn given_twice(config: &ProviderConfig) -> Error {
    let message = format!("{} gave temporary credentials that it had given before.", config.definition.name);
    let error = Error::new(ErrorCode::ProviderError, message).with_hint("Finish or cancel the other sign-in, and start again.");
    errors::with_config(error, config)
}
