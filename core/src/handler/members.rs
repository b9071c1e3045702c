//! Reads the members of the JSON objects that browsers send.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::base::{Error, ErrorCode, ProviderId, Result};

pub(super) fn invalid(message: &str) -> Error {
    Error::new(ErrorCode::InvalidRequest, message)
}

pub(super) fn read_provider(body: &Map<String, Value>) -> Result<ProviderId> {
    ProviderId::parse(read_optional(body, "provider")?.ok_or_else(|| invalid("provider is missing."))?)
}

pub(super) fn read_optional<'a>(body: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(invalid(&format!("{name} must be a string."))),
    }
}

pub(super) fn read_texts(body: &Map<String, Value>, name: &str) -> Result<Vec<String>> {
    let wrong = || invalid(&format!("{name} must be a list of at most 100 strings."));
    match body.get(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(list)) if list.len() <= 100 => {
            list.iter().map(|value| value.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
        }
        Some(_) => Err(wrong()),
    }
}

pub(super) fn read_variables(body: &Map<String, Value>) -> Result<BTreeMap<String, String>> {
    let wrong = || invalid("⟨variables⟩ must be an object of strings.");
    match body.get("variables") {
        None | Some(Value::Null) => Ok(BTreeMap::new()),
        Some(Value::Object(object)) if object.len() <= 32 => object
            .iter()
            .map(|(name, value)| value.as_str().map(|value| (name.clone(), value.to_owned())).ok_or_else(wrong))
            .collect(),
        Some(_) => Err(wrong()),
    }
}
