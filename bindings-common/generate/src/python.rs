//! Renders for Python: exception classes, closed sets, arguments as typed dictionaries, results as frozen classes.

mod options;

use std::fmt::Write as _;

use authpipe::{Error, ErrorCode};
use authpipe_bindings::records::{CallOptions, ErrorDetails, RECORDS, Subject};
use authpipe_bindings::{CLASSES, ENUMERATIONS, Field, Kind, Language, Record};

use crate::{NOTICE, sentence, wrap};

pub(crate) use options::options;

const LANGUAGE: Language = Language::Python;
const WIDTH: usize = 130;

/// Needed at every start, so it imports nothing that is slow.
pub(crate) fn errors() -> String {
    let mut file = format!("# {NOTICE}\n\"\"\"One exception class per family, and the table of codes.\"\"\"\n\n");
    file += "from __future__ import annotations\n\nfrom ._base_error import AuthpipeError\n";
    for info in CLASSES {
        let doc = text(info.doc);
        let _ = write!(file, "\n\nclass {}({}):\n    \"\"\"{doc}\"\"\"\n", info.class.as_str(), info.base);
    }
    file += "\n\nCLASSES: dict[str, type[AuthpipeError]] = {\n";
    for info in CLASSES {
        let _ = writeln!(file, "    \"{0}\": {0},", info.class.as_str());
    }
    file += "}\n\nERROR_CODES: dict[str, tuple[str, str, str, str, str]] = {\n";
    file += "    # code: class, retry, who must do something, what it means, what can be done\n";
    for code in ErrorCode::ALL {
        let _ = writeln!(
            file,
            "    \"{}\": (\n        \"{}\",\n        \"{}\",\n        \"{}\",\n        {:?},\n        {:?},\n    ),",
            code.as_str(),
            code.class().as_str(),
            code.retry().as_str(),
            code.actor().as_str(),
            code.doc(),
            code.hint()
        );
    }
    file + "}\n"
}

/// Alone, because the base class of errors needs it before there are others.
pub(crate) fn page() -> String {
    let page = Error::PAGE;
    format!(
        "# {NOTICE}\n\"\"\"Where errors are explained.\"\"\"\n\nERRORS_PAGE = \"{page}\"\n\"\"\"The page that explains every code.\"\"\"\n"
    )
}

pub(crate) fn types() -> String {
    let mut file =
        format!("# {NOTICE}\n\"\"\"What goes in and what comes out. Times are aware ``datetime`` objects in UTC.\"\"\"\n\n");
    file += "from __future__ import annotations\n\n";
    file += "# Frameworks read the annotations of results when the program runs, so what they name is imported then too.\n";
    file += "import os\nfrom collections.abc import Awaitable, Callable, Mapping, Sequence\nfrom dataclasses import dataclass, field\n";
    file += "from datetime import datetime, timedelta\nfrom typing import Any, Literal, NoReturn, TypedDict\n\nfrom ._whole import whole\n";
    for set in ENUMERATIONS {
        let words: Vec<_> = set.words.iter().map(|word| format!("\"{}\"", word.text)).collect();
        let line = format!("{} = Literal[{}]", set.name, words.join(", "));
        let line = if line.len() <= WIDTH { line } else { format!("{} = Literal[\n    {},\n]", set.name, words.join(",\n    ")) };
        let _ = write!(file, "\n{line}\n\"\"\"{}\"\"\"\n", text(set.doc));
    }
    file += "\nErrorCode = Literal[\n";
    for code in ErrorCode::ALL {
        let _ = writeln!(file, "    \"{}\",", code.as_str());
    }
    file += "]\n\"\"\"The stable codes, the same in all languages. A later version may have more, so a ``match`` keeps a default.\"\"\"\n";
    let details = ErrorDetails::RECORD.name;
    for record in RECORDS.iter().filter(|record| record.name != details) {
        file += &if record.is_result || VALUES.contains(&record.name) { result(record) } else { arguments(record) };
    }
    file + &views()
}

