//! `core/catalog/schema.json` is derived from the types (`cargo xtask types`); here every catalogue file is held against it, as an
//! editor does.

use super::*;

fn schema() -> Value {
    serde_json::from_str(include_str!("../../../catalog/schema.json")).unwrap()
}

#[test]
fn what_the_schema_requires_is_what_serde_requires() {
    let schema = schema();
    let minimal: Value = serde_json::from_str(generic::EXAMPLE).unwrap();
    accept(&schema, &schema, &minimal).unwrap();
    for required in schema["required"].as_array().unwrap() {
        let mut lacking = minimal.clone();
        lacking.as_object_mut().unwrap().remove(required.as_str().unwrap());
        assert!(serde_json::from_value::<crate::model::definition::ProviderDefinition>(lacking.clone()).is_err(), "{required}");
        accept(&schema, &schema, &lacking).unwrap_err();
    }
}

#[test]
fn every_key_of_every_file_is_in_the_schema() {
    let schema = schema();
    for (name, text) in lint::folder() {
        let read: toml::Value = toml::from_str(&text).unwrap();
        let value = serde_json::to_value(read).unwrap();
        accept(&schema, &schema, &value).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
}

#[test]
fn what_serde_refuses_the_schema_refuses() {
    let schema = schema();
    let minimal: Value = serde_json::from_str(generic::EXAMPLE).unwrap();
    for (at, value) in [
        ("/surprise", json!(1)),
        ("/auth", json!(["password"])),
        ("/oauth/pkce", json!("plain")),
        ("/oauth/token_request", json!({ "encoding": "xml" })),
        ("/probe", json!({ "url": "https://a.example/", "live_when": { "pointer": "/ok" } })),
        ("/variables", json!({ "shop": { "kind": "free_text" } })),
        ("/variables", json!({ "shop": { "kind": "uuid", "values": [] } })),
    ] {
        let mut other = minimal.clone();
        let (parent, name) = at.rsplit_once('/').unwrap();
        other.pointer_mut(parent).unwrap()[name] = value;
        accept(&schema, &schema, &other).expect_err(at);
        assert!(serde_json::from_value::<crate::model::definition::ProviderDefinition>(other).is_err(), "{at}");
    }
}

/// The part of JSON Schema that the file uses, but for lengths and patterns.
fn accept(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(reference.trim_start_matches('#')).ok_or(reference)?;
        accept(root, target, value)?;
    }
    if let Some(kinds) = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array) {
        let fitting = kinds.iter().filter(|kind| accept(root, kind, value).is_ok()).count();
        return if fitting == 1 { Ok(()) } else { Err(format!("{fitting} kinds fit {value}")) };
    }
    if schema.get("const").is_some_and(|constant| constant != value) {
        return Err(format!("{value} is not {}", schema["const"]));
    }
    if schema.get("enum").and_then(Value::as_array).is_some_and(|values| !values.contains(value)) {
        return Err(format!("{value} is not one of {}", schema["enum"]));
    }
    match (schema["type"].as_str(), value) {
        (None, _)
        | (Some("string"), Value::String(_))
        | (Some("boolean"), Value::Bool(_))
        | (Some("integer"), Value::Number(_)) => Ok(()),
        (Some("array"), Value::Array(items)) => items.iter().try_for_each(|item| accept(root, &schema["items"], item)),
        (Some("object"), Value::Object(members)) => {
            for (name, member) in members {
                let known =
                    schema["properties"].get(name).or_else(|| Some(&schema["additionalProperties"]).filter(|it| it.is_object()));
                accept(root, known.ok_or_else(|| format!("{name} is not in the schema"))?, member)
                    .map_err(|why| format!("{name}: {why}"))?;
            }
            let lacks = |name: &&Value| name.as_str().is_some_and(|name| !members.contains_key(name));
            schema["required"].as_array().into_iter().flatten().find(lacks).map_or(Ok(()), |name| Err(format!("lacks {name}")))
        }
        (Some(kind), _) => Err(format!("{value} is not {kind}")),
    }
}
