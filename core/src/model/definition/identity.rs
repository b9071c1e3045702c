//! The part of a definition that says where a provider without ID tokens tells who has signed in.

use serde::{Deserialize, Serialize};

use super::pointer::JsonPointer;
use super::template::Template;

/// Who has signed in, as the API says to whoever asks with the new access token: a userinfo endpoint (OpenID Connect Core §5.3), or what a
/// provider has in its place. A sign-in whose account cannot be found fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The address that is asked with GET. It must be at one of `api.origins`.
    pub url: Template,
    /// The provider's organisation: the first place that holds one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisation: Vec<JsonPointer>,
    /// The provider's person; unique within the organisation, or at the provider.
    pub person: JsonPointer,
    /// The name shown to people. Never used to decide anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<JsonPointer>,
}