/// What callers give, and yet hold as a value of its own.
const VALUES: &[&str] = &["Principal"];

/// Some members of a record as keyword arguments of several methods: without what stands in the methods themselves.
fn views() -> String {
    const OF_A_USER: &[&str] = &["provider", "tenant_id", "user_id"];
    let (mut user, mut others) = (String::new(), String::new());
    for field in Subject::RECORD.fields {
        match field.name() {
            name if OF_A_USER.contains(&name) => user += &member(&field.required(), false),
            _ => others += &member(field, false),
        }
    }
    let accounts: String = Subject::RECORD
        .fields
        .iter()
        .filter(|field| matches!(field.name(), "config" | "label"))
        .map(|field| member(field, false))
        .collect();
    format!(
        "\n\nclass _UserArgs(TypedDict):\n{user}\n\nclass UserArgs(_UserArgs, total=False):\n    \"\"\"Which user is meant, as keyword \
         arguments of every method about one: also of those that connect.\"\"\"\n\n{accounts}\n\nclass CredentialOptions({}Args, \
         total=False):\n    \"\"\"What else ``get_credential`` takes, besides ``provider``, ``tenant_id`` and \
         ``user_id``.\"\"\"\n\n{others}",
        CallOptions::RECORD.name
    )
}

fn arguments(record: &Record) -> String {
    // A TypedDict may not narrow a member of the one that it derives from.
    let in_base = |field: &Field| record.base.is_some_and(|base| base.fields.iter().any(|known| known.name() == field.name()));
    let is_taken = |field: &&Field| !matches!(field.kind, Kind::Host("AbortSignal")) && !in_base(field);
    let members: Vec<_> = record.fields.iter().filter(is_taken).collect();
    let (needed, others): (Vec<&Field>, Vec<_>) = members.into_iter().partition(|field| field.required);
    let base = record.base.map(|base| format!("{}Args", base.name));
    let name = format!("{}Args", record.name);
    let doc = text(record.doc);
    let mut file = String::new();
    let mut parent = base.unwrap_or_else(|| "TypedDict".to_owned());
    if !needed.is_empty() {
        let needed_name = if others.is_empty() { name.clone() } else { format!("_{name}") };
        let _ = write!(file, "\n\nclass {needed_name}({parent}):\n");
        if others.is_empty() {
            let _ = writeln!(file, "    \"\"\"{doc}\"\"\"\n");
        }
        needed.iter().for_each(|field| file += &member(field, false));
        parent = needed_name;
    }
    if !others.is_empty() {
        let _ = write!(file, "\n\nclass {name}({parent}, total=False):\n    \"\"\"{doc}\"\"\"\n\n");
        others.iter().for_each(|field| file += &member(field, false));
    }
    file
}

fn result(record: &Record) -> String {
    let secret: Vec<_> =
        record.fields.iter().filter(|field| is_secret(&field.kind)).map(|field| LANGUAGE.member(field)).collect();
    // What takes any dataclass apart, as `asdict` and FastAPI do, would write the secret down.
    let whole = if secret.is_empty() { "" } else { "@whole\n" };
    let mut file = format!(
        "\n\n{whole}@dataclass(frozen=True, slots=True, kw_only=True)\nclass {}:\n{}\n",
        record.name,
        docstring(record.doc)
    );
    for field in record.fields {
        let text = member(field, true);
        // Codes are a set of their own.
        let is_code = matches!((record.name, field.name()), ("SessionFailure", "code") | ("RefreshState", "error"));
        file += &if is_code { text.replacen(": str", ": ErrorCode", 1) } else { text };
    }
    if let (false, Some(id)) = (secret.is_empty(), record.fields.first()) {
        // A pickle or a copy is where a secret would be written down.
        let name = record.name;
        let _ = writeln!(file, "\n    def __reduce__(self) -> NoReturn:");
        let reason = format!("{name} holds {} and cannot be pickled; keep its {}.", secret.join(" and "), LANGUAGE.member(id));
        let _ = writeln!(file, "        raise TypeError(\"{reason}\")");
        let _ = writeln!(file, "\n    def keys(self) -> NoReturn:");
        let reason =
            format!("{name} holds {} and cannot be made into JSON: take what the browser gets by name.", secret.join(" and "));
        let _ = writeln!(file, "        raise TypeError(\"{reason}\")");
        let _ = writeln!(file, "\n    def __copy__(self) -> {name}:\n        return self");
        let _ = writeln!(file, "\n    def __deepcopy__(self, memo: object) -> {name}:\n        return self");
    }
    file
}

