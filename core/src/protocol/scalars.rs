//! Compares what an answer holds with values that a definition lists.

use serde_json::Value;

use crate::model::definition::JsonScalar;

/// Whether it is one of the values.
pub(super) fn is_one_of(found: &Value, values: &[JsonScalar]) -> bool {
    values.iter().any(|value| match value {
        JsonScalar::Bool(value) => found.as_bool() == Some(*value),
        JsonScalar::Integer(value) => found.as_i64() == Some(*value),
        JsonScalar::Text(value) => found.as_str() == Some(value),
    })
}
