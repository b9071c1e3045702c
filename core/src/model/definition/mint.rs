//! The part of a definition that says how a credential is minted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::oauth::RsaAlgorithm;
use super::pointer::JsonPointer;
use super::template::Template;
use crate::model::renewal::MintKind;

/// How a credential is minted with what the application itself holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Mint {
    /// The client credentials grant (RFC 6749 §4.4).
    ClientCredentials {
        /// Its scope (RFC 6749 §4.4.2).
        scope: Template,
        /// The claim of the token that lists the roles that were granted, for providers whose answer does not say what it grants and whose
        /// token is a JWT. They are shown and compared as scopes; what the credential may do, the API decides. Absent: the token is
        /// opaque.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        roles_claim: Option<String>,
    },
    /// An assertion that a key of the application or of its service account signs is the grant (RFC 7523 §2.1).
    JwtBearer(JwtBearer),
    /// An assertion that the app's key signs is the bearer token of a request to an address of the API, which answers with a token.
    AppJwt(AppJwt),
}

impl Mint {
    /// The kind, as it is stored with a grant.
    pub(crate) const fn kind(&self) -> MintKind {
        match self {
            Mint::ClientCredentials { .. } => MintKind::ClientCredentials,
            Mint::JwtBearer(_) => MintKind::JwtBearer,
            Mint::AppJwt(_) => MintKind::AppJwt,
        }
    }

    /// Whether a key signs it.
    pub(crate) const fn needs_key(&self) -> bool {
        match self {
            Mint::ClientCredentials { .. } => false,
            Mint::JwtBearer(_) | Mint::AppJwt(_) => true,
        }
    }
}

/// The JWT bearer grant (RFC 7523 §2.1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct JwtBearer {
    /// The scopes. Empty: those that the config names for installations (`botScopes`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<Template>,
    /// Where the scopes stand.
    #[serde(default)]
    pub scope_in: ScopeIn,
    /// In whose name the credential acts (RFC 7523 §3, `sub`), such as a person who has been delegated to a service account;
    /// absent: the issuer's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Template>,
    /// For whom the assertion is; absent: the token endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Template>,
    /// How an RSA key signs.
    #[serde(default)]
    pub rsa_algorithm: RsaAlgorithm,
    /// Whether the client proves itself besides. RFC 7523 §3.1 leaves it to the provider.
    #[serde(default)]
    pub authenticates_client: bool,
}

/// Where the scopes of a JWT bearer grant stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ScopeIn {
    /// In the request (RFC 7521 §4.1).
    #[default]
    Request,
    /// In the claim `scope` of the assertion.
    Assertion,
}

/// A token for an installation of the app, asked for with an assertion that the app signs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AppJwt {
    /// The address that is asked with POST, with the installation in its path. It must be at one of `api.origins`.
    pub url: Template,
    /// How an RSA key signs.
    #[serde(default)]
    pub rsa_algorithm: RsaAlgorithm,
    /// Further fixed headers, such as the version of the API. None that carries a credential or frames the message.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The token in the answer.
    pub token: JsonPointer,
    /// When it ends, as RFC 3339 says: `2026-01-05T11:11:12Z`. Absent: the answer does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<JsonPointer>,
    /// Statuses of a JSON answer that say that the installation is over, such as 404. Empty: no status says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(inner(range(min = 400, max = 499))))]
    pub ended: Vec<u16>,
}