fn member(field: &Field, is_result: bool) -> String {
    // A flag is left out or given, and has a default that is not `None`.
    let is_flag = !is_result && matches!(field.kind, Kind::Flag);
    let none = if !field.is_nullable || is_flag { "" } else { " | None" };
    let does_not_print = is_secret(&field.kind) || matches!(field.kind, Kind::Personal);
    let unprinted = if is_result && does_not_print { " = field(repr=False)" } else { "" };
    let mut doc = sentence(field.doc);
    if matches!(field.kind, Kind::Span) {
        doc += " In seconds.";
    }
    format!("    {}: {}{none}{unprinted}\n{}", LANGUAGE.member(field), kind(&field.kind, is_result), docstring(&doc))
}

fn is_secret(kind: &Kind) -> bool {
    matches!(kind, Kind::Secret | Kind::List(Kind::Secret))
}

fn kind(kind_: &Kind, is_result: bool) -> String {
    match kind_ {
        Kind::Text | Kind::Id(_) | Kind::Secret | Kind::Personal => "str".to_owned(),
        Kind::Secrets => "str | Sequence[str]".to_owned(),
        Kind::Path => "str | os.PathLike[str]".to_owned(),
        Kind::Flag => "bool".to_owned(),
        Kind::Whole => "int".to_owned(),
        Kind::Span if is_result => "float".to_owned(),
        Kind::Span => "float | timedelta".to_owned(),
        Kind::Time => "datetime".to_owned(),
        Kind::Json => "Mapping[str, Any]".to_owned(),
        Kind::Host("ClientAssertion") => "Callable[[], str | Awaitable[str]]".to_owned(),
        // The façade has its own types for them.
        Kind::Host(_) => "Any".to_owned(),
        Kind::List(item) if is_result => format!("tuple[{}, ...]", kind(item, true)),
        Kind::List(item) => format!("Sequence[{}]", kind(item, false)),
        Kind::Map(item) => format!("Mapping[str, {}]", kind(item, false)),
        Kind::SecretFields => "str | Mapping[str, str]".to_owned(),
        Kind::Word(set) => set.name.to_owned(),
        Kind::Record(record) if is_result => record.name.to_owned(),
        Kind::Record(record) => format!("{}Args", record.name),
    }
}

/// Python's documentation marks names with two backticks, and says `None` for what is absent.
fn text(doc: &str) -> String {
    LANGUAGE.render(&sentence(doc)).replace('`', "``")
}

