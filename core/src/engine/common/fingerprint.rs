//! The fingerprint of a client registration: it tells registrations apart, so that one is not blamed for another, and shows no secret.

use sha2::{Digest as _, Sha256};
use url::Url;

use crate::base::encoding::to_base64url;
use crate::catalog;
use crate::model::client::Client;
use crate::model::config::ProviderConfig;
use crate::model::grant::{Destination, Grant};

/// Names the client, its secret or key, and the token endpoint that a grant's renewals use. The secret cannot be had from it: it is
/// cut off, and a secret has far more than its bits. Kept in memory only.
pub(in crate::engine) fn of_registration(config: &ProviderConfig, grant: &Grant) -> String {
    named("", config, &grant.secrets.destination)
}

/// The same of the client alone, wherever at that host its tokens come from: a sign-in may ask another endpoint than the renewals of what
/// it has brought.
pub(in crate::engine) fn of_client(config: &ProviderConfig, token_endpoint: &str) -> String {
    let host = Url::parse(token_endpoint).map(|url| url.origin().ascii_serialization());
    name("client", config, &host.unwrap_or_default())
}

/// The same for one grant, with which it is sealed: two grants do not show that they share a registration.
pub(in crate::engine) fn for_grant(config: &ProviderConfig, grant: &Grant) -> String {
    named(grant.id.as_str(), config, &grant.secrets.destination)
}

fn named(owner: &str, config: &ProviderConfig, destination: &Destination) -> String {
    let endpoints = catalog::resolve_sealed_endpoints(config, &destination.variables, &destination.token_endpoint).ok();
    name(owner, config, endpoints.as_ref().map_or("", |endpoints| endpoints.refresh.as_str()))
}

fn name(owner: &str, config: &ProviderConfig, place: &str) -> String {
    let authentication = config.definition.oauth.as_ref().map(|oauth| oauth.client_authentication);
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    };
    add("authpipe registration 1");
    add(owner);
    add(config.id.as_str());
    add(&config.client_id);
    add(config.client.secret().map_or("", |secret| secret.expose().as_str()));
    add(config.client.issuer(&config.client_id));
    if let Client::Federated { assertion } = &config.client {
        add(&assertion.name());
    }
    if let Some(key) = config.client.key() {
        add(key.pem.expose());
        add(key.id.as_deref().unwrap_or_default());
        add(key.thumbprint.as_deref().unwrap_or_default());
    }
    add(place);
    add(&format!("{authentication:?}"));
    to_base64url(&hash.finalize()[..9])
}
