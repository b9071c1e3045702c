//! Renders the records of Swift's native part, as uniffi carries them, and their conversions from and to the shared ones.

use std::fmt::Write as _;

use authpipe_bindings::records::RECORDS;
use authpipe_bindings::{Field, Kind, OPERATIONS, Outcome, Record};

use super::{LANGUAGE, native_name};
use crate::{NOTICE, sentence};

/// What callers give: each becomes a value that the shared reader reads.
pub(crate) fn taken() -> String {
    let mut file = head("What callers give, as it comes from Swift.", "use crate::value::{Value, json, value};");
    for record in RECORDS.iter().filter(|record| !record.is_result) {
        file += &declared(record);
        let name = native_name(record.name);
        let base = record.base.map_or("None", |_| "Some(record.base.into())");
        let _ = write!(
            file,
            "\nimpl From<{name}> for Value {{\n    fn from(record: {name}) -> Self {{\n        Value::record({base}, [\n"
        );
        for field in members(record) {
            let make = if matches!(field.kind, Kind::Json) { "json" } else { "value" };
            let (name, member) = (LANGUAGE.member(field), member(field));
            let _ = writeln!(file, "            (\"{name}\", {make}(record.{member})),");
        }
        file += "        ])\n    }\n}\n";
    }
    file
}

/// What callers get: each is made of what the core gives.
pub(crate) fn given() -> String {
    let mut file = head(
        "What callers get, as it goes to Swift.",
        "use authpipe::Page;\nuse authpipe_bindings::records;\n\nuse crate::value::give;",
    );
    for record in RECORDS.iter().filter(|record| record.is_result) {
        file += &declared(record);
        let name = native_name(record.name);
        let shared = record.name.strip_prefix("Authpipe").unwrap_or(record.name);
        let _ = write!(
            file,
            "\nimpl {name} {{\n    pub(crate) fn of<T>(value: T) -> Self\n    where\n        records::{shared}: From<T>,\n    {{\n        \
             let record = records::{shared}::from(value);\n        {name} {{\n"
        );
        for field in members(record) {
            let value = match (field.kind, field.required) {
                (Kind::Record(inner), true) => format!("{}::of(record.{})", native_name(inner.name), raw(field)),
                (Kind::Record(inner), false) => format!("record.{}.map({}::of)", raw(field), native_name(inner.name)),
                _ => format!("give(record.{})", raw(field)),
            };
            let _ = writeln!(file, "            {}: {value},", member(field));
        }
        file += "        }\n    }\n}\n";
        if OPERATIONS.iter().any(|one| matches!(one.result, Outcome::Page(Kind::Record(item)) if item.name == record.name)) {
            file += &page(&name, shared);
        }
    }
    file
}

fn page(name: &str, shared: &str) -> String {
    format!(
        "\n/// A page of them.\n#[derive(uniffi::Record)]\npub struct {name}Page {{\n    pub data: Vec<{name}>,\n    pub next: \
         Option<String>,\n}}\n\nimpl {name}Page {{\n    pub(crate) fn of<T>(page: Page<T>) -> Self\n    where\n        \
         records::{shared}: From<T>,\n    {{\n        {name}Page {{ data: page.data.into_iter().map({name}::of).collect(), next: \
         page.next }}\n    }}\n}}\n"
    )
}

fn head(what: &str, uses: &str) -> String {
    let maps = if uses.contains("Page") { "" } else { "use std::collections::HashMap;\n\n" };
    format!("// {NOTICE}\n//! {what}\n\n{maps}{uses}\n")
}

fn declared(record: &Record) -> String {
    // What holds a secret does not print.
    let debug = if record.is_result && !record.fields.iter().any(|field| is_secret(&field.kind)) { "Debug, " } else { "" };
    let (doc, name) = (doc(record.doc), native_name(record.name));
    let mut text = format!("\n/// {doc}\n#[derive({debug}uniffi::Record)]\npub struct {name} {{\n");
    if let Some(base) = record.base {
        let _ = writeln!(text, "    pub base: {},", native_name(base.name));
    }
    for field in members(record) {
        let kind = kind(&field.kind);
        let kind = if field.required { kind } else { format!("Option<{kind}>") };
        let _ = writeln!(text, "    pub {}: {kind},", member(field));
    }
    text + "}\n"
}

/// The members that are values: objects of the façade have methods, and cross the border by themselves.
fn members(record: &Record) -> impl Iterator<Item = &Field> {
    record.fields.iter().filter(|field| !matches!(field.kind, Kind::Host(_)))
}

fn kind(kind_: &Kind) -> String {
    match kind_ {
        Kind::Text | Kind::Id(_) | Kind::Secret | Kind::Personal | Kind::Path | Kind::Json | Kind::Word(_) => "String".to_owned(),
        Kind::Secrets => "Vec<String>".to_owned(),
        Kind::SecretFields => "HashMap<String, String>".to_owned(),
        Kind::Flag => "bool".to_owned(),
        Kind::Whole | Kind::Span => "u64".to_owned(),
        Kind::Time => "i64".to_owned(),
        Kind::Host(name) => (*name).to_owned(),
        Kind::List(item) => format!("Vec<{}>", kind(item)),
        Kind::Map(item) => format!("HashMap<String, {}>", kind(item)),
        Kind::Record(record) => native_name(record.name),
    }
}

fn is_secret(kind: &Kind) -> bool {
    matches!(kind, Kind::Secret | Kind::List(Kind::Secret) | Kind::Personal)
}

/// The name of a member where it crosses: times and lengths of time say their unit.
fn member(field: &Field) -> String {
    match field.kind {
        Kind::Time | Kind::Span => format!("{}_ms", field.name()),
        _ => raw(field),
    }
}

fn raw(field: &Field) -> String {
    let name = field.name();
    if name == "type" { format!("r#{name}") } else { name.to_owned() }
}

fn doc(doc: &str) -> String {
    LANGUAGE.render(&sentence(doc))
}
