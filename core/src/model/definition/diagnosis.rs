//! The part of a definition that says what of a provider's errors may be shown to the developer, besides what is safe of every provider.

use serde::{Deserialize, Serialize};

/// Which of the provider's own texts are safe to keep, and where it names the id of a request (SR-82).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Diagnosis {
    /// Members of an error whose values are the provider's own fixed words, and never hold what somebody sent. Without them, an error
    /// code that is not registered is `other`, and texts are dropped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub safe_members: Vec<SafeMember>,
    /// Headers that name the id of a request, in lower case. Without them it is one whose name ends in `request-id`, `correlation-id`
    /// or `trace-id`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(inner(regex(pattern = "^[a-z0-9_-]{1,64}$"))))]
    pub request_id_headers: Vec<String>,
}

impl Diagnosis {
    pub(super) fn is_default(&self) -> bool {
        *self == Diagnosis::default()
    }
}

/// A member of an error (RFC 6749 §5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SafeMember {
    /// Words of the provider's own: lower-case letters, digits and `_`, at most 64.
    Error,
    /// One line of printable ASCII, at most 200 characters.
    ErrorDescription,
    /// An https address without query, at most 200 characters.
    ErrorUri,
}
