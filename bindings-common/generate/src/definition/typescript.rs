//! Renders TypeScript's types of a definition.

use std::fmt::Write as _;

use serde_json::Value;

use super::{Member, alternatives, description, is_plain, members, named, public_name, schema, target};
use crate::{NOTICE, wrap};

const WIDTH: usize = 130;

pub(crate) fn typescript() -> String {
    let root = schema();
    let mut file = format!(
        "// {NOTICE}\n// A provider given in code has the fields of a file of the catalogue, so the names are the catalogue's own (snake_case).\n"
    );
    for (name, schema) in named(&root) {
        let doc = comment(description(schema), "");
        let name = public_name(name);
        let _ = match alternatives(schema) {
            Some(_) => write!(file, "\n{doc}export type {name} ={};\n", after_sign(kind(&root, schema, ""))),
            None => write!(file, "\n{doc}export interface {name} {}\n", object(&root, schema, "")),
        };
    }
    file
}

fn object(root: &Value, schema: &Value, indent: &str) -> String {
    let inner = format!("{indent}  ");
    let mut text = "{\n".to_owned();
    for Member { name, schema, is_required } in members(schema) {
        let mark = if is_required { "" } else { "?" };
        let _ = writeln!(text, "{}{inner}{name}{mark}: {};", comment(description(schema), &inner), kind(root, schema, &inner));
    }
    text + indent + "}"
}

fn kind(root: &Value, schema: &Value, indent: &str) -> String {
    if let Some(target) = target(root, schema) {
        return if is_plain(target.schema) { kind(root, target.schema, indent) } else { public_name(target.name) };
    }
    if let Some(kinds) = alternatives(schema) {
        let inner = format!("{indent}    ");
        let kinds: Vec<_> =
            kinds.iter().map(|one| (kind(root, one, &inner), comment(description(one), &format!("{indent}  ")))).collect();
        if kinds.iter().all(|(kind, _)| !kind.contains('\n')) {
            return kinds.into_iter().map(|(kind, _)| kind).collect::<Vec<_>>().join(" | ");
        }
        return kinds.iter().map(|(kind, doc)| format!("\n{doc}{indent}  | {kind}")).collect();
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(literal).collect::<Vec<_>>().join(" | ");
    }
    if let Some(word) = schema.get("const") {
        return literal(word);
    }
    match schema["type"].as_str() {
        Some("boolean") => "boolean".to_owned(),
        Some("integer") => "number".to_owned(),
        Some("array") => format!("Array<{}>", kind(root, &schema["items"], indent)),
        Some("object") if schema.get("properties").is_some() => object(root, schema, indent),
        Some("object") => format!("Record<string, {}>", kind(root, &schema["additionalProperties"], indent)),
        _ => "string".to_owned(),
    }
}

/// What stands behind the equals sign: a line of its own, or a space first.
fn after_sign(kind: String) -> String {
    if kind.starts_with('\n') { kind } else { format!(" {kind}") }
}

fn literal(word: &Value) -> String {
    word.as_str().map_or_else(|| word.to_string(), |text| format!("'{text}'"))
}

fn comment(doc: &str, indent: &str) -> String {
    if doc.is_empty() {
        return String::new();
    }
    let one = format!("{indent}/** {doc} */\n");
    if one.chars().count() <= WIDTH {
        return one;
    }
    let lines = wrap(doc, WIDTH - indent.len() - 3);
    format!("{indent}/**\n{}{indent} */\n", lines.iter().map(|line| format!("{indent} * {line}\n")).collect::<String>())
}
