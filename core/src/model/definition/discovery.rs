//! The part of a definition that says how an issuer publishes its endpoints.

use serde::{Deserialize, Serialize};

/// How an issuer publishes its endpoints, for definitions that name the issuer only. The document must name this issuer, byte for byte
/// (RFC 8414 §3.3), and endpoints at its own origin or at one of `hosts`. It is kept for a day; a grant that was made keeps the token
/// endpoint that it was made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Discovery {
    /// Where the document is.
    pub kind: DiscoveryKind,
    /// Hosts besides the issuer's own that endpoints may have: whole ones, or a suffix with its dot, such as `.acme.example`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// Endpoints that are published and are not to be used: as if the issuer had none of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub leaves_out: Vec<OptionalEndpoint>,
}

/// An endpoint that an issuer may publish, and without which people sign in and are renewed all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OptionalEndpoint {
    /// Where tokens are revoked (RFC 7009). Those of what is deleted then live until they end.
    RevocationEndpoint,
    /// Where sign-ins on another device begin (RFC 8628).
    DeviceAuthorizationEndpoint,
}

/// Where an issuer publishes its endpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DiscoveryKind {
    /// `/.well-known/openid-configuration` behind the issuer's path (OpenID Connect Discovery §4).
    Openid,
    /// `/.well-known/oauth-authorization-server` before the issuer's path (RFC 8414 §3.1).
    Oauth,
}
