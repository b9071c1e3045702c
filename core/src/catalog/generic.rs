//! Providers that are not in the catalogue.
//!
//! Any server that follows RFC 6749 is reached through `providers[…].definition`, which has the fields of a catalogue file.
//! Four are needed: a name, what can be connected, the two endpoints, and the origins that may receive the token
//! (`EXAMPLE`). What is left out takes the safest reading of the specifications: HTTP Basic at the token endpoint, PKCE with
//! S256, a space between scopes, a refresh token that may be spent only once, `Authorization: Bearer`.
//!
//! Add what the server offers, and the flow becomes stricter:
//! - `oauth.issuer`, and `requires_iss` where the server sends it, against mix-up (RFC 9207);
//! - `id_token`, so that a reconnect with another account is noticed;
//! - `lifetime.rotation`, so that a lost answer of a refresh is repaired at once rather than with patience;
//! - `lifetime.access_seconds`, where answers do not say when a token ends and it does;
//! - `probe`, so that a dead grant is found before its user finds it.
//!
//! Hosts that differ by customer are variables with a grammar: `https://{shop}.example.com/…` with
//! `variables.shop = { kind = "dns_label", from_user = true }`. A server on a private network needs, besides, an entry in
//! `allowedPrivateHosts`.

#[cfg(test)]
/// The smallest definition of an OAuth provider, as JSON.
pub(crate) const EXAMPLE: &str = r#"{
  "name": "Acme",
  "auth": ["user"],
  "oauth": {
    "authorization_endpoint": "https://id.acme.example/authorize",
    "token_endpoint": "https://id.acme.example/token"
  },
  "api": { "origins": ["https://api.acme.example"] }
}"#;
