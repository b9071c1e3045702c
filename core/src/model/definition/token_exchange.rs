//! The parts of a definition that say how an access token is exchanged for another one, with no refresh token: after the code, for one that
//! lasts, and later, to renew it.

use serde::{Deserialize, Serialize};

use super::template::Template;

/// A request that presents an access token and is answered with another one, as RFC 6749 §5.1 writes answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TokenExchange {
    /// Where it goes.
    pub endpoint: Template,
    /// The method. With `get` the token and what the client proves itself with stand in the address, which servers write into logs.
    #[serde(default)]
    pub method: TokenMethod,
    /// The value of the parameter `grant_type`.
    pub grant: String,
    /// The parameter that carries the access token.
    #[serde(default = "default_token_parameter")]
    pub token_parameter: String,
    /// What of the client goes along. Empty: nothing, as whoever holds the token may renew it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub client: Vec<ClientParameter>,
}

fn default_token_parameter() -> String {
    "access_token".to_owned()
}

/// A parameter that names the client or proves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClientParameter {
    /// `client_id`.
    ClientId,
    /// `client_secret`.
    ClientSecret,
}

/// How an access token is renewed by itself: it is presented while it lives, and its successor has another end. One that has ended, or that
/// the provider has taken back, nothing renews.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RenewalByAccessToken {
    /// The request.
    pub exchange: TokenExchange,
    /// A younger token is not presented: the provider would refuse it. In seconds since its request; 0: there is no such rule.
    #[serde(default)]
    pub minimum_age_seconds: u64,
}

/// The method of a token request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TokenMethod {
    /// POST, with the parameters as content (RFC 6749 §3.2).
    #[default]
    Post,
    /// GET, with the parameters as query: a deviation of some providers, which RFC 6749 §3.2 forbids. What is secret among them stands in
    /// the address then, which servers write into logs.
    Get,
}
