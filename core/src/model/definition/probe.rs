//! The request that tells a live credential from a dead one.

use serde::{Deserialize, Serialize};

use super::template::Template;

/// A cheap request without side effects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Probe {
    /// The address that is asked with the credential.
    pub url: Template,
    /// The method.
    #[serde(default)]
    pub method: ProbeMethod,
    /// Statuses that show a live credential; default 200.
    #[serde(default = "default_live")]
    #[cfg_attr(feature = "schema", schemars(inner(range(min = 200, max = 599))))]
    pub live: Vec<u16>,
    /// What the JSON of such an answer must hold besides, for providers that answer errors with status 200. Without it the answer
    /// tells nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_when: Option<JsonCondition>,
    /// What in the JSON of such an answer shows that the credential is rejected, like status 401.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected_when: Option<JsonCondition>,
}

/// The method of a probe. It has no side effects at the provider, whatever its name says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProbeMethod {
    /// GET.
    #[default]
    Get,
    /// HEAD, where nothing in the JSON is looked at.
    Head,
    /// POST without content, which some APIs want for reading too.
    Post,
}

/// A place in a JSON answer and what may stand there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct JsonCondition {
    /// The place, as a JSON pointer (RFC 6901): `/ok`.
    #[cfg_attr(feature = "schema", schemars(length(max = 256)))]
    pub pointer: String,
    /// The values that may stand there.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub values: Vec<JsonScalar>,
}

/// A plain value of JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum JsonScalar {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(String),
}

fn default_live() -> Vec<u16> {
    vec![200]
}
