//! The type of a member that points into a provider's JSON (RFC 6901).

use serde::{Deserialize, Serialize};

/// A place in a JSON value, as a JSON pointer (RFC 6901): `/team/id`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct JsonPointer(#[cfg_attr(feature = "schema", schemars(length(max = 256)))] pub String);

impl JsonPointer {
    /// What stands there; `None`: nothing, or null.
    pub(crate) fn find<'v>(&self, value: &'v serde_json::Value) -> Option<&'v serde_json::Value> {
        value.pointer(&self.0).filter(|found| !found.is_null())
    }
}
