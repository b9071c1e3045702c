//! The part of a definition that says how an ID token identifies the account.

use serde::{Deserialize, Serialize};

use super::template::Template;

/// Signatures by a key pair that can be verified (RFC 7518 §3.1, RFC 9864 §2.2). `none` and those by a shared secret are not
/// among them (RFC 8725 §3.1, §3.2).
pub(crate) const ID_TOKEN_ALGORITHMS: [&str; 10] =
    ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA", "Ed25519"];

/// How an ID token identifies the account (OpenID Connect Core §3.1.3.7).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdToken {
    /// The issuer that the token must name. The placeholder `{organisation}` stands for the token's own organisation claim.
    pub issuer: Template,
    /// The key set (RFC 7517). Absent where `oauth.discovery` finds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<Template>,
    /// Algorithms that are accepted: `RS256` and its like, `EdDSA`, `Ed25519`; `none` never is.
    #[cfg_attr(feature = "schema", schemars(length(min = 1), extend("items" = { "enum": ID_TOKEN_ALGORITHMS })))]
    pub algorithms: Vec<String>,
    /// The claim that names the organisation, if the provider has organisations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_claim: Option<String>,
    /// The claim that names the person; unique within the organisation, or within the issuer.
    pub person_claim: String,
    /// The claim shown to people as the account's name. Never used to decide anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_claim: Option<String>,
    /// The organisation value that marks a personal account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_organisation: Option<String>,
    /// The variable of the endpoints that takes the organisation once it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_variable: Option<String>,
    /// The variable whose value stands there until then: who may sign in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience_variable: Option<String>,
    /// Its value that lets personal accounts in and no others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_audience: Option<String>,
}
