//! The part of a definition for providers that take signed requests (OAuth 1.0a, RFC 5849): where its three steps are, and how requests
//! are signed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::template::Template;

/// OAuth 1.0a (RFC 5849): people sign in, and each request is signed with the client's secret and the person's. There is no refresh.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OAuth1 {
    /// Where temporary credentials are asked for (RFC 5849 §2.1); many providers call them a request token.
    pub temporary_credentials_endpoint: Template,
    /// Where people sign in (RFC 5849 §2.2).
    pub authorization_endpoint: Template,
    /// Where token credentials are asked for (RFC 5849 §2.3); many providers call them an access token.
    pub token_endpoint: Template,
    /// The method of the requests for temporary credentials and for token credentials.
    #[serde(default)]
    pub method: CredentialsMethod,
    /// The method of the request for temporary credentials alone, where it is another one. Absent: `method`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temporary_credentials_method: Option<CredentialsMethod>,
    /// How requests are signed (RFC 5849 §3.4).
    #[serde(default)]
    pub signature_method: SignatureMethod,
    /// The protection realm that stands in the header (RFC 5849 §3.5.1). Absent: none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub realm: Option<String>,
    /// Further fixed parameters of the address where people sign in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub authorization_parameters: BTreeMap<String, String>,
    /// The parameter of that address which names the scopes. Absent: the provider has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope_parameter: Option<String>,
    /// What stands between two scopes.
    #[serde(default = "default_scope_separator")]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = [" ", ",", ";", "+", "|"])))]
    pub scope_separator: String,
    /// The parameter of the answer with token credentials which names the person. Absent: it names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_parameter: Option<String>,
    /// The parameter of that answer with the name shown to people. Never used to decide anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_parameter: Option<String>,
}

impl OAuth1 {
    /// The method of the request for temporary credentials.
    pub(crate) fn temporary_method(&self) -> CredentialsMethod {
        self.temporary_credentials_method.unwrap_or(self.method)
    }
}

/// The method of a request for credentials.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CredentialsMethod {
    /// POST (RFC 5849 §2.1).
    #[default]
    Post,
    /// GET: a deviation of some providers. Nothing secret stands in the address, because what is signed goes in the header.
    Get,
}

/// How requests are signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SignatureMethod {
    /// HMAC with SHA-1 (RFC 5849 §3.4.2), which every provider takes. What is known against SHA-1 does not touch HMAC (RFC 6194 §3.3).
    #[default]
    #[serde(rename = "HMAC-SHA1")]
    HmacSha1,
    /// The same with SHA-256, which no specification of OAuth 1.0a has and some providers take.
    #[serde(rename = "HMAC-SHA256")]
    HmacSha256,
    /// Both secrets as they are (RFC 5849 §3.4.4), under TLS alone.
    #[serde(rename = "PLAINTEXT")]
    Plaintext,
}

impl SignatureMethod {
    /// The value of `oauth_signature_method`.
    pub const fn as_str(self) -> &'static str {
        match self {
            SignatureMethod::HmacSha1 => "HMAC-SHA1",
            SignatureMethod::HmacSha256 => "HMAC-SHA256",
            SignatureMethod::Plaintext => "PLAINTEXT",
        }
    }
}

fn default_scope_separator() -> String {
    " ".to_owned()
}
