//! Renders the definition of a provider as JSON Schema for editors, and as types of TypeScript and Python. All of it comes from
//! `authpipe::definition`, the one place where a field is written by hand.

mod python;
mod typescript;

use serde_json::{Value, json};

pub(crate) use python::python;
pub(crate) use typescript::typescript;

/// The JSON Schema, as the file of the catalogue.
pub(crate) fn schema_file() -> String {
    let mut schema = schema();
    schema["title"] = json!("Authpipe provider definition");
    schema["$comment"] = json!(crate::NOTICE.replace("bindings-common", "authpipe::definition"));
    format!("{schema:#}\n")
}

/// What `schemars` derives, as a file says it: an absent member is absent, and never null.
fn schema() -> Value {
    let mut schema = schemars::schema_for!(authpipe::definition::ProviderDefinition).to_value();
    tidy(&mut schema);
    schema
}

fn tidy(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Object(members) => {
            // Integers are bounded by their minimum and maximum; the width of the type is Rust's matter.
            if members.get("type").is_some_and(|kind| kind == "integer") {
                members.remove("format");
            }
            if let Some(Value::String(text)) = members.get_mut("description") {
                *text = without_requirements(&text.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            if let Some(Value::Array(kinds)) = members.get_mut("type") {
                kinds.retain(|kind| kind != "null");
                if let [one] = kinds.as_slice() {
                    let one = one.clone();
                    members.insert("type".to_owned(), one);
                }
            }
            if let Some(Value::Array(kinds)) = members.get_mut("anyOf") {
                kinds.retain(|kind| kind["type"] != "null");
                if let [Value::Object(one)] = kinds.as_slice() {
                    let one = one.clone();
                    members.remove("anyOf");
                    one.into_iter().for_each(|(name, value)| drop(members.insert(name, value)));
                }
            }
            // Of an object the members have their own.
            if members.contains_key("description") && members.get("default").is_some_and(|it| it.is_object() || it.is_null()) {
                members.remove("default");
            }
            members.values_mut().for_each(tidy);
        }
        _ => {}
    }
}

/// Without the numbers of requirements, which readers of this repository look up and nobody else.
fn without_requirements(text: &str) -> String {
    let mut parts = text.split(" (SR-");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once(')').map_or("", |(_, rest)| rest))
}

/// The named types, the definition itself first.
fn named(schema: &Value) -> Vec<(&str, &Value)> {
    let rest = schema["$defs"].as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value));
    std::iter::once(("ProviderDefinition", schema)).chain(rest).filter(|(_, value)| !is_plain(value)).collect()
}

/// The name of a type in the languages, where it stands beside others.
fn public_name(name: &str) -> String {
    match name {
        "ProviderDefinition" => name.to_owned(),
        "OAuth" | "IdToken" => format!("{name}Definition"),
        _ => format!("Definition{name}"),
    }
}

/// Texts, numbers and sets of words need no name of their own.
fn is_plain(schema: &Value) -> bool {
    let is_word =
        |kind: &Value| kind.get("const").is_some() || matches!(kind["type"].as_str(), Some("boolean" | "integer" | "string"));
    match alternatives(schema) {
        Some(kinds) => kinds.iter().all(is_word),
        None => schema["type"] != "object",
    }
}

fn alternatives(schema: &Value) -> Option<&Vec<Value>> {
    schema.get("oneOf").or_else(|| schema.get("anyOf"))?.as_array()
}

/// A type that a definition names.
struct Target<'a> {
    name: &'a str,
    schema: &'a Value,
}

/// The type behind a reference.
fn target<'a>(root: &'a Value, schema: &Value) -> Option<Target<'a>> {
    let name = schema.get("$ref")?.as_str()?.strip_prefix("#/$defs/")?;
    root["$defs"].as_object()?.get_key_value(name).map(|(name, schema)| Target { name, schema })
}

fn description(schema: &Value) -> &str {
    schema["description"].as_str().unwrap_or_default()
}

/// A member of an object.
struct Member<'a> {
    name: &'a str,
    schema: &'a Value,
    is_required: bool,
}

/// The members of an object, required ones first.
fn members(schema: &Value) -> Vec<Member<'_>> {
    let required = |name: &str| schema["required"].as_array().is_some_and(|names| names.iter().any(|known| known == name));
    let all = schema["properties"].as_object().into_iter().flatten();
    let mut members: Vec<_> = all.map(|(name, schema)| Member { name, schema, is_required: required(name) }).collect();
    members.sort_by_key(|member| !member.is_required);
    members
}
