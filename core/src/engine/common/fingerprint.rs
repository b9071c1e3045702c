//! What tells one registration of the application from the next, without telling its secret.

use sha2::{Digest as _, Sha256};

use crate::base::encoding::to_base64url;
use crate::catalog;
use crate::model::config::ProviderConfig;
use crate::model::grant::Grant;

/// Names the client, its secret and the token endpoint that a grant's renewals use. It is sealed with the grant; the secret cannot be
/// had from it, because it is cut off and a secret has far more than its bits.
pub(in crate::engine) fn of_registration(config: &ProviderConfig, grant: &Grant) -> String {
    let endpoints = catalog::resolve_endpoints(config, &grant.secrets.destination.variables).ok();
    let authentication = config.definition.oauth.as_ref().map(|oauth| oauth.client_authentication);
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    };
    add("authpipe registration 1");
    add(&grant.id.to_string());
    add(&config.client_id);
    add(config.client.secret().map_or("", |secret| secret.expose().as_str()));
    add(endpoints.as_ref().map_or("", |endpoints| endpoints.token.as_str()));
    add(&format!("{authentication:?}"));
    to_base64url(&hash.finalize()[..9])
}
