//! Where a credential may be sent, and how.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::template::Template;

/// Where a credential may be sent, and how.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// Origins that may receive the credential (SR-30).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<Template>,
    /// The header that carries it.
    #[serde(default)]
    pub placement: Placement,
    /// Further fixed headers that the API wants, such as its version; probes send them. None that carries a credential or frames
    /// the message.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
}

/// The header that carries a credential. Never the URL (SR-30).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Placement {
    /// The header's name.
    #[serde(default = "default_header")]
    pub header: String,
    /// What stands before the credential in the header's value.
    #[serde(default = "default_prefix")]
    pub prefix: String,
}

impl Default for Placement {
    fn default() -> Self {
        Placement { header: default_header(), prefix: default_prefix() }
    }
}

fn default_header() -> String {
    "Authorization".to_owned()
}

fn default_prefix() -> String {
    "Bearer ".to_owned()
}
