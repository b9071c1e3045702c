//! Puts together what requests are signed with (RFC 5849 §3): the config's client, and what a sign-in or a grant holds.

use std::sync::Arc;

use crate::base::{Clock, Secret};
use crate::model::config::ProviderConfig;
use crate::model::grant::OAuthTokens;
use crate::model::signer::{RequestSigner, SharedToken, SignatureStamp, Signer};
use crate::protocol::probe::{Carried, SignedProbe};

/// What signs in the name of this client, and of `token` where there is one. `None`: the definition has no signed requests, or the config no
/// secret any more.
pub(in crate::engine) fn signer(config: &ProviderConfig, token: Option<SharedToken>) -> Option<Signer> {
    let oauth1 = config.definition.oauth1.as_ref()?;
    Some(Signer {
        client_id: config.client_id.clone(),
        client_secret: config.client.secret()?.clone(),
        token,
        method: oauth1.signature_method,
        realm: oauth1.realm.clone(),
    })
}

/// The same for a token and the secret that is shared with it.
fn of_token(config: &ProviderConfig, token: &Secret<String>, secret: &Secret<String>) -> Option<Signer> {
    signer(config, Some(SharedToken { token: token.clone(), secret: secret.clone() }))
}

/// What a caller signs with.
pub(in crate::engine) fn for_caller(
    config: &ProviderConfig,
    tokens: &OAuthTokens,
    clock: &Arc<dyn Clock>,
) -> Option<RequestSigner> {
    let signer = of_token(config, tokens.access_token.as_ref()?, tokens.token_secret.as_ref()?)?;
    Some(RequestSigner { signer: Arc::new(signer), clock: clock.clone() })
}

/// How a request of ours to the API carries a token: in a signature of its own.
pub(in crate::engine) fn carried(
    config: &ProviderConfig,
    token: &Secret<String>,
    secret: &Secret<String>,
    clock: &dyn Clock,
) -> Option<Carried> {
    let signer = of_token(config, token, secret)?;
    Some(Carried::Signed(Box::new(SignedProbe { signer, stamp: SignatureStamp::make(clock) })))
}
