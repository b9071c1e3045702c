//! The part of a definition that says how the provider is asked to revoke what it has given.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::oauth::ParameterNames;
use super::probe::JsonCondition;
use super::template::Template;

/// How tokens are revoked at the provider when the application deletes what they belong to. As it stands it is RFC 7009: a POST of the
/// form parameters `token` and `token_type_hint`, with the client authentication of the token endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Revocation {
    /// The address; `{client_id}` stands in its path for the id of the client. Absent where `oauth.discovery` finds it
    /// (`revocation_endpoint` of RFC 8414 §2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Template>,
    /// What ends at the provider with a token.
    pub scope: RevocationScope,
    /// The page of the provider's documentation that says so. Every file of the catalogue names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^https://")))]
    pub docs: Option<String>,
    /// The method.
    #[serde(default)]
    pub method: RevocationMethod,
    /// Which tokens are revoked, in this order.
    #[serde(default = "default_tokens")]
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 2), extend("uniqueItems" = true)))]
    pub tokens: Vec<RevokedToken>,
    /// Where the token stands in the request.
    #[serde(default)]
    pub token_in: TokenIn,
    /// Whether the form says which kind of token it is (RFC 7009 §2.1, `token_type_hint`).
    #[serde(default = "default_hint")]
    pub token_type_hint: bool,
    /// How the client proves itself.
    #[serde(default)]
    pub client: RevokingClient,
    /// What `client_id` and `client_secret` are called here, where `oauth.parameter_names` does not say it.
    #[serde(default, skip_serializing_if = "ParameterNames::is_default")]
    pub parameter_names: ParameterNames,
    /// Further headers, such as the version of the API; `{client_id}` stands for the client's identifier. None that carries a credential or
    /// frames the message.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Statuses that say that the token is revoked; default 200 and 204.
    #[serde(default = "default_done")]
    #[cfg_attr(feature = "schema", schemars(length(min = 1), inner(range(min = 200, max = 599))))]
    pub done: Vec<u16>,
    /// What the JSON of such an answer must hold besides, for providers that answer errors with status 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_when: Option<JsonCondition>,
    /// Other statuses that say that there is nothing to revoke any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(inner(range(min = 400, max = 499))))]
    pub gone: Vec<u16>,
    /// What in the JSON of any answer says so. The codes `invalid_token` and `invalid_grant` of RFC 6749 §5.2 and RFC 6750 §3.1 always
    /// do (RFC 7009 §2.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gone_when: Option<JsonCondition>,
    /// Whether the token of an installation that is minted is revoked too. Default: it ends by itself, soon.
    #[serde(default)]
    pub minted: bool,
}

/// What ends at the provider when one token is revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RevocationScope {
    /// The token, and with a refresh token the access tokens that it has given.
    Token,
    /// Everything of the sign-in that the token comes from (RFC 7009 §2.1). Other sign-ins of the same account stay.
    Grant,
    /// Everything that the account has granted to the client. While another connection of the tenant has the same account, nothing is
    /// revoked.
    Account,
}

/// The method of a revocation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RevocationMethod {
    /// POST (RFC 7009 §2.1).
    #[default]
    Post,
    /// GET.
    Get,
    /// DELETE.
    Delete,
}

/// A token that is revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RevokedToken {
    /// The refresh token, and others of the grant that may still live.
    Refresh,
    /// The access token.
    Access,
}

impl RevokedToken {
    /// Its name in the OAuth Token Type Hints registry (RFC 7009 §4.1.2).
    pub(crate) const fn hint(self) -> &'static str {
        match self {
            RevokedToken::Refresh => "refresh_token",
            RevokedToken::Access => "access_token",
        }
    }
}

/// Where the token stands in a revocation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TokenIn {
    /// In the parameter of this name of a form.
    Form(String),
    /// In the member of this name of a JSON object.
    Json(String),
    /// In the parameter of this name of the query. Servers write addresses into their logs.
    Query(String),
    /// In the header `Authorization`, as a bearer token (RFC 6750 §2.1), or as `api.placement` says: it proves itself, and no client does.
    Bearer,
}

impl Default for TokenIn {
    fn default() -> Self {
        TokenIn::Form("token".to_owned())
    }
}

/// How the client proves itself in a revocation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RevokingClient {
    /// As at the token endpoint (RFC 7009 §2.1).
    #[default]
    AsAtTokenEndpoint,
    /// With HTTP Basic, where the token endpoint wants something else.
    Basic,
    /// With `client_id` and `client_secret` beside the token, where the token endpoint wants something else.
    Post,
    /// By its id alone.
    IdOnly,
    /// Not at all.
    Nothing,
}

fn default_tokens() -> Vec<RevokedToken> {
    vec![RevokedToken::Refresh, RevokedToken::Access]
}

const fn default_hint() -> bool {
    true
}

fn default_done() -> Vec<u16> {
    vec![200, 204]
}

impl Revocation {
    /// As RFC 7009 says, at the address that an issuer publishes.
    pub(crate) fn published(endpoint: Template) -> Self {
        Revocation {
            endpoint: Some(endpoint),
            // §2.1: with a refresh token ends the grant that it is of.
            scope: RevocationScope::Grant,
            docs: None,
            method: RevocationMethod::default(),
            tokens: default_tokens(),
            token_in: TokenIn::default(),
            token_type_hint: default_hint(),
            client: RevokingClient::default(),
            parameter_names: ParameterNames::default(),
            headers: BTreeMap::new(),
            done: default_done(),
            done_when: None,
            gone: Vec::new(),
            gone_when: None,
            minted: false,
        }
    }
}
