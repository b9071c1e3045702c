//! Renders Python's types of a definition: typed dictionaries, because a definition is plain data there too.

use std::fmt::Write as _;

use serde_json::Value;

use super::{alternatives, description, is_plain, members, named, public_name, schema, target};
use crate::{NOTICE, wrap};

const WIDTH: usize = 100;

pub(crate) fn python() -> String {
    let root = schema();
    let mut file = File { root: &root, classes: Vec::new() };
    for (name, schema) in named(&root) {
        let name = public_name(name);
        match alternatives(schema) {
            Some(_) => {
                let kinds = file.kind(schema, &name);
                let kinds = kinds.split(" | ").map(|kind| format!("    \"{kind}\",\n")).collect::<String>();
                let text = format!("{}{name} = Union[\n{kinds}]\n", notes(description(schema), ""));
                file.classes.push(text.replace("\"Literal[\"", "Literal[\"").replace("\"]\"", "\"]"));
            }
            None => file.class(&name, schema, description(schema)),
        }
    }
    let head = format!("# {NOTICE}\n\"\"\"What a provider is, as data.\"\"\"\n\nfrom __future__ import annotations\n\n");
    let classes = file.classes.join("\n\n");
    format!("{head}from typing import Literal, TypedDict, Union\n\n\n{classes}")
}

struct File<'a> {
    root: &'a Value,
    /// In the order in which they can be read: what is used stands before what uses it.
    classes: Vec<String>,
}

impl File<'_> {
    /// A typed dictionary. Python 3.10 marks no single key as required, so those that are stand in a base of their own.
    fn class(&mut self, name: &str, schema: &Value, doc: &str) {
        let members = members(schema);
        let (mut required, mut optional) = (String::new(), String::new());
        for member in members {
            let nested = format!("{name}{}", pascal(member.name));
            let kind = self.kind(member.schema, &nested);
            let line = format!("{}    {}: {kind}\n", notes(description(member.schema), "    "), member.name);
            if member.is_required { required += &line } else { optional += &line }
        }
        let doc = wrap(doc, WIDTH - 8).join("\n    ");
        let doc = if doc.is_empty() { String::new() } else { format!("    \"\"\"{doc}\"\"\"\n\n") };
        let text = match (required.is_empty(), optional.is_empty()) {
            (_, true) => format!("class {name}(TypedDict):\n{doc}{required}"),
            (true, false) => format!("class {name}(TypedDict, total=False):\n{doc}{optional}"),
            (false, false) => {
                let base = format!("_{name}Required");
                format!("class {base}(TypedDict):\n{required}\n\nclass {name}({base}, total=False):\n{doc}{optional}")
            }
        };
        self.classes.push(text);
    }

    fn kind(&mut self, schema: &Value, name: &str) -> String {
        if let Some(target) = target(self.root, schema) {
            return if is_plain(target.schema) { self.kind(target.schema, name) } else { public_name(target.name) };
        }
        if let Some(kinds) = alternatives(schema) {
            let words: Vec<_> = kinds.iter().filter_map(|kind| kind.get("const")).map(Value::to_string).collect();
            if words.len() == kinds.len() {
                return format!("Literal[{}]", words.join(", "));
            }
            let are_many = kinds.iter().filter(|kind| kind["type"] == "object").count() > 1;
            let kinds = kinds.iter().map(|kind| {
                // One that is not tagged is told apart by the member that it needs.
                let needed = kind["required"][0].as_str().filter(|_| are_many);
                let tag = kind["properties"]["kind"]["const"].as_str().or(needed);
                self.kind(kind, &format!("{name}{}", tag.map_or_else(|| "Detail".to_owned(), pascal)))
            });
            return kinds.collect::<Vec<_>>().join(" | ");
        }
        if let Some(words) = schema["enum"].as_array() {
            return format!("Literal[{}]", words.iter().map(Value::to_string).collect::<Vec<_>>().join(", "));
        }
        if let Some(word) = schema.get("const") {
            return format!("Literal[{word}]");
        }
        match schema["type"].as_str() {
            Some("boolean") => "bool".to_owned(),
            Some("integer") => "int".to_owned(),
            Some("array") => format!("list[{}]", self.kind(&schema["items"], name)),
            Some("object") if schema.get("properties").is_some() => {
                self.class(name, schema, description(schema));
                name.to_owned()
            }
            Some("object") => format!("dict[str, {}]", self.kind(&schema["additionalProperties"], name)),
            _ => "str".to_owned(),
        }
    }
}

/// The notes above a member: a typed dictionary takes no texts between its keys.
fn notes(doc: &str, indent: &str) -> String {
    let lines = if doc.is_empty() { Vec::new() } else { wrap(doc, WIDTH - indent.len() - 3) };
    lines.iter().fold(String::new(), |mut text, line| {
        let _ = writeln!(text, "{indent}#: {line}");
        text
    })
}

fn pascal(name: &str) -> String {
    name.split('_').filter_map(|part| Some(part.get(..1)?.to_uppercase() + part.get(1..)?)).collect()
}
