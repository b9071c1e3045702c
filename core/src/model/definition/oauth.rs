//! The OAuth part of a definition: endpoints, and how requests to them are written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::account_choice::AccountChoice;
use super::credentials::AnswerCredential;
use super::device::DeviceFlow;
use super::discovery::Discovery;
use super::kept::KeptValue;
use super::template::Template;
use super::token_exchange::{RenewalByAccessToken, TokenExchange, TokenMethod};
use super::token_response::TokenResponse;

/// The OAuth part of a provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OAuth {
    /// The issuer, compared byte for byte with `iss` (RFC 9207 §2.4). Absent: the one that the ID token must name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Template>,
    /// RFC 6749 §3.1. Absent where nobody signs in, as the app's own credential is minted, and where `discovery` finds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_endpoint: Option<Template>,
    /// RFC 6749 §3.2. Absent where `discovery` finds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_endpoint: Option<Template>,
    /// How the issuer publishes its endpoints: those that the definition does not name are looked up there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discovery: Option<Discovery>,
    /// Where refreshes go (RFC 6749 §6), for providers that have another address for them. Absent: to `token_endpoint`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_endpoint: Option<Template>,
    /// A further exchange, for providers whose answer to a code is a token that ends soon: it is exchanged at once for the one that is kept.
    /// Where that fails the sign-in fails, and nothing is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub further_exchange: Option<TokenExchange>,
    /// How access tokens are renewed, for providers that give no refresh tokens and take the access token itself. A refresh token that comes
    /// all the same is not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal_by_access_token: Option<RenewalByAccessToken>,
    /// RFC 8628 §3.1. Absent where the provider has no device flow, and where `discovery` finds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_authorization_endpoint: Option<Template>,
    /// How the device flow deviates from RFC 8628.
    #[serde(default, skip_serializing_if = "DeviceFlow::is_default")]
    pub device: DeviceFlow,
    /// How token requests are written, where that is not as RFC 6749 says.
    #[serde(default, skip_serializing_if = "TokenRequest::is_default")]
    pub token_request: TokenRequest,
    /// How token answers are read, where they are not as RFC 6749 says.
    #[serde(default, skip_serializing_if = "TokenResponse::is_default")]
    pub token_response: TokenResponse,
    /// Other names for parameters of authorization and token requests: `client_id = "client_key"`.
    #[serde(default, skip_serializing_if = "ParameterNames::is_default")]
    pub parameter_names: ParameterNames,
    /// The parameter of the callback that holds the code. Absent: `code` (RFC 6749 §4.1.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_parameter: Option<String>,
    /// Values that only the sign-in tells, and that addresses need: the host of an instance, the id of a company.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<KeptValue>,
    /// Whether an authorization response without `iss` is refused: the provider announces
    /// `authorization_response_iss_parameter_supported` (RFC 9207 §3).
    #[serde(default)]
    pub requires_iss: bool,
    /// How the client proves itself at the token endpoint (RFC 6749 §2.3).
    #[serde(default)]
    pub client_authentication: ClientAuthentication,
    /// How a client with a key of its own proves itself (RFC 7523 §2.2). Absent: a secret is the only way, unless
    /// `client_authentication` says `private_key_jwt`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_assertion: Option<ClientAssertion>,
    /// Whether a client may be public besides (RFC 6749 §2.1): a native app that has no secret and sends only its `client_id`.
    #[serde(default)]
    pub public_clients: bool,
    /// Whether PKCE is sent (RFC 7636). Always S256; off only with a recorded reason (SR-8).
    #[serde(default)]
    pub pkce: Pkce,
    /// What stands between two scopes in the request; a space after RFC 6749 §3.3.
    #[serde(default = "default_scope_separator")]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = [" ", ",", ";", "+", "|"])))]
    pub scope_separator: String,
    /// Scopes added to every user request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub always_scopes: Vec<String>,
    /// Further fixed parameters of the authorization request.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub authorization_parameters: BTreeMap<String, String>,
    /// How a request says which account is meant.
    #[serde(default, skip_serializing_if = "AccountChoice::is_default")]
    pub account_choice: AccountChoice,
    /// Parameters of the authorization request with which the provider gives a refresh token, such as `prompt = "consent"`. A person's
    /// sign-in sends them unless a refresh token is stored that can be kept; where none comes all the same, the sign-in fails. Whoever
    /// wants them at every sign-in names them in `authorization_parameters`. Empty: it is not known whether the provider gives one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub refresh_token_parameters: BTreeMap<String, String>,
    /// Where the credentials stand in the answer to a code. Empty: there is one, as RFC 6749 §5.1 says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credentials: Vec<AnswerCredential>,
    /// Whether a refresh names its scopes (RFC 6749 §6). They are always those already granted or asked for.
    #[serde(default)]
    pub refresh_sends_scope: bool,
    /// Whether authorization and token requests take the parameter `claims` (OpenID Connect Core §5.5), so that the claims
    /// challenge of an API can be passed on.
    #[serde(default)]
    pub claims_parameter: bool,
}

fn default_scope_separator() -> String {
    " ".to_owned()
}

