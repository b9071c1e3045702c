//! Renders Python's client registration. It is a class, because its secrets must not print and a misspelt member is refused where
//! it is made.

use std::fmt::Write as _;

use authpipe_bindings::records::ProviderConfig;
use authpipe_bindings::{Field, Kind};

use super::{LANGUAGE, WIDTH, docstring, text};
use crate::{NOTICE, wrap};

/// What stands for a member that is left out, where that is not `None`.
const DEFAULTS: &[(&str, &str)] = &[("attachment", "\"user\""), ("enabled", "True")];

/// Where it is kept which members were named, and nothing given for them: to Python their values say no more.
const NAMED: &str = "_named";

/// Names of types, by where they come from: Python's own, and the package's.
const TYPES: &[&[(&str, &[&str])]] = &[
    &[("collections.abc", &["Awaitable", "Callable", "Mapping", "Sequence"]), ("typing", &["Any", "Literal"])],
    &[("._generated_definition", &["ProviderDefinition"])],
];

/// Needed at every start, so it imports nothing that is slow.
pub(crate) fn options() -> String {
    let class = class();
    let names: Vec<&str> = class.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
    let groups = TYPES.iter().map(|group| {
        let lines = group.iter().map(|(module, types)| {
            let used: Vec<_> = types.iter().copied().filter(|name| names.contains(name)).collect();
            if used.is_empty() { String::new() } else { format!("    from {module} import {}\n", used.join(", ")) }
        });
        lines.collect::<String>()
    });
    let imports = groups.filter(|lines| !lines.is_empty()).collect::<Vec<_>>().join("\n");
    format!(
        "# {NOTICE}\n\"\"\"{}\"\"\"\n\nfrom __future__ import annotations\n\nfrom . import _native\nfrom ._left_out import LEFT_OUT\n\
         from ._options import Unchangeable\n\nTYPE_CHECKING = False  # as in __init__.py\nif TYPE_CHECKING:\n{imports}{class}",
        text(ProviderConfig::RECORD.doc)
    )
}

fn class() -> String {
    let record = ProviderConfig::RECORD;
    let (name, fields) = (record.name, record.fields);
    let mut file = String::new();
    let _ = write!(file, "\n\nclass {name}(Unchangeable):\n{}\n    __slots__ = (\n", docstring(record.doc));
    let mut slots: Vec<_> = fields.iter().map(|field| LANGUAGE.member(field)).collect();
    slots.push(NAMED.into());
    slots.sort();
    slots.iter().for_each(|slot| file += &format!("        \"{slot}\",\n"));
    file += "    )\n\n";
    for field in fields {
        let _ = write!(file, "    {}: {}\n{}", LANGUAGE.member(field), held(field), docstring(field.doc));
    }
    let _ = writeln!(file, "    {NAMED}: tuple[str, ...]");
    file += "\n    def __init__(\n        self,\n        *,\n";
    for field in fields {
        let default = match field.is_told_when_named {
            _ if field.required => String::new(),
            true => " = LEFT_OUT".to_owned(),
            false => format!(" = {}", default(field)),
        };
        let _ = writeln!(file, "        {}: {}{default},", LANGUAGE.member(field), given(field));
    }
    file += "    ) -> None:\n        \"\"\"\n        Args:\n";
    for field in fields {
        let name = LANGUAGE.member(field);
        let lines = wrap(&format!("{name}: {}", text(field.doc)), WIDTH - 16);
        let _ = writeln!(file, "            {}", lines.join("\n                "));
    }
    file += "        \"\"\"\n";
    let told: Vec<_> = fields.iter().filter(|field| field.is_told_when_named).map(|field| LANGUAGE.member(field)).collect();
    file += "        named = (\n";
    told.iter().for_each(|name| file += &format!("            (\"{name}\", {name} is None),\n"));
    file += "        )\n";
    for name in &told {
        let _ = writeln!(file, "        {name} = None if {name} is LEFT_OUT else {name}");
    }
    file += "        try:\n";
    let secrets: Vec<_> = fields.iter().filter(|field| is_secret(field)).map(|field| LANGUAGE.member(field)).collect();
    for secret in &secrets {
        let _ =
            writeln!(file, "            held_{secret} = None if {secret} is None else _native.Secret(\"{secret}\", {secret})");
    }
    let _ = writeln!(
        file,
        "        finally:\n            del {}  # a traceback may print the locals of this frame",
        secrets.join(", ")
    );
    file += "        put = object.__setattr__\n";
    for field in fields {
        let name = LANGUAGE.member(field);
        let value = match field.kind {
            _ if is_secret(field) => format!("held_{name}"),
            Kind::Map(_) => format!("{{}} if {name} is None else {name}"),
            _ => name.clone().into_owned(),
        };
        let _ = writeln!(file, "        put(self, \"{name}\", {value})");
    }
    let _ = writeln!(file, "        put(self, \"{NAMED}\", tuple(name for name, is_lost in named if is_lost))");
    file
}

fn is_secret(field: &Field) -> bool {
    matches!(field.kind, Kind::Secret)
}

fn default(field: &Field) -> &'static str {
    match DEFAULTS.iter().find(|(name, _)| *name == field.name()) {
        Some((_, default)) => default,
        None if matches!(field.kind, Kind::List(_)) => "()",
        None => "None",
    }
}

/// What it is given as.
fn given(field: &Field) -> String {
    let none = if !field.required && default(field) == "None" { " | None" } else { "" };
    format!("{}{none}", kind(field))
}

/// What it is kept as.
fn held(field: &Field) -> String {
    match field.kind {
        Kind::Secret => "_native.Secret | None".to_owned(),
        Kind::Map(_) => kind(field),
        _ => given(field),
    }
}

fn kind(field: &Field) -> String {
    match field.kind {
        Kind::Json => "ProviderDefinition | Mapping[str, Any]".to_owned(),
        Kind::Word(set) => {
            let words: Vec<_> = set.words.iter().map(|word| format!("\"{}\"", word.text)).collect();
            format!("Literal[{}]", words.join(", "))
        }
        _ => super::kind(&field.kind, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_default_is_one_of_a_member() {
        for (name, _) in DEFAULTS {
            assert!(ProviderConfig::RECORD.fields.iter().any(|field| field.name() == *name && !field.required), "{name}");
        }
    }
}
