//! Reads the members of a control request, and says which one is wrong.

use std::time::Duration;

use serde_json::Value;

pub(super) fn text<'a>(body: &'a Value, name: &str) -> Result<&'a str, String> {
    body[name].as_str().ok_or_else(|| format!("{name} is missing or not a string"))
}

pub(super) fn seconds(value: &Value) -> Result<Duration, String> {
    value.as_u64().map(Duration::from_secs).ok_or_else(|| "not a number of seconds".to_owned())
}

pub(super) fn range(value: &Value) -> Result<(Duration, Duration), String> {
    match value {
        Value::Array(both) if both.len() == 2 => Ok((seconds(&both[0])?, seconds(&both[1])?)),
        one => Ok((seconds(one)?, seconds(one)?)),
    }
}

pub(super) fn flag(value: &Value) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| "not true or false".to_owned())
}

pub(super) fn members(body: &Value) -> impl Iterator<Item = (&str, &Value)> {
    body.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}
