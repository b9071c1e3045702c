//! The part of a definition that says how a provider's device flow deviates from RFC 8628.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::pointer::JsonPointer;

/// How a provider's device flow deviates from RFC 8628. Where it does not, `device_authorization_endpoint` is all there is to say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeviceFlow {
    /// Where the client proves itself.
    #[serde(default)]
    pub client_proof: DeviceProof,
    /// The parameter that holds the scopes. Absent: `scope` (RFC 8628 §3.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope_parameter: Option<String>,
    /// Whether each poll names the scopes once more.
    #[serde(default)]
    pub polls_with_scope: bool,
    /// Further fixed parameters of the device authorization request, such as `audience`. None that the flow itself sets.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, String>,
    /// The member of the answer that holds the page's address. Absent: `verification_uri` (RFC 8628 §3.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification_member: Option<String>,
    /// Where an answer to a poll names what is wrong. Absent: at `/error` (RFC 6749 §5.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_pointer: Option<JsonPointer>,
    /// Words of the provider's own for what RFC 8628 §3.5 has codes for.
    #[serde(default, skip_serializing_if = "DeviceWords::is_default")]
    pub words: DeviceWords,
}

impl DeviceFlow {
    pub(super) fn is_default(&self) -> bool {
        *self == DeviceFlow::default()
    }
}

/// Where the client of a device flow proves itself, as it does at the token endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeviceProof {
    /// At both endpoints (RFC 8628 §3.1, §3.4).
    #[default]
    Always,
    /// At the token endpoint only; the device authorization request names the client.
    Polls,
    /// At neither: both requests name the client.
    Never,
}

/// Words of a provider's own, each compared byte for byte, in the answer to a poll.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeviceWords {
    /// For `authorization_pending`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pending: Vec<String>,
    /// For `access_denied`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub denied: Vec<String>,
    /// For `expired_token`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expired: Vec<String>,
}

impl DeviceWords {
    fn is_default(&self) -> bool {
        *self == DeviceWords::default()
    }
}
