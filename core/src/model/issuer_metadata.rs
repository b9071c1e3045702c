//! Holds what an issuer publishes of itself.

/// The endpoints that an issuer names, as it spells them. Only whose it is has been judged yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct IssuerMetadata {
    pub(crate) authorization_endpoint: Option<String>,
    pub(crate) device_authorization_endpoint: Option<String>,
    pub(crate) token_endpoint: Option<String>,
    pub(crate) jwks_uri: Option<String>,
    /// RFC 7009.
    pub(crate) revocation_endpoint: Option<String>,
    /// Whether every authorization response names the issuer (RFC 9207 §3).
    pub(crate) names_issuer: bool,
}