fn docstring(doc: &str) -> String {
    let text = text(doc);
    if text.is_empty() {
        return String::new();
    }
    let line = format!("    \"\"\"{text}\"\"\"\n");
    if line.chars().count() <= WIDTH {
        return line;
    }
    format!("    \"\"\"{}\n    \"\"\"\n", wrap(&text, WIDTH - 8).join("\n    "))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;

    use authpipe_bindings::{OPERATIONS, Operation};

    use super::*;

    /// The first sentence of each method in a file, by class and name.
    fn documented(file: &str) -> BTreeMap<(String, String), String> {
        let path = crate::root().join("bindings-python/python/authpipe").join(file);
        let source = fs::read_to_string(path).expect("the façade is there");
        let (mut class, mut method, mut found) = (String::new(), None, BTreeMap::new());
        for line in source.lines() {
            if let Some(name) = line.strip_prefix("class ") {
                class = name.split([':', '(']).next().unwrap_or_default().to_owned();
            } else if let Some(rest) = line.trim_start().strip_prefix("async ").unwrap_or(line.trim_start()).strip_prefix("def ")
            {
                method = rest.split('(').next().map(str::to_owned);
            } else if let (Some(doc), Some(name)) =
                (line.strip_prefix("        \"\"\""), method.take_if(|_| line.contains("\"\"\"")))
            {
                let doc = doc.trim_end_matches("\"\"\"");
                found.insert((class.clone(), name), doc.split(". ").next().unwrap_or(doc).trim_end_matches('.').to_owned());
            }
        }
        found
    }

    const FILES: [&str; 5] =
        ["_async_client.py", "_async_credentials.py", "_async_connecting.py", "_async_resources.py", "_async_events.py"];

    /// What is known of the method, wherever it stands.
    fn find<'a, T>(written: &'a BTreeMap<(String, String), T>, operation: &Operation) -> Option<&'a T> {
        let classes = match operation.group {
            None => ["AsyncAuthpipe", "AsyncCredentialMethods", "AsyncConnectMethods"].map(str::to_owned).to_vec(),
            Some(group) => vec![format!("Async{}{}", group[..1].to_uppercase(), &group[1..])],
        };
        let name = if operation.name == "close" { "aclose" } else { operation.name };
        classes.into_iter().find_map(|class| written.get(&(class, name.to_owned())))
    }

    #[test]
    fn first_sentences_are_those_of_the_description() {
        let written: BTreeMap<(String, String), String> = FILES.into_iter().flat_map(documented).collect();
        for operation in OPERATIONS {
            // Python says what its nothing is.
            let described = text(operation.doc).replace("otherwise nothing", "otherwise ``None``");
            let found = find(&written, operation).map(String::as_str);
            assert_eq!(found, Some(described.trim_end_matches('.')), "{}", operation.core);
        }
    }

    /// The arguments of each method in a file, by class and name; of one that takes a dictionary, nothing.
    fn taken(file: &str) -> BTreeMap<(String, String), Option<BTreeSet<String>>> {
        let path = crate::root().join("bindings-python/python/authpipe").join(file);
        let source = fs::read_to_string(path).expect("the façade is there");
        let mut found = BTreeMap::new();
        for part in source.split("\nclass ").skip(1) {
            let class = part.split([':', '(']).next().unwrap_or_default();
            for method in part.split(" def ").skip(1) {
                let Some((name, arguments)) = method.split_once(") ->").and_then(|(head, _)| head.split_once('(')) else {
                    continue;
                };
                let names = arguments.split([',', '\n']).filter_map(|one| one.split_once(':'));
                let names = names.map(|(name, _)| name.trim().to_owned()).collect();
                found.insert((class.to_owned(), name.to_owned()), (!arguments.contains("**")).then_some(names));
            }
        }
        found
    }

    /// What only Python's own type can be: a function that is told.
    const FURTHER: &[(&str, &str)] = &[("store_credentials", "progress")];

    #[test]
    fn every_method_takes_what_is_described_and_nothing_else() {
        let written: BTreeMap<_, _> = FILES.into_iter().flat_map(taken).collect();
        let mut compared = 0;
        for operation in OPERATIONS {
            let Some(Some(found)) = find(&written, operation) else { continue };
            let mut described: BTreeSet<String> =
                FURTHER.iter().filter(|(core, _)| *core == operation.core).map(|(_, name)| (*name).to_owned()).collect();
            for (name, kind) in operation.arguments {
                match kind {
                    Kind::Record(record) => described.extend(
                        record
                            .members()
                            .into_iter()
                            .filter(|field| !matches!(field.kind, Kind::Host("AbortSignal")))
                            .map(|field| LANGUAGE.member(field).into_owned()),
                    ),
                    _ => _ = described.insert((*name).to_owned()),
                }
            }
            assert_eq!(found, &described, "{}", operation.core);
            compared += 1;
        }
        assert_eq!(compared, OPERATIONS.len() - 1, "all but get_credential, whose arguments are dictionaries that are generated");
    }
}
