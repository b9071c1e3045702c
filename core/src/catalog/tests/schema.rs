//! `core/catalog/schema.json` is kept by hand; here it is held against the types and against every catalogue file.

use serde::de::DeserializeOwned;

use super::*;
use crate::model::definition as model;

fn schema() -> Value {
    serde_json::from_str(include_str!("../../../catalog/schema.json")).unwrap()
}

/// The words of a type, as serde lists them when it meets another one.
fn words<T: DeserializeOwned>(probe: Value) -> Vec<String> {
    let message = serde_json::from_value::<T>(probe).err().expect("serde refuses the probe").to_string();
    let (_, expected) = message.split_once("expected ").unwrap_or_else(|| panic!("no list: {message}"));
    let mut words: Vec<_> = expected.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    words.sort();
    assert!(!words.is_empty(), "{message}");
    words
}

fn fields<T: DeserializeOwned>() -> Vec<String> {
    words::<T>(json!({ "?": 0 }))
}

fn properties(schema: &Value) -> Vec<String> {
    assert_eq!(schema["additionalProperties"], json!(false), "{schema}");
    let mut names: Vec<_> = schema["properties"].as_object().unwrap().keys().cloned().collect();
    names.sort();
    names
}

fn enumeration(schema: &Value) -> Vec<String> {
    let mut values: Vec<String> = serde_json::from_value(schema["enum"].clone()).unwrap();
    values.sort();
    values
}

#[test]
fn every_field_of_the_types_is_in_the_schema_and_no_other() {
    let schema = schema();
    let defs = &schema["$defs"];
    let pairs = [
        (properties(&schema), fields::<model::ProviderDefinition>()),
        (properties(&defs["origins"]), fields::<model::Origins>()),
        (properties(&defs["oauth"]), fields::<model::OAuth>()),
        (properties(&defs["id_token"]), fields::<model::IdToken>()),
        (properties(&defs["token_request"]), fields::<model::TokenRequest>()),
        (properties(&defs["json_condition"]), fields::<model::JsonCondition>()),
        (enumeration(&defs["token_request"]["properties"]["encoding"]), words::<model::Encoding>(json!("?"))),
        (enumeration(&defs["probe"]["properties"]["method"]), words::<model::ProbeMethod>(json!("?"))),
        (properties(&defs["consent"]), fields::<model::Consent>()),
        (properties(&defs["role_probe"]), fields::<model::RoleProbe>()),
        (properties(&defs["scope"]), fields::<model::Scope>()),
        (properties(&defs["scope_comparison"]), fields::<model::ScopeComparison>()),
        (properties(&defs["lifetime"]), fields::<model::Lifetime>()),
        (properties(&defs["api"]), fields::<model::Api>()),
        (properties(&defs["placement"]), fields::<model::Placement>()),
        (properties(&defs["probe"]), fields::<model::Probe>()),
        (enumeration(&schema["properties"]["auth"]["items"]), words::<model::AuthKind>(json!("?"))),
        (enumeration(&defs["oauth"]["properties"]["client_authentication"]), words::<model::ClientAuthentication>(json!("?"))),
        (enumeration(&defs["lifetime"]["properties"]["rotation"]), words::<model::Rotation>(json!("?"))),
    ];
    for (listed, real) in pairs {
        assert_eq!(listed, real);
    }
    let algorithms = &defs["id_token"]["properties"]["algorithms"]["items"]["enum"];
    assert_eq!(*algorithms, json!(model::ID_TOKEN_ALGORITHMS));
    let kinds = |union: &Value| {
        let mut kinds: Vec<_> = union["oneOf"]
            .as_array()
            .unwrap()
            .iter()
            .map(|kind| kind["properties"]["kind"]["const"].as_str().unwrap().to_owned())
            .collect();
        kinds.sort();
        kinds
    };
    assert_eq!(kinds(&defs["variable"]), words::<model::Variable>(json!({ "kind": "?" })));
    assert_eq!(kinds(&defs["mint"]), words::<model::Mint>(json!({ "kind": "?" })));
    assert_eq!(kinds(&defs["install"]), words::<model::Install>(json!({ "kind": "?" })));
    for kind in defs["variable"]["oneOf"].as_array().unwrap() {
        let mut listed = properties(kind);
        listed.retain(|name| name != "kind");
        assert_eq!(listed, words::<model::Variable>(json!({ "kind": kind["properties"]["kind"]["const"], "?": 0 })), "{kind}");
    }
    let install = &defs["install"]["oneOf"][0];
    let mut listed = properties(install);
    listed.retain(|name| name != "kind");
    assert_eq!(listed, fields::<model::SignInThenConsent>());
}

#[test]
fn what_the_schema_requires_is_what_serde_requires() {
    let schema = schema();
    let minimal: Value = serde_json::from_str(generic::EXAMPLE).unwrap();
    accept(&schema, &schema, &minimal, "EXAMPLE");
    for required in schema["required"].as_array().unwrap() {
        let mut lacking = minimal.clone();
        lacking.as_object_mut().unwrap().remove(required.as_str().unwrap());
        assert!(serde_json::from_value::<model::ProviderDefinition>(lacking).is_err(), "{required}");
    }
}

#[test]
fn every_key_of_every_file_is_in_the_schema() {
    let schema = schema();
    for (name, text) in files::FILES {
        let read: toml::Value = toml::from_str(text).unwrap();
        accept(&schema, &schema, &serde_json::to_value(read).unwrap(), name);
    }
}

/// The part of JSON Schema that the file uses.
fn accept(root: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{reference}"));
        return accept(root, target, value, at);
    }
    if let Some(kinds) = schema.get("oneOf").and_then(Value::as_array) {
        let fits = |kind: &&Value| match kind.get("const") {
            Some(constant) => constant == value,
            None => kind["properties"].get("kind").is_none_or(|tag| tag["const"] == value["kind"]) && value.is_object(),
        };
        let kind = kinds.iter().find(fits).unwrap_or_else(|| panic!("{at}: no kind fits {value}"));
        return if kind.get("const").is_some() {
        } else {
            accept(root, kind, value, at)
        };
    }
    if let Some(constant) = schema.get("const") {
        return assert_eq!(constant, value, "{at}");
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return assert!(values.contains(value), "{at}: {value}");
    }
    match (schema["type"].as_str().unwrap_or_else(|| panic!("{at}: no type in {schema}")), value) {
        ("object", Value::Object(members)) => {
            for (name, member) in members {
                let at = format!("{at}.{name}");
                match schema["properties"].get(name) {
                    Some(property) => accept(root, property, member, &at),
                    None => {
                        let other = &schema["additionalProperties"];
                        assert!(other.is_object(), "{at} is not in the schema");
                        accept(root, other, member, &at);
                    }
                }
            }
            for required in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
                assert!(members.contains_key(required.as_str().unwrap()), "{at} lacks {required}");
            }
        }
        ("array", Value::Array(items)) => items.iter().for_each(|item| accept(root, &schema["items"], item, at)),
        ("string", Value::String(_)) | ("boolean", Value::Bool(_)) | ("integer", Value::Number(_)) => {}
        (kind, _) => panic!("{at}: {value} is not {kind}"),
    }
}