/// How token requests are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TokenRequest {
    /// The method.
    #[serde(default)]
    pub method: TokenMethod,
    /// How the parameters are encoded.
    #[serde(default)]
    pub encoding: Encoding,
    /// Further headers, such as the version of the API; `{client_id}` stands for the client's identifier. None that carries a credential or
    /// frames the message.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Other names for parameters of token requests alone; they win over those of `oauth.parameter_names`.
    #[serde(default, skip_serializing_if = "ParameterNames::is_default")]
    pub parameter_names: ParameterNames,
    /// Further fixed parameters, such as `audience`. None that the flow itself sets.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, String>,
    /// Those of refreshes alone; where `parameters` has the same name, this value is sent.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub refresh_parameters: BTreeMap<String, String>,
}

impl TokenRequest {
    fn is_default(&self) -> bool {
        *self == TokenRequest::default()
    }
}

/// Other names that a provider has for parameters of authorization and token requests. Each request has those of its own flow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ParameterNames {
    /// For `client_id` (RFC 6749 §2.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// For `client_secret` (RFC 6749 §2.3.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    /// For `redirect_uri` (RFC 6749 §3.1.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect_uri: Option<String>,
    /// For `response_type` (RFC 6749 §3.1.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_type: Option<String>,
    /// For `scope` (RFC 6749 §3.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// For `grant_type` (RFC 6749 §4.1.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant_type: Option<String>,
    /// For `code` (RFC 6749 §4.1.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// For `code_verifier` (RFC 7636 §4.5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_verifier: Option<String>,
    /// For `refresh_token` (RFC 6749 §6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
}

impl ParameterNames {
    pub(super) fn is_default(&self) -> bool {
        *self == ParameterNames::default()
    }

    /// Each parameter that has another name, with that name.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            ("client_id", &self.client_id),
            ("client_secret", &self.client_secret),
            ("redirect_uri", &self.redirect_uri),
            ("response_type", &self.response_type),
            ("scope", &self.scope),
            ("grant_type", &self.grant_type),
            ("code", &self.code),
            ("code_verifier", &self.code_verifier),
            ("refresh_token", &self.refresh_token),
        ];
        all.into_iter().filter_map(|(name, other)| Some((name, other.as_deref()?)))
    }

    /// The provider's name for a parameter.
    pub fn of<'n>(&'n self, parameter: &'n str) -> &'n str {
        self.other(parameter).unwrap_or(parameter)
    }

    /// The other name that the provider has for a parameter, if it has one.
    pub(crate) fn other(&self, parameter: &str) -> Option<&str> {
        self.pairs().find(|(name, _)| *name == parameter).map(|(_, other)| other)
    }
}

/// How the parameters of a token request are encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// As a form (RFC 6749 §4.1.3).
    #[default]
    Form,
    /// As the members of a JSON object: a deviation of some providers.
    Json,
}

impl OAuth {
    /// Whether people sign in on a page, wherever it is.
    pub(crate) const fn has_page(&self) -> bool {
        self.authorization_endpoint.is_some() || self.discovery.is_some()
    }

    /// Where renewals go, if not to `token_endpoint`.
    pub(crate) fn renewal_endpoint(&self) -> Option<&Template> {
        let by_access_token = self.renewal_by_access_token.as_ref().map(|renewal| &renewal.exchange.endpoint);
        by_access_token.or(self.refresh_endpoint.as_ref())
    }
}

/// How the client proves itself at the token endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClientAuthentication {
    /// HTTP Basic, both parts form-encoded first (RFC 6749 §2.3.1).
    #[default]
    ClientSecretBasic,
    /// HTTP Basic with both parts as they are: for servers that do not decode them.
    ClientSecretBasicRaw,
    /// `client_id` and `client_secret` in the body.
    ClientSecretPost,
    /// By an assertion that its own key signs (RFC 7523 §2.2), and by no secret.
    PrivateKeyJwt,
    /// A public client: `client_id` only.
    None,
}

/// How a client with a key of its own proves itself (RFC 7523 §2.2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ClientAssertion {
    /// How an RSA key signs. A key of the curve P-256 always signs with ES256.
    #[serde(default)]
    pub rsa_algorithm: RsaAlgorithm,
    /// For whom the assertion is; absent: the token endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Template>,
    /// Whether the provider knows a key by its certificate, which must then be given with it.
    #[serde(default)]
    pub needs_certificate: bool,
    /// Whether the provider takes a token that another issuer has signed for the client, such as the platform on which it runs.
    #[serde(default)]
    pub federated: bool,
}

/// How an RSA key signs (RFC 7518 §3.3, §3.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RsaAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    #[default]
    #[serde(rename = "RS256")]
    Rs256,
    /// RSASSA-PSS with SHA-256.
    #[serde(rename = "PS256")]
    Ps256,
}

/// Whether PKCE is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Pkce {
    /// Always, with S256 (RFC 7636 §4.2).
    #[default]
    S256,
    /// Never, because the provider fails with it. The reason is recorded; `state` stays on.
    Off {
        /// Why.
        reason: String,
    },
}
